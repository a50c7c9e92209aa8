"""Any single changed cell of a complete computed report is caught by a check, or the report names the cell as unprotected."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual import rules
from gongkai.oversee.annual.format import COLUMNS, CURRENT, FORMER, Form
from gongkai.oversee.annual.report import Elsewhere, Report
from gongkai.oversee.annual.terms import Level
from tests.oversee.annual.reading import writer

FORMS = [pytest.param(CURRENT, 2024, id="2021"), pytest.param(FORMER, 2020, id="2019")]
AT = datetime(2026, 1, 20, 9, tzinfo=CHINA)


def report(
    form: Form,
    year: int,
    cells: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    elsewhere: Mapping[str, Elsewhere],
) -> Report:
    checks = (*rules.checks(form, cells, before), *rules.whole(form, cells), *rules.beside(form, cells, elsewhere))
    return Report(1, "云州市水利局", year, form, AT, True, cells, {}, {}, {}, checks)


def years(form: Form, seed: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two years of an office that fit together."""
    cells, before = (writer.consistent(form, random.Random(f"{seed}{which}"), large=True) for which in "ab")
    before |= {f"carried_out.{column}": cells[f"carried_in.{column}"] for column, _ in COLUMNS}
    if form is CURRENT:
        for line in form.blocks[0].lines:
            issued, repealed = (int(cells[f"{line.code}.{name}"] or 0) for name in ("issued", "repealed"))
            before[f"{line.code}.in_force"] = 40_000
            cells[f"{line.code}.in_force"] = 40_000 + issued - repealed
    return cells, before


def faults(one: Report) -> set[str]:
    return {check.id for check in one.checks if check.level in {Level.ERROR, Level.WARNING}}


@pytest.mark.parametrize(("form", "year"), FORMS)
@pytest.mark.parametrize("known", ["alone", "beside last year", "beside last year and other pages"])
@pytest.mark.parametrize("seed", range(3))
def test_any_single_changed_cell_is_caught_or_named_as_unprotected(
    form: Form, year: int, known: str, seed: int
) -> None:
    chance = random.Random(f"{seed}{known}")
    cells, last = years(form, seed)
    before = None if known == "alone" else last
    others = {cell: Elsewhere(Decimal(cells[cell] or 0), "公示系统", "甲", AT) for cell in form.typed}
    elsewhere = others if known.endswith("pages") else {}
    whole = report(form, year, cells, before, elsewhere)
    assert faults(whole) == set()
    unprotected = set(whole.unprotected)
    for cell in form.cells:
        value = Decimal(cells[cell] or 0)
        for change in (1, -1, chance.choice([10, 200, 3000])):
            changed = report(form, year, cells | {cell: value + change}, before, elsewhere)
            negative = "cell." + cell in faults(changed)  # below zero is caught wherever it stands
            assert bool(faults(changed)) == (cell not in unprotected) or negative, (cell, change)
    counted = {f"{line.code}.{column.code}" for _, line, column in form.fields if line.counted}
    wanted = set(form.typed) if not elsewhere else set()
    wanted |= counted if before is None or form is FORMER else set()
    assert unprotected == wanted


def test_two_digits_exchanged_are_caught_like_any_other_slip() -> None:
    cells, before = years(CURRENT, 7)
    cell = next(c for c in CURRENT.cells if c.startswith("open.") and str(cells[c])[::-1] != str(cells[c]))
    changed = cells | {cell: int(str(cells[cell])[::-1])}
    assert faults(report(CURRENT, 2024, changed, before, {}))
