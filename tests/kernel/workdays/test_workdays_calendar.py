"""The shipped years agree with two independent wheels; a calendar never changes under one's feet."""

from __future__ import annotations

from datetime import date

import chinese_calendar
import holidays
import pytest

from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workdays import Calendar, Day, DayKind, YearTable, shipped

D = date.fromisoformat
CALENDAR = shipped()
YEARS = range(2019, 2027)
# Both wheels are dated after 国办发明电〔2020〕1号 and know the extension of 2020, so no day needs an explanation.


def days_of(year: int) -> list[date]:
    return [date.fromordinal(o) for o in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_chinesecalendar(year):
    differing = [d for d in days_of(year) if CALENDAR.works(d) is not chinese_calendar.is_workday(d)]
    assert differing == []


@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_the_holidays_wheel(year):
    china = holidays.China(years=[year, year + 1])
    assert [d for d in days_of(year) if CALENDAR.works(d) is not china.is_working_day(d)] == []


@pytest.mark.parametrize("year", YEARS)
def test_each_year_names_its_notice_and_its_make_up_days_are_weekends(year):
    table = next(t for t in CALENDAR.tables if t.year == year)
    assert table.source.startswith(f"国办发明电〔{year - 1}〕")
    assert table.version == 0
    assert all(day.date.weekday() >= 5 for day in table.makeup)
    assert all(day.name for day in table.days)
    for festival in ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆"):
        assert any(festival in day.name for day in table.off)


def test_the_extension_of_spring_festival_2020_cancelled_a_make_up_saturday():
    assert CALENDAR.kind(D("2020-02-01")) is DayKind.HOLIDAY
    assert CALENDAR.kind(D("2020-01-31")) is DayKind.HOLIDAY
    assert CALENDAR.works(D("2020-02-03"))
    assert "国办发明电〔2020〕1号" in CALENDAR.source


def test_a_notice_reaches_into_the_december_before_its_year():
    assert CALENDAR.kind(D("2022-12-31")) is DayKind.HOLIDAY
    assert CALENDAR.day(D("2022-12-31")).name == "元旦"
    assert not CALENDAR.covers(D("2018-12-31"))


def test_weekends_inside_a_festival_are_days_of_the_festival():
    assert CALENDAR.day(D("2026-02-15")) == Day(D("2026-02-15"), DayKind.HOLIDAY, "春节")
    assert CALENDAR.kind(D("2026-03-07")) is DayKind.REST
    assert CALENDAR.kind(D("2026-03-09")) is DayKind.WORK


def test_a_year_laid_over_makes_another_calendar_and_leaves_the_first():
    table = YearTable(2027, (Day(D("2027-01-04"), DayKind.HOLIDAY, "元旦"),), "试", 1)
    newer = CALENDAR.with_years([table])
    assert isinstance(newer, Calendar)
    assert newer.years == (*CALENDAR.years, 2027)
    assert newer.version != CALENDAR.version
    assert newer.after(D("2026-12-31"), 1).due == D("2027-01-01")  # the imported year alone decides
    assert not newer.after(D("2026-12-31"), 1).provisional
    assert CALENDAR.after(D("2026-12-31"), 1).due == D("2027-01-04")
    assert CALENDAR.with_years([]) == CALENDAR


def test_all_results_stay_equal_while_the_version_does():
    assert CALENDAR.version == Calendar(CALENDAR.tables).version
    assert len(CALENDAR.version) == 12


@pytest.mark.parametrize("n", [-1, 3661, 10**12])
def test_an_impossible_length_is_refused_in_chinese(n):
    for count in (CALENDAR.after, CALENDAR.natural, CALENDAR.months):
        with pytest.raises(Refusal, match="期限应为0至3660之间"):
            count(D("2026-01-05"), n)


def test_the_end_of_time_is_refused_in_chinese():
    for count in (CALENDAR.after, CALENDAR.natural, CALENDAR.months):
        with pytest.raises(Refusal, match="超出可计算的范围"):
            count(date.max, 3)


def test_days_left_are_counted_and_become_negative_when_overdue():
    due = CALENDAR.after(D("2026-01-05"), 20)
    assert due.left(D("2026-01-05")) == 20
    assert due.left(D("2026-01-30")) == 1
    assert due.left(D("2026-02-02")) == 0
    assert due.left(D("2026-02-05")) == -3


def test_json_has_exactly_the_promised_keys():
    found = CALENDAR.after(D("2026-02-12"), 7).as_json()
    assert list(found) == ["start", "n", "due", "provisional", "days"]
    assert (found["start"], found["n"], found["due"], found["provisional"]) == ("2026-02-12", 7, "2026-02-28", False)
    assert [d["date"] for d in found["days"]] == [f"2026-02-{n}" for n in range(13, 29)]
    assert found["days"][1] == {
        "date": "2026-02-14",
        "kind": "makeup",
        "counted": True,
        "n": 2,
        "reason": "调休上班，计第2日",
    }
    assert found["days"][3] == {
        "date": "2026-02-16",
        "kind": "holiday",
        "counted": False,
        "n": None,
        "reason": "春节放假，不计",
    }
    assert [d["n"] for d in found["days"] if d["counted"]] == list(range(1, 8))


def test_the_pure_part_does_not_load_django():
    import subprocess
    import sys

    code = "import sys, gongkai.kernel.workdays as w; w.shipped(); sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
