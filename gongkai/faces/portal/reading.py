"""The certified text as a page shows it: anchors for headings and articles, and the contents list; one quick pass."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

from gongkai.faces.design.parts import Heading
from gongkai.kernel.papers.richtext.headings import number

_NUMERAL: Final = "〇零一二三四五六七八九十百千两"
# Cleaned HTML: attributes are quoted and a "<" is always a tag.
_START: Final = re.compile(
    r"""<(p|h[234])((?:\s[a-z-]+="[^"]*")*)>(?:(?=(?:<(?:strong|em|u|s)>)*\s*第)|(?<=<h[234]>)|(?<=">))"""
)
_TAG: Final = re.compile(r"<[^>]*>")
_ARTICLE: Final = re.compile(rf"\s*第([{_NUMERAL}]+|\d+)条(?:之([{_NUMERAL}]+))?(?=[\s\u3000:：【]|$)")
_CHAPTER: Final = re.compile(rf"\s*第([{_NUMERAL}]+|\d+)(编|章|节)")
_PREFIX: Final = {"编": "part", "章": "ch", "节": "sec"}
_ID: Final = re.compile(r"""\sid="([^"]*)\"""")
_CLASS: Final = re.compile(r"""\sclass="([^"]*)\"""")
_NUMBER_CELL: Final = re.compile(r"<td((?:\s[a-z]+=\"\d+\")*>(?:<p>)?\s*[-+−]?[\d,.]+[%％]?\s*<)")
# 各乡镇人民政府，县政府各部门： as the first paragraph; 云岫县人民政府 / 2026年9月7日 as the last two.
_CELL: Final = re.compile(r"""<t[hd](?:\s[a-z]+="[^"]*")*>""")
_COLSPAN: Final = re.compile(r"""\scolspan="(\d+)\"""")
_CAPTION: Final = re.compile(r"<caption>(.*?)</caption>", re.DOTALL)
_WIDE: Final = 5  # columns that a phone does not hold side by side
_ADDRESSEE: Final = re.compile(r"\A\s*<p>([^<]{2,160}[：:]</p>)")
_SIGNATURE: Final = re.compile(r"(?:<p>[^<，。；：]{2,40}</p>\s*){1,3}<p>\s*\d{4}年\d{1,2}月\d{1,2}日\s*</p>\s*\Z")


@dataclass(frozen=True)
class Text:
    """A body ready for its page, and the headings that its contents list shows."""

    html: str
    headings: tuple[Heading, ...]
    captioned: bool  # the 题注 stands in the body


def dressed(html: str) -> Text:
    """Cleaned HTML with ids on headings and articles (kept where there are any), 条 marked for their typography.

    Only attributes change: what a reader sees is what was certified. Ids are those of ``richtext.with_anchors``.
    """
    seen: dict[str, int] = {}
    headings: list[Heading] = []
    count = 0

    def start(match: re.Match[str]) -> str:
        nonlocal count
        tag, attributes = match[1], match[2]
        end = html.find(f"</{tag}>", match.end())
        words = unescape(_TAG.sub("", html[match.end() : end if tag != "p" else min(end, match.end() + 80)]))
        name = _article(words)
        article = bool(name) and tag == "p"
        if tag != "p":
            count += 1
            name = name or _chapter(words) or f"sec-h{count}"
        given = _ID.search(attributes)
        if given:
            name = given[1]
        elif name:
            seen[name] = seen.get(name, 0) + 1
            name = name if seen[name] == 1 else f"{name}-{seen[name]}"
        if tag != "p":
            headings.append(Heading(" ".join(words.split()), name, int(tag[1])))
        kind = _CLASS.search(attributes)
        shape = "article" if article else "note" if kind and kind[1] == "caption" else ""
        return f"<{tag}" + (f' class="{shape}"' if shape else "") + (f' id="{name}"' if name else "") + ">"

    body = _framed(_NUMBER_CELL.sub(r'<td class="numeric"\1', _signed(_START.sub(start, html))))
    return Text(body, tuple(headings), 'class="caption"' in html)


def _framed(html: str) -> str:
    """Wide tables in a frame that scrolls by itself and that the keyboard reaches, without any script (WCAG 2.1.1)."""
    pieces, at, number_ = [], 0, 0
    while (start := html.find("<table>", at)) >= 0:
        end = html.find("</table>", start) + len("</table>")
        if end < start:
            break
        table = html[start:end]
        number_ += 1
        pieces.append(html[at:start])
        wide = table.count("<table>") == 1 and _columns(table) >= _WIDE
        pieces.append(f"<div {_frame(table, number_)}>{table}</div>" if wide else table)
        at = end
    return "".join([*pieces, html[at:]])


def _columns(table: str) -> int:
    row = table[: max(table.find("</tr>"), 0)]
    spans = (_COLSPAN.search(cell) for cell in _CELL.findall(row))
    return sum(min(int(span[1]), 1000) if span else 1 for span in spans)


def _frame(table: str, number_: int) -> str:
    caption = _CAPTION.search(table[:4000])
    words = " ".join(_TAG.sub("", caption[1]).split()).replace('"', "") if caption else ""
    return f'class="table-scroll" role="region" tabindex="0" aria-label="{words or f"表格{number_}"}"'


def _signed(html: str) -> str:
    """主送机关 without indent at the beginning; 署名 and date on the right at the end, as an office prints them."""
    html = _ADDRESSEE.sub(r'<p class="lead-in">\1', html, count=1)
    found = _SIGNATURE.search(html, max(0, len(html) - 400))
    if found is None:
        return html
    return html[: found.start()] + found[0].replace("<p>", '<p class="signature">')


def _article(words: str) -> str:
    found = _ARTICLE.match(words)
    if not found:
        return ""
    return f"art-{number(found[1])}" + (f"-{number(found[2])}" if found[2] else "")


def _chapter(words: str) -> str:
    found = _CHAPTER.match(words)
    return f"{_PREFIX[found[2]]}-{number(found[1])}" if found else ""
