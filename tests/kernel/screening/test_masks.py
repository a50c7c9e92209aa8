"""A mask keeps the length and never enough to rebuild the number (default masks of the house, stricter than practice)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.kernel.screening import Kind, mask, scan
from gongkai.kernel.vocabulary import Refusal

ID = "349901193301010153"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"身份证{ID}。", "身份证349901************。"),
        ("身份证349901 19330101 0153", "身份证349901 ******** ****"),
        ("旧证号329907790909191", "旧证号329907*********"),
        ("手机13800000087", "手机138******87"),
        ("手机+86 138-0000-0087", "手机+86 138-****-**87"),
        ("手机１８７００００１２２３", "手机１８７******２３"),
        ("卡号6217850000003344517", "卡号***************4517"),
    ],
)
def test_what_stays_of_a_number(text: str, masked: str) -> None:
    assert mask(text, scan(text)) == masked
    assert scan(masked) == []


def test_a_word_of_the_dictionary_is_masked_whole() -> None:
    text = "这是ＡＢ内部资料。"
    assert mask(text, scan(text, ["ab内部"])) == "这是****资料。"


def test_an_allowed_contact_is_masked_only_when_asked() -> None:
    text = "监督电话:13800000087"
    assert mask(text, scan(text)) == text
    assert mask(text, scan(text), also_allowed=True) == "监督电话:138******87"


def test_findings_of_another_state_of_the_text_are_refused() -> None:
    hits = scan(f"甲{ID}")
    with pytest.raises(Refusal, match="已经改动"):
        mask(f"甲乙{ID}", hits)
    with pytest.raises(Refusal, match="已经改动"):
        mask("甲", [replace(hits[0], start=90, end=108)])


def test_a_classified_text_is_not_masked_but_refused() -> None:
    text = "机密★10年\n方案"
    hits = scan(text)
    assert [hit.type for hit in hits] == [Kind.CLASSIFICATION]
    with pytest.raises(Refusal, match="涉密信息不得录入本系统"):
        mask(text, hits)
