"""How an application stands, for whoever has its number and code: shown to nobody else, kept by nobody, tried only so often."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from gongkai.answer.foi import operations
from gongkai.answer.foi.applicants import LONGEST
from gongkai.answer.foi.queries import Application, application_by_code, progress, typed_number, waits_for_opening
from gongkai.answer.foi.workflow import REQUEST
from gongkai.faces.design.formats import cdate, cdatetime
from gongkai.faces.design.forms import PlainForm
from gongkai.faces.design.parts import File, Step
from gongkai.faces.portal import desks, throttle
from gongkai.faces.portal.views.apply_forms import FilesField, Words, files_hint, left_out, printed, said
from gongkai.faces.portal.views.files import serve
from gongkai.kernel.casework import queries as cases
from gongkai.kernel.casework.queries import Case
from gongkai.kernel.papers import queries as papers
from gongkai.kernel.vocabulary import Refusal, now
from gongkai.kernel.workdays.queries import current_calendar

QUARTER = 15 * 60  # seconds
OPEN_FOR = timedelta(minutes=30)
PER_ADDRESS = throttle.Limit("progress of an address", 20, QUARTER)
PER_NUMBER = throttle.Limit("progress of a number", 10, QUARTER)
WITHDRAWABLE = frozenset(source for move in REQUEST.moves if move.code == "withdraw" for source in move.sources)
_KEY = "foi_progress"
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
# State: the clock of what is asked, the move that asked, and the words in it.
_ASKING = {
    "amending": ("supplement", "ask", "what"),
    "lapsing_supplement": ("supplement", "ask", "what"),
    "ending_supplement": ("supplement", "ask", "what"),
    "explaining": ("", "ask_reasons", "reason"),
    "fee_due": ("fee", "charge", "amount"),
}
_STEPS = {"done": "done", "now": "current", "to_come": "todo"}
# One sentence for a wrong code and for a number that nobody has.
WRONG = "登记编号或者查询码不正确，请对照回执核对。"


class CodeForm(PlainForm):
    """The number and the query code of the receipt."""

    number = Words(
        label="登记编号", max_length=60, help_text="例如：岫政办申请〔2026〕12号。括号写法不限。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "translate": "no"}),
    )  # fmt: skip
    code = Words(
        label="查询码", max_length=60, help_text="16位字母和数字，不分大小写，可以不写横线。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_number(self) -> str:
        """The number as it is written on the receipt, however its brackets were typed."""
        return typed_number(self.cleaned_data["number"])


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, hant: str = "") -> HttpResponse:
    """/apply/progress/: number and code; the right ones open the page of the application for half an hour."""
    if request.method != "POST":
        return _asking(request, hant, CodeForm(initial={"number": request.GET.get("number", "")[:60]}))
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _asking(request, hant, form, status=400)
    at, number = now(), form.cleaned_data["number"]
    address, mark = throttle.address(request), secrets.token_hex(8)
    if wait := PER_ADDRESS.spend(address, mark):
        words = f"从您所在的网络地址查询失败的次数过多，请约 {throttle.minutes(wait)}后再试。"
        return _asking(request, hant, form, status=429, refusal=words, wait=wait)
    application = application_by_code(number, form.cleaned_data["code"])
    if application is None:
        if wait := PER_NUMBER.spend(number, mark):  # the right code opens all the same: nobody locks the applicant out
            words = (
                f"这个登记编号查询失败的次数过多，请核对查询码，约 {throttle.minutes(wait)}后再试，或者联系受理机构。"
            )
            return _asking(request, hant, form, status=429, refusal=words, wait=wait)
        form.add_error("code", WRONG)
        return _asking(request, hant, form, status=400)
    PER_ADDRESS.refund(address, mark)
    request.session[_KEY] = {"application": application.pk, "until": (at + OPEN_FOR).isoformat()}
    return redirect(desks.place("/apply/progress/case/", hant))


def _asking(
    request: HttpRequest,
    hant: str,
    form: CodeForm,
    *,
    status: int = 200,
    refusal: str = "",
    wait: int = 0,
) -> HttpResponse:
    return desks.answer(
        request,
        "portal/apply_progress.html",
        {
            "form": form,
            "refusal": refusal,
            "left": request.method != "POST" and "left" in request.GET,
            "action": desks.place("/apply/progress/", hant),
        },
        title="查询进度",
        hant=hant,
        twin="/apply/progress/" if request.method != "POST" else "",
        status=status,
        secret=True,
        headers={"Retry-After": str(wait)} if wait else None,
    )


# -- the application, for whoever has opened it -------------------------------------------------------------------------


def _opened(request: HttpRequest, at: datetime) -> Application | None:
    """The application that this browser opened with its code less than half an hour ago."""
    kept = request.session.get(_KEY)
    if not isinstance(kept, dict) or datetime.fromisoformat(str(kept["until"])) < at:
        request.session.pop(_KEY, None)
        return None
    rows = Application.objects.select_related("organ", "request__case")
    return rows.filter(pk=int(kept["application"])).first()


class AmendForm(PlainForm):
    """补正: what was unclear (条例30); ``late``: the term is over, and a good reason is asked for."""

    text = Words(
        label="补正的内容", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6, "translate": "no"}),
        help_text="按补正告知书的要求，把需要的信息写清楚。补正一次性提交，提交后不能修改。",
        error_messages={"max_length": "最多 %(limit_value)d 字，现有 %(show_value)d 字"},
    )  # fmt: skip

    good_reason = Words(
        label="逾期补正的正当理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3, "translate": "no"}),
        help_text="例如患病、出差在外没有收到通知。没有正当理由的，视为放弃申请。",
        error_messages={"max_length": "最多 %(limit_value)d 字，现有 %(show_value)d 字"},
    )  # fmt: skip
    attachments = FilesField(label="附件（选填）", required=False, help_text=files_hint("与补正有关的材料"))

    def __init__(self, *args: Any, late: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not late:
            del self.fields["good_reason"]


class ExplainForm(PlainForm):
    """说明理由: why so many requests, so often (条例35)."""

    text = Words(
        label="说明的理由", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6, "translate": "no"}),
        help_text="说明申请数量、频次的理由，例如用于什么研究、为什么需要逐项申请。一次性提交，提交后不能修改。",
        error_messages={"max_length": "最多 %(limit_value)d 字，现有 %(show_value)d 字"},
    )  # fmt: skip
    attachments = FilesField(label="附件（选填）", required=False, help_text=files_hint("能够证明理由的材料"))


class ProposeForm(PlainForm):
    """建议纳入主动公开范围: why everybody should have it (条例44)."""

    text = Words(
        label="建议的理由", max_length=2000, widget=forms.Textarea(attrs={"rows": 4, "translate": "no"}),
        help_text="例如：涉及公众利益调整、需要公众广泛知晓或者需要公众参与决策。只提一次。",
        error_messages={"max_length": "最多 %(limit_value)d 字，现有 %(show_value)d 字"},
    )  # fmt: skip


class WithdrawForm(PlainForm):
    """撤回: said twice, so that nobody does it by mistake."""

    sure = forms.BooleanField(label="我确认撤回这件申请，机关不再办理")


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, hant: str = "") -> HttpResponse:
    """/apply/progress/case/: how it stands and what is asked of the applicant; answers to it."""
    at = now()
    application = _opened(request, at)
    if application is None:
        request.session.pop(_KEY, None)
        return redirect(desks.place("/apply/progress/", hant))
    if request.method != "POST":
        return _case(request, hant, application, at)
    if request.POST.get("do") == "leave":
        request.session.pop(_KEY, None)
        return redirect(desks.place("/apply/progress/", hant) + "?left=1")
    kind = _FORMS.get(request.POST.get("do", ""), AmendForm)
    shown = progress(application, at)
    late = {"late": shown.overdue_on is not None} if kind is AmendForm else {}
    form = kind(request.POST, request.FILES, **late)
    if (wanted := _NEEDED.get(kind)) and wanted not in shown.may:
        form.add_error(None, "机关现在没有要求您提交这一项，或者您已经提交过。请看本页上的最新进度。")
    elif too_large := left_out(request):
        form.add_error("attachments" if "attachments" in form.fields else None, too_large)
    elif form.is_valid():
        try:
            _enter(application, form, at)
        except Refusal as refusal:
            field = "attachments" if refusal.field == "files" else refusal.field
            form.add_error(field if field in form.fields else None, said(refusal))
        else:
            return redirect(desks.place("/apply/progress/case/", hant))
    return _case(request, hant, application, at, form=form, status=400)


_FORMS: dict[str, type[PlainForm]] = {
    "amend": AmendForm,
    "explain": ExplainForm,
    "withdraw": WithdrawForm,
    "propose": ProposeForm,
}
_NEEDED: dict[type[PlainForm], str] = {AmendForm: "amend", ExplainForm: "explain", ProposeForm: "propose"}


def _enter(application: Application, form: PlainForm, at: datetime) -> None:
    case_id = application.request.case_id
    if isinstance(form, AmendForm | ExplainForm):
        verb = operations.amend if isinstance(form, AmendForm) else operations.give_reasons
        given = form.cleaned_data
        excuse = {"reason": given["good_reason"]} if given.get("good_reason") else {}
        verb(case_id=case_id, text=given["text"], files=given["attachments"], by=operations.APPLICANT, at=at, **excuse)
    elif isinstance(form, ProposeForm):
        operations.propose(application=application, text=form.cleaned_data["text"], at=at)
    else:
        words = f"申请人凭登记编号和查询码于{cdatetime(at)}在网上撤回"
        operations.withdraw(case_id=case_id, statement=words, by=operations.APPLICANT, at=at)


def _case(
    request: HttpRequest,
    hant: str,
    application: Application,
    at: datetime,
    *,
    form: PlainForm | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = progress(application, at)
    waits = waits_for_opening(application)
    left = current_calendar().between(at.date(), shown.due_on) if shown.due_on and not shown.paused else 0
    issued = shown.papers
    reply = next((one for one in reversed(issued) if one.is_reply), None)
    return desks.answer(
        request,
        "portal/apply_case.html",
        {
            "progress": shown,
            "application": application,
            "steps": [Step(step.label, _STEPS[step.state]) for step in shown.steps],
            "label": printed(shown.label),
            "sentence": printed(shown.sentence),
            "asked": _asked(application.request.case, shown.state, at),
            "left": left,
            "explanation": [spoken(line) for line in shown.explanation],
            "days": [spoken(line) for line in shown.days],
            "reply": reply,
            "waits": waits,
            "papers": [
                File(
                    f"{one.title}{f'（{one.number}）' if one.number else ''}",
                    f"/apply/progress/papers/{one.pk}/", "PDF", _size(one.pdf), cdate(one.issued_on),
                )
                for one in issued if one.pdf and not (waits and one.is_reply)
            ],
            "making": [one.title for one in issued if not one.pdf],
            "amend": form if isinstance(form, AmendForm) else AmendForm(late=shown.overdue_on is not None),
            "explain": form if isinstance(form, ExplainForm) else ExplainForm(),
            "propose": form if isinstance(form, ProposeForm) else ProposeForm(),
            "withdraw": form if isinstance(form, WithdrawForm) else WithdrawForm(),
            "may_withdraw": shown.state in WITHDRAWABLE,
            "fault": form or WithdrawForm(),
            "action": desks.place("/apply/progress/case/", hant),
            "opening": desks.place(f"/apply/progress/papers/{reply.pk}/", hant) if waits and reply else "",
        },
        title="办理进度",
        hant=hant,
        status=status,
        secret=True,
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, paper_id: int, hant: str = "") -> HttpResponseBase:
    """/apply/progress/papers/<id>/: a paper of the opened application. A reply sent on line is served by being opened (POST),
    a letter on the way by being fetched, unless the browser fetched it ahead.
    """
    at = now()
    application = _opened(request, at)
    if application is None:
        return redirect(desks.place("/apply/progress/", hant))
    found = next((one for one in progress(application, at).papers if one.pk == paper_id), None)
    if found is None:
        raise Http404
    if not found.pdf or (request.method != "POST" and found.is_reply and waits_for_opening(application)):
        return redirect(desks.place("/apply/progress/case/", hant))
    if request.method == "POST":
        operations.opened(application=application, at=at)
        return redirect(desks.place(f"/apply/progress/papers/{paper_id}/", hant))
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        operations.notice_opened(application=application, paper_id=paper_id, at=at)
    name = f"{found.title}{found.number}.pdf"
    answer = serve(request, sha256=found.pdf, name=name, media_type="application/pdf", source=cases.open_file)
    answer["Cache-Control"] = "no-store, private"
    return answer


@dataclass(frozen=True)
class _Asked:
    """What the applicant is asked for now: the words of the notice, and by when (working days left)."""

    what: str = ""
    due_on: date | None = None
    left: int = 0
    provisional: bool = False


def _asked(row: Case, state: str, at: datetime) -> _Asked:
    clock, move, field = _ASKING.get(state, ("", "", ""))
    if not move:
        return _Asked()
    data: dict[str, Any] = next((event.data for event in reversed(cases.rows(row)) if event.move == move), {})
    reading = cases.readings(row).get(clock)
    due_on = reading.due_on if reading is not None and reading.running else None
    return _Asked(
        str(data.get(field, "")),
        due_on,
        current_calendar().between(at.date(), due_on) if due_on else 0,
        bool(reading and reading.provisional),
    )


def _size(sha256: str) -> int:
    row = papers.file(sha256)
    return row.size if row else 0


def spoken(line: str) -> str:
    """A line of a reckoning as it is printed, its dates as they are said: 2026年11月3日."""
    return printed(_ISO.sub(lambda found: f"{int(found[1])}年{int(found[2])}月{int(found[3])}日", line))
