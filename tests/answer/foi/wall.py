"""The law's days counted by hand, one after another on a calendar on the wall: nothing here asks the code that is tested."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from functools import cache

from gongkai.kernel.workdays import shipped_tables

DAY = timedelta(days=1)


@cache
def _marks() -> tuple[frozenset[date], frozenset[date]]:
    """The days that the notices mark: off, and working weekends."""
    off = frozenset(day.date for table in shipped_tables() for day in table.off)
    return off, frozenset(day.date for table in shipped_tables() for day in table.makeup)


def works(day: date) -> bool:
    off, makeup = _marks()
    return day in makeup or (day.weekday() < 5 and day not in off)


def nth(start: date, n: int, crossed_out: AbstractSet[date] = frozenset()) -> date:
    """The n-th working day after start that is not crossed out."""
    day = start
    while n:
        day += DAY
        if works(day) and day not in crossed_out:
            n -= 1
    return day


def days(first: date, last: date) -> list[date]:
    """Every date after first up to last."""
    return [first + n * DAY for n in range(1, (last - first).days + 1)]
