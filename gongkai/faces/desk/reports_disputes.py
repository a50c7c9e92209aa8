"""The register of reconsideration and litigation over openness work: list, enter, write the result, cross out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.design.parts import Link
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.reports_access import EDITORS, READERS, organ_of
from gongkai.faces.desk.reports_forms import DisputeForm, VoidForm
from gongkai.faces.desk.reports_page import dispute_row
from gongkai.faces.desk.rows import page
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import operations as verbs
from gongkai.oversee.annual import queries as annual


@require_safe
@desk_view(*READERS)
def register(request: DeskRequest, organ: int) -> HttpResponse:
    """The register of an organ, newest first."""
    found = organ_of(request, organ)
    own = annual.own(request.standing)
    shown = page(request, annual.disputes(organ))
    return render(
        request,
        "desk/reports/disputes.html",
        {
            "organ": found,
            "rows": [dispute_row(one, own=organ in own) for one in shown.rows],
            "pages": shown,
            "tabs": [
                Link(one.short_name, reverse("desk:disputes", args=[one.pk]), current=one.pk == organ)
                for one in annual.organs(own)
            ],
            "new_url": reverse("desk:dispute_new", args=[organ]) if annual.may_edit(request.standing, organ) else "",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def new(request: DeskRequest, organ: int) -> HttpResponse:
    """Enter a reconsideration or a suit."""
    found = organ_of(request, organ, edit=True)
    form = DisputeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.enter_dispute(organ=found, fields=form.cleaned_data, by=request.standing, at=request.at)
        except Refusal as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, "已登记，报告的第四部分已按它统计。")
            return redirect("desk:disputes", organ)
    return _page(request, "登记复议诉讼", organ, form)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*annual.READERS)
def entry(request: DeskRequest, pk: int) -> HttpResponse:
    """One entry: read, and for the FOI office written when its result comes."""
    row = _entry(request, pk)
    edits = annual.may_edit(request.standing, row.organ_id) and row.voided_at is None
    if request.method == "POST" and not edits:
        raise PermissionDenied
    initial = {
        "kind": row.kind, "filed_on": row.filed_on, "authority": row.authority, "case_number": row.case_number,
        "request": row.case.number if row.case else "", "result": row.result, "decided_on": row.decided_on,
        "source": row.source,
    }  # fmt: skip
    form = DisputeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        version = request.POST.get("version", "")
        try:
            verbs.amend_dispute(
                dispute_id=pk, version=int(version) if version.isascii() and version.isdigit() else -1,
                fields=form.cleaned_data, by=request.standing, at=request.at,
            )  # fmt: skip
        except Refusal as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, "已保存。")
            return redirect("desk:disputes", row.organ_id)
    void_url = reverse("desk:dispute_void", args=[pk]) if edits else ""
    return _page(request, "复议诉讼登记", row.organ_id, form, row=row, edits=edits, void_url=void_url)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def void(request: DeskRequest, pk: int) -> HttpResponse:
    """Cross an entry out that should not have been made."""
    row = _entry(request, pk)
    if not annual.may_edit(request.standing, row.organ_id):
        raise PermissionDenied
    form = VoidForm(request.POST if request.method == "POST" else None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.void_dispute(
                dispute_id=pk, version=form.cleaned_data["version"], reason=form.cleaned_data["reason"],
                by=request.standing, at=request.at,
            )  # fmt: skip
        except Refusal as refusal:
            _blame(form, refusal)
        else:
            messages.success(request, "这条登记已作废，不再计入任何年度。")
            return redirect("desk:disputes", row.organ_id)
    return render(
        request,
        "desk/reports/dispute_void.html",
        {"form": form, "row": dispute_row(row, own=True), "back": reverse("desk:dispute", args=[pk])},
        status=422 if form.errors else 200,
    )


def _entry(request: DeskRequest, pk: int) -> annual.Dispute:
    row = annual.dispute(pk)
    if row is None:
        raise Http404
    if row.organ_id not in annual.own(request.standing):
        raise PermissionDenied
    return row


def _blame(form: forms.Form, refusal: Refusal) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def _page(request: DeskRequest, heading: str, organ: int, form: forms.Form, **more: Any) -> HttpResponse:
    context: dict[str, Any] = {"row": None, "edits": True, "void_url": "", **more}
    if context["row"] is not None:
        context["shown"] = dispute_row(context["row"], own=True)
    return render(
        request,
        "desk/reports/dispute.html",
        {"heading": heading, "form": form, "back": reverse("desk:disputes", args=[organ]), **context},
        status=422 if form.errors else 200,
    )
