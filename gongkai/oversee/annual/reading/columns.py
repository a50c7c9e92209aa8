"""Which number of a row stands in which column: by count, by the cells of a grid, or by where it stands on the page."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import median
from typing import Final

from gongkai.oversee.annual.format import COLUMNS
from gongkai.oversee.annual.reading.lines import Cell, Line, bare
from gongkai.oversee.annual.reading.runs import Run, Slot

#: Words by which the head of a column of table three is known, even where it is broken over lines.
_HEADS: Final[dict[str, tuple[str, ...]]] = {
    "natural": ("自然人",),
    "org_business": ("商业企业", "商业", "企业"),
    "org_research": ("科研机构", "科研"),
    "org_welfare": ("社会公益组织", "社会公益", "公益", "社会"),
    "org_legal": ("法律服务机构", "法律服务", "法律", "服务"),
    "org_other": ("其他",),
    "total": ("总计", "合计"),
}

#: Heads over several columns, and the note in the corner.
_OVER: Final = ("申请人情况", "法人或", "勾稽关系", "第三项", "第四项")


Band = tuple[float, float]  # where a column begins and ends


def bands(found: Sequence[Run], width: int) -> list[Band] | None:
    """Where the columns of a table stand, told by its rows that lack nothing; None when there is no such row."""
    full = [run for run in found if len(run.slots) == width and run.aligned and len(run.numbers) == width]
    if not full:
        return None
    cells = [[run.slots[place].cell for run in full] for place in range(width)]
    found_bands = [(median(cell.left for cell in column), median(cell.right for cell in column)) for column in cells]
    return found_bands if _in_order(found_bands) else None


def _in_order(found: Sequence[Band]) -> bool:
    middles = [(left + right) / 2 for left, right in found]
    return middles == sorted(set(middles))


def head_bands(cells: Sequence[Cell]) -> list[Band] | None:
    """Where the columns of table three stand, told by their heads; None unless every one is found, in order.

    A narrow head is broken, down to a character a line: what stands below each other is read together.
    """
    said = [(bare(cell.text), (cell.left, cell.right)) for cell in cells]
    for pile in _piles(cells):
        band = min(cell.left for cell in pile), max(cell.right for cell in pile)
        said.append((bare("".join(cell.text for cell in pile)), band))
    heads = []
    for code, _ in COLUMNS:
        head = next((band for words in _HEADS[code] for text, band in said if text == words), None)
        if head is None:
            return None
        heads.append(head)
    return heads if _in_order(heads) else None


def _piles(cells: Sequence[Cell]) -> list[list[Cell]]:
    """The cells of heads that stand below each other; those that stand over several columns are in none."""
    piles: list[list[Cell]] = []
    for cell in cells:
        if not bare(cell.text) or any(part in bare(cell.text) for part in _OVER):
            continue
        pile = next((one for one in piles if any(_overlap(cell, other) for other in one)), None)
        if pile is None:
            piles.append([cell])
        else:
            pile.append(cell)
    return piles


def _overlap(one: Cell, other: Cell) -> bool:
    """Whether more than half of the narrower stands below the wider."""
    common = min(one.right, other.right) - max(one.left, other.left)
    return common > 0.5 * min(one.right - one.left, other.right - other.left)


def grid_columns(cells: Sequence[Cell]) -> list[tuple[float, float]] | None:
    """The columns of table three in a grid, told by the cells of its head; None unless all seven are found, in order."""
    spans: list[tuple[float, float]] = []
    for code, label in COLUMNS:
        cell = next((one for one in cells if bare(one.text) in (label, *_HEADS[code][:1])), None)
        if cell is None or cell.right - cell.left > 2:
            return None
        spans.append((cell.left, cell.right))
    return spans if spans == sorted(set(spans)) else None


def without_column(cells: Sequence[Cell], used: Sequence[Run]) -> str | None:
    """The one column of table three that a copy has lost: its head is nowhere, the other six are, and every row has six places."""
    heads = [bare(cell.text) for cell in cells]
    said = "".join(head for head in heads if head not in _OVER).replace("法人或其他组织", "")
    lost = [code for code, _ in COLUMNS if not any(word in said for word in _HEADS[code])]
    if len(lost) != 1 or any(_HEADS[code][0] not in heads for code, _ in COLUMNS if code not in {*lost, "total"}):
        return None
    return lost[0] if used and all(len(run.slots) == len(COLUMNS) - 1 for run in used) else None


def place(
    run: Run, width: int, columns: Sequence[Band] | None, spans: Sequence[tuple[float, float]] | None
) -> list[Slot | None] | None:
    """The slots of a row in its ``width`` columns, None for a blank one; None altogether when nobody can tell.

    ``columns``: where they stand on a page; ``spans``: the columns of a grid.
    """
    numbers = run.numbers
    if len(run.slots) == width:
        return [slot if slot.value else None for slot in run.slots]
    if not numbers:
        return [None] * width
    if run.grid and spans is not None:
        if width > 1 and len(run.slots) < width and run.slots[-1].cell.right < spans[-1][1]:
            return None  # the row is shorter than its head: nobody can tell which cell was lost
        placed = _by_spans(run, spans)
        if placed is not None:
            return placed
    if width == 1:
        return [numbers[0]] if len({slot.value.number for slot in numbers if slot.value}) == 1 else None
    if len(numbers) == width:
        return list(numbers)
    if run.grid and len(run.slots) > width and _only_last(run, width):
        return [slot if slot.value else None for slot in run.slots[-width:]]
    if run.grid and len(numbers) > width:
        several = [next(same) for _, same in itertools.groupby(numbers, lambda slot: slot.value and slot.value.number)]
        return list(several) if len(several) == width else None
    if run.aligned and columns is not None:
        return _by_bands(numbers, columns)
    return None


def _only_last(run: Run, width: int) -> bool:
    """No number stands before the last ``width`` places."""
    return all(slot.value is None for slot in run.slots[:-width])


def _by_spans(run: Run, spans: Sequence[tuple[float, float]]) -> list[Slot | None] | None:
    placed: list[Slot | None] = [None] * len(spans)
    for slot in run.numbers:
        fits = [at for at, (left, right) in enumerate(spans) if left <= slot.cell.left and slot.cell.right <= right]
        if len(fits) != 1:
            return None
        there = placed[fits[0]]
        if there is None:
            placed[fits[0]] = slot
        elif there.value is None or slot.value is None or there.value.number != slot.value.number:
            return None  # a merged cell that is repeated says the same
    return placed


def head_spans(lines: Sequence[Line], labels: Sequence[str]) -> list[tuple[float, float]] | None:
    """The columns below the last row of a grid that holds all these heads; merged ones may be repeated. None without such a row."""
    wanted = [bare(label) for label in labels]
    for line in reversed(lines):
        if not line.grid:
            continue
        spans = []
        for label in wanted:
            cells = [cell for cell in line.cells if bare(cell.text) == label]
            spans.append((min(cell.left for cell in cells), max(cell.right for cell in cells)) if cells else (0.0, 0.0))
        if all(right > left for left, right in spans) and spans == sorted(set(spans)):
            return spans
    return None


def _by_bands(numbers: Sequence[Slot], columns: Sequence[Band]) -> list[Slot | None] | None:
    """Each number in the column below which most of it stands, else in the nearest one; None when two fall into one."""
    middles = [(left + right) / 2 for left, right in columns]
    near = min(later - earlier for earlier, later in itertools.pairwise(middles)) * 0.45
    placed: list[Slot | None] = [None] * len(columns)
    for slot in numbers:
        cell = slot.cell
        common = [min(right, cell.right) - max(left, cell.left) for left, right in columns]
        at = max(
            range(len(columns)), key=lambda column: (max(common[column], 0.0), -abs(middles[column] - cell.middle))
        )
        if (common[at] <= 0 and abs(middles[at] - cell.middle) > near) or placed[at] is not None:
            return None
        placed[at] = slot
    return placed
