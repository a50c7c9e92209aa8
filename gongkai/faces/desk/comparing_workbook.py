"""The tables of a comparison as a workbook: numbers as numbers, the head frozen, no text that a spreadsheet could take for a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.faces.design.formats import cdatetime
from gongkai.faces.desk.comparing_shown import Cell, Grid
from gongkai.kernel.vocabulary import clean

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORBIDDEN = str.maketrans("[]:*?/\\", "（）：＊？／＼")  # what the name of a sheet may not hold


def download(name: str, grids: Sequence[Grid], notes: Sequence[str], at: datetime) -> HttpResponse:
    """A workbook with a sheet for each table and one of notes."""
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    titles: set[str] = set()
    for grid in grids:
        title = clean(grid.caption).translate(_FORBIDDEN)[:28] or "表"
        while title in titles:
            title = f"{title[:26]}续"
        titles.add(title)
        _fill(book.create_sheet(title), grid)
    told = book.create_sheet("说明")
    told.column_dimensions["A"].width = 100
    for number, line in enumerate([*notes, *(note for grid in grids for note in grid.notes), f"导出时间：{cdatetime(at)}"], 1):  # fmt: skip
        cell = told.cell(number, 1)
        _words(cell, line)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    out = io.BytesIO()
    book.save(out)
    answer = HttpResponse(out.getvalue(), content_type=_TYPE)
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or "attachment"
    return answer


def _fill(sheet: Worksheet, grid: Grid) -> None:
    for number, head in enumerate(grid.heads, 1):
        cell = sheet.cell(1, number)
        _words(cell, head.label)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E9ECF0")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(number)].width = 30 if number == 1 else 16
    for number, row in enumerate(grid.rows, 2):
        _words(sheet.cell(number, 1), row.label)
        if row.total or row.group:
            sheet.cell(number, 1).font = Font(bold=True)
        for column, one in enumerate(row.cells, 2):
            _value(sheet.cell(number, column), one)
    sheet.freeze_panes = "B2"


def _value(cell: SheetCell | MergedCell, one: Cell) -> None:
    if one.number is None:
        _words(cell, one.words)
        return
    cell.value = one.number
    cell.number_format = "0.0%" if one.share else "General"


def _words(cell: SheetCell | MergedCell, words: str) -> None:
    """Text, also when it begins like a formula."""
    cell.value = clean(words)
    if cell.value:
        cell.data_type = "s"
