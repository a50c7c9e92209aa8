"""A report computed here, exported as page, PDF and Word file, is read back number for number, text included."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import lxml.html
import pytest

from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual import narrative, rendering
from gongkai.oversee.annual.checking import check_many
from gongkai.oversee.annual.format import COLUMNS, CURRENT, FORMER, Form
from gongkai.oversee.annual.reading import Published, read
from gongkai.oversee.annual.report import Report
from gongkai.oversee.annual.terms import Level

from . import writer
from .test_written_reports import differences

OFFICE = narrative.Office("云州市人民政府", "办公室", "云州市文昌路1号", "0550-5610001", "", True)


@dataclass(frozen=True)
class Texts:
    preface: str
    overview: str
    problems: str
    others: str


def numbers(form: Form, kind: str) -> writer.Cells:
    """Random consistent numbers; all zero; amounts with four decimals and rows that are zero throughout."""
    if kind == "zero":
        return dict.fromkeys(form.cells, 0)
    cells = writer.consistent(form, random.Random(kind), large=True)
    if kind == "decimals":
        for _, line, column in form.fields:
            if column.decimal:
                cells[f"{line.code}.{column.code}"] = Decimal("316441.0625")
            elif column.signed:
                cells[f"{line.code}.{column.code}"] = -4
        for leaf in ("d4", "u1", "n2"):  # these rows become nothing, and what sums them up less
            for column, _ in COLUMNS:
                for whole in ("total", "new"):
                    cells[f"{whole}.{column}"] = int(cells[f"{whole}.{column}"] or 0) - int(
                        cells[f"{leaf}.{column}"] or 0
                    )
                cells[f"{leaf}.{column}"] = 0
    return cells


def computed(form: Form, year: int, kind: str) -> Report:
    cells = numbers(form, kind)
    figures = narrative.figures_of(
        cells, published=1532, interpretations=12, corrections=3, late=2, extended=9, fee_notices=2, fee_amount=130,
        fee_paid=130, last_new=77,
    )  # fmt: skip
    return Report(
        1, OFFICE.name, year, form, datetime(year + 1, 1, 20, 9, tzinfo=CHINA), True, cells, {}, figures,
        narrative.sentences_of(cells, figures), (),
    )  # fmt: skip


def texts(report: Report) -> Texts:
    return Texts(
        narrative.preface(OFFICE, report.year), narrative.overview(report, OFFICE).replace(narrative.OPEN, ""),
        "（一）存在的问题\n解读形式有待丰富。\n（二）改进情况\n加强培训，接受社会评议，落实责任追究和工作考核。", narrative.OTHERS,
    )  # fmt: skip


def exported(report: Report, kind: str) -> bytes:
    if kind == "html":
        page = f"<html><head><meta charset='utf-8'></head><body><h1>{rendering.title(report)}</h1>{rendering.html(report, texts(report))}</body></html>"
        return page.encode()
    if kind == "text":  # as a page is copied: a cell a line
        page = lxml.html.fromstring(
            f"<div><h1>{rendering.title(report)}</h1>{rendering.html(report, texts(report))}</div>"
        )
        return "\n".join(one.text_content() for one in page.xpath("//h1|//h2|//h3|//p|//th|//td|//caption")).encode()
    return rendering.pdf(report, texts(report)) if kind == "pdf" else rendering.docx(report, texts(report))


@pytest.mark.parametrize(
    ("form", "year"), [pytest.param(CURRENT, 2024, id="2021"), pytest.param(FORMER, 2020, id="2019")]
)
@pytest.mark.parametrize("kind", ["html", "pdf", "docx", "text"])
@pytest.mark.parametrize("numbers_of", ["1", "2", "decimals", "zero"])
def test_what_was_exported_is_read_back(form: Form, year: int, kind: str, numbers_of: str) -> None:
    report = computed(form, year, numbers_of)
    (found,) = read(exported(report, kind), f"report.{'txt' if kind == 'text' else kind}")
    assert isinstance(found, Published), found
    assert differences(found, {name: Decimal(number or 0) for name, number in report.cells.items()}) == {}
    assert (found.organ, found.year, found.format, found.missing) == (OFFICE.name, year, form.code, [])
    (checked,) = check_many([found], 2026)
    assert [check.id for level in (Level.ERROR, Level.WARNING, Level.INCOMPLETE) for check in checked.of(level)] == []
    if numbers_of == "zero":
        return  # what did not happen is told in words
    held = {check.id for check in checked.checks if check.kind == "narrative_vs_table" and check.holds}
    assert {
        "narr.eq.new",
        "narr.eq.total",
        "narr.eq.carried_in",
        "narr.eq.carried_out",
        "narr.eq.denied",
        "narr.eq.review",
    } <= held
