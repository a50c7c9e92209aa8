"""The verb that makes every move: what the law did first, then the move itself, its projections, its line in the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from gongkai.kernel.casework import kinds, vault
from gongkai.kernel.casework.models import Case, Deadline, Watcher
from gongkai.kernel.casework.models import Event as EventRow
from gongkai.kernel.casework.queries import reading
from gongkai.kernel.casework.rules import PROJECTED, Projection, clock_state, project
from gongkai.kernel.casework.sealing import deadlines_digest, plain, seals
from gongkai.kernel.ledger.operations import write
from gongkai.kernel.notices.operations import notify
from gongkai.kernel.organizations.queries import Actor, Person, Role, Standing, numbers_held, people_with, timetable
from gongkai.kernel.vocabulary import CHINA, Refusal, clean
from gongkai.kernel.workdays.queries import Calendar, calendar_held, current_calendar
from gongkai.kernel.workflow import DatedBackwards, Event, Workflow, advance, open_from, situation
from gongkai.kernel.workflow.steps import moment

_LONGEST = 200_000  # characters of everything that one event brings
SYSTEM = "期限届满"


class NotAllowed(Refusal):
    """The person's posts do not allow it."""


class StaleCase(Refusal):
    """Somebody else moved the case in the meantime; nothing was done. ``case`` is what is stored now."""

    def __init__(self, case: Case, last: str) -> None:
        super().__init__(f"{last}您的操作没有执行，请刷新页面核对后再办理。")
        self.case = case


@dataclass
class Matter:
    """A case that this transaction holds, with what is needed to move it."""

    case: Case
    kind: kinds.Kind
    workflow: Workflow
    history: list[Event]
    seq: int
    calendar: Calendar


def lock(case_id: int) -> Case:
    """The case, locked for this transaction (its own rows come first, then the ledger, then what all share)."""
    found = Case.objects.select_for_update(of=("self",)).select_related("organ", "handler").filter(pk=case_id).first()
    if found is None:
        raise Refusal("找不到这个办件。")
    return found


_moving: ContextVar[Case | None] = ContextVar("moving", default=None)


@contextmanager
def moving(case: Case) -> Iterator[None]:
    """While a case is moved: its kind asks ``in_hand`` for it rather than the database, and days and numbers are read once."""
    token = _moving.set(case)
    try:
        with calendar_held(), numbers_held():
            yield
    finally:
        _moving.reset(token)


def in_hand(case_id: int) -> Case:
    """The case that is being moved, as it stands, locked; any other is read."""
    held = _moving.get()
    if held is not None and held.pk == case_id:
        return held
    return Case.objects.select_related("organ", "handler").get(pk=case_id)


def actor_of(by: Standing | Actor, organ_id: int) -> tuple[Actor, Person | None, frozenset[Role] | None]:
    """(as the ledger keeps them, the person, their roles in that organ; None for the system, which is not asked)."""
    if isinstance(by, Actor):
        return by, None, None
    return by.actor(organ_id), by.person, by.roles(organ_id)


def require_reader(by: Standing | Actor, case: Case) -> Actor:
    """The actor; NotAllowed unless the person works on cases of this kind in its organ."""
    actor, _, roles = actor_of(by, case.organ_id)
    if roles is not None and not roles & kinds.get(case.kind).readers:
        raise NotAllowed("您在承办机关没有相应岗位，不能进行这项操作。")
    return actor


def move(
    *,
    case_id: int,
    code: str,
    by: Standing | Actor,
    at: datetime,
    on: datetime | date | None = None,
    version: int | None = None,
    data: Mapping[str, Any] | None = None,
    comment: str = "",
    held: Case | None = None,
) -> Case:
    """Make one move. ``on`` is when it happened in law (default ``at``); a bare date is that day, after what precedes it.

    What the law made in between (silence) is entered first. Refusal in Chinese when the table, the kind, a date in the
    future or before the last event, or ``version`` (somebody was quicker) forbids it; then nothing was done at all.
    ``held``: the case as the caller's transaction has locked it, with its organ; it is then not read again.
    """
    comment = clean(comment).strip()
    if len(comment) > 2000:
        raise Refusal(f"意见过长：最多2000字，现有{len(comment)}字。", field="comment")
    brought = as_json(dict(data or {}))
    if len(str(brought)) > _LONGEST:
        raise Refusal("内容过长，请删减或改为附件。")
    if comment and "comment" not in brought:
        brought["comment"] = comment
    with transaction.atomic(savepoint=held is None):
        case = lock(case_id) if held is None else held
        _fresh(case, version)
        with moving(case):
            actor, person, roles = actor_of(by, case.organ_id)
            matter = matter_of(case)
            when = moment_of(on, at=at, after=matter.history[-1].at if matter.history else case.opened_at)
            if roles is not None and not roles & matter.kind.readers:
                raise NotAllowed("您在承办机关没有相应岗位，不能进行这项操作。")
            if not matter.history and when.astimezone(CHINA).date() < case.opened_at.astimezone(CHINA).date():
                raise Refusal(f"时间不能早于来件时间（{moment(case.opened_at)}），请核对日期。", field="on")
            catch_up(matter, until=when, at=at)
            event = Event(code, when, actor.person_id or "", brought)
            before = situation(matter.workflow, matter.history)
            advance(matter.workflow, before, event, roles=roles)
            matter.kind.guard(case.pk, tuple(matter.history), event)
            enter(matter, event, actor=actor, person=person, at=at, comment=comment)
    return case


def moment_of(on: datetime | date | None, *, at: datetime, after: datetime) -> datetime:
    """The moment that counts in law. Refusal, with field ``on``, for a date to come."""
    if on is None:
        return at
    if isinstance(on, datetime):
        if on > at:
            raise Refusal(f"时间（{moment(on)}）不能晚于现在，请核对日期。", field="on")
        return on
    if on > at.astimezone(CHINA).date():
        raise Refusal(f"日期（{on.year}年{on.month}月{on.day}日）不能晚于今天，请核对。", field="on")
    begun = datetime.combine(on, time(), CHINA)
    return max(begun, after) if after.astimezone(CHINA).date() == on else begun


def _fresh(case: Case, version: int | None) -> None:
    if version is None or case.version == version:
        return
    last = EventRow.objects.filter(case=case).order_by("-seq").first()
    said = ""
    if last is not None:
        label = reading.workflow(case).move(last.move).label
        said = f"{last.actor_name}刚刚（{moment(last.recorded_at)}）已办理“{label}”。"
    raise StaleCase(case, said or "这个办件刚刚有人办理过。")


def matter_of(case: Case) -> Matter:
    """A locked case with its history and its table."""
    kind = kinds.get(case.kind)
    rows = reading.rows(case)
    return Matter(
        case, kind, kind.workflow(case.organ_id), [reading.as_event(row) for row in rows],
        rows[-1].seq if rows else 0, current_calendar(),
    )  # fmt: skip


def catch_up(matter: Matter, *, until: datetime, at: datetime) -> int:
    """Enter what the law itself made up to a moment; returns how many events."""
    entered = 0
    for event in matter.kind.automatic(matter.case.pk, until):
        enter(matter, event, actor=Actor.system(SYSTEM), person=None, at=at, comment="")
        entered += 1
    return entered


def enter(matter: Matter, event: Event, *, actor: Actor, person: Person | None, at: datetime, comment: str) -> EventRow:
    """Store an event that the table allows, with everything that follows from it."""
    case, kind = matter.case, matter.kind
    history: Sequence[Event] = [*matter.history, event]
    found = projected(case, kind, matter.workflow, history, matter.calendar)
    matter.seq += 1
    row = EventRow.objects.create(
        case=case, seq=matter.seq, move=event.move, at=event.at, recorded_at=at, person=person,
        actor_name=actor.name[:80], actor_post=actor.post[:120], kept=vault.kept(as_json(dict(event.data)), kind.private), comment=comment,
        state=found.state,
    )  # fmt: skip
    matter.history.append(event)
    case.version += 1
    clocks = store(case, found)
    label = matter.workflow.move(event.move).label
    said = seals(row, case)
    said["seals"][f"deadlines:{case.pk}"] = deadlines_digest(clocks)
    write(
        actor=actor, verb=label, object_type="case", object_id=case.pk, at=at, organ_id=case.organ_id,
        detail={"event": row.pk, "move": event.move, "on": plain(event.at), "state": found.state} | said,
    )  # fmt: skip
    _tell(matter, found, label, actor, at)
    kind.after(case.pk, event, found.situation, event.data)
    return row


def projected(
    case: Case, kind: kinds.Kind, workflow: Workflow, history: Sequence[Event], calendar: Calendar
) -> Projection:
    """The fold over these events for this case."""
    return project(
        workflow, history, opened_at=case.opened_at, calendar=calendar, timetable=timetable(case.organ),
        closing=kind.closing, owed=kind.owed,
    )  # fmt: skip


def store(case: Case, found: Projection) -> list[Deadline]:
    """Rewrite the projections of a case; returns its clocks."""
    for name in PROJECTED:
        setattr(case, name, getattr(found, name))
    case.save(update_fields=[*PROJECTED, "version"])
    clocks = [
        Deadline(
            case=case, clock=r.clock, state=clock_state(r).value, due_at=r.due_at, provisional=r.provisional,
            remaining=r.remaining,
        )
        for r in found.running
    ]  # fmt: skip
    Deadline.objects.filter(case=case).delete()
    Deadline.objects.bulk_create(clocks)
    return clocks


def _tell(matter: Matter, found: Projection, label: str, actor: Actor, at: datetime) -> None:
    """Watchers and the handler hear of every move; those whose turn it is now, that it waits for them."""
    case, kind = matter.case, matter.kind
    link, key = kind.page.format(pk=case.pk), f"case:{case.pk}:{case.version}"
    turn = {
        Role(role)
        for move in open_from(matter.workflow, found.situation)
        if move.style == "primary" and not set(move.actors) & kind.handlers
        for role in move.actors
    }
    today = at.astimezone(CHINA).date()
    waiting = {p.pk: p for role in sorted(turn) for p in people_with(role, case.organ_id, today)}
    waiting.pop(actor.person_id or 0, None)
    state = matter.workflow.state(found.state).label
    if waiting:
        notify(waiting.values(), text=f"{case.number} {state}：{case.title}", link=link, key=f"{key}:turn", at=at)
    told = {w.person_id: w.person for w in Watcher.objects.filter(case=case).select_related("person")}
    if case.handler_id and case.handler is not None:
        told[case.handler_id] = case.handler
    others = [p for pk, p in told.items() if pk != actor.person_id and pk not in waiting and p.is_active]
    if others:
        text = f"{case.number} {actor.name}办理了“{label}”，现为{state}：{case.title}"
        notify(others, text=text, link=link, key=key, at=at, mail=False)


def as_json(value: Any) -> Any:
    """A value as JSON holds it, its text free of what cannot be stored."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(k)): as_json(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(v) for v in value]
    return plain(value)


__all__ = ["DatedBackwards", "NotAllowed", "StaleCase", "move"]
