"""Whatever a clerk tries: no illegal state, one extension, and the clock says what a calendar on the wall says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from gongkai.kernel.vocabulary import CHINA
from gongkai.kernel.workdays import shipped
from gongkai.kernel.workflow import (
    DatedBackwards,
    Event,
    MoveRefused,
    advance,
    due,
    matrix,
    moves_open,
    opening,
    situation,
    step,
)

from .sample import REQUEST

CALENDAR = shipped()
DAY = timedelta(days=1)

# Written by hand, not read from the table: (state, move) → state.
LEGAL = {
    ("filed", "accept"): "handling",
    ("handling", "ask"): "amending",
    ("amending", "amend"): "handling",
    ("amending", "lapse"): "abandoned",
    ("handling", "consult"): "consulting",
    ("consulting", "ask_more"): "consulting",
    ("consulting", "heard"): "handling",
    ("handling", "extend"): "handling",
    ("consulting", "extend"): "consulting",
    ("handling", "redo"): "handling",
    ("handling", "reply"): "answered",
}
ONCE = {"ask", "extend"}


def test_the_table_allows_exactly_what_was_written_by_hand():
    assert {pair: target for pair, target in matrix(REQUEST).items() if target} == LEGAL


class Wall:
    """The answer clock as a person would keep it: a mark on each day, one after another."""

    def __init__(self) -> None:
        self.start: date | None = None
        self.term = 0
        self.paused_since: date | None = None
        self.crossed_out: set[date] = set()

    def begin(self, day: date) -> None:
        self.start, self.term, self.paused_since, self.crossed_out = day, 20, None, set()

    def resume(self, day: date) -> None:
        assert self.paused_since
        self.crossed_out |= {self.paused_since + n * DAY for n in range(1, (day - self.paused_since).days + 1)}
        self.paused_since = None

    def due(self) -> date | None:
        assert self.start
        day, counted = self.start, 0
        while counted < self.term:
            if self.paused_since and day >= self.paused_since:
                return None
            day += DAY
            counted += CALENDAR.works(day) and day not in self.crossed_out
        return day


class Clerk(RuleBasedStateMachine):
    """Tries moves at random, some days or minutes apart."""

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2025, 1, 2, 9, tzinfo=CHINA)
        self.events: list[Event] = []
        self.state = "filed"
        self.made: dict[str, int] = {}
        self.wall = Wall()

    @rule(days=st.integers(0, 9), minutes=st.integers(0, 1439))
    def time_passes(self, days: int, minutes: int) -> None:
        self.now += timedelta(days=days, minutes=minutes)

    @rule(move=st.sampled_from([move.code for move in REQUEST.moves]), by=st.integers(1, 20))
    def a_move_is_tried(self, move: str, by: int) -> None:
        event = Event(move, self.now, by=7, data={"reason": "内容不明确", "extend_by": by})
        allowed = (self.state, move) in LEGAL and not (move in ONCE and self.made.get(move))
        assert (move in [open_.code for open_ in moves_open(REQUEST, self.events)]) == allowed
        if not allowed:
            with pytest.raises(MoveRefused):
                step(REQUEST, self.events, event)
            return
        self.state = LEGAL[self.state, move]
        assert step(REQUEST, self.events, event).state == self.state
        self.events.append(event)
        self.made[move] = self.made.get(move, 0) + 1
        self._mark(move, by)

    def _mark(self, move: str, by: int) -> None:
        today = self.now.date()
        if move in {"accept", "amend", "redo"}:
            self.wall.begin(today)
        elif move == "extend":
            self.wall.term += by
        elif move == "consult":
            self.wall.paused_since = today
        elif move == "heard":
            self.wall.resume(today)

    @rule(back=st.integers(1, 100_000))
    def nothing_can_be_dated_back(self, back: int) -> None:
        for move in moves_open(REQUEST, self.events) if self.events else ():
            at = self.events[-1].at - timedelta(minutes=back)
            with pytest.raises(DatedBackwards):
                step(REQUEST, self.events, Event(move.code, at, data={"reason": "内容不明确"}))

    @invariant()
    def the_clock_says_what_the_wall_says(self) -> None:
        reading = due(REQUEST, self.events, CALENDAR).get("answer")
        if self.wall.start is None:
            assert reading is None
            return
        assert reading
        assert reading.due_on == self.wall.due()
        assert reading.paused == (self.state == "consulting")
        assert reading.stopped == (self.state in {"amending", "answered", "abandoned"})

    @invariant()
    def extension_and_notice_happen_once_at_most(self) -> None:
        done = situation(REQUEST, self.events).done
        assert all(done.get(move, 0) <= 1 for move in ONCE)
        assert dict(done) == self.made

    @invariant()
    def one_step_after_another_is_the_fold(self) -> None:
        here = opening(REQUEST)
        for event in self.events:
            here = advance(REQUEST, here, event)
        assert here == situation(REQUEST, self.events)
        assert here.state == self.state


TestClerk = Clerk.TestCase
TestClerk.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)

DAYS = st.dates(date(2024, 1, 1), date(2026, 3, 1))


def _request(start: date, *pauses: tuple[int, int]) -> list[Event]:
    morning = datetime(start.year, start.month, start.day, 10, tzinfo=CHINA)
    events, moment = [Event("accept", morning)], morning
    for before, length in pauses:
        events.append(Event("consult", moment := moment + before * DAY))
        events.append(Event("heard", moment := moment + length * DAY))
    return events


@given(start=DAYS, pauses=st.lists(st.tuples(st.integers(0, 8), st.integers(0, 15)), max_size=4))
@settings(max_examples=150, deadline=None)
def test_a_pause_costs_nothing_twenty_working_days_are_counted_with_or_without(
    start: date, pauses: list[tuple[int, int]]
):
    reading = due(REQUEST, _request(start, *pauses), CALENDAR)["answer"]
    assert reading.due_on
    span = [start + n * DAY for n in range(1, (reading.due_on - start).days + 1)]
    working = [day for day in span if CALENDAR.works(day)]
    excluded = [day for day in reading.excluded if day <= reading.due_on]
    assert len(working) - len(excluded) == 20
    assert len(set(excluded)) == len(excluded)
    assert set(excluded) <= set(working)
    plain = due(REQUEST, _request(start), CALENDAR)["answer"].due_on
    assert plain
    assert reading.due_on == CALENDAR.after(plain, len(excluded)).due
