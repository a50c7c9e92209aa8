"""条例第三十九条: petitions and complaints in the form of a request, and published books, are told their proper way."""

from __future__ import annotations

import pytest

from gongkai.answer.foi.terms import Line, outcome
from tests.answer.foi.papers import plain, written
from tests.answer.foi.story import codes, told


@pytest.mark.parametrize(
    ("code", "line", "said"),
    [
        ("petition", Line.N1, "第三十九条第一款，你（单位）以政府信息公开申请的形式进行信访、投诉、举报等活动"),
        (
            "publication",
            Line.N3,
            "第三十九条第二款，你（单位）申请的内容为要求本机关提供政府公报、报刊、书籍等公开出版物",
        ),
    ],
)
def test_each_is_offered_counted_and_told_with_its_way(code, line, said) -> None:
    assert code in codes(told("counter", ("receive", "2026-03-02"))["outcomes"])
    assert outcome(code).line is line
    text = plain(written(code, where="县信访局（中山路1号）"))
    assert said in text
    assert "县信访局（中山路1号）" in text
