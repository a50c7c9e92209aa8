"""Characters as the search sees them: document and query are folded by one table, character for character.

Folding never changes the length of a text, so a place found in the folded text is the same place in the original one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from typing import Final

import opencc

# Where characters are folded at all: full-width forms, compatibility ideographs, radicals, all Han blocks.
_HAN: Final = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
_COMPATIBLE: Final = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0xFF01, 0xFFE6), (0x2F800, 0x2FA1F))
# White space, controls, soft hyphen, direction and joining marks, private use, variation selectors: no reader sees them.
_UNSEEN: Final = (
    (0x00, 0x20), (0x7F, 0xA0), (0xAD, 0xAD), (0x61C, 0x61C), (0x1680, 0x1680), (0x180E, 0x180E), (0x2000, 0x200F),
    (0x2028, 0x202F), (0x205F, 0x206F), (0x3000, 0x3000), (0xD800, 0xF8FF), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB), (0xE0000, 0xE01EF),
)  # fmt: skip


@cache
def unseen() -> frozenset[int]:
    """Code points that no reader sees: a phrase is found across them."""
    return frozenset(code for low, high in _UNSEEN for code in range(low, high + 1))


@cache
def folding() -> dict[int, int]:
    """Code point → code point: half width, lower case, canonical form, Simplified. Built once in a process."""
    table: dict[int, int] = {}
    for code in range(0x80, 0x250):  # Latin letters with marks, for lower case only
        _enter(table, code, chr(code).lower())
    for code in range(0x41, 0x5B):
        table[code] = code + 0x20
    for code in (*range(0x370, 0x530), *range(0x2160, 0x2170), *range(0x24B6, 0x24D0)):  # Greek, Cyrillic, Ⅳ, Ⓐ
        _enter(table, code, chr(code).lower())
    for low, high in _COMPATIBLE:
        for code in range(low, high + 1):
            _enter(table, code, unicodedata.normalize("NFKC", chr(code)).lower())
    table[0x3000] = 0x20
    han = [code for low, high in _HAN for code in range(low, high + 1)]
    simplify = opencc.OpenCC("t2s").convert
    for code in han:
        canonical = chr(table.get(code, code))
        _enter(table, code, simplify(canonical))
    # What a compatibility form or radical folds to may itself be Traditional.
    return {code: table.get(to, to) for code, to in table.items()}


def _enter(table: dict[int, int], code: int, to: str) -> None:
    if len(to) == 1 and ord(to) != code:
        table[code] = ord(to)


@cache
def _streaming() -> dict[int, int | None]:
    return {**folding(), **dict.fromkeys(unseen())}


@cache
def _folded_characters() -> dict[str, str]:
    return {chr(code): chr(to) for code, to in folding().items()}


@cache
def _streamed_characters() -> dict[str, str]:
    return {**_folded_characters(), **dict.fromkeys(map(chr, unseen()), "")}


_FEW: Final = 40  # different characters that are quicker replaced one after another than by looking at each character


def folded(text: str, letters: AbstractSet[str] | None = None) -> str:
    """The text folded, with the same length: place n in it is place n in the original.

    ``letters`` are its characters (or more) where the caller has them: to gather them is most of the work.
    """
    table = _folded_characters()
    changed = table.keys() & (set(text) if letters is None else letters)
    if len(changed) > _FEW:
        return text.translate(folding())
    for character in changed:
        text = text.replace(character, table[character])
    return text


def stream(text: str, letters: AbstractSet[str] | None = None) -> str:
    """The text folded and without anything unseen: what the engine indexes and what a phrase is compared with.

    ``letters`` as for ``folded``.
    """
    text = "".join(text.split())
    table = _streamed_characters()
    changed = table.keys() & (set(text) if letters is None else letters)
    if len(changed) > _FEW:
        return text.translate(_streaming())
    for character in changed:
        text = text.replace(character, table[character])
    return text


def streamed_letters(letters: AbstractSet[str]) -> set[str]:
    """The characters that the stream of a text has, by the characters of the text."""
    table = _streamed_characters()
    changed = table.keys() & letters
    return set(letters - changed) | {table[character] for character in changed} - {""}


@cache
def _unseen_but_blank() -> tuple[re.Pattern[str], ...]:
    """The unseen that is no white space, of the first plane and beyond: one class for both is twenty times slower."""
    first = "".join(chr(code) for code in sorted(unseen()) if code <= 0xFFFF and not chr(code).isspace())
    return re.compile(f"[{re.escape(first)}]"), re.compile("[\U000e0000-\U000e01ef]")


def spaced(text: str) -> str:
    """The text with everything unseen as blanks, and the same length: what ``pattern`` looks at.

    In every gap of a pattern the class would cost a millisecond to compile.
    """
    for marks in _unseen_but_blank():
        if marks.search(text):
            text = marks.sub(" ", text)
    return text


@cache
def _unfolding() -> dict[str, str]:
    """Character → every character that folds to it: 务 → 務, a → AＡａ."""
    sources: dict[str, str] = {}
    for code, to in folding().items():
        sources[chr(to)] = sources.get(chr(to), "") + chr(code)
    return sources


@lru_cache(maxsize=512)
def pattern(needle: str) -> re.Pattern[str]:
    """Finds a phrase in ``spaced`` text, in whatever width, case or script, across white space and paragraphs.

    The needle is not empty once streamed.
    """
    sources = _unfolding()
    characters = (
        f"[{re.escape(character + sources[character])}]" if character in sources else re.escape(character)
        for character in stream(needle)
    )
    return re.compile(r"\s*".join(characters))
