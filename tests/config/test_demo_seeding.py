"""The demo county: set up through the same operations as the desk, on whatever day GONGKAI_TODAY names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.db import transaction

from gongkai.config import audit
from gongkai.config.demo import seeding
from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.organizations.models import Organ, Person, Site
from gongkai.kernel.records.models import Finding, Record, Relation, Revision, Step
from gongkai.kernel.records.terms import Decision, State, Status, Withdrawal
from gongkai.kernel.records.workflow import PASSES
from gongkai.kernel.vocabulary import CHINA, now

DAY = date(2026, 9, 16)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker) -> Iterator[tuple[datetime, str]]:
    """The county on another day than today, with its moment and password."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setenv("GONGKAI_TODAY", DAY.isoformat())
        at = now()
        password = seeding.seed(at=at, told=lambda done, total: None)
        yield at, password
        transaction.set_rollback(True)


def test_gongkai_today_moves_the_date(county) -> None:
    at, _ = county
    assert at.date() == DAY
    assert Entry.objects.order_by("-at").first().at <= at


def test_it_has_organs_people_and_documents(county) -> None:
    assert 18 <= Organ.objects.count() <= 24
    assert Person.objects.count() >= 38
    assert Record.objects.count() >= 290
    assert Site.objects.get(pk=1).demo is True


def test_documents_stand_in_every_state_of_review(county) -> None:
    states = set(Revision.objects.values_list("state", flat=True))
    assert states >= {
        State.DRAFTING, State.DISCLOSURE_CHECK, State.FIRST_REVIEW, State.SECOND_REVIEW, State.FINAL_REVIEW,
        State.WAITING, State.PUBLISHED, State.KEPT,
    }  # fmt: skip
    assert set(Record.objects.values_list("status", flat=True)) == set(Status)
    assert Step.objects.filter(move="return").exists()
    assert Step.objects.filter(urgent=True).exists()
    assert Relation.objects.exists()
    assert Record.objects.filter(repealed_on__isnull=False).exists()
    assert Revision.objects.exclude(correction_wrong="").filter(state=State.PUBLISHED).exists()
    assert set(Record.objects.filter(status=Status.WITHDRAWN).values_list("withdrawal", flat=True)) <= set(Withdrawal)


def test_documents_are_of_last_year_and_this_year(county) -> None:
    days = [
        m.astimezone(CHINA).date()
        for m in Record.objects.filter(published_at__isnull=False).values_list("published_at", flat=True)
    ]
    assert {day.year for day in days} == {2025, 2026}
    assert (DAY - max(days)).days <= 14


def test_nothing_is_published_in_the_future(county) -> None:
    at, _ = county
    for model, fields in {
        Record: ("created_at", "published_at", "changed_at", "withdrawn_at"), Revision: ("created_at", "frozen_at", "updated_at"),
        Step: ("at",), Entry: ("at",),
    }.items():  # fmt: skip
        for name in fields:
            assert not model.objects.filter(**{f"{name}__gt": at}).exists(), (model, name)
    scheduled = Revision.objects.filter(state=State.WAITING)
    assert all(revision.publish_at > at for revision in scheduled)


def test_every_published_document_was_seen_by_others_than_its_author(county) -> None:
    judged: dict[int, set[int | None]] = {}
    for revision, person in Step.objects.filter(move__in=PASSES).values_list("revision_id", "person_id"):
        judged.setdefault(revision, set()).add(person)
    for revision in Revision.objects.filter(state=State.PUBLISHED).select_related("record__organ"):
        others = judged[revision.pk] - set(revision.editors.values_list("person_id", flat=True))
        assert len(others) >= 2
        assert revision.author_id not in judged[revision.pk]


def test_nothing_undecided_was_published(county) -> None:
    assert not Finding.objects.filter(revision__state=State.PUBLISHED, decision=Decision.OPEN).exists()


def test_the_audit_finds_nothing(county) -> None:
    assert [fault for find in audit.PARTS.values() for fault in find()] == []


def test_the_password_is_made_at_random_and_stored_as_argon2_only(county) -> None:
    _, password = county
    assert len(password) >= 12
    hashes = set(Person.objects.values_list("password", flat=True))
    assert all(value.startswith(("argon2", "!")) for value in hashes)
    assert password not in str(list(Entry.objects.values_list("detail", flat=True)))
