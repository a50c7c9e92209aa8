"""What follows from the events of a case: its projections and how near its due date is; pure, nothing is stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gongkai.kernel.casework.terms import ClockState, Light
from gongkai.kernel.vocabulary import CHINA
from gongkai.kernel.workdays import Calendar, Timetable
from gongkai.kernel.workflow import ClockReading, Event, Situation, Workflow, advance, opening, readings_of


def out_since(calendar: Calendar, today: date, days: int) -> date:
    """The latest day of which the ``days``-th working day after it is over: what went out then is waited for too long."""
    day = calendar.previous_working(today - timedelta(days=1))
    for _ in range(days - 1):
        day = calendar.previous_working(day - timedelta(days=1))
    return day - timedelta(days=1)


#: So long after its last sign of life a colleague counts as gone.
PRESENT = timedelta(seconds=90)


@dataclass(frozen=True)
class Projection:
    """What a case row and its clocks say, as a fold over the events; ``situation`` and ``readings`` for who asks more."""

    situation: Situation
    readings: dict[str, ClockReading]
    state: str
    state_since: datetime
    received_on: date | None
    closed_at: datetime | None
    outcome: str
    due_at: datetime | None
    due_clock: str
    provisional: bool
    paused: bool
    extended: bool
    was_late: bool
    done: bool
    running: list[ClockReading]  # the clocks under which an open case stands: the rows of ``Deadline``


#: The columns of a case that ``project`` gives.
PROJECTED = (
    "state", "state_since", "received_on", "closed_at", "outcome", "due_at", "due_clock", "provisional", "paused",
    "extended", "was_late", "done",
)  # fmt: skip


def project(
    workflow: Workflow,
    events: Sequence[Event],
    *,
    opened_at: datetime,
    calendar: Calendar,
    timetable: Timetable | None = None,
    closing: Collection[str] = (),
    owed: Collection[str] = (),
) -> Projection:
    """Fold the events. The due date is that of the earliest clock ``owed`` that is not stopped, else of the earliest other one.

    A case is late by the clocks owed alone: a term of the applicant, or one that binds a single step, makes nobody late.
    While an open case waits and no clock runs (a notice went out and is not served yet) it stands under the owed clock that
    ran last, so that nobody loses sight of it.

    ``received_on`` is the day of the first event that starts a clock (条例31); ``closed_at`` the moment of the first move
    in ``closing``; the outcome is the last one that an event brought.
    """
    here = opening(workflow)
    received_on: date | None = None
    closed_at: datetime | None = None
    outcome, extended, was_late = "", False, False
    for event in events:
        before, here = here, advance(workflow, here, event)
        move = workflow.move(event.move)
        extended = extended or bool(move.extends)
        outcome = str(event.data.get("outcome") or outcome)
        if received_on is None and any(effect in {"starts", "restarts"} for effect, _ in move.effects):
            received_on = event.at.astimezone(CHINA).date()
        if closed_at is None and event.move in closing:
            closed_at = event.at
            standing = readings_of(workflow, before.runs, calendar, timetable)
            was_late = any(not r.stopped and r.late(event.at) for r in standing.values() if not owed or r.clock in owed)
    readings = readings_of(workflow, here.runs, calendar, timetable)
    done = workflow.state(here.state).final
    open_clocks = [] if closed_at or done else _standing(readings, owed)
    first = _earliest([reading for reading in open_clocks if not owed or reading.clock in owed] or open_clocks)
    return Projection(
        situation=here,
        readings=readings,
        state=here.state,
        state_since=here.since or opened_at,
        received_on=received_on,
        closed_at=closed_at,
        outcome=outcome,
        due_at=first.due_at if first else None,
        due_clock=first.clock if first else "",
        provisional=any(reading.provisional for reading in open_clocks),
        paused=first is None and any(reading.paused for reading in open_clocks),
        extended=extended,
        was_late=was_late,
        done=done,
        running=open_clocks,
    )


def _standing(readings: Mapping[str, ClockReading], owed: Collection[str]) -> list[ClockReading]:
    """The clocks that are not stopped; where there is none, the owed one that was stopped last."""
    if found := [reading for reading in readings.values() if not reading.stopped]:
        return found
    ended = [r for r in readings.values() if r.stopped_at is not None and (not owed or r.clock in owed)]
    return sorted(ended, key=lambda r: (r.stopped_at, r.clock))[-1:]


def _earliest(readings: Iterable[ClockReading]) -> ClockReading | None:
    due = [(reading.due_at, place, reading) for place, reading in enumerate(readings) if reading.due_at is not None]
    return min(due, key=lambda item: item[:2])[2] if due else None


def clock_state(reading: ClockReading) -> ClockState:
    """How a clock that is not stopped stands."""
    return ClockState.PAUSED if reading.paused else ClockState.RUNNING


@dataclass(frozen=True)
class Lamp:
    """灯, and the same in words; ``left`` are the working days to come until the due day (negative: late), or None."""

    light: Light
    words: str
    left: int | None = None

    @property
    def late(self) -> bool:
        """Is the due date over?"""
        return self.left is not None and self.left < 0


def lamp(
    *,
    at: datetime,
    due_at: datetime | None,
    paused: bool,
    closed: bool,
    calendar: Calendar,
    amber: int,
    red: int,
    was_late: bool = False,
    provisional: bool = False,
    of_others: str = "",
    done: bool = True,
) -> Lamp:
    """Green above ``amber`` working days, red at ``red`` or below and when late. The due day itself has none left.

    ``of_others`` is the label of a term that the office does not keep (the applicant's): it is never red nor late, and
    once it is over it says so. ``done``: nothing at all is left to do; what was answered may still wait for its service.
    """
    if closed and not done:
        return Lamp(Light.NONE, "逾期答复" if was_late else "已答复")
    if closed:
        return Lamp(Light.NONE, "逾期办结" if was_late else "已办结")
    if due_at is None:
        return Lamp(Light.PAUSED, "暂停计时") if paused else Lamp(Light.NONE, "尚未起算")
    today, due_on = at.astimezone(CHINA).date(), due_at.astimezone(CHINA).date()
    if at.replace(microsecond=0) > due_at:
        long = (today - due_on).days > 366
        over = 250 if long else max(calendar.between(due_on, today), 1)
        if of_others:
            return Lamp(Light.AMBER, f"{of_others}已满" + ("一年以上" if long else f"{over}个工作日"))
        if long:
            return Lamp(Light.RED, "已逾期一年以上", -over)
        return Lamp(Light.RED, f"已逾期{over}个工作日", -over)
    left = calendar.between(today, due_on)
    words = "今天到期" if due_on == today else f"还剩{left}个工作日"
    light = Light.RED if left <= red and not of_others else Light.AMBER if left <= amber else Light.GREEN
    return Lamp(light, words + ("（暂定）" if provisional else ""), left)
