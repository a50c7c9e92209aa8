"""Every role at every address of requests, at home and in another organ."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.answer.foi.models import ApplicationFile
from gongkai.kernel.vocabulary import now
from tests import factories
from tests.answer.foi import requests
from tests.faces.desk.permissions import REQUESTS, ROLES, Row
from tests.faces.desk.test_report_permissions import wrong

pytestmark = pytest.mark.django_db


@pytest.fixture
def things() -> dict[str, Any]:
    home = factories.organ("云岫县人民政府办公室", is_supervisor=True)
    office = requests.office(home)
    case, _ = requests.submitted(office, files=[("说明.txt", "补充说明".encode())])
    requests.confirmed(office, case, now())
    letter = requests.acknowledged(office, case)
    return {
        "organ": home,
        "organ_id": home.pk,
        "case": case.pk,
        "step": "accept",
        "deed": "note",
        "application_file": ApplicationFile.objects.get().pk,
        "paper": letter.pk,
        "form": "pdf",
    }


@pytest.mark.parametrize("who", [*ROLES, "no post", "anonymous"])
def test_each_address_lets_in_exactly_whom_the_table_names(who: str, things: dict[str, Any]):
    assert wrong(who, things["organ"], things, REQUESTS) == []


@pytest.mark.parametrize("who", [*ROLES, "no post"])
def test_nobody_of_another_organ_is_let_in(who: str, things: dict[str, Any]):
    elsewhere = factories.organ("云岫县别处局")
    nobody = {
        name: Row(None if row.get is None else frozenset(), None if row.post is None else frozenset(), row.arguments)
        for name, row in REQUESTS.items()
        if name not in {"requests", "request_new", "request_bulk", "request_view"}
    }
    assert wrong(who, elsewhere, things, nobody) == []
