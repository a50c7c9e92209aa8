"""Words and paragraphs that all letters share; what people wrote is always text, never markup."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from html import escape
from types import MappingProxyType
from typing import Any

from gongkai.answer.foi.rules import NEEDS
from gongkai.kernel.papers.richtext import blocks, from_plain
from gongkai.kernel.vocabulary import Refusal

REGULATION = "《中华人民共和国政府信息公开条例》"
FEE_RULES = "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）"
YOU = "你（单位）"

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "applicant": "申请人姓名或者名称",
        "addressee": "收件人",
        "asked": "申请内容",
        "description": "申请内容",
        "what": "需要补正的内容",
        "about": "涉及的信息",
        "how": "缴纳方式",
        "body": "补充说明",
        "received_on": "收到申请的日期",
        "date": "成文日期",
        "due_on": "期限届满的日期",
        "days": "期限",
        "amount": "收费金额",
        "quantity": "件数或者页数",
        "basis": "收费标准",
        "remedy": "救济途径",
        **NEEDS,
    }
)


def required(facts: Mapping[str, Any], name: str) -> Any:
    """A fact that must be there; Refusal with its field."""
    value = facts.get(name)
    if value is None or not str(value).strip():
        raise Refusal(f"制作文书缺少{LABELS.get(name, name)}。", field=name)
    return value


def chinese_day(day: date) -> str:
    """2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


class Sheet:
    """A letter in the making."""

    def __init__(self) -> None:
        self._html: list[str] = []

    def head(self, text: str) -> None:
        """A heading of the first level."""
        self._html.append(f"<h2>{escape(text)}</h2>")

    def say(self, text: str) -> None:
        """A paragraph, or several when the text has line ends."""
        self._html.append(from_plain(text))

    def tell(self, lead: str, text: str) -> None:
        """What somebody wrote, after its lead: in the same paragraph when it is one line."""
        text = text.strip()
        if "\n" in text:
            self.say(lead)
            self.say(text)
        else:
            self.say(lead + text)

    def rich(self, html: str) -> None:
        """Rich text that was cleaned on entry."""
        self._html.append(html)

    def form(self, rows: list[tuple[str, str]]) -> None:
        """A table of two columns to be filled in."""
        cells = "".join(f"<tr><th>{escape(label)}</th><td>{from_plain(text)}</td></tr>" for label, text in rows)
        self._html.append(f"<table><tbody>{cells}</tbody></table>")

    def blocks(self) -> list[Any]:
        """The blocks for typesetting."""
        return list(blocks("".join(self._html)))


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends a sentence already."""
    text = text.strip()
    return text if text.endswith(("。", "！", "？", "；", ".")) else text + "。"
