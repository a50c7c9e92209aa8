"""The same page in Traditional characters: words are converted, code, addresses and what was typed are not."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import opencc

from gongkai.faces.portal.addresses import HANT

# A tag ends at the first ">" outside its quoted values; comments and declarations pass as they are.
_TAG: Final = re.compile(r"""(<!--.*?-->|<[a-zA-Z/!](?:"[^"]*"|'[^']*'|[^'">])*>)""", re.DOTALL)
_SPOKEN: Final = re.compile(r"""(\s(?:aria-label|alt|placeholder|title|data-label)=")([^"]*)""")
_LINK: Final = re.compile(r"""^(<(?:a|form)\s(?:"[^"]*"|'[^']*'|[^'">])*?\s?(?:href|action)=")(/[^"]*)""", re.DOTALL)
_MARK: Final = re.compile(r"""\sdata-proof(?:-html)?="[^"]*\"""")
_AS_IT_IS: Final = ' translate="no"'
_BETWEEN: Final = "\x1f"  # no text of ours holds it: control characters are cleaned on entry

# What exists once, for all readers: files, machine-readable texts, forms, the desk.
_ONCE: Final = re.compile(
    r"/(?:static|desk|feed|hant)/|/records/\d+/(?:files/\d+|pdf|docx|qr)/|/verify/check/|.*\.(?:txt|json|xml|svg|ico)$|/healthz"
)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2t")


def address(path: str) -> str:
    """The Traditional twin of an address of this site; the address itself where there is none."""
    if not path.startswith("/") or path.startswith("//") or _ONCE.match(path):
        return path
    return HANT + path


def convert(page: str) -> str:
    """A page of ours in Traditional characters: text, titles and labels; links stay within the prefix.

    The marks of the certified text are taken away: the Simplified page is the certified one.
    """
    pieces = _TAG.split(page)
    words: list[str] = []
    places: list[int] = []
    kept = False
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            if not kept and not piece.isascii():
                places.append(place)
                words.append(piece)
            continue
        kept = _AS_IT_IS in piece
        pieces[place] = piece if kept else _tag(piece)
    converted = _converter().convert(_BETWEEN.join(words)).split(_BETWEEN) if words else []
    for place, text in zip(places, converted, strict=True):
        pieces[place] = text
    return "".join(pieces)


def _tag(tag: str) -> str:
    if tag.startswith("<html "):
        return tag.replace('lang="zh-CN"', 'lang="zh-Hant"')
    if "data-proof" in tag:
        tag = _MARK.sub("", tag)
    if tag.startswith(("<a ", "<form ")):
        tag = _LINK.sub(lambda m: m[1] + address(m[2]), tag)
    if not tag.isascii():
        tag = _SPOKEN.sub(lambda m: m[1] + _converter().convert(m[2]), tag)
    return tag
