"""An application, one thing per page: search first, choose the organ, what, who, a last look; nothing is kept until it is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.answer.foi.operations import AlreadySubmitted, submit
from gongkai.answer.foi.rules import ANSWER_DAYS
from gongkai.answer.foi.terms import ApplicantKind, IdentityKind, SupplyForm, SupplyWay
from gongkai.faces.design.forms import PlainForm
from gongkai.faces.design.parts import Entry, Fact, Group, Link
from gongkai.faces.portal import challenge, desks, throttle
from gongkai.faces.portal.views import organs as seen
from gongkai.faces.portal.views.apply_forms import (
    NATURAL,
    UNIT,
    PersonForm,
    SendForm,
    UnitForm,
    WishForm,
    hidden,
    left_out,
    said,
)
from gongkai.faces.portal.views.search import found_entries
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.organizations.queries import Organ, number
from gongkai.kernel.vocabulary import Refusal, clean, fold, now, today
from gongkai.kernel.workdays.queries import current_calendar

LONGEST_QUESTION = 200  # characters of what is searched for and carried along
SHOWN = 6
HOUR = 3600


def _asked(request: HttpRequest) -> str:
    return clean(request.GET.get("q", "")).strip()[:LONGEST_QUESTION]


def _with(path: str, **asked: str) -> str:
    given = {name: value for name, value in asked.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


def _organ(text: str) -> Organ | None:
    """The organ that an address or a field names, if applications may be addressed to it."""
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        return None
    organ = organizations.organ(int(text))
    return organ if organ and seen.answering(organ) and organ.closed_on is None else None


@require_safe
def first(request: HttpRequest, hant: str = "") -> HttpResponse:
    """/apply/?q=…: what is published already need not be asked for."""
    asked = _asked(request)
    organ = _organ(request.GET.get("organ", ""))
    entries: list[Entry] = []
    total, refusal, makers = 0, "", Counter[int]()
    if asked:
        try:
            entries, total, makers = found_entries(asked, SHOWN, today())
        except Refusal as refused:
            refusal = refused.message
    known = {one.pk: one for one in organizations.organs()} if makers else {}
    likely = [known[pk] for pk, _ in makers.most_common(3) if pk in known and seen.answering(known[pk])]
    onward = _with(f"/apply/{organ.pk}/" if organ else "/apply/organ/", q=asked)
    return desks.answer(
        request,
        "portal/apply_search.html",
        {
            **desks.steps("search"),
            "asked": asked,
            "organ": organ,
            "entries": entries,
            "total": total,
            "refusal": refusal,
            "all_url": _with("/search/", q=asked),
            "onward": onward,
            "likely": [] if organ else [Link(one.name, _with(f"/apply/{one.pk}/", q=asked)) for one in likely],
        },
        title="提交申请",
        hant=hant,
        twin=_with("/apply/", q=asked, organ=str(organ.pk) if organ else ""),
    )


@require_safe
def choose(request: HttpRequest, hant: str = "") -> HttpResponse:
    """/apply/organ/?q=…&name=…: the organs that answer, found by name or in their groups."""
    asked, name = _asked(request), clean(request.GET.get("name", "")).strip()[:60]
    rows = [organ for organ in organizations.organs() if seen.answering(organ)]
    word = fold(name)
    fitting = [organ for organ in rows if word in fold(organ.name + organ.short_name + organ.foi_office)]
    if name and not fitting:  # 水利 for 县水利局; 教育局 for 教育和体育局: letter by letter
        fitting = [organ for organ in rows if set(word) - set("局县市区") <= set(fold(organ.name))]
    groups = [
        Group(group.label, tuple(Link(link.label, _with(_filling(link.url), q=asked)) for link in group.items))
        for group in seen.groups(fitting if name else rows, {})
    ]
    return desks.answer(
        request,
        "portal/apply_organ.html",
        {
            **desks.steps("organ"),
            "asked": asked,
            "name": name,
            "groups": groups,
            "none_found": bool(name) and not fitting,
            "everything": _with("/apply/organ/", q=asked),
            "back": _with("/apply/", q=asked),
            "any": bool(rows),
        },
        title="选择机关",
        hant=hant,
        twin=_with("/apply/organ/", q=asked, name=name),
    )


def _filling(platform_url: str) -> str:
    return "/apply/" + platform_url.removeprefix("/open/")


# -- the form, page by page --------------------------------------------------------------------------------------------

_ORDER = ("wish", "who", "person", "send")
_TITLES = {"wish": "需要的政府信息", "who": "您以什么身份申请", "person": "申请人信息", "send": "核对并提交"}
_ALL: tuple[type[PlainForm], ...] = (WishForm, PersonForm, UnitForm)


@dataclass(frozen=True)
class _Filling:
    """One application that is being filled in: for whom, in which characters, and everything typed so far."""

    request: HttpRequest
    organ: Organ
    hant: str
    data: Mapping[str, str]
    at: datetime

    @property
    def as_unit(self) -> bool:
        return self.data.get("who") == UNIT

    def form(self, page: str, *, bound: bool = True) -> PlainForm | None:
        """The form of a page with what was typed; None where the page has none."""
        given = self.data if bound else None
        if page == "wish":
            return WishForm(given)
        if page == "person":
            return (UnitForm if self.as_unit else PersonForm)(given, way=self.data.get("supply_way", ""))
        return None

    def fault(self) -> str:
        """The first page whose answers are not in order; empty when all are."""
        for page in ("wish", "who", "person"):
            form = self.form(page)
            if (page == "who" and self.data.get("who") not in {NATURAL, UNIT}) or (form and not form.is_valid()):
                return page
        return ""


@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, organ_id: int, hant: str = "") -> HttpResponse:
    """/apply/<organ>/: the pages of the form. What other pages hold travels along unseen; nothing lies on the server."""
    organ = _organ(str(organ_id))
    if organ is None:
        raise Http404
    if request.method != "POST":
        asked = _asked(request)
        filling = _Filling(request, organ, hant, {"description": asked}, now())
        return _show(filling, "wish", WishForm(initial={"description": asked}), asked=asked)
    filling = _Filling(request, organ, hant, request.POST.dict(), now())
    page, go = str(filling.data.get("page", "")), str(filling.data.get("go", ""))
    if page not in _ORDER:
        return _show(filling, "wish", filling.form("wish"))
    if go == "organ":
        return _change(filling, page)
    if go in _ORDER:  # a step back, or a correction from the last page: nothing is complained about yet
        return _show(filling, go)
    if page == "send":
        return _send(filling)
    form = filling.form(page)
    if form and not form.is_valid():
        return _show(filling, page, form, status=400)
    if page == "who" and filling.data.get("who") not in {NATURAL, UNIT}:
        return _show(filling, "who")
    return _show(filling, _ORDER[_ORDER.index(page) + 1])


def _show(
    filling: _Filling,
    page: str,
    form: PlainForm | None = None,
    *,
    asked: str = "",
    status: int = 200,
    refusal: str = "",
    task: challenge.Challenge | None = None,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """A page of the form. Without a given form its fields show what was typed before, without complaints."""
    if page == "send" and (wrong := filling.fault()):
        return _show(filling, wrong, filling.form(wrong), status=400)
    if form is None and page in {"wish", "person"}:
        form = filling.form(page, bound=False)
        assert form is not None
        form.initial = {name: filling.data[name] for name in form.fields if name in filling.data}
    if page == "send" and form is None:
        form = SendForm()
    shown = set(form.fields) if form else {"who"}
    context: dict[str, Any] = {
        **desks.steps("who" if page == "person" else page),
        "organ": filling.organ,
        "page": page,
        "form": form,
        "unit": filling.as_unit,
        "action": desks.place(f"/apply/{filling.organ.pk}/", filling.hant),
        "kept": [(name, value) for name, value in (*hidden(filling.data, _ALL), *_who(filling)) if name not in shown],
        "refusal": refusal,
        "back": {"who": "wish", "person": "who", "send": "person"}.get(page, ""),
        "back_url": _with("/apply/organ/", q=asked) if page == "wish" else "",
        "heading": _TITLES[page],
        "task": None,
        "summary": [],
    }
    if page == "send":
        context |= {"task": task or challenge.issue(filling.at), "summary": _summary(filling)}
    return desks.answer(
        filling.request,
        f"portal/apply_{page}.html",
        context,
        title=f"向{filling.organ.name}申请",
        hant=filling.hant,
        twin=_with(f"/apply/{filling.organ.pk}/", q=asked) if filling.request.method == "GET" else "",
        status=status,
        secret=filling.request.method == "POST",
        headers=headers,
    )


def _change(filling: _Filling, page: str) -> HttpResponse:
    """Another organ: everything typed goes with the reader to its address, and the page that was left opens there."""
    rows = [organ for organ in organizations.organs() if seen.answering(organ)]
    groups = [
        (group.label, [(link.label, desks.place(_filling(link.url), filling.hant)) for link in group.items])
        for group in seen.groups(rows, {})
    ]
    return desks.answer(
        filling.request,
        "portal/apply_change.html",
        {
            **desks.steps("organ"),
            "organ": filling.organ,
            "page": page,
            "kept": [*hidden(filling.data, _ALL), *_who(filling)],
            "groups": groups,
            "action": desks.place(f"/apply/{filling.organ.pk}/", filling.hant),
        },
        title="另选机关",
        hant=filling.hant,
        secret=True,
    )


def _who(filling: _Filling) -> list[tuple[str, str]]:
    return [("who", filling.data["who"])] if filling.data.get("who") in {NATURAL, UNIT} else []


def _summary(filling: _Filling) -> list[tuple[str, str, list[Fact]]]:
    """Everything as it will be sent, in two groups with the page that changes each."""
    wish, person = filling.form("wish"), filling.form("person")
    assert wish is not None
    assert isinstance(person, PersonForm | UnitForm)
    wish.is_valid()
    person.is_valid()
    what, facts = wish.cleaned_data, person.facts(person.cleaned_data)
    wanted = [
        Fact("向哪个机关", filling.organ.name),
        Fact("需要的信息", what["description"]),
        Fact("形式", SupplyForm.label_of(what["supply_form"])),
        Fact("途径", SupplyWay.label_of(what["supply_way"])),
        Fact("需要的帮助", what["needs_help"]),
    ]
    who = [Fact("单位名称" if filling.as_unit else "姓名", facts["name"])]
    if filling.as_unit:
        who += [
            Fact("统一社会信用代码", facts["identity_number"]),
            Fact("单位类型", ApplicantKind.label_of(facts["kind"])),
            Fact("联系人", facts["representative"]),
        ]
    else:
        who += [Fact(IdentityKind.label_of(facts["identity_kind"]), facts["identity_number"])]
    who += [Fact("联系电话", facts["phone"]), Fact("电子邮箱", facts["email"]), Fact("通信地址", facts["address"])]
    return [
        ("申请的内容", "wish", [fact for fact in wanted if fact.value]),
        ("申请人", "person", [fact for fact in who if fact.value]),
    ]


def _send(filling: _Filling) -> HttpResponse:
    """The application is made, or the page comes back with what is missing."""
    if wrong := filling.fault():
        return _show(filling, wrong, filling.form(wrong), status=400)
    form = SendForm(filling.data, filling.request.FILES)
    form.is_valid()
    task = challenge.read(str(filling.data.get("challenge", "")), filling.at)
    keep = _judge(form, task, filling.at)
    if too_large := left_out(filling.request):
        form.add_error("attachments", too_large)
    if form.errors:
        return _show(filling, "send", form, status=413 if too_large else 400, task=task if keep else None)
    assert task is not None
    limit = throttle.Limit("apply", number("foi.per_address_hour", today()), HOUR)
    address = throttle.address(filling.request)
    if wait := limit.spend(address, task.once):
        words = (
            f"从您所在的网络地址一小时内已经提交了 {limit.most} 件申请。请约 {throttle.minutes(wait)}后再提交，"
            "已填写的内容保留在本页；也可以当面、邮寄或者传真提交。"
        )
        return _show(filling, "send", form, status=429, refusal=words, task=task, headers={"Retry-After": str(wait)})
    try:
        return _done(filling, form, task)
    except AlreadySubmitted as refusal:
        return _show(filling, "send", form, status=409, refusal=said(refusal))
    except Refusal as refusal:
        limit.refund(address, task.once)
        field = "attachments" if refusal.field == "files" else refusal.field
        if field in form.fields:
            form.add_error(field, said(refusal))
            return _show(filling, "send", form, status=400)
        return _show(filling, "send", form, status=400, refusal=said(refusal))


def _judge(form: SendForm, task: challenge.Challenge | None, at: datetime) -> bool:
    """Put a word at the sum when the small task is not done; whether the same task may be tried again."""
    if task is None:
        form.add_error("answer", "页面打开的时间太长，已换了一道新题，请重新回答并提交")
        return False
    if challenge.solved(task, str(form.data.get("nonce", ""))):
        form.errors.pop("answer", None)
        return True
    answer = form.cleaned_data.get("answer", "")
    if not answer:
        form.add_error("answer", "请填写得数")
        return True
    if at - task.issued_at < challenge.SOONEST:
        form.add_error("answer", "提交得太快，请等几秒再提交一次")
        return True
    if not challenge.answered(task, answer):
        form.add_error("answer", "得数不对，已换了一道新题，请重新计算")
        return False
    return True


def _done(filling: _Filling, form: SendForm, task: challenge.Challenge) -> HttpResponse:
    wish, person = filling.form("wish"), filling.form("person")
    assert wish is not None
    assert isinstance(person, PersonForm | UnitForm)
    wish.is_valid()
    person.is_valid()
    application, code = submit(
        organ=filling.organ,
        applicant=person.facts(person.cleaned_data),
        description=wish.cleaned_data["description"],
        supply_form=wish.cleaned_data["supply_form"],
        supply_way=wish.cleaned_data["supply_way"],
        needs_help=wish.cleaned_data["needs_help"],
        files=form.cleaned_data["attachments"],
        once=task.once,
        at=filling.at,
    )
    due = current_calendar().after(filling.at.date(), ANSWER_DAYS)
    return desks.answer(
        filling.request,
        "portal/apply_receipt.html",
        {
            "organ": filling.organ,
            "application": application,
            "code": code,
            "way": SupplyWay.label_of(application.supply_way),
            "form": SupplyForm.label_of(application.supply_form),
            "files": [name for name, _ in form.cleaned_data["attachments"]],
            "due": due,
            "facts": seen.contact(filling.organ),
            "progress": desks.place(_with("/apply/progress/", number=application.number), filling.hant),
        },
        title="申请已提交",
        hant=filling.hant,
        secret=True,
    )
