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
        rf"[#*]*(?:第?[{_NUMERALS}](?:部分)?[、.,:]?|\({_NUMERALS[number - 1]}\))?(?:{_any(titles)})[:。]?"
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


@dataclass(frozen=True)
class Sections:
    """Where each section begins and ends, as places in the list of lines; ``head`` is what stands before the first."""

    spans: dict[int, tuple[int, int]]
    head: int

    def of(self, number: int) -> tuple[int, int]:
        """The span of a section; empty when it was not found."""
        return self.spans.get(number, (0, 0))


def find(lines: Sequence[Line]) -> Sections:
    """The headings in their order; one that comes out of order is part of the text."""
    starts: list[tuple[int, int]] = []
    for place, line in enumerate(lines):
        text = squeezed(line.text)
        if not 4 <= len(text) <= 60:
            continue
        for number, pattern in _ALONE.items():
            if pattern.fullmatch(text) and (not starts or number > starts[-1][0]):
                starts.append((number, place))
                break
    spans = {}
    for index, (number, place) in enumerate(starts):
        end = starts[index + 1][1] if index + 1 < len(starts) else len(lines)
        spans[number] = (place + 1, end)
    return Sections(spans, starts[0][1] if starts else len(lines))
