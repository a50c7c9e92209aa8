"""A folder made ready, and people who may sign in: what several measurements begin with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.rows import cpu_ms, median, wall_ms


def prepare() -> None:
    """Folder, database, guards, key; Django is set up afterwards."""
    from gongkai.config.cli import prepare as ready

    ready()
    import logging

    logging.disable(logging.WARNING)


def browser(person: Any = None) -> Any:
    """A test client without instruments; signed in when a person is given."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def queries(work: Callable[[], object]) -> int:
    """How many database queries a call makes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen)


def page(client: Any, address: str) -> Callable[[], None]:
    """A call that asks for the page and insists on 200."""

    def get() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    return get


def repeated(work: Callable[[], object], times: int = 15) -> tuple[float, float]:
    """(median CPU, median wall) in milliseconds, after one warm-up call."""
    work()
    return median([cpu_ms(work) for _ in range(times)]), median([wall_ms(work) for _ in range(times)])
