"""Every role at every address of the yearly forms, at home and in another organ."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from gongkai.kernel.vocabulary import CHINA
from tests import factories
from tests.faces.desk.desktop import at_desk
from tests.faces.desk.permissions import ROLES, YEARLY, Row
from tests.faces.desk.test_report_permissions import wrong
from tests.oversee.yearly import factory

pytestmark = pytest.mark.django_db


@pytest.fixture
def things() -> dict[str, Any]:
    people = factories.staff(name="云岫县人民政府办公室", is_supervisor=True)
    people.at = datetime(2026, 1, 20, tzinfo=CHINA)
    return {
        "organ": people.organ,
        "home": people.organ.pk,
        "report_year": 2025,
        "yearly_kind": "summary",
        "site": 0,
        "ending": "json",
        "website": factory.other_site(people).pk,
    }


@pytest.mark.parametrize("who", [*ROLES, "no post", "anonymous"])
def test_each_address_lets_in_exactly_whom_the_table_names(who: str, things: dict[str, Any]):
    assert wrong(who, things["organ"], things, YEARLY) == []


@pytest.mark.parametrize("who", [*ROLES, "no post"])
def test_nobody_of_another_organ_is_let_in(who: str, things: dict[str, Any]):
    elsewhere = factories.organ("云岫县别处局")
    nobody = {
        name: Row(None if row.get is None else frozenset(), None if row.post is None else frozenset(), row.arguments)
        for name, row in YEARLY.items()
        if row.arguments
    }
    assert wrong(who, elsewhere, things, nobody) == []


@pytest.mark.parametrize(
    "arguments",
    [("website", 0, 2025), ("summary", 0, 2018), ("summary", 0, 2199), ("summary", 7, 2025), ("website", 999, 2025), ("x", 0, 2025)],
)  # fmt: skip
def test_what_there_is_not_is_not_found(things: dict[str, Any], arguments: tuple[str, int, int]):
    form, site, year = arguments  # this organ does not run the platform's own site
    person = factories.person("foi_officer", organ=things["organ"])
    for name in ("yearly_form", "yearly_figures", "yearly_text"):
        url = reverse(f"desk:{name}", args=[form, things["home"], site, year])
        assert at_desk(person).get(url).status_code == 404, url
