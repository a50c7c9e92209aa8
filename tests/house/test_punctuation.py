"""Chinese sentences that people read have Chinese punctuation: ，：；？（） and not the half-width marks between characters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from .code import ROOT, files, shown, tree

_HAN = "\u3400-\u9fff"
HALF = re.compile(
    rf"(?<=[{_HAN}])[,:;?](?=[{_HAN}])|(?<=[{_HAN}]\))[,:;](?=[{_HAN}])|(?<=[A-Za-z0-9])[,;](?=[{_HAN}])"
    rf"|(?<=[{_HAN}])\((?!\?)[^()]*[{_HAN}][^()]*\)|(?<=[{_HAN}])[,:;](?=\s*$)"
)
#: Between values of a sentence, but not in the attributes of an element.
TAGS = re.compile(r"<[^>]*>|\{%.*?%\}|\{#.*?#\}")
RAW = re.compile(rb"(?i)f?rf?[\"']")
VALUE = "某"
PRINTED = re.compile(r"\{\{.*?\}\}|\{% date .*?%\}")
CURE = "write ，：；？（） between Chinese characters in what people read"

#: What is read and not shown: values of an exchange format.
PATTERNS = ("gongkai/oversee/annual/reading/published.py",)


def said(path: Path) -> Iterator[tuple[int, str]]:
    """The string literals of a file, also the parts of f-strings and each as a whole, with their lines.

    Docstrings are for colleagues, raw literals are patterns.
    """
    module, lines = tree(path), path.read_bytes().splitlines()
    docs = {
        id(node.body[0].value)
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            if RAW.match(lines[node.lineno - 1], node.col_offset):
                continue
            yield node.lineno, node.value
        if isinstance(node, ast.JoinedStr) and not RAW.match(lines[node.lineno - 1], node.col_offset):
            yield node.lineno, _whole(node)


def _whole(text: ast.JoinedStr) -> str:
    """An f-string with a word for every value; empty for what has neither Chinese nor a blank (a key, an address).

    A value that is printed with leading zeros is part of an hour.
    """
    parts = []
    for part in text.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        elif isinstance(part, ast.FormattedValue):
            parts.append("0" if part.format_spec else VALUE)
    fixed = "".join(part for part in parts if part != VALUE)
    return "".join(parts) if re.search(rf"[{_HAN} ]", fixed) else ""


def half_width_marks(text: str) -> list[str]:
    """Every mark with what stands around it."""
    return [text[max(0, found.start() - 6) : found.end() + 6] for found in HALF.finditer(text)]


def test_sentences_in_the_code_have_chinese_punctuation():
    wrong = [
        f"{shown(path)}:{line} {mark}"
        for path in files()
        if not shown(path).startswith(PATTERNS)
        for line, text in said(path)
        for mark in half_width_marks(text)
    ]
    assert wrong == [], CURE


def test_sentences_in_the_templates_have_chinese_punctuation():
    wrong = [
        f"{shown(path)}:{number} {mark}"
        for path in sorted((ROOT / "gongkai").rglob("*.html"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for mark in half_width_marks(TAGS.sub("", PRINTED.sub(VALUE, line)))
    ]
    assert wrong == [], CURE


def test_an_exception_that_is_no_longer_needed_is_taken_out():
    named = {shown(path) for path in files() if any(half_width_marks(text) for _, text in said(path))}
    assert {name for name in PATTERNS if not any(one.startswith(name) for one in named)} == set()


def test_a_half_width_mark_would_be_found():
    assert half_width_marks("已保存,请核对") == ["已保存,请核对"]
    assert half_width_marks("日期(昨天),请核对") == ["日期(昨天),请核对", "日期(昨天),请核对"]
    assert half_width_marks("超过 5 MB,请分几次") == ["过 5 MB,请分几次"]
    assert half_width_marks("9:30，共3,475件，a,b；见 https://x") == []
