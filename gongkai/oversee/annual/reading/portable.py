"""A PDF as lines: characters in their rows and columns, by where they stand on the page."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from typing import Any, Final

from gongkai.kernel.screening.pdffile import open_pdf
from gongkai.kernel.vocabulary import Refusal, clean
from gongkai.oversee.annual.reading.lines import Cell, Line, Source
from gongkai.oversee.annual.reading.sections import parted

SCANNED: Final = "PDF 没有文字层（可能是扫描件），读不到数字。请改用 docx、网页或者文本，或者在表单中填报。"
_PAGE_NUMBER: Final = re.compile(r"[-—–－]?\s*\d{1,3}\s*[-—–－]?|第\s*\d{1,3}\s*页.*")
_MOST_PAGES: Final = 300
_MOST_CHARACTERS: Final = 400_000

Box = tuple[float, float, float, float, str]


def read_portable(data: bytes) -> tuple[Source, list[tuple[str, bytes]]]:
    """The lines of a PDF, and its attached files; no lines at all when it is a scan without text."""
    source = Source("pdf")
    attached: list[tuple[str, bytes]] = []
    seen = 0
    with open_pdf(data) as document:
        if len(document) > _MOST_PAGES:
            raise Refusal(f"PDF 超过{_MOST_PAGES}页，不像一份年度报告，请拆分后再试。")
        for number in range(len(document)):
            boxes = list(_boxes(document[number]))
            seen += len(boxes)
            if seen > _MOST_CHARACTERS:
                raise Refusal("PDF 的文字异常多，不像一份年度报告，请拆分后再试。")
            rows = _rows(boxes)
            source.lines.extend(_page(rows, number + 1))
        if not seen:
            attached = [
                (str(item.get_name()), bytes(item.get_data()))
                for item in (document.get_attachment(index) for index in range(min(document.count_attachments(), 20)))
            ]
    return source, attached


def _page(rows: list[list[Box]], number: int) -> Iterator[Line]:
    for at, row in enumerate(rows, 1):
        cells = tuple(_cells(row))
        text = " ".join(cell.text for cell in cells)
        if _PAGE_NUMBER.fullmatch(text) and at in (1, len(rows)):
            continue
        pieces = list(parted(text))
        if len(pieces) > 1:
            for piece in pieces:
                yield Line((Cell(piece, 0, len(piece)),), f"第{number}页第{at}行")
        elif cells:
            yield Line(cells, f"第{number}页第{at}行", aligned=True)


def _boxes(page: Any) -> Iterator[Box]:
    """Every character with its font box: left, bottom, right, top."""
    from pypdfium2 import raw

    content = page.get_textpage()
    try:
        corners = [ctypes.c_float() for _ in range(4)]
        box = raw.FS_RECTF(*(corner.value for corner in corners))
        for index in range(min(content.count_chars(), _MOST_CHARACTERS)):
            code = raw.FPDFText_GetUnicode(content, index)
            if code <= 32 or code in {0xA0, 0xFFFE, 0xFEFF, 0x3000} or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
                continue
            character = clean(chr(code))
            if character and raw.FPDFText_GetLooseCharBox(content, index, box):
                yield box.left, box.bottom, box.right, box.top, character
    finally:
        content.close()
        page.close()


def _rows(boxes: list[Box]) -> list[list[Box]]:
    """Characters whose middles are at one height make a row, from the top of the page to its foot."""
    rows: list[tuple[float, float, list[Box]]] = []
    for box in sorted(boxes, key=lambda one: (-(one[1] + one[3]), one[0])):
        middle, height = (box[1] + box[3]) / 2, max(box[3] - box[1], 1.0)
        if rows and abs(rows[-1][0] - middle) < 0.4 * min(rows[-1][1], height):
            rows[-1][2].append(box)
        else:
            rows.append((middle, height, [box]))
    return [sorted(row, key=lambda one: one[0]) for _, _, row in rows]


def _cells(row: list[Box]) -> Iterator[Cell]:
    text, left, right = "", 0.0, 0.0
    for box in row:
        if text and box[0] - right > 0.3 * max(box[3] - box[1], 1.0):
            yield Cell(text, left, right)
            text = ""
        if not text:
            left = box[0]
        text += box[4]
        right = max(box[2], right) if text[:-1] else box[2]
    if text:
        yield Cell(text, left, right)
