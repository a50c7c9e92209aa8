"""A PDF as lines: characters in their rows and columns, by where they stand on the page."""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from gongkai.kernel.screening.pdffile import open_pdf
from gongkai.kernel.vocabulary import Refusal, clean, unified
from gongkai.oversee.annual.reading.lines import Cell, Line, Source
from gongkai.oversee.annual.reading.sections import parted
from gongkai.publish.library.report import simplified

SCANNED: Final = "PDF 没有文字层（可能是扫描件），读不到数字。请改用 docx、网页或者文本，或者在表单中填报。"
_PAGE_NUMBER: Final = re.compile(r"[-—–－]?\s*\d{1,3}\s*[-—–－]?|第\s*\d{1,3}\s*页.*")
_MOST_PAGES: Final = 300
_MOST_CHARACTERS: Final = 400_000

_THIN: Final = 2.0  # points: a path that is narrower is a rule, one that is wider a box with two edges
_MOST_PATHS: Final = 20_000

Rule = tuple[float, float, float]  # an upright rule: where it stands, its foot and its head, in points


@dataclass(frozen=True)
class Box:
    """A character where it stands, in points; ``base`` is the line on which it is written, whatever its font."""

    left: float
    right: float
    base: float
    height: float
    text: str


def read_portable(data: bytes) -> tuple[Source, list[tuple[str, bytes]]]:
    """The lines of a PDF, and its attached files; no lines at all when it is a scan without text."""
    source = Source("pdf")
    attached: list[tuple[str, bytes]] = []
    seen = 0
    with open_pdf(data) as document:
        if len(document) > _MOST_PAGES:
            raise Refusal(f"PDF 超过{_MOST_PAGES}页，不像一份年度报告，请拆分后再试。")
        for number in range(len(document)):
            page = document[number]
            boxes, rules = list(_boxes(page)), _rules(page)
            page.close()
            seen += len(boxes)
            if seen > _MOST_CHARACTERS:
                raise Refusal("PDF 的文字异常多，不像一份年度报告，请拆分后再试。")
            source.lines.extend(_page(_rows(boxes), rules, number + 1))
        if not seen:
            attached = [
                (str(item.get_name()), bytes(item.get_data()))
                for item in (document.get_attachment(index) for index in range(min(document.count_attachments(), 20)))
            ]
    return source, attached


def _page(rows: list[list[Box]], rules: list[Rule], number: int) -> Iterator[Line]:
    for at, row in enumerate(rows, 1):
        cells = tuple(_cells(row, rules))
        text = " ".join(cell.text for cell in cells)
        if _PAGE_NUMBER.fullmatch(text) and at in (1, len(rows)):
            continue
        pieces = list(parted(simplified(text)))
        if len(pieces) > 1:
            for piece in pieces:
                yield Line((Cell(piece, 0, len(piece)),), f"第{number}页第{at}行")
        elif cells:
            yield Line(cells, f"第{number}页第{at}行", aligned=True)


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


def _rules(page: Any) -> list[Rule]:
    """The upright rules of a page, those of boxes too, from left to right."""
    from pypdfium2 import raw

    found: list[Rule] = []
    for seen, path in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])):
        if seen >= _MOST_PATHS:
            break
        left, foot, right, head = path.get_bounds()
        if head - foot < 2 * _THIN:
            continue
        edges = [(left + right) / 2] if right - left <= _THIN else [left, right]
        found += [(edge, foot, head) for edge in edges]
    return sorted(found)


def _rows(boxes: list[Box]) -> list[list[Box]]:
    """Characters that are written on one line make a row, from the top of the page to its foot."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda one: (-one.base, one.left)):
        if rows and rows[-1][0].base - box.base < 0.3 * min(rows[-1][0].height, box.height):
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda one: one.left) for row in rows]


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
