"""The yearly list of the reports of a government's organs, missing ones named, and the reports of one organ by year (条例49)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.organizations.models import OrganName
from gongkai.kernel.organizations.queries import Nature, Organ, number, number_lookup, number_within, numbers_held
from gongkai.kernel.records.models import Record
from gongkai.kernel.records.terms import Status
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual.due import DueDay
from gongkai.oversee.annual.models import AnnualReport
from gongkai.oversee.annual.queries.due import due_days
from gongkai.oversee.collecting.queries.published import expected
from gongkai.oversee.yearly.due import INSTITUTIONS, LISTED_FROM
from gongkai.oversee.yearly.models import YearlyReport
from gongkai.oversee.yearly.rules import Lifetime, owes, report_year, stands
from gongkai.oversee.yearly.terms import Publication
from gongkai.publish.catalogue.queries import Section, kinds_of

KIND = "annual_report"


@dataclass(frozen=True)
class Line:
    """An organ of the list: the name it bore at the end of the year, where its report stands, and what the name does not say."""

    organ_id: int
    name: str
    stands: Publication
    due: DueDay | None
    record: Record | None  # published, or withdrawn and not published again
    published_on: date | None
    corrected_on: date | None
    note: str


@dataclass(frozen=True)
class Group:
    """Organs of one sort with how many reports are public of how many that are asked for."""

    label: str
    lines: tuple[Line, ...]

    @property
    def asked(self) -> tuple[Line, ...]:
        """The lines of which a report is asked for."""
        return tuple(line for line in self.lines if line.stands is not Publication.NOT_ASKED)


@dataclass(frozen=True)
class YearlyList:
    """The reports of a year of a government, its departments, townships and lower governments."""

    organ: Organ
    year: int
    groups: tuple[Group, ...]
    follows: bool  # the year before has a list too

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line of which a report is asked for."""
        return tuple(line for group in self.groups for line in group.asked)

    def count(self, *wanted: Publication) -> int:
        """How many lines stand so."""
        return sum(line.stands in wanted for line in self.lines)

    @property
    def missing(self) -> tuple[Line, ...]:
        """The lines whose report the public cannot read."""
        return tuple(line for line in self.lines if line.stands.missing)


_GROUPS = (
    ("下级人民政府", frozenset((Nature.GOVERNMENT,))),
    ("政府部门", frozenset((Nature.OFFICE, Nature.DEPARTMENT, Nature.DISPATCHED, Nature.AUTHORIZED))),
    ("乡镇、街道", frozenset((Nature.TOWNSHIP,))),
    ("公共企事业单位", frozenset((Nature.INSTITUTION,))),
)


def of_year(organ_id: int, year: int, today: date) -> YearlyList | None:
    """The list of an organ and a year; None when nothing belongs to the organ or no report of the year can be asked for yet.

    Five queries, whatever the number of organs.
    """
    with numbers_held():
        first = number(LISTED_FROM.code, today)
        if not first <= year < today.year:
            return None
        rows = list(organizations.organs(closed=True))
        found = next((one for one in rows if one.pk == organ_id), None)
        members = [one for one in rows if _belongs(one, organ_id)]
        if found is None or found.nature == Nature.LEGISLATURE or not members:
            return None
        lead = next((one.pk for one in (found, *members) if one.is_supervisor), found.pk)
        campaign = {one.organ_id for one in expected(lead, year)}
        known = {one.pk: one for one in rows}
        everyone = [found, *members, *(known[pk] for pk in campaign if pk in known and known[pk] not in members)]
        everyone = list(dict.fromkeys(everyone))
        made = _Maker(year, today, known, everyone, frozenset(campaign))
        groups = [Group("本级", tuple(made.lines([found])))]
        groups += [
            Group(label, tuple(made.lines(one for one in everyone[1:] if one.nature in natures)))
            for label, natures in _GROUPS
        ]
    return YearlyList(found, year, tuple(group for group in groups if group.lines), year > first)


def _belongs(one: Organ, organ_id: int) -> bool:
    return organ_id in {one.government_id, one.vertical_parent_id} and one.nature != Nature.LEGISLATURE


class _Maker:
    """Makes the lines of a list from what was read for all organs at once."""

    def __init__(
        self, year: int, today: date, known: dict[int, Organ], organs: Sequence[Organ], campaign: frozenset[int]
    ) -> None:
        self.year, self.today, self.known, self.campaign = year, today, known, campaign
        self.due = due_days()
        self.institutions = number_lookup(INSTITUTIONS.code)
        ids = [one.pk for one in organs]
        self.records = _of_year(ids, year)
        self.names = _names(ids, date(year, 12, 31))

    def lines(self, organs: Iterable[Organ]) -> list[Line]:
        """A line for each organ that owes a report of the year, published one, or ended within the year."""
        return [line for line in map(self._line, organs) if line is not None]

    def _line(self, organ: Organ) -> Line | None:
        record = self.records.get(organ.pk)
        life = Lifetime(organ.opened_on, organ.closed_on)
        asked = owes(life, self.year)
        if asked and organ.pk not in self.campaign and organ.nature == Nature.INSTITUTION:
            asked = bool(self.institutions(date(self.year + 1, 1, 1), organ.pk)[0]) or None
        if asked is None and record is None:
            return None
        published = record is not None and record.status == Status.PUBLISHED
        published_on = _day(record) if published else None
        due = self.due(organ, self.year) if asked else None
        where = Publication.NOT_ASKED
        if due is not None:
            where = stands(
                published_on=published_on,
                withdrawn=record is not None and not published,
                due=due.day,
                today=self.today,
            )
        name = self.names.get(organ.pk, organ.name)
        return Line(
            organ.pk, name, where, due, record, published_on, _corrected(record) if published else None,
            "；".join(self._notes(organ, name)),
        )  # fmt: skip

    def _notes(self, organ: Organ, name: str) -> list[str]:
        """What happened to the organ round the year: founded, merged, renamed."""
        notes = []
        if organ.opened_on is not None and organ.opened_on.year == self.year:
            notes.append(f"{_words(organ.opened_on)}设立")
        if organ.closed_on is not None and organ.closed_on >= date(self.year, 1, 1):
            successor = self.known.get(organ.merged_into_id or 0)
            ended = f"{_words(organ.closed_on)}撤销" + (f"，并入{successor.name}" if successor else "")
            within = organ.closed_on <= date(self.year, 12, 31)
            notes.append(ended + ("，本年度由其一并报告" if within and successor else ""))
        elif name != organ.name:
            notes.append(f"现名{organ.name}")
        return notes


def _of_year(organ_ids: Sequence[int], year: int) -> dict[int, Record]:
    """The report of a year by organ: the public one, else the one that was withdrawn last (one query)."""
    own = AnnualReport.objects.filter(record=OuterRef("pk")).values("year")[:1]
    rows = (
        Record.objects.filter(kind=KIND, organ_id__in=organ_ids, status__in=[Status.PUBLISHED, Status.WITHDRAWN])
        .annotate(of_year=Subquery(own), changed=Subquery(_CHANGED))
        .only("organ", "kind", "status", "title", "published_at")
        .order_by("published_at", "pk")
    )
    found: dict[int, Record] = {}
    for row in rows:
        known = getattr(row, "of_year", None) or report_year(row.title, _day(row))
        before = found.get(row.organ_id)
        if known == year and (before is None or before.status != Status.PUBLISHED or row.status == Status.PUBLISHED):
            found[row.organ_id] = row
    return found


_CHANGED = Record.objects.filter(pk=OuterRef("pk"), current__number__gt=1).values("current__frozen_at")[:1]


def _corrected(record: Record | None) -> date | None:
    at = getattr(record, "changed", None)
    return at.astimezone(CHINA).date() if at else None


def _day(record: Record | None) -> date | None:
    return record.published_at.astimezone(CHINA).date() if record is not None and record.published_at else None


def _names(organ_ids: Sequence[int], on: date) -> dict[int, str]:
    """The names that organs bore on a day (one query); one that kept no names is not there."""
    rows = OrganName.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), organ_id__in=organ_ids, starts_on__lte=on)
    return dict(rows.order_by("starts_on").values_list("organ_id", "name"))


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(frozen=True)
class Report:
    """A document of the 年报 column under the year that it is about. ``withdrawn``: only its tombstone is left."""

    year: int | None
    record: Record
    published_on: date | None
    corrected_on: date | None

    @property
    def withdrawn(self) -> bool:
        """Whether the public finds a tombstone."""
        return self.record.status == Status.WITHDRAWN


def of_organ(organ_id: int) -> list[Report]:
    """The documents of an organ's 年报 column, the newest year first, the annual report before the other forms (one query)."""
    order = [kind.code for kind in kinds_of(Section.ANNUAL)]
    found = [
        Report(_year_of(row), row, _day(row), _corrected(row) if row.status == Status.PUBLISHED else None)
        for row in _column(order).filter(organ_id=organ_id)
    ]
    return sorted(
        found, key=lambda one: (-(one.year or 0), order.index(one.record.kind), one.withdrawn, -one.record.pk)
    )


def _column(kinds: Sequence[str]) -> QuerySet[Record]:
    own = AnnualReport.objects.filter(record=OuterRef("pk")).values("year")[:1]
    form = YearlyReport.objects.filter(record=OuterRef("pk")).values("year")[:1]
    shown = Record.objects.filter(kind__in=kinds, status__in=[Status.PUBLISHED, Status.WITHDRAWN])
    return shown.annotate(of_report=Subquery(own), of_form=Subquery(form), changed=Subquery(_CHANGED))


def _year_of(row: Record) -> int | None:
    return getattr(row, "of_report", None) or getattr(row, "of_form", None) or report_year(row.title, _day(row))


def listing_organs(organs: Iterable[Organ]) -> list[Organ]:
    """The organs that have a yearly list: others belong to them."""
    rows = list(organs)
    above = {one.government_id for one in rows} | {one.vertical_parent_id for one in rows}
    return [one for one in rows if one.pk in above and one.nature != Nature.LEGISLATURE]


def listed_years(organs: Iterable[int], today: date) -> list[int]:
    """The years of which these organs have a report, and last year, newest first (one query)."""
    own = AnnualReport.objects.filter(record=OuterRef("pk")).values("year")[:1]
    rows = Record.objects.filter(kind=KIND, organ_id__in=list(organs), status=Status.PUBLISHED)
    years = {today.year - 1}
    asked = rows.annotate(of_report=Subquery(own), first=number_within(LISTED_FROM.code, today))
    for row in asked.only("title", "published_at"):
        year = getattr(row, "of_report", None) or report_year(row.title, _day(row))
        if year is not None and row.first <= year < today.year:
            years.add(year)
    return sorted(years, reverse=True)
