"""What kind of day each date is: the announced years, laid over the plain week."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple, Self

from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workdays.terms import DayKind

WEEKDAYS = "一二三四五六日"
DAY = timedelta(days=1)
_SHIPPED = Path(__file__).parent / "data" / "calendars.json"


class Day(NamedTuple):
    """One date, its kind and the festival for which a notice names it ("春节", on a make-up day too)."""

    date: date
    kind: DayKind
    name: str = ""

    @property
    def said(self) -> str:
        """The kind as people say it: 春节放假, 调休上班, 周末, 工作日."""
        return f"{self.name or '节假日'}放假" if self.kind is DayKind.HOLIDAY else self.kind.label


@dataclass(frozen=True)
class YearTable:
    """The arrangement of one year: the days that differ from the plain week, where it is from, which version it is.

    Version 0 is the shipped one; imported ones count from 1. A notice may name days of the December before its year.
    """

    year: int
    days: tuple[Day, ...]
    source: str = ""
    version: int = 0

    @property
    def off(self) -> tuple[Day, ...]:
        """Days off, weekends inside a holiday included."""
        return tuple(day for day in self.days if day.kind is DayKind.HOLIDAY)

    @property
    def makeup(self) -> tuple[Day, ...]:
        """Working weekends (调休上班)."""
        return tuple(day for day in self.days if day.kind is DayKind.MAKEUP)


@dataclass(frozen=True)
class Days:
    """An immutable set of announced years (ascending, one table a year); ``version`` changes when any day does."""

    tables: tuple[YearTable, ...] = ()

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years whose arrangement is known."""
        return tuple(table.year for table in self.tables)

    @cached_property
    def version(self) -> str:
        """Twelve hexadecimal characters over every announced day: equal when all results are equal."""
        content = [[t.year, [[d.date.isoformat(), d.kind.value, d.name] for d in t.days]] for t in self.tables]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:12]

    @cached_property
    def source(self) -> str:
        """Every year with the notice it follows, one a line."""
        return "\n".join(f"{t.year}年：{t.source}" for t in self.tables)

    @cached_property
    def _named(self) -> dict[date, Day]:
        # The later year's notice wins where it reaches back into December: it was announced later.
        return {day.date: day for table in self.tables for day in table.days}

    @cached_property
    def _open(self) -> frozenset[date]:
        return frozenset(day.date for day in self._named.values() if day.kind is DayKind.MAKEUP)

    @cached_property
    def _closed(self) -> frozenset[date]:
        return frozenset(day.date for day in self._named.values() if day.kind is DayKind.HOLIDAY)

    @cached_property
    def _covered(self) -> frozenset[int]:
        return frozenset(self.years)

    def covers(self, day: date) -> bool:
        """Whether the arrangement of this day's year has been announced."""
        return day.year in self._covered

    def day(self, day: date) -> Day:
        """The day with its kind; in a year without arrangement the plain week and the festivals of fixed date."""
        named = self._named.get(day)
        if named is not None:
            return named
        if not self.covers(day) and (name := fixed_festival(day)):
            return Day(day, DayKind.HOLIDAY, name)
        return Day(day, DayKind.REST if day.weekday() >= 5 else DayKind.WORK)

    def kind(self, day: date) -> DayKind:
        """The kind of the day."""
        return self.day(day).kind

    def works(self, day: date) -> bool:
        """Whether the day is a working day (make-up days are)."""
        if day in self._open:
            return True
        if day.weekday() >= 5 or day in self._closed:
            return False
        return day.year in self._covered or not fixed_festival(day)

    def with_years(self, tables: Iterable[YearTable]) -> Self:
        """The same calendar with these years laid over it; a year given here replaces the one known before."""
        merged = {table.year: table for table in self.tables} | {table.year: table for table in tables}
        return type(self)(tuple(merged[year] for year in sorted(merged)))


def fixed_festival(day: date) -> str:
    """The festival whose date the law fixes in the solar calendar (办法2), or nothing: certain before any notice."""
    if (day.month, day.day) == (1, 1):
        return "元旦"
    if day.month == 5 and day.day <= (2 if day.year >= 2025 else 1):  # two days since the revision of 2024-11-10
        return "劳动节"
    if day.month == 10 and day.day <= 3:
        return "国庆节"
    return ""


def weekday(day: date) -> str:
    """The weekday in Chinese (周一 … 周日)."""
    return "周" + WEEKDAYS[day.weekday()]


def span(first: date, last: date) -> Iterator[date]:
    """Every date from first to last, both included."""
    return (first + timedelta(days=i) for i in range((last - first).days + 1))


def step(day: date, days: int = 1) -> date:
    """The date some days later or earlier; a Refusal where the calendar of the machine ends."""
    try:
        return day + timedelta(days=days)
    except OverflowError as error:
        raise Refusal("日期超出可计算的范围，请核对年份。") from error


@lru_cache(maxsize=1)
def shipped_tables() -> tuple[YearTable, ...]:
    """The years that come with the program, 2019 to 2026, as the State Council's General Office announced them."""
    tables = []
    for entry in json.loads(_SHIPPED.read_text(encoding="utf-8"))["years"]:
        days = [
            Day(day, DayKind.HOLIDAY, name)
            for name, first, last in entry["off"]
            for day in span(date.fromisoformat(first), date.fromisoformat(last))
        ]
        days += [Day(date.fromisoformat(day), DayKind.MAKEUP, name) for name, day in entry["work"]]
        tables.append(YearTable(entry["year"], tuple(sorted(days)), entry["source"]))
    return tuple(tables)
