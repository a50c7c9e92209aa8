"""A PDF as lines: characters in their rows and columns, by where they stand on the page."""

from __future__ import annotations

import ctypes
import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from math import pi
from typing import Any, Final

from gongkai.kernel.screening.pdffile import open_pdf
from gongkai.kernel.vocabulary import Refusal, clean, unified
from gongkai.oversee.annual.reading.boxes import Box, Edges, rows_of, turned
from gongkai.oversee.annual.reading.lines import Cell, Line, Source
from gongkai.oversee.annual.reading.ruled import Ruled, broken, rejoined, ruled
from gongkai.oversee.annual.reading.sections import parted
from gongkai.publish.library.report import simplified

SCANNED: Final = "PDF 没有文字层（可能是扫描件），读不到数字。请改用 docx、网页或者文本，或者在表单中填报。"
_PAGE_NUMBER: Final = re.compile(r"[-—–－]?\s*\d{1,3}\s*[-—–－]?|第\s*\d{1,3}\s*页.*")
_MOST_PAGES: Final = 300
_MOST_CHARACTERS: Final = 400_000

_ACROSS: Final = 0.15  # of a quarter: a page that was scanned a little askew is read, a watermark is not
_THIN: Final = 2.0  # points: a path that is narrower is a rule, one that is wider a box with two edges
_MOST_PATHS: Final = 20_000

Rule = tuple[float, float, float]  # an upright rule: where it stands, its foot and its head, in points


def read_portable(data: bytes) -> tuple[Source, list[tuple[str, bytes]]]:
    """The lines of a PDF, and its attached files; no lines at all when it is a scan without text."""
    source = Source("pdf")
    attached: list[tuple[str, bytes]] = []
    pages: list[_Page] = []
    seen = 0
    with open_pdf(data) as document:
        if len(document) > _MOST_PAGES:
            raise Refusal(f"PDF 超过{_MOST_PAGES}页，不像一份年度报告，请拆分后再试。")
        for number in range(len(document)):
            page = document[number]
            directions, edges = _boxes(page), _edges(page)
            page.close()
            seen += sum(map(len, directions.values()))
            if seen > _MOST_CHARACTERS:
                raise Refusal("PDF 的文字异常多，不像一份年度报告，请拆分后再试。")
            for quarter, boxes in sorted(directions.items()):
                upright = edges.turned(quarter)
                pages.append(_Page(number + 1, quarter, boxes, upright, ruled(boxes, upright)))
        source.lines.extend(_lines(pages))
        if not seen:
            attached = [
                (str(item.get_name()), bytes(item.get_data()))
                for item in (document.get_attachment(index) for index in range(min(document.count_attachments(), 20)))
            ]
    return source, attached


@dataclass
class _Page:
    """What is written in one direction on a page. ``quarter``: by how many quarters it is turned."""

    number: int
    quarter: int
    boxes: list[Box]
    edges: Edges
    tables: list[Ruled]

    @property
    def top(self) -> float:
        """How high what is turned begins on the page."""
        back = (4 - self.quarter) % 4
        return max(turned((box.left, box.base, box.right, box.base + box.height), back)[3] for box in self.boxes)


def _lines(pages: list[_Page]) -> Iterator[Line]:
    """The lines of all pages, from above; a table that goes on over pages is one, unless the end of a page breaks a row of it."""
    for former, later in itertools.pairwise([page for page in pages if page.tables]):
        last, first = min(former.tables, key=lambda one: one.top), max(later.tables, key=lambda one: one.top)
        if first.continues(last) and broken(last, first) and not rejoined(last, first):
            former.tables.remove(last)
            later.tables.remove(first)
    grid: list[Ruled] = []
    for _, same in itertools.groupby(pages, key=lambda page: page.number):
        parts: list[tuple[float, list[Line]]] = []
        for page in same:
            mine = sorted(_parts(page, grid), key=lambda one: -one[0])
            parts += mine if not page.quarter else [(page.top, [line for _, lines in mine for line in lines])]
        for _, lines in sorted(parts, key=lambda one: -one[0]):
            yield from lines


def _parts(page: _Page, grid: list[Ruled]) -> Iterator[tuple[float, list[Line]]]:
    """Rows and tables of a page, and how high each stands. ``grid``: the tables before, each that began anew."""
    taken = frozenset[int]().union(*(table.boxes for table in page.tables))
    yield from _written(
        rows_of([box for at, box in enumerate(page.boxes) if at not in taken]), page.edges.uprights, page.number
    )
    for table in sorted(page.tables, key=lambda one: -one.top):
        if not grid or not table.continues(grid[-1]):
            grid.append(table)
        yield table.top, list(table.lines(page.number, len(grid)))


def _written(rows: list[list[Box]], rules: list[Rule], number: int) -> Iterator[tuple[float, list[Line]]]:
    """The rows of a page outside of ruled tables, and how high each stands."""
    for at, row in enumerate(rows, 1):
        cells = tuple(_cells(row, rules))
        text = " ".join(cell.text for cell in cells)
        if _PAGE_NUMBER.fullmatch(text) and at in (1, len(rows)):
            continue
        pieces = list(parted(simplified(text)))
        if len(pieces) > 1:
            place = f"第{number}页第{at}行"
            yield row[0].base, [Line((Cell(piece, 0, len(piece)),), place) for piece in pieces]
        elif cells:
            yield row[0].base, [Line(cells, f"第{number}页第{at}行", aligned=True)]


def _boxes(page: Any) -> dict[int, list[Box]]:
    """Every character that is seen, by the quarters by which its line is turned; a mark that lies across the page is left out."""
    from pypdfium2 import raw

    found: dict[int, list[Box]] = {}
    content = page.get_textpage()
    try:
        box, across, base = raw.FS_RECTF(0, 0, 0, 0), ctypes.c_double(), ctypes.c_double()
        for index in range(min(content.count_chars(), _MOST_CHARACTERS)):
            code = raw.FPDFText_GetUnicode(content, index)
            if code <= 32 or code in {0xA0, 0xFFFE, 0xFEFF, 0x3000} or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
                continue
            character = unified(clean(chr(code)))
            quarters = max(raw.FPDFText_GetCharAngle(content, index), 0.0) / (pi / 2)
            if (
                character
                and abs(quarters - round(quarters)) < _ACROSS
                and raw.FPDFText_GetLooseCharBox(content, index, box)
                and raw.FPDFText_GetCharOrigin(content, index, across, base)
            ):
                quarter = -round(quarters) % 4  # pdfium counts clockwise
                sides = (box.left, box.bottom, box.right, box.top)
                left, foot, right, head = turned(sides, quarter)
                line = turned((across.value, base.value) * 2, quarter)[1]
                found.setdefault(quarter, []).append(Box(left, right, line, max(head - foot, 1.0), character))
    finally:
        content.close()
    return found


def _edges(page: Any) -> Edges:
    """The rules of a page and the sides of its boxes, upright and level; the paths of pictures may hold a lot of others."""
    from pypdfium2 import raw

    edges = Edges()
    matrix, x, y = raw.FS_MATRIX(), ctypes.c_float(), ctypes.c_float()
    seen = 0
    for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        count = raw.FPDFPath_CountSegments(path.raw)
        seen += count
        if seen > _MOST_PATHS:
            edges.levels.clear()  # half of the rules make no table
            break
        raw.FPDFPageObj_GetMatrix(path.raw, matrix)
        first = last = None
        for at in range(count):
            segment = raw.FPDFPath_GetPathSegment(path.raw, at)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = (
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
            )
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                first = point
            elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
                _add(edges, last, point)
            if raw.FPDFPathSegment_GetClose(segment) and first is not None:
                _add(edges, point, first)
            last = point
    edges.uprights.sort()
    return edges


def _add(edges: Edges, begin: tuple[float, float], end: tuple[float, float]) -> None:
    across, up = abs(begin[0] - end[0]), abs(begin[1] - end[1])
    if across <= _THIN / 2 and up > 2 * _THIN:
        edges.uprights.append(((begin[0] + end[0]) / 2, min(begin[1], end[1]), max(begin[1], end[1])))
    elif up <= _THIN / 2 and across > 2 * _THIN:
        edges.levels.append(((begin[1] + end[1]) / 2, min(begin[0], end[0]), max(begin[0], end[0])))


def _cells(row: list[Box], rules: list[Rule]) -> Iterator[Cell]:
    """A cell ends where a gap follows, or a rule stands between two characters."""
    base = row[0].base + row[0].height / 4 if row else 0.0
    here = [edge for edge, foot, head in rules if foot <= base <= head]
    text, left, right = "", 0.0, 0.0
    for box in row:
        apart = text and box.left - right > 0.3 * box.height
        if apart or (text and _crossed(here, right, box.left)):
            yield Cell(text, left, right)
            text = ""
        if not text:
            left = right = box.left
        text += box.text
        right = max(right, box.right)
    if text:
        yield Cell(text, left, right)


def _crossed(edges: list[float], right: float, left: float) -> bool:
    """Whether a rule stands between the end of one character and the beginning of the next; boxes of fonts overlap a little."""
    at = bisect_left(edges, min(right, left) - 1.0)
    return at < len(edges) and edges[at] <= max(right, left) + 1.0
