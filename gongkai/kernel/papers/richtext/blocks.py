"""A document as blocks of plain data (JSON), which typesetting to PDF and docx reads; tables come as a full grid."""

from __future__ import annotations

import re
from typing import Any, Literal, TypedDict, cast

from gongkai.kernel.papers.richtext.tree import INLINE, Node, parse
from gongkai.kernel.vocabulary import Refusal

_SPACES = re.compile(r"[ \t\r\n\f]+")
_MARKS = {"strong": "strong", "em": "em", "u": "u", "s": "s", "sub": "sub", "sup": "sup"}
MOST_COLUMNS = 60
MOST_CELLS = 60_000


class Run(TypedDict, total=False):
    """Letters of one style; ``text`` is always there, a break is a line feed; a mark that is absent is off."""

    text: str
    strong: bool
    em: bool
    u: bool
    s: bool
    sub: bool
    sup: bool
    href: str


class Cell(TypedDict):
    """A cell at ``row``, ``column`` (from 0) of the grid; spans are at least 1 and never leave the grid."""

    row: int
    column: int
    rowspan: int
    colspan: int
    header: bool
    blocks: list[Block]


class Block(TypedDict, total=False):
    """``kind`` says which of the other keys are there.

    heading: level, anchor, runs. paragraph: anchor, runs. list: ordered, start, items (each a list of blocks).
    table: caption (runs), columns, rows, header_rows, cells. quote: blocks. rule: nothing more.
    """

    kind: Literal["heading", "paragraph", "list", "table", "quote", "rule"]
    level: int
    anchor: str
    runs: list[Run]
    ordered: bool
    start: int
    items: list[list[Block]]
    caption: list[Run]
    columns: int
    rows: int
    header_rows: int
    cells: list[Cell]
    blocks: list[Block]


def blocks(html: str) -> list[Block]:
    """The blocks of sanitized HTML in reading order, empty paragraphs left out; Refusal when a table is too large."""
    return _blocks(parse(html).children)


def _blocks(children: list[Node | str]) -> list[Block]:
    out: list[Block] = []
    loose: list[Node | str] = []
    for child in [*children, Node("")]:
        if isinstance(child, str) or child.tag in INLINE:
            loose.append(child)
            continue
        if runs := _runs(loose):
            out.append({"kind": "paragraph", "anchor": "", "runs": runs})
        loose = []
        out += _block(child) if child.tag else []  # the nameless one closes the last paragraph
    return out


def _block(node: Node) -> list[Block]:
    if node.tag in {"h2", "h3", "h4", "p"}:
        runs = _runs(node.children)
        anchor = node.attributes.get("id", "")
        if not runs:
            return []
        if node.tag == "p":
            return [{"kind": "paragraph", "anchor": anchor, "runs": runs}]
        return [{"kind": "heading", "level": int(node.tag[1]), "anchor": anchor, "runs": runs}]
    if node.tag in {"ul", "ol"}:
        items = [_blocks(item.children) for item in node.elements()]
        start = int(node.attributes.get("start") or 1)
        return [{"kind": "list", "ordered": node.tag == "ol", "start": start, "items": items}] if items else []
    if node.tag == "table":
        return _table(node)
    if node.tag == "blockquote":
        return [{"kind": "quote", "blocks": _blocks(node.children)}]
    if node.tag == "hr":
        return [{"kind": "rule"}]
    return _blocks(node.children)


def _runs(words: list[Node | str]) -> list[Run]:
    runs: list[Run] = []
    _collect(words, {}, runs)
    merged: list[Run] = []
    for run in runs:
        if merged and {**merged[-1], "text": ""} == {**run, "text": ""}:
            merged[-1]["text"] = _SPACES_BUT_BREAKS.sub(" ", merged[-1]["text"] + run["text"])
        else:
            merged.append(run)
    if merged:
        merged[0]["text"] = merged[0]["text"].lstrip(" \n")
        merged[-1]["text"] = merged[-1]["text"].rstrip(" \n")
    return [run for run in merged if run["text"]]


_SPACES_BUT_BREAKS = re.compile(r"[ \t\r\f]+")


def _collect(words: list[Node | str], style: dict[str, Any], runs: list[Run]) -> None:
    for word in words:
        if isinstance(word, str):
            runs.append(cast("Run", {**style, "text": _SPACES.sub(" ", word)}))
        elif word.tag == "br":
            runs.append(cast("Run", {**style, "text": "\n"}))
        elif word.tag == "a" and word.attributes.get("href"):
            _collect(word.children, {**style, "href": word.attributes["href"]}, runs)
        else:
            mark = _MARKS.get(word.tag)
            _collect(word.children, {**style, mark: True} if mark else style, runs)


def _table(table: Node) -> list[Block]:
    """The grid as a browser lays it out: spans cut at the edge of their section, holes filled with empty cells."""
    cells: list[Cell] = []
    columns = top = header_rows = 0
    for section in table.elements():
        rows = [row for row in section.elements() if row.tag == "tr"] if section.tag in {"thead", "tbody"} else []
        taken: dict[tuple[int, int], Cell] = {}
        for r, row in enumerate(rows):
            column = 0
            for node in row.elements():
                while (r, column) in taken:
                    column += 1
                if column >= MOST_COLUMNS or len(cells) >= MOST_CELLS:
                    raise Refusal(
                        f"表格过大（最多 {MOST_COLUMNS} 列、{MOST_CELLS} 个单元格），请拆分为几个表格，或改为附件。"
                    )
                cell = _cell(node, top + r, column, len(rows) - r)
                cells.append(cell)
                for down in range(cell["rowspan"]):
                    for right in range(cell["colspan"]):
                        taken.setdefault((r + down, column + right), cell)
                column += cell["colspan"]
        columns = max([columns, *(cell["column"] + 1 for cell in cells)])  # columns in which a cell begins
        if section.tag == "thead" and top == 0:
            header_rows = len(rows)
        top += len(rows)
    if not cells:
        return []
    _fill(cells, top, columns)
    caption = next((_runs(child.children) for child in table.elements() if child.tag == "caption"), [])
    header_rows = header_rows or _heading_rows(cells, top)
    return [
        {
            "kind": "table",
            "caption": caption,
            "columns": columns,
            "rows": top,
            "header_rows": header_rows if header_rows < top else 0,
            "cells": cells,
        }
    ]


def _cell(node: Node, row: int, column: int, rows_left: int) -> Cell:
    return {
        "row": row,
        "column": column,
        "rowspan": max(1, min(int(node.attributes.get("rowspan") or 1), rows_left)),
        "colspan": max(1, min(int(node.attributes.get("colspan") or 1), MOST_COLUMNS - column)),
        "header": node.tag == "th",
        "blocks": _blocks(node.children),
    }


def _fill(cells: list[Cell], rows: int, columns: int) -> None:
    """Cut spans that leave the grid or overlap, put empty cells into holes, sort into reading order; in place."""
    owner: set[tuple[int, int]] = set()
    for cell in cells:
        row, column = cell["row"], cell["column"]
        edge = min(column + cell["colspan"], columns)
        taken = (right for right in range(column + 1, edge) if (row, right) in owner)
        cell["colspan"] = next(taken, edge) - column
        across = range(column, column + cell["colspan"])
        bottom = row + cell["rowspan"]
        below = (down for down in range(row + 1, bottom) if any((down, right) in owner for right in across))
        cell["rowspan"] = next(below, bottom) - row
        owner |= {(down, right) for down in range(row, row + cell["rowspan"]) for right in across}
    places = ((row, column) for row in range(rows) for column in range(columns))
    cells.extend(_hole(*place) for place in places if place not in owner)
    cells.sort(key=lambda cell: (cell["row"], cell["column"]))


def _hole(row: int, column: int) -> Cell:
    return {"row": row, "column": column, "rowspan": 1, "colspan": 1, "header": False, "blocks": []}


def _heading_rows(cells: list[Cell], rows: int) -> int:
    """Rows at the top that consist of header cells only, their spans closed; 0 when there is none."""
    depth = 0
    for row in range(rows):
        line = [cell for cell in cells if cell["row"] == row and cell["blocks"]]
        if not line or not all(cell["header"] for cell in line):
            break
        depth = row + 1
    while depth and any(cell["row"] < depth < cell["row"] + cell["rowspan"] for cell in cells):
        depth -= 1
    return depth
