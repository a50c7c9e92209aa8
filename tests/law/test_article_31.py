"""条例第三十一条: the day of receipt by channel; what comes on line, by fax or plain letter counts from the confirmation."""

from __future__ import annotations

import pytest

from gongkai.answer.foi import rules
from gongkai.answer.foi.replay import UnlawfulEvent
from gongkai.answer.foi.terms import Channel
from tests.answer.foi.story import clock, codes, told


@pytest.mark.parametrize("channel", ["counter", "post_signed"])
def test_what_is_handed_in_or_signed_for_counts_from_that_day(channel) -> None:
    answer = told(channel, ("receive", "2026-03-02"))
    assert answer["report"]["received_on"] == "2026-03-02"
    assert clock(answer)["due_on"] == "2026-03-30"
    with pytest.raises(UnlawfulEvent, match="不需要确认"):
        told(channel, ("confirm", "2026-03-02"))


@pytest.mark.parametrize("channel", ["post_plain", "online", "fax"])
def test_everything_else_counts_from_the_confirmation_not_from_the_arrival(channel) -> None:
    waiting = told(channel, arrived="2026-03-02T10:00", now="2026-03-05T10:00")
    assert waiting["clocks"] == []
    assert waiting["report"]["received_on"] is None
    assert waiting["counted"]["unconfirmed_days"] == 3
    assert codes(waiting["moves"]) == {"confirm", "attempt", "drop"}
    answer = told(channel, ("confirm", "2026-03-05"), arrived="2026-03-02T10:00")
    assert answer["report"]["received_on"] == "2026-03-05"
    assert clock(answer)["due_on"] == "2026-04-02"
    with pytest.raises(UnlawfulEvent, match="以与申请人确认之日为收到之日"):
        told(channel, ("receive", "2026-03-02"))


def test_confirming_names_its_manner() -> None:
    with pytest.raises(UnlawfulEvent, match="须填写确认方式"):
        told("online", ("confirm", "2026-03-02", {"manner": None}))


@pytest.mark.parametrize(
    ("arrived", "confirmed", "days"),
    [
        ("2026-03-02", "2026-03-02", 0),
        ("2026-03-02", "2026-03-03", 1),
        ("2026-03-06", "2026-03-09", 1),  # Friday to Monday
        ("2026-03-07", "2026-03-09", 0),  # Saturday to Monday
        ("2026-02-14", "2026-02-24", 1),  # a make-up Saturday, then the holiday
    ],
)
def test_each_working_day_that_ends_unconfirmed_is_counted(arrived, confirmed, days) -> None:
    answer = told("online", ("confirm", confirmed), arrived=arrived)
    assert answer["counted"]["unconfirmed_days"] == days


def test_attempts_to_reach_the_applicant_are_kept_and_start_nothing() -> None:
    answer = told("fax", ("attempt", "2026-03-02"), ("attempt", "2026-03-03"), ("confirm", "2026-03-04"))
    assert answer["counted"]["attempts"] == 2
    assert answer["report"]["received_on"] == "2026-03-04"


def test_a_receipt_before_the_arrival_or_in_the_future_is_refused() -> None:
    with pytest.raises(UnlawfulEvent, match="早于申请到达的时间"):
        told("online", ("confirm", "2026-03-01"), arrived="2026-03-02")
    with pytest.raises(UnlawfulEvent, match="晚于当前时间"):
        told("counter", ("receive", "2026-03-03"), now="2026-03-02")


def test_every_channel_has_one_way_of_being_received() -> None:
    assert {channel.value: rules.receipt_move(channel) for channel in Channel} == {
        "counter": "receive",
        "post_signed": "receive",
        "post_plain": "confirm",
        "online": "confirm",
        "fax": "confirm",
    }
