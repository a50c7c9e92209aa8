"""What changed between two versions, for a reviewer: paragraph by paragraph, then word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, TypedDict, TypeVar

from gongkai.kernel.papers.richtext.text import to_text
from gongkai.kernel.papers.richtext.tree import INLINE, Node, parse, write

T = TypeVar("T", bound=Hashable)
Change = Literal["same", "insert", "delete", "change"]
_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]|[^。；！？\n]+")
_PAIRS = 2500  # so many comparisons of paragraphs at most in one changed passage
_EQUALS = 2_000_000  # pairs of equal paragraphs or words that are looked at one by one
_TOKENS = 3000  # a longer paragraph is compared sentence by sentence


class Run(TypedDict):
    """Consecutive letters that stayed (``same``), came (``ins``) or went (``del``)."""

    op: Literal["same", "ins", "del"]
    text: str


class Difference(TypedDict):
    """A paragraph, heading, list item or table row of either version; ``block`` says which."""

    kind: Change
    block: Literal["heading", "paragraph", "item", "row"]
    runs: list[Run]


_Line = tuple[Literal["heading", "paragraph", "item", "row"], str]


def diff(old_html: str, new_html: str) -> list[Difference]:
    """Every block of both versions of sanitized HTML in reading order, unchanged ones included.

    The ``same`` and ``del`` runs together read as the old text, ``same`` and ``ins`` as the new. A table is compared
    row by row (cells joined by tabs). A change of style alone (bold, a link's target) is no change of text.
    """
    old, new = _read(old_html), _read(new_html)
    out: list[Difference] = []
    for tag, i1, i2, j1, j2 in _matcher(old, new).get_opcodes():
        if tag == "equal":
            out += [{"kind": "same", "block": b, "runs": [{"op": "same", "text": t}]} for b, t in new[j1:j2]]
        else:
            out += _passage(old[i1:i2], new[j1:j2])
    return out


def _matcher(old: Sequence[T], new: Sequence[T]) -> SequenceMatcher[T]:
    """Exact, unless the same things repeat so often that every pair of them would take minutes."""
    there = Counter(old)
    pairs = sum(there[one] * times for one, times in Counter(new).items())
    return SequenceMatcher(None, old, new, autojunk=pairs > _EQUALS)


def _read(html: str) -> list[_Line]:
    return list(_lines(parse(html).children))


def _lines(children: list[Node | str]) -> Iterator[_Line]:
    loose: list[Node | str] = []

    def close() -> Iterator[_Line]:
        text = to_text(write(loose))
        loose.clear()
        if text:
            yield "paragraph", text

    for child in children:
        if isinstance(child, str) or child.tag in INLINE:
            loose.append(child)
            continue
        yield from close()
        if child.tag in {"h2", "h3", "h4"}:
            yield "heading", to_text(write([child]))
        elif child.tag == "tr":
            yield "row", to_text(write([Node("table", {}, [child])]))
        elif child.tag == "li":
            yield from (("item" if block == "paragraph" else block, text) for block, text in _lines(child.children))
        else:
            yield from _lines(child.children)
    yield from close()


def _passage(old: list[_Line], new: list[_Line]) -> Iterator[Difference]:
    """A changed passage: similar paragraphs are paired in order, the rest came or went whole."""
    i = 0
    came: list[Difference] = []
    for j, partner in enumerate(_pairing(old, new)):
        if partner is None:
            came.append({"kind": "insert", "block": new[j][0], "runs": [{"op": "ins", "text": new[j][1]}]})
            continue
        yield from _gone(old[i:partner])
        yield from came
        came = []
        i = partner + 1
        yield {"kind": "change", "block": new[j][0], "runs": _runs(old[partner][1], new[j][1])}
    yield from _gone(old[i:])
    yield from came


def _gone(lines: list[_Line]) -> Iterator[Difference]:
    for block, text in lines:
        yield {"kind": "delete", "block": block, "runs": [{"op": "del", "text": text}]}


def _pairing(old: list[_Line], new: list[_Line]) -> list[int | None]:
    """For each new line the old line that it came from, or None; the order is kept."""
    partners: list[int | None] = []
    start = 0
    bounded = len(old) * len(new) > _PAIRS
    for j, (_, text) in enumerate(new):
        window = range(start, len(old))
        if bounded:
            window = range(max(start, j - 5), min(len(old), max(start, j) + 6))
        best = max(window, key=lambda i: _likeness(old[i][1], text), default=None)
        if best is None or _likeness(old[best][1], text) < 0.45:
            partners.append(None)
        else:
            partners.append(best)
            start = best + 1
    return partners


def _likeness(old: str, new: str) -> float:
    """From 0 to 1: shared pairs of neighbouring letters (bigrams), which is fast and enough to pair paragraphs."""
    if old == new:
        return 1.0
    a, b = _bigrams(old), _bigrams(new)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _bigrams(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)} or {text}


def _runs(old: str, new: str) -> list[Run]:
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(a) > _TOKENS or len(b) > _TOKENS:
        a, b = _SENTENCE.findall(old), _SENTENCE.findall(new)
    runs: list[Run] = []
    for tag, i1, i2, j1, j2 in _readable(_matcher(a, b), a):
        if tag == "equal":
            runs.append({"op": "same", "text": "".join(a[i1:i2])})
            continue
        if i2 > i1:
            runs.append({"op": "del", "text": "".join(a[i1:i2])})
        if j2 > j1:
            runs.append({"op": "ins", "text": "".join(b[j1:j2])})
    return runs


_Opcode = tuple[str, int, int, int, int]


def _readable(matcher: SequenceMatcher[str], tokens: list[str]) -> list[_Opcode]:
    """Opcodes with islands removed: one or two letters that happen to be equal between two changes are changed too."""
    out: list[_Opcode] = []
    opcodes = matcher.get_opcodes()
    for place, (tag, i1, i2, j1, j2) in enumerate(opcodes):
        inside = 0 < place < len(opcodes) - 1
        island = tag == "equal" and inside and len("".join(tokens[i1:i2])) <= 2 and _wide(opcodes, place)
        if tag == "equal" and not island:
            out.append((tag, i1, i2, j1, j2))
        elif out and out[-1][0] != "equal":
            out[-1] = ("replace", out[-1][1], i2, out[-1][3], j2)
        else:
            out.append(("replace", i1, i2, j1, j2))
    return out


def _wide(opcodes: Sequence[_Opcode], place: int) -> bool:
    """Both neighbours are larger than the island itself."""
    size = opcodes[place][2] - opcodes[place][1]
    return all(max(opcodes[n][2] - opcodes[n][1], opcodes[n][4] - opcodes[n][3]) > size for n in (place - 1, place + 1))
