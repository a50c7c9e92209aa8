"""条例第二十六条: information is published within twenty working days of its formation or change."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.organizations.queries import Actor
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records import statements
from gongkai.kernel.records.queries import review
from gongkai.kernel.records.queries import terms_of_publication as terms
from gongkai.kernel.records.rules import publish_by
from gongkai.kernel.records.terms import State
from gongkai.kernel.vocabulary import CHINA, Refusal
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


def test_what_another_law_sets_goes_before_when_it_is_named(people) -> None:
    revision = factories.draft(people, made_on=date(2026, 1, 5), term_days=7, term_source="", at=people.at)
    assert terms.publish_due(revision).due == date(2026, 2, 2)  # a term without its source is none
    revision.term_source = "行政处罚法第四十八条"
    assert terms.publish_due(revision).due == date(2026, 1, 14)
    assert terms.term(revision, today=date(2026, 1, 14)).basis == "行政处罚法第四十八条"
    revision.term_days, revision.term_on = None, date(2026, 1, 25)
    term = terms.term(revision, today=date(2026, 1, 26))
    assert (term.due.due, term.late) == (date(2026, 1, 25), True)
    assert "行政处罚法第四十八条" in term.explain()[0]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"term_days": 7}, "term_source"),
        ({"term_on": date(2026, 12, 1)}, "term_source"),
        ({"term_source": "某法第一条"}, "term_days"),
        ({"term_days": 7, "term_on": date(2026, 12, 1), "term_source": "某法第一条"}, "term_days"),
    ],
)
def test_a_term_of_its_own_is_whole_before_submission(people, given, field) -> None:
    revision = factories.draft(people, at=people.at, **given)
    assert field in [gap.field for gap in review.missing(revision, at=people.at)]
    with pytest.raises(Refusal):
        verbs.move(
            revision_id=revision.pk, code="submit", by=people.of("drafter"), at=people.at, version=revision.version
        )


def test_a_term_of_its_own_has_bounds(people) -> None:
    revision = factories.draft(people, at=people.at)
    for days in (0, -1, 251):
        with pytest.raises(Refusal, match="1至250"):
            verbs.save(
                revision_id=revision.pk, fields={"term_days": days}, version=revision.version,
                by=people.of("drafter"), at=people.at,
            )  # fmt: skip


def test_a_correction_keeps_the_law_and_counts_anew(people) -> None:
    record = factories.published(
        people, made_on=date(2026, 1, 5), term_days=7, term_source="行政处罚法第四十八条",
        at=datetime(2026, 1, 6, 9, tzinfo=CHINA),
    )  # fmt: skip
    people.at = datetime(2026, 9, 18, 9, tzinfo=CHINA)
    correction = helpers.correction(people, record, state=State.DRAFTING)
    assert terms.publish_due(correction).due == date(2026, 9, 29)
    assert terms.term(correction, today=date(2026, 9, 18)).restarted


def test_a_day_that_was_set_for_the_first_text_does_not_bind_its_correction(people) -> None:
    record = factories.published(
        people, made_on=date(2026, 1, 5), term_on=date(2026, 1, 9), term_source="通知", at=datetime(2026, 1, 6, 9, tzinfo=CHINA)
    )  # fmt: skip
    people.at = datetime(2026, 9, 18, 9, tzinfo=CHINA)
    correction = helpers.correction(people, record, state=State.DRAFTING)
    assert (correction.term_on, correction.term_source) == (None, "")
    assert terms.publish_due(correction).due == date(2026, 10, 22)


def test_the_days_off_after_the_last_day_are_late_too(people) -> None:
    revision = factories.draft(people, made_on=date(2026, 11, 2), term_days=4, term_source="某法第一条", at=people.at)
    friday, saturday = date(2026, 11, 6), date(2026, 11, 7)
    assert not terms.term(revision, today=friday).late
    found = terms.term(revision, today=saturday)
    assert (found.left, found.late) == (0, True)


def test_an_hour_behind_the_term_is_told(people) -> None:
    hour = datetime(2026, 2, 3, 9, tzinfo=CHINA)
    revision = factories.draft(people, made_on=date(2026, 1, 5), publish_at=hour, at=people.at)
    assert terms.term(revision, today=date(2026, 1, 6)).hour_too_late


def test_seals_made_before_these_fields_existed_still_hold(people) -> None:
    revision = factories.draft(people, at=people.at)
    columns = statements.row_digest(revision, leave_out=statements.LATER)
    assert statements.row_digest(revision) == columns
    for name, value in (("term_days", 7), ("term_on", date(2026, 12, 1)), ("term_source", "某法")):
        setattr(revision, name, value)
        assert statements.row_digest(revision) != columns
        setattr(revision, name, getattr(type(revision)(), name))


def test_the_list_of_terms_says_the_same_as_each_document(people) -> None:
    made = [date(2026, 9, day) for day in (1, 18, 21, 22, 23, 24, 25)]
    drafts = [factories.draft(people, made_on=day, at=people.at) for day in made]
    drafts.append(factories.draft(people, made_on=made[0], attribute="on_request", at=people.at))
    drafts.append(factories.draft(people, made_on=made[0], term_on=date(2026, 12, 1), term_source="某法", at=people.at))
    today = date(2026, 10, 23)
    found, each = terms.by_term([people.organ.pk], today=today), terms.terms(drafts, today=today)
    assert [r.pk for r in found.every[:]] == sorted(each, key=lambda pk: (each[pk].due.due, pk))
    assert [r.pk for r in found.late[:]] == [r.pk for r in found.every[:] if each[r.pk].late]
    assert [r.pk for r in found.soon[:]] == [r.pk for r in found.every[:] if each[r.pk].soon]
    assert len(found.late) == 2
    assert 0 < len(found.soon) < len(found.every)
