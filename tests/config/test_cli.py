"""The commands that others rely on: their words, their JSON, their exit codes (0 done, 1 findings, 2 usage, 3 failure)."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.config.gongkai import Said, laws, made_ready, run, run_all, start

SOME = ("宪法/", "刑法/", "诉讼与非诉讼程序法/", "案例/", "其他/")


REPORTS = {
    "liuan-2020": "5773", "zhongshan-2021": "73532", "nanchang-2021": "1213324",
    "taishan-2022": '"坚持"', "cangnan-2021": "9213",
}  # fmt: skip
PHRASES = ["以暴力、胁迫", "国家工作人员", "人民法院应当", "有期徒刑或者拘役", "应当自收到"]
NUMBERS = {"身份证号", "手机号", "银行卡号"}


def squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def corpus(shared, tmp_path_factory) -> Path:
    return laws(shared, tmp_path_factory.mktemp("corpus"), *SOME)


@pytest.fixture(scope="module")
def library(shared, corpus, tmp_path_factory) -> tuple[Path, list[Said]]:
    """A data folder into which a part of the corpus and the reports were imported, with what the commands said."""
    folder = made_ready(tmp_path_factory.mktemp("library") / "data")
    reports = tmp_path_factory.mktemp("reports")
    for name in REPORTS:
        shutil.copyfile(shared / "samples" / "reports" / f"{name}.txt", reports / f"{name}.txt")
    return folder, run_all(
        folder, ["import", corpus, "--json"], ["import", reports, "--json"], ["import", corpus, "--json"]
    )


@pytest.fixture(scope="module")
def empty(tmp_path_factory) -> Path:
    """A data folder that the first command prepares."""
    return tmp_path_factory.mktemp("empty") / "data"


USAGE = [
    [], ["no-such-verb"], ["workdays"], ["workdays", "due", "2026-13-01", "5"], ["workdays", "due", "2026-01-05", "0"],
    ["workdays", "due", "2026-01-05", "x"], ["import"], ["import", "no/such/path"], ["search"], ["screen"], ["verify"],
    ["search", "水", "--limit", "-1"], ["search", "水", "--no-such-option"], ["restore", "no-such-file"],
]  # fmt: skip


def test_what_cannot_be_understood_is_usage(empty) -> None:
    for words, said in zip(USAGE, run_all(empty, *USAGE), strict=True):
        assert (said.code, "Traceback" in said.err) == (2, False), words


def test_the_command_is_there_after_setup(empty) -> None:
    said = run(empty, "workdays", "due", "2026-02-12", "7", "--json")
    assert said.code == 0
    assert set(said.json) == {"start", "n", "due", "provisional", "days"}
    assert (said.json["start"], said.json["n"], said.json["due"], said.json["provisional"]) == (
        "2026-02-12", 7, "2026-02-28", False,
    )  # fmt: skip
    assert set(said.json["days"][0]) == {"date", "kind", "counted", "n", "reason"}


def test_a_due_date_beyond_the_published_calendars_is_provisional(empty) -> None:
    words = ["workdays", "due", "2027-03-01", "5"]
    plain, as_json = run_all(empty, words, [*words, "--json"])
    assert (plain.code, as_json.code) == (0, 0)
    assert as_json.json["provisional"] is True
    assert "暂" in plain.out


def test_import_says_how_many_and_does_it_once(library, corpus) -> None:
    _, (first, reports, again) = library
    files = [p for p in corpus.rglob("*.md") if p.name not in {"_index.md", "README.md", "法律法规模版.md"}]
    assert [said.code for said in (first, reports, again)] == [0, 0, 0]
    assert {"imported", "skipped", "failed", "seconds"} <= set(first.json)
    assert (first.json["imported"], first.json["skipped"], first.json["failed"]) == (len(files), 0, 0)
    assert (reports.json["imported"], reports.json["failed"]) == (5, 0)
    assert (again.json["imported"], again.json["skipped"], again.json["failed"]) == (0, len(files), 0)


def test_an_archive_that_is_none_is_a_failure_in_words(empty, tmp_path) -> None:
    broken = tmp_path / "laws.tar.xz"
    broken.write_bytes(b"\xfd7zXZ\x00 and nothing more")
    (said,) = run_all(empty, ["import", broken])
    assert said.code == 3
    assert said.err.strip()
    assert "Traceback" not in said.err


def test_an_exact_phrase_is_found_in_every_text_that_has_it_and_in_no_other(library) -> None:
    folder, _ = library
    with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as database:
        rows = database.execute(
            "SELECT r.source, v.title || '　' || v.text || '　' || v.annotation || '　' || v.summary "
            "FROM records_record r JOIN records_revision v ON v.id = r.current_id WHERE r.status = 'published'"
        ).fetchall()
    answers = run_all(folder, *(["search", f'"{phrase}"', "--limit", "1000", "--json"] for phrase in PHRASES))
    for phrase, said in zip(PHRASES, answers, strict=True):
        assert set(said.json) == {"total", "hits"}
        assert all(set(hit) == {"title", "url", "source", "snippet"} for hit in said.json["hits"])
        wanted = {source for source, text in rows if phrase in squeeze(text)}
        assert {hit["source"] for hit in said.json["hits"]} == wanted, phrase
        assert (said.code, said.json["total"]) == (0, len(wanted))
        assert wanted


def test_current_leaves_former_versions_out(library) -> None:
    folder, _ = library
    words = ["search", "民事诉讼法", "--limit", "50", "--json"]
    every, current = run_all(folder, words, [*words, "--current"])
    named = [hit["source"] for hit in every.json["hits"] if "/民事诉讼法(" in hit["source"]]
    assert len(named) == 2
    assert [hit["source"] for hit in current.json["hits"] if "/民事诉讼法(" in hit["source"]] == [max(named)]


def test_reports_are_found_in_simplified_by_a_figure_they_contain(library, shared) -> None:
    folder, _ = library
    answers = run_all(folder, *(["search", figure, "--limit", "1000", "--json"] for figure in REPORTS.values()))
    for name, said in zip(REPORTS, answers, strict=True):
        assert f"{name}.txt" in [hit["source"] for hit in said.json["hits"]], (name, REPORTS[name])
    raw = (shared / "samples" / "reports" / "taishan-2022.txt").read_text()
    assert "坚持" not in raw


def test_screen_answers_the_samples(empty, shared) -> None:
    missed = []
    samples = sorted((shared / "samples" / "pii").glob("s*.txt"))
    for path, said in zip(samples, run_all(empty, *(["screen", path, "--json"] for path in samples)), strict=True):
        assert set(said.json) == {"findings"}
        assert all(set(f) == {"start", "end", "type", "action"} for f in said.json["findings"])
        must = [f for f in said.json["findings"] if f["action"] == "must_mask"]
        assert said.code == (1 if must else 0)
        for span in json.loads(path.with_suffix(".json").read_text())["spans"]:
            length = span["end"] - span["start"]
            hit = any(min(f["end"], span["end"]) - max(f["start"], span["start"]) >= 0.8 * length for f in must)
            if (span["type"] in NUMBERS and span["action"] == "must_mask" and not hit) or (
                span["action"] == "not_pii" and hit
            ):
                missed.append((path.name, span["type"], span["action"], span["text"]))
    assert len(samples) == 10
    assert missed == []


def test_screen_names_a_file_that_cannot_be_read(empty, tmp_path) -> None:
    (said,) = run_all(empty, ["screen", tmp_path / "none.txt"])
    assert (said.code, "无法读取" in said.err) == (3, True)


def test_verify_all_passes_and_one_changed_byte_does_not(library, tmp_path) -> None:
    folder, _ = library
    said = run(folder, "verify", "--all", "--json")
    assert said.code == 0
    assert (said.json["ok"], said.json["faults"]) == (True, [])
    assert said.json["checked"] > 1000
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    with closing(sqlite3.connect(copy / "gongkai.sqlite3")) as database:
        database.execute("DROP TRIGGER guard_records_revision_update")
        database.execute("UPDATE records_revision SET text = replace(text, '人民', '人氏') WHERE id = 3")
        database.commit()
    said = run(copy, "verify", "--all", "--json")
    assert (said.code, said.json["ok"]) == (1, False)
    assert any("guard_records_revision_update" in fault for fault in said.json["faults"])
    assert any("与台账不符" in fault for fault in said.json["faults"])


def test_a_damaged_page_of_the_database_is_found(library, tmp_path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(library[0], copy)
    place = copy / "gongkai.sqlite3"
    with closing(sqlite3.connect(place)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'provision_by_label'").fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    content = bytearray(place.read_bytes())
    content[(root - 1) * size + size - 5] ^= 0x41  # in an index, which no row of a table answers for
    place.write_bytes(content)
    said = run(copy, "verify", "--all", "--json")
    assert (said.code, said.json["ok"]) == (1, False)


@pytest.fixture(scope="module")
def with_proof(library, tmp_path_factory) -> tuple[Path, Path, Path]:
    """An attachment, its proof and the public key, as a reader would have downloaded them."""
    folder, _ = library
    code = (
        "import json,sys; from gongkai.config.cli import prepare; prepare(); "
        "from gongkai.kernel.records.models import Attachment; from gongkai.kernel.records.queries import public; "
        "from gongkai.kernel.trust import queries as trust; from gongkai.kernel.papers import queries as papers; "
        "a = Attachment.objects.select_related('revision__record').first(); "
        "print(json.dumps([str(papers.path(a.file_id)), public.proof(a.revision), trust.public_key_text()]))"
    )
    import subprocess
    import sys

    from tests.config.gongkai import surroundings

    out = subprocess.run(
        [sys.executable, "-c", code], env=surroundings(folder), capture_output=True, text=True, check=True
    ).stdout
    path, proof, key = json.loads(out)
    home = tmp_path_factory.mktemp("reader")
    shutil.copyfile(path, home / "report.txt")
    (home / "report.txt.proof.json").write_text(json.dumps(proof))
    (home / "key.pub").write_text(key)
    return home / "report.txt", home / "report.txt.proof.json", home / "key.pub"


def test_a_file_is_checked_with_its_proof_off_line_and_with_the_key_alone(with_proof, tmp_path) -> None:
    file, proof, key = with_proof
    nowhere = tmp_path / "no-city"
    said = run(nowhere, "verify", file, "--proof", proof, "--key", key, "--json")
    assert (said.code, said.json["ok"], said.json["faults"]) == (0, True, [])
    assert not nowhere.exists(), "no data folder is needed"
    beside, alone, line = run_all(
        nowhere, ["verify", file, "--key", key], ["verify", proof, "--key", key],
        ["verify", file, "--key", key.read_text().strip()],
    )  # fmt: skip
    assert [beside.code, alone.code, line.code] == [0, 0, 0]
    assert not nowhere.exists()


def test_a_changed_file_or_proof_or_key_does_not_pass(with_proof, tmp_path) -> None:
    file, proof, key = with_proof
    changed = tmp_path / "report.txt"
    changed.write_bytes(file.read_bytes()[:-1] + b"x")
    other = json.loads(proof.read_text())
    other["statement"]["title"] += "x"
    (tmp_path / "p.json").write_text(json.dumps(other))
    said, forged, without = run_all(
        tmp_path / "none",
        ["verify", changed, "--proof", proof, "--key", key, "--json"],
        ["verify", file, "--proof", tmp_path / "p.json", "--key", key],
        ["verify", changed, "--key", key],
    )
    assert (said.code, said.json["ok"]) == (1, False)
    assert said.json["faults"]
    assert (forged.code, without.code) == (1, 2)


def test_a_record_is_checked_by_its_number(library) -> None:
    folder, _ = library
    one, page, none = run_all(
        folder, ["verify", "3", "--json"], ["verify", "/records/3/", "--json"], ["verify", "999999", "--json"]
    )
    assert [one.code, page.code, none.code] == [0, 0, 1]
    assert one.json == {"ok": True, "checked": one.json["checked"], "faults": []}


def test_the_first_administrator_is_made_once_with_a_one_time_password(tmp_path) -> None:
    folder = tmp_path / "data"
    said, again = run_all(folder, ["admin", "boss", "--display", "王主任"], ["admin", "other"])
    assert (said.code, again.code) == (0, 3)
    assert "一次性密码" in said.out
    assert again.err.strip()
    assert "Traceback" not in again.err
    assert (folder / "secrets").stat().st_mode & 0o077 == 0


def test_an_import_that_was_killed_goes_on_without_duplicates(shared, tmp_path) -> None:
    texts = laws(shared, tmp_path / "texts", "DLC/北京地方法规/")
    wanted = [p for p in texts.rglob("*.md") if p.name not in {"_index.md", "README.md", "法律法规模版.md"}]
    folder = made_ready(tmp_path / "data")
    process = start(folder, "import", texts, "--json")
    deadline = time.monotonic() + 120
    with closing(sqlite3.connect(folder / "gongkai.sqlite3", timeout=30)) as database:
        while process.poll() is None and time.monotonic() < deadline:
            (count,) = database.execute("SELECT count(*) FROM records_record").fetchone()
            if count:
                process.send_signal(signal.SIGKILL)
                break
            time.sleep(0.02)
    process.communicate()
    assert process.returncode == -signal.SIGKILL, "it was faster than the test"
    said, whole = run_all(folder, ["import", texts, "--json"], ["verify", "--all", "--json"])
    assert said.code == 0
    assert said.json["skipped"] > 0
    assert whole.json["faults"] == []
    assert said.json["imported"] + said.json["skipped"] == len(wanted)
    with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as database:
        assert database.execute("SELECT count(*), count(DISTINCT source) FROM records_record").fetchone() == (
            len(wanted), len(wanted),
        )  # fmt: skip
        assert database.execute("SELECT count(*) FROM records_pending").fetchone() == (0,)


def test_an_administrator_replaces_the_signing_key_and_former_proofs_hold(tmp_path, corpus) -> None:
    folder = made_ready(tmp_path / "city")
    first, refused, unasked, done, again, whole = run_all(
        folder,
        ["admin", "zhang", "--display", "张三"],
        ["key", "rotate", "--by", "lisi", "--yes"],
        ["key", "rotate", "--by", "zhang"],
        ["import", corpus, "--quiet"],
        ["key", "rotate", "--by", "zhang", "--yes"],
        ["verify", "--all", "--json"],
    )
    assert (first.code, done.code) == (0, 0)
    assert (refused.code, "不是在任的系统管理员" in refused.err) == (3, True)
    assert (unasked.code, "没有更换" in unasked.err) == (2, True)
    assert again.code == 0
    assert "由张三决定" in again.out
    assert (whole.code, whole.json["faults"]) == (0, [])
    with closing(sqlite3.connect(folder / "gongkai.sqlite3")) as database:
        keys = [row[0] for row in database.execute("SELECT key_id FROM trust_key ORDER BY valid_from")]
        signed = [row[0] for row in database.execute("SELECT key_id FROM trust_checkpoint ORDER BY number")]
        (line,) = database.execute("SELECT actor_name FROM ledger_entry WHERE verb = '更换签名密钥'").fetchall()
    assert len(keys) == 2
    assert (signed[0], signed[-1]) == (keys[0], keys[1])
    assert line == ("张三",)
