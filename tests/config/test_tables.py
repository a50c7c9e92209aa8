"""A new folder's tables are made at once; they are those that the migrations make, and a power cut leaves none half made."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from tests.config.gongkai import run, run_all, surroundings

_MIGRATED = """
from gongkai.config.cli import prepare
prepare(migrate=False)
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
"""


def _shape(folder: Path) -> dict[str, tuple[str, ...]]:
    """Every table, index and trigger by name; a table's columns and constraints without their order."""
    with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as database:
        made = database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {
        name: tuple(sorted(re.split(r", (?=\"|CONSTRAINT|UNIQUE|CHECK|FOREIGN|PRIMARY)", _inner(sql))))
        for name, sql in made
    }


def _inner(sql: str) -> str:
    if not sql.startswith("CREATE TABLE"):
        return sql
    return sql[sql.index("(") + 1 : sql.rindex(")")]


def _rows(folder: Path, question: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as database:
        return sorted(database.execute(question))


def test_the_tables_of_a_new_folder_are_those_of_the_migrations(tmp_path: Path):
    new, migrated = tmp_path / "new", tmp_path / "migrated"
    assert run(new, "workdays", "due", "2026-01-05", "1").code == 0
    subprocess.run([sys.executable, "-c", _MIGRATED], env=surroundings(migrated), cwd=tmp_path, check=True)
    one, other = _shape(new), _shape(migrated)
    assert set(one) == set(other)
    assert {name: (one[name], other[name]) for name in one if one[name] != other[name]} == {}
    for question in (
        "SELECT app, name FROM django_migrations",
        "SELECT app_label, model FROM django_content_type",
        "SELECT content_type_id IS NOT NULL, codename FROM auth_permission",
    ):
        assert _rows(new, question) == _rows(migrated, question), question
    for (name,) in _rows(new, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"):
        assert _rows(new, f'SELECT count(*) FROM "{name}"') == _rows(migrated, f'SELECT count(*) FROM "{name}"'), name
    assert not list(new.glob(".gongkai*")), "nothing is left beside it"


def test_of_two_who_begin_at_once_both_find_a_whole_folder(tmp_path: Path):
    folder = tmp_path / "data"
    with ThreadPoolExecutor(2) as both:
        said = list(both.map(lambda _: run(folder, "workdays", "due", "2026-01-05", "1"), range(2)))
    assert [one.code for one in said] == [0, 0], [one.err for one in said]
    (whole,) = run_all(folder, ["verify", "--all", "--json"])
    assert whole.json["faults"] == []


def test_a_power_cut_while_the_tables_are_made_leaves_nothing_half_made(tmp_path: Path):
    folder = tmp_path / "data"
    command = [sys.executable, "-c", "from gongkai.config.cli import prepare; prepare()"]
    process = subprocess.Popen(command, env=surroundings(folder), cwd=tmp_path)
    until = time.monotonic() + 60
    while not list(folder.glob(".gongkai*")) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL, "it was faster than the test"
    assert not (folder / "gongkai.sqlite3").exists()
    first, whole = run_all(folder, ["workdays", "due", "2026-01-05", "1"], ["verify", "--all", "--json"])
    assert first.code == 0
    assert not list(folder.glob(".gongkai*"))
    assert whole.json["faults"] == []
