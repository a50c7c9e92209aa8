"""Questions about verdicts (说明): what offices said of the findings of a report, the newest of each office."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from gongkai.oversee.annual.models import Verdict
from gongkai.oversee.annual.verdicts import Said

Report = tuple[str, int | None]  # the organ as the report names itself, and its year


def own_verdicts(organ_id: int, year: int) -> list[Said]:
    """What an office said of the findings of its own report (one query)."""
    rows = Verdict.objects.filter(organ_id=organ_id, about="", year=year)
    return [one for said in _newest(rows).values() for one in said]


def verdicts_of(
    reports: Iterable[Report], keepers: Iterable[int] | None = None, organs: Iterable[int] | None = None
) -> dict[Report, list[Said]]:
    """What offices (``keepers``: these alone) said of published reports, by organ and year as read (one query).

    With it stands what an organ (``organs``: these alone) said of its own report: the same numbers have the same findings.
    """
    wanted = {(about[:120], year or 0): (about, year) for about, year in reports if about}
    if not wanted:
        return {}
    names = {about for about, _ in wanted}
    of_others = Q(about__in=names) & (Q() if keepers is None else Q(organ_id__in=list(keepers)))
    of_own = Q(about="", organ__name__in=names) & (Q() if organs is None else Q(organ_id__in=list(organs)))
    rows = Verdict.objects.filter(of_others | of_own, year__in={year for _, year in wanted})
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
    last: dict[tuple[str, str, int, str, int], Said] = {}
    for row in rows.select_related("organ").order_by("pk"):
        last[row.about, row.about or row.organ.name, row.year, row.fingerprint, row.organ_id] = Said(
            row.fingerprint, row.topic, row.organ.short_name, row.person_name, row.at, row.reason, row.words
        )
    found: dict[tuple[str, int], dict[tuple[str, str, str], Said]] = {}
    for (_, name, year, _, _), said in last.items():
        if said.reason:  # what an office said twice, of its own report and of the published one, is told once
            found.setdefault((name, year), {})[said.fingerprint, said.organ, said.reason] = said
    return {report: list(told.values()) for report, told in found.items()}
