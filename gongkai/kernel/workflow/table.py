"""The rows of a workflow: clocks, states and moves, as plain values that a lawyer can read and a test can list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from gongkai.kernel.vocabulary import Term

STAY = ""
"""As the target of a move: the case stays in the state where it is (延期 does not change the stage)."""

NEEDS = MappingProxyType(
    {
        "comment": "意见",
        "reason": "理由",
        "basis": "依据",
        "opinion": "审核意见",
        "checks": "审查事项",
        "gates": "审核事项",
        "outcome": "办理结果",
    },
)
"""Labels of what moves commonly ask for; other needs are declared as pairs (name, Chinese label)."""


class Unit(Term):
    """What a clock counts; ``label`` is the Chinese unit as it follows a number."""

    WORKING_DAYS = "working_days", "个工作日"
    DAYS = "days", "日", "民法典203"
    HOURS = "hours", "小时"
    WORKING_HOURS = "working_hours", "个工作小时"

    @property
    def counts_days(self) -> bool:
        """True when the clock ends with a day, False when it ends at a moment."""
        return self in {Unit.WORKING_DAYS, Unit.DAYS}


@dataclass(frozen=True)
class Clock:
    """A term that runs: give exactly one of the four units.

    ``hours`` run day and night; ``days`` are natural days, whose last one, if off, gives way to the next
    working day (民法典203).
    ``basis`` is the article. An ``adjustable`` clock may be given another term by the event that starts it, with
    ``data={"terms": {code: n}}``: a term fixed by the office (合理期限), by another law, or configured.
    """

    code: str
    label: str
    working_days: int = 0
    hours: int = 0
    working_hours: int = 0
    days: int = 0
    basis: str = ""
    adjustable: bool = False

    @property
    def unit(self) -> Unit:
        """The unit that was given."""
        return next((unit for unit in Unit if getattr(self, unit.value)), Unit.WORKING_DAYS)

    @property
    def term(self) -> int:
        """How many units, as the table says."""
        return int(getattr(self, self.unit.value))


@dataclass(frozen=True)
class State:
    """A stage of the thing; ``final`` ends it and every clock; ``waiting`` names for whom it waits (申请人, 第三方)."""

    code: str
    label: str
    final: bool = False
    waiting: str = ""


def _words(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@dataclass(frozen=True)
class Move:
    """What may be done in the states ``source``, and what it does to the clocks.

    ``starts`` a clock that does not run; ``restarts`` counts anew whatever it did before; ``stops`` ends it for good;
    ``pauses`` and ``resumes``: the time between is not counted (with ``pauses_if`` only when the event's data say True under
    that name, so that a choice of the office stays what it was on the day); ``trims``: a pause that is over ended on the earlier day in
    ``data["until"]`` (an answer that was in time is entered late); ``extends``: pairs (clock, at most so many units), the
    event says how many in ``data["extend_by"]`` (default: the most). ``once``: only one time in a case; ``never_after``:
    not once one of these moves was made. ``needs``: what the event's data must bring. ``roles``: who may (none: whoever the caller lets in). ``style``: "", primary, danger.
    """

    code: str
    source: str | Sequence[str]
    target: str
    label: str = ""
    roles: str | Sequence[str] = ()
    starts: str | Sequence[str] = ()
    stops: str | Sequence[str] = ()
    pauses: str | Sequence[str] = ()
    resumes: str | Sequence[str] = ()
    restarts: str | Sequence[str] = ()
    extends: Sequence[tuple[str, int]] = ()
    trims: str | Sequence[str] = ()
    pauses_if: str = ""
    once: bool = False
    never_after: str | Sequence[str] = ()
    needs: str | Sequence[str | tuple[str, str]] = ()
    style: str = ""
    basis: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The states in which the move may be made."""
        return _words(self.source)

    @property
    def actors(self) -> tuple[str, ...]:
        """The roles that may make it; empty means that the table does not say."""
        return _words(self.roles)

    @property
    def shut_by(self) -> tuple[str, ...]:
        """The moves after which it cannot be made any more."""
        return _words(self.never_after)

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """Pairs (name in the event's data, Chinese label) of what must be given; an unknown label is empty."""
        needs = (self.needs,) if isinstance(self.needs, str) else self.needs
        return tuple((need, NEEDS.get(need, "")) if isinstance(need, str) else need for need in needs)

    @property
    def effects(self) -> tuple[tuple[str, str], ...]:
        """Pairs (effect, clock), in the order in which they happen."""
        kinds = ("stops", "resumes", "trims", "pauses", "starts", "restarts")
        plain = tuple((kind, clock) for kind in kinds for clock in _words(getattr(self, kind)))
        return plain + tuple(("extends", clock) for clock, _ in self.extends)

    def leads_to(self, state: str) -> str:
        """The state after this move is made in ``state``."""
        return self.target or state


@dataclass(frozen=True)
class Table:
    """The rows of a workflow as its author wrote them, not yet checked."""

    code: str
    initial: str
    states: Sequence[State]
    moves: Sequence[Move]
    clocks: Sequence[Clock] = ()
    label: str = ""
    line: Sequence[str] = ()
