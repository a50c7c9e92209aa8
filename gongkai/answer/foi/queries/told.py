"""What a step brought, in a sentence: the timeline shows it to those who may open the case.

Whom the office spoke to and who signed for a paper are names: they stand where a look is written down, not here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from gongkai.answer.foi.terms import OUTCOMES, Explanation, FeeBasis, LetterKind, Opinion
from gongkai.kernel.casework.terms import Channel

_OUTCOMES = {one.code: one.label for one in OUTCOMES}


def _plain(value: Any) -> str:
    return str(value)


def _day(value: Any) -> str:
    day = date.fromisoformat(str(value))
    return f"{day.year}年{day.month}月{day.day}日"


#: In the order in which they are read: name of the fact, its label, how its value is said.
_FACTS: tuple[tuple[str, str, Callable[[Any], str]], ...] = (
    ("manner", "方式", _plain),
    ("result", "结果", _plain),
    ("kind", "征求对象", LetterKind.label_of),
    ("opinion", "意见", Opinion.label_of),
    ("answered_on", "提出意见之日", _day),
    ("finding", "认定", Explanation.label_of),
    ("what", "需补正", _plain),
    ("text", "内容", _plain),
    ("good_reason", "逾期的正当理由", _plain),
    ("earlier", "此前答复", _plain),
    ("extend_by", "延长", lambda value: f"{value}个工作日"),
    ("basis", "收费方式", FeeBasis.label_of),
    ("quantity", "件数或者页数", _plain),
    ("amount", "金额", lambda value: f"{value}元"),
    ("outcome", "答复", lambda value: _OUTCOMES.get(str(value), str(value))),
    ("number", "文号", _plain),
    ("channel", "送达方式", Channel.label_of),
    ("tracking", "邮件号码", _plain),
    ("statement", "撤回声明", _plain),
    ("reason", "理由", _plain),
)


def told(data: Mapping[str, Any]) -> str:
    """The facts of an event as “方式：电话；结果：…”; empty when it brought none."""
    return "；".join(
        f"{label}：{said(data[name])}" for name, label, said in _FACTS if data.get(name) not in (None, "", 0)
    )
