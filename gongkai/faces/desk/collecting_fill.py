"""填报: the national tables as a form with guidance beside each cell; or what the house counted, a roll-up, a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.collecting_access import EDITORS, filing_of, version_of
from gongkai.faces.desk.collecting_filing import edits, sums_url
from gongkai.faces.desk.collecting_forms import CellsForm, FileForm, TextsForm
from gongkai.faces.desk.collecting_shown import findings, grids
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.collecting import operations as verbs
from gongkai.oversee.collecting import queries as collecting


def _mine(request: DeskRequest, pk: int) -> collecting.Filing:
    row = filing_of(request, pk)
    if not collecting.towards(request.standing, row) & {"officer", "head", "lead"}:
        raise PermissionDenied
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def fill(request: DeskRequest, pk: int) -> HttpResponse:
    """The form; after each saving the formulas are shown."""
    row = _mine(request, pk)
    if request.method != "POST":
        if not edits(request, row):
            messages.error(request, _shut(row))
            return redirect("desk:filing", pk)
        return _page(request, row, CellsForm(), TextsForm(initial=row.texts))
    cells, texts = CellsForm.read(request.POST, row.campaign.year), TextsForm(request.POST)
    texts.is_valid()
    words = {name.removeprefix("word-"): str(text) for name, text in request.POST.items() if name.startswith("word-")}
    if not edits(request, row):  # reported, or the collection closed, while somebody was typing
        return _page(request, row, cells, texts, words=words, fault=_shut(row), shut=True, status=409)
    if not cells.faults and not texts.errors:
        try:
            verbs.save_filing(
                filing_id=pk, version=version_of(request), cells=cells.values, texts=texts.texts(), words=words,
                by=request.standing, at=request.at,
            )  # fmt: skip
        except verbs.StaleFiling as refusal:
            fault = refusal.message.removesuffix(verbs.AGAIN)
            return _page(request, _mine(request, pk), cells, texts, words=words, fault=fault, stale=True, status=409)
        except Refusal as refusal:
            if refusal.field in cells.typed:
                cells.faults[refusal.field] = refusal.message
            else:
                return _page(request, row, cells, texts, words=words, fault=refusal.message, status=422)
        else:
            messages.success(request, "已保存。")
            return redirect(f"{reverse('desk:filing_fill', args=[pk])}#findings")
    return _page(request, row, cells, texts, words=words, status=422)


def _shut(row: collecting.Filing) -> str:
    """Why nothing can be filled in now."""
    if row.campaign.closed_at:
        return "现在不能填报：这次汇集已经结束。"
    return f"现在不能填报：当前状态为“{collecting.State.label_of(row.state)}”，或者由报送机关自己填报。"


def _page(
    request: DeskRequest, row: collecting.Filing, cells: CellsForm, texts: TextsForm, *, words: Mapping[str, str] | None = None,
    fault: str = "", stale: bool = False, shut: bool = False, status: int = 200, file: FileForm | None = None,
) -> HttpResponse:  # fmt: skip
    """The form. ``words``: explanations as typed; ``stale``: with what somebody else saved; ``shut``: nothing can be saved any more."""
    judged = collecting.judged(row)
    form, back = collecting.form(row), collecting.last_return(row)
    shown = {**row.cells, **cells.typed}
    context: dict[str, Any] = {
        "row": row, "campaign": row.campaign, "texts": texts, "fault": fault, "stale": stale, "shut": shut, "file": file or FileForm(),
        "faults": [(cell, form.label_of(cell), fault) for cell, fault in cells.faults.items()],
        "differing": [
            (form.label_of(cell), row.cells.get(cell) or "未填报", typed)
            for cell, typed in cells.typed.items() if stale and typed != (row.cells.get(cell) or "")
        ],
        "stored": [
            (str(texts[name].label), row.texts.get(name, ""))
            for name in collecting.TEXTS if stale and _plain(texts[name].value()) != _plain(row.texts.get(name))
        ],
        "findings": findings(judged.checks, {**row.words, **(words or {})}) if row.cells else [],
        "held": sum(check.holds is True for check in judged.checks),
        "missing": len(judged.missing), "ready": judged.ready,
        "grids": grids(
            row.campaign.year, shown, wrong={cell for check in judged.errors for cell in check.cells}, places=row.places,
            notes=back.cells if back else {}, faults=cells.faults, guided=True,
        ),
        "back": back,
        "back_cells": [(form.label_of(cell), said) for cell, said in back.cells.items()] if back else [],
        "takes_summed": collecting.latest_rollup(row.organ_id, row.campaign.year),
        "sums_url": sums_url(request, row),
        "filing_url": reverse("desk:filing", args=[row.pk]),
        "take_url": reverse("desk:filing_take", args=[row.pk]),
        "file_url": reverse("desk:filing_file", args=[row.pk]),
    }  # fmt: skip
    return render(request, "desk/collecting/fill.html", context, status=status)


def _plain(text: Any) -> str:
    """A text as it is compared: line ends as browsers send them are no change."""
    return "\n".join(str(text or "").split("\r\n")).strip()


@require_POST
@desk_view(*EDITORS)
def take(request: DeskRequest, pk: int) -> HttpResponse:
    """Take what the house counted, or the newest roll-up."""
    row = _mine(request, pk)
    summed = request.POST.get("source") == "summed"
    verb = verbs.take_summed if summed else verbs.take_computed
    try:
        verb(filing_id=row.pk, version=version_of(request), by=request.standing, at=request.at)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "已采用汇总数据。" if summed else "已采用系统统计的数据，请核对。")
    return redirect("desk:filing_fill", pk)


@require_POST
@desk_view(*EDITORS)
def file(request: DeskRequest, pk: int) -> HttpResponse:
    """Read the report of the organ from a file."""
    row = _mine(request, pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data["report"]
        try:
            answer = verbs.import_file(
                filing_id=pk, version=version_of(request), name=str(given.name or ""), data=given.read(), by=request.standing, at=request.at,
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error("report", refusal.message)
        else:
            messages.success(request, answer.words + "".join(answer.notes[:5]))
            return redirect("desk:filing_fill", pk)
    if not edits(request, row):
        messages.error(
            request, "现在不能导入：" + "".join(str(text) for texts in form.errors.values() for text in texts)
        )
        return redirect("desk:filing", pk)
    return _page(request, row, CellsForm(), TextsForm(initial=row.texts), file=form, status=422)
