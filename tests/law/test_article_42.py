"""条例第四十二条 with 国办函〔2020〕109号: rising tiers by items or pages, notice within the term, unpaid is given up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.answer.foi import rules
from gongkai.answer.foi.replay import UnlawfulEvent
from gongkai.answer.foi.terms import FeeBasis
from gongkai.kernel.vocabulary import Refusal
from tests.answer.foi.story import clock, codes, told

CHARGED = (("receive", "2026-03-02"), ("accept", "2026-03-03"), ("charge", "2026-03-05"))
SERVED = (*CHARGED, ("fee_served", "2026-03-09"))


@pytest.mark.parametrize(
    ("basis", "quantity", "yuan"),
    [
        (FeeBasis.ITEMS, 10, 0), (FeeBasis.ITEMS, 11, 100), (FeeBasis.ITEMS, 30, 2000), (FeeBasis.ITEMS, 31, 2200),
        (FeeBasis.ITEMS, 45, 5500),
        (FeeBasis.PAGES, 30, 0), (FeeBasis.PAGES, 31, 10), (FeeBasis.PAGES, 68, 380), (FeeBasis.PAGES, 100, 700),
        (FeeBasis.PAGES, 200, 2700), (FeeBasis.PAGES, 250, 4700),
    ],
)  # fmt: skip
def test_the_tiers(basis, quantity, yuan) -> None:
    assert rules.fee(basis, quantity) == yuan


@given(already=st.integers(0, 80), quantity=st.integers(0, 80))
def test_items_of_one_month_add_up_whatever_the_portions(already, quantity) -> None:
    by_hand = sum(
        0 if n <= 10 else 100 if n <= 30 else 100 + 100 * (1 + (n - 31) // 10)
        for n in range(already + 1, already + quantity + 1)
    )
    assert rules.fee(FeeBasis.ITEMS, quantity, already) == by_hand
    whole = rules.fee(FeeBasis.ITEMS, already + quantity)
    assert whole == rules.fee(FeeBasis.ITEMS, already) + rules.fee(FeeBasis.ITEMS, quantity, already)


def test_pages_are_not_added_across_requests_and_nonsense_is_refused() -> None:
    with pytest.raises(Refusal, match="不与其他申请累计"):
        rules.fee(FeeBasis.PAGES, 40, 10)
    for quantity in (-1, 100_001):
        with pytest.raises(Refusal, match="0至100000"):
            rules.fee(FeeBasis.ITEMS, quantity)


def test_the_notice_stops_the_answer_clock_and_payment_starts_it_anew() -> None:
    assert clock(told("counter", *CHARGED))["status"] == "stopped"
    assert clock(told("counter", *SERVED), "fee")["due_on"] == "2026-04-07"
    paid = told("counter", *SERVED, ("paid", "2026-04-07"))
    assert clock(paid)["started_on"] == "2026-04-07"
    assert clock(paid)["due_on"] == "2026-05-08"
    with pytest.raises(UnlawfulEvent, match="视为放弃申请，所收款项应当退还"):
        told("counter", *SERVED, ("paid", "2026-04-08"))


def test_unpaid_lapses_after_twenty_working_days_from_service_and_not_before() -> None:
    with pytest.raises(UnlawfulEvent, match="尚未登记送达"):
        told("counter", *CHARGED, ("lapse_fee", "2026-06-01"))
    with pytest.raises(UnlawfulEvent, match="届满之前不能"):
        told("counter", *SERVED, ("lapse_fee", "2026-04-07"))
    assert told("counter", *SERVED, now="2026-04-07")["outcomes"] == []
    assert codes(told("counter", *SERVED, now="2026-04-08")["outcomes"]) == {"no_fee"}
    answer = told("counter", *SERVED, ("lapse_fee", "2026-04-08"),
                  ("lapse_approve_fee", "2026-04-08"), ("lapse_sign", "2026-04-09"),
                  ("issue", "2026-04-09"), ("send", "2026-04-09"))  # fmt: skip
    assert answer["report"]["line"]["code"] == "o2"


def test_the_notice_comes_within_the_term_and_its_amount_is_that_of_the_tiers() -> None:
    with pytest.raises(UnlawfulEvent, match="不能再发出收费通知"):
        told("counter", *CHARGED[:2], ("charge", "2026-03-31"))
    with pytest.raises(UnlawfulEvent, match="按标准应收5500元"):
        told("counter", *CHARGED[:2], ("charge", "2026-03-05", {"amount": 5000, "basis": "items", "quantity": 45}))
    for amount in (0, -5, 1.5, "500", True):
        with pytest.raises(UnlawfulEvent, match="大于0的整数"):
            told("counter", *CHARGED[:2], ("charge", "2026-03-05", {"amount": amount}))
