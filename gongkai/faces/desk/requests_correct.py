"""What the office may put right or add beside the steps: the facts of a request, a receipt, the word to a third party, phrases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi import queries as requests
from gongkai.answer.foi.terms import ApplicantKind, IdentityKind, SupplyForm, SupplyWay
from gongkai.faces.design.forms import PlainForm
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import blame
from gongkai.faces.desk.requests_access import OFFICE, heading, worked
from gongkai.kernel.casework import operations as casework
from gongkai.kernel.casework import queries as cases
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import Refusal

_STAYS = "不填的不改；补来的或者录错的才填"
_WHO = ("name", "identity_kind", "identity_number", "phone", "email", "address", "representative")


class CorrectForm(PlainForm):
    """What the office notes of a request; the application itself stays as it was written."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    applicant_kind = forms.ChoiceField(
        label="申请人类型", choices=ApplicantKind.choices, widget=forms.Select, help_text="年度报告按这一项统计"
    )
    description = forms.CharField(label="所需政府信息（本机关的概括）", widget=forms.Textarea(attrs={"rows": 5}))
    supply_form = forms.ChoiceField(label="形式要求", choices=SupplyForm.choices, widget=forms.RadioSelect)
    supply_way = forms.ChoiceField(label="获取途径", choices=SupplyWay.choices, widget=forms.RadioSelect)
    name = forms.CharField(label="申请人姓名或者名称", max_length=100, required=False, help_text=_STAYS)
    identity_kind = forms.ChoiceField(
        label="身份证明类型", choices=lambda: [("", "不改"), *IdentityKind.choices()], required=False
    )
    identity_number = forms.CharField(label="身份证明号码", max_length=40, required=False, help_text=_STAYS)
    phone = forms.CharField(label="联系电话", max_length=40, required=False, help_text=_STAYS)
    email = forms.CharField(label="电子邮箱", max_length=200, required=False, help_text=_STAYS)
    address = forms.CharField(label="通信地址", max_length=200, required=False, help_text=_STAYS)
    representative = forms.CharField(label="代表人或者联系人", max_length=80, required=False, help_text=_STAYS)


class TellForm(PlainForm):
    """To a third party whose objection is not followed (条例32)."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    letter_id = forms.ChoiceField(label="告知哪一方", widget=forms.RadioSelect)
    about = forms.CharField(label="决定公开的内容", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    reason = forms.CharField(
        label="公开的理由",
        max_length=1000,
        help_text="不公开可能对公共利益造成重大影响的，写明影响",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PhraseForm(PlainForm):
    """A phrase of the office."""

    title = forms.CharField(label="名称", max_length=60)
    text = forms.CharField(label="内容", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


def _form(request: DeskRequest, pk: int, form: PlainForm, title: str, said: str, *, status: int = 200) -> HttpResponse:
    case = worked(request, pk)
    return render(
        request,
        "desk/requests/plain.html",
        {
            **heading(case, request),
            "form": form,
            "what": title,
            "said": said,
            "fields": [form[name] for name in form.fields if name != "version"],
        },
        status=status,
    )


def _entered(
    request: DeskRequest, pk: int, form: PlainForm, enter: Callable[[dict[str, Any]], object], done: str
) -> HttpResponse | None:
    """Make the verb of a form that is filled in; None when something stands against it, which is then said at its field."""
    if not form.is_valid():
        return None
    try:
        enter(dict(form.cleaned_data))
    except Refusal as refusal:
        blame(form, refusal)
        return None
    messages.success(request, done)
    return redirect("desk:request", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(Role.FOI_OFFICER, Role.FOI_HEAD)
def correct(request: DeskRequest, pk: int) -> HttpResponse:
    """Put right what the office notes; the change is in the ledger with what stood before."""
    case = worked(request, pk)
    facts = requests.request_of(case)
    said = (
        "申请人提交的原文不变。更正记入台账；申请人身份加密保存，这里不显示原来的内容，更正后的文书使用更正后的姓名。"
    )
    if request.method != "POST":
        names = ("applicant_kind", "description", "supply_form", "supply_way")
        initial: dict[str, Any] = {name: getattr(facts, name) for name in names} | {"version": case.version}
        return _form(request, pk, CorrectForm(initial=initial), "更正登记内容", said)
    form = CorrectForm(request.POST)

    def enter(given: dict[str, Any]) -> None:
        who = {name: given.pop(name) for name in _WHO}
        verbs.correct(case_id=pk, by=request.standing, at=request.at, who=who, **given)

    return _entered(request, pk, form, enter, "登记内容已更正。") or _form(
        request, pk, form, "更正登记内容", said, status=422
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(Role.FOI_OFFICER, Role.FOI_HEAD)
def tell(request: DeskRequest, pk: int) -> HttpResponse:
    """Tell a third party what will be disclosed in spite of its objection, and why."""
    case = worked(request, pk)
    said = "第三方不同意公开而决定公开的，应当将决定公开的内容和理由书面告知第三方（条例第三十二条）。"
    choices = [(str(one.pk), one.party.masked) for one in requests.to_tell(case)]
    form = TellForm(request.POST if request.method == "POST" else None, initial={"version": case.version})
    form.fields["letter_id"].choices = choices  # type: ignore[attr-defined]
    if request.method != "POST":
        return _form(request, pk, form, "告知第三方决定公开", said)

    def enter(given: dict[str, Any]) -> None:
        given["letter_id"] = int(given["letter_id"])
        verbs.tell_third(case_id=pk, by=request.standing, at=request.at, **given)

    return _entered(request, pk, form, enter, "告知书已生成，请在文书中下载送达。") or _form(
        request, pk, form, "告知第三方决定公开", said, status=422
    )


@require_POST
@desk_view(Role.FOI_OFFICER, Role.FOI_HEAD)
def acknowledge(request: DeskRequest, pk: int) -> HttpResponse:
    """登记回执 as a numbered paper."""
    worked(request, pk)
    try:
        verbs.acknowledge(case_id=pk, by=request.standing, at=request.at)
        messages.success(request, "登记回执已生成，请在文书中下载。")
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:request", pk)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*OFFICE)
def phrases(request: DeskRequest, pk: int) -> HttpResponse:
    """常用语 of an organ: list, add, change, retire."""
    organ = organizations.organ(pk)
    if organ is None:
        raise Http404
    if not request.standing.roles(pk) & set(OFFICE):
        raise PermissionDenied
    kept = cases.phrases(pk)
    chosen = next((one for one in kept if str(one.pk) == request.GET.get("phrase", "")), None)
    form = PhraseForm(initial={"title": chosen.title, "text": chosen.text} if chosen else None)
    status = 200
    if request.method == "POST":
        retired = request.POST.get("retire", "")
        form = PhraseForm(request.POST)
        try:
            if retired.isascii() and retired.isdigit():
                casework.retire_phrase(phrase_id=int(retired), by=request.standing, at=request.at)
                messages.success(request, "常用语已停用。")
                return redirect("desk:request_phrases", pk)
            if form.is_valid():
                casework.save_phrase(
                    organ_id=pk, title=form.cleaned_data["title"], text=form.cleaned_data["text"], by=request.standing,
                    at=request.at, phrase_id=chosen.pk if chosen else None,
                )  # fmt: skip
                messages.success(request, "常用语已保存。")
                return redirect("desk:request_phrases", pk)
        except Refusal as refusal:
            blame(form, refusal)
        status = 422
    return render(
        request,
        "desk/requests/phrases.html",
        {"organ": organ, "kept": kept, "form": form, "chosen": chosen, "names": list(cases.FIELDS)},
        status=status,
    )
