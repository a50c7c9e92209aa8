"""Questions about verdicts (说明): what offices said of the findings of a report, the newest of each office."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from gongkai.oversee.annual.models import Verdict
from gongkai.oversee.annual.verdicts import Said

Report = tuple[str, int | None]  # the organ as the report names itself, and its year


def own_verdicts(organ_id: int, year: int) -> list[Said]:
    """What an office said of the findings of its own report (one query)."""
    return _newest(Verdict.objects.filter(organ_id=organ_id, about="", year=year)).get(("", year), [])


def verdicts_of(reports: Iterable[Report], keepers: Iterable[int] | None = None) -> dict[Report, list[Said]]:
    """What offices (``keepers``: these alone) said of published reports, by organ and year as read (one query)."""
    wanted = {(about[:120], year or 0): (about, year) for about, year in reports if about}
    if not wanted:
        return {}
    rows = Verdict.objects.filter(about__in={about for about, _ in wanted}, year__in={year for _, year in wanted})
    if keepers is not None:
        rows = rows.filter(organ_id__in=list(keepers))
    return {wanted[key]: said for key, said in _newest(rows).items() if key in wanted}


def kept_verdicts(organ_ids: Iterable[int]) -> QuerySet[Verdict]:
    """Everything that some offices said of published reports, newest first; also what was taken back or replaced."""
    rows = Verdict.objects.filter(organ_id__in=list(organ_ids)).exclude(about="")
    return rows.select_related("organ").order_by("-pk")


def verdict_history(organ_id: int, year: int, fingerprint: str) -> QuerySet[Verdict]:
    """What an office said of one finding of its own report, newest first."""
    rows = Verdict.objects.filter(organ_id=organ_id, about="", year=year, fingerprint=fingerprint)
    return rows.order_by("-pk")


def _newest(rows: QuerySet[Verdict]) -> dict[tuple[str, int], list[Said]]:
    """The newest of each office on each finding, by report; what was taken back is left out."""
    last: dict[tuple[str, int, str, int], Said] = {}
    for row in rows.select_related("organ").order_by("pk"):
        last[row.about, row.year, row.fingerprint, row.organ_id] = Said(
            row.fingerprint, row.topic, row.organ.short_name, row.person_name, row.at, row.reason, row.words
        )
    found: dict[tuple[str, int], list[Said]] = {}
    for (about, year, _, _), said in last.items():
        if said.reason:
            found.setdefault((about, year), []).append(said)
    return found
