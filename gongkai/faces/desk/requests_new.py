"""An application that came to the counter, by post or by fax, entered by the office; the receipt with its code, shown once."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi.terms import ApplicantKind, Channel, IdentityKind, SupplyForm, SupplyWay
from gongkai.faces.design.forms import PlainForm
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import blame
from gongkai.faces.desk.requests_forms import MultipleFiles
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import Refusal

_OPTIONAL = [("", "未提供")]
_WHO = ("name", "identity_kind", "identity_number", "phone", "email", "address", "representative", "kind")


class RegisterForm(PlainForm):
    """What the paper says. Proof of identity or contact may be missing: that is asked for by 补正."""

    organ = forms.ChoiceField(label="收到申请的机关", widget=forms.Select)
    channel = forms.ChoiceField(label="收到方式", widget=forms.RadioSelect)
    arrived_on = forms.DateField(
        label="收到日期", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="当面提交的是提交之日，邮寄签收的是签收之日，平常信函和传真是到达之日",
        error_messages={"invalid": "请按 2026-03-02 的样子填写日期"},
    )  # fmt: skip
    kind = forms.ChoiceField(label="申请人类型", choices=ApplicantKind.choices, widget=forms.Select)
    name = forms.CharField(label="姓名或者名称", max_length=100)
    identity_kind = forms.ChoiceField(
        label="身份证明类型", choices=lambda: _OPTIONAL + IdentityKind.choices(), required=False
    )
    identity_number = forms.CharField(label="身份证明号码", max_length=40, required=False)
    phone = forms.CharField(label="联系电话", max_length=40, required=False)
    email = forms.CharField(label="电子邮箱", max_length=200, required=False)
    address = forms.CharField(label="通信地址", max_length=200, required=False)
    representative = forms.CharField(label="代表人或者联系人", max_length=80, required=False)
    description = forms.CharField(
        label="所需政府信息", help_text="照申请人的原话录入：名称、文号或者便于查询的其他特征性描述",
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    supply_form = forms.ChoiceField(label="形式要求", choices=SupplyForm.choices, widget=forms.RadioSelect)
    supply_way = forms.ChoiceField(label="获取途径", choices=SupplyWay.choices, widget=forms.RadioSelect)
    needs_help = forms.CharField(
        label="需要的帮助", required=False, max_length=300, help_text="阅读困难或者视听障碍等（条例第四十三条）"
    )
    papers = MultipleFiles(label="扫描件和附件", required=False)
    once = forms.CharField(max_length=64, widget=forms.HiddenInput)  # the same form sent again is the same application

    def __init__(self, *args: Any, request: DeskRequest, **options: Any) -> None:
        super().__init__(*args, **options)
        held = request.standing.organs_with((Role.FOI_OFFICER, Role.FOI_HEAD))
        mine = [one for one in organizations.organs() if one.pk in held]
        self.fields["organ"].choices = [(str(one.pk), one.name) for one in mine]  # type: ignore[attr-defined]
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            (one.value, one.label) for one in Channel if one is not Channel.ONLINE
        ]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(Role.FOI_OFFICER, Role.FOI_HEAD)
def new(request: DeskRequest) -> HttpResponse:
    """The form; after it the receipt with the query code, which nobody sees again."""
    if request.method != "POST":
        today = request.at.date()
        return _page(
            request,
            RegisterForm(
                request=request, initial={"arrived_on": today, "channel": "counter", "once": secrets.token_urlsafe(24)}
            ),
        )
    form = RegisterForm(request.POST, request.FILES, request=request)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = form.cleaned_data
    organ = organizations.organ(int(data["organ"]))
    try:
        if organ is None:
            raise Refusal("请选择收到申请的机关。", field="organ")
        made = verbs.register(
            organ=organ, channel=data["channel"], applicant={name: data[name] for name in _WHO},
            description=data["description"], supply_form=data["supply_form"], supply_way=data["supply_way"],
            needs_help=data["needs_help"], files=data["papers"],
            arrived_on=data["arrived_on"], once=data["once"], by=request.standing, at=request.at,
        )  # fmt: skip
    except Refusal as refusal:
        blame(form, refusal)
        return _page(request, form, status=422)
    return render(
        request,
        "desk/requests/receipt.html",
        {"application": made, "code": getattr(made, "query_code", ""), "case_id": made.request.case_id, "organ": organ},
    )


def _page(request: DeskRequest, form: RegisterForm, *, status: int = 200) -> HttpResponse:
    return render(
        request, "desk/requests/new.html",
        {"form": form, "latest": request.at.date(), "earliest": request.at.date() - timedelta(days=365)}, status=status,
    )  # fmt: skip
