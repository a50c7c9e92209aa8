"""Dates of the demo: working days, and where a day of the year falls in the two years that the county shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from gongkai.kernel.vocabulary import CHINA

# First day of the lunar year, of 端午 and of 中秋: enough to keep the demo off holidays without a calendar.
_LUNAR = {
    2024: ((2, 10), (6, 10), (9, 17)),
    2025: ((1, 29), (5, 31), (10, 6)),
    2026: ((2, 17), (6, 19), (9, 25)),
    2027: ((2, 6), (6, 9), (9, 15)),
    2028: ((1, 26), (5, 28), (10, 3)),
    2029: ((2, 13), (6, 16), (9, 22)),
    2030: ((2, 3), (6, 5), (9, 12)),
}


def is_working(day: date) -> bool:
    """Whether an office surely works: Monday to Friday and clear of every holiday (make-up Saturdays count as free)."""
    if day.weekday() > 4:
        return False
    fixed = ((1, 1, 3), (4, 4, 6), (5, 1, 5), (10, 1, 8))
    if any(day.month == month and first <= day.day <= last for month, first, last in fixed):
        return False
    if day.year not in _LUNAR:
        return True
    spring, dragon, autumn = (date(day.year, *pair) for pair in _LUNAR[day.year])
    return not (-2 <= (day - spring).days <= 8 or abs((day - dragon).days) <= 2 or abs((day - autumn).days) <= 2)


def working(day: date) -> date:
    """The day, or the next on which the office works."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


def shift(day: date, count: int) -> date:
    """``count`` working days later (negative: earlier)."""
    step = timedelta(days=1 if count > 0 else -1)
    while count:
        day += step
        if is_working(day):
            count -= 1 if count > 0 else -1
    return day


def moment(day: date, seed: str) -> datetime:
    """A time of that day between 9:00 and 17:30 in China, the same for the same seed."""
    minute = vary(f"minute {seed}", 0, 509)
    return datetime.combine(day, time(9), tzinfo=CHINA) + timedelta(minutes=minute)


def vary(seed: str, low: int, high: int) -> int:
    """A number in [low, high] that looks like chance and is the same in every run."""
    value = 2166136261  # FNV-1a: short, stable across versions of Python, and mixes similar seeds well
    for byte in seed.encode():
        value = ((value ^ byte) * 16777619) & 0xFFFFFFFF
    value ^= value >> 15
    value = (value * 2246822519) & 0xFFFFFFFF
    value ^= value >> 13
    return low + value % (high - low + 1)


def cn(day: date) -> str:
    """2026年11月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def add_years(day: date, years: int) -> date:
    """The same day ``years`` later; 29 February becomes the 28th."""
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)


@dataclass(frozen=True)
class Timeline:
    """The window of the demo: from 1 January of last year to ``today``."""

    today: date

    @property
    def this(self) -> int:
        """The running year."""
        return self.today.year

    @property
    def last(self) -> int:
        """Last year."""
        return self.today.year - 1

    def past(self, month: int, day: int) -> date:
        """A working day of last year, on or after that date."""
        return working(date(self.last, month, day))

    def recent(self, month: int, day: int) -> date:
        """The latest such day that is at least three weeks old, this year or last."""
        found = working(date(self.this, month, day))
        return found if found <= self.today - timedelta(days=21) else self.past(month, day)

    def ago(self, count: int) -> date:
        """``count`` working days before today."""
        return shift(self.today, -count)

    def ahead(self, count: int) -> date:
        """``count`` working days after today."""
        return shift(self.today, count)

    def yearly(self, month: int, day: int) -> Iterator[date]:
        """That day of last year, and of this year when it is three weeks old."""
        yield self.past(month, day)
        found = working(date(self.this, month, day))
        if found <= self.today - timedelta(days=21):
            yield found

    def months(self, count: int, release: int) -> list[tuple[int, int, date]]:
        """The latest (year, month, release day), released on ``release`` of the month after; oldest first."""
        found: list[tuple[int, int, date]] = []
        year, month = self.today.year, self.today.month
        while len(found) < count:
            day = working(date(year, month, release))
            if day.year < self.last:
                break
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
            if day < self.today - timedelta(days=6):
                found.append((year, month, day))
        return found[::-1]

    def quarters(self, count: int, release: int) -> list[tuple[int, int, date]]:
        """The latest (year, quarter, release day), released on that day of the month after; oldest first."""
        ends = [(y, m // 3, day) for y, m, day in self.months(24, release) if m % 3 == 0]
        return ends[-count:]

    def weeks(self, count: int, every: int = 2) -> list[tuple[int, date]]:
        """(number within its year, day) of the latest ``count`` Wednesdays, ``every`` weeks apart; oldest first."""
        days: list[date] = []
        start = date(self.last, 1, 8)
        start += timedelta(days=(2 - start.weekday()) % 7)
        while start < self.today - timedelta(days=8):
            days.append(start)
            start += timedelta(weeks=every)
        numbered: list[tuple[int, date]] = []
        for year in (self.last, self.this):
            numbered += [(i, working(day)) for i, day in enumerate((d for d in days if d.year == year), start=1)]
        return numbered[-count:]


def next_month(day: date) -> date:
    """The first of the month after that day, when rules often take effect."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
