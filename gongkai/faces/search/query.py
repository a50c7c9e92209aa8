"""What a reader typed, understood: exact phrases in quotation marks, words, or the number of a document.

``"公开为常态"`` (also “ ”, 「 」, 『 』) is found exactly as it stands, across white space and paragraphs. Anything
else is words, all of which must occur. 县政办发〔2026〕3号, in whatever brackets, is a document number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from gongkai.faces.search.normal import stream
from gongkai.faces.search.segment import words
from gongkai.kernel.vocabulary import Refusal, clean

LONGEST: Final = 2_000  # characters; a phrase of a whole paragraph passes

_PAIRS: Final = (("“", "”"), ("「", "」"), ("『", "』"))
# A quotation mark inside a phrase is not its end: the end is followed by white space or nothing.
_QUOTED: Final = re.compile(r'(?:(?<=\s)|^)"(.+?)"(?=\s|$)', re.DOTALL)
_LOOSELY_QUOTED: Final = re.compile(r'"([^"]*)"', re.DOTALL)
_PAIRED: Final = re.compile("|".join(f"{left}([^{left}{right}]*){right}" for left, right in _PAIRS), re.DOTALL)
_NUMBER: Final = re.compile(
    r"[\u3400-\u9fffA-Za-z]{1,24}\s*[〔\[(（【［〈]\s*(?:19|20)\d\d\s*[〕\])）】］〉]\s*第?\s*\d{1,6}\s*号"
)
_BRACKETS: Final = (
    str.maketrans("[(【〈", "〔〔〔〔") | str.maketrans("])】〉", "〕〕〕〕") | str.maketrans("—–‐−", "----")
)
# A question's own words are not looked for, unless nothing else was asked.
_ASKING: Final = frozenset(
    {"如何", "怎么", "怎样", "怎么办", "什么", "哪些", "哪里", "是否", "吗", "呢", "的", "了", "请问"}
)


@dataclass(frozen=True)
class Query:
    """Phrases and words are folded and hold no white space. ``pieces`` are the unquoted runs as typed, for ranking.

    ``number`` is the normal form of everything typed, for exact comparison with document and index numbers; it is empty
    when a phrase was quoted. ``is_number`` says that it has the shape of a document number.
    """

    text: str
    phrases: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    number: str = ""
    is_number: bool = False

    @cached_property
    def is_empty(self) -> bool:
        return not (self.phrases or self.words or self.number)

    @cached_property
    def needles(self) -> tuple[str, ...]:
        """What to mark in a text, longest first."""
        if self.is_number:
            return number_variants(self.number)
        found = {*self.phrases, *self.words, *(piece for piece in self.pieces if len(piece) > 1)}
        return tuple(sorted(found, key=lambda needle: (-len(needle), needle)))


def number_key(number: str) -> str:
    """The one form in which document and index numbers are compared: folded, no white space, brackets 〔 〕."""
    return stream(number).translate(_BRACKETS)


def number_variants(key: str) -> tuple[str, ...]:
    """The same number as texts write it: 〔2019〕, [2019], (2019), 【2019】."""
    return tuple(key.replace("〔", left).replace("〕", right) for left, right in ("〔〕", "[]", "()", "【】"))


def parse(text: str) -> Query:
    """Understand a query. An empty one is no error; one over 2,000 characters is refused."""
    if len(text) > LONGEST:
        raise Refusal(f"检索内容过长，请不要超过{LONGEST}个字。", field="q")
    text = clean(text).replace("＂", '"').strip()
    phrases: list[str] = []

    def take(match: re.Match[str]) -> str:
        phrases.extend(phrase for group in match.groups() if group and (phrase := stream(group)))
        return " "

    rest = text
    for quoted in (_QUOTED, _LOOSELY_QUOTED, _PAIRED):
        rest = quoted.sub(take, rest)
    rest = rest.replace('"', " ")
    if not phrases and _NUMBER.fullmatch(rest.strip()):
        key = number_key(re.sub(r"([〕\])）】］〉]\s*)第", r"\1", rest))
        return Query(text=text, number=key, is_number=True)
    pieces = tuple(piece for run in rest.split() if any(map(str.isalnum, piece := stream(run))))
    found = tuple(dict.fromkeys(word for piece in pieces for word in words(piece)))
    asked = tuple(word for word in found if word not in _ASKING)
    return Query(
        text=text,
        phrases=tuple(dict.fromkeys(phrases)),
        pieces=pieces,
        words=asked or found,
        number="" if phrases else number_key(rest),
    )
