"""A corrected report says what changed: each cell with both numbers under the words of its header cells, each passage (条例6)."""

from __future__ import annotations

import pytest

from gongkai.kernel.papers import richtext
from gongkai.oversee.annual import layout
from gongkai.oversee.annual.format import CURRENT, FORMER, Form
from gongkai.oversee.yearly.changes import changes


def report(form: Form, text: str = "全年制发规范性文件2件。", **cells: str) -> str:
    tables = "".join(layout.html(table, lambda cell: cells.get(cell, "0")) for table in layout.tables(form))
    return richtext.sanitize(f"<h2>一、总体情况</h2><p>{text}</p>{tables}<h2>六、其他</h2><p>没有收费。</p>")


def test_the_same_text_has_no_changes():
    assert not changes(report(CURRENT), report(CURRENT))


@pytest.mark.parametrize("form", [CURRENT, FORMER])
def test_every_single_cell_is_found_alone(form: Form):
    first = report(form)
    labels = set()
    for cell in form.cells[::7]:
        found = changes(first, report(form, **{cell: "3"}))
        assert [(one.old, one.new) for one in found.cells] == [("0", "3")], cell
        assert found.passages == ()
        labels.add((found.cells[0].table, found.cells[0].label))
    assert len(labels) == len(form.cells[::7])  # two cells never bear the same words


def test_a_cell_is_named_by_its_row_and_its_column():
    cells = {"license.decisions": "9", "d3.org_business": "4", "direct.upheld": "1"}
    found = changes(report(CURRENT), report(CURRENT, **cells)).cells
    assert [one.label for one in found] == [
        "行政许可·第二十条第（五）项·本年处理决定数量",
        "（三）不予公开·3.危及“三安全一稳定”·法人或其他组织·商业企业",
        "未经复议直接起诉·结果维持",
    ]
    assert found[1].table == "收到和处理政府信息公开申请情况"


def test_changed_text_is_shown_word_by_word_under_its_heading():
    passage = changes(report(CURRENT), report(CURRENT, text="全年制发规范性文件3件。")).passages[0]
    assert passage.heading == "一、总体情况"
    assert [run for run in passage.runs if run["op"] != "same"] == [
        {"op": "del", "text": "2"},
        {"op": "ins", "text": "3"},
    ]


def test_a_cell_that_only_one_text_has_is_told_as_such():
    table = "<table><caption>表</caption><tbody><tr><th>甲</th><td>1</td></tr>{}</tbody></table>"
    found = changes(table.format(""), table.format("<tr><th>乙</th><td>2</td></tr>")).cells
    assert [(one.label, one.old, one.new) for one in found] == [("乙", None, "2")]


@pytest.mark.parametrize(
    "table",
    [
        '<table><tbody><tr><td colspan="999999">甲</td></tr></tbody></table>',
        '<table><tbody><tr><td rowspan="999999" colspan="0">甲</td><td>乙</td></tr></tbody></table>',
        f"<table><tbody><tr>{'<td>1</td>' * 500}</tr></tbody></table>",
        "<table><tbody></tbody></table>",
        "<table><tbody><tr><td>甲</td></tr><tr><td>甲</td></tr></tbody></table>",
    ],
)
def test_tables_that_are_no_form_are_compared_without_harm(table: str):
    assert not changes(table, table)
