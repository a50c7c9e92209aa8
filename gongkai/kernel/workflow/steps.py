"""One step at a time: an event is judged against the table and the history, and the situation after it is returned."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any

from gongkai.kernel.vocabulary import CHINA, Refusal
from gongkai.kernel.workdays.rules import MOST
from gongkai.kernel.workflow.definition import Workflow
from gongkai.kernel.workflow.table import Clock, Move

_LONGEST = MOST


@dataclass(frozen=True)
class Event:
    """A move that was made: ``at`` is aware, the moment that counts in law; ``data`` is plain JSON-like values."""

    move: str
    at: datetime
    by: str | int = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Freeze the data, bring the time to China (where days begin); ValueError for a time without zone."""
        if self.at.tzinfo is None:
            raise ValueError(f"event {self.move!r}: {self.at} has no time zone")
        object.__setattr__(self, "at", self.at.astimezone(CHINA))
        object.__setattr__(self, "data", MappingProxyType(dict(self.data)))


@dataclass(frozen=True)
class Pause:
    """Time that is not counted, from ``begun`` to ``ended`` (None: still paused)."""

    begun: datetime
    ended: datetime | None = None


@dataclass(frozen=True)
class Run:
    """One run of a clock: ``term`` and ``extension`` in its unit, pauses in order and never overlapping."""

    clock: str
    started_at: datetime
    term: int
    extension: int = 0
    pauses: tuple[Pause, ...] = ()
    stopped_at: datetime | None = None

    @property
    def paused(self) -> bool:
        """Does the time stand still, while the clock is not yet stopped?"""
        return self.stopped_at is None and bool(self.pauses) and self.pauses[-1].ended is None

    @property
    def active(self) -> bool:
        """Started and not stopped (it may be paused)."""
        return self.stopped_at is None


@dataclass(frozen=True)
class Situation:
    """Where a case stands: its state, since when, which moves were made how often, and the last run of each clock."""

    state: str
    since: datetime | None = None
    at: datetime | None = None
    done: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    runs: Mapping[str, Run] = field(default_factory=lambda: MappingProxyType({}))


class MoveRefused(Refusal):
    """A move may not be made; ``move`` and ``state`` are codes. The subclasses say why."""

    def __init__(self, message: str, *, move: str, state: str, field: str = "") -> None:
        super().__init__(message, field=field)
        self.move = move
        self.state = state


class UnknownMove(MoveRefused):
    """The table has no such move."""


class NotFromHere(MoveRefused):
    """The move exists but not in this state."""


class OnlyOnce(MoveRefused):
    """A move that may be made one time was made before."""


class NotYourRole(MoveRefused):
    """The person holds none of the roles that may make the move."""


class DatedBackwards(MoveRefused):
    """The event is dated before the one that precedes it."""


class SomethingMissing(MoveRefused):
    """The event does not bring what the move needs; ``field`` names it."""


class TermNotAllowed(MoveRefused):
    """An extension beyond what the table allows, or a term given to a clock that has a fixed one."""


def opening(workflow: Workflow) -> Situation:
    """The situation before anything happened."""
    return Situation(state=workflow.initial)


def situation(workflow: Workflow, events: Sequence[Event]) -> Situation:
    """Fold the dated events, in order, into the situation after them; raises what ``step`` raises."""
    here = opening(workflow)
    for event in events:
        here = advance(workflow, here, event)
    return here


def step(
    workflow: Workflow, history: Sequence[Event], event: Event, *, roles: Collection[str] | None = None
) -> Situation:
    """The situation after ``event`` follows ``history``, or a MoveRefused. ``roles`` of the actor (None: not asked)."""
    return advance(workflow, situation(workflow, history), event, roles=roles)


def advance(workflow: Workflow, here: Situation, event: Event, *, roles: Collection[str] | None = None) -> Situation:
    """Like ``step``, from a situation that is already known; nothing is stored."""
    move = _permitted(workflow, here, event, roles)
    runs = dict(here.runs)
    for effect, clock in move.effects:
        _affect(workflow.clock(clock), effect, runs, move, event, here.state)
    target = move.leads_to(here.state)
    if workflow.state(target).final:
        # Nothing is owed any more: what still ran ends with the case.
        runs = {code: _stop(run, event.at) for code, run in runs.items()}
    return Situation(
        state=target,
        since=here.since if target == here.state and here.since else event.at,
        at=event.at,
        done=MappingProxyType({**here.done, move.code: here.done.get(move.code, 0) + 1}),
        runs=MappingProxyType(runs),
    )


def open_from(workflow: Workflow, here: Situation, *, roles: Collection[str] | None = None) -> tuple[Move, ...]:
    """The moves that may be made in a situation: primary first, dangerous last, otherwise in the order of the table."""
    found = [
        move
        for move in workflow.moves
        if here.state in move.sources
        and not (move.once and here.done.get(move.code))
        and not any(here.done.get(code) for code in move.shut_by)
        and (roles is None or not move.actors or set(roles) & set(move.actors))
    ]
    return tuple(sorted(found, key=lambda move: ("primary", "", "danger").index(move.style)))


def moves_open(workflow: Workflow, events: Sequence[Event], roles: Collection[str] | None = None) -> tuple[Move, ...]:
    """The moves that may follow ``events`` (for a person with ``roles``): the buttons of the desk."""
    return open_from(workflow, situation(workflow, events), roles=roles)


def _permitted(workflow: Workflow, here: Situation, event: Event, roles: Collection[str] | None) -> Move:
    state = workflow.state(here.state)
    if not workflow.knows(event.move):
        raise UnknownMove(f"没有“{event.move}”这一操作。", move=event.move, state=state.code)
    move = workflow.move(event.move)
    about = {"move": move.code, "state": state.code}
    if state.code not in move.sources:
        possible = "、".join(f"“{other.label}”" for other in open_from(workflow, here))
        hint = f"现在可以：{possible}。" if possible else "已经办结，没有下一步操作。"
        raise NotFromHere(f"当前状态为“{state.label}”，不能“{move.label}”。{hint}", **about)
    if move.once and here.done.get(move.code):
        raise OnlyOnce(f"“{move.label}”只能办理一次，此前已经办理过（当前状态为“{state.label}”）。", **about)
    if made := next((code for code in move.shut_by if here.done.get(code)), None):
        raise NotFromHere(f"办理过“{workflow.move(made).label}”之后，不能再“{move.label}”。", **about)
    if roles is not None and move.actors and not set(roles) & set(move.actors):
        raise NotYourRole(f"您的岗位不能在“{state.label}”状态下办理“{move.label}”。", **about)
    if here.at is not None and event.at < here.at:
        raise DatedBackwards(
            f"“{move.label}”的时间（{moment(event.at)}）早于上一步的时间（{moment(here.at)}），"
            f"当前状态为“{state.label}”，请核对日期。",
            **about,
        )
    for name, label in move.asked:
        value = event.data.get(name)
        if value is None or value is False or not str(value).strip() or value in ([], {}, ()):
            raise SomethingMissing(f"在“{state.label}”状态下“{move.label}”，须填写{label}。", field=name, **about)
    _terms_permitted(workflow, move, event, about)
    return move


def _terms_permitted(workflow: Workflow, move: Move, event: Event, about: dict[str, str]) -> None:
    terms = event.data.get("terms", {})
    if not isinstance(terms, Mapping):
        raise TermNotAllowed(f"“{move.label}”的期限格式不正确。", field="terms", **about)
    started = {clock for effect, clock in move.effects if effect in {"starts", "restarts"}}
    for code, term in terms.items():
        if code not in started or not workflow.clock(code).adjustable:
            raise TermNotAllowed(f"“{move.label}”不能另定期限。", field="terms", **about)
        if not _whole(term) or not 1 <= term <= _LONGEST:
            label = workflow.clock(code).label
            raise TermNotAllowed(f"“{move.label}”的{label}须是 1 到 {_LONGEST} 之间的整数。", field="terms", **about)


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _affect(clock: Clock, effect: str, runs: dict[str, Run], move: Move, event: Event, state: str) -> None:
    run = runs.get(clock.code)
    if effect in {"starts", "restarts"}:
        term = event.data.get("terms", {}).get(clock.code, clock.term)
        runs[clock.code] = Run(clock=clock.code, started_at=event.at, term=term)
    elif run is None or not run.active:
        # The table was checked: only a stop may meet a clock that does not run, and it does no harm.
        return
    elif effect == "stops":
        runs[clock.code] = _stop(run, event.at)
    elif effect == "pauses" and not run.paused and (not move.pauses_if or event.data.get(move.pauses_if) is True):
        # Paused twice is paused once: time that overlaps is not excluded twice.
        runs[clock.code] = replace(run, pauses=(*run.pauses, Pause(event.at)))
    elif effect == "resumes" and run.paused:
        runs[clock.code] = _resume(run, event.at)
    elif effect == "trims":
        runs[clock.code] = _trim(run, event.data.get("until"))
    elif effect == "extends":
        limit = dict(move.extends)[clock.code]
        by = event.data.get("extend_by", limit)
        if not _whole(by) or not 1 <= by <= limit:
            raise TermNotAllowed(
                f"“{move.label}”须是 1 到 {limit} {clock.unit.label}的整数（{clock.label}）。",
                move=move.code,
                state=state,
                field="extend_by",
            )
        runs[clock.code] = replace(run, extension=run.extension + by)


def _resume(run: Run, at: datetime) -> Run:
    return replace(run, pauses=(*run.pauses[:-1], replace(run.pauses[-1], ended=at)))


def _trim(run: Run, until: object) -> Run:
    """The pause around that day (ISO text) ended with it; a day in no pause that is over changes nothing."""
    try:
        day = date.fromisoformat(str(until))
    except ValueError:
        return run
    for place, pause in enumerate(run.pauses):
        if (
            pause.ended is not None
            and pause.begun.astimezone(CHINA).date() <= day < pause.ended.astimezone(CHINA).date()
        ):
            shorter = replace(pause, ended=datetime.combine(day, time(23, 59, 59), CHINA))
            return replace(run, pauses=(*run.pauses[:place], shorter, *run.pauses[place + 1 :]))
    return run


def _stop(run: Run, at: datetime) -> Run:
    if not run.active:
        return run
    return replace(_resume(run, at) if run.paused else run, stopped_at=at)


def moment(at: datetime) -> str:
    """A moment in China as users read it: 2026年3月2日 09:05."""
    here = at.astimezone(CHINA)
    return f"{here.year}年{here.month}月{here.day}日 {here.hour:02}:{here.minute:02}"
