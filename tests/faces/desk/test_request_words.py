"""No page of a request shows a raw code: every state, step, letter, outcome and queue, at the desk and at the portal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi import queries as requests
from gongkai.answer.foi.workflow import REQUEST
from gongkai.faces.desk.requests_forms import SAME, WAYS
from gongkai.kernel.casework.models import Case
from gongkai.kernel.casework.queries.queue import Section
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import now
from tests import factories
from tests.answer.foi import requests as made
from tests.faces.desk.desktop import at_desk

pytestmark = pytest.mark.django_db

#: A code: ASCII letters that begin in lower case and run on, as no Chinese sentence of an office has them.
_CODE = re.compile(r"(?<![A-Za-z0-9@./_-])[a-z][a-z0-9]*(?:_[a-z0-9]+)*(?![A-Za-z0-9@./:-])")


def codes(page: str) -> set[str]:
    """What a reader would see of codes: the text of the page, and the words of its buttons, fields and labels."""
    document = html.document_fromstring(page)
    for hidden in document.xpath("//script | //style | //head | //template"):
        hidden.drop_tree()
    said = [document.text_content(), *document.xpath("//@aria-label | //@title | //@placeholder | //@alt")]
    said += document.xpath("//input[@type='submit' or @type='button']/@value")
    return {found for text in said for found in _CODE.findall(text)}


def test_a_code_in_a_page_would_be_found():
    assert codes("<p>证件类型：resident</p>") == {"resident"}
    assert codes("<p>状态</p><button aria-label='fee_due'>办理</button>") == {"fee_due"}
    assert codes("<p>邮箱 reader1@example.cn，网址 https://example.cn/a，文件 PDF</p>") == set()


class Tour:
    """Requests in every state of the table, with the query codes of those that came on line."""

    def __init__(self) -> None:
        self.office = made.office()
        self.at = now() - timedelta(days=60)
        self.codes: dict[int, str] = {}
        self.cases: list[Case] = []

    def by(self, who: str = "officer", at: datetime | None = None) -> made.Standing:
        return self.office.of(who, at or self.at)

    def come(self, **given: object) -> Case:
        case, code = made.submitted(self.office, at=self.at, **given)
        self.codes[case.pk] = code
        self.cases.append(case)
        return case

    def handling(self, **given: object) -> Case:
        case = self.come(**given)
        made.confirmed(self.office, case, self.at)
        return verbs.accept(case_id=case.pk, by=self.by(), at=self.at)

    def reach(self) -> None:
        """Every state, and what stands beside it: letters, fees, reasons, lapses, merges, notes."""
        at, by = self.at, self.by()
        self.come()
        verbs.drop(case_id=self.come().pk, reason="广告", by=self.office.of("head", at), at=at)
        attempted = self.come()
        verbs.attempt(case_id=attempted.pk, manner="电话", result="无人接听", by=by, at=at)
        made.confirmed(self.office, self.come(), at)
        self.cases += [
            made.registered(self.office, channel=channel, at=at) for channel in ("counter", "post_plain", "fax")
        ]
        self._asked(at)
        self._consulted(at)
        self._reasons(at)
        self._charged(at)
        self._replied(at)

    def _asked(self, at: datetime) -> None:
        by, late = self.by(), at + timedelta(days=40)
        for served in (False, True):
            case = verbs.ask(case_id=self.handling().pk, what="请写明年度", by=by, at=at)
            if served:
                verbs.ask_served(case_id=case.pk, by=by, at=at)
        verbs.amend(case_id=case.pk, text="2025年", files=[("说明.txt", b"x")], by=verbs.APPLICANT, at=at)
        for approved in (False, True):
            lapsing = verbs.ask(case_id=self.handling().pk, what="请写明年度", by=by, at=at)
            made.decided(self.office, lapsing, late, "no_supplement")
            if approved:
                verbs.approve(case_id=lapsing.pk, by=self.by("head"), at=late)
        verbs.withdraw(case_id=self.handling().pk, statement="申请人书面撤回", by=by, at=at)

    def _consulted(self, at: datetime) -> None:
        by = self.by()
        for kind in ("third", "co_maker", "other_organ"):
            case = self.handling()
            made.consulted(self.office, case, at, kind=kind)
        heard = self.handling()
        for opinion in ("disagree", "agree"):
            letter = made.consulted(self.office, heard, at)
            verbs.letter_received(case_id=heard.pk, letter_id=letter.pk, by=by, at=at)
            verbs.hear(case_id=heard.pk, letter_id=letter.pk, opinion=opinion, reason="商业秘密", by=by, at=at)
        silent = self.handling()
        letter = made.consulted(self.office, silent, at)
        verbs.letter_received(case_id=silent.pk, letter_id=letter.pk, by=by, at=at)

    def _reasons(self, at: datetime) -> None:
        by = self.by()
        asked = [verbs.ask_reasons(case_id=self.handling().pk, reason="三个月62件", by=by, at=at) for _ in range(4)]
        for case, finding in zip(asked[1:], ("", "unreasonable", "reasonable"), strict=True):
            verbs.give_reasons(case_id=case.pk, text="课题研究", by=verbs.APPLICANT, at=at)
            if finding:
                verbs.explain(case_id=case.pk, finding=finding, by=by, at=at)
        verbs.defer(case_id=asked[-1].pk, days=30, reason="数量较大", by=self.by("head"), at=at)

    def _charged(self, at: datetime) -> None:
        by, late = self.by(), at + timedelta(days=50)
        charged = [self.handling() for _ in range(5)]
        for case, basis, quantity in zip(
            charged, ("pages", "pages", "items", *["pages"] * 2), (68, 68, 45, 68, 68), strict=True
        ):
            verbs.charge(case_id=case.pk, basis=basis, quantity=quantity, how="县政务服务中心", by=by, at=at)
        for case in charged[1:]:
            verbs.fee_served(case_id=case.pk, by=by, at=at)
        verbs.pay(case_id=charged[1].pk, amount=380, by=by, at=at)
        for case in charged[3:]:
            made.decided(self.office, case, late, "no_fee")
        verbs.approve(case_id=charged[4].pk, by=self.by("head"), at=late)

    def _replied(self, at: datetime) -> None:
        steps: list[Callable[[Case], Case]] = [
            lambda case: verbs.approve(case_id=case.pk, by=self.by("legal"), at=at),
            lambda case: verbs.sign(case_id=case.pk, by=self.by("signer"), at=at),
            lambda case: verbs.issue(case_id=case.pk, by=self.by(), at=at),
            lambda case: verbs.send(case_id=case.pk, channel="in_person", by=self.by(), at=at),
            lambda case: made.served(self.office, case, at),
            lambda case: verbs.archive(case_id=case.pk, by=self.by(), at=at),
        ]
        for far in range(len(steps) + 1):
            case = made.decided(self.office, self.handling(), at, ("open", "partial", "deny_internal")[far % 3])
            for step in steps[:far]:
                case = step(case)
        extended = self.handling(applicant=made.applicant(kind="org_business"))
        verbs.extend(case_id=extended.pk, days=10, reason="检索", by=self.by("head"), at=at)
        made.acknowledged(self.office, extended, at)
        verbs.cite_earlier(case_id=extended.pk, earlier="云水公开答〔2025〕1号", by=self.by(), at=at)
        verbs.correct(case_id=extended.pk, applicant_kind="org_research", by=self.by(), at=at)
        for outcome in ("not_exist", "query", "other"):
            made.decided(self.office, self.handling(), at, outcome)


def addresses(tour: Tour) -> Iterator[str]:
    for section in Section:
        yield f"{reverse('desk:requests')}?section={section.value}"
    for query in ("turn=signer", "late=1", "light=red", "q=望溪", "handler=me", "was_late=1"):
        yield f"{reverse('desk:requests')}?{query}"
    yield reverse("desk:request_new")
    yield reverse("desk:request_phrases", args=[tour.office.organ.pk])
    yield reverse("desk:home")
    yield f"{reverse('desk:search')}?q=水源地"
    for case in tour.cases:
        yield reverse("desk:request", args=[case.pk])
    for case in {case.state: case for case in tour.cases}.values():
        yield f"{reverse('desk:request_draft', args=[case.pk])}?choose=1"
        yield reverse("desk:request_correct", args=[case.pk])
        yield reverse("desk:request_tell", args=[case.pk])


def test_no_page_of_a_request_shows_a_raw_code():
    tour = Tour()
    tour.reach()
    tour.cases = list(Case.objects.order_by("pk"))
    reached = {case.state for case in tour.cases}
    assert reached >= {state.code for state in REQUEST.states}, {state.code for state in REQUEST.states} - reached
    officer, head = at_desk(tour.office.officer), at_desk(tour.office.head)
    shown: dict[str, set[str]] = {}

    def look(client: Client, address: str, *, post: dict[str, str] | None = None) -> None:
        answer = client.get(address) if post is None else client.post(address, post)
        if answer.status_code in {200, 422, 409}:
            if found := codes(answer.content.decode()):
                shown[address] = found
        else:
            assert answer.status_code == 302, (address, answer.status_code)

    for address in addresses(tour):
        look(officer, address)
    looked: set[str] = set()
    for case in {case.state: case for case in reversed(tour.cases)}.values():
        moves = {SAME.get(move.code, move.code) for move in REQUEST.moves if case.state in move.sources}
        for code in sorted(moves & set(WAYS) - looked):  # each form once, and once as it is refused
            look(head, reverse("desk:request_step", args=[case.pk, code]))
            look(officer, reverse("desk:request_step", args=[case.pk, code]), post={"version": "0"})
        looked |= moves
        look(officer, reverse("desk:request_identity", args=[case.pk]), post={})
    drafts = {one: case for case in tour.cases if case.state == "handling" for one in requests.offered(case, now())}
    for outcome, case in drafts.items():
        look(officer, f"{reverse('desk:request_draft', args=[case.pk])}?outcome={outcome.code}")
    supervisor = at_desk(factories.person(Role.AUDITOR, organ=tour.office.organ))
    look(supervisor, reverse("desk:requests"))
    look(at_desk(tour.office.signer), reverse("desk:leader"))
    for pk, code in tour.codes.items():
        citizen = Client(REMOTE_ADDR=f"203.0.113.{pk % 250}")
        number = Case.objects.get(pk=pk).number
        assert citizen.post("/apply/progress/", {"number": number, "code": code}).status_code == 302
        look(citizen, "/apply/progress/case/")
    assert shown == {}


def test_the_timeline_says_once_what_a_step_brought():
    office = made.office()
    at = now() - timedelta(days=3)
    case, _ = made.submitted(office, at=at)
    by = office.of("officer", at)
    verbs.attempt(case_id=case.pk, manner="短信", result="无人回复", by=by, at=at)
    made.confirmed(office, case, at)
    verbs.accept(case_id=case.pk, by=by, at=at)
    verbs.ask_reasons(case_id=case.pk, reason="三个月内提交62件申请", by=by, at=at)
    verbs.give_reasons(case_id=case.pk, text="逐年比较水质", by=verbs.APPLICANT, at=at)
    page = html.document_fromstring(at_desk(office.officer).get(reverse("desk:request", args=[case.pk])).content)
    (course,) = page.xpath("//*[contains(concat(' ', @class, ' '), ' timeline ')]")
    words = course.text_content()
    for brought in ("短信", "无人回复", "三个月内提交62件申请", "逐年比较水质"):
        assert words.count(brought) == 1, brought
