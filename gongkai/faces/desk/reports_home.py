"""The overview of annual reports: the person's own organs year by year, and in one year the organs they supervise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.faces.design.parts import Badge, Link
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.reports_access import READERS
from gongkai.faces.desk.rows import page
from gongkai.kernel.records.terms import Status
from gongkai.oversee.annual import queries as annual

_YEARS = 6


@dataclass(frozen=True)
class Line:
    """A year of an organ: how far its report is, by when it has to be public."""

    organ: str
    year: int
    url: str
    figures: Badge
    document: Badge
    due: date
    late: bool
    elsewhere: bool  # nothing here says that it was not made before the system came


def line(found: annual.Progress, due: date, today: date) -> Line:
    """A line of the overview."""
    record = found.record
    public = record is not None and record.status == Status.PUBLISHED
    if public:
        document = Badge("已发布", "green")
    elif record is not None and record.status == Status.WITHDRAWN:
        document = Badge("已撤回", "red")
    else:
        document = Badge("文稿办理中", "blue") if record is not None else Badge("未生成文稿")
    over = today.year > found.year
    elsewhere = found.unknown and not public
    if elsewhere:
        document = Badge("系统中没有")
    unfilled = Badge("已填齐", "green") if not found.unfilled else Badge(f"{found.unfilled}项未填报", "amber")
    return Line(
        organ=found.organ.short_name,
        year=found.year,
        url=reverse("desk:report", args=[found.organ.pk, found.year]),
        figures=unfilled if over else Badge("年度进行中"),
        document=document if over or record is not None else Badge("年度终了后生成"),
        due=due,
        late=not public and not elsewhere and today > due,
        elsewhere=elsewhere,
    )


@require_safe
@desk_view(*READERS)
def overview(request: DeskRequest) -> HttpResponse:
    """Own organs year by year; below, the organs that the person supervises in the chosen year."""
    today, due = request.at.date(), annual.due_days()
    own = list(annual.organs(annual.own(request.standing)))
    mine = [
        line(found, due(organ, found.year).day, today)
        for organ in own
        for found in annual.progress([organ], annual.years(organ.pk, request.at)[:_YEARS])
    ]
    others = annual.organs(annual.readable(request.standing) - {organ.pk for organ in own})
    text = request.GET.get("year", "")
    offered = [year for year in range(today.year, today.year - _YEARS, -1) if year >= annual.FIRST_YEAR]
    chosen = int(text) if text.isascii() and text.isdigit() and len(text) == 4 and int(text) in offered else offered[1]
    shown = page(request, others)
    return render(
        request,
        "desk/reports/overview.html",
        {
            "mine": mine,
            "several": len(own) > 1,
            "supervised": [
                line(found, due(found.organ, chosen).day, today) for found in annual.progress(shown.rows, [chosen])
            ],
            "tabs": [Link(f"{year}年", f"?year={year}", current=year == chosen) for year in offered],
            "chosen": chosen,
            "dues": [(label, one.day, one.source) for label, one in annual.due_rules(today.year - 1)],
            "pages": shown,
        },
    )
