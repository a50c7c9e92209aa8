"""A web page as lines: paragraphs as they break, tables as grids with their merged cells where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from gongkai.kernel.screening.wordfile import local
from gongkai.kernel.vocabulary import Refusal, clean, unified
from gongkai.oversee.annual.reading import plain
from gongkai.oversee.annual.reading.lines import Cell, Line, Source

_BLOCK: Final = frozenset(
    [
        "p",
        "pre",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "section",
        "article",
        "title",
        "dt",
        "dd",
        "header",
        "footer",
        "main",
        "center",
        "blockquote",
        "td",
        "th",
        "body",
        "ul",
        "ol",
        "dl",
        "form",
        "caption",
    ]
)
_KEPT: Final = frozenset(["pre", "listing", "xmp"])  # a flattened text in a page: blanks and line ends count
_SILENT: Final = frozenset(["script", "style", "noscript", "template", "head", "select", "textarea", "svg"])
_PROSE: Final = 240  # a cell with more characters is text that somebody put into a table
_APART: Final = "\x1f"  # counts as a blank
_SPACES: Final = re.compile(r"[^\S\x1f]+")
_BROKEN: Final = re.compile(r"(?<=[\d,.，．])\n(?=[\d,.，．])")
_MOST_CELLS: Final = 200_000
_MOST_DEPTH: Final = 400


def read_markup(text: str) -> Source:
    """The lines of a page; Refusal when it is no page at all."""
    from lxml import etree, html  # type: ignore[import-untyped]

    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", unified(clean(text))))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise Refusal("网页内容为空或者已损坏，无法读取，请重新保存网页后再试。") from None
    source = Source("html", titles=list(_titles(root)))
    body = next((element for element in root.iter("body")), root)
    walker = _Walker(source)
    walker.walk(body, 0)
    walker.flush()
    return source


def _titles(root: Any) -> Iterator[str]:
    """The title of the article among the head's facts, then the pieces of the page's title: 报告_年报_网站."""
    for meta in root.iter("meta"):
        if (meta.get("name") or "").lower() == "articletitle":
            yield " ".join((meta.get("content") or "").split())
    for title in root.iter("title"):
        yield from (" ".join(piece.split()) for piece in re.split(r"[_|>—–-]", title.text or ""))


class _Walker:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.number = 0
        self.tables = 0
        self.cells = 0
        self.kept = 0  # within so many elements whose blanks and line ends count

    def flush(self) -> None:
        """End of a paragraph."""
        text = "".join(self.pieces)
        self.pieces = []
        for raw in text.split("\n"):
            words = raw.rstrip() if self.kept else " ".join(raw.split())
            if words:
                self.number += 1
                for line in plain.lines(words):
                    self.source.lines.append(Line(line.cells, f"第{self.number}段", line.grid, line.aligned))

    def walk(self, element: Any, depth: int) -> None:
        """The element's text in order; a table that holds no other table becomes a grid."""
        name = local(element).lower()
        if depth > _MOST_DEPTH or name in _SILENT:
            return
        if name == "table" and not any(True for _ in element.iterdescendants("table")):
            self.flush()
            self.table(element)
            return
        if name in _BLOCK:
            self.flush()
        if name == "br":
            self.pieces.append("\n")
        self.kept += name in _KEPT
        self.pieces.append(self.blanks(element.text or ""))
        for child in element:
            if isinstance(child.tag, str):
                self.walk(child, depth + 1)
            self.pieces.append(self.blanks(child.tail or ""))
        if name in _BLOCK:
            self.flush()
        self.kept -= name in _KEPT

    def blanks(self, text: str) -> str:
        """A text as a browser shows it: any blanks as one, but for those of a flattened text in ``pre``."""
        return text if self.kept else re.sub(r"\s+", " ", text)

    def table(self, table: Any) -> None:
        """Rows with every cell in its column; places that a cell above covers stay out."""
        self.tables += 1
        covered: dict[int, int] = {}
        number = 0
        for element in table.iter("caption", "tr"):
            if local(element) == "caption":
                self.pieces.append("".join(element.itertext()))
                self.flush()
                continue
            number += 1
            cells: list[Cell] = []
            column = 0
            later = {at: left - 1 for at, left in covered.items() if left > 1}
            for cell in element.iterchildren("td", "th"):
                while covered.get(column, 0):
                    column += 1
                across, down = _span(cell, "colspan", 60), _span(cell, "rowspan", 200)
                self.cells += across
                if self.cells > _MOST_CELLS:
                    raise Refusal("网页中的表格异常庞大，不予读取。")
                text = _words(cell)
                if len(text) > _PROSE:
                    self.walk_cell(cell)
                else:
                    cells.append(Cell(text, column, column + across))
                if down > 1:
                    later |= dict.fromkeys(range(column, column + across), down - 1)
                column += across
            covered = later
            if cells:
                self.source.lines.append(Line(tuple(cells), f"表格{self.tables}第{number}行", grid=self.tables))

    def walk_cell(self, cell: Any) -> None:
        """A cell that holds paragraphs."""
        for child in [None, *cell]:
            if child is None:
                self.pieces.append(cell.text or "")
            else:
                if isinstance(child.tag, str):
                    self.walk(child, 1)
                self.pieces.append(child.tail or "")
        self.flush()


def _span(cell: Any, name: str, most: int) -> int:
    found = re.match(r"\s*(\d{1,4})", cell.get(name) or "")
    return min(max(int(found[1]), 1), most) if found else 1


def _words(cell: Any) -> str:
    """The words of a cell. Word breaks its source inside of numbers; paragraphs and <br> keep numbers apart."""
    text = _SPACES.sub(lambda found: "\n" if "\n" in found[0] else " ", "".join(_spoken(cell)))
    return " ".join(_BROKEN.sub("", text).split())


def _spoken(element: Any) -> Iterator[str]:
    if local(element).lower() in _SILENT:
        return
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            if local(child).lower() in _BLOCK or local(child).lower() == "br":
                yield _APART
            yield from _spoken(child)
        yield child.tail or ""
