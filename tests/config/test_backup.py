"""gongkai backup takes a whole city while it works; gongkai restore brings it back into an empty folder and verifies it."""

from __future__ import annotations

import sqlite3
import tarfile
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.config.gongkai import laws, made_ready, run_all, start


@pytest.fixture(scope="module")
def backed_up(shared, tmp_path_factory) -> tuple[Path, Path, int]:
    """A city, its backup taken while an import was writing, and how many records there were when it began."""
    home = tmp_path_factory.mktemp("city")
    folder, archive = made_ready(home / "data"), home / "city.tar.gz"
    texts = laws(shared, home / "texts", "宪法/", "刑法/", "DLC/北京地方法规/")
    report = home / "reports"
    report.mkdir()
    (report / "r.txt").write_bytes((shared / "samples" / "reports" / "nanchang-2021.txt").read_bytes())
    run_all(folder, ["import", report])
    writing = start(folder, "import", texts, "--json")
    before = 0
    deadline = time.monotonic() + 120
    with closing(sqlite3.connect(folder / "gongkai.sqlite3", timeout=30)) as database:
        while before < 2 and writing.poll() is None and time.monotonic() < deadline:
            (before,) = database.execute("SELECT count(*) FROM records_record").fetchone()
            time.sleep(0.02)
    (said,) = run_all(folder, ["backup", archive])
    out, err = writing.communicate(timeout=300)
    assert (said.code, writing.returncode) == (0, 0), (said.err, out, err)
    assert "请妥善保管" in said.out
    return folder, archive, before


def test_a_backup_taken_while_the_city_writes_restores_and_verifies(backed_up, tmp_path) -> None:
    _, archive, before = backed_up
    target = tmp_path / "new" / "data"
    restored, verified, found = run_all(
        target, ["restore", archive, "--json"], ["verify", "--all", "--json"], ["search", "1213324", "--json"]
    )
    assert (restored.code, restored.json["ok"], restored.json["faults"]) == (0, True, [])
    assert (verified.code, verified.json["ok"]) == (0, True)
    assert found.json["total"] == 1
    with closing(sqlite3.connect(target / "gongkai.sqlite3")) as database:
        (count,) = database.execute("SELECT count(*) FROM records_record").fetchone()
    assert count >= before > 0
    assert (target / "secrets").stat().st_mode & 0o077 == 0


def test_the_backup_is_for_its_owner_only_and_names_what_it_holds(backed_up) -> None:
    _, archive, _ = backed_up
    assert archive.stat().st_mode & 0o077 == 0
    with tarfile.open(archive) as opened:
        names = opened.getnames()
    assert {"about.json", "gongkai.sqlite3", "secrets/django_key"} <= set(names)
    assert sum(name.startswith("files/") for name in names) == 1
    assert [p.name for p in archive.parent.glob(".*")] == []


def test_neither_overwrites_what_is_there(backed_up) -> None:
    folder, archive, _ = backed_up
    backup, restore, nowhere = run_all(
        folder, ["backup", archive], ["restore", archive], ["backup", folder / "no" / "such" / "place.tar.gz"]
    )
    assert [backup.code, restore.code, nowhere.code] == [2, 2, 2]
    assert "已存在" in backup.err
    assert "不是空的" in restore.err


def test_a_torn_or_foreign_archive_leaves_the_folder_empty(backed_up, tmp_path) -> None:
    _, archive, _ = backed_up
    torn, foreign = tmp_path / "torn.tar.gz", tmp_path / "foreign.tar"
    torn.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    with tarfile.open(foreign, "w") as made:
        made.add(archive, "../outside")
    for path in (torn, foreign):
        target = tmp_path / path.stem / "data"
        target.parent.mkdir()
        (said,) = run_all(target, ["restore", path])
        assert said.code == 3
        assert "不是完整的备份文件" in said.err
        assert not target.exists()
        assert list(target.parent.iterdir()) == []
    assert not (tmp_path / "outside").exists()
