"""The one verb of the ledger: write a line, inside the transaction of what it records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from gongkai.kernel.ledger.inserting import insert
from gongkai.kernel.ledger.models import Entry, Head
from gongkai.kernel.ledger.rules import GENESIS, Actor, entry_hash
from gongkai.kernel.vocabulary import clean

__all__ = ["Actor", "Line", "hold", "write", "write_many"]

_HEAD = "SELECT seq, hash FROM ledger_head WHERE id = 1"
_HEAD_LOCKED = f"{_HEAD} FOR UPDATE"


@dataclass(frozen=True)
class Line:
    """What a line will say; ``verb`` is Chinese (初审通过), ``detail`` JSON-able and free of anything secret."""

    verb: str
    object_type: str
    object_id: str | int
    organ_id: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


def write(
    *,
    actor: Actor,
    verb: str,
    object_type: str,
    object_id: str | int,
    at: datetime,
    organ_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
) -> Entry:
    """Append one line; it commits or vanishes with the caller's transaction."""
    line = Line(verb, object_type, object_id, organ_id, detail or {})
    return write_many(actor=actor, lines=[line], at=at)[0]


def hold() -> Head:
    """Take the end of the chain for the rest of the caller's transaction (on SQLite the transaction itself is the lock).

    Lock order on PostgreSQL, everywhere: the matter's own rows (record, revision, number), then the ledger, then what all
    share (serials of index numbers, tallies, the log). Whoever needs a shared row before the first line holds the ledger.
    """
    locks = connection.features.has_select_for_update
    if locks and not connection.in_atomic_block:
        raise transaction.TransactionManagementError("the end of the chain is taken inside a transaction")
    with connection.cursor() as cursor:  # spelt here: every verb of the house asks this
        cursor.execute(_HEAD_LOCKED if locks else _HEAD)
        row = cursor.fetchone()
    if row is None:
        Head.objects.bulk_create([Head(pk=1, seq=0, hash=GENESIS)], ignore_conflicts=True)
        return Head.objects.select_for_update().get(pk=1)
    return Head.from_db(connection.alias, ["id", "seq", "hash"], (1, *row))


def write_many(*, actor: Actor, lines: Iterable[Line], at: datetime) -> list[Entry]:
    """Append several lines by one actor at one moment; one lock of the head for all."""
    who: dict[str, Any] = {
        "id": actor.person_id,
        "name": clean(actor.name)[:80],
        "post": clean(actor.post)[:120],
        "organ_id": actor.organ_id,
        "organ": clean(actor.organ_name)[:200],
    }
    with transaction.atomic(savepoint=False):
        head = hold()
        written: list[Entry] = []
        for line in lines:
            seq, previous = head.seq + 1, head.hash
            value = entry_hash(
                seq=seq,
                previous=previous,
                at=at,
                actor=who,
                verb=line.verb,
                object_type=line.object_type,
                object_id=str(line.object_id),
                organ_id=line.organ_id,
                detail=line.detail,
            )
            written.append(
                Entry(
                    seq=seq,
                    at=at,
                    actor_id=who["id"],
                    actor_name=who["name"],
                    actor_post=who["post"],
                    actor_organ_id=who["organ_id"],
                    actor_organ_name=who["organ"],
                    verb=line.verb,
                    object_type=line.object_type,
                    object_id=str(line.object_id),
                    organ_id=line.organ_id,
                    detail=dict(line.detail),
                    previous=previous,
                    hash=value,
                )
            )
            head.seq, head.hash = seq, value
        insert(*written)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE ledger_head SET seq = %s, hash = %s WHERE id = 1", [head.seq, head.hash])
    return written
