"""The draft of a reply: only outcomes whose step is in the timeline are offered; what is missing is said before submission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi import queries as requests
from gongkai.answer.foi import rules
from gongkai.answer.foi.queries import Decision
from gongkai.answer.foi.terms import OUTCOMES, Line, Opinion, Outcome
from gongkai.faces.design.forms import PlainForm
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import blame
from gongkai.faces.desk.documents_forms import change_posted
from gongkai.faces.desk.requests_access import heading, worked
from gongkai.kernel.casework import operations as casework
from gongkai.kernel.casework import queries as cases
from gongkai.kernel.casework.queries import Case
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.papers import richtext
from gongkai.kernel.vocabulary import Refusal

_GROUPS = (
    ("予以公开", (Line.OPEN, Line.PARTIAL)),
    ("不予公开", (Line.D1, Line.D2, Line.D3, Line.D4, Line.D5, Line.D6, Line.D7, Line.D8)),
    ("无法提供", (Line.U1, Line.U2, Line.U3)),
    ("不予处理", (Line.N1, Line.N2, Line.N3, Line.N4, Line.N5)),
    ("其他处理", (Line.O1, Line.O2, Line.O3)),
)
_DENIALS = tuple(one.code for one in OUTCOMES if one.code.startswith("deny_"))
_MOST_DRAFTS = 20  # shown beside the form
_HINTS = {
    "search": "写明检索的部门、系统、关键词、期间和结果，作为合理检索的证据",
    "reason": "针对这一件申请说明理由，不要只写条文",
    "other_organ": "能够确定的才填，可以不填",
    "where": "网址、公报期号、办公地点和时间",
}


@dataclass(frozen=True)
class Choices:
    """A block of table three with the outcomes that are offered now."""

    label: str
    items: tuple[Outcome, ...]


def choices(offered: tuple[Outcome, ...]) -> list[Choices]:
    """The outcomes on offer under the headings of table three."""
    found = [Choices(label, tuple(one for one in offered if one.line in lines)) for label, lines in _GROUPS]
    return [group for group in found if group.items]


class DraftForm(PlainForm):
    """The fields that the outcome needs, and what the office adds beyond them."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)  # the draft from which one writes on
    body = forms.CharField(
        label="补充说明", required=False, help_text="可以不填。答复书的固定内容会自动写入，这里只写需要另外说明的",
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, chosen: Outcome, grounds: list[tuple[str, str]], objected: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        names = list(chosen.needs)
        if chosen.code in {"open", "partial"} and objected:
            names.append("override")
        if chosen.code == "not_ours":
            names.append("other_organ")
        for name in names:
            if name == "ground":
                self.fields[name] = forms.ChoiceField(
                    label=rules.NEEDS[name], required=False, choices=[("", "请选择"), *grounds]
                )
                continue
            self.fields[name] = forms.CharField(
                label=rules.NEEDS[name], required=False, help_text=_HINTS.get(name, ""), max_length=4000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )  # fmt: skip
        self.order = [*names, "body"]

    @property
    def shown(self) -> list[Any]:
        """The fields in their order."""
        return [self[name] for name in self.order]

    def given(self) -> dict[str, str]:
        """What was written under the fields of the outcome."""
        return {name: self.cleaned_data[name] for name in self.order if name != "body"}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(Role.FOI_OFFICER, Role.FOI_HEAD)
def draft(request: DeskRequest, pk: int) -> HttpResponse:
    """Choose the outcome, write what it needs, keep the draft or submit it to the review."""
    case = worked(request, pk)
    offered = requests.offered(case, request.at)
    latest = next(iter(requests.decisions(case)), None)
    wanted = (request.POST if request.method == "POST" else request.GET).get("outcome", "")
    if not wanted and latest is not None and "choose" not in request.GET:
        wanted = latest.outcome
    chosen = next((one for one in offered if one.code == wanted), None)
    shape: dict[str, Any] = {
        "grounds": [(one.code, one.label.partition("：")[2] or one.label) for one in offered if one.code in _DENIALS],
        "objected": any(one.opinion in {Opinion.DISAGREE, Opinion.SILENT} for one in requests.letters(case)),
    }
    if chosen is None:
        return _page(request, case, offered, None, None, latest)
    if request.method != "POST":
        kept = dict(latest.fields) | {"body": latest.body} if latest and latest.outcome == chosen.code else {}
        form = DraftForm(
            chosen=chosen, **shape, initial={**kept, "version": case.version, "seen": latest.pk if latest else 0}
        )
        return _page(request, case, offered, chosen, form, latest)
    form = DraftForm(request.POST, chosen=chosen, **shape)
    if not form.is_valid():
        return _page(request, case, offered, chosen, form, latest, status=422)
    try:
        kept_draft = verbs.draft_decision(
            case_id=case.pk, outcome=chosen.code, fields=form.given(), body=form.cleaned_data["body"],
            by=request.standing, at=request.at, version=form.cleaned_data["version"], seen=form.cleaned_data["seen"],
        )  # fmt: skip
        if request.POST.get("then") != "submit":
            messages.success(request, "草稿已保存。")
            return redirect(f"{reverse('desk:request_draft', args=[pk])}?outcome={chosen.code}")
        verbs.decide(case_id=case.pk, by=request.standing, at=request.at, decision_id=kept_draft.pk)
    except Refusal as refusal:
        blame(form, refusal)
        fresh = cases.find(pk=pk) or case
        latest = next(iter(requests.decisions(case)), None)
        change_posted(form, {"version": str(fresh.version), "seen": str(latest.pk if latest else 0)})
        status = 409 if isinstance(refusal, casework.StaleCase) else 422
        return _page(request, fresh, offered, chosen, form, latest, status=status)
    messages.success(request, f"已提交审核：{case.number}。")
    return redirect("desk:request", pk)


@dataclass(frozen=True)
class Drafted:
    """A draft as it was kept: whose, when, its outcome, and what it says under which label."""

    author: str
    at: datetime
    outcome: str
    said: tuple[tuple[str, str], ...]


def _drafts(case: Case) -> list[Drafted]:
    labels = {one.code: one.label for one in OUTCOMES}
    return [
        Drafted(
            one.author.name, one.created_at, labels.get(one.outcome, one.outcome),
            (
                *((rules.NEEDS[name], labels.get(str(text), str(text))) for name, text in one.fields.items()),
                *((("补充说明", richtext.to_text(one.body)),) if one.body else ()),
            ),
        )
        for one in requests.decisions(case)[:_MOST_DRAFTS]
    ]  # fmt: skip


def _page(
    request: DeskRequest, case: Case, offered: tuple[Outcome, ...], chosen: Outcome | None, form: DraftForm | None,
    latest: Decision | None, *, status: int = 200,
) -> HttpResponse:  # fmt: skip
    facts = requests.request_of(case)
    drafted = latest is not None and chosen is not None and latest.outcome == chosen.code
    letter, unwritable = verbs.preview(case=case, at=request.at) if drafted else (None, "")
    return render(
        request,
        "desk/requests/draft.html",
        {
            **heading(case, request),
            "groups": choices(offered),
            "back": reverse("desk:request", args=[case.pk]),
            "chosen": chosen,
            "form": form,
            "facts": facts,
            "letters": requests.letters(case),
            "drafts": _drafts(case),
            "proposed": latest.outcome if latest is not None else "",
            "letter": letter,
            "unwritable": unwritable,
            "alike": requests.alike(case, request.at),
            "proposed_already": bool(requests.proposals(case)),
            "phrases": [
                (one.title, cases.fill(one.text, case, request.at)) for one in cases.phrases(case.organ_id)
            ],
        },
        status=status,
    )  # fmt: skip
