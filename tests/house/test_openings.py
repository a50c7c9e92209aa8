"""Every module opens with a sentence that would help a new colleague."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from .code import files, shown, tree

PUBLIC = ("operations", "queries", "rules")


def opening_faults(source: ast.Module) -> str:
    """What is wrong with the opening sentence; empty when it is there, is one line and ends as sentences do."""
    if not source.body:
        return ""  # an empty __init__.py says nothing because it holds nothing
    first = (ast.get_docstring(source) or "").partition("\n")[0].strip()
    if not first:
        return "no opening sentence"
    return "" if first[-1] in ".。!?…)" else f"the opening is not a whole sentence on its line: {first!r}"


def test_every_module_opens_with_a_sentence():
    faults = {shown(path): opening_faults(tree(path)) for path in files("gongkai", "tests", "tools", "bench")}
    assert {name: fault for name, fault in faults.items() if fault} == {}


def test_every_question_and_verb_of_a_room_says_what_it_does():
    silent = [
        f"{shown(path)}:{node.lineno} {node.name}"
        for path in files()
        if set(PUBLIC) & {*path.parts, path.stem}
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ('"""Counts days."""', ""),
        ("", ""),
        ("import os", "no opening sentence"),
        ('"""\n"""\nimport os', "no opening sentence"),
        ('"""Counts days\nand nights."""', "the opening is not a whole sentence on its line: 'Counts days'"),
    ],
)
def test_a_missing_opening_would_be_found(source: str, fault: str):
    assert opening_faults(ast.parse(source)) == fault


def test_the_files_are_found():
    assert Path(__file__).resolve() in files("tests")
