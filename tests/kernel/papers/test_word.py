"""Reading docx: headings, tables, numbering and notes stay; what is left out is said; broken files are refused."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from gongkai.kernel.papers.richtext import from_docx, to_text
from gongkai.kernel.vocabulary import Refusal


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return out.getvalue()


def test_headings_tables_with_merged_cells_and_styles_stay():
    document = docx.Document()
    document.add_heading("一、总体要求", 1)
    document.add_heading("（一）原则", 2)
    document.add_paragraph("正文").add_run("加粗").bold = True
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "合并"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "跨列"
    table.cell(1, 1).text = "甲"
    html, notes = from_docx(saved(document))
    assert html.startswith("<h2>一、总体要求</h2><h3>（一）原则</h3><p>正文<strong>加粗</strong></p><table>")
    assert '<td rowspan="2">合并</td><td colspan="2">跨列</td>' in html
    assert notes == []


def numbered(*levels: tuple[str, str], paragraphs: list[tuple[str, int]]) -> bytes:
    """A document whose paragraphs (text, level) Word numbers itself; ``levels`` are (form, pattern)."""
    document = docx.Document()
    numbering = document.part.numbering_part.element
    xml = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for n, (form, pattern) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{xml}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for text, level in paragraphs:
        paragraph = document.add_paragraph(text)
        if level >= 0:
            paragraph._p.get_or_add_pPr().append(
                parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>')
            )
    return saved(document)


def test_chinese_numbers_that_word_makes_itself_become_words():
    data = numbered(
        ("chineseCountingThousand", "第%1条"), ("chineseCounting", "（%2）"), ("decimal", "%1.%3"),
        paragraphs=[("甲", 0), ("乙", 1), ("丙", 1), ("正文", -1), ("丁", 0), ("戊", 1), ("己", 2)],
    )  # fmt: skip
    assert to_text(from_docx(data)[0]).split("\n") == [
        "第一条甲",
        "（一）乙",
        "（二）丙",
        "正文",
        "第二条丁",
        "（一）戊",
        "二.1 己",
    ]


def test_a_plain_list_stays_a_list_and_an_interrupted_one_keeps_its_numbers():
    plain = numbered(("decimal", "%1."), paragraphs=[("甲", 0), ("乙", 0)])
    assert from_docx(plain)[0] == "<ol><li>甲</li><li>乙</li></ol>"
    interrupted = numbered(("decimal", "%1."), paragraphs=[("甲", 0), ("说明", -1), ("乙", 0)])
    assert to_text(from_docx(interrupted)[0]) == "1. 甲\n说明\n2. 乙"
    bullets = numbered(("bullet", "•"), paragraphs=[("甲", 0), ("乙", 0)])
    assert from_docx(bullets)[0] == "<ul><li>甲</li><li>乙</li></ul>"


def test_pictures_and_hidden_text_are_mentioned():
    document = docx.Document()
    document.add_paragraph("正文").add_run("藏").font.hidden = True
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
        "0000000049454e44ae426082"
    )
    document.add_picture(io.BytesIO(png))
    html, notes = from_docx(saved(document))
    assert html == "<p>正文藏</p>"
    assert "1 张图片没有带入正文" in notes[0]
    assert "隐藏文字" in notes[1]


def test_footnotes_are_kept_at_the_end_and_linked():
    document = docx.Document()
    document.add_paragraph("正文")
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(document))) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode("utf-8", "surrogateescape")
            if name == "word/document.xml":
                part = part.replace("正文</w:t></w:r>", '正文</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>')
            if name == "word/_rels/document.xml.rels":
                part = part.replace(
                    "</Relationships>",
                    '<Relationship Id="rId99" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/'
                    'officeDocument/2006/relationships/footnotes"/></Relationships>',
                )
            new.writestr(name, part.encode("utf-8", "surrogateescape"))
        new.writestr(
            "word/footnotes.xml",
            f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>脚注内容</w:t></w:r></w:p></w:footnote></w:footnotes>',
        )
    html, _ = from_docx(data.getvalue())
    assert '<a href="#fn-f2" id="fnref-f2"' in html
    assert '<li id="fn-f2">' in html
    assert "脚注内容" in html


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "不是 Word 文档"),
        (b"hello", "不是 Word 文档"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为 docx"),
        (b"PK\x03\x04" + b"\0" * 100, "已损坏"),
        (packed(a_xml="<a/>"), "不是 Word 文档"),
        (packed(word__document_xml="<w:document"), "已损坏"),
        (packed(word__document_xml='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "已损坏"),
    ],
)
def test_what_is_no_docx_is_refused_with_advice(data, sentence):
    with pytest.raises(Refusal, match=sentence):
        from_docx(data)


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package, package.open("word/document.xml", "w") as part:
        for _ in range(320):
            part.write(b" " * 1024 * 1024)
    assert len(out.getvalue()) < 1024 * 1024
    with pytest.raises(Refusal, match="压缩炸弹"):
        from_docx(out.getvalue())


def test_a_truncated_docx_is_refused():
    data = saved(docx.Document())
    with pytest.raises(Refusal, match="损坏"):
        from_docx(data[: len(data) // 2])


def test_a_published_annual_report_reads_with_its_tables(shared):
    html, _ = from_docx((shared / "samples/reports/huaian-2024.docx").read_bytes())
    assert html.count("<table>") == 3
    assert "一、本年新收政府信息公开申请数量\t3001\t53\t0\t0\t61\t4\t3119" in to_text(html)
    assert 'rowspan="22">三、本年度办理结果' in html


_OPEN = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
_SHUT = "</w:body></w:document>"


@pytest.mark.parametrize("name", ["word/document.xml", "word/footnotes.xml", "word/media/image1.png"])
def test_markup_without_end_is_refused_before_it_is_read(name: str):
    paragraphs = "<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 200_000
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f"{_OPEN}<w:p/>{_SHUT}") if name != "word/document.xml" else None
        package.writestr(name, f"\n{_OPEN}{paragraphs}{_SHUT}")
    begun = time.process_time()
    with pytest.raises(Refusal, match="标记过多"):
        from_docx(stream.getvalue())
    assert time.process_time() - begun < 2


def test_more_text_than_a_draft_holds_is_refused_before_it_is_read():
    document = f"{_OPEN}<w:p><w:r><w:t>{'公' * 2_000_100}</w:t></w:r></w:p>{_SHUT}"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", document)
    with pytest.raises(Refusal, match="正文过长"):
        from_docx(stream.getvalue())


def test_a_document_type_is_refused_wherever_it_hides():
    hidden = " " * ((1 << 20) - 60) + "<!DOCTYPE x>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f'<?xml version="1.0"?>{hidden}{_OPEN}<w:p/>{_SHUT}')
    with pytest.raises(Refusal, match="已损坏"):
        from_docx(stream.getvalue())
