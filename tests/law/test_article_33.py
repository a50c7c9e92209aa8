"""条例第三十三条: twenty working days; one extension of at most twenty by the head of the office; consulting is not counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.answer.foi.replay import UnlawfulEvent
from tests.answer.foi import wall
from tests.answer.foi.story import clock, codes, replied, told


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-01-05", "2026-02-02"),
        ("2026-02-14", "2026-03-20"),  # received on a make-up Saturday
        ("2026-02-15", "2026-03-20"),  # received on a day off
        ("2026-09-18", "2026-10-22"),  # 20 September and 10 October count
        ("2026-09-30", "2026-11-03"),
        ("2025-12-31", "2026-01-29"),
    ],
)
def test_twenty_working_days_from_receipt(received, due) -> None:
    assert clock(told("counter", ("receive", received)))["due_on"] == due


def test_an_answer_on_the_last_day_is_in_time_and_the_next_day_late() -> None:
    way = (("receive", "2026-01-05"), ("accept", "2026-01-06"), ("decide", "2026-01-20"))
    assert told("counter", *way, *replied("2026-02-02"))["counted"]["replied_late"] is False
    late = told("counter", *way, *replied("2026-02-03"))
    assert late["counted"]["replied_late"] is True
    assert clock(late)["late"] is True
    # what was answered in time does not become late by waiting for its service
    assert told("counter", *way, *replied("2026-02-02"), now="2026-05-01")["counted"]["replied_late"] is False


def test_an_answer_on_the_spot_is_possible() -> None:
    day = "2026-03-02"
    answer = told("counter", ("receive", day), ("accept", day), ("decide", day), *replied(day), ("serve", day))
    assert answer["state"]["code"] == "served"


def test_the_extension_is_at_most_twenty_days_and_once() -> None:
    answer = told("counter", ("receive", "2026-01-05"), ("extend", "2026-01-20"))
    assert clock(answer)["due_on"] == "2026-03-06"
    assert clock(answer)["extension"] == 20
    shorter = told("counter", ("receive", "2026-01-05"), ("extend", "2026-01-20", {"days": 5}))
    assert clock(shorter)["due_on"] == wall.nth(date(2026, 1, 5), 25).isoformat()
    for days in (0, -1, 21, "5", 2.5, True):
        with pytest.raises(UnlawfulEvent, match="1 到 20"):
            told("counter", ("receive", "2026-01-05"), ("extend", "2026-01-20", {"days": days}))
    with pytest.raises(UnlawfulEvent, match="只能办理一次"):
        told("counter", ("receive", "2026-01-05"), ("extend", "2026-01-20", {"days": 5}), ("extend", "2026-01-21"))


def test_the_extension_comes_before_the_term_is_over_notice_included() -> None:
    assert clock(told("counter", ("receive", "2026-01-05"), ("extend", "2026-02-02")))["extension"] == 20
    with pytest.raises(UnlawfulEvent, match="答复期限已于2026-02-02届满，不能再延长"):
        told("counter", ("receive", "2026-01-05"), ("extend", "2026-02-03"))
    with pytest.raises(UnlawfulEvent, match="届满之前告知申请人"):
        told("counter", ("receive", "2026-01-05"), ("extend", "2026-02-02", {"notified_on": "2026-02-03"}))
    assert "extend" not in codes(told("counter", ("receive", "2026-01-05"), now="2026-02-03")["moves"])


def test_the_extension_is_the_heads_and_never_the_handlers() -> None:
    rows = {"channel": "counter", "handler": "李经办"}
    from gongkai.answer.foi.replay import replay

    received = {"move": "receive", "on": "2026-01-05", "by": "李经办", "roles": ["foi_officer"]}
    extension = {"move": "extend", "on": "2026-01-20", "data": {"reason": "调阅档案"}}
    with pytest.raises(UnlawfulEvent, match="您的岗位不能"):
        replay({**rows, "events": [received, {**extension, "by": "王科员", "roles": "foi_officer"}]})
    with pytest.raises(UnlawfulEvent, match="经办人不能批准自己经办的申请"):
        replay({**rows, "events": [received, {**extension, "by": "李经办", "roles": "foi_head"}]})
    assert replay({**rows, "events": [received, {**extension, "by": "赵主任", "roles": "foi_head"}]})


def test_third_party_time_is_not_counted() -> None:
    answer = told("counter", ("receive", "2026-03-02"), ("accept", "2026-03-02"), ("consult", "2026-03-09"),
                  ("heard", "2026-03-20"))  # fmt: skip
    assert clock(answer)["due_on"] == "2026-04-13"
    assert answer["counted"]["excluded_days"] == 9


def test_overlapping_letters_count_once_until_the_last_answer() -> None:
    rows = (
        ("receive", "2026-03-02"), ("accept", "2026-03-02"), ("consult", "2026-03-09"),
        ("consult", "2026-03-11", {"letter": "乙", "kind": "other_organ"}), ("heard", "2026-03-13"),
    )  # fmt: skip
    waiting = told("counter", *rows)
    assert waiting["state"]["code"] == "consulting"
    assert clock(waiting)["due_on"] is None
    assert clock(waiting)["remaining"] == 15
    answer = told("counter", *rows, ("heard", "2026-03-20", {"letter": "乙", "opinion": "agree"}))
    assert clock(answer)["due_on"] == "2026-04-13"
    assert len(clock(answer)["excluded_days"]) == 9


def test_consulting_after_the_term_heals_nothing() -> None:
    rows = (("receive", "2026-01-05"), ("accept", "2026-01-06"), ("consult", "2026-02-03"), ("heard", "2026-02-06"))
    assert clock(told("counter", *rows))["late"] is True
    assert clock(told("counter", *rows))["due_on"] == "2026-02-02"


ROUNDS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 20)), max_size=3)


@given(start=st.dates(date(2024, 1, 2), date(2025, 12, 1)), rounds=ROUNDS, extension=st.integers(0, 20))
@settings(max_examples=150, deadline=None)
def test_any_consultations_and_an_extension_as_counted_day_by_day(start, rounds, extension) -> None:
    rows = [("receive", start.isoformat()), ("accept", start.isoformat())]
    if extension:
        rows.append(("extend", start.isoformat(), {"days": extension}))
    day, crossed_out = start, set()
    for number, (before, length) in enumerate(rounds):
        sent = day + timedelta(days=before)
        day = sent + timedelta(days=length)
        rows += [("consult", sent.isoformat(), {"letter": f"第{number}份"}),
                 ("heard", day.isoformat(), {"letter": f"第{number}份"})]  # fmt: skip
        crossed_out |= set(wall.days(sent, day))
    answer = told("counter", *rows)
    assert clock(answer)["due_on"] == wall.nth(start, 20 + extension, crossed_out).isoformat()
