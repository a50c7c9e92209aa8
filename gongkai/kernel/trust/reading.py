"""Read a table that may have been tampered with: in ranges of its key, without stumbling over one bad row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError
from django.db.models import Max, Q, QuerySet

BATCH = 4096

Row = tuple[Any, ...]


def bound(rows: QuerySet[Any], first: int, recorded: int = 0) -> tuple[int, int]:
    """(number of rows, the key to stop before): a forged huge key must not make a walk endless."""
    total = rows.count()
    last = rows.aggregate(last=Max("pk"))["last"]
    reach = max(recorded, last + 1 if isinstance(last, int) else first)
    return total, min(reach, 2 * total + BATCH + first)


def outside(rows: QuerySet[Any], first: int, stop: int) -> list[int]:
    """Keys that a walk over [first, stop) does not meet; one hundred at most."""
    strays = rows.filter(Q(pk__lt=first) | Q(pk__gte=stop)).order_by("pk")
    return list(strays.values_list("pk", flat=True)[:100])


def read(rows: QuerySet[Any], columns: Sequence[str], start: int, stop: int, *, key: str) -> dict[int, Row | None]:
    """Rows with start <= key < stop; None for one that cannot be read, no entry for one that is not there."""
    if start >= stop:
        return {}
    try:
        within = rows.filter(**{f"{key}__gte": start, f"{key}__lt": stop})
        return {row[0]: row[1:] for row in within.values_list(key, *columns)}
    except (DatabaseError, ValueError, TypeError, OverflowError):  # bytes that are no text, a date that is none
        if stop - start == 1:
            return {start: None}
    middle = (start + stop) // 2
    return read(rows, columns, start, middle, key=key) | read(rows, columns, middle, stop, key=key)
