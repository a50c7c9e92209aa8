"""Eight people publish and withdraw for twenty seconds: no error, no gap, and everything verifies afterwards."""

from __future__ import annotations

import threading
import time
from collections import Counter

from bench.city import prepare
from bench.rows import note, row

_CLIENTS = 8
_SECONDS = 20.0


def run(database: str) -> int:
    prepare()
    from django.db import connection

    from gongkai.config.commands.verify import everything
    from gongkai.kernel.ledger.models import Entry
    from gongkai.kernel.records import operations as verbs
    from gongkai.kernel.records.models import Record
    from gongkai.kernel.records.terms import Withdrawal
    from gongkai.kernel.trust import operations as trust
    from gongkai.kernel.trust.models import Checkpoint, Leaf
    from gongkai.kernel.vocabulary import now
    from tests import factories

    trust.checkpoint(at=now())
    offices = [factories.staff() for _ in range(3)]  # eight clients on three organs: they meet on their serials
    done: Counter[str] = Counter()
    errors: list[str] = []
    end = time.perf_counter() + _SECONDS

    def client(number: int) -> None:
        people = offices[number % len(offices)]
        try:
            while time.perf_counter() < end:
                record = factories.published(people, title=f"第{number}人的办法")
                done["published"] += 1
                if done["published"] % 2:
                    verbs.withdraw(
                        record_id=record.pk, reason=Withdrawal.IN_ERROR, note="附件有误。", by=people.of("head"), at=now()
                    )  # fmt: skip
                    done["withdrawn"] += 1
        except Exception as fault:
            errors.append(f"{type(fault).__name__}: {fault}")
        finally:
            connection.close()

    start = time.perf_counter()
    threads = [threading.Thread(target=client, args=(n,)) for n in range(_CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - start
    row(f"soak.{database}.errors", len(errors), "errors", "<= 0")
    for error in errors[:5]:
        note(error)
    row(f"soak.{database}.published", done["published"] / took, "documents/s")
    row(f"soak.{database}.moves", Entry.objects.count() / took, "moves/s")
    gaps = 0
    for people in offices:
        numbers = Record.objects.filter(organ=people.organ).exclude(index_number=None)
        serials = sorted(
            int(value.rsplit("/", 1)[-1].rsplit("-", 1)[-1][-5:])
            for value in numbers.values_list("index_number", flat=True)
            if value
        )
        gaps += serials != list(range(1, len(serials) + 1))
    for values in (
        list(Entry.objects.order_by("seq").values_list("seq", flat=True)),
        [index + 1 for index in Leaf.objects.order_by("index").values_list("index", flat=True)],
        list(Checkpoint.objects.order_by("number").values_list("number", flat=True)),
    ):
        gaps += values != list(range(1, len(values) + 1))
    row(f"soak.{database}.gaps", gaps, "gaps", "<= 0")
    faults = list(everything()["faults"])  # type: ignore[call-overload]
    for fault in faults[:5]:
        note(str(fault))
    row(f"soak.{database}.faults", len(faults), "faults", "<= 0")
    return 0
