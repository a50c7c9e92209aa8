"""条例第十八条: what is not public is assessed again on its day, and opened when the reason is gone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from gongkai.kernel.organizations.queries import Role, number
from gongkai.kernel.records.models import Record, Revision
from gongkai.kernel.records.operations import reassessing
from gongkai.kernel.records.queries import desk, review
from gongkai.kernel.records.terms import State, Status
from gongkai.kernel.vocabulary import CHINA, Refusal
from tests import factories
from tests.kernel.records import helpers

DAY = date(2027, 11, 2)


def kept(people: factories.Staff, **given) -> Revision:
    closed = {"attribute": "not_open", "ground": "g16_2a", "reason": "讨论记录", "reassess_on": DAY} | given
    return factories.draft(people, kind="notice", state=State.KEPT, at=people.at, **closed)


def test_it_comes_up_on_its_day_and_not_before(people) -> None:
    revision = kept(people)
    officer = people.of("officer")
    assert list(review.to_reassess(officer, until=DAY - timedelta(days=1))) == []
    assert list(review.to_reassess(officer, until=DAY)) == [revision]
    assert [q.count for q in review.queues(officer, today=DAY) if q.code == "reassess"] == [1]


def test_the_office_keeps_it_closed_for_a_reason_until_another_day(people) -> None:
    revision = kept(people)
    at = datetime(2027, 11, 2, 9, tzinfo=CHINA)
    given = {"revision_id": revision.pk, "version": revision.version, "at": at}
    with pytest.raises(Refusal, match="写明继续不公开的理由"):
        reassessing.keep_closed(next_on=date(2028, 11, 2), note=" ", by=people.of("officer"), **given)
    with pytest.raises(Refusal, match="应晚于今天"):
        reassessing.keep_closed(next_on=DAY, note="仍在办理", by=people.of("officer"), **given)
    with pytest.raises(Refusal, match="公开机构"):
        reassessing.keep_closed(next_on=date(2028, 11, 2), note="仍在办理", by=people.of("drafter"), **given)
    reassessing.keep_closed(next_on=date(2028, 11, 2), note="仍在办理", by=people.of("officer"), **given)
    assert list(review.to_reassess(people.of("officer"), until=DAY)) == []


def test_what_can_be_opened_is_reviewed_again_and_published(people) -> None:
    revision = kept(people)
    people.at = datetime(2027, 11, 2, 9, tzinfo=CHINA)
    opened = reassessing.reopen(
        revision_id=revision.pk, version=revision.version, by=people.of("drafter"), at=people.at
    )
    assert (opened.attribute, opened.ground, opened.reason, opened.reassess_on) == ("", "", "", None)
    assert not desk.to_reassess(people.of("officer"), until=people.at).exists()
    from gongkai.kernel.records import operations as verbs

    verbs.save(
        revision_id=opened.pk, fields={"attribute": "open"}, version=opened.version, by=people.of("drafter"),
        at=people.at,
    )  # fmt: skip
    factories.carry(people, helpers.refresh(opened), State.PUBLISHED, people.at)
    assert Record.objects.get(pk=revision.record_id).status == Status.PUBLISHED


def test_whoever_wrote_it_cannot_review_it_when_it_is_opened_again(people) -> None:
    revision = kept(people)
    author = people.drafter
    people.drafter = factories.person(Role.DRAFT, organ=people.organ)
    opened = reassessing.reopen(
        revision_id=revision.pk, version=revision.version, by=people.of("drafter"), at=people.at
    )
    assert opened.editors.filter(person=author).exists()


def test_the_interval_is_a_configurable_number(people) -> None:
    assert number("records.reassess_after", people.at.date()) == 12
