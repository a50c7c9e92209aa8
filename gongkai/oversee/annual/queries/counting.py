"""The counts behind the tables: a question to the database for each table, whatever the number of requests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Case as Conditional
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When

from gongkai.answer.foi.models import Decision, Fee, Request
from gongkai.kernel.casework.models import Case, Link
from gongkai.kernel.casework.terms import LinkKind
from gongkai.kernel.records import kinds
from gongkai.kernel.records.models import Record, Revision
from gongkai.kernel.records.terms import State, Status
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual.choices import USUAL, Choices
from gongkai.oversee.annual.format import COLUMNS, GROUPS, KINDS, OUTCOMES, Form
from gongkai.oversee.annual.models import Dispute
from gongkai.oversee.annual.terms import DisputeResult


def year_of(field_: str, year: int) -> Q:
    """The condition that a date lies in the year."""
    return Q(**{f"{field_}__gte": date(year, 1, 1), f"{field_}__lte": date(year, 12, 31)})


def moments_of(field_: str, year: int) -> Q:
    """The condition that a moment lies in the year, in China time."""
    start, end = datetime(year, 1, 1, tzinfo=CHINA), datetime(year + 1, 1, 1, tzinfo=CHINA)
    return Q(**{f"{field_}__gte": start, f"{field_}__lt": end})


# -- table three: 一 by the day of receipt (条例31), 三 by the day of the reply, 四 what is open on 31 December


def _new(year: int) -> Q:
    return year_of("case__received_on", year)


def _carried_in(year: int) -> Q:
    first = date(year, 1, 1)
    return Q(case__received_on__lt=first) & (Q(replied_on=None) | Q(replied_on__gte=first))


def _replied(year: int) -> Q:
    return year_of("replied_on", year)


def _carried_out(year: int) -> Q:
    last = date(year, 12, 31)
    return Q(case__received_on__lte=last) & (Q(replied_on=None) | Q(replied_on__gt=last))


def row_condition(row: str, year: int, choices: Choices = USUAL) -> Q:
    """Which requests a row of table three counts, by the choices in force."""
    groups = {"new": _new, "carried_in": _carried_in, "total": _replied, "carried_out": _carried_out}
    if row in groups:
        return groups[row](year) & _counted(choices)
    lines = ["o1", "o2", "o3"] if row == "o" else [row]
    wanted = Q(line__in=lines) if row == "o" else Q(line=row)
    for kind, to in _moved(choices):
        wanted = (wanted | kind) if to in lines else (wanted & ~kind)
    return _replied(year) & wanted & _counted(choices)


# -- what the form leaves open (``choices``): which requests are meant, and what another choice makes of them


def _withdrawn() -> Q:
    return Q(case__outcome="withdrawn")


def _outside() -> Q:
    """A reply of kind 其他处理 that names article 2 of the Regulation: no government information."""
    says = Decision.objects.filter(case=OuterRef("case"), outcome="other", fields__law__regex="条例》?第二条")
    return Q(line="o3", case__outcome="other") & Q(Exists(says))


def _transferred() -> Q:
    return Q(line="u1", case__outcome="not_ours")


def _split_off() -> Q:
    """Every part of a request that was split but the first."""
    parts = Link.objects.filter(kind=LinkKind.SPLIT)
    earlier = parts.filter(source=OuterRef("case"), target_id__lt=OuterRef("case_id"))
    others = parts.filter(target=OuterRef("case"), source_id__lt=OuterRef("case_id"))
    return Q(Exists(earlier)) | Q(Exists(others))


def _merged() -> Q:
    return Q(case__merged_into__isnull=False)


#: Requests that each question is about, by the field of ``Choices``.
MEANT: dict[str, Callable[[], Q]] = {
    "withdrawn": _withdrawn, "outside": _outside, "transferred": _transferred, "split": _split_off, "joint": _merged,
}  # fmt: skip


def _counted(choices: Choices) -> Q:
    """Leaves out what a choice does not count at all."""
    wanted = Q()
    for name in ("withdrawn", "split", "joint"):
        if getattr(choices, name):
            wanted &= ~MEANT[name]()
    return wanted


def _moved(choices: Choices) -> Iterator[tuple[Q, str]]:
    """Requests that a choice counts in another row, and that row."""
    if choices.outside:
        yield _outside(), "u1"
    if choices.transferred:
        yield _transferred(), "o3"


@dataclass
class RequestCounts:
    """Table three as found: cells by ``row.column``, and what the text says of replies."""

    cells: Counter[str] = field(default_factory=Counter)
    late: int = 0
    extended: int = 0


def requests(organ_id: int, year: int, form: Form, choices: Choices = USUAL) -> RequestCounts:
    """Table three (one query). 总计 counts every request, also one whose kind or line is not of the form: a check then fails."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    touched = (Q(replied_on=None) | Q(replied_on__gte=first)) & (Q(case__received_on__lte=last) | _replied(year))
    asked = Request.objects.filter(touched, _counted(choices), case__organ_id=organ_id)
    moved = [When(kind, then=Value(to)) for kind, to in _moved(choices)]
    leaf_of = "row" if moved else "line"
    if moved:
        asked = asked.annotate(row=Conditional(*moved, default=F("line")))
    rows = (
        asked.order_by()
        .values_list("applicant_kind", leaf_of)
        .annotate(
            new=Count("pk", filter=_new(year)),
            carried_in=Count("pk", filter=_carried_in(year)),
            replied=Count("pk", filter=_replied(year)),
            carried_out=Count("pk", filter=_carried_out(year)),
            late=Count("pk", filter=_replied(year) & Q(replied_late=True)),
            extended=Count("pk", filter=_replied(year) & Q(case__extended=True)),
        )
    )
    found = RequestCounts()
    leaves = set(form.leaves)
    for kind, line, new, carried_in, replied, carried_out, late, extended in rows:
        leaf = "o" if form.code == "2019" and line in {"o1", "o2", "o3"} else line
        counted = {"new": new, "carried_in": carried_in, "total": replied, "carried_out": carried_out}
        if leaf in leaves:
            counted[leaf] = replied
        for row, number in counted.items():
            found.cells[f"{row}.total"] += number
            if kind in KINDS:
                found.cells[f"{row}.{kind}"] += number
        found.late += late
        found.extended += extended
    for row_ in form.rows:
        for column, _ in COLUMNS:
            found.cells[f"{row_.code}.{column}"] += 0
    return found


# -- table two: 规章 and 行政规范性文件 by their dates


def kinds_of(line: str) -> list[str]:
    """Kinds of records that a row of table two counts."""
    return [kind.code for kind in kinds.all_kinds() if (kind.rule if line == "rules" else kind.normative)]


def column_condition(column: str, year: int) -> Q:
    """Which published documents a column of table two counts."""
    last = date(year, 12, 31)
    if column in {"issued", "made"}:
        return year_of("made_on", year)
    if column == "repealed":
        return year_of("repealed_on", year)
    if column == "published":
        return moments_of("published_at", year)
    if column == "public":
        return Q(published_at__lt=datetime(year + 1, 1, 1, tzinfo=CHINA))
    # 现行有效 on 31 December, as records.rules.validity says it of a day
    return (
        Q(made_on__lte=last, superseded=False)
        & (Q(repealed_on=None) | Q(repealed_on__gt=last))
        & (Q(expires_on=None) | Q(expires_on__gte=last))
        & (Q(effective_on=None) | Q(effective_on__lte=last))
    )


def documents(organ_id: int, kind_codes: list[str]) -> QuerySet[Record]:
    """The organ's public documents of these kinds; what was withdrawn does not count."""
    return Record.objects.filter(organ_id=organ_id, kind__in=kind_codes, status=Status.PUBLISHED)


def documents_counted(organ_id: int, year: int, form: Form) -> dict[str, int]:
    """The counted cells of table two (one query)."""
    lines = [line for block in form.blocks for line in block.lines if line.counted]
    columns = [column.code for column in form.blocks[0].columns]
    of_line = {kind: line.code for line in lines for kind in kinds_of(line.code)}
    found = {f"{line.code}.{column}": 0 for line in lines for column in columns}
    rows = (
        documents(organ_id, list(of_line))
        .order_by()
        .values_list("kind")
        .annotate(**{f"n_{column}": Count("pk", filter=column_condition(column, year)) for column in columns})
    )
    for kind, *numbers in rows:
        for column, number in zip(columns, numbers, strict=True):
            found[f"{of_line[kind]}.{column}"] += number
    return found


# -- table four: a dispute counts in every year in which it was pending or ended


def dispute_condition(result: str, year: int) -> Q:
    """Which disputes a column of table four counts; ``total`` all that were under way in the year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    under_way = Q(filed_on__lte=last) & (Q(decided_on=None) | Q(decided_on__gte=first))
    if result == "total":
        return under_way
    if result == DisputeResult.PENDING:
        return under_way & (Q(decided_on=None) | Q(decided_on__gt=last))
    return under_way & Q(result=result, decided_on__lte=last)


def disputes(organ_id: int, year: int) -> dict[str, int]:
    """Table four (one query)."""
    found = {f"{group}.{column}": 0 for group, _ in GROUPS for column, _ in OUTCOMES}
    rows = (
        Dispute.objects.filter(organ_id=organ_id, voided_at=None)
        .order_by()
        .values_list("kind")
        .annotate(**{f"n_{column}": Count("pk", filter=dispute_condition(column, year)) for column, _ in OUTCOMES})
    )
    for kind, *numbers in rows:
        for (column, _), number in zip(OUTCOMES, numbers, strict=True):
            found[f"{kind}.{column}"] = number
    return found


# -- what the text says beyond the tables


@dataclass(frozen=True)
class Work:
    """Openness work of a year beyond the tables. Amounts in yuan."""

    published: int
    interpretations: int
    corrections: int
    fee_notices: int
    fee_amount: int
    fee_paid: int
    last_new: int


def work(organ_id: int, year: int, choices: Choices = USUAL) -> Work:
    """What was published, corrected and charged in the year, and how many requests came the year before (four queries)."""
    published = Record.objects.filter(moments_of("published_at", year), organ_id=organ_id, status=Status.PUBLISHED)
    counted = published.aggregate(every=Count("pk"), explained=Count("pk", filter=Q(kind="interpretation")))
    corrections = Revision.objects.filter(
        moments_of("frozen_at", year), record__organ_id=organ_id, state=State.PUBLISHED, number__gt=1
    )
    fees = Fee.objects.filter(
        year_of("notified_on", year) | year_of("paid_on", year), case__organ_id=organ_id
    ).aggregate(
        notices=Count("pk", filter=year_of("notified_on", year)),
        amount=Sum("amount", filter=year_of("notified_on", year)),
        paid=Sum("paid_amount", filter=year_of("paid_on", year)),
    )
    before: QuerySet[Case] | QuerySet[Request]
    if choices.usual:
        before = Case.objects.filter(year_of("received_on", year - 1), organ_id=organ_id, kind="foi")
    else:
        before = Request.objects.filter(_new(year - 1) & _counted(choices), case__organ_id=organ_id)
    return Work(
        counted["every"], counted["explained"], corrections.count(), fees["notices"], fees["amount"] or 0,
        fees["paid"] or 0, before.count(),
    )  # fmt: skip
