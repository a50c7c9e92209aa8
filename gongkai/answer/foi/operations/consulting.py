"""Verbs of asking others (条例32, 33, 34): letters go out, are received, are answered, or the law answers for them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import transaction

from gongkai.answer.foi import rules
from gongkai.answer.foi.models import Letter
from gongkai.answer.foi.operations import base, outgoing
from gongkai.answer.foi.operations.hooks import latest
from gongkai.answer.foi.queries.reviewing import organ_facts
from gongkai.answer.foi.terms import LetterKind, Opinion, Remedy
from gongkai.kernel.casework import identity
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case
from gongkai.kernel.casework.queries import reading
from gongkai.kernel.casework.terms import PartyRole
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.vocabulary import CHINA, Refusal
from gongkai.kernel.workdays.queries import current_calendar

_ROLES = {
    LetterKind.THIRD: PartyRole.THIRD,
    LetterKind.CO_MAKER: PartyRole.CO_MAKER,
    LetterKind.OTHER_ORGAN: PartyRole.OTHER,
}


def consult(
    *,
    case_id: int,
    kind: str,
    party: Mapping[str, str],
    about: str,
    channel: str = "",
    sent_on: date | None = None,
    by: Standing,
    at: datetime,
    version: int | None = None,
) -> Case:
    """Ask a third party, a co-maker or another organ in writing; the time really used is not counted (条例33).

    ``party``: facts (name at least), sealed at once. The letter is numbered and typeset. Its own term begins when it is
    received: see ``letter_received``.
    """
    if kind not in set(LetterKind):
        raise Refusal("请选择征求谁的意见。", field="kind")
    about = base.text(about, "涉及的信息", 1000, field="about")
    facts = {name: base.text(str(value), "当事人信息", 300, field=name, needed=False) for name, value in party.items()}
    if not facts.get("name"):
        raise Refusal("请填写被征求意见者的姓名或者名称。", field="name")
    with transaction.atomic():
        case, request = base.locked(case_id, version)
        base.office(by, case)
        on = sent_on or base.day(at)
        base.moment(on, at, "发出日期", "sent_on")
        asked = cases.add_party(case_id=case.pk, role=_ROLES[LetterKind(kind)], facts=facts, by=by, at=at)
        paper = outgoing.procedural(
            case, request, outgoing.LETTERS[LetterKind(kind)], by=by, at=at, on=on,
            facts={"about": about, "addressee": facts["name"]}, public=False, channel=channel,
        )  # fmt: skip
        letter = Letter.objects.create(case=case, kind=kind, party=asked, about=about, paper=paper, sent_on=on)
        base.say("登记征求意见函", case, by, at, {"letter": letter.pk, "kind": kind}, letter)
        code = "consult_more" if case.state == "consulting" else "consult"
        if code == "consult" and case.received_on is not None:
            outgoing.procedural(case, request, "consultation_notice", by=by, at=at, on=on, facts={})
        return cases.move(
            case_id=case.pk, held=case, code=code, by=by, at=at, on=on, data={"letter": letter.pk, "kind": kind}
        )


def letter_received(
    *, case_id: int, letter_id: int, on: date | None = None, by: Standing, at: datetime, version: int | None = None
) -> Case:
    """A letter reached whom it asks; the answer is due 15 working days later (条例32, 34)."""
    with transaction.atomic():
        moved = cases.move(
            case_id=case_id, code="letter_received", by=by, at=at, on=on, version=version, data={"letter": letter_id}
        )
        outgoing.reached(Letter.objects.select_related("paper").get(pk=letter_id).paper, by=by, at=at, on=on)
    return moved


def hear(
    *,
    case_id: int,
    letter_id: int,
    opinion: str,
    reason: str = "",
    on: date | None = None,
    by: Standing,
    at: datetime,
    version: int | None = None,
) -> Case:
    """An opinion came back (or the letter could not be delivered, or was taken back); with the last one the clock goes on.

    Silence is entered by the law itself and by nobody else.
    """
    if opinion not in set(Opinion) - {Opinion.SILENT}:
        raise Refusal("请选择对方的意见。逾期未答复的，系统在期限届满后自动登记。", field="opinion")
    reason = base.text(reason, "理由", 1000, field="reason", needed=opinion == Opinion.DISAGREE)
    with transaction.atomic():
        case, _ = base.locked(case_id, version)
        history, calendar = reading.events(case), current_calendar()
        until = at if on is None or on >= base.day(at) else datetime.combine(on, time(), CHINA)
        # The law answers first for those whose term is over.
        told = [*history, *rules.silent_events(history, calendar=calendar, until=until)]
        return cases.move(
            case_id=case.pk, held=case, code=rules.hearing(rules.letters_of(told, calendar)), by=by, at=at, on=on,
            data={"letter": letter_id, "opinion": opinion, "reason": reason},
        )  # fmt: skip


def hear_late(
    *,
    case_id: int,
    letter_id: int,
    opinion: str,
    answered_on: date,
    proof: str,
    reason: str = "",
    by: Standing,
    at: datetime,
    version: int | None = None,
) -> Case:
    """An opinion that was given in time came to the file after its term: it takes the place of the silence (条例32, 34).

    ``answered_on``: when it was handed in or posted; ``proof``: by what that is known (postmark, receipt). Possible until
    the reply is decided; the time that is not counted ends with the answer, not with the term.
    """
    reason = base.text(reason, "理由", 1000, field="reason", needed=opinion == Opinion.DISAGREE)
    proof = base.text(proof, "在期限内提出的证明", 300, field="proof")
    base.moment(answered_on, at, "对方提出意见的日期", "answered_on")
    with transaction.atomic():
        case, _ = base.locked(case_id, version)
        history, calendar = reading.events(case), current_calendar()
        told = [*history, *rules.silent_events(history, calendar=calendar, until=at)]
        until = rules.waited_until(told, str(letter_id), answered_on, calendar)
        return cases.move(
            case_id=case.pk, held=case, code="late_heard", by=by, at=at,
            data={
                "letter": letter_id, "opinion": opinion, "reason": reason, "answered_on": answered_on.isoformat(),
                "until": until.isoformat(), "proof": proof,
            },
        )  # fmt: skip


def tell_third(
    *, case_id: int, letter_id: int, about: str, reason: str, by: Standing, at: datetime, version: int | None = None
) -> Case:
    """Tell a third party whose objection is not followed what will be disclosed and why (条例32), once; its remedy included.

    The reply that discloses it is not sent before.
    """
    about = base.text(about, "决定公开的内容", 1000, field="about")
    reason = base.text(reason, "公开的理由", 1000, field="reason")
    with transaction.atomic():
        case, request = base.locked(case_id, version)
        base.office(by, case)
        letter = Letter.objects.select_related("party").filter(case=case, pk=letter_id, kind=LetterKind.THIRD).first()
        if letter is None:
            raise Refusal("找不到这份征求第三方意见书，请刷新页面。", field="letter")
        outcome = latest(case)
        if outcome is None or outcome.outcome not in {"open", "partial"} or case.closed_at is not None:
            raise Refusal("拟定公开之后、答复送出之前，才能将决定告知第三方。")
        history, calendar = reading.events(case), current_calendar()
        if str(letter_id) not in {one.ref for one in rules.to_tell(rules.letters_of(history, calendar))}:
            raise Refusal("这一方没有不同意公开，或者已经告知过公开决定，请核对。", field="letter_id")
        clause = rules.remedy(Remedy.CHOICE, organ_facts(case.organ), third_party=True)
        paper = outgoing.procedural(
            case, request, "third_party_disclosure", by=by, at=at, public=False,
            facts={"addressee": identity.unseal(letter.party.sealed)["name"], "about": about, "reason": reason, "remedy": clause},
        )  # fmt: skip
        return cases.move(
            case_id=case.pk, held=case, code="third_told", by=by, at=at, data={"letter": letter_id, "paper": paper.pk}
        )
