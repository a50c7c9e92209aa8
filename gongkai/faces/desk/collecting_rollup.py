"""汇总: choose what goes in, see who is missing, keep the sum; every number opens the organs that make it up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.design.formats import cdatetime
from gongkai.faces.desk import comparing_workbook as workbook
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import blame
from gongkai.faces.desk.collecting_access import READERS, campaign_of, rollup_of
from gongkai.faces.desk.collecting_forms import ScopeForm
from gongkai.faces.desk.collecting_shown import findings, grids, state_badge
from gongkai.faces.desk.comparing_shown import Cell, Grid, Head, Row
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import queries as annual
from gongkai.oversee.collecting import operations as verbs
from gongkai.oversee.collecting import queries as collecting

_GONE = "已不在汇总范围的机关"


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
        "outdated": collecting.outdated(one.version_id for one in members if one.version_id is not None),
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
    names = _names(row)
    return render(
        request,
        "desk/collecting/rollup.html",
        {
            "row": row,
            "campaign": row.campaign,
            "scope": _scope(row),
            "out": [(names.get(int(pk), _GONE), reason) for pk, reason in row.scope.get("out", {}).items()],
            "missing": [(one["name"], state_badge(one["state"])) for one in row.missing],
            "stale": collecting.stale(row),
            "outdated": collecting.outdated(one["version"] for one in row.parts),
            "export": reverse("desk:rollup_export", args=[row.pk]),
            "findings": findings(checks, {}),
            "differing": findings(compared, {}),
            "compared": bool(compared),
            "held": sum(check.holds is True for check in checks),
            "grids": grids(row.campaign.year, row.cells, wrong=wrong, url=lambda cell: reverse("desk:rollup_cell", args=[row.pk, cell])),
            "again": reverse("desk:rollup_new", args=[row.campaign_id, row.organ_id]),
        },
    )  # fmt: skip


def _scope(row: collecting.RollUp) -> str:
    """The declared scope in words."""
    words = "、".join(part.label for part in collecting.Part if row.scope.get(part.value)) or "无"
    return f"{words}，含已报送、还没有审核的" if row.scope.get("submitted") else words


def _names(row: collecting.RollUp) -> dict[int, str]:
    """The organs of a roll-up by id, those that were left out too."""
    names = {one["organ"]: one["name"] for one in (*row.parts, *row.missing)}
    return names | {one.organ_id: one.name for one in collecting.members(row.campaign, row.organ_id)}


@require_safe
@desk_view(*READERS)
def export(request: DeskRequest, pk: int) -> HttpResponse:
    """The sums as a workbook, and beside them what each organ puts into every cell."""
    row = rollup_of(request, pk)
    form, year = annual.form_of(row.campaign.year), row.campaign.year
    parts = collecting.parts(row)

    def figures(label: str, cells: list[str | None]) -> Row:
        return Row(label, tuple(Cell(one or "未填报", None if one is None else Decimal(one)) for one in cells))

    sums = Grid("汇总数", (Head("项目", numeric=False), Head("汇总数")), tuple(
        figures(form.label_of(name), [row.cells.get(name)]) for name in form.cells
    ))  # fmt: skip
    single = Grid("各机关", (Head("项目", numeric=False), Head("汇总数"), *(Head(name) for name, _ in parts)), tuple(
        figures(form.label_of(name), [row.cells.get(name), *(cells.get(name) for _, cells in parts)]) for name in form.cells
    ))  # fmt: skip
    names = _names(row)
    notes = [
        f"{row.organ.name}{year}年年报汇总数，{row.person_name}{cdatetime(row.at)}汇总。", f"范围：{_scope(row)}。",
        *(f"在范围内、没有计入：{one['name']}（{collecting.State.label_of(one['state'])}）。" for one in row.missing),
        *(f"不计入：{names.get(int(key), _GONE)}，{reason}。" for key, reason in row.scope.get("out", {}).items()),
        f"存档摘要：{row.digest}",
    ]  # fmt: skip
    return workbook.download(f"{row.organ.name}{year}年年报汇总数", [sums, single], notes, request.at)


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
