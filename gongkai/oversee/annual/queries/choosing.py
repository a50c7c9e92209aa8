"""How a report counts what the national form leaves open: the choices in force, and what others would make of a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet

from gongkai.answer.foi.models import Request
from gongkai.kernel.organizations.queries.numbers import rows_of
from gongkai.kernel.vocabulary import CHINA, Number
from gongkai.oversee.annual.choices import NUMBERS, Choices, choices_from, decided_on, name_of
from gongkai.oversee.annual.queries import counting


@dataclass(frozen=True)
class InForce:
    """A choice as it holds for a report: its value, where it is from, since when (None: the default)."""

    value: int
    source: str
    since: date | None


def in_force(organ_id: int, on: date) -> Mapping[str, InForce]:
    """The choices that hold for an office on a day, by code: its own, else the city's, else the default (one query)."""
    given = rows_of(*(one.code for one in NUMBERS))
    found = {}
    for one in NUMBERS:
        fitting = [r for r in given if r.code == one.code and r.effective_on <= on and r.organ_id in {None, organ_id}]
        best = max(fitting, key=lambda r: (r.organ_id is not None, r.effective_on, r.pk), default=None)
        known = InForce(best.value, best.source, best.effective_on) if best else InForce(one.default, one.source, None)
        found[one.code] = known
    return found


def choices_of(organ_id: int, year: int, at: datetime) -> Choices:
    """The choices by which the report of a year counts at a moment (one query)."""
    day = decided_on(year, at.astimezone(CHINA).date())
    return choices_from({code: one.value for code, one in in_force(organ_id, day).items()})


@dataclass(frozen=True)
class Alternative:
    """A question behind a cell: what holds and why, and what each other choice would put into the cell.

    ``meant``: how many requests of the cell, or that another choice would bring into it, the question is about.
    """

    label: str
    words: str
    source: str
    since: date | None
    others: tuple[tuple[str, int], ...]

    def differs(self, number: int) -> bool:
        """Whether another choice would change the cell."""
        return any(count != number for _, count in self.others)


def alternatives(organ_id: int, year: int, cell: str, at: datetime) -> list[Alternative]:
    """The open questions behind a cell of table three (a query each, and one): the choice in force and what others would give."""
    row, _, column = cell.partition(".")
    held = in_force(organ_id, decided_on(year, at.astimezone(CHINA).date()))
    choices = choices_from({code: one.value for code, one in held.items()})
    found = []
    for number in NUMBERS:
        known = held[number.code]
        others = tuple(
            (words, cell_requests(organ_id, year, row, column, _with(choices, number, value)).count())
            for value, words in enumerate(number.values)
            if value != known.value
        )
        found.append(
            Alternative(
                number.label.removeprefix("年报："), number.words(known.value), known.source, known.since, others
            )
        )
    return found


def _with(choices: Choices, number: Number, value: int) -> Choices:
    return replace(choices, **{name_of(number): value})


def cell_requests(organ_id: int, year: int, row: str, column: str, choices: Choices) -> QuerySet[Request]:
    """The requests that a cell counts by some choices."""
    wanted = counting.row_condition(row, year, choices) & Q(case__organ_id=organ_id)
    if column != "total":
        wanted &= Q(applicant_kind=column)
    return Request.objects.filter(wanted)
