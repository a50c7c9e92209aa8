"""Text as it comes out of files: radicals read as the characters that they look like."""

from __future__ import annotations

from gongkai.kernel.vocabulary import unified


def test_radicals_become_the_characters_they_look_like_one_for_one():
    assert unified("⾏政许可⼀⾃然⼈，⻋⻔⻓⺠⽤⼿机") == "行政许可一自然人，车门长民用手机"


def test_other_text_stays_as_it_is():
    for text in ("一二三 Ａ１ ㎡ 〇 䶮𠮷 ①", ""):
        assert unified(text) == text
