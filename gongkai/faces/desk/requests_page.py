"""The page of a request: what is asked, by when, what to do next, what has happened; and its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.answer.foi import queries as requests
from gongkai.answer.foi.queries.told import told
from gongkai.answer.foi.terms import (
    ApplicantKind,
    Channel,
    LetterKind,
    Line,
    Opinion,
    ProposalAnswer,
    Proposer,
    SupplyForm,
    SupplyWay,
    outcome,
)
from gongkai.faces.design.formats import cdate, cdatetime
from gongkai.faces.design.parts import Badge, Event, Fact, File, Step
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.documents_show import file_kind
from gongkai.faces.desk.requests_access import LOOKING, heading, lamp_badge, opened, read_once
from gongkai.faces.desk.requests_forms import PAGES, SAME
from gongkai.kernel.casework import operations as casework
from gongkai.kernel.casework import queries as cases
from gongkai.kernel.casework.queries import Case, CasePaper
from gongkai.kernel.casework.terms import Channel as Served
from gongkai.kernel.casework.terms import Direction, PaperState
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import CHINA, cited
from gongkai.kernel.workflow import Place, progress

_REPLIED = {"signed", "issued", "sent", "served", "archived"}
_STYLES = {"primary": 0, "": 1, "danger": 2}


@require_safe
@desk_view(*LOOKING)
@read_once
def page(request: DeskRequest, pk: int) -> HttpResponse:
    """Everything at one look; for the 主管部门 state, clocks and papers issued, without the applicant."""
    facts = requests.with_case(pk)
    case = opened(request, pk, held=facts.case if facts else None)
    if facts is None:
        raise Http404
    access = cases.access(case, request.standing)
    full = access is cases.Access.FULL
    listed, linked = cases.papers(case, access=access), cases.links(case) if full else []
    shown: dict[str, Any] = {
        **heading(case, request),
        "full": full,
        "steps": steps(case),
        "terms": terms(case, request),
        "events": [
            _event(line, full=full)
            for line in reversed(cases.timeline(case, access=access, papers_of=listed, links_of=linked))
        ],
        "papers": [_paper(one, full=full) for one in listed],
    }
    if full:
        casework.seen(case, by=request.standing, at=request.at)
        people = cases.around(case, request.at, without=request.person)
        applicant = requests.applicant(case)
        shown |= {
            "request_facts": facts,
            "facts": _facts(case, facts),
            "wordings": requests.wordings(case) if requests.has(facts, "wordings") else [],
            "applicant": applicant,
            "moves": buttons(case, request, facts),
            # What ends first is the next thing to do, also where the request's own light goes by a later day.
            "running": min(
                (one for one in shown["terms"] if one.open), key=lambda one: one.due_on or date.max, default=None
            ),
            "files": [
                File(
                    one.name, reverse("desk:request_file", args=[one.pk]), file_kind(one.media_type, one.name), one.size
                )
                for one in (requests.files(facts.application) if requests.has(facts, "files") else [])
            ],
            "letters": [
                (one, LetterKind.label_of(one.kind), Opinion.label_of(one.opinion) if one.opinion else "")
                for one in (requests.letters(case) if requests.has(facts, "letters") else [])
            ],
            "fee": getattr(case, "fee", None),
            "proposals": [
                (one, Proposer.label_of(one.source), ProposalAnswer.label_of(one.answer) if one.answer else "")
                for one in (requests.proposals(case) if requests.has(facts, "proposals") else [])
            ],
            "answers": request.standing.has(Role.FOI_HEAD, case.organ_id),
            "decision": next(iter(requests.decisions(case)), None) if requests.has(facts, "decisions") else None,
            "earlier": requests.earlier_requests(case, of=applicant),
            "others": people.present,
            "watching": request.person in people.watchers,
            "colleagues": people.handlers,
            "links": linked,
            "may_work": bool(request.standing.roles(case.organ_id) & {Role.FOI_OFFICER, Role.FOI_HEAD}),
        }
        shown["acknowledged"] = any(one.kind == "receipt" for one in listed)
        draft = shown["decision"]
        shown["outcome"] = outcome(draft.outcome) if draft is not None else None
        if draft is not None and case.state in _REPLIED:
            shown["facts"].insert(
                0, Fact("办理结果", shown["outcome"].label, note=cited(shown["outcome"].basis), wide=True)
            )
    return render(request, "desk/requests/page.html", shown)


@dataclass(frozen=True)
class Term:
    """A clock as the page shows it: the day, what is left in words, its basis, and why it is this day."""

    label: str
    due_on: date | None
    badge: Badge
    basis: str
    open: bool
    explanation: tuple[str, ...]
    days: tuple[str, ...]


def terms(case: Case, request: DeskRequest) -> list[Term]:
    """The clocks of a request, the one that decides its light first, those that are over last."""
    decisive = lamp_badge(cases.light(case, request.at))
    found = []
    for one in cases.readings(case).values():
        ours = one.clock == case.due_clock and one.due_at == case.due_at
        if one.paused:
            badge = Badge(f"暂停计时，还剩{one.remaining}{one.unit.label}", "blue")
        elif one.stopped and not ours:
            badge = Badge("逾期后停止" if one.late(request.at) else "已停止计时", "neutral")
        else:
            over = Badge("已逾期", "red") if cases.owes(case, one.clock) else Badge("已届满", "amber")
            badge = decisive if ours else over if one.late(request.at) else Badge("计时中", "blue")
        days = tuple(one.reckoning.explain()) if one.reckoning else ()
        found.append((one.stopped, not ours, Term(
            one.label, one.due_on, badge, one.basis, ours or not one.stopped, one.explanation, days
        )))  # fmt: skip
    return [term for _, _, term in sorted(found, key=lambda row: row[:2])]


def steps(case: Case) -> list[Step]:
    """Where the request stands on its way."""
    state = {Place.DONE: "done", Place.CURRENT: "current"}
    return [
        Step(one.state.label, state.get(one.place, "todo"), note=_short(one.reached) if one.reached else "")
        for one in progress(cases.workflow(case), cases.events(case))
        if one.place is not Place.SKIPPED
    ]


def _short(at: datetime) -> str:
    day = at.astimezone(CHINA)
    return f"{day.month}月{day.day}日"


def buttons(case: Case, request: DeskRequest, facts: requests.Request) -> list[tuple[str, str, str]]:
    """What this person may do now, as (label, address, style), the primary first."""
    found: dict[str, tuple[str, str, str]] = {}
    for move in requests.lawful_moves(case, request.standing, request.at, facts=facts):
        code = SAME.get(move.code, move.code)
        address = (
            reverse(PAGES[code], args=[case.pk])
            if code in PAGES
            else reverse("desk:request_step", args=[case.pk, code])
        )
        label = {"decide": "起草答复", "hear": "登记意见"}.get(code, move.label)
        known = found.get(code)
        if known is None or _STYLES.get(move.style, 1) < _STYLES.get(known[2], 1):
            found[code] = (label, address, move.style)
    return sorted(found.values(), key=lambda one: _STYLES.get(one[2], 1))


def _facts(case: Case, facts: Any) -> list[Fact]:
    application = facts.application
    return [
        Fact("提交方式", Channel.label_of(facts.channel), note=cited(Channel(facts.channel).basis)),
        Fact("提交时间", cdatetime(application.submitted_at)),
        Fact("收到申请之日", cdate(case.received_on) or "尚未确认"),
        Fact("申请人类型", ApplicantKind.label_of(facts.applicant_kind)),
        Fact("形式要求", SupplyForm.label_of(facts.supply_form)),
        Fact("获取途径", SupplyWay.label_of(facts.supply_way)),
        Fact("需要的帮助", application.needs_help or "无"),
        Fact("承办人", case.handler.name if case.handler else "尚未分办"),
        *([Fact("计入年度报告", Line.label_of(facts.line), wide=True)] if facts.line else []),
    ]


def _event(line: cases.Line, *, full: bool) -> Event:
    kind = {"event": "blue", "paper": "neutral", "note": "amber"}.get(str(line.kind), "neutral")
    what = line.label + (f"：{line.state}" if line.state else "")
    said = [line.text]
    if full and line.kind is cases.Entry.EVENT:  # what the step brought in the words of requests, once
        said = [told(line.row.data), line.row.comment]
    note = "。".join(part for part in said if part) + ("（补记）" if line.late_entry else "")
    return Event(line.at, what, line.who, note, kind)


def _paper(paper: CasePaper, *, full: bool) -> dict[str, Any]:
    """A line of the papers; who only supervises sees what went out and when, and opens none of it: it names people."""
    forms = [("PDF", "pdf"), ("Word", "docx")] if paper.document else [("打开", "file")] if paper.file_id else []
    return {
        "title": paper.title,
        "number": paper.number_text,
        "state": PaperState.label_of(paper.state) if paper.direction == Direction.OUT else "收到",
        "incoming": paper.direction == Direction.IN,
        "channel": Served.label_of(paper.channel) if paper.channel else "",
        "sent_at": paper.sent_at,
        "served_at": paper.served_at,
        "proof": paper.proof if full else "",  # who signed for it
        "links": [(label, reverse("desk:request_paper", args=[paper.pk, form])) for label, form in forms if full],
    }
