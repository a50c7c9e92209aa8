"""The texts of a report that is being written: sums, rates and numbers against its own tables, what a government has to tell.

Numbers in braces cannot disagree with the tables; these checks find what was typed as digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from gongkai.oversee.annual.checking.against import check_against
from gongkai.oversee.annual.checking.content import check_contact, check_fourth
from gongkai.oversee.annual.checking.rates import check_rates
from gongkai.oversee.annual.checking.sums import check_sums
from gongkai.oversee.annual.format import CURRENT, FORMER
from gongkai.oversee.annual.reading.figures import read_figures
from gongkai.oversee.annual.reading.prose import prose_of
from gongkai.oversee.annual.report import Check
from gongkai.oversee.annual.terms import Level

#: Sections of text, by number.
NUMBERS: Final = {"一": 1, "五": 5, "六": 6}
Numbers = Mapping[str, Decimal | int | None]


def check_written(
    preface: str, texts: Mapping[str, str], form_code: str, cells: Numbers, *, government: bool
) -> tuple[Check, ...]:
    """Findings in the texts (numbers filled in); ``texts``: by the heading of their section, 一、总体情况.

    Errors contradict themselves; warnings differ from the tables or lack what the law asks. Cells that are not known are left out.
    """
    known = tuple((name, Decimal(value)) for name, value in cells.items() if value is not None)
    return _checked(preface, tuple(texts.items()), form_code, known, government)


@lru_cache(maxsize=64)  # one page asks several times; a report under review is asked at every step
def _checked(
    preface: str,
    texts: tuple[tuple[str, str], ...],
    form_code: str,
    cells: tuple[tuple[str, Decimal], ...],
    government: bool,
) -> tuple[Check, ...]:
    return tuple(_all(preface, dict(texts), form_code, dict(cells), government=government))


def _all(
    preface: str, texts: Mapping[str, str], form_code: str, cells: Mapping[str, Decimal], *, government: bool
) -> Iterator[Check]:
    form = CURRENT if form_code == CURRENT.code else FORMER
    prose = prose_of({NUMBERS[heading[0]]: (words, f"“{heading}”") for heading, words in texts.items()})
    figures = read_figures(prose)
    checks = (
        *check_sums(prose, figures), *check_rates(prose, figures), *check_against(prose, figures, form, cells, every=True),
    )  # fmt: skip
    for check in checks:
        if check.law == "F9" and check.level is Level.WARNING and len(check.cells) == 1:
            yield replace(check, note=f"{check.note}；与表格同一口径的，可以写数据名{{{check.cells[0]}}}，由系统填数")
        else:
            yield check
    if government and prose.parts.get(1, "").strip():
        yield from check_fourth(prose.text)
    yield from check_contact(preface)
