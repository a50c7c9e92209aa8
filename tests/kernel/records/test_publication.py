"""Publication is one transaction; what is public is frozen, counted, numbered without a gap, and goes at once when it must."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.notices.models import Notice
from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.organizations.queries import Actor
from gongkai.kernel.papers.models import Rendition
from gongkai.kernel.records import jobs, queries
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.models import Attachment, Pending, Record, Relation, Revision, Serial, Step, Tally
from gongkai.kernel.records.operations import reassessing
from gongkai.kernel.records.queries import public
from gongkai.kernel.records.terms import RelationType, State, Status, Validity, Withdrawal
from gongkai.kernel.trust.models import Checkpoint, Leaf
from gongkai.kernel.vocabulary import CHINA, Refusal
from tests import database, factories
from tests.kernel.records import helpers


@pytest.fixture
def people(db) -> factories.Staff:
    made = factories.staff()
    made.at = helpers.MORNING
    return made


def world() -> dict[str, int]:
    """How much there is of everything that a publication writes."""
    tables = [Record, Revision, Step, Entry, Leaf, Checkpoint, Pending, Rendition, Notice]
    counts = {model._meta.label: model._default_manager.count() for model in tables}
    counts["published"] = Record.objects.filter(status=Status.PUBLISHED).count()
    counts["serial"] = sum(Serial.objects.values_list("last", flat=True))
    counts["tally"] = sum(Tally.objects.values_list("count", flat=True))
    return counts


@pytest.mark.parametrize(
    "table", ["records_step", "records_serial", "records_tally", "ledger_entry", "trust_leaf", "trust_checkpoint",
              "records_pending", "papers_rendition", "django_tasks_database_dbtaskresult", "notices_notice"],
)  # fmt: skip
def test_an_error_anywhere_leaves_nothing(people, table) -> None:
    """The disk is full (the database says so) at each of the writes of a publication."""
    revision = factories.draft(people, state=State.FINAL_REVIEW, at=people.at)
    before = world()
    when = "NEW.move = 'publish'" if table == "records_step" else "1 = 1"
    database.fill_disk(table, when)
    with pytest.raises(DatabaseError, match="disk is full"), transaction.atomic():
        helpers.step(people, revision, "final_pass", "final")
    assert world() == before
    assert helpers.refresh(revision).state == State.FINAL_REVIEW
    database.empty_disk(table)
    assert helpers.step(people, revision, "final_pass", "final").state == State.PUBLISHED


def test_one_publication_writes_record_leaf_ledger_checkpoint_pending_rows_and_jobs(people) -> None:
    record = factories.published(people, at=people.at)
    revision = record.current
    assert (revision.frozen_at, record.published_at, record.changed_at) == (people.at,) * 3
    leaf = public.leaf(revision)
    assert leaf.digest == revision.digest
    line = Entry.objects.get(verb="发布", object_type="record", object_id=str(record.pk))
    assert (line.actor_name, line.detail["digest"]) == ("蒋玉兰", revision.digest)
    assert Checkpoint.objects.order_by("-number").first().size > leaf.index
    assert Pending.objects.filter(record=record).exists()
    assert Rendition.objects.filter(subject=f"revision:{revision.pk}").count() == 2
    assert public.proof(revision)["leaf_index"] == leaf.index


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{code}/{year}-{serial:05d}", "CODE/2026-00001"),
        ("{uscc}/{year}{month}-{serial:05d}", "113417020031300083/202611-00001"),
        ("KX{year}{month}{day}{serial:03d}", "KX20261102001"),
    ],
)
def test_the_index_number_follows_the_pattern_of_the_organ(db, pattern, number) -> None:
    people = factories.staff(index_pattern=pattern, index_code="CODE", uscc="113417020031300083")
    people.at = helpers.MORNING
    assert factories.published(people, at=people.at).index_number == number


def test_two_organs_with_one_code_are_told_so(db) -> None:
    first, second = factories.staff(index_code="SAME"), factories.staff(index_code="SAME")
    factories.published(first)
    with pytest.raises(Refusal, match="索引号“SAME"):
        factories.published(second)


def test_a_new_year_begins_a_new_series(people) -> None:
    factories.published(people, at=datetime(2026, 12, 31, 23, 59, tzinfo=CHINA))
    record = factories.published(people, at=datetime(2027, 1, 1, 0, 1, tzinfo=CHINA))
    assert record.index_number.endswith("/2027-00001")


@pytest.mark.django_db(transaction=True)
def test_index_numbers_have_no_gap_when_many_are_published_at_once() -> None:
    people = factories.staff()
    people.at = helpers.MORNING
    waiting = [factories.draft(people, state=State.FINAL_REVIEW, at=people.at, title=f"通告{n}") for n in range(6)]
    start = threading.Barrier(len(waiting))
    faults: list[BaseException] = []

    def finish(revision: Revision) -> None:
        try:
            start.wait(10)
            helpers.step(people, revision, "final_pass", "final")
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=finish, args=(revision,)) for revision in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    numbers = sorted(Record.objects.values_list("index_number", flat=True))
    assert [int(number.rsplit("-", 1)[1]) for number in numbers] == [1, 2, 3, 4, 5, 6]
    assert list(queries.faults()) == []


def test_a_timed_publication_waits_for_its_hour(people) -> None:
    hour = people.at + timedelta(hours=3)
    revision = factories.draft(people, state=State.WAITING, at=people.at, publish_at=hour)
    assert verbs.publish_due(at=hour - timedelta(seconds=1)) == []
    (record,) = verbs.publish_due(at=hour)
    assert (record.pk, record.published_at) == (revision.record_id, hour)
    assert verbs.publish_due(at=hour) == []
    assert not Notice.objects.filter(level="alarm").exists()


def test_a_missed_hour_is_caught_up_alarmed_and_written_down(people) -> None:
    hour = people.at + timedelta(hours=3)
    revision = factories.draft(people, state=State.WAITING, at=people.at, publish_at=hour)
    (record,) = verbs.publish_due(at=hour + timedelta(minutes=47))
    assert record.status == Status.PUBLISHED
    alarms = Notice.objects.filter(level="alarm")
    assert {alarm.person for alarm in alarms} == {people.officer, people.head}
    assert "47分钟后补发" in alarms[0].text
    line = Entry.objects.get(verb="补发错过的定时发布", object_id=str(revision.pk))
    assert line.detail["minutes_late"] == 47


def test_one_that_cannot_be_published_does_not_keep_the_others_waiting(people) -> None:
    hour = people.at + timedelta(hours=1)
    record = factories.published(people, at=people.at)
    helpers.correction(people, record, state=State.WAITING, publish_at=hour)
    verbs.withdraw(record_id=record.pk, reason="ordered", note="上级决定", by=people.of("head"), at=people.at)
    other = factories.draft(people, state=State.WAITING, at=people.at, publish_at=hour + timedelta(minutes=1))
    done = verbs.publish_due(at=hour + timedelta(minutes=2))
    assert [r.pk for r in done] == [other.record_id]
    assert Notice.objects.filter(level="alarm", text__contains="已经撤回").exists()


def test_what_is_public_until_a_date_is_lifted_at_it(people) -> None:
    end = people.at + timedelta(days=7)
    record = factories.published(people, at=people.at, lift_at=end)
    assert verbs.lift_due(at=end - timedelta(seconds=1)) == []
    (lifted,) = verbs.lift_due(at=end)
    assert (lifted.pk, lifted.status, lifted.withdrawal) == (record.pk, Status.WITHDRAWN, Withdrawal.LIFTED)
    assert verbs.lift_due(at=end) == []
    assert public.counts(public.Filter()).total == 0


@pytest.mark.parametrize("who", ["drafter", "officer", "first", "second"])
def test_not_everybody_withdraws(people, who) -> None:
    record = factories.published(people, at=people.at)
    with pytest.raises(Refusal, match="可以撤回"):
        verbs.withdraw(record_id=record.pk, reason="in_error", note="x", by=people.of(who), at=people.at)


@pytest.mark.parametrize(("reason", "note", "sentence"), [
    ("", "误发", "请选择撤回原因"), ("lifted", "误发", "请选择撤回原因"), ("in_error", " ", "请写明撤回的具体情况"),
])  # fmt: skip
def test_a_withdrawal_says_why(people, reason, note, sentence) -> None:
    record = factories.published(people, at=people.at)
    with pytest.raises(Refusal, match=sentence):
        verbs.withdraw(record_id=record.pk, reason=reason, note=note, by=people.of("head"), at=people.at)


def test_what_is_withdrawn_once_is_not_withdrawn_twice(people) -> None:
    record = factories.published(people, at=people.at)
    given = {"record_id": record.pk, "note": "误发", "reason": "in_error", "by": people.of("head"), "at": people.at}
    verbs.withdraw(**given)
    with pytest.raises(Refusal, match="不是已发布状态"):
        verbs.withdraw(**given)
    assert public.counts(public.Filter()).total == 0


def test_a_repealed_document_is_marked_and_stays_public(people) -> None:
    record, by = factories.published(people, at=people.at), factories.published(people, at=people.at, title="废止决定")
    verbs.repeal(
        record_id=record.pk, on=people.at.date(), note="由新办法替代", by=people.of("head"), at=people.at,
        by_record_id=by.pk,
    )  # fmt: skip
    record = public.record(record.pk)
    assert record.status == Status.PUBLISHED
    assert public.validity(record, people.at.date()) == Validity.REPEALED
    assert public.validity(record, people.at.date() - timedelta(days=1)) == Validity.IN_FORCE
    assert [r.label for r in public.related(record)] == ["被废止于"]
    assert [r.label for r in public.related(by)] == ["废止"]


@pytest.mark.parametrize("type_", list(RelationType))
def test_a_relation_reads_from_both_records(people, type_) -> None:
    one, two = factories.published(people, at=people.at), factories.published(people, at=people.at, title="另一件")
    verbs.relate(source_id=one.pk, target_id=two.pk, type_=type_, by=people.of("drafter"), at=people.at)
    assert [(r.label, r.record.pk) for r in public.related(one)] == [(type_.label, two.pk)]
    assert [(r.label, r.record.pk) for r in public.related(two)] == [(type_.basis, one.pk)]
    verbs.withdraw(record_id=two.pk, reason="in_error", note="误发", by=people.of("head"), at=people.at)
    assert public.related(one) == []


def test_relations_are_made_once_never_to_oneself_and_can_be_taken_away(people) -> None:
    one, two = factories.published(people, at=people.at), factories.published(people, at=people.at, title="另一件")
    given = {"type_": "interprets", "by": people.of("drafter"), "at": people.at}
    for _ in range(2):
        relation = verbs.relate(source_id=one.pk, target_id=two.pk, **given)
    assert Relation.objects.count() == 1
    with pytest.raises(Refusal, match="自身"):
        verbs.relate(source_id=one.pk, target_id=one.pk, **given)
    with pytest.raises(Refusal, match="找不到"):
        verbs.relate(source_id=one.pk, target_id=10**9, **given)
    verbs.unrelate(relation_id=relation.pk, by=people.of("drafter"), at=people.at)
    assert public.related(one) == []
    assert list(queries.faults()) == []


@pytest.mark.parametrize("statement", [
    "UPDATE records_revision SET title = 'x' WHERE frozen_at IS NOT NULL",
    "UPDATE records_revision SET frozen_at = NULL WHERE frozen_at IS NOT NULL",
    "DELETE FROM records_revision WHERE frozen_at IS NOT NULL",
    "UPDATE records_attachment SET name = 'x' WHERE frozen_at IS NOT NULL",
    "DELETE FROM records_attachment WHERE frozen_at IS NOT NULL",
    "UPDATE records_step SET comment = 'x'",
    "DELETE FROM records_step",
    "UPDATE records_snapshot SET digest = 'x'",
    "UPDATE ledger_entry SET verb = 'x'",
    "DELETE FROM ledger_entry",
    "UPDATE trust_leaf SET digest = 'x'",
    "DELETE FROM trust_checkpoint",
    "UPDATE papers_storedfile SET size = 1",
    "INSERT INTO records_revision SELECT * FROM records_revision WHERE frozen_at IS NOT NULL "
    "ON CONFLICT (id) DO UPDATE SET title = 'x'",
    pytest.param(
        "INSERT OR REPLACE INTO records_revision SELECT * FROM records_revision WHERE frozen_at IS NOT NULL",
        marks=pytest.mark.skipif(database.on_postgresql(), reason="PostgreSQL has no REPLACE"),
    ),
])  # fmt: skip
def test_what_is_official_cannot_be_changed_by_sql(people, statement) -> None:
    revision = factories.draft(people, at=people.at)
    verbs.attach(revision_id=revision.pk, name="a.txt", content="甲".encode(), by=people.of("drafter"), at=people.at)
    verbs.screen(revision_id=revision.pk, at=people.at)
    factories.carry(people, helpers.refresh(revision), State.PUBLISHED, people.at)
    assert Attachment.objects.filter(frozen_at__isnull=False).exists()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_kept_document_has_no_public_address_and_no_number(people) -> None:
    revision = factories.draft(
        people, kind="notice", state=State.KEPT, at=people.at, attribute="on_request", reason="申请后提供",
        reassess_on=people.at.date() + timedelta(days=90),
    )  # fmt: skip
    assert public.record(revision.record_id) is None
    assert not Leaf.objects.filter(subject=f"revision:{revision.pk}").exists()
    assert not Serial.objects.exists()


def test_typeset_files_are_made_by_the_job_and_have_a_leaf_of_their_own(people) -> None:
    record = factories.published(people, at=people.at)
    jobs.typeset.func(record.current_id)
    for form in ("pdf", "docx"):
        made = public.rendition(record.current, form)
        proof = public.rendition_proof(record.current, form)
        assert proof["statement"]["sha256"] == made.file_id
        assert proof["statement"]["statement"] == record.current.digest
    leaves = Leaf.objects.count()
    jobs.typeset.func(record.current_id)  # repeatable
    assert Leaf.objects.count() == leaves
    assert list(queries.faults()) == []


def test_an_old_page_keeps_the_name_that_its_organ_bore(people) -> None:
    record = factories.published(people, at=people.at)
    organizing.rename_organ(
        organ=people.organ, name="云岫县水务局", short_name="水务局", on=people.at.date() + timedelta(days=1),
        by=Actor.system("测试"), at=people.at + timedelta(days=1),
    )  # fmt: skip
    assert public.record(record.pk).current.organ_name == people.organ.name
    people.organ.refresh_from_db()
    people.at += timedelta(days=2)
    assert factories.published(people, at=people.at).organ_name == "云岫县水务局"


def recount() -> dict[tuple, int]:
    found: dict[tuple, int] = {}
    for record in Record.objects.filter(status=Status.PUBLISHED):
        key = (record.organ_id, record.kind, record.topic, record.published_at.astimezone(CHINA).year)
        found[key] = found.get(key, 0) + 1
    return found


VERBS = ["publish", "correct", "withdraw", "repeal", "keep", "lift", "reopen", "retopic"]


@pytest.mark.django_db
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=st.lists(st.sampled_from(VERBS), min_size=4, max_size=8), seed=st.integers(0, 10**6))
def test_tallies_always_equal_a_recount_and_the_audit_finds_nothing(plan, seed) -> None:
    with transaction.atomic():
        people = factories.staff()
        people.at = helpers.MORNING
        records: list[Record] = []
        for place, verb in enumerate(plan):
            people.at += timedelta(days=40)
            live = list(Record.objects.filter(pk__in=[r.pk for r in records], status=Status.PUBLISHED))
            chosen = live[seed % len(live)] if live else None
            if verb == "publish" or (chosen is None and verb != "keep"):
                kind = ("policy_other", "notice")[place % 2]
                records.append(factories.published(people, kind=kind, at=people.at, title=f"第{place}件"))
            elif verb == "keep":
                kept = factories.draft(
                    people, kind="notice", state=State.KEPT, at=people.at, attribute="on_request", reason="理由",
                    reassess_on=people.at.date() + timedelta(days=30),
                )  # fmt: skip
                if seed % 2:
                    opened = reassessing.reopen(
                        revision_id=kept.pk, version=kept.version, by=people.of("drafter"), at=people.at
                    )
                    verbs.save(
                        revision_id=opened.pk, fields={"attribute": "open"}, version=opened.version,
                        by=people.of("drafter"), at=people.at,
                    )  # fmt: skip
                    factories.carry(people, helpers.refresh(opened), State.PUBLISHED, people.at)
            elif verb in {"correct", "retopic", "reopen"}:
                topic = "A20-15" if verb == "retopic" else chosen.topic
                helpers.correction(people, chosen, topic=topic)
            elif verb == "repeal" and chosen.repealed_on is None:
                verbs.repeal(record_id=chosen.pk, on=people.at.date(), note="", by=people.of("head"), at=people.at)
            elif verb == "lift":
                helpers.correction(people, chosen, lift_at=people.at + timedelta(days=1))
                verbs.lift_due(at=people.at + timedelta(days=2))
            elif verb == "withdraw":
                verbs.withdraw(record_id=chosen.pk, reason="in_error", note="误发", by=people.of("head"), at=people.at)
            kept_counts = {(t.organ_id, t.kind, t.topic, t.year): t.count for t in Tally.objects.exclude(count=0)}
            assert kept_counts == recount()
        assert list(queries.faults()) == []
        transaction.set_rollback(True)
