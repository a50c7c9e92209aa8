"""Rooms stay small: a file of more than 500 lines has a reason that is written down here."""

from __future__ import annotations

from .code import files, shown

MOST = 500
EXPLAINED: dict[str, str] = {
    # "gongkai/….py": "why these lines belong together",
}

PROSE = ("gongkai/config/demo/topics/",)  # the documents of the demo county: their words, not code


def long_files() -> dict[str, int]:
    lengths = {shown(path): path.read_text(encoding="utf-8").count("\n") for path in files("gongkai", "tests", "tools")}
    return {name: length for name, length in lengths.items() if length > MOST and not name.startswith(PROSE)}


def test_a_long_file_is_split_by_meaning_or_explained():
    assert {name: length for name, length in long_files().items() if name not in EXPLAINED} == {}


def test_an_explanation_that_is_no_longer_needed_is_taken_out():
    assert set(EXPLAINED) <= set(long_files())
