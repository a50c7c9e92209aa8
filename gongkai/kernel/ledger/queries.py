"""Questions to the ledger: its head, lines of an object, whether the chain is whole."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from gongkai.kernel.ledger.models import Entry, Head
from gongkai.kernel.ledger.rules import GENESIS, Actor, entry_hash

__all__ = ["Actor", "Entry", "entries", "entry_hash_at", "faults", "head", "of_object"]


def head() -> tuple[int, str]:
    """(number of lines, hash of the last one); (0, sixty-four zeros) when empty."""
    row = Head.objects.filter(pk=1).first()
    return (row.seq, row.hash) if row else (0, GENESIS)


def entry_hash_at(seq: int) -> str | None:
    """The hash of line ``seq``; None when there is no such line."""
    if seq == 0:
        return GENESIS
    return Entry.objects.filter(pk=seq).values_list("hash", flat=True).first()


def entries() -> QuerySet[Entry]:
    """All lines, newest first."""
    return Entry.objects.order_by("-seq")


def of_object(object_type: str, object_id: int | str) -> QuerySet[Entry]:
    """The lines of one object, oldest first."""
    return Entry.objects.filter(object_type=object_type, object_id=str(object_id)).order_by("seq")


def faults() -> Iterator[str]:
    """Walk the whole chain and say in Chinese what does not fit; nothing when it is whole."""
    previous, expected = GENESIS, 1
    for line in Entry.objects.order_by("seq").iterator(chunk_size=2000):
        if line.seq != expected:
            yield f"台账缺少第{expected}至第{line.seq - 1}行"
        expected = line.seq + 1
        if line.previous != previous:
            yield f"台账第{line.seq}行与上一行不衔接"
        found = entry_hash(
            seq=line.seq,
            previous=line.previous,
            at=line.at,
            actor={
                "id": line.actor_id,
                "name": line.actor_name,
                "post": line.actor_post,
                "organ_id": line.actor_organ_id,
                "organ": line.actor_organ_name,
            },
            verb=line.verb,
            object_type=line.object_type,
            object_id=line.object_id,
            organ_id=line.organ_id,
            detail=line.detail,
        )
        if found != line.hash:
            yield f"台账第{line.seq}行的内容与其摘要不符"
        previous = line.hash
    seq, value = head()
    if (seq, value) != (expected - 1, previous):
        yield f"台账末端记录（第{seq}行）与最后一行（第{expected - 1}行）不符"
