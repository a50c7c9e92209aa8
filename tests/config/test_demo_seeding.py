"""The demo county: set up through the same operations as the desk, on whatever day GONGKAI_TODAY names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.db import transaction

from gongkai.answer.foi.models import Proposal, Request
from gongkai.answer.foi.terms import ApplicantKind, Channel, Line
from gongkai.config import audit
from gongkai.config.demo import seeding
from gongkai.kernel.casework.models import Case, Event, Link, Note, Watcher
from gongkai.kernel.casework.rules import lamp
from gongkai.kernel.casework.terms import Light, LinkKind
from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.organizations.models import Organ, Person, Site
from gongkai.kernel.papers.models import PaperNumber
from gongkai.kernel.records.models import Finding, Record, Relation, Revision, Step
from gongkai.kernel.records.terms import Decision, State, Status, Withdrawal
from gongkai.kernel.records.workflow import PASSES
from gongkai.kernel.vocabulary import CHINA, now
from gongkai.kernel.workdays.queries import current_calendar
from gongkai.oversee.annual.models import AnnualReport, Dispute
from gongkai.oversee.annual.queries import compute

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


# -- requests


def test_requests_of_last_year_reach_every_leaf_and_balance(county) -> None:
    at, _ = county
    year = at.year - 1
    assert set(Request.objects.filter(replied_on__year=year).values_list("line", flat=True)) >= set(Line)
    received = Case.objects.filter(kind="foi", received_on__year=year)
    assert received.count() >= 118
    assert Request.objects.filter(case__received_on__year=year - 1, replied_on__year=year).exists(), "carried in"
    assert Request.objects.filter(case__received_on__year=year, replied_on__year=year + 1).exists(), "carried out"
    for organ in Organ.objects.all():
        assert not compute(organ, year, at).errors, organ.name


def test_every_channel_applicant_and_pace_occurs(county) -> None:
    assert set(Request.objects.values_list("channel", flat=True)) == set(Channel)
    assert set(Request.objects.values_list("applicant_kind", flat=True)) == set(ApplicantKind)
    assert Request.objects.filter(replied_late=True).exists()
    assert Request.objects.filter(unconfirmed_days__gt=0).exists()
    assert Case.objects.filter(extended=True, closed_at__isnull=False, was_late=False).exists()


def test_today_every_state_and_every_light_is_seen(county) -> None:
    at, _ = county
    cases = list(Case.objects.filter(kind="foi", closed_at=None))
    assert {case.state for case in cases} >= {
        "arrived", "registered", "handling", "amending", "consulting", "explaining", "fee_due", "reviewing", "signing",
        "signed", "issued", "ending_supplement",
    }  # fmt: skip
    assert Case.objects.filter(state="sent").exists()
    lamps = [
        lamp(at=at, due_at=c.due_at, paused=c.paused, closed=False, calendar=current_calendar(), amber=5, red=1)
        for c in cases
    ]
    assert {one.light for one in lamps} >= {Light.GREEN, Light.AMBER, Light.RED, Light.PAUSED}
    assert any(one.late for one in lamps)
    assert any(one.light is Light.RED and not one.late for one in lamps)
    assert all(case.handler_id for case in cases)


def test_numbers_of_requests_and_letters_have_no_gap_and_follow_time(county) -> None:
    held: dict[tuple[str, int, str], list[tuple[int, datetime]]] = {}
    for code, year, kind, serial, taken in PaperNumber.objects.filter(kind__startswith="foi").values_list(
        "code", "year", "kind", "serial", "taken_at"
    ):
        held.setdefault((code, year, kind), []).append((serial, taken))
    assert len(held) > 40
    for rows in held.values():
        assert [serial for serial, _ in sorted(rows)] == list(range(1, len(rows) + 1))
        assert [taken for _, taken in sorted(rows)] == sorted(taken for _, taken in rows)


def test_nobody_reviews_or_signs_a_reply_of_their_own(county) -> None:
    for case in Case.objects.filter(kind="foi", events__move="sign"):
        rows = list(Event.objects.filter(case=case).order_by("seq").values_list("move", "person_id"))
        who = {move: person for move, person in rows if move in {"decide", "approve", "sign"}}
        assert len(set(who.values())) == 3, case.number
    for case_id, person in Event.objects.filter(move="extend").values_list("case_id", "person_id"):
        assert Case.objects.get(pk=case_id).handler_id != person


def test_colleagues_left_notes_watch_and_joined_two_requests(county) -> None:
    assert Note.objects.count() >= 5
    assert Watcher.objects.exists()
    assert Case.objects.filter(merged_into__isnull=False).count() == 1
    assert set(Link.objects.values_list("kind", flat=True)) >= {LinkKind.MERGED, LinkKind.EARLIER}


def test_one_proposal_of_publication_is_answered_and_one_waits(county) -> None:
    assert sorted(Proposal.objects.values_list("answer", flat=True)) == ["", "refused"]


def test_every_office_that_was_asked_published_its_counted_report_of_last_year(county) -> None:
    at, _ = county
    year = at.year - 1
    asked = set(Case.objects.filter(kind="foi", received_on__year=year).values_list("organ_id", flat=True))
    assert len(asked) >= 20
    offices = Organ.objects.in_bulk(asked)
    for row in AnnualReport.objects.filter(organ_id__in=asked, year=year).select_related("record__current"):
        office = offices.pop(row.organ_id)
        report = compute(office, year, at)
        assert row.record.status == Status.PUBLISHED, office.name
        assert not report.missing, office.name
        assert row.figures == report.snapshot(), office.name
        assert report.organ in row.record.title
        assert str(year) in row.record.title
        assert f"办结{report.words('total.total')}件" in row.record.current.text, office.name
    assert offices == {}


def test_no_report_stands_beside_the_counted_one_and_it_begins_where_the_older_ended(county) -> None:
    at, _ = county
    reports = Record.objects.filter(kind="annual_report", status=Status.PUBLISHED)
    titles = [title for title in reports.values_list("title", flat=True) if str(at.year - 1) in title]
    assert len(titles) == len(set(titles)) == AnnualReport.objects.filter(year=at.year - 1).count()
    older = reports.filter(title__contains=str(at.year - 2)).select_related("organ", "current")
    assert older.count() == 4
    for record in older:
        begins = compute(record.organ, at.year - 1, at).words("carried_in.total")
        assert f"结转下年度继续办理{begins}件" in record.current.text or begins == "0", record.title


def test_the_county_office_published_its_report_of_last_year(county) -> None:
    at, _ = county
    office = Organ.objects.get(is_supervisor=True)
    report = AnnualReport.objects.get(organ=office, year=at.year - 1)
    assert report.record.status == Status.PUBLISHED
    assert not compute(office, at.year - 1, at).missing
    assert Dispute.objects.filter(organ=office).count() >= 3
