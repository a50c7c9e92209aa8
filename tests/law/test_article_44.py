"""条例第四十四条: who was given information may propose that everybody be; the office hears of it and examines it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi.queries import audit, progress
from gongkai.kernel.casework.models import Case, CasePaper
from gongkai.kernel.casework.queries import audit as casework
from gongkai.kernel.ledger.models import Entry
from gongkai.kernel.notices.queries import Notice
from gongkai.kernel.vocabulary import Refusal, now
from tests.answer.foi import requests as made
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
