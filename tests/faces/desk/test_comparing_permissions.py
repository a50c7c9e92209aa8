"""Every role at every address of comparisons, at home and in another organ."""

from __future__ import annotations

from typing import Any

import pytest

from tests import factories
from tests.faces.desk.permissions import COMPARING, ROLES, Row
from tests.faces.desk.test_report_permissions import wrong
from tests.oversee.comparing import factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def things() -> dict[str, Any]:
    home = factories.organ("云岫县人民政府办公室", is_supervisor=True)
    for year in (2024, 2025):
        factory.published(home, year, "<p>本机关逐项核对栏目更新情况，按季度通报。</p>")
    return {"organ": home, "home": home.pk, "year": 2025, "year_before": 2024}


@pytest.mark.parametrize("who", [*ROLES, "no post", "anonymous"])
def test_each_address_lets_in_exactly_whom_the_table_names(who: str, things: dict[str, Any]):
    assert wrong(who, things["organ"], things, COMPARING) == []


@pytest.mark.parametrize("who", ["foi_officer", "supervisor", "auditor"])
def test_nobody_of_another_organ_is_let_in(who: str, things: dict[str, Any]):
    elsewhere = factories.organ("云岫县别处局")
    nobody = {
        name: Row(frozenset(), None, row.arguments)
        for name, row in COMPARING.items()
        if row.arguments  # of an organ
    }
    assert wrong(who, elsewhere, things, nobody) == []
