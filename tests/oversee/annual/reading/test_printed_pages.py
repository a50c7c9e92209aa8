"""Printed tables as offices lay them out: narrow columns, heads a character a line, cells without padding, blanks, no rules."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
import typst

from gongkai.kernel.papers.fonts import typst_fonts
from gongkai.oversee.annual.format import CURRENT, FORMER, Form
from gongkai.oversee.annual.reading import Published, read

from . import writer

FORMS = [pytest.param(CURRENT, 2023, id="2021"), pytest.param(FORMER, 2020, id="2019")]
#: Options of a table beside the size of its letters in points.
PRINTS = {
    "ruled, centred": ("inset: 3pt, align: center + horizon", 9),
    "without padding": ("inset: (x: 0.5pt, y: 1pt), align: left + top", 8),
    "without rules": ("stroke: none, inset: 3pt, align: left + horizon", 9),
    "to the right": ("inset: 2pt, align: right + bottom", 8),
}


@pytest.mark.parametrize(("form", "year"), FORMS)
@pytest.mark.parametrize("print_", PRINTS)
@pytest.mark.parametrize("zero", ["0", ""])
def test_a_printed_report_is_read_back(form: Form, year: int, print_: str, zero: str) -> None:
    chance = random.Random(f"{year}{print_}{zero}")
    cells = writer.consistent(form, chance, large=True)
    dress = writer.Dress(lambda name, value: writer.usual(name, value) if value or name.endswith(".change") else zero)
    found = printed(form, year, cells, dress, print_)
    wanted = writer.shown(cells, zero_is_blank=not zero)
    assert differences(found, wanted) == {}
    assert (found.organ, found.year) == ("云州市人民政府", year)


@pytest.mark.parametrize(("form", "year"), FORMS)
@pytest.mark.parametrize("print_", ["ruled, centred", "without padding", "to the right"])
@pytest.mark.parametrize("page", ["margin: 1.5cm", "margin: 1cm, height: 9cm", "margin: 2cm, flipped: true"])
def test_a_number_on_two_lines_of_its_cell_is_one(form: Form, year: int, print_: str, page: str) -> None:
    """Columns too narrow for four full-width digits; rows and tables broken by the end of a page."""
    chance = random.Random(f"{year}{print_}{page}")
    cells = writer.consistent(form, chance, large=True)
    dress = writer.Dress(lambda name, value: writer.full_width(writer.usual(name, value)))
    found = printed(form, year, cells, dress, print_, page)
    assert differences(found, writer.shown(cells)) == {}
    assert found.notes == ()


@pytest.mark.parametrize(("form", "year"), FORMS)
@pytest.mark.parametrize("angle", [90, -90, 180])
def test_a_table_that_lies_on_its_side_is_read(form: Form, year: int, angle: int) -> None:
    cells = writer.consistent(form, random.Random(angle))
    around = f"#rotate({angle}deg, reflow: true)[#block(width: 25cm)[", "]]"
    page = "margin: 1cm" if angle != 180 else "margin: 1cm, flipped: true"
    found = printed(form, year, cells, writer.Dress(writer.usual), "without padding", page, around)
    assert differences(found, writer.shown(cells)) == {}


def test_a_mark_across_the_page_is_none_of_its_words() -> None:
    cells = writer.consistent(CURRENT, random.Random(8))
    mark = "#place(center + horizon, rotate(-40deg, text(size: 60pt, fill: luma(80%))[云州市人民政府 2025]))\n"
    for print_ in ("ruled, centred", "without rules"):
        found = printed(CURRENT, 2023, cells, writer.Dress(writer.usual), print_, around=(mark, ""))
        assert differences(found, writer.shown(cells)) == {}
        assert found.year == 2023


@pytest.mark.parametrize("print_", PRINTS)
def test_a_printed_report_in_traditional_characters_is_read_back(print_: str) -> None:
    chance = random.Random(print_)
    cells = writer.consistent(CURRENT, chance)
    dress = writer.Dress(writer.usual, writer.traditional)
    assert differences(printed(CURRENT, 2023, cells, dress, print_), writer.shown(cells)) == {}


def test_a_blank_of_table_four_stays_in_its_column() -> None:
    cells = writer.consistent(CURRENT, random.Random(4)) | {"direct.upheld": None, "post.pending": None}
    found = printed(CURRENT, 2023, cells, writer.Dress(writer.usual), "ruled, centred")
    assert differences(found, writer.shown(cells)) == {}


def printed(
    form: Form,
    year: int,
    cells: writer.Cells,
    dress: writer.Dress,
    print_: str,
    page: str = "margin: 1.5cm",
    around: tuple[str, str] = ("", ""),
) -> Published:
    """A report as it is read from its printed pages; ``around``: what stands before and behind each table."""
    options, size = PRINTS[print_]

    def table(rows: writer.Matrix) -> str:
        return as_typst(rows, options).join(around)

    text = f"#set text(size: {size}pt, font: ({', '.join(map(repr_, FONTS))}))\n#set page({page})\n"
    text += writer.report(form, year, cells, dress, table, between="\n\n")
    (found,) = read(typst.compile(text.encode(), font_paths=typst_fonts(), ignore_system_fonts=True), "report.pdf")
    assert isinstance(found, Published), found
    return found


FONTS = ("Noto Serif SC", "Noto Serif CJK SC")


def repr_(name: str) -> str:
    return f'"{name}"'


def differences(found: Published, wanted: dict[str, Decimal | None]) -> dict[str, Any]:
    """Cells that were read otherwise."""
    got = {name: found.cells[name].number if name in found.cells else None for name in wanted}
    return {name: (got[name], number) for name, number in wanted.items() if got[name] != number}


def as_typst(rows: writer.Matrix, options: str) -> str:
    """A table whose last seven columns are as narrow as their numbers allow."""
    width = max(len(row) for row in rows)
    columns = ["auto"] * width if width != 10 else ["2.2em", "5em", "1fr"] + ["3.4em"] * 7
    cells = "\n".join(
        f"table.cell(colspan: {cell[2]}, rowspan: {cell[3]})[{escaped(cell[0])}],"
        for row in rows
        for cell in row
        if cell
    )
    return f"#table(columns: ({', '.join(columns)}), {options},\n{cells}\n)"


def escaped(words: str) -> str:
    return "".join(f"\\{letter}" if letter in "#$*_`@<>[]\\/-+" else letter for letter in words)
