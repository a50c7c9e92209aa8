"""Terms in hours: by an organ's own timetable (工作时间), or by the clock, day and night."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from gongkai.kernel.vocabulary import CHINA, Refusal
from gongkai.kernel.workdays.days import Days, step
from gongkai.kernel.workdays.terms import DayKind
from gongkai.kernel.workdays.timetable import Timetable

ZERO = timedelta(0)
_FARTHEST = 3660  # days looked through before a term is taken for a typing error


@dataclass(frozen=True)
class HoursDue:
    """The moment a term of hours ends (China time); ``provisional`` when it rests on days not yet announced."""

    start: datetime
    amount: timedelta
    due: datetime
    provisional: bool


@dataclass(frozen=True)
class Halt:
    """A pause of a clock in hours: from ``since`` until just before ``until`` (aware datetimes)."""

    since: datetime
    until: datetime

    def __post_init__(self) -> None:
        if _china(self.until) < _china(self.since):
            raise Refusal("暂停结束时间早于开始时间，请核对。")


def hours_after(
    calendar: Days, timetable: Timetable, start: datetime, amount: timedelta, halts: Iterable[Halt] = ()
) -> HoursDue:
    """The first moment at which ``amount`` of working time has passed since start; zero is start itself.

    Working days follow the timetable's weekday, make-up days its row for them, days off its Saturday and Sunday (empty
    for most organs), festivals nothing. Refusal when negative or beyond ten years; ValueError for a naive datetime.
    """
    begin = _china(start)
    left = _amount(amount)
    if not left:
        return HoursDue(begin, amount, begin, provisional=False)
    held = _merged(halts)
    certain = True
    for number in range(_FARTHEST):
        day = step(begin.date(), number)
        certain = certain and calendar.covers(day)
        for opens, closes in _open(calendar, timetable, day, held):
            run = closes - max(opens, begin)
            if run <= ZERO:
                continue
            if run >= left:
                return HoursDue(begin, amount, max(opens, begin) + left, provisional=not certain)
            left -= run
    raise Refusal("按该工作时间表，期限超过十年，请核对时长和工作时间。")


def hours_before(
    calendar: Days, timetable: Timetable, end: datetime, amount: timedelta, halts: Iterable[Halt] = ()
) -> datetime:
    """The last moment from which ``amount`` of working time reaches to end; the inverse of ``hours_after``."""
    finish = _china(end)
    left = _amount(amount)
    if not left:
        return finish
    held = _merged(halts)
    for number in range(_FARTHEST):
        for opens, closes in reversed(list(_open(calendar, timetable, step(finish.date(), -number), held))):
            run = min(closes, finish) - opens
            if run <= ZERO:
                continue
            if run >= left:
                return min(closes, finish) - left
            left -= run
    raise Refusal("按该工作时间表，期限超过十年，请核对时长和工作时间。")


def hours_between(
    calendar: Days, timetable: Timetable, a: datetime, b: datetime, halts: Iterable[Halt] = ()
) -> timedelta:
    """Working time from a to b, halts left out; negative when b lies before a."""
    first, last = _china(a), _china(b)
    if last < first:
        return -hours_between(calendar, timetable, b, a, halts)
    held = _merged(halts)
    total = ZERO
    for ordinal in range(first.date().toordinal(), last.date().toordinal() + 1):
        for opens, closes in _open(calendar, timetable, date.fromordinal(ordinal), held):
            total += max(ZERO, min(closes, last) - max(opens, first))
    return total


def clock_after(start: datetime, amount: timedelta, halts: Iterable[Halt] = ()) -> datetime:
    """The moment at which ``amount`` has passed by the clock, day and night, weekends and festivals included."""
    moment = _china(start)
    left = _amount(amount)
    if not left:
        return moment
    for since, until in _merged(halts):
        if until <= moment:
            continue
        if since - moment >= left:
            break
        left -= max(ZERO, since - moment)
        moment = until
    try:
        return moment + left
    except OverflowError as error:
        raise Refusal("日期超出可计算的范围，请核对年份。") from error


def clock_between(a: datetime, b: datetime, halts: Iterable[Halt] = ()) -> timedelta:
    """Time by the clock from a to b, halts left out; negative when b lies before a."""
    first, last = _china(a), _china(b)
    if last < first:
        return -clock_between(b, a, halts)
    held = (max(ZERO, min(until, last) - max(since, first)) for since, until in _merged(halts))
    return last - first - sum(held, ZERO)


def _open(
    calendar: Days, timetable: Timetable, day: date, held: list[tuple[datetime, datetime]]
) -> Iterator[tuple[datetime, datetime]]:
    kind = calendar.kind(day)
    if kind is DayKind.HOLIDAY:
        return
    midnight = datetime.combine(day, time(), CHINA)
    for opens, closes in timetable.hours(day, makeup=kind is DayKind.MAKEUP):
        begin, end = midnight + timedelta(minutes=opens), midnight + timedelta(minutes=closes)
        for since, until in held:
            if until <= begin or since >= end:
                continue
            if since > begin:
                yield begin, since
            begin = min(until, end)
        if begin < end:
            yield begin, end


def _merged(halts: Iterable[Halt]) -> list[tuple[datetime, datetime]]:
    merged: list[tuple[datetime, datetime]] = []
    for since, until in sorted((_china(halt.since), _china(halt.until)) for halt in halts):
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], until))
        else:
            merged.append((since, until))
    return merged


def _china(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(CHINA)


def _amount(amount: timedelta) -> timedelta:
    if amount < ZERO:
        raise Refusal("时长不能为负数。")
    return amount
