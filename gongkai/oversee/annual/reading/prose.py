"""The text of a report without its tables, in sentences, each with its place; lines broken by a page are joined again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gongkai.kernel.vocabulary import half_width
from gongkai.oversee.annual.reading.lines import Line
from gongkai.oversee.annual.reading.sections import Sections

_HEADING: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}\s*、|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d))"
)
_ENDS: Final = re.compile(r"[。！？!?]+[”\"』」]?|\n")
_BETWEEN: Final = re.compile(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])")


@dataclass(frozen=True)
class Sentence:
    """A sentence (half-width digits) with its section (0: before the first, or no sections) and its place in the file."""

    text: str
    section: int
    place: str


@dataclass(frozen=True)
class Prose:
    """The text of a report: its sentences, and the whole of each section."""

    sentences: tuple[Sentence, ...]
    parts: dict[int, str]

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.parts.values())


def read_prose(lines: Sequence[Line], sections: Sections) -> Prose:
    """Head, sections one, five and six; the whole document where it has no sections."""
    spans = {0: (0, sections.head)} | {number: sections.of(number) for number in (1, 5, 6) if number in sections.spans}
    sentences: list[Sentence] = []
    parts: dict[int, str] = {}
    for number, (begin, end) in spans.items():
        stretch = [line for line in lines[begin:end] if line.cells]
        text, starts, places = _joined(stretch)
        parts[number] = text
        begun = 0
        for found in _ENDS.finditer(text):
            _add(sentences, text[begun : found.end()], number, places, starts, begun)
            begun = found.end()
        _add(sentences, text[begun:], number, places, starts, begun)
    return Prose(tuple(sentences), parts)


def prose_of(texts: Mapping[int, tuple[str, str]]) -> Prose:
    """Texts as they are being written: by number of section, each with its words and the name of its place."""
    sentences: list[Sentence] = []
    parts: dict[int, str] = {}
    for number, (words, place) in texts.items():
        lines = [line.strip() for line in words.split("\n") if line.strip()]
        parts[number] = text = "\n".join(_BETWEEN.sub("", half_width(line)) for line in lines)
        begun = 0
        for found in _ENDS.finditer(text):
            _add(sentences, text[begun : found.end()], number, [place], [0], begun)
            begun = found.end()
        _add(sentences, text[begun:], number, [place], [0], begun)
    return Prose(tuple(sentences), parts)


def _add(sentences: list[Sentence], text: str, section: int, places: list[str], starts: list[int], begun: int) -> None:
    if text.strip():
        place = places[max(bisect_right(starts, begun) - 1, 0)] if places else ""
        sentences.append(Sentence(text.strip(), section, place))


def _joined(lines: Sequence[Line]) -> tuple[str, list[int], list[str]]:
    """The text of some lines, where each began in it, and its place."""
    edge = _edge(lines)
    text = ""
    starts: list[int] = []
    places: list[str] = []
    last: Line | None = None
    for line in lines:
        words = _BETWEEN.sub("", half_width(line.text))
        if last is not None:
            full = edge is not None and last.cells[-1].right >= edge and not line.grid
            if not full or _HEADING.match(words):
                text += "\n"
        starts.append(len(text))
        places.append(line.place)
        text += words
        last = line
    return text, starts, places


def _edge(lines: Sequence[Line]) -> float | None:
    """Where full lines end on the page; None when paragraphs are not broken."""
    rights = [line.cells[-1].right for line in lines if not line.grid]
    if len(rights) < 4:
        return None
    broad = max(rights)
    bucket = broad / 16
    counted = Counter(int(right / bucket) for right in rights if right > 0.3 * broad)
    if not counted:
        return None
    most, many = counted.most_common(1)[0]
    beside = many + counted[most - 1] + counted[most + 1]
    short = broad <= 160 or any(line.aligned and "页" in line.place for line in lines)
    return (most - 1) * bucket if beside >= max(3, 0.4 * len(rights)) and short else None
