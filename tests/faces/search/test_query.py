"""What a reader types is understood, and what is shown with a hit is a piece of the text itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.faces.search.normal import stream
from gongkai.faces.search.query import LONGEST, number_key, parse
from gongkai.faces.search.segment import domain_words, words
from gongkai.faces.search.snippet import marked, plain, snippet, spans
from gongkai.kernel.vocabulary import Refusal


@pytest.mark.parametrize("word", ["一网通办", "好差评", "政府信息公开", "依申请公开", "跨省通办", "放管服", "接诉即办"])
def test_a_word_of_the_field_stays_whole(word):
    assert word in words(f"推进{word}，持续优化")


def test_every_word_of_the_dictionary_is_known():
    found = domain_words()
    assert len(found) == len(set(found))
    assert all(words(word) == [word] for word in found)


def test_words_leave_punctuation_and_the_words_of_a_question():
    assert parse("如何申请政府信息公开？").words == ("申请", "政府信息公开")
    assert parse("的").words == ("的",)
    assert parse("，。！").is_empty is False  # might be a number; it finds nothing
    assert parse("，。！").words == ()


@pytest.mark.parametrize(
    ("text", "phrases", "found"),
    [
        ('"甲乙" 丙', ("甲乙",), ("丙",)),
        ('"甲乙" "丙丁"', ("甲乙", "丙丁"), ()),
        ('"他说"你好"了"', ('他说"你好"了',), ()),
        ('"“六稳”“六保”工作"', ("“六稳”“六保”工作",), ()),
        ("＂甲乙＂", ("甲乙",), ()),
        ('"甲乙', (), ("甲乙",)),
        ('丙"甲乙"丁', ("甲乙",), ("丙", "丁")),
        ("“政務” 公開", ("政务",), ("公开",)),
    ],
)
def test_quotation_marks_make_phrases(text, phrases, found):
    query = parse(text)
    assert query.phrases == phrases
    assert "".join(query.words) == "".join(found)


def test_numbers_have_one_form():
    assert number_key("县政办发［２０２６］ 3号") == number_key("县政办发〔2026〕3号") == "县政办发〔2026〕3号"
    assert parse("国办公开办函〔2019〕第61号").number == "国办公开办函〔2019〕61号"
    assert parse("县政办发(2026)3号").is_number
    assert not parse("关于县政办发(2026)3号的说明").is_number


def test_a_query_without_end_is_refused_in_words():
    with pytest.raises(Refusal, match="过长"):
        parse("公" * (LONGEST + 1))


@given(st.text(max_size=60))
def test_no_query_is_too_strange(text):
    query = parse(text)
    assert all(stream(needle) == needle and needle for needle in (*query.phrases, *query.words))


TEXT = (
    "第一条　为了保障公民依法获取政府信息。\n\n　　第二条 坚持以公开为常\n\n　　态、不公开为例外，遵循公正、公平、合法、便民的原則。"
    + "余" * 300
)


def test_a_phrase_is_marked_across_paragraphs_in_the_original():
    (span,) = spans(TEXT, parse('"公开为常态"'))
    assert TEXT[slice(*span)] == "公开为常\n\n　　态"
    pieces = snippet(TEXT, parse('"公开为常态"'), width=40)
    assert [piece for piece, hit in pieces if hit] == ["公开为常 态"]
    assert plain(pieces).startswith("…")
    assert plain(pieces).endswith("…")
    assert "\n" not in plain(pieces)


def test_a_snippet_stands_where_most_of_what_was_asked_stands_together():
    text = "公平。" + "无关文字。" * 60 + "遵循公正、公平、合法的原则。" + "无关文字。" * 60
    assert "公正" in plain(snippet(text, parse("公平 公正 合法"), width=60))


def test_either_script_and_width_is_marked():
    assert [TEXT[a:b] for a, b in spans(TEXT, parse("原则"))] == ["原則"]
    assert marked("ＡＰＰ与App", parse("app")) == [("ＡＰＰ", True), ("与", False), ("App", True)]
    assert marked("依照县政办发[2026] 3号", parse("县政办发〔2026〕3号"))[-1] == ("县政办发[2026] 3号", True)


def test_without_a_hit_the_beginning_is_shown():
    assert plain(snippet(TEXT, parse("龘"), width=12)) == "第一条 为了保障公民依法…"
    assert snippet("", parse("甲")) == []


@given(st.text("政务公开，\n ab", max_size=80), st.text("政务公开ab ", min_size=1, max_size=4), st.integers(1, 40))
def test_pieces_are_the_text_itself(text, asked, width):
    for query in (parse(asked), parse(f'"{asked}"')):
        assert plain(marked(text, query)) == text
        pieces = snippet(text, query, width=width)
        assert stream(plain(pieces).replace("…", "")) in stream(text)
        assert all(piece for piece, _ in pieces)
        assert any(hit for _, hit in pieces) == bool(spans(text, query))


@pytest.mark.parametrize(
    ("phrase", "same"),
    [
        ("主动公开，应当", "主动公开,应当"), ("第７条：", "第7条:"), ("（试行）", "(试行)"), ("ＡＢＣ", "abc"), ("政務公開", "政务公开"),
        ("公开 \u3000\n为常态", "公开为常态"), ("⼀般", "一般"),
    ],
)  # fmt: skip
def test_a_phrase_is_the_same_in_either_width_case_and_script(phrase, same):
    assert parse(f'"{phrase}"').phrases == parse(f'"{same}"').phrases == (stream(same),)


@pytest.mark.parametrize(
    ("one", "other"),
    [("公开。", "公开."), ("甲、乙", "甲,乙"), ("〔2026〕", "[2026]"), ("二条", "2条"), ("《办法》", "<办法>")],
)
def test_a_phrase_is_nothing_else(one, other):
    assert stream(one) not in stream(other)


@given(st.text(), st.text(min_size=1), st.text())
def test_folding_finds_whatever_stands_there_byte_by_byte(before, phrase, after):
    assert stream(phrase) in stream(before + phrase + after)
