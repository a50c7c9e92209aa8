"""What the office that collects changes about a collection: days and words, organs, its end; and files for many organs at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import blame
from gongkai.faces.desk.collecting_access import EDITORS, campaign_of
from gongkai.faces.desk.collecting_forms import CampaignForm, CloseForm, FilesForm, OrgansForm
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.collecting import operations as verbs
from gongkai.oversee.collecting import queries as collecting

LARGEST = 64 * 1024 * 1024  # bytes of a whole upload


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Title, days, words."""
    campaign = campaign_of(request, pk, lead=True)
    initial = {
        "title": campaign.title, "due_on": campaign.due_on, "summed_due_on": campaign.summed_due_on, "words": campaign.words,
        "version": campaign.version,
    }  # fmt: skip
    form = CampaignForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.amend_campaign(
                campaign_id=pk, version=_number(form.cleaned_data["version"]), fields=form.cleaned_data, by=request.standing, at=request.at,
            )  # fmt: skip
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, "已保存。还没有报送的机关按新的日期报送。")
            return redirect("desk:campaign", pk)
    context = {"campaign": campaign, "form": form}
    return render(request, "desk/collecting/edit.html", context, status=422 if form.errors else 200)


def _number(value: int | None) -> int:
    return -1 if value is None else value


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def organs(request: DeskRequest, pk: int) -> HttpResponse:
    """Ask organs that were not asked yet."""
    campaign = campaign_of(request, pk, lead=True)
    form = OrgansForm(request.POST if request.method == "POST" else None, organs=collecting.absent(campaign))
    if request.method == "POST" and form.is_valid():
        try:
            added = verbs.add_organs(campaign_id=pk, organ_ids=form.ids(), by=request.standing, at=request.at)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, f"已增加{len(added)}个机关，已通知其公开机构。")
            return redirect("desk:campaign", pk)
    context = {"campaign": campaign, "form": form, "any": bool(form.fields["organs"].choices)}  # type: ignore[attr-defined]
    return render(request, "desk/collecting/organs.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def close(request: DeskRequest, pk: int) -> HttpResponse:
    """End it, or open it again."""
    campaign = campaign_of(request, pk, lead=True)
    closed = campaign.closed_at is not None
    counts = collecting.counts(campaign, request.standing, request.at.date())
    left = counts.total - counts.done
    hint = "" if closed else "还有机关没有审核通过的必须写明。"
    form = CloseForm(
        request.POST if request.method == "POST" else None, initial={"version": campaign.version},
        label="重新开放的原因" if closed else "结束的原因", hint=hint, needed=closed,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        verb = verbs.reopen_campaign if closed else verbs.close_campaign
        data = form.cleaned_data
        try:
            verb(campaign_id=pk, version=data["version"], reason=data["reason"], by=request.standing, at=request.at)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, "已重新开放。" if closed else "已结束，各机关不能再报送。")
            return redirect("desk:campaign", pk)
    context = {"campaign": campaign, "form": form, "closed": closed, "left": left}
    return render(request, "desk/collecting/close.html", context, status=422 if form.errors else 200)


@csrf_exempt  # the size is looked at before anything is read; the token is then checked below
@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def files(request: DeskRequest, pk: int) -> HttpResponseBase:
    """Many reports at once, with an answer for each; 413 when they are too large together."""
    campaign = campaign_of(request, pk, lead=True)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST:
        return _files(
            request, campaign, FilesForm(), fault="选择的文件合计超过64兆字节，没有接收。请分几次导入。", status=413
        )
    return _received(request, campaign=campaign, desk=request)


@csrf_protect
def _received(request: HttpRequest, *, campaign: collecting.Campaign, desk: DeskRequest) -> HttpResponse:
    if request.method != "POST":
        return _files(request, campaign, FilesForm())
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _files(request, campaign, form, status=422)
    data = form.cleaned_data
    try:
        answers = verbs.import_many(
            campaign_id=campaign.pk, files=data["reports"], by=desk.standing, at=desk.at, replace=data["replace"]
        )
    except Refusal as refusal:
        return _files(request, campaign, form, fault=refusal.message, status=422)
    shown = [(one, reverse("desk:filing", args=[one.filing_id]) if one.filing_id else "") for one in answers]
    shown.sort(key=lambda pair: bool(pair[1]))
    return _files(request, campaign, FilesForm(), answers=shown)


def _files(
    request: HttpRequest, campaign: collecting.Campaign, form: FilesForm, *, fault: str = "", status: int = 200,
    answers: list[tuple[verbs.Answer, str]] | None = None,
) -> HttpResponse:  # fmt: skip
    found = answers or []
    context: dict[str, Any] = {
        "campaign": campaign, "form": form, "fault": fault, "answers": found, "taken": sum(bool(url) for _, url in found),
    }  # fmt: skip
    return render(request, "desk/collecting/files.html", context, status=status)
