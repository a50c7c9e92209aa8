"""The document of a replay: friendly words understood, silences entered, every fault named in Chinese with its place."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.answer.foi.replay import MalformedDocument, UnlawfulEvent, replay
from gongkai.kernel.vocabulary import Refusal

from .story import clock, codes, document, replied, told

RECEIVED = {"move": "receive", "on": "2026-03-02"}


@pytest.mark.parametrize(
    ("given_document", "said"),
    [
        ([], "应是一个JSON对象"),
        ("x", "应是一个JSON对象"),
        ({}, "channel（提交方式）应是下列之一：counter（当面提交）"),
        ({"channel": "电话", "events": []}, "channel"),
        ({"channel": ["counter"], "events": []}, "channel"),
        ({"channel": "counter"}, "events 应是事件的列表"),
        ({"channel": "counter", "events": {}}, "events 应是事件的列表"),
        ({"channel": "counter", "events": [], "chanel": 1}, "文件中有不认识的项“chanel”"),
        ({"channel": "counter", "events": [7]}, "第1个事件应是一个JSON对象"),
        ({"channel": "counter", "events": [RECEIVED, {"move": "accept"}]}, "第2个事件的时间用 at 或者 on 写明"),
        ({"channel": "counter", "events": [{**RECEIVED, "at": "2026-03-02"}]}, "二者写一个"),
        ({"channel": "counter", "events": [{**RECEIVED, "when": 1}]}, "第1个事件中有不认识的项“when”"),
        ({"channel": "counter", "events": [{"on": "2026-03-02"}]}, "第1个事件没有写明 move"),
        (
            {"channel": "counter", "events": [{"move": "receive", "on": "2026-02-30"}]},
            "第1个事件的 on“2026-02-30”不是日期",
        ),
        ({"channel": "counter", "events": [{"move": "receive", "on": "3月2日"}]}, "请写成 2026-03-02"),
        ({"channel": "counter", "events": [{"move": "receive", "on": "20260302"}]}, "请写成 2026-03-02"),
        ({"channel": "counter", "events": [{"move": "receive", "on": 20260302}]}, "请写成 2026-03-02"),
        ({"channel": "counter", "events": [{"move": "receive", "on": "2026-03-02T09:00"}]}, "带时间的写在 at"),
        ({"channel": "counter", "events": [{"move": "receive", "at": "2026-03-02T25:00"}]}, "第1个事件的 at"),
        ({"channel": "counter", "events": [{"move": "receive", "on": "0001-03-02"}]}, "2000至2199"),
        ({"channel": "counter", "events": [{"move": "receive", "at": "9999-12-31T23:59-12:00"}]}, "第1个事件的 at"),
        ({"channel": "counter", "events": [{**RECEIVED, "data": []}]}, "data 应是一个JSON对象"),
        ({"channel": "counter", "events": [{**RECEIVED, "data": {"manner": "x"}}]}, "data中有不认识的项“manner”"),
        ({"channel": "counter", "events": [{**RECEIVED, "roles": "boss"}]}, "roles 应是岗位角色"),
        ({"channel": "counter", "events": [{**RECEIVED, "by": {}}]}, "by 应是文字"),
        ({"channel": "counter", "events": [], "reasons_pause": 1}, "reasons_pause"),
        ({"channel": "counter", "events": [], "now": "soon"}, "now“soon”不是日期或时间"),
        ({"channel": "counter", "events": [], "calendar": [1]}, "calendar 应写成"),
        ({"channel": "counter", "events": [], "calendar": {"2027": 5}}, "calendar 中的“2027”"),
        ({"channel": "counter", "events": [], "calendar": {"2027": []}}, "calendar 中2027年的安排"),
        ({"channel": "counter", "events": [RECEIVED] * 201}, "最多200个"),
        ({"channel": "counter", "events": [RECEIVED], "now": "2047-01-01"}, "相距超过20年"),
    ],
)
def test_a_document_that_cannot_be_read_says_what_is_wrong_and_where(given_document, said) -> None:
    with pytest.raises(MalformedDocument) as refused:
        replay(given_document)
    assert said.replace(" 中", "中") in refused.value.message.replace(" 中", "中")


def _said(ask: Callable[[], dict[str, Any]]) -> str:
    """The answer as JSON, or the sentence of the refusal."""
    try:
        return json.dumps(ask(), ensure_ascii=False)
    except Refusal as refusal:
        return refusal.message


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("2026-03-02"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
MOVES = ["receive", "confirm", "accept", "ask", "ask_served", "amend", "consult", "letter_received", "heard", "extend",
         "explained", "ask_reasons", "defer", "charge", "fee_served", "paid", "decide", "lapse_supplement", "send", "nonsense"]  # fmt: skip
KEYS = ["letter", "kind", "opinion", "days", "terms", "extend_by", "amount", "basis", "quantity", "already", "outcome",
        "fields", "finding", "reason", "what", "manner", "notified_on", "channel", "earlier"]  # fmt: skip
EVENTS = st.fixed_dictionaries(
    {"move": st.sampled_from(MOVES) | JSON, "on": st.dates().map(str) | st.just("2026-03-02") | JSON},
    optional={"data": st.dictionaries(st.sampled_from(KEYS), JSON, max_size=4) | JSON, "by": JSON, "roles": JSON},
)


@given(
    st.fixed_dictionaries(
        {"channel": st.sampled_from(["counter", "online"]) | JSON, "events": st.lists(EVENTS, max_size=6) | JSON},
        optional={
            "now": JSON,
            "arrived": JSON,
            "calendar": JSON,
            "handler": JSON,
            "reasons_pause": JSON,
            "organ": JSON,
        },
    )
    | JSON
)
@settings(max_examples=400, deadline=None)
def test_whatever_is_handed_in_is_answered_or_refused_in_chinese(anything) -> None:
    assert re.search("[\u4e00-\u9fff]", _said(lambda: replay(anything)))


BRANCHES = st.sampled_from([
    ("ask", {"terms": JSON}), ("ask", {"days": JSON}), ("extend", {"days": JSON}), ("extend", {"notified_on": JSON}),
    ("consult", {"letter": JSON}), ("consult", {"kind": JSON}), ("charge", {"amount": JSON}), ("decide", {"outcome": JSON}),
    ("charge", {"amount": st.just(100), "basis": JSON, "quantity": JSON}), ("decide", {"fields": JSON}),
    ("decide", {"earlier": JSON}), ("cite_earlier", {"earlier": JSON}),
])  # fmt: skip


@given(branch=BRANCHES, pick=st.data())
@settings(max_examples=300, deadline=None)
def test_whatever_a_lawful_move_brings_is_taken_or_refused_in_chinese(branch, pick) -> None:
    move, values = branch
    data = {name: pick.draw(value) for name, value in values.items()}
    rows = (("receive", "2026-03-02"), ("accept", "2026-03-03"), (move, "2026-03-04", data))
    assert _said(lambda: told("counter", *rows)).startswith(("第3个事件", "{"))


def test_an_unlawful_event_names_its_place_date_move_and_state() -> None:
    with pytest.raises(UnlawfulEvent) as refused:
        told("counter", ("receive", "2026-03-02"), ("accept", "2026-03-03"), ("sign", "2026-03-04T09:30"))
    assert refused.value.message.startswith(
        "第3个事件（2026-03-04T09:30 “签发”）：当前状态为“办理中”，不能“签发”。现在可以："
    )
    assert (refused.value.place, refused.value.move, refused.value.state) == (3, "sign", "handling")
    with pytest.raises(UnlawfulEvent, match=r"第1个事件（2026-03-02 “nonsense”）：没有“nonsense”这一操作"):
        told("counter", ("nonsense", "2026-03-02"))
    with pytest.raises(UnlawfulEvent, match="早于上一步的时间"):
        told("counter", ("receive", "2026-03-02"), ("accept", "2026-03-01"))


def test_days_without_time_keep_the_order_in_which_they_were_written() -> None:
    rows = (
        ("receive", "2026-03-02T16:00"),
        ("accept", "2026-03-02"),
        ("extend", "2026-03-03"),
        ("decide", "2026-03-03T08:00"),
    )
    assert told("counter", *rows)["state"]["code"] == "reviewing"
    assert told("counter", ("receive", "2026-03-02"))["now"] == "2026-03-02T12:00:00+08:00"
    assert told("counter", ("receive", "2026-03-01T17:00:00Z"))["report"]["received_on"] == "2026-03-02"


def test_heard_and_consult_choose_the_right_word_by_themselves() -> None:
    rows = (
        ("receive", "2026-03-02"), ("accept", "2026-03-02"), ("consult", "2026-03-03"),
        ("consult", "2026-03-04", {"letter": "乙", "kind": "co_maker"}), ("heard", "2026-03-05"),
    )  # fmt: skip
    assert codes(told("counter", *rows)["moves"]) >= {"heard_all", "consult_more", "letter_received"}
    done = told("counter", *rows, ("heard", "2026-03-06", {"letter": "乙", "opinion": "agree"}))
    assert done["state"]["code"] == "handling"
    assert codes(done["moves"]) >= {"consult", "decide"}


def test_a_letter_is_named_once_and_known_before_it_is_answered() -> None:
    rows = (("receive", "2026-03-02"), ("accept", "2026-03-02"), ("consult", "2026-03-03"))
    for wrong, said in (
        (("consult", "2026-03-04"), "已经发出"),
        (("heard", "2026-03-04", {"letter": "丁"}), "没有发出过征求意见函“丁”"),
        (("letter_received", "2026-03-04", {"letter": "丁"}), "没有发出过"),
        (("heard", "2026-03-04", {"opinion": None}), "须填写意见"),
        (("heard", "2026-03-04", {"opinion": "maybe"}), "意见“maybe”不存在"),
        (("consult", "2026-03-04", {"letter": "丁", "kind": "aunt"}), "征求意见的对象“aunt”不存在"),
    ):
        with pytest.raises(UnlawfulEvent, match=said):
            told("counter", *rows, wrong)
    with pytest.raises(UnlawfulEvent, match="都已登记收到"):
        told("counter", *rows, ("letter_received", "2026-03-04"), ("letter_received", "2026-03-05"))


def test_a_year_without_calendar_is_provisional_until_the_document_brings_it() -> None:
    rows = (("receive", "2026-12-21"),)
    provisional = clock(told("counter", *rows))
    assert provisional["provisional"]
    assert "暂定" in provisional["explanation"][-1]
    days = [
        {"name": name, "date": day, "isOffDay": off}
        for name, day, off in [
            ("元旦", "2027-01-01", True), ("元旦", "2027-01-04", True), ("元旦", "2027-01-09", False), ("春节", "2027-02-06", True),
            ("清明节", "2027-04-05", True), ("劳动节", "2027-05-01", True), ("劳动节", "2027-05-02", True),
            ("端午节", "2027-06-09", True), ("中秋节", "2027-09-15", True), ("国庆节", "2027-10-01", True),
            ("国庆节", "2027-10-02", True), ("国庆节", "2027-10-03", True),
        ]
    ]  # fmt: skip
    known = clock(told("counter", *rows, calendar={"2027": days}))
    assert not known["provisional"]
    # nine working days to 31 December … of 2026 (22 to 31 without weekends: 8), then eleven of January with the 9th
    assert known["due_on"] == "2027-01-19"


def test_a_replay_says_the_same_whenever_it_is_read_and_changes_nothing() -> None:
    way = document(
        "counter", ("receive", "2026-03-02"), ("accept", "2026-03-03"), ("decide", "2026-03-10"), *replied("2026-03-11")
    )
    before = json.dumps(way)
    assert replay(way) == replay(way)
    assert json.dumps(way) == before
    assert json.loads(json.dumps(replay(way))) == replay(way)


def test_before_any_event_the_channel_says_what_may_come() -> None:
    assert codes(told("counter")["moves"]) == {"receive", "attempt", "drop"}
    assert codes(told("online")["moves"]) == {"confirm", "attempt", "drop"}


def test_the_pure_rooms_run_without_django() -> None:
    code = (
        "import sys; from gongkai.answer.foi import letters, replay, rules, workflow; "
        "sys.exit(any(name.partition('.')[0] == 'django' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
