"""Words of a text for ranking: the general dictionary plus the words of our field, which it would split wrongly.

Only the ranking rests on words. Whether a document is found never does, see ``engine``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Final

import rjieba

from gongkai.faces.search.normal import folded

DICTIONARY: Final = Path(__file__).with_name("dictionary.txt")


@cache
def domain_words() -> tuple[str, ...]:
    """The words of ``dictionary.txt``: one a line, ``#`` begins a comment."""
    lines = DICTIONARY.read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if (word := line.split("#", 1)[0].strip()))


@cache
def dictionary_mark() -> str:
    """Changes whenever the dictionary does: an index built with another one ranks differently and is built anew."""
    return hashlib.sha256("\n".join(domain_words()).encode()).hexdigest()[:8]


@cache
def _segmenter() -> rjieba.Jieba:
    segmenter = rjieba.Jieba()
    for word in domain_words():
        segmenter.add_word(folded(word), None, None)
    return segmenter


def words(text: str, letters: AbstractSet[str] | None = None) -> list[str]:
    """Words in order, folded, without punctuation and white space; a word of the field stays whole.

    ``letters`` as for ``normal.folded``.
    """
    cut = _segmenter().cut(folded(text, letters), False)
    return [word for word in cut if word.isalnum() or (len(word) > 1 and any(map(str.isalnum, word)))]
