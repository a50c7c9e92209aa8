"""The queue: nearest due date first, lights in words, filters that mean what they say, counts that open their rows, search."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.kernel.casework import operations as verbs
from gongkai.kernel.casework import queries
from gongkai.kernel.casework.rules import lamp
from gongkai.kernel.casework.terms import Light
from gongkai.kernel.ledger.queries import Actor
from gongkai.kernel.organizations.models import NumberValue, Post
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.workdays import shipped
from tests import factories
from tests.kernel.casework.helpers import day, handled, office, opened, received, to_signed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("at", "light", "words"),
    [
        ("2026-03-20", Light.GREEN, "还剩6个工作日"),
        ("2026-03-23", Light.AMBER, "还剩5个工作日"),
        ("2026-03-26", Light.AMBER, "还剩2个工作日"),
        ("2026-03-27", Light.RED, "还剩1个工作日"),
        ("2026-03-28", Light.RED, "还剩1个工作日"),
        ("2026-03-30", Light.RED, "今天到期"),
        ("2026-03-31", Light.RED, "已逾期1个工作日"),
        ("2026-04-07", Light.RED, "已逾期5个工作日"),
    ],
)
def test_lights_are_said_in_words(at, light, words):
    due = day("2026-03-30", "23:59:59")
    found = lamp(at=day(at), due_at=due, paused=False, closed=False, calendar=shipped(), amber=5, red=1)
    assert (found.light, found.words) == (light, words)
    assert found.late is (at > "2026-03-30")


def test_late_on_a_day_off_is_late_by_one():
    due = day("2026-04-03", "23:59:59")
    found = lamp(at=day("2026-04-05"), due_at=due, paused=False, closed=False, calendar=shipped(), amber=5, red=1)
    assert found.words == "已逾期1个工作日"


def _numbers(rows):
    return [case.number for case in rows]


def test_the_nearest_due_date_stands_first_and_paused_ones_apart():
    place = office()
    late = handled(place, day("2026-03-02"))
    soon = handled(place, day("2026-03-09"))
    fresh = opened(place, day("2026-03-09"))
    paused = place.move(handled(place, day("2026-03-02")), "consult", "officer", day("2026-03-03"))
    at = day("2026-04-02")
    by = place.of("officer", at)
    assert _numbers(queries.queue(by, at)) == _numbers([late, soon])
    assert _numbers(queries.queue(by, at, filters={"section": "paused"})) == _numbers([paused])
    assert _numbers(queries.queue(by, at, filters={"section": "unstarted"})) == _numbers([fresh])
    assert queries.queue(by, at, filters={"section": "open"}).count() == 4


def test_every_light_as_a_filter_finds_exactly_the_cases_that_show_it():
    place, at = office(), day("2026-03-30")
    own = office()
    NumberValue.objects.create(
        code="casework.amber", organ=own.organ, value=12, source="本机关规定", effective_on=date(2026, 1, 1),
        editor="测试", edited_at=at,
    )  # fmt: skip
    reader = factories.person(Role.FOI_OFFICER, organ=place.organ)
    factories.Post.objects.create(person=reader, organ=own.organ, role=Role.FOI_OFFICER, starts_on=date(2020, 1, 1))
    for here in (place, own):
        for shift in range(0, 32, 2):
            handled(here, day("2026-02-25") + timedelta(days=shift), party=False)
    by = factories.standing(reader, at)
    shown = {row.case.pk: row.lamp.light for row in queries.queue_rows(queries.queue(by, at), at, standing=by)}
    assert len(shown) == 32
    assert set(shown.values()) == {Light.RED, Light.AMBER, Light.GREEN}
    for light in (Light.RED, Light.AMBER, Light.GREEN):
        found = set(queries.queue(by, at, filters={"light": light}).values_list("pk", flat=True))
        assert found == {pk for pk, own_light in shown.items() if own_light is light}


@pytest.mark.parametrize("size", [1, 60])
def test_a_page_of_the_queue_costs_the_same_whatever_its_size(size):
    place, at = office(), day("2026-03-10")
    for _ in range(size):
        received(place, day("2026-03-02"))
    by = place.of("officer", at)
    queries.turn("signer")
    for filters in ({}, {"light": "red"}, {"turn": "signer"}, {"q": "韦秋实"}):
        with CaptureQueriesContext(
            connection,
        ) as spoken:
            found = queries.queue(by, at, filters=filters)
            found.count()
            rows = queries.queue_rows(found[:50], at, standing=by)
            assert all(row.applicant == "韦*" and row.case.organ.name and row.case.handler for row in rows)
        assert len(spoken) <= 8, [q["sql"] for q in spoken.captured_queries]


@pytest.mark.parametrize(
    "filters",
    [
        {"organ": "1;drop table", "due_from": "2026-13-99", "handler": "9" * 40, "light": "blue", "section": "'"},
        {"q": "\u0000"}, {"opened_to": "9999-12-31"}, {"due_to": "0001-01-01"}, {"kind": "x," * 500}, {"unknown": "1"},
        {"q": "%_'\""}, {"state": "☃"}, {"organ": "99999999999999999999"},
    ],
)  # fmt: skip
def test_a_hostile_filter_is_ignored(filters):
    place, at = office(), day("2026-03-10")
    received(place, day("2026-03-02"))
    list(queries.queue(place.of("officer", at), at, filters=filters))


def test_every_count_of_the_leader_opens_exactly_its_rows():
    place, at = office(), day("2026-04-01")
    handled(place, day("2026-03-02"))  # late since 31 March
    handled(place, day("2026-02-02"))  # late for long
    handled(place, day("2026-03-05"))  # due on 2 April
    opened(place, day("2026-04-01"))
    waiting = handled(place, day("2026-03-20"))
    place.move(waiting, "decide", "officer", at, data={"outcome": "open"})
    place.move(waiting, "approve", "head", at)
    place.move(handled(place, day("2026-03-20")), "decide", "officer", at, data={"outcome": "open"})
    done = to_signed(place, handled(place, day("2026-03-20")), day("2026-03-25"))
    place.move(done, "issue", "officer", day("2026-03-26"))
    place.move(done, "send", "officer", at)
    asked = received(place, day("2026-03-02"))
    place.move(
        asked, "ask", "officer", day("2026-03-03"), data={"what": "时间"}
    )  # its ten days are over: not our lateness
    opened(place, day("2025-04-01"))
    opened(place, day("2025-04-02"))
    nobody = opened(place, at)
    nobody.handler = None
    nobody.save()
    by = place.of("signer", at)
    found = queries.counts(by, at)
    expected = {
        "late": 2, "late_week": 1, "due_week": 1, "sign": 1, "review": 1, "mine": 0, "nobody": 1, "unstarted": 4,
        "paused": 0, "open": 10, "opened": 2, "closed": 1, "serving": 1, "unserved": 0,
    }  # fmt: skip
    assert {code: figure.count for code, figure in found.items()} == expected
    assert (found["opened"].before, found["closed"].before) == (1, 0)
    for code, figure in found.items():
        rows = queries.queue(by, at, filters=dict(parse_qsl(figure.query)))
        assert rows.count() == figure.count, code
        if figure.before is not None:
            assert queries.queue(by, at, filters=dict(parse_qsl(figure.before_query))).count() == figure.before


def test_nobody_lists_cases_of_another_office():
    place, other, at = office(), office(), day("2026-03-10")
    case = received(place, day("2026-03-02"))
    by = other.of("officer", at)
    assert not queries.queue(by, at, filters={"section": "all", "organ": str(place.organ.pk)}).exists()
    assert not queries.search(case.number, by).exists()
    assert not queries.search("韦秋实", by).exists()
    drafter = factories.standing(factories.person(Role.DRAFT, organ=place.organ), at)
    assert not queries.queue(drafter, at, filters={"section": "all"}).exists()


def test_a_supervisor_lists_its_organs_without_names():
    place, at = office(), day("2026-03-10")
    case = received(place, day("2026-03-02"))
    government = factories.organ(nature="government", is_supervisor=True)
    place.organ.government = government
    place.organ.save()
    by = factories.standing(factories.person(Role.SUPERVISOR, organ=government), at)
    (row,) = queries.queue_rows(queries.queue(by, at), at, standing=by)
    assert (row.case.pk, row.title, row.applicant) == (case.pk, case.number, "")
    assert queries.search(case.number, by).get() == case
    assert not queries.search("韦秋实", by).exists()
    assert not queries.search("水质监测", by).exists(), "a title may name people: no oracle"


def test_who_supervises_and_works_too_sees_titles_of_the_own_organ_only():
    place, own, at = office(), office(), day("2026-03-10")
    watched, mine = received(place, day("2026-03-02")), received(own, day("2026-03-02"))
    own.organ.is_supervisor = True
    own.organ.save()
    place.organ.government = own.organ
    place.organ.save()
    Post.objects.create(person=own.officer, organ=own.organ, role=Role.SUPERVISOR, starts_on=at.date())
    by = own.of("officer", at)
    for text, found in (("水质监测", [mine]), ("韦秋实", [mine]), (watched.number, [watched]), (mine.number, [mine])):
        assert list(queries.search(text, by)) == found, text
    rows = queries.queue_rows([watched, mine], at, standing=by)
    assert [row.title for row in rows] == [watched.number, mine.title]


@pytest.mark.parametrize("text", ["韦秋实", "韦 秋实", "11010519491231002x", "138-0000-0000", "水质监测", "NUMBER"])
def test_one_box_finds_by_number_title_name_identity_and_telephone(text):
    place, at = office(), day("2026-03-10")
    case = received(place, day("2026-03-02"))
    other = received(place, day("2026-03-02"), title="道路养护经费", party=False)
    text = case.number if text == "NUMBER" else text
    assert list(queries.search(text, place.of("legal", at))) == [case]
    assert other not in queries.search(text, place.of("legal", at))


def test_one_box_finds_by_the_number_of_a_letter():
    place, at = office(), day("2026-03-10")
    case = received(place, day("2026-03-02"))
    by = place.of("officer", at)
    paper = verbs.add_paper(case_id=case.pk, kind="reply", direction="out", title="答复书", by=by, at=at)
    verbs.number_paper(paper_id=paper.pk, code="岫公复", by=by, at=at)
    assert queries.search("岫公复〔2026〕1号", by).get() == case


def test_a_moved_case_shows_its_clock_and_state_in_words():
    place, at = office(), day("2026-03-10")
    received(place, day("2026-03-02"))
    by = place.of("officer", at)
    (row,) = queries.queue_rows(queries.queue(by, at), at, standing=by)
    assert (row.state, row.clock, row.kind, row.lamp.words) == ("已登记", "补正告知期限", "试办件", "还剩1个工作日")


def test_the_system_may_open_a_case_where_nobody_works():
    organ = factories.organ()
    case = verbs.open_case(
        kind="trial", organ=organ, number="无人一号", title="无人", opened_at=day("2026-03-02"), by=Actor.system("网上"),
        at=day("2026-03-02"),
    )  # fmt: skip
    assert case.handler is None
