"""Questions about roll-ups: what would go into one, what went into one, what moved since, which organs make up a cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from gongkai.kernel.organizations.queries import Organ
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual.format import form_of
from gongkai.oversee.annual.queries import reports
from gongkai.oversee.annual.report import Check
from gongkai.oversee.annual.rules import checks
from gongkai.oversee.annual.terms import Level
from gongkai.oversee.collecting.findings import summed_up
from gongkai.oversee.collecting.models import Campaign, Filing, FilingVersion, RollUp
from gongkai.oversee.collecting.queries.asking import tree
from gongkai.oversee.collecting.queries.published import Cells, accepted_cells
from gongkai.oversee.collecting.rules import numbers_of
from gongkai.oversee.collecting.terms import COUNTED, Part, State


def rollup(pk: int) -> RollUp | None:
    """A roll-up with its campaign and the organ that it is of; None when there is none."""
    return RollUp.objects.select_related("campaign__lead", "organ").filter(pk=pk).first()


def rollups(campaign: Campaign, organ_id: int) -> QuerySet[RollUp]:
    """Every roll-up of an organ in a campaign, newest first."""
    return RollUp.objects.filter(campaign=campaign, organ_id=organ_id).order_by("-pk")


def summed_organs(campaign: Campaign) -> list[Organ]:
    """The organs into which filings of a campaign are summed, that of the office that collects first."""
    above = Filing.objects.filter(campaign=campaign).exclude(state=State.REMOVED).values("above")
    root = tree(campaign.lead_id).root
    found = Organ.objects.filter(pk__in=above).order_by("position", "id")
    return sorted(found, key=lambda organ: organ.pk != root)


@dataclass(frozen=True)
class Member:
    """An organ of which a roll-up may take the filing. ``version``: what would be taken, None when nothing counts yet."""

    organ_id: int
    name: str
    part: Part
    state: State
    filing_id: int
    version_id: int | None


def members(campaign: Campaign, organ_id: int, *, submitted: bool = False) -> list[Member]:
    """The filings that are summed into an organ, in order (two queries). ``submitted``: those count too that wait for examination."""
    rows = list(
        Filing.objects.filter(campaign=campaign, above_id=organ_id)
        .exclude(state=State.REMOVED)
        .order_by("organ__position", "organ_id")
        .values_list("organ_id", "organ__name", "part", "state", "pk", "accepted_id")
    )
    waiting: dict[int, int] = {}
    if submitted:
        wanted = [pk for _, _, _, state, pk, _ in rows if state == State.SUBMITTED]
        waiting = dict(
            FilingVersion.objects.filter(filing__in=wanted).order_by("number").values_list("filing_id", "pk")
        )
    return [
        Member(organ, name, Part(part), State(state), pk, accepted if state in COUNTED else waiting.get(pk))
        for organ, name, part, state, pk, accepted in rows
    ]


def cells_of(version_ids: list[int]) -> dict[int, Mapping[str, str]]:
    """The figures of versions by their ids (one query)."""
    return dict(FilingVersion.objects.filter(pk__in=version_ids).values_list("pk", "cells"))


def stale(row: RollUp) -> list[str]:
    """Names of the organs whose filing moved since the roll-up: reported anew, sent back, accepted only now, added, removed."""
    scope = row.scope
    now = {
        one.organ_id: (one.name, one.version_id)
        for one in members(row.campaign, row.organ_id, submitted=bool(scope.get("submitted")))
        if scope.get(one.part.value) and str(one.organ_id) not in scope.get("out", {})
    }
    then: dict[int, tuple[str, int | None]] = {one["organ"]: (one["name"], one["version"]) for one in row.parts}
    then |= {one["organ"]: (one["name"], None) for one in row.missing}
    moved = [name for organ, (name, version) in now.items() if then.get(organ, ("", -1))[1] != version]
    return [*moved, *(name for organ, (name, _) in then.items() if organ not in now)]


@dataclass(frozen=True)
class Outdated:
    """A government whose reported figures are a sum of which parts moved since; ``organs``: which."""

    name: str
    filing_id: int
    organs: tuple[str, ...]


def outdated(version_ids: Iterable[int]) -> list[Outdated]:
    """Of these versions those that are themselves a sum and no longer hold (three queries for each sum)."""
    rows = FilingVersion.objects.filter(pk__in=list(version_ids), rollup__isnull=False).order_by("pk")
    told = ((row, stale(row.rollup)) for row in rows.select_related("filing__organ", "rollup__campaign") if row.rollup)
    return [Outdated(row.filing.organ.name, row.filing_id, tuple(names)) for row, names in told if names]


@dataclass(frozen=True)
class Share:
    """What one organ puts into a cell."""

    name: str
    part: str
    filing_id: int
    value: str


def shares(row: RollUp, cell: str) -> list[Share]:
    """The organs that make up a cell, those with a number above nothing first (one query). Refusal for a cell that is not there."""
    if cell not in form_of(row.campaign.year).cells:
        raise Refusal("这张报表中没有这个单元格。")
    cells = cells_of([one["version"] for one in row.parts])
    found = [
        Share(one["name"], Part.label_of(one["part"]), one["filing"], cells[one["version"]].get(cell) or "0")
        for one in row.parts
    ]
    return sorted(found, key=lambda one: one.value == "0")


def parts(row: RollUp) -> list[tuple[str, Mapping[str, str]]]:
    """The organs that went into a roll-up with their figures, in its order (one query)."""
    cells = cells_of([one["version"] for one in row.parts])
    return [(one["name"], cells[one["version"]]) for one in row.parts]


def verdict(row: RollUp) -> list[Check]:
    """The formulas over the sums, with last year's figures where they are known."""
    found, last = form_of(row.campaign.year), accepted_cells([row.organ_id], [row.campaign.year - 1])
    told = checks(found, numbers_of(row.cells), last.get((row.organ_id, row.campaign.year - 1)))
    return [check for check in told if check.level != Level.INCOMPLETE]


def compared(row: RollUp) -> list[Check]:
    """F8: what the government itself reports of the year against the sum under its declared scope; empty where it reports nothing.

    A number that differs is an error under that scope: the report counts other offices, or one of the two is wrong.
    """
    own = own_cells(row.organ_id, row.campaign.year)
    if own is None:
        return []
    return list(summed_up(form_of(row.campaign.year), own, numbers_of(row.cells), words="本级年度报告"))


def own_cells(organ_id: int, year: int) -> Cells | None:
    """What a government reports of its year itself: its accepted filing, else its drafted report; None when there is neither."""
    accepted = accepted_cells([organ_id], [year]).get((organ_id, year))
    if accepted is not None:
        return accepted
    drafted: dict[str, Any] | None = reports([organ_id], year).values_list("figures", flat=True).first()
    return numbers_of(drafted) if drafted else None
