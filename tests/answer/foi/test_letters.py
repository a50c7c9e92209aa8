"""Every letter of a request: what the law asks it to say, our own words, ready for typesetting."""

from __future__ import annotations

import json
import re
from datetime import datetime

import pypdfium2
import pytest

from gongkai.answer.foi import letters, rules
from gongkai.answer.foi.terms import OUTCOMES, outcome
from gongkai.kernel.papers.typesetting import require_printable, typeset_docx, typeset_pdf
from gongkai.kernel.vocabulary import CHINA, Refusal
from gongkai.kernel.workflow import Event

from .papers import BUREAU, FACTS, plain, written

AT = datetime(2026, 3, 20, 9, 0, tzinfo=CHINA)
REPLIES = [one.code for one in OUTCOMES if one.letter]
ALL = [*letters.KINDS, *REPLIES]


def squeezed(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            text_page = page.get_textpage()
            pages.append(text_page.get_text_range())
            text_page.close()
            page.close()
        return re.sub(r"[\s\u200b]+", "", "".join(pages).replace("\ufffe", "-"))
    finally:
        document.close()


@pytest.mark.parametrize("kind", ALL)
def test_a_letter_has_organ_title_date_and_is_plain_data(kind) -> None:
    document = written(kind)
    assert json.loads(json.dumps(document, ensure_ascii=False)) == document
    assert document["template"] == "official"
    assert document["organ"] == document["signature"] == "清源县水利局"
    assert document["date"] == "2026年3月20日"
    assert document["title"].startswith("政府信息公开")
    assert document["title"].endswith(("书", "函", "回执", "表", "书（第三方）"))
    assert "None" not in plain(document)
    assert "。。" not in plain(document)


def test_every_document_of_the_set_is_there() -> None:
    assert set(letters.KINDS) == {
        "receipt", "supplement", "reasons", "extension", "defer", "third_party",
        "consultation_notice", "third_party_disclosure", "co_maker", "other_organ", "fee",
    }  # fmt: skip
    with pytest.raises(Refusal, match="不制作答复书"):
        written("withdrawn")
    with pytest.raises(KeyError):
        letters.document("poem", FACTS)


@pytest.mark.parametrize("code", REPLIES)
def test_a_reply_has_the_eight_elements(code) -> None:
    document = written(code)
    text = plain(document)
    assert document["number"] == "清水公开答〔2026〕3号"  # 编号
    assert document["title"] in {"政府信息公开申请答复书", "政府信息公开申请告知书"}  # 标题
    assert document["addressee"] == "张三"  # 申请人
    assert "申请公开的内容为：2025年红旗水库除险加固工程竣工验收意见书" in text  # 申请内容 as asked
    assert "收到申请的时间为2026年3月2日" in text  # 收到申请时间
    assert "二、办理和检索情况" in text  # 检索经过
    if code not in {"confirm", "other"}:
        assert "依照《中华人民共和国政府信息公开条例》第" in text  # 依据条款
    else:
        assert "《不动产登记暂行条例》第二十七条" in text
    result = text[text.index("三、答复意见") : text.index("四、救济途径")]
    assert "本机关" in result or "已经主动公开" in result or "不明确" in result or "请依照" in result  # 明确结果
    assert "申请行政复议" in text[text.index("四、救济途径") :]  # 救济途径
    assert "https://fy.example.cn/" in text


@pytest.mark.parametrize(
    ("code", "articles"),
    [
        ("already", "第三十六条第一项"), ("open", "第三十六条第二项"), ("deny_secret", "第十四条、第三十六条第三项"),
        ("deny_third", "第十五条、第三十二条、第三十六条第三项"), ("deny_internal", "第十六条第一款、第三十六条第三项"),
        ("deny_process", "第十六条第二款"), ("deny_casefile", "第十六条第二款"), ("not_exist", "第三十六条第四项"),
        ("not_ours", "第三十六条第五项"), ("repeat", "第三十六条第六项"), ("query", "第三十六条第七项"),
        ("partial", "第十五条、第三十六条第三项、第三十七条"), ("make", "第三十八条"), ("abuse", "第三十五条"),
        ("petition", "第三十九条第一款"), ("publication", "第三十九条第二款"), ("no_supplement", "第三十条"),
        ("no_fee", "第四十二条和《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"),
    ],
)  # fmt: skip
def test_a_reply_names_its_article_with_paragraph_and_item(code, articles) -> None:
    assert f"依照《中华人民共和国政府信息公开条例》{articles}" in plain(written(code))


@pytest.mark.parametrize("code", [one.code for one in OUTCOMES if one.needs])
def test_a_reply_without_what_it_must_say_is_not_made(code) -> None:
    for need in outcome(code).needs:
        with pytest.raises(Refusal, match="请填写") as refused:
            written(code, **{need: " "})
        assert refused.value.field == need


def test_a_reply_without_its_remedy_or_with_a_wrong_one_is_not_made() -> None:
    with pytest.raises(Refusal, match="须写明救济途径"):
        written("open", remedy=None)
    with pytest.raises(Refusal, match="救济途径与办理结果不一致"):
        written("deny_process", remedy=rules.remedy(outcome("open"), BUREAU))
    with pytest.raises(Refusal, match="收到申请的日期"):
        written("open", received_on=None)


def test_of_a_state_secret_nothing_is_told_but_that_it_is_one() -> None:
    words = {
        "reason": "涉及某阵地的坐标",
        "search": "检索了某阵地卷宗",
        "body": "<p>某阵地</p>",
        "withheld": "某阵地的坐标",
    }
    assert "阵地" not in plain(written("deny_secret", **words))
    partial = plain(written("partial", **words | {"ground": "deny_secret", "search": ""}))
    assert "阵地" not in partial
    assert "第十四条、第三十六条第三项、第三十七条" in partial


def test_a_part_is_withheld_on_a_ground_of_the_regulation_only() -> None:
    with pytest.raises(Refusal, match="依据须从"):
        written("partial", ground="不便公开")


def test_a_reply_tells_its_course_from_the_events() -> None:
    def at(day: int) -> datetime:
        return datetime(2026, 3, day, 12, tzinfo=CHINA)

    history = [
        Event("receive", at(2)), Event("ask", at(3)), Event("amend", at(5)),
        Event("consult", at(6), data={"letter": "1", "kind": "third"}),
        Event("consult_more", at(9), data={"letter": "2", "kind": "co_maker"}),
        Event("heard", at(10), data={"letter": "1"}), Event("heard_all", at(12), data={"letter": "2"}),
        Event("extend", at(13), data={"extend_by": 7}),
    ]  # fmt: skip
    text = plain(written("open", history=history))
    for said in (
        "2026年3月3日告知你（单位）补正", "2026年3月5日收到补正的申请", "征求第三方和其他机关意见于2026年3月12日结束",
        "答复期限延长7个工作日",
    ):  # fmt: skip
        assert said in text


def test_silence_means_different_things_to_third_parties_and_co_makers_and_the_letters_say_so() -> None:
    assert "15个工作日内提出意见" in plain(written("third_party"))
    assert "逾期未提出意见的，由本机关依照该条例的规定决定是否公开" in plain(written("third_party"))
    assert "逾期未提出意见的视为同意公开" in plain(written("co_maker"))
    assert "张三" not in plain(written("third_party"))  # who asks is nobody's business
    form = [block for block in written("third_party")["blocks"] if block["kind"] == "table"]
    assert "不同意公开" in "".join(plain({**written("third_party"), "blocks": form}))


def test_the_letters_on_the_way_say_their_terms_and_consequences() -> None:
    supplement = plain(written("supplement"))
    assert "请写明文件的名称" in supplement
    assert "10个工作日内补正" in supplement
    assert "视为放弃申请" in supplement
    assert "延长7个工作日，延长后的答复期限至2026年4月9日" in plain(
        written("extension", days=7, due_on=datetime(2026, 4, 9, tzinfo=CHINA).date())
    )
    fee = plain(written("fee", already=3))
    for said in (
        "按件计收",
        "本次计45件，本月此前已有3件",
        "人民币5500元",
        "银行转账",
        "次日起20个工作日内",
        "视为放弃",
    ):
        assert said in fee
    assert "双方确认之日为收到申请之日" in plain(written("receipt", received_on=None))
    assert "答复期限至2026年3月30日" in plain(written("receipt"))


@pytest.mark.parametrize("kind", ["receipt", "third_party", "fee", "partial", "deny_third"])
def test_a_letter_is_typeset_with_every_word(kind) -> None:
    document = written(kind)
    pdf = typeset_pdf(document, AT)
    text = squeezed(pdf)
    assert b"pdfaid:part>2<" in pdf
    for block in document["blocks"]:
        for run in block.get("runs", []):
            assert re.sub(r"\s+", "", run["text"]) in text
    assert typeset_docx(document, AT)


def test_markup_in_what_people_write_stays_letters() -> None:
    hostile = '<script>alert(1)</script> #read("x") <b>粗</b> &amp; $a$'
    document = written("open", description=hostile, given=hostile)
    assert plain(document).count('<script>alert(1)</script> #read("x") <b>粗</b> &amp; $a$') == 2
    assert "<script>alert(1)</script>" in squeezed(typeset_pdf(document, AT))


def test_a_character_without_glyph_names_its_field() -> None:
    strange = FACTS | {"given": "竣工意见\U000e0100\U0001f9ff书"}
    with pytest.raises(Refusal, match="提供的信息及提供方式"):
        require_printable(letters.said(strange))
    with pytest.raises(Refusal, match="正文"):
        typeset_pdf(written("open", given=strange["given"]), AT)
    require_printable(letters.said(FACTS))


def test_a_long_question_of_many_lines_is_printed_whole() -> None:
    asked = "\n".join(f"第{n}项：红旗水库{n}号闸门的检修记录" for n in range(200))
    text = squeezed(typeset_pdf(written("open", description=asked), AT))
    assert "第0项" in text
    assert "第199项" in text
