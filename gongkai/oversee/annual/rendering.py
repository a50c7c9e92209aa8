"""A report as a document: HTML for the record, blocks for PDF and Word; the numbers of its text come from its tables."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Protocol

from gongkai.kernel.papers import richtext
from gongkai.kernel.papers.typesetting import typeset_docx, typeset_pdf
from gongkai.oversee.annual import layout, narrative
from gongkai.oversee.annual.report import Report

#: Which text stands in which section; the preface stands before the first.
TEXTS = {"一": "overview", "五": "problems", "六": "others"}


class Texts(Protocol):
    """What a report needs of its texts."""

    preface: str
    overview: str
    problems: str
    others: str


def title(report: Report) -> str:
    """云岫县水利局2025年政府信息公开工作年度报告."""
    return f"{report.organ}{report.year}年政府信息公开工作年度报告"


def html(report: Report, texts: Texts) -> str:
    """The whole report below its title, in the elements that a record may hold (captions, header cells, merges)."""
    parts = [_prose(report, texts.preface)]
    tables = {table.number: table for table in layout.tables(report.form)}
    for section in report.form.sections:
        parts.append(f"<h2>{escape(section.heading, quote=False)}</h2>")
        if section.table:
            parts.append(layout.html(tables[section.table], report.words))
        else:
            parts.append(_prose(report, getattr(texts, TEXTS[section.number])))
    return richtext.sanitize("".join(parts))


def _prose(report: Report, text: str) -> str:
    return "".join(
        f"<{tag}>{escape(words, quote=False)}</{tag}>"
        for tag, words in narrative.paragraphs(narrative.filled(report, text))
    )


def document(report: Report, texts: Texts, *, banner: str = "") -> Mapping[str, Any]:
    """The report as the typesetter takes it."""
    return {
        "template": "record",
        "organ": report.organ,
        "title": title(report),
        "banner": banner,
        "blocks": richtext.blocks(html(report, texts)),
        "verification": None,
    }


def pdf(report: Report, texts: Texts, *, banner: str = "") -> bytes:
    """The report as tagged PDF/A."""
    return typeset_pdf(document(report, texts, banner=banner), report.at)


def docx(report: Report, texts: Texts, *, banner: str = "") -> bytes:
    """The report as a Word file."""
    return typeset_docx(document(report, texts, banner=banner), report.at)
