"""Letters of a request: what they are told of the case, numbered and frozen with the event they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from gongkai.answer.foi import letters, rules
from gongkai.answer.foi.models import Decision, Request
from gongkai.answer.foi.numbers import KINDS, code_of
from gongkai.answer.foi.operations import base
from gongkai.answer.foi.queries.desk import applicant as applicant_of
from gongkai.answer.foi.queries.reviewing import organ_facts
from gongkai.answer.foi.terms import Channel, LetterKind, SupplyWay, outcome
from gongkai.kernel.casework import identity
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case, CasePaper
from gongkai.kernel.casework.models import Event as EventRow
from gongkai.kernel.casework.queries import reading
from gongkai.kernel.casework.terms import Channel as Served
from gongkai.kernel.casework.terms import Direction, PaperState
from gongkai.kernel.papers.typesetting import require_printable, texts
from gongkai.kernel.vocabulary import CHINA, Refusal

_BACK = {Channel.ONLINE: Served.ONLINE, Channel.COUNTER: Served.IN_PERSON, Channel.FAX: Served.FAX}
LETTERS = {LetterKind.THIRD: "third_party", LetterKind.CO_MAKER: "co_maker", LetterKind.OTHER_ORGAN: "other_organ"}


def procedural(
    case: Case,
    request: Request,
    kind: str,
    *,
    by: base.By,
    at: datetime,
    on: date | None = None,
    facts: Mapping[str, Any],
    public: bool = True,
    channel: str = "",
) -> CasePaper:
    """A letter on the way, numbered, frozen and sent inside the caller's transaction; ``public``: the applicant may read it.

    ``channel``: how it goes out; the applicant's own channel, and to others the post, where none is named.
    """
    day = on or base.day(at)
    document = written(kind, {**facts_of(case, request), **facts, "date": day})
    paper = cases.add_paper(
        case_id=case.pk, kind=kind, direction=Direction.OUT, title=str(document["title"]), by=by, at=at,
        document=document, public=public, held=case,
    )  # fmt: skip
    code = code_of(case.organ, "告知")
    paper = cases.number_paper(paper_id=paper.pk, code=code, by=by, at=at, kind=KINDS["告知"], held=paper)
    told = {**document, "number": paper.number_text}
    paper = cases.freeze_paper(paper_id=paper.pk, by=by, at=at, document=told, held=paper)
    way = channel or (channel_to(request) if public else Served.POST)
    return cases.mark_sent(
        paper_id=paper.pk, channel=way, by=by, at=at, on=base.moment(day, at, "发出日期"), held=paper
    )


def channel_to(request: Request) -> Served:
    """How a letter goes to the applicant when nobody says otherwise: as the request came."""
    return _BACK.get(Channel(request.channel), Served.POST)


def reached(paper: CasePaper | None, *, by: base.By, at: datetime, on: base.Day = None) -> None:
    """A letter arrived, as the office knows; what was proven before stays as it was entered."""
    if paper is not None and paper.state == PaperState.SENT:
        day = base.day(on) if isinstance(on, datetime) else on or base.day(at)
        cases.mark_served(
            paper_id=paper.pk,
            proof=f"办理人员登记：{base.said(day)}收到",
            by=by,
            at=at,
            on=base.moment(day, at, "收到日期"),
        )


def reply(case: Case, request: Request, draft: Decision, at: datetime) -> dict[str, Any]:
    """The 答复书 of a decision, with its eight elements and its remedy; the number is put in when it is taken."""
    one = outcome(draft.outcome)
    online = request.supply_way in {SupplyWay.ONLINE, SupplyWay.EMAIL}
    clause = rules.remedy(one, organ_facts(case.organ), served_online=online)
    told = {**facts_of(case, request), **draft.fields, "remedy": clause, "body": draft.body}
    return written(draft.outcome, {**told, "history": reading.events(case), "date": base.day(at)})


def written(kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The letter as plain data; a character that no font can print is named with its field before any number is taken."""
    try:
        require_printable(letters.said(facts))
    except Refusal as refusal:
        if "“申请内容”" not in refusal.message:
            raise
        # The applicant's words stay as they are; what is printed are the office's.
        hint = "申请人写的字，请在“更正登记内容”中改写本机关的概括，原文不变。"
        raise Refusal(refusal.message + hint, field=refusal.field) from refusal
    document = letters.document(kind, facts)
    require_printable(texts(document))
    return document


def facts_of(case: Case, request: Request) -> dict[str, Any]:
    """What every letter is told: organ, applicant, number, what was asked, when it came and was received."""
    application, party = request.application, applicant_of(case)
    who = identity.unseal(party.sealed if party is not None else application.sealed)  # as the office has put it right
    return {
        "organ": organ_facts(case.organ),
        "applicant": who.get("name", ""),
        "application_number": application.number,
        "channel": Channel(request.channel),
        "description": request.description,
        "submitted_on": base.day(application.submitted_at),
        "received_on": case.received_on,
        "due_on": due_on(case),
    }


def data_of(case: Case, *moves: str) -> dict[str, Any]:
    """What the last event of these moves brought; empty when there was none."""
    row = EventRow.objects.filter(case=case, move__in=moves).order_by("-seq").first()
    return dict(row.data) if row else {}


def moment_of(case: Case) -> datetime:
    """When the last event of a case counts."""
    return EventRow.objects.filter(case=case).order_by("-seq").values_list("at", flat=True)[0]


def due_on(case: Case) -> date | None:
    """The day on which the answer is due; None while nothing runs."""
    found = reading.readings(case).get("answer")
    return found.due_on if found else None


def stamp(at: datetime) -> str:
    """A moment for a proof: 2026年3月2日9时5分."""
    here = at.astimezone(CHINA)
    return f"{here.year}年{here.month}月{here.day}日{here.hour}时{here.minute}分"
