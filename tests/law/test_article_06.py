"""条例第六条: false or incomplete information is corrected; the correction says what was wrong and what is right."""

from __future__ import annotations

import pytest

from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.models import Record
from gongkai.kernel.records.queries import public
from gongkai.kernel.records.terms import State
from gongkai.kernel.vocabulary import Refusal
from tests import factories
from tests.kernel.records import helpers


def test_a_correction_says_what_was_wrong_and_what_is_right(people) -> None:
    record = factories.published(people, at=people.at)
    corrected = helpers.correction(people, record)
    record = Record.objects.select_related("current").get(pk=record.pk)
    assert record.current_id == corrected.pk
    assert (record.current.correction_wrong, record.current.correction_right) == ("服务人口36200人", "服务人口36500人")


@pytest.mark.parametrize("given", [{"correction_wrong": ""}, {"correction_right": " "}])
def test_a_correction_that_does_not_say_so_is_not_accepted(people, given) -> None:
    record = factories.published(people, at=people.at)
    with pytest.raises(Refusal, match="写明更正前和更正后的内容"):
        helpers.correction(people, record, **given)


def test_the_former_version_is_kept_and_can_be_read_and_checked(people) -> None:
    record = factories.published(people, at=people.at)
    former = record.current
    helpers.correction(people, record)
    record = Record.objects.get(pk=record.pk)
    assert [old.pk for old in public.former_revisions(record)] == [former.pk]
    kept = public.published_revision(record, former.number)
    assert "36200" in kept.body
    assert public.proof(kept)["digest"] == former.digest


def test_what_is_published_stays_until_the_correction_has_passed_its_three_reviews(people) -> None:
    record = factories.published(people, at=people.at)
    helpers.correction(people, record, state=State.FINAL_REVIEW)
    now = Record.objects.select_related("current").get(pk=record.pk)
    assert now.current_id == record.current_id
    assert "36200" in now.current.body


def test_a_correction_keeps_index_number_and_first_publication(people) -> None:
    record = factories.published(people, at=people.at)
    helpers.correction(people, record)
    now = Record.objects.get(pk=record.pk)
    assert (now.index_number, now.published_at) == (record.index_number, record.published_at)


def test_one_correction_at_a_time(people) -> None:
    record = factories.published(people, at=people.at)
    verbs.start_correction(record_id=record.pk, by=people.of("drafter"), at=people.at)
    with pytest.raises(Refusal, match="已有一份更正"):
        verbs.start_correction(record_id=record.pk, by=people.of("drafter"), at=people.at)


def test_what_was_withdrawn_meanwhile_does_not_come_back_by_its_correction(people) -> None:
    record = factories.published(people, at=people.at)
    correction = helpers.correction(people, record, state=State.FINAL_REVIEW)
    verbs.withdraw(record_id=record.pk, reason="ordered", note="上级决定", by=people.of("head"), at=people.at)
    with pytest.raises(Refusal, match="已经撤回"):
        helpers.step(people, correction, "final_pass", "final")
    assert public.record(record.pk).status == "withdrawn"
