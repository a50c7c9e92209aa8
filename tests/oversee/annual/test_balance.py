"""Table three always balances, whatever happened: against a count made day by day, one request after another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.answer.foi.terms import ApplicantKind, Line
from gongkai.oversee.annual import queries
from gongkai.oversee.annual.format import COLUMNS, KINDS, Form
from gongkai.oversee.annual.terms import Level
from tests import factories
from tests.oversee.annual import factory
from tests.oversee.annual.factory import Asked

FIRST, YEARS = date(2018, 10, 1), range(2019, 2026)


@st.composite
def histories(draw: st.DrawFn) -> Asked:
    """A lawful life of a request: received some day, open or replied later under one line."""
    received = FIRST + timedelta(days=draw(st.integers(0, 365 * 7)))
    kind = draw(st.sampled_from([kind.value for kind in ApplicantKind]))
    if draw(st.booleans()):
        received = date(received.year, *draw(st.sampled_from([(1, 1), (12, 31), (12, 30), (1, 2)])))
    if draw(st.integers(0, 4)) == 0:
        return Asked(received, None, "", kind)
    replied = received + timedelta(days=draw(st.sampled_from([0, 1, 5, 28, 60, 400])))
    return Asked(received, replied, draw(st.sampled_from([line.value for line in Line])), kind)


def by_hand(form: Form, asked: list[Asked], year: int) -> dict[str, int]:
    """The cells, counted by looking at each request on its own."""
    found = {f"{row.code}.{column}": 0 for row in form.rows for column, _ in COLUMNS}
    first, last = date(year, 1, 1), date(year, 12, 31)
    for one in asked:
        assert one.received is not None
        rows = []
        if one.received.year == year:
            rows.append("new")
        if one.received < first and not (one.replied is not None and one.replied < first):
            rows.append("carried_in")
        if one.replied is not None and one.replied.year == year:
            rows += ["total", "o" if form.code == "2019" and one.line[0] == "o" and one.line != "open" else one.line]
        if one.received <= last and not (one.replied is not None and one.replied <= last):
            rows.append("carried_out")
        for row in rows:
            found[f"{row}.{one.kind}"] += 1
            found[f"{row}.total"] += 1
    return found


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.lists(histories(), max_size=40))
def test_table_three_balances_for_every_history(people: factories.Staff, asked: list[Asked]):
    with transaction.atomic():
        factory.requests(people.organ, asked)
        before: dict[str, Any] | None = None
        for year in YEARS:
            report = queries.compute(people.organ, year, people.at)
            assert [c.id for c in report.checks if c.level == Level.ERROR] == []
            expected = by_hand(report.form, asked, year)
            assert {cell: report.cells[cell] for cell in expected} == expected
            if before is not None:
                carried = [before[f"carried_out.{kind}"] for kind in KINDS]
                assert carried == [report.cells[f"carried_in.{kind}"] for kind in KINDS]
            before = dict(report.cells)
        transaction.set_rollback(True)
