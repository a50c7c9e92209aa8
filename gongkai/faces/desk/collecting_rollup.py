"""汇总: choose what goes in, see who is missing, keep the sum; every number opens the organs that make it up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import blame
from gongkai.faces.desk.collecting_access import READERS, campaign_of, rollup_of
from gongkai.faces.desk.collecting_forms import ScopeForm
from gongkai.faces.desk.collecting_shown import findings, grids, state_badge
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import queries as annual
from gongkai.oversee.collecting import operations as verbs
from gongkai.oversee.collecting import queries as collecting


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*READERS)
def new(request: DeskRequest, pk: int, organ: int) -> HttpResponse:
    """The organs below with what counts of each; the sum is made with the scope that is declared here."""
    campaign = campaign_of(request, pk)
    above = next((one for one in collecting.summed_organs(campaign) if one.pk == organ), None)
    if above is None:
        raise Http404
    if not collecting.may_roll(request.standing, campaign, organ, read=request.method != "POST"):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    form = ScopeForm(posted)
    members = collecting.members(campaign, organ)
    if posted is not None and form.is_valid():
        out = {
            one.organ_id: posted.get(f"why-{one.organ_id}", "") for one in members if f"out-{one.organ_id}" in posted
        }
        try:
            made = verbs.roll_up(
                campaign_id=pk,
                organ_id=organ,
                scope=verbs.Scope(**form.cleaned_data, out=out),
                by=request.standing,
                at=request.at,
            )
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, f"已汇总{len(made.parts)}个机关。")
            return redirect("desk:rollup", made.pk)
    context: dict[str, Any] = {
        "campaign": campaign, "above": above, "form": form,
        "members": [
            {
                "one": one, "part": one.part.label, "badge": state_badge(one.state), "url": reverse("desk:filing", args=[one.filing_id]),
                "out": posted is not None and f"out-{one.organ_id}" in posted, "why": posted.get(f"why-{one.organ_id}", "") if posted else "",
            }
            for one in members
        ],
        "counted": sum(one.version_id is not None for one in members),
        "makes": collecting.may_roll(request.standing, campaign, organ),
        "former": list(collecting.rollups(campaign, organ)[:10]),
    }  # fmt: skip
    return render(request, "desk/collecting/rollup_new.html", context, status=422 if form.errors else 200)


@require_safe
@desk_view(*READERS)
def page(request: DeskRequest, pk: int) -> HttpResponse:
    """A roll-up: its scope, who is missing, the tables whose numbers are links, the formulas over the sums."""
    row = rollup_of(request, pk)
    checks = collecting.verdict(row)
    wrong = {cell for check in checks if check.level.value == "error" for cell in check.cells}
    compared = collecting.compared(row)
    scope = row.scope
    names = {one["organ"]: one["name"] for one in (*row.parts, *row.missing)}
    names |= {one.organ_id: one.name for one in collecting.members(row.campaign, row.organ_id)}
    return render(
        request,
        "desk/collecting/rollup.html",
        {
            "row": row,
            "campaign": row.campaign,
            "scope": "、".join(part.label for part in collecting.Part if scope.get(part.value)) or "无",
            "submitted": bool(scope.get("submitted")),
            "out": [(names.get(int(pk), "已不在汇总范围的机关"), reason) for pk, reason in scope.get("out", {}).items()],
            "missing": [(one["name"], state_badge(one["state"])) for one in row.missing],
            "stale": collecting.stale(row),
            "findings": findings(checks, {}),
            "differing": findings(compared, {}),
            "compared": bool(compared),
            "held": sum(check.holds is True for check in checks),
            "grids": grids(row.campaign.year, row.cells, wrong=wrong, url=lambda cell: reverse("desk:rollup_cell", args=[row.pk, cell])),
            "again": reverse("desk:rollup_new", args=[row.campaign_id, row.organ_id]),
        },
    )  # fmt: skip


@require_safe
@desk_view(*READERS)
def cell(request: DeskRequest, pk: int, cell: str) -> HttpResponse:
    """The organs that make up a number."""
    row = rollup_of(request, pk)
    try:
        shares = collecting.shares(row, cell)
    except Refusal as refusal:
        raise Http404 from refusal
    return render(
        request,
        "desk/collecting/rollup_cell.html",
        {
            "row": row, "campaign": row.campaign, "label": annual.form_of(row.campaign.year).label_of(cell), "value": row.cells.get(cell, "0"),
            "shares": [(one, reverse("desk:filing", args=[one.filing_id])) for one in shares if one.value != "0"],
            "noughts": [one.name for one in shares if one.value == "0"], "rollup_url": reverse("desk:rollup", args=[pk]),
        },
    )  # fmt: skip
