"""The pieces of a text to show with a hit: plain strings and whether they were looked for, never HTML."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from gongkai.faces.search.normal import pattern, spaced, stream
from gongkai.faces.search.query import Query

Piece = tuple[str, bool]
"""A run of characters of the original text, and whether it is a hit."""

_EACH: Final = 40  # occurrences of one needle that are considered for a snippet
_MOST: Final = 2_000  # occurrences of one needle that are marked on a page


def spans(text: str, query: Query, *, most: int = _MOST) -> list[tuple[int, int]]:
    """Where the query stands in the text: [start, end) in code points, in order, joined where they touch."""
    return _joined((start, end) for start, end, _ in _places(text, query, most))


def marked(text: str, query: Query) -> list[Piece]:
    """The whole text in pieces: a title, or a page with its hits marked."""
    return _cut(text, spans(text, query), 0, len(text))


def snippet(text: str, query: Query, *, width: int = 120) -> list[Piece]:
    """About ``width`` characters round the best place: where most of what was asked stands close together.

    White space is shown as one blank; ``…`` marks what was left out. Without any hit it is the beginning of the text.
    """
    if width < 1:
        return []
    places = sorted(_places(text, query, _EACH))
    start = _start(text, _best(places, width), width)
    end = min(len(text), start + width)
    end = max(
        [end, *(min(high, start + 2 * width) for low, high, _ in places if low < end < high)]
    )  # a hit stays whole
    hits = _joined((low, min(high, end)) for low, high, _ in places if low < end and high > start)
    pieces = [(" ".join(piece.split()) if hit else _blanks(piece), hit) for piece, hit in _cut(text, hits, start, end)]
    if start > 0:
        pieces.insert(0, ("…", False))
    if end < len(text.rstrip()):
        pieces.append(("…", False))
    return _merged(pieces)


def plain(pieces: Iterable[Piece]) -> str:
    """The pieces as one string, for the command line."""
    return "".join(piece for piece, _ in pieces)


def _places(text: str, query: Query, most: int) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    text = spaced(text)
    for needle in query.needles:
        if not stream(needle):
            continue
        for number, match in enumerate(pattern(needle).finditer(text)):
            if number >= most:
                break
            found.append((match.start(), match.end(), needle))
    return found


def _best(places: list[tuple[int, int, str]], width: int) -> int:
    """The start of the window of ``width`` that holds most different characters of what was asked."""
    best, score = 0, 0
    for first, (start, _, _) in enumerate(places):
        inside: set[str] = set()
        for low, high, needle in places[first:]:
            if low >= start + width:
                break
            if high <= start + width or not inside:
                inside.add(needle)
        worth = sum(map(len, inside))
        if worth > score:
            best, score = start, worth
    return best


def _start(text: str, hit: int, width: int) -> int:
    """A little before the hit, at the beginning of its sentence or line when that is near."""
    earliest = max(0, hit - width // 3)
    for place in range(hit, earliest, -1):
        if text[place - 1] in "\n。；！？":
            return place
    return earliest


def _joined(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _cut(text: str, hits: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    place = start
    for low, high in hits:
        pieces.append((text[place : max(low, start)], False))
        pieces.append((text[max(low, start) : high], True))
        place = high
    pieces.append((text[place:end], False))
    return [piece for piece in pieces if piece[0]]


def _blanks(piece: str) -> str:
    """White space as single blanks, kept at the ends, where a hit may follow."""
    words = " ".join(piece.split())
    if not words:
        return " "
    return (" " if piece[0].isspace() else "") + words + (" " if piece[-1].isspace() else "")


def _merged(pieces: list[Piece]) -> list[Piece]:
    merged: list[Piece] = []
    for piece, hit in pieces:
        if merged and merged[-1][1] == hit:
            merged[-1] = (merged[-1][0] + piece, hit)
        else:
            merged.append((piece, hit))
    return merged
