"""The register of case kinds: which applications exist, without the kernel knowing any of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q

from gongkai.kernel.organizations.terms import Role
from gongkai.kernel.workflow import Event, Situation, Workflow


def _nothing(*_: object) -> None:
    return None


@dataclass(frozen=True)
class Unserved:
    """Something that went out to somebody, and of whose arrival nothing is known. ``code`` is stable: "reply", "letter:12"."""

    case_id: int
    code: str
    label: str
    since: date


@dataclass(frozen=True)
class Kind:
    """One kind of case.

    ``workflow(organ_id)`` gives the table in force for an organ. ``page`` is the address of a case with ``{pk}``.
    ``guard(case_id, history, event)`` raises a Refusal for what the table alone cannot know (an outcome whose step is not in
    the timeline); it runs inside the transaction, with the case locked. ``automatic(case_id, at)`` gives the events
    that the law itself made up to a moment (silence of a third party), in order of time; they are entered first.
    ``renew(case_ids, at)`` stores anew what the application itself keeps of due dates, when days are counted otherwise than
    before. ``after(case_id, event, situation, data)`` runs last, in the transaction of the move, for every event entered.
    ``readers`` may open a case of their organ; ``heads`` are alarmed; ``handlers`` are those to whom a new case falls.
    ``unserved(day)`` gives what went out on that day or before and is not proven to have arrived; ``waits(day)`` the
    condition on the cases that have such a thing.
    ``marks`` are lapses of procedure that are counted by the year: code to (label, condition on the cases).
    ``closing`` are the moves with which the office owes no answer any more; ``owed`` are the clocks by which the office
    is late (the others are the applicant's, or bind a single step; none named: every clock). ``private`` are what events bring that
    may name people: it is kept encrypted.
    """

    code: str
    label: str
    workflow: Callable[[int], Workflow]
    page: str
    readers: frozenset[Role]
    heads: frozenset[Role]
    guard: Callable[[int, Sequence[Event], Event], None] = _nothing
    automatic: Callable[[int, datetime], Sequence[Event]] = lambda _case, _at: ()
    after: Callable[[int, Event, Situation, Mapping[str, Any]], None] = _nothing
    renew: Callable[[Sequence[int], datetime], None] = _nothing
    unserved: Callable[[date], Sequence[Unserved]] = lambda _day: ()
    waits: Callable[[date], Q] = lambda _day: Q(pk__in=[])
    marks: Mapping[str, tuple[str, Q]] = field(default_factory=dict, compare=False)
    position: int = 100
    closing: frozenset[str] = frozenset()
    owed: frozenset[str] = frozenset()
    handlers: frozenset[Role] = frozenset()
    private: frozenset[str] = frozenset()

    @property
    def hands(self) -> frozenset[Role]:
        """The roles to whom a case may be given."""
        return self.handlers | self.heads or self.readers

    def owes(self, clock: str) -> bool:
        """Is this a clock of the office?"""
        return not self.owed or clock in self.owed


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Enter a kind; the same value twice is nothing, another value under the same code an error."""
    if _KINDS.setdefault(kind.code, kind) != kind:
        raise ValueError(f"case kind {kind.code!r} is registered twice with different values")


def get(code: str) -> Kind:
    """The kind under a code; KeyError when it is not registered."""
    return _KINDS[code]


@lru_cache(maxsize=64)
def labels(code: str) -> Workflow:
    """The table of a kind, for the labels of its states and moves, which no configuration changes (one query, once)."""
    return get(code).workflow(0)


def all_kinds() -> list[Kind]:
    """Every kind, in the order of position and code."""
    return sorted(_KINDS.values(), key=lambda kind: (kind.position, kind.code))
