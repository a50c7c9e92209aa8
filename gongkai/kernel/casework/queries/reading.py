"""Questions about one case: may this person read it, what happened, how its clocks stand, what may follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models import Q

from gongkai.kernel.casework import kinds
from gongkai.kernel.casework.models import Case
from gongkai.kernel.casework.models import Event as EventRow
from gongkai.kernel.casework.rules import Projection, project
from gongkai.kernel.organizations.queries import Standing, supervised, timetable
from gongkai.kernel.vocabulary import Term
from gongkai.kernel.workdays.queries import Calendar, current_calendar
from gongkai.kernel.workflow import ClockReading, Event, Situation, Workflow
from gongkai.kernel.workflow import situation as fold


class Access(Term):
    """How far a person may look into a case."""

    FULL = "full", "办理"
    OVERSEE = "oversee", "监督（不含当事人）"
    NONE = "none", "无权查看"


def access(case: Case, standing: Standing) -> Access:
    """Whoever holds a reader's post in its organ reads it; the 主管部门 sees state, clocks and papers issued (条例47)."""
    if standing.roles(case.organ_id) & kinds.get(case.kind).readers:
        return Access.FULL
    return Access.OVERSEE if case.organ_id in supervised(standing) else Access.NONE


def case(pk: int, standing: Standing, *, held: Case | None = None) -> Case | None:
    """The case with its organ and handler; None when there is none or the person may not read it.

    ``case.access`` says how far: of OVERSEE show neither parties, notes nor drafts. ``held``: the case, when it was read
    already.
    """
    found = held or Case.objects.select_related("organ", "handler", "merged_into").filter(pk=pk).first()
    if found is None:
        return None
    allowed = access(found, standing)
    found.access = allowed  # type: ignore[attr-defined]
    return None if allowed is Access.NONE else found


def readable(standing: Standing) -> Q:
    """The condition on cases that the person reads in full."""
    known = kinds.all_kinds()
    groups: dict[frozenset[int], list[str]] = {}
    for kind in known:
        if organs := standing.organs_with(kind.readers):
            groups.setdefault(organs, []).append(kind.code)
    scope = Q(pk__in=[])
    for organs, codes in groups.items():
        part = Q(organ_id=next(iter(organs))) if len(organs) == 1 else Q(organ_id__in=sorted(organs))
        # Who reads every kind is not asked for the kind: one organ, one index, in order.
        scope |= part if len(codes) == len(known) else part & Q(kind__in=codes)
    return scope


def workflow(case: Case) -> Workflow:
    """The table in force for a case."""
    return kinds.get(case.kind).workflow(case.organ_id)


def as_event(row: EventRow) -> Event:
    """A row as the workflow reads it."""
    return Event(row.move, row.at, row.person_id or "", row.data)


_held: ContextVar[dict[int, list[EventRow]] | None] = ContextVar("events", default=None)


@contextmanager
def events_held() -> Iterator[None]:
    """Within it the events of a case are read once: for a page that shows them in several ways and enters none."""
    token = _held.set({} if (held := _held.get()) is None else held)
    try:
        yield
    finally:
        _held.reset(token)


def rows(case: Case) -> list[EventRow]:
    """The rows of its events, in order (one query; within ``events_held`` only the first time)."""
    held = _held.get()
    if held is not None and case.pk in held:
        return list(held[case.pk])
    found = list(EventRow.objects.filter(case=case).order_by("seq"))
    if held is not None:
        held[case.pk] = found
    return list(found)


def events(case: Case) -> tuple[Event, ...]:
    """Its dated events, in order (one query)."""
    return tuple(as_event(row) for row in rows(case))


def situation(case: Case) -> Situation:
    """Where it stands, folded from its events."""
    return fold(workflow(case), events(case))


def projection(case: Case, *, calendar: Calendar | None = None) -> Projection:
    """Everything that follows from its events with the calendar in force."""
    kind = kinds.get(case.kind)
    return project(
        kind.workflow(case.organ_id), events(case), opened_at=case.opened_at, calendar=calendar or current_calendar(),
        timetable=timetable(case.organ), closing=kind.closing, owed=kind.owed,
    )  # fmt: skip


def owes(case: Case, clock: str) -> bool:
    """Is this a clock by which the office is late?"""
    return kinds.get(case.kind).owes(clock)


def readings(case: Case) -> dict[str, ClockReading]:
    """The last run of every clock that was started, with its due date explained."""
    return projection(case).readings


def find(**by: Any) -> Case | None:
    """A case by its number or key, whoever asks: for the applications' own pages, which check first."""
    conditions: Mapping[str, Any] = by
    return Case.objects.select_related("organ", "handler").filter(**conditions).first()
