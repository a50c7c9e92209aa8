"""A Workflow is a table that was found free of contradictions, with its rows within reach by code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.kernel.workflow.faults import faults_of
from gongkai.kernel.workflow.table import Clock, Move, State, Table


class DefinitionError(ValueError):
    """A workflow table contradicts itself; ``faults`` has one English sentence per contradiction, for its author."""

    def __init__(self, code: str, faults: Sequence[str]) -> None:
        super().__init__(f"workflow {code!r} is not well defined:\n" + "\n".join(f"  - {fault}" for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Workflow(Table):
    """A table of states and moves with their clocks; it checks itself when built and raises DefinitionError.

    ``line`` is the main line of states that a progress bar shows; left out, it is the shortest way from ``initial`` to
    the first final state. Look-ups by code: ``state(code)``, ``move(code)``, ``clock(code)`` (KeyError when unknown).
    """

    _states: Mapping[str, State] = field(init=False, repr=False, compare=False)
    _moves: Mapping[str, Move] = field(init=False, repr=False, compare=False)
    _clocks: Mapping[str, Clock] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Freeze the rows, index them, and refuse a table that contradicts itself."""
        for name in ("states", "moves", "clocks", "line"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        if faults := faults_of(self):
            raise DefinitionError(self.code, faults)
        object.__setattr__(self, "_states", {state.code: state for state in self.states})
        object.__setattr__(self, "_moves", {move.code: move for move in self.moves})
        object.__setattr__(self, "_clocks", {clock.code: clock for clock in self.clocks})
        if not self.line:
            line = [self.initial]
            for move in path_to(self, next(state.code for state in self.states if state.final)):
                line.append(move.leads_to(line[-1]))
            object.__setattr__(self, "line", tuple(line))

    def state(self, code: str) -> State:
        """The state with this code."""
        return self._states[code]

    def move(self, code: str) -> Move:
        """The move with this code."""
        return self._moves[code]

    def clock(self, code: str) -> Clock:
        """The clock with this code."""
        return self._clocks[code]

    def knows(self, move: str) -> bool:
        """Is there a move with this code?"""
        return move in self._moves


def path_to(workflow: Workflow, state: str) -> tuple[Move, ...]:
    """The fewest moves from the start to ``state``, the table's order deciding; KeyError if none leads there."""
    ways: dict[str, tuple[Move, ...]] = {workflow.initial: ()}
    queue = [workflow.initial]
    for here in queue:
        for move in workflow.moves:
            there = move.leads_to(here)
            if here in move.sources and there not in ways:
                ways[there] = (*ways[here], move)
                queue.append(there)
    return ways[state]
