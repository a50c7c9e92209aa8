"""Two hundred thousand requests: queues, searches, the leader's counts, applications coming in, and the year's report beside its bare SQL."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from bench import casebook, generated
from bench.city import browser, page, prepare, queries
from bench.rows import cpu_ms, median, note, p95, row, wall_ms

_KEPT = Path(__file__).resolve().parent / "out" / "requests"
_SIZE = 30  # rows of a page, as the desk shows them
_TIMES = 15
_SEARCHES = 60
_INTAKE = 240  # applications of one round
_ROUNDS = 11  # of the report and its bare SQL


def run(database: str) -> int:
    prepare()
    if database == "sqlite":
        generated.enter(_KEPT)
        casebook.make(_KEPT)
    else:
        casebook.make(None)
    _queues(database)
    _searches(database)
    _counts(database)
    _pages(database)
    _report(database)
    if database == "sqlite":
        _aside()
    _intake(database)
    return 0


# ---- lists


def _people() -> dict[str, Any]:
    """Standings: an officer of the office with half of the requests, one of a small office, and who supervises all."""
    from gongkai.kernel.casework.models import Case
    from gongkai.kernel.organizations.models import Organ, Post
    from gongkai.kernel.organizations.queries import Role, standing
    from gongkai.kernel.vocabulary import today
    from tests import factories

    def held(organ: int, role: Role) -> Any:
        post = Post.objects.select_related("person").filter(organ_id=organ, role=role).order_by("pk").first()
        assert post is not None
        return standing(post.person, today())

    first, second = (Case.objects.get(pk=pk).organ_id for pk in (1, 2))
    above = Post.objects.select_related("person").filter(role=Role.SUPERVISOR).first()
    if above is None:
        organs = list(Organ.objects.order_by("pk"))
        Organ.objects.exclude(pk=organs[0].pk).update(government=organs[0])
        watching = factories.person(Role.SUPERVISOR, organ=organs[0], name="温如玉")
    else:
        watching = above.person
    return {
        "large": held(first, Role.FOI_OFFICER), "small": held(second, Role.FOI_OFFICER),
        "signer": held(first, Role.SIGNER), "head": held(first, Role.FOI_HEAD), "above": standing(watching, today()),
    }  # fmt: skip


def _filters(at: datetime) -> list[tuple[str, str, dict[str, str], int]]:
    """(name, whose, filter of the address, page)."""
    month = f"{at - timedelta(days=400):%Y-%m-%d}"
    return [
        ("running", "large", {}, 1), ("running.small", "small", {}, 1), ("open", "large", {"section": "open"}, 1),
        ("mine", "large", {"handler": "me"}, 1), ("late", "large", {"late": "1"}, 1),
        ("red", "large", {"light": "red"}, 1), ("green", "large", {"light": "green"}, 1),
        ("sign", "signer", {"turn": "signer"}, 1), ("state", "large", {"state": "handling"}, 1),
        ("unstarted", "large", {"section": "unstarted"}, 1), ("paused", "large", {"section": "paused"}, 1),
        ("serving", "large", {"section": "serving"}, 1), ("closed", "large", {"section": "closed"}, 1),
        ("closed.page50", "large", {"section": "closed"}, 50), ("was_late", "large", {"was_late": "1"}, 1),
        ("outcome", "large", {"outcome": "deny_law"}, 1), ("outcome.rare", "large", {"outcome": "abuse"}, 1),
        ("outcome.late", "large", {"outcome": "deny_law", "was_late": "1"}, 1),
        ("received", "large", {"received_from": month, "received_to": month}, 1),
        ("opened", "large", {"opened_from": month, "opened_to": month}, 1),
        ("all", "large", {"section": "all"}, 1), ("above", "above", {"scope": "oversee"}, 1),
        ("above.closed", "above", {"scope": "oversee", "section": "closed"}, 1),
        ("above.late", "above", {"scope": "oversee", "late": "1"}, 1),
        ("above.outcome", "above", {"scope": "oversee", "outcome": "deny_law"}, 1),
    ]  # fmt: skip


def _queues(database: str) -> None:
    from gongkai.kernel.casework import queries as cases
    from gongkai.kernel.vocabulary import now

    people, at = _people(), now()
    clock, spent, most = [], [], 0
    for name, who, asked, number in _filters(at):
        standing = people[who]

        def show(standing: Any = standing, asked: dict[str, str] = asked, number: int = number) -> None:
            known = cases.limits()
            found = cases.queue(standing, at, filters=asked, known=known)
            shown = list(found[(number - 1) * _SIZE : number * _SIZE + 1])
            cases.queue_rows(shown[:_SIZE], at, standing=standing, known=known)

        walls, cpus, asked_for = _measured(show)
        clock += walls
        spent += cpus
        most = max(most, asked_for)
        row(f"requests.{database}.queue.{name}", median(walls), "ms")
    row(f"requests.{database}.queue.p95", p95(clock), "ms", "<= 50")
    row(f"requests.{database}.queue.cpu.p95", p95(spent), "ms")
    row(f"requests.{database}.queue.queries", most, "queries", "<= 8")


def _measured(work: Callable[[], object]) -> tuple[list[float], list[float], int]:
    """(milliseconds on the clock, of processor time, queries of one call), after a warm-up."""
    asked = queries(work)
    return [wall_ms(work) for _ in range(_TIMES)], [cpu_ms(work) for _ in range(_TIMES)], asked


def _searches(database: str) -> None:
    from gongkai.kernel.casework import queries as cases
    from gongkai.kernel.casework.models import Case
    from gongkai.kernel.vocabulary import now

    people, at, rng = _people(), now(), random.Random(7)
    some = [casebook.applicant(rng.randrange(20_000)) for _ in range(_SEARCHES)]
    numbers = list(
        Case.objects.filter(organ_id=people["large"].posts[0].organ_id).values_list("number", flat=True)[:20_000]
    )
    texts = {
        "name": [one["name"] for one in some], "identity": [one["identity_number"] for one in some],
        "phone": [one["phone"] for one in some], "number": rng.sample(numbers, min(_SEARCHES, len(numbers))),
        "title.many": ["水源地名录", "征收补偿", "采购合同", "松亭镇"], "title.rare": ["第4321号地块", "望溪镇2019年医保基金"],
        "title.none": ["石桥水库移民", "从来没有的词"],
    }  # fmt: skip
    for kind, asked in texts.items():
        standing, walls, cpus, most = people["large"], [], [], 0
        for text in asked * max(1, 12 // len(asked)):

            def find(text: str = text, standing: Any = standing) -> None:
                found = list(cases.queue(standing, at, filters={"q": text})[: _SIZE + 1])
                cases.queue_rows(found[:_SIZE], at, standing=standing)

            most = max(most, queries(find))
            walls.append(wall_ms(find))
            cpus.append(cpu_ms(find))
        named = kind in {"name", "identity", "phone", "number"}
        row(f"requests.{database}.search.{kind}.p95", p95(walls), "ms", "<= 50" if named else "")
        row(f"requests.{database}.search.{kind}.cpu", median(cpus), "ms")
        row(f"requests.{database}.search.{kind}.queries", most, "queries", "<= 8")


def _counts(database: str) -> None:
    from gongkai.kernel.casework import queries as cases
    from gongkai.kernel.vocabulary import now

    people, at = _people(), now()
    for name, who, asked in (("large", "signer", {}), ("above", "above", {"scope": "oversee"})):
        standing = people[who]
        walls, cpus, most = _measured(lambda s=standing, a=asked: cases.counts(s, at, filters=a))  # type: ignore[misc]
        row(f"requests.{database}.counts.{name}.p95", p95(walls), "ms")
        row(f"requests.{database}.counts.{name}.cpu", median(cpus), "ms")
        row(f"requests.{database}.counts.{name}.queries", most, "queries", "<= 8")


def _pages(database: str) -> None:
    """The whole page of the desk, with its frame, its tabs and their counts."""
    people = _people()
    for name, who, address in (
        ("queue", "large", "/desk/requests/"), ("search", "large", f"/desk/requests/?q={casebook.applicant(17)['name']}"),
        ("leader", "signer", "/desk/leader/"),
    ):  # fmt: skip
        get = page(browser(people[who].person), address)
        get()
        walls, cpus, most = _measured(get)
        row(f"requests.{database}.page.{name}.cpu", median(cpus), "ms")
        row(f"requests.{database}.page.{name}.p95", p95(walls), "ms")
        row(f"requests.{database}.page.{name}.queries", most, "queries")


# ---- the report


def _report(database: str) -> None:
    """Turn by turn, so that a noisy minute strikes both; on the clock, since PostgreSQL counts in a process of its own."""
    from gongkai.kernel.casework.models import Case
    from gongkai.kernel.vocabulary import CHINA, now
    from gongkai.oversee.annual import queries as annual

    at = now()
    organ, year = Case.objects.select_related("organ").get(pk=1).organ, at.astimezone(CHINA).year - 1

    def bare() -> dict[tuple[str, str], tuple[int, ...]]:
        return bare_counts(organ.pk, year)

    report, counted = annual.compute(organ, year, at), bare()
    for place, code in enumerate(("new", "carried_in", "total", "carried_out")):
        if report.cells[f"{code}.total"] != sum(values[place] for values in counted.values()):
            raise RuntimeError(f"the bare SQL counts something else: {code}")
    ours, theirs, walls, cpus = [], [], [], []
    for _ in range(_ROUNDS):
        theirs.append(wall_ms(bare))
        walls.append(wall_ms(lambda: annual.compute(organ, year, at)))
        cpus.append((cpu_ms(lambda: annual.compute(organ, year, at)), cpu_ms(bare)))
        ours.append(walls[-1] / theirs[-1])
    row(f"requests.{database}.report", median(walls), "ms")
    row(f"requests.{database}.report.bare", median(theirs), "ms")
    row(f"requests.{database}.report/bare", median(ours), "ratio", "<= 2")
    if database == "sqlite":
        row(f"requests.{database}.report/bare.cpu", median([a / b for a, b in cpus]), "ratio")
    row(f"requests.{database}.report.queries", queries(lambda: annual.compute(organ, year, at)), "queries")


_BARE = """
SELECT r.applicant_kind, r.line,
  SUM(CASE WHEN c.received_on BETWEEN %(first)s AND %(last)s THEN 1 ELSE 0 END),
  SUM(CASE WHEN c.received_on < %(first)s AND (r.replied_on IS NULL OR r.replied_on >= %(first)s) THEN 1 ELSE 0 END),
  SUM(CASE WHEN r.replied_on BETWEEN %(first)s AND %(last)s THEN 1 ELSE 0 END),
  SUM(CASE WHEN c.received_on <= %(last)s AND (r.replied_on IS NULL OR r.replied_on > %(last)s) THEN 1 ELSE 0 END),
  SUM(CASE WHEN r.replied_on BETWEEN %(first)s AND %(last)s AND r.replied_late THEN 1 ELSE 0 END),
  SUM(CASE WHEN r.replied_on BETWEEN %(first)s AND %(last)s AND c.extended THEN 1 ELSE 0 END)
FROM foi_request r JOIN casework_case c ON c.id = r.case_id
WHERE c.organ_id = %(organ)s AND c.received_on <= %(last)s AND (r.replied_on IS NULL OR r.replied_on >= %(first)s)
GROUP BY r.applicant_kind, r.line
"""
_BESIDE = (
    "SELECT kind, COUNT(*) FROM records_record WHERE organ_id = %(organ)s AND status = 'published' "
    "AND made_on BETWEEN %(first)s AND %(last)s GROUP BY kind",
    "SELECT kind, result, COUNT(*) FROM annual_dispute WHERE organ_id = %(organ)s AND filed_on <= %(last)s GROUP BY kind, result",
    "SELECT COUNT(*), SUM(f.amount), SUM(f.paid_amount) FROM foi_fee f JOIN casework_case c ON c.id = f.case_id "
    "WHERE c.organ_id = %(organ)s AND f.notified_on BETWEEN %(first)s AND %(last)s",
    "SELECT COUNT(*) FROM casework_case WHERE organ_id = %(organ)s AND kind = 'foi' "
    "AND received_on BETWEEN %(before)s AND %(ended)s",
)


def bare_counts(organ_id: int, year: int) -> dict[tuple[str, str], tuple[int, ...]]:
    """The counts of the report as somebody would write them by hand: one statement for table three, four for the rest."""
    from django.db import connection

    values: dict[str, Any] = {
        "organ": organ_id, "first": f"{year}-01-01", "last": f"{year}-12-31", "before": f"{year - 1}-01-01",
        "ended": f"{year - 1}-12-31",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_BARE, values)
        found = {(kind, line): tuple(numbers) for kind, line, *numbers in cursor.fetchall()}
        for sql in _BESIDE:
            cursor.execute(sql, values)
            cursor.fetchall()
    return found


# ---- applications coming in


def _aside() -> None:
    """A copy of the city to write in, so that the kept one stays as it was made."""
    from django.conf import settings
    from django.db import connection

    folder = Path(os.environ["GONGKAI_DATA"]) / "intake"
    connection.close()
    folder.mkdir(parents=True)
    shutil.copytree(_KEPT / "secrets", folder / "secrets")
    shutil.copy(_KEPT / "gongkai.sqlite3", folder / "gongkai.sqlite3")
    generated.enter(folder)
    assert folder == settings.GONGKAI_FOLDER


def _intake(database: str) -> None:
    """Each application is a transaction of its own. Threads as one server has them, processes as several would."""
    from django.db import connection

    _send(0, 20)
    asked = queries(lambda: _send(1000, 1))
    row(f"requests.{database}.intake.queries", asked, "queries")
    start = time.process_time()
    best = _rate(lambda: _send(2000, _INTAKE))
    row(f"requests.{database}.intake.cpu", (time.process_time() - start) * 1000 / _INTAKE, "ms")
    row(f"requests.{database}.intake", best, "requests/s")
    for threads in (2, 4):
        rate = _rate(lambda n=threads: _in_threads(n))  # type: ignore[misc]
        row(f"requests.{database}.intake.threads{threads}", rate, "requests/s")
        best = max(best, rate)
    for processes in (2, 4):
        connection.close()
        rate = _in_processes(processes)
        row(f"requests.{database}.intake.processes{processes}", rate, "requests/s")
        best = max(best, rate)
    row(f"requests.{database}.intake.best", best, "requests/s", ">= 100")
    if database == "sqlite":
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=NORMAL", "synchronous=FULL")
        connection.close()
        _send(90_000, 5)
        row(f"requests.{database}.intake.full", _rate(lambda: _send(91_000, _INTAKE)), "requests/s")
        row(f"requests.{database}.intake.full.threads4", _rate(lambda: _in_threads(4, 100_000)), "requests/s")
    connection.close()


def _rate(work: Callable[[], object]) -> float:
    return _INTAKE / (wall_ms(work) / 1000)


def _send(first: int, times: int) -> None:
    """So many applications, to the organs in turn, each by somebody else."""
    from gongkai.answer.foi import operations as verbs
    from gongkai.kernel.organizations.models import Organ
    from gongkai.kernel.vocabulary import now

    organs = list(Organ.objects.order_by("pk"))
    for n in range(first, first + times):
        facts = _facts(n)
        verbs.submit(
            organ=organs[n % len(organs)], applicant=facts, description=f"{_SAID}（第{n}件）", supply_form="electronic",
            supply_way="online", once=f"bench-{os.getpid()}-{threading.get_ident()}-{n}", at=now(),
        )  # fmt: skip


_SAID = "申请公开望溪镇2026年农村饮用水水源地名录、水质监测结果以及保护区划定方案的批准文件"


def _facts(n: int) -> dict[str, str]:
    return casebook.applicant(n) | {"kind": "natural"}


def _in_threads(count: int, first: int = 10_000) -> None:
    from django.db import connection

    faults: list[BaseException] = []

    def work(place: int) -> None:
        try:
            _send(first * count + place * _INTAKE, _INTAKE // count)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def _in_processes(count: int) -> float:
    """Applications a second from the first one of the earliest process to the last one of the latest."""
    context = multiprocessing.get_context("fork")
    told = context.Queue()
    ready = context.Barrier(count)

    def work(place: int) -> None:
        _send(400_000 * count + place * 1000 + 900, 2)  # a connection of its own, and everything loaded
        ready.wait()
        begun = time.monotonic()
        _send(400_000 * count + place * 1000, _INTAKE // count)
        told.put((begun, time.monotonic()))

    children = [context.Process(target=work, args=(place,)) for place in range(count)]
    for child in children:
        child.start()
    for child in children:
        child.join(timeout=600)
    if any(child.exitcode for child in children):
        note("a sending process failed")
        return 0.0
    times = list(islice(iter(told.get, None), count))
    spent: float = max(end for _, end in times) - min(begun for begun, _ in times)
    return _INTAKE / spent
