"""A few marks for writing official prose quickly; ``html`` turns them into clean HTML.

One line is one block: ``#`` opens a chapter (第一章 …), ``§`` an article (第一条 …), ``##`` a heading, ``###`` a
smaller one, ``-`` a point, ``+`` a numbered point, ``|=`` a table's caption, ``|`` a table row (the first row is the
head), ``>`` the paragraph of signature and date. Everything else is a paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from itertools import groupby, pairwise

from gongkai.kernel.vocabulary import chinese


def money(value: float) -> str:
    """An amount with thousands separators; decimals only where there are some."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def table(
    caption: str, head: Sequence[str], rows: Sequence[Sequence[object]], *, total: str = "", sums: Sequence[int] = ()
) -> str:
    """Marks of a table; with ``total`` a last row is added that sums the columns ``sums`` (indexes)."""
    lines = [f"|={caption}", "|" + "|".join(head)]
    lines += ["|" + "|".join(_cell(cell) for cell in row) for row in rows]
    if total:
        last = [""] * len(head)
        last[0] = total
        for column in sums:
            values = [row[column] for row in rows]
            amount = sum(value for value in values if isinstance(value, int | float))
            last[column] = _cell(amount if all(isinstance(value, int) for value in values) else round(amount, 2))
        lines.append("|" + "|".join(cell or "—" for cell in last))
    return "\n".join(lines)


def html(text: str) -> str:
    """The marks as HTML: h2, h3, p, ul, ol, table with caption, thead and th. ValueError for a ragged table."""
    chapters = articles = 0
    blocks: list[tuple[str, str]] = []
    for line in filter(None, (raw.strip() for raw in text.strip().splitlines())):
        if line.startswith("###"):
            blocks.append(("h3", line[3:]))
        elif line.startswith("##"):
            blocks.append(("h2", line[2:]))
        elif line.startswith("#"):
            chapters += 1
            blocks.append(("h2", f"第{chinese(chapters)}章　{line[1:]}"))
        elif line.startswith("§"):
            articles += 1
            blocks.append(("p", f"第{chinese(articles)}条　{line[1:]}"))
        elif line[0] in "-+|":
            blocks.append((line[0], line[1:]))
        else:
            blocks.append(("p", line.lstrip(">")))
    return "\n".join(_block(tag, [body for _, body in group]) for tag, group in groupby(blocks, key=lambda b: b[0]))


def _block(tag: str, lines: list[str]) -> str:
    if tag == "|":
        return _tables(lines)
    if tag in "-+":
        name = "ul" if tag == "-" else "ol"
        return f"<{name}>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + f"</{name}>"
    return "\n".join(f"<{tag}>{escape(line)}</{tag}>" for line in lines)


def _tables(lines: list[str]) -> str:
    starts = [i for i, line in enumerate(lines) if line.startswith("=")] + [len(lines)]
    return "\n".join(_table(lines[a:b]) for a, b in pairwise(starts))


def _table(lines: list[str]) -> str:
    head, *rows = [line.split("|") for line in lines[1:]]
    if any(len(row) != len(head) for row in rows):
        message = f"a row of the table {lines[0]} has another number of cells than its head"
        raise ValueError(message)
    columns = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in rows
    )
    caption = escape(lines[0][1:])
    return f"<table><caption>{caption}</caption><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: object) -> str:
    if isinstance(value, int | float):
        return money(value)
    return str(value).replace("|", "｜")
