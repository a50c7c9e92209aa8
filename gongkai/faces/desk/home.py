"""The desk's first page, its queues, the search among documents, and the notices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.design.parts import Link
from gongkai.faces.desk import requests_shown
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.collecting_shown import line
from gongkai.faces.desk.documents_access import CONTENT
from gongkai.faces.desk.rows import page, row, rows_with_terms
from gongkai.faces.search import queries as engine
from gongkai.kernel.notices import operations as notice_verbs
from gongkai.kernel.notices import queries as notice_questions
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.kernel.records.queries import Revision, review
from gongkai.kernel.records.queries import desk as lists
from gongkai.kernel.records.queries import terms_of_publication as terms
from gongkai.kernel.records.terms import State
from gongkai.kernel.vocabulary import Refusal, clean
from gongkai.oversee.collecting import queries as collecting

_FIRST = 8


@dataclass(frozen=True)
class _Queue:
    label: str
    lead: str
    empty: str
    rows: Callable[[Standing, datetime], QuerySet[Revision] | Sequence[Revision]]
    edit: bool = False


QUEUES = {
    "mine": _Queue(
        "待我办理", "轮到您审查或审核的文件，加急的在前，其次是等候最久的。", "现在没有等您办理的文件。", lambda s, _: lists.waiting(s)
    ),
    "returned": _Queue(
        "被退回", "审核人退回、等待修改的文件。", "没有被退回的文件。", lambda s, _: lists.returned(s), edit=True
    ),
    "drafts": _Queue(
        "草稿", "您所在机关起草中的文件，最近改动的在前。", "没有草稿。",
        lambda s, _: lists.with_last_step(review.my_drafts(s)), edit=True,
    ),
    "review": _Queue(
        "审核中", "本机关已提交、尚未发布的文件。", "没有正在审核的文件。",
        lambda s, _: review.under_review(s).exclude(state=State.WAITING),
    ),
    "scheduled": _Queue(
        "待发布", "终审已通过，到设定时间自动发布（中国标准时间）。", "没有等待定时发布的文件。", lambda s, _: review.scheduled(s)
    ),
    "reassess": _Queue(
        "到期评估", "不予公开或依申请公开、评估日期已到的文件（条例第十八条）。", "没有到期需要评估的文件。",
        lambda s, at: lists.to_reassess(s, until=at),
    ),
    "involved": _Queue(
        "我参与的", "您起草、修改或审核过的文件，包括已发布的。", "您还没有参与过文件。", lambda s, _: review.involved(s)
    ),
}  # fmt: skip


@require_safe
@desk_view()
def home(request: DeskRequest) -> HttpResponse:
    """What waits for the person first, then their drafts, what came back, what is timed, the newest notices."""
    standing = request.standing
    content = bool(standing.content_organs)
    drafts = bool(standing.organs_with([Role.DRAFT, Role.FOI_OFFICER]))
    sections = []
    if content:
        codes = ["mine", *(["returned", "drafts"] if drafts else []), "scheduled", "reassess"]
        for code in codes:
            queue = QUEUES[code]
            found = list(queue.rows(standing, request.at)[: _FIRST + 1])
            if code == "drafts":
                found = [r for r in found if getattr(r, "last_move", None) != "return"]
            sections.append(
                {
                    "code": code,
                    "queue": queue,
                    "rows": rows_with_terms(found[:_FIRST], today=request.at.date(), edit=queue.edit),
                    "more": reverse("desk:queue", args=[code]) if len(found) > _FIRST else "",
                }
            )
    return render(
        request,
        "desk/home.html",
        {
            "first": sections[0] if sections else None,
            "sections": [section for section in sections[1:] if section["rows"]],
            "content": content,
            "late": len(terms.by_term(standing.content_organs, today=request.at.date()).late) if content else 0,
            "drafts": drafts,
            "requests": requests_shown.waiting(standing, request.at),
            "filings": [line(row, request.at.date()) for row in collecting.waiting(standing)[:_FIRST]],
            "reviews": any(standing.has(role) for role in review.WAITS_FOR),
            "several": len(standing.content_organs) > 1,
            "notes": list(notice_questions.inbox(request.person)[:6]),
            "at": request.at,
        },
    )


@require_safe
@desk_view(*CONTENT)
def queue(request: DeskRequest, code: str) -> HttpResponse:
    """One queue, page by page."""
    found = QUEUES.get(code)
    if found is None:
        raise Http404
    shown = page(request, found.rows(request.standing, request.at))
    return render(
        request,
        "desk/documents/queue.html",
        {
            "code": code,
            "queue": found,
            "rows": rows_with_terms(shown.rows, today=request.at.date(), edit=found.edit),
            "pages": shown,
            "several": len(request.standing.content_organs) > 1,
        },
    )


@require_safe
@desk_view(*CONTENT)
def publication_terms(request: DeskRequest) -> HttpResponse:
    """公开期限: what has to be public by when, the nearest first; all, what is late, what ends soon (条例26)."""
    organs, today = request.standing.content_organs, request.at.date()
    if request.GET.get("organs") == "led":
        organs = lists.led(request.standing)
    found = terms.by_term(organs, today=today)
    wanted = request.GET.get("show", "")
    chosen = {"late": found.late, "soon": found.soon}.get(wanted, found.every)
    shown = page(request, chosen)

    def tab(label: str, show: str, count: int) -> Link:
        query = request.GET.copy()
        query.pop("page", None)
        query["show"] = show
        current = chosen is {"late": found.late, "soon": found.soon}.get(show, found.every)
        return Link(label, f"?{query.urlencode()}", current=current, count=count)

    return render(
        request,
        "desk/documents/terms.html",
        {
            "tabs": [
                tab("全部", "all", len(found.every)),
                tab("已逾期", "late", len(found.late)),
                tab(f"{terms.SOON}个工作日内到期", "soon", len(found.soon)),
            ],
            "rows": rows_with_terms(shown.rows, today=today),
            "pages": shown,
            "several": len(organs) > 1,
        },
    )


@require_safe
@desk_view()
def search(request: DeskRequest) -> HttpResponse:
    """Documents of the person's organs by title, 文号, 索引号 or number: those on their way, and those published."""
    text = clean(request.GET.get("q", "")).strip()[:200]
    organs = request.standing.content_organs
    fault, on_the_way, published = "", [], []
    if text and organs:
        on_the_way = [row(r) for r in lists.find_open(request.standing, text)]
        exact = [r for r in lists.records_named(text) if r.organ_id in organs]
        try:
            hits = engine.find(text, filters=engine.Filters(organs=tuple(sorted(organs))), limit=30).hits
        except Refusal as refusal:
            fault, hits = refusal.message, []
        records = {record.pk: record for record in [*exact, *(hit.record for hit in hits)]}
        published = [
            (record, reverse("desk:document", args=[record.current_id]))
            for record in records.values()
            if record.current_id is not None
        ]
    return render(
        request,
        "desk/documents/search.html",
        {
            "text": text,
            "on_the_way": on_the_way,
            "published": published,
            "fault": fault,
            "allowed": bool(organs),
            "requests": requests_shown.find(request.standing, request.at, text),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view()
def notices(request: DeskRequest) -> HttpResponse:
    """The person's notices; a button marks one as read, another all of them."""
    wanted = request.GET.get("show", "")
    if request.method == "POST":
        one = request.POST.get("notice", "all")
        known = one.isascii() and one.isdigit() and len(one) < 16
        if one != "all" and not known:
            raise Http404
        count = notice_verbs.read(person=request.person, at=request.at, notice_id=int(one) if known else None)
        messages.success(request, f"已将{count}条通知标为已读。" if count else "没有未读的通知。")
        return redirect(reverse("desk:notices") + ("?show=unread" if wanted == "unread" else ""))
    inbox = notice_questions.inbox(request.person)
    shown = inbox.filter(read_at=None) if wanted == "unread" else inbox
    address = reverse("desk:notices")
    return render(
        request,
        "desk/notices.html",
        {
            "notes": list(shown[:100]),
            "tabs": [
                Link("全部", address, current=wanted != "unread"),
                Link("未读", f"{address}?show=unread", current=wanted == "unread"),
            ],
        },
    )
