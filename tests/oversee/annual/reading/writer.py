"""Writes annual reports with random consistent numbers in every dress in which offices publish them."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

import opencc

from gongkai.oversee.annual import layout
from gongkai.oversee.annual.format import GROUPS, KINDS, OUTCOMES, Form
from gongkai.oversee.annual.report import plain

Cells = dict[str, Decimal | int | None]
Matrix = list[list[tuple[str, str, int, int] | None]]  # (words, cell name, columns, rows); None: covered


def consistent(form: Form, chance: random.Random, *, large: bool = False) -> Cells:
    """Numbers for every cell of a form that satisfy F1 to F4."""
    most = 4000 if large else 12
    cells: Cells = {}
    for _, line, column in form.fields:
        if column.signed:
            number: Decimal | int = chance.randint(-9, 9)
        elif column.decimal:
            number = Decimal(chance.randint(0, 99999)) / 10
        else:
            number = chance.randint(0, most * 3)
        cells[f"{line.code}.{column.code}"] = number
    for kind in KINDS:
        leaves = {leaf: chance.choice([0, 0, chance.randint(0, most)]) for leaf in form.leaves}
        total, out = sum(leaves.values()), chance.randint(0, 3)
        before = chance.randint(0, min(3, total + out))
        values = leaves | {"total": total, "carried_out": out, "carried_in": before, "new": total + out - before}
        cells |= {f"{row}.{kind}": value for row, value in values.items()}
    for row in form.rows:
        cells[f"{row.code}.total"] = sum(int(cells[f"{row.code}.{kind}"] or 0) for kind in KINDS)
    for group, _ in GROUPS:
        results = [chance.randint(0, most) for _ in OUTCOMES[:-1]]
        cells |= {f"{group}.{code}": value for (code, _), value in zip(OUTCOMES, [*results, sum(results)], strict=True)}
    return cells


@dataclass(frozen=True)
class Dress:
    """How numbers and labels are written. ``number``: a cell's number in words; ``label``: a label in words."""

    number: Callable[[str, Decimal | int | None], str]
    label: Callable[[str], str] = str


def usual(name: str, value: Decimal | int | None) -> str:
    return "" if value is None else plain(value)


def matrix(table: layout.Table, cells: Mapping[str, Any], dress: Dress) -> Matrix:
    """The table as rows of cells; None where a cell above or to the left covers the place."""
    rows: Matrix = []
    covered: dict[tuple[int, int], bool] = {}
    for at, row in enumerate((*table.head, *table.body)):
        line: list[tuple[str, str, int, int] | None] = []
        column = 0
        for cell in row:
            while covered.get((at, column)):
                line.append(None)
                column += 1
            words = dress.label(cell.words) if cell.heading else dress.number(cell.cell, cells[cell.cell])
            line.append((words, cell.cell, cell.colspan, cell.rowspan))
            for down in range(cell.rowspan):
                for across in range(cell.colspan):
                    covered[at + down, column + across] = True
            line.extend([None] * (cell.colspan - 1))
            column += cell.colspan
        while covered.get((at, column)):
            line.append(None)
            column += 1
        rows.append(line)
    return rows


def report(
    form: Form,
    year: int,
    cells: Mapping[str, Any],
    dress: Dress,
    table: Callable[[Matrix], str],
    *,
    between: str = "\n",
) -> str:
    """A whole report; ``table`` writes each of the three tables."""
    written = {one.number: table(matrix(one, cells, dress)) for one in layout.tables(form)}
    parts = [f"云州市人民政府{year}年政府信息公开工作年度报告"]
    for section in form.sections:
        parts.append(section.heading)
        parts.append(written[section.table] if section.table else TEXTS[section.number].format(year=year))
    return between.join(parts)


TEXTS = {
    "一": "{year}年，我市认真贯彻落实《中华人民共和国政府信息公开条例》，各项工作有序推进。",
    "五": "政策解读形式有待丰富，下一年将加强培训。",
    "六": "本年度没有发出收取信息处理费的通知，没有收取信息处理费。",
}


# The tables in the shapes in which they come.


def as_html(rows: Matrix) -> str:
    out = []
    for row in rows:
        cells = "".join(
            f'<td colspan="{cell[2]}" rowspan="{cell[3]}">{escape(cell[0]) or "&nbsp;"}</td>' for cell in row if cell
        )
        out.append(f"<tr>{cells}</tr>")
    return f"<table><tbody>{''.join(out)}</tbody></table>"


def as_page(form: Form, year: int, cells: Mapping[str, Any], dress: Dress) -> bytes:
    """A web page with paragraphs and tables."""
    body = report(form, year, cells, dress, as_html, between="\x1e")
    parts = [part if part.startswith("<table") else f"<p>{part}</p>" for part in body.split("\x1e")]
    return f"<!doctype html><html><head><meta charset='utf-8'></head><body><div>{''.join(parts)}</div></body></html>".encode()


def as_markdown(rows: Matrix) -> str:
    width = max(len(row) for row in rows)
    lines = []
    for at, row in enumerate(rows):
        words = [(cell[0] if cell else "").replace("\n", "<br>") for cell in row]
        lines.append("| " + " | ".join([*words, *[""] * (width - len(words))]) + " |")
        if at == 0:
            lines.append("|" + " --- |" * width)
    return "\n" + "\n".join(lines) + "\n"


def as_repeated_markdown(rows: Matrix) -> str:
    """Merged cells repeated in every place that they cover, as converters do."""
    full: list[list[str]] = [["" for _ in row] for row in rows]
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell:
                for down in range(cell[3]):
                    for across in range(cell[2]):
                        full[at + down][column + across] = cell[0]
    lines = ["| " + " | ".join(row) + " |" for row in full]
    return "\n" + "\n".join([lines[0], "|" + " --- |" * len(full[0]), *lines[1:]]) + "\n"


def as_cells(step: int) -> Callable[[Matrix], str]:
    """One cell a line, ``step`` line ends between cells."""
    return lambda rows: ("\n" * step).join(cell[0] for row in rows for cell in row if cell)


def as_rows(separator: str) -> Callable[[Matrix], str]:
    """A row a line."""
    return lambda rows: "\n".join(separator.join(cell[0] for cell in row if cell) for row in rows)


def as_one_line(rows: Matrix) -> str:
    return " ".join(cell[0] for row in rows for cell in row if cell)


def as_layout(chance: random.Random) -> Callable[[Matrix], str]:
    """As a PDF's text with positions: labels broken over lines, numbers in the middle of them, in aligned columns."""

    def write(rows: Matrix) -> str:
        out = []
        for row in rows:
            labels = [cell[0] for cell in row if cell and not cell[1]]
            numbers = {column: cell for column, cell in enumerate(row) if cell and cell[1]}
            first = min(numbers, default=0)
            if not numbers:
                out.append("      ".join(labels))
                continue
            pieces = _broken("".join(labels[-1:]), chance) or [""]
            middle = len(pieces) // 2
            if len(labels) > 1:
                out.extend(_broken(labels[-2], chance))
            for at, piece in enumerate(pieces):
                line = f"      {piece}"
                if at == middle:
                    for column, cell in numbers.items():
                        place = 60 + 14 * (column - first)
                        line += " " * (place - _width(line)) + cell[0]
                out.append(line)
        return "\n\n".join(out) if chance.random() < 0.5 else "\n".join(out)

    return write


def _broken(label: str, chance: random.Random) -> list[str]:
    at = chance.randint(6, 18)
    return [label[begin : begin + at] for begin in range(0, len(label), at)]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


# Noise.


def full_width(words: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() or c in ".,+-" else c for c in words)


def dressed(chance: random.Random, *, zero: str = "0") -> Dress:
    """Numbers in full width, with thousands, with signs in words; labels with blanks inside and other punctuation."""

    def number(name: str, value: Decimal | int | None) -> str:
        if value is None:
            return ""
        if value == 0 and not name.endswith(".change"):
            return zero
        if name.endswith(".change"):
            words = chance.choice([f"{value:+d}", f"{'增' if value > 0 else '减'}{abs(value)}" if value else "0"])
        else:
            words = f"{value:,}" if isinstance(value, int) and chance.random() < 0.3 else plain(value)
        return full_width(words) if chance.random() < 0.4 else words

    def label(words: str) -> str:
        if chance.random() < 0.3 and len(words) > 6:
            at = chance.randint(2, len(words) - 2)
            words = f"{words[:at]} {words[at:]}"
        swaps = {"（": "(", "）": ")", "：": ":", "“": '"', "”": '"', "、": "，" if words.startswith("1.申") else "、"}
        return "".join(swaps.get(c, c) for c in words) if chance.random() < 0.4 else words

    return Dress(number, label)


_TRADITIONAL = opencc.OpenCC("s2t")
_SOUNDS = ("jiān", "shí", "wù", "guān", "lǐ", "gōng", "xìn")


def traditional(text: str) -> str:
    return str(_TRADITIONAL.convert(text))


def with_pinyin(text: str, chance: random.Random) -> str:
    """A sound in brackets behind some characters, as copies from the web have."""
    return "".join(
        f"{c}({chance.choice(_SOUNDS)})"
        if "\u4e00" <= c <= "\u9fff" and c not in "一二三四五六七" and chance.random() < 0.15
        else c
        for c in text
    )


def with_unseen(text: str, chance: random.Random) -> str:
    """Marks between the characters that nobody sees, as copies from editors of the web have."""
    return "".join(
        c + (chance.choice("\u200b\u200d\u2060\u00ad\u200e") if chance.random() < 0.08 else "") for c in text
    )


def shown(cells: Mapping[str, Any], *, zero_is_blank: bool = False) -> dict[str, Decimal | None]:
    """What a reader has to find."""
    return {
        name: None
        if value is None or (zero_is_blank and value == 0 and not name.endswith(".change"))
        else Decimal(value)
        for name, value in cells.items()
    }
