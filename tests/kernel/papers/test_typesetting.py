"""Typesetting: PDF/A with embedded Chinese fonts, user text only ever as data, unprintable characters named beforehand."""

from __future__ import annotations

import io
import re
import threading
from datetime import timedelta
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.kernel.papers import fonts
from gongkai.kernel.papers.richtext import blocks, from_docx, from_plain, sanitize, to_text
from gongkai.kernel.papers.typesetting import (
    TEMPLATES,
    require_printable,
    texts,
    typeset_docx,
    typeset_pdf,
    unprintable,
)
from gongkai.kernel.vocabulary import Refusal

from .conftest import AT

BODY = """<h2>一、总体要求</h2><p>坚持以<strong>公开为常态</strong>、<em>不公开为例外</em>，<u>严格</u>落实，H<sub>2</sub>O。</p>
<h4>跳级标题</h4><ol start="3"><li>第三项</li><li>第四项<ul><li>子项</li></ul></li></ol><blockquote><p>引用</p></blockquote><hr>
<table><caption>任务分工表</caption><thead><tr><th rowspan=2>序号</th><th colspan=2>责任</th></tr><tr><th>牵头单位</th><th>配合单位</th></tr></thead>
<tbody>""" + "".join(f"<tr><td>{n}</td><td>县政府办公室</td><td>县司法局{n}</td></tr>" for n in range(90)) + "</tbody></table>"  # fmt: skip


def record(**other):
    return {
        "template": "record",
        "title": "清源县人民政府办公室关于印发2026年政务公开工作要点的通知",
        "organ": "清源县人民政府办公室",
        "number": "清政办发〔2026〕3号",
        "meta": [("索引号", "QY0001/2026-00012"), ("公开属性", "主动公开")],
        "blocks": blocks(sanitize(BODY)),
        "attachments": [{"name": "任务分解表.xlsx", "size": 123456, "sha256": "a3" * 32}],
        "verification": {
            "digest": "0123456789abcdef" * 4,
            "address": "https://www.example.cn/verify/1/",
            "leaf": "1024",
        },
    } | other


def official(**other):
    return {
        "template": "official",
        "masthead": "清源县人民政府办公室文件",
        "organ": "清源县人民政府办公室",
        "number": "清政办发〔2026〕3号",
        "title": "关于印发工作要点的通知",
        "addressee": "各乡镇人民政府，县政府各部门",
        "blocks": blocks(from_plain("现印发给你们，请认真贯彻执行。")),
        "attachments": [{"name": "工作要点"}, {"name": "任务分工表"}],
        "signature": "清源县人民政府办公室",
        "date": "2026年3月1日",
        "copies": "县委办公室",
        "printed_by": "清源县人民政府办公室",
        "printed_on": "2026年3月1日",
    } | other


def read(pdf: bytes) -> list[str]:
    """The text of each page, without white space and the marks that only allow a line break."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            text_page = page.get_textpage()
            pages.append(re.sub(r"[\s\u200b]+", "", text_page.get_text_range().replace("\ufffe", "-")))
            text_page.close()
            page.close()
        return pages
    finally:
        document.close()


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_a_record_says_everything_and_is_archival_and_accessible():
    pdf = typeset_pdf(record(), AT)
    assert b"pdfaid:part>2<" in pdf
    assert b"pdfaid:conformance>A<" in pdf
    assert b"pdfuaid:part>1<" in pdf
    assert b"/MarkInfo" in pdf
    assert b"/StructTreeRoot" in pdf
    pages = read(pdf)
    text = "".join(pages)
    for said in (
        "清源县人民政府办公室关于印发2026年政务公开工作要点的通知", "清政办发〔2026〕3号", "QY0001/2026-00012",
        "公开为常态", "3.第三项", "子项", "任务分工表", "县司法局89", "任务分解表.xlsx121KB", "a3" * 32,
        "0123456789abcdef" * 4, "https://www.example.cn/verify/1/", "存证序号：1024",
    ):  # fmt: skip
        assert said in text, said
    assert len(pages) > 2
    for n, page in enumerate(pages, 1):
        assert f"第{n}页共{len(pages)}页" in page
    assert sum("牵头单位" in page for page in pages) > 1, "the head of a long table is repeated"


def test_an_official_paper_has_the_parts_of_the_standard_in_their_order():
    text = "".join(read(typeset_pdf(official(), AT)))
    order = ["清源县人民政府办公室文件", "清政办发〔2026〕3号", "关于印发工作要点的通知", "各乡镇人民政府，县政府各部门：",
             "现印发给你们", "附件：1.工作要点", "2.任务分工表", "2026年3月1日", "抄送：县委办公室。", "2026年3月1日印发", "—1—"]  # fmt: skip
    places = [text.find(part) for part in order]
    assert -1 not in places, dict(zip(order, places, strict=True))
    assert "签发人" not in text
    assert "签发人：王正" in "".join(read(typeset_pdf(official(signer="王正"), AT)))


def test_the_same_document_gives_the_same_bytes_and_another_moment_other_ones():
    assert typeset_pdf(record(), AT) == typeset_pdf(record(), AT)
    assert typeset_docx(record(), AT) == typeset_docx(record(), AT)
    assert typeset_pdf(record(), AT) != typeset_pdf(record(), AT + timedelta(days=1))


HOSTILE = (
    '#read("/etc/passwd") #panic() $a^2$ *粗* _斜_ @ref <label> `code` // 注释 /* */ \\u{41} = 标题 {{ x }} {% y %} ]]>'
)


@pytest.mark.parametrize("field", ["title", "organ", "number", "note", "banner"])
def test_text_of_a_user_never_becomes_markup(field):
    text = "".join(read(typeset_pdf(record(**{field: HOSTILE}), AT)))
    assert squeezed(HOSTILE) in text
    assert "root:x:0:0" not in text


def test_hostile_text_in_body_table_metadata_and_attachments_stays_letters():
    document = record(
        blocks=blocks(sanitize(f"<p>{HOSTILE}</p><table><tr><td>{HOSTILE}</td></tr></table>".replace("<label>", "&lt;label>"))),
        meta=[("索引号", HOSTILE)],
        attachments=[{"name": HOSTILE, "size": 1, "sha256": ""}],
        verification=None,
    )  # fmt: skip
    assert "".join(read(typeset_pdf(document, AT))).count(squeezed(HOSTILE)) == 4


@given(st.text(alphabet="#$*_@<>[](){}\\/`~=+-'\"%&;:|^甲乙1aA \n", max_size=60))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mixture_of_signs_comes_out_as_it_was_written(text):
    pdf = typeset_pdf(record(blocks=blocks(from_plain(text)), title="甲" + text, verification=None, attachments=[]), AT)
    assert squeezed("".join(to_text(from_plain(text)))) in "".join(read(pdf))


def test_no_template_reaches_outside_its_folder():
    for path in TEMPLATES.glob("*.typ"):
        source = path.read_text()
        assert "@preview" not in source
        assert "eval(" not in source
        assert "read(" not in source
        assert set(re.findall(r'#import "([^"]+)"', source)) <= {"common.typ"}


def test_a_paragraph_without_end_and_a_word_without_break_are_set():
    pdf = typeset_pdf(record(blocks=blocks(from_plain("公开" * 40_000 + "\n" + "x" * 5_000))), AT)
    text = "".join(read(pdf))
    body = re.sub(r"第\d+页共\d+页|清源县人民政府办公室|清政办发〔2026〕3号", "", text)
    assert body.count("公开") >= 40_000
    assert body.count("x") >= 5_000


def test_a_table_without_head_and_one_of_fifteen_columns_are_set(shared):
    html, _ = from_docx((shared / "samples/reports/huaian-2024.docx").read_bytes())
    text = "".join(read(typeset_pdf(record(blocks=blocks(html)), AT)))
    for figure in ("447228", "3985758", "96171.6", "2.其他法律行政法规禁止公开"):
        assert figure in text


def test_threads_typeset_each_their_own_document():
    pdfs: dict[int, bytes] = {}

    def work(n: int) -> None:
        for _ in range(4):
            pdfs[n] = typeset_pdf(record(title=f"第{n}号文件", blocks=[]), AT)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {n: f"第{n}号文件" in "".join(read(pdf)) for n, pdf in pdfs.items()} == dict.fromkeys(range(6), True)


def test_a_character_that_no_font_prints_is_named_with_its_field():
    assert unprintable({"标题": "关于表彰𠮷某的决定", "正文": "䶮"}) == [("标题", "𠮷", "U+20BB7")]
    with pytest.raises(Refusal, match="“标题”中的“𠮷”（U\\+20BB7）"):
        require_printable({"标题": "关于表彰𠮷某的决定", "正文": "䶮"})
    require_printable({"正文": "䶮、〔2026〕、①、㎡、★、“引号”……\n\t"})


def test_emoji_unassigned_and_private_characters_are_refused():
    assert [one.codepoint for one in unprintable({"正文": "好😀☑\ue000\U0003fffd"})] == [
        "U+1F600", "U+2611", "U+E000", "U+3FFFD",
    ]  # fmt: skip


def test_typesetting_refuses_what_it_cannot_print_in_any_field():
    for document, label in (
        (record(title="𠮷"), "标题"),
        (record(blocks=blocks(from_plain("𠮷"))), "正文"),
        (record(blocks=blocks(sanitize("<table><tr><td>𠮷</td></tr></table>"))), "正文"),
        (record(meta=[("索引号", "𠮷")]), "索引号"),
        (record(attachments=[{"name": "𠮷.pdf", "size": 1}]), "附件"),
        (official(addressee="𠮷"), "主送机关"),
    ):
        with pytest.raises(Refusal, match=f"“{label}”中的“𠮷”"):
            typeset_pdf(document, AT)


def system_fonts() -> Path:
    folder = Path("/usr/share/fonts")
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in {".ttc", ".otf", ".ttf"} and 0x20BB7 in fonts._characters(str(path), 0):
            return path.parent
    pytest.skip("no font of this machine has the character 𠮷")


def test_a_fallback_folder_prints_what_our_fonts_cannot(settings):
    settings.GONGKAI_FONTS = system_fonts()
    document = record(title="关于表彰𠮷某的决定", verification=None)
    require_printable(texts(document))
    assert "关于表彰𠮷某的决定" in "".join(read(typeset_pdf(document, AT)))
    settings.GONGKAI_FONTS = None
    with pytest.raises(Refusal, match="𠮷"):
        typeset_pdf(document, AT)


def test_a_fallback_folder_with_rubbish_or_none_at_all_changes_nothing(settings, tmp_path):
    before = fonts.printable()
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    for folder in (tmp_path, tmp_path / "missing"):
        settings.GONGKAI_FONTS = folder
        assert fonts.printable() == before
        typeset_pdf(record(blocks=[]), AT)


def test_every_character_that_is_called_printable_is_printed():
    candidates = [chr(code) for code in sorted(fonts.printable())]
    refused = {one.character for one in unprintable({"正文": "".join(candidates)})}
    fine = [c for c in candidates if c not in refused and c not in "\n\t"]
    assert len(fine) > 29_000
    typeset_pdf(record(blocks=[{"kind": "paragraph", "runs": [{"text": "".join(fine)}]}], verification=None), AT)


def test_the_word_file_has_official_fonts_headings_lists_and_merged_cells():
    data = typeset_docx(record(), AT)
    html, _ = from_docx(data)
    text = to_text(html)
    for said in (
        "一、总体要求",
        "坚持以公开为常态、不公开为例外，严格落实，H2O。",
        "3. 第三项",
        "县司法局89",
        "a3" * 32,
        "0123456789abcdef" * 4,
    ):
        assert said in text, said
    assert "<h2>一、总体要求</h2>" in html
    assert '<th rowspan="2">序号</th><th colspan="2">责任</th>' in html.replace("<p>", "").replace("</p>", "")
    normal = docx.Document(io.BytesIO(data)).styles["Normal"].element.rPr.rFonts
    assert normal.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_the_word_file_of_an_official_paper_reads_like_its_pdf():
    text = to_text(from_docx(typeset_docx(official(), AT))[0])
    for said in (
        "清源县人民政府办公室文件",
        "各乡镇人民政府，县政府各部门：",
        "附件：1. 工作要点",
        "抄送：县委办公室。",
    ):
        assert said in text
    hostile = to_text(from_docx(typeset_docx(official(title=HOSTILE), AT))[0])
    assert HOSTILE in hostile


def test_nothing_runs_over_the_edge_of_the_page():
    table = "<table><tr>" + "".join(f"<td>{'y' * 60}{n}</td>" for n in range(6)) + "</tr></table>"
    body = blocks(from_plain("x" * 900)) + blocks(sanitize(table)) + blocks(from_plain("https://a.cn/" + "abc/" * 99))
    document = pypdfium2.PdfDocument(typeset_pdf(record(blocks=body), AT))
    try:
        for page in document:
            text = page.get_textpage()
            furthest = max(text.get_charbox(n)[2] for n in range(text.count_chars()))
            assert furthest < page.get_width() - 60, "the right margin of 26 mm stays empty"
            text.close()
            page.close()
    finally:
        document.close()


def test_a_document_without_a_title_is_refused():
    with pytest.raises(Refusal, match="标题为空"):
        typeset_pdf(record(title=" \n"), AT)
