"""The national tables as grids of cells with their merges (disclosure form of each year), and as accessible HTML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from gongkai.oversee.annual.format import (
    APPLICANTS,
    COLUMNS,
    CORNER,
    COURT,
    GROUPS,
    ITEM,
    ORGANISATIONS,
    OUTCOMES,
    RESULT,
    Form,
    Row,
)


@dataclass(frozen=True)
class Cell:
    """A cell of a table: a heading with its words, or a number under the name of its ``cell``."""

    words: str = ""
    cell: str = ""
    colspan: int = 1
    rowspan: int = 1
    scope: str = ""

    @property
    def heading(self) -> bool:
        """Whether it is a header cell."""
        return not self.cell


@dataclass(frozen=True)
class Table:
    """A table: its caption, the rows of its head, the rows of its body."""

    number: int
    caption: str
    columns: int
    head: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]


def tables(form: Form) -> tuple[Table, Table, Table]:
    """The three tables of a form, in their order."""
    return _two(form), _three(form), _four(form)


def _caption(form: Form, number: int) -> str:
    return next(section.title for section in form.sections if section.table == number)


def _two(form: Form) -> Table:
    """One table; the heading of a block spans it, and a row with fewer numbers than columns spreads them."""
    width = 1 + max(len(block.columns) for block in form.blocks)
    body: list[tuple[Cell, ...]] = []
    for block in form.blocks:
        spans = _spread(width - 1, len(block.columns))
        body.append((Cell(block.heading, colspan=width, scope="colgroup"),))
        heads = (Cell(c.label, colspan=n, scope="col") for c, n in zip(block.columns, spans, strict=True))
        body.append((Cell(ITEM, scope="col"), *heads))
        for line in block.lines:
            numbers = (
                Cell(cell=f"{line.code}.{column.code}", colspan=n)
                for column, n in zip(block.columns, spans, strict=True)
            )
            body.append((Cell(line.label, scope="row"), *numbers))
    return Table(2, _caption(form, 2), width, (), tuple(body))


def _spread(width: int, parts: int) -> list[int]:
    """Columns that each of some cells spans; the last takes what is left."""
    each = width // parts
    return [each] * (parts - 1) + [width - each * (parts - 1)]


def _three(form: Form) -> Table:
    head = (
        (
            Cell(CORNER, colspan=3, rowspan=3, scope="col"),
            Cell(APPLICANTS, colspan=len(COLUMNS), scope="colgroup"),
        ),
        (
            Cell(COLUMNS[0][1], rowspan=2, scope="col"),
            Cell(ORGANISATIONS, colspan=5, scope="colgroup"),
            Cell(COLUMNS[-1][1], rowspan=2, scope="col"),
        ),
        tuple(Cell(label, scope="col") for _, label in COLUMNS[1:-1]),
    )
    results = [row for row in form.rows if row.result]
    body: list[tuple[Cell, ...]] = []
    for place, row in enumerate(form.rows):
        labels: list[Cell] = []
        if row.result and not form.rows[place - 1].result:
            labels.append(Cell(RESULT, rowspan=len(results), scope="rowgroup"))
        if row.group and form.rows[place - 1].group != row.group:
            size = sum(other.group == row.group for other in form.rows)
            labels.append(Cell(row.group, rowspan=size, scope="rowgroup"))
        labels.append(Cell(row.label, colspan=_label_span(row), scope="row"))
        body.append((*labels, *(Cell(cell=f"{row.code}.{column}") for column, _ in COLUMNS)))
    return Table(3, _caption(form, 3), 3 + len(COLUMNS), head, tuple(body))


def _label_span(row: Row) -> int:
    if not row.result:
        return 3
    return 1 if row.group else 2


def _four(form: Form) -> Table:
    """Fifteen numbers in one row below 行政复议 and the two ways into court."""
    names = [label for _, label in OUTCOMES]
    head = (
        (Cell(GROUPS[0][1], colspan=5, scope="colgroup"), Cell(COURT, colspan=10, scope="colgroup")),
        (
            *(Cell(name, rowspan=2, scope="col") for name in names),
            *(Cell(label, colspan=5, scope="colgroup") for _, label in GROUPS[1:]),
        ),
        tuple(Cell(name, scope="col") for _ in GROUPS[1:] for name in names),
    )
    row = tuple(Cell(cell=f"{group}.{column}") for group, _ in GROUPS for column, _ in OUTCOMES)
    return Table(4, _caption(form, 4), 15, head, (row,))


def html(table: Table, words: Callable[[str], str]) -> str:
    """The table as HTML with caption and header cells; ``words`` gives the number under a cell's name."""
    head = "".join(_row(row, words) for row in table.head)
    body = "".join(_row(row, words) for row in table.body)
    return (
        f"<table><caption>{escape(table.caption, quote=False)}</caption>"
        f"{f'<thead>{head}</thead>' if head else ''}<tbody>{body}</tbody></table>"
    )


def _row(row: tuple[Cell, ...], words: Callable[[str], str]) -> str:
    return f"<tr>{''.join(_cell(cell, words) for cell in row)}</tr>"


def _cell(cell: Cell, words: Callable[[str], str]) -> str:
    spans = "".join(
        f' {name}="{value}"' for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if value > 1
    )
    if cell.heading:
        return f'<th{spans} scope="{cell.scope}">{escape(cell.words, quote=False)}</th>'
    return f"<td{spans}>{escape(words(cell.cell), quote=False)}</td>"
