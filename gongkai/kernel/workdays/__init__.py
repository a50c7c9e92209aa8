"""Working days, hours and terms of law (期限): the pure part; ``queries`` adds what the office has imported."""

from gongkai.kernel.workdays.days import Day, YearTable, shipped_tables, weekday
from gongkai.kernel.workdays.hours import (
    Halt,
    HoursDue,
    clock_after,
    clock_between,
    hours_after,
    hours_before,
    hours_between,
)
from gongkai.kernel.workdays.rules import Calendar, CountedDay, Due, DueJson, Pause, shipped
from gongkai.kernel.workdays.terms import DayKind, Festival, Unit
from gongkai.kernel.workdays.timetable import Season, Timetable

__all__ = [
    "Calendar",
    "CountedDay",
    "Day",
    "DayKind",
    "Due",
    "DueJson",
    "Festival",
    "Halt",
    "HoursDue",
    "Pause",
    "Season",
    "Timetable",
    "Unit",
    "YearTable",
    "clock_after",
    "clock_between",
    "hours_after",
    "hours_before",
    "hours_between",
    "shipped",
    "shipped_tables",
    "weekday",
]
