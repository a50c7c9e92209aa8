"""The reply: drafted, reviewed, signed by different people; numbered once, sent once, served once; counted once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi import queries
from gongkai.answer.foi.models import Decision
from gongkai.answer.foi.queries import audit
from gongkai.answer.foi.terms import OUTCOMES
from gongkai.answer.foi.workflow import REQUEST
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework import queries as casework
from gongkai.kernel.casework.models import Case, CasePaper, Event
from gongkai.kernel.ledger.models import Entry
from gongkai.kernel.organizations.queries import Actor
from gongkai.kernel.papers.models import PaperNumber, Rendition, Sequence
from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workdays.queries import current_calendar
from tests.answer.foi import requests as make

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
AT = make.moment(MONDAY)
PLAIN = [one.code for one in OUTCOMES if one.presupposes == "nothing"]


def reviewing(where: make.Office) -> Case:
    return make.decided(where, make.handling(where, at=AT), AT)


# ---- decide, approve, sign


@pytest.mark.parametrize("outcome", PLAIN)
def test_every_outcome_without_a_step_goes_to_its_line(outcome: str) -> None:
    where = make.office()
    case = make.replied(where, at=AT, outcome=outcome, until="sent")
    request = make.request_of(case)
    assert request.line == {one.code: one for one in OUTCOMES}[outcome].line
    assert request.replied_on == MONDAY
    assert Case.objects.get(pk=case.pk).outcome == outcome


@pytest.mark.parametrize("outcome", [one.code for one in OUTCOMES if one.presupposes != "nothing"])
def test_an_outcome_without_its_step_is_not_offered_and_refused(outcome: str) -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    assert outcome not in {one.code for one in queries.offered(case, AT)}
    with pytest.raises(Refusal):
        make.decided(where, case, AT, outcome, **({"earlier": ""} if outcome in {"repeat", "confirm"} else {}))
    case.refresh_from_db()
    assert case.state == "handling"


def test_an_incomplete_draft_is_kept_but_not_submitted() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    verbs.draft_decision(case_id=case.pk, outcome="not_exist", fields={}, by=where.of("officer"), at=AT)
    with pytest.raises(Refusal) as caught:
        verbs.decide(case_id=case.pk, by=where.of("officer"), at=AT)
    assert caught.value.field == "search"
    assert Decision.objects.count() == 1


def test_markup_in_the_body_is_cleaned() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    draft = verbs.draft_decision(
        case_id=case.pk, outcome="open", fields=make.fields_for("open"), body="<p>正文<script>x()</script></p>",
        by=where.of("officer"), at=AT,
    )  # fmt: skip
    assert "script" not in draft.body


def test_whoever_drafted_neither_approves_nor_signs() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    verbs.draft_decision(case_id=case.pk, outcome="open", fields=make.fields_for("open"), by=where.of("head"), at=AT)
    verbs.decide(case_id=case.pk, by=where.of("officer"), at=AT)
    with pytest.raises(verbs.NotAllowed):
        verbs.approve(case_id=case.pk, by=where.of("head"), at=AT)
    verbs.approve(case_id=case.pk, by=where.of("legal"), at=AT)


def test_an_end_without_supplement_is_reviewed_by_another_before_it_is_signed() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    officer, later = where.of("officer"), make.later(AT, 40)
    verbs.ask(case_id=case.pk, what="名称", days=5, by=officer, at=AT)
    verbs.draft_decision(case_id=case.pk, outcome="no_supplement", fields={}, by=where.of("head"), at=later)
    case = verbs.decide(case_id=case.pk, by=officer, at=later)
    assert "lapse_sign" not in {move.code for move in queries.lawful_moves(case, where.of("signer"), later)}
    assert waits_for(where, "signer", later) == []
    assert waits_for(where, "head", later) == [case.pk]
    assert waits_for(where, "legal", later) == [case.pk]
    with pytest.raises(Refusal, match="审核中（逾期不补正）"):
        verbs.sign(case_id=case.pk, by=where.of("signer"), at=later)
    with pytest.raises(verbs.NotAllowed, match="起草这份答复的人"):
        verbs.approve(case_id=case.pk, by=where.of("head"), at=later)
    approved = verbs.approve(case_id=case.pk, by=where.of("legal"), at=later)
    assert REQUEST.state(approved.state).label == "待签发（逾期不补正）"
    assert waits_for(where, "signer", later) == [case.pk]
    assert waits_for(where, "head", later) == []
    with pytest.raises(Refusal):
        verbs.approve(case_id=case.pk, by=where.of("legal"), at=later)
    verbs.return_(case_id=case.pk, comment="再等等", by=where.of("signer"), at=later)
    verbs.decide(case_id=case.pk, by=officer, at=later)
    with pytest.raises(Refusal, match="审核中（逾期不补正）"):
        verbs.sign(case_id=case.pk, by=where.of("signer"), at=later)
    verbs.approve(case_id=case.pk, by=where.of("legal"), at=later)
    assert verbs.sign(case_id=case.pk, by=where.of("signer"), at=later).state == "signed"


def waits_for(where: make.Office, who: str, at: datetime) -> list[int]:
    """The cases whose next step is of this person's role."""
    role = {"head": "foi_head", "legal": "legal", "signer": "signer"}[who]
    found = casework.queue(where.of(who, at), at, filters={"turn": role, "section": "open"})
    return list(found.values_list("pk", flat=True))


def test_whoever_approved_does_not_sign() -> None:
    from gongkai.kernel.organizations.models import Post

    where = make.office()
    Post.objects.create(person=where.legal, organ=where.organ, role="signer", starts_on=date(2020, 1, 1))
    case = reviewing(where)
    verbs.approve(case_id=case.pk, by=where.of("legal"), at=AT)
    with pytest.raises(verbs.NotAllowed):
        verbs.sign(case_id=case.pk, by=where.of("legal"), at=AT)
    assert verbs.sign(case_id=case.pk, by=where.of("signer"), at=AT).state == "signed"


def test_returned_and_recalled_it_is_drafted_anew_and_the_newest_counts() -> None:
    where = make.office()
    case = reviewing(where)
    verbs.return_(case_id=case.pk, comment="请补充依据", by=where.of("head"), at=AT)
    make.decided(where, case, AT, "not_exist")
    verbs.recall(case_id=case.pk, by=where.of("officer"), at=AT)
    make.decided(where, case, AT, "not_ours")
    make.sent(where, make.signed(where, Case.objects.get(pk=case.pk), AT), AT)
    assert make.request_of(case).line == "u1"
    assert Decision.objects.filter(case=case).count() == 3


def test_a_colleague_s_newer_draft_is_not_submitted_unseen() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    mine = verbs.draft_decision(
        case_id=case.pk, outcome="open", fields=make.fields_for("open"), by=where.of("officer"), at=AT
    )
    verbs.draft_decision(case_id=case.pk, outcome="petition", fields={}, by=where.of("deputy"), at=AT)
    with pytest.raises(Refusal, match="同事"):
        verbs.decide(case_id=case.pk, decision_id=mine.pk, by=where.of("officer"), at=AT)


def test_two_officers_at_once_the_second_is_told_and_nothing_is_done_twice() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    verbs.draft_decision(case_id=case.pk, outcome="open", fields=make.fields_for("open"), by=where.of("officer"), at=AT)
    case.refresh_from_db()
    seen = case.version
    verbs.decide(case_id=case.pk, version=seen, by=where.of("officer"), at=AT)
    with pytest.raises(cases.StaleCase) as caught:
        verbs.decide(case_id=case.pk, version=seen, by=where.of("deputy"), at=AT)
    assert "刷新" in caught.value.message
    with pytest.raises(cases.StaleCase):
        verbs.approve(case_id=case.pk, version=seen, by=where.of("head"), at=AT)
    assert Event.objects.filter(case=case, move="decide").count() == 1


# ---- issue


def test_number_frozen_letter_and_renditions_come_together() -> None:
    where = make.office()
    case = make.replied(where, at=AT, until="issued")
    paper = CasePaper.objects.get(case=case, kind="reply_open")
    assert paper.number_text.endswith("公开答〔2026〕1号")
    assert paper.document["number"] == paper.number_text
    assert paper.frozen_at is not None
    assert not paper.public
    assert Rendition.objects.filter(subject=f"casepaper:{paper.pk}").count() == 2
    assert queries.public_papers(case) == ()


class _Crash(Exception):
    pass


def die() -> None:
    raise _Crash


def killed_before_the_commit(verb: Callable[[], object]) -> None:
    """The power fails when everything is written and nothing is committed."""
    with transaction.atomic():
        verb()
        die()


def killed_after_the_commit(verb: Callable[[], object]) -> None:
    """The power fails right after the commit, before anything else was done."""
    with transaction.atomic():
        verb()
        transaction.on_commit(die)


@pytest.mark.django_db(transaction=True)
def test_a_crash_between_numbering_and_serving_loses_nothing_and_repeats_nothing() -> None:
    where = make.office()
    case = make.replied(where, at=AT, until="signed")
    officer = where.of("officer")
    with pytest.raises(_Crash):
        killed_before_the_commit(lambda: verbs.issue(case_id=case.pk, by=officer, at=AT))
    case.refresh_from_db()
    assert case.state == "signed"
    assert not PaperNumber.objects.filter(kind="foi_reply").exists()

    with pytest.raises(_Crash):
        killed_after_the_commit(lambda: verbs.issue(case_id=case.pk, by=officer, at=AT))
    case.refresh_from_db()
    assert case.state == "issued"
    with pytest.raises(Refusal):
        verbs.issue(case_id=case.pk, by=officer, at=AT)
    number = PaperNumber.objects.get(kind="foi_reply")
    assert (number.serial, Sequence.objects.get(kind="foi_reply").last) == (1, 1)

    with pytest.raises(_Crash):
        killed_after_the_commit(lambda: verbs.send(case_id=case.pk, channel="post", tracking="XA1", by=officer, at=AT))
    with pytest.raises(Refusal):
        verbs.send(case_id=case.pk, channel="post", tracking="XA1", by=officer, at=AT)
    verbs.serve(case_id=case.pk, proof="本人签收", by=officer, at=AT)
    with pytest.raises(Refusal):
        verbs.serve(case_id=case.pk, proof="本人签收", by=officer, at=AT)
    moves = list(Event.objects.filter(case=case).values_list("move", flat=True))
    assert [moves.count(code) for code in ("issue", "send", "serve")] == [1, 1, 1]
    assert Rendition.objects.filter(state="queued").count() == 2  # the worker finds what is still to be typeset


def test_numbers_of_replies_have_no_gap_when_an_issue_is_refused() -> None:
    where = make.office()
    first = make.replied(where, at=AT, until="signed")
    second = make.replied(where, at=AT, until="signed")
    with pytest.raises(Refusal):
        verbs.issue(case_id=first.pk, by=where.of("signer"), at=AT)
    verbs.issue(case_id=second.pk, by=where.of("officer"), at=AT)
    verbs.issue(case_id=first.pk, by=where.of("officer"), at=AT)
    texts = PaperNumber.objects.filter(kind="foi_reply").order_by("pk").values_list("serial", flat=True)
    assert list(texts) == [1, 2]


def test_a_numbered_reply_that_has_not_gone_out_can_be_void_and_its_number_stays_with_the_reason() -> None:
    where = make.office()
    case = make.replied(where, at=AT, until="signed")
    verbs.issue(case_id=case.pk, by=where.of("officer"), at=AT)
    due = Case.objects.get(pk=case.pk).due_at
    with pytest.raises(Refusal) as caught:
        verbs.void(case_id=case.pk, reason=" ", by=where.of("head"), at=AT)
    assert caught.value.field == "reason"
    for who in ("officer", "signer", "legal"):
        with pytest.raises(Refusal):
            verbs.void(case_id=case.pk, reason="引用条文有误", by=where.of(who), at=AT)
    case = verbs.void(case_id=case.pk, reason="引用条文有误", by=where.of("head"), at=AT)
    assert (case.state, case.due_at) == ("handling", due), "the clock has run all the time"
    number = PaperNumber.objects.get(kind="foi_reply")
    assert (number.is_void, number.void_reason) == (True, "引用条文有误")
    paper = CasePaper.objects.get(case=case, kind__startswith="reply_")
    assert (paper.state, paper.number_text, paper.public) == ("void", number.text, False)
    assert queries.reply(case) is None
    assert queries.public_papers(case) == ()
    with pytest.raises(Refusal):
        verbs.send(case_id=case.pk, channel="online", by=where.of("officer"), at=AT)

    case = make.sent(where, make.signed(where, make.decided(where, case, AT, "not_exist"), AT), AT)
    texts = PaperNumber.objects.filter(kind="foi_reply").order_by("pk").values_list("serial", flat=True)
    assert list(texts) == [1, 2], "a void number is never given again"
    assert make.request_of(case).line == "u1"
    assert [*audit.faults(), *casework.faults()] == []


def test_what_was_sent_once_and_an_end_by_lapse_cannot_be_void() -> None:
    where = make.office()
    case = make.replied(where, at=AT, until="sent")
    with pytest.raises(Refusal):
        verbs.void(case_id=case.pk, reason="引用条文有误", by=where.of("head"), at=AT)
    verbs.undelivered(case_id=case.pk, reason="地址不详", by=where.of("officer"), at=AT)
    with pytest.raises(Refusal, match="办理过“送出”之后"):
        verbs.void(case_id=case.pk, reason="引用条文有误", by=where.of("head"), at=AT)

    case, later = make.handling(where, at=AT), make.later(AT, 40)
    verbs.ask(case_id=case.pk, what="名称", days=5, by=where.of("officer"), at=AT)
    case = make.signed(where, make.decided(where, case, later, "no_supplement"), later)
    verbs.issue(case_id=case.pk, by=where.of("officer", later), at=later)
    with pytest.raises(Refusal, match="办理过“签发”之后"):
        verbs.void(case_id=case.pk, reason="引用条文有误", by=where.of("head", later), at=later)
    offered = {move.code for move in queries.lawful_moves(Case.objects.get(pk=case.pk), where.of("head", later), later)}
    assert "send" in offered
    assert "void" not in offered
    assert not PaperNumber.objects.filter(voiding__isnull=False).exists()


def test_a_character_without_glyph_is_named_with_its_field_before_the_number_is_taken() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    make.decided(where, case, AT, "open", given="随附《望溪\U0001f30a库》名录")
    case = make.signed(where, Case.objects.get(pk=case.pk), AT)
    with pytest.raises(Refusal) as caught:
        verbs.issue(case_id=case.pk, by=where.of("officer"), at=AT)
    assert "提供的信息及提供方式" in caught.value.message
    assert "U+1F30A" in caught.value.message
    assert not PaperNumber.objects.filter(kind="foi_reply").exists()


def test_what_the_applicant_wrote_and_no_font_has_is_put_right_in_the_words_of_the_office() -> None:
    where = make.office()
    case = make.handling(where, at=AT, description="望溪水库水质监测报告\U0001f600")
    with pytest.raises(Refusal, match="“更正登记内容”"):
        make.consulted(where, case, AT)
    facts = make.request_of(case)
    verbs.correct(
        case_id=case.pk, description="望溪水库水质监测报告", applicant_kind=facts.applicant_kind, by=where.of("officer"),
        supply_form=facts.supply_form, supply_way=facts.supply_way, at=AT,
    )  # fmt: skip
    make.consulted(where, case, AT)
    assert make.application_of(case).description.endswith("\U0001f600"), "the application stays as it was written"


def test_the_worker_typesets_the_reply() -> None:
    from gongkai.kernel.casework.jobs import typeset

    where = make.office()
    case = make.replied(where, at=AT, until="sent")
    typeset.call(CasePaper.objects.get(case=case, kind="reply_open").pk)
    [paper] = [one for one in queries.public_papers(case) if one.is_reply]
    assert len(paper.pdf) == 64


# ---- send, serve


@pytest.mark.parametrize("channel", ["post", "online", "email", "fax", "in_person", "notice"])
def test_each_channel_is_sent_and_then_served_with_its_proof(channel: str) -> None:
    where = make.office()
    case = make.replied(where, at=AT, until="signed")
    case = make.sent(where, case, AT, channel)
    assert case.state == "sent"
    with pytest.raises(Refusal) as caught:
        verbs.serve(case_id=case.pk, proof=" ", by=where.of("officer"), at=AT)
    assert caught.value.field == "proof"
    verbs.serve(case_id=case.pk, proof="回执编号77", by=where.of("officer"), at=AT + timedelta(days=2))
    paper = CasePaper.objects.get(case=case, kind="reply_open")
    assert (paper.state, paper.channel, paper.proof) == ("served", channel, "回执编号77")
    assert make.request_of(case).replied_on == MONDAY  # the sending keeps the term


def test_post_needs_the_number_of_the_parcel() -> None:
    where = make.office()
    case = make.replied(where, at=AT, until="issued")
    with pytest.raises(Refusal) as caught:
        verbs.send(case_id=case.pk, channel="post", by=where.of("officer"), at=AT)
    assert caught.value.field == "tracking"


def test_opening_the_reply_at_the_portal_is_the_proof_of_service_once() -> None:
    where = make.office()
    case = make.replied(where, at=AT, until="sent")
    application = make.application_of(case)
    assert queries.waits_for_opening(application)
    served = verbs.opened(application=application, at=make.moment(MONDAY + timedelta(days=1), 9, 5))
    assert served is not None
    assert served.state == "served"
    paper = CasePaper.objects.get(case=case, kind="reply_open")
    assert "2026年3月3日9时5分在网上打开" in paper.proof
    assert verbs.opened(application=application, at=make.moment(MONDAY + timedelta(days=2))) is None
    assert Event.objects.filter(case=case, move="serve").count() == 1


def test_opening_proves_nothing_for_a_reply_by_post() -> None:
    where = make.office()
    case = make.sent(where, make.replied(where, at=AT, until="signed"), AT, "post")
    assert verbs.opened(application=make.application_of(case), at=AT) is None
    case.refresh_from_db()
    assert case.state == "sent"


def test_what_came_back_is_sent_again_and_counted_once() -> None:
    where = make.office()
    case = make.sent(where, make.replied(where, at=AT, until="signed"), AT, "post")
    later = AT + timedelta(days=40)
    verbs.undelivered(case_id=case.pk, reason="查无此人", by=where.of("officer"), at=later)
    verbs.send(case_id=case.pk, channel="email", tracking="a@b.cn", by=where.of("officer"), at=later)
    verbs.serve(case_id=case.pk, proof="已读回执", by=where.of("officer"), at=later)
    request = make.request_of(case)
    assert (request.line, request.replied_on, request.replied_late) == ("open", MONDAY, False)
    assert PaperNumber.objects.filter(kind="foi_reply").count() == 1


def test_a_reply_after_the_term_is_counted_as_late() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    after = make.moment(current_calendar().after(MONDAY, 21).due)
    make.sent(where, make.signed(where, make.decided(where, case, after), after), after)
    assert make.request_of(case).replied_late
    assert Case.objects.get(pk=case.pk).was_late


def test_a_reply_on_the_last_day_is_in_time() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    last = make.moment(current_calendar().after(MONDAY, 20).due, 23, 59)
    make.sent(where, make.signed(where, make.decided(where, case, last), last), last)
    assert not make.request_of(case).replied_late


def test_a_withdrawal_is_counted_once_and_ends_everything() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    ended = verbs.withdraw(case_id=case.pk, statement="2026年3月2日书面撤回", by=Actor(None, "申请人（网上）"), at=AT)
    assert ended.state == "ended"
    request = make.request_of(case)
    assert (request.line, request.replied_on) == ("o3", MONDAY)
    assert verbs.archive(case_id=case.pk, by=where.of("officer"), at=AT).state == "archived"
    with pytest.raises(Refusal):
        verbs.withdraw(case_id=case.pk, statement="再撤", by=where.of("officer"), at=AT)


def test_a_third_party_is_told_when_its_objection_is_not_followed() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    letter = make.consulted(where, case, AT)
    verbs.hear(
        case_id=case.pk, letter_id=letter.pk, opinion="disagree", reason="不愿公开", by=where.of("officer"), at=AT
    )
    with pytest.raises(Refusal):
        make.decided(where, case, AT, "open")
    make.decided(where, case, AT, "open", override="不公开将对公共利益造成重大影响")
    verbs.tell_third(
        case_id=case.pk, letter_id=letter.pk, about="水价测算表", reason="公共利益", by=where.of("officer"), at=AT
    )
    paper = CasePaper.objects.get(case=case, kind="third_party_disclosure")
    assert not paper.public
    assert "人民法院停止公开" in str(paper.document)
    with pytest.raises(Refusal, match="已经告知过"):
        verbs.tell_third(
            case_id=case.pk, letter_id=letter.pk, about="水价测算表", reason="公共利益", by=where.of("officer"), at=AT
        )
    assert make.sent(where, make.signed(where, Case.objects.get(pk=case.pk), AT), AT).state == "sent"


@pytest.mark.parametrize(("outcome", "ground", "blocked"), [
    ("open", "", True), ("partial", "deny_internal", True), ("partial", "deny_third", False),
])  # fmt: skip
def test_no_reply_goes_out_against_an_objection_before_the_third_party_is_told(outcome, ground, blocked) -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    letter = make.consulted(where, case, AT)
    verbs.hear(
        case_id=case.pk, letter_id=letter.pk, opinion="disagree", reason="不愿公开", by=where.of("officer"), at=AT
    )
    given = {"ground": ground} if ground else {}
    if blocked:
        with pytest.raises(Refusal, match="第三方不同意而仍予公开的理由"):
            make.decided(where, case, AT, outcome, **given)
        given["override"] = "关系公共利益"
    case = make.signed(where, make.decided(where, case, AT, outcome, **given), AT)
    if not blocked:
        assert make.sent(where, case, AT).state == "sent"
        return
    with pytest.raises(Refusal, match="须先办理“告知第三方决定公开”"):
        make.sent(where, case, AT)
    offered = {move.code for move in queries.lawful_moves(Case.objects.get(pk=case.pk), where.of("officer"), AT)}
    assert "third_told" in offered
    verbs.tell_third(
        case_id=case.pk, letter_id=letter.pk, about="价表", reason="公共利益", by=where.of("officer"), at=AT
    )
    assert verbs.send(case_id=case.pk, channel="online", by=where.of("officer"), at=AT).state == "sent"


def test_every_verb_leaves_lines_in_the_ledger() -> None:
    where = make.office()
    case = make.replied(where, at=AT, until="archived")
    said = set(Entry.objects.filter(object_type="case", object_id=str(case.pk)).values_list("verb", flat=True))
    assert {
        "立案", "与申请人确认收到", "受理", "起草答复", "提交答复意见", "审核通过", "签发",
        "编号并制作答复书", "送出", "登记送达", "归档",
    } <= said  # fmt: skip
