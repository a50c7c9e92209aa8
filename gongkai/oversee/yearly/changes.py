"""What a corrected report says differently, pure: cell by cell with both numbers, and the passages of text that changed (条例6).

Read from the two published texts themselves, so it holds for a report that was brought along as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.kernel.papers import richtext
from gongkai.kernel.papers.richtext.difference import Run
from gongkai.kernel.papers.richtext.tree import Node, parse

_WIDEST, _LONGEST = 60, 400  # a table beyond is compared as text: no form of ours is so large
_SPAN = 1000  # a larger span is a slip


@dataclass(frozen=True)
class Cell:
    """A number of a table that changed. ``old`` or ``new`` None: that text has no such cell."""

    table: str
    label: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Passage:
    """A paragraph or heading that changed: what stayed, went and came; ``heading`` is the section it stands in."""

    heading: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Changes:
    """Everything that a correction changed."""

    cells: tuple[Cell, ...]
    passages: tuple[Passage, ...]

    def __bool__(self) -> bool:
        return bool(self.cells or self.passages)


def changes(old_html: str, new_html: str) -> Changes:
    """Compare two texts of one document."""
    old, new = _cells(old_html), _cells(new_html)
    names = [*new, *(name for name in old if name not in new)]
    cells = tuple(Cell(*name[:2], old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))
    return Changes(cells, tuple(_passages(old_html, new_html)))


def _passages(old_html: str, new_html: str) -> Iterator[Passage]:
    heading = ""
    for block in richtext.diff(old_html, new_html):
        if block["block"] == "heading":
            heading = "".join(run["text"] for run in block["runs"] if run["op"] != "del")
        if block["kind"] != "same" and block["block"] != "row":
            yield Passage(heading, tuple(block["runs"]))


def _cells(html: str) -> dict[tuple[str, str, int], str]:
    """Every number cell under its table's caption and the words of its header cells (a third part tells twins apart)."""
    found: dict[tuple[str, str, int], str] = {}
    for place, table in enumerate((node for node in parse(html).walk() if node.tag == "table"), 1):
        caption = next((_words(node) for node in table.elements() if node.tag == "caption"), "") or f"表{place}"
        for label, words in _numbers(table):
            twin = 0
            while (caption, label, twin) in found:
                twin += 1
            found[caption, label, twin] = words
    return found


@dataclass(frozen=True)
class _Square:
    words: str
    header: bool
    origin: tuple[int, int]


def _numbers(table: Node) -> Iterator[tuple[str, str]]:
    """(words of the header cells, text) of every cell that is no header, in reading order."""
    grid = _grid(table)
    for (row, column), square in grid.items():
        if square.header or square.origin != (row, column):
            continue
        left = _distinct(grid.get((row, at)) for at in range(column))
        above: list[_Square | None] = []
        for at in range(row - 1, -1, -1):
            one = grid.get((at, column))
            if one is not None and one.header:
                above.append(one)
            elif above:
                break
        heads = _distinct(reversed(above))
        yield "·".join([*left[-2:], *heads[-2:]]) or f"第{row + 1}行第{column + 1}列", square.words


def _distinct(squares: Iterator[_Square | None] | reversed[_Square | None]) -> list[str]:
    seen: dict[tuple[int, int], str] = {}
    for one in squares:
        if one is not None and one.header and one.words:
            seen.setdefault(one.origin, one.words)
    return list(seen.values())


def _grid(table: Node) -> dict[tuple[int, int], _Square]:
    """The table as squares by (row, column), every merge spread out; what lies beyond the largest form is left out."""
    grid: dict[tuple[int, int], _Square] = {}
    rows = [node for node in table.walk() if node.tag == "tr"]
    for y, row in enumerate(rows[:_LONGEST]):
        x = 0
        for cell in (node for node in row.elements() if node.tag in {"td", "th"}):
            while (y, x) in grid:
                x += 1
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            square = _Square(_words(cell), cell.tag == "th", (y, x))
            for dy in range(min(high, len(rows) - y, _LONGEST - y)):
                for dx in range(min(wide, _WIDEST - x)):
                    grid.setdefault((y + dy, x + dx), square)
            x += wide
            if x >= _WIDEST:
                break
    return grid


def _span(cell: Node, name: str) -> int:
    text = cell.attributes.get(name, "1")
    return min(int(text), _SPAN) if text.isascii() and text.isdigit() and text != "0" else 1


def _words(node: Node) -> str:
    return " ".join(node.text().split())
