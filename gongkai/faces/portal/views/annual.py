"""年报 on the portal: the reports of an organ by year, and the yearly list of a government's organs with what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from gongkai.faces.design.formats import cdate
from gongkai.faces.design.parts import Badge, Entry, Group, Link
from gongkai.faces.portal import addresses
from gongkai.faces.portal.shell import Page, Visit, reading
from gongkai.faces.portal.views import organs as seen
from gongkai.faces.portal.views.frame import ANNUAL, counted, head, parts_of, trail
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.organizations.queries import Organ
from gongkai.oversee.yearly import queries as yearly
from gongkai.oversee.yearly.queries import Publication
from gongkai.publish.catalogue.queries import get

YEARS = 6  # lists of older years stand behind 较早的年度
_SHAPES = {
    Publication.IN_TIME: "green", Publication.LATE: "amber", Publication.OVERDUE: "red", Publication.WITHDRAWN: "red",
    Publication.WAITING: "neutral", Publication.NOT_ASKED: "neutral",
}  # fmt: skip


def address(organ_id: int, year: int) -> str:
    """The yearly list of an organ."""
    return f"/open/{organ_id}/annual/list/{year}/"


def lists(today: date) -> list[Group]:
    """The yearly lists of every organ that has some, as links by year (two queries)."""
    organs = yearly.listing_organs(organizations.organs())
    years = yearly.listed_years((organ.pk for organ in organs), today) if organs else []
    return [Group(organ.name, tuple(_years(organ, years[:YEARS]))) for organ in organs]


def _years(organ: Organ, years: Iterable[int], current: int | None = None) -> list[Link]:
    return [Link(f"{year}年", address(organ.pk, year), current=year == current) for year in years]


@reading
def of_organ(visit: Visit, organ_id: int) -> Page:
    """/open/<organ>/annual/: its reports by the year that they are about, the newest first; a withdrawn one as its tombstone."""
    organ = seen.named(organ_id)
    years: dict[str, list[Entry]] = {}
    for report in yearly.of_organ(organ_id):
        years.setdefault(f"{report.year}年度" if report.year else "年度不详", []).append(_entry(report))
    leads = yearly.listing_organs([*organizations.below(organ), organ])
    listed = yearly.listed_years([organ_id], visit.today)[:YEARS] if organ in leads else []
    return Page(
        "portal/annual.html",
        {
            "organ": organ,
            "years": list(years.items()),
            "lists": _years(organ, listed),
            "lead": ANNUAL.lead,
            "crumbs": trail(organ, ANNUAL.label),
            "parts": parts_of(organ, counted(organ), ANNUAL.code),
        },
        head(organ, ANNUAL.label, ANNUAL.lead),
        section="/open/annual/",
    )


def _entry(report: yearly.Report) -> Entry:
    record = report.record
    label = get(record.kind).label
    url = addresses.record(record.pk)
    if report.withdrawn:  # a tombstone says nothing of what it covers
        return Entry(f"{report.year}年{label}", url, date=report.published_on, validity=Badge("已撤回", "red"))
    corrected = Badge(f"{cdate(report.corrected_on)}更正", "blue") if report.corrected_on else None
    return Entry(record.title, url, organ=record.organ_name, date=report.published_on, kind=label, validity=corrected)


@dataclass(frozen=True)
class Row:
    """A line of the yearly list as a table shows it."""

    organ: str
    url: str
    note: str
    state: Badge
    report: str
    report_url: str
    published_on: date | None
    corrected_on: date | None
    due_on: date | None
    due_source: str


def _row(line: yearly.Line) -> Row:
    record = line.record
    published = record is not None and line.published_on is not None
    return Row(
        line.name,
        addresses.organ(line.organ_id) + "annual/",
        line.note,
        Badge(line.stands.label, _SHAPES[line.stands]),
        ("查看年报" if published else "撤回说明") if record is not None else "",
        addresses.record(record.pk) if record is not None else "",
        line.published_on,
        line.corrected_on,
        line.due.day if line.due else None,
        line.due.source if line.due else "",
    )


@reading
def listed(visit: Visit, organ_id: int, year: int) -> Page:
    """/open/<organ>/annual/list/<year>/: every report that is asked for, missing ones named; at most eight queries."""
    found = yearly.of_year(organ_id, year, visit.today)
    if found is None:
        raise Http404
    title = f"{year}年政府信息公开年报公布情况"
    late = found.count(Publication.LATE)
    return Page(
        "portal/annual_list.html",
        {
            "organ": found.organ,
            "title": title,
            "asked": len(found.lines),
            "public": found.count(Publication.IN_TIME, Publication.LATE),
            "late": late,
            "missing": [_row(line) for line in found.missing],
            "overdue": found.count(Publication.OVERDUE, Publication.WITHDRAWN),
            "groups": [
                (group.label, [_row(line) for line in group.lines], len(group.asked)) for group in found.groups
            ],
            "before": address(organ_id, year - 1) if found.follows else "",
            "after": address(organ_id, year + 1) if year + 1 < visit.today.year else "",
            "year": str(year),
            "crumbs": [*trail(found.organ, ANNUAL.label)[:-1], Link(ANNUAL.label, addresses.organ(organ_id) + "annual/"), Link(title, "")],
            "parts": parts_of(found.organ, counted(found.organ), ANNUAL.code),
        },
        head(found.organ, title, "应公布年报的机关、公布日期和尚未公布的机关（条例第四十九条）"),
        section="/open/annual/",
    )  # fmt: skip
