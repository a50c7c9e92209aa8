"""Questions whose SQL is kept: the answers are those of the question itself, and always today's."""

from __future__ import annotations

import pytest

from gongkai.kernel.records.models import Record, Revision
from gongkai.kernel.records.prepared import Prepared, columns
from gongkai.kernel.records.queries import public
from gongkai.kernel.records.terms import Status
from tests import factories
from tests.kernel.records import helpers


@pytest.fixture
def record(db) -> Record:
    people = factories.staff()
    people.at = helpers.MORNING
    return factories.published(people)


def test_the_answers_are_those_of_the_question_for_every_argument(record: Record) -> None:
    def ask(pk: int, number: int):
        return Revision.objects.filter(record_id=pk, number=number).values_list(*columns(Revision), "record__status")

    prepared = Prepared(ask, arguments=2)
    for pk, number in ((record.pk, 1), (record.pk, 2), (0, 1), (record.pk, 1)):
        assert prepared.rows(pk, number) == list(ask(pk, number))


def test_a_public_record_is_the_row_with_its_organ_and_text(record: Record) -> None:
    found = public.record(record.pk)
    plain = Record.objects.select_related("organ", "current").get(pk=record.pk)
    assert found is not None
    for one, other in ((found, plain), (found.organ, plain.organ), (found.current, plain.current)):
        assert [getattr(one, name) for name in columns(type(other))] == [
            getattr(other, name) for name in columns(type(other))
        ]
    assert not found._state.adding


def test_a_number_that_no_column_holds_finds_nothing(record: Record) -> None:
    assert public.record(10**30) is None


def test_what_changed_is_seen_at_once(record: Record) -> None:
    assert public.record(record.pk) is not None
    Record.objects.filter(pk=record.pk).update(status=Status.WITHDRAWN, withdrawal_note="登记有误")
    found = public.record(record.pk)
    assert found is not None
    assert (found.status, found.withdrawal_note) == (Status.WITHDRAWN, "登记有误")
    Record.objects.filter(pk=record.pk).update(status=Status.UNPUBLISHED)
    assert public.record(record.pk) is None


def test_a_question_is_spelt_once_in_a_connection(record: Record) -> None:
    times: list[int] = []

    def ask(pk: int):
        times.append(pk)
        return Record.objects.filter(pk=pk).values_list("pk")

    prepared = Prepared(ask)
    assert [prepared.rows(record.pk) for _ in range(3)] == [[(record.pk,)]] * 3
    assert len(times) == 1
