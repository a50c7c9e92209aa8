"""Terms in hours: an organ's own timetable on working days, or the clock day and night."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from gongkai.kernel.vocabulary import CHINA, Refusal
from gongkai.kernel.workdays import (
    Halt,
    Timetable,
    clock_after,
    clock_between,
    hours_after,
    hours_before,
    hours_between,
    shipped,
)

CALENDAR = shipped()
OFFICE = Timetable.parse("08:30-12:00,14:30-17:30")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


HOURS = timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-03-02 09:00", 2, "2026-03-02 11:00"),
        ("2026-03-02 11:00", 2, "2026-03-02 15:30"),  # the noon rest does not count
        ("2026-03-02 11:00", 1, "2026-03-02 12:00"),  # ends with the morning, not after the rest
        ("2026-03-02 17:00", 1, "2026-03-03 09:00"),
        ("2026-03-06 17:00", 1, "2026-03-09 09:00"),  # the weekend does not count
        ("2026-02-13 17:00", 1, "2026-02-14 09:00"),  # a make-up Saturday does
        ("2026-02-14 17:00", 1, "2026-02-24 09:00"),  # 春节 does not
        ("2026-03-07 10:00", 6.5, "2026-03-09 17:30"),
        ("2026-03-02 06:00", 0, "2026-03-02 06:00"),
    ],
)
def test_working_hours_follow_the_timetable_of_the_organ(start, hours, due):
    result = hours_after(CALENDAR, OFFICE, at(start), hours * HOURS)
    assert (result.due, result.provisional) == (at(due), False)


def test_working_hours_may_be_taken_back():
    assert hours_before(CALENDAR, OFFICE, at("2026-02-24 09:00"), HOURS) == at("2026-02-14 17:00")
    assert hours_between(CALENDAR, OFFICE, at("2026-02-14 17:00"), at("2026-02-24 09:00")) == HOURS
    assert hours_between(CALENDAR, OFFICE, at("2026-02-24 09:00"), at("2026-02-14 17:00")) == -HOURS


def test_hours_beyond_the_published_calendars_are_provisional():
    assert hours_after(CALENDAR, OFFICE, at("2026-12-31 17:00"), HOURS).provisional
    assert not hours_after(CALENDAR, OFFICE, at("2026-12-31 16:00"), HOURS).provisional


def test_clock_hours_run_day_and_night():
    assert clock_after(at("2026-02-16 23:30"), 2 * HOURS) == at("2026-02-17 01:30")
    halt = Halt(at("2026-02-17 00:00"), at("2026-02-17 10:00"))
    assert clock_after(at("2026-02-16 23:30"), 2 * HOURS, [halt]) == at("2026-02-17 11:30")
    assert clock_between(at("2026-02-16 23:30"), at("2026-02-17 11:30"), [halt]) == 2 * HOURS


def test_a_halt_of_working_hours_costs_nothing():
    halt = Halt(at("2026-03-02 10:00"), at("2026-03-05 10:00"))
    assert hours_after(CALENDAR, OFFICE, at("2026-03-02 09:00"), 2 * HOURS, [halt]).due == at("2026-03-05 11:00")


def test_moments_of_other_zones_are_read_in_china_time_and_naive_ones_are_an_error():
    result = hours_after(CALENDAR, OFFICE, datetime(2026, 3, 2, 1, 0, tzinfo=UTC), HOURS)
    assert result.due == at("2026-03-02 10:00")
    assert result.due.tzinfo is CHINA
    with pytest.raises(ValueError, match="time zone"):
        clock_after(datetime(2026, 3, 2, 1, 0), HOURS)  # noqa: DTZ001 - the naive moment is the test


def test_a_hall_that_opens_on_saturday_counts_its_saturdays_but_no_festival():
    hall = Timetable.parse("周一至周五 9:00-17:00；周六、周日 9:00-12:00")
    assert hours_after(CALENDAR, hall, at("2026-03-06 16:00"), 2 * HOURS).due == at("2026-03-07 10:00")
    assert hours_after(CALENDAR, hall, at("2026-02-14 16:30"), HOURS).due == at("2026-02-24 09:30")


def test_summer_hours_hold_in_their_season():
    table = Timetable.parse("08:30-12:00,14:30-17:30\n5月1日至9月30日 08:30-12:00,15:00-18:00")
    assert table.hours(date(2026, 4, 30))[1] == (870, 1050)
    assert table.hours(date(2026, 5, 6))[1] == (900, 1080)
    assert table.hours(date(2026, 10, 8))[1] == (870, 1050)
    winter = Timetable.parse("08:00-12:00;11月1日至3月31日 09:00-12:00")
    assert winter.hours(date(2026, 1, 5)) == ((540, 720),)
    assert winter.hours(date(2026, 4, 1)) == ((480, 720),)


def test_a_make_up_day_keeps_mondays_hours_unless_a_row_says_otherwise():
    assert Timetable.parse("周一至周四 9:00-17:00;周五 9:00-12:00").hours(date(2026, 2, 14), makeup=True) == (
        (540, 1020),
    )
    assert Timetable.parse("9:00-17:00;调休日 9:00-12:00").hours(date(2026, 2, 14), makeup=True) == ((540, 720),)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "请填写工作时间"),
        ("朝九晚五", "看不懂“朝九晚五”"),
        ("12:00-08:30", "下班时间应晚于上班时间：12:00-08:30"),
        ("08:30-12:00,11:00-17:30", "重叠"),
        ("08:30-25:00", "没有25:00这个时间"),
        ("08:70-12:00", "没有08:70这个时间"),
        ("周六 09:00-12:00", "至少要有一个工作日"),
        ("周一至周五 休息", "至少要有一个工作日"),
        ("09:00-17:00;2月30日至3月1日 09:00-12:00", "没有2月30日这一天"),
        ("5月1日至9月30日 09:00-17:00", "请填写工作时间"),
    ],
)
def test_a_timetable_that_cannot_be_read_is_refused_with_an_example(text, sentence):
    with pytest.raises(Refusal) as refused:
        Timetable.parse(text)
    assert sentence in refused.value.message


def test_impossible_lengths_are_refused():
    for amount in (-HOURS, timedelta(days=90_000)):
        with pytest.raises(Refusal):
            hours_after(CALENDAR, OFFICE, at("2026-03-02 09:00"), amount)
        with pytest.raises(Refusal):
            hours_before(CALENDAR, OFFICE, at("2026-03-02 09:00"), amount)
    with pytest.raises(Refusal):
        clock_after(at("2026-03-02 09:00"), timedelta.max)
    with pytest.raises(Refusal, match="暂停结束时间早于开始时间"):
        Halt(at("2026-03-02 09:00"), at("2026-03-02 08:00"))
