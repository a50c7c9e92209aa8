"""A published report as a text file: Simplified, without page furniture and reading aids, in paragraphs again.

Copies from the web arrive in Traditional characters, with pinyin behind each converted character (堅(jiān)持), as one line,
or broken at the width of a page.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape
from pathlib import PurePosixPath
from typing import Final

import opencc

from gongkai.kernel.vocabulary import clean, half_width, unified
from gongkai.publish.library.numerals import DATE, day

_HAN: Final = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_TONED: Final = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
# One syllable with its tone mark, in brackets right behind a character; (H5), (一), (APP) have none. In damaged copies
# the opening bracket has become a question mark.
_PINYIN: Final = re.compile(
    rf"(?<=[{_HAN}])[(（?](?=[a-zü]*[{_TONED}])(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[a-zü{_TONED}]{{1,4}}[)）]"
)
_PIPES: Final = re.compile(r"(?:\s*\|)+\s*")
_PAGE_NUMBER: Final = re.compile(r"\s*[-—–]\s*\d{1,3}\s*[-—–]\s*")
_FURNITURE: Final = re.compile(
    r"浏览次数[:：].*|字号[:：].*(?:打印|收藏|下载).*|扫一扫在手机打开当前页|文件下载|政策咨询|我要纠错|打印本页|关闭窗口"
    r"|分享到[:：]?.*|凡本网注明.*|.*\[email.protected\].*"
)
_RELEASED: Final = re.compile(r"(?:发布|公开|发文|生成)(?:时间|日期)[:：]\s*(\d{4})[-年/.](\d{1,2})[-月/.](\d{1,2})")
_TITLE: Final = re.compile(r"\S.{0,60}(?:年度?报告?|工作报告|工作总结|工作情况报告|情况总结|报告)")
_FIRST: Final = re.compile(r"[一二三四五六七八九十]{1,3}、")
_SECOND: Final = re.compile(r"[(（][一二三四五六七八九十]{1,3}[)）]")
# Where a line that holds a whole report is cut: before 一、 (一) 1. when a blank stands there.
_SEAM: Final = re.compile(
    r"\s+(?=[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]{1,2}是)"
)
_HEAD_AND_REST: Final = re.compile(
    r"(?P<head>(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])[^\s。;；,，:：!！]{2,34})\s+(?P<rest>\S.*)"
)
_ORGAN: Final = re.compile(
    r"[\u4e00-\u9fff]{2,12}?(?:省|市|县|区|旗|镇|乡|街道)(?:人民政府(?:办公[厅室])?|[\u4e00-\u9fff]{2,10}?(?:局|委员会|办事处|办公[厅室]))"
)
_GOVERNMENT: Final = re.compile(r"([\u4e00-\u9fff]{2}[市县区旗])(?:人民)?政府")
# What stands before 市政府 without being the name of a city.
_NO_PLACES: Final = re.compile(
    "[我全各本该级在由和对为向从]|通过|完成|围绕|成为|按照|经过|根据|以及|落实|配合|执行|报请|依托|登录|指导|市委|县委|区委"
)
_PLACE: Final = re.compile(r"[\u4e00-\u9fff]{2,4}?[省市县区旗]")


@dataclass(frozen=True)
class Report:
    """``organ`` and ``year`` are read or guessed (empty and None when nothing tells); ``text`` is without the title."""

    path: str
    title: str
    organ: str
    year: int | None
    published_on: date | None
    html: str
    text: str


def parse_report(path: str, text: str) -> Report:
    """Read one file. Never fails; figures, brackets and the order of the words stay as they were."""
    lines = _rejoined(simplified(unified(clean(text))).split("\n"))
    released = _released(lines)
    lines = [line for line in lines if not _FURNITURE.fullmatch(line)]
    title = ""
    if len(lines) > 1 and _ORGAN.fullmatch(lines[0]) and _TITLE.fullmatch(lines[1]):
        lines[:2] = [lines[0] + lines[1]]
    if lines and len(lines[0]) <= 80 and not _FIRST.match(lines[0]) and _TITLE.fullmatch(lines[0]):
        title = lines.pop(0)
    paragraphs = [piece for line in lines for piece in _cut(line)]
    body = "\n".join(paragraphs)
    year = _year(title, body, path)
    organ = _organ(title, body)
    if not title:
        about = f"{organ}{year}年" if year else organ
        title = f"{about}政府信息公开工作年度报告"
    return Report(
        path=path,
        title=title,
        organ=organ,
        year=year,
        published_on=released or _signed(paragraphs),
        html="\n".join(map(_paragraph, paragraphs)),
        text=body,
    )


def simplified(text: str) -> str:
    """The text in Simplified characters without pinyin behind them; pinyin goes first, so that the converter sees whole words."""
    return str(_converter().convert(_PINYIN.sub("", text)))


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _rejoined(lines: list[str]) -> list[str]:
    """Lines as paragraphs: broken ones joined, table bars and page numbers gone."""
    lines = [line for line in lines if not _PAGE_NUMBER.fullmatch(line)]
    broad, many = _page_width(lines)
    broken = many >= 10
    out: list[str] = []
    last = 0
    for line in lines:
        bare = _PIPES.sub(" ", line).strip() if "|" in line else line.strip()
        if not bare:
            continue
        begins = _FIRST.match(bare) or _SECOND.match(bare) or re.match(r"\s{2,}", line)
        if broken and out and not begins and broad - 10 <= last <= broad + 6:
            blank = " " if out[-1][-1].isascii() and bare[0].isascii() and out[-1][-1].isalnum() else ""
            out[-1] += blank + bare
        else:
            out.append(bare)
        last = _width(line)
    return out


def _page_width(lines: list[str]) -> tuple[int, int]:
    """The width that most full lines have, and how many have it: pages have one, paragraphs do not."""
    counted = Counter(width // 4 for line in lines if 40 <= (width := _width(line)) <= 120)
    bucket, many = max(counted.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return bucket * 4 + 3, many


def _width(line: str) -> int:
    line = line.rstrip()
    return len(line) + sum(character > "\u2e7f" for character in line)


def _cut(line: str) -> list[str]:
    """The paragraphs of a line that holds several; a heading stands alone."""
    pieces: list[str] = []
    for piece in _SEAM.split(line) if len(line) > 120 else [line]:
        match = _HEAD_AND_REST.fullmatch(piece.strip())
        pieces.extend((match["head"], match["rest"]) if match else (piece.strip(),))
    return [piece for piece in pieces if piece]


def _paragraph(text: str) -> str:
    words = escape(text, quote=False)
    if len(text) <= 40 and text[-1] not in "。；;，,":
        if _FIRST.match(text):
            return f"<h2>{words}</h2>"
        if _SECOND.match(text):
            return f"<h3>{words}</h3>"
    return f"<p>{words}</p>"


def _year(title: str, body: str, path: str) -> int | None:
    for place in (title, body[:400], PurePosixPath(path).stem):
        if match := re.search(r"(?<!\d)(20[0-4]\d)(?!\d)", half_width(place)):
            return int(match[1])
    return None


def _organ(title: str, body: str) -> str:
    """Named in the title, or in the signature at the end; else the government most often named in the text."""
    if match := _ORGAN.match(title):
        return match[0]
    for line in reversed(body.split("\n")[-8:]):
        if _ORGAN.fullmatch(line):
            return line
    if match := _PLACE.match(title):
        return f"{match[0]}人民政府"
    named = Counter(match[1] for match in _GOVERNMENT.finditer(body) if not _NO_PLACES.search(match[1]))
    return f"{named.most_common(1)[0][0]}人民政府" if named else ""


def _released(lines: list[str]) -> date | None:
    for line in lines[:12]:
        if match := _RELEASED.search(line):
            try:
                return date(*map(int, match.groups()))
            except ValueError:
                return None
    return None


def _signed(paragraphs: list[str]) -> date | None:
    """The date alone on a line, under the signature."""
    for line in reversed(paragraphs[-8:]):
        if (match := DATE.fullmatch(line)) and (on := day(match)):
            return on
    return None
