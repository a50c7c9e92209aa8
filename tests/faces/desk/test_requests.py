"""Requests at the desk: every state has its page, every step its form; who may not look sees nothing; nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi.models import Fee
from gongkai.answer.foi.workflow import REQUEST
from gongkai.faces.desk.requests_forms import PAGES, SAME, WAYS
from gongkai.kernel.casework import identity
from gongkai.kernel.casework import operations as casework
from gongkai.kernel.casework import queries as cases
from gongkai.kernel.casework.models import Case, Event
from gongkai.kernel.ledger.models import Entry
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import now
from tests import factories
from tests.answer.foi import requests
from tests.faces.desk.desktop import at_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> requests.Office:
    return requests.office()


def page(case: Case) -> str:
    return reverse("desk:request", args=[case.pk])


def step(case: Case, code: str) -> str:
    return reverse("desk:request_step", args=[case.pk, code])


def test_every_move_of_the_table_has_a_form_or_the_draft_page():
    assert {SAME.get(move.code, move.code) for move in REQUEST.moves} - PAGES.keys() == set(WAYS)


def registration(office: requests.Office, officer: Client) -> dict[str, Any]:
    """The form of an application on paper as a browser sends it."""
    form = lxml.html.fromstring(officer.get(reverse("desk:request_new")).content).xpath("//main//form")[0]
    return {
        "organ": office.organ.pk, "channel": "counter", "arrived_on": now().date().isoformat(), "kind": "natural",
        "name": "苏望溪", "identity_kind": "resident", "identity_number": requests.resident_number(),
        "phone": "13800138000", "description": "望溪水库水源地保护区划定方案", "supply_form": "paper",
        "supply_way": "in_person", "once": form.fields["once"],
    }  # fmt: skip


def test_a_receipt_that_is_refreshed_is_the_same_receipt(office: requests.Office):
    officer = at_desk(office.officer)
    data = registration(office, officer)
    first, again = (officer.post(reverse("desk:request_new"), data).content.decode() for _ in range(2))
    found = lxml.html.fromstring(first).xpath("//dl[@class='facts']//dd//text()")
    assert len(found) == 2
    assert lxml.html.fromstring(again).xpath("//dl[@class='facts']//dd//text()") == found
    assert Case.objects.count() == 1
    other = officer.post(reverse("desk:request_new"), data | {"description": "另一件事"})
    assert other.status_code == 422
    assert "已经提交过" in other.content.decode()
    assert registration(office, officer)["once"] != data["once"]


def test_a_request_goes_from_the_counter_to_the_archive_through_the_pages(office: requests.Office):
    officer, head, signer = (at_desk(who) for who in (office.officer, office.head, office.signer))
    data = registration(office, officer)
    answer = officer.post(reverse("desk:request_new"), data)
    assert answer.status_code == 200
    assert "查询码只显示这一次" in answer.content.decode()
    case = Case.objects.get()
    shown = officer.get(page(case)).content.decode()
    assert "苏望溪" not in shown
    assert "13800138000" not in shown
    assert officer.post(step(case, "accept"), {"version": case.version}).status_code == 302
    draft = reverse("desk:request_draft", args=[case.pk])
    offered = officer.get(draft).content.decode()
    assert "予以公开" in offered
    assert "补正后仍不明确" not in offered
    case.refresh_from_db()
    lacking = officer.post(draft, {"version": case.version, "outcome": "open", "then": "submit", "given": ""})
    assert lacking.status_code == 422
    case.refresh_from_db()
    assert case.state == "handling"
    told = {"version": case.version, "outcome": "open", "then": "submit", "given": "方案全文随答复书提供。"}
    assert officer.post(draft, told).status_code == 302
    for client, code in ((head, "approve"), (signer, "sign"), (officer, "issue")):
        case.refresh_from_db()
        assert client.get(step(case, code)).status_code == 200
        assert client.post(step(case, code), {"version": case.version, "comment": ""}).status_code == 302, code
    case.refresh_from_db()
    sent = {"version": case.version, "channel": "in_person"}
    assert officer.post(step(case, "send"), sent).status_code == 302
    case.refresh_from_db()
    assert officer.post(step(case, "serve"), {"version": case.version, "proof": "申请人当面签收"}).status_code == 302
    case.refresh_from_db()
    assert officer.post(step(case, "archive"), {"version": case.version}).status_code == 302
    case.refresh_from_db()
    assert case.state == "archived"
    assert officer.get(page(case)).status_code == 200


def test_a_step_that_a_colleague_made_first_is_told_and_keeps_what_was_typed(office: requests.Office):
    case = requests.handling(office)
    stale = case.version - 1
    answer = at_desk(office.officer).post(step(case, "ask"), {"version": stale, "what": "请写明文件名称"})
    assert answer.status_code == 409
    assert "请写明文件名称" in answer.content.decode()
    assert not Event.objects.filter(case=case, move="ask").exists()


def test_looking_at_the_identity_is_written_down(office: requests.Office):
    case = requests.handling(office)
    address = reverse("desk:request_identity", args=[case.pk])
    assert at_desk(office.officer).get(address).status_code == 405
    shown = at_desk(office.officer).post(address)
    assert shown.status_code == 200
    assert Entry.objects.filter(verb="查看申请人身份").count() == 1


def test_who_works_elsewhere_sees_nothing_and_the_supervisor_no_applicant(office: requests.Office):
    case = requests.handling(office)
    elsewhere = factories.person(Role.FOI_OFFICER, organ=factories.organ(name="云岫县别处局"))
    assert at_desk(elsewhere).get(page(case)).status_code == 403
    for code in WAYS:
        assert at_desk(elsewhere).post(step(case, code), {"version": case.version}).status_code == 403
    government = factories.organ(name="云岫县人民政府办公室", is_supervisor=True)
    office.organ.government = government
    office.organ.save()
    supervisor = factories.person(Role.SUPERVISOR, organ=government)
    shown = at_desk(supervisor).get(page(case))
    assert shown.status_code == 200
    description = requests.request_of(case).description
    assert description not in shown.content.decode()
    assert at_desk(supervisor).post(reverse("desk:request_identity", args=[case.pk])).status_code == 403


def test_every_form_opens_where_its_step_is_lawful(office: requests.Office):
    at = now() - timedelta(days=3)
    officer = at_desk(office.officer)
    handling = requests.handling(office, at=at)
    for code in ("ask", "consult", "ask_reasons", "charge", "cite_earlier", "withdraw"):
        assert officer.get(step(handling, code)).status_code == 200, code
    letter = requests.consulted(office, handling, now())
    told = officer.post(
        step(handling, "letter_received"),
        {"version": Case.objects.get(pk=handling.pk).version, "letter_id": letter.pk, "on": now().date().isoformat()},
    )
    assert told.status_code == 302
    letter.refresh_from_db()
    assert letter.due_on is not None
    heard = officer.post(
        step(handling, "hear"),
        {"version": Case.objects.get(pk=handling.pk).version, "letter_id": letter.pk, "opinion": "agree"},
    )
    assert heard.status_code == 302
    handling.refresh_from_db()
    assert handling.state == "handling"


def test_the_queue_shows_lights_in_words_and_needs_few_queries(office: requests.Office, django_assert_max_num_queries):
    for _ in range(12):
        requests.handling(office)
    client = at_desk(office.officer)
    client.get(reverse("desk:requests"))
    with django_assert_max_num_queries(30):
        shown = client.get(reverse("desk:requests")).content.decode()
    assert "个工作日" in shown


def test_colleagues_hand_over_note_watch_and_link(office: requests.Office):
    case, other = requests.handling(office), requests.handling(office)
    client = at_desk(office.officer)

    def act(what: str, **given: object) -> str:
        return client.post(reverse("desk:request_act", args=[case.pk, what]), given, follow=True).content.decode()

    assert "已分办" in act("assign", person=office.deputy.pk)
    assert "备注已保存" in act("note", text="请@方明德 看一下")
    assert "已关注" in act("watch")
    assert "已取消关注" in act("unwatch")
    assert "已与" in act("link", number=other.number)
    tie = cases.links(case)[0][0]
    assert "取消关联" in client.get(page(case)).content.decode()
    assert "已取消关联" in act("unlink", link=tie.pk)
    assert "刷新页面" in act("unlink", link=tie.pk)
    assert not cases.links(case)
    assert "找不到" in act("link", number="不存在")
    case.refresh_from_db()
    assert case.handler == office.deputy


def test_home_leader_page_and_search_show_requests_beside_documents(office: requests.Office):
    case = requests.handling(office)
    waiting = requests.decided(office, requests.handling(office), now())
    waiting = verbs.approve(case_id=waiting.pk, by=office.of("head"), at=now())
    assert case.number in at_desk(office.officer).get(reverse("desk:home")).content.decode()
    leader = at_desk(office.signer)
    shown = leader.get(reverse("desk:leader")).content.decode()
    assert "等您签发的答复" in shown
    assert step(waiting, "sign") in shown
    assert "去年同期0件" in shown
    assert "mark=notice_late" in shown
    assert waiting.number in leader.get(reverse("desk:home")).content.decode()
    found = at_desk(office.officer).get(reverse("desk:search"), {"q": case.number}).content.decode()
    assert page(case) in found


def test_the_office_puts_facts_right_gives_a_receipt_and_keeps_phrases(office: requests.Office):
    case = requests.handling(office)
    client = at_desk(office.officer)
    address = reverse("desk:request_correct", args=[case.pk])
    assert client.get(address).status_code == 200
    facts = requests.request_of(case)
    given = {
        "version": case.version, "applicant_kind": "org_business", "description": facts.description,
        "supply_form": facts.supply_form, "supply_way": facts.supply_way,
    }  # fmt: skip
    assert client.post(address, given).status_code == 302
    assert requests.request_of(case).applicant_kind == "org_business"
    assert client.post(reverse("desk:request_receipt", args=[case.pk])).status_code == 302
    assert "登记回执" in client.get(page(case)).content.decode()
    phrases = reverse("desk:request_phrases", args=[office.organ.pk])
    assert client.post(phrases, {"title": "收到", "text": "已于{收到日期}收到。"}).status_code == 302
    assert client.post(phrases, {"title": "错", "text": "{没有的字段}"}).status_code == 422
    assert "收到" in client.get(phrases).content.decode()


def test_a_third_party_whose_objection_is_not_followed_is_told(office: requests.Office):
    case = requests.handling(office)
    letter = requests.consulted(office, case, now())
    by = office.of("officer")
    verbs.letter_received(case_id=case.pk, letter_id=letter.pk, by=by, at=now())
    verbs.hear(case_id=case.pk, letter_id=letter.pk, opinion="disagree", reason="属于商业秘密", by=by, at=now())
    verbs.draft_decision(
        case_id=case.pk, outcome="open", fields=requests.fields_for("open", override="公共利益"), by=by, at=now()
    )
    client = at_desk(office.officer)
    address = reverse("desk:request_tell", args=[case.pk])
    assert letter.party.masked in client.get(address).content.decode()
    given = {
        "version": Case.objects.get(pk=case.pk).version,
        "letter_id": letter.pk,
        "about": "水价测算表",
        "reason": "供水价格关系公共利益",
    }
    assert client.post(address, given).status_code == 302
    assert case.papers.filter(kind="third_party_disclosure").exists()


def test_the_letter_is_judged_without_the_name_of_the_applicant(office: requests.Office):
    case = requests.decided(office, requests.handling(office), now())
    name = identity.unseal(requests.application_of(case).sealed)["name"]
    shown = at_desk(office.head).get(step(case, "approve")).content.decode()
    assert "政府信息公开申请答复书" in shown
    assert name not in shown
    assert identity.mask(name) in shown


def test_a_payment_of_yesterday_is_entered_today_though_its_term_is_over(office: requests.Office):
    at = requests.moment(requests.working_day(now().date() - timedelta(days=60)))
    case = requests.handling(office, at=at)
    by = office.of("officer")
    verbs.charge(case_id=case.pk, basis="pages", quantity=68, how="柜台", by=by, at=at)
    case = verbs.fee_served(case_id=case.pk, by=by, at=at)
    client = at_desk(office.officer)
    assert step(case, "paid") in client.get(page(case)).content.decode()
    form = client.get(step(case, "paid")).content.decode()
    assert "只能补登" in form
    assert "缴费日期" in form
    paid = {"version": case.version, "amount": 380}
    refused = client.post(step(case, "paid"), paid)
    assert refused.status_code == 422
    assert "视为放弃申请" in refused.content.decode()
    in_time = requests.working_day(at.date(), 20).isoformat()
    assert client.post(step(case, "paid"), paid | {"on": in_time}).status_code == 302


def test_a_fee_by_items_counts_on_from_what_the_same_applicant_asked_in_the_month(office: requests.Office):
    """国办函〔2020〕109号: the eleventh item of a month costs a hundred, whichever request it stands in."""
    who = requests.applicant()
    cases = [requests.handling(office, applicant=who) for _ in range(3)]
    officer = at_desk(office.officer)
    asked = lxml.html.fromstring(officer.get(step(cases[2], "charge")).content)
    assert asked.xpath("//input[@name='already']/@value") == ["2"]
    cases[2].refresh_from_db()
    given = {"version": cases[2].version, "basis": "items", "quantity": 9, "already": 2, "how": "县政务服务中心"}
    assert officer.post(step(cases[2], "charge"), given).status_code == 302
    assert Fee.objects.get().amount == 100


def test_the_timeline_says_what_every_step_brought_and_names_nobody(office: requests.Office):
    at = now()
    case, _ = requests.submitted(office, at=at)
    by = office.of("officer")
    verbs.attempt(case_id=case.pk, manner="电话", result="无人接听", by=by, at=at)
    verbs.confirm(case_id=case.pk, manner="短信", person="苏望溪的女儿", by=by, at=at)
    verbs.withdraw(case_id=case.pk, statement="已从网站查到，不再需要", by=by, at=at)
    shown = lxml.html.fromstring(at_desk(office.officer).get(page(case)).content).xpath("//ol[@class='timeline']")[0]
    words = " ".join(shown.text_content().split())
    assert "方式：电话；结果：无人接听" in words
    assert "方式：短信" in words
    assert "撤回声明：已从网站查到，不再需要" in words
    assert "苏望溪" not in words


def test_several_are_accepted_at_once_and_each_that_cannot_be_says_why(office: requests.Office):
    at = now()
    ready = [requests.registered(office, at=at) for _ in range(2)]
    waiting, _ = requests.submitted(office, at=at)
    client = at_desk(office.officer)
    assert "受理选中的几件" in client.get(reverse("desk:requests")).content.decode()
    chosen = {"case": [case.pk for case in (*ready, waiting)], "what": "accept"}
    shown = client.post(reverse("desk:request_bulk"), chosen, follow=True).content.decode()
    assert "已办理2件" in shown
    assert f"{waiting.number}：" in shown
    assert {Case.objects.get(pk=case.pk).state for case in ready} == {"handling"}
    assert Case.objects.get(pk=waiting.pk).state == "arrived"


def test_an_answer_that_was_in_time_is_entered_after_the_law_had_called_it_silent(office: requests.Office):
    at = requests.moment(requests.working_day(now().date() - timedelta(days=60)))
    case = requests.handling(office, at=at)
    by = office.of("officer")
    letter = requests.consulted(office, case, at)
    verbs.letter_received(case_id=case.pk, letter_id=letter.pk, by=by, at=at)
    casework.settle(at=now())
    client = at_desk(office.officer)
    assert step(case, "late_heard") in client.get(page(case)).content.decode()
    assert letter.party.masked in client.get(step(case, "late_heard")).content.decode()
    given = {
        "version": Case.objects.get(pk=case.pk).version, "letter_id": letter.pk, "opinion": "disagree", "reason": "商业秘密",
        "proof": "邮戳日期",
    }  # fmt: skip
    late = client.post(step(case, "late_heard"), given | {"answered_on": now().date().isoformat()})
    assert late.status_code == 422
    assert "届满之后提出的意见不能补登" in late.content.decode()
    in_time = requests.working_day(at.date(), 3).isoformat()
    assert client.post(step(case, "late_heard"), given | {"answered_on": in_time}).status_code == 302
    shown = client.get(page(case)).content.decode()
    assert "不同意公开" in shown
    assert "提出意见之日" in shown
