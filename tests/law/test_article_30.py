"""条例第三十条: one supplement notice within seven working days; a new full term from the supplement; else given up."""

from __future__ import annotations

import pytest

from gongkai.answer.foi.replay import UnlawfulEvent
from tests.answer.foi.story import clock, codes, told

RECEIVED = ("receive", "2026-02-12")


@pytest.mark.parametrize(
    ("day", "late"),
    [("2026-02-12", False), ("2026-02-28", False), ("2026-03-02", True)],  # 28 February is a make-up Saturday
)
def test_a_notice_after_the_seventh_working_day_is_possible_but_counted(day, late) -> None:
    answer = told("counter", RECEIVED, ("ask", day))
    assert answer["state"]["code"] == "amending"
    assert answer["counted"]["notice_late"] is late
    assert clock(answer, "notice")["due_on"] == "2026-02-28"
    assert clock(answer, "notice")["late"] is late


def test_a_late_notice_is_counted_after_acceptance_too() -> None:
    answer = told("counter", RECEIVED, ("accept", "2026-02-13"), ("ask", "2026-03-03"))
    assert answer["counted"]["notice_late"] is True
    assert answer["counted"]["notice_days"] == 9


def test_a_notice_cannot_heal_a_term_that_is_over() -> None:
    with pytest.raises(UnlawfulEvent, match=r"第2个事件.*答复期限已于2026-02-02届满，不能再告知补正"):
        told("counter", ("receive", "2026-01-05"), ("ask", "2026-02-03"))


def test_a_second_notice_is_refused() -> None:
    before = (RECEIVED, ("ask", "2026-02-13"), ("amend", "2026-02-14"))
    with pytest.raises(UnlawfulEvent, match=r"第4个事件.*“告知补正”只能办理一次"):
        told("counter", *before, ("ask", "2026-02-24"))
    assert "ask" not in codes(told("counter", *before)["moves"])
    with pytest.raises(UnlawfulEvent, match="不能“告知补正”"):
        told("counter", *before[:2], ("ask", "2026-02-14"))


def test_the_answer_clock_starts_anew_and_in_full_from_the_supplement() -> None:
    asked = told("counter", ("receive", "2026-01-05"), ("ask", "2026-01-14"))
    assert clock(asked)["status"] == "stopped"
    answer = told("counter", ("receive", "2026-01-05"), ("ask", "2026-01-14", {"days": 40}), ("amend", "2026-02-14"))
    assert clock(answer)["started_on"] == "2026-02-14"
    assert clock(answer)["due_on"] == "2026-03-20"
    assert clock(answer)["term"] == 20


def test_the_term_for_the_supplement_is_the_offices_and_counts_from_service() -> None:
    rows = (("receive", "2026-03-02"), ("ask", "2026-03-04", {"days": 5}))
    assert clock(told("counter", *rows), "supplement")["due_on"] == "2026-03-11"
    served = told("counter", *rows, ("ask_served", "2026-03-09"))
    assert clock(served, "supplement")["due_on"] == "2026-03-16"
    assert clock(served, "supplement")["term"] == 5


def test_without_a_supplement_in_time_the_request_lapses_but_not_a_day_earlier() -> None:
    rows = (("receive", "2026-03-02"), ("ask", "2026-03-04", {"days": 5}))
    with pytest.raises(UnlawfulEvent, match="补正期限至2026-03-11届满，届满之前不能"):
        told("counter", *rows, ("lapse_supplement", "2026-03-11"))
    assert told("counter", *rows, now="2026-03-11")["outcomes"] == []
    assert codes(told("counter", *rows, now="2026-03-12")["outcomes"]) == {"no_supplement"}
    lapsed = told("counter", *rows, ("lapse_supplement", "2026-03-12"),
                  ("lapse_approve_supplement", "2026-03-12"), ("lapse_sign", "2026-03-13"),
                  ("issue", "2026-03-13"), ("send", "2026-03-13"))  # fmt: skip
    assert lapsed["report"]["line"]["code"] == "o1"
    assert lapsed["counted"]["replied_late"] is False


@pytest.mark.parametrize("lapsing", [(), (("lapse_supplement", "2026-03-12"),)])
def test_a_late_supplement_is_taken_with_good_reason_and_only_then(lapsing) -> None:
    rows = (("receive", "2026-03-02"), ("ask", "2026-03-04", {"days": 5}), *lapsing)
    with pytest.raises(UnlawfulEvent, match="须填写正当理由") as refused:
        told("counter", *rows, ("amend", "2026-03-13"))
    assert refused.value.field == "good_reason"
    answer = told("counter", *rows, ("amend", "2026-03-13", {"good_reason": "住院治疗"}))
    assert answer["state"]["code"] == "handling"
    assert clock(answer)["due_on"] == "2026-04-13"
    needs = {need["name"] for move in told("counter", *rows, now="2026-03-13")["moves"] if move["code"] == "amend" for need in move["needs"]}  # fmt: skip
    assert "good_reason" in needs


def test_still_unclear_is_offered_only_after_notice_and_supplement() -> None:
    rows = [("receive", "2026-03-02"), ("accept", "2026-03-03"), ("ask", "2026-03-04"), ("amend", "2026-03-09")]
    assert "unclear" not in codes(told("counter", *rows[:2])["outcomes"])
    assert "unclear" not in codes(told("counter", *rows[:3])["outcomes"])
    assert "unclear" in codes(told("counter", *rows)["outcomes"])
    with pytest.raises(UnlawfulEvent, match="须先告知补正并收到补正"):
        told("counter", *rows[:2], ("decide", "2026-03-05", {"outcome": "unclear"}))
