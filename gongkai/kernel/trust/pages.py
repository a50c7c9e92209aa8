"""Compare a saved web page with the statement that was signed: what the reader sees is what was recorded.

A page marks its official text: ``data-proof="title"`` holds plain text, ``data-proof-html="body"`` holds rich text; the
value is the key in the statement, deeper ones with dots (``attachments.0.title``). Nothing else is compared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import islice
from typing import Any

# What a page must show, if the statement has it.
REQUIRED = {"title": "标题", "body": "正文"}
_MOST_MARKS = 200  # a page of ours has a dozen
_DEEPEST_MARKS = 4  # marks within marks: each open one is fed every word
# A tag that ends in another's beginning. Browsers write none; many of them keep Python's reader busy for hours.
_LOOSE = re.compile(r"<[a-zA-Z/!?][^<>]*(?=<|\Z)")
_MOST_LOOSE = 5
_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
     "s", "small", "span", "strong", "sub", "sup", "u", "wbr")
)  # fmt: skip
_TARGETS = {"a": "href", "img": "src"}
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d).*)?")


def looks_like_page(content: bytes) -> bool:
    """Whether a file is an HTML page by its beginning."""
    start = content[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html"))


def page_faults(content: bytes, statement: Mapping[str, Any]) -> list[str]:
    """What a saved page says differently from its statement, in Chinese; empty when all marked parts agree."""
    try:
        page = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ["网页不是 UTF-8 编码，无法核对"]
    marks = _marks(page)
    if marks is None:
        return ["网页的标注异常地多，不是本系统生成的网页，无法核对"]
    shown = {mark.key for mark in marks}
    faults = [
        f"网页没有标出{label}，无法核对" for key, label in REQUIRED.items() if statement.get(key) and key not in shown
    ]
    for mark in marks:
        found, value = _value(statement, mark.key)
        label = REQUIRED.get(mark.key, mark.key)
        if not found:
            faults.append(f"网页标出的「{label}」不在存证内容里")
        elif not mark.agrees(value):
            faults.append(f"网页上的{label}与存证内容不符：网页为「{_short(mark.text)}」")
    return faults


@dataclass
class _Mark:
    key: str
    rich: bool
    tag: str
    depth: int = 1
    tokens: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return _squeeze("".join(self.tokens))

    def agrees(self, value: object) -> bool:
        if self.rich:
            return isinstance(value, str) and self.text == rich_text(value)
        return self.text in _spellings(value)


class _Reader(HTMLParser):
    """Collects text, link and image targets of the marked elements (of everything, when ``whole``)."""

    def __init__(self, *, whole: bool = False) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[_Mark] = []
        self.absurd = False  # more marks, or deeper ones, than any page of ours has
        self.open: list[_Mark] = [_Mark("", rich=True, tag="")] if whole else []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        for mark in self.open:
            mark.depth += tag == mark.tag
            mark.tokens.append(self._token(tag, named, rich=mark.rich))
        for name, rich in (("data-proof", False), ("data-proof-html", True)):
            if name not in named:
                continue
            if len(self.open) < _DEEPEST_MARKS and len(self.open) + len(self.done) < _MOST_MARKS:
                self.open.append(_Mark(named[name], rich=rich, tag=tag))
            else:
                self.absurd = True

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        still: list[_Mark] = []
        for mark in self.open:
            mark.tokens.append("" if tag in _INLINE else " ")
            mark.depth -= tag == mark.tag
            (still if mark.depth else self.done).append(mark)
        self.open = still

    def handle_data(self, data: str) -> None:
        for mark in self.open:
            mark.tokens.append(data)

    @staticmethod
    def _token(tag: str, named: Mapping[str, str], *, rich: bool) -> str:
        target = named.get(_TARGETS.get(tag, ""), "") if rich else ""
        return f" [{target}] " if target else "" if tag in _INLINE else " "


def _broken(html: str) -> bool:
    return sum(1 for _ in islice(_LOOSE.finditer(html), _MOST_LOOSE + 1)) > _MOST_LOOSE


def rich_text(html: str) -> str:
    """Rich text as it is compared: single spaces between blocks, targets of links and images in brackets.

    Text whose markup is broken all over is compared as it stands.
    """
    if _broken(html):
        return _squeeze(html)
    reader = _Reader(whole=True)
    reader.feed(html)
    reader.close()
    return reader.open[0].text


def _marks(page: str) -> list[_Mark] | None:
    if _broken(page):
        return None
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return None if reader.absurd else reader.done + reader.open


def _value(statement: Mapping[str, Any], key: str) -> tuple[bool, Any]:
    value: Any = statement
    for part in key.split("."):
        if isinstance(value, Mapping) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isdecimal() and len(part) < 6 and int(part) < len(value):
            value = value[int(part)]
        else:
            return False, None
    return True, value


def _spellings(value: object) -> set[str]:
    """How a page may write a plain value: as it is; a date also as 2025年3月1日 or 2025年3月1日 09:00."""
    if value is None:
        return {""}
    if isinstance(value, bool) or not isinstance(value, str | int):
        return set()
    text = _squeeze(str(value))
    spellings = {text}
    if date := _DATE.fullmatch(text):
        year, month, day, hour = date.groups()
        spellings |= {f"{year}年{int(month)}月{int(day)}日", f"{year}-{month}-{day}"}
        if hour:
            spellings |= {f"{year}年{int(month)}月{int(day)}日 {hour}", f"{year}-{month}-{day} {hour}"}
    return spellings


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
