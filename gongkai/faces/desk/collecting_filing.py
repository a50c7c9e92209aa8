"""A filing: its figures and findings, where it stands, what may be done next; every report that was made of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import blame
from gongkai.faces.desk.collecting_access import EDITORS, READERS, filing_of, version_of
from gongkai.faces.desk.collecting_forms import ReasonForm
from gongkai.faces.desk.collecting_shown import events, findings, gone, grids, state_badge, track
from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workflow import Move, Situation, open_from
from gongkai.oversee.annual import queries as annual
from gongkai.oversee.collecting import operations as verbs
from gongkai.oversee.collecting import queries as collecting
from gongkai.oversee.comparing import queries as comparing

#: Moves made on a page of their own, with a reason; and how the reason is called.
REASONS = {"return": "退回的原因", "unlock": "解除锁定的原因", "remove": "移出的原因"}
_VERBS = {
    "submit": verbs.submit, "resubmit": verbs.submit, "submit_for": verbs.submit, "recall": verbs.recall, "accept": verbs.accept,
    "lock": verbs.lock,
}  # fmt: skip
_REASONED = {"return": verbs.send_back, "unlock": verbs.unlock, "remove": verbs.remove_organ}
_DONE = {
    "submit": "已报送，等待审核。", "resubmit": "已重新报送，等待审核。", "submit_for": "已代为报送，请由其他人员审核。", "recall": "已撤回，可以修改。",
    "accept": "已审核通过，数据计入汇总。", "lock": "已锁定。", "return": "已退回，已通知报送机关。", "unlock": "已解除锁定。", "remove": "已移出。",
}  # fmt: skip


def moves(request: DeskRequest, row: collecting.Filing) -> list[Move]:
    """What the person may do with it now, editing aside."""
    roles = collecting.towards(request.standing, row)
    if not roles or row.campaign.closed_at is not None:
        return []
    found = open_from(collecting.FILING, Situation(state=row.state), roles=roles)
    own = roles & {"officer", "head"}
    return [
        move
        for move in found
        if move.code in {**_VERBS, **_REASONED}
        and not (move.code == "submit_for" and (own or not collecting.unstaffed(row, request.at.date())))
        and not (move.code == "accept" and row.submitted_by_id == request.person.pk)
        and not (
            move.code in {"submit", "resubmit"} and not collecting.may_submit(request.standing, row, request.at.date())
        )
    ]


def edits(request: DeskRequest, row: collecting.Filing) -> bool:
    """Whether the person may fill it in now."""
    roles = collecting.towards(request.standing, row)
    if row.campaign.closed_at is not None or row.state not in {"assigned", "filling", "returned"}:
        return False
    return bool(roles & {"officer", "head"}) or ("lead" in roles and collecting.unstaffed(row, request.at.date()))


def public_otherwise(row: collecting.Filing, known: comparing.Figures | None = None) -> list[tuple[str, str, str]]:
    """The numbers that the public reads otherwise in the report of the year: label, as filed, as published.

    ``known``: the figures of several organs, where many filings are looked at.
    """
    if not row.cells:
        return []
    known = comparing.figures([row.organ_id], [row.campaign.year]) if known is None else known
    found = known.get((row.organ_id, row.campaign.year))
    if found is None or found.origin is not comparing.Origin.PUBLISHED:
        return []
    form = collecting.form(row)
    pairs = ((cell, row.cells.get(cell), found.cells.get(cell)) for cell in form.cells)
    return [
        (form.label_of(cell), filed, annual.number_words(public))
        for cell, filed, public in pairs
        if filed is not None and public is not None and Decimal(filed) != public
    ]


def following(request: DeskRequest, row: collecting.Filing) -> tuple[str, str, int] | None:
    """The next filing that waits for the person's word: its organ, its address, how many wait; None where none does."""
    if row.state == collecting.State.SUBMITTED or "examiner" not in collecting.towards(request.standing, row):
        return None
    rows = collecting.waiting(request.standing).filter(campaign=row.campaign_id, state=collecting.State.SUBMITTED)
    first = rows.first()
    return (first.organ.short_name, reverse("desk:filing", args=[first.pk]), rows.count()) if first else None


def sums_url(request: DeskRequest, row: collecting.Filing) -> str:
    """Where the person sums what lies below the organ; empty where nothing does."""
    below = [one for one in collecting.members(row.campaign, row.organ_id) if one.filing_id != row.pk]
    if not below or not collecting.may_roll(request.standing, row.campaign, row.organ_id):
        return ""
    return reverse("desk:rollup_new", args=[row.campaign_id, row.organ_id])


@require_safe
@desk_view(*READERS)
def page(request: DeskRequest, pk: int) -> HttpResponse:
    """Everything about a filing on one page."""
    row = filing_of(request, pk)
    judged = collecting.judged(row)
    back = collecting.last_return(row)
    versions = collecting.versions(row)
    wrong = {cell for check in judged.errors for cell in check.cells}
    form = collecting.form(row)
    changed = (
        collecting.differences(form, versions[1], versions[0]) if len(versions) > 1 and row.state != "returned" else []
    )
    editing = edits(request, row)
    return render(
        request,
        "desk/collecting/filing.html",
        {
            "row": row,
            "campaign": row.campaign,
            "year_label": f"{row.campaign.year}年",
            "badge": state_badge(row.state),
            "gone": gone(row),
            "unstaffed": collecting.leads(request.standing, row.campaign.lead_id) and collecting.unstaffed(row, request.at.date()),
            "source": collecting.Source.label_of(row.source),
            "typed": sum(collecting.by_hand(row, cell) for cell in row.cells) if row.source not in {"none", "form"} else 0,
            "track": track(row),
            "edits": editing,
            "moves": [(move, reverse("desk:filing_move", args=[pk, move.code])) for move in moves(request, row)],
            "reasons": set(REASONS),
            "waits_for_head": editing and not collecting.may_submit(request.standing, row, request.at.date()),
            "obstacles": collecting.obstacles(row, judged) if editing and row.state != "assigned" else [],
            "findings": findings(judged.checks, row.words) if row.cells else [],
            "held": sum(check.holds is True for check in judged.checks),
            "back": back,
            "back_cells": [(form.label_of(cell), text) for cell, text in back.cells.items()] if back else [],
            "moved": collecting.moved(row, request.at),
            "stale": collecting.stale(row.rollup) if row.rollup else [],
            "sums_url": sums_url(request, row),
            "following": following(request, row),
            "otherwise": public_otherwise(row),
            "elsewhere": collecting.elsewhere(row),
            "rollup_url": reverse("desk:rollup", args=[row.rollup_id]) if row.rollup_id else "",
            "grids": grids(row.campaign.year, row.cells, wrong=wrong, places=row.places, notes=back.cells if back else {}) if row.cells else [],
            "places": [(form.label_of(cell), row.cells[cell], row.places[cell]) for cell in form.cells if cell in row.places and cell in row.cells],
            "file": row.places.get("file", ""),
            "texts": _texts(row.texts),
            "changed": changed,
            "versions": versions,
            "events": events(row),
        },
    )  # fmt: skip


def _texts(texts: dict[str, str]) -> list[tuple[str, str]]:
    return [(label, texts[name]) for name, label in collecting.TEXTS.items() if texts.get(name)]


@require_safe
@desk_view(*READERS)
def version(request: DeskRequest, pk: int, number: int) -> HttpResponse:
    """One report as it was made, and what it changed."""
    row = filing_of(request, pk)
    found = collecting.version(row, number)
    if found is None:
        raise Http404
    before = collecting.version(row, number - 1)
    return render(
        request,
        "desk/collecting/version.html",
        {
            "row": row,
            "campaign": row.campaign,
            "version": found,
            "source": collecting.Source.label_of(found.source),
            "changed": collecting.differences(collecting.form(row), before, found) if before else [],
            "before": before,
            "grids": grids(row.campaign.year, found.cells, places=found.places),
            "texts": _texts(found.texts),
            "filing_url": reverse("desk:filing", args=[pk]),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def move(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Make a move; one that wants a reason has a page that asks for it."""
    row = filing_of(request, pk)
    if code in _REASONED:
        return _reasoned(request, row, code)
    if code not in _VERBS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:filing", pk)
    if not collecting.towards(request.standing, row):
        raise PermissionDenied
    try:
        _VERBS[code](filing_id=pk, version=version_of(request), by=request.standing, at=request.at)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _DONE[code])
    return redirect("desk:filing", pk)


def _reasoned(request: DeskRequest, row: collecting.Filing, code: str) -> HttpResponse:
    if not collecting.towards(request.standing, row) - {"officer", "head"}:
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = ReasonForm(posted, initial={"version": row.version}, label=REASONS[code], hint="报送机关会看到。")
    if posted is not None and form.is_valid():
        given: dict[str, Any] = {
            "filing_id": row.pk, "version": form.cleaned_data["version"], "reason": form.cleaned_data["reason"],
            "by": request.standing, "at": request.at,
        }  # fmt: skip
        if code == "return":
            given["cells"] = _noted(posted)
        try:
            _REASONED[code](**given)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _DONE[code])
            return redirect("desk:campaign", row.campaign_id) if code == "remove" else redirect("desk:filing", row.pk)
    found = annual.form_of(row.campaign.year)
    return render(
        request,
        "desk/collecting/reason.html",
        {
            "row": row, "form": form, "label": collecting.FILING.move(code).label, "code": code, "danger": code != "unlock",
            "lines": [(number, _given(posted, f"cell-{number}"), _given(posted, f"note-{number}")) for number in range(1, 6)] if code == "return" else [],
            "options": [(cell, found.label_of(cell)) for cell in found.cells] if code == "return" else [],
            "filing_url": reverse("desk:filing", args=[row.pk]),
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


def _given(posted: Any, name: str) -> str:
    return str(posted.get(name, "")) if posted is not None else ""


def _noted(posted: Any) -> dict[str, str]:
    """What is wrong with single cells: up to five pairs of a cell and a word."""
    pairs = [(_given(posted, f"cell-{number}"), _given(posted, f"note-{number}")) for number in range(1, 6)]
    return {cell: note or "请核对" for cell, note in pairs if cell}
