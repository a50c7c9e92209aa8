"""条例第四十四条: who was given information may propose that everybody be; the office hears of it and examines it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi import queries
from gongkai.answer.foi.models import Proposal
from gongkai.answer.foi.queries import audit, progress
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case, CasePaper
from gongkai.kernel.casework.queries import audit as casework
from gongkai.kernel.ledger.models import Entry
from gongkai.kernel.notices.queries import Notice
from gongkai.kernel.vocabulary import Refusal, now
from tests import factories
from tests.answer.foi import requests as made
from tests.faces.desk.desktop import at_desk
from tests.faces.portal.applying import Page

pytestmark = pytest.mark.django_db
WHY = "关系全县饮用水安全，需要公众广泛知晓。"


def answered(where: made.Office, outcome: str) -> tuple[Case, str]:
    at = now() - timedelta(minutes=5)
    case, code = made.submitted(where, at=at)
    made.confirmed(where, case, at)
    verbs.accept(case_id=case.pk, by=where.of("officer", at), at=at)
    made.signed(where, made.decided(where, case, at, outcome), at)
    return made.sent(where, case, at, "in_person"), code


def send(case: Case, code: str, text: str) -> Any:
    client = Client()
    assert client.post("/apply/progress/", {"number": case.number, "code": code}).status_code == 302
    return client.post("/apply/progress/case/", {"do": "propose", "text": text})


@pytest.mark.parametrize("outcome", ["open", "partial"])
def test_what_was_disclosed_can_be_proposed_once_and_handler_and_head_are_told(outcome: str) -> None:
    where = made.office()
    case, code = answered(where, outcome)
    empty = Page(send(case, code, ""))
    assert (empty.status, empty.errors) == (400, ["建议的理由：请填写建议的理由"])
    assert send(case, code, WHY).status_code == 302
    (paper,) = CasePaper.objects.filter(case=case, kind="proposal")
    assert paper.file_id is not None
    case.refresh_from_db()
    told = Notice.objects.filter(text__contains="纳入主动公开范围", text__startswith=case.number)
    assert {notice.person_id for notice in told} == {case.handler_id, where.head.pk}
    assert WHY not in str(list(Entry.objects.values_list("detail", flat=True))), (
        "what people write stays out of the ledger"
    )
    again = Page(send(case, code, WHY))
    assert again.status == 400
    assert CasePaper.objects.filter(case=case, kind="proposal").count() == 1
    assert [*audit.faults(), *casework.faults()] == []


@pytest.mark.parametrize("outcome", ["deny_internal", "not_exist"])
def test_what_was_not_disclosed_is_not_proposed(outcome: str) -> None:
    where = made.office()
    case, code = answered(where, outcome)
    assert "propose" not in progress(made.application_of(case), now()).may
    assert send(case, code, WHY).status_code == 400
    with pytest.raises(Refusal, match="才能提出这项建议"):
        verbs.propose(application=made.application_of(case), text=WHY, at=now())
    assert not CasePaper.objects.filter(kind="proposal").exists()


def test_before_the_reply_nothing_is_proposed() -> None:
    where = made.office()
    case = made.decided(where, made.handling(where), now(), "open")
    assert "propose" not in progress(made.application_of(case), now()).may


def proposed(where: made.Office) -> tuple[Case, str, Proposal]:
    case, code = answered(where, "open")
    assert send(case, code, WHY).status_code == 302
    return case, code, Proposal.objects.get(case=case)


def seen_by_the_applicant(case: Case, code: str) -> str:
    client = Client()
    client.post("/apply/progress/", {"number": case.number, "code": code})
    return Page(client.get("/apply/progress/case/")).words


def test_a_proposal_is_adopted_with_the_document_that_was_published_and_the_applicant_reads_it() -> None:
    where = made.office()
    case, code, row = proposed(where)
    assert "机关正在审核" in seen_by_the_applicant(case, code)
    record = factories.published(factories.staff(), title="望溪水库2025年水质检测报告")
    for missing in ({}, {"record": "没有这个号"}, {"record": record.index_number, "reason": "两样都填"}):
        with pytest.raises(Refusal):
            verbs.answer_proposal(proposal_id=row.pk, by=where.of("head"), at=now(), **missing)
    with pytest.raises(Refusal):
        verbs.answer_proposal(proposal_id=row.pk, record=record.index_number, by=where.of("officer"), at=now())
    verbs.answer_proposal(proposal_id=row.pk, record=record.index_number, by=where.of("head"), at=now())
    with pytest.raises(Refusal, match="已经答复"):
        verbs.answer_proposal(proposal_id=row.pk, reason="不纳入", by=where.of("head"), at=now())
    shown = seen_by_the_applicant(case, code)
    assert "已采纳" in shown
    assert "望溪水库2025年水质检测报告" in shown
    assert WHY not in str(list(Entry.objects.values_list("detail", flat=True)))
    assert [*audit.faults(), *casework.faults()] == []


def test_a_proposal_is_refused_with_a_reason_that_the_applicant_reads() -> None:
    where = made.office()
    case, code, row = proposed(where)
    client = at_desk(where.head)
    page = f"/desk/requests/{case.pk}/"
    assert 'name="proposal"' in client.get(page).content.decode()
    assert 'name="proposal"' not in at_desk(where.officer).get(page).content.decode()
    client.post(f"{page}also/answer/", {"proposal": row.pk, "reason": "涉及第三方权益，不宜向公众公开"})
    row.refresh_from_db()
    assert (row.answer, row.answered_by) == ("refused", where.head.name)
    assert "不宜向公众公开" in seen_by_the_applicant(case, code)


def test_the_leader_sees_how_many_proposals_wait_and_which() -> None:
    where = made.office()
    case, _, row = proposed(where)
    made.submitted(where)
    client = at_desk(where.signer)
    shown = client.get("/desk/leader/").content.decode()
    assert "主动公开建议待答复" in shown
    rows = client.get("/desk/requests/?mark=proposed&section=all").content.decode()
    assert case.number in rows
    assert rows.count("/desk/requests/") > 0
    verbs.answer_proposal(proposal_id=row.pk, reason="不属于", by=where.of("head"), at=now())
    assert case.number not in client.get("/desk/requests/?mark=proposed&section=all").content.decode()


def test_several_who_ask_for_the_same_are_told_to_the_drafter_who_may_propose_it_once() -> None:
    where = made.office()
    same = "望溪水库2025年水质检测报告"
    first = made.handling(where, description=same)
    second = made.handling(where, description=same)
    mine = made.applicant()
    third, fourth = (made.handling(where, description="河道采砂许可", applicant=mine) for _ in range(2))
    assert [one.pk for one in queries.alike(first, now())] == [second.pk]
    assert queries.alike(third, now()) == [], "one applicant who asks twice is not several"
    other = made.handling(where, description="水库水质报告")
    cases.link(source_id=other.pk, target_id=first.pk, kind="related", by=where.of("officer"), at=now())
    assert {one.pk for one in queries.alike(first, now())} == {second.pk, other.pk}
    client = at_desk(where.officer)
    draft = f"/desk/requests/{first.pk}/draft/"
    assert "另有2件其他申请人的申请要求同一信息" in client.get(draft).content.decode()
    client.post(f"/desk/requests/{first.pk}/also/suggest/", {"text": "三人申请同一报告"})
    row = Proposal.objects.get(case=first)
    assert (row.source, row.reason, row.answer) == ("office", "三人申请同一报告", "")
    assert Notice.objects.filter(person=where.head, text__contains="多人申请").exists()
    with pytest.raises(Refusal, match="等待答复"):
        verbs.suggest(case_id=first.pk, text="再提", by=where.of("officer"), at=now())
    assert "已经提出过主动公开的建议" in client.get(draft).content.decode()
    assert "另有" not in client.get(f"/desk/requests/{fourth.pk}/draft/").content.decode()
