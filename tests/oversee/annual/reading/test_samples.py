"""Ten published reports: every number that their tables and texts hold is read, and nothing that they do not hold."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from gongkai.oversee.annual.reading import Published, read

from . import writer

Carrier = Callable[[list[str]], bytes]
FILES = [
    "cangnan-2021.txt", "daye-zrzy-2025.txt", "hongze-2024.pdf", "hongze-2024.txt", "huaian-2024.docx", "huaian-2024.pdf",
    "huaian-2024.txt", "liuan-2020.txt", "nanchang-2021.txt", "ouhai-fgj-2023.txt", "taishan-2022.txt", "tuofenglu-2020.txt",
    "zhongshan-2021.txt",
]  # fmt: skip


def sample(shared: Path, name: str) -> tuple[Published, dict[str, Any]]:
    file = shared / "samples" / "reports" / name
    (found,) = read(file.read_bytes(), name)
    assert isinstance(found, Published), found
    return found, json.loads(file.with_suffix(".json").read_text("utf-8"))


@pytest.mark.parametrize("name", FILES)
def test_the_tables_are_those_of_the_report(shared: Path, name: str) -> None:
    found, truth = sample(shared, name)
    tables = found.tables_json()
    for section in ("section2", "section3", "section4"):
        wanted = truth.get("tables", {}).get(section)
        if wanted is None:
            assert tables[section] is None
            assert section in found.missing
        elif section == "section2":
            assert {key: tables[section].get(key) for key in wanted} == wanted
        else:
            assert tables[section] == wanted


@pytest.mark.parametrize("name", FILES)
def test_whose_report_of_which_year_in_which_form(shared: Path, name: str) -> None:
    found, truth = sample(shared, name)
    assert found.year == truth["year"]
    assert found.format == truth["format"]
    told = truth["organ"].partition("(")[
        0
    ]  # a unit named in brackets, and a county left out in the copy, stand in no text
    assert found.organ
    assert told.endswith(found.organ)


@pytest.mark.parametrize("name", FILES)
def test_the_numbers_of_the_text_are_found_with_their_units(shared: Path, name: str) -> None:
    found, truth = sample(shared, name)
    read_back = {(float(one.value) if one.value is not None else None, one.unit) for one in found.figures}
    for figure in truth["narrative_figures"]:
        if name.endswith(".docx") and figure["key"] == "收费":
            continue  # the rearranged copy leaves that sentence out
        value = float(figure["value"]) if figure["value"] is not None else None
        units = {figure["unit"], "件次" if figure["unit"] == "次" else figure["unit"]}
        assert any((value, unit) in read_back for unit in units), figure


def test_about_so_many_is_kept_as_about(shared: Path) -> None:
    found, _ = sample(shared, "zhongshan-2021.txt")
    about = {one.literal: one.about for one in found.figures}
    assert about["逾3000件"]
    assert about["80余场"]
    assert not about["73532条"]


def test_tables_of_which_only_bars_are_left_are_missing(shared: Path) -> None:
    found, _ = sample(shared, "nanchang-2021.txt")
    assert found.missing == ["section2", "section3", "section4"]
    assert any("表三" in note for note in found.notes)


def test_a_row_without_words_for_its_columns_keeps_its_blanks(shared: Path) -> None:
    found, _ = sample(shared, "tuofenglu-2020.txt")
    assert found.number("new.total") == 0
    assert found.number("new.natural") is None
    assert "section3.new.自然人" in found.missing
    assert "section3.open" in found.missing


def flattened(shared: Path, name: str) -> str:
    """The text of a PDF as its reader gives it, without positions."""
    import pypdfium2

    document = pypdfium2.PdfDocument(shared / "samples" / "reports" / f"{name}.pdf")
    try:
        pages = [page.get_textpage().get_text_bounded().replace("\r", "") for page in document]
    finally:
        document.close()
    return "\n".join(pages)


@pytest.mark.parametrize("name", ["hongze-2024", "huaian-2024"])
@pytest.mark.parametrize("shape", ["lines", "one line", "blanks", "paragraphs", "traditional"])
def test_however_the_text_of_a_pdf_was_flattened_it_is_read(shared: Path, name: str, shape: str) -> None:
    text = flattened(shared, name)
    data, file = text.encode(), "report.txt"
    if shape == "one line":
        data = " ".join(text.split()).encode()
    elif shape == "blanks":
        data = re.sub(" +", " ", (shared / "samples" / "reports" / f"{name}.txt").read_text("utf-8")).encode()
    elif shape == "paragraphs":
        data, file = (
            "".join(f"<p>{line}</p>" for line in text.split("\n")).join(["<html><body>", "</body></html>"]).encode(),
            "report.html",
        )
    elif shape == "traditional":
        data = writer.with_pinyin(writer.traditional(text), random.Random(1)).encode()
    (found,) = read(data, file)
    assert isinstance(found, Published)
    truth = json.loads((shared / "samples" / "reports" / f"{name}.json").read_text("utf-8"))
    assert found.tables_json() == truth["tables"]
    assert (found.organ, found.year) == (truth["organ"], truth["year"])


def in_a_page(lines: list[str]) -> bytes:
    return "".join(f"<p>{line}</p>" for line in lines).encode()


def in_a_row(lines: list[str]) -> bytes:
    return f"<div>{' '.join(lines)}</div>".encode()


def as_typed(lines: list[str]) -> bytes:
    return "<pre>{}</pre>".format("\n".join(lines)).encode()


def in_word(lines: list[str]) -> bytes:
    file = Document()
    for line in lines:
        file.add_paragraph(line)
    stream = BytesIO()
    file.save(stream)
    return stream.getvalue()


def in_word_in_a_row(lines: list[str]) -> bytes:
    return in_word([" ".join(lines)])


@pytest.mark.parametrize("name", ["hongze-2024", "huaian-2024"])
@pytest.mark.parametrize("carrier", [in_a_page, in_a_row, as_typed, in_word, in_word_in_a_row])
def test_traditional_characters_are_read_in_files_of_every_kind(shared: Path, name: str, carrier: Carrier) -> None:
    text = writer.with_pinyin(writer.traditional(flattened(shared, name)), random.Random(1))
    data = carrier([line for line in text.split("\n") if line.strip()])
    (found,) = read(data, "report.docx" if data[:2] == b"PK" else "report.html")
    assert isinstance(found, Published)
    truth = json.loads((shared / "samples" / "reports" / f"{name}.json").read_text("utf-8"))
    assert found.tables_json() == truth["tables"]
    assert (found.organ, found.year) == (truth["organ"], truth["year"])
