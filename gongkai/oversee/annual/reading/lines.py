"""A document as lines of cells, each with its place: what every kind of file is turned into before anything is read in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from gongkai.kernel.vocabulary import half_width

#: Punctuation that differs between copies of one label.
_SAME = str.maketrans(
    {"﹙": "(", "﹚": ")", "【": "(", "】": ")", "．": ".", "﹒": ".", "“": '"', "”": '"', "「": '"', "」": '"'}
)
# Marks that nobody sees and that copies from the web are full of: zero-width blanks and joiners, directions, soft hyphens, variants.
_UNSEEN = dict.fromkeys(
    [
        0xAD,
        0x34F,
        0x180E,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        *range(0xFE00, 0xFE10),
    ]
)
_BLANK = re.compile(r"[\s\u200b\u2060\ufeff\xa0]+")


@dataclass(frozen=True)
class Cell:
    """A piece of a line. ``left`` and ``right``: columns of a grid, characters of a text, or points of a page."""

    text: str
    left: float
    right: float

    @property
    def middle(self) -> float:
        """Half way."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Line:
    """A line. ``grid``: its cells are those of a table, empty ones included. ``aligned``: positions tell columns apart."""

    cells: tuple[Cell, ...]
    place: str
    grid: int = 0
    aligned: bool = False

    @property
    def text(self) -> str:
        """Its words with a blank between cells."""
        return " ".join(cell.text for cell in self.cells if cell.text)


@dataclass
class Source:
    """What a file holds. ``notes``: sentences on what stayed unread; ``kind``: html, docx, pdf, text.

    ``titles``: what a page says of itself outside its text, the most telling first.
    """

    kind: str
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


def visible(text: str) -> str:
    """A text without the marks in it that nobody sees."""
    return text.translate(_UNSEEN)


def squeezed(text: str) -> str:
    """A label for comparing: half-width, one form of brackets and quotes, no blanks."""
    return _BLANK.sub("", half_width(text).translate(_SAME))


def bare(text: str) -> str:
    """A label reduced to its characters: no blanks, no punctuation, no digits of lists."""
    return re.sub(r"[^\u3400-\u9fff\U00020000-\U000323afA-Za-z]+", "", squeezed(text))


def words(lines: Iterable[Line]) -> str:
    """All text, a line each."""
    return "\n".join(line.text for line in lines)
