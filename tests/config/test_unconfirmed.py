"""条例31 in a running house: what nobody confirmed by the end of its working day alarms the head and is counted, by the worker alone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.config import worker
from gongkai.kernel.casework.models import Case
from gongkai.kernel.ledger.models import Entry
from gongkai.kernel.notices.queries import Notice
from gongkai.kernel.vocabulary import now
from gongkai.kernel.workdays.queries import current_calendar
from tests.answer.foi import requests as made

pytestmark = pytest.mark.django_db


def round_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """The chores of the worker that look at the clock, as one round of its loop runs them."""
    monkeypatch.setattr(worker, "_last", {})
    for name, chore in worker._chores():
        if name in {"期限届满", "未确认", "到期提醒"}:
            chore()


def alarms(person: made.Person, case: Case) -> int:
    return Notice.objects.filter(
        person=person, level="alarm", text__contains=f"{case.number} 当日未与申请人确认"
    ).count()


def last_working_day() -> date:
    return current_calendar().previous_working(now().date() - timedelta(days=1))


def test_the_worker_alarms_the_head_once_and_counts_the_day(monkeypatch: pytest.MonkeyPatch):
    where = made.office()
    day = last_working_day()
    waiting, _ = made.submitted(where, at=made.moment(day))
    confirmed, _ = made.submitted(where, at=made.moment(day))
    made.confirmed(where, confirmed, made.moment(day, 16))
    handed_in = made.registered(where, at=now())
    for _ in range(3):
        round_of(monkeypatch)
    assert [alarms(where.head, case) for case in (waiting, confirmed, handed_in)] == [1, 0, 0]
    assert alarms(where.officer, waiting) == 1
    assert [made.request_of(case).unconfirmed_days for case in (waiting, confirmed, handed_in)] == [1, 0, 0]
    counted = Entry.objects.filter(object_type="case", object_id=str(waiting.pk), verb="未与申请人确认")
    assert [line.detail["working_days"] for line in counted] == [1]
    made.confirmed(where, waiting, now())
    round_of(monkeypatch)
    assert alarms(where.head, waiting) == 1
    assert made.request_of(waiting).unconfirmed_days >= 1, "what was late stays counted after the confirmation"
