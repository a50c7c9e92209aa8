"""What other rooms ask of collecting: the figures that count, and which organs owe them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gongkai.oversee.collecting.findings import SECTIONS
from gongkai.oversee.collecting.models import Filing, FilingVersion
from gongkai.oversee.collecting.rules import numbers_of
from gongkai.oversee.collecting.terms import COUNTED, State

Cells = Mapping[str, Decimal | int | None]


def accepted_cells(organ_ids: Iterable[int], years: Iterable[int]) -> dict[tuple[int, int], Cells]:
    """The figures of the newest accepted or locked filing by (organ, year); one that has none is not there (one query).

    Every cell of the form of the year is filled: a filing with an empty one cannot be reported.
    """
    rows = Filing.objects.filter(
        organ_id__in=list(organ_ids), campaign__year__in=list(years), state__in=COUNTED
    ).order_by("accepted_id")
    found = {}
    for organ_id, year, cells in rows.values_list("organ_id", "campaign__year", "accepted__cells"):
        found[organ_id, year] = cells
    return {key: numbers_of(cells) for key, cells in found.items()}


@dataclass(frozen=True)
class Reported:
    """What an organ reported last of a year: the version stays as it is."""

    organ_id: int
    year: int
    filing_id: int
    version_id: int


def reported(organ_ids: Iterable[int], years: Iterable[int]) -> list[Reported]:
    """The last version with a text that these organs reported and that did not come back, the newest last (one query)."""
    standing = (State.SUBMITTED, *COUNTED)
    rows = FilingVersion.objects.filter(
        filing__organ_id__in=list(organ_ids), filing__campaign__year__in=list(years), filing__state__in=standing
    ).exclude(texts={})
    wanted = ("filing__organ_id", "filing__campaign__year", "filing_id", "pk")
    last = {
        (organ, year): Reported(organ, year, filing, pk)
        for organ, year, filing, pk in rows.order_by("pk").values_list(*wanted)
    }
    return sorted(last.values(), key=lambda one: one.version_id)


def reported_texts(version_ids: Iterable[int]) -> dict[int, str]:
    """The paragraphs of versions, a line each (one query)."""
    rows = FilingVersion.objects.filter(pk__in=list(version_ids)).values_list("pk", "texts")
    return {pk: "\n".join(texts[name] for name in SECTIONS if texts.get(name)) for pk, texts in rows}


@dataclass(frozen=True)
class Expected:
    """An organ that owes a campaign its filing. ``reviewer_id``: whose FOI office examines it."""

    organ_id: int
    organ: str
    filing_id: int
    state: State
    due_on: date
    part: str
    reviewer_id: int


def expected(lead_organ_id: int, year: int) -> list[Expected]:
    """The organs from which an office collects the reports of a year, in their order; empty when it collects none (one query)."""
    rows = (
        Filing.objects.filter(campaign__lead_id=lead_organ_id, campaign__year=year)
        .exclude(state=State.REMOVED)
        .order_by("organ__position", "organ_id")
    )
    wanted = ("organ_id", "organ__name", "pk", "state", "due_on", "part", "reviewer_id")
    return [
        Expected(organ, name, pk, State(state), due, part, reviewer)
        for organ, name, pk, state, due, part, reviewer in rows.values_list(*wanted)
    ]
