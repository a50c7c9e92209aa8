"""The six sections of a report found by their headings, however these are broken, numbered or worded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from gongkai.oversee.annual.reading.lines import Line, squeezed

#: Wordings of each heading; the labels of the forms are among them.
_TITLES: Final[dict[int, tuple[str, ...]]] = {
    1: ("总体情况", "工作总体情况", "政府信息公开工作总体情况", "概述"),
    2: ("主动公开政府信息情况", "主动公开政府信息的情况", "主动公开信息情况", "主动公开情况"),
    3: (
        "收到和处理政府信息公开申请情况",
        "收到和处理政府信息公开申请的情况",
        "政府信息公开申请情况",
        "收到和处理政府信息公开申请",
    ),
    4: (
        "政府信息公开行政复议、行政诉讼情况",
        "政府信息公开行政复议行政诉讼情况",
        "政府信息公开行政复议和行政诉讼情况",
        "政府信息公开行政复议、诉讼情况",
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "政府信息公开行政复议、行政诉讼的情况",
    ),
    5: (
        "存在的主要问题及改进情况",
        "存在问题及改进情况",
        "存在的主要问题及改进措施",
        "存在的问题及改进情况",
        "存在的问题及改进措施",
        "存在的主要问题和改进情况",
        "政府信息公开工作存在的主要问题及改进情况",
        "政府信息公开工作存在的主要问题和改进情况",
        "存在的主要问题及改进情况等",
    ),
    6: ("其他需要报告的事项", "其他需要报告的情况", "其它需要报告的事项", "需要报告的其他事项"),
}
_NUMERALS: Final = "一二三四五六"


def _loose(words: str) -> str:
    """Blanks between any two characters; copies from elsewhere say 资讯 for 信息."""
    other = {"、": "[、,，和及]?", "信": "[信资]", "息": "[息讯]"}
    return r"\s*".join(other.get(character) or re.escape(character) for character in words)


def _any(titles: Sequence[str]) -> str:
    return "|".join(_loose(title) for title in sorted(titles, key=len, reverse=True))


#: A numbered heading anywhere in a line: 一、总体情况.
_INSIDE: Final = re.compile(
    "|".join(
        rf"(?<![第\w])(?P<n{number}>{_NUMERALS[number - 1]}\s*[、.．,，]\s*(?:{_any(titles)}))"
        for number, titles in _TITLES.items()
    )
)
_ALONE: Final = {
    number: re.compile(
        rf"[#*]*(?:第?[{_NUMERALS}](?:部分)?[、.,:]?|\({_NUMERALS[number - 1]}\)|{number}[、.,])?(?:{_any(titles)})[:。]?"
    )
    for number, titles in _TITLES.items()
}


def parted(raw: str) -> Iterator[str]:
    """The line in pieces: each numbered heading of a section stands alone, even where a page holds no line breaks."""
    end = 0
    for found in _INSIDE.finditer(raw):
        if found.start() > end:
            piece = raw[end : found.start()]
            if piece.strip():
                yield piece
        yield found[0]
        end = found.end()
    if end < len(raw) or not raw:
        rest = raw[end:]
        if rest.strip() or not end:
            yield rest


#: What stands between the lines of a table of contents: dots and numbers of pages.
_LEADER: Final = re.compile(r"[\d.…·\-—]*")


@dataclass(frozen=True)
class Sections:
    """Where each section begins and ends, as places in the list of lines; ``head`` is what stands before the first.

    ``another``: where a second report begins in the same file; None when there is none.
    """

    spans: dict[int, tuple[int, int]]
    head: int
    another: int | None = None

    def of(self, number: int) -> tuple[int, int]:
        """The span of a section; empty when it was not found."""
        return self.spans.get(number, (0, 0))


def find(lines: Sequence[Line]) -> Sections:
    """The headings in their order; one that comes out of order is part of the text."""
    headings = _without_contents(lines, list(_headings(lines)))
    starts: list[tuple[int, int]] = []
    another: int | None = None
    for at, (number, place) in enumerate(headings):
        if not starts or number > starts[-1][0]:
            starts.append((number, place))
        elif starts[-1][0] >= 5 and [one for one, _ in headings[at : at + 3]] == [1, 2, 3]:
            another = place
            break
    spans = {}
    for index, (number, place) in enumerate(starts):
        end = starts[index + 1][1] if index + 1 < len(starts) else another or len(lines)
        spans[number] = (place + 1, end)
    return Sections(spans, starts[0][1] if starts else len(lines), another)


def _headings(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Every line that is the heading of a section: its number and its place."""
    for place, line in enumerate(lines):
        text = squeezed(line.text)
        if not 4 <= len(text) <= 60:
            continue
        number = next((number for number, pattern in _ALONE.items() if pattern.fullmatch(text)), None)
        if number is not None:
            yield number, place


def _without_contents(lines: Sequence[Line], headings: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Headings without those of a table of contents: three and more with nothing between them, each of which comes again."""
    many = 1
    while many < len(headings) and _empty(lines[headings[many - 1][1] + 1 : headings[many][1]]):
        many += 1
    later = {number for number, _ in headings[many:]}
    if many >= 3 and later and {number for number, _ in headings[: many - 1]} <= later | {headings[many - 1][0]}:
        last = headings[many - 1][0]  # the contents may run into the first heading of the text
        return headings[many:] if last in later else headings[many - 1 :]
    return headings


def _empty(lines: Sequence[Line]) -> bool:
    return all(_LEADER.fullmatch(squeezed(line.text)) for line in lines)
