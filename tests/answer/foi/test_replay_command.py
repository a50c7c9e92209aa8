"""``gongkai foi replay``: one line of JSON or words, 1 for an unlawful event, 2 for an unreadable document."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from gongkai.config import cli

from .story import document

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]


def run(tmp_path, capsys, content: object, *more: str) -> tuple[int, str, str]:
    path = tmp_path / "events.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    code = cli.main(["foi", "replay", str(path), *more])
    out, error = capsys.readouterr()
    return code, out, error


def test_a_lawful_request_is_one_line_of_json(tmp_path, capsys) -> None:
    code, out, error = run(tmp_path, capsys, document("counter", ("receive", "2026-03-02")), "--json")
    assert (code, error, out.count("\n")) == (cli.DONE, "", 1)
    answer = json.loads(out)
    assert set(answer) == {
        "organ", "channel", "now", "state", "clocks", "letters", "moves", "outcomes", "added", "counted", "report",
    }  # fmt: skip
    assert answer["clocks"][0]["due_on"] == "2026-03-30"


def test_without_json_it_is_told_in_words(tmp_path, capsys) -> None:
    rows = document("counter", ("receive", "2026-03-02"), ("accept", "2026-03-03"), ("consult", "2026-03-04"))
    code, out, _ = run(tmp_path, capsys, rows)
    assert code == cli.DONE
    for said in (
        "状态：征求意见中",
        "答复期限（已暂停）：暂停，尚余18个工作日",
        "征求意见函甲（第三方）：尚未登记收到",
        "下一步：",
    ):
        assert said in out


def test_an_unlawful_event_is_exit_code_one_with_its_place(tmp_path, capsys) -> None:
    code, out, error = run(tmp_path, capsys, document("counter", ("accept", "2026-03-02")), "--json")
    assert code == cli.FINDINGS
    told = json.loads(out)["error"]
    assert (told["event"], told["move"], told["state"]) == (1, "accept", "arrived")
    assert told["message"] in error
    assert error.startswith("第1个事件（2026-03-02 “受理”）：")


@pytest.mark.parametrize("content", ["{", "[1", '{"channel": "counter", "evnts": []}', "\ud7ff", "[" * 100_000])
def test_an_unreadable_document_is_exit_code_two(tmp_path, capsys, content) -> None:
    code, out, error = run(tmp_path, capsys, content, "--json")
    assert code == cli.USAGE
    assert json.loads(out)["error"]["message"] in error


def test_a_file_that_is_not_there_is_exit_code_two(tmp_path, capsys) -> None:
    assert cli.main(["foi", "replay", str(tmp_path / "none.json")]) == cli.USAGE
    assert "无法读取" in capsys.readouterr().err


def test_the_example_of_the_documentation_answers_what_it_shows(tmp_path, capsys, monkeypatch) -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    section = page.partition("## gongkai foi\n")[2].partition("\n## ")[0]
    written = re.search(r"^\$ printf '(.*)\\n' > (\S+)$", section, re.MULTILINE)
    shown = re.search(r"^\$ gongkai (foi .*)\n(.*)$", section, re.MULTILINE)
    assert written
    assert shown
    monkeypatch.chdir(tmp_path)
    Path(written[2]).write_text(written[1], encoding="utf-8")
    assert cli.main(shlex.split(shown[1])) == cli.FINDINGS
    assert json.loads(capsys.readouterr().out) == json.loads(shown[2])
