"""Finds runs of digits that could be a number of a person, also when written full-width or broken into groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gongkai.kernel.vocabulary import half_width

_DIGIT = "[0-9０-９]"
_SPACE = "[ \u00a0\u00ad\u2000-\u200d\u202f\u205f\u2060\u3000\ufeff]"
_DASH = "[-\u2010-\u2015\u2212\uff0d\ufe63.\uff0e\u00b7\u2022]"
_GAP = f"(?:{_SPACE}{{0,2}}{_DASH}{_SPACE}{{0,2}}|{_SPACE}{{1,3}}|{_SPACE}{{0,2}}\r?\n{_SPACE}{{0,2}})"
# The first element is a plain set, so that the engine skips what is no digit quickly; the look-behind comes second.
_CHAIN = re.compile(f"{_DIGIT}(?<!{_DIGIT}{{2}})(?:{_GAP}?{_DIGIT}){{10,}}")
_RUN = re.compile(f"{_DIGIT}+")
_FINAL_X = re.compile(f"{_SPACE}?[XxＸｘ×](?!{_DIGIT})")
_DASHES = re.compile(_DASH)


@dataclass(frozen=True, slots=True)
class Number:
    """A stretch of text read as one number: ``digits`` are ASCII (an identity number may end in X).

    ``groups`` are the lengths of its parts as written; ``tied`` says that a dash or dot joins it to further digits,
    ``whole`` that no further digits stand beside it at all, ``wrapped`` that it runs over a line end.
    """

    start: int
    end: int
    digits: str
    groups: tuple[int, ...]
    tied: bool
    whole: bool
    wrapped: bool


class Chain:
    """Digits in one go with nothing but single gaps between their groups."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        runs = [(run.start(), run.end()) for run in _RUN.finditer(text, start, end)]
        self.runs = runs
        self.digits = half_width("".join(text[a:b] for a, b in runs))
        self.offsets: list[int] = []
        self.ends: dict[int, int] = {}
        total = 0
        for index, (a, b) in enumerate(runs):
            self.offsets.append(total)
            total += b - a
            self.ends[total] = index
        final = _FINAL_X.match(text, end)
        self.final_x = final.end() if final else 0
        self.taken = bytearray(len(runs))

    def number(self, first: int, last: int, *, x: bool = False) -> Number:
        """The runs ``first`` to ``last`` as one number; with ``x`` the X behind the chain belongs to it."""
        runs, text = self.runs, self.text
        start = runs[first][0]
        end = self.final_x if x else runs[last][1]
        before = text[runs[first - 1][1] : start] if first else ""
        after = text[runs[last][1] : runs[last + 1][0]] if last + 1 < len(runs) else ""
        offset = self.offsets[first]
        digits = self.digits[offset : self.offsets[last] + runs[last][1] - runs[last][0]]
        return Number(
            start,
            end,
            digits + "X" if x else digits,
            tuple(b - a for a, b in runs[first : last + 1]),
            bool(_DASHES.search(before) or _DASHES.search(after)),
            not before and not after,
            "\n" in text[start:end],
        )

    def spans(self, length: int, likely: Callable[[str], object]) -> Iterator[tuple[int, int]]:
        """Every (first, last) of free runs, more than one, whose ``likely`` digits are ``length`` together."""
        for first, offset in enumerate(self.offsets):
            last = self.ends.get(offset + length)
            if last is None or last == first or not likely(self.digits[offset : offset + length]):
                continue
            if not any(self.taken[first : last + 1]):
                yield first, last

    def take(self, first: int, last: int) -> None:
        """Mark runs as explained, so that no other reading uses them."""
        self.taken[first : last + 1] = b"\x01" * (last + 1 - first)


def chains(text: str) -> Iterator[Chain]:
    """Every chain of at least eleven digits, in order. Linear in the length of the text."""
    return (Chain(text, match.start(), match.end()) for match in _CHAIN.finditer(text))
