"""Everything an attachment holds is read with its place: hidden sheets, comments, deletions, properties, archives."""

from __future__ import annotations

import threading
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from gongkai.kernel.screening import CLASSIFIED_SENTENCE, classified_passage, read, scan
from gongkai.kernel.screening.sheetfile import MOST_ROWS
from gongkai.kernel.vocabulary import Refusal
from tests.kernel.screening import files
from tests.kernel.screening.files import ID


def at(reading: list) -> dict[str, str]:
    places: dict[str, str] = {}
    for passage in reading:
        places[passage.place] = (places.get(passage.place, "") + "\n" + passage.text).strip()
    return places


def found(reading: list) -> list[tuple[str, str]]:
    return [(passage.place, hit.text) for passage in reading for hit in scan(passage.text) if hit.blocks]


TEXT = f"关于公示的通知\r\n身份证号{ID}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "gbk"])
def test_a_text_is_one_passage_in_every_usual_encoding(encoding: str) -> None:
    reading = read(TEXT.encode(encoding), "名单.txt")
    assert [(passage.place, passage.text) for passage in reading] == [("正文", TEXT)]
    assert reading.notes == []


def test_rare_characters_of_gb18030_are_read() -> None:
    assert read("䶮𠮷".encode("gb18030"), "a.csv")[0].text == "䶮𠮷"


def test_bytes_that_are_no_text_are_said_to_be_so() -> None:
    with pytest.raises(Refusal, match="编码"):
        read("公开".encode() + b"\xff\xff", "a.txt")


def test_a_web_page_is_read_with_its_comments_and_attributes() -> None:
    page = f"<html><body><p>正文<b>一</b></p><!-- {ID} --><a href='tel:13800000000' title='机主'>呼叫</a></body></html>"
    places = at(read(page.encode(), "a.html"))
    assert "正文一" in places["正文"]
    assert ID not in places["正文"]
    assert ID in places["网页注释"]
    assert "13800000000" in places["网页属性"]
    assert len(scan(places["网页属性"])) == 1


def test_a_table_of_a_web_page_keeps_its_columns() -> None:
    page = "<table><tr><th>姓名</th><th>证件号码</th></tr><tr><td>张三</td><td>329907790909191</td></tr></table>"
    assert [text for _, text in found(read(page.encode(), "a.htm"))] == ["329907790909191"]


def test_a_word_file_is_read_where_nobody_looks() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("正文有")
    paragraph.add_run("3499011933")
    paragraph.add_run("01010153")
    hidden = document.add_paragraph().add_run("电话13800000001")
    hidden.font.hidden = True
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["姓名", "手机", "张三", "13800000002"], strict=True):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = "页眉手机13800000003"
    document.sections[0].footer.paragraphs[0].text = "页脚手机13800000004"
    document.core_properties.author = "手机13800000005"
    document.add_comment(paragraph.runs, text="批注手机13800000006", author="李四")
    buffer = BytesIO()
    document.save(buffer)
    data = files.with_body(
        buffer.getvalue(),
        '<w:p><w:del w:id="9" w:author="x"><w:r><w:delText>原号13800000007</w:delText></w:r></w:del></w:p>'
        "<w:p><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent><w:p><w:r>"
        "<w:t>框内13800000008</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
    )
    assert set(found(read(data, "公示.docx"))) == {
        ("正文", ID),
        ("正文", "13800000002"),
        ("隐藏文字", "13800000001"),
        ("页眉", "13800000003"),
        ("页脚", "13800000004"),
        ("文档属性", "13800000005"),
        ("批注", "13800000006"),
        ("修订中删除的文字", "13800000007"),
        ("文本框", "13800000008"),
    }


def test_a_workbook_is_read_where_nobody_looks() -> None:
    book = openpyxl.Workbook()
    shown = book.active
    assert shown is not None
    shown.title = "公示"
    shown.append(["姓名", "身份证号", "补贴金额"])
    shown.append(["张三", 349901193301010153, 13800000000])
    shown.append(["李四", ID, 100])
    shown.row_dimensions[3].hidden = True
    shown["C2"].comment = Comment("电话13800000001", "x")
    shown["H2"] = 13800000002
    shown.column_dimensions["H"].hidden = True
    shown["A5"] = datetime(2024, 5, 6)  # noqa: DTZ001 a cell has no zone
    for name, state in (("名单", "hidden"), ("底稿", "veryHidden")):
        sheet = book.create_sheet(name)
        sheet.sheet_state = state
        sheet.append(["姓名", "手机"])
        sheet.append(["王五", 13900000001])
    book.defined_names["旧"] = DefinedName("旧", attr_text='"13800000003"')
    book.properties.creator = "手机13800000004"
    reading = read(files.saved(book), "名单.xlsx")
    hits = found(reading)
    assert {
        ("工作表「公示」 第2行", "349901193301010200"),  # a cell keeps fifteen digits or so
        ("工作表「公示」 第3行（隐藏行）", ID),
        ("工作表「公示」 第2行（隐藏列）", "13800000002"),
        ("工作表「名单」（隐藏） 第2行", "13900000001"),
        ("工作表「底稿」（深度隐藏） 第2行", "13900000001"),
        ("批注", "13800000001"),
        ("定义的名称", "13800000003"),
        ("文档属性", "13800000004"),
    } <= set(hits)
    assert "13800000000" not in [text for _, text in hits]
    assert "2024-05-06 00:00:00" in at(reading)["工作表「公示」 第5行"]


def test_a_number_that_excel_rounded_is_seen_as_digits() -> None:
    data = files.sheet([["姓名", "身份证号码"], ["张三", 3.4990119330101e17]])
    hits = [hit for passage in read(data, "a.xlsx") for hit in scan(passage.text)]
    assert [hit.text for hit in hits] == ["349901193301010000"]
    assert "校验位不符" in hits[0].reason


def test_a_pdf_is_read_page_by_page_and_empty_pages_are_named() -> None:
    reading = read(files.pdf(f"no. {ID}", "", "tel 13800000001"), "a.pdf")
    assert found(reading) == [("第1页", ID), ("第3页", "13800000001"), ("文档属性", "13800000000")]
    assert reading.notes == ["第2页没有文字（可能是扫描图像），未能检查，请人工核对。"]


def test_a_pdf_on_disk_is_read_in_place(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(files.pdf("tel 13800000001"))
    assert found(read(path, path.name))[0] == ("第1页", "13800000001")
    with path.open("rb") as stream:
        assert found(read(stream, path.name))[0] == ("第1页", "13800000001")


def test_several_threads_may_read_pdfs() -> None:
    data = files.pdf(*[f"page {ID}"] * 20)
    counts: list[int] = []
    threads = [threading.Thread(target=lambda: counts.append(len(found(read(data, "a.pdf"))))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [21] * 4


def test_the_published_reports_of_the_samples_are_read(shared: Path) -> None:
    folder = shared / "samples" / "reports"
    for path in sorted(folder.glob("*.pdf")) + sorted(folder.glob("*.docx")):
        assert sum(len(passage.text) for passage in read(path, path.name)) > 1500, path.name


def test_an_archive_is_read_through_all_its_layers() -> None:
    inner = files.zipped({"名单.csv": f"姓名,身份证号\n张三,{ID}\n".encode("gb18030")})
    data = files.zipped({"资料/内层.zip": inner, "图.png": files.PNG, f"张三{ID}.txt": "无"})
    reading = read(data, "附件.zip")
    assert found(reading) == [
        ("压缩包内「资料/内层.zip」 压缩包内「名单.csv」 正文", ID),
        (f"压缩包内「张三{ID}.txt」 文件名", ID),
    ]
    assert any("图.png" in note and "图片" in note for note in reading.notes)


def test_archives_nested_too_deep_are_named() -> None:
    data = b"x"
    for _ in range(5):
        data = files.zipped({"a.zip": data})
    assert "嵌套过深" in read(data, "a.zip").notes[0]


def test_names_that_chinese_machines_write_are_read() -> None:
    data = bytearray(files.zipped({"aaaa.txt": "手机13800000000"}))
    data = bytearray(bytes(data).replace(b"aaaa", "名单".encode("gb18030")))
    assert read(bytes(data), "a.zip")[0].place == "压缩包内「名单.txt」 正文"


def test_slides_and_ofd_pages_are_read() -> None:
    slide = (
        '<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>手机138</a:t></a:r><a:r><a:t>00000000</a:t></a:r></a:p></p:sld>'
    )
    deck = files.zipped({"ppt/presentation.xml": "<p/>", "ppt/slides/slide2.xml": slide})
    assert found(read(deck, "a.pptx")) == [("第2张幻灯片", "13800000000")]
    page = '<o:Page xmlns:o="o"><o:TextCode>手机13800000000</o:TextCode></o:Page>'
    ofd = files.zipped({"OFD.xml": "<o/>", "Doc_0/Pages/Page_0/Content.xml": page})
    assert found(read(ofd, "a.ofd")) == [("第1页", "13800000000")]


@pytest.mark.parametrize(
    ("data", "name", "note"),
    [
        (files.PNG, "图.png", "图片"),
        (files.OLE, "旧.doc", "另存为 docx"),
        (b"\x00\x01\x02\x03\x00\x00\x07", "a.bin", "无法检查"),
    ],
)
def test_what_cannot_be_read_gives_a_note_and_nothing_else(data: bytes, name: str, note: str) -> None:
    reading = read(data, name)
    assert list(reading) == []
    assert note in reading.notes[0]


def test_a_mark_in_a_header_is_a_mark_of_the_file() -> None:
    document = docx.Document()
    document.add_paragraph("方案")
    document.sections[0].header.paragraphs[0].text = "机密★10年"
    buffer = BytesIO()
    document.save(buffer)
    marked = classified_passage(read(buffer.getvalue(), "a.docx"))
    assert marked is not None
    assert marked[0].place == "页眉"
    assert CLASSIFIED_SENTENCE in marked[1].reason
    assert classified_passage(read(files.word("方案"), "a.docx")) is None


def test_a_broken_sheet_is_refused() -> None:
    data = files.zipped(
        {
            "xl/workbook.xml": '<w xmlns:r="r"><sheet name="一" r:id="r1"/></w>',
            "xl/_rels/workbook.xml.rels": '<r><x Id="r1" Target="worksheets/a.xml"/></r>',
            "xl/worksheets/a.xml": "<a><row>",
        }
    )
    with pytest.raises(Refusal, match="损坏"):
        read(data, "a.xlsx")


def long_workbook(rows: int) -> bytes:
    """One sheet with so many rows, written as XML: a library would take longer than the reader."""
    empty, kept = BytesIO(files.saved(openpyxl.Workbook())), BytesIO()
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>第{0}户</t></is></c></row>'
    data = "".join(row.format(number) for number in range(1, rows + 1))
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(empty) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            content = old.read(member)
            if member == name:
                head, _, tail = content.partition(b"<sheetData")
                content = (
                    head
                    + f"<sheetData>{data}</sheetData>".encode()
                    + tail.partition(b">")[2].removeprefix(b"</sheetData>")
                )
            new.writestr(member, content)
    return kept.getvalue()


def test_a_workbook_without_end_is_refused_with_what_to_do_instead_of_holding_a_clerk_for_minutes() -> None:
    assert len(read(long_workbook(300), "名单.xlsx")) > 300
    with pytest.raises(Refusal, match=r"超过20万行.*拆成几个文件"):
        read(long_workbook(MOST_ROWS + 1), "名单.xlsx")


def test_a_text_without_end_is_refused_likewise() -> None:
    with pytest.raises(Refusal, match=r"超过 20 MB.*拆成几个文件"):
        read(b"A line of no meaning.\n" * 1_000_000, "日志.txt")
