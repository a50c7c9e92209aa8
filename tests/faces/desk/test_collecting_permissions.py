"""Every role at every address of collecting, in the office that collects and in another organ."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.oversee.collecting import operations as verbs
from tests import factories
from tests.faces.desk.permissions import COLLECTING, ROLES, Row
from tests.faces.desk.test_report_permissions import wrong
from tests.oversee.collecting.city import accepted, city, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def things() -> dict[str, Any]:
    place = city()
    campaign = opened(place)
    accepted(place, "水利局", 1)
    row = place.filing("市办")
    verbs.take_computed(filing_id=row.pk, version=0, by=place.officer("市办"), at=place.at)
    done = place.filing("水利局")
    rolled = verbs.roll_up(
        campaign_id=campaign.pk,
        organ_id=place.organs["市政府"].pk,
        scope=verbs.Scope(),
        by=place.officer("市办"),
        at=place.at,
    )
    return {
        "organ": place.office, "campaign": campaign.pk, "summed": place.organs["市政府"].pk, "rollup": rolled.pk, "cell": "new.total",
        "filing": row.pk, "done": done.pk, "number": 1, "move": "recall", "code": "lock",
    }  # fmt: skip


#: One that was reported has versions, the other is still filled in.
ROWS = {
    name: row._replace(
        arguments=tuple("done" if name == "filing_version" and a == "filing" else a for a in row.arguments)
    )
    for name, row in COLLECTING.items()
}


@pytest.mark.parametrize("who", [*ROLES, "no post", "anonymous"])
def test_each_address_lets_in_exactly_whom_the_table_names(who: str, things: dict[str, Any]):
    assert wrong(who, things["organ"], things, ROWS) == []


@pytest.mark.parametrize("who", [*ROLES, "no post"])
def test_nobody_of_another_organ_is_let_in(who: str, things: dict[str, Any]):
    elsewhere = factories.organ("云岫县别处局")
    nobody = {
        name: Row(None if row.get is None else frozenset(), None if row.post is None else frozenset(), row.arguments)
        for name, row in ROWS.items()
        if name != "collecting"  # what is owed by one's own organ
    }
    assert wrong(who, elsewhere, things, nobody) == []
