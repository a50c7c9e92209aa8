"""A yearly form as a document: HTML for the record, blocks for PDF and Word; header cells have their scope, tables a caption."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Any, Protocol

from gongkai.kernel.papers import richtext
from gongkai.kernel.papers.typesetting import typeset_docx, typeset_pdf
from gongkai.oversee.annual import narrative
from gongkai.oversee.yearly.rules import growth
from gongkai.oversee.yearly.sheet import Row, Sheet
from gongkai.oversee.yearly.terms import Form

#: The sections of a summary: heading, and the field that holds its text.
SECTIONS = (("一、工作开展情况", "work"), ("二、存在的问题", "problems"), ("三、下一步工作", "plans"))
_HEADS = ("项目", "单位", "本年", "上年", "比上年增长（%）")


class Texts(Protocol):
    """What a summary needs of its texts."""

    opening: str
    work: str
    problems: str
    plans: str


def html(sheet: Sheet, texts: Texts) -> str:
    """The form below its title, in the elements that a record may hold."""
    parts = _site(sheet) if sheet.form is Form.WEBSITE else _summary(sheet, texts)
    return richtext.sanitize("".join(parts))


def _site(sheet: Sheet) -> Iterator[str]:
    head = _row(_th(words, "col") for words in ("部分", "项目", "单位", "内容"))
    rows = []
    for part in sheet.layout.parts:
        for place, item in enumerate(part.items):
            first = _th(part.heading, "rowgroup", len(part.items)) if place == 0 else ""
            cells = f"{_th(item.name, 'row')}{_td(item.unit)}{_td(sheet.words(item.code))}"
            rows.append(f"<tr>{first}{cells}</tr>")
    yield _table(f"{sheet.year}年政府网站工作年度报表", head, rows)


def _summary(sheet: Sheet, texts: Texts) -> Iterator[str]:
    yield _prose(sheet, texts.opening)
    for heading, field in SECTIONS:
        yield f"<h2>{escape(heading, quote=False)}</h2>"
        yield _prose(sheet, getattr(texts, field))
    yield f"<h2>附表</h2><p>本年为{sheet.year}年，上年为{sheet.year - 1}年。上年没有数据或者为0的，不计算增长。</p>"
    rows = []
    for part in sheet.layout.parts:
        for place, item in enumerate(part.items):
            first = _th(part.heading, "rowgroup", len(part.items)) if place == 0 else ""
            numbers = (item.unit, sheet.words(item.code), sheet.last_words(item.code), sheet.growth_words(item.code))
            rows.append(f"<tr>{first}{_th(item.name, 'row')}{''.join(map(_td, numbers))}</tr>")
    yield _table("政务公开工作数据", _row(_th(words, "col") for words in ("部分", *_HEADS)), rows)
    yield _counted("主动公开信息的事项", "法定公开事项", sheet.topics)
    yield _counted("政府信息公开申请的渠道", "渠道", sheet.channels)
    yield _counted("政府信息公开申请的办理结果", "结果", sheet.results)


def _counted(caption: str, first: str, rows: Sequence[Row]) -> str:
    """A table of what the system counted, this year and last; nothing when there is no row."""
    if not rows:
        return ""
    lines = []
    for row in rows:
        last = "无数据" if row.last is None else str(row.last)
        lines.append(f"<tr>{_th(row.label, 'row')}{_td(str(row.now))}{_td(last)}{_td(growth_of(row))}</tr>")
    head = _row(_th(words, "col") for words in (f"{first}（件）", "本年", "上年", "比上年增长（%）"))
    return _table(caption, head, lines)


def growth_of(row: Row) -> str:
    """The growth of a counted line as it is printed; nothing without a base."""
    found = growth(Decimal(row.now), None if row.last is None else Decimal(row.last))
    return "" if found is None else f"{found:f}"


def _table(caption: str, head: str, rows: Iterable[str]) -> str:
    return (
        f"<table><caption>{escape(caption, quote=False)}</caption><thead>{head}</thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _row(cells: Iterable[str]) -> str:
    return f"<tr>{''.join(cells)}</tr>"


def _th(words: str, scope: str, rows: int = 1) -> str:
    span = f' rowspan="{rows}"' if rows > 1 else ""
    return f'<th{span} scope="{scope}">{escape(words, quote=False)}</th>'


def _td(words: str) -> str:
    return f"<td>{escape(words, quote=False)}</td>"


def lines(sheet: Sheet, text: str) -> list[tuple[str, str]]:
    """A text with its numbers, as lines of (tag, words)."""
    return list(narrative.paragraphs(narrative.filled(sheet.report, text))) if sheet.report is not None else []


def _prose(sheet: Sheet, text: str) -> str:
    return "".join(f"<{tag}>{escape(words, quote=False)}</{tag}>" for tag, words in lines(sheet, text))


def document(sheet: Sheet, texts: Texts, *, banner: str = "") -> Mapping[str, Any]:
    """The form as the typesetter takes it."""
    return {
        "template": "record",
        "organ": sheet.organ,
        "title": sheet.title,
        "banner": banner,
        "blocks": richtext.blocks(html(sheet, texts)),
        "verification": None,
    }


def typeset(sheet: Sheet, texts: Texts, form: str, *, banner: str = "") -> bytes:
    """The form as ``pdf`` (tagged PDF/A) or ``docx``."""
    make = typeset_pdf if form == "pdf" else typeset_docx
    return make(document(sheet, texts, banner=banner), sheet.at)
