"""The worker thread of the one-process size: timed publication, projections, typesetting, mail."""

from __future__ import annotations

import atexit
import logging
import multiprocessing.util
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections

from gongkai.kernel.notices import bell
from gongkai.kernel.vocabulary import now

log = logging.getLogger("gongkai.worker")
_stopping = threading.Event()
_thread: threading.Thread | None = None


def start() -> None:
    """Start the thread once; it stops with the process, after the job in hand."""
    global _thread
    if _thread is not None:
        return
    _thread = threading.Thread(target=_loop, name="worker", daemon=True)
    _thread.start()
    atexit.register(stop)
    multiprocessing.util.Finalize(None, stop, exitpriority=100)  # atexit never runs in a granian worker


def stop() -> None:
    """Ask the thread to stop and wait for the job in hand, at most ten seconds."""
    _stopping.set()
    bell.ring_now()
    if _thread is not None:
        _thread.join(10)


def recover() -> None:
    """Give back what a killed process had claimed; safe, since this process owns the folder."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.filter(status="RUNNING").update(status="READY", started_at=None)


def _chores() -> list[tuple[str, Callable[[], object]]]:
    from gongkai.answer.foi import jobs as foi
    from gongkai.faces.search import jobs as search
    from gongkai.kernel.casework import operations as cases
    from gongkai.kernel.notices.operations import deliver
    from gongkai.kernel.records.operations import lift_due, publish_due
    from gongkai.oversee.collecting.operations import remind_due

    return [
        ("索引", search.catch_up),
        ("定时发布", lambda: publish_due(at=now())),
        ("到期下线", lambda: lift_due(at=now())),
        ("期限届满", sometimes("settle", lambda: cases.settle(at=now()))),
        ("未确认", sometimes("waiting", lambda: foi.count_waiting(at=now()))),
        ("到期提醒", sometimes("remind", lambda: cases.remind(at=now()))),
        ("事由索引", sometimes("titles", lambda: cases.index_titles(most=20), every=600.0)),
        ("年报提醒", sometimes("filings", lambda: remind_due(at=now()), every=600.0)),
        ("索引", search.catch_up),
        ("任务", run_tasks),
        ("邮件", lambda: deliver(at=now())),
    ]


_last: dict[str, float] = {}


def sometimes(name: str, chore: Callable[[], object], every: float = 60.0) -> Callable[[], object]:
    """The chore, at most once in so many seconds: what looks at every open case need not do so every second."""

    def run() -> object:
        if time.monotonic() - _last.get(name, -every) < every:
            return None
        _last[name] = time.monotonic()
        return chore()

    return run


def run_tasks(most: int = 20) -> None:
    """Run what the queue holds, one by one; the index is brought up between two, so that nothing waits for a PDF."""
    from django_tasks_db.management.commands.db_worker import Worker
    from django_tasks_db.models import DBTaskResult

    from gongkai.faces.search import jobs as search

    for _ in range(most):
        if _stopping.is_set() or not DBTaskResult.objects.ready().exists():
            return
        Worker(
            queue_names=["default"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=1,
            worker_id="gongkai",
            excluded_queue_names=[],
        ).run()
        search.catch_up()


def catch_up() -> None:
    """One round of every chore; a chore that fails is logged and does not stop the others."""
    for name, chore in _chores():
        if _stopping.is_set():
            return
        try:
            chore()
        except Exception:
            log.exception("worker: %s", name)


def _loop() -> None:
    try:
        recover()
    except Exception:
        log.exception("worker: recover")
    while not _stopping.is_set():
        close_old_connections()
        catch_up()
        close_old_connections()
        bell.wait(1.0)
