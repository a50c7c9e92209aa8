"""Broken, foreign, hostile and half files: each says what is wrong, and the others are read all the same."""

from __future__ import annotations

import io
import random
import re
import time
import zipfile
from collections.abc import Callable

import pytest

from gongkai.oversee.annual.checking import check_many
from gongkai.oversee.annual.format import CURRENT
from gongkai.oversee.annual.reading import Published, Unread, read, read_many

from . import writer
from .test_written_reports import differences

Shape = Callable[[writer.Matrix], str]
PLAIN = writer.Dress(writer.usual)


def text(year: int = 2023, seed: int = 1) -> str:
    cells = writer.consistent(CURRENT, random.Random(seed))
    return writer.report(CURRENT, year, cells, PLAIN, writer.as_cells(1))


def message(data: bytes, name: str) -> str:
    (found,) = read(data, name)
    assert isinstance(found, Unread), found
    return found.message


def packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def pdf_without_text() -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "report.doc", "另存为 docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "report.wps", "另存为 docx"),
        (b"", "report.txt", "空的"),
        (b"   \n ", "report.txt", "空的"),
        (b"%PDF-1.7\nbroken", "report.pdf", "PDF 已损坏"),
        (b"PK\x03\x04broken", "report.docx", "已损坏"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 60, "report.png", "图片中的数字读不到"),
        (b"MZ\x90" + b"\x00" * 60, "report.exe", "无法读取"),
        ("今天天气很好。".encode(), "weather.txt", "选错了文件"),
        (packed({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), "report.xlsx", "不是 Word 文档"),
        (packed({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<w:document"}), "report.docx", "已损坏"),
        (
            packed({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "report.docx", "不允许的 XML 声明",
        ),
        (packed({}), "reports.zip", "空的"),
        (packed({"../../etc/passwd": b"x"}), "reports.zip", "越界路径"),
        (packed({"word/document.xml": b"0" * 40_000_000}), "report.docx", "压缩炸弹"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_why(data: bytes, name: str, words: str) -> None:
    assert words in message(data, name)


def test_a_scan_without_text_says_what_to_do() -> None:
    assert "没有文字层" in message(pdf_without_text(), "scan.pdf")
    assert "表单" in message(pdf_without_text(), "scan.pdf")


def test_the_text_attached_to_a_scan_is_read() -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    attachment = document.new_attachment("正文.txt")
    attachment.set_data(text().encode())
    stream = io.BytesIO()
    document.save(stream)
    document.close()
    (found,) = read(stream.getvalue(), "scan.pdf")
    assert isinstance(found, Published), found
    assert found.missing == []
    assert any("正文.txt" in note for note in found.notes)


def test_the_encoding_of_older_machines_is_read() -> None:
    cells = writer.consistent(CURRENT, random.Random(1))
    (found,) = read(text().encode("gb18030"), "report.txt")
    assert isinstance(found, Published)
    assert differences(found, writer.shown(cells)) == {}


def test_a_text_in_big5_is_read_and_said_to_be() -> None:
    cells = writer.consistent(CURRENT, random.Random(1))
    for name in ("report.txt", "report.html"):
        words = writer.traditional(text())
        (found,) = read((f"<pre>{words}</pre>" if name.endswith("html") else words).encode("big5", "ignore"), name)
        assert isinstance(found, Published)
        assert any("Big5" in note for note in found.notes)
        assert differences(found, writer.shown(cells)) == {}


def test_three_broken_files_among_two_hundred_do_not_stop_the_others() -> None:
    members = {f"{number:03}.txt": text(seed=number).encode() for number in range(197)}
    members |= {
        "a.pdf": b"%PDF-1.4 x",
        "b.docx": b"PK\x03\x04",
        "c.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
    }
    found = read(packed(members), "reports.zip")
    assert len(found) == 200
    assert sorted(one.name for one in found if isinstance(one, Unread)) == [
        "reports.zip/a.pdf",
        "reports.zip/b.docx",
        "reports.zip/c.doc",
    ]
    assert all(isinstance(one, Published) and one.missing == [] for one in found if not isinstance(one, Unread))


def test_a_member_that_leads_elsewhere_or_is_locked_does_not_stop_the_others() -> None:
    data = bytearray(
        packed({"a.txt": text(seed=1).encode(), "../../b.txt": text(seed=2).encode(), "锁.txt": b"x" * 40})
    )
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 8] |= 1  # the flag of a password, on the last member
    found = read(bytes(data), "reports.zip")
    assert [type(one) for one in found] == [Published, Unread, Unread]
    told = [one.message for one in found if isinstance(one, Unread)]
    assert "越界路径" in told[0]
    assert "设有密码" in told[1]


def test_an_archive_that_holds_a_pdf_as_it_is_stays_an_archive() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.pdf", pdf_without_text())
        archive.writestr("b.txt", text())
    assert [one.name for one in read(stream.getvalue(), "reports.zip")] == ["reports.zip/a.pdf", "reports.zip/b.txt"]


def test_members_of_one_name_are_all_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", text(2022))
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a.txt", text(2023))
    assert [one.year for one in read(stream.getvalue(), "reports.zip") if isinstance(one, Published)] == [2022, 2023]


def test_an_archive_within_an_archive_is_named() -> None:
    (found,) = read(packed({"inner.zip": packed({"a.txt": text().encode()})}), "reports.zip")
    assert isinstance(found, Unread)
    assert "压缩包里的压缩包" in found.message


def test_two_reports_of_one_organ_are_both_named() -> None:
    answers = check_many(read_many([("a.txt", text(seed=1).encode()), ("b.txt", text(seed=2).encode())]), 2026)
    told = [check for one in answers for check in one.checks if check.id == "several.twice"]
    assert len(told) == 2
    assert "b.txt" in told[0].left_words
    assert told[0].note == "数据不一致，请确定以哪一份为准"


def test_a_year_to_come_is_an_error() -> None:
    (answer,) = check_many(read(text(2031).encode(), "report.txt"), 2026)
    assert [check.id for check in answer.checks if check.id == "content.future"] == ["content.future"]
    assert answer.failing


def test_numbers_that_ran_together_are_not_taken_for_one() -> None:
    cells = writer.consistent(CURRENT, random.Random(3))
    words = {"new.total": "9999999999999999999999999999", "penalty.decisions": "1234567890123456789"}
    dress = writer.Dress(lambda name, value: words.get(name) or writer.usual(name, value))
    (found,) = read(writer.report(CURRENT, 2023, cells, dress, writer.as_cells(1)).encode(), "report.txt")
    assert isinstance(found, Published)
    assert found.number("new.total") is None
    assert found.number("penalty.decisions") is None
    assert sum("连在了一起" in note for note in found.notes) == 2
    assert {"section3.new.总计", "section2.处罚"} <= set(found.missing)


@pytest.mark.parametrize("seed", range(8))
def test_half_a_report_gives_its_half(seed: int) -> None:
    chance = random.Random(seed)
    cells = writer.consistent(CURRENT, chance, large=True)
    whole = writer.report(CURRENT, 2023, cells, PLAIN, writer.as_rows("\t"))
    lines = whole.split("\n")
    cut = chance.randint(8, len(lines) - 6)
    (found,) = read("\n".join(lines[:cut]).encode(), "report.txt")
    assert isinstance(found, Published)
    wanted = writer.shown(cells)
    assert all(found.cells[name].number == wanted[name] for name in found.cells)
    assert found.missing
    (answer,) = check_many([found], 2026)
    assert not answer.failing


@pytest.mark.parametrize("seed", range(40))
def test_nothing_that_a_file_holds_raises(seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(text(seed=seed).encode() if seed % 2 else packed({"word/document.xml": text().encode()}))
    for _ in range(chance.randint(1, 60)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    answers = check_many(read(bytes(data), chance.choice(["a.txt", "a.html", "a.docx", "a.md"])), 2026)
    assert all(one.report or one.error for one in answers)


def test_a_page_of_a_hundred_thousand_open_elements_is_no_harm() -> None:
    answers = read(b"<html><body>" + b"<div>" * 100_000 + text().encode() + b"</body></html>", "a.html")
    assert len(answers) == 1
    deep = (
        b"<html><body>" + b"<table><tr><td colspan='9999' rowspan='9999'>1</td></tr></table>" * 5000 + b"</body></html>"
    )
    assert len(read(deep, "b.html")) == 1


HOSTILE = {
    "digits": "一、总体情况\n" + "1" * 390_000,
    "figures": "一、总体情况\n公开" + "1件，" * 130_000,
    "rows": "三、收到和处理政府信息公开申请情况\n" + "予以公开 1 2 3 4 5 6 7\n" * 15_000,
    "blanks": "一" + " " * 190_000 + "、总体情况" + "\n" * 190_000,
    "dashes": "一、总体情况\n" + "-" * 190_000 + "|" + "- " * 90_000,
    "bars": "三、收到和处理政府信息公开申请情况\n" + "|" * 390_000,
    "brackets": "一、总体情况\n公开9件" + "(" * 190_000 + "其中1件" + ")" * 190_000,
    "headings": "一、总体情况 二、主动公开政府信息情况 " * 18_000,
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_a_text_made_to_be_slow_is_not(kind: str, name: str) -> None:
    words = HOSTILE[kind] if name == "a.txt" else f"<html><body><p>{HOSTILE[kind]}</p></body></html>"
    begun = time.process_time()
    check_many(read(f"云州市政府信息公开年度报告\n{words}".encode(), name), 2026)
    assert time.process_time() - begun < 20


def test_headings_without_tables_are_a_report_in_which_all_is_missing() -> None:
    words = "云州市人民政府2023年政府信息公开工作年度报告\n" + "".join(
        f"{h}\n" for h in ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况")
    )
    (found,) = read(words.encode(), "a.txt")
    assert isinstance(found, Published)
    assert {"section2", "section3", "section4"} <= set(found.missing)


def test_a_text_too_long_for_a_report_is_refused() -> None:
    assert "选错了文件" in message("云州市人民政府。".encode() * 300_000, "a.txt")


@pytest.mark.parametrize(
    "organ", ["云州市第5中学", "云州市120急救中心", "云州市望溪幼儿园", "云州市白鹭产业园", "云州市岫山县第十二小学"]
)
def test_an_office_with_a_digit_or_an_unusual_name_is_not_taken_for_the_government(organ: str) -> None:
    words = text().replace("云州市人民政府", organ).replace("各项工作", "我市各项工作")
    (found,) = read(words.encode(), "report.txt")
    assert isinstance(found, Published)
    assert (found.organ, found.year) == (organ, 2023)


def test_a_word_file_of_pictures_says_what_to_do() -> None:
    body = '<w:document xmlns:w="w"><w:body><w:p><w:r><w:drawing/></w:r></w:p></w:body></w:document>'
    assert "只有图片" in message(packed({"word/document.xml": body.encode()}), "scan.docx")


def test_a_number_of_the_text_that_is_too_long_is_named() -> None:
    words = text().replace("各项工作", f"公开信息{10**30}条，各项工作")
    (found,) = read(words.encode(), "report.txt")
    assert isinstance(found, Published)
    assert any("不像一个数" in note for note in found.notes)
    assert all(figure.value is None or figure.value < 10**16 for figure in found.figures)


def test_a_national_table_of_a_year_that_had_none_is_told() -> None:
    (answer,) = check_many(read(text(2015).encode(), "report.txt"), 2026)
    assert [check.level.value for check in answer.checks if check.id == "content.early"] == ["warning"]


@pytest.mark.parametrize(("lost", "label"), [(-1, "总计"), (-3, "法律服务机构")])
def test_a_column_that_is_lost_is_missing_and_the_others_are_read(lost: int, label: str) -> None:
    cells = writer.consistent(CURRENT, random.Random(3))

    def rows(table: writer.Matrix) -> str:
        kept = [row[:lost] + row[len(row) + lost + 1 :] for row in table] if len(table) > 15 else table
        return writer.as_rows("\t")(kept)

    (found,) = read(writer.report(CURRENT, 2023, cells, PLAIN, rows).encode(), "report.txt")
    assert isinstance(found, Published)
    wrong = {name: pair for name, pair in differences(found, writer.shown(cells)).items() if pair[0] is not None}
    assert wrong == {}
    assert found.missing == [f"section3.{row.code}.{label}" for row in CURRENT.rows]
    assert any(f"没有“{label}”一列" in note for note in found.notes)


def test_a_row_that_stands_twice_with_other_numbers_is_told() -> None:
    lines = text_of_rows().split("\n")
    at = next(place for place, line in enumerate(lines) if "属于国家秘密" in line)
    name = lines[at].rpartition("1.属于国家秘密")[0]
    other = "\t".join([f"{name}1.属于国家秘密", *["9"] * 7])
    (found,) = read("\n".join([*lines[: at + 1], other, *lines[at + 1 :]]).encode(), "report.txt")
    assert isinstance(found, Published)
    assert [note for note in found.notes if "有两行，数字不同" in note]


def text_of_rows() -> str:
    cells = writer.consistent(CURRENT, random.Random(1))
    return writer.report(CURRENT, 2023, cells, PLAIN, writer.as_rows("\t"))


@pytest.mark.parametrize(
    ("words", "number", "told"),
    [
        ("12 3", None, "不像一个数"),
        ("约12", None, "不是一个数"),
        ("12（含下属）", None, "不是一个数"),
        ("1 234", 1234, ""),
        ("12件", 12, ""),
        ("", None, ""),
    ],
)
def test_what_is_no_number_is_missing_and_told(words: str, number: int | None, told: str) -> None:
    changed = re.sub(r"行政许可\t\d+", f"行政许可\t{words}", text_of_rows())
    (found,) = read(changed.encode(), "report.txt")
    assert isinstance(found, Published)
    assert found.numbers.get("license.decisions") == number
    assert ("section2.许可" in found.missing) == (number is None)
    assert [told in note for note in found.notes] == ([True] if told else [])


@pytest.mark.parametrize(
    ("cell", "number"), [("<span>12</span><span>\n  3</span>", 123), ("<p>12</p><p>3</p>", None), ("12<br>3", None)]
)
def test_word_breaks_the_source_of_a_page_inside_of_numbers(cell: str, number: int | None) -> None:
    cells = writer.consistent(CURRENT, random.Random(1))
    page = writer.as_page(CURRENT, 2023, cells, PLAIN).decode()
    changed = re.sub(r"(行政许可</td><td[^>]*>)\d+", rf"\g<1>{cell}", page)
    (found,) = read(changed.encode(), "report.html")
    assert isinstance(found, Published)
    assert found.numbers.get("license.decisions") == number


@pytest.mark.parametrize("shape", [writer.as_rows("\t"), writer.as_markdown, writer.as_cells(1)])
@pytest.mark.parametrize("lost", ["new", "carried_in", "open", "d4", "n2", "total", "carried_out"])
def test_a_row_that_is_lost_is_missing_and_takes_no_other_rows_numbers(shape: Shape, lost: str) -> None:
    cells = writer.consistent(CURRENT, random.Random(11), large=True)

    def rows(table: writer.Matrix) -> str:
        return shape([row for row in table if not any(cell and cell[1].startswith(f"{lost}.") for cell in row)])

    (found,) = read(writer.report(CURRENT, 2023, cells, PLAIN, rows).encode(), "report.md")
    assert isinstance(found, Published)
    assert found.missing == [f"section3.{lost}"]


@pytest.mark.parametrize("row", ["规章", "1.属于国家秘密", "结果维持"])
def test_a_number_that_stands_twice_moves_no_other_number(row: str) -> None:
    cells = writer.consistent(CURRENT, random.Random(12), large=True) | {"d1.natural": 7, "d1.total": 99}
    lines = writer.report(CURRENT, 2023, cells, PLAIN, writer.as_cells(1)).split("\n")
    label = max(place for place, line in enumerate(lines) if row in line)
    first = next(place for place in range(label, len(lines)) if lines[place].isdigit())
    (found,) = read("\n".join([*lines[:first], lines[first], *lines[first:]]).encode(), "report.txt")
    assert isinstance(found, Published)
    wrong = {name: pair for name, pair in differences(found, writer.shown(cells)).items() if pair[0] != "missing"}
    assert wrong == {}
    assert found.missing
    assert found.notes


def test_a_line_that_is_shorter_than_the_head_is_not_guessed() -> None:
    changed = re.sub(r"\n(规章\t\d+)\t\d+\t", r"\n\1\t", text_of_rows())
    (found,) = read(changed.encode(), "report.txt")
    assert isinstance(found, Published)
    assert found.missing == ["section2.规章"]
    assert [note for note in found.notes if "规章" in note]
