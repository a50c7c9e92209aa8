"""Numbers that Word makes itself (第一条, 一、, （一）) written out as words, since they are part of an official text."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import docx
from docx.oxml.ns import qn

from gongkai.kernel.vocabulary import chinese

_DIGITS = "〇一二三四五六七八九"
_PLAIN = {"decimal", "bullet", "none"}


def _roman(value: int) -> str:
    pairs = [
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ]  # fmt: skip
    text = ""
    for size, letters in pairs:
        text += letters * (value // size)
        value %= size
    return text


def _letter(value: int) -> str:
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _circled(value: int) -> str:
    return chr(0x2460 + value - 1) if value <= 20 else str(value)


_FORMS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": lambda value: "".join(_DIGITS[int(digit)] for digit in str(value)),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda value: _letter(value).lower(),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda value: f"{value:02}",
}


def written_out(data: bytes) -> bytes:
    """The docx with numbers as words wherever HTML's own list would show another mark; unchanged when it cannot be read.

    A plain list (1. 2. 3. without interruption) and bullets stay lists.
    """
    try:
        document = docx.Document(io.BytesIO(data))
        numbering = document.part.numbering_part.element
    except (KeyError, ValueError, NotImplementedError):
        return data
    except Exception:  # a broken file is refused by the reader that follows, with its own sentence
        return data
    levels = _levels(numbering)
    styles = document.styles.element
    counters: dict[str, list[int]] = {}
    changed = False
    places = list(_numbered(document.element.body, styles))
    for place, (paragraph, num, depth) in enumerate(places):
        found = levels.get(num, {}).get(depth)
        if found is None:
            continue
        abstract, form, pattern, start = found
        counts = counters.setdefault(abstract, [0] * 9)
        counts[depth] = counts[depth] + 1 if counts[depth] else start
        counts[depth + 1 :] = [0] * (8 - depth)
        if form == "none" and not pattern:
            _unnumber(paragraph)
            changed = True
        elif form != "bullet" and not _simple(form, pattern, depth, places, place):
            _write(paragraph, _label(pattern, counts, levels[num]))
            changed = True
    if not changed:
        return data
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


_Level = tuple[str, str, str, int]  # abstract list, number form, pattern, first number


def _levels(numbering: Any) -> dict[str, dict[int, _Level]]:
    abstract: dict[str, dict[int, _Level]] = {}
    for element in numbering.findall(qn("w:abstractNum")):
        name = str(element.get(qn("w:abstractNumId")))
        abstract[name] = {depth: (name, *rest) for depth, *rest in map(_level, element.findall(qn("w:lvl")))}  # type: ignore[misc]
    out: dict[str, dict[int, _Level]] = {}
    for element in numbering.findall(qn("w:num")):
        reference = element.find(qn("w:abstractNumId"))
        if reference is not None:
            out[str(element.get(qn("w:numId")))] = dict(abstract.get(str(reference.get(qn("w:val"))), {}))
    return out


def _level(element: Any) -> tuple[int, str, str, int]:
    def value(tag: str, default: str) -> str:
        child = element.find(qn(tag))
        return default if child is None else str(child.get(qn("w:val")) or default)

    start = value("w:start", "1")
    return (
        min(int(element.get(qn("w:ilvl")) or 0), 8),
        value("w:numFmt", "decimal"),
        value("w:lvlText", ""),
        int(start) if start.isdigit() else 1,
    )


def _numbered(body: Any, styles: Any) -> Iterator[tuple[Any, str, int]]:
    """Paragraphs with a number of their own or of their style: element, list, depth."""
    by_style: dict[str, tuple[str, int]] = {}
    for style in styles.findall(qn("w:style")):
        if found := _number_of(style):
            by_style[str(style.get(qn("w:styleId")))] = found
    for paragraph in body.iter(qn("w:p")):
        found = _number_of(paragraph)
        if found is None:
            style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            found = None if style is None else by_style.get(str(style.get(qn("w:val"))))
        if found and found[0] != "0":
            yield paragraph, *found


def _number_of(element: Any) -> tuple[str, int] | None:
    properties = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if properties is None:
        return None
    number, level = properties.find(qn("w:numId")), properties.find(qn("w:ilvl"))
    if number is None:
        return None
    depth = "0" if level is None else str(level.get(qn("w:val")))
    return str(number.get(qn("w:val"))), min(int(depth), 8) if depth.isdigit() else 0


def _simple(form: str, pattern: str, depth: int, places: list[tuple[Any, str, int]], place: int) -> bool:
    """HTML's own numbers say the same: 1. 2. 3., and no other paragraph interrupts this list (it would begin anew)."""
    if form not in _PLAIN or pattern not in {f"%{depth + 1}.", f"%{depth + 1}"}:
        return False
    run = [p for p, num, _ in places if num == places[place][1]]
    return all(one.getnext() is two for one, two in pairwise(run))


def _label(pattern: str, counts: list[int], levels: dict[int, _Level]) -> str:
    text = pattern
    for depth, (_, form, _, start) in levels.items():
        value = counts[depth] or start
        text = text.replace(f"%{depth + 1}", _FORMS.get(form, str)(value))
    return text


def _unnumber(paragraph: Any) -> None:
    properties = paragraph.get_or_add_pPr()
    old = properties.find(qn("w:numPr"))
    if old is not None:
        properties.remove(old)
    none = properties.makeelement(qn("w:numPr"), {})
    none.append(none.makeelement(qn("w:numId"), {qn("w:val"): "0"}))
    properties.insert_element_before(none, "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs", "w:spacing", "w:ind",
                                     "w:jc", "w:outlineLvl", "w:rPr")  # fmt: skip


def _write(paragraph: Any, label: str) -> None:
    _unnumber(paragraph)
    run = paragraph.makeelement(qn("w:r"), {})
    text = run.makeelement(qn("w:t"), {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    text.text = label + (" " if label[-1:].isascii() else "")
    run.append(text)
    paragraph.insert(list(paragraph).index(paragraph.pPr) + 1, run)
