"""Questions to the calendars: the one in force, where each year comes from, which year is still missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max

from gongkai.kernel.workdays import rules
from gongkai.kernel.workdays.days import Day, YearTable, shipped_tables
from gongkai.kernel.workdays.models import CalendarVersion
from gongkai.kernel.workdays.rules import Calendar, DueJson
from gongkai.kernel.workdays.terms import DayKind

__all__ = [
    "Calendar",
    "CalendarVersion",
    "DueJson",
    "YearRow",
    "calendar_held",
    "current_calendar",
    "due_json",
    "explain_text",
    "missing_years",
    "versions",
    "year_rows",
]

_cache: tuple[tuple[object, ...], Calendar] | None = None
_held: ContextVar[Calendar | None] = ContextVar("held", default=None)


@contextmanager
def calendar_held() -> Iterator[Calendar]:
    """Within it the calendar is looked at once: every step of one verb counts with the same days."""
    token = _held.set(current_calendar())
    try:
        yield current_calendar()
    finally:
        _held.reset(token)


def current_calendar() -> Calendar:
    """The shipped years with the latest imported version of each year laid over them.

    Kept per process; one small query notices an import made anywhere (the count, too: on PostgreSQL a lower key may be
    committed after a higher one).
    """
    global _cache
    if (held := _held.get()) is not None:
        return held
    found = CalendarVersion.objects.aggregate(rows=Count("pk"), last=Max("pk"), digest=Max("digest"))
    state = tuple(found.values())
    if _cache is None or _cache[0] != state:
        tables = [_table(row) for row in CalendarVersion.objects.order_by("year", "version")] if found["rows"] else []
        _cache = (state, rules.shipped().with_years(tables))
    return _cache[1]


def _table(row: CalendarVersion) -> YearTable:
    days = tuple(Day(date.fromisoformat(d["date"]), DayKind(d["kind"]), d["name"]) for d in row.days)
    return YearTable(row.year, days, row.source, row.version)


@dataclass(frozen=True)
class YearRow:
    """One version of one year for the desk's list; ``imported_at`` is None for the years that come with the program."""

    table: YearTable
    imported_at: datetime | None
    imported_by: str
    current: bool

    @property
    def off(self) -> int:
        """Days off that the arrangement names, weekends inside a holiday included."""
        return len(self.table.off)

    @property
    def makeup(self) -> int:
        """Working weekends."""
        return len(self.table.makeup)


def versions(year: int) -> list[YearRow]:
    """Every version of a year, newest first, the shipped one last; empty when nothing is known of it."""
    imported = list(CalendarVersion.objects.filter(year=year).order_by("-version"))
    rows = [YearRow(_table(row), row.imported_at, row.imported_by, row is imported[0]) for row in imported]
    rows += [YearRow(table, None, "随系统提供", not imported) for table in shipped_tables() if table.year == year]
    return rows


def year_rows() -> list[YearRow]:
    """The version in force of every known year, newest year first; two queries whatever the number of years."""
    who = {(row.year, row.version): row for row in CalendarVersion.objects.defer("days")}
    rows = []
    for table in reversed(current_calendar().tables):
        row = who.get((table.year, table.version))
        rows.append(YearRow(table, row.imported_at if row else None, row.imported_by if row else "随系统提供", True))
    return rows


def missing_years(today: date) -> list[int]:
    """Years whose arrangement should be here by now: this one, and from 1 November the next (it is announced then)."""
    calendar = current_calendar()
    wanted = [today.year, today.year + 1] if today.month >= 11 else [today.year]
    return [year for year in wanted if year not in calendar.years]


def due_json(start: date, n: int) -> DueJson:
    """{start, n, due, provisional, days[]}: n working days after start; a day is {date, kind, counted, n, reason}."""
    return current_calendar().after(start, n).as_json()


def explain_text(start: date, n: int) -> str:
    """The same in Chinese, a line a day, the end and the warning of a provisional date last."""
    return "\n".join(current_calendar().after(start, n).explain())
