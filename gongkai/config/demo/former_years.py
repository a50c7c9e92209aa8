"""What the county had collected before it counted by system: the reports of some offices of the two years before last year.

They make the comparisons over the years worth looking at.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

from gongkai.config.demo.request_reports import FIGURES
from gongkai.config.demo.request_stories import County
from gongkai.config.demo.requests import carried_over
from gongkai.config.demo.timeline import vary, working
from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual.format import form_of
from gongkai.oversee.collecting import operations as verbs
from gongkai.oversee.collecting.models import Campaign, Filing

#: Those whose reports of former years are there.
OFFICES = (
    "education",
    "civil",
    "labour",
    "land",
    "housing",
    "farming",
    "health",
    "market",
    "wangxi",
    "songting",
    "bailu",
)
_DECISIONS = ("license.decisions", "penalty.decisions", "coercion.decisions")
#: In a county an office has a handful of requests a year; the usual least divisor would leave nobody to rank.
_LEAST = {"comparing.least": 5, "comparing.least_disputes": 3}


def plan(county: County) -> None:
    """Plan the collections of the two years before last year, and the county's own numbers."""
    last = county.today.year - 1
    for year in (last - 2, last - 1):
        opened = working(date(year + 1, 1, 6))
        county.plan(datetime.combine(opened, time(9, 10), CHINA), _collecting(county, year))
    day = min(working(date(county.today.year, 1, 8)), county.today)
    county.plan(
        min(datetime.combine(day, time(8, 50), CHINA), county.now), _numbers(day, _LEAST | {"yearly.listed_from": last})
    )


def _numbers(day: date, numbers: dict[str, int]) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        for code, value in numbers.items():
            organizing.set_number(
                code=code, value=value, effective_on=day, source="云岫政务公开办〔2026〕2号", by=Actor.system("示范县"), at=at
            )  # fmt: skip

    return act


def _collecting(county: County, year: int) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        lead = county.organs["office"]
        if Campaign.objects.filter(lead=lead, year=year).exists():
            return
        officer, head = (county.who("office", role, at.date(), set()) for role in (Role.FOI_OFFICER, Role.FOI_HEAD))
        ids = [county.organs[key].pk for key in OFFICES]
        campaign = verbs.open_campaign(lead=lead, year=year, by=officer, at=at, organ_ids=ids)
        filings = {row.organ_id: row for row in Filing.objects.filter(campaign=campaign)}
        for place, key in enumerate(OFFICES):
            filing = filings[county.organs[key].pk]
            when = datetime.combine(working(date(year + 1, 1, 9 + place % 8)), time(10, 5 * place), CHINA)
            county.plan(when, _reporting(county, key, year, filing.pk, head))
        closed = datetime.combine(working(date(year + 1, 2, 3)), time(16), CHINA)
        county.plan(closed, _closing(campaign.pk, officer))

    return act


def _reporting(county: County, key: str, year: int, filing: int, examiner: Standing) -> Callable[[datetime], None]:
    """Filled in and reported by the office, accepted by the county's."""

    def act(at: datetime) -> None:
        officer = county.who(key, Role.FOI_OFFICER, at.date(), set())
        try:
            head = county.who(key, Role.FOI_HEAD, at.date(), set())
        except LookupError:
            head = officer
        row = verbs.save_filing(filing_id=filing, version=0, cells=cells(county, key, year), by=officer, at=at)
        row = verbs.submit(filing_id=filing, version=row.version, by=head, at=at)
        verbs.accept(filing_id=filing, version=row.version, by=examiner, at=at)

    return act


def _closing(campaign: int, by: Standing) -> Callable[[datetime], None]:
    def act(at: datetime) -> None:
        verbs.close_campaign(campaign_id=campaign, version=0, reason="", by=by, at=at)

    return act


def cells(county: County, key: str, year: int) -> dict[str, Decimal | None]:
    """Every cell of the report of a former year. What the document of that year says, where there is one, it says too."""
    found: dict[str, Decimal | None] = dict.fromkeys(form_of(year).cells, Decimal(0))
    last = county.today.year - 2  # the year whose documents are in the catalogue (topics/openness.py)
    asked = vary(f"asked {key} {year}", 5, 9)
    partial, unable = vary(f"partly {key} {year}", 0, 2), vary(f"unable {key} {year}", 1, 2)
    left = carried_over(key) if year == last else 0
    rows = {"new": asked, "partial": partial, "u1": unable, "open": asked - left - partial - unable, "total": asked - left, "carried_out": left}  # fmt: skip
    firm = 1 if rows["open"] > 1 else 0  # one of those granted came from a business
    for row, number in rows.items():
        business = firm if row in {"new", "open", "total"} else 0
        found[f"{row}.org_business"] = Decimal(business)
        found[f"{row}.natural"] = Decimal(number - business)
        found[f"{row}.total"] = Decimal(number)
    *counts, fee, _ = FIGURES[key]
    share = Decimal(vary(f"work {key} {year}", 82, 104)) / 100
    for cell, decided in zip(_DECISIONS, counts, strict=True):
        found[cell] = (Decimal(decided) * share).to_integral_value()
    found["fee.amount"] = round(Decimal(fee) * share, 2)
    return found
