"""Which pairs of neighbouring characters some titles hold, as a small bitmap: it says at once where a text cannot stand."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

_BITS = 32_768  # four kilobytes; a thousand titles of thirty characters set about a fifth of them


def bitmap(titles: Iterable[str]) -> bytes:
    """The bitmap of these titles, 4,096 bytes."""
    found = bytearray(_BITS // 8)
    for place in {_place(pair) for title in titles for pair in _pairs(title)}:
        found[place >> 3] |= 1 << (place & 7)
    return bytes(found)


def places(text: str) -> tuple[int, ...]:
    """Where a bitmap must be set if one of its titles holds the text; none for fewer than two characters."""
    return tuple(sorted({_place(pair) for pair in _pairs(text)}))


def may_hold(found: bytes | memoryview, wanted: Iterable[int]) -> bool:
    """May a title hold the text whose ``places`` these are? No is certain; yes is to be looked up."""
    return all(found[place >> 3] >> (place & 7) & 1 for place in wanted)


def _pairs(text: str) -> Iterable[str]:
    return (text[at : at + 2] for at in range(len(text) - 1))


def _place(pair: str) -> int:
    return zlib.crc32(pair.encode("utf-8", "surrogatepass")) % _BITS
