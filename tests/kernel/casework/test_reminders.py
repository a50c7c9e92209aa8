"""Reminders: on the working day before, on the day, when it is over; each once, those that were missed too."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.kernel.casework import operations as verbs
from gongkai.kernel.notices.queries import Notice
from gongkai.kernel.organizations.models import Post
from tests.kernel.casework.helpers import day, handled, office, opened, received

pytestmark = pytest.mark.django_db


def _texts(person, since):
    return list(
        Notice.objects.filter(person=person, created_at__gte=since).order_by("pk").values_list("text", flat=True)
    )


def test_each_reminder_is_sent_once_and_on_its_day():
    place = office()
    handled(place, day("2026-03-02"))  # due on Monday 30 March
    sent = {
        text: verbs.remind(at=day(text))
        for text in ("2026-03-26", "2026-03-27", "2026-03-28", "2026-03-30", "2026-03-31", "2026-04-01", "2026-04-20")
    }
    assert sent == {
        "2026-03-26": 0, "2026-03-27": 1, "2026-03-28": 0, "2026-03-30": 1, "2026-03-31": 1, "2026-04-01": 0, "2026-04-20": 0,
    }  # fmt: skip
    said = _texts(place.officer, day("2026-03-26"))
    assert ["3月30日到期" in said[0], "今天到期" in said[1], "已逾期" in said[2]] == [True] * 3
    assert len(_texts(place.head, day("2026-03-26"))) == 2
    assert Notice.objects.filter(person=place.head, level="alarm").count() == 1


def test_after_weeks_without_the_program_what_holds_now_is_said_once():
    place = office()
    handled(place, day("2026-03-02"))
    assert verbs.remind(at=day("2026-04-20")) == 1
    assert "已逾期" in _texts(place.officer, day("2026-04-20"))[0]
    assert verbs.remind(at=day("2026-04-20", "10:00")) == 0


def test_the_applicants_own_term_is_no_alarm_for_the_head():
    place = office()
    case = received(place, day("2026-03-02"))
    place.move(case, "ask", "officer", day("2026-03-03"), data={"what": "时间"})
    assert verbs.remind(at=day("2026-03-18")) == 1
    assert "补正期限已于3月17日届满，请决定下一步" in _texts(place.officer, day("2026-03-18"))[0]
    assert _texts(place.head, day("2026-03-18")) == []


def test_a_request_that_nobody_confirmed_alarms_the_head_at_the_end_of_every_working_day():
    place = office()
    opened(place, day("2026-03-06"))  # a Friday
    assert verbs.remind(at=day("2026-03-06", "17:59")) == 0
    assert verbs.remind(at=day("2026-03-06", "18:00")) == 1
    assert verbs.remind(at=day("2026-03-08", "19:00")) == 0
    assert verbs.remind(at=day("2026-03-09", "18:30")) == 1
    assert Notice.objects.filter(person=place.head, level="alarm").count() == 2


def test_what_came_on_a_day_off_is_expected_by_the_end_of_the_next_working_day():
    place = office()
    opened(place, day("2026-03-07", "12:00"))
    assert verbs.remind(at=day("2026-03-07", "20:00")) == 0
    assert verbs.remind(at=day("2026-03-09", "17:00")) == 0
    assert verbs.remind(at=day("2026-03-09", "18:00")) == 1


def test_when_the_handler_has_left_the_heads_are_reminded():
    place = office()
    handled(place, day("2026-03-02"))
    Post.objects.filter(person=place.officer).update(ends_on=date(2026, 3, 20))
    assert verbs.remind(at=day("2026-03-27")) == 1
    assert _texts(place.officer, day("2026-03-27")) == []
    due, left = _texts(place.head, day("2026-03-27"))
    assert "到期" in due
    assert "已不在岗" in left


def test_a_paused_case_is_not_reminded_of():
    place = office()
    place.move(handled(place, day("2026-03-02")), "consult", "officer", day("2026-03-09"))
    assert verbs.remind(at=day("2026-03-30")) == 0
