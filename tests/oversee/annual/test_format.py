"""Both national forms carry the labels, rows, columns and merges of the reference, verbatim."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from gongkai.answer.foi.terms import ApplicantKind, Line
from gongkai.kernel.papers import richtext
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import format as forms
from gongkai.oversee.annual import layout
from gongkai.oversee.annual.format import CURRENT, FORMER, KINDS, Form, form_of

YEARS = {"2021": CURRENT, "2019": FORMER}


@pytest.fixture(scope="module")
def reference(shared: Path) -> dict[str, Any]:
    text = (shared / "reference" / "annual-report-format.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)["formats"]
    return found


@pytest.mark.parametrize("code", YEARS)
def test_sections_have_the_titles_of_the_form(reference: dict[str, Any], code: str):
    assert [(s.number, s.title) for s in YEARS[code].sections] == [
        (s["no"], s["title"]) for s in reference[code]["sections"]
    ]


@pytest.mark.parametrize("code", YEARS)
def test_table_two_has_the_blocks_rows_and_columns_of_the_form(reference: dict[str, Any], code: str):
    assert [
        (b.heading, [c.label for c in b.columns], [line.label for line in b.lines]) for b in YEARS[code].blocks
    ] == [
        (b["heading"], [c["label"] for c in b["columns"]], [r["label"] for r in b["rows"]])
        for b in reference[code]["t2"]["blocks"]
    ]


@pytest.mark.parametrize("code", YEARS)
def test_table_three_has_the_rows_of_the_form(reference: dict[str, Any], code: str):
    printed = reference[code]["t3"]
    rows = [f"{row['no']}{row['label']}" for row in printed["rows"] if row["data_row"]]
    assert [row.label for row in YEARS[code].rows] == rows
    assert printed["corner_note"] == forms.CORNER
    assert [label for _, label in forms.COLUMNS] == [column["label"] for column in printed["columns"]]
    groups = {f"{row['no']}{row['label']}": row["id"] for row in printed["rows"]}
    spans = {
        group: len([r for r in YEARS[code].rows if r.group == group]) for group in {r.group for r in YEARS[code].rows}
    }
    assert {groups[g]: n for g, n in spans.items() if g} == printed["layout"]["group_rowspans"]


@pytest.mark.parametrize("code", YEARS)
def test_table_four_has_the_cells_of_the_form(reference: dict[str, Any], code: str):
    printed = reference[code]["t4"]
    head = layout.tables(YEARS[code])[2].head
    assert [
        [
            [cell.words, {k: v for k, v in (("colspan", cell.colspan), ("rowspan", cell.rowspan)) if v > 1}]
            for cell in row
        ]
        for row in head
    ] == printed["layout"]["header_rows"]


def test_every_leaf_is_a_line_of_a_reply_and_every_column_an_applicant():
    assert set(CURRENT.leaves) == {line.value for line in Line}
    assert [label for _, label in forms.COLUMNS[:-1]] == [kind.label for kind in ApplicantKind]
    assert set(KINDS) == {kind.value for kind in ApplicantKind}


@pytest.mark.parametrize(("year", "form"), [(2019, FORMER), (2020, FORMER), (2021, CURRENT), (2025, CURRENT)])
def test_the_year_chooses_the_form(year: int, form: Form):
    assert form_of(year) is form


@pytest.mark.parametrize("year", [0, 2008, 2018, 9999])
def test_a_year_without_a_national_form_is_refused(year: int):
    with pytest.raises(Refusal, match="没有全国统一的年度报告格式"):
        form_of(year)


@pytest.mark.parametrize("code", YEARS)
def test_the_merges_fill_the_grid_without_a_hole_or_an_overlap(code: str):
    for table in layout.tables(YEARS[code]):
        taken: set[tuple[int, int]] = set()
        rows = [*table.head, *table.body]
        for r, row in enumerate(rows):
            column = 0
            for cell in row:
                while (r, column) in taken:
                    column += 1
                places = {(r + i, column + j) for i in range(cell.rowspan) for j in range(cell.colspan)}
                assert not places & taken
                taken |= places
        assert taken == {(r, c) for r in range(len(rows)) for c in range(table.columns)}


def test_the_current_form_merges_what_the_national_tables_merge():
    two, three, four = layout.tables(CURRENT)
    assert (two.columns, three.columns, four.columns) == (4, 10, 15)
    assert [c.colspan for c in two.body[0]] == [4]
    licence = next(row for row in two.body if row[0].words == "行政许可")
    assert [c.colspan for c in licence] == [1, 3]
    result = next(c for row in three.body for c in row if c.words == "三、本年度办理结果")
    assert result.rowspan == 22
    assert len(three.body) == 25
    assert len(four.body[0]) == 15


@pytest.mark.parametrize("code", YEARS)
def test_the_html_survives_what_a_record_may_hold_and_keeps_its_headers(code: str):
    for table in layout.tables(YEARS[code]):
        html = layout.html(table, lambda _: "7")
        assert richtext.sanitize(html) == html
        assert f"<caption>{table.caption}</caption>" in html
        assert html.count("<th ") == html.count("scope=")
        block = richtext.blocks(html)[0]
        assert (block["columns"], block["rows"]) == (table.columns, len(table.head) + len(table.body))
