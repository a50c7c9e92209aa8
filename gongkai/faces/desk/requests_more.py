"""What colleagues do beside the law's steps: hand over, note, watch, link, put together, keep a view; several cases at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi import queries as requests
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.requests_access import OFFICE, worked
from gongkai.kernel.casework import operations as casework
from gongkai.kernel.casework import queries as cases
from gongkai.kernel.casework.terms import LinkKind
from gongkai.kernel.vocabulary import Refusal

_TOGETHER = frozenset({"accept", "archive"})  # what needs no word of its own for each request


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


@require_POST
@desk_view(*OFFICE)
def act(request: DeskRequest, pk: int, what: str) -> HttpResponse:
    """One of the small deeds; a refusal is shown on the page of the request."""
    case = worked(request, pk)
    by, at, given = request.standing, request.at, request.POST
    try:
        if what == "assign":
            casework.assign(
                case_id=pk, person_id=_number(given.get("person", "")), by=by, at=at, reason=given.get("reason", "")
            )
            said = "已分办。"
        elif what == "note":
            casework.note(case_id=pk, text=given.get("text", ""), by=by, at=at)
            said = "备注已保存，只有同事能看到。"
        elif what == "watch":
            casework.watch(case_id=pk, by=by, at=at)
            said = "已关注，有进展会通知您。"
        elif what == "unwatch":
            casework.unwatch(case_id=pk, by=by)
            said = "已取消关注。"
        elif what in {"link", "merge"}:
            other = cases.find(number=given.get("number", "").strip())
            if other is None or cases.access(other, by) is not cases.Access.FULL:
                raise Refusal("找不到这个编号的办件，请核对编号。")
            if what == "merge":
                casework.merge(case_id=pk, into_id=other.pk, by=by, at=at)
            else:
                casework.link(source_id=pk, target_id=other.pk, kind=LinkKind.RELATED, by=by, at=at)
            said = f"已与{other.number}{'并案' if what == 'merge' else '关联'}。"
        elif what == "unlink":
            wanted = _number(given.get("link", ""))
            if wanted not in {one.pk for one, _ in cases.links(case)}:
                raise Refusal("这个关联已经取消，请刷新页面。")
            casework.unlink(link_id=wanted, by=by, at=at)
            said = "已取消关联。"
        elif what == "suggest":
            verbs.suggest(case_id=pk, text=given.get("text", ""), by=by, at=at)
            said = "已提出，由公开机构负责人答复。"
        elif what == "answer":
            wanted = _number(given.get("proposal", ""))
            if wanted not in {one.pk for one in requests.proposals(case)}:
                raise Refusal("找不到这项建议，请刷新页面。")
            verbs.answer_proposal(
                proposal_id=wanted, record=given.get("record", ""), reason=given.get("reason", ""), by=by, at=at
            )
            said = "已答复主动公开建议。"
        elif what == "unmerge":
            casework.unmerge(case_id=pk, by=by, at=at)
            said = "已分开办理。"
        else:
            return redirect("desk:request", pk)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said)
    return redirect("desk:request", case.pk)


@require_POST
@desk_view(*OFFICE)
def bulk(request: DeskRequest) -> HttpResponse:
    """One deed for several requests, with a result for each."""
    chosen = [_number(value) for value in request.POST.getlist("case")]
    try:
        if request.POST.get("what") == "assign":
            results = casework.bulk_assign(
                case_ids=chosen, person_id=_number(request.POST.get("person", "")), by=request.standing, at=request.at
            )
        else:
            code = request.POST.get("what", "")
            results = casework.bulk(
                case_ids=chosen, code=code if code in _TOGETHER else "archive", by=request.standing, at=request.at
            )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:requests")
    done = sum(not one.message for one in results)
    if done:
        messages.success(request, f"已办理{done}件。")
    for one in results:
        if one.message:
            messages.error(request, f"{one.number}：{one.message}")
    return redirect("desk:requests")


@require_POST
@desk_view(*OFFICE)
def view(request: DeskRequest) -> HttpResponse:
    """Keep the filter of the queue under a name, or forget one."""
    try:
        if dropped := _number(request.POST.get("drop", "")):
            casework.drop_view(view_id=dropped, by=request.standing)
        else:
            casework.save_view(
                by=request.standing, title=request.POST.get("title", ""), query=request.POST.get("query", "")
            )
            messages.success(request, "筛选条件已保存。")
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:requests")
