"""Questions of the projections: what waits to be taken up, and the published content that they read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from gongkai.kernel.records.models import Pending, Record
from gongkai.kernel.records.terms import Status


@dataclass(frozen=True)
class Content:
    """A published record as a projection reads it; ``public`` False: it is to be taken out."""

    id: int
    public: bool
    title: str = ""
    text: str = ""
    summary: str = ""
    annotation: str = ""
    doc_number: str = ""
    index_number: str = ""
    organ_id: int = 0
    kind: str = ""
    published_at: datetime | None = None
    effective_on: date | None = None
    expires_on: date | None = None
    repealed_on: date | None = None
    superseded: bool = False


def pending(projection: str, limit: int) -> dict[int, int]:
    """Records that the projection has yet to take up, oldest first: the id of each with the number of its row."""
    rows = Pending.objects.filter(projection=projection).order_by("pk")
    return dict(rows.values_list("record_id", "pk")[:limit])


def pending_count(projection: str) -> int:
    """How many wait."""
    return Pending.objects.filter(projection=projection).count()


def done(taken: Iterable[int]) -> None:
    """Take these rows away, after the projection has made its work durable.

    By their own numbers: a record that changed while it was taken up has a newer row, and is taken up again.
    """
    Pending.objects.filter(pk__in=list(taken)).delete()


def public_ids(batch: int) -> Iterator[list[int]]:
    """Ids of every published record, in lists of at most ``batch``."""
    last = 0
    while ids := list(
        Record.objects.filter(pk__gt=last, status=Status.PUBLISHED).order_by("pk").values_list("pk", flat=True)[:batch]
    ):
        yield ids
        last = ids[-1]


def leave_all(projection: str, *, batch: int = 5000) -> int:
    """Leave a row for every published record, so that another process takes all up again; returns how many."""
    total = 0
    for ids in public_ids(batch):
        leave(projection, ids)
        total += len(ids)
    return total


def contents(record_ids: Iterable[int]) -> list[Content]:
    """The published content of some records (one query); those not public come with ``public=False``."""
    rows = Record.objects.filter(pk__in=list(record_ids)).values_list(
        "pk", "status", "current_id", "title", "current__text", "current__summary", "current__annotation", "doc_number",
        "index_number", "organ_id", "kind", "published_at", "effective_on", "expires_on", "repealed_on", "superseded",
    )  # fmt: skip
    return [
        Content(
            id=pk,
            public=True,
            title=title,
            text=text or "",
            summary=summary or "",
            annotation=annotation or "",
            doc_number=doc_number,
            index_number=index_number or "",
            organ_id=organ_id,
            kind=kind,
            published_at=published_at,
            effective_on=effective_on,
            expires_on=expires_on,
            repealed_on=repealed_on,
            superseded=superseded,
        )
        if status == Status.PUBLISHED and current_id is not None
        else Content(pk, public=False)
        for (
            pk, status, current_id, title, text, summary, annotation, doc_number, index_number, organ_id, kind,
            published_at, effective_on, expires_on, repealed_on, superseded,
        ) in rows
    ]  # fmt: skip


def validity_turns(since: date, until: date) -> list[int]:
    """Ids of published records whose 效力状况 turns by the calendar after ``since`` and until ``until`` (inclusive)."""
    begins = Q(effective_on__gt=since, effective_on__lte=until) | Q(repealed_on__gt=since, repealed_on__lte=until)
    ends = Q(expires_on__gte=since, expires_on__lt=until)
    return list(Record.objects.filter(begins | ends, status=Status.PUBLISHED).values_list("pk", flat=True))


def leave(projection: str, record_ids: Iterable[int]) -> None:
    """Leave rows for one projection, new ones: see ``done``."""
    ids = list(record_ids)
    Pending.objects.filter(projection=projection, record_id__in=ids).delete()
    Pending.objects.bulk_create([Pending(projection=projection, record_id=pk) for pk in ids], ignore_conflicts=True)
