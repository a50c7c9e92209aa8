"""Every address of the desk, tried by everybody who has no business there: nothing is read, nothing is changed."""

from __future__ import annotations

import itertools
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.organizations.models import Organ, Person, Post
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.models import Finding, Revision
from gongkai.kernel.records.terms import RelationType, State
from gongkai.kernel.vocabulary import now
from tests import factories
from tests.faces.desk.desktop import CHECKS, GATES

pytestmark = pytest.mark.django_db

TITLE, BODY, FILE, COMMENT = "望溪水库搬迁补偿初步方案", "补偿标准每亩四万八千元", "搬迁户名册", "补偿口径请再核对"
SECRETS = (TITLE, BODY, FILE, COMMENT)


def _patterns(patterns: list[Any]) -> list[URLPattern]:
    found = []
    for one in patterns:
        found += _patterns(one.url_patterns) if isinstance(one, URLResolver) else [one]
    return found


def _desk() -> list[URLPattern]:
    return next(_patterns(r.url_patterns) for r in get_resolver().url_patterns if getattr(r, "app_name", "") == "desk")


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """An organ with a draft with file and finding, a document under review that came back once, and a related public one.

    Made once; what a test does to it is rolled back with the test.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield _house()
        transaction.set_rollback(True)


def _house() -> dict[str, Any]:
    people = factories.staff()
    draft = factories.draft(people, title=TITLE, body=f"<p>{BODY}</p><p>手机13800138000</p>")
    verbs.attach(revision_id=draft.pk, name=f"{FILE}.txt", content=BODY.encode(), by=people.of("drafter"), at=now())
    verbs.screen(revision_id=draft.pk, at=now())
    review = factories.draft(
        people, title=f"{TITLE}（送审）", body=f"<p>{BODY}</p>", returned=COMMENT, state=State.FIRST_REVIEW
    )
    public = factories.published(people, title="已公开的办法")
    other = factories.published(people, title="已公开的解读", kind="interpretation")
    relation = verbs.relate(
        source_id=other.pk, target_id=public.pk, type_=RelationType.INTERPRETS, by=people.of("drafter"), at=now()
    )
    word = verbs.save_word(text="内部掌握", advice="核实属性", active=True, by=people.of("officer"), at=now())
    sign_in = organizing.signed_in(person=people.drafter, session_key="k" * 32, address="127.0.0.1", agent="", at=now())
    draft.refresh_from_db()
    return {
        "people": people, "draft": draft, "review": review, "public": public, "relation": relation, "word": word,
        "attachment": draft.attachments.get(), "finding": Finding.objects.filter(revision=draft).first(),
        "sign_in": sign_in,
    }  # fmt: skip


def _strangers(people: factories.Staff) -> dict[str, Any]:
    """Everybody who may not: by posts elsewhere, posts that are over, roles without content, no post at all."""
    elsewhere = factories.organ(name="云岫县别处局")
    everything = (Role.DRAFT, Role.FOI_OFFICER, Role.FOI_HEAD, Role.FIRST_REVIEW, Role.SECOND_REVIEW, Role.FINAL_REVIEW)
    ended = factories.person(*everything, organ=people.organ, name="昨日离任")
    Post.objects.filter(person=ended).update(ends_on=now().date())
    supervising = factories.organ(name="云岫县主管办公室", is_supervisor=True)
    Organ.objects.filter(pk=people.organ.pk).update(government=supervising)
    return {
        "another organ": factories.person(*everything, Role.SIGNER, organ=elsewhere),
        "ended": ended,
        "coming": factories.person(*everything, organ=people.organ, since=now().date() + timedelta(days=1)),
        "supervisor": factories.person(Role.SUPERVISOR, organ=supervising),
        "auditor": factories.person(Role.AUDITOR, organ=people.organ),
        "nobody": factories.person(organ=people.organ),
    }


@contextmanager
def _written() -> Iterator[list[str]]:
    """The names of our tables that are written meanwhile; what signing in and out leaves is not among them."""
    found: list[str] = []

    def watch(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        match = re.match(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', sql)
        if match and not match[1].startswith(("django_session", "axes_", "organizations_signin")):
            found.append(match[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def _values(house: dict[str, Any]) -> dict[str, list[Any]]:
    """What stands in each place of an address, known by the folder before it; the first value is the one that is attacked.

    A new place needs a row here: the id of a thing of the house, best of one with a secret in it.
    """
    people = house["people"]
    return {
        "documents/<pk>": [house["draft"].pk, house["review"].pk],
        "records/<pk>": [house["public"].pk, house["draft"].record_id],
        "relations/<pk>": [house["relation"].pk],
        "files/<pk>": [house["attachment"].pk],
        "findings/<pk>": [house["finding"].pk],
        "organs/<pk>": [people.organ.pk],
        "people/<pk>": [people.drafter.pk],
        "posts/<pk>": [people.drafter.posts.get().pk],
        "sign-ins/<pk>": [house["sign_in"].pk],
        "words/<pk>": [house["word"].pk],
        "tasks/<pk>": [uuid.uuid4()],
        "mails/<pk>": [1],
        "ledger/<seq>": [20, 1],
        "calendars/<year>": [2026],
        "rules/<code>": ["records.publish_within"],
        "queue/<code>": ["drafts"],
        "moves/<code>": ["submit", "recall", "return", "first_pass"],
        "invitation/<token>": ["guess"],
    }


#: Rooms whose doors another test tries, by the beginning of their addresses, and which test that is.
ELSEWHERE: dict[str, str] = {
    "collecting/": "tests/faces/desk/test_collecting_permissions.py",
    "comparing/": "tests/faces/desk/test_comparing_permissions.py",
    "reports/": "tests/faces/desk/test_report_permissions.py",
    "requests/": "tests/faces/desk/test_request_permissions.py",
    "yearly/": "tests/faces/desk/test_yearly_permissions.py",
}


def _addresses(house: dict[str, Any]) -> list[tuple[str, bool]]:
    """Every address of the desk with the things of the house in it, and whether it is the one to be attacked."""
    values, found, unknown = _values(house), [], set()
    for pattern in _desk():
        route = str(pattern.pattern)
        if route.startswith(tuple(ELSEWHERE)):
            continue
        places = re.findall(r"([^/<]*)/<(?:\w+:)?(\w+)>", route)
        unknown |= {f"{folder}/<{name}>" for folder, name in places} - set(values)
        ways = [[(name, value) for value in values.get(f"{folder}/<{name}>", [])] for folder, name in places]
        for place, chosen in enumerate(itertools.product(*ways)):
            found.append((reverse(f"desk:{pattern.name}", kwargs=dict(chosen)), place == 0))
    assert not unknown, (
        f"new places in addresses of the desk: {sorted(unknown)}. Say in _values() of {__file__} which thing of the house "
        "stands there, or in ELSEWHERE which test tries that room"
    )
    return found


def _attack(house: dict[str, Any], revision: Revision) -> dict[str, Any]:
    """One body with the fields of every form of the desk, so that whatever a view reads is there."""
    return {
        **factories.fields(title="被人改过的标题"), **GATES, **CHECKS, "version": revision.version, "do": "save",
        "kind": "normative", "comment": "同意", "organ": house["people"].organ.pk, "once": "x", "reason": "in_error",
        "note": "撤回", "on": "2026-11-01", "type": "related", "target": house["public"].pk, "outcome": "reopen",
        "next_on": "2030-01-01", "review_on": "2030-01-01", "basis": "依据", "name": "改名局", "short_name": "改名",
        "username": "intruder", "role": "admin", "starts_on": "2020-01-01", "into": house["people"].organ.pk,
        "value": 1, "source": "我说的", "effective_on": "2030-01-01", "confirm": "1", "confirmed": "1", "text": "词语",
        "reviewers": 1, "level": "county", "nature": "department", "ends_on": "2020-02-02", "format": "csv",
        "html": "<p>x</p>", "files": SimpleUploadedFile("a.txt", b"x"), "file": SimpleUploadedFile("a.xlsx", b"x"),
    }  # fmt: skip


def _said(answer: Any) -> list[str]:
    shown = answer.getvalue().decode("utf-8", "replace")
    return [word for word in SECRETS if word in shown]


#: Once their standing is known to be nobody's, or their session nobody's, they go the way that "nobody" and "anonymous" go.
ALIKE = frozenset({"ended", "coming", "closed"})


@pytest.mark.parametrize(
    "who", ["another organ", "ended", "coming", "supervisor", "auditor", "nobody", "closed", "anonymous"]
)
def test_a_stranger_reads_nothing_and_changes_nothing(house, who) -> None:
    people = house["people"]
    strangers = _strangers(people)
    client = Client()
    if who == "closed":
        client.force_login(people.drafter)
        Person.objects.filter(pk=people.drafter.pk).update(is_active=False)
    elif who != "anonymous":
        client.force_login(strangers[who])
    if who in {"ended", "coming"}:
        assert factories.standing(strangers[who]).posts == ()
    # Each of these concerns only the visitor, leaves a trace by intent, or is the visitor's own office's to do.
    own = {
        "/desk/sign-out/",
        "/desk/password/",
        "/desk/notices/",
        "/desk/account/end-sessions/",
        "/desk/documents/new/",
    }
    noted = {"/desk/ledger/export/"}
    if who == "another organ":
        noted |= {"/desk/admin/words/", "/desk/admin/words/1/"}
    for address, attacked in _addresses(house):
        if who in ALIKE and not attacked:
            continue
        with _written() as written:
            answer = client.get(address)
        assert answer.status_code < 500, address
        assert not _said(answer), f"GET {address}"
        assert not written, f"GET {address} wrote {written}"
        if address in own or not attacked or who in ALIKE:
            continue
        with _written() as written:
            answer = client.post(address, _attack(house, house["draft"]))
        assert answer.status_code < 500, address
        assert not _said(answer), f"POST {address}"
        assert address in noted or not written, f"POST {address} wrote {written}"


def test_the_administrator_reads_no_content(house) -> None:
    client = Client()
    client.force_login(factories.person(Role.ADMIN, organ=house["people"].organ))
    for address, _ in _addresses(house):
        answer = client.get(address)
        assert answer.status_code < 500, address
        assert not _said(answer), f"GET {address}"


def test_every_post_of_the_desk_asks_for_its_token(house) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(house["people"].officer)
    with _written() as written:
        for address, attacked in _addresses(house):
            if attacked:
                assert client.post(address, {}).status_code == 403, address
    assert not written


def test_a_person_of_a_merged_organ_keeps_no_key(house) -> None:
    people = house["people"]
    admin = factories.person(Role.ADMIN, organ=factories.organ())
    into = factories.organ(name="云岫县新局")
    client = Client()
    client.force_login(people.drafter)
    organizing.merge_organ(
        organ=Organ.objects.get(pk=people.organ.pk), into=into, on=now().date(), by=factories.standing(admin), at=now()
    )
    for address, _ in _addresses(house):
        if address not in {"/desk/", "/desk/notices/"}:  # what was said to the person by name stays in their notices
            assert not _said(client.get(address)), f"GET {address}"


def test_what_is_not_public_is_on_no_page_of_the_portal(house) -> None:
    people = house["people"]
    gone = factories.published(people, title=f"{TITLE}（已撤回）", body=f"<p>{BODY}</p>")
    verbs.withdraw(record_id=gone.pk, reason="in_error", note="有误", by=people.of("head"), at=now())
    client = Client()
    records = [house["draft"].record_id, house["review"].record_id, gone.pk]
    parts = ["", "revisions/1/", "pdf/", "docx/", "qr/", "files/1/", "files/2/"]
    proofs = ["", "proof.json", "pdf.json", "docx.json", "revisions/1/proof.json"]
    theirs = [f"{base}/records/{pk}/{part}" for base in ("", "/hant") for pk in records for part in parts]
    theirs += [f"/verify/{pk}/{part}" for pk in records for part in proofs]
    shared = ["/", "/lists/", "/open/", "/feed/", "/sitemap/1.xml", "/map/", f"/open/{people.organ.pk}/"]
    shared += [f"{base}/search/?q={word}" for base in ("", "/hant") for word in ("补偿", "望溪水库")]
    for address in (*theirs, *shared):
        answer = client.get(address)
        assert answer.status_code in ({404, 410} if address in theirs else {200}), address
        assert not _said(answer), address
