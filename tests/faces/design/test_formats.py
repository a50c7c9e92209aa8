"""Dates, sizes, amounts and document numbers as Chinese public documents write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from gongkai.faces.design import formats, pages
from gongkai.faces.design.parts import Link


def test_a_date_has_no_leading_zeros():
    assert formats.cdate(date(2026, 11, 3)) == "2026年11月3日"
    assert formats.cdate(None) == ""


def test_a_moment_is_told_in_china_time():
    evening = datetime(2026, 11, 2, 18, 5, tzinfo=UTC)
    assert formats.cdatetime(evening) == "2026年11月3日 02:05"
    assert formats.cdate(evening) == "2026年11月3日"
    assert formats.ctime(evening) == "02:05"
    assert formats.isodate(evening) == "2026-11-03T02:05:00+08:00"


def test_a_bare_date_has_no_time():
    assert formats.cdatetime(date(2026, 11, 3)) == "2026年11月3日"
    assert formats.ctime(None) == ""


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 字节"), (1023, "1023 字节"), (1024, "1 KB"), (35_120, "34 KB"), (1_048_300, "1.0 MB"), (2_516_582, "2.4 MB"),
        (314_572_800, "300 MB"), (1_181_116_006, "1.1 GB"), (None, ""), (-1, ""),
    ],
)  # fmt: skip
def test_a_size_is_rounded_to_what_a_reader_needs(size: int | None, words: str):
    assert formats.filesize(size) == words


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("云政办发[2026] 18 号", "云政办发〔2026〕18号"), ("公告（2026）第 03号", "公告〔2026〕第03号"),
        ("云府发〔2026〕7号", "云府发〔2026〕7号"), ("云府发【2026】7号", "云府发〔2026〕7号"),
        ("中华人民共和国主席令第70号", "中华人民共和国主席令第70号"), ("", ""), (None, ""),
    ],
)  # fmt: skip
def test_the_year_of_a_document_number_stands_in_hexagonal_brackets(written: str | None, shown: str):
    assert formats.docnumber(written) == shown


def test_thousands_are_apart_and_words_stay():
    assert formats.grouped(1213324) == "1,213,324"
    assert formats.grouped("三") == "三"


def test_a_title_breaks_between_words_and_is_escaped():
    shown = formats.phrased("关于印发《农村饮用水水源保护管理办法》的通知<b>")
    assert "<wbr>" in shown
    assert shown.replace("<wbr>", "") == "关于印发《农村饮用水水源保护管理办法》的通知&lt;b&gt;"
    assert "<wbr>的" not in shown
    assert "《<wbr>" not in shown
    assert formats.phrased("") == ""


def test_a_pager_keeps_the_ends_and_the_neighbours():
    assert pages.numbers(5, 278) == [1, 3, 4, 5, 6, 7, 278]
    assert pages.numbers(1, 1) == [1]
    assert pages.numbers(2, 4) == [1, 2, 3, 4]


def test_left_out_pages_are_shown_as_a_gap():
    links = [Link(str(n), f"/{n}/") for n in pages.numbers(5, 9)]
    assert [link.label if link else "…" for link in pages.with_gaps(links)] == [
        "1",
        "…",
        "3",
        "4",
        "5",
        "6",
        "7",
        "…",
        "9",
    ]
    assert [link.label if link else "…" for link in pages.with_gaps(links[:2])] == ["1", "…", "3"]
