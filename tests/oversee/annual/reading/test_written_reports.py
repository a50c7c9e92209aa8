"""Whatever was written is read back: random consistent years in both forms, in every shape, with every kind of noise."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from gongkai.oversee.annual.format import CURRENT, FORMER, Form
from gongkai.oversee.annual.reading import Published, read

from . import writer

FORMS = [pytest.param(CURRENT, 2023, id="2021"), pytest.param(FORMER, 2020, id="2019")]
SHAPES: dict[str, Any] = {
    "one cell a line": writer.as_cells(1),
    "one cell a line, empty lines between": writer.as_cells(2),
    "rows of tabs": writer.as_rows("\t"),
    "rows of bars": writer.as_rows(" | "),
    "rows with blanks": writer.as_rows("  "),
    "markdown": writer.as_markdown,
    "markdown with repeated cells": writer.as_repeated_markdown,
    "one line": writer.as_one_line,
}


def published(text: str | bytes, name: str = "report.txt") -> Published:
    (found,) = read(text if isinstance(text, bytes) else text.encode(), name)
    assert isinstance(found, Published), found
    return found


def differences(found: Published, wanted: dict[str, Decimal | None]) -> dict[str, Any]:
    read_back = {name: found.cells[name].number if name in found.cells else "missing" for name in wanted}
    return {name: (read_back[name], number) for name, number in wanted.items() if read_back[name] != number}


@pytest.mark.parametrize(("form", "year"), FORMS)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(5))
def test_every_shape_is_read_back(form: Form, year: int, shape: str, seed: int) -> None:
    chance = random.Random(f"{seed}{shape}")
    cells = writer.consistent(form, chance, large=seed % 2 == 1)
    found = published(writer.report(form, year, cells, writer.Dress(writer.usual), SHAPES[shape]))
    assert differences(found, writer.shown(cells)) == {}
    assert (found.organ, found.year, found.format, found.missing) == ("云州市人民政府", year, form.code, [])


@pytest.mark.parametrize(("form", "year"), FORMS)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(6))
def test_noise_of_every_kind_is_read_through(form: Form, year: int, shape: str, seed: int) -> None:
    chance = random.Random(f"{seed}{shape}noise")
    cells = writer.consistent(form, chance, large=True)
    text = writer.report(form, year, cells, writer.dressed(chance), SHAPES[shape])
    if seed % 3 == 1:
        text = writer.traditional(text)
    if seed % 3 == 2:
        text = writer.with_pinyin(writer.traditional(text), chance)
    found = published(text)
    assert differences(found, writer.shown(cells)) == {}


@pytest.mark.parametrize(("form", "year"), FORMS)
@pytest.mark.parametrize("shape", [*SHAPES, "page"])
def test_marks_that_nobody_sees_change_nothing(form: Form, year: int, shape: str) -> None:
    chance = random.Random(f"{shape}unseen")
    cells = writer.consistent(form, chance)
    dress = writer.Dress(lambda name, value: writer.with_unseen(writer.usual(name, value), chance))
    if shape == "page":
        found = published(writer.as_page(form, year, cells, dress), "report.html")
    else:
        found = published(writer.with_unseen(writer.report(form, year, cells, dress, SHAPES[shape]), chance))
    assert differences(found, writer.shown(cells)) == {}
    assert (found.organ, found.year) == ("云州市人民政府", year)


@pytest.mark.parametrize(("form", "year"), FORMS)
@pytest.mark.parametrize(
    "shape", ["one cell a line", "one cell a line, empty lines between", "rows of tabs", "markdown"]
)
@pytest.mark.parametrize("zero", ["", "/", "－"])
@pytest.mark.parametrize("seed", range(3))
def test_a_blank_is_missing_and_never_zero(form: Form, year: int, shape: str, zero: str, seed: int) -> None:
    chance = random.Random(f"{seed}{shape}{zero}")
    cells = writer.consistent(form, chance)
    text = writer.report(form, year, cells, writer.dressed(chance, zero=zero), SHAPES[shape])
    assert differences(published(text), writer.shown(cells, zero_is_blank=True)) == {}


@pytest.mark.parametrize(("form", "year"), FORMS)
@pytest.mark.parametrize("zero", ["0", ""])
@pytest.mark.parametrize("seed", range(12))
def test_columns_are_told_by_where_they_stand(form: Form, year: int, zero: str, seed: int) -> None:
    chance = random.Random(f"{seed}{zero}layout")
    cells = writer.consistent(form, chance, large=True)
    full = {
        name: 7 if zero == "" and name.startswith("new.") else number for name, number in cells.items()
    }  # a row without blanks
    text = writer.report(form, year, full, writer.dressed(chance, zero=zero), writer.as_layout(chance))
    found = published(text)
    wanted = writer.shown(full, zero_is_blank=zero == "")
    wrong = {
        name: pair
        for name, pair in differences(found, wanted).items()
        if not (pair[1] is None and pair[0] == "missing")
    }
    if zero == "":  # what cannot be told apart is left out and said, never put into another column
        wrong = {name: pair for name, pair in wrong.items() if pair[0] is not None and pair[0] != "missing"}
    assert wrong == {}


@pytest.mark.parametrize(("form", "year"), FORMS)
@pytest.mark.parametrize("seed", range(6))
def test_pages_are_read_back(form: Form, year: int, seed: int) -> None:
    chance = random.Random(f"{seed}page")
    cells = writer.consistent(form, chance, large=seed % 2 == 0)
    zero = ["0", "", "/"][seed % 3]
    page = writer.as_page(form, year, cells, writer.dressed(chance, zero=zero))
    found = published(page, "report.html")
    assert differences(found, writer.shown(cells, zero_is_blank=zero != "0")) == {}
    assert found.kind == "html"


def test_every_number_says_where_it_was_read_and_how_it_was_written() -> None:
    cells = writer.consistent(CURRENT, random.Random(1), large=True)
    text = writer.report(CURRENT, 2023, cells, writer.dressed(random.Random(2)), writer.as_cells(1))
    found = published(text)
    lines = text.split("\n")
    evidence = found.evidence()
    assert len(evidence) == len(found.numbers) == len(CURRENT.cells)
    for told in evidence.values():
        assert told["raw"] in lines[int(told["where"].removeprefix("第").removesuffix("行")) - 1]


@pytest.mark.parametrize(("form", "year"), FORMS)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(3))
def test_damaged_labels_lose_no_number_to_another_row(form: Form, year: int, shape: str, seed: int) -> None:
    chance = random.Random(f"{seed}{shape}damaged")
    cells = writer.consistent(form, chance, large=True)
    base = writer.dressed(chance)

    def label(words: str) -> str:
        if len(words) < 6 or chance.random() > 0.25:
            return base.label(words)
        at = chance.randrange(len(words))
        return words[:at] + words[at + 1 :]

    found = published(writer.report(form, year, cells, writer.Dress(base.number, label), SHAPES[shape]))
    wrong = differences(found, writer.shown(cells))
    assert [pair for pair in wrong.values() if pair[0] not in {"missing", None}] == []
    assert len(wrong) <= 0.05 * len(cells)
    assert bool(wrong) == bool(found.missing)


@pytest.mark.parametrize(("form", "year"), FORMS)
@pytest.mark.parametrize("zero", ["0", ""])
@pytest.mark.parametrize("comma", [",", "，"])
def test_tables_with_commas_are_read_back(form: Form, year: int, zero: str, comma: str) -> None:
    cells = writer.consistent(form, random.Random(f"{form.code}{zero}{comma}"), large=True)
    dress = writer.Dress(lambda name, value: zero if value == 0 else writer.usual(name, value))

    def rows(table: writer.Matrix) -> str:
        return "\n".join(comma.join(cell[0] if cell else "" for cell in row) for row in table)

    found = published(writer.report(form, year, cells, dress, rows))
    blank = {name: None if value == 0 and not zero else value for name, value in cells.items()}
    assert differences(found, writer.shown(blank)) == {}


@pytest.mark.parametrize(("form", "year"), FORMS)
def test_escaped_markdown_is_read_back(form: Form, year: int) -> None:
    cells = writer.consistent(form, random.Random("escaped"))

    def rows(table: writer.Matrix) -> str:
        first, rule, *others = writer.as_markdown(table).strip().split("\n")
        escaped = [line.replace(".", "\\.").replace("-", "\\-").replace("+", "\\+") for line in others]
        return "\n" + "\n".join([first, rule, *escaped]) + "\n"

    found = published(writer.report(form, year, cells, writer.Dress(writer.usual), rows), "report.md")
    assert differences(found, writer.shown(cells)) == {}


def test_a_sentence_with_commas_is_no_table() -> None:
    text = "云州市水利局2023年政府信息公开工作年度报告\n一、总体情况\n公开信息1,234条,其中网站1,000条,微信234条\n六、其他需要报告的事项\n没有收取信息处理费。"
    assert [figure.value for figure in published(text).figures] == [1234, 1000, 234]
