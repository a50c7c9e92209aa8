"""Figures of both national forms in one table: what is missing has its word and is never 0, growth shows both values."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from gongkai.oversee.annual.format import CURRENT, FORMER
from gongkai.oversee.comparing import indicators as i
from gongkai.oversee.comparing.terms import Known, Origin
from gongkai.oversee.comparing.values import Filed, Value, change, finding, most, value


def filed(year: int, **cells: int | str | None) -> Filed:
    """An organ's year in which every cell is 0 but those named (new__total=5)."""
    form = CURRENT if year >= 2021 else FORMER
    every: dict[str, Decimal | int | None] = dict.fromkeys(form.cells, 0)
    given = {name.replace("__", "."): None if one is None else Decimal(one) for name, one in cells.items()}
    return Filed(1, year, every | given, Origin.PUBLISHED)


def words(found: Filed | None, wanted: i.Measure | i.Rate, year: int) -> str:
    return value(found, wanted, year).words


def test_what_is_known_is_told_apart_from_what_is_not():
    assert words(filed(2025, new__total=28), i.NEW, 2025) == "28"
    assert words(filed(2025), i.NEW, 2025) == "0"
    assert words(filed(2025, new__total=None), i.NEW, 2025) == "未填报"
    assert words(None, i.NEW, 2025) == "无报告"
    fee = next(one for one in i.PROACTIVE if one.code == "fee.amount")
    assert words(filed(2020), fee, 2020) == "无此项"
    assert words(None, fee, 2020) == "无此项", "also of a year without a report"
    assert words(filed(2025, fee__amount="386.2"), fee, 2025) == "386.2"


def test_every_cell_of_table_two_of_either_form_is_a_row_and_only_of_its_forms():
    two = {form.code: {cell for cell in form.cells if cell.split(".")[0] in {line.code for _, line, _ in form.fields}} for form in (CURRENT, FORMER)}  # fmt: skip
    for form in (CURRENT, FORMER):
        assert {cell for one in i.PROACTIVE for cell in one.of(form)} == two[form.code]
    assert {one.code for one in i.PROACTIVE if one.of(CURRENT) and one.of(FORMER)} == two["2021"] & two["2019"]


def test_other_handling_is_one_row_before_2021_and_three_since():
    assert i.OTHER.of(FORMER) == ("o.total",)
    assert i.OTHER.of(CURRENT) == ("o1.total", "o2.total", "o3.total")
    assert words(filed(2020, o__total=4), i.OTHER, 2020) == "4"
    assert words(filed(2021, o1__total=1, o3__total=3), i.OTHER, 2021) == "4"


@pytest.mark.parametrize("form", [CURRENT, FORMER])
def test_the_groups_of_results_take_in_every_leaf_once(form):
    cells = [cell for group in i.RESULTS for cell in group.of(form)]
    assert sorted(cells) == sorted(f"{leaf}.total" for leaf in form.leaves)


def test_a_sum_with_a_cell_that_is_not_filled_in_is_not_known():
    found = filed(2025, d1__total=5, d4__total=None)
    assert value(found, i.DENIED, 2025).known is Known.UNFILLED
    assert words(found, next(r for r in i.RATES if r.code == "denied_rate"), 2025) == "未填报"


def test_a_rate_keeps_its_two_counts_and_is_rounded_half_up():
    rate = next(one for one in i.RATES if one.code == "open_rate")
    found = value(filed(2025, open__total=3, partial__total=2, total__total=7), rate, 2025)
    assert (found.above, found.below, found.words) == (5, 7, "71.4")
    assert rate.formula == "予以公开和部分公开÷办理结果总计"
    none = value(filed(2025), rate, 2025)
    assert (none.number, none.words) == (None, "基数为0")


def test_growth_is_told_only_over_a_base_that_is_large_enough():
    def grown(before: int, after: int) -> str:
        found = change(Value(Known.YES, Fraction(before)), Value(Known.YES, Fraction(after)), 20)
        assert found is not None
        return found.words

    assert grown(28, 40) == "+12（+42.9%）"
    assert grown(40, 28) == "−12（−30.0%）"
    assert grown(3, 9) == "+6"
    assert grown(0, 9) == "+9"
    assert grown(7, 7) == "持平"
    assert change(Value(Known.NO_REPORT), Value(Known.YES, Fraction(1)), 20) is None


def test_rates_move_by_points():
    def share(above: int, below: int) -> Value:
        return Value(Known.YES, Fraction(above, below), Decimal(above), Decimal(below))

    found = change(share(1, 4), share(3, 4), 20)
    assert found is not None
    assert found.words == "+50.0个百分点"


def points(*numbers: int | None) -> list[tuple[int, Value]]:
    return [
        (2022 + place, Value(Known.NO_REPORT) if number is None else Value(Known.YES, Fraction(number)))
        for place, number in enumerate(numbers)
    ]


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ((140, 160, 199), "新收申请2022年至2024年增加42%，由140件到199件"),
        ((200, None, 100), "新收申请2022年至2024年减少50%，由200件到100件；2023年无报告"),
        ((3, 9), "新收申请2022年至2023年由3件到9件"),
        ((50, 50), "新收申请2022年至2023年持平，都是50件"),
        ((0, 0), "新收申请2022年至2023年都是0"),
        ((None, 12), "新收申请2023年为12件，没有其他年度可以比较"),
        ((None, None), "新收申请：没有可以比较的数"),
    ],
)
def test_the_title_of_a_chart_says_what_the_figures_say(numbers: tuple[int | None, ...], sentence: str):
    assert finding("新收申请", "件", points(*numbers), 20) == sentence


def test_the_largest_part_is_named_with_its_share():
    parts = [("予以公开", Fraction(61)), ("无法提供", Fraction(39))]
    assert most("办理结果", parts, 2025) == "2025年办理结果中予以公开最多，占61%"
    even = [("予以公开", Fraction(1)), ("无法提供", Fraction(1))]
    assert most("办理结果", even, 2025) == "2025年办理结果中予以公开、无法提供最多，各占50%"
    assert most("办理结果", [("予以公开", Fraction(0))], 2025) == "2025年办理结果没有数"
