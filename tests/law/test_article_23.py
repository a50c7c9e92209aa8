"""条例第二十三、二十四条: one platform on which what is published can be searched, read and downloaded, at once."""

from __future__ import annotations

import pytest

from gongkai.faces.search import jobs as search_jobs
from gongkai.faces.search import queries as search
from gongkai.kernel.papers.terms import Format
from gongkai.kernel.records import jobs
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.queries import projecting, public
from gongkai.kernel.records.terms import State
from tests import factories
from tests.kernel.records import helpers


def found(text: str) -> list[int]:
    search_jobs.catch_up()
    return [hit.record.pk for hit in search.find(text, limit=50).hits]


@pytest.fixture
def record(people):
    yield (made := factories.published(people, at=people.at, title="松亭泉水源保护通告", kind="notice"))
    search_jobs.engine().delete([made.pk])
    search_jobs.engine().commit()


def test_what_is_published_is_found_read_and_downloaded(record) -> None:
    assert list(projecting.pending(search_jobs.PROJECTION, 10)) == [record.pk]
    assert record.pk in found("松亭泉水源保护")
    assert projecting.pending_count(search_jobs.PROJECTION) == 0
    assert public.record(record.pk).current.body
    jobs.typeset.func(record.current_id)
    for form in Format:
        made = public.rendition(record.current, form)
        assert made.file is not None, made.error
        assert public.rendition_proof(record.current, form) is not None


def test_it_stands_in_the_lists_by_organ_kind_topic_and_year(record) -> None:
    for wanted in (
        public.Filter(), public.Filter(organ_id=record.organ_id), public.Filter(kind="notice"),
        public.Filter(topic=record.topic), public.Filter(year=2026),
    ):  # fmt: skip
        assert [r.pk for r in public.page(wanted).rows] == [record.pk]


def test_what_is_not_published_is_neither_found_nor_read(people) -> None:
    revision = factories.draft(people, state=State.FINAL_REVIEW, title="尚在终审的通告", at=people.at)
    assert found("尚在终审的通告") == []
    assert public.record(revision.record_id) is None


def test_what_is_withdrawn_is_gone_from_search_lists_and_files_and_leaves_a_tombstone(people, record) -> None:
    correction = verbs.start_correction(record_id=record.pk, by=people.of("drafter"), at=people.at)
    fields = {"correction_wrong": "甲", "correction_right": "乙"}
    verbs.save(
        revision_id=correction.pk, fields=fields, version=correction.version, by=people.of("drafter"), at=people.at
    )
    verbs.attach(revision_id=correction.pk, name="附图.txt", content=b"map", by=people.of("drafter"), at=people.at)
    factories.carry(people, helpers.refresh(correction), State.PUBLISHED, people.at)
    attachment = correction.attachments.get()
    assert public.public_attachment(record.pk, attachment.pk) is not None
    assert record.pk in found("松亭泉水源保护")
    verbs.withdraw(record_id=record.pk, reason="ordered", note="上级要求撤回", by=people.of("head"), at=people.at)
    assert public.page(public.Filter()).rows == []
    assert public.by_ids([record.pk]) == {}
    assert public.public_attachment(record.pk, attachment.pk) is None
    assert record.pk not in found("松亭泉水源保护")
    stone = public.record(record.pk)
    assert (stone.status, stone.withdrawal, stone.withdrawal_note) == ("withdrawn", "ordered", "上级要求撤回")
