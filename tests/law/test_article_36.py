"""条例第三十六条: seven kinds of reply, each with what it must contain; every leaf of table three can be reached, once each."""

from __future__ import annotations

import pytest

from gongkai.answer.foi import rules
from gongkai.answer.foi.replay import UnlawfulEvent
from gongkai.answer.foi.terms import OUTCOMES, Line, Remedy, outcome
from tests.answer.foi.story import codes, replied, told

BEFORE = (("receive", "2026-03-02"), ("accept", "2026-03-03"))


def test_every_leaf_of_table_three_has_a_reply_and_every_reply_one_leaf() -> None:
    assert {one.line for one in OUTCOMES} == set(Line)
    assert len({one.code for one in OUTCOMES}) == len(OUTCOMES)


def test_every_need_of_a_reply_has_a_chinese_label() -> None:
    assert {need for one in OUTCOMES for need in one.needs} <= set(rules.NEEDS)


@pytest.mark.parametrize("code", ["open", "already", "partial", "deny_secret", "not_exist", "not_ours", "query"])
def test_the_kinds_without_a_step_are_offered_once_received(code) -> None:
    assert told("online", arrived="2026-03-02")["outcomes"] == []
    answer = told("counter", *BEFORE)
    assert code in codes(answer["outcomes"])
    sent = told("counter", *BEFORE, ("decide", "2026-03-10", {"outcome": code}), *replied("2026-03-11"))
    assert sent["report"]["line"]["code"] == outcome(code).line
    assert sent["outcomes"] == []


@pytest.mark.parametrize(
    ("code", "needs"),
    [
        ("open", ["given"]),
        ("already", ["where"]),
        ("deny_process", ["reason"]),
        ("deny_law", ["law", "reason"]),
        ("not_exist", ["search"]),
        ("not_ours", ["reason"]),
        ("repeat", ["earlier"]),
        ("query", ["law", "where"]),
    ],
)
def test_a_reply_says_what_its_item_asks_for(code, needs) -> None:
    assert [name for name, _ in rules.missing(outcome(code), {"given": "", "reason": " "})] == needs
    assert rules.missing(outcome(code), dict.fromkeys(needs, "有")) == []


@pytest.mark.parametrize("code", ["repeat", "confirm"])
def test_what_refers_to_an_earlier_reply_is_offered_with_its_number(code) -> None:
    assert code not in codes(told("counter", *BEFORE)["outcomes"])
    assert code in codes(told("counter", *BEFORE, ("cite_earlier", "2026-03-04"))["outcomes"])
    with pytest.raises(UnlawfulEvent, match="须先登记此前答复的文号"):
        told("counter", *BEFORE, ("decide", "2026-03-04", {"outcome": code}))
    assert told("counter", *BEFORE, ("decide", "2026-03-04", {"outcome": code, "earlier": "清水公开答〔2025〕7号"}))


def test_what_is_not_an_outcome_is_refused() -> None:
    with pytest.raises(UnlawfulEvent, match="没有“maybe”这一办理结果"):
        told("counter", *BEFORE, ("decide", "2026-03-04", {"outcome": "maybe"}))


@pytest.mark.parametrize("code", ["withdrawn", "no_supplement", "no_fee"])
def test_what_a_step_of_its_own_brings_about_is_no_proposal(code) -> None:
    with pytest.raises(UnlawfulEvent):
        told("counter", *BEFORE, ("decide", "2026-03-04", {"outcome": code}))


def test_a_withdrawal_counts_under_others_with_the_applicants_statement() -> None:
    answer = told("counter", *BEFORE, ("withdraw", "2026-03-05"))
    assert answer["report"]["line"]["code"] == "o3"
    assert answer["state"]["code"] == "ended"
    with pytest.raises(UnlawfulEvent, match="须填写撤回声明"):
        told("counter", *BEFORE, ("withdraw", "2026-03-05", {"statement": None}))


def test_refusals_tell_of_reconsideration_first_and_other_replies_of_a_choice() -> None:
    first = {one.code for one in OUTCOMES if one.remedy is Remedy.FIRST_REVIEW}
    assert first == {"partial", *(one.code for one in OUTCOMES if one.code.startswith("deny_"))}
    assert [one.code for one in OUTCOMES if one.remedy is Remedy.NONE] == ["withdrawn"]
