"""What an office asks many times a day begins with an index made for it, not with all records of the organ or the city."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from gongkai.kernel.notices import queries as notices
from gongkai.kernel.notices.models import Notice
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.kernel.records.models import Editor, Record, Revision
from gongkai.kernel.records.queries import desk, review
from gongkai.kernel.records.queries.planning import Spelled
from gongkai.kernel.records.terms import ON_THE_WAY, State
from gongkai.kernel.vocabulary import now
from tests import factories

pytestmark = pytest.mark.django_db

Question = Callable[[Standing], QuerySet[Any]]

QUESTIONS: dict[str, tuple[str, Question]] = {
    "for me": ("revision_on_the_way", review.for_me),
    "urgent": ("revision_on_the_way", desk.urgent),
    "drafts": ("revision_on_the_way", review.my_drafts),
    "returned": ("revision_on_the_way", desk.returned),
    "under review": ("revision_on_the_way", review.under_review),
    "scheduled": ("revision_on_the_way", review.scheduled),
    "stuck": ("revision_on_the_way", lambda s: desk.stuck(s, at=now())),
    "to reassess": ("revision_reassess", lambda s: desk.to_reassess(s, until=now())),
    "urgent lane": ("step_urgent", review.urgent_uses),
    "notices": ("notice_newest", lambda s: notices.inbox(s.person)),
    "not read": ("notice_not_read", lambda s: Notice.objects.filter(person=s.person, read_at=None)),
}


@pytest.fixture
def _plans() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by the sizes of its tables, and these are empty")


@pytest.mark.usefixtures("_plans")
@pytest.mark.parametrize("name", QUESTIONS)
def test_the_question_begins_with_its_index(name: str):
    index, question = QUESTIONS[name]
    office = factories.staff()
    standing = factories.standing(factories.person(*Role, organ=office.organ))
    found = question(standing)[:31].explain()
    assert index in found
    assert not [line for line in found.splitlines() if line.strip().startswith("SCAN records_record")]


@pytest.mark.usefixtures("_plans")
def test_a_document_number_is_looked_up():
    asked: list[str] = []
    with connection.execute_wrapper(lambda run, sql, *rest: (asked.append(sql), run(sql, *rest))[1]):
        assert desk.records_named("云岫政发〔2026〕3号") == []
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + asked[0], ["甲", "甲", "published"])
        assert "record_doc_number" in str(cursor.fetchall())


def test_the_index_speaks_of_all_that_is_on_its_way():
    assert set(State) - set(ON_THE_WAY) == {State.PUBLISHED, State.KEPT, State.ABANDONED}
    (index,) = (index for index in Revision._meta.indexes if index.name == "revision_on_the_way")
    assert index.condition is not None
    assert index.condition.children == [("state__in", [state.value for state in ON_THE_WAY])]


def test_only_words_of_the_program_are_spelled_out():
    with pytest.raises(ValueError, match="OR"):
        str(Revision.objects.filter(state=Spelled("x' OR '1'='1")).query)


def test_what_somebody_had_a_hand_in_comes_once_and_newest_first():
    office = factories.staff()
    drafts = [factories.draft(office, state=State.SECOND_REVIEW) for _ in range(3)]
    shown = review.involved(office.of("first"))
    assert len(shown) == 3
    assert [revision.pk for revision in shown[:2]] == [drafts[2].pk, drafts[1].pk]
    assert shown[2].pk == drafts[0].pk
    assert not review.involved(factories.staff().of("first"))[:5]
    assert review.involved(office.of("drafter"))[:5] == shown[:5]
    assert shown[90:120] == []


def test_what_somebody_did_in_a_former_organ_is_left_out():
    former, present, at = factories.staff(), factories.staff(), now()
    organs = [present.organ, *[former.organ] * 45, present.organ]
    records = Record.objects.bulk_create(Record(organ=organ, kind="notice", created_at=at) for organ in organs)
    written = Revision.objects.bulk_create(
        Revision(record=record, number=1, title="", created_at=at, updated_at=at) for record in records
    )
    Editor.objects.bulk_create(Editor(revision=revision, person=former.drafter) for revision in written)
    standing = Standing(former.drafter, now().date(), present.of("drafter").posts)
    assert [revision.record.organ_id for revision in review.involved(standing)[:31]] == [present.organ.pk] * 2


def test_who_passed_it_does_not_find_it_again():
    office = factories.staff()
    revision = factories.draft(office, state=State.SECOND_REVIEW)
    assert revision in review.under_review(office.of("first"))
    assert revision not in review.for_me(office.of("first"))
    assert revision in review.for_me(office.of("second"))
