"""Configurable numbers: the value of a day, an organ's own before the city's, every earlier one still readable."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.organizations import operations, queries
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import Refusal, now
from tests import factories

pytestmark = pytest.mark.django_db
CODE = "records.publish_within"
ACTOR = operations.Actor.system("测试")
TODAY = now().date()


def put(value: int, on: date, organ=None, by=ACTOR):
    return operations.set_number(
        code=CODE, value=value, source="县政府规定", effective_on=on, organ=organ, by=by, at=now()
    )


def test_the_value_of_a_day_is_the_newest_in_force():
    assert queries.number(CODE, TODAY) == 20
    put(15, date(2026, 3, 1))
    put(10, date(2026, 6, 1))
    put(12, date(2026, 6, 1))  # corrected on the same day: the later entry counts
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1)]
    assert [queries.number(CODE, day) for day in days] == [20, 15, 15, 12]


def test_an_organ_has_its_own_value_and_the_others_the_citys():
    one, other = factories.organ(), factories.organ()
    put(10, date(2026, 1, 1))
    put(5, date(2025, 1, 1), organ=one)
    day = date(2026, 2, 1)
    assert [queries.number(CODE, day, o) for o in (one.pk, other.pk, None)] == [5, 10, 10]


def test_what_was_is_not_changed_from_the_desk():
    by = factories.standing(factories.person(Role.ADMIN, organ=factories.organ()))
    with pytest.raises(Refusal) as refused:
        put(10, TODAY - timedelta(days=1), by=by)
    assert refused.value.field == "effective_on"
    put(10, TODAY, by=by)


@pytest.mark.parametrize(
    ("value", "source", "field"), [(0, "规定", "value"), (61, "规定", "value"), (10, " ", "source")]
)
def test_a_value_has_bounds_and_a_source(value: int, source: str, field: str):
    with pytest.raises(Refusal) as refused:
        operations.set_number(code=CODE, value=value, source=source, effective_on=TODAY, by=ACTOR, at=now())
    assert refused.value.field == field


def test_an_unknown_number_is_refused():
    with pytest.raises(Refusal):
        operations.set_number(code="no.such", value=1, source="x", effective_on=TODAY, by=ACTOR, at=now())
    with pytest.raises(KeyError):
        queries.number("no.such", TODAY)


def test_the_rules_page_tells_value_source_date_editor_and_history():
    by = factories.standing(factories.person(Role.ADMIN, organ=factories.organ(), name="童雪莉"))
    put(15, TODAY, by=by)
    put(10, TODAY + timedelta(days=30), by=by)
    state = next(s for s in queries.number_states(TODAY) if s.number.code == CODE)
    assert (state.value, state.source, state.effective_on, state.editor) == (15, "县政府规定", TODAY, "童雪莉")
    assert [row.value for row in state.history] == [10, 15]
    line = ledger.of_object("number", CODE).first()
    assert line is not None
    assert (line.verb, line.detail["value"]) == ("调整规则数值", 15)


def test_every_number_declares_a_default_within_its_bounds_a_unit_or_its_words_and_a_source():
    found = list(queries.numbers())
    assert len({n.code for n in found}) == len(found) > 5
    assert [n.code for n in found if not (n.floor <= n.default <= n.ceiling and n.source and n.label)] == []
    assert [n.code for n in found if not n.unit and len(n.values) != n.ceiling - n.floor + 1] == []
