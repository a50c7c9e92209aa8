"""条例第三十七条: what can be separated is given, the rest is withheld with its ground and reason; it counts as partial only."""

from __future__ import annotations

from gongkai.answer.foi import rules
from gongkai.answer.foi.terms import Line, outcome

PARTIAL = outcome("partial")


def test_a_partial_reply_says_what_is_given_what_not_and_why() -> None:
    assert [name for name, _ in rules.missing(PARTIAL, {})] == ["given", "withheld", "ground", "reason"]
    full = {"given": "合同正文", "withheld": "账号", "ground": "deny_third", "reason": "涉及商业秘密"}
    assert rules.missing(PARTIAL, full) == []
    assert [name for name, _ in rules.missing(PARTIAL, {**full, "ground": "不便公开"})] == ["ground"]


def test_it_is_one_line_of_the_report() -> None:
    assert PARTIAL.line is Line.PARTIAL
