"""Words of a dictionary that the city edits, compiled into one expression however many there are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import cast

from gongkai.kernel.screening.terms import Action, Hit, Kind
from gongkai.kernel.vocabulary import half_width

_Tree = dict[str, "_Tree"]
_END = ""


def _expression(tree: _Tree) -> str:
    """The words of a tree of letters as an expression that prefers the longest."""
    letters = {letter: branch for letter, branch in tree.items() if letter != _END}
    if not letters:
        return ""
    options = [re.escape(letter) + _expression(branch) for letter, branch in letters.items()]
    inner = options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"
    return f"(?:{inner})?" if _END in tree else inner


@lru_cache(maxsize=8)
def _compiled(words: tuple[str, ...]) -> re.Pattern[str] | None:
    tree: _Tree = {}
    for word in words:
        branch = tree
        for letter in half_width(word.strip()).lower()[:60]:
            branch = branch.setdefault(letter, cast("_Tree", {}))
        if branch is not tree:
            branch[_END] = {}
    return re.compile(_expression(tree), re.IGNORECASE) if tree else None


def listed(text: str, words: Iterable[str]) -> list[Hit]:
    """Every place where a word of the dictionary stands; width and case do not matter, the longest word wins.

    A word counts to its sixtieth character; blanks round it and empty words are ignored.
    """
    pattern = _compiled(tuple(words))
    if pattern is None:
        return []
    return [
        Hit(
            match.start(),
            match.end(),
            Kind.WORD,
            Action.MUST_MASK,
            text[match.start() : match.end()],
            "词典中的词，请修改或说明理由",
        )
        for match in pattern.finditer(half_width(text))
    ]
