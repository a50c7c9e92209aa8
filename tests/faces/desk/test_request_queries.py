"""The pages of requests ask each thing once: the frame's counts in one question, numbers, calendar and events one time a page."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.answer.foi import operations as verbs
from gongkai.faces.desk import context
from gongkai.kernel.casework import operations as casework
from gongkai.kernel.casework import queries as cases
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.organizations.queries import standing as standing_on
from gongkai.kernel.records.queries import desk as lists
from gongkai.kernel.records.queries import review
from gongkai.kernel.records.terms import State
from gongkai.kernel.vocabulary import now
from tests import factories
from tests.answer.foi import requests
from tests.faces.desk.desktop import at_desk

pytestmark = pytest.mark.django_db

QUEUE, CASE, PLAIN = 15, 25, 20
_WRITES = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


def asked(client: object, address: str) -> list[str]:
    """The statements of a page that was opened before."""
    client.get(address)  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200  # type: ignore[attr-defined]
    return [one["sql"] for one in found.captured_queries if not one["sql"].startswith(_WRITES)]


def full(office: requests.Office) -> requests.Case:
    """A request with everything beside it: letters, files, notes, watchers, a fee, a draft, a link."""
    at = now() - timedelta(days=2)
    case = requests.handling(office, at=at, files=[("说明.txt", b"x")])
    other, by = requests.handling(office, at=at), office.of("officer")
    letter = requests.consulted(office, case, at)
    verbs.letter_received(case_id=case.pk, letter_id=letter.pk, by=by, at=at)
    verbs.hear(case_id=case.pk, letter_id=letter.pk, opinion="agree", by=by, at=at)
    verbs.charge(case_id=case.pk, basis="pages", quantity=68, how="窗口", by=by, at=at)
    verbs.fee_served(case_id=case.pk, by=by, at=at)
    verbs.pay(case_id=case.pk, amount=380, by=by, at=at)
    fields = requests.fields_for("open")
    verbs.draft_decision(case_id=case.pk, outcome="open", fields=fields, by=by, at=at)
    casework.note(case_id=case.pk, text="请核对", by=by, at=at)
    casework.watch(case_id=case.pk, by=by, at=at)
    casework.link(source_id=case.pk, target_id=other.pk, kind="related", by=by, at=at)
    return case


def test_the_queue_asks_as_much_for_twelve_rows_as_for_one_and_the_tabs_are_counted():
    office = requests.office()
    client = at_desk(office.officer)
    found = []
    for more in (1, 11):
        for _ in range(more):
            requests.handling(office)
            requests.replied(office, until="served")
        found.append(len(asked(client, reverse("desk:requests"))))
    assert found[0] == found[1] <= QUEUE
    tabs = {tab.label: tab.count for tab in client.get(reverse("desk:requests")).context["tabs"]}
    assert (tabs["计时中"], tabs["全部在办"], tabs["待送达归档"]) == (None, 12, 12)
    for section in ("serving", "unserved", "closed", "paused"):
        assert len(asked(client, f"{reverse('desk:requests')}?section={section}")) <= QUEUE


def test_the_page_of_a_request_asks_every_table_once():
    office = requests.office()
    client = at_desk(office.officer)
    statements = asked(client, reverse("desk:request", args=[full(office).pk]))
    assert len(statements) <= CASE
    repeated = [sql for sql, times in Counter(statements).items() if times > 1]
    assert repeated == []
    tables = Counter(re.findall(r'^SELECT .*? FROM "(\w+)"', sql)[0] for sql in statements if sql.startswith("SELECT"))
    for once in (
        "casework_event",
        "casework_casepaper",
        "organizations_numbervalue",
        "workdays_calendarversion",
        "casework_link",
    ):
        assert tables[once] == 1, once


def test_a_request_without_letters_files_and_drafts_is_not_asked_for_them():
    office = requests.office()
    statements = asked(at_desk(office.officer), reverse("desk:request", args=[requests.handling(office).pk]))
    assert len(statements) <= PLAIN


def test_the_counts_of_the_frame_are_those_of_the_lists():
    people = factories.staff(is_supervisor=True)
    for traits in (
        {}, {}, {"returned": "请改"}, {"state": State.FIRST_REVIEW}, {"state": State.SECOND_REVIEW},
        {"state": State.FIRST_REVIEW, "urgent_reason": "汛期"}, {"state": State.PUBLISHED},
    ):  # fmt: skip
        factories.draft(people, **traits)
    at = now()
    for person in (people.drafter, people.first, people.signer, factories.person(Role.FOI_OFFICER, organ=people.organ)):
        standing = standing_on(person, at.date())
        alone = {
            "mine": lists.waiting(standing), "urgent": lists.urgent(standing), "returned": lists.returned(standing),
            "drafts": review.my_drafts(standing), "scheduled": review.scheduled(standing),
            "review": review.under_review(standing).exclude(state="waiting"),
            "reassess": lists.to_reassess(standing, until=at),
        }  # fmt: skip
        expected = {name: rows.count() for name, rows in alone.items()}
        with CaptureQueriesContext(connection) as found:
            assert context._counted(alone) == expected
        assert len(found) == 1
    assert any(expected.values())


def test_what_the_page_counted_is_what_the_frame_would_have_counted():
    office = requests.office()
    requests.handling(office, at=now() - timedelta(days=90))
    requests.decided(office, requests.handling(office), now())
    for who in ("officer", "head", "signer"):
        standing, at = office.of(who), now()
        figures = cases.counts(standing, at, months=False)
        counted = {code: figures[code].count for code in ("open", "late", "sign")}
        frame = cases.frame_counts(standing, at)
        if not standing.has(Role.SIGNER):
            assert frame.pop("sign") == 0
            counted.pop("sign")
        assert counted == frame
        shown = at_desk(getattr(office, who))
        pages = [shown.get(address).content.decode() for address in (reverse("desk:requests"), reverse("desk:account"))]
        menus = [re.findall(r"申请办理.{0,200}", page, re.DOTALL)[0][:120] for page in pages]
        assert re.findall(r"\d+", menus[0])[:1] == re.findall(r"\d+", menus[1])[:1]


def test_the_people_around_a_case_are_who_may_have_it_who_watches_and_who_looks():
    office = requests.office()
    case = requests.handling(office)
    at, by = now(), office.of("head")
    casework.watch(case_id=case.pk, by=by, at=at)
    casework.seen(case, by=office.of("legal"), at=at)
    casework.seen(case, by=office.of("officer"), at=at)
    found = cases.around(case, at, without=office.officer)
    assert list(found.handlers) == cases.handlers(case, at.date())
    assert list(found.watchers) == [office.head]
    assert list(found.present) == [office.legal]
