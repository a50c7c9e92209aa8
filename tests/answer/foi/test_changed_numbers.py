"""A number by which due dates are counted is changed: every open case follows, each with its line in the ledger."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from gongkai.answer.foi import operations as verbs
from gongkai.config.worker import run_tasks
from gongkai.kernel.casework import kinds
from gongkai.kernel.casework.models import Case
from gongkai.kernel.ledger.models import Entry
from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.organizations.queries import Role, numbers
from gongkai.kernel.vocabulary import CHINA, Refusal, now
from gongkai.kernel.workdays.queries import current_calendar
from tests import factories
from tests.answer.foi import requests as made
from tests.faces.desk.desktop import at_desk

pytestmark = pytest.mark.django_db(transaction=True)


def explaining(where: made.Office) -> Case:
    """A request whose answer clock runs while the applicant is asked for reasons."""
    at = made.moment(current_calendar().previous_working(now().date() - timedelta(days=7)))
    case = made.handling(where, at=at)
    return verbs.ask_reasons(case_id=case.pk, reason="三个月62件", by=where.of("officer", at), at=at)


def lines(case: Case) -> list[str]:
    found = Entry.objects.filter(object_type="case", object_id=str(case.pk), verb="重算期限")
    return list(found.values_list("verb", flat=True))


def waiting() -> list[datetime]:
    return list(DBTaskResult.objects.filter(task_path__endswith="jobs.rebuild").values_list("run_after", flat=True))


def pause(value: int, on: date, **more: object) -> None:
    organizing.set_number(
        code="foi.reasons_pause",
        value=value,
        source="县政府办规定",
        effective_on=on,
        by=Actor.system("测试"),
        at=now(),
        **more,
    )


def test_a_change_on_the_rules_page_recomputes_open_cases_with_a_line_each() -> None:
    where = made.office()
    first, second, other = explaining(where), explaining(where), made.handling(where)
    due = {case.pk: case.due_at for case in (first, second, other)}
    assert all(due.values())
    admin = at_desk(factories.person(Role.ADMIN, organ=where.organ))
    given = {"value": "1", "source": "县政府办规定", "effective_on": now().astimezone(CHINA).date().isoformat()}
    assert admin.post(reverse("desk:rule", args=["foi.reasons_pause"]), given).status_code == 302
    run_tasks()
    for case in (first, second):
        case.refresh_from_db()
        assert (case.paused, case.due_at) == (True, None)
        assert lines(case) == ["重算期限"]
    other.refresh_from_db()
    assert (other.due_at, lines(other)) == (due[other.pk], []), "nothing is written of what did not change"
    pause(0, now().astimezone(CHINA).date())
    run_tasks()
    first.refresh_from_db()
    assert first.due_at == due[first.pk]
    assert lines(first) == ["重算期限"] * 2


def test_a_value_for_a_day_to_come_recomputes_on_that_day() -> None:
    case = explaining(made.office())
    on = now().astimezone(CHINA).date() + timedelta(days=3)
    pause(1, on)
    assert waiting() == [datetime(on.year, on.month, on.day, tzinfo=CHINA)]
    run_tasks()
    case.refresh_from_db()
    assert not case.paused


def test_a_refused_change_and_a_number_that_counts_no_days_recompute_nothing() -> None:
    today = now().astimezone(CHINA).date()
    with pytest.raises(Refusal), transaction.atomic():
        pause(7, today)
    organizing.set_number(
        code="casework.amber", value=4, source="县规定", effective_on=today, by=Actor.system("测试"), at=now()
    )
    assert waiting() == []


def test_the_numbers_that_a_kind_counts_by_are_declared() -> None:
    declared = {number.code for number in numbers()}
    named = {code for kind in kinds.all_kinds() for code in kind.counts_by}
    assert named
    assert named <= declared
