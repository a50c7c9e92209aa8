"""Progress by number and code: nothing without the code, one answer to every wrong try, what is asked, papers, service."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi.queries import progress as progress_of
from gongkai.answer.foi.queries import public_papers
from gongkai.faces.portal import throttle
from gongkai.faces.portal.views import progress as views
from gongkai.kernel.casework.models import Case
from gongkai.kernel.casework.operations.papers import subject
from gongkai.kernel.casework.queries import rows
from gongkai.kernel.papers import operations as papers
from gongkai.kernel.papers.models import Rendition
from gongkai.kernel.vocabulary import now
from tests.answer.foi import requests as made

from .applying import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "memory", throttle.Memory())


@pytest.fixture
def office(folder: Path) -> made.Office:
    return made.office(name="云岫县水利局", short_name="县水利局", phone="0999-0210001")


def ask(client: Client, number: str, code: str, prefix: str = "") -> Any:
    return client.post(f"{prefix}/apply/progress/", {"number": number, "code": code})


def opened(client: Client, case: Case, code: str) -> Page:
    answer = ask(client, case.number, code)
    assert (answer.status_code, answer["Location"]) == (302, "/apply/progress/case/")
    return Page(client.get(answer["Location"]))


def typeset(case: Case) -> None:
    """What the worker does after the transaction, with a text file in place of the typesetting."""
    for paper in public_papers(case):
        stored = papers.store(b"%PDF-1.7 " + paper.title.encode(), "application/pdf", now())
        row = Rendition.objects.get(subject=subject(case.papers.get(pk=paper.pk)), format="pdf")
        if row.file_id is None:
            papers.finish(row.pk, file=stored, at=now())


def amending(office: made.Office) -> tuple[Case, str]:
    case, code = made.submitted(office)
    made.confirmed(office, case, now())
    verbs.accept(case_id=case.pk, by=office.of("officer"), at=now())
    return verbs.ask(case_id=case.pk, what="请写明需要哪一年度的监测结果", by=office.of("officer"), at=now()), code


def sent(office: made.Office, channel: str = "online") -> tuple[Case, str]:
    at = now() - timedelta(minutes=5)
    case, code = made.submitted(office, at=at)
    made.confirmed(office, case, at)
    verbs.accept(case_id=case.pk, by=office.of("officer"), at=at)
    made.decided(office, case, at)
    case.refresh_from_db()
    made.signed(office, case, at)
    return made.sent(office, case, at, channel), code


# -- who may look --------------------------------------------------------------------------------------------------------


def test_number_and_code_open_the_page_however_they_are_typed(office: made.Office):
    case, code = made.submitted(office)
    for number, typed in (
        (case.number, code),
        (case.number.replace("〔", "[").replace("〕", "]"), code.lower().replace("-", " ")),
        (f" {case.number.replace('〔', '（').replace('〕', '）')} ", code.replace("-", "")),
    ):
        page = opened(Client(), case, code) if number == case.number else None
        assert page is None or "已提交" in page.words
        assert ask(Client(), number, typed).status_code == 302


def test_without_the_code_nothing_is_shown(office: made.Office):
    case, _ = made.submitted(office)
    paper = "/apply/progress/papers/1/"
    for address in ("/apply/progress/case/", paper, "/hant/apply/progress/case/"):
        for answer in (Client().get(address), Client().post(address, {"do": "withdraw", "sure": "on"})):
            assert answer.status_code == 302
            assert answer["Location"].removeprefix("/hant") == "/apply/progress/"
    case.refresh_from_db()
    assert case.state == "arrived"


def test_a_wrong_code_and_a_number_nobody_has_get_the_same_answer(office: made.Office):
    case, _ = made.submitted(office)
    unknown = case.number.replace("1号", "9号")
    answers = [Page(ask(Client(), number, "AAAA-AAAA-AAAA-AAAA")) for number in (case.number, unknown, "x' OR 1=1")]
    assert {page.status for page in answers} == {400}
    assert len({tuple(page.errors) for page in answers}) == 1
    assert views.WRONG in answers[0].errors[0]
    texts = {page.words.replace(case.number, "").replace(unknown, "").replace("x' OR 1=1", "") for page in answers}
    assert len(texts) == 1


@pytest.mark.parametrize("number", ["", "\x00", "号" * 5000, "😀"])
def test_whatever_is_typed_is_answered_in_words(office: made.Office, number: str):
    page = Page(ask(Client(), number, "x" * 5000))
    assert page.status == 400
    assert page.errors


def test_guessing_is_stopped_per_address_and_per_number_and_says_so(office: made.Office):
    case, code = made.submitted(office)
    guesser = Client(REMOTE_ADDR="203.0.113.1")
    found = [ask(guesser, f"岫水〔2026〕{n}号", "AAAA").status_code for n in range(21)]
    assert found == [400] * 20 + [429]
    page = Page(ask(guesser, case.number, code))
    assert page.status == 429, "the right code does not help who guessed too often"
    assert "网络地址查询失败的次数过多" in page.words
    assert int(page.response["Retry-After"]) > 600
    assert ask(Client(REMOTE_ADDR="203.0.113.2"), case.number, code).status_code == 302

    found = [ask(Client(REMOTE_ADDR=f"198.51.100.{n}"), case.number, "AAAA").status_code for n in range(11)]
    assert found == [400] * 10 + [429]
    assert ask(Client(REMOTE_ADDR="203.0.113.3"), case.number, code).status_code == 302, "strangers lock nobody out"
    page = Page(ask(Client(REMOTE_ADDR="198.51.100.99"), "岫水〔2026〕777号", "AAAA"))
    assert page.status == 400
    unknown = [ask(Client(REMOTE_ADDR=f"192.0.2.{n}"), "没有〔2026〕1号", "AAAA").status_code for n in range(11)]
    assert unknown == found, "a number that nobody has is counted alike"


def test_a_right_code_is_never_counted(office: made.Office):
    case, code = made.submitted(office)
    assert {ask(Client(), case.number, code).status_code for _ in range(25)} == {302}


def test_the_page_is_kept_by_nobody_and_ends_after_half_an_hour(office: made.Office, monkeypatch: pytest.MonkeyPatch):
    case, code = made.submitted(office)
    client = Client()
    page = opened(client, case, code)
    assert "no-store" in page.response["Cache-Control"]
    assert code.replace("-", "") not in str(dict(client.session))
    later = now() + timedelta(minutes=31)
    monkeypatch.setattr(views, "now", lambda: later)
    assert client.get("/apply/progress/case/").status_code == 302
    assert "foi_progress" not in client.session


def test_leaving_ends_it_at_once(office: made.Office):
    case, code = made.submitted(office)
    client = Client()
    opened(client, case, code)
    answer = client.post("/apply/progress/case/", {"do": "leave"})
    assert "已结束查询" in Page(client.get(answer["Location"])).words
    assert client.get("/apply/progress/case/").status_code == 302


def test_an_application_shows_nothing_of_another(office: made.Office):
    mine, code = made.submitted(office)
    other, _ = sent(office)
    typeset(other)
    client = Client()
    opened(client, mine, code)
    assert client.get(f"/apply/progress/papers/{public_papers(other)[0].pk}/").status_code == 404


# -- what it shows -------------------------------------------------------------------------------------------------------


def test_the_state_in_words_and_the_due_date_day_by_day(office: made.Office):
    at = made.moment(made.working_day(now().date() - timedelta(days=12)))
    case, code = made.submitted(office, at=at)
    client = Client()
    page = opened(client, case, code)
    assert "尚未确认收到" in page.words
    assert "0999-0210001" in page.words
    assert "答复期限：" not in page.words
    made.confirmed(office, case, at)
    page = Page(client.get("/apply/progress/case/"))
    due = progress_of(case.request.application, now()).due_on
    assert due is not None
    assert f"{due.year}年{due.month}月{due.day}日前" in page.words
    assert "个工作日" in page.words
    assert "《条例》第三十三条" in page.words
    days = [one.text_content() for one in page.document.xpath("//*[@class='day-by-day']//li")]
    assert sum("计第" in line for line in days) == 20
    assert any("周末" in line and "不计" in line for line in days)
    assert not [line for line in days if "," in line or "(" in line], "printed as Chinese is"


def test_a_pause_is_told_and_no_date_is_promised(office: made.Office):
    case, code = made.submitted(office)
    made.confirmed(office, case, now())
    verbs.accept(case_id=case.pk, by=office.of("officer"), at=now())
    made.consulted(office, case, now())
    page = opened(Client(), case, code)
    assert "征求意见中" in page.words
    assert "暂停" in page.words
    assert "水价测算表" not in page.words, "what third parties are asked stays in the office"


def test_a_supplement_is_asked_and_answered_on_line(office: made.Office):
    case, code = amending(office)
    client = Client()
    page = opened(client, case, code)
    assert "请写明需要哪一年度的监测结果" in page.words
    assert "补正期限" in page.words
    wrong = Page(client.post("/apply/progress/case/", {"do": "amend", "text": ""}))
    assert (wrong.status, len(wrong.errors)) == (400, 1)
    long = Page(client.post("/apply/progress/case/", {"do": "amend", "text": "年" * 50_000}))
    assert "最多 5000 字，现有 50000 字" in long.errors[0]
    answer = client.post("/apply/progress/case/", {"do": "amend", "text": "2025年度"})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == "handling"
    event = rows(case)[-1]
    assert (event.move, event.data["text"], event.person) == ("amend", "2025年度", None)
    again = Page(client.post("/apply/progress/case/", {"do": "amend", "text": "再补一次"}))
    assert again.status == 400
    assert again.errors


def test_opening_the_notice_on_line_starts_the_term_of_the_supplement(office: made.Office):
    case, code = amending(office)
    typeset(case)
    client = Client()
    opened(client, case, code)
    (paper,) = public_papers(case)
    for _ in range(2):
        answer = client.get(f"/apply/progress/papers/{paper.pk}/")
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
        assert "no-store" in answer["Cache-Control"]
    assert [event.move for event in rows(case)].count("ask_served") == 1


def test_opening_the_reply_is_the_proof_of_service_and_only_a_deliberate_step_is(office: made.Office):
    case, code = sent(office)
    client = Client()
    page = opened(client, case, code)
    assert "答复书正在生成" in page.words
    typeset(case)
    page = Page(client.get("/apply/progress/case/"))
    assert "打开答复书即为送达" in page.words
    reply = next(one for one in public_papers(case) if one.is_reply)
    address = f"/apply/progress/papers/{reply.pk}/"
    assert client.get(address)["Location"] == "/apply/progress/case/", "a link that is fetched ahead serves nothing"
    case.refresh_from_db()
    assert case.state == "sent"
    answer = client.post(address)
    assert answer.status_code == 302
    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF")
    case.refresh_from_db()
    assert case.state == "served"
    assert "在网上打开答复书" in rows(case)[-1].data["proof"]
    client.post(address)
    assert [event.move for event in rows(case)].count("serve") == 1
    assert "已经送达" in Page(client.get("/apply/progress/case/")).words


def test_a_reply_sent_by_post_is_not_served_by_looking(office: made.Office):
    case, code = sent(office, "post")
    typeset(case)
    client = Client()
    page = opened(client, case, code)
    assert "打开答复书即为送达" not in page.words
    reply = next(one for one in public_papers(case) if one.is_reply)
    assert b"".join(client.get(f"/apply/progress/papers/{reply.pk}/").streaming_content).startswith(b"%PDF")
    case.refresh_from_db()
    assert case.state == "sent"


def test_a_request_is_taken_back_only_when_it_is_said_twice(office: made.Office):
    case, code = made.submitted(office)
    client = Client()
    assert "撤回申请" not in opened(client, case, code).words, "before the confirmation there is no such move"
    made.confirmed(office, case, now())
    assert "撤回申请" in Page(client.get("/apply/progress/case/")).words
    page = Page(client.post("/apply/progress/case/", {"do": "withdraw"}))
    assert page.status == 400
    case.refresh_from_db()
    assert case.state == "registered"
    client.post("/apply/progress/case/", {"do": "withdraw", "sure": "on"})
    case.refresh_from_db()
    assert case.state == "ended"
    assert "在网上撤回" in rows(case)[-1].data["statement"]
    assert "已终结" in Page(client.get("/apply/progress/case/")).words


def test_every_state_has_a_page_and_each_id_once(office: made.Office):
    for case, code in (made.submitted(office), amending(office), sent(office)):
        typeset(case)
        for prefix in ("", "/hant"):
            client = Client()
            answer = ask(client, case.number, code, prefix)
            page = Page(client.get(answer["Location"]))
            assert page.status == 200
            assert len(page.document.xpath("//h1")) == 1
            ids = page.document.xpath("//@id")
            assert sorted(ids) == sorted(set(ids))
            assert page.document.xpath("//script[not(@src)] | //style | //@style") == []
            if prefix:
                assert page.document.get("lang") == "zh-Hant"
                assert case.number in page.words, "the number is as it stands on the receipt"
