"""A definition checks itself: the names, the ways through the states, what the clocks do on every such way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from gongkai.kernel.workflow.table import Move, Table, Unit

_CODE = re.compile(r"[a-z][a-z0-9_]*\Z")
_STYLES = ("", "primary", "danger")
_IDLE, _RUNNING, _PAUSED, _STOPPED = "idle", "running", "paused", "stopped"

# effect → clock conditions under which it makes sense, and the condition after it; stopping twice does no harm
_EFFECTS: dict[str, tuple[frozenset[str], str]] = {
    "starts": (frozenset({_IDLE, _STOPPED}), _RUNNING),
    "restarts": (frozenset({_IDLE, _RUNNING, _PAUSED, _STOPPED}), _RUNNING),
    "stops": (frozenset({_IDLE, _RUNNING, _PAUSED, _STOPPED}), _STOPPED),
    "pauses": (frozenset({_RUNNING, _PAUSED}), _PAUSED),
    "resumes": (frozenset({_PAUSED}), _RUNNING),
    "trims": (frozenset({_RUNNING, _PAUSED}), ""),
    "extends": (frozenset({_RUNNING, _PAUSED}), ""),
}


def faults_of(table: Table) -> list[str]:
    """English sentences, one per contradiction; empty when the table is sound."""
    # Each step trusts what the one before has found in order.
    for check in (_names, _effects_named, _ways, _clocks_on_every_way):
        if faults := list(check(table)):
            return faults
    return []


def _names(table: Table) -> Iterator[str]:
    if not _CODE.match(table.code):
        yield f"code {table.code!r} is not lower-case English"
    for noun, rows in (("state", table.states), ("move", table.moves), ("clock", table.clocks)):
        for code, times in Counter(row.code for row in rows).items():
            if times > 1:
                yield f"{noun} {code!r} is declared {times} times"
            if not _CODE.match(code):
                yield f"{noun} {code!r}: a code is lower-case English letters, digits and _"
        for row in rows:
            if not row.label.strip():
                yield f"{noun} {row.code!r} has no label"
    states = {state.code for state in table.states}
    if table.initial not in states:
        yield f"initial state {table.initial!r} is unknown"
    for code in table.line:
        if code not in states:
            yield f"main line names unknown state {code!r}"
    if len(set(table.line)) < len(table.line):
        yield "main line names a state twice"
    for move in table.moves:
        if not move.sources:
            yield f"move {move.code!r} starts from no state"
        for code in move.sources:
            if code not in states:
                yield f"move {move.code!r} starts from unknown state {code!r}"
        if move.target and move.target not in states:
            yield f"move {move.code!r} leads to unknown state {move.target!r}"
        if move.style not in _STYLES:
            yield f"move {move.code!r}: style {move.style!r} is none of primary, danger or empty"
        for code in move.shut_by:
            if code not in {other.code for other in table.moves}:
                yield f"move {move.code!r} is never made after the unknown move {code!r}"
        for name, label in move.asked:
            if not name or not label:
                yield f"move {move.code!r} needs {name!r} without a Chinese label: write it as a pair (name, label)"
    for clock in table.clocks:
        given = [unit.value for unit in Unit if getattr(clock, unit.value)]
        if len(given) != 1 or clock.term < 1:
            yield f"clock {clock.code!r} needs exactly one positive term, not {', '.join(given) or 'none'}"


def _effects_named(table: Table) -> Iterator[str]:
    clocks = {clock.code for clock in table.clocks}
    done = {effect: {c for m in table.moves for e, c in m.effects if e == effect} for effect in _EFFECTS}
    for move in table.moves:
        touched = Counter(clock for _, clock in move.effects)
        for effect, clock in move.effects:
            if clock not in clocks:
                yield f"move {move.code!r} {effect} unknown clock {clock!r}"
        for clock, times in touched.items():
            if times > 1:
                yield f"move {move.code!r} does {times} things to clock {clock!r} at once"
        for clock, limit in move.extends:
            if limit < 1:
                yield f"move {move.code!r} extends clock {clock!r} by {limit}: at least one unit"
    started = done["starts"] | done["restarts"]
    for move in table.moves:
        if move.pauses_if and not any(effect == "pauses" for effect, _ in move.effects):
            yield f"move {move.code!r} has a condition of pausing and pauses nothing"
    for clock in sorted(clocks):
        if clock not in started:
            yield f"clock {clock!r} is never started"
        if clock in done["resumes"] and clock not in done["pauses"]:
            yield f"clock {clock!r} is resumed but never paused"


def _ways(table: Table) -> Iterator[str]:
    final = {state.code for state in table.states if state.final}
    if not final:
        yield "no state is final"
    for move in table.moves:
        for code in move.sources:
            if code in final:
                yield f"move {move.code!r} starts from final state {code!r}"
    edges = {(source, move.leads_to(source)) for move in table.moves for source in move.sources}
    reached = _closure({table.initial}, edges)
    ending = _closure(final, {(there, here) for here, there in edges})
    for state in table.states:
        if state.code not in reached:
            yield f"state {state.code!r} cannot be reached from {table.initial!r}"
        elif state.code not in ending:
            yield f"state {state.code!r} is a dead end: no way leads from it to a final state"


def _closure(start: set[str], edges: set[tuple[str, str]]) -> set[str]:
    found, new = set(start), set(start)
    while new:
        new = {there for here, there in edges if here in new} - found
        found |= new
    return found


def _clocks_on_every_way(table: Table) -> Iterator[str]:
    """Walk every combination of state, clock conditions and one-time moves already made that can come about."""
    order = {clock.code: index for index, clock in enumerate(table.clocks)}
    final = {state.code for state in table.states if state.final}
    shutting = {code for move in table.moves for code in move.shut_by}
    first = (table.initial, (_IDLE,) * len(order), frozenset[str]())
    ways: dict[tuple[str, tuple[str, ...], frozenset[str]], tuple[str, ...]] = {first: ()}
    queue = [first]
    told: set[tuple[str, str]] = set()
    for here in queue:
        state, clocks, used = here
        if state in final:
            continue
        for move in table.moves:
            if state not in move.sources or (move.once and move.code in used) or used & set(move.shut_by):
                continue
            after, wrong = _after(move, clocks, order)
            for effect, clock in wrong:
                if (move.code, clock) not in told:
                    told.add((move.code, clock))
                    way = " → ".join((*ways[here], move.code))
                    yield f"move {move.code!r} {effect} clock {clock!r} while it is {clocks[order[clock]]} ({way})"
            there = (move.leads_to(state), after, used | {move.code} if move.once or move.code in shutting else used)
            if there not in ways:
                ways[there] = (*ways[here], move.code)
                queue.append(there)


def _after(move: Move, clocks: tuple[str, ...], order: dict[str, int]) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    after, wrong = list(clocks), []
    for effect, clock in move.effects:
        sensible, result = _EFFECTS[effect]
        place = order[clock]
        if after[place] not in sensible:
            wrong.append((effect, clock))
        if not (effect == "stops" and after[place] == _IDLE):
            after[place] = result or after[place]
    return tuple(after), wrong
