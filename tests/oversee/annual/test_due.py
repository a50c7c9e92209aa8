"""条例49: by when reports are public; a city may set earlier days, an organ its own, nobody later ones."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.organizations import operations
from gongkai.kernel.organizations.queries import Nature
from gongkai.kernel.vocabulary import Refusal, now
from gongkai.oversee.annual.due import DEPARTMENT, GOVERNMENT, LOCAL, day_of, number_of
from gongkai.oversee.annual.queries import due_days, due_rules
from tests import factories

HOUSE = Actor.system("测试")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (131, date(2026, 1, 31)), (331, date(2026, 3, 31)), (101, date(2026, 1, 1)), (120, date(2026, 1, 20)),
        (230, date(2026, 2, 28)), (200, date(2026, 2, 1)), (199, date(2026, 1, 31)), (930, date(2026, 9, 30)),
    ],
)  # fmt: skip
def test_a_number_names_a_day_of_the_year_and_always_one_that_exists(value, day):
    assert day_of(2026, value) == day


def test_the_twenty_ninth_of_february_exists_when_it_does():
    assert (day_of(2028, 229), day_of(2027, 229)) == (date(2028, 2, 29), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("nature", "number"),
    [
        (Nature.DEPARTMENT, DEPARTMENT), (Nature.DISPATCHED, DEPARTMENT), (Nature.AUTHORIZED, DEPARTMENT),
        (Nature.GOVERNMENT, GOVERNMENT), (Nature.OFFICE, DEPARTMENT), (Nature.TOWNSHIP, LOCAL), (Nature.INSTITUTION, LOCAL),
    ],
)  # fmt: skip
def test_departments_governments_and_the_rest_have_days_of_their_own(nature, number):
    assert number_of(nature) is number


@pytest.mark.django_db
def test_the_days_of_the_statute_count_until_others_are_set():
    due = due_days()
    bureau, county = factories.organ(), factories.organ(nature="government")
    assert (due(bureau, 2025).day, due(bureau, 2025).source) == (date(2026, 1, 31), "条例第四十九条第一款")
    assert (due(county, 2025).day, due(county, 2025).source) == (date(2026, 3, 31), "条例第四十九条第二款")
    assert [(label, one.day) for label, one in due_rules(2025)] == [
        ("部门", date(2026, 1, 31)), ("政府", date(2026, 3, 31)), ("乡镇、街道和公共企事业单位", date(2026, 1, 31)),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_city_sets_an_earlier_day_and_an_organ_its_own_from_a_year_on():
    bureau, other = factories.organ(), factories.organ()
    set_(126, date(2026, 1, 1))
    set_(120, date(2026, 1, 1), organ=other)
    due = due_days()
    assert due(bureau, 2025).day == date(2026, 1, 26)
    assert due(bureau, 2025).source == "县政府办通知"
    assert due(other, 2025).day == date(2026, 1, 20)
    assert due(bureau, 2024).day == date(2025, 1, 31), "what was due before stays"


@pytest.mark.django_db
def test_nobody_sets_a_later_day_than_the_statute():
    for number, later in ((DEPARTMENT, 201), (GOVERNMENT, 401)):
        with pytest.raises(Refusal):
            set_(later, date(2026, 1, 1), code=number.code)


@pytest.mark.django_db
def test_the_days_of_many_organs_cost_three_questions(django_assert_num_queries):
    organs = [factories.organ() for _ in range(6)]
    with django_assert_num_queries(3):
        due = due_days()
        assert {due(organ, 2025).day for organ in organs} == {date(2026, 1, 31)}


def set_(value, on, code=DEPARTMENT.code, organ=None):
    operations.set_number(
        code=code, value=value, effective_on=on, source="县政府办通知", organ=organ, by=HOUSE, at=now()
    )
