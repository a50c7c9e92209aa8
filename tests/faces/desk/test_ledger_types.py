"""Every kind of object that a verb writes into the ledger has a word on its pages."""

from __future__ import annotations

import re
from pathlib import Path

import gongkai
from gongkai.faces.desk.ledger_lines import TYPES


def test_every_type_of_object_that_is_written_has_a_word() -> None:
    found: set[str] = set()
    for path in Path(gongkai.__file__).parent.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'object_type="(\w+)"', text))
        found |= set(re.findall(r'Line\(\s*[^()]{1,80}?,\s*"(\w+)",\s*\w+(?:\.pk|_id)', text))
    assert {"case", "record", "organ", "application"} <= found
    assert found - set(TYPES) == set()
