"""What the applicant sees: the application by number and code, its state in plain words, the due date day by day, the papers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.answer.foi import codes, rules
from gongkai.answer.foi.models import Application, Proposal, Request
from gongkai.answer.foi.terms import Channel, Line
from gongkai.kernel.casework.models import Case, CasePaper
from gongkai.kernel.casework.queries import reading
from gongkai.kernel.casework.terms import Channel as Service
from gongkai.kernel.casework.terms import Direction, PaperState
from gongkai.kernel.papers import queries as papers
from gongkai.kernel.papers.terms import Format
from gongkai.kernel.vocabulary import CHINA, clean, half_width
from gongkai.kernel.workdays.queries import current_calendar

_BRACKETS = str.maketrans({"[": "〔", "(": "〔", "【": "〔", "［": "〔", "]": "〕", ")": "〕", "】": "〕", "］": "〕"})

#: State of the case: what the applicant reads, and what it means. What happens inside the office is one word.
_WORDS: dict[str, tuple[str, str]] = {
    "arrived": (
        "已提交，待确认",
        "机关将与您联系，确认收到申请。自确认之日起计算答复期限（条例第三十一条）。",
    ),
    "registered": ("已收到", "机关已经收到您的申请，正在登记、审核。"),
    "handling": ("办理中", "机关正在办理您的申请。"),
    "amending": (
        "请您补正",
        "申请内容不够明确，请按补正告知书补正；答复期限自收到补正之日起重新计算（条例第三十条）。",
    ),
    "consulting": ("征求意见中", "机关正在征求第三方或者其他机关的意见，所需时间不计入答复期限（条例第三十三条）。"),
    "explaining": ("请您说明理由", "申请数量、频次明显超过合理范围，请按告知书说明理由（条例第三十五条）。"),
    "fee_due": ("请您缴费", "请按收费通知缴纳信息处理费；答复期限自缴费次日起重新计算。"),
    "sent": ("已答复", "答复书已经送出，请查收。"),
    "served": ("已答复", "答复书已经送达。"),
    "ended": ("已终结", "您已撤回申请，机关不再办理。"),
    "archived": ("已办结", "这件申请已经办结归档。"),
    "dropped": ("未受理", "机关未将所提交的内容作为政府信息公开申请登记。如有疑问，请与机关联系。"),
}
_REASONED = ("说明已收到", "机关已经收到您说明的理由，正在认定；结果将告知您（条例第三十五条）。")
_GIVEN_UP = (
    "补正期限已满",
    "机关正在办理逾期未补正、终止办理的手续；有正当理由的，在终止之前仍可以补正（《条例》第三十条）。",
)
_INSIDE = ("办理中", "机关正在拟制答复。")
_ENDING = ("lapsing_supplement", "ending_supplement")
#: What the applicant can do at the portal; until the end is signed a late supplement is still taken (条例30: 无正当理由逾期不补正的,视为放弃).
_MAY: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("amending", *_ENDING), frozenset({"amend"})), "explaining": frozenset({"explain"}),
}  # fmt: skip
PROPOSAL = "proposal"  # the kind of the paper by which an applicant proposes publication
_STEPS = (
    ("提交申请", ()),
    ("确认收到", ("arrived",)),
    ("办理", ("registered", "handling", "amending", "consulting", "explaining", "fee_due")),
    ("答复", (*_ENDING, "lapsing_fee", "ending_fee", "reviewing", "signing", "signed", "issued")),
    ("送达", ("sent",)),
    ("办结", ("served", "ended", "archived", "dropped")),
)


@dataclass(frozen=True)
class Step:
    """One step of the bar: ``state`` is done, now or to_come."""

    label: str
    state: str


@dataclass(frozen=True)
class PublicPaper:
    """A paper for the applicant; ``pdf`` is the SHA-256 of its file, empty while it is being typeset."""

    pk: int
    kind: str
    title: str
    number: str
    issued_on: date
    pdf: str
    is_reply: bool


@dataclass(frozen=True)
class Progress:
    """An application as its applicant sees it.

    ``due_on`` is None while no answer clock runs or it stands still; ``explanation`` says in sentences how it came about,
    ``days`` every single day. ``may``: what the applicant can do at the portal now: "amend", "explain", "propose". ``overdue_on``: the
    last day of a term for the supplement that is over, so that a reason is asked for; None while there is time. ``proposal``: what
    the applicant proposed for publication, with its answer once there is one.
    """

    number: str
    organ_name: str
    organ_phone: str
    channel: str
    submitted_at: datetime
    received_on: date | None
    state: str
    label: str
    sentence: str
    due_on: date | None
    provisional: bool
    paused: bool
    extended: bool
    explanation: tuple[str, ...]
    days: tuple[str, ...]
    replied_on: date | None
    result: str
    steps: tuple[Step, ...]
    papers: tuple[PublicPaper, ...]
    may: frozenset[str]
    overdue_on: date | None = None
    proposal: Proposal | None = None


def application_by_code(number: str, code: str) -> Application | None:
    """The application under its number, if the query code is right; None otherwise.

    A wrong number and a wrong code give the same answer after the same work; the caller throttles.
    """
    found = Application.objects.select_related("organ").filter(number=typed_number(number)).first()
    fits = codes.matches(code, found.code_hash if found else "")
    return found if fits else None


def typed_number(number: str) -> str:
    """A number as somebody typed it, as it is written: brackets of any kind, blanks, full width."""
    text = re.sub(r"\s+", "", half_width(clean(number[:80])))
    return text.translate(_BRACKETS)


def progress(application: Application, at: datetime) -> Progress:
    """The state of an application in the applicant's words, with its due date explained and the papers to fetch."""
    case = Case.objects.select_related("organ").get(request__application=application)
    request = Request.objects.get(case=case)
    found = reading.projection(case)
    answer = found.readings.get("answer")
    running = answer is not None and not answer.stopped
    label, sentence = _WORDS.get(case.state, _INSIDE)
    if case.state == "arrived" and not Channel(request.channel).needs_confirmation:
        label, sentence = "待登记", "机关正在登记您的申请。"
    asked = _MAY.get(case.state, frozenset())
    if case.state in _ENDING:
        label, sentence = _GIVEN_UP
    ends = rules.supplement_due(reading.events(case), current_calendar()) if "amend" in asked else None
    if case.state == "explaining" and any(event.move == "reasoned" for event in reading.rows(case)):
        (label, sentence), asked = _REASONED, frozenset()
    if case.state == "dropped" and (reason := _reason(case)):
        sentence = f"{sentence}机关说明的理由：{reason}"
    reckoning = answer.reckoning if answer is not None and running else None
    return Progress(
        number=application.number,
        organ_name=case.organ.name,
        organ_phone=case.organ.phone,
        channel=Channel(application.channel).label,
        submitted_at=application.submitted_at,
        received_on=case.received_on,
        state=case.state,
        label=label,
        sentence=sentence,
        due_on=answer.due_on if answer is not None and running else None,
        provisional=bool(answer is not None and running and answer.provisional),
        paused=bool(answer is not None and running and answer.paused),
        extended=case.extended,
        explanation=answer.explanation if answer is not None and running else (),
        days=tuple(reckoning.explain()) if reckoning is not None else (),
        replied_on=request.replied_on,
        result=Line.label_of(request.line) if request.line else "",
        steps=_steps(case.state),
        papers=public_papers(case),
        may=frozenset(asked | ({"propose"} if may_propose(case, request) else set())),
        proposal=_proposal(case),
        overdue_on=ends.due if ends is not None and at.astimezone(CHINA).date() > ends.due else None,
    )


def _proposal(case: Case) -> Proposal | None:
    if not CasePaper.objects.filter(case=case, kind=PROPOSAL).exists():
        return None
    return Proposal.objects.filter(case=case).select_related("record__current").order_by("-pk").first()


def _reason(case: Case) -> str:
    """Why the office did not take it as an application."""
    said = [str(event.data.get("reason") or "") for event in reading.rows(case) if event.move == "drop"]
    return said[-1] if said else ""


def _steps(state: str) -> tuple[Step, ...]:
    here = next((place for place, (_, states) in enumerate(_STEPS) if state in states), 0)
    over = state in _STEPS[-1][1]
    marks = ("done" if place < here or over else "now" if place == here else "to_come" for place in range(len(_STEPS)))
    return tuple(Step(label, mark) for (label, _), mark in zip(_STEPS, marks, strict=True))


def may_propose(case: Case, request: Request) -> bool:
    """Can the applicant propose that the information be published for everybody: was it disclosed, and not proposed yet (条例44)?"""
    disclosed = request.line in {Line.OPEN, Line.PARTIAL} and case.state in {"sent", "served", "archived"}
    return disclosed and not CasePaper.objects.filter(case=case, kind=PROPOSAL).exists()


def public_papers(case: Case) -> tuple[PublicPaper, ...]:
    """The papers that the applicant may fetch, oldest first; a reply from the moment it was sent."""
    rows = CasePaper.objects.filter(case=case, direction=Direction.OUT, public=True, frozen_at__isnull=False)
    found = []
    for row in rows.exclude(state__in=[PaperState.DRAFT, PaperState.VOID]).order_by("pk"):
        made = papers.rendition(f"casepaper:{row.pk}", Format.PDF)
        assert row.frozen_at is not None
        found.append(
            PublicPaper(
                row.pk, row.kind, row.title, row.number_text, row.frozen_at.astimezone(CHINA).date(),
                made.file_id or "" if made else "", row.kind.startswith("reply_"),
            )
        )  # fmt: skip
    return tuple(found)


def waits_for_opening(application: Application) -> bool:
    """Was the reply sent on line and not yet opened? Then opening it is the proof of its service."""
    return Case.objects.filter(
        request__application=application, state="sent", papers__channel=Service.ONLINE,
        papers__state=PaperState.SENT, papers__kind__startswith="reply_",
    ).exists()  # fmt: skip
