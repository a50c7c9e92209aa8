"""How the terms of the Regulation are counted: day of receipt, make-up days, consultation, natural days and months."""

from __future__ import annotations

import itertools
from datetime import date

import pytest

from gongkai.kernel.workdays import DayKind, Pause, shipped

D = date.fromisoformat
CALENDAR = shipped()

VECTORS = [
    ("2026-01-05", 20, "2026-02-02", "plain"),
    ("2026-01-05", 40, "2026-03-06", "an extension across 春节 and two make-up Saturdays"),
    ("2026-02-12", 7, "2026-02-28", "due on a make-up Saturday"),
    ("2026-02-14", 20, "2026-03-20", "received on a working Saturday"),
    ("2026-02-15", 20, "2026-03-20", "received on a day off"),
    ("2026-04-28", 7, "2026-05-11", "9 May counts"),
    ("2026-09-18", 20, "2026-10-22", "20 Sep and 10 Oct count"),
    ("2026-09-30", 20, "2026-11-03", "国庆"),
    ("2025-12-31", 20, "2026-01-29", "change of year, 4 Jan counts"),
]


@pytest.mark.parametrize(("received", "term", "due", "why"), VECTORS, ids=[f"{v[0]}+{v[1]}" for v in VECTORS])
def test_a_term_of_working_days_ends_on_the_day_computed_by_hand(received, term, due, why):
    result = CALENDAR.after(D(received), term)
    assert (result.due, result.provisional) == (D(due), False), why
    assert CALENDAR.between(D(received), result.due) == term


def test_article_33_time_of_consultation_is_not_counted():
    pause = Pause(D("2026-03-09"), D("2026-03-20"), "征求第三方意见期间")
    result = CALENDAR.after(D("2026-03-02"), 20, [pause])
    assert result.due == D("2026-04-13")
    assert [str(day) for day in result.days if day.reason.startswith("征求")] == [
        f"2026-03-{n} 征求第三方意见期间，不计" for n in (10, 11, 12, 13, 16, 17, 18, 19, 20)
    ]
    before = CALENDAR.between(D("2026-03-02"), D("2026-03-09"))
    assert before == 5
    assert CALENDAR.after(D("2026-03-20"), 20 - before).due == result.due


def test_working_days_of_each_month_of_2026():
    firsts = [D(f"2026-{month:02}-01") for month in range(1, 13)] + [D("2027-01-01")]
    days = [
        sum(CALENDAR.works(date.fromordinal(o)) for o in range(a.toordinal(), b.toordinal()))
        for a, b in itertools.pairwise(firsts)
    ]
    assert days == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]
    assert CALENDAR.between(D("2025-12-31"), D("2026-12-31")) == 248


def test_make_up_days_of_2026_are_the_six_of_the_notice():
    days = [date.fromordinal(o) for o in range(D("2026-01-01").toordinal(), D("2027-01-01").toordinal())]
    assert [d.isoformat() for d in days if CALENDAR.kind(d) is DayKind.MAKEUP] == [
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ]


def test_every_skipped_and_counted_day_is_named_with_its_reason():
    lines = CALENDAR.after(D("2026-02-12"), 7).explain()
    assert lines[0] == "2026-02-12 起算当日，不计"
    assert "2026-02-14 调休上班，计第2日" in lines
    assert "2026-02-16 春节放假，不计" in lines
    assert "2026-02-28 调休上班，计第7日" in lines
    assert lines[-1] == "期限7个工作日，至2026-02-28（周六）届满"
    assert len(lines) == 1 + 16 + 1
    assert "2026-01-10 周末（周六），不计" in CALENDAR.after(D("2026-01-09"), 1).explain()


def test_a_date_in_a_year_without_calendar_is_provisional_and_says_so():
    result = CALENDAR.after(D("2026-12-28"), 4)
    assert result.provisional
    assert result.due == D("2027-01-04")  # 1 January is a day off by law, whatever the notice will say
    assert "2027年放假安排尚未公布" in result.warning
    assert "暂定" in result.explain()[-1]
    assert not CALENDAR.after(D("2026-12-28"), 3).provisional
    assert CALENDAR.after(D("2017-12-28"), 5).provisional
    assert "未收录" in CALENDAR.after(D("2017-12-28"), 5).warning


def test_civil_code_203_a_last_day_off_moves_to_the_first_working_day_after():
    due = CALENDAR.natural(D("2026-02-12"), 5)  # 17 February is inside 春节
    assert due.due == D("2026-02-24")
    lines = due.explain()
    assert "2026-02-17 最后一日为春节放假，顺延" in lines
    assert "2026-02-23 春节放假，顺延" in lines
    assert "2026-02-24 顺延至此日届满" in lines
    # a make-up Saturday is a working day: nothing moves
    assert CALENDAR.natural(D("2026-02-18"), 10).due == D("2026-02-28")
    # 60 days to ask for reconsideration (行政复议法20)
    assert CALENDAR.natural(D("2026-03-02"), 60).due == D("2026-05-06")  # 1 May, then the holiday


def test_civil_code_202_months_end_on_the_same_day_or_the_last_of_the_month():
    assert CALENDAR.months(D("2026-03-31"), 6).due == D("2026-09-30")
    assert CALENDAR.months(D("2025-08-31"), 6).due == D("2026-02-28")
    assert CALENDAR.months(D("2026-01-15"), 6).due == D("2026-07-15")
    assert CALENDAR.months(D("2026-04-02"), 6).due == D("2026-10-08")  # 2 October is 国庆
    assert CALENDAR.months(D("2024-02-29"), 12).due == D("2025-02-28")
    assert "2026-10-02 最后一日为国庆节放假，顺延" in CALENDAR.months(D("2026-04-02"), 6).explain()
