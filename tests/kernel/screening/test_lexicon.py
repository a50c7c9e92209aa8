"""The city's own dictionary: any number of words, whatever their width and case, the longest first."""

from __future__ import annotations

from gongkai.kernel.screening import Kind, scan


def found(text: str, *words: str) -> list[str]:
    return [hit.text for hit in scan(text, words) if hit.type is Kind.WORD]


def test_words_are_found_with_their_places() -> None:
    hit = scan("绝对化用语:全国第一。", ["全国第一"])[0]
    assert (hit.start, hit.end, hit.text, hit.blocks) == (6, 10, "全国第一", True)


def test_the_longest_word_wins() -> None:
    assert found("台湾地区和台湾", "台湾", "台湾地区") == ["台湾地区", "台湾"]


def test_width_and_case_do_not_matter() -> None:
    assert found("请用ＷｅＣｈａｔ联系", "wechat") == ["ＷｅＣｈａｔ"]


def test_blank_and_strange_words_do_no_harm() -> None:
    assert found("(a+b)*[c]", "", "  ", "(a+b)*") == ["(a+b)*"]
    assert found("任何文字", "", " ") == []


def test_ten_thousand_words_are_one_expression() -> None:
    words = [f"词{number}条" for number in range(10_000)]
    assert found("公开条例" * 50_000 + "词9999条", *words) == ["词9999条"]
