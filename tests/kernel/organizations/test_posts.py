"""People and posts: roles hold from one day until another, and somebody always administers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.organizations import operations, queries
from gongkai.kernel.organizations.models import Organ, Person
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import Refusal, now
from tests import factories

pytestmark = pytest.mark.django_db
ACTOR = operations.Actor.system("测试")
TODAY = now().date()
DAY = timedelta(days=1)


def give(person: Person, organ: Organ, role: Role, starts: date, ends: date | None = None):
    return operations.give_post(
        person=person, organ=organ, role=role, title="股长", starts_on=starts, ends_on=ends, by=ACTOR, at=now()
    )


def test_a_role_holds_from_its_first_day_until_the_day_before_its_end():
    organ = factories.organ()
    person = factories.person(organ=organ)
    give(person, organ, Role.FIRST_REVIEW, date(2026, 3, 1), date(2026, 6, 1))
    held = {day: queries.standing(person, day).has(Role.FIRST_REVIEW) for day in
            (date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1))}  # fmt: skip
    assert list(held.values()) == [False, True, True, False]


def test_the_same_role_is_not_given_twice_for_the_same_time_but_again_later():
    organ = factories.organ()
    person = factories.person(organ=organ)
    give(person, organ, Role.DRAFT, date(2026, 1, 1), date(2026, 6, 1))
    for starts, ends in ((date(2026, 5, 31), None), (date(2025, 1, 1), date(2026, 1, 2)), (date(2025, 1, 1), None)):
        with pytest.raises(Refusal, match="已有"):
            give(person, organ, Role.DRAFT, starts, ends)
    give(person, organ, Role.DRAFT, date(2026, 6, 1))
    give(person, organ, Role.DRAFT, date(2025, 1, 1), date(2026, 1, 1))


def test_a_closed_account_holds_nothing_whatever_its_posts():
    organ = factories.organ()
    factories.person(Role.ADMIN, organ=organ)
    person = factories.person(Role.SIGNER, organ=organ)
    operations.close_person(person=person, by=ACTOR, at=now())
    person.refresh_from_db()
    assert factories.standing(person).posts == ()
    assert not queries.people_with(Role.SIGNER, organ.pk, TODAY).exists()


def test_the_public_is_no_post():
    organ = factories.organ()
    for role in ("public", "king"):
        with pytest.raises(Refusal, match="选择角色"):
            operations.give_post(
                person=factories.person(organ=organ),
                organ=organ,
                role=role,
                title="",
                starts_on=TODAY,
                by=ACTOR,
                at=now(),
            )


@pytest.fixture
def administrators() -> tuple[Person, Person, Organ]:
    organ = factories.organ()
    return factories.person(Role.ADMIN, organ=organ), factories.person(Role.ADMIN, organ=organ), organ


def test_the_last_administrator_cannot_vanish_by_any_door(administrators):
    last, first, organ = administrators
    by = factories.standing(last)
    operations.close_person(person=first, by=by, at=now())
    with pytest.raises(Refusal, match="自己"):
        operations.close_person(person=last, by=by, at=now())
    with pytest.raises(Refusal, match="最后一名"):
        operations.close_person(person=last, by=ACTOR, at=now())
    for on in (TODAY, TODAY + 400 * DAY):
        with pytest.raises(Refusal, match="最后一名"):
            operations.end_post(post=last.posts.get(), on=on, by=by, at=now())
    with pytest.raises(Refusal, match="最后一名"):
        operations.merge_organ(organ=organ, into=factories.organ(), on=TODAY, by=by, at=now())
    assert factories.standing(last).has(Role.ADMIN)


def test_an_administrator_for_a_time_or_of_the_future_does_not_count_as_the_one_who_stays(administrators):
    last, first, organ = administrators
    operations.end_post(post=first.posts.get(), on=TODAY + 30 * DAY, by=ACTOR, at=now())
    give(factories.person(organ=organ), organ, Role.ADMIN, TODAY + DAY)
    with pytest.raises(Refusal, match="最后一名"):
        operations.end_post(post=last.posts.get(), on=TODAY + 20 * DAY, by=ACTOR, at=now())


def test_one_of_two_administrators_may_go(administrators):
    last, first, _ = administrators
    operations.end_post(post=first.posts.get(), on=TODAY, by=factories.standing(last), at=now())
    assert not factories.standing(first).has(Role.ADMIN)


def test_a_clerk_is_closed_while_one_administers(administrators):
    last, first, organ = administrators
    operations.close_person(person=first, by=factories.standing(last), at=now())
    clerk = factories.person(Role.DRAFT, organ=organ)
    operations.close_person(person=clerk, by=factories.standing(last), at=now())
    assert not Person.objects.get(pk=clerk.pk).is_active


def test_an_ended_post_ends_once_and_not_before_it_began():
    organ = factories.organ()
    post = factories.person(Role.DRAFT, organ=organ, since=date(2026, 1, 1)).posts.get()
    with pytest.raises(Refusal, match="晚于任职开始"):
        operations.end_post(post=post, on=date(2026, 1, 1), by=ACTOR, at=now())
    operations.end_post(post=post, on=date(2026, 2, 1), by=ACTOR, at=now())
    with pytest.raises(Refusal, match="已经结束"):
        operations.end_post(post=post, on=date(2026, 3, 1), by=ACTOR, at=now())


@pytest.mark.parametrize("username", ["", "A B", "1abc", "张三", "x" * 41, "admin@x", "a"])
def test_a_sign_in_name_is_plain(username: str):
    with pytest.raises(Refusal) as refused:
        operations.save_person(fields={"username": username, "name": "甲"}, by=ACTOR, at=now())
    assert refused.value.field == "username"


def test_a_sign_in_name_belongs_to_one_person():
    operations.save_person(fields={"username": "wuhanchen", "name": "伍汉臣"}, by=ACTOR, at=now())
    with pytest.raises(Refusal, match="已被使用"):
        operations.save_person(fields={"username": "WuHanchen", "name": "另一人"}, by=ACTOR, at=now())


def test_the_first_administrator_is_made_once_with_a_one_time_password():
    person, password = operations.first_administrator(username="admin", name="童雪莉", at=now())
    person.refresh_from_db()
    assert person.check_password(password)
    assert person.must_change_password
    assert factories.standing(person).has(Role.ADMIN)
    assert password not in "".join(str(line.detail) for line in ledger.entries())
    with pytest.raises(Refusal, match="已经有系统管理员"):
        operations.first_administrator(username="other", name="", at=now())


def test_people_are_found_by_name_organ_role_and_state(django_assert_num_queries):
    one, two = factories.organ(), factories.organ()
    factories.person(Role.DRAFT, organ=one, name="伍汉臣")
    factories.person(Role.DRAFT, Role.SIGNER, organ=two, name="伍子期", password="x")
    factories.person(Role.SIGNER, organ=two, name="陆晚晴", is_active=False)
    found = {
        "name": queries.people(TODAY, text="伍"), "organ": queries.people(TODAY, organ_id=two.pk),
        "role": queries.people(TODAY, role="draft"), "waiting": queries.people(TODAY, state="waiting"),
        "open": queries.people(TODAY, state="open"), "closed": queries.people(TODAY, state="closed"),
        "both": queries.people(TODAY, organ_id=one.pk, role="signer"),
    }  # fmt: skip
    assert {key: {p.name for p in people} for key, people in found.items()} == {
        "name": {"伍汉臣", "伍子期"}, "organ": {"伍子期", "陆晚晴"}, "role": {"伍汉臣", "伍子期"}, "waiting": {"伍汉臣"},
        "open": {"伍子期"}, "closed": {"陆晚晴"}, "both": set(),
    }  # fmt: skip
    with django_assert_num_queries(2):
        assert sorted(len(p.current_posts) for p in queries.people(TODAY)) == [1, 1, 2]
