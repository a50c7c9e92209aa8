"""雷同: a copied text is found under another name and with other numbers; what every report must say is nobody's copy."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.oversee.annual.reading import Published, read_many
from gongkai.oversee.comparing import alike
from gongkai.oversee.comparing.fixed import PHRASES, fixed
from gongkai.oversee.comparing.terms import LEAST_TEXT

COPIED = (
    "云岫县{name}坚持把公开工作纳入年度考核，每季度由分管领导主持一次专题会议，逐项核对栏目更新情况。"
    "针对群众反映集中的征地补偿问题，组织{n}名业务骨干下村入户讲解政策，现场解答疑问。"
    "存在的主要问题是部分股室对公文公开属性的认定理由写得过于简单，个别栏目更新不够及时。"
)
OWN = "本局今年重点改造了水库水情查询页面，把十四座水库的水位逐小时公布，并请用水户代表参与栏目评议，收到意见后逐条说明采纳情况。"
OTHER = (
    "全镇三十二个村务公开栏统一更换为电子屏，村民代表轮流担任公开监督员，对补贴发放名单逐户核对签字，发现错漏当天更正。"
)


def text(key: int, words: str, *names: str) -> alike.Text:
    return alike.prepare(key, words, names, fixed())


def test_a_copied_text_is_found_under_another_name_and_with_other_numbers():
    first = text(1, COPIED.format(name="水利局", n=12) + OWN, "云岫县水利局", "水利局")
    second = text(2, COPIED.format(name="民政局", n=9) + OTHER, "云岫县民政局", "民政局")
    (found,) = alike.pairs([first, second], Fraction(2, 5))
    assert (found.first, found.second) == (1, 2)
    assert found.share > Fraction(6, 10)
    assert found == alike.pair(first, second)


def test_texts_of_ones_own_are_not_told():
    assert alike.pairs([text(1, OWN), text(2, OTHER)], Fraction(1, 100)) == []


def test_phrases_of_the_form_and_sentences_of_figures_do_not_count():
    report = "".join(PHRASES)
    figures = "全年新收政府信息公开申请5件，上年结转1件；办结4件，结转下年度继续办理2件，全部在法定期限内答复完毕。"
    first, second = text(1, report + figures + OWN), text(2, report + figures + OTHER)
    assert alike.pairs([first, second], Fraction(1, 100)) == []
    assert first.length == text(3, OWN).length


def test_a_sentence_of_three_numbers_states_figures_and_one_of_two_does_not():
    two = "全镇12个村、3个社区的公开栏全部更换完毕并且通过了验收。"
    assert text(1, two).length > 20
    assert text(1, two.replace("并且通过了验收", "并且45个小组也通过了验收")).length == 0


def test_numbers_and_the_own_name_stand_for_themselves_whatever_they_are():
    (one,) = alike.sentences("云岫县水利局在２０２５年公开1,204件。", ["水利局", "云岫县水利局"])
    assert (one.normal, one.figures) == ("本在0年公开0件", 2)
    assert [one.text[place] for place in one.places] == ["云", "在", "２", "年", "公", "开", "1", "件"]


def test_a_short_report_that_stands_wholly_in_a_long_one_is_found():
    short, long = text(1, OWN), text(2, OWN + OTHER + COPIED)
    (found,) = alike.pairs([short, long], Fraction(1))
    assert (found.share_of_first, found.share) == (1, 1)
    assert found.share_of_second < Fraction(1, 2)


def test_our_own_draft_of_a_report_counts_for_nothing():
    drafted = (
        "制发公文时同步确定公开属性，发布前逐件审查；更正已公开的信息3件。"
        "通过统一的政府信息公开专栏发布法定主动公开内容，提供检索、下载和存证核验。"
    )
    assert text(1, drafted).length == 0


def test_the_passages_stand_side_by_side_with_what_they_share_marked():
    first = text(1, COPIED.format(name="水利局", n=12) + OWN, "云岫县水利局")
    second = text(2, OTHER + COPIED.format(name="民政局", n=9), "云岫县民政局")
    found = alike.passages(first, second)
    assert len(found) == 3
    for one in found:
        assert "".join(piece.text for piece in one.first.pieces if piece.shared)
    name = found[0].first.pieces
    assert "".join(piece.text for piece in name).startswith("云岫县水利局坚持")
    assert "".join(piece.text for piece in found[0].second.pieces).startswith("云岫县民政局坚持")


def test_every_text_is_shown_whole_and_marks_change_nothing():
    words = COPIED.format(name="水利局", n=12) + "\n" + OWN
    first, second = text(1, words, "云岫县水利局"), text(2, COPIED.format(name="民政局", n=9), "云岫县民政局")
    shown = alike.shown(first, second)
    assert "".join(piece.text for one in shown for piece in one.pieces) == words.replace("\n", "")


def test_a_report_shares_everything_with_itself():
    one = text(1, COPIED.format(name="水利局", n=12))
    assert alike.pair(one, one).share == 1


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet="甲乙丙丁。，0", max_size=60), min_size=2, max_size=5), st.fractions(0, 1))
def test_the_pairs_are_those_that_a_comparison_one_by_one_finds(words, least):
    texts = [alike.prepare(key, one, (), frozenset()) for key, one in enumerate(words)]
    found = {(pair.first, pair.second): pair for pair in alike.pairs(texts, least)}
    for second in range(len(texts)):
        for first in range(second):
            pair = alike.pair(texts[first], texts[second])
            if pair.shared and pair.share >= least:
                assert found.pop((first, second)) == pair
    assert found == {}


def test_reports_of_different_places_have_hardly_anything_in_common(shared: Path):
    reports = read_many([(path.name, path.read_bytes()) for path in sorted((shared / "samples/reports").glob("*.txt"))])
    texts = [
        alike.prepare(key, one.prose.text, (one.organ,), fixed())
        for key, one in enumerate(reports)
        if isinstance(one, Published)
    ]
    long = [one for one in texts if one.length >= LEAST_TEXT.default]
    assert len(long) >= 6
    assert alike.pairs(long, Fraction(5, 100)) == []
