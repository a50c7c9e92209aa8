"""Counting terms of law on a calendar: working days, natural days and months, pauses, and why it is this day."""

from __future__ import annotations

import calendar as months_of
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple, TypedDict

from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workdays.days import DAY, Day, Days, shipped_tables, step, weekday
from gongkai.kernel.workdays.terms import DayKind, Unit

MOST = 3660  # ten years: no term of law is longer, a typing error often is


class CountedDay(NamedTuple):
    """One calendar day of a term: ``n`` is its number when it counts, else None; ``reason`` says why, in Chinese."""

    date: date
    kind: DayKind
    counted: bool
    n: int | None
    reason: str

    def __str__(self) -> str:
        return f"{self.date} {self.reason}"


class DayJson(TypedDict):
    """One day of a due date, for programs."""

    date: str
    kind: str
    counted: bool
    n: int | None
    reason: str


class DueJson(TypedDict):
    """A due date, for programs; ``days`` from the day after ``start`` to ``due``."""

    start: str
    n: int
    due: str
    provisional: bool
    days: list[DayJson]


@dataclass(frozen=True)
class Pause:
    """Days that do not count while others are asked (条例32, 33, 34).

    From the day after ``since`` (the letter goes out) to ``until`` (the answer comes, or its 15 working days lapse).
    """

    since: date
    until: date
    reason: str = "征求意见期间"

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise Refusal(f"暂停结束日期（{self.until}）早于开始日期（{self.since}），请核对。")

    def __contains__(self, day: date) -> bool:
        return self.since < day <= self.until


@dataclass(frozen=True)
class Due:
    """The last day of a term. ``provisional``: it rests on days whose arrangement has not been announced."""

    start: date
    n: int
    unit: Unit
    due: date
    provisional: bool
    calendar: Calendar = field(repr=False, compare=False)
    pauses: tuple[Pause, ...] = field(default=(), repr=False)
    nominal: date | None = None  # where a term of days or months ends before 民法典203 moves it

    @property
    def days(self) -> tuple[CountedDay, ...]:
        """Every calendar day after ``start`` up to ``due`` (of a term in months: its last day and those added)."""
        if self.unit is Unit.WORKING_DAYS:
            return tuple(self.calendar.walk(self.start, self.due, self.pauses))
        return tuple(self._natural())

    def _natural(self) -> Iterator[CountedDay]:
        end = self.nominal or self.due
        first = step(self.start) if self.unit is Unit.DAYS else end
        for number, ordinal in enumerate(range(first.toordinal(), self.due.toordinal() + 1), start=1):
            day = self.calendar.day(date.fromordinal(ordinal))
            if day.date < end or day.date == self.due == end:
                reason = f"计第{number}日" if self.unit is Unit.DAYS else f"第{self.n}个月期满之日"
                yield CountedDay(day.date, day.kind, True, number if self.unit is Unit.DAYS else None, reason)
            elif day.date == end:
                reason = f"最后一日为{day.said}，顺延"
                yield CountedDay(day.date, day.kind, True, number if self.unit is Unit.DAYS else None, reason)
            elif day.date == self.due:
                yield CountedDay(day.date, day.kind, False, None, "顺延至此日届满")
            else:
                yield CountedDay(day.date, day.kind, False, None, f"{day.said}，顺延")

    def left(self, today: date) -> int:
        """Working days to come after today up to the due date, pauses not counted; negative once it is overdue."""
        return self.calendar.between(today, self.due, self.pauses)

    @property
    def warning(self) -> str:
        """The sentence that says the date is provisional; empty when it is certain."""
        if not self.provisional:
            return ""
        years = sorted(
            {y for y in range(self.start.year, self.due.year + 1) if not self.calendar.covers(date(y, 6, 1))}
        )
        known = self.calendar.years
        ahead = [y for y in years if not known or y > known[-1]]
        said = "、".join(f"{y}年" for y in (ahead or years)[:3]) + ("等" if len(ahead or years) > 3 else "")
        state = "尚未公布" if ahead else "未收录"
        return f"{said}放假安排{state}，{self.due}为暂定日期（按周一至周五和固定日期的法定节日推算），公布或补录后须重新计算。"

    def explain(self) -> list[str]:
        """Lines in Chinese: every day that was counted, skipped or added and why, the end, the warning if any."""
        length = f"{self.n}{self.unit.label}"
        lines = [
            f"{self.start} 起算当日，不计",
            *map(str, self.days),
            f"期限{length}，至{self.due}（{weekday(self.due)}）届满",
        ]
        return [*lines, self.warning] if self.warning else lines

    def as_json(self) -> DueJson:
        """The due date as plain values, dates as YYYY-MM-DD."""
        return {
            "start": self.start.isoformat(),
            "n": self.n,
            "due": self.due.isoformat(),
            "provisional": self.provisional,
            "days": [
                {"date": d.date.isoformat(), "kind": d.kind.value, "counted": d.counted, "n": d.n, "reason": d.reason}
                for d in self.days
            ],
        }


class Calendar(Days):
    """The official calendar and how terms are counted on it; immutable, so a result can be repeated for ever.

    The day of receipt never counts (民法典201, 国办公开办函〔2015〕207号). A term of working days begins with the next
    working day, ends with a working day, and its last day lasts until 24:00.
    """

    def after(self, start: date, n: int, pauses: Iterable[Pause] = ()) -> Due:
        """The n-th working day after start (条例26, 30, 32, 33, 34), days in pauses left out; n = 0 is start itself.

        Refusal when n is negative or above ten years.
        """
        _length(n)
        held = tuple(pauses)
        day, left, certain = start, n, True
        while left:
            day = step(day)
            certain = certain and self.covers(day)
            if self.works(day) and not any(day in pause for pause in held):
                left -= 1
        return Due(start, n, Unit.WORKING_DAYS, day, not certain, self, held)

    def between(self, a: date, b: date, pauses: Iterable[Pause] = ()) -> int:
        """Working days after a up to and including b, days in pauses left out; negative when b lies before a."""
        if b < a:
            return -self.between(b, a, pauses)
        held = tuple(pauses)
        return sum(
            self.works(day) and not any(day in pause for pause in held)
            for day in map(date.fromordinal, range(a.toordinal() + 1, b.toordinal() + 1))
        )

    def natural(self, start: date, n: int) -> Due:
        """The n-th day after start (民法典201); a last day off moves to the first working day after it (民法典203)."""
        _length(n)
        return self._moved(start, n, Unit.DAYS, step(start, n))

    def months(self, start: date, n: int) -> Due:
        """The same-numbered day n months on, or the last of that month (民法典202); a day off moves on (民法典203)."""
        _length(n)
        year, month = divmod(start.year * 12 + start.month - 1 + n, 12)
        month += 1
        if year > 9998:
            raise Refusal("日期超出可计算的范围，请核对年份。")
        last = date(year, month, min(start.day, months_of.monthrange(year, month)[1]))
        return self._moved(start, n, Unit.MONTHS, last)

    def _moved(self, start: date, n: int, unit: Unit, last: date) -> Due:
        due = self.next_working(last) if n else last
        # Only the last days decide: what lies between start and end counts whatever kind of day it is.
        certain = all(self.covers(date.fromordinal(o)) for o in range(last.toordinal(), due.toordinal() + 1))
        return Due(start, n, unit, due, not certain, self, nominal=last)

    def next_working(self, day: date) -> date:
        """The day itself if it is a working day, else the first one after it."""
        while not self.works(day):
            day = step(day)
        return day

    def previous_working(self, day: date) -> date:
        """The day itself if it is a working day, else the last one before it."""
        while not self.works(day):
            day = step(day, -1)
        return day

    def walk(self, start: date, end: date, pauses: Iterable[Pause] = ()) -> Iterator[CountedDay]:
        """Every day after start up to end, counted as working days, with the reason."""
        held = tuple(pauses)
        number = 0
        day = start
        while day < end:
            day += DAY
            entry = self.day(day)
            note = "" if self.covers(day) else "（放假安排未公布，暂定）"
            pause = next((p for p in held if day in p), None)
            if not entry.kind.working:
                yield CountedDay(day, entry.kind, False, None, f"{_off(entry)}，不计{note}")
            elif pause:
                yield CountedDay(day, entry.kind, False, None, f"{pause.reason}，不计{note}")
            else:
                number += 1
                yield CountedDay(day, entry.kind, True, number, f"{entry.said}，计第{number}日{note}")


def _off(day: Day) -> str:
    return day.said if day.kind is DayKind.HOLIDAY else f"周末（{weekday(day.date)}）"


def _length(n: int) -> None:
    if not 0 <= n <= MOST:
        raise Refusal(f"期限应为0至{MOST}之间的整数，现为{n}。", field="n")


@lru_cache(maxsize=1)
def shipped() -> Calendar:
    """The calendar that comes with the program, 2019 to 2026; the office's imports are laid over it by the queries."""
    return Calendar(shipped_tables())
