"""Working-day calendars on the desk: the years, one year month by month, and the import of a new notice."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import blame, retyped, show
from gongkai.faces.desk.forms_admin import CalendarForm
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.ledger import operations as ledger
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workdays import Day, DayKind, YearTable, reading
from gongkai.kernel.workdays import operations as verbs
from gongkai.kernel.workdays import queries as workdays

_LARGEST = 1024 * 1024


@dataclass(frozen=True)
class Cell:
    """A day of the month grid; ``day`` 0 fills the week. ``word`` is 休 or 班, ``name`` the festival on its first day."""

    day: int
    kind: str = ""
    word: str = ""
    name: str = ""


@dataclass(frozen=True)
class Month:
    """A month as weeks of seven cells, with its number of working days."""

    number: int
    weeks: tuple[tuple[Cell, ...], ...]
    working: int


@dataclass(frozen=True)
class Holiday:
    """A festival in words: its days off and the weekends on which offices work for it."""

    name: str
    off: tuple[date, ...]
    makeup: tuple[date, ...]


def months(table: YearTable) -> list[Month]:
    """The twelve months of a year under its arrangement."""
    special = {day.date: day for day in table.days}
    found = []
    for month in range(1, 13):
        weeks, working = [], 0
        for week in calendar.Calendar().monthdayscalendar(table.year, month):
            cells = []
            for number in week:
                cell = _cell(table.year, month, number, special) if number else Cell(0)
                working += cell.kind in {"work", "makeup"}
                cells.append(cell)
            weeks.append(tuple(cells))
        found.append(Month(month, tuple(weeks), working))
    return found


def _cell(year: int, month: int, number: int, special: dict[date, Day]) -> Cell:
    when = date(year, month, number)
    day = special.get(when)
    if day is None:
        return Cell(number, "rest" if when.weekday() > 4 else "work")
    if day.kind is DayKind.MAKEUP:
        return Cell(number, "makeup", "班")
    before = special.get(date.fromordinal(when.toordinal() - 1))
    first = before is None or before.kind is not DayKind.HOLIDAY or before.name != day.name
    return Cell(number, "holiday", "休", day.name if first else "")


def holidays(table: YearTable) -> list[Holiday]:
    """The festivals of a year in words, in order of date."""
    names = dict.fromkeys(day.name for day in table.off)
    return [
        Holiday(
            name,
            tuple(day.date for day in table.off if day.name == name),
            tuple(day.date for day in table.makeup if day.name == name),
        )
        for name in names
    ]


def words(days: tuple[date, ...], year: int) -> str:
    """Days in words, consecutive ones joined: 2月14日、5月1日至5日; another year is named."""
    runs = groupby(enumerate(sorted(days)), key=lambda pair: pair[1].toordinal() - pair[0])
    return "、".join(_span([day for _, day in run], year) for _, run in runs)


def _span(run: list[date], year: int) -> str:
    first, last = run[0], run[-1]
    said = f"{'' if first.year == year else f'{first.year}年'}{first.month}月{first.day}日"
    if first == last:
        return said
    return f"{said}至{f'{last.day}日' if first.month == last.month else f'{last.month}月{last.day}日'}"


@require_safe
@desk_view(Role.ADMIN)
def calendars(request: DeskRequest) -> HttpResponse:
    """Every known year; the missing ones first."""
    rows = workdays.year_rows()
    missing = workdays.missing_years(request.at.date())
    return show(request, "desk/admin/calendars.html", {"rows": rows, "missing": missing})


@require_safe
@desk_view(Role.ADMIN)
def year(request: DeskRequest, year: int) -> HttpResponse:
    """One year, in words and month by month, with its versions."""
    versions = workdays.versions(year)
    wanted = request.GET.get("version", "")
    row = next((v for v in versions if str(v.table.version) == wanted), versions[0] if versions else None)
    if row is None:
        raise Http404
    context = {"row": row, "versions": versions, **_year_context(row.table)}
    return show(request, "desk/admin/calendar.html", context)


def _year_context(table: YearTable) -> dict[str, object]:
    shown = months(table)
    return {
        "year": table.year,
        "year_label": f"{table.year}年",
        "months": shown,
        "working": sum(month.working for month in shown),
        "holidays": [
            (h.name, words(h.off, table.year), len(h.off), words(h.makeup, table.year)) for h in holidays(table)
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(Role.ADMIN)
def calendar_import(request: DeskRequest) -> HttpResponse:
    """Read a year's notice, show what was understood, then keep it as the newest version."""
    missing = workdays.missing_years(request.at.date())
    suggested = missing[-1] if missing else request.at.year + 1
    form = CalendarForm(request.POST or None, request.FILES or None, initial={"year": suggested})
    table: YearTable | None = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            given = _file_text(data["file"]) if data["file"] else str(data["days"])
            table = YearTable(data["year"], reading.read(data["year"], given), data["source"])
            if data["file"]:  # the text goes into the form, so that the second step needs no file
                retyped(form, days=given)
            if request.POST.get("keep"):
                with transaction.atomic():
                    row = verbs.import_calendar(
                        data["year"], given, data["source"], by=request.person.name, at=request.at
                    )
                    ledger.write(
                        actor=request.standing.actor(), verb="导入工作日历", object_type="calendar",
                        object_id=f"{row.year}-{row.version}", at=request.at,
                        detail={"year": row.year, "version": row.version, "source": row.source, "digest": row.digest},
                    )  # fmt: skip
                    cases.rebuild_later()
                messages.success(request, f"{row.year}年的放假安排已启用，在办件的期限正按新安排重新计算。")
                return redirect("desk:calendar", year=row.year)
        except Refusal as refusal:
            blame(form, refusal)
            table = None
    context = {
        "form": form,
        "table": table,
        "missing": missing,
        **(_year_context(table) if table else {"year": 0, "months": [], "working": 0, "holidays": []}),
    }
    return show(request, "desk/admin/calendar_import.html", context, 422 if form.errors else 200)


def _file_text(file: object) -> str:
    """The text of an uploaded notice: UTF-8, or GB18030 as older machines write it."""
    size = getattr(file, "size", 0)
    if size > _LARGEST:
        raise Refusal("文件超过 1 MB，不像一年的放假安排。", field="file")
    data: bytes = file.read()  # type: ignore[attr-defined]
    if data[:4] in {b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0"}:
        raise Refusal("请另存为文本或 CSV 文件，或直接粘贴通知全文。", field="file")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("文件不是文本，无法读取。", field="file")
