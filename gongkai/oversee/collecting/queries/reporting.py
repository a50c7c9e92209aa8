"""Questions about one filing: what its figures say, what moved since they were taken, what was reported and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When

from gongkai.kernel.organizations.queries import Organ
from gongkai.oversee.annual import narrative
from gongkai.oversee.annual.format import Form, form_of
from gongkai.oversee.annual.queries import compute, own_verdicts, report_of
from gongkai.oversee.annual.queries.computing import last_year
from gongkai.oversee.annual.report import Report, number_words
from gongkai.oversee.collecting.findings import SECTIONS, Judged, judge
from gongkai.oversee.collecting.models import Filing, FilingStep, FilingVersion, RollUp
from gongkai.oversee.collecting.queries.board import OWING
from gongkai.oversee.collecting.queries.published import Cells, accepted_cells
from gongkai.oversee.collecting.queries.rolling import members, stale
from gongkai.oversee.collecting.rules import changed, digest_of, kept, numbers_of
from gongkai.oversee.collecting.terms import COUNTED, Source, State


def filing(pk: int) -> Filing | None:
    """A filing with its organs and its campaign; None when there is none."""
    rows = Filing.objects.select_related(
        "organ__merged_into", "keeper", "above", "reviewer", "campaign__lead", "submitted_by"
    )
    return rows.filter(pk=pk).first()


def owed(organ_ids: frozenset[int]) -> QuerySet[Filing]:
    """The filings of these organs: those still owed first, then newest year first."""
    rows = Filing.objects.filter(Q(keeper__in=organ_ids) | Q(organ__in=organ_ids)).exclude(state=State.REMOVED)
    light = rows.select_related("organ__merged_into", "above", "campaign__lead").defer(
        "cells", "places", "texts", "words"
    )
    done = Case(When(state__in=OWING, campaign__closed_at=None, then=0), default=1)
    return light.order_by(done, "-campaign__year", "due_on", "pk")


def form(row: Filing) -> Form:
    """The national form of its year."""
    return form_of(row.campaign.year)


def last_cells(organ_id: int, year: int) -> Cells | None:
    """Last year's figures: those that were accepted, else those of the report that the office drafted here; None when not known."""
    return accepted_cells([organ_id], [year - 1]).get((organ_id, year - 1)) or last_year(organ_id, year)


def judged(row: Filing) -> Judged:
    """The figures of the draft under every formula; for a government against its roll-up."""
    return judge(
        form(row), numbers_of(row.cells), last_cells(row.organ_id, row.campaign.year), row.texts,
        may_make_rules=row.organ.makes_rules, below=None if row.rollup is None else numbers_of(row.rollup.cells),
    )  # fmt: skip


def latest_rollup(organ_id: int, year: int) -> RollUp | None:
    """The newest roll-up of a government and a year; None before there is one."""
    return RollUp.objects.filter(organ_id=organ_id, campaign__year=year).order_by("-pk").first()


@dataclass(frozen=True)
class Taken:
    """What the house knows of an organ's year: figures, where each typed one is from, the texts, what its office said of findings by
    their fingerprint, and the digest of the figures.
    """

    cells: dict[str, str]
    places: dict[str, str]
    texts: dict[str, str]
    words: dict[str, str]
    digest: str


def computed(organ: Organ, year: int, at: datetime) -> Taken:
    """The figures as they are counted now, with the texts of the report when the office has begun it."""
    report = compute(organ, year, at)
    cells = kept(report.cells)
    places = {cell: f"{one.source}（{one.person}填报）" for cell, one in report.typed.items()}
    words = {one.fingerprint: one.reason for one in own_verdicts(organ.pk, year)}
    return Taken(cells, places, _texts(organ, report), words, digest_of(cells, {}))


def _texts(organ: Organ, report: Report) -> dict[str, str]:
    own = report_of(organ.pk, report.year)
    if own is None:
        return {}
    return {name: text for name in SECTIONS if (text := narrative.filled(report, getattr(own, name)).strip())}


@dataclass(frozen=True)
class Moved:
    """A figure that the house now counts otherwise than when it was taken."""

    cell: str
    label: str
    taken: str
    now: str


def moved(row: Filing, at: datetime) -> list[Moved]:
    """What changed in the computed figures since they were taken; empty when they were not taken, or when nothing did."""
    if row.source != Source.COMPUTED or not row.computed_digest:
        return []
    cells = kept(compute(row.organ, row.campaign.year, at).cells)
    if digest_of(cells, {}) == row.computed_digest:
        return []
    found = form(row)
    return [
        Moved(cell, found.label_of(cell), row.cells.get(cell) or "未填报", cells.get(cell) or "未填报")
        for cell in changed(row.cells, cells, found.cells)
        if not by_hand(row, cell)
    ]


def by_hand(row: Filing, cell: str) -> bool:
    """Whether a number was typed into the filing itself."""
    return str(row.places.get(cell, "")).endswith(BY_HAND)


def versions(row: Filing) -> list[FilingVersion]:
    """What was reported, newest first."""
    return list(FilingVersion.objects.filter(filing=row).order_by("-number"))


def version(row: Filing, number: int) -> FilingVersion | None:
    """One of them."""
    return FilingVersion.objects.filter(filing=row, number=number).first()


@dataclass(frozen=True)
class Difference:
    """A cell or a text that two versions do not have in common."""

    label: str
    before: str
    after: str


BY_HAND = "填报"  # how the place of a number ends that was typed into the filing
TEXTS = {"overview": "一、总体情况", "problems": "五、存在的主要问题及改进情况", "others": "六、其他需要报告的事项"}


def differences(found: Form, before: FilingVersion, after: FilingVersion) -> list[Difference]:
    """What changed from one report to the next."""
    cells = [
        Difference(found.label_of(cell), before.cells.get(cell) or "未填报", after.cells.get(cell) or "未填报")
        for cell in changed(before.cells, after.cells, found.cells)
    ]
    texts = [
        Difference(label, before.texts.get(name, ""), after.texts.get(name, ""))
        for name, label in TEXTS.items()
        if before.texts.get(name, "") != after.texts.get(name, "")
    ]
    return [*cells, *texts]


@dataclass(frozen=True)
class Elsewhere:
    """The same year of the same organ, reported to another office as well (双重管理). ``differing``: (label, here, there)."""

    lead: str
    state: State
    differing: list[tuple[str, str, str]]


def elsewhere(row: Filing) -> list[Elsewhere]:
    """Where the organ reports this year besides, and which numbers are not the same there; there only what was reported counts."""
    if row.state == State.REMOVED:
        return []
    same = Filing.objects.filter(organ=row.organ_id, campaign__year=row.campaign.year)
    last = FilingVersion.objects.filter(filing=OuterRef("pk")).order_by("-number").values("cells")[:1]
    others = same.exclude(campaign=row.campaign_id).exclude(state=State.REMOVED).annotate(reported=Subquery(last))
    found, labels = [], form(row)
    for lead, state, there in others.order_by("pk").values_list("campaign__lead__name", "state", "reported"):
        known = there if state in {State.SUBMITTED, *COUNTED} else {}
        both = [cell for cell in changed(row.cells, known, labels.cells) if row.cells.get(cell) and known.get(cell)]
        found.append(Elsewhere(lead, State(state), [(labels.label_of(c), row.cells[c], known[c]) for c in both]))
    return found


def steps(row: Filing) -> QuerySet[FilingStep]:
    """Every step, newest first."""
    return FilingStep.objects.filter(filing=row).select_related("reported").order_by("-pk")


def last_return(row: Filing) -> FilingStep | None:
    """Why it came back; None unless it stands returned."""
    if row.state != State.RETURNED:
        return None
    return FilingStep.objects.filter(filing=row, move="return").order_by("-pk").first()


def obstacles(row: Filing, judged: Judged) -> list[str]:
    """What keeps a filing from being reported, in sentences; empty when nothing does."""
    labels_of = form(row).label_of
    found = []
    if judged.missing:
        labels = "、".join(f"“{labels_of(cell)}”" for cell in judged.missing[:5])
        more = "等" if len(judged.missing) > 5 else ""
        found.append(f"还有{len(judged.missing)}个单元格未填报（{labels}{more}），没有发生的请填0。")
    found += [
        f"{check.law or '核对'}不相符：{check.left_words}为{number_words(check.left)}，{check.right_words}为{number_words(check.right)}，"
        f"相差{number_words(check.diff)}。"
        for check in judged.errors[:5]
    ]
    if len(judged.errors) > 5:
        found.append(f"另有{len(judged.errors) - 5}处不相符。")
    below = members(row.campaign, row.organ_id)
    if [one for one in below if one.filing_id != row.pk] and row.rollup is None:
        found.append("本机关有下级机关参加汇集，请先生成汇总，再采用汇总数据。")
    elif row.rollup is not None and (names := stale(row.rollup)):
        found.append(f"汇总以后有变化（{'、'.join(names[:5])}），请重新汇总并采用。")
    return found
