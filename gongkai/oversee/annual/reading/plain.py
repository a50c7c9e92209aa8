"""Flattened text and Markdown as lines: one cell a line, columns by blanks, bars or tabs, or everything in a row."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from gongkai.kernel.vocabulary import clean, unified
from gongkai.oversee.annual.reading.lines import Cell, Line, visible
from gongkai.oversee.annual.reading.sections import parted
from gongkai.publish.library.report import simplified

_PAGE_NUMBER: Final = re.compile(
    r"\s*(?:[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d{1,3}\s*页(?:\s*[,，/共]+\s*\d{1,3}\s*页)?)\s*"
)
# Pages joined to one line leave their numbers before words; before a number - 2 - may be cells.
_INNER_NUMBER: Final = re.compile(r"(?:^|(?<=\s))[-—–－]\s\d{1,3}\s[-—–－]\s+(?=[（(]?[\u4e00-\u9fff])")
_LONG: Final = 300
_RULE: Final = re.compile(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*|\s*[-+=|]{5,}\s*")
_MARKS: Final = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s+)|\*\*|__(?=\S)|(?<=\S)__|`")
_ESCAPED: Final = re.compile(r"\\(?=[-+.*_#()\[\]<>!~`])")  # Markdown: 1\.属于国家秘密, \-5
_COMMA: Final = re.compile("[,，]")
_PLACE: Final = re.compile(
    r"\s*(?:[-+]?[\d０-９]+(?:[.．][\d０-９]+)?|[-/－／—]*)\s*"
)  # a number without a unit, or a blank
_PAIR: Final = re.compile(r"(?P<label>[^,，。;；\d]{2,14})[,，](?P<number>\s*[\d０-９]+(?:[.．][\d０-９]+)?\s*)")
_SECOND_HALF: Final = re.compile("\\s*行政机关不再处理")  # of the one label that holds a comma
_BREAK: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
_CHUNK: Final = re.compile(r"\S+")
_WIDE: Final = frozenset("WFA")


def lines(text: str) -> Iterator[Line]:
    """The lines of a text in Simplified characters; an empty one has no cells.

    Page numbers and the rules of Markdown tables are left out.
    """
    grid = 0
    within = False
    for number, whole in enumerate(simplified(unified(visible(clean(text)))).replace("\f", "\n").split("\n"), 1):
        if _PAGE_NUMBER.fullmatch(whole) or (_RULE.fullmatch(whole) and ("|" in whole or len(whole.strip()) > 4)):
            continue
        if len(whole) > _LONG:
            whole = _INNER_NUMBER.sub(" ", whole)
        for raw in parted(_ESCAPED.sub("", _MARKS.sub("", _BREAK.sub("", whole)))):
            separator = _separator(raw)
            cells = _barred(raw, separator) if separator else _with_commas(raw)
            if cells:
                grid += not within
                within = True
                if any(cell.text for cell in cells) or len(cells) <= 30:
                    yield Line(cells, f"第{number}行", grid=grid)
                continue
            within = within and not raw.strip()
            cells = tuple(_chunks(raw.replace("|", " ")))
            yield Line(cells, f"第{number}行", aligned=bool(re.search(r"\S\s{2,}\S", raw)) or raw[:6].isspace())


def _separator(raw: str) -> str:
    """What stands between the cells of a line: bars, tabs, or nothing."""
    if raw.count("|") >= 2 or raw.strip().startswith("|"):
        return "|"
    return "\t" if "\t" in raw.strip() or (raw.strip() and raw.rstrip(" ").endswith("\t")) else ""


def _with_commas(raw: str) -> tuple[Cell, ...]:
    """The cells of a line of a CSV file: words, then numbers or blanks only; nothing for a sentence."""
    pair = _PAIR.fullmatch(raw)
    if pair:
        return Cell(pair["label"].strip(), 0, 1), Cell(pair["number"].strip(), 1, 2)
    if len(_COMMA.findall(raw)) < 2 or "。" in raw or len(raw) > _LONG:
        return ()
    try:
        (read,) = csv.reader([raw.strip().replace("，", ",")])
    except (csv.Error, ValueError):
        return ()
    pieces: list[str] = []
    for piece in read:
        if pieces and _SECOND_HALF.match(piece):
            pieces[-1] += f"，{piece}"
        else:
            pieces.append(piece)
    last = max((place for place, piece in enumerate(pieces) if not _PLACE.fullmatch(piece)), default=-1)
    behind = pieces[last + 1 :]
    if len(behind) < 2 or (not any(piece.strip() for piece in behind) and len(behind) < 4):
        return ()
    return tuple(Cell(" ".join(piece.split()), place, place + 1) for place, piece in enumerate(pieces))


def _barred(raw: str, separator: str) -> tuple[Cell, ...]:
    pieces = raw.split(separator)
    if separator == "|":
        if not pieces[0].strip() and raw.lstrip().startswith("|"):
            pieces = pieces[1:]
        if pieces and not pieces[-1].strip():
            pieces = pieces[:-1]
    return tuple(Cell(" ".join(piece.split()), place, place + 1) for place, piece in enumerate(pieces))


def _chunks(raw: str) -> Iterator[Cell]:
    offsets = [0]
    for character in raw:
        offsets.append(offsets[-1] + (2 if unicodedata.east_asian_width(character) in _WIDE else 1))
    for found in _CHUNK.finditer(raw):
        yield Cell(found[0], offsets[found.start()], offsets[found.end()])
