"""Tables of a page told by their rules: what stands between the same four rules is one cell, however many lines it takes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from gongkai.oversee.annual.reading.boxes import Box, Edges, rows_of, words_of
from gongkai.oversee.annual.reading.lines import Cell, Line
from gongkai.oversee.annual.reading.numbers import value

_NEAR: Final = 3.0  # points: rules that are nearer to each other are one
_PADDING: Final = 13.0  # points left and right of the text of a cell, both together
_PROSE: Final = 240  # a cell with more characters is text that somebody put into a frame
_MARK: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]\s*[、.．]|[（(]\s*[一二三四五六七八九十]\s*[）)]|[\d０-９]\s*[、.．])"
)
_FEWEST: Final = 3  # upright rules: two columns; one row may go on from the page before
_MOST: Final = 200  # rules of a page in each direction; more are a drawing
_LARGEST: Final = 1_500  # places of a table; table four has some eighty, table three some four hundred

Place = tuple[int, int]  # column, row


@dataclass(frozen=True)
class Ruled:
    """A table of a page: its cells by row from above, where its upright rules stand, the characters in it, and how high it begins."""

    rows: list[list[Cell]]
    uprights: tuple[float, ...]
    boxes: frozenset[int]
    top: float

    def continues(self, former: Ruled) -> bool:
        """Whether it has the columns of a table on the page before."""
        return len(self.uprights) == len(former.uprights) and all(
            abs(here - there) <= _NEAR for here, there in zip(self.uprights, former.uprights, strict=True)
        )

    def lines(self, page: int, grid: int) -> Iterator[Line]:
        """Its rows, the empty ones left out."""
        for number, cells in enumerate(self.rows, 1):
            if any(cell.text for cell in cells):
                yield Line(tuple(cells), f"第{page}页表格第{number}行", grid)


def broken(former: Ruled, later: Ruled) -> bool:
    """Whether a row may be broken by the end of the page: words without any number above or below it."""
    return _half(former.rows[-1]) or _half(later.rows[0])


def rejoined(former: Ruled, later: Ruled) -> bool:
    """Puts a broken row together; not where nobody can tell whether it is one: its table has no marks before its labels."""
    if not any(_marked(row) for row in [*former.rows, *later.rows]):
        return False
    upper, lower = former.rows[-1], later.rows[0]
    if _marked(lower) or _all_words(lower):
        return True  # a row of its own, or the head of the table once more
    said = {cell.left: cell for cell in upper}
    for cell in lower:
        above = said.get(cell.left, Cell("", cell.left, cell.right))
        said[cell.left] = Cell(above.text + cell.text, cell.left, max(above.right, cell.right))
    upper[:] = [said[left] for left in sorted(said)]
    lower.clear()
    return True


def _marked(cells: Sequence[Cell]) -> bool:
    """Whether the label of a row, which is the last of its words, begins with its mark: （一）, 1."""
    words = [cell.text for cell in cells if cell.text and not value(cell.text)]
    return bool(words) and _MARK.match(words[-1]) is not None


def _all_words(cells: Sequence[Cell]) -> bool:
    return bool(cells) and bool(cells[-1].text) and not any(value(cell.text) for cell in cells)


def _half(cells: Sequence[Cell]) -> bool:
    said = any(cell.text for cell in cells)
    return said and not cells[-1].text and not any(value(cell.text) for cell in cells)


def ruled(boxes: Sequence[Box], edges: Edges) -> list[Ruled]:
    """The tables of a page whose every cell is plain to see; one with words beside it or with open rows is none."""
    found = []
    all_uprights, all_levels = _merged(edges.uprights), _merged(edges.levels)
    if max(len(all_uprights), len(all_levels)) > _MOST:
        return []
    for uprights, levels in _apart(all_uprights, all_levels):
        table = _table(boxes, uprights, levels)
        if table is not None:
            found.append(table)
    return found


Edge = tuple[float, float, float]  # where it stands; where it begins and ends


def _merged(edges: Sequence[Edge]) -> list[Edge]:
    """Rules in one line that touch each other, as one."""
    answer: list[Edge] = []
    for same in _clusters(edges):
        spans: list[tuple[float, float]] = []
        for _, low, high in sorted(same, key=lambda edge: edge[1:]):
            if spans and low <= spans[-1][1] + _NEAR:
                spans[-1] = spans[-1][0], max(spans[-1][1], high)
            else:
                spans.append((low, high))
        at = median(edge[0] for edge in same)
        answer += [(at, low, high) for low, high in spans]
    return answer


def _clusters(edges: Sequence[Edge]) -> Iterator[list[Edge]]:
    cluster: list[Edge] = []
    for edge in sorted(edges):
        if cluster and edge[0] - cluster[-1][0] > _NEAR:
            yield cluster
            cluster = []
        cluster.append(edge)
    if cluster:
        yield cluster


def _apart(uprights: list[Edge], levels: list[Edge]) -> Iterator[tuple[list[Edge], list[Edge]]]:
    """The rules that touch each other: those of one table."""
    left, free = set(range(len(uprights))), set(range(len(levels)))
    while left:
        newest = {left.pop()}
        mine, rows = set(newest), set[int]()
        while newest:
            reached = {at for at in free if any(_touch(uprights[one], levels[at]) for one in newest)}
            newest = {at for at in left if any(_touch(uprights[at], levels[one]) for one in reached)}
            free -= reached
            left -= newest
            rows |= reached
            mine |= newest
        yield [uprights[at] for at in sorted(mine)], [levels[at] for at in sorted(rows)]


def _touch(upright: Edge, level: Edge) -> bool:
    return level[1] - _NEAR <= upright[0] <= level[2] + _NEAR and upright[1] - _NEAR <= level[0] <= upright[2] + _NEAR


def _table(boxes: Sequence[Box], uprights: list[Edge], levels: list[Edge]) -> Ruled | None:
    across = [median(edge[0] for edge in same) for same in _clusters(uprights)]
    down = [median(edge[0] for edge in same) for same in _clusters(levels)][::-1]
    if len(across) < _FEWEST or len(down) < 2 or len(across) * len(down) > _LARGEST:
        return None
    inside: dict[Place, list[Box]] = {}
    taken: set[int] = set()
    for at, box in enumerate(boxes):
        if not down[-1] < box.middle < down[0]:
            continue
        column = next((one for one, right in enumerate(across) if (box.left + box.right) / 2 < right), len(across)) - 1
        row = next(one for one, foot in enumerate(down[1:]) if box.middle > foot)
        if not 0 <= column < len(across) - 1:
            return None  # words beside the table: it is open at its side
        inside.setdefault((column, row), []).append(box)
        taken.add(at)
    regions = _regions(across, down, uprights, levels)
    if regions is None:
        return None
    held = {
        (column, row, last): rows_of(
            [box for x in range(column, last + 1) for y in range(row, foot + 1) for box in inside.get((x, y), ())]
        )
        for (column, row), (last, foot) in regions.items()
    }
    rows: list[list[Cell]] = [[] for _ in down[1:]]
    for (column, row, last), lines in sorted(held.items(), key=lambda one: one[0]):
        room = across[last + 1] - across[column] - _PADDING
        if not _is_one(lines, room):
            return None
        rows[row].append(Cell("".join(map(words_of, lines)), column, last + 1))
    return Ruled(rows, tuple(across), frozenset(taken), down[0])


def _regions(
    across: list[float], down: list[float], uprights: list[Edge], levels: list[Edge]
) -> dict[Place, Place] | None:
    """The cells by their upper left place, with their lower right one; None where one is no rectangle."""
    wide, high = len(across) - 1, len(down) - 1
    parent = {(x, y): (x, y) for x in range(wide) for y in range(high)}

    def root(place: Place) -> Place:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for x, y in list(parent):
        if x + 1 < wide and not _stands(uprights, across[x + 1], (down[y] + down[y + 1]) / 2):
            parent[root((x + 1, y))] = root((x, y))
        if y + 1 < high and not _stands(levels, down[y + 1], (across[x] + across[x + 1]) / 2):
            parent[root((x, y + 1))] = root((x, y))
    members: dict[Place, list[Place]] = {}
    for place in parent:
        members.setdefault(root(place), []).append(place)
    answer = {}
    for places in members.values():
        first = min(x for x, _ in places), min(y for _, y in places)
        last = max(x for x, _ in places), max(y for _, y in places)
        if len(places) != (last[0] - first[0] + 1) * (last[1] - first[1] + 1):
            return None
        answer[first] = last
    return answer


def _stands(edges: list[Edge], at: float, through: float) -> bool:
    return any(abs(edge[0] - at) <= _NEAR and edge[1] <= through <= edge[2] for edge in edges)


def _is_one(lines: Sequence[list[Box]], room: float) -> bool:
    """Whether the lines of a cell are one thing: no text in a frame, no rows without rules.

    A number goes on below where a line of it is as wide as the next and has no room for one more digit.
    """
    if sum(map(len, lines)) > _PROSE:
        return False
    for upper, lower in itertools.pairwise(lines):
        if value(words_of(upper)) and value(words_of(lower)[0]):
            needs = _width(upper) + lower[0].right - lower[0].left
            if needs < room or _width(upper) < 0.9 * _width(lower):
                return False
    return True


def _width(line: Sequence[Box]) -> float:
    return line[-1].right - line[0].left
