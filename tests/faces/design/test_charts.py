"""Charts: the finding as title, every value in words, gaps instead of noughts, no difference that colour alone makes, no markup let in."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from gongkai.faces.design import charts, sheets
from gongkai.faces.design.charts import Bar, Series

YEARS = ["2022年", "2023年", "2024年", "2025年"]


def told(label: str, *numbers: int | None) -> Series:
    return Series(label, numbers, tuple("无报告" if one is None else str(one) for one in numbers))


def lines(*series: Series, title: str = "新收申请增加42%") -> html.HtmlElement:
    return html.fromstring(charts.lines(key="k", title=title, unit="件", categories=YEARS, series=series))


def texts(chart: html.HtmlElement) -> list[str]:
    return [str(one.text) for one in chart.xpath("//text")]


def test_the_drawing_is_named_by_its_finding_and_told_in_words():
    chart = lines(told("新收申请", 140, 160, None, 199))
    assert chart.xpath("string(//figcaption)") == "新收申请增加42%"
    (drawing,) = chart.xpath("//svg[@role='img']")
    named = [chart.xpath(f"string(//*[@id='{one}'])") for one in drawing.get("aria-labelledby").split()]
    assert named == ["新收申请增加42%", "新收申请：2022年140，2023年160，2024年无报告，2025年199。"]
    (box,) = chart.xpath("//div[@role='region'][@tabindex='0']")
    assert chart.xpath(f"//*[@id='{box.get('aria-labelledby')}']")


def test_a_missing_value_breaks_the_line_and_is_never_nought():
    chart = lines(told("新收申请", 140, 160, None, 199))
    runs = [line.get("points").split() for line in chart.xpath("//polyline")]
    assert [len(run) for run in runs] == [2], "2025 stands alone behind the gap"
    assert len(chart.xpath("//circle")) == 3
    assert texts(chart).count("无报告") == 1
    bottom = float(chart.xpath("//line[@class='axis']/@y1")[0])
    assert all(float(one.get("cy")) < bottom for one in chart.xpath("//circle"))


def test_axis_begins_at_nought_with_its_unit_and_lines_are_named_beside_them():
    chart = lines(told("新收申请", 140, 160, 170, 199), told("结转下年度", 3, 4, 5, 6))
    assert "单位：件" in texts(chart)
    assert [one for one in texts(chart) if one in {"0", "50", "100", "150", "200"}] == ["0", "50", "100", "150", "200"]
    assert {"新收申请", "结转下年度"} <= set(texts(chart))


def test_six_lines_differ_without_their_colour_and_a_seventh_is_refused():
    many = [told(str(number), number, number + 1, 3, 4) for number in range(6)]
    chart = lines(*many)
    looks = [line.get("class") for line in chart.xpath("//polyline")]
    assert len(set(looks)) == 6
    sheet = sheets.PARTS / "components" / "chart.css"
    dashes = re.findall(r"\.line\.chart-([a-f]) \{ stroke-dasharray: ([\d ]+);", sheet.read_text(encoding="utf-8"))
    assert len({dash for _, dash in dashes}) == 5, "five dashes beside the unbroken line"
    with pytest.raises(ValueError, match="at most 6"):
        lines(*many, told("七", 1, 2, 3, 4))


def test_layers_add_up_to_the_whole_and_each_has_its_own_hatching():
    series = [told("予以公开", 60, 10, None, 0), told("不予公开", 40, 30, 5, 0)]
    chart = html.fromstring(charts.stacks(key="k", title="t", categories=YEARS, series=series))
    layers = chart.xpath("//rect[@class='layer']")
    assert [one.get("fill") for one in layers] == ["url(#k-a)", "url(#k-b)"] * 2
    heights = [float(one.get("height")) for one in layers]
    assert heights[0] + heights[1] == pytest.approx(heights[2] + heights[3], abs=0.2)
    assert heights[0] / heights[1] == pytest.approx(1.5, abs=0.01)
    assert {"60%", "40%", "25%", "75%", "无报告", "没有数"} <= set(texts(chart))
    assert len({pattern.get("id") for pattern in chart.xpath("//pattern")}) == 6


def test_bars_are_as_long_as_their_numbers():
    rows = [Bar("县水利局", 40, "40"), Bar("县民政局", 10, "10", strong=True)]
    chart = html.fromstring(charts.bars(key="k", title="t", unit="件", rows=rows))
    lengths = [float(one.get("width")) for one in chart.xpath("//rect")]
    assert lengths[0] == pytest.approx(4 * lengths[1])
    assert chart.xpath("string(//desc)") == "县水利局40件，县民政局10件。"


@pytest.mark.parametrize("draw", [charts.lines, charts.stacks])
def test_what_people_wrote_stays_text(draw: Any):
    evil = '<script>"&'
    given_ = {"key": "k", "title": evil, "categories": [evil], "series": [Series(evil, (3,), (evil,))]}
    markup = draw(**given_, **({"unit": evil} if draw is charts.lines else {}))
    assert "<script" not in markup
    chart = html.fromstring(markup)
    assert chart.xpath("string(//figcaption)") == evil
    markup = charts.bars(key="k", title=evil, unit=evil, rows=[Bar(evil, 1, evil)])
    assert "<script" not in markup


def test_no_drawing_holds_style_or_script():
    markup = lines(told("新收申请", 1, 2, 3, 4))
    assert not markup.xpath("//*[@style]|//style|//script|//*[@*[starts-with(name(),'on')]]")


@settings(max_examples=60, deadline=None)
@given(st.fractions(0, 10_000_000))
def test_ticks_are_round_few_and_reach_the_largest(most: Fraction):
    found = charts.ticks(most)
    assert found[0] == 0
    assert found[-1] >= most
    assert 2 <= len(found) <= 7
    step = found[1] - found[0]
    assert all(later - sooner == step for sooner, later in pairwise(found))
    while step >= 10:
        step /= 10
    while 0 < step < 1:
        step *= 10
    assert step in {1, 2, 5}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 200), max_size=10).map(sorted))
def test_names_never_stand_on_each_other(wanted: list[float]):
    found = charts.spread(wanted, 17, 0, 200)
    assert all(later - sooner >= 16.99 for sooner, later in pairwise(found))
    if len(wanted) * 17 <= 200:
        assert all(-0.01 <= one <= 200.01 for one in found)
