"""The ten published reports: each relation that people found in them is found, with its verdict, and no other fault is."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gongkai.oversee.annual.checking import check_many
from gongkai.oversee.annual.reading import read
from tests.oversee.annual.reading.test_samples import FILES

BY_TABLE = {"row_total", "col_balance", "col_result_sum", "sec4_total"}
#: A relation over two paragraphs that nothing in the text states.
UNSTATED = {"dept57"}


def answer(shared: Path, name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    file = shared / "samples" / "reports" / name
    (one,) = check_many(read(file.read_bytes(), name), 2026)
    return one.as_json(), json.loads(file.with_suffix(".json").read_text("utf-8"))


def matching(found: dict[str, Any], wanted: dict[str, Any]) -> dict[str, Any]:
    if wanted["kind"] in BY_TABLE:
        return next(check for check in found["checks"] if check["id"] == wanted["id"])
    same = (
        check
        for check in found["checks"]
        if (check["kind"], check["left"], check["right"]) == (wanted["kind"], wanted["left"], wanted["right"])
        and sorted(check.get("terms", [])) == sorted(wanted.get("terms", check.get("terms", [])))
    )
    return next(same)


@pytest.mark.parametrize("name", FILES)
def test_every_known_relation_is_found_with_its_verdict(shared: Path, name: str) -> None:
    found, truth = answer(shared, name)
    for wanted in truth["checks"]:
        if wanted["id"] in UNSTATED:
            continue
        check = matching(found, wanted)
        told = {key: check[key] for key in ("kind", "left", "right", "diff", "holds", "level")}
        assert told == {key: wanted[key] for key in told if key != "level"} | {"level": wanted["expected_finding"]}
        if wanted["kind"] in BY_TABLE:
            assert check["formula"] == wanted["formula"]
        if "closed_enumeration" in wanted:
            assert check["closed_enumeration"] == wanted["closed_enumeration"]


@pytest.mark.parametrize("name", FILES)
def test_no_other_fault_is_called(shared: Path, name: str) -> None:
    found, truth = answer(shared, name)
    called = [
        (check["left"], check["right"], check["level"])
        for check in found["checks"]
        if check["level"] in {"error", "warning"}
    ]
    known = [
        (check["left"], check["right"], check["expected_finding"])
        for check in truth["checks"]
        if check["expected_finding"] in {"error", "warning"}
    ]
    assert called == known


def test_the_published_error_is_told_in_a_sentence(shared: Path) -> None:
    found, _ = answer(shared, "liuan-2020.txt")
    (fault,) = (check for check in found["checks"] if check["level"] == "error")
    assert fault["message"] == "市直部门1153条、县区4420条之和为5573，与“排查疑似泄露个人隐私的政府信息5773条”相差200。"
    assert fault["where"].startswith("第")


def test_a_fingerprint_is_the_same_on_every_run_and_in_every_copy(shared: Path) -> None:
    of_text, _ = answer(shared, "hongze-2024.txt")
    of_pdf, _ = answer(shared, "hongze-2024.pdf")
    prints = [
        [check["fingerprint"] for check in one["checks"] if check["level"] == "warning"] for one in (of_text, of_pdf)
    ]
    assert len(prints[0]) == 1
    assert prints[0] == prints[1]
    assert len({check["fingerprint"] for check in of_text["checks"]}) == len(of_text["checks"])
