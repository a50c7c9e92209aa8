"""The formulas of the form on reports that others published: every slip in a cell is seen, or the cell is named as unprotected."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest

from gongkai.oversee.annual.checking import Checked, check_many
from gongkai.oversee.annual.checking.checked import cell_names
from gongkai.oversee.annual.format import COLUMNS, CURRENT, FORMER, Form
from gongkai.oversee.annual.reading import read, read_many
from gongkai.oversee.annual.terms import Level
from tests.oversee.annual.reading import writer

PLAIN = writer.Dress(writer.usual)
FORMS = [pytest.param(CURRENT, 2023, id="2021"), pytest.param(FORMER, 2020, id="2019")]


def text(form: Form, year: int, cells: dict[str, Any], organ: str = "云州市人民政府", extra: str = "") -> str:
    whole = writer.report(form, year, cells, PLAIN, writer.as_cells(1))
    return whole.replace("云州市人民政府", organ).replace("各项工作有序推进。", f"各项工作有序推进。{extra}")


def checked(form: Form, year: int, cells: dict[str, Any], organ: str = "云州市人民政府", extra: str = "") -> Checked:
    (one,) = check_many(read(text(form, year, cells, organ, extra).encode(), "report.txt"), 2026)
    return one


def faults(one: Checked) -> set[str]:
    return {check.id for check in one.checks if check.level in {Level.ERROR, Level.WARNING} and check.kind != "content"}


@pytest.mark.parametrize(("form", "year"), FORMS)
@pytest.mark.parametrize("seed", range(3))
def test_a_consistent_year_has_no_fault(form: Form, year: int, seed: int) -> None:
    one = checked(form, year, writer.consistent(form, random.Random(seed), large=True))
    assert faults(one) == set()
    assert [check.id for check in one.checks if check.level == Level.INCOMPLETE] == []


@pytest.mark.parametrize(("form", "year"), FORMS)
def test_any_single_changed_cell_is_caught_or_named_as_unprotected(form: Form, year: int) -> None:
    chance = random.Random(year)
    cells = writer.consistent(form, chance, large=True)
    whole = checked(form, year, cells)
    assert whole.report
    names = cell_names(whole.report)
    unprotected = set(whole.unprotected)
    assert {names[f"{line.code}.{column.code}"] for _, line, column in form.fields} == unprotected
    for cell in form.cells:
        changed = cells | {cell: Decimal(cells[cell] or 0) + chance.choice([1, 10, 200])}
        caught = bool(faults(checked(form, year, changed)))
        assert caught == (names[cell] not in unprotected), cell


def test_the_text_protects_what_it_repeats() -> None:
    cells = writer.consistent(CURRENT, random.Random(4), large=True)
    extra = f"全年作出行政处罚决定{cells['penalty.decisions']}件。"
    one = checked(CURRENT, 2023, cells, extra=extra)
    assert "section2.处罚.本年处理决定数量" not in one.unprotected
    changed = checked(CURRENT, 2023, cells | {"penalty.decisions": 1}, extra=extra)
    assert faults(changed) == {"narr.eq.penalty"}


def test_both_sides_the_difference_and_the_cells_are_told() -> None:
    cells = writer.consistent(CURRENT, random.Random(5))
    total = int(cells["new.total"] or 0)
    one = checked(CURRENT, 2023, cells | {"new.total": total + 7})
    told = next(check for check in one.as_json()["checks"] if check["id"] == "row.new")
    assert (told["rule"], told["left"], told["right"], told["diff"], told["level"]) == (
        "F3",
        total,
        total + 7,
        -7,
        "error",
    )
    assert told["cells"] == [f"section3.new.{label}" for _, label in COLUMNS]


def test_blanks_that_add_up_hold_and_blanks_that_do_not_are_not_known() -> None:
    cells = writer.consistent(CURRENT, random.Random(6)) | {f"d1.{code}": None for code, _ in COLUMNS}
    cells |= {"d1.natural": 3, "d1.total": 3}
    held = checked(CURRENT, 2023, cells)
    assert next(check for check in held.checks if check.id == "row.d1").level == Level.NONE
    unknown = checked(CURRENT, 2023, cells | {"d1.total": 4})
    check = next(check for check in unknown.checks if check.id == "row.d1")
    assert (check.level, check.left, check.holds) == (Level.INCOMPLETE, None, None)
    beyond = checked(CURRENT, 2023, cells | {"d1.total": 2})
    assert next(check for check in beyond.checks if check.id == "row.d1").level == Level.ERROR


def test_a_count_below_zero_or_in_pieces_is_an_error() -> None:
    cells = writer.consistent(CURRENT, random.Random(7))
    one = checked(CURRENT, 2023, cells | {"license.decisions": -5, "coercion.decisions": Decimal("2.5")})
    assert {"cell.license.decisions", "cell.coercion.decisions"} <= faults(one)
    assert "cell.fee.amount" not in faults(one)


def test_last_years_carry_out_is_this_years_carry_in() -> None:
    first, second = (writer.consistent(CURRENT, random.Random(seed)) for seed in (1, 2))
    for code, _ in COLUMNS:
        first[f"carried_out.{code}"] = second[f"carried_in.{code}"]
    files = [("a.txt", text(CURRENT, 2022, first)), ("b.txt", text(CURRENT, 2023, second | {"carried_in.natural": 9}))]
    _, later = check_many(read_many((name, words.encode()) for name, words in files), 2026)
    told = {check.id: check.level for check in later.checks if check.law == "F5"}
    assert told["carry.自然人"] == Level.WARNING
    assert {level for id_, level in told.items() if id_ != "carry.自然人"} == {Level.NONE}


def test_lower_offices_against_the_one_above() -> None:
    one, two = (writer.consistent(CURRENT, random.Random(seed)) for seed in (1, 2))
    both = {name: (one[name] or 0) + (two[name] or 0) for name in one}  # type: ignore[operator]
    organs = ("云州市人民政府", "云州市水利局", "云州市岫山县人民政府")
    quiet = [
        text(CURRENT, 2023, cells | {"rules.issued": 0, "rules.repealed": 0, "rules.in_force": 0}, organ)
        for organ, cells in zip(organs, (both, one, two), strict=True)
    ]
    parent, *_ = check_many(read_many((f"{n}.txt", words.encode()) for n, words in enumerate(quiet)), 2026)
    rolled = [check for check in parent.checks if check.law == "F8"]
    assert rolled
    assert {check.level for check in rolled} == {Level.NONE}
    other = text(
        CURRENT, 2023, both | {"penalty.decisions": 1, "rules.issued": 0, "rules.repealed": 0, "rules.in_force": 0}
    )
    parent, *_ = check_many(
        read_many((f"{n}.txt", words.encode()) for n, words in enumerate([other, *quiet[1:]])), 2026
    )
    assert [check.id for check in parent.checks if check.law == "F8" and check.level == Level.WARNING] == [
        "rollup.penalty.decisions"
    ]


def content(one: Checked) -> dict[str, Level]:
    return {check.id: check.level for check in one.checks if check.kind == "content"}


def test_a_township_has_no_rules() -> None:
    cells = writer.consistent(CURRENT, random.Random(8)) | {"rules.issued": 2}
    assert content(checked(CURRENT, 2023, cells, "云州市岫山县望溪镇人民政府"))["content.rules"] == Level.ERROR
    assert "content.rules" not in content(checked(CURRENT, 2023, cells))
    none = cells | {"rules.issued": 0, "rules.repealed": 0, "rules.in_force": 0}
    assert "content.rules" not in content(checked(CURRENT, 2023, none, "云州市岫山县望溪镇人民政府"))


def test_the_form_of_another_year_is_told() -> None:
    assert content(checked(FORMER, 2023, writer.consistent(FORMER, random.Random(9))))["content.form"] == Level.ERROR
    assert content(checked(CURRENT, 2020, writer.consistent(CURRENT, random.Random(9))))["content.form"] == Level.ERROR


def test_the_year_of_the_title_is_that_of_the_period() -> None:
    cells = writer.consistent(CURRENT, random.Random(10))
    one = checked(CURRENT, 2023, cells, extra="所列数据的统计期限为2022年1月1日至12月31日。")
    assert content(one)["content.year"] == Level.ERROR


def test_the_fee_sentence_of_section_six_is_missed() -> None:
    cells = writer.consistent(CURRENT, random.Random(11))
    words = text(CURRENT, 2023, cells).replace(writer.TEXTS["六"], "没有其他需要报告的事项。")
    (one,) = check_many(read(words.encode(), "report.txt"), 2026)
    assert content(one)["content.fees"] == Level.WARNING
    assert "content.fees" not in content(checked(CURRENT, 2023, cells))


def test_a_government_reports_assessment_appraisal_and_accountability() -> None:
    cells = writer.consistent(CURRENT, random.Random(12))
    assert content(checked(CURRENT, 2023, cells))["content.50_4"] == Level.WARNING
    assert "content.50_4" not in content(checked(CURRENT, 2023, cells, "云州市水利局"))
    full = checked(CURRENT, 2023, cells, extra="开展工作考核和社会评议，没有发生责任追究。")
    assert "content.50_4" not in content(full)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("共办理申请{total}件，均在期限内答复。", set()),
        ("市本级收到政府信息公开申请35件，办结33件，结转下年度2件。", set()),
        ("平均每月收到政府信息公开申请35件。", set()),
        ("上半年收到政府信息公开申请35件。", set()),
        ("2022年收到政府信息公开申请35件。", set()),
        ("审理政府信息公开行政复议案件35件，纠正5件。", set()),
        ("制发行政规范性文件{issued}件，废止35万件，现行有效{in_force}件。", {"narr.eq.normative.repealed"}),
        ("政府信息公开申请共350000件。", {"narr.eq.new"}),
    ],
)
def test_a_number_of_the_text_is_compared_where_it_counts_the_same(words: str, told: set[str]) -> None:
    cells = writer.consistent(CURRENT, random.Random(13))
    extra = words.format(
        total=cells["total.total"], issued=cells["normative.issued"], in_force=cells["normative.in_force"]
    )
    found = checked(CURRENT, 2023, cells, "云州市水利局", extra=f"2023年，{extra}" if "2022" in words else extra)
    assert {check.id for check in found.checks if check.level == Level.WARNING and check.law == "F9"} == told


def test_a_school_and_a_town_have_no_rules() -> None:
    cells = writer.consistent(CURRENT, random.Random(14)) | {"rules.issued": 1}
    assert content(checked(CURRENT, 2023, cells, "云岫县实验小学"))["content.rules"] == Level.WARNING
    assert content(checked(CURRENT, 2023, cells, "云岫县青石镇"))["content.rules"] == Level.ERROR


def test_an_office_is_known_by_its_name_with_and_without_the_city() -> None:
    before = writer.consistent(CURRENT, random.Random(15))
    now = before | {"carried_in.natural": int(before["carried_out.natural"] or 0) + 1}
    texts = [text(CURRENT, 2022, before, "云岫县财政局"), text(CURRENT, 2023, now, "云州市云岫县财政局")]
    _, second = check_many(read_many((f"{at}.txt", words.encode()) for at, words in enumerate(texts)), 2026)
    assert "carry.自然人" in {check.id for check in second.checks if check.level == Level.WARNING}
