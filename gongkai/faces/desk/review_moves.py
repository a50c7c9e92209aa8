"""The form of a move: what must be confirmed is ticked one by one; a refusal keeps the comment that was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.faces.design.forms import PlainForm
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.documents_access import CONTENT, readable
from gongkai.faces.desk.documents_forms import change_posted
from gongkai.faces.desk.documents_page import heading
from gongkai.faces.desk.documents_show import attached, body, difference_lines, facts, openness
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.operations import numbering
from gongkai.kernel.records.queries import Revision, review
from gongkai.kernel.records.terms import Check, Gate, State
from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workflow import Move

SYSTEM = {"publish", "keep"}
_WAYS = {"checks": Check, "gates": Gate}
#: What a gate asks, so that ticking it is a statement and not a gesture.
_ASKED = {
    Gate.POLITICS: "立场、导向、表述符合要求，涉及领导人、地图、民族宗教等内容已核对",
    Gate.LAW: "有依据，不超越权限，不与上位法抵触",
    Gate.POLICY: "与现行政策一致，口径与有关部门一致",
    Gate.SECRECY: "已按先审查、后公开的要求核对，不含国家秘密、工作秘密",
    Gate.WORDING: "标题、文号、日期、数字、人名地名、错别字和附件已核对",
}
_CONSEQUENCE = {
    "return": "退回后文稿回到起草人手中，本轮已通过的审核作废，修改后重新审核。",
    "recall": "撤回后文稿回到起草状态，本轮已通过的审核作废，再次提交后重新审核。",
    "abandon": "作废后不能恢复，草稿内容仍在台账中留痕。",
    "submit": "提交后不能修改；需要修改可以随时撤回。",
    "submit_not_open": "拟不主动公开的政策文件，先由公开机构审核。",
    "agree_not_open": "同意后进入公开审查。请在意见中写明同意的理由。",
}


@dataclass(frozen=True)
class Item:
    """One thing to confirm by name: the box of the form, the words of the law, what it asks."""

    box: Any
    label: str
    basis: str
    asked: str


class MoveForm(PlainForm):
    """The comment, the ticks and the version that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    comment = forms.CharField(label="意见", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, move: Move, **options: Any) -> None:
        super().__init__(*args, **options)
        needs = {name for name, _ in move.asked}
        self.terms = next((_WAYS[name] for name in _WAYS if name in needs), None)
        self.fields["comment"].required = "comment" in needs
        label = {"return": "退回意见", "abandon": "作废原因", "agree_not_open": "审核意见"}.get(move.code, "意见")
        self.fields["comment"].label = label
        self.fields["comment"].error_messages["required"] = f"请填写{label}"
        for term in self.terms or ():
            self.fields[f"tick_{term.value}"] = forms.BooleanField(label=term.label, required=False)

    @property
    def items(self) -> list[Item]:
        """The gates or checks in their order."""
        return [
            Item(self[f"tick_{t.value}"], t.label, t.basis, _ASKED.get(t, "") if isinstance(t, Gate) else "")
            for t in self.terms or ()
        ]

    def ticked(self) -> list[str]:
        """Codes of what was confirmed."""
        return [t.value for t in self.terms or () if self.cleaned_data.get(f"tick_{t.value}")]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*CONTENT)
def move(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Show the form of a move, or make it."""
    revision = readable(request, pk)
    table = review.table(revision)
    if code in SYSTEM or not table.knows(code):
        raise Http404
    wanted = table.move("return" if request.POST.get("instead") == "return" else code)
    allowed = wanted.code in {m.code for m in review.open_moves(revision, request.standing)}
    if request.method != "POST":
        form = MoveForm(move=wanted, initial={"version": revision.version})
        return _page(request, revision, wanted, form, allowed=allowed)
    form = MoveForm(request.POST, move=wanted)
    if not form.is_valid():
        return _page(request, revision, wanted, form, allowed=True, status=422)
    try:
        moved = _make(request, revision, wanted.code, form)
    except verbs.StaleEdit as stale:
        form.add_error(None, "这份文件刚刚有变化，请重新核对后再办理。您填写的意见已保留。")
        fresh = review.revision(pk) or revision
        # what is new has not been looked at yet
        change_posted(form, {"version": str(stale.revision.version)}, drop="tick_")
        return _page(request, fresh, wanted, form, allowed=True, status=409)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _page(request, review.revision(pk) or revision, wanted, form, allowed=True, status=422)
    messages.success(request, f"{wanted.label}：《{moved.title}》{_now(moved)}")
    if wanted.code == "recall":
        return redirect("desk:edit", pk)
    if moved.state == State.DRAFTING or not review.may_read(moved, request.standing):
        return redirect("desk:home")
    return redirect("desk:document", pk)


def _make(request: DeskRequest, revision: Revision, code: str, form: MoveForm) -> Revision:
    data = form.cleaned_data
    if code == "abandon":
        return numbering.abandon(
            revision_id=revision.pk, version=data["version"], reason=data["comment"], by=request.standing, at=request.at
        )
    return verbs.move(
        revision_id=revision.pk, code=code, by=request.standing, at=request.at, version=data["version"],
        comment=data["comment"], ticks=form.ticked(), urgent=bool(revision.urgent_reason and code != "return"),
    )  # fmt: skip


def _now(moved: Revision) -> str:
    if moved.state == State.PUBLISHED:
        return "已发布。"
    return f"现在是“{State.label_of(moved.state)}”。"


def _page(
    request: DeskRequest, revision: Revision, wanted: Move, form: MoveForm, *, allowed: bool, status: int = 200
) -> HttpResponse:
    former = review.last_sent(revision) or review.former_round(revision)
    fields, lines = review.changes(former, revision) if former is not None else ([], [])
    may_return = wanted.code != "return" and any(
        m.code == "return" for m in review.open_moves(revision, request.standing)
    )
    return render(
        request,
        "desk/documents/move.html",
        {
            **heading(revision),
            "move": wanted,
            "form": form,
            "items": form.items,
            "allowed": allowed,
            "consequence": _CONSEQUENCE.get(wanted.code, ""),
            "may_return": may_return,
            "facts": facts(revision),
            "openness": openness(revision),
            "body": body(revision),
            "files": [a.file for a in attached(revision)],
            "compared": former is not None,
            "changed_fields": list(fields),
            "changed_lines": difference_lines(lines),
            "reads": bool(form.terms) or wanted.code in {"agree_not_open", "return"},
        },
        status=status,
    )
