"""A move is one transaction: the event, what follows from it, and its line in the ledger; or nothing at all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.kernel.casework import operations as verbs
from gongkai.kernel.casework import queries
from gongkai.kernel.casework.models import Case, Deadline
from gongkai.kernel.ledger.queries import of_object
from gongkai.kernel.notices.queries import unread
from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workflow import NotYourRole
from tests.kernel.casework.helpers import day, handled, office, opened, received, to_signed

pytestmark = pytest.mark.django_db
MONDAY = day("2026-03-02")


def test_a_new_case_has_an_owner_a_line_in_the_ledger_and_no_clock():
    place = office()
    case = opened(place, MONDAY)
    assert case.handler == place.officer
    assert case.state == "arrived"
    assert case.due_at is None
    line = of_object("case", case.pk).first()
    assert line is not None
    assert line.verb == "立案"
    assert f"case:{case.pk}" in line.detail["seals"]
    assert unread(place.officer) == 1


def test_receipt_starts_the_clocks_and_the_earliest_is_the_due_date():
    place = office()
    case = received(place, MONDAY)
    assert case.received_on == date(2026, 3, 2)
    assert (case.due_clock, case.due_at and case.due_at.date()) == ("notice", date(2026, 3, 11))
    case = place.move(case, "accept", "officer", MONDAY + timedelta(days=1))
    assert (case.due_clock, case.due_at and case.due_at.date()) == ("answer", date(2026, 3, 30))
    assert [row.clock for row in Deadline.objects.filter(case=case)] == ["answer"]
    assert queries.readings(case)["answer"].due_on == date(2026, 3, 30)


def test_while_others_are_asked_the_case_is_paused_and_the_time_is_given_back():
    place = office()
    case = handled(place, MONDAY)
    case = place.move(case, "consult", "officer", day("2026-03-09"))
    assert case.paused
    assert case.due_at is None
    case = place.move(case, "heard", "officer", day("2026-03-20"))
    assert not case.paused
    assert case.due_at is not None
    assert case.due_at.date() == date(2026, 4, 13)


def test_sending_closes_the_case_and_says_whether_it_was_late():
    place = office()
    for sent, late in (("2026-03-30", False), ("2026-03-31", True)):
        case = to_signed(place, handled(place, MONDAY), day("2026-03-20"))
        place.move(case, "issue", "officer", day("2026-03-20"))
        case = place.move(case, "send", "officer", day(sent), data={"channel": "post"})
        assert case.closed_at == day(sent)
        assert case.was_late is late
        assert case.due_at is None
        assert case.outcome == "open"
        assert not case.done
        assert not Deadline.objects.filter(case=case).exists()


def test_a_bare_date_is_that_day_after_what_precedes_it():
    place = office()
    case = opened(place, day("2026-03-02", "16:30"))
    case = place.move(case, "receive", "officer", day("2026-03-04"), on=date(2026, 3, 2))
    assert case.state_since == day("2026-03-02", "16:30")
    assert case.received_on == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 3, 5), "不能晚于今天"),
        (day("2026-03-05"), "不能晚于现在"),
        (date(2026, 3, 1), "不能早于来件时间"),
    ],
)
def test_a_receipt_in_the_future_or_before_it_came_is_refused(on, said):
    place = office()
    case = opened(place, MONDAY)
    with pytest.raises(Refusal, match=said):
        place.move(case, "receive", "officer", day("2026-03-04"), on=on)
    assert queries.events(case) == ()


def test_a_date_before_the_last_event_is_refused():
    place = office()
    case = received(place, day("2026-03-04"))
    with pytest.raises(Refusal, match="早于上一步的时间"):
        place.move(case, "accept", "officer", day("2026-03-06"), on=date(2026, 3, 3))


def test_two_officers_at_once_one_is_told_who_was_quicker():
    place = office()
    case = received(place, MONDAY)
    seen = case.version
    place.move(case, "accept", "officer", MONDAY, version=seen)
    with pytest.raises(verbs.StaleCase, match=r"何彬华刚刚.*受理.*没有执行") as refused:
        place.move(case, "ask", "head", MONDAY, version=seen, data={"what": "时间范围"})
    assert refused.value.case.state == "handling"
    assert len(queries.events(case)) == 2


def test_who_has_no_such_post_is_refused_and_nothing_is_written():
    place, other = office(), office()
    case = received(place, MONDAY)
    lines = of_object("case", case.pk).count()
    with pytest.raises(NotYourRole):
        place.move(case, "accept", "signer", MONDAY)
    with pytest.raises(verbs.NotAllowed):
        verbs.move(case_id=case.pk, code="accept", by=other.of("officer", MONDAY), at=MONDAY)
    assert of_object("case", case.pk).count() == lines
    assert Case.objects.get(pk=case.pk).state == "registered"


def test_those_whose_turn_it_is_are_told():
    place = office()
    case = handled(place, MONDAY)
    place.move(case, "decide", "officer", MONDAY, data={"outcome": "open"})
    assert unread(place.head) == 1
    assert unread(place.legal) == 1
    place.move(case, "approve", "head", MONDAY)
    assert unread(place.signer) == 1


def test_events_hold_no_character_that_cannot_be_stored():
    place = office()
    case = received(place, MONDAY)
    case = place.move(
        case, "ask", "officer", MONDAY, data={"what": "时间\u0000范围", "on": date(2026, 3, 2), "list": (1, "\ud800")}
    )
    data = queries.events(case)[-1].data
    assert data["what"] == "时间范围"
    assert data["list"] == [1, ""]
    assert data["on"] == "2026-03-02"
