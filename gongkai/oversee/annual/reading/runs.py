"""Numbers that stand together, with the words before and behind them: the rows of a table before anybody knows which."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from gongkai.oversee.annual.reading.lines import Cell, Line
from gongkai.oversee.annual.reading.numbers import Value, blank, value

_HAN: Final = "\u3400-\u9fff"
# Label and number without a blank between: 申请数量95, 66第二十条. 1.属于 and 三（一）1 stay labels.
_GLUED: Final = re.compile(
    rf"(?P<label>.*[{_HAN})）”\"])(?P<number>[+\-－−]?[\d０-９][\d０-９,，.．]*(?:万?元|[件条项])?)"
    rf"|(?P<first>[\d０-９][\d０-９,，]*(?:[.．][\d０-９]+)?)(?P<rest>[（(]?[{_HAN}].*)"
)
_MARKS: Final = frozenset(["/", "／", "\\", "-", "－", "—", "——", "–", "--", "无"])


@dataclass(frozen=True)
class Slot:
    """A place for a number: what was read in it, or that it is blank. ``value`` None: blank."""

    value: Value | None
    cell: Cell
    place: str


@dataclass
class Run:
    """Numbers in a row. ``before``: words since the run before it; ``after``: words up to the next. ``line``: where it began."""

    before: str
    slots: list[Slot]
    place: str
    line: int
    grid: int = 0
    aligned: bool = False
    after: str = ""
    label: str = ""
    heads: list[Cell] = field(default_factory=list)

    @property
    def numbers(self) -> list[Slot]:
        """The places that hold a number."""
        return [slot for slot in self.slots if slot.value is not None]


@dataclass(frozen=True)
class _Item:
    """A piece of the stream: words, or a slot."""

    words: str
    slot: Slot | None


def runs(lines: Sequence[Line], width: int) -> list[Run]:
    """The runs of a stretch of lines; ``width``: how many numbers the widest row of its table has."""
    found: list[Run] = []
    said: list[str] = []
    heads: list[Cell] = []
    columnar = _one_a_line(lines)
    step = _step(lines) if columnar else 0
    gap = 0
    fresh = True  # words have been said since the last run
    for number, line in enumerate(lines):
        if not line.cells:
            gap += 1
            continue
        if columnar and step and not line.grid and (found or said):
            lost = (gap - (step - 1)) // step
            if lost > 0 and fresh and said:
                found.append(Run("".join(said), [], line.place, number))
                said, fresh = [], False
            if lost > 0 and found and not fresh:
                found[-1].slots.extend(Slot(None, Cell("", 0, 0), line.place) for _ in range(lost))
        gap = 0
        begun = False
        for item in _items(line):
            if item.slot is None:
                if found and not fresh:
                    found[-1].after = ""
                said.append(item.words)
                fresh, begun = True, False
                continue
            joins = found and not fresh and (begun or not line.grid)
            if joins and (line.grid or len(found[-1].slots) < width):
                found[-1].slots.append(item.slot)
            else:
                found.append(
                    Run(
                        "".join(said),
                        [item.slot],
                        line.place,
                        number,
                        line.grid,
                        line.aligned,
                        label=said[-1] if said else "",
                    )
                )
                said = []
            fresh, begun = False, True
        heads.extend(cell for cell in line.cells if cell.text and not value(cell.text))
    for run, later in itertools.pairwise(found):
        run.after = later.before
    if found:
        found[-1].after = "".join(said)
    for run in found:
        run.heads = heads
    return found


def _items(line: Line) -> Iterator[_Item]:
    if line.grid:
        yield from _grid_items(line)
        return
    for cell in line.cells:
        read = value(cell.text)
        if read is not None or cell.text in _MARKS:
            yield _Item("", Slot(read, cell, line.place))
            continue
        yield from _loose_items(cell, line.place)


def _loose_items(cell: Cell, place: str) -> Iterator[_Item]:
    glued = _GLUED.fullmatch(cell.text) if len(cell.text) <= 60 else None
    if glued is None:
        yield _Item(cell.text, None)
        return
    words, digits = (glued["label"], glued["number"]) if glued["label"] else (glued["rest"], glued["first"])
    read = value(digits)
    if read is None or (glued["first"] and not _is_number_first(words)):
        yield _Item(cell.text, None)
        return
    slot = _Item("", Slot(read, Cell(digits, cell.left, cell.right), place))
    yield from ((_Item(words, None), slot) if glued["label"] else (slot, _Item(words, None)))


def _is_number_first(words: str) -> bool:
    """66第二十条, 0行政许可: a number that ran into the label of the next row; not 711号 or 30日."""
    return words.startswith(
        ("第二十条", "行政", "规范性文件", "规章", "信息内容", "政府集中采购", "其他对外", "（", "(", "四、", "二、")
    )


def _grid_items(line: Line) -> Iterator[_Item]:
    """Blank cells before the last words of a row are merged places, not numbers."""
    read = [value(cell.text) for cell in line.cells]
    last = max(
        (place for place, cell in enumerate(line.cells) if cell.text and read[place] is None and not blank(cell.text)),
        default=-1,
    )
    for place, cell in enumerate(line.cells):
        where = f"{line.place}第{int(cell.left) + 1}列"
        if read[place] is not None:
            yield _Item("", Slot(read[place], cell, where))
        elif blank(cell.text):
            if place > last:
                yield _Item("", Slot(None, cell, where))
        else:
            several = [value(piece) for piece in cell.text.split()]
            if len(several) > 1 and all(several):
                for one in several:
                    yield _Item("", Slot(one, cell, where))
            else:
                yield _Item(cell.text, None)


def _one_a_line(lines: Sequence[Line]) -> bool:
    """Whether the text has one cell a line."""
    full = [line for line in lines if line.cells]
    return (
        bool(full)
        and all(not line.grid for line in full)
        and sum(len(line.cells) == 1 for line in full) >= 0.8 * len(full)
    )


def _step(lines: Sequence[Line]) -> int:
    """Lines from one cell to the next: 1, or 2 where an empty line stands between."""
    gaps: Counter[int] = Counter()
    gap = 0
    for line in lines:
        if line.cells:
            gaps[gap] += 1
            gap = 0
        else:
            gap += 1
    return gaps.most_common(1)[0][0] + 1 if gaps else 1
