"""What stands behind a cell: the requests, documents, disputes or entries that it counts; nobody's identity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db.models import QuerySet

from gongkai.answer.foi.models import Request
from gongkai.kernel.organizations.queries import Organ
from gongkai.kernel.records.models import Record
from gongkai.kernel.vocabulary import CHINA, Refusal
from gongkai.oversee.annual.choices import Choices
from gongkai.oversee.annual.format import GROUPS, form_of
from gongkai.oversee.annual.models import Dispute, TypedFigure
from gongkai.oversee.annual.queries import counting, register
from gongkai.oversee.annual.queries.choosing import cell_requests, choices_of


class What(Enum):
    """What a cell counts."""

    REQUESTS = "requests"
    RECORDS = "records"
    DISPUTES = "disputes"
    TYPED = "typed"


@dataclass(frozen=True)
class Rows:
    """The rows behind a cell; exactly the one of the four sets that ``what`` names is filled."""

    what: What
    cell: str
    label: str
    requests: QuerySet[Request]
    records: QuerySet[Record]
    disputes: QuerySet[Dispute]
    typed: QuerySet[TypedFigure]

    def count(self) -> int:
        """How many there are: the number in the cell (of typed figures: how often it was typed in)."""
        return {
            What.REQUESTS: self.requests, What.RECORDS: self.records, What.DISPUTES: self.disputes, What.TYPED: self.typed
        }[self.what].count()  # fmt: skip


def rows(organ: Organ, year: int, cell: str, choices: Choices | None = None) -> Rows:
    """What a cell of the report counts, as queries that the caller cuts into pages. Refusal when the form has no such cell.

    ``choices``: those of the report (None: those that hold when all reports of the year are public).
    """
    form = form_of(year)
    if cell not in form.cells:
        raise Refusal("这张报表中没有这个单元格。")
    row, _, column = cell.partition(".")
    requests, records, disputes, typed = (
        Request.objects.none(), Record.objects.none(), Dispute.objects.none(), TypedFigure.objects.none()
    )  # fmt: skip
    if cell in form.typed:
        what, typed = What.TYPED, register.history(organ.pk, year, cell)
    elif row in dict(GROUPS):
        what, disputes = What.DISPUTES, _disputes(organ.pk, year, row, column)
    elif row in {line.code for _, line, _ in form.fields}:
        what, records = What.RECORDS, _records(organ.pk, year, row, column)
    else:
        if choices is None:
            choices = choices_of(organ.pk, year, datetime(year + 1, 3, 31, tzinfo=CHINA))
        what, requests = What.REQUESTS, _requests(organ.pk, year, row, column, choices)
    return Rows(what, cell, form.label_of(cell), requests, records, disputes, typed)


def _requests(organ_id: int, year: int, row: str, column: str, choices: Choices) -> QuerySet[Request]:
    found = cell_requests(organ_id, year, row, column, choices).select_related("case").defer("description")
    return found.order_by("case__received_on", "pk")


def _records(organ_id: int, year: int, row: str, column: str) -> QuerySet[Record]:
    found = counting.documents(organ_id, counting.kinds_of(row)).filter(counting.column_condition(column, year))
    return found.order_by("made_on", "pk")


def _disputes(organ_id: int, year: int, group: str, column: str) -> QuerySet[Dispute]:
    found = Dispute.objects.filter(counting.dispute_condition(column, year), organ_id=organ_id, voided_at=None)
    return found.filter(kind=group).select_related("case").order_by("filed_on", "pk")
