"""条例第二十六条: information is published within twenty working days of its formation or change."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.organizations.queries import Actor
from gongkai.kernel.records.queries import terms_of_publication as terms
from gongkai.kernel.records.rules import publish_by
from gongkai.kernel.records.terms import State
from gongkai.kernel.vocabulary import CHINA
from gongkai.kernel.workdays import shipped
from tests import factories
from tests.kernel.records import helpers


@pytest.mark.parametrize(
    ("formed_on", "due"),
    [
        (date(2026, 1, 5), date(2026, 2, 2)),
        (date(2026, 2, 14), date(2026, 3, 20)),  # a make-up Saturday, across 春节
        (date(2026, 9, 18), date(2026, 10, 22)),  # 20 September and 10 October count
        (date(2025, 12, 31), date(2026, 1, 29)),
    ],
)
def test_twenty_working_days_are_counted_by_the_calendar(formed_on, due) -> None:
    assert publish_by(formed_on, within=20, calendar=shipped()).due == due


def test_the_term_begins_with_the_formation_of_the_document(people) -> None:
    revision = factories.draft(people, made_on=date(2026, 9, 18), at=people.at)
    assert terms.publish_due(revision).due == date(2026, 10, 22)


def test_a_change_begins_a_term_of_its_own(people) -> None:
    record = factories.published(people, made_on=date(2026, 1, 5), at=datetime(2026, 1, 6, 9, tzinfo=CHINA))
    people.at = datetime(2026, 9, 18, 9, tzinfo=CHINA)
    correction = helpers.correction(people, record, state=State.DRAFTING)
    assert terms.publish_due(correction).due == date(2026, 10, 22)


def test_what_is_not_to_be_published_has_no_term(people) -> None:
    revision = factories.draft(people, attribute="on_request", at=people.at)
    assert terms.publish_due(revision) is None


def test_what_is_late_is_named_from_the_day_after_its_last_day(people) -> None:
    revision = factories.draft(people, made_on=date(2026, 9, 18), at=people.at, state=State.FIRST_REVIEW)
    officer = people.of("officer")
    assert terms.late(officer, today=date(2026, 10, 22)) == []
    (late,) = terms.late(officer, today=date(2026, 10, 23))
    assert (late.revision.pk, late.due) == (revision.pk, date(2026, 10, 22))
    assert terms.late(factories.staff().of("officer"), today=date(2026, 10, 23)) == []


def test_an_organ_may_bind_itself_to_fewer_days(people) -> None:
    organizing.set_number(
        code="records.publish_within", value=10, source="本县制度", effective_on=date(2026, 1, 1),
        by=Actor.system("测试"), at=people.at,
    )  # fmt: skip
    revision = factories.draft(people, made_on=date(2026, 1, 5), at=people.at)
    assert terms.publish_due(revision).due == date(2026, 1, 19)
