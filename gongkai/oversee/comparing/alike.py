"""雷同, pure: which reports share text, how much of it, and which passages; numbers, years, names and the phrases of the form aside.

Every text is cut into grams of twelve characters (Broder, On the resemblance and containment of documents, 1997). The share of a text
is the part of its grams that the other one has too. An index of the grams that several texts have is turned into one integer of bits a
text, so that a pair costs one ``&``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from gongkai.kernel.vocabulary import half_width

GRAM: Final = 12  # characters; Chinese sentences that agree by chance do so for less
#: A sentence with so many numbers states the year's figures, as the Regulation asks of every report (条例50).
FIGURES: Final = 3
_ENDS: Final = re.compile(r"(?<=[。！？!?\n])")
OWN: Final = "本"  # stands for the organ's own name, so that a copied text is found under another name


@dataclass(frozen=True)
class Sentence:
    """A sentence as printed; ``normal``: what is compared of it; ``places``: where each of its characters stands in ``text``."""

    text: str
    normal: str
    places: tuple[int, ...]
    figures: int

    @property
    def grams(self) -> Iterator[int]:
        """Its grams in order, each as the hash that Python has for it (small, and good within one process)."""
        return (hash(self.normal[start : start + GRAM]) for start in range(len(self.normal) - GRAM + 1))


def sentences(text: str, names: Iterable[str] = ()) -> list[Sentence]:
    """The sentences of a text. Numbers become 0, the names given become 本, marks and spaces fall away."""
    wanted = sorted({half_width(name) for name in names if len(name) > 1}, key=len, reverse=True)
    own = "|".join(map(re.escape, wanted)) or r"(?!)"
    token = re.compile(rf"({own})|(\d[\d,.]*)|([^\W_])")
    return [_sentence(part.strip(), token) for part in _ENDS.split(text) if part.strip()]


def _sentence(text: str, token: re.Pattern[str]) -> Sentence:
    normal: list[str] = []
    places: list[int] = []
    figures = 0
    for found in token.finditer(half_width(text)):  # the length stays the same
        kind = found.lastindex
        figures += kind == 2
        normal.append(OWN if kind == 1 else "0" if kind == 2 else found[0].casefold()[:1])
        places.append(found.start())
    return Sentence(text, "".join(normal), tuple(places), figures)


def grams_of(texts: Iterable[str]) -> frozenset[int]:
    """The grams of phrases that every report carries."""
    return frozenset(gram for text in texts for one in sentences(text) for gram in one.grams)


@dataclass(frozen=True)
class Text:
    """A report's text as it is compared. ``own``: for each sentence whether it counts; ``grams``: of those that do."""

    key: int
    sentences: tuple[Sentence, ...]
    own: tuple[bool, ...]
    grams: frozenset[int]

    @property
    def length(self) -> int:
        """Characters that are compared."""
        return sum(len(one.normal) for one, counts in zip(self.sentences, self.own, strict=True) if counts)


def prepare(key: int, text: str, names: Iterable[str], fixed: Collection[int]) -> Text:
    """A text with what counts of it: no sentence of figures, none that is mostly a phrase of the form (``fixed`` grams)."""
    found = tuple(sentences(text, names))
    own = tuple(_counts(one, fixed) for one in found)
    kept = (gram for one, counts in zip(found, own, strict=True) if counts for gram in one.grams)
    return Text(key, found, own, frozenset(kept) - frozenset(fixed))


def _counts(one: Sentence, fixed: Collection[int]) -> bool:
    if len(one.normal) < GRAM or one.figures >= FIGURES:
        return False
    return 2 * sum(_covered(one, fixed)) < len(one.normal)


def _covered(one: Sentence, grams: Collection[int]) -> list[bool]:
    """For each compared character whether a gram that lies over it is among these."""
    found = [False] * len(one.normal)
    for start, gram in enumerate(one.grams):
        if gram in grams:
            found[start : start + GRAM] = [True] * GRAM
    return found


@dataclass(frozen=True)
class Pair:
    """Two texts: how many grams they share, and of how many each."""

    first: int
    second: int
    shared: int
    of_first: int
    of_second: int

    @property
    def share(self) -> Fraction:
        """The greater of the two shares."""
        return max(self.share_of_first, self.share_of_second)

    @property
    def share_of_first(self) -> Fraction:
        """How much of the first stands in the second."""
        return Fraction(self.shared, self.of_first) if self.of_first else Fraction(0)

    @property
    def share_of_second(self) -> Fraction:
        """How much of the second stands in the first."""
        return Fraction(self.shared, self.of_second) if self.of_second else Fraction(0)


def pairs(texts: Sequence[Text], least: Fraction) -> list[Pair]:
    """The pairs of which one shares at least ``least`` of its text with the other, most alike first."""
    bits = _bits(texts)
    found = []
    for place, one in enumerate(texts):
        for other in range(place):
            shared = (bits[place] & bits[other]).bit_count()
            if shared and shared >= least * min(len(one.grams), len(texts[other].grams)):
                found.append(Pair(texts[other].key, one.key, shared, len(texts[other].grams), len(one.grams)))
    return sorted(found, key=lambda pair: (-pair.share, -pair.shared, pair.first, pair.second))


def _bits(texts: Sequence[Text]) -> list[int]:
    """For each text one bit for every gram that more than one text has."""
    index: dict[int, list[int]] = {}
    for place, one in enumerate(texts):
        for gram in one.grams:
            index.setdefault(gram, []).append(place)
    common = [places for places in index.values() if len(places) > 1]
    rows = [bytearray(len(common) // 8 + 1) for _ in texts]
    for number, places in enumerate(common):
        byte, bit = number >> 3, 1 << (number & 7)
        for place in places:
            rows[place][byte] |= bit
    return [int.from_bytes(row, "little") for row in rows]


def pair(first: Text, second: Text) -> Pair:
    """Two texts compared."""
    return Pair(first.key, second.key, len(first.grams & second.grams), len(first.grams), len(second.grams))


@dataclass(frozen=True)
class Piece:
    """A stretch of a sentence as printed; ``shared``: it stands in the other text too."""

    text: str
    shared: bool


@dataclass(frozen=True)
class Shown:
    """A sentence in pieces; ``counts``: it is compared; ``shared``: how much of it stands in the other text."""

    pieces: tuple[Piece, ...]
    counts: bool
    shared: Fraction


def shown(one: Text, other: Text) -> list[Shown]:
    """A text with what it shares with another one marked."""
    common = one.grams & other.grams
    return [_shown(sentence, counts=counts, common=common) for sentence, counts in zip(one.sentences, one.own, strict=True)]  # fmt: skip


def _shown(sentence: Sentence, *, counts: bool, common: Collection[int]) -> Shown:
    if not counts:
        return Shown((Piece(sentence.text, False),), False, Fraction(0))
    covered = _covered(sentence, common)
    marks = [False] * len(sentence.text)
    for place, covers in enumerate(covered):
        if covers:
            # with what stands between two shared characters: marks, spaces, the rest of a number or name
            goes_on = place + 1 < len(covered) and covered[place + 1]
            end = sentence.places[place + 1] if goes_on else sentence.places[place] + 1
            marks[sentence.places[place] : end] = [True] * (end - sentence.places[place])
    pieces: list[Piece] = []
    start = 0
    for at in range(1, len(marks) + 1):
        if at == len(marks) or marks[at] != marks[start]:
            pieces.append(Piece(sentence.text[start:at], marks[start]))
            start = at
    return Shown(tuple(pieces), True, Fraction(sum(covered), len(covered)))


@dataclass(frozen=True)
class Passage:
    """A sentence of one text beside the one of the other that has most in common with it."""

    first: Shown
    second: Shown


def passages(first: Text, second: Text, least: Fraction = Fraction(1, 3)) -> list[Passage]:
    """The sentences of the first text of which at least ``least`` stands in the second, each beside its like."""
    ours, theirs = shown(first, second), shown(second, first)
    where: dict[int, list[int]] = {}
    for place, sentence in enumerate(second.sentences):
        if second.own[place]:
            for gram in sentence.grams:
                where.setdefault(gram, []).append(place)
    found = []
    for sentence, one in zip(first.sentences, ours, strict=True):
        if not one.shared or one.shared < least:
            continue
        votes: dict[int, int] = {}
        for gram in sentence.grams:
            for place in where.get(gram, ()):
                votes[place] = votes.get(place, 0) + 1
        if votes:
            found.append(Passage(one, theirs[max(votes, key=lambda place: (votes[place], -place))]))
    return found
