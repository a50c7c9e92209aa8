"""The lists of the desk ask the same number of questions for one line as for ten, and show what matters first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records.terms import State
from gongkai.kernel.vocabulary import now
from tests import factories
from tests.faces.desk.desktop import at_desk, text

pytestmark = pytest.mark.django_db

LISTS = [
    ("drafter", "home", (), {}),
    ("drafter", "queue", ("drafts",), {}),
    ("drafter", "queue", ("returned",), {"returned": "请改"}),
    ("first", "home", (), {"state": State.FIRST_REVIEW}),
    ("first", "queue", ("mine",), {"state": State.FIRST_REVIEW}),
    ("first", "queue", ("review",), {"state": State.FIRST_REVIEW}),
    ("first", "queue", ("involved",), {"state": State.SECOND_REVIEW}),
    ("first", "terms", (), {"state": State.SECOND_REVIEW}),
    ("first", "urgent", (), {"state": State.FIRST_REVIEW, "urgent_reason": "汛期"}),
    ("signer", "urgent_uses", (), {"state": State.SECOND_REVIEW, "urgent_reason": "汛期"}),
    ("signer", "leader", (), {"state": State.FIRST_REVIEW}),
    ("supervisor", "supervised", (), {"state": State.FIRST_REVIEW}),
    ("drafter", "published", (), {"state": State.PUBLISHED}),
]


@pytest.mark.parametrize(("who", "page", "arguments", "traits"), LISTS)
def test_ten_lines_ask_as_many_questions_as_one(
    who: str, page: str, arguments: tuple[str, ...], traits: dict[str, str]
):
    people = factories.staff(is_supervisor=True)
    person = factories.person(Role.SUPERVISOR, organ=people.organ) if who == "supervisor" else getattr(people, who)
    client, url = at_desk(person), reverse(f"desk:{page}", args=arguments)
    asked = []
    for more in (1, 9):
        for _ in range(more):
            factories.draft(people, title="农村饮用水管理办法", **traits)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown = text(client.get(url))
        asked.append(len(queries))
        rows = shown.count("农村饮用水管理办法") or shown.count("<tr>") - 1
        assert rows >= 1
    assert asked[0] == asked[1]


def test_urgent_comes_first_then_the_longest_waiting():
    people = factories.staff()
    for title, hours, reason in (("较早的", 5, ""), ("较晚的", 2, ""), ("加急的", 1, "汛期")):
        factories.draft(
            people, title=title, state=State.FIRST_REVIEW, urgent_reason=reason, at=now() - timedelta(hours=hours)
        )
    page = text(at_desk(people.first).get(reverse("desk:queue", args=["mine"])))
    main = page[page.index('<main id="main"') :]
    places = [main.index(f">{title}</a>") for title in ("加急的", "较早的", "较晚的")]
    assert places == sorted(places)
    assert "加急" in main


def test_a_long_queue_turns_its_pages():
    people = factories.staff()
    for number in range(31):
        factories.draft(people, title=f"第{number}号草稿", empty=True)
    client, url = at_desk(people.drafter), reverse("desk:queue", args=["drafts"])
    first, second = text(client.get(url)), text(client.get(url, {"page": "2"}))
    assert "?page=2" in first
    assert "第0号草稿" in second
    assert "第0号草稿" not in first
    for nonsense in ("0", "-1", "x", "９", "99999999999999999999"):
        assert client.get(url, {"page": nonsense}).status_code == 200


def test_notices_tell_what_arrived_and_are_marked_as_read():
    people = factories.staff()
    factories.draft(people, title="饮用水办法", state=State.FIRST_REVIEW)
    client, url = at_desk(people.first), reverse("desk:notices")
    assert "《饮用水办法》待初审" in text(client.get(url))
    client.post(url)
    assert "《饮用水办法》待初审" not in text(client.get(url, {"show": "unread"}))


def test_one_notice_is_marked_as_read_and_the_others_stay():
    people = factories.staff()
    for title in ("饮用水办法", "防汛办法"):
        factories.draft(people, title=title, state=State.FIRST_REVIEW)
    client, url = at_desk(people.first), reverse("desk:notices")
    one = people.first.notices.get(text__contains="防汛办法")
    assert f'name="notice" value="{one.pk}"' in text(client.get(url))
    answer = client.post(f"{url}?show=unread", {"notice": one.pk})
    assert answer["Location"] == f"{url}?show=unread"
    unread = text(client.get(url, {"show": "unread"}))
    assert "《饮用水办法》待初审" in unread
    assert "《防汛办法》待初审" not in unread
    assert f'name="notice" value="{one.pk}"' not in text(client.get(url))


def test_nobody_marks_the_notice_of_another():
    people = factories.staff()
    factories.draft(people, title="饮用水办法", state=State.FIRST_REVIEW)
    one = people.first.notices.get(text__contains="饮用水办法")
    url = reverse("desk:notices")
    assert at_desk(people.second).post(url, {"notice": one.pk}).status_code == 302
    one.refresh_from_db()
    assert one.read_at is None
    for nonsense in ("", "x", "-1", "９", "9" * 30):
        assert at_desk(people.first).post(url, {"notice": nonsense}).status_code == 404
    one.refresh_from_db()
    assert one.read_at is None


def test_the_leader_sees_what_stands_still():
    people = factories.staff()
    factories.draft(people, title="停了很久的", state=State.FIRST_REVIEW, at=now() - timedelta(days=9))
    factories.draft(people, title="刚提交的", state=State.FIRST_REVIEW)
    page = text(at_desk(people.signer).get(reverse("desk:leader")))
    main = page[page.index('id="stuck"') :]
    assert "停了很久的" in main
    assert "刚提交的" not in main


def test_a_portal_page_never_makes_the_frame_of_the_desk():
    from gongkai.faces.desk.context import desk

    with CaptureQueriesContext(connection) as queries:
        desk(object())  # type: ignore[arg-type]  # not even a request is looked at
    assert len(queries) == 0
