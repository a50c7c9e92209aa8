"""Arithmetic that must hold for every date: after and between are inverse, a pause costs the public nothing."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.kernel.vocabulary import CHINA
from gongkai.kernel.workdays import (
    Calendar,
    Halt,
    Pause,
    Timetable,
    clock_after,
    clock_between,
    hours_after,
    hours_before,
    hours_between,
    shipped,
)

CALENDAR: Calendar = shipped()
DATES = st.dates(date(2018, 6, 1), date(2027, 12, 31))
TERMS = st.integers(0, 60)
SPLIT = Timetable.parse("08:30-12:00,14:30-17:30")
FRIDAYS = Timetable.parse(
    "周一至周四 09:00-17:00;周五 09:00-12:00;周六 10:00-12:00;5月1日至9月30日 08:00-12:00,15:00-18:00"
)
TABLES = st.sampled_from([SPLIT, FRIDAYS])
MOMENTS = st.builds(
    lambda d, minute: datetime.combine(d, time(), CHINA) + timedelta(minutes=minute), DATES, st.integers(0, 1439)
)
AMOUNTS = st.integers(0, 60 * 60).map(lambda minutes: timedelta(minutes=minutes))
pauses = st.builds(lambda d, n: Pause(d, d + timedelta(days=n)), DATES, st.integers(0, 200))
halts = st.lists(
    st.builds(lambda m, n: Halt(m, m + timedelta(minutes=n)), MOMENTS, st.integers(0, 60 * 24 * 20)), max_size=3
)
quiet = settings(deadline=None)


@quiet
@given(DATES, TERMS)
def test_between_takes_back_what_after_gave(start, n):
    assert CALENDAR.between(start, CALENDAR.after(start, n).due) == n


@quiet
@given(DATES, TERMS)
def test_after_takes_back_what_between_gave(start, days):
    end = CALENDAR.next_working(start + timedelta(days=days + 1))
    assert CALENDAR.after(start, CALENDAR.between(start, end)).due == end


@quiet
@given(DATES, DATES, DATES)
def test_between_adds_up_and_turns_its_sign(a, b, c):
    assert CALENDAR.between(a, b) + CALENDAR.between(b, c) == CALENDAR.between(a, c)


@quiet
@given(DATES, st.integers(1, 60))
def test_a_term_ends_on_a_working_day_and_later_terms_and_starts_end_later(start, n):
    due = CALENDAR.after(start, n).due
    assert CALENDAR.works(due)
    assert CALENDAR.after(start, n + 1).due > due
    assert CALENDAR.after(start + timedelta(days=1), n).due >= due


@quiet
@given(DATES, st.integers(1, 40), st.integers(0, 39), st.integers(0, 300))
def test_a_pause_of_any_length_costs_the_public_nothing(start, n, used, length):
    """What remained when the clock stopped is exactly what remains when it runs again."""
    since = CALENDAR.after(start, min(used, n - 1)).due
    pause = Pause(since, since + timedelta(days=length))
    remained = n - CALENDAR.between(start, since)
    due = CALENDAR.after(start, n, [pause])
    assert CALENDAR.between(pause.until, due.due) == remained
    assert due.due == CALENDAR.after(pause.until, remained).due
    assert due.left(since) == due.left(pause.until) == remained


@quiet
@given(DATES, st.integers(1, 40), st.lists(pauses, max_size=3))
def test_pauses_may_overlap_and_never_shorten_a_term(start, n, held):
    due = CALENDAR.after(start, n, held)
    assert CALENDAR.between(start, due.due, held) == n
    assert due.due >= CALENDAR.after(start, n).due
    counted = [day for day in due.days if day.counted]
    assert [day.n for day in counted] == list(range(1, n + 1))
    assert not any(day.date in pause for day in counted for pause in held)
    assert [day.date for day in due.days] == [
        date.fromordinal(o) for o in range(start.toordinal() + 1, due.due.toordinal() + 1)
    ]


@quiet
@given(DATES, TERMS)
def test_natural_days_never_end_on_a_day_off_and_never_early(start, n):
    due = CALENDAR.natural(start, n + 1)
    assert due.due >= start + timedelta(days=n + 1)
    assert CALENDAR.works(due.due)
    assert CALENDAR.between(start + timedelta(days=n), due.due) == 1  # moved no further than the first working day


@quiet
@given(MOMENTS, AMOUNTS, TABLES, halts)
def test_working_hours_after_and_between_are_inverse(start, amount, table, held):
    due = hours_after(CALENDAR, table, start, amount, held).due
    assert hours_between(CALENDAR, table, start, due, held) == amount


@quiet
@given(MOMENTS, AMOUNTS, TABLES, halts)
def test_working_hours_taken_back_lead_to_the_same_working_moment(start, amount, table, held):
    due = hours_after(CALENDAR, table, start, amount, held).due
    back = hours_before(CALENDAR, table, due, amount, held)
    assert hours_between(CALENDAR, table, back, start, held) == timedelta(0)
    assert hours_between(CALENDAR, table, back, due, held) == amount


@quiet
@given(MOMENTS, AMOUNTS, halts)
def test_clock_hours_after_and_between_are_inverse(start, amount, held):
    due = clock_after(start, amount, held)
    assert clock_between(start, due, held) == amount
    assert clock_after(start, amount) == start + amount


@quiet
@given(st.lists(st.integers(0, 287), min_size=2, max_size=8, unique=True), st.booleans())
def test_a_timetable_reads_back_what_it_writes(points, makeup):
    points = sorted(points)[: len(points) // 2 * 2]
    spans = tuple((a * 5, b * 5) for a, b in zip(points[::2], points[1::2], strict=True))
    table = Timetable((spans, (), spans, spans, spans[:1], (), spans[-1:], spans if makeup else ()))
    assert Timetable.parse(table.text()) == table
