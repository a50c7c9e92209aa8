"""A report as it stands: every cell with its number or 未填报, the checks, and the JSON that readers of reports expect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from gongkai.oversee.annual.choices import USUAL, Choices
from gongkai.oversee.annual.format import COLUMNS, GROUPS, OUTCOMES, Form
from gongkai.oversee.annual.terms import Level

UNFILLED = "未填报"


@dataclass(frozen=True)
class Typed:
    """Who typed a number in, when, and from where."""

    value: Decimal
    source: str
    person: str
    at: datetime


@dataclass(frozen=True)
class Elsewhere:
    """What another page published for the same figure, where, and who says so when."""

    value: Decimal
    source: str
    person: str
    at: datetime


@dataclass(frozen=True)
class Check:
    """One comparison of the report with itself or with last year. ``diff`` is left less right; ``cells`` are its cells.

    ``level`` is none when it holds, incomplete when a side is not known (``holds`` is then None).
    """

    id: str
    law: str  # F1 … F9; empty for what the text says of itself
    kind: str
    formula: str
    left: Decimal | None
    right: Decimal | None
    level: Level
    cells: tuple[str, ...]
    left_words: str
    right_words: str
    terms: tuple[Decimal, ...] = ()  # of a sum that the text states
    closed: bool | None = None  # whether the terms claim to be all of the whole
    note: str = ""
    place: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same finding on every run: a person's verdict on it is found again by this."""
        name = self.id.partition("#")[0]  # behind # stands which of several with one name
        told = [self.law, self.kind, name, _told(self.left), _told(self.right), *map(_told, self.terms), *self.cells]
        return sha256("\x1f".join(told).encode()).hexdigest()[:16]

    @property
    def topic(self) -> str:
        """The same for the same comparison whatever its numbers: by this a verdict is known to have lapsed."""
        told = [self.law, self.kind, self.id.partition("#")[0], *self.cells]
        return sha256("\x1f".join(told).encode()).hexdigest()[:16]

    @property
    def holds(self) -> bool | None:
        """Whether both sides agree; None when a side is missing."""
        return None if self.left is None or self.right is None else self.left == self.right

    @property
    def diff(self) -> Decimal | None:
        """Left less right; None when a side is missing."""
        return None if self.left is None or self.right is None else self.left - self.right


def _told(value: Decimal | None) -> str:
    return "" if value is None else plain(value)


def check_json(check: Check) -> dict[str, Any]:
    """A check as plain values under the keys by which checks are exchanged."""
    return {
        "id": check.id, "rule": check.law, "kind": check.kind, "formula": check.formula,
        "left": json_number(check.left), "right": json_number(check.right),
        "diff": json_number(check.diff), "holds": check.holds, "level": check.level.value,
    }  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A number that the text may name: what it is, its value and unit. The text holds its code, never the digits."""

    label: str
    value: Decimal | int | None
    unit: str = "件"


@dataclass(frozen=True)
class Report:
    """The figures of an organ's year. ``cells``: every cell of the form; None is 未填报, never 0.

    ``figures``: what the text may name beyond the cells. ``sentences``: sentences that depend on figures. ``ended``: the year is
    over, so that its numbers are final.
    """

    organ_id: int
    organ: str
    year: int
    form: Form
    at: datetime
    ended: bool
    cells: Mapping[str, Decimal | int | None]
    typed: Mapping[str, Typed]
    figures: Mapping[str, Figure]
    sentences: Mapping[str, str]
    checks: tuple[Check, ...]
    government: bool = False  # reports the contents of 条例50(4) too
    choices: Choices = USUAL  # how it counts what the form leaves open
    elsewhere: Mapping[str, Elsewhere] = field(default_factory=dict)  # beside typed figures

    @property
    def missing(self) -> tuple[str, ...]:
        """The cells that nobody has filled in, in reading order."""
        return tuple(cell for cell in self.form.cells if self.cells[cell] is None)

    @property
    def errors(self) -> tuple[Check, ...]:
        """Checks that contradict themselves."""
        return tuple(check for check in self.checks if check.level == Level.ERROR)

    @property
    def warnings(self) -> tuple[Check, ...]:
        """Checks that differ where scopes may differ."""
        return tuple(check for check in self.checks if check.level == Level.WARNING)

    @property
    def unprotected(self) -> tuple[str, ...]:
        """Cells with a number that no check compares with another: a slip in one of them would not be seen."""
        compared = {
            cell for check in self.checks if check.left is not None and check.right is not None for cell in check.cells
        }
        return tuple(cell for cell in self.form.cells if self.cells[cell] is not None and cell not in compared)

    def words(self, cell: str) -> str:
        """The number as a table prints it; 未填报 when it is not known."""
        return number_words(self.cells[cell])

    def snapshot(self) -> dict[str, str | None]:
        """The cells as plain text: what is kept of a report that was drafted."""
        return {cell: None if value is None else plain(value) for cell, value in self.cells.items()}

    def as_json(self, narrative: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
        """The report as plain values under the keys by which reports are exchanged."""
        return {
            "organ": self.organ,
            "year": self.year,
            "format": self.form.code,
            "ended": self.ended,
            "tables": {"section2": self._two(), "section3": self._three(), "section4": self._four()},
            "narrative_figures": [dict(one) for one in narrative],
            "checks": [check_json(check) for check in self.checks],
            "missing": [f"section2.{name}" for name in self._missing_names()],
            "unprotected": [names_of(self.form, self.form)[cell] for cell in self.unprotected],
        }

    def _two(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for block in self.form.blocks:
            for line in block.lines:
                values = [json_number(self.cells[f"{line.code}.{column.code}"]) for column in block.columns]
                found[line.key] = values if len(values) > 1 else values[0]
        return found

    def _three(self) -> dict[str, Any]:
        rows = {
            row.code: [json_number(self.cells[f"{row.code}.{column}"]) for column, _ in COLUMNS]
            for row in self.form.rows
        }
        return {"columns": [label for _, label in COLUMNS], "rows": rows}

    def _four(self) -> dict[str, Any]:
        return {group: [json_number(self.cells[f"{group}.{column}"]) for column, _ in OUTCOMES] for group, _ in GROUPS}

    def _missing_names(self) -> list[str]:
        names = []
        for block, line, column in self.form.fields:
            if self.cells[f"{line.code}.{column.code}"] is None:
                names.append(line.key if len(block.columns) == 1 else f"{line.key}.{column.label}")
        return names


def names_of(two: Form, three: Form) -> dict[str, str]:
    """Cells by the names that JSON uses (section3.new.自然人); ``two``: the form of table two, ``three``: of table three."""
    names = {f"{line.code}.{column.code}": f"section2.{line.key}.{column.label}" for _, line, column in two.fields}
    names |= {f"{row.code}.{code}": f"section3.{row.code}.{label}" for row in three.rows for code, label in COLUMNS}
    return names | {f"{group}.{code}": f"section4.{group}.{label}" for group, _ in GROUPS for code, label in OUTCOMES}


def plain(value: Decimal | int) -> str:
    """A number without an exponent or trailing zeros: 96171.6."""
    text = f"{value + 0:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def number_words(value: Decimal | int | None) -> str:
    """A number as the tables print it; 未填报 for None."""
    return UNFILLED if value is None else plain(value)


def json_number(value: Decimal | int | None) -> int | float | None:
    """A number for JSON: whole ones as integers."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


def last_day(year: int) -> date:
    """31 December."""
    return date(year, 12, 31)
