"""Two hundred organs of a prefecture: their filings are summed, the board is shown, a cell is opened; two hundred reports come in as files."""

from __future__ import annotations

import time
from typing import Any

from bench.city import browser, prepare, queries
from bench.rows import median, row

MANY = 200
_TIMES = 5


def run(_: str) -> int:
    prepare()
    from django.db import transaction

    with transaction.atomic():
        place, campaign = _prefecture()
    _rolled(place, campaign)
    _shown(place, campaign)
    _entered(place, campaign)
    return 0


def _prefecture() -> tuple[Any, Any]:
    """The organs with accepted filings of consistent numbers; nothing of their way there is measured."""
    from gongkai.kernel.vocabulary import chinese
    from gongkai.oversee.collecting.models import Filing, FilingVersion
    from gongkai.oversee.collecting.rules import digest_of, kept
    from tests import factories
    from tests.oversee.collecting.city import city, numbers, opened

    place = city()
    for number in range(MANY):
        name = f"澜州市第{chinese(number + 1)}局"
        place.organs[name] = factories.organ(name, government=place.organs["市政府"], level="prefecture")
    lead = place.officer("市办")
    place.head("市办")
    campaign = opened(place, names=[name for name in place.organs if name.startswith("澜州市第")])
    filings = list(Filing.objects.filter(campaign=campaign))
    made = []
    for filing in filings:
        cells = kept(numbers(filing.pk))
        made.append(
            FilingVersion(
                filing=filing, number=1, source="form", cells=cells, places={}, texts={}, words={}, digest=digest_of(cells, {}),
                person=lead.person, person_name=lead.person.name, at=place.at,
            )
        )  # fmt: skip
    FilingVersion.objects.bulk_create(made)
    versions = {one.filing_id: one for one in FilingVersion.objects.all()}
    for filing in filings:
        filing.state, filing.accepted, filing.cells = "accepted", versions[filing.pk], versions[filing.pk].cells
        filing.source, filing.submitted_at = "form", place.at
    Filing.objects.bulk_update(filings, ["state", "accepted", "cells", "source", "submitted_at"], batch_size=100)
    return place, campaign


def _rolled(place: Any, campaign: Any) -> None:
    from gongkai.oversee.collecting import operations as verbs
    from gongkai.oversee.collecting import queries as collecting

    above, lead = place.organs["市政府"].pk, place.officer("市办")
    spent = []
    for _ in range(_TIMES):
        start = time.perf_counter()
        made = verbs.roll_up(campaign_id=campaign.pk, organ_id=above, scope=verbs.Scope(), by=lead, at=place.at)
        spent.append(time.perf_counter() - start)
        assert len(made.parts) == MANY
    row("collecting.rollup", median(spent), "s", "<= 5")
    asked = queries(
        lambda: verbs.roll_up(campaign_id=campaign.pk, organ_id=above, scope=verbs.Scope(), by=lead, at=place.at)
    )
    row("collecting.rollup.queries", asked, "queries", "<= 20")
    kept = collecting.rollup(made.pk)
    start = time.perf_counter()
    assert len(collecting.shares(kept, "new.total")) == MANY
    row("collecting.cell", time.perf_counter() - start, "s", "<= 1")
    start = time.perf_counter()
    found = collecting.accepted_cells([organ.pk for organ in place.organs.values()], [2025])
    row("collecting.accepted", time.perf_counter() - start, "s", "<= 1")
    assert len(found) == MANY


def _shown(place: Any, campaign: Any) -> None:
    client = browser(place.officer("市办").person)
    for name, url in (
        ("board", f"/desk/collecting/{campaign.pk}/"),
        ("export", f"/desk/collecting/{campaign.pk}/export/"),
    ):
        client.get(url)
        start = time.perf_counter()
        assert client.get(url).status_code == 200
        row(f"collecting.{name}", time.perf_counter() - start, "s", "<= 1")


def _entered(place: Any, campaign: Any) -> None:
    """Two hundred reports that were read already go into their filings; reading them is measured with the reports."""
    from gongkai.oversee.annual.reading import read_many
    from gongkai.oversee.collecting.models import Filing
    from gongkai.oversee.collecting.operations.importing import enter
    from tests.oversee.collecting.test_importing import page

    names = [name for name in place.organs if name.startswith("澜州市第")]
    Filing.objects.filter(campaign=campaign).update(state="assigned", accepted=None, cells={})
    read = read_many((f"{number}.html", page(name, number)) for number, name in enumerate(names))
    start = time.perf_counter()
    found = enter(campaign, read, by=place.officer("市办"), at=place.at)
    row("collecting.enter", time.perf_counter() - start, "s", "<= 15")
    row("collecting.enter.wrong", sum(one.filing_id is None or one.missing > 0 for one in found), "files", "<= 0")
