"""What the ledger, the log, numbers, organs and the way of a document promise holds on PostgreSQL by the same tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests import database

ROOT = Path(__file__).resolve().parents[2]
#: Where databases differ: locks, triggers, JSON, case, conflicts, the order of rows.
CHOSEN = (
    "tests/kernel/casework",
    "tests/kernel/ledger",
    "tests/kernel/organizations",
    "tests/kernel/papers/test_numbers.py",
    "tests/kernel/records",
    "tests/kernel/trust/test_log.py",
    "tests/postgres",
)
ON_POSTGRESQL = os.environ.get(database.WANTED) == "1"


def test_the_chosen_tests_are_there():
    assert [path for path in CHOSEN if not (ROOT / path).exists()] == []


@pytest.mark.django_db
def test_the_session_runs_on_the_database_that_was_asked_for():
    assert connection.vendor == ("postgresql" if ON_POSTGRESQL else "sqlite")


@pytest.mark.skipif(ON_POSTGRESQL, reason="this session is the one on PostgreSQL")
def test_the_same_promises_hold_on_postgresql():
    if reason := database.lacking():
        if os.environ.get("GONGKAI_CI"):
            pytest.fail(f"PostgreSQL cannot be started: {reason}")
        pytest.skip(f"PostgreSQL cannot be started: {reason}")
    ours = ("PYTEST_", "GONGKAI_TEST_FOLDER", "GONGKAI_DATABASE", "GONGKAI_DATA", "DJANGO_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-q", "-p", "no:cacheprovider", "-m", "not browser", *CHOSEN],
        cwd=ROOT, env=environment | {database.WANTED: "1"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        check=False, timeout=1800,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]
    assert "[100%]" in done.stdout
