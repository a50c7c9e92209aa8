"""条例第五十条 with 国办公开办函〔2021〕30号: a request is new by its receipt, its result by the sending, else carried over."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.answer.foi.rules import YearCount, in_year
from tests.answer.foi.story import replied, told


@pytest.mark.parametrize(
    ("received", "sent", "year", "count"),
    [
        ("2025-12-31", "2025-12-31", 2025, YearCount(new=1, result=1)),
        ("2025-12-31", "2026-01-01", 2025, YearCount(new=1, carried_out=1)),
        ("2025-12-31", "2026-01-01", 2026, YearCount(carried_in=1, result=1)),
        ("2025-12-31", None, 2026, YearCount(carried_in=1, carried_out=1)),
        ("2026-01-04", None, 2025, YearCount()),
        ("2024-03-01", "2024-03-20", 2025, YearCount()),
        (None, None, 2025, YearCount()),
    ],
)
def test_where_a_request_stands_in_a_year(received, sent, year, count) -> None:
    assert in_year(received and date.fromisoformat(received), sent and date.fromisoformat(sent), year) == count


DAYS = st.dates(date(2023, 1, 1), date(2026, 12, 31))


@given(
    requests=st.lists(st.tuples(DAYS, st.none() | st.integers(0, 500))),
    year=st.integers(2022, 2028),
)
def test_the_years_always_balance_and_hand_over_to_each_other(requests, year) -> None:
    rows = [(day, None if wait is None else date.fromordinal(day.toordinal() + wait)) for day, wait in requests]
    here, after = ([in_year(*row, which) for row in rows] for which in (year, year + 1))
    for one in here:
        assert one.new + one.carried_in == one.result + one.carried_out
    assert sum(one.carried_out for one in here) == sum(one.carried_in for one in after)


def test_a_request_open_on_the_last_day_has_no_result_in_its_year() -> None:
    way = (("confirm", "2025-12-30"), ("accept", "2025-12-31"), ("decide", "2026-01-07"))
    open_ = told("online", *way[:2], now="2025-12-31T23:59")
    assert (open_["report"]["new_in"], open_["report"]["result_in"]) == (2025, None)
    sent = told("online", *way, *replied("2026-01-08"))
    assert (sent["report"]["new_in"], sent["report"]["result_in"]) == (2025, 2026)


def test_what_was_never_confirmed_is_counted_nowhere() -> None:
    answer = told("online", ("attempt", "2025-12-30"), ("drop", "2026-01-05"))
    assert answer["report"] == dict.fromkeys(("received_on", "new_in", "replied_on", "result_in", "line", "outcome"))
