"""Reading the clocks: when each is due, what was not counted, and why, as a fold over the dated events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from gongkai.kernel import workdays
from gongkai.kernel.vocabulary import CHINA, Term, cited
from gongkai.kernel.workdays import Calendar, Due, Timetable
from gongkai.kernel.workflow.definition import Workflow
from gongkai.kernel.workflow.steps import Event, Pause, Run, moment, situation
from gongkai.kernel.workflow.table import Clock, Unit

_END_OF_DAY = time(23, 59, 59)
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


class Status(Term):
    """How a clock that was started stands."""

    RUNNING = "running", "计时中"
    PAUSED = "paused", "已暂停"
    STOPPED = "stopped", "已停止"


@dataclass(frozen=True)
class ClockReading:
    """One clock, read. ``due_at`` (aware, China time; a day is its last second) is None while a pause keeps it open.

    ``remaining`` is what was left when a pause began that still lasts, in units (hours rounded up), else None.
    ``excluded`` are the days that pauses took out of the count (working days, or natural days for ``days``); clocks in
    hours list no days, see ``pauses``. ``explanation`` is Chinese, a sentence each. ``provisional``: a calendar on the
    way is not published yet. ``reckoning`` (clocks in days that are due) can list every day: ``reckoning.explain()``.
    """

    clock: str
    label: str
    basis: str
    unit: Unit
    term: int
    extension: int
    status: Status
    started_at: datetime
    stopped_at: datetime | None
    due_at: datetime | None
    provisional: bool
    pauses: tuple[Pause, ...]
    excluded: tuple[date, ...]
    remaining: int | None
    explanation: tuple[str, ...]
    reckoning: Due | None = field(default=None, repr=False)

    @property
    def due_on(self) -> date | None:
        """The day on which it is due, in China."""
        return None if self.due_at is None else self.due_at.astimezone(CHINA).date()

    @property
    def running(self) -> bool:
        """Does the time count now?"""
        return self.status is Status.RUNNING

    @property
    def paused(self) -> bool:
        """Does the time stand still?"""
        return self.status is Status.PAUSED

    @property
    def stopped(self) -> bool:
        """Is the clock over?"""
        return self.status is Status.STOPPED

    def late(self, at: datetime) -> bool:
        """Is it overdue at this moment, or was it when it was stopped? A pause after the due time does not heal it."""
        return self.due_at is not None and (self.stopped_at or at).replace(microsecond=0) > self.due_at


def due(
    workflow: Workflow, events: Sequence[Event], calendar: Calendar, timetable: Timetable | None = None
) -> dict[str, ClockReading]:
    """The last run of every clock that was started, by code, in the order of the table.

    ``timetable`` is asked for by clocks in working hours only (ValueError when it is needed and missing).
    """
    return readings_of(workflow, situation(workflow, events).runs, calendar, timetable)


def readings_of(
    workflow: Workflow, runs: Mapping[str, Run], calendar: Calendar, timetable: Timetable | None = None
) -> dict[str, ClockReading]:
    """Like ``due``, for the runs of a situation that is already known."""
    return {
        clock.code: read(clock, runs[clock.code], calendar, timetable)
        for clock in workflow.clocks
        if clock.code in runs
    }


def read(clock: Clock, run: Run, calendar: Calendar, timetable: Timetable | None = None) -> ClockReading:
    """One run of a clock, read with a calendar."""
    if clock.unit is Unit.WORKING_DAYS:
        counted = _count_working_days(run, calendar)
    elif clock.unit is Unit.DAYS:
        counted = _count_days(run, calendar)
    else:
        counted = _count_hours(clock, run, calendar, timetable)
    status = Status.STOPPED if not run.active else Status.PAUSED if run.paused else Status.RUNNING
    return ClockReading(
        clock=clock.code,
        label=clock.label,
        basis=clock.basis,
        unit=clock.unit,
        term=run.term,
        extension=run.extension,
        status=status,
        started_at=run.started_at,
        stopped_at=run.stopped_at,
        due_at=counted.due_at,
        provisional=counted.provisional,
        pauses=run.pauses,
        excluded=counted.excluded,
        remaining=counted.remaining,
        explanation=tuple(_explain(clock, run, counted)),
        reckoning=counted.reckoning,
    )


def day_of(at: datetime) -> date:
    """The date in China on which a moment falls."""
    return at.astimezone(CHINA).date()


@dataclass(frozen=True)
class _Counted:
    due_at: datetime | None
    remaining: int | None = None
    excluded: tuple[date, ...] = ()
    provisional: bool = False
    reckoning: Due | None = None


def _ended(run: Run) -> list[tuple[datetime, datetime]]:
    return [(pause.begun, pause.ended) for pause in run.pauses if pause.ended is not None]


def _held_since(run: Run) -> datetime | None:
    return run.pauses[-1].begun if run.paused else None


def _by_day(due: Due, excluded: Sequence[date]) -> _Counted:
    return _Counted(datetime.combine(due.due, _END_OF_DAY, CHINA), None, tuple(excluded), due.provisional, due)


def _count_working_days(run: Run, calendar: Calendar) -> _Counted:
    """Count working days, the first after the start; those after ``begun`` up to ``ended`` of a pause are left out."""
    start, n = day_of(run.started_at), run.term + run.extension
    pauses = [workdays.Pause(day_of(begun), day_of(ended)) for begun, ended in _ended(run)]
    due = calendar.after(start, n, pauses)
    held = _held_since(run)
    last = due.due if held is None else min(due.due, day_of(held))
    excluded = [day.date for day in calendar.walk(start, last, pauses) if day.kind.working and not day.counted]
    if held is not None and due.due > day_of(held):
        return _Counted(None, n - calendar.between(start, day_of(held), pauses), tuple(excluded))
    return _by_day(due, excluded)


def _count_days(run: Run, calendar: Calendar) -> _Counted:
    """Count natural days in the same way; a last day that is off moves to the next working day (民法典203)."""
    cursor, left = day_of(run.started_at), run.term + run.extension
    excluded: list[date] = []
    for pause in run.pauses:
        begun = day_of(pause.begun)
        if cursor + left * _DAY <= begun:
            break
        left -= (begun - cursor).days
        if pause.ended is None:
            return _Counted(None, left, tuple(excluded))
        cursor = day_of(pause.ended)
        excluded += [begun + n * _DAY for n in range(1, (cursor - begun).days + 1)]
    return _by_day(calendar.natural(cursor, left), excluded)


def _count_hours(clock: Clock, run: Run, calendar: Calendar, timetable: Timetable | None) -> _Counted:
    """Count to the second; a pause takes out exactly its own time."""
    halts = [workdays.Halt(begun, ended) for begun, ended in _ended(run)]
    amount = (run.term + run.extension) * _HOUR
    held = _held_since(run)
    if clock.unit is Unit.HOURS:
        due_at, provisional = workdays.clock_after(run.started_at, amount, halts), False
        spent = workdays.clock_between(run.started_at, held or due_at, halts)
    elif timetable is None:
        raise ValueError(f"clock {clock.code!r} counts working hours: a timetable is needed")
    else:
        due = workdays.hours_after(calendar, timetable, run.started_at, amount, halts)
        due_at, provisional = due.due, due.provisional
        spent = workdays.hours_between(calendar, timetable, run.started_at, held or due_at, halts)
    if held is not None and due_at > held:
        return _Counted(None, -(-(amount - spent) // _HOUR))
    return _Counted(due_at, provisional=provisional)


def _explain(clock: Clock, run: Run, counted: _Counted) -> Iterator[str]:
    basis = f"（{cited(clock.basis)}）" if clock.basis else ""
    unit = clock.unit.label
    if clock.unit.counts_days:
        yield f"{_day(run.started_at)}起算，当日不计入；{clock.label}{run.term}{unit}{basis}。"
    else:
        yield f"{moment(run.started_at)}起算；{clock.label}{run.term}{unit}{basis}。"
    if run.extension:
        yield f"延长{run.extension}{unit}。"
    for pause in run.pauses:
        show = _day if clock.unit.counts_days else moment
        if counted.due_at is not None and pause.begun > counted.due_at:
            yield f"{show(pause.begun)}暂停计时，此时期限已经届满。"
            continue
        if pause.ended is None:
            yield f"{show(pause.begun)}起暂停计时，尚余{counted.remaining}{unit}。"
            continue
        if clock.unit.counts_days:
            begun, ended = day_of(pause.begun), day_of(pause.ended)
            days = sum(begun < day <= ended for day in counted.excluded)
            yield f"{_day(pause.begun)}暂停，{_day(pause.ended)}恢复，其间{days}{unit}不计入。"
        else:
            yield f"{moment(pause.begun)}暂停，{moment(pause.ended)}恢复，其间不计入。"
    if counted.due_at is not None:
        yield f"{_day(counted.due_at) if clock.unit.counts_days else moment(counted.due_at)}届满。"
    if run.stopped_at is not None:
        yield f"{_day(run.stopped_at) if clock.unit.counts_days else moment(run.stopped_at)}停止计时。"
    if counted.provisional:
        yield "所涉年度的放假安排尚未公布，此日期为暂定，公布后重新计算。"


def _day(at: datetime) -> str:
    day = day_of(at)
    return f"{day.year}年{day.month}月{day.day}日"
