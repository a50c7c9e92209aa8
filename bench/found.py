"""From the last approval to the first search that finds the document, with the real worker thread at work."""

from __future__ import annotations

import time

from bench.city import prepare
from bench.rows import median, note, p95, row

_DOCUMENTS = 40
_PATIENCE = 20.0  # seconds


def run(database: str) -> int:
    prepare()
    from django.db import close_old_connections
    from django_tasks_db.models import DBTaskResult

    from gongkai.config import worker
    from gongkai.faces.search import queries as search
    from gongkai.kernel.records import operations as verbs
    from gongkai.kernel.records.models import Pending
    from gongkai.kernel.records.terms import State
    from gongkai.kernel.vocabulary import now
    from tests import factories

    people = factories.staff()
    words = [f"云岫{chr(0x4E00 + 37 * n)}{chr(0x5200 + 41 * n)}水源保护办法" for n in range(2 * _DOCUMENTS)]
    waiting = [factories.draft(people, state=State.FINAL_REVIEW, title=word) for word in words]
    final = people.of("final")
    search.find("云岫")  # the segmenter is loaded
    worker.start()
    time.sleep(2)

    def one(n: int) -> float:
        verbs.move(
            revision_id=waiting[n].pk, code="final_pass", by=final, at=now(), version=waiting[n].version,
            ticks=factories.GATES,
        )  # fmt: skip
        start = time.perf_counter()
        while not search.find(f'"{words[n]}"', limit=1).total:
            if time.perf_counter() - start > _PATIENCE:
                note(f"not found within {_PATIENCE:.0f} s: {words[n]}")
                return _PATIENCE * 1000
            time.sleep(0.01)
        return (time.perf_counter() - start) * 1000

    def idle() -> bool:
        """The worker has typeset the last document and waits for the bell."""
        close_old_connections()
        return not (
            DBTaskResult.objects.exclude(status__in=["SUCCEEDED", "SUCCESSFUL", "FAILED"]).exists()
            or Pending.objects.exists()
        )

    calm = []
    for n in range(_DOCUMENTS):
        calm.append(one(n))
        until = time.perf_counter() + 15  # an office does not approve while the last one is still being typeset
        while not idle() and time.perf_counter() < until:
            time.sleep(0.05)
        time.sleep(0.2)
    busy = [one(n) for n in range(_DOCUMENTS, 2 * _DOCUMENTS)]  # one upon the other, while the last is being typeset
    suffix = "" if database == "sqlite" else f".{database}"
    row(f"found{suffix}.p95", p95(calm), "ms", "<= 200")
    row(f"found{suffix}.median", median(calm), "ms")
    row(f"found{suffix}.burst.p95", p95(busy), "ms", "<= 1000")  # within a second, whatever else is to be done
    row(f"found{suffix}.burst.median", median(busy), "ms")
    worker.stop()
    return 0
