"""Several people at once, on both databases: nobody waits for somebody who waits for them, and nothing is overlooked."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from gongkai.kernel.records import jobs
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.queries import projecting
from gongkai.kernel.records.terms import Withdrawal
from gongkai.kernel.trust import queries as trust
from gongkai.kernel.vocabulary import now
from tests import factories


@pytest.mark.django_db(transaction=True)
def test_publishing_withdrawing_and_typesetting_in_one_organ_never_deadlock():
    people = factories.staff()
    factories.published(people)
    errors: list[str] = []

    def client(number: int) -> None:
        try:
            for turn in range(3):
                record = factories.published(people, title=f"第{number}人的第{turn}份办法")
                if number % 2:
                    verbs.withdraw(
                        record_id=record.pk, reason=Withdrawal.IN_ERROR, note="附件有误。", by=people.of("head"), at=now()
                    )  # fmt: skip
                else:
                    jobs.typeset.call(record.current_id)
        except Exception as fault:
            errors.append(f"{type(fault).__name__}: {fault}")
        finally:
            connection.close()

    threads = [threading.Thread(target=client, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert errors == []
    assert list(trust.faults()) == []


@pytest.mark.django_db
def test_what_changes_while_it_is_taken_up_is_taken_up_again():
    people = factories.staff()
    record = factories.published(people)
    taken = projecting.pending("search", 100)
    assert record.pk in taken
    verbs.withdraw(
        record_id=record.pk, reason=Withdrawal.IN_ERROR, note="附件有误。", by=people.of("head"), at=now()
    )  # fmt: skip
    projecting.done(taken.values())
    assert record.pk in projecting.pending("search", 100)
