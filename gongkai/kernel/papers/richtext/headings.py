"""The contents list of a document: its headings and, in a law, its articles, with anchors that stay the same."""

from __future__ import annotations

import re
from typing import TypedDict

from gongkai.kernel.papers.richtext.tree import Node, parse, write

_NUMERAL = "〇零一二三四五六七八九十百千两"
_ARTICLE = re.compile(rf"^\s*第([{_NUMERAL}]+|\d+)条(?:之([{_NUMERAL}]+))?(?=[\s\u3000:：【]|$)")
_CHAPTER = re.compile(rf"^\s*第([{_NUMERAL}]+|\d+)(编|章|节)")
_PREFIX = {"编": "part", "章": "ch", "节": "sec"}
_DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


class Heading(TypedDict):
    """A line of the contents list: ``level`` 2, 3 or 4; ``anchor`` the id in the document; ``text`` the words."""

    level: int
    anchor: str
    text: str


def number(numeral: str) -> int:
    """The value of a Chinese numeral up to 9,999 ("一百二十" → 120) or of ASCII digits."""
    if numeral.isascii():
        return int(numeral)
    total = digit = 0
    for mark in numeral:
        if mark in _UNITS:
            total += (digit or 1) * _UNITS[mark]
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[mark] if digit and "十" not in numeral else _DIGITS[mark]
    return total + digit


def with_anchors(html: str) -> str:
    """Sanitized HTML whose headings and articles (第十二条 …) carry an id: ``art-12``, ``ch-3``, else ``sec-h5``.

    Ids are unique: a second 第一章 (below another 编) becomes ``ch-1-2``. Footnote anchors stay as they are.
    """
    root = parse(html)
    seen: dict[str, int] = {}
    count = 0
    for node in root.walk():
        name = ""
        if node.tag in {"h2", "h3", "h4"}:
            count += 1
            name = _article(node.text()) or _chapter(node.text()) or f"sec-h{count}"
        elif node.tag == "p":
            name = _article(node.text())
        if name:
            seen[name] = seen.get(name, 0) + 1
            node.attributes["id"] = name if seen[name] == 1 else f"{name}-{seen[name]}"
    return write(root.children)


def _article(text: str) -> str:
    found = _ARTICLE.match(text)
    if not found:
        return ""
    return f"art-{number(found[1])}" + (f"-{number(found[2])}" if found[2] else "")


def _chapter(text: str) -> str:
    found = _CHAPTER.match(text)
    return f"{_PREFIX[found[2]]}-{number(found[1])}" if found else ""


def contents(html: str) -> list[Heading]:
    """The headings in reading order; anchors are those that ``with_anchors`` gives, whether it was applied or not."""
    return [_heading(node) for node in parse(with_anchors(html)).walk() if node.tag in {"h2", "h3", "h4"}]


def _heading(node: Node) -> Heading:
    return {"level": int(node.tag[1]), "anchor": node.attributes["id"], "text": " ".join(node.text().split())}
