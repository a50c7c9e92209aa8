"""A Word file as lines: paragraphs, and tables as grids; what was deleted under revision is left out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any, Final

from gongkai.kernel.screening.archive import parse_xml, read_member
from gongkai.kernel.screening.wordfile import attribute, local
from gongkai.kernel.vocabulary import Refusal, clean, unified
from gongkai.oversee.annual.reading import plain
from gongkai.oversee.annual.reading.lines import Cell, Line, Source

MAIN: Final = "word/document.xml"
_GONE: Final = frozenset(
    ["del", "moveFrom", "Fallback", "pPr", "rPr", "instrText", "delText", "tblPr", "tcPr", "trPr", "sectPr"]
)
_PROSE: Final = 240


def read_word(archive: zipfile.ZipFile) -> Source:
    """The lines of a .docx. Refusal for a damaged one."""
    root = parse_xml(read_member(archive, MAIN))
    source = Source("docx")
    body = next((element for element in root.iter() if local(element) == "body"), None)
    if body is None:
        raise Refusal("Word 文件没有正文，可能已损坏，请重新保存后再试。")
    _Blocks(source).read(body)
    if not any(cell.text for line in source.lines for cell in line.cells) and any(
        local(e) in {"drawing", "pict"} for e in body.iter()
    ):
        raise Refusal(
            "Word 文件里只有图片，没有文字，读不到数字。请改用有文字的 docx、网页或者文本，或者在表单中填报。"
        )
    return source


class _Blocks:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.paragraphs = 0
        self.tables = 0

    def read(self, parent: Any) -> None:
        for child in parent:
            name = local(child)
            if name == "p":
                self.paragraph(child)
            elif name == "tbl":
                self.table(child)
            elif name not in _GONE and name:
                self.read(child)

    def paragraph(self, element: Any) -> None:
        self.paragraphs += 1
        for raw in unified(clean("".join(_runs(element)))).split("\n"):
            words = " ".join(raw.split(" ")).strip()
            for line in plain.lines(words) if words else ():
                self.source.lines.append(Line(line.cells, f"第{self.paragraphs}段", line.grid, line.aligned))
        for box in _boxes(element):
            self.read(box)

    def table(self, table: Any) -> None:
        self.tables += 1
        grid = self.tables
        for number, row in enumerate(_own(table, "tr"), 1):
            column = _before(row)
            cells: list[Cell] = []
            for cell in _own(row, "tc"):
                across, continued = _merged(cell)
                text = " ".join(" ".join("".join(_runs(part)).split()) for part in _own(cell, "p")).strip()
                if len(text) > _PROSE or any(True for _ in _own(cell, "tbl")):
                    self.read(cell)
                elif not continued:
                    cells.append(Cell(unified(clean(text)), column, column + across))
                column += across
            if cells:
                self.source.lines.append(Line(tuple(cells), f"表格{grid}第{number}行", grid=grid))


def _boxes(element: Any) -> Iterator[Any]:
    """The text boxes of a paragraph; the copy for old programs (Fallback) is left out."""
    for child in element:
        name = local(child)
        if name == "txbxContent":
            yield child
        elif name and name not in _GONE:
            yield from _boxes(child)


def _own(parent: Any, name: str) -> Iterator[Any]:
    """Children of a name, also inside wrappers such as content controls, not those of inner tables."""
    for child in parent:
        found = local(child)
        if found == name:
            yield child
        elif found in {"sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo"}:
            yield from _own(child, name)


def _runs(element: Any) -> Iterator[str]:
    for child in element:
        name = local(child)
        if name == "t":
            yield child.text or ""
        elif name in {"tab", "ptab"}:
            yield "\t" if local(element) == "r" else ""
        elif name in {"br", "cr"}:
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name not in _GONE and name not in {"sym", "txbxContent", ""}:
            yield from _runs(child)


def _before(row: Any) -> int:
    for part in row:
        if local(part) == "trPr":
            return sum(_whole(attribute(mark, "val")) for mark in part if local(mark) == "gridBefore")
    return 0


def _merged(cell: Any) -> tuple[int, bool]:
    """How many columns a cell spans, and whether it continues the one above it."""
    across, continued = 1, False
    for part in cell:
        if local(part) != "tcPr":
            continue
        for mark in part:
            if local(mark) == "gridSpan":
                across = min(max(_whole(attribute(mark, "val")), 1), 60)
            elif local(mark) == "vMerge":
                continued = attribute(mark, "val") != "restart"
            elif local(mark) == "hMerge":
                continued = continued or attribute(mark, "val") == "continue"
    return across, continued


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
