"""条例第三十二条 with 第十五条: the third party is asked in writing, has 15 working days; silence leaves it to the organ."""

from __future__ import annotations

import pytest

from gongkai.answer.foi import rules
from gongkai.answer.foi.replay import UnlawfulEvent
from gongkai.answer.foi.rules import LetterFacts
from gongkai.answer.foi.terms import LetterKind, Opinion, outcome
from tests.answer.foi.story import clock, codes, told

ASKED = (("receive", "2026-03-02"), ("accept", "2026-03-03"), ("consult", "2026-03-09"))
REACHED = (*ASKED, ("letter_received", "2026-03-11"))


def test_the_opinion_is_due_fifteen_working_days_after_receipt_not_after_dispatch() -> None:
    letter = told("counter", *REACHED)["letters"][0]
    assert (letter["sent_on"], letter["received_on"], letter["due_on"]) == ("2026-03-09", "2026-03-11", "2026-04-01")
    assert told("counter", *ASKED)["letters"][0]["due_on"] is None


def test_silence_ends_the_waiting_at_the_end_of_the_last_day_by_itself() -> None:
    last_day = told("counter", *REACHED, now="2026-04-01T23:59")
    assert last_day["state"]["code"] == "consulting"
    assert clock(last_day)["status"] == "paused"
    after = told("counter", *REACHED, now="2026-04-02T00:00")
    assert after["state"]["code"] == "handling"
    assert after["added"] == [
        {"move": "heard_all", "at": "2026-04-01T23:59:59+08:00", "data": {"letter": "甲", "opinion": "silent"}}
    ]
    assert clock(after)["due_on"] == "2026-04-23"  # 5 working days before the letter, 15 after 1 April, 清明 between
    assert after["letters"][0]["consents"] is None
    assert after["counted"]["letters_silent"] == 1


def test_an_opinion_on_the_last_day_is_in_time_and_one_after_it_is_not_entered() -> None:
    assert told("counter", *REACHED, ("heard", "2026-04-01"))["added"] == []
    with pytest.raises(UnlawfulEvent, match="已有结果：逾期未答复"):
        told("counter", *REACHED, ("heard", "2026-04-02"))
    with pytest.raises(UnlawfulEvent, match="现在还不能认定为逾期未答复"):
        told("counter", *REACHED, ("heard", "2026-04-01", {"opinion": "silent"}))


def test_a_letter_that_nobody_received_does_not_lapse_it_comes_back() -> None:
    waiting = told("counter", *ASKED, now="2026-06-01")
    assert waiting["state"]["code"] == "consulting"
    for opinion in ("unreached", "recalled"):
        answer = told("counter", *ASKED, ("heard", "2026-03-16", {"opinion": opinion}))
        assert answer["state"]["code"] == "handling"
        assert clock(answer)["excluded_days"] == ["2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13", "2026-03-16"]


@pytest.mark.parametrize(
    ("opinion", "offered"), [("disagree", True), ("unreached", True), ("agree", False), ("recalled", False)]
)
def test_refusal_for_a_third_party_is_offered_only_with_its_letter_and_without_its_consent(opinion, offered) -> None:
    answer = told("counter", *ASKED, ("heard", "2026-03-16", {"opinion": opinion}))
    assert ("deny_third" in codes(answer["outcomes"])) is offered
    assert next(one["line"]["code"] for one in told("counter", *REACHED, now="2026-04-03")["outcomes"]
                if one["code"] == "deny_third") == "d4"  # fmt: skip


def test_without_the_letter_neither_the_whole_nor_a_part_is_withheld_for_a_third_party() -> None:
    for data in ({"outcome": "deny_third"}, {"outcome": "partial", "fields": {"ground": "deny_third"}}):
        with pytest.raises(UnlawfulEvent, match="须先书面征求第三方意见"):
            told("counter", *ASKED[:2], ("decide", "2026-03-09", data))
    with pytest.raises(UnlawfulEvent, match="第三方同意公开，应当予以公开"):
        told("counter", *ASKED, ("heard", "2026-03-10", {"opinion": "agree"}),
             ("decide", "2026-03-10", {"outcome": "deny_third"}))  # fmt: skip


def test_to_disclose_against_a_third_party_asks_for_a_reason_of_its_own() -> None:
    from datetime import date

    letter = LetterFacts("甲", LetterKind.THIRD, date(2026, 3, 9), opinion=Opinion.DISAGREE)
    assert [name for name, _ in rules.missing(outcome("open"), {"given": "全文"}, [letter])] == ["override"]
    assert rules.missing(outcome("open"), {"given": "全文"}) == []
    assert rules.missing(outcome("open"), {"given": "全文", "override": "涉及饮水安全"}, [letter]) == []


LATE = {"letter": "甲", "opinion": "disagree", "answered_on": "2026-03-20"}


def test_an_answer_given_in_time_and_entered_late_takes_the_place_of_the_silence() -> None:
    answer = told("counter", *REACHED, ("late_heard", "2026-04-07", LATE))
    letter = answer["letters"][0]
    assert (letter["opinion"], letter["answered_on"], letter["consents"]) == ("disagree", "2026-03-20", False)
    # Waited for until 20 March, whenever that was typed: the vector of consultations, one working day of pause less.
    assert clock(answer)["due_on"] == "2026-04-13"
    assert clock(answer)["excluded_days"][-1] == "2026-03-20"
    assert answer["counted"]["letters_silent"] == 0


def test_the_last_answer_of_those_asked_together_ends_the_waiting() -> None:
    rows = (
        *REACHED, ("consult", "2026-03-12", {"letter": "乙"}), ("heard", "2026-03-25", {"letter": "乙", "opinion": "agree"}),
        ("late_heard", "2026-04-07", LATE),
    )  # fmt: skip
    assert clock(told("counter", *rows))["excluded_days"][-1] == "2026-03-25"


@pytest.mark.parametrize(
    ("rows", "wrong", "said"),
    [
        ((), {"answered_on": "2026-04-02"}, "届满之后提出的意见不能补登"),
        ((), {"answered_on": "2026-03-10"}, "早于收到征求意见函的日期"),
        ((), {"answered_on": "三月"}, "应写成 2026-03-02"),
        ((), {"opinion": "recalled"}, "只能是同意公开或者不同意公开"),
        ((), {"letter": "丁"}, "没有发出过"),
        ((("late_heard", "2026-04-07", LATE),), {}, "没有因逾期未答复"),
        ((("decide", "2026-04-03"),), {}, "不能“补登期限内的意见”"),
    ],
)
def test_only_what_was_in_time_takes_the_place_of_a_silence_and_only_before_the_decision(rows, wrong, said) -> None:
    with pytest.raises(UnlawfulEvent, match=said):
        told("counter", *REACHED, *rows, ("late_heard", "2026-04-07", LATE | wrong))


def test_what_is_disclosed_in_part_against_an_objection_asks_for_the_reason_too_unless_that_part_is_withheld() -> None:
    from datetime import date

    letter = LetterFacts("甲", LetterKind.THIRD, date(2026, 3, 9), opinion=Opinion.DISAGREE)
    fields = {"given": "正文", "withheld": "附表", "reason": "内部管理"}
    partial = outcome("partial")
    assert rules.missing(partial, fields | {"ground": "deny_internal"}, [letter])[0][0] == "override"
    assert rules.missing(partial, fields | {"ground": "deny_internal", "override": "饮水安全"}, [letter]) == []
    assert rules.missing(partial, fields | {"ground": "deny_third"}, [letter]) == []


def test_each_third_party_is_told_once_of_a_disclosure_that_it_did_not_agree_to() -> None:
    rows = (*REACHED, ("heard", "2026-03-20"), ("decide", "2026-03-23"))
    assert "third_told" in codes(told("counter", *rows)["moves"])
    done = told("counter", *rows, ("third_told", "2026-03-24", {"letter": "甲"}))
    assert done["state"]["code"] == "reviewing"
    assert "third_told" not in codes(done["moves"])
    with pytest.raises(UnlawfulEvent, match="没有不同意公开而尚未告知"):
        told("counter", *rows, *[("third_told", "2026-03-24", {"letter": "甲"})] * 2)
    with pytest.raises(UnlawfulEvent, match="没有不同意公开而尚未告知"):
        told(
            "counter",
            *REACHED,
            ("heard", "2026-03-20", {"opinion": "agree"}),
            ("third_told", "2026-03-24", {"letter": "甲"}),
        )
