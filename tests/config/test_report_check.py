"""gongkai report check: one file gives one object, several a list; a broken one is named and the others are answered."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from gongkai.config import cli
from gongkai.oversee.annual import operations as annual
from gongkai.oversee.annual.format import CURRENT
from tests import factories
from tests.config.gongkai import start
from tests.oversee.annual.reading import writer

KEYS = [
    "file",
    "organ",
    "year",
    "format",
    "tables",
    "narrative_figures",
    "checks",
    "missing",
    "evidence",
    "unprotected",
    "notes",
]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    cells = writer.consistent(CURRENT, random.Random(1))
    plain = writer.Dress(writer.usual)
    (tmp_path / "good.txt").write_text(writer.report(CURRENT, 2023, cells, plain, writer.as_cells(1)))
    wrong = cells | {"new.total": int(cells["new.total"] or 0) + 1}
    (tmp_path / "wrong.md").write_text(writer.report(CURRENT, 2022, wrong, plain, writer.as_markdown))
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    return {path.name: path for path in tmp_path.iterdir()}


def test_one_file_gives_one_object(files: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["report", "check", str(files["good.txt"]), "--json"]) == cli.DONE
    said = json.loads(capsys.readouterr().out)
    assert list(said) == KEYS
    assert (said["organ"], said["year"], said["format"], said["missing"]) == ("云州市人民政府", 2023, "2021", [])
    keys = {
        "id",
        "rule",
        "kind",
        "formula",
        "left",
        "right",
        "diff",
        "holds",
        "level",
        "cells",
        "message",
        "fingerprint",
    }
    assert all(keys <= set(check) for check in said["checks"])


def test_several_files_give_a_list_and_a_contradiction_is_a_finding(
    files: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["wrong.md", "old.doc", "good.txt"]
    assert cli.main(["report", "check", *(str(files[name]) for name in names), "--json"]) == cli.FINDINGS
    out, err = capsys.readouterr()
    said = json.loads(out)
    assert [Path(one["file"]).name for one in said] == names
    assert {check["id"] for check in said[0]["checks"] if check["level"] == "error"} == {"row.new", "col.balance.总计"}
    assert set(said[1]) == {"file", "error"}
    assert "另存为 docx" in said[1]["error"]
    assert "另存为 docx" in err
    assert said[2]["missing"] == []


def test_a_folder_is_read_file_by_file(files: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["report", "check", str(files["good.txt"].parent), "--json"]) == cli.FINDINGS
    assert [Path(one["file"]).name for one in json.loads(capsys.readouterr().out)] == [
        "good.txt",
        "old.doc",
        "wrong.md",
    ]


def test_a_file_that_is_not_there_is_bad_usage_and_the_others_are_answered(
    files: dict[str, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["report", "check", "nowhere.txt", str(files["good.txt"]), "--json"]) == cli.USAGE
    said = json.loads(capsys.readouterr().out)
    assert "检查路径" in said[0]["error"]
    assert said[1]["missing"] == []


def test_in_words_what_does_not_fit_is_said(files: dict[str, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["report", "check", str(files["wrong.md"])]) == cli.FINDINGS
    assert "不相符：一、本年新收政府信息公开申请数量：自然人与五类组织之和" in capsys.readouterr().out


def test_nothing_is_made_in_the_data_folder(files: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "data"
    command = start(folder, "report", "check", files["good.txt"], "--json")
    out, _ = command.communicate(timeout=60)
    assert command.returncode == 0
    assert json.loads(out)["year"] == 2023
    assert not folder.exists()


@pytest.mark.django_db
def test_what_the_office_said_on_the_desk_stands_beside_the_finding_where_there_is_a_database(
    files: dict[str, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    people = factories.staff(name="云岫县水利局")
    command = ["report", "check", str(files["wrong.md"]), "--json"]
    assert cli.main(command) == cli.FINDINGS
    before = json.loads(capsys.readouterr().out)
    fault = next(check for check in before["checks"] if check["id"] == "row.new")
    subject = annual.Subject(before["organ"], before["year"], fault["fingerprint"], "topic", fault["message"])
    annual.explain(organ=people.organ, subject=subject, reason="已核实", by=people.of("officer"), at=people.at)
    assert cli.main(command) == cli.FINDINGS
    assert json.loads(capsys.readouterr().out) == before, "without a database nothing changes"
    (tmp_path / "city").mkdir()
    (tmp_path / "city" / "gongkai.sqlite3").touch()
    monkeypatch.setenv("GONGKAI_DATA", str(tmp_path / "city"))
    assert cli.main(command) == cli.FINDINGS, "an explained contradiction is still one"
    told = json.loads(capsys.readouterr().out)
    (verdict,) = next(check for check in told["checks"] if check["id"] == "row.new")["verdicts"]
    assert (verdict["reason"], verdict["person"]) == ("已核实", people.officer.name)
    assert cli.main(command[:-1]) == cli.FINDINGS
    assert "已说明：已核实" in capsys.readouterr().out


def test_a_file_that_is_not_there_and_an_empty_folder_are_told_in_chinese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    assert cli.main(["report", "check", str(tmp_path / "none.txt"), str(folder)]) == cli.USAGE
    said = capsys.readouterr().err
    assert "文件打不开（文件不存在）" in said
    assert "文件夹里没有可以读取的文件" in said
