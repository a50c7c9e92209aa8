"""What the applicant opens at the portal is served by that, once: the fee notice starts the term of payment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi.models import Fee
from gongkai.answer.foi.queries import audit, public_papers
from gongkai.kernel.casework.models import Case, CasePaper
from gongkai.kernel.casework.queries import audit as casework
from gongkai.kernel.casework.queries import readings, rows
from gongkai.kernel.casework.terms import Channel, PaperState
from gongkai.kernel.vocabulary import now
from gongkai.kernel.workdays.queries import current_calendar
from tests.answer.foi import requests as made

from .applying import Page
from .test_apply_progress import opened, typeset

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("folder")]


def charged(where: made.Office, kind: str = "fee") -> tuple[Case, str, CasePaper]:
    """A request with a fee notice that lies at the portal; its code and the notice."""
    at = now() - timedelta(days=3)
    case, code = made.submitted(where, at=at)
    made.confirmed(where, case, at)
    by = where.of("officer", at)
    verbs.accept(case_id=case.pk, by=by, at=at)
    verbs.charge(case_id=case.pk, basis="pages", quantity=68, how="县政务服务中心收费窗口", by=by, at=at)
    case.refresh_from_db()
    typeset(case)
    return case, code, CasePaper.objects.get(case=case, kind=kind)


def fetch(client: Client, paper: CasePaper, **headers: str) -> None:
    answer = client.get(f"/apply/progress/papers/{paper.pk}/", headers=headers)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")


def test_opening_the_fee_notice_on_line_starts_the_term_of_payment_once() -> None:
    case, code, paper = charged(made.office())
    client = Client()
    page = opened(client, case, code)
    assert "打开收费通知即为送达" in page.words
    assert "fee" not in readings(case)
    for _ in range(3):
        fetch(client, paper)
    assert [event.move for event in rows(case)].count("fee_served") == 1
    due = current_calendar().after(now().date(), 20).due
    assert readings(case)["fee"].due_on == due
    fee = Fee.objects.get(case=case)
    assert (fee.served_on, fee.due_on) == (now().date(), due)
    paper.refresh_from_db()
    assert (paper.state, paper.channel, paper.sent_at) == (PaperState.SERVED, Channel.ONLINE, paper.frozen_at)
    assert "在网上打开政府信息公开信息处理费收费通知书" in paper.proof
    words = Page(client.get("/apply/progress/case/")).words
    assert f"{due.year}年{due.month}月{due.day}日" in words
    assert "打开收费通知即为送达" not in words
    assert [*audit.faults(), *casework.faults()] == []


def test_what_a_browser_fetches_ahead_serves_nothing() -> None:
    case, code, paper = charged(made.office())
    client = Client()
    opened(client, case, code)
    fetch(client, paper, sec_purpose="prefetch;prerender")
    paper.refresh_from_db()
    assert paper.state != PaperState.SERVED
    assert rows(case)[-1].move == "charge"


def test_the_day_that_the_office_entered_first_stands() -> None:
    where = made.office()
    case, code, paper = charged(where)
    day = (now() - timedelta(days=1)).date()
    verbs.fee_served(case_id=case.pk, on=day, by=where.of("officer"), at=now())
    client = Client()
    opened(client, case, code)
    fetch(client, paper)
    assert [event.move for event in rows(case)].count("fee_served") == 1
    assert Fee.objects.get(case=case).served_on == day
    paper.refresh_from_db()
    assert paper.state == PaperState.SERVED
    assert [*audit.faults(), *casework.faults()] == []


def test_every_letter_on_the_way_that_was_opened_has_its_proof_and_a_reply_has_none_by_fetching() -> None:
    where = made.office()
    at = now() - timedelta(minutes=5)
    case, code = made.submitted(where, at=at)
    made.confirmed(where, case, at)
    verbs.accept(case_id=case.pk, by=where.of("officer", at), at=at)
    made.acknowledged(where, case, at)
    made.decided(where, case, at)
    case.refresh_from_db()
    made.signed(where, case, at)
    made.sent(where, case, at, "post")
    typeset(case)
    client = Client()
    opened(client, case, code)
    for one in public_papers(case):
        fetch(client, CasePaper.objects.get(pk=one.pk))
    states = dict(CasePaper.objects.filter(case=case).values_list("kind", "state"))
    assert states == {"receipt": PaperState.SERVED, "reply_open": PaperState.SENT}


def test_a_paper_of_another_application_is_not_served(folder: Path) -> None:
    where = made.office()
    _, _, paper = charged(where)
    other, _ = made.submitted(where)
    application = made.application_of(other)
    assert verbs.notice_opened(application=application, paper_id=paper.pk, at=now()) is None
    paper.refresh_from_db()
    assert paper.state != PaperState.SERVED
