"""Rich text: cleaned on entry, nothing that can be read is lost, differences a reviewer can read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.kernel.papers.richtext import (
    blocks,
    contents,
    diff,
    from_plain,
    from_word_paste,
    sanitize,
    to_text,
    with_anchors,
)
from gongkai.kernel.papers.richtext.headings import number
from gongkai.kernel.vocabulary import Refusal


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p onclick='x()' style='color:red' class=a>甲</p>", "<p>甲</p>"),
        ("<script>alert(1)</script><p>甲</p>", "<p>甲</p>"),
        ("<style>p{}</style><p>甲<img src=x onerror=alert(1)></p>", "<p>甲</p>"),
        ('<p><a href="javascript:alert(1)">甲</a></p>', '<p><a rel="noopener noreferrer">甲</a></p>'),
        ('<p><a href="//evil.example/">甲</a></p>', '<p><a rel="noopener noreferrer">甲</a></p>'),
        ('<p><a href="data:text/html,x">甲</a></p>', '<p><a rel="noopener noreferrer">甲</a></p>'),
        ('<p><a href="/r/1/">甲</a></p>', '<p><a href="/r/1/" rel="noopener noreferrer">甲</a></p>'),
        ("<div>甲</div><div>乙</div>", "<p>甲</p><p>乙</p>"),
        ("甲<br>乙", "<p>甲<br>乙</p>"),
        ("<h1>甲</h1><h6>乙</h6>", "<h2>甲</h2><h4>乙</h4>"),
        ("<p><b>甲</b><i>乙</i><strike>丙</strike></p>", "<p><strong>甲</strong><em>乙</em><s>丙</s></p>"),
        ('<p id="art-12">甲</p><p id="art-12">乙</p><p id="login">丙</p>', '<p id="art-12">甲</p><p>乙</p><p>丙</p>'),
        ("<ul><li>甲</li><ul><li>乙</li></ul></ul>", "<ul><li><p>甲</p><ul><li>乙</li></ul></li></ul>"),
        ("<p> </p><p>&nbsp;</p><p><br></p><p>甲</p>", "<p>甲</p>"),
        ("<table><tr><td colspan=2 width=9>甲<th scope=col>乙</table>",
         '<table><tbody><tr><td colspan="2">甲</td><th scope="col">乙</th></tr></tbody></table>'),
        ('<table><tr><td colspan="99999" rowspan="x">甲</td></tr></table>',
         "<table><tbody><tr><td>甲</td></tr></tbody></table>"),
        ("<svg><script>alert(1)</script></svg><math><mtext>x</mtext></math><p>甲</p>", "<p>甲</p>"),
        ("<p>甲\u0000\u0007\ue000乙</p>", "<p>甲乙</p>"),
        ("a < b && c > d", "<p>a &lt; b &amp;&amp; c &gt; d</p>"),
        ("", ""),
    ],
)  # fmt: skip
def test_only_the_listed_elements_stay(dirty, clean):
    assert sanitize(dirty) == clean


def test_very_deep_nesting_is_unwrapped_and_its_words_stay():
    assert to_text(sanitize("<div>" * 5000 + "甲" + "</div>" * 5000)) == "甲"
    assert to_text(sanitize("<ul><li>" * 3000 + "乙")) == "乙"
    assert to_text(sanitize("<blockquote>" * 3000 + "<p>丙</p>")) == "丙"


_TAGS = st.sampled_from(
    [
        "p",
        "div",
        "h1",
        "h2",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "strong",
        "b",
        "span",
        "a",
        "blockquote",
        "br",
        "section",
    ]
)
_HTML = st.lists(
    st.one_of(
        st.builds("<{}>".format, _TAGS),
        st.builds("</{}>".format, _TAGS),
        st.text(alphabet="甲乙丙丁 ab1&<>\"'\n", max_size=6),
        st.sampled_from(["<img src=x onerror=y>", "<td colspan=3>", "<script>x</script>", "<!-- c -->", "<a href=/x>"]),
    ),
    max_size=25,
).map("".join)


@given(_HTML)
@settings(max_examples=300, deadline=None)
def test_cleaning_twice_changes_nothing_and_every_reader_reads_it(html):
    once = sanitize(html)
    assert sanitize(once) == once
    assert "<script" not in once
    assert "onerror" not in once.replace("&lt;", "").split("<img")[-1] or "<img" not in once
    json.dumps(blocks(once))
    assert to_text(with_anchors(once)) == to_text(once)


@given(st.lists(st.text(alphabet="甲乙丙丁戊。，；1a", min_size=1, max_size=20), max_size=8))
@settings(deadline=None)
def test_no_letter_is_lost_between_plain_text_html_text_and_blocks(lines):
    html = sanitize(from_plain("\n".join(lines)))
    assert to_text(html) == "\n".join(lines)
    assert "\n".join("".join(run["text"] for run in block["runs"]) for block in blocks(html)) == "\n".join(lines)


def test_text_has_a_line_for_each_paragraph_and_tabs_between_cells():
    html = sanitize(
        "<h2>题</h2><p>甲<br>乙</p><ul><li>丙</li></ul><table><caption>表</caption><tr><th>一<td><p>二</p><p>三</p></table>"
    )
    assert to_text(html) == "题\n甲\n乙\n丙\n表\n一\t二 三"


def test_screening_can_see_the_target_of_a_link():
    html = sanitize('<p><a href="mailto:13800138000@example.cn">邮箱</a></p>')
    assert to_text(html) == "邮箱"
    assert "13800138000" in to_text(html, addresses=True)


def test_a_gap_of_white_space_in_markup_is_one_space():
    assert to_text(sanitize("<p>甲\n   乙</p>")) == "甲 乙"


def test_articles_and_chapters_carry_their_number_as_anchor():
    html = with_anchors(
        sanitize("<h2>第一编</h2><h3>第一章 总则</h3><p>第一条　甲</p><p>第十二条之一 乙</p><p>第一百零五条　丙</p>"
                 "<h2>第二编</h2><h3>第一章 其他</h3><p>依照第三条规定</p>")
    )  # fmt: skip
    for anchor in ("part-1", "ch-1", "art-1", "art-12-1", "art-105", "part-2", "ch-1-2"):
        assert f'id="{anchor}"' in html
    assert 'id="art-3"' not in html
    assert sanitize(html) == html, "anchors of our own survive cleaning"
    assert [(h["level"], h["anchor"], h["text"]) for h in contents(html)][1] == (3, "ch-1", "第一章 总则")
    assert contents("<h2>无编号</h2>")[0]["anchor"] == "sec-h1"


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("一百二十三", 123), ("一千零一", 1001), ("二〇二六", 2026), ("37", 37)],
)  # fmt: skip
def test_chinese_numerals(numeral, value):
    assert number(numeral) == value


def test_a_reviewer_sees_what_changed_letter_by_letter():
    changes = diff(
        "<p>本机关应当在20日内答复申请人。</p><p>不变。</p><p>整段删去的内容。</p>",
        "<p>本机关应当在15个工作日内答复申请人。</p><p>不变。</p><p>另外写的一句话</p>",
    )
    assert [change["kind"] for change in changes] == ["change", "same", "delete", "insert"]
    assert [(run["op"], run["text"]) for run in changes[0]["runs"]] == [
        ("same", "本机关应当在"), ("del", "20"), ("ins", "15个工作"), ("same", "日内答复申请人。"),
    ]  # fmt: skip


def test_a_changed_table_row_is_one_row_of_the_difference():
    row = "<table><tr><td>甲</td><td>{}</td></tr><tr><td>乙</td><td>2</td></tr></table>"
    changes = diff(sanitize(row.format("100")), sanitize(row.format("200")))
    assert [(change["kind"], change["block"]) for change in changes] == [("change", "row"), ("same", "row")]


_PARAGRAPHS = st.lists(st.text(alphabet="甲乙丙丁戊己。，1", min_size=1, max_size=15), max_size=7)


@given(_PARAGRAPHS, _PARAGRAPHS)
@settings(deadline=None)
def test_both_versions_can_be_read_from_the_difference(old, new):
    changes = diff(from_plain("\n".join(old)), from_plain("\n".join(new)))

    def read(ops):
        lines = ("".join(r["text"] for r in c["runs"] if r["op"] in ops) for c in changes)
        return [line for line in lines if line]

    assert read({"same", "del"}) == old
    assert read({"same", "ins"}) == new


def test_comparing_two_long_texts_stays_quick():
    old = "甲乙丙丁戊己庚辛壬癸，" * 3000
    assert diff(from_plain(old), from_plain(old.replace("戊己", "己戊", 5)))[0]["kind"] == "change"


def test_a_table_becomes_a_full_grid_whatever_its_spans():
    table = blocks(
        sanitize(
            "<table><thead><tr><th rowspan=2>序号<th colspan=9>责任</tr><tr><th>甲<th>乙</tr></thead>"
            "<tbody><tr><td rowspan=5>1<td>a</tr></tbody></table>"
        )
    )[0]
    assert (table["columns"], table["rows"], table["header_rows"]) == (3, 3, 2)
    covered = sorted(
        (c["row"] + down, c["column"] + right)
        for c in table["cells"]
        for down in range(c["rowspan"])
        for right in range(c["colspan"])
    )
    assert covered == [(r, c) for r in range(3) for c in range(3)]


@given(st.lists(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=4), min_size=1, max_size=5))
@settings(deadline=None)
def test_every_place_of_a_grid_belongs_to_exactly_one_cell(rows):
    html = "".join("<tr>" + "".join(f"<td rowspan={r} colspan={c}>x</td>" for r, c in row) + "</tr>" for row in rows)
    for table in blocks(sanitize(f"<table>{html}</table>")):
        covered = [
            (c["row"] + down, c["column"] + right)
            for c in table["cells"]
            for down in range(c["rowspan"])
            for right in range(c["colspan"])
        ]
        assert sorted(covered) == [(r, c) for r in range(table["rows"]) for c in range(table["columns"])]
        assert sum(1 for c in table["cells"] if c["blocks"]) == sum(map(len, rows)), "no cell's words are lost"


def test_a_table_of_hundreds_of_columns_is_refused_with_advice():
    with pytest.raises(Refusal, match="拆分"):
        blocks(sanitize("<table><tr>" + "<td>1</td>" * 500 + "</tr></table>"))


WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head><body>
<!--StartFragment--><h1 style='mso-pagination:none'>一、总体要求<span lang=EN-US><o:p></o:p></span></h1>
<p class=MsoNormal style='text-indent:32.0pt'><b><span style='font-family:仿宋_GB2312'>坚持<span lang=EN-US>2026</span>年</span></b><span>工作，
继续。<o:p></o:p></span></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span><span style='mso-list:Ignore'>（一）<span>&nbsp; </span></span></span><![endif]><span>第一项</span></p>
<p style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='font-family:Wingdings'><span style='mso-list:Ignore'>l<span>&nbsp; </span></span></span><![endif]>点一</p>
<p style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='font-family:Wingdings'><span style='mso-list:Ignore'>l<span>&nbsp; </span></span></span><![endif]>点二</p>
<p><span style='mso-hide:all'>隐藏</span>可见<del cite="mailto:x" datetime="2026">删</del><ins cite=x>增</ins></p>
<!--[if gte vml 1]><v:shape id="x"><v:imagedata src="file:///C:/a.png"/></v:shape><![endif]--><![if !vml]><img src="file:///x.png"><![endif]>
<table class=MsoTableGrid border=1><thead><tr><td width=200 colspan=2 valign=top><p class=MsoNormal>序号<o:p></o:p></p></td></tr></thead>
<tr><td rowspan=2><p>甲</p></td><td><p>乙</p><p>丙</p></td></tr><tr><td>丁</td></tr></table><!--EndFragment--></body></html>"""


def test_pasting_from_word_keeps_tables_and_numbers_and_drops_the_noise():
    assert from_word_paste(WORD) == (
        "<h2>一、总体要求</h2><p><strong>坚持2026年</strong>工作，继续。</p><p>（一）第一项</p>"
        "<ul><li>点一</li><li>点二</li></ul><p>可见增</p>"
        '<table><thead><tr><td colspan="2">序号</td></tr></thead>'
        '<tbody><tr><td rowspan="2">甲</td><td><p>乙</p><p>丙</p></td></tr><tr><td>丁</td></tr></tbody></table>'
    )


def test_pasting_from_wps_keeps_bold_that_is_only_a_style():
    wps = (
        '<!--StartFragment--><p class="MsoNormal"><span style="mso-spacerun:\'yes\';font-weight:bold;">'
        '<font face="仿宋">重点</font></span><span>工作</span><o:p></o:p></p><!--EndFragment-->'
    )
    assert from_word_paste(wps) == "<p><strong>重点</strong>工作</p>"


def test_a_few_copied_cells_become_a_table():
    assert from_word_paste("<!--StartFragment--><tr><td>甲</td><td>乙</td></tr><!--EndFragment-->") == (
        "<table><tbody><tr><td>甲</td><td>乙</td></tr></tbody></table>"
    )


def test_pasting_never_brings_a_script():
    assert "alert" not in from_word_paste("<p>x<script>alert(1)</script></p><a href='javascript:alert(1)'>y</a>")


_INLINE = st.lists(
    st.sampled_from(["甲", "乙 ", " 丙", "&lt;", "&amp;", "<strong>丁 </strong>", "<em> 戊</em>", "\n", "\u3000"]),
    max_size=6,
).map("".join)


@given(st.lists(st.tuples(st.sampled_from(["p", "h2", "h3"]), _INLINE), max_size=5))
@settings(deadline=None)
def test_the_quick_way_reads_plain_paragraphs_like_the_thorough_one(parts):
    flat = sanitize("".join(f"<{tag}>{words}</{tag}>" for tag, words in parts))
    assert to_text(flat) == to_text(f"<blockquote>{flat}</blockquote>")
