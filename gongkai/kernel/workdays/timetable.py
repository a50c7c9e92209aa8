"""An organ's working hours as a clerk writes them: "周一至周五 08:30-12:00,14:30-17:30", by season too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from gongkai.kernel.vocabulary import Refusal, half_width
from gongkai.kernel.workdays.days import WEEKDAYS

Spans = tuple[tuple[int, int], ...]  # minutes of the day, ascending: ((510, 720), (870, 1050))
Week = tuple[Spans, ...]  # Monday to Sunday, then the make-up day
MAKEUP_ROW = 7
_EXAMPLE = "例如：周一至周五 08:30-12:00,14:30-17:30"


@dataclass(frozen=True)
class Season:
    """Hours from one (month, day) of the year to another, both included; it may cross the new year."""

    first: tuple[int, int]
    last: tuple[int, int]
    week: Week

    def __contains__(self, day: date) -> bool:
        here = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


@dataclass(frozen=True)
class Timetable:
    """Eight rows of hours (Monday to Sunday, make-up day) and the seasons in which others hold (夏季作息)."""

    week: Week
    seasons: tuple[Season, ...] = ()

    def __post_init__(self) -> None:
        for week in (self.week, *(season.week for season in self.seasons)):
            if len(week) != MAKEUP_ROW + 1 or not any(week[:5]):
                raise Refusal(f"工作时间表至少要有一个工作日的时间。{_EXAMPLE}")
            for spans in week:
                _check(spans)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read clauses divided by ; or line ends: [5月1日至9月30日] [周一至周四|周六、周日|调休日] 08:30-12:00,….

        Without weekdays Monday to Friday are meant; a make-up day without a clause keeps Monday's hours. Refusal with
        the clause that cannot be read.
        """
        rows: dict[tuple[tuple[int, int], tuple[int, int]] | None, list[Spans | None]] = {}
        for clause in filter(None, (part.strip() for part in re.split(r"[;\n。]", half_width(text)))):
            match = _CLAUSE.fullmatch(clause)
            if match is None:
                raise Refusal(f"看不懂“{clause[:40]}”。{_EXAMPLE}", field="timetable")
            season = None
            if match["season"]:
                month1, day1, month2, day2 = (int(number) for number in re.findall(r"\d+", match["season"]))
                season = (_month_day(month1, day1), _month_day(month2, day2))
            week = rows.setdefault(season, [None] * (MAKEUP_ROW + 1))
            for row in _rows(match["days"] or "周一至周五"):
                week[row] = _spans(match["hours"])
        if None not in rows:
            raise Refusal(f"请填写工作时间。{_EXAMPLE}", field="timetable")
        seasons = tuple(Season(*season, _week(week)) for season, week in rows.items() if season)
        return cls(_week(rows[None]), seasons)

    def hours(self, day: date, *, makeup: bool = False) -> Spans:
        """The spans of this date in minutes of the day, festivals not considered; ``makeup``: it is a 调休上班日."""
        week = next((season.week for season in self.seasons if day in season), self.week)
        return week[MAKEUP_ROW if makeup else day.weekday()]

    def text(self) -> str:
        """The canonical writing, one clause a line; ``parse`` reads it back to the same timetable."""
        lines = _lines(self.week, "")
        for season in self.seasons:
            (m1, d1), (m2, d2) = season.first, season.last
            lines += _lines(season.week, f"{m1}月{d1}日至{m2}月{d2}日 ")
        return "\n".join(lines)


_DAYS = rf"(?:周|星期)[{WEEKDAYS}天](?:至(?:周|星期)?[{WEEKDAYS}天])?"
_TIME = r"\d{1,2}:\d{2}"
_HOURS = rf"{_TIME}\s*[-~—–至]+\s*{_TIME}"
_CLAUSE = re.compile(
    r"(?P<season>\d{1,2}月\d{1,2}日\s*[至\-~]\s*\d{1,2}月\d{1,2}日)?[\s:]*"
    rf"(?P<days>(?:{_DAYS}|调休上班日|调休日)(?:[、,\s]*(?:{_DAYS}|调休上班日|调休日))*)?[\s:]*"
    rf"(?P<hours>休息|{_HOURS}(?:[,、\s]+(?:{_HOURS}))*)"
)


def _rows(text: str) -> list[int]:
    rows: list[int] = []
    for first, last in re.findall(rf"(?:周|星期)([{WEEKDAYS}天])(?:至(?:周|星期)?([{WEEKDAYS}天]))?", text):
        begin = WEEKDAYS.index(first.replace("天", "日"))
        end = WEEKDAYS.index((last or first).replace("天", "日"))
        rows += [number % 7 for number in range(begin, (end if end >= begin else end + 7) + 1)]
    return [*rows, MAKEUP_ROW] if "调休" in text else rows


def _spans(text: str) -> Spans:
    numbers = [_minutes(found) for found in re.findall(_TIME, text)]
    spans = tuple(zip(numbers[::2], numbers[1::2], strict=True))
    _check(spans)
    return spans


def _minutes(text: str) -> int:
    hour, minute = (int(number) for number in text.split(":"))
    if minute > 59 or hour * 60 + minute > 1440:
        raise Refusal(f"没有{text}这个时间。{_EXAMPLE}", field="timetable")
    return hour * 60 + minute


def _month_day(month: int, day: int) -> tuple[int, int]:
    try:
        date(2024, month, day)
    except ValueError as error:
        raise Refusal(f"没有{month}月{day}日这一天。", field="timetable") from error
    return month, day


def _check(spans: Spans) -> None:
    before = -1
    for opens, closes in spans:
        if not 0 <= opens < closes <= 1440:
            raise Refusal(f"下班时间应晚于上班时间：{_clock(opens)}-{_clock(closes)}。", field="timetable")
        if opens <= before:
            raise Refusal(f"{_clock(opens)}-{_clock(closes)}与前一段时间重叠、相接或次序颠倒。", field="timetable")
        before = closes


def _week(rows: list[Spans | None]) -> Week:
    monday = next((row for row in rows[:5] if row), ())
    makeup = rows[MAKEUP_ROW]
    return (*(row or () for row in rows[:MAKEUP_ROW]), monday if makeup is None else makeup)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _lines(week: Week, prefix: str) -> list[str]:
    def hours(spans: Spans) -> str:
        return ",".join(f"{_clock(a)}-{_clock(b)}" for a, b in spans) or "休息"

    lines = []
    row = 0
    while row < 7:
        end = row
        while end < 6 and week[end + 1] == week[row]:
            end += 1
        if week[row]:
            name = f"周{WEEKDAYS[row]}" if end == row else f"周{WEEKDAYS[row]}至周{WEEKDAYS[end]}"
            lines.append(f"{prefix}{name} {hours(week[row])}")
        row = end + 1
    lines.append(f"{prefix}调休日 {hours(week[MAKEUP_ROW])}")
    return lines
