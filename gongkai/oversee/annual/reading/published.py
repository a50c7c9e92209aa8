"""A published report as it was read: cells, figures, text, each with its place; and what is missing."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from gongkai.oversee.annual.format import COLUMNS, CURRENT, FIRST_YEAR, GROUPS, OUTCOMES, Form, form_of
from gongkai.oversee.annual.reading.figures import Figure, overlong, read_figures
from gongkai.oversee.annual.reading.files import opened_files
from gongkai.oversee.annual.reading.identity import Identity, identify
from gongkai.oversee.annual.reading.lines import Source
from gongkai.oversee.annual.reading.prose import Prose, read_prose
from gongkai.oversee.annual.reading.sections import Sections, find
from gongkai.oversee.annual.reading.tables import Mark, Tables, read_tables
from gongkai.oversee.annual.report import json_number

FREE: Final = "工作总结(非法定年报表式)"
_KINDS: Final = {"html": "网页", "docx": "Word 文件", "pdf": "PDF", "text": "文本"}


@dataclass(frozen=True)
class Unread:
    """A file that could not be read, and the sentence that says why and what to do."""

    name: str
    message: str


@dataclass(frozen=True)
class Published:
    """A report as read. ``cells``: what was read by ``row.column`` (number None: blank); a cell that is not there is missing."""

    name: str
    kind: str
    identity: Identity
    sections: Sections
    tables: Tables
    prose: Prose
    figures: tuple[Figure, ...]
    notes: tuple[str, ...]

    @property
    def organ(self) -> str:
        """As the report names it; empty when nothing tells."""
        return self.identity.organ

    @property
    def year(self) -> int | None:
        """The year it reports on; None when nothing tells."""
        return self.identity.year

    @property
    def due_form(self) -> Form:
        """The form that a report of its year should have."""
        return by_year(self.year)

    def form(self, table: int) -> Form:
        """The form of one of its tables; that of its year where the table is not there."""
        return self.tables.forms.get(table, self.due_form)

    @property
    def format(self) -> str:
        """2021, 2019, both where table three differs, or free text."""
        if not self.identity.statutory and not self.tables.forms:
            return FREE
        two = self.tables.forms.get(2) or self.tables.forms.get(3) or self.due_form
        three = self.tables.forms.get(3, two)
        return two.code if two is three else f"{two.code}(表三为{three.code}式)"

    @property
    def cells(self) -> Mapping[str, Mark]:
        """What was read in the tables."""
        return self.tables.cells

    @property
    def numbers(self) -> dict[str, Decimal]:
        """The cells that hold a number."""
        return {name: mark.number for name, mark in self.cells.items() if mark.number is not None}

    def has(self, table: int) -> bool:
        """Whether any number was read in a table."""
        return table in self.tables.forms

    def number(self, cell: str) -> int | float | None:
        """A cell for JSON."""
        mark = self.cells.get(cell)
        return json_number(mark.number) if mark else None

    def tables_json(self) -> dict[str, Any]:
        """section2, section3, section4 under the keys by which reports are exchanged; None for a table that is not there."""
        return {
            "section2": self._two() if self.has(2) else None,
            "section3": self._three() if self.has(3) else None,
            "section4": self._four() if self.has(4) else None,
        }

    def _two(self) -> dict[str, Any]:
        found: dict[str, Any] = {"form": "2019"} if self.form(2) is not CURRENT else {}
        for block in self.form(2).blocks:
            for line in block.lines:
                names = [f"{line.code}.{column.code}" for column in block.columns]
                if any(name in self.cells for name in names):
                    values = [self.number(name) for name in names]
                    found[line.key] = values if len(values) > 1 else values[0]
        return found

    def _three(self) -> dict[str, Any]:
        rows = {
            row.code: [self.number(f"{row.code}.{column}") for column, _ in COLUMNS]
            for row in self.form(3).rows
            if self.has_row(row.code)
        }
        return {"columns": [label for _, label in COLUMNS], "rows": rows}

    def _four(self) -> dict[str, Any]:
        return {
            group: [self.number(f"{group}.{column}") for column, _ in OUTCOMES]
            for group, _ in GROUPS
            if any(f"{group}.{column}" in self.cells for column, _ in OUTCOMES)
        }

    def has_row(self, code: str) -> bool:
        """Whether a row of table three was found, even with blank cells."""
        return any(f"{code}.{column}" in self.cells for column, _ in COLUMNS)

    @property
    def missing(self) -> list[str]:
        """Sections, tables, rows and cells that are not there or blank; never taken for zero."""
        if self.format == FREE:
            return ["section2", "section3", "section4"]
        found = []
        for number in range(1, 7):
            if number in (2, 3, 4):
                found += [f"section{number}"] if not self.has(number) else list(self._gaps(number))
            elif number not in self.sections.spans:
                found.append(f"section{number}")
        return found

    def _gaps(self, table: int) -> Iterator[str]:
        for row, name, cells in self._rows(table):
            lost = [label for code, label in cells if self.number(f"{row}.{code}") is None]
            if len(lost) == len(cells):
                yield f"section{table}.{name}"
            else:
                yield from (f"section{table}.{name}.{label}" for label in lost)

    def _rows(self, table: int) -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
        if table == 2:
            for block in self.form(2).blocks:
                for line in block.lines:
                    yield line.code, line.key, [(column.code, column.label) for column in block.columns]
        elif table == 3:
            for row in self.form(3).rows:
                yield row.code, row.code, list(COLUMNS)
        else:
            for group, _ in GROUPS:
                yield group, group, list(OUTCOMES)

    def evidence(self) -> dict[str, dict[str, str]]:
        """For every number of a table: how it is written and where it stands."""
        answer = {}
        for table in (2, 3, 4):
            if not self.has(table):
                continue
            for row, name, cells in self._rows(table):
                for code, label in cells:
                    mark = self.cells.get(f"{row}.{code}")
                    if mark and mark.number is not None:
                        told = {"raw": mark.raw, "where": mark.place}
                        if mark.how == "order":
                            told["how"] = "行名缺失或者有误，按行次认定"
                        answer[f"section{table}.{name}.{label}"] = told
        return answer


def by_year(year: int | None) -> Form:
    """The form of a year; the present one where the year is not known or had none."""
    return form_of(year) if year is not None and FIRST_YEAR <= year <= 2199 else CURRENT


def read(data: bytes, name: str) -> list[Published | Unread]:
    """A file, or every file of an archive. Never raises for what a file holds: a broken one is an Unread with its sentence."""
    answers: list[Published | Unread] = []
    for opened in opened_files(data, name):
        if opened.source is None:
            answers.append(Unread(opened.name, opened.refusal))
            continue
        try:
            answers.append(_published(opened.source, opened.name))
        except Exception:  # one file that nobody foresaw must not stop the others
            logging.getLogger("gongkai").exception("report %s", opened.name)
            answers.append(Unread(opened.name, "文件内容异常，没有读完，请用 Word 或者浏览器重新保存后再试。"))
    return answers


def read_many(files: Iterable[tuple[str, bytes]]) -> list[Published | Unread]:
    """Several files by name and content."""
    return [answer for name, data in files for answer in read(data, name)]


def _published(source: Source, name: str) -> Published | Unread:
    sections = find(source.lines)
    prose = read_prose(source.lines, sections)
    identity = identify(source, sections, prose, name)
    tables = read_tables(source.lines, sections, by_year(identity.year))
    if not sections.spans and not tables.forms and not identity.title and "公开" not in prose.text:
        return Unread(name, "文件里没有政府信息公开年度报告的标题、章节或者表格，请检查是否选错了文件。")
    another = (
        ["文件里像有两份报告，只读了第一份，请分成两个文件后再核对第二份。"] if sections.another is not None else []
    )
    notes = dict.fromkeys([*source.notes, *another, *tables.notes, *_differing(tables, identity), *overlong(prose)])
    return Published(name, source.kind, identity, sections, tables, prose, read_figures(prose), tuple(notes))


def _differing(tables: Tables, identity: Identity) -> Iterator[str]:
    """Table three in another form than that of the year is a matter of the copy: told, not judged."""
    used = tables.forms.get(3)
    if used is not None and identity.year is not None and used is not by_year(identity.year):
        yield f"表三“（六）其他处理”用的是{used.code}年格式，与{identity.year}年度的统一格式不同。"
