"""Verbs that make projections anew: after a calendar was imported, or when the law itself has gone on (silence)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.kernel.casework import kinds
from gongkai.kernel.casework.models import Case, Deadline
from gongkai.kernel.casework.models import Event as EventRow
from gongkai.kernel.casework.operations.colleagues import listeners, tell
from gongkai.kernel.casework.operations.moving import catch_up, lock, matter_of, projected, store
from gongkai.kernel.casework.queries import reading
from gongkai.kernel.casework.rules import PROJECTED, Projection, clock_state
from gongkai.kernel.casework.sealing import deadlines_digest, plain, seals
from gongkai.kernel.ledger.operations import Actor, write
from gongkai.kernel.vocabulary import CHINA, Refusal
from gongkai.kernel.workdays.queries import current_calendar
from gongkai.kernel.workflow import Event, Workflow

_CHUNK = 200


@dataclass(frozen=True)
class Change:
    """A case whose projections were not what its events say; ``before`` and ``after`` are its due moments."""

    case_id: int
    number: str
    columns: tuple[str, ...]
    before: datetime | None
    after: datetime | None

    @property
    def moved(self) -> bool:
        """Did the due date change?"""
        return self.before != self.after


def rebuild(*, at: datetime, case_ids: Iterable[int] | None = None, why: str = "重算期限") -> list[Change]:
    """Fold the events of the open cases anew (of these cases, when they are named) and store what differs.

    Each changed case is one transaction with one line in the ledger; its handler is told when the due date moved. What
    does not differ is not touched, so doing it twice changes nothing; a crash in between leaves the rest for next time.
    """
    wanted = Case.objects.filter(closed_at=None) if case_ids is None else Case.objects.filter(pk__in=list(case_ids))
    keys = list(wanted.order_by("pk").values_list("pk", flat=True))
    calendar = current_calendar()
    tables: dict[tuple[str, int], Workflow] = {}
    changes: list[Change] = []
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        histories, clocks = _read(chunk)
        for kind in kinds.all_kinds():
            kind.renew(list(Case.objects.filter(pk__in=chunk, kind=kind.code).values_list("pk", flat=True)), at)
        for case in Case.objects.filter(pk__in=chunk).select_related("organ").order_by("pk"):
            kind = kinds.get(case.kind)
            if (key := (case.kind, case.organ_id)) not in tables:
                tables[key] = kind.workflow(case.organ_id)
            found = projected(case, kind, tables[key], histories.get(case.pk, []), calendar)
            if _differences(case, found, clocks.get(case.pk, [])) and (change := _renew(case.pk, at, why)):
                changes.append(change)
    return changes


def _read(chunk: list[int]) -> tuple[dict[int, list[Event]], dict[int, list[Deadline]]]:
    histories: dict[int, list[Event]] = {}
    for row in EventRow.objects.filter(case_id__in=chunk).order_by("case_id", "seq"):
        histories.setdefault(row.case_id, []).append(reading.as_event(row))
    clocks: dict[int, list[Deadline]] = {}
    for clock in Deadline.objects.filter(case_id__in=chunk):
        clocks.setdefault(clock.case_id, []).append(clock)
    return histories, clocks


def _differences(case: Case, found: Projection, clocks: list[Deadline]) -> tuple[str, ...]:
    columns = tuple(name for name in PROJECTED if getattr(case, name) != getattr(found, name))
    stored = {(c.clock, str(c.state), c.due_at, c.provisional, c.remaining) for c in clocks}
    wanted: set[tuple[Any, ...]] = {
        (r.clock, clock_state(r).value, r.due_at, r.provisional, r.remaining) for r in found.running
    }
    return columns if stored == wanted else (*columns, "deadlines")


def _renew(case_id: int, at: datetime, why: str) -> Change | None:
    """Look again with the case locked, then store."""
    with transaction.atomic():
        case = lock(case_id)
        matter = matter_of(case)
        found = projected(case, matter.kind, matter.workflow, matter.history, matter.calendar)
        columns = _differences(case, found, list(Deadline.objects.filter(case=case)))
        if not columns:
            return None
        before = case.due_at
        clocks = store(case, found)
        said: dict[str, Any] = seals(case)
        said["seals"][f"deadlines:{case.pk}"] = deadlines_digest(clocks)
        write(
            actor=Actor.system("期限重算"), verb=why, object_type="case", object_id=case.pk, at=at,
            organ_id=case.organ_id,
            detail={"columns": list(columns), "before": plain(before), "after": plain(case.due_at)} | said,
        )  # fmt: skip
        if case.due_at != before:
            tell(
                case, listeners(case), f"到期日由{_day(before)}改为{_day(case.due_at)}",
                f"due:{case.version}:{_day(case.due_at)}", at, mail=False,
            )  # fmt: skip
    return Change(case.pk, case.number, columns, before, case.due_at)


def _day(moment: datetime | None) -> str:
    if moment is None:
        return "无"
    day = moment.astimezone(CHINA).date()
    return f"{day.year}年{day.month}月{day.day}日"


def settle(*, at: datetime) -> int:
    """Enter what the law made by itself in cases that wait for somebody (silence of a third party); returns how many events."""
    entered = 0
    for kind in kinds.all_kinds():
        waiting = [state.code for state in kinds.labels(kind.code).states if state.waiting]
        found = Case.objects.filter(kind=kind.code, state__in=waiting, done=False, closed_at=None)
        for pk in list(found.order_by("pk").values_list("pk", flat=True)):
            if not kind.automatic(pk, at):
                continue
            try:
                with transaction.atomic():
                    entered += catch_up(matter_of(lock(pk)), until=at, at=at)
            except Refusal:
                continue  # somebody moved it in between; the next round looks again
    return entered
