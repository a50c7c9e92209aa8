"""Every role at every address of annual reports, at home and in another organ."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from gongkai.kernel.vocabulary import now
from gongkai.oversee.annual.models import Dispute, Task
from tests import factories
from tests.faces.desk.permissions import REPORTS, ROLES, Row
from tests.faces.desk.test_admin_permissions import expected, given, visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def things() -> dict[str, Any]:
    home = factories.organ("云岫县人民政府办公室", is_supervisor=True)
    dispute = Dispute.objects.create(
        organ=home, kind="review", filed_on=date(2025, 4, 1), source="通知书", created_at=now()
    )
    return {
        "organ": home,
        "home": home.pk,
        "report_year": 2025,
        "cell": "new.total",
        "form": "pdf",
        "dispute": dispute.pk,
        "fingerprint": "0" * 16,
        "task": Task.objects.create(
            organ=home, year=2025, name="清理失效文件", source="工作要点", edited_at=now(), person_name="甲"
        ).pk,
    }


def wrong(who: str, home: Any, things: dict[str, Any], rows: dict[str, Row]) -> list[str]:
    found = []
    for name, row in rows.items():
        url = reverse(f"desk:{name}", args=[things[a] for a in row.arguments])
        for method, allowed in (("get", row.get), ("post", row.post)):
            answer = getattr(visitor(who, home), method)(url)
            if answer.streaming:
                b"".join(answer.streaming_content)  # a file is held open until it was sent
            if given(answer, row) != expected(who, allowed):
                found.append(f"{who} {method} {url}: {answer.status_code}, not {expected(who, allowed)}")
    return found


@pytest.mark.parametrize("who", [*ROLES, "no post", "anonymous"])
def test_each_address_lets_in_exactly_whom_the_table_names(who: str, things: dict[str, Any]):
    assert wrong(who, things["organ"], things, REPORTS) == []


@pytest.mark.parametrize("who", [*ROLES, "no post"])
def test_nobody_of_another_organ_is_let_in(who: str, things: dict[str, Any]):
    elsewhere = factories.organ("云岫县别处局")
    nobody = {
        name: Row(None if row.get is None else frozenset(), None if row.post is None else frozenset(), row.arguments)
        for name, row in REPORTS.items()
        if not name.startswith("reports")  # about no organ of ours
    }
    assert wrong(who, elsewhere, things, nobody) == []
