"""The words of a document as plain text, for search, screening and canonical bytes: nothing that can be read is lost."""

from __future__ import annotations

import re
from html import unescape

from gongkai.kernel.papers.richtext.tree import INLINE, Node, parse

_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLANKS = re.compile(r" {2,}")
_MARK = re.compile(r"</?(?:strong|em|u|s|sub|sup)>")
_BLOCK = re.compile(r"<(p|h[234])(?: [^<>]*+)?>((?:[^<]++|</?(?:strong|em|u|s|sub|sup)>)*+)</\1>")
_FLAT = re.compile(rf"(?:{_BLOCK.pattern})*")


def to_text(html: str, *, addresses: bool = False) -> str:
    """Text of sanitized HTML: a paragraph a line, the cells of a table row joined by tabs, ``<br>`` a line of its own.

    With ``addresses`` the target of a link follows its words in （）, so that screening sees what a reader does not.
    """
    if _FLAT.fullmatch(html):  # a thousand articles without a table: no tree is needed
        flat = (_SPACES.sub(" ", unescape(_MARK.sub("", inner))).strip(" ") for _, inner in _BLOCK.findall(html))
        return "\n".join(line for line in flat if line)
    lines: list[str] = []
    _blocks(parse(html).children, lines, addresses=addresses)
    return "\n".join(line for line in lines if line)


def _blocks(children: list[Node | str], lines: list[str], *, addresses: bool) -> None:
    loose: list[Node | str] = []
    for child in children:
        if isinstance(child, str) or child.tag in INLINE:
            loose.append(child)
            continue
        lines.extend(_lines(loose, addresses=addresses))
        loose = []
        if child.tag == "tr":
            lines.append("\t".join(_cell(cell, addresses=addresses) for cell in child.elements()))
        elif child.tag != "hr":
            _blocks(child.children, lines, addresses=addresses)
    lines.extend(_lines(loose, addresses=addresses))


def _cell(cell: Node, *, addresses: bool) -> str:
    lines: list[str] = []
    _blocks(cell.children, lines, addresses=addresses)
    return " ".join(line.replace("\t", " ") for line in lines if line)


def _lines(words: list[Node | str], *, addresses: bool) -> list[str]:
    """Lines of running text; white space of the markup is one space, a line break ends the line."""
    pieces: list[str] = []
    _run(words, pieces, addresses=addresses)
    return [_BLANKS.sub(" ", line).strip(" ") for line in "".join(pieces).split("\n")]


def _run(words: list[Node | str], pieces: list[str], *, addresses: bool) -> None:
    for word in words:
        if isinstance(word, str):
            pieces.append(_SPACES.sub(" ", word))
        elif word.tag == "br":
            pieces.append("\n")
        else:
            _run(word.children, pieces, addresses=addresses)
            if addresses and word.attributes.get("href"):
                pieces.append(f"（{word.attributes['href']}）")
