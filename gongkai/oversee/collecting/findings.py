"""What is said of a filing's figures, pure: the formulas, last year, rows that the organ may not have, the text against the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from gongkai.oversee.annual import rules as formulas
from gongkai.oversee.annual.checking.against import check_against
from gongkai.oversee.annual.checking.rates import check_rates
from gongkai.oversee.annual.checking.sums import check_sums
from gongkai.oversee.annual.format import Form
from gongkai.oversee.annual.reading import plain
from gongkai.oversee.annual.reading.figures import read_figures
from gongkai.oversee.annual.reading.prose import read_prose
from gongkai.oversee.annual.reading.sections import find
from gongkai.oversee.annual.report import Check
from gongkai.oversee.annual.terms import Level

Cells = Mapping[str, Decimal | int | None]
#: The texts that come with the figures, by the section that each is.
SECTIONS = {"overview": 1, "problems": 5, "others": 6}


@dataclass(frozen=True)
class Judged:
    """Every check of a filing, and the cells that are 未填报."""

    checks: tuple[Check, ...]
    missing: tuple[str, ...]

    @property
    def errors(self) -> tuple[Check, ...]:
        """What keeps it from being reported."""
        return tuple(check for check in self.checks if check.level == Level.ERROR)

    @property
    def warnings(self) -> tuple[Check, ...]:
        """What wants a word of explanation."""
        return tuple(check for check in self.checks if check.level == Level.WARNING)

    @property
    def ready(self) -> bool:
        """Whether it may be reported."""
        return not self.missing and not self.errors


def judge(
    form: Form,
    cells: Cells,
    last: Cells | None,
    texts: Mapping[str, str],
    *,
    may_make_rules: bool,
    below: Cells | None = None,
) -> Judged:
    """F1 to F7 and F9 of a filing. ``last``: last year's cells; ``below``: the sum of what lies below under the declared scope (F8)."""
    full = {cell: cells.get(cell) for cell in form.cells}
    found = [
        *formulas.checks(form, full, last),
        *formulas.whole(form, full),
        *_rules(form, full, may_make_rules),
        *_texts(form, full, texts),
        *([] if below is None else summed_up(form, full, below)),
    ]
    missing = tuple(cell for cell in form.cells if full[cell] is None)
    return Judged(tuple(found), missing)


def summed_up(form: Form, cells: Cells, below: Cells, *, words: str = "本次填写") -> Iterator[Check]:
    """F8 where the scope is declared: a number that is not the sum of its parts is an error."""
    for check in formulas.roll_up(form, cells, [below], complete=True):
        label = check.left_words.partition("：")[0]
        level = Level.ERROR if check.level == Level.WARNING else check.level
        yield replace(check, level=level, left_words=f"{label}：汇总范围内各机关之和", right_words=words)


def _rules(form: Form, cells: Cells, may_make_rules: bool) -> Iterator[Check]:
    """规章 of an organ that may not make any (立法法93)."""
    if may_make_rules:
        return
    for cell in form.cells:
        value = cells[cell]
        if cell.startswith("rules.") and value:
            yield Check(
                f"rules.{cell}", "", "content", "没有规章制定权的机关，规章应为0", Decimal(value), Decimal(0), Level.WARNING,
                (cell,), f"{form.label_of(cell)}：填写的数", "没有规章制定权的机关应填0",
            )  # fmt: skip


def _texts(form: Form, cells: Cells, texts: Mapping[str, str]) -> Iterator[Check]:
    """F9, and the sums and rates that the text states of itself; told, never a reason to refuse."""
    headings = {section.number: section.heading for section in form.sections}
    joined = "\n".join(
        f"{headings['一二三四五六'[number - 1]]}\n{texts[name]}" for name, number in SECTIONS.items() if texts.get(name)
    )
    if not joined:
        return
    lines = list(plain.lines(joined))
    prose = read_prose(lines, find(lines))
    figures = read_figures(prose)
    known = {cell: Decimal(value) for cell, value in cells.items() if value is not None}
    told = (*check_against(prose, figures, form, known), *check_sums(prose, figures), *check_rates(prose, figures))
    for check in told:
        yield replace(check, level=Level.WARNING) if check.level == Level.ERROR else check
