"""Accounts: invitations open once and not for ever, one-time passwords, closing ends every session."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.organizations import operations, queries
from gongkai.kernel.organizations.models import Person
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.organizations.rules import device
from gongkai.kernel.vocabulary import Refusal, now
from tests import factories

pytestmark = pytest.mark.django_db
ACTOR = operations.Actor.system("测试")
GOOD = "望溪水库-长流-2026"


@pytest.fixture
def clerk() -> Person:
    organ = factories.organ()
    factories.person(Role.ADMIN, organ=organ)
    return factories.person(Role.DRAFT, organ=organ)


def test_an_invitation_is_good_for_the_configured_hours(clerk: Person):
    at = now()
    hours = queries.number("organizations.invitation_hours", at.date())
    token = operations.invite(person=clerk, by=ACTOR, at=at)
    assert operations.invited(token, at + timedelta(hours=hours) - timedelta(seconds=1)) == clerk
    assert operations.invited(token, at + timedelta(hours=hours)) is None
    with pytest.raises(Refusal, match="无效或已过期"):
        operations.accept_invitation(token=token, password=GOOD, at=at + timedelta(hours=hours))


def test_an_invitation_is_used_up_and_a_newer_one_replaces_it(clerk: Person):
    first = operations.invite(person=clerk, by=ACTOR, at=now())
    second = operations.invite(person=clerk, by=ACTOR, at=now())
    assert operations.invited(first, now()) is None
    operations.accept_invitation(token=second, password=GOOD, at=now())
    clerk.refresh_from_db()
    assert clerk.check_password(GOOD)
    with pytest.raises(Refusal):
        operations.accept_invitation(token=second, password=GOOD, at=now())


def test_an_empty_token_opens_nothing(clerk: Person):
    assert clerk.invitation_hash == ""
    assert operations.invited("", now()) is None


def test_resetting_withdraws_the_invitation_and_closing_both(clerk: Person):
    token = operations.invite(person=clerk, by=ACTOR, at=now())
    operations.reset_password(person=clerk, by=ACTOR, at=now())
    assert operations.invited(token, now()) is None
    token = operations.invite(person=clerk, by=ACTOR, at=now())
    operations.close_person(person=clerk, by=ACTOR, at=now())
    assert operations.invited(token, now()) is None
    for verb in (operations.invite, operations.reset_password):
        with pytest.raises(Refusal, match="已关闭"):
            verb(person=clerk, by=ACTOR, at=now())


def test_a_reopened_account_needs_a_new_password(clerk: Person):
    password = operations.reset_password(person=clerk, by=ACTOR, at=now())
    operations.close_person(person=clerk, by=ACTOR, at=now())
    operations.reopen_person(person=clerk, by=ACTOR, at=now())
    clerk.refresh_from_db()
    assert clerk.is_active
    assert not clerk.check_password(password)


def sessions(person: Person, count: int) -> list[str]:
    keys = [f"{person.pk:016d}{n:016d}" for n in range(count)]
    for key in keys:
        Session.objects.create(session_key=key, session_data="", expire_date=now() + timedelta(hours=1))
        operations.signed_in(person=person, session_key=key, address="10.0.0.1", agent="Mozilla", at=now())
    return keys


@pytest.mark.parametrize("verb", ["close_person", "reset_password", "end_sign_ins"])
def test_every_session_ends(clerk: Person, verb: str):
    sessions(clerk, 3)
    other = factories.person(Role.DRAFT, organ=factories.organ())
    sessions(other, 1)
    getattr(operations, verb)(person=clerk, by=ACTOR, at=now())
    assert not any(row.alive for row in queries.sessions(clerk, now()))
    assert [row.alive for row in queries.sessions(other, now())] == [True]
    assert Session.objects.count() == 1


def test_one_session_can_be_ended_and_one_kept(clerk: Person):
    keys = sessions(clerk, 3)
    row = next(s.sign_in for s in queries.sessions(clerk, now()) if s.sign_in.session_key == keys[0])
    assert operations.end_sign_in(sign_in=row, by=factories.standing(clerk), at=now())
    assert not operations.end_sign_in(sign_in=row, by=factories.standing(clerk), at=now())
    operations.end_sign_ins(person=clerk, by=factories.standing(clerk), at=now(), keep=keys[2])
    assert [s.sign_in.session_key for s in queries.sessions(clerk, now()) if s.alive] == [keys[2]]


def test_nobody_ends_the_sessions_of_somebody_else(clerk: Person):
    stranger = factories.standing(factories.person(Role.SIGNER, organ=factories.organ()))
    with pytest.raises(Refusal, match="系统管理员"):
        operations.end_sign_ins(person=clerk, by=stranger, at=now())


def test_no_secret_of_an_account_reaches_the_ledger(clerk: Person):
    token = operations.invite(person=clerk, by=ACTOR, at=now())
    operations.accept_invitation(token=token, password=GOOD, at=now())
    password = operations.reset_password(person=clerk, by=ACTOR, at=now())
    keys = sessions(clerk, 1)
    said = "".join(f"{line.verb}{line.detail}{line.object_id}" for line in ledger.entries())
    for secret in (token, GOOD, password, *keys):
        assert secret not in said


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36 Edg/131.0",
         "Windows，Edge 浏览器"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1", "iPhone，Safari 浏览器"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/131.0 Mobile Safari/537.36 MicroMessenger/8.0", "安卓，微信"),
        ("curl/8.0", "未知设备"), ("", "未知设备"),
    ],
)  # fmt: skip
def test_a_device_is_named_in_words(agent: str, said: str):
    assert device(agent) == said
