"""A year that is imported on the desk reaches the due dates of open cases through the queue of tasks."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from gongkai.config.worker import run_tasks
from gongkai.kernel.casework.models import Case
from gongkai.kernel.ledger.queries import of_object
from gongkai.kernel.organizations.queries import Role
from tests import factories
from tests.faces.desk.test_admin_calendars import URL, sent
from tests.kernel.casework.helpers import day, handled, office


@pytest.mark.django_db(transaction=True)
def test_a_year_kept_on_the_desk_recomputes_what_was_provisional(client: Client):
    place = office()
    case = handled(place, day("2027-01-11"))
    assert case.provisional
    assert case.due_at is not None
    assert case.due_at.date() == date(2027, 2, 8)
    client.force_login(factories.person(Role.ADMIN, organ=factories.organ()))
    assert client.post(URL, sent(keep="1")).status_code == 302
    run_tasks()
    case = Case.objects.get(pk=case.pk)
    assert not case.provisional
    # Sunday 31 January is worked; 5 to 11 February is the Spring Festival.
    assert case.due_at == day("2027-02-12", "23:59:59")
    line = of_object("case", case.pk).last()
    assert line is not None
    assert line.verb == "重算期限"
