"""On the way: supplement, opinions of others, extension, reasons, fee; every refusal in Chinese, every clock as the law says."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi import queries
from gongkai.answer.foi.models import Fee, Letter
from gongkai.answer.foi.queries import audit
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case, CasePaper, Event
from gongkai.kernel.casework.queries import reading
from gongkai.kernel.vocabulary import CHINA, Refusal
from gongkai.kernel.workdays.queries import current_calendar
from tests.answer.foi import requests as make

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
AT = make.moment(MONDAY)


def after(days: int, hour: int = 10) -> datetime:
    """So many working days after that Monday."""
    return make.moment(current_calendar().after(MONDAY, days).due, hour)


def due(case: Case) -> date | None:
    case.refresh_from_db()
    return case.due_at.astimezone(CHINA).date() if case.due_at else None


# ---- 补正 (条例30)


def test_a_supplement_stops_the_clock_and_gives_a_full_new_term() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    verbs.ask(case_id=case.pk, what="请写明水源地的名称。", by=where.of("officer"), at=after(3))
    assert not make.request_of(case).notice_late
    assert due(case) == current_calendar().after(after(3).date(), 10).due  # the applicant's term
    verbs.amend(case_id=case.pk, text="望溪水库。", by=where.of("officer"), at=after(9))
    assert due(case) == current_calendar().after(after(9).date(), 20).due
    assert "望溪水库。" in make.request_of(case).description
    assert "望溪水库。" not in make.application_of(case).description
    paper = CasePaper.objects.get(case=case, kind="supplement")
    assert paper.public
    assert "公开函〔2026〕1号" in paper.number_text


def test_a_long_supplement_stands_beside_a_long_request_in_register_and_reply() -> None:
    where = make.office()
    case = make.handling(where, at=AT, description="甲" * 4950)
    verbs.ask(case_id=case.pk, what="名称", by=where.of("officer"), at=AT)
    verbs.amend(case_id=case.pk, text="乙" * 5000, by=where.of("officer"), at=AT)
    request = make.request_of(case)
    assert request.description == "甲" * 4950 + "\n\n【补正】" + "乙" * 5000
    verbs.correct(case_id=case.pk, description=request.description, supply_way="email", by=where.of("officer"), at=AT)
    assert make.request_of(case).description == request.description
    make.signed(where, make.decided(where, Case.objects.get(pk=case.pk), AT), AT)
    verbs.issue(case_id=case.pk, by=where.of("officer"), at=AT)
    assert "乙" * 5000 in str(CasePaper.objects.get(case=case, kind="reply_open").document)


def test_the_supplement_is_asked_once() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    verbs.ask(case_id=case.pk, what="名称", by=where.of("officer"), at=after(1))
    verbs.amend(case_id=case.pk, text="望溪水库", by=where.of("officer"), at=after(2))
    with pytest.raises(Refusal, match="一次"):
        verbs.ask(case_id=case.pk, what="年份", by=where.of("officer"), at=after(3))


def test_a_notice_after_seven_working_days_is_possible_and_counted() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    verbs.ask(case_id=case.pk, what="名称", by=where.of("officer"), at=after(8))
    assert make.request_of(case).notice_late


def test_the_applicant_supplements_at_the_portal() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    verbs.ask(case_id=case.pk, what="名称", by=where.of("officer"), at=after(1))
    from gongkai.kernel.ledger.queries import Actor

    moved = verbs.amend(case_id=case.pk, text="望溪水库", by=Actor(None, "申请人（网上）"), at=after(2))
    assert moved.state == "handling"


def test_no_supplement_in_time_ends_the_request_as_o1_and_only_then() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    verbs.ask(case_id=case.pk, what="名称", days=5, by=where.of("officer"), at=after(1))
    verbs.draft_decision(case_id=case.pk, outcome="no_supplement", fields={}, by=where.of("officer"), at=after(2))
    with pytest.raises(Refusal, match="届满"):
        verbs.decide(case_id=case.pk, by=where.of("officer"), at=after(6))
    moved = verbs.lapse(case_id=case.pk, by=where.of("officer"), at=after(7))
    assert moved.state == "lapsing_supplement"
    with pytest.raises(Refusal):
        verbs.sign(case_id=case.pk, by=where.of("officer"), at=after(7))
    moved = make.signed(where, moved, after(7))
    assert moved.state == "signed"
    make.sent(where, moved, after(7))
    request = make.request_of(case)
    assert request.line == "o1"
    assert not request.replied_late


def test_a_late_supplement_with_good_reason_is_still_in_time() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    verbs.ask(case_id=case.pk, what="名称", days=5, by=where.of("officer"), at=after(1))
    with pytest.raises(Refusal) as caught:
        verbs.amend(case_id=case.pk, text="望溪水库", by=where.of("officer"), at=after(8))
    assert caught.value.field == "good_reason"
    moved = verbs.amend(case_id=case.pk, text="望溪水库", reason="住院治疗", by=where.of("officer"), at=after(8))
    assert moved.state == "handling"


# ---- 征求意见 (条例32, 34)


def test_the_time_really_used_is_not_counted_and_the_letter_is_due_after_fifteen_working_days() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    letter = make.consulted(where, case, make.moment(date(2026, 3, 9)))
    assert letter.party.masked == "云岫**公司"
    verbs.letter_received(
        case_id=case.pk, letter_id=letter.pk, by=where.of("officer"), at=make.moment(date(2026, 3, 10))
    )
    letter.refresh_from_db()
    assert letter.due_on == current_calendar().after(date(2026, 3, 10), 15).due
    verbs.hear(
        case_id=case.pk, letter_id=letter.pk, opinion="disagree", reason="属于商业秘密", by=where.of("officer"),
        at=make.moment(date(2026, 3, 20)),
    )  # fmt: skip
    assert due(case) == date(2026, 4, 13)  # the vector of the reference
    letter.refresh_from_db()
    assert (letter.opinion, letter.answered_on) == ("disagree", date(2026, 3, 20))
    assert CasePaper.objects.get(case=case, kind="consultation_notice").public
    assert not CasePaper.objects.get(case=case, kind="third_party").public


def test_overlapping_letters_are_excluded_once_and_the_last_opinion_starts_the_clock() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    first = make.consulted(where, case, after(2))
    second = make.consulted(where, case, after(4), kind="co_maker", party={"name": "云岫县自然资源局"})
    verbs.hear(case_id=case.pk, letter_id=first.pk, opinion="agree", by=where.of("officer"), at=after(6))
    case.refresh_from_db()
    assert case.state == "consulting"
    assert case.paused
    verbs.hear(case_id=case.pk, letter_id=second.pk, opinion="agree", by=where.of("officer"), at=after(8))
    assert due(case) == current_calendar().after(MONDAY, 26).due


def test_silence_is_entered_by_the_law_at_the_end_of_the_due_day() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    letter = make.consulted(where, case, after(1))
    verbs.letter_received(case_id=case.pk, letter_id=letter.pk, by=where.of("officer"), at=after(2))
    assert cases.settle(at=after(17)) == 0
    assert cases.settle(at=after(18)) == 1
    assert cases.settle(at=after(18)) == 0
    letter.refresh_from_db()
    assert letter.opinion == "silent"
    assert letter.answered_on == letter.due_on == after(17).date()
    event = Event.objects.get(case=case, move="heard_all")
    assert event.at.astimezone(CHINA).strftime("%F %T") == f"{after(17).date()} 23:59:59"
    assert due(case) == current_calendar().after(MONDAY, 36).due


def test_an_answer_given_in_time_but_entered_after_the_silence_still_counts() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    letter = make.consulted(where, case, AT, kind="co_maker")
    verbs.letter_received(case_id=case.pk, letter_id=letter.pk, by=where.of("officer"), at=AT)
    cases.settle(at=after(16))
    letter.refresh_from_db()
    assert (letter.opinion, due(case)) == ("silent", after(35).date())

    def enter(on: date) -> Case:
        return verbs.hear_late(
            case_id=case.pk, letter_id=letter.pk, opinion="disagree", reason="涉及工作秘密", answered_on=on, proof="邮戳日期",
            by=where.of("officer"), at=after(16),
        )  # fmt: skip

    with pytest.raises(Refusal, match="届满之后提出的意见不能补登"):
        enter(after(16).date())
    enter(after(14).date())
    letter.refresh_from_db()
    assert (letter.opinion, letter.answered_on, letter.reason) == ("disagree", after(14).date(), "涉及工作秘密")
    assert due(case) == after(34).date()  # the office waited fourteen days, not fifteen
    assert list(audit.faults()) == []
    with pytest.raises(Refusal, match="没有因逾期未答复"):
        enter(after(14).date())


def test_the_next_move_finds_the_silence_already_entered() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    letter = make.consulted(where, case, after(1))
    verbs.letter_received(case_id=case.pk, letter_id=letter.pk, by=where.of("officer"), at=after(2))
    with pytest.raises(Refusal):
        verbs.hear(case_id=case.pk, letter_id=letter.pk, opinion="agree", by=where.of("officer"), at=after(19))
    verbs.extend(case_id=case.pk, days=5, reason="案情复杂", by=where.of("head"), at=after(19))
    assert [e.move for e in Event.objects.filter(case=case).order_by("seq")][-2:] == ["heard_all", "extend"]


def test_with_one_letter_silent_the_other_answer_is_the_last() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    first, second = make.consulted(where, case, after(1)), make.consulted(where, case, after(1))
    verbs.letter_received(case_id=case.pk, letter_id=first.pk, by=where.of("officer"), at=after(2))
    moved = verbs.hear(case_id=case.pk, letter_id=second.pk, opinion="agree", by=where.of("officer"), at=after(20))
    assert moved.state == "handling"
    assert {row.opinion for row in Letter.objects.filter(case=case)} == {"silent", "agree"}


def test_an_answer_before_the_letter_was_sent_or_received_is_refused() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    letter = make.consulted(where, case, after(3))
    with pytest.raises(Refusal) as caught:
        verbs.letter_received(
            case_id=case.pk, letter_id=letter.pk, on=after(2).date(), by=where.of("officer"), at=after(5)
        )
    assert "早于" in caught.value.message


def test_silence_cannot_be_entered_by_hand_and_a_refusal_needs_its_reason() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    letter = make.consulted(where, case, after(1))
    for opinion in ("silent", "disagree", "maybe"):
        with pytest.raises(Refusal):
            verbs.hear(case_id=case.pk, letter_id=letter.pk, opinion=opinion, by=where.of("officer"), at=after(2))


def test_a_letter_of_another_case_is_not_answered_here() -> None:
    where = make.office()
    case, other = make.handling(where, at=AT), make.handling(where, at=AT)
    letter = make.consulted(where, other, after(1))
    make.consulted(where, case, after(1))
    with pytest.raises(Refusal):
        verbs.hear(case_id=case.pk, letter_id=letter.pk, opinion="agree", by=where.of("officer"), at=after(2))


# ---- 延期 (条例33)


def test_the_head_extends_once_before_the_due_date_and_the_applicant_is_told() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    verbs.extend(case_id=case.pk, days=15, reason="需要检索历史档案", by=where.of("head"), at=after(20))
    assert due(case) == current_calendar().after(MONDAY, 35).due
    paper = CasePaper.objects.get(case=case, kind="extension")
    assert paper.public
    assert f"{due(case).day}日" in str(paper.document)  # type: ignore[union-attr]
    with pytest.raises(Refusal, match="一次"):
        verbs.extend(case_id=case.pk, days=5, reason="仍需检索", by=where.of("head"), at=after(21))


def test_neither_the_officer_nor_a_head_who_handles_it_extends() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    with pytest.raises(Refusal):
        verbs.extend(case_id=case.pk, days=5, reason="忙", by=where.of("officer"), at=after(1))
    cases.assign(case_id=case.pk, person_id=where.head.pk, by=where.of("head"), at=after(1))
    with pytest.raises(Refusal, match="经办人"):
        verbs.extend(case_id=case.pk, days=5, reason="忙", by=where.of("head"), at=after(1))
    cases.assign(case_id=case.pk, person_id=where.officer.pk, by=where.of("head"), at=after(1))
    with pytest.raises(Refusal, match="曾经经办的人也不能"):
        verbs.extend(case_id=case.pk, days=5, reason="忙", by=where.of("head"), at=after(2))


@pytest.mark.parametrize(("days", "late"), [(21, False), (0, False), (5, True)])
def test_no_extension_beyond_twenty_days_or_after_the_term(days: int, late: bool) -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    with pytest.raises(Refusal):
        verbs.extend(case_id=case.pk, days=days, reason="忙", by=where.of("head"), at=after(21 if late else 5))
    assert not CasePaper.objects.filter(case=case).exists()


# ---- 条例35, 42


def test_reasons_are_asked_judged_and_lead_to_refusal_or_deferral() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    with pytest.raises(Refusal):
        verbs.defer(case_id=case.pk, days=30, reason="数量大", by=where.of("head"), at=after(1))
    verbs.ask_reasons(case_id=case.pk, reason="三个月内提交62件申请", by=where.of("officer"), at=after(1))
    verbs.explain(case_id=case.pk, finding="reasonable", text="研究需要", by=where.of("officer"), at=after(3))
    verbs.defer(case_id=case.pk, days=30, reason="需分批检索", by=where.of("head"), at=after(4))
    assert due(case) == current_calendar().after(MONDAY, 50).due


def test_a_fee_notice_stops_the_clock_and_payment_gives_a_new_term() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    how = "缴至县非税收入专户。"
    verbs.charge(case_id=case.pk, basis="pages", quantity=68, how=how, by=where.of("officer"), at=after(2))
    fee = Fee.objects.get(case=case)
    assert fee.amount == 380
    assert reading.readings(case)["answer"].stopped
    assert due(case) == after(20).date()  # by then the notice has to have arrived
    verbs.fee_served(case_id=case.pk, by=where.of("officer"), at=after(3))
    fee.refresh_from_db()
    assert fee.due_on == current_calendar().after(after(3).date(), 20).due
    with pytest.raises(Refusal, match="380"):
        verbs.pay(case_id=case.pk, amount=100, by=where.of("officer"), at=after(4))
    verbs.pay(case_id=case.pk, amount=380, by=where.of("officer"), at=after(5))
    assert due(case) == current_calendar().after(after(5).date(), 20).due
    with pytest.raises(Refusal):
        verbs.charge(case_id=case.pk, basis="items", quantity=45, how=how, by=where.of("officer"), at=after(6))


def test_a_payment_in_time_may_be_entered_after_the_term_and_a_late_one_not() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    officer = where.of("officer")
    verbs.charge(case_id=case.pk, basis="pages", quantity=68, how="柜台", by=officer, at=AT)
    verbs.fee_served(case_id=case.pk, by=officer, at=AT)
    case.refresh_from_db()
    later = after(21)
    assert {move.code for move in queries.lawful_moves(case, officer, later)} >= {"paid", "lapse_fee"}
    with pytest.raises(Refusal, match="视为放弃申请"):
        verbs.pay(case_id=case.pk, amount=380, on=later.date(), by=officer, at=later)
    assert verbs.pay(case_id=case.pk, amount=380, on=after(20).date(), by=officer, at=later).state == "handling"


@pytest.mark.parametrize("code", ["extend", "ask", "charge"])
def test_what_was_done_within_the_term_may_be_entered_a_day_late(code: str) -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    by = where.of("head")
    assert code in {move.code for move in queries.lawful_moves(case, by, after(21))}
    verb = {
        "extend": lambda **on: verbs.extend(days=10, reason="检索", **on),
        "ask": lambda **on: verbs.ask(what="名称", **on),
        "charge": lambda **on: verbs.charge(basis="pages", quantity=68, how="柜台", **on),
    }[code]
    given = {"case_id": case.pk, "by": by, "at": after(21)}
    with pytest.raises(Refusal, match="答复期限已于"):
        verb(**given)
    assert verb(**given, on=after(20).date()).version > case.version


def test_what_is_free_is_not_charged() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    with pytest.raises(Refusal, match="不收取"):
        verbs.charge(case_id=case.pk, basis="items", quantity=1, how="现金", by=where.of("officer"), at=after(1))


def test_an_unpaid_fee_ends_the_request_as_o2() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    officer = where.of("officer")
    verbs.charge(case_id=case.pk, basis="items", quantity=3, already=12, how="柜台", by=officer, at=after(1))
    assert Fee.objects.get(case=case).amount == 300
    verbs.fee_served(case_id=case.pk, by=officer, at=after(2))
    verbs.draft_decision(case_id=case.pk, outcome="no_fee", fields={}, by=officer, at=after(3))
    with pytest.raises(Refusal, match="届满"):
        verbs.decide(case_id=case.pk, by=officer, at=after(22))
    make.sent(where, make.signed(where, verbs.decide(case_id=case.pk, by=officer, at=after(23)), after(23)), after(23))
    assert make.request_of(case).line == "o2"


# ---- dates


def test_future_dates_and_dates_before_an_earlier_event_are_refused() -> None:
    where = make.office()
    case = make.handling(where, at=after(5))
    for wrong in (after(6).date() + timedelta(days=30), MONDAY):
        with pytest.raises(Refusal) as caught:
            verbs.ask(case_id=case.pk, what="名称", on=wrong, by=where.of("officer"), at=after(6))
        assert any("一" <= letter <= "龥" for letter in caught.value.message)
    assert not CasePaper.objects.filter(case=case).exists()


def test_a_letter_on_the_way_is_sent_by_a_channel_and_served_when_the_office_learns_of_it() -> None:
    """Sent is not served: each letter keeps both days, and its proof."""
    where = make.office()
    at, later = make.moment(date(2026, 3, 2)), make.moment(date(2026, 3, 6))
    case = make.handling(where, at=at)
    by = where.of("officer", at)
    verbs.ask(case_id=case.pk, what="请写明文件的年度", channel="post", by=by, at=at)
    paper = CasePaper.objects.get(case=case, kind="supplement")
    assert (paper.state, paper.channel, paper.served_at) == ("sent", "post", None)
    assert paper.sent_at == at
    verbs.ask_served(case_id=case.pk, on=date(2026, 3, 5), by=where.of("officer", later), at=later)
    paper.refresh_from_db()
    assert paper.state == "served"
    assert paper.served_at.astimezone(CHINA).date() == date(2026, 3, 5)
    assert "2026年3月5日收到" in paper.proof

    other = make.handling(where, at=at)
    letter = make.consulted(where, other, at)
    assert letter.paper.state == "sent"
    verbs.letter_received(
        case_id=other.pk, letter_id=letter.pk, on=date(2026, 3, 4), by=where.of("officer", later), at=later
    )
    letter.paper.refresh_from_db()
    assert letter.paper.state == "served"
    assert {one.state for one in CasePaper.objects.filter(case=other)} == {"sent", "served"}
    charged = make.handling(where, at=at)
    verbs.charge(case_id=charged.pk, basis="pages", quantity=68, how="柜台", by=by, at=at)
    verbs.fee_served(case_id=charged.pk, by=where.of("officer", later), at=later)
    assert CasePaper.objects.get(case=charged, kind="fee").state == "served"
