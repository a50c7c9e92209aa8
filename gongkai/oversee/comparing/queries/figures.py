"""The figures of organs and years, wherever the city has them: the published report first, then the filing that was accepted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from gongkai.kernel.records.terms import Status
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual.format import FIRST_YEAR
from gongkai.oversee.annual.models import AnnualReport
from gongkai.oversee.collecting.models import Filing
from gongkai.oversee.collecting.queries import accepted_cells
from gongkai.oversee.collecting.terms import COUNTED
from gongkai.oversee.comparing.terms import Origin
from gongkai.oversee.comparing.values import Cells, Filed

Figures = Mapping[tuple[int, int], Filed]


def figures(organ_ids: Collection[int], years: Collection[int]) -> Figures:
    """What is known by (organ, year); an organ's year without a report or filing is not there (three queries)."""
    filed = accepted_cells(organ_ids, years)
    pages = _filings(organ_ids, years) if filed else {}
    found = {key: Filed(*key, cells, Origin.FILED, filing_id=pages.get(key)) for key, cells in filed.items()}
    rows = AnnualReport.objects.filter(
        organ_id__in=list(organ_ids), year__in=list(years), record__status=Status.PUBLISHED
    ).values_list("organ_id", "year", "figures", "corrects", "drafted_at", "record_id", "record__current__frozen_at")
    for organ_id, year, drafted, corrected, drafted_at, record_id, frozen_at in rows:
        # A correction that is under way has its figures in the row already; the public still reads those before it.
        under_way = bool(corrected) and drafted_at is not None and frozen_at is not None and drafted_at > frozen_at
        cells = _numbers(corrected if under_way else drafted)
        if cells:
            found[organ_id, year] = Filed(organ_id, year, cells, Origin.PUBLISHED, record_id)
    return found


def _filings(organ_ids: Collection[int], years: Collection[int]) -> dict[tuple[int, int], int]:
    """Which filing the accepted figures are of, in the order in which ``accepted_cells`` takes the newest."""
    rows = Filing.objects.filter(organ_id__in=list(organ_ids), campaign__year__in=list(years), state__in=COUNTED)
    found = rows.order_by("accepted_id").values_list("organ_id", "campaign__year", "pk")
    return {(organ_id, year): pk for organ_id, year, pk in found}


def _numbers(kept: Mapping[str, Any]) -> Cells:
    """Cells as they are kept (text, None for 未填报) as numbers; what is no number is not known."""
    return {cell: _number(text) for cell, text in kept.items()}


def _number(text: Any) -> Decimal | None:
    try:
        number = Decimal(str(text)) if text is not None else None
    except InvalidOperation:
        return None
    return number if number is None or number.is_finite() else None


def report_years(at: datetime) -> list[int]:
    """The years that can be compared, oldest first: from the first national form to last year."""
    return list(range(FIRST_YEAR, at.astimezone(CHINA).year))


def years_known(found: Figures, organ_ids: Collection[int]) -> list[int]:
    """The years in which one of these organs has figures, oldest first."""
    wanted = set(organ_ids)
    return sorted({year for organ_id, year in found if organ_id in wanted})
