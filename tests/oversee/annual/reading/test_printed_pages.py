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
    options, size = PRINTS[print_]

    def table(rows: writer.Matrix) -> str:
        return as_typst(rows, options)

    text = f"#set text(size: {size}pt, font: ({', '.join(map(repr_, FONTS))}))\n#set page(margin: 1.5cm)\n"
    text += writer.report(form, year, cells, dress, table, between="\n\n")
    (found,) = read(typst.compile(text.encode(), font_paths=typst_fonts(), ignore_system_fonts=True), "report.pdf")
    assert isinstance(found, Published), found
    wanted = writer.shown(cells, zero_is_blank=not zero)
    assert differences(found, wanted) == {}
    assert (found.organ, found.year) == ("云州市人民政府", year)


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
