"""Requests told in a line or two, for the tests of law: ``told("online", ("confirm", "2026-03-02"), …)``."""

from __future__ import annotations

from typing import Any

from gongkai.answer.foi.replay import replay

#: What each move brings when a test does not care.
USUAL: dict[str, dict[str, Any]] = {
    "confirm": {"manner": "电话", "person": "李经办"},
    "attempt": {"manner": "电话"},
    "drop": {"reason": "误投"},
    "cite_earlier": {"earlier": "清水公开答〔2025〕7号"},
    "ask": {"what": "请写明所需文件的名称或者文号"},
    "consult": {"letter": "甲", "kind": "third"},
    "letter_received": {"letter": "甲"},
    "heard": {"letter": "甲", "opinion": "disagree"},
    "late_heard": {"letter": "甲", "opinion": "disagree", "answered_on": "2026-03-20", "proof": "邮戳"},
    "third_told": {"letter": "甲"},
    "extend": {"reason": "需要查阅历史档案"},
    "ask_reasons": {"reason": "本月提出60件"},
    "reasoned": {"text": "承担课题研究，需要逐年比较"},
    "explained": {"finding": "reasonable"},
    "defer": {"reason": "数量较多", "days": 30},
    "charge": {"amount": 5500},
    "decide": {"outcome": "open"},
    "return": {"comment": "请补充检索经过"},
    "lapse_return_supplement": {"comment": "再等待"},
    "lapse_return_fee": {"comment": "再等待"},
    "send": {"channel": "post"},
    "undelivered": {"reason": "地址不详"},
    "void": {"reason": "引用条文有误"},
    "serve": {"proof": "邮件签收记录"},
    "withdraw": {"statement": "申请人书面声明"},
}
Row = tuple[str, str] | tuple[str, str, dict[str, Any]]
#: From the decision to the sending, on one day.
REPLIED = ("approve", "sign", "issue", "send")


def event(row: Row) -> dict[str, Any]:
    move, when, *more = row
    data = {**USUAL.get(move, {}), **(more[0] if more else {})}
    written = {"move": move, "at": when, "data": {key: value for key, value in data.items() if value is not None}}
    return written if written["data"] else {"move": move, "at": when}


def document(channel: str, *rows: Row, **keys: Any) -> dict[str, Any]:
    return {"channel": channel, "events": [event(row) for row in rows], **keys}


def told(channel: str, *rows: Row, **keys: Any) -> dict[str, Any]:
    """The answer of a replay."""
    return replay(document(channel, *rows, **keys))


def clock(answer: dict[str, Any], code: str = "answer") -> dict[str, Any]:
    return next(one for one in answer["clocks"] if one["code"] == code)


def codes(rows: list[dict[str, Any]]) -> set[str]:
    return {row["code"] for row in rows}


def replied(day: str) -> tuple[Row, ...]:
    return tuple((move, day) for move in REPLIED)
