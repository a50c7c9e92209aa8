"""条例第三十四条: co-makers have fifteen working days too, but their silence is consent; their time is not counted."""

from __future__ import annotations

from tests.answer.foi.story import clock, codes, told

ROWS = (
    ("receive", "2026-03-02"),
    ("accept", "2026-03-03"),
    ("consult", "2026-03-09", {"letter": "财政局", "kind": "co_maker"}),
    ("letter_received", "2026-03-11", {"letter": "财政局"}),
)


def test_silence_of_a_co_maker_is_consent() -> None:
    letter = told("counter", *ROWS, now="2026-04-02")["letters"][0]
    assert (letter["due_on"], letter["opinion"], letter["consents"]) == ("2026-04-01", "silent", True)


def test_two_silences_each_on_its_day_and_the_clock_stands_until_the_last() -> None:
    rows = (
        *ROWS,
        ("consult", "2026-03-12", {"letter": "丙公司", "kind": "third"}),
        ("letter_received", "2026-03-13", {"letter": "丙公司"}),
    )
    between = told("counter", *rows, now="2026-04-02")
    assert between["state"]["code"] == "consulting"
    assert [one["move"] for one in between["added"]] == ["heard"]
    after = told("counter", *rows, now="2026-04-08")
    assert [(one["move"], one["at"][:10]) for one in after["added"]] == [
        ("heard", "2026-04-01"),
        ("heard_all", "2026-04-03"),
    ]
    assert [letter["consents"] for letter in after["letters"]] == [True, None]
    assert clock(after)["started_on"] == "2026-03-02"
    assert clock(after)["excluded_days"][0] == "2026-03-10"
    assert clock(after)["excluded_days"][-1] == "2026-04-03"


def test_an_objection_of_a_co_maker_is_no_third_partys() -> None:
    answer = told("counter", *ROWS, ("heard", "2026-03-20", {"letter": "财政局"}))
    assert answer["letters"][0]["consents"] is False
    assert "deny_third" not in codes(answer["outcomes"])
