"""What every test shares: the material of the house, loud templates, protected tables that a test may empty."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the reference, samples and corpus beside the checkout (GONGKAI_SHARED names another)."""
    folder = Path(os.environ.get("GONGKAI_SHARED", Path(__file__).resolve().parents[2] / "shared"))
    if not folder.is_dir():
        if os.environ.get("GONGKAI_CI"):
            pytest.fail(f"the shared material is missing: {folder}")
        pytest.skip(f"the shared material is not here: {folder}")
    return folder


@pytest.fixture(autouse=True)
def _loud_templates(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An unknown template variable fails the test, wherever it stands ({{ }}, if, for, with)."""
    import logging

    class Loud(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            arguments: Any = record.args
            if isinstance(arguments, tuple) and len(arguments) == 2:
                variable, template = arguments
                if not str(template).startswith(("django/", "unknown")):
                    pytest.fail(f"{template}: unknown variable {variable}; pass it from the view")

    logger = logging.getLogger("django.template")
    handler, level = Loud(), logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    propagate, logger.propagate = logger.propagate, False
    yield
    logger.removeHandler(handler)
    logger.setLevel(level)
    logger.propagate = propagate


#: Files that take minutes come first: whoever of the workers is last has then only small ones left.
_LONG = ("tests/postgres/", "tests/journeys/", "tests/config/", "tests/hostile/")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, each file whole, otherwise as they were found."""
    places = {folder: place for place, folder in enumerate(_LONG)}
    items.sort(key=lambda item: next((at for name, at in places.items() if item.nodeid.startswith(name)), len(places)))


def _emptyable() -> None:
    """Let a transactional test empty the protected tables afterwards; production code has no such switch."""
    from django.db import connections
    from django.test import TransactionTestCase

    original = TransactionTestCase._fixture_teardown

    def teardown(self: TransactionTestCase) -> None:
        for alias in self._databases_names(include_mirrors=False):
            connection = connections[alias]
            with connection.cursor() as cursor:
                if connection.vendor == "sqlite":
                    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard_%'")
                    for (name,) in cursor.fetchall():
                        cursor.execute(f"DROP TRIGGER {name}")
                else:
                    cursor.execute("SET session_replication_role = replica")
        original(self)  # flush sends post_migrate, which puts the guards back
        for alias in self._databases_names(include_mirrors=False):
            if connections[alias].vendor != "sqlite":
                with connections[alias].cursor() as cursor:
                    cursor.execute("SET session_replication_role = DEFAULT")
        from gongkai.kernel.ledger import guards

        guards.install()

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]


_emptyable()
