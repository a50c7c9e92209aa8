"""条例第五十条 with 国办公开办函〔2021〕30号: a request is new by its receipt, its result by the sending, else carried over."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.oversee.annual.queries import compute
from tests import factories
from tests.answer.foi.story import replied, told
from tests.oversee.annual import factory
from tests.oversee.annual.factory import Asked

NEW, CARRIED_IN, RESULT, CARRIED_OUT = "new", "carried_in", "total", "carried_out"


@pytest.mark.parametrize(
    ("received", "sent", "year", "stands"),
    [
        ("2025-12-31", "2025-12-31", 2025, {NEW, RESULT}),
        ("2025-12-31", "2026-01-01", 2025, {NEW, CARRIED_OUT}),
        ("2025-12-31", "2026-01-01", 2026, {CARRIED_IN, RESULT}),
        ("2025-12-31", None, 2026, {CARRIED_IN, CARRIED_OUT}),
        ("2026-01-04", None, 2025, set()),
        ("2024-03-01", "2024-03-20", 2025, set()),
        (None, None, 2025, set()),
    ],
)
def test_where_a_request_stands_in_the_report_of_a_year(
    people: factories.Staff, received: str | None, sent: str | None, year: int, stands: set[str]
) -> None:
    day = date.fromisoformat
    factory.requests(people.organ, [Asked(received and day(received), sent and day(sent), "open" if sent else "")])
    cells = compute(people.organ, year, people.at).cells
    assert {row for row in (NEW, CARRIED_IN, RESULT, CARRIED_OUT) if cells[f"{row}.total"]} == stands


def test_a_request_open_on_the_last_day_has_no_result_in_its_year() -> None:
    way = (("confirm", "2025-12-30"), ("accept", "2025-12-31"), ("decide", "2026-01-07"))
    open_ = told("online", *way[:2], now="2025-12-31T23:59")
    assert (open_["report"]["new_in"], open_["report"]["result_in"]) == (2025, None)
    sent = told("online", *way, *replied("2026-01-08"))
    assert (sent["report"]["new_in"], sent["report"]["result_in"]) == (2025, 2026)


def test_what_was_never_confirmed_is_counted_nowhere() -> None:
    answer = told("online", ("attempt", "2025-12-30"), ("drop", "2026-01-05"))
    assert answer["report"] == dict.fromkeys(("received_on", "new_in", "replied_on", "result_in", "line", "outcome"))
