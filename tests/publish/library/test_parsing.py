"""The library reads archives, laws and published reports as they are handed in, and loses nothing of them."""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.kernel.vocabulary import clean
from gongkai.publish.library import archive, rules
from gongkai.publish.library.archive import BrokenArchive, SourceFile, read_archive
from gongkai.publish.library.law import Law, parse_law
from gongkai.publish.library.numerals import number
from gongkai.publish.library.report import Report, parse_report

LAW = """# 中华人民共和国试行法

1999年4月29日 第九届全国人民代表大会常务委员会第九次会议通过

2017年9月1日 第十二届全国人民代表大会常务委员会第二十九次会议《关于修改〈中华人民共和国法官法〉等八部法律的决定》修正

2018年1月1日 施行

<!-- INFO END -->

## 第一章　总则

第一条 为了a<b & c，制定本法。

第二条　本法所称"机关"，包括：

（一）𠮷县人民政府；

### 第一节 范围

第十条之一
另行规定。

<!-- TABLE -->
| 条文 | 罪名 |
|-----|-----|
| 第一条 | 某罪 |
<!-- TABLE END -->

## 第二章 附则

第一百二十条之一 本法自2018年1月1日起施行。
"""


@pytest.fixture(scope="module")
def corpus(shared: Path) -> list[tuple[SourceFile, Law]]:
    return [(file, parse_law(file.path, file.text)) for file in read_archive(shared / "corpus" / "laws.tar.xz")]


def law(text: str = LAW, path: str = "行政法/试行法(2017-09-01).md") -> Law:
    return parse_law(path, text)


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


# -- the corpus


def test_every_law_of_the_corpus_is_read(corpus):
    assert len(corpus) == 3_475
    assert not [file for file, _ in corpus if file.fault]
    assert all(law.title and law.text for _, law in corpus)
    assert Counter(law.kind for _, law in corpus) == {
        "地方性法规": 1911, "行政法规": 683, "司法解释": 439, "法律": 359, "案例": 52, "部门规章": 29, "其他": 2,
    }  # fmt: skip


def test_no_character_of_the_corpus_is_lost_or_added(corpus):
    for file, law in corpus:
        raw = re.sub(r"<!--.*?-->", "", clean(file.text), flags=re.DOTALL)
        raw = re.sub(r"\[(https?://[^\]]*)\]\(\1\)", r"\1", raw)
        raw = re.sub(r"^#+|^\|[-|]+\|$|\|", "", raw, flags=re.MULTILINE)
        assert bare(raw) == bare(law.title + law.text), file.path
        seen = re.sub(r"<[^>]*>", "", law.html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert bare(seen) == bare(law.text), file.path


def test_articles_of_the_corpus_have_anchors_of_their_own_that_fit(corpus):
    articles = 0
    for _, law in corpus:
        anchors = [one.anchor for one in law.provisions]
        assert len(set(anchors)) == len(anchors), law.path
        assert all(f'id="{anchor}"' in law.html for anchor in anchors)
        assert all(len(one.label) <= 40 and len(one.heading) <= 200 and len(one.anchor) <= 40 for one in law.provisions)
        articles += sum(one.level == "条" and one.label.startswith("第") for one in law.provisions)
    assert articles == 147_288


def test_the_corpus_says_who_made_every_rule(corpus):
    unknown = [law.path for _, law in corpus if not law.issuer and rules.counts_as_rule(law.kind)]
    assert unknown == []
    assert not [law.issuer for _, law in corpus if re.match(r"[省市县]人民|[省市县][第十]|[、的]", law.issuer)]


def test_editions_of_the_corpus_are_versions_of_one_work(corpus):
    works = rules.editions((law for _, law in corpus), today=date(2026, 1, 1))
    assert sum(map(len, works.values())) == 3_475
    review = works["行政复议法"]
    assert [(one.edition_on, one.current) for one in review] == [(date(2023, 9, 1), True), (date(2017, 9, 1), False)]
    assert review[1].superseded_by == review[0].path
    assert all(any(one.current for one in work) for work in works.values())


def test_parts_of_the_civil_code_are_works_of_their_own(corpus):
    parts = [law for _, law in corpus if law.path.startswith("民法典/")]
    assert len(parts) == 8
    assert {part.title for part in parts} >= {"中华人民共和国民法典 人格权编", "中华人民共和国民法典 附则"}
    assert len({part.work_key for part in parts}) == 8


# -- one law


def test_title_and_days_come_from_heading_file_name_and_caption():
    found = law()
    assert found.title == "中华人民共和国试行法"
    assert found.kind == "法律"
    assert (found.dated_on, found.passed_on, found.amended_on) == (
        date(2017, 9, 1),
        date(1999, 4, 29),
        date(2017, 9, 1),
    )
    assert found.effective_on == date(2018, 1, 1)
    assert found.issuer == "全国人民代表大会常务委员会"
    assert len(found.caption) == 3


def test_chapters_sections_and_articles_stand_in_order():
    assert [(one.level, one.label, one.number, one.heading, one.anchor) for one in law().provisions] == [
        ("章", "第一章", 1, "总则", "chapter-1"),
        ("条", "第一条", 1, "", "art-1"),
        ("条", "第二条", 2, "", "art-2"),
        ("节", "第一节", 1, "范围", "chapter-1-section-1"),
        ("条", "第十条之一", 10, "", "art-10-1"),
        ("章", "第二章", 2, "附则", "chapter-2"),
        ("条", "第一百二十条之一", 120, "", "art-120-1"),
    ]


def test_an_article_holds_the_paragraphs_below_it():
    provisions = {one.label: one for one in law().provisions}
    assert provisions["第二条"].text == '本法所称"机关"，包括：\n（一）𠮷县人民政府；'
    assert provisions["第十条之一"].text.startswith("另行规定。\n条文\t罪名")


def test_html_is_escaped_and_a_table_has_a_head():
    html = law().html
    assert "a&lt;b &amp; c" in html
    assert '<thead><tr><th scope="col">条文</th>' in html
    assert "TABLE" not in html
    assert '<h3 id="chapter-1-section-1">' in html


def test_hostile_markup_stays_letters():
    found = law("# 题\n\n<!-- INFO END -->\n\n<script>alert(1)</script> [x](javascript:alert(1)) [y](https://e.cn/a)\n")
    assert "<script>" not in found.html
    assert "javascript:alert(1)" in found.text
    assert found.html.count("<a ") == 1
    assert "y（https://e.cn/a）" in found.text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", "试行法"),
        ("没有题目，也没有题注。", "试行法"),
        ("# 有题目\n2001年2月3日 国务院令第300号公布\n\n第一条 正文。", "有题目"),
        ("---\nbookHidden: true\n---\n\n# 模版\n\n正文", "模版"),
        ("##\n\n<!-- INFO END -->\n\n<!-- 没有关上", "试行法"),
    ],
)
def test_irregular_files_are_read_all_the_same(text, title):
    found = law(text)
    assert found.title == title
    assert bare(clean(text)).endswith(bare(found.text)[-4:])


def test_an_order_number_and_its_organ_are_read():
    found = law(
        "# 条例\n2001年2月3日 中华人民共和国国务院令第300号公布\n\n第一条 自公布之日起施行。", "行政法规/条例.md"
    )
    assert (found.number, found.issuer) == ("国务院令第300号", "国务院")
    assert found.published_on == found.effective_on == date(2001, 2, 3)


def test_points_of_an_amendment_count_when_there_are_no_articles():
    found = law("# 修正案\n\n<!-- INFO END -->\n\n一、增加一条：\n\n“甲”。\n\n二、本修正案自公布之日起施行。")
    assert [(one.label, one.anchor) for one in found.provisions] == [("一、", "item-1"), ("二、", "item-2")]
    assert found.provisions[0].text == "增加一条：\n“甲”。"


@given(st.text())
def test_no_text_is_too_strange_to_be_read(text):
    found = law(text)
    assert found.title
    assert len({one.anchor for one in found.provisions}) == len(found.provisions)


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("一百零三", 103), ("一百二十", 120), ("一千零一十", 1010),
        ("一千二百六十", 1260), ("二〇〇八", 2008), ("１２", 12), ("甲", None),
    ],
)  # fmt: skip
def test_numerals_of_law_are_numbers(numeral, value):
    assert number(numeral) == value


# -- editions


def edition(path: str, on: date | None) -> Law:
    text = (
        f"# 某条例\n\n{on.year}年{on.month}月{on.day}日 通过\n\n<!-- INFO END -->\n\n正文" if on else "# 某条例\n\n正文"
    )
    return parse_law(path, text)


def test_an_edition_of_a_later_day_waits():
    laws = [edition("a.md", date(2020, 1, 1)), edition("b.md", date(2027, 1, 1))]
    (work,) = rules.editions(laws, today=date(2026, 6, 1)).values()
    assert {one.path: one.current for one in work} == {"a.md": True, "b.md": False}
    (work,) = rules.editions(laws, today=date(2027, 1, 1)).values()
    assert {one.path: one.current for one in work} == {"a.md": False, "b.md": True}


def test_an_edition_without_a_date_is_older_than_any_other():
    (alone,) = rules.editions([edition("a.md", None)], today=date(2026, 6, 1)).values()
    assert alone[0].current
    laws = [edition("a.md", None), edition("b.md", date(2020, 1, 1))]
    (work,) = rules.editions(laws, today=date(2026, 6, 1)).values()
    assert {one.path: one.current for one in work} == {"a.md": False, "b.md": True}


# -- archives


def tar(path: Path, *members: tuple[str, bytes | None], mode: str = "w:xz", link: str = "/etc/passwd") -> Path:
    with tarfile.open(path, mode) as out:  # type: ignore[call-overload]
        for name, data in members:
            info = tarfile.TarInfo(name)
            if data is None:
                info.type, info.linkname = tarfile.SYMTYPE, link
                out.addfile(info)
            else:
                info.size = len(data)
                out.addfile(info, io.BytesIO(data))
    return path


def read(path: Path) -> dict[str, tuple[str, bool]]:
    return {file.path: (file.text, bool(file.fault)) for file in read_archive(path)}


@pytest.mark.parametrize("mode", ["w", "w:xz", "w:gz", "w:bz2"])
def test_every_compression_is_read_and_templates_are_skipped(tmp_path, mode):
    path = tar(
        tmp_path / "a", ("./法/甲.md", "# 甲".encode()), ("法/_index.md", b"x"), ("README.md", b"x"), ("a.py", b"x"),
        ("法律法规模版.md", b"x"), ("requirements.txt", b"x"), mode=mode,
    )  # fmt: skip
    assert read(path) == {"法/甲.md": ("# 甲", False)}


def test_a_hostile_member_is_refused_and_the_others_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST", 1_000)
    path = tar(
        tmp_path / "a.tar.xz",
        ("/etc/甲.md", b"x"), ("../乙.md", b"x"), ("丙.md", None), ("丁.md", b"x" * 1_001), ("戊.md", b"\0\1"),
        ("己.md", "正文".encode("gb18030")), ("庚.md", b"\xff\xff\xff"),
    )  # fmt: skip
    found = read(path)
    assert found["己.md"] == ("正文", False)
    assert all(fault for name, (_, fault) in found.items() if name != "己.md")
    assert len(found) == 7


def test_a_bomb_is_refused(tmp_path, monkeypatch):
    path = tar(tmp_path / "a.tar.xz", ("甲.md", b"x"), ("b.bin", bytes(4_000_000)), ("乙.md", b"x"))
    monkeypatch.setattr(archive, "UNFOLDED", 3_000_000)
    with pytest.raises(BrokenArchive, match="压缩炸弹"):
        list(read_archive(path))


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_a_truncated_archive_is_refused_in_words(tmp_path, kept):
    data = b"".join(f"{n}、{n * n}".encode() for n in range(50_000))
    path = tar(tmp_path / "a.tar.xz", ("甲.md", data))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(BrokenArchive, match="已损坏"):
        list(read_archive(path))


def test_a_zip_is_read_with_names_of_older_windows(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("法律/甲.md", "# 甲")
        out.writestr("../乙.md", "x")
        info = zipfile.ZipInfo("丙".encode("gb18030").decode("cp437") + ".md")
        out.writestr(info, "# 丙")
    data = path.read_bytes()
    found = read(path)
    assert found["法律/甲.md"] == ("# 甲", False)
    assert sum(fault for _, fault in found.values()) == 1
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(BrokenArchive, match="已损坏"):
        list(read_archive(path))


def test_folders_single_files_and_folders_of_reports_are_read(tmp_path):
    (tmp_path / "法").mkdir()
    (tmp_path / "法" / "甲.md").write_text("# 甲", encoding="utf-8")
    (tmp_path / "说明.txt").write_text("不是法", encoding="utf-8")
    assert read(tmp_path) == {"法/甲.md": ("# 甲", False)}
    assert read(tmp_path / "说明.txt") == {"说明.txt": ("不是法", False)}
    (tmp_path / "法" / "甲.md").unlink()
    (tmp_path / "链接.txt").symlink_to("/etc/passwd")
    assert read(tmp_path) == {"说明.txt": ("不是法", False), "链接.txt": ("", True)}


def test_an_unknown_file_is_refused_in_words(tmp_path):
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(BrokenArchive, match="不认识"):
        read_archive(path)
    with pytest.raises(BrokenArchive, match="找不到"):
        read_archive(tmp_path / "没有.zip")


# -- published reports


def report(shared: Path, name: str) -> Report:
    path = shared / "samples" / "reports" / f"{name}.txt"
    return parse_report(path.name, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "organ", "year", "figures"),
    [
        ("liuan-2020", "六安市人民政府", 2020, ("51.4156万条", "7500余条")),
        ("zhongshan-2021", "中山市人民政府", 2021, ("73532条", "21.1万件")),
        ("nanchang-2021", "南昌市人民政府", 2021, ("1213324件次", "依申请公开信息共75件")),
        ("taishan-2022", "台山市人民政府办公室", 2022, ("微博发布信息1510条", "坚持突出重点")),
        ("cangnan-2021", "苍南县人民政府", 2021, ("19256条", "全县42万户")),
    ],
)
def test_published_reports_are_read_in_simplified_with_their_figures(shared, name, organ, year, figures):
    found = report(shared, name)
    assert (found.organ, found.year) == (organ, year)
    assert str(year) in found.title
    assert "年" in found.title
    assert all(figure in found.text for figure in figures)
    assert not re.search(r"[a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]", found.text)
    assert not re.search("[開資訊國務務報]", found.text)
    assert "<h2>一、" in found.html
    assert "||" not in found.text
    assert max(map(len, found.text.split("\n"))) < 3_000


def test_reading_aids_go_and_real_brackets_stay():
    found = parse_report("某.txt", "堅(jiān)持公開(H5)動畫，習(xí)近平，轉(zhuǎn)發（一）與APP(app)，見第(一)項(略)。")
    assert found.text == "坚持公开(H5)动画，习近平，转发（一）与APP(app)，见第(一)项(略)。"


def test_lines_broken_at_the_page_are_paragraphs_again(shared):
    text = report(shared, "huaian-2024").text
    assert "本报告由淮安市人民政府办公室根据《中华人民共和国政府信息公开条例》（国令第 711 号）" in text
    assert "- 1 -" not in text


@given(st.text())
def test_no_report_is_too_strange_to_be_read(text):
    assert parse_report("某-2024.txt", text).title
