"""The rows behind the year's report: every request that was new, carried in, answered or carried out in a year."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gongkai.answer.foi.models import Request


@dataclass(frozen=True)
class Row:
    """One request as the report counts it; ``line`` is empty while it is not answered."""

    case_id: int
    organ_id: int
    number: str
    applicant_kind: str
    received_on: date | None
    replied_on: date | None
    line: str
    extended: bool
    late: bool
    notice_late: bool
    unconfirmed_days: int


def rows(organ_ids: Collection[int], year: int) -> Iterator[Row]:
    """The requests of these organs in the report of a year (one query, streamed): received by its end, not answered before it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    found = (
        Request.objects.filter(case__organ_id__in=list(organ_ids), case__received_on__lte=last)
        .filter(Q(replied_on=None) | Q(replied_on__gte=first))
        .order_by("case__received_on", "pk")
        .values_list(
            "case_id", "case__organ_id", "case__number", "applicant_kind", "case__received_on", "replied_on", "line",
            "case__extended", "replied_late", "notice_late", "unconfirmed_days",
        )
    )  # fmt: skip
    for values in found.iterator(chunk_size=2000):
        yield Row(*values)
