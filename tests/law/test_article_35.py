"""条例第三十五条: plainly too many requests: reasons may be asked; unreasonable is not handled, reasonable may be deferred."""

from __future__ import annotations

import pytest

from gongkai.answer.foi.replay import UnlawfulEvent
from tests.answer.foi.story import clock, codes, told

ASKED = (("receive", "2026-03-02"), ("accept", "2026-03-03"), ("ask_reasons", "2026-03-04"))


@pytest.mark.parametrize(("finding", "offered"), [("unreasonable", True), ("none", True), ("reasonable", False)])
def test_not_to_handle_is_offered_only_when_the_reasons_were_asked_and_found_wanting(finding, offered) -> None:
    answer = told("counter", *ASKED, ("explained", "2026-03-16", {"finding": finding}))
    assert ("abuse" in codes(answer["outcomes"])) is offered
    assert "abuse" not in codes(told("counter", *ASKED[:2])["outcomes"])
    assert "abuse" not in codes(told("counter", *ASKED)["outcomes"])


def test_a_deferral_asks_for_reasonable_reasons_and_is_told_in_time() -> None:
    found = (*ASKED, ("explained", "2026-03-16"))
    answer = told("counter", *found, ("defer", "2026-03-17", {"days": 60}))
    assert clock(answer)["due_on"] == "2026-06-26"
    with pytest.raises(UnlawfulEvent, match="认定理由合理之后"):
        told("counter", *ASKED[:2], ("defer", "2026-03-17"))
    with pytest.raises(UnlawfulEvent, match="认定理由合理之后"):
        told("counter", *ASKED, ("explained", "2026-03-16", {"finding": "unreasonable"}), ("defer", "2026-03-17"))
    with pytest.raises(UnlawfulEvent, match="已于2026-03-30届满"):
        told("counter", *found, ("defer", "2026-03-31"))


def test_whether_waiting_for_reasons_stops_the_clock_is_the_offices_choice() -> None:
    rows = (*ASKED, ("explained", "2026-03-16"))
    assert clock(told("counter", *rows))["excluded_days"] == []
    assert len(clock(told("counter", *rows, reasons_pause=True))["excluded_days"]) == 8


def test_an_unknown_finding_is_refused() -> None:
    with pytest.raises(UnlawfulEvent, match="认定结果“maybe”不存在"):
        told("counter", *ASKED, ("explained", "2026-03-16", {"finding": "maybe"}))
