"""Whose report it is and of which year in the wordings of offices; where its sections begin; texts that stand in boxes."""

from __future__ import annotations

import io
import random
import zipfile
from html import escape

import pytest

from gongkai.oversee.annual.format import CURRENT
from gongkai.oversee.annual.reading import Published, read

from . import writer

BODY = "一、总体情况\n主动公开信息30条。\n六、其他需要报告的事项\n没有收取信息处理费。\n"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"


@pytest.mark.parametrize(
    ("title", "organ"),
    [
        ("云岫县财政局2024年政府信息公开工作年度报告", "云岫县财政局"),
        ("2024年度云岫县财政局政府信息公开工作年度报告", "云岫县财政局"),
        ("2024年云岫县青石镇人民政府信息公开工作年度报告", "云岫县青石镇人民政府"),
        ("2024年政府信息公开工作年度报告（云岫县水利局）", "云岫县水利局"),
        ("云岫县\n住房和城乡建设局\n2024年政府信息公开\n工作年度报告", "云岫县住房和城乡建设局"),
        ("云岫县财政局\n二〇二四年政府信息公开工作年度报告", "云岫县财政局"),
        ("云岫县財政局２０２４年政府資訊公開工作年度報告", "云岫县财政局"),
        ("云岫(xiù)县财政局2024年政府信息公开(gōngkāi)工作年度报告", "云岫县财政局"),
        ("云州市城市建设投资集团有限公司2024年度信息公开年度报告", "云州市城市建设投资集团有限公司"),
        ("云州市第5中学2024年信息公开年度报告", "云州市第5中学"),
        ("云岫县气象局政府信息公开工作年度报告\n（2024年度）", "云岫县气象局"),
    ],
)
def test_titles(title: str, organ: str) -> None:
    found = published(f"{title}\n{BODY}".encode(), "report.txt")
    assert (found.organ, found.year) == (organ, 2024)


def test_text_in_boxes_of_word_is_read_once() -> None:
    def paragraph(words: str) -> str:
        return f"<w:p><w:r><w:t>{escape(words)}</w:t></w:r></w:p>"

    def boxed(words: str) -> str:
        box = f"<w:txbxContent>{paragraph(words)}</w:txbxContent>"
        return (
            f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )

    body = "".join([boxed("云岫县财政局2024年政府信息公开工作年度报告"), *map(paragraph, BODY.strip().split("\n"))])
    spaces = f'xmlns:w="{WORD}" xmlns:wps="{SHAPE}" xmlns:mc="{MARKUP}"'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {spaces}><w:body>{body}</w:body></w:document>")
    found = published(stream.getvalue(), "report.docx")
    assert (found.organ, found.year) == ("云岫县财政局", 2024)
    assert found.prose.parts[0].count("财政局") == 1


HEADINGS = [section.heading for section in CURRENT.sections]


@pytest.mark.parametrize("leader", ["", "........{page}", "    {page}"])
def test_a_table_of_contents_holds_no_sections(leader: str) -> None:
    title, rest = rows().split("\n", 1)
    contents = "\n".join(heading + leader.format(page=page) for page, heading in enumerate(HEADINGS, 1))
    found = published(f"{title}\n目录\n{contents}\n{rest}".encode(), "report.txt")
    assert found.missing == []
    assert "认真贯彻落实" in found.prose.parts[1]
    assert found.notes == ()


def test_of_two_reports_in_one_file_the_first_is_read() -> None:
    found = published(f"{rows(2023)}\n{rows(2022)}".encode(), "report.txt")
    assert found.year == 2023
    assert "2022" not in found.prose.text.replace("云州市人民政府2022年", "")
    assert [note for note in found.notes if "两份报告" in note]


@pytest.mark.parametrize("number", ["{han}、", "（{han}）", "第{han}部分 ", "{digit}. ", ""])
def test_headings_are_numbered_in_several_ways(number: str) -> None:
    text = rows()
    for place, heading in enumerate(HEADINGS):
        text = text.replace(f"\n{heading}\n", f"\n{number.format(han=heading[0], digit=place + 1)}{heading[2:]}\n")
    assert published(text.encode(), "report.txt").missing == []


def rows(year: int = 2023) -> str:
    cells = writer.consistent(CURRENT, random.Random(year))
    return writer.report(CURRENT, year, cells, writer.Dress(writer.usual), writer.as_rows("\t"))


def published(data: bytes, name: str) -> Published:
    (found,) = read(data, name)
    assert isinstance(found, Published), found
    return found
