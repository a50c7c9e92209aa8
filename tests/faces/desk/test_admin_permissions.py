"""Every role at every address of administration and ledger; an address of the desk without a row fails."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from gongkai.kernel.organizations import operations
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records.operations import save_word
from gongkai.kernel.vocabulary import now
from tests import factories
from tests.faces.desk import test_documents_access as documents
from tests.faces.desk.permissions import (
    ADMINISTRATION,
    COLLECTING,
    COMPARING,
    DOCUMENTS_ELSEWHERE,
    OPEN,
    REPORTS,
    REQUESTS,
    ROLES,
    YEARLY,
    Row,
)

ACTOR = operations.Actor.system("测试")


def names_of_the_desk() -> set[str]:
    """Every named address below desk/."""
    found: set[str] = set()

    def walk(patterns: list[URLPattern | URLResolver], namespace: str) -> None:
        for one in patterns:
            if isinstance(one, URLResolver):
                walk(one.url_patterns, one.namespace or namespace)
            elif namespace == "desk":
                found.add(str(one.name))

    walk(get_resolver().url_patterns, "")
    return found


def test_every_address_of_the_desk_has_a_row():
    known = (
        set(ADMINISTRATION)
        | set(REPORTS)
        | set(COLLECTING)
        | set(COMPARING)
        | set(REQUESTS)
        | set(YEARLY)
        | set(documents.PAGES)
        | set(documents.POSTS)
        | set(DOCUMENTS_ELSEWHERE)
    )
    assert names_of_the_desk() - known == set()
    assert known - names_of_the_desk() == set()


@pytest.fixture
def things() -> dict[str, Any]:
    """One of everything that an address names."""
    home = factories.organ("云岫县人民政府办公室", is_supervisor=True)
    organ = factories.organ(government=home)
    person = factories.person(Role.DRAFT, organ=organ)
    officer = factories.person(Role.FOI_OFFICER, organ=organ)
    word = save_word(text="内部掌握", advice="核实属性", active=True, by=factories.standing(officer), at=now())
    sign_in = operations.signed_in(person=person, session_key="k" * 32, address="127.0.0.1", agent="", at=now())
    post = person.posts.get()
    return {
        "home": home, "organ": organ.pk, "person": person.pk, "post": post.pk, "sign_in": sign_in.pk, "word": word.pk,
        "token": "unknown", "code": "records.publish_within", "year": 2026, "task": uuid.uuid4(), "mail": 1, "line": 1,
    }  # fmt: skip


def visitor(who: str, home: Any) -> Client:
    client = Client()
    if who == "no post":
        client.force_login(factories.person(organ=home))
    elif who != "anonymous":
        client.force_login(factories.person(who, organ=home))
    return client


def expected(who: str, allowed: frozenset[str] | None) -> str:
    if who == "anonymous" and allowed is not OPEN and (allowed is not None):
        return "door"
    if allowed is None:
        return "no method"
    return "in" if who in allowed else "forbidden"


def given(answer: Any, row: Row) -> str:
    if answer.status_code == 405:
        return "no method"
    if answer.status_code == 403:
        return "forbidden"
    if answer.status_code == 302 and answer["Location"].startswith("/desk/sign-in/?next="):
        return "door"
    return "in" if answer.status_code in {200, 302, *row.also} else str(answer.status_code)


@pytest.mark.django_db
@pytest.mark.parametrize("who", [*ROLES, "no post", "anonymous"])
def test_each_address_lets_in_exactly_whom_the_table_names(who: str, things: dict[str, Any]):
    factories.person(Role.ADMIN, organ=things["home"])  # somebody always administers
    wrong = []
    for name, row in ADMINISTRATION.items():
        url = reverse(f"desk:{name}", args=[things[a] for a in row.arguments])
        for method, allowed in (("get", row.get), ("post", row.post)):
            client = visitor(who, things["home"])
            answer = getattr(client, method)(url)
            found, wanted = given(answer, row), expected(who, allowed)
            if found != wanted:
                wrong.append(f"{who} {method} {url}: {found} ({answer.status_code}), not {wanted}")
    assert wrong == []


@pytest.mark.django_db
def test_a_post_before_or_after_its_time_opens_nothing(client: Client):
    organ = factories.organ()
    for since, until in (("2031-01-01", None), ("2020-01-01", "2021-01-01")):
        person = factories.person(organ=organ)
        operations.give_post(
            person=person, organ=organ, role=Role.ADMIN, title="", starts_on=now().date().fromisoformat(since),
            ends_on=now().date().fromisoformat(until) if until else None, by=ACTOR, at=now(),
        )  # fmt: skip
        client.force_login(person)
        assert client.get("/desk/admin/").status_code == 403


@pytest.mark.django_db
def test_a_closed_account_with_an_open_session_is_sent_to_the_door(client: Client):
    organ = factories.organ()
    admin, other = factories.person(Role.ADMIN, organ=organ), factories.person(Role.ADMIN, organ=organ)
    client.force_login(admin)
    operations.close_person(person=admin, by=factories.standing(other), at=now())
    assert client.get("/desk/admin/").status_code == 302
