"""What else can be read off the table: a diagram, the same as a list, the progress of a case, every permission."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from gongkai.kernel.vocabulary import Term, cited
from gongkai.kernel.workflow.definition import Workflow
from gongkai.kernel.workflow.steps import Event, advance, opening
from gongkai.kernel.workflow.table import Move, State

_WORDS = {
    "starts": "起算",
    "restarts": "重新起算",
    "stops": "停止",
    "pauses": "暂停",
    "resumes": "恢复",
    "extends": "延长",
    "trims": "按实际终点重算暂停",
}


_HARMLESS = str.maketrans('":;\n#%<>', "”：； ＃％〈〉")


def diagram(workflow: Workflow) -> str:
    """The table as Mermaid text (stateDiagram-v2), labels in Chinese, effects on clocks under the move."""
    lines = ["stateDiagram-v2"]
    # A prefix, because "end" and "state" are words of Mermaid itself.
    lines += [f'    state "{_plain(state.label)}" as s_{state.code}' for state in workflow.states]
    lines.append(f"    [*] --> s_{workflow.initial}")
    for move in workflow.moves:
        text = "<br/>".join(map(_plain, (move.label, *_clock_words(workflow, move))))
        lines += [f"    s_{source} --> s_{move.leads_to(source)}: {text}" for source in move.sources]
    lines += [f"    s_{state.code} --> [*]" for state in workflow.states if state.final]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Entry:
    """A state with a Chinese sentence per move that starts in it: the diagram for those who do not see it."""

    state: State
    moves: tuple[str, ...]


def outline(workflow: Workflow) -> tuple[Entry, ...]:
    """The table as a nested list: each state with its moves, where they lead, who makes them and what the clocks do."""
    return tuple(Entry(state, tuple(_sentences(workflow, state))) for state in workflow.states)


def outline_text(workflow: Workflow) -> str:
    """The outline as a Markdown nested list, for the documentation."""
    lines: list[str] = []
    for entry in outline(workflow):
        lines.append(f"- {entry.state.label}{_about(entry.state)}")
        lines += [f"  - {sentence}" for sentence in entry.moves]
    return "\n".join(lines) + "\n"


def matrix(workflow: Workflow) -> dict[tuple[str, str], str | None]:
    """Every pair (state, move): the state after it, or None where the move is refused. For table-driven tests."""
    return {
        (state.code, move.code): move.leads_to(state.code) if state.code in move.sources else None
        for state in workflow.states
        for move in workflow.moves
    }


class Place(Term):
    """Where a step of the progress bar lies, seen from now."""

    DONE = "done", "已完成"
    CURRENT = "current", "进行中"
    AHEAD = "ahead", "未开始"
    SKIPPED = "skipped", "未经过"


@dataclass(frozen=True)
class Step:
    """A step of the progress bar; ``reached`` is when the state was last entered, None if it never was."""

    state: State
    place: Place
    reached: datetime | None = None


def progress(workflow: Workflow, events: Sequence[Event]) -> tuple[Step, ...]:
    """The main line as a reader sees it: done, current, ahead, or skipped (passed over, or no longer to come).

    A state beside the line (补正, 征求意见) stands as the current step after the last step of the line that was
    reached; an ending beside the line (视为放弃) closes it.
    """
    here = opening(workflow)
    reached: dict[str, datetime | None] = {here.state: None}
    at = workflow.initial
    for event in events:
        before, here = here.state, advance(workflow, here, event)
        if here.state != before or reached[here.state] is None:
            reached[here.state] = event.at
        if here.state in workflow.line:
            at = here.state
    place = workflow.line.index(at) if at in workflow.line else -1
    beside = here.state not in workflow.line
    over = workflow.state(here.state).final
    steps: list[Step] = []
    for index, code in enumerate(workflow.line):
        if index > place:
            kind = Place.SKIPPED if over else Place.AHEAD
        elif index == place and not beside:
            kind = Place.DONE if over else Place.CURRENT
        else:
            kind = Place.DONE if code in reached else Place.SKIPPED
        known = reached.get(code) if index <= place else None
        steps.append(Step(workflow.state(code), kind, known))
    if beside:
        kind = Place.DONE if over else Place.CURRENT
        steps.insert(place + 1, Step(workflow.state(here.state), kind, reached[here.state]))
    return tuple(steps)


def _plain(text: str) -> str:
    """Text without the characters that Mermaid would read as its own."""
    return text.translate(_HARMLESS)


def _about(state: State) -> str:
    notes = [f"等待{state.waiting}"] if state.waiting else []
    return f"（{'，'.join([*notes, *(['办结'] if state.final else [])])}）" if notes or state.final else ""


def _clock_words(workflow: Workflow, move: Move) -> Iterator[str]:
    limits = dict(move.extends)
    for effect, code in move.effects:
        clock = workflow.clock(code)
        if effect == "extends":
            yield f"{_WORDS[effect]}{clock.label}（不超过{limits[code]}{clock.unit.label}）"
        elif effect in {"starts", "restarts"}:
            yield f"{_WORDS[effect]}{clock.label}（{clock.term}{clock.unit.label}）"
        else:
            yield f"{_WORDS[effect]}{clock.label}"


def _sentences(workflow: Workflow, state: State) -> Iterator[str]:
    for move in workflow.moves:
        if state.code not in move.sources:
            continue
        target = move.leads_to(state.code)
        where = "状态不变" if target == state.code else f"进入“{workflow.state(target).label}”"
        notes = [where, *_clock_words(workflow, move)]
        if move.once:
            notes.append("只能办理一次")
        if move.shut_by:
            notes.append("、".join(f"“{workflow.move(code).label}”" for code in move.shut_by) + "之后不能办理")
        if move.asked:
            notes.append("须填写" + "、".join(label for _, label in move.asked))
        if move.basis:
            notes.append(f"依据{cited(move.basis)}")
        yield f"{move.label}：{'；'.join(notes)}"
