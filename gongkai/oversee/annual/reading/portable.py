"""A PDF as lines: characters in their rows and columns, by where they stand on the page."""

from __future__ import annotations

import ctypes
import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from gongkai.kernel.screening.pdffile import open_pdf
from gongkai.kernel.vocabulary import Refusal, clean, unified
from gongkai.oversee.annual.reading.boxes import Box, Edges, rows_of
from gongkai.oversee.annual.reading.lines import Cell, Line, Source
from gongkai.oversee.annual.reading.ruled import Ruled, broken, rejoined, ruled
from gongkai.oversee.annual.reading.sections import parted
from gongkai.publish.library.report import simplified

SCANNED: Final = "PDF 没有文字层（可能是扫描件），读不到数字。请改用 docx、网页或者文本，或者在表单中填报。"
_PAGE_NUMBER: Final = re.compile(r"[-—–－]?\s*\d{1,3}\s*[-—–－]?|第\s*\d{1,3}\s*页.*")
_MOST_PAGES: Final = 300
_MOST_CHARACTERS: Final = 400_000

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
            boxes, edges = list(_boxes(page)), _edges(page)
            page.close()
            seen += len(boxes)
            if seen > _MOST_CHARACTERS:
                raise Refusal("PDF 的文字异常多，不像一份年度报告，请拆分后再试。")
            pages.append(_Page(number + 1, boxes, edges, ruled(boxes, edges)))
        source.lines.extend(_lines(pages))
        if not seen:
            attached = [
                (str(item.get_name()), bytes(item.get_data()))
                for item in (document.get_attachment(index) for index in range(min(document.count_attachments(), 20)))
            ]
    return source, attached


@dataclass
class _Page:
    number: int
    boxes: list[Box]
    edges: Edges
    tables: list[Ruled]


def _lines(pages: list[_Page]) -> Iterator[Line]:
    """The lines of all pages, from above; a table that goes on over pages is one, unless the end of a page breaks a row of it."""
    for former, later in itertools.pairwise(pages):
        if former.tables and later.tables:
            last, first = min(former.tables, key=lambda one: one.top), max(later.tables, key=lambda one: one.top)
            if first.continues(last) and broken(last, first) and not rejoined(last, first):
                former.tables.remove(last)
                later.tables.remove(first)
    grid, before = 0, None
    for page in pages:
        taken = frozenset[int]().union(*(table.boxes for table in page.tables))
        free = [box for at, box in enumerate(page.boxes) if at not in taken]
        parts: list[tuple[float, list[Line]]] = list(_written(rows_of(free), page.edges.uprights, page.number))
        for table in sorted(page.tables, key=lambda one: -one.top):
            grid += before is None or not table.continues(before)
            before = table
            parts.append((table.top, list(table.lines(page.number, grid))))
        for _, lines in sorted(parts, key=lambda one: -one[0]):
            yield from lines


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


def _boxes(page: Any) -> Iterator[Box]:
    """Every character that is seen."""
    from pypdfium2 import raw

    content = page.get_textpage()
    try:
        box, across, base = raw.FS_RECTF(0, 0, 0, 0), ctypes.c_double(), ctypes.c_double()
        for index in range(min(content.count_chars(), _MOST_CHARACTERS)):
            code = raw.FPDFText_GetUnicode(content, index)
            if code <= 32 or code in {0xA0, 0xFFFE, 0xFEFF, 0x3000} or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
                continue
            character = unified(clean(chr(code)))
            if (
                character
                and raw.FPDFText_GetLooseCharBox(content, index, box)
                and raw.FPDFText_GetCharOrigin(content, index, across, base)
            ):
                yield Box(box.left, box.right, base.value, max(box.top - box.bottom, 1.0), character)
    finally:
        content.close()


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
