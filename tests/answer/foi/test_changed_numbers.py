"""A number that an office may choose holds from its day on: what was begun under another choice keeps it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from gongkai.answer.foi import operations as verbs
from gongkai.config.worker import run_tasks
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case
from gongkai.kernel.ledger.models import Entry
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import CHINA, now
from gongkai.kernel.workdays.queries import current_calendar
from tests import factories
from tests.answer.foi import requests as made
from tests.faces.desk.desktop import at_desk

pytestmark = pytest.mark.django_db(transaction=True)


def explaining(where: made.Office, on: date) -> Case:
    """A request whose applicant was asked for reasons on that day."""
    at = made.moment(on)
    case = made.handling(where, at=at)
    return verbs.ask_reasons(case_id=case.pk, reason="三个月62件", by=where.of("officer", at), at=at)


def test_a_change_on_the_rules_page_holds_for_questions_from_its_day_on_and_moves_no_open_case() -> None:
    where = made.office()
    today = now().astimezone(CHINA).date()
    before = explaining(where, current_calendar().previous_working(today - timedelta(days=7)))
    stood = before.due_at
    assert stood is not None
    admin = at_desk(factories.person(Role.ADMIN, organ=where.organ))
    given = {"value": "1", "source": "县政府办规定", "effective_on": today.isoformat()}
    assert admin.post(reverse("desk:rule", args=["foi.reasons_pause"]), given).status_code == 302
    run_tasks()
    assert cases.rebuild(at=now()) == []
    before.refresh_from_db()
    assert (before.due_at, before.paused) == (stood, False)
    lines = Entry.objects.filter(object_type="case", object_id=str(before.pk), verb="重算期限")
    assert not lines.exists()
    since = explaining(where, today)
    assert (since.due_at, since.paused) == (None, True)
