"""What the office does with what is public: list it, correct it, withdraw it, mark it repealed, relate it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.faces.design.forms import PlainForm
from gongkai.faces.design.parts import Badge, Link
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.documents_access import CONTENT, DRAFTING, record_of
from gongkai.faces.search import queries as engine
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records import kinds
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.queries import Record, public
from gongkai.kernel.records.queries import desk as lists
from gongkai.kernel.records.terms import RelationType, Status, Validity, Withdrawal
from gongkai.kernel.vocabulary import Refusal, clean

TAKING_BACK = (Role.FOI_HEAD, Role.FINAL_REVIEW, Role.SIGNER)
RELATING = (Role.DRAFT, Role.FOI_OFFICER, Role.FOI_HEAD)
_VALID = {
    Validity.IN_FORCE: "green", Validity.NOT_YET: "blue", Validity.AMENDED: "amber", Validity.REPEALED: "red",
    Validity.EXPIRED: "red",
}  # fmt: skip


class WithdrawForm(PlainForm):
    """Why a record is taken from the public."""

    reason = forms.ChoiceField(
        label="撤回原因", widget=forms.RadioSelect,
        choices=[(w.value, w.label) for w in (Withdrawal.IN_ERROR, Withdrawal.REPLACED, Withdrawal.ORDERED)],
    )  # fmt: skip
    note = forms.CharField(
        label="具体情况", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="公众会在原网址看到这段话，例如：附件数据有误，更正后的版本将于3日内发布。",
    )  # fmt: skip


class RepealForm(PlainForm):
    """From which day a document no longer holds, and what repealed it."""

    on = forms.DateField(label="废止日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    note = forms.CharField(
        label="说明", required=False, max_length=300, help_text="例如：由云岫政发〔2026〕3号第八条废止。"
    )
    by_record = forms.CharField(
        label="废止它的文件", required=False, max_length=60, help_text="填写该文件的编号、索引号或文号，没有可留空。"
    )


class RelateForm(PlainForm):
    """How two records belong together."""

    type = forms.ChoiceField(label="关联类型", choices=[("", "请选择"), *((t.value, t.label) for t in RelationType)])
    target = forms.IntegerField(label="要关联的信息", error_messages={"required": "请先查找并选择要关联的信息"})


def validity_badge(record: Record, request: DeskRequest) -> Badge:
    """效力状况 in a word and a shape."""
    found = public.validity(record, request.at.date())
    return Badge(found.label, _VALID[found])


@require_safe
@desk_view(*CONTENT)
def published(request: DeskRequest) -> HttpResponse:
    """What the person's organ has published, newest first; a tab per organ."""
    organs = {
        post.organ_id: post.organ for post in request.standing.posts if post.organ_id in request.standing.content_organs
    }
    wanted = _number(request.GET.get("organ", ""))
    organ = organs.get(wanted or 0) or next(iter(organs.values()))
    shown = public.page(
        public.Filter(organ_id=organ.pk),
        before=_number(request.GET.get("before", "")),
        after=_number(request.GET.get("after", "")),
        size=30,
    )
    address = f"{reverse('desk:published')}?organ={organ.pk}"
    return render(
        request,
        "desk/documents/published.html",
        {
            "organ": organ,
            "tabs": [Link(o.short_name, f"?organ={o.pk}", current=o.pk == organ.pk) for o in organs.values()],
            "rows": [
                (r, kinds.get(r.kind).label, validity_badge(r, request), reverse("desk:document", args=[r.current_id]))
                for r in shown.rows
            ],
            "previous": f"{address}&after={shown.newer}" if shown.newer else "",
            "following": f"{address}&before={shown.older}" if shown.older else "",
        },
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _refused(form: forms.Form, refusal: Refusal) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def _page(request: DeskRequest, template: str, record: Record, form: forms.Form | None, **more: Any) -> HttpResponse:
    status = 422 if form is not None and form.is_bound and form.errors else 200
    back = reverse("desk:document", args=[record.current_id]) if record.current_id else reverse("desk:home")
    return render(
        request,
        f"desk/documents/{template}.html",
        {"record": record, "form": form, "back": back, **more},
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*DRAFTING)
def correct(request: DeskRequest, pk: int) -> HttpResponse:
    """Begin a correction (条例6); what is published stays until the correction has passed its review."""
    record = record_of(request, pk)
    fault = ""
    if request.method == "POST":
        try:
            revision = verbs.start_correction(record_id=pk, by=request.standing, at=request.at)
        except Refusal as refusal:
            fault = refusal.message
        else:
            messages.success(request, "已建立更正稿。请改正内容，并写明更正前和更正后。")
            return redirect("desk:edit", revision.pk)
    under_way = next((r for r in lists.revisions(record) if r.state in lists.ON_THE_WAY), None)
    return _page(request, "correct", record, None, fault=fault, under_way=under_way)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*TAKING_BACK)
def withdraw(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a record from the public; its address then says why (410)."""
    record = record_of(request, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.withdraw(record_id=pk, by=request.standing, at=request.at, **form.cleaned_data)
        except Refusal as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, "已撤回。原网址显示撤回说明，列表、检索和文件下载已同时停止。")
            return redirect("desk:document", record.current_id)
    return _page(request, "withdraw", record, form)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*TAKING_BACK)
def repeal(request: DeskRequest, pk: int) -> HttpResponse:
    """Mark a document as repealed; it stays public and says so."""
    record = record_of(request, pk)
    form = RepealForm(request.POST if request.method == "POST" else None, initial={"on": request.at.date()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            other = _named(data["by_record"]) if data["by_record"] else None
            verbs.repeal(
                record_id=pk, on=data["on"], note=data["note"], by=request.standing, at=request.at,
                by_record_id=other.pk if other else None,
            )  # fmt: skip
        except Refusal as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, "已标记废止。公众仍可查看，页面注明废止日期。")
            return redirect("desk:document", record.current_id)
    return _page(request, "repeal", record, form)


def _named(text: str) -> Record:
    found = lists.records_named(clean(text).strip())
    if len(found) != 1:
        raise Refusal("没有找到唯一对应的已发布文件，请核对编号、索引号或文号。", field="by_record")
    return found[0]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*RELATING)
def relate(request: DeskRequest, pk: int) -> HttpResponse:
    """Tie this record to another: look it up by title, 索引号, 文号 or number, choose, name the relation."""
    record = record_of(request, pk)
    text = clean(request.GET.get("q", "") or request.POST.get("q", "")).strip()[:200]
    form = RelateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.relate(
                source_id=pk, target_id=form.cleaned_data["target"], type_=form.cleaned_data["type"],
                by=request.standing, at=request.at,
            )  # fmt: skip
        except Refusal as refusal:
            _refused(form, refusal)
        else:
            messages.success(request, "已关联，两边的页面都会显示。")
            return redirect("desk:relate", pk)
    fault, found = "", []
    if text:
        try:
            found = [r for r in candidates(text) if r.pk != pk]
        except Refusal as refusal:
            fault = refusal.message
    return _page(
        request, "relate", record, form,
        text=text, found=found, fault=fault, related=public.related(record), open=record.status == Status.PUBLISHED,
    )  # fmt: skip


def candidates(text: str) -> list[Record]:
    """Public records that the words may mean: exact numbers first, then the search."""
    exact = lists.records_named(text)
    hits = [hit.record for hit in engine.find(text, limit=20).hits]
    return list({record.pk: record for record in [*exact, *hits]}.values())


@require_POST
@desk_view(*RELATING)
def unrelate(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a relation away again."""
    relation = lists.relation(pk)
    if relation is None:
        raise Http404
    if relation.source.organ_id not in request.standing.content_organs:
        raise PermissionDenied
    try:
        verbs.unrelate(relation_id=pk, by=request.standing, at=request.at)
        messages.success(request, "已解除关联。")
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:relate", relation.source_id)
