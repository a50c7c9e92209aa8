"""Every check of published reports together, and the answer under the keys by which reports are exchanged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from gongkai.kernel.vocabulary import half_width
from gongkai.oversee.annual import rules
from gongkai.oversee.annual.checking.against import check_against
from gongkai.oversee.annual.checking.content import check_content
from gongkai.oversee.annual.checking.rates import check_rates
from gongkai.oversee.annual.checking.several import check_several
from gongkai.oversee.annual.checking.sums import check_sums
from gongkai.oversee.annual.format import CURRENT, FORMER
from gongkai.oversee.annual.reading.published import Published, Unread
from gongkai.oversee.annual.report import Check, check_json, json_number, names_of, plain
from gongkai.oversee.annual.terms import Level
from gongkai.oversee.annual.verdicts import Judged, Said, judge


@dataclass(frozen=True)
class Checked:
    """One file: the report with its checks, or the sentence why it cannot be read."""

    name: str
    report: Published | None
    checks: tuple[Check, ...] = ()
    error: str = ""

    def of(self, level: Level) -> tuple[Check, ...]:
        """The checks of one level."""
        return tuple(check for check in self.checks if check.level == level)

    @property
    def failing(self) -> bool:
        """Whether something contradicts itself."""
        return any(check.level == Level.ERROR for check in self.checks)

    @property
    def unprotected(self) -> list[str]:
        """Cells with a number that no check compares: a slip in one of them would not be seen."""
        if self.report is None:
            return []
        compared = {
            cell
            for check in self.checks
            if check.left is not None and check.right is not None and check.kind != "content"
            for cell in check.cells
        }
        labels = cell_names(self.report)
        return [labels[cell] for cell in self.report.numbers if cell in labels and cell not in compared]

    def as_json(self, said: Sequence[Said] = ()) -> dict[str, Any]:
        """The answer for one file; ``error`` alone with the name where it cannot be read. ``said``: verdicts on its findings."""
        if self.report is None:
            return {"file": self.name, "error": self.error}
        report = self.report
        return {
            "file": self.name,
            "organ": report.organ,
            "year": report.year,
            "format": report.format,
            "tables": report.tables_json(),
            "narrative_figures": [
                {
                    "key": figure.key, "literal": figure.literal, "value": json_number(figure.value), "unit": figure.unit,
                    "about": figure.about, "where": figure.place,
                }
                for figure in report.figures
            ],
            "checks": [_judged_json(one, report) for one in judge(self.checks, said)],
            "missing": report.missing,
            "evidence": report.evidence(),
            "unprotected": self.unprotected,
            "notes": list(report.notes),
        }  # fmt: skip


def cell_names(report: Published) -> dict[str, str]:
    """Cells by the names that evidence and missing use: section3.new.自然人."""
    return names_of(report.form(2), report.form(3))


def _judged_json(one: Judged, report: Published) -> dict[str, Any]:
    answer = finding_json(one.check, report)
    if one.said:
        answer["verdicts"] = [said.as_json() for said in one.said]
    if one.lapsed:
        answer["lapsed_verdicts"] = [said.as_json() for said in one.lapsed]
    return answer


def finding_json(check: Check, report: Published) -> dict[str, Any]:
    """A check with what shows it: its cells, its terms, where the text says so, a sentence."""
    names = cell_names(report)
    answer = check_json(check) | {
        "formula": half_width(check.formula),
        "cells": [names.get(cell, cell) for cell in check.cells],
        "message": sentence(check),
        "fingerprint": check.fingerprint,
    }
    if check.terms:
        answer["terms"] = [json_number(term) for term in check.terms]
    if check.closed is not None:
        answer["closed_enumeration"] = check.closed
    if check.note:
        answer["note"] = check.note
    if check.place:
        answer["where"] = check.place
    return answer


def sentence(check: Check) -> str:
    """A finding in words for a clerk."""
    if check.kind == "content":
        return f"{check.left_words}。"
    if check.left is None or check.right is None:
        return f"{check.left_words}，对{check.right_words}：有一边没有数。"
    if check.terms or not check.cells:
        ending = "相符" if check.left == check.right else f"相差{plain(abs(check.left - check.right))}"
        return f"{check.left_words}为{plain(check.left)}，与“{check.right_words}”{ending}。"
    one, two = f"{check.left_words}为{plain(check.left)}", f"{check.right_words}为{plain(check.right)}"
    if check.left == check.right:
        return f"{one}，{two}，相符。"
    return f"{one}，{two}，相差{plain(abs(check.left - check.right))}。"


_PARTS: Final = {1: "第一部分", 2: "表二", 3: "表三", 4: "表四", 5: "第五部分", 6: "第六部分"}


def missing_words(names: Sequence[str]) -> Iterator[str]:
    """What is not there (``Published.missing``), part by part, for people."""
    for number, part in _PARTS.items():
        found = [name for name in names if name.startswith(f"section{number}")]
        if f"section{number}" in found:
            yield f"没有读到{part}"
        elif found:
            yield f"{part}缺{len(found)}处"


def verdict(check: Check) -> str:
    """The level of a finding in a word: what a report lacks is no difference of scope."""
    return "请核对" if check.kind == "content" and check.level == Level.WARNING else check.level.label


def check_many(answers: Sequence[Published | Unread], this_year: int) -> list[Checked]:
    """Every file in its order, checked by itself and beside the others. ``this_year``: the year in which it is read."""
    reports = [one for one in answers if isinstance(one, Published)]
    together = check_several(reports)
    found: list[Checked] = []
    at = 0
    for one in answers:
        if isinstance(one, Unread):
            found.append(Checked(one.name, None, error=one.message))
            continue
        checks = _numbered([*_alone(one, this_year), *together.get(at, [])])
        found.append(Checked(one.name, one, tuple(checks)))
        at += 1
    return found


def _alone(report: Published, this_year: int) -> Iterator[Check]:
    numbers = report.numbers
    blank = {name for name, mark in report.cells.items() if mark.number is None and not mark.raw}
    if report.has(3):
        form = report.form(3)
        for check in rules.requests(form, numbers, blank):
            if check.kind == "row_total" and not report.has_row(check.id.removeprefix("row.")):
                continue  # the row is not there, and named among what is missing
            if check.level == Level.INCOMPLETE and not any(cell in numbers for cell in check.cells):
                continue
            yield check
    if report.has(4):
        yield from (check for check in rules.disputes(numbers, blank) if any(cell in numbers for cell in check.cells))
    for form in (CURRENT, FORMER):
        own = {
            cell: number
            for cell, number in numbers.items()
            if _belongs(cell, form is report.form(2), form is report.form(3))
        }
        yield from rules.whole(form, {cell: number for cell, number in own.items() if cell in set(form.cells)})
    yield from check_sums(report.prose, report.figures)
    yield from check_rates(report.prose, report.figures)
    yield from check_against(report.prose, report.figures, report.form(3), numbers)
    yield from check_content(report, this_year)


def _belongs(cell: str, second: bool, third: bool) -> bool:
    """Each cell is looked at under the form of its own table; table four is the same in both."""
    two = {f"{line.code}.{column.code}" for form in (CURRENT, FORMER) for _, line, column in form.fields}
    return second if cell in two else third


def _numbered(checks: Sequence[Check]) -> Iterator[Check]:
    """Several checks of one name are told apart by #2, #3."""
    seen: Counter[str] = Counter()
    for check in checks:
        seen[check.id] += 1
        yield check if seen[check.id] == 1 else replace(check, id=f"{check.id}#{seen[check.id]}")
