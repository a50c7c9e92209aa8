"""The ledger is one chain: no gap under eight writers at once, and a flipped byte is found and named."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from gongkai.kernel.ledger import guards, queries
from gongkai.kernel.ledger import operations as ledger
from gongkai.kernel.ledger.models import Entry
from gongkai.kernel.ledger.rules import GENESIS

AT = datetime(2026, 3, 1, 1, 2, 3, 456789, tzinfo=UTC)
CLERK = ledger.Actor(7, "陈静", "办公室主任", 3, "云岫县人民政府办公室")


def line(n: int = 1, **detail) -> Entry:
    return ledger.write(
        actor=CLERK, verb="初审通过", object_type="revision", object_id=n, at=AT, organ_id=3, detail=detail
    )


def without_guards() -> None:
    with connection.cursor() as cursor:
        for name in guards.standing(connection):
            if name.startswith("guard_ledger_entry"):
                on = " ON ledger_entry" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {name}{on}")


@pytest.mark.django_db
def test_each_line_carries_the_hash_of_the_one_before():
    assert queries.head() == (0, GENESIS)
    first, second = line(1), line(2, comment="同意")
    assert (first.seq, first.previous, second.previous) == (1, GENESIS, first.hash)
    assert queries.head() == (2, second.hash)
    assert list(queries.faults()) == []


@pytest.mark.django_db
def test_a_line_vanishes_with_the_work_that_it_records():
    with transaction.atomic():
        line()
        transaction.set_rollback(True)
    assert queries.head() == (0, GENESIS)
    line()
    assert list(queries.faults()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", datetime(2026, 3, 1, 1, 2, 3, 456788, tzinfo=UTC)), ("actor_id", 8), ("actor_name", "陈靓"), ("actor_post", "x"),
        ("actor_organ_id", None), ("actor_organ_name", "云岫县"), ("verb", "初审退回"), ("object_type", "record"),
        ("object_id", "3"), ("organ_id", None), ("detail", {"comment": "同意。"}), ("hash", "0" * 64), ("previous", "1" * 64),
    ],
)  # fmt: skip
def test_a_changed_column_is_found_and_the_line_is_named(column: str, value: object):
    for n in (1, 2, 3):
        line(n, comment="同意")
    without_guards()
    Entry.objects.filter(pk=2).update(**{column: value})
    assert any("第2行" in fault for fault in queries.faults())


@pytest.mark.django_db
@pytest.mark.parametrize(("gone", "said"), [(1, "缺少第1至第1行"), (2, "缺少第2至第2行"), (3, "末端记录")])
def test_a_line_taken_out_is_missed(gone: int, said: str):
    for n in (1, 2, 3):
        line(n)
    without_guards()
    Entry.objects.filter(pk=gone).delete()
    assert any(said in fault for fault in queries.faults())


@pytest.mark.django_db
def test_a_line_is_the_same_after_a_journey_through_the_database():
    line(1, 数量=3, 比例=0.1, 嵌套={"b": [1, None, True], "a": "𠮷䶮"}, 空="")
    assert list(queries.faults()) == []


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_leave_no_gap():
    each, faults = 25, []

    def work(number: int) -> None:
        try:
            for n in range(each):
                with transaction.atomic():
                    line(number * each + n)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 8 * each + 1))
    assert Entry.objects.values("object_id").distinct().count() == 8 * each
    assert list(queries.faults()) == []
