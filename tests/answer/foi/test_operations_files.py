"""What an applicant sends after the application: a supplement or reasons, with files; the portal and the desk enter the same event."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi.operations import APPLICANT
from gongkai.answer.foi.queries import audit, progress
from gongkai.kernel.casework.models import Case, CasePaper
from gongkai.kernel.casework.queries import audit as casework
from gongkai.kernel.casework.queries import rows
from gongkai.kernel.casework.terms import Direction
from gongkai.kernel.vocabulary import Refusal, now
from tests.answer.foi import requests as made
from tests.faces.desk.desktop import at_desk
from tests.faces.portal.applying import Page

pytestmark = pytest.mark.django_db

REASONS = "承担县域水质变化研究，需要逐年、逐点比较监测结果。"
FILE = ("课题立项书.txt", "课题编号：岫科〔2026〕3号".encode())


def asked(where: made.Office) -> tuple[Case, str]:
    """A request whose applicant was asked for reasons, and the query code."""
    at = now() - timedelta(minutes=5)
    case, code = made.submitted(where, at=at)
    made.confirmed(where, case, at)
    verbs.accept(case_id=case.pk, by=where.of("officer", at), at=at)
    by = where.of("officer", at)
    return verbs.ask_reasons(case_id=case.pk, reason="三个月内提交62件申请", by=by, at=at), code


def opened(case: Case, code: str) -> tuple[Client, Page]:
    """The page of progress, opened with number and code."""
    client = Client()
    answer = client.post("/apply/progress/", {"number": case.number, "code": code})
    return client, Page(client.get(answer["Location"]))


def send(client: Client, do: str, text: str, *files: tuple[str, bytes]) -> Any:
    given = {"do": do, "text": text}
    if files:
        given["attachments"] = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post("/apply/progress/case/", given)


def whole() -> None:
    assert [*audit.faults(), *casework.faults()] == []


def test_the_applicant_answers_the_question_for_reasons_on_line() -> None:
    where = made.office()
    case, code = asked(where)
    client, page = opened(case, code)
    assert "三个月内提交62件申请" in page.words
    assert page.document.xpath("//main//input[@name='do' and @value='explain']")
    assert send(client, "explain", REASONS, FILE).status_code == 302
    case.refresh_from_db()
    event = rows(case)[-1]
    assert (event.move, event.data["text"], event.person, event.actor_name) == (
        "reasoned",
        REASONS,
        None,
        APPLICANT.name,
    )
    assert event.at.date() == now().date()
    (paper,) = CasePaper.objects.filter(case=case, direction=Direction.IN)
    assert event.data["files"] == [paper.pk]
    assert (paper.title, paper.public) == (FILE[0], False)
    assert case.state == "explaining", "what the applicant says is no finding"
    whole()


def test_reasons_are_asked_for_only_while_the_question_is_open() -> None:
    where = made.office()
    case, code = made.submitted(where)
    client, page = opened(case, code)
    assert not page.document.xpath("//main//input[@name='do' and @value='explain']")
    assert "没有要求您提交" in Page(send(client, "explain", REASONS, FILE)).words
    assert not CasePaper.objects.filter(case=case).exists()
    case, code = asked(where)
    client, _ = opened(case, code)
    send(client, "explain", REASONS)
    page = Page(client.get("/apply/progress/case/"))
    assert "说明已收到" in page.words
    assert not page.document.xpath("//main//input[@name='do' and @value='explain']")
    again = Page(send(client, "explain", "再说一次"))
    assert again.status == 400
    assert "已经提交过" in again.words
    assert [event.move for event in rows(case)].count("reasoned") == 1
    verbs.explain(case_id=case.pk, finding="reasonable", by=where.of("officer"), at=now())
    assert progress(case.request.application, now()).may == frozenset()


def test_empty_and_endless_reasons_are_told_and_enter_nothing() -> None:
    case, code = asked(made.office())
    client, _ = opened(case, code)
    for text, words in (("", "请填写说明的理由"), ("年" * 50_000, "最多 5000 字，现有 50000 字")):
        page = Page(send(client, "explain", text))
        assert page.status == 400
        assert words in page.errors[0]
    page = Page(send(client, "explain", REASONS, ("木马.exe", b"MZ\x90\x00" + b"\x00" * 60)))
    assert page.status == 400
    assert "木马.exe" in page.errors[0]
    assert REASONS in page.text, "what was typed is still there"
    assert rows(case)[-1].move == "ask_reasons"


def test_the_desk_enters_a_letter_of_reasons_as_the_same_event() -> None:
    where = made.office()
    case, _ = asked(where)
    address = reverse("desk:request_step", args=[case.pk, "reasoned"])
    client = at_desk(where.officer)
    assert 'enctype="multipart/form-data"' in client.get(address).content.decode()
    given = {"version": case.version, "text": REASONS, "files": [SimpleUploadedFile(*FILE)]}
    assert client.post(address, given).status_code == 302
    event = rows(case)[-1]
    assert (event.move, event.data["text"], event.person) == ("reasoned", REASONS, where.officer)
    assert len(event.data["files"]) == 1
    whole()


def test_a_finding_needs_no_second_copy_of_the_words_and_cannot_say_that_there_were_none() -> None:
    where = made.office()
    case, _ = asked(where)
    by = where.of("officer")
    with pytest.raises(Refusal, match="请填写申请人说明的理由"):
        verbs.explain(case_id=case.pk, finding="unreasonable", by=by, at=now())
    verbs.give_reasons(case_id=case.pk, text=REASONS, by=APPLICANT, at=now())
    with pytest.raises(Refusal, match="申请人已经说明理由"):
        verbs.explain(case_id=case.pk, finding="none", by=by, at=now())
    assert verbs.explain(case_id=case.pk, finding="unreasonable", by=by, at=now()).state == "handling"


def test_too_many_files_and_a_hostile_one_leave_nothing_behind() -> None:
    where = made.office()
    case, _ = asked(where)
    for files, words in (([FILE] * 11, "最多10个"), ([("木马.exe", b"MZ\x90\x00" + b"\x00" * 60)], "木马")):
        with pytest.raises(Refusal, match=words) as refused:
            verbs.give_reasons(case_id=case.pk, text=REASONS, files=files, by=APPLICANT, at=now())
        assert refused.value.field == "files"
    assert rows(case)[-1].move == "ask_reasons"
    assert not CasePaper.objects.filter(case=case, direction=Direction.IN).exists()


def amending(where: made.Office) -> tuple[Case, str]:
    """A request whose applicant was asked for a supplement, and the query code."""
    at = now() - timedelta(minutes=5)
    case, code = made.submitted(where, at=at)
    made.confirmed(where, case, at)
    verbs.accept(case_id=case.pk, by=where.of("officer", at), at=at)
    return verbs.ask(case_id=case.pk, what="请写明年度", by=where.of("officer", at), at=at), code


def test_a_supplement_brings_files_on_line_as_an_application_does() -> None:
    case, code = amending(made.office())
    client, page = opened(case, code)
    (form,) = page.document.xpath("//main//form[input[@name='do' and @value='amend']]")
    assert form.get("enctype") == "multipart/form-data"
    wrong = Page(send(client, "amend", "2025年度", ("木马.exe", b"MZ\x90\x00" + b"\x00" * 60)))
    assert wrong.status == 400
    assert "木马.exe" in wrong.errors[0]
    assert "2025年度" in wrong.text
    many = Page(send(client, "amend", "2025年度", *[FILE] * 6))
    assert "附件最多 5 个，现有 6 个" in many.errors[0]
    assert send(client, "amend", "2025年度", FILE, ("身份证明.txt", b"x")).status_code == 302
    case.refresh_from_db()
    assert case.state == "handling"
    event = rows(case)[-1]
    papers = CasePaper.objects.filter(case=case, direction=Direction.IN).order_by("pk")
    assert event.data["files"] == [one.pk for one in papers]
    assert [one.title for one in papers] == [FILE[0], "身份证明.txt"]
    whole()


def test_a_supplement_that_came_by_post_is_entered_with_its_scan() -> None:
    where = made.office()
    case, _ = amending(where)
    address = reverse("desk:request_step", args=[case.pk, "amend"])
    client = at_desk(where.officer)
    bad = client.post(
        address,
        {
            "version": case.version,
            "text": "2025年度",
            "files": [SimpleUploadedFile("木马.exe", b"MZ\x90\x00" + b"\x00" * 60)],
        },
    )
    assert bad.status_code == 422
    assert "2025年度" in bad.content.decode()
    files = [SimpleUploadedFile(*FILE), SimpleUploadedFile("第二页.txt", b"x")]
    assert client.post(address, {"version": case.version, "text": "2025年度", "files": files}).status_code == 302
    assert rows(case)[-1].move == "amend"
    assert CasePaper.objects.filter(case=case, direction=Direction.IN, kind="attachment").count() == 2


def test_a_supplement_with_files_too_large_to_be_read_keeps_its_words() -> None:
    case, code = amending(made.office())
    client, _ = opened(case, code)
    page = Page(send(client, "amend", "2025年度的监测结果", ("大.txt", b"a" * (13 * 1024 * 1024))))
    assert page.status == 400
    assert "附件一共约 13 MB，超过 10 MB，没有上传" in page.errors[0]
    assert "2025年度的监测结果" in page.text
    assert rows(case)[-1].move == "ask"


def test_what_was_ticked_on_paper_is_entered_and_not_put_right_to_what_cannot_be() -> None:
    where = made.office()
    case = made.registered(where, supply_form="paper", supply_way="online")
    by = where.of("officer")
    verbs.correct(case_id=case.pk, description="望溪水库2025年水质", by=by, at=now())
    verbs.correct(case_id=case.pk, supply_form="electronic", by=by, at=now())
    with pytest.raises(Refusal, match="纸质的信息不能用电子邮件发送") as refused:
        verbs.correct(case_id=case.pk, supply_form="paper", supply_way="email", by=by, at=now())
    assert refused.value.field == "supply_way"


@pytest.mark.parametrize("ending", [False, True])
def test_a_late_supplement_on_line_is_asked_for_its_reason_until_the_end_is_signed(ending: bool) -> None:
    where = made.office()
    at = now() - timedelta(days=40)
    case, code = made.submitted(where, at=at)
    made.confirmed(where, case, at)
    by = where.of("officer", at)
    verbs.accept(case_id=case.pk, by=by, at=at)
    verbs.ask(case_id=case.pk, what="请写明年度", days=5, by=by, at=at)
    if ending:
        verbs.draft_decision(case_id=case.pk, outcome="no_supplement", fields={}, by=by, at=now())
        verbs.decide(case_id=case.pk, by=by, at=now())
    client, page = opened(case, code)
    assert "逾期补正的正当理由" in page.words
    assert "届满。有正当理由的" in page.words
    refused = send(client, "amend", "2025年度")
    assert refused.status_code == 400
    assert "2025年度" in Page(refused).text, "what was typed is still there"
    given = {"do": "amend", "text": "2025年度", "good_reason": "住院治疗"}
    assert client.post("/apply/progress/case/", given).status_code == 302
    case.refresh_from_db()
    assert case.state == "handling"
    event = next(one for one in rows(case) if one.move == "amend")
    assert (event.data["text"], event.data["good_reason"]) == ("2025年度", "住院治疗")
    whole()


def test_a_supplement_in_time_is_not_asked_for_an_excuse() -> None:
    where = made.office()
    at = now() - timedelta(minutes=5)
    case, code = made.submitted(where, at=at)
    made.confirmed(where, case, at)
    verbs.accept(case_id=case.pk, by=where.of("officer", at), at=at)
    verbs.ask(case_id=case.pk, what="请写明年度", days=5, by=where.of("officer", at), at=at)
    _, page = opened(case, code)
    assert "请补正" in page.words
    assert "正当理由" not in page.words.replace("无正当理由逾期不补正的", "")
