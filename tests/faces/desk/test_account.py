"""Accounts: sign-in that tells nothing, one-time passwords, invitations, sessions that can be ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from lxml import html

from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.organizations import operations, queries
from gongkai.kernel.organizations.models import Person, SignIn
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import now
from tests import factories

pytestmark = pytest.mark.django_db
PASSWORD = "望溪水库-2026"
NEW = "松亭泉水长流-2027"


@pytest.fixture
def clerk() -> Person:
    return factories.person(Role.DRAFT, organ=factories.organ(), name="伍汉臣", password=PASSWORD)


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str):
    return client.post("/desk/sign-in/", {"username": username, "password": password, **more})


def test_a_clerk_signs_in_and_the_ledger_knows_it(client: Client, clerk: Person):
    answer = sign_in(client, clerk.username)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    assert client.get("/desk/account/").status_code == 200
    assert [line.verb for line in ledger.of_object("person", clerk.pk)] == ["登录"]
    assert SignIn.objects.get(person=clerk).session_key == client.session.session_key


def test_a_sign_in_name_may_be_typed_in_full_width_and_capitals(client: Client, clerk: Person):
    typed = "".join(chr(ord(c) + 0xFEE0) for c in clerk.username.upper())
    assert sign_in(client, f" {typed} ").status_code == 302


def test_the_session_key_changes_at_sign_in(client: Client, clerk: Person):
    session = client.session
    session["planted"] = "1"
    session.save()
    before = session.session_key
    sign_in(client, clerk.username)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_unknown_wrong_closed_and_uninvited_get_one_answer(client: Client, clerk: Person):
    closed = factories.person(Role.DRAFT, organ=factories.organ(), password=PASSWORD, is_active=False)
    uninvited = factories.person(Role.DRAFT, organ=factories.organ())
    answers = {}
    for username, password in [
        (clerk.username, "wrong-password"), ("nobody", PASSWORD), (closed.username, PASSWORD), (uninvited.username, ""),
        (uninvited.username, "!"),
    ]:  # fmt: skip
        answer = sign_in(client, username, password or "x")
        assert answer.status_code == 422
        page = html.document_fromstring(answer.content)
        for gone in page.xpath("//input[@name='csrfmiddlewaretoken'] | //input[@name='username']"):
            gone.getparent().remove(gone)
        answers[username, password] = html.tostring(page)
    assert len(set(answers.values())) == 1
    assert "登录名或密码不正确" in answer.content.decode()


def test_a_password_is_never_sent_back(client: Client, clerk: Person):
    answer = sign_in(client, clerk.username, "typed-by-mistake")
    assert b"typed-by-mistake" not in answer.content


def test_five_wrong_passwords_lock_the_name_from_that_address_known_or_not(client: Client, clerk: Person):
    for username in (clerk.username, "nobody"):
        codes = [sign_in(client, username, "wrong-password").status_code for _ in range(5)]
        assert codes == [422] * 4 + [429]
    answer = sign_in(client, clerk.username)
    assert answer.status_code == 429
    assert "15分钟" in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("wanted", "leads"),
    [
        ("/desk/account/", "/desk/account/"),
        ("https://example.com/", "/desk/"),
        ("//example.com/", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
        ("desk/account/", "/desk/"),
        ("", "/desk/"),
    ],
)
def test_after_signing_in_one_stays_on_this_site(client: Client, clerk: Person, wanted: str, leads: str):
    page = client.get("/desk/sign-in/", {"next": wanted})
    assert ("example.com" in page.content.decode()) is False
    assert sign_in(client, clerk.username, next=wanted)["Location"] == leads


def test_an_expired_session_sends_a_post_to_the_door_without_what_was_typed(client: Client):
    answer = client.post("/desk/account/end-sessions/", {"secret": "不应出现"})
    assert (answer.status_code, answer["Location"]) == (302, "/desk/sign-in/?next=/desk/")


def test_signing_out_needs_a_post_and_ends_the_session(client: Client, clerk: Person):
    sign_in(client, clerk.username)
    key = client.session.session_key
    assert client.get("/desk/sign-out/").status_code == 405
    assert client.post("/desk/sign-out/")["Location"] == "/desk/sign-in/"
    assert not Session.objects.filter(session_key=key).exists()
    assert SignIn.objects.get(person=clerk).ended_at is not None
    assert client.get("/desk/account/").status_code == 302


def test_a_one_time_password_leads_to_the_password_page_and_nowhere_else(client: Client, clerk: Person):
    password = operations.reset_password(person=clerk, by=operations.Actor.system("测试"), at=now())
    assert sign_in(client, clerk.username, password)["Location"] == "/desk/password/"
    assert client.get("/desk/account/")["Location"] == "/desk/password/"
    page = client.get("/desk/password/").content.decode()
    assert "一次性密码" in page
    before = client.session.session_key
    wrong = client.post("/desk/password/", {"old": "no", "password": NEW, "again": NEW})
    assert (wrong.status_code, "原密码不正确" in wrong.content.decode()) == (422, True)
    unequal = client.post("/desk/password/", {"old": password, "password": NEW, "again": NEW + "x"})
    assert "两次输入的密码不一致" in unequal.content.decode()
    assert client.post("/desk/password/", {"old": password, "password": NEW, "again": NEW})["Location"] == "/desk/"
    assert client.get("/desk/account/").status_code == 200
    assert client.session.session_key != before
    assert SignIn.objects.get(person=clerk, ended_at=None).session_key == client.session.session_key


@pytest.mark.parametrize("weak", ["short", "1234567890", "password123", "person"])
def test_a_weak_password_is_refused_in_chinese(client: Client, clerk: Person, weak: str):
    client.force_login(clerk)
    weak = clerk.username + "00" if weak == "person" else weak
    answer = client.post("/desk/password/", {"old": PASSWORD, "password": weak, "again": weak})
    assert answer.status_code == 422
    assert "密码" in html.document_fromstring(answer.content).xpath("string(//div[@id='id_password-field'])")
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def test_changing_the_password_ends_the_other_sessions(client: Client, clerk: Person):
    other = Client()
    for one in (client, other):
        sign_in(one, clerk.username)
    client.post("/desk/password/", {"old": PASSWORD, "password": NEW, "again": NEW})
    assert client.get("/desk/account/").status_code == 200
    assert other.get("/desk/account/").status_code == 302


def test_one_ends_the_other_sessions_after_a_question(client: Client, clerk: Person):
    other = Client()
    for one in (client, other):
        sign_in(one, clerk.username)
    asked = client.post("/desk/account/end-sessions/")
    assert "结束其他设备上的登录" in asked.content.decode()
    assert other.get("/desk/account/").status_code == 200
    client.post("/desk/account/end-sessions/", {"confirmed": "1"})
    assert client.get("/desk/account/").status_code == 200
    assert other.get("/desk/account/").status_code == 302
    assert [row.alive for row in queries.sessions(clerk, now())] == [False, True]


def test_an_invitation_opens_once(client: Client, clerk: Person):
    token = operations.invite(person=clerk, by=operations.Actor.system("测试"), at=now())
    address = f"/desk/invitation/{token}/"
    page = client.get(address)
    assert clerk.username in page.content.decode()
    # The header keeps the link from other sites; no-referrer would also take the origin that CSRF asks for.
    assert (page["Referrer-Policy"], b'name="referrer"' in page.content) == ("same-origin", False)
    assert client.post(address, {"password": "short", "again": "short"}).status_code == 422
    assert client.post(address, {"password": NEW, "again": NEW}).status_code == 200
    assert client.get(address).status_code == 404
    assert client.post(address, {"password": PASSWORD, "again": PASSWORD}).status_code == 404
    assert sign_in(client, clerk.username, NEW).status_code == 302


def test_used_old_and_invented_invitations_look_the_same(client: Client, clerk: Person):
    actor = operations.Actor.system("测试")
    old = operations.invite(person=clerk, by=actor, at=now() - timedelta(days=30))
    first, second = client.get(f"/desk/invitation/{old}/"), client.get("/desk/invitation/invented/")
    assert (first.status_code, second.status_code) == (404, 404)
    assert first.content == second.content


def test_the_token_of_an_invitation_is_stored_as_a_hash_only(clerk: Person):
    token = operations.invite(person=clerk, by=operations.Actor.system("测试"), at=now())
    clerk.refresh_from_db()
    assert token not in (clerk.invitation_hash, *[str(line.detail) for line in ledger.entries()])


def test_a_page_of_the_door_shows_nothing_to_the_cache(client: Client, clerk: Person):
    for address in ("/desk/sign-in/", "/desk/invitation/x/"):
        assert "no-store" in client.get(address)["Cache-Control"]
    client.force_login(clerk)
    assert "no-store" in client.get("/desk/account/")["Cache-Control"]


def test_csrf_is_asked_for_at_the_door(clerk: Person):
    strict = Client(enforce_csrf_checks=True)
    answer = sign_in(strict, clerk.username)
    assert (answer.status_code, "页面已过期" in answer.content.decode()) == (403, True)
