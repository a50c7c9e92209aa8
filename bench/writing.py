"""What a write costs: publications a second, and ledger and log beside a plain insert of the same rows in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from bench.city import prepare
from bench.rows import median, p95, row

_DOCUMENTS = 60
_LINES = 400
_ROUNDS = 5


def run(database: str) -> int:
    prepare()
    _publications(database)
    _ledger(database)
    _log(database)
    return 0


def _publications(database: str) -> None:
    from gongkai.kernel.records import operations as verbs
    from gongkai.kernel.records.terms import State
    from gongkai.kernel.vocabulary import now
    from tests import factories

    people = factories.staff()
    waiting = [factories.draft(people, state=State.FINAL_REVIEW, title=f"第{n}号办法") for n in range(_DOCUMENTS)]
    final, at = people.of("final"), now()
    spent, start, cpu = [], time.perf_counter(), time.process_time()
    for revision in waiting:
        here = time.perf_counter()
        verbs.move(
            revision_id=revision.pk, code="final_pass", by=final, at=at, version=revision.version, ticks=factories.GATES
        )  # fmt: skip
        spent.append((time.perf_counter() - here) * 1000)
    row(f"publish.{database}", _DOCUMENTS / (time.perf_counter() - start), "publish/s")
    row(f"publish.{database}.cpu", (time.process_time() - cpu) * 1000 / _DOCUMENTS, "ms")
    row(f"publish.{database}.p95", p95(spent), "ms")


def _rate(work: Callable[[int], object], times: int) -> float:
    start = time.perf_counter()
    for n in range(times):
        work(n)
    return times / (time.perf_counter() - start)


def _compared(name: str, database: str, ours: Callable[[int], object], plain: Callable[[int], object]) -> None:
    """Turn by turn, so that a noisy minute strikes both."""
    ours(-1)
    ratios, rates = [], []
    part = _LINES // _ROUNDS
    for turn in range(_ROUNDS):
        mine = _rate(lambda n, t=turn: ours(t * part + n), part)
        theirs = _rate(lambda n, t=turn: plain(t * part + n), part)
        rates.append(mine)
        ratios.append(mine / theirs)
    row(f"{name}.{database}", median(rates), "appends/s")
    row(f"{name}.{database}/insert", median(ratios), "ratio")


def _ledger(database: str) -> None:
    from django.db import transaction

    from gongkai.kernel.ledger.models import Entry
    from gongkai.kernel.ledger.operations import Actor, Line, write, write_many
    from gongkai.kernel.vocabulary import now

    actor, at = Actor(1, "赵文", "科员", 1, "云岫县人民政府办公室"), now()
    detail = {"revision": 1, "digest": "0" * 64}

    def ours(n: int) -> None:
        write(actor=actor, verb="保存草稿", object_type="revision", object_id=n, at=at, organ_id=1, detail=detail)

    def row_of(seq: int) -> Any:
        return Entry(
            seq=seq, at=at, actor_id=1, actor_name="赵文", actor_post="科员", actor_organ_id=1,
            actor_organ_name="云岫县人民政府办公室", verb="保存草稿", object_type="revision", object_id=str(seq),
            organ_id=1, detail=detail, previous="0" * 64, hash=f"{seq:064x}",
        )  # fmt: skip

    def plain(n: int) -> None:
        with transaction.atomic():
            row_of(10**12 + n).save(force_insert=True)

    _compared("ledger", database, ours, plain)
    many = 2000
    lines = [Line("导入发布", "record", n, 1, detail) for n in range(many)]
    mine, theirs = [], []
    for turn in range(3):
        start = time.perf_counter()
        write_many(actor=actor, lines=lines, at=at)
        mine.append(many / (time.perf_counter() - start))
        start = time.perf_counter()
        with transaction.atomic():
            Entry.objects.bulk_create([row_of(10**13 + turn * many + n) for n in range(many)])
        theirs.append(many / (time.perf_counter() - start))
    row(f"ledger.{database}.batch", median(mine), "appends/s")
    row(f"ledger.{database}.batch/insert", median([a / b for a, b in zip(mine, theirs, strict=True)]), "ratio")


def _log(database: str) -> None:
    from django.db import transaction

    from gongkai.kernel.trust.models import Leaf
    from gongkai.kernel.trust.operations import append
    from gongkai.kernel.vocabulary import now

    at = now().replace(microsecond=0)

    def ours(n: int) -> None:
        append([(f"measured:{n + 2}", f"{n + 2:064x}")], at=at)

    def leaf(n: int) -> Any:
        return Leaf(index=n, subject=f"plain:{-n}", digest="0" * 64, appended_at=at, leaf_hash="0" * 64)

    def plain(n: int) -> None:
        with transaction.atomic():
            leaf(-(10**9) - n).save(force_insert=True)  # below the log: the tree does not see them

    _compared("log", database, ours, plain)
    many = 2000
    mine, theirs = [], []
    for turn in range(3):
        start = time.perf_counter()
        append([(f"batch:{turn}:{n}", f"{n:064x}") for n in range(many)], at=at)
        mine.append(many / (time.perf_counter() - start))
        start = time.perf_counter()
        with transaction.atomic():
            Leaf.objects.bulk_create([leaf(-(10**12) - turn * many - n) for n in range(many)])
        theirs.append(many / (time.perf_counter() - start))
    row(f"log.{database}.batch", median(mine), "appends/s")
    row(f"log.{database}.batch/insert", median([a / b for a, b in zip(mine, theirs, strict=True)]), "ratio")
