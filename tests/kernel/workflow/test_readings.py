"""A due date is a fold over dated events: what a pause, an extension, a restart does to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from gongkai.kernel.vocabulary import CHINA
from gongkai.kernel.workdays import Timetable, shipped
from gongkai.kernel.workflow import STAY, ClockReading, Event, Move, Status, due

from .sample import REQUEST, TICKET, at, happened

CALENDAR = shipped()


OFFICE = Timetable.parse("周一至周五 08:30-12:00,14:00-17:30")


def read(*rows: tuple) -> dict[str, ClockReading]:
    return due(REQUEST, happened(*rows), CALENDAR)


# disclosure-law.md §2.1
VECTORS = [
    ("2026-01-05", "answer", "2026-02-02"),
    ("2026-02-12", "notice", "2026-02-28"),
    ("2026-02-14", "answer", "2026-03-20"),
    ("2026-02-15", "answer", "2026-03-20"),
    ("2026-04-28", "notice", "2026-05-11"),
    ("2026-09-18", "answer", "2026-10-22"),
    ("2026-09-30", "answer", "2026-11-03"),
    ("2025-12-31", "answer", "2026-01-29"),
]


@pytest.mark.parametrize(("received", "clock", "expected"), VECTORS)
def test_a_term_in_working_days_ends_as_the_calendar_says(received: str, clock: str, expected: str):
    reading = read(("accept", received))[clock]
    assert reading.due_on == date.fromisoformat(expected)
    assert reading.due_at == at(f"{expected} 23:59:59")
    assert reading.running
    assert not reading.provisional


def test_an_extension_by_twenty_working_days_crosses_the_spring_festival():
    reading = read(("accept", "2026-01-05"), ("extend", "2026-01-20"))["answer"]
    assert reading.due_on == date(2026, 3, 6)
    assert reading.extension == 20


def test_an_extension_may_be_shorter_than_the_limit():
    assert read(("accept", "2026-01-05"), ("extend", "2026-01-20", {"extend_by": 5}))["answer"].due_on == date(
        2026, 2, 9
    )


def test_time_for_consulting_a_third_party_is_not_counted():  # 条例33(3)
    reading = read(("accept", "2026-03-02"), ("consult", "2026-03-09"), ("heard", "2026-03-20"))["answer"]
    assert reading.due_on == date(2026, 4, 13)
    assert len(reading.excluded) == 9
    assert (reading.excluded[0], reading.excluded[-1]) == (date(2026, 3, 10), date(2026, 3, 20))
    assert "2026年3月9日暂停，2026年3月20日恢复，其间9个工作日不计入。" in reading.explanation


def test_while_paused_nothing_is_due_and_what_is_left_is_known():
    reading = read(("accept", "2026-03-02"), ("consult", "2026-03-09"))["answer"]
    assert reading.paused
    assert reading.due_at is None
    assert reading.due_on is None
    assert reading.remaining == 15
    assert not reading.late(at("2099-01-01"))


def test_overlapping_pauses_are_counted_once():
    once = read(("accept", "2026-03-02"), ("consult", "2026-03-09"), ("heard", "2026-03-20"))
    twice = read(
        ("accept", "2026-03-02"), ("consult", "2026-03-09"), ("ask_more", "2026-03-12"), ("heard", "2026-03-20")
    )
    assert once["answer"].due_on == twice["answer"].due_on
    assert len(twice["answer"].pauses) == 1


def test_a_day_in_two_pauses_is_excluded_once():
    touching = read(
        ("accept", "2026-03-02"), ("consult", "2026-03-09"), ("heard", "2026-03-12"),
        ("consult", "2026-03-12"), ("heard", "2026-03-20"),
    )["answer"]  # fmt: skip
    assert touching.due_on == date(2026, 4, 13)
    assert len(touching.excluded) == len(set(touching.excluded)) == 9


def test_a_pause_that_ends_the_same_day_changes_nothing():
    assert read(("accept", "2026-03-02"), ("consult", "2026-03-09"), ("heard", "2026-03-09"))["answer"].due_on == date(
        2026, 3, 30
    )


def test_a_pause_over_days_off_changes_nothing():
    paused = read(("accept", "2026-03-02"), ("consult", "2026-03-06 18:00"), ("heard", "2026-03-08"))["answer"]
    assert paused.due_on == read(("accept", "2026-03-02"))["answer"].due_on
    assert paused.excluded == ()


def test_a_pause_after_the_due_day_does_not_heal_a_late_case():
    late = read(("accept", "2026-03-02"), ("consult", "2026-03-31"))["answer"]
    assert late.due_on == date(2026, 3, 30)
    assert late.late(at("2026-04-01"))
    assert any("此时期限已经届满" in sentence for sentence in late.explanation)
    on_the_day = read(("accept", "2026-03-02"), ("consult", "2026-03-30"))["answer"]
    assert on_the_day.due_on == date(2026, 3, 30)


def test_a_notice_to_amend_stops_the_clock_and_the_amended_request_starts_it_in_full():  # 条例30
    asked = [("accept", "2026-03-02"), ("ask", "2026-03-06", {"reason": "内容不明确"})]
    stopped = read(*asked)
    assert stopped["answer"].stopped
    assert stopped["answer"].stopped_at == at("2026-03-06")
    assert stopped["amendment"].due_on == date(2026, 3, 16)
    again = read(*asked, ("amend", "2026-03-12"))["answer"]
    assert again.running
    assert again.due_on == CALENDAR.after(date(2026, 3, 12), 20).due


def test_a_restart_counts_anew_and_forgets_extension_and_pauses():
    reading = read(
        ("accept", "2026-03-02"), ("extend", "2026-03-03"), ("consult", "2026-03-04"), ("heard", "2026-03-10"),
        ("redo", "2026-03-20"),
    )["answer"]  # fmt: skip
    assert (reading.extension, reading.pauses) == (0, ())
    assert reading.due_on == CALENDAR.after(date(2026, 3, 20), 20).due


def test_an_extension_while_paused_counts_after_the_pause():
    reading = read(("accept", "2026-03-02"), ("consult", "2026-03-09"), ("extend", "2026-03-10"))["answer"]
    assert (reading.status, reading.remaining) == (Status.PAUSED, 35)


def test_natural_days_end_on_a_working_day():  # 民法典203
    asked = read(("accept", "2026-09-21"), ("ask", "2026-09-21", {"reason": "内容不明确"}))["amendment"]
    assert asked.due_on == date(2026, 10, 8)  # the tenth day is 1 October; the office is closed until the 7th


def test_a_term_given_by_the_event_replaces_that_of_the_table():
    asked = read(("accept", "2026-03-02"), ("ask", "2026-03-02", {"reason": "内容不明确", "terms": {"amendment": 15}}))
    assert asked["amendment"].due_on == date(2026, 3, 17)


def test_a_due_date_beyond_the_published_calendars_is_provisional_and_says_so():
    reading = read(("accept", "2026-12-20"))["answer"]
    assert reading.provisional
    assert "暂定" in reading.explanation[-1]


def test_only_clocks_that_were_started_are_read_in_the_order_of_the_table():
    assert read() == {}
    assert list(read(("accept", "2026-03-02"), ("consult", "2026-03-03"))) == ["answer", "notice", "opinion"]


def test_a_stopped_clock_remembers_whether_it_was_late():
    in_time = read(("accept", "2026-03-02"), ("reply", "2026-03-30 23:59:59"))["answer"]
    late = read(("accept", "2026-03-02"), ("reply", "2026-03-31 00:00"))["answer"]
    assert not in_time.late(at("2030-01-01"))
    assert late.late(at("2026-03-31 00:00"))


def test_the_last_second_of_the_due_day_is_in_time_to_its_end():
    reading = read(("accept", "2026-03-02"))["answer"]
    assert not reading.late(at("2026-03-30 23:59:59") + timedelta(microseconds=999_999))
    assert reading.late(at("2026-03-31 00:00"))


def test_the_day_of_receipt_is_the_day_in_china():
    received = Event("accept", datetime(2026, 3, 2, 16, 30, tzinfo=UTC))  # 00:30 on the third in China
    assert due(REQUEST, [received], CALENDAR)["answer"].due_on == CALENDAR.after(date(2026, 3, 3), 20).due


def test_clock_hours_run_day_and_night():
    reading = due(TICKET, happened(("send", "2026-03-06 23:30")), CALENDAR, OFFICE)["contact"]
    assert reading.due_at == at("2026-03-07 00:30")


def test_clock_hours_do_not_notice_a_change_of_summer_time_elsewhere():
    from zoneinfo import ZoneInfo

    sent = Event("send", datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("Europe/Berlin")))
    assert due(TICKET, [sent], CALENDAR, OFFICE)["contact"].due_at == sent.at + timedelta(hours=1)
    assert sent.at.tzinfo is CHINA


def test_a_pause_takes_exactly_its_own_minutes_out_of_clock_hours():
    held = happened(("send", "2026-03-06 10:00"), ("hold", "2026-03-06 10:20"))
    open_hold = due(TICKET, held, CALENDAR, OFFICE)["contact"]
    assert (open_hold.due_at, open_hold.remaining) == (None, 1)
    gone_on = due(TICKET, [*held, *happened(("go_on", "2026-03-07 08:00"))], CALENDAR, OFFICE)["contact"]
    assert gone_on.due_at == at("2026-03-07 08:40")


def test_a_pause_after_the_hour_does_not_heal_a_late_ticket():
    late = due(TICKET, happened(("send", "2026-03-06 10:00"), ("hold", "2026-03-06 11:30")), CALENDAR, OFFICE)
    assert late["contact"].due_at == at("2026-03-06 11:00")
    assert late["contact"].late(at("2026-03-06 12:00"))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), "2026-03-16"),
        ((("hold", "2026-03-10"), ("go_on", "2026-03-13")), "2026-03-19"),  # three days are not counted
        ((("hold", "2026-03-10"), ("go_on", "2026-03-11"), ("hold", "2026-03-11"), ("go_on", "2026-03-15")), "2026-03-23"),
        ((("hold", "2026-03-16"), ("go_on", "2026-04-20")), "2026-03-16"),  # paused on the last day: it was still counted
        ((("hold", "2026-03-10"),), None),
    ],
)  # fmt: skip
def test_a_pause_takes_whole_days_out_of_natural_days(rows: tuple, expected: str | None):
    reading = due(TICKET, happened(("send", "2026-03-06"), *rows), CALENDAR, OFFICE)["answer"]
    assert reading.due_on == (expected and date.fromisoformat(expected))
    assert reading.remaining == (None if expected else 6)


def test_working_hours_run_only_while_the_office_is_open():
    friday = due(TICKET, happened(("send", "2026-03-06 16:30")), CALENDAR, OFFICE)["onsite"]
    assert friday.due_at == at("2026-03-10 10:30")  # 1 h on Friday, 7 h on Monday, 2 h on Tuesday
    held = happened(("send", "2026-03-06 16:30"), ("hold", "2026-03-06 17:00"), ("go_on", "2026-03-09 08:00"))
    assert due(TICKET, held, CALENDAR, OFFICE)["onsite"].due_at == at("2026-03-10 11:00")


def test_working_hours_need_a_timetable():
    with pytest.raises(ValueError, match="a timetable is needed"):
        due(TICKET, happened(("send", "2026-03-06 16:30")), CALENDAR)


def test_working_hours_that_are_paused_tell_what_is_left():
    held = due(TICKET, happened(("send", "2026-03-06 16:30"), ("hold", "2026-03-09 09:00")), CALENDAR, OFFICE)["onsite"]
    assert (held.due_at, held.remaining) == (None, 9)  # one hour on Friday, half an hour on Monday


def test_the_explanation_tells_start_term_basis_and_end():
    assert read(("accept", "2026-09-30"))["answer"].explanation == (
        "2026年9月30日起算，当日不计入；答复期限20个工作日（《条例》第三十三条）。",
        "2026年11月3日届满。",
    )


def test_why_this_day_is_told_day_by_day_with_the_pause():
    reading = read(("accept", "2026-03-02"), ("consult", "2026-03-09"), ("heard", "2026-03-20"))["answer"]
    assert reading.reckoning
    lines = reading.reckoning.explain()
    assert any("2026-03-10" in line and "不计" in line for line in lines)
    assert any("2026-04-06" in line and "清明" in line for line in lines)


@pytest.mark.parametrize(
    ("until", "excluded"),
    [
        ("2026-03-16", 5),
        ("2026-03-20", 9),
        ("2026-03-09", 0),
        ("2026-03-06", 9),
        ("2026-03-25", 9),
        ("soon", 9),
        (None, 9),
    ],
)
def test_a_pause_that_is_over_is_cut_back_to_the_day_on_which_the_waiting_really_ended(until, excluded):
    table = replace(REQUEST, moves=(*REQUEST.moves, Move("known", "handling", STAY, "补登", trims="answer")))
    rows = (
        ("accept", "2026-03-02"), ("consult", "2026-03-09"), ("heard", "2026-03-20"),
        ("known", "2026-03-24", {"until": until}),
    )  # fmt: skip
    assert len(due(table, happened(*rows), CALENDAR)["answer"].excluded) == excluded
