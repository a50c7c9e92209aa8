"""Comparisons at the desk: over the years, side by side, ranked, text in common; each as a page and as a workbook."""

from __future__ import annotations

import io
import re
from typing import Any

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from gongkai.faces.desk.comparing_shown import Cell, Grid, Head, Row
from gongkai.faces.desk.comparing_workbook import download
from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.organizations import operations
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import now
from tests import factories
from tests.faces.desk.desktop import at_desk, text
from tests.oversee.comparing import factory
from tests.oversee.comparing.test_alike import COPIED, OTHER, OWN

pytestmark = pytest.mark.django_db
YEAR = 2025


@pytest.fixture
def county() -> factory.County:
    made = factory.county()
    first, second, third = made.departments
    for year, new in ((2020, 100), (2022, 140), (2023, 160), (2025, 199)):
        cells = {"new__total": new, "total__total": new, "open__total": new // 2, "o__total" if year == 2020 else "o3__total": new - new // 2}  # fmt: skip
        factory.report(first, year, **cells)
    factory.report(second, YEAR, new__total=30, total__total=30, open__total=15, d4__total=15)
    factory.report(third, YEAR, new__total=5, total__total=5, open__total=5)
    return made


def page(client: Client, name: str, query: str = "", *args: Any) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(text(client.get(f"{reverse(f'desk:{name}', args=args)}?{query}")))


def cells(shown: lxml.html.HtmlElement, label: str) -> list[str]:
    """The figures of a row, without what stands below them."""
    (row,) = shown.xpath(f"//tbody/tr[th[normalize-space(text())='{label}' or a='{label}']]")[:1]
    return ["".join(cell.xpath("text()|a/text()")).strip() for cell in row.xpath("td")]


def test_both_forms_stand_in_one_table_and_nothing_missing_is_nought(county: factory.County):
    organ = county.departments[0]
    shown = page(at_desk(county.officer), "comparing_years", "since=2019&until=2025", organ.pk)
    assert cells(shown, "新收申请（件）") == [
        "无报告", "100", "无报告", "140", "160", "无报告", "199", "无法比较", "无法比较",
    ]  # fmt: skip
    assert cells(shown, "其他处理（件）")[1:4] == ["50", "无报告", "70"]
    assert cells(shown, "行政事业性收费·本年收费金额（万元）")[:4] == ["无此项", "无此项", "无报告", "0"]
    assert cells(shown, "政府集中采购·采购项目数量（项）")[:4] == ["无报告", "0", "无此项", "无此项"]


def test_growth_has_both_values_and_the_chart_says_what_the_figures_say(county: factory.County):
    organ = county.departments[0]
    shown = page(at_desk(county.officer), "comparing_years", "since=2022&until=2025", organ.pk)
    assert cells(shown, "新收申请（件）")[-2:] == ["无法比较", "+59（+42.1%）"]
    titles = [caption.text for caption in shown.xpath("//figcaption")]
    assert titles[0] == "新收申请2022年至2025年增加42%，由140件到199件；2024年无报告"
    assert titles[1] == "2025年办理结果中其他处理最多，占50%"
    assert len(shown.xpath("//svg[@role='img']/title")) == 3
    assert "新收申请：2022年140，2023年160，2024年无报告，2025年199" in shown.xpath("//svg/desc")[0].text


def test_a_figure_leads_to_its_rows_or_to_the_report(county: factory.County):
    organ = county.departments[0]
    client = at_desk(county.officer)
    shown = page(client, "comparing_years", "", organ.pk)
    one = reverse("desk:report_rows", args=[organ.pk, YEAR, "new.total"])
    assert shown.xpath(f"//a[@href='{one}'][@aria-label='2025年新收申请：199']")
    several = reverse("desk:report", args=[organ.pk, YEAR])
    assert shown.xpath(f"//a[@href='{several}'][@aria-label='2025年其他处理：100']")
    assert client.get(one).status_code == 200
    (record,) = set(
        shown.xpath("//a[starts-with(@href,'/records/')][@aria-label='2025年数据来源：已公布的报告']/@href")
    )
    assert client.get(record).status_code == 200


def test_organs_side_by_side_are_sorted_by_a_link_and_summed(county: factory.County):
    client = at_desk(county.supervisor)
    group = f"{county.government.pk}-departments"
    shown = page(client, "comparing_side", f"group={group}&year={YEAR}")
    assert cells(shown, "第乙局")[0] == "30"
    assert cells(shown, "县政府办")[0] == "无报告"
    assert cells(shown, "合计")[0] == "不合计"
    (link,) = [url for url in shown.xpath("//thead//a/@href") if url.endswith("sort=-new")]
    down = page(client, "comparing_side", link.removeprefix("?"))
    assert down.xpath("//tbody/tr/th/a/text()") == ["第甲局", "第乙局", "第丙局", "县政府办"]
    assert down.xpath("//th[@aria-sort='descending']/a/text()") == ["新收申请（件）"]
    ticked = "&".join(f"organ={one.pk}" for one in county.departments)
    some = page(client, "comparing_side", f"group={group}&year={YEAR}&{ticked}&columns=rates")
    assert cells(some, "合计")[:2] == ["50.9%", "6.4%"], "the sum of the parts over the sum of the wholes"
    assert "不是比率的平均" in some.text_content()
    assert some.xpath("//figcaption/text()") == [
        "2025年公开率最高的是第乙局（50.0%），最低的是第甲局（49.7%），1个机关数量过小不参加比较"
    ]  # fmt: skip


def test_many_organs_are_cut_into_pages_and_exported_whole(county: factory.County):
    more = [factories.organ(f"云岫县第{n}所", government=county.government) for n in range(60)]
    client, query = at_desk(county.supervisor), f"group={county.government.pk}-departments&year={YEAR}"
    first = page(client, "comparing_side", query)
    assert len(first.xpath("//table/tbody/tr")) == 61, "sixty and the total of all"
    (following,) = first.xpath("//a[contains(@href,'page=2')]/@href")
    second = page(client, "comparing_side", following.removeprefix("?"))
    assert len(second.xpath("//table/tbody/tr")) == 5
    answer = client.get(f"{reverse('desk:comparing_side_export')}?{query}")
    assert load_workbook(io.BytesIO(answer.content)).worksheets[0].max_row == 1 + len(more) + 4 + 1


def test_a_total_is_not_made_where_one_report_may_hold_another(county: factory.County):
    shown = page(at_desk(county.supervisor), "comparing_side", f"group=all&year={YEAR}")
    assert not shown.xpath("//tr[@class='total']")
    assert "不列合计" in shown.text_content()


def test_two_years_stand_beside_each_other_with_what_changed(county: factory.County):
    query = f"group=all&year={YEAR}&against=2023"
    shown = page(at_desk(county.supervisor), "comparing_side", query)
    assert cells(shown, "第甲局")[:3] == ["199", "160", "+39（+24.4%）"]
    assert cells(shown, "第乙局")[:3] == ["30", "无报告", "无法比较"]


def test_rates_over_few_cases_are_listed_and_not_ranked(county: factory.County):
    query = f"group={county.government.pk}-departments&year={YEAR}&indicator=open_rate"
    client = at_desk(county.supervisor)
    shown = page(client, "comparing_ranking", query)
    tables = shown.xpath("//table[caption]")
    assert [table.xpath("string(caption)") for table in tables][:3] == [
        "云岫县政府部门2025年公开率排名", "数量过小，不参加排名", "没有数，不参加排名",
    ]  # fmt: skip
    placed = [(row.xpath("string(th)"), row.xpath("string(td/a)")) for row in tables[0].xpath("tbody/tr")]
    assert placed == [("1", "第乙局"), ("2", "第甲局")]
    assert "第丙局" in tables[1].text_content()
    assert "5÷5" in tables[1].text_content()
    assert "县政府办" in tables[2].text_content()
    assert "予以公开和部分公开÷办理结果总计" in shown.text_content()
    operations.set_number(
        code="comparing.least", value=1, effective_on=now().date(), source="云岫政办函〔2026〕9号", by=Actor.system("测试"), at=now()
    )  # fmt: skip
    again = page(client, "comparing_ranking", query)
    assert again.xpath("string(//table[caption]/tbody/tr/th)") == "1"
    assert len(again.xpath("//table[caption]")[0].xpath("tbody/tr")) == 3


def test_a_rate_over_few_cases_stands_in_the_table_and_leads_no_chart(county: factory.County):
    query = f"group={county.government.pk}-departments&year={YEAR}&columns=rates"
    shown = page(at_desk(county.supervisor), "comparing_side", query)
    assert cells(shown, "第丙局")[0] == "100.0%"
    (title,) = shown.xpath("//figcaption/text()")
    assert title.startswith("2025年公开率最高的是第乙局")
    assert "1个机关数量过小不参加比较" in title
    assert "第丙局" not in shown.xpath("string(//svg)")


def test_equal_numbers_share_a_rank_on_the_page(county: factory.County):
    factory.report(county.office, YEAR, new__total=30)
    shown = page(at_desk(county.supervisor), "comparing_ranking", f"group=all&year={YEAR}&indicator=new")
    assert shown.xpath("//table[caption][1]/tbody/tr/th/text()")[:4] == ["1", "2（并列）", "2（并列）", "4"]


def test_reports_that_are_alike_are_shown_with_their_passages(county: factory.County):
    first, second = county.departments[:2]
    factory.report(first, 2024, body=f"<p>{COPIED.format(name='第甲局', n=12)}</p><p>{OWN}</p>")
    factory.report(second, 2024, body=f"<p>{COPIED.format(name='第乙局', n=9)}</p><p>{OTHER}</p>")
    operations.set_number(
        code="comparing.least_text", value=50, effective_on=now().date(), source="试行", by=Actor.system("测试"), at=now()
    )  # fmt: skip
    client = at_desk(county.supervisor)
    shown = page(client, "comparing_texts", "group=all&year=2024")
    assert "共1对" in shown.text_content()
    (url,) = shown.xpath("//a[text()='看相同的段落']/@href")
    pair = page(client, "comparing_pair", "", *re.findall(r"\d+", url))
    assert len(pair.xpath("//table[contains(@class,'beside')]/tbody/tr")) == 3
    assert "坚持把公开工作纳入年度考核" in "".join(pair.xpath("//table//mark/text()"))
    assert OWN.rstrip("。") in pair.text_content()
    assert at_desk(county.officer).get(url).status_code == 403, "the other organ is not theirs"
    same = reverse("desk:comparing_pair", args=[first.pk, 2024, first.pk, 2024])
    assert client.get(same).status_code == 404


EXPORTS = (
    ("comparing_years_export", "since=2019&until=2025"),
    ("comparing_side_export", "columns=rates&group=all"),
    ("comparing_ranking_export", "indicator=open_rate"),
    ("comparing_texts_export", ""),
)


@pytest.mark.parametrize(("name", "query"), EXPORTS)
def test_every_comparison_is_a_workbook_with_numbers_and_a_frozen_head(county: factory.County, name: str, query: str):
    args = [county.departments[0].pk] if "years" in name else []
    answer = at_desk(county.supervisor).get(f"{reverse(f'desk:{name}', args=args)}?{query}")
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[-1] == "说明"
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "B2"
    if "years" in name:
        row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "新收申请（件）")
        assert row[1:5] == ("无报告", 100, "无报告", 140)
    if "ranking" in name:
        shares = [sheet.cell(row, 3) for row in range(2, sheet.max_row + 1)]
        assert {cell.number_format for cell in shares} == {"0.0%"}
        assert [cell.value for cell in shares] == [0.5, pytest.approx(99 / 199)]


def test_no_text_of_a_workbook_is_taken_for_a_formula():
    evil = '=HYPERLINK("http://x","点")'
    grid = Grid("=1+1", (Head(evil),), (Row("+7", (Cell("-2+3"), Cell("@x"))),))
    book = load_workbook(io.BytesIO(download("x", [grid, grid], [evil], now()).content))
    found = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert {cell.data_type for cell in found} == {"s"}


def test_nobody_sees_the_figures_of_an_organ_that_is_not_theirs(county: factory.County):
    client = at_desk(county.officer)
    assert client.get(reverse("desk:comparing_years", args=[county.departments[1].pk])).status_code == 403
    assert client.get(reverse("desk:comparing_years", args=[999_999])).status_code == 404
    for name in ("comparing_side", "comparing_ranking", "comparing_texts"):
        shown = text(client.get(f"{reverse(f'desk:{name}')}?group=all&organ={county.departments[1].pk}"))
        assert "第乙局" not in shown
    assert reverse("desk:comparing_years", args=[county.departments[0].pk]) in client.get(reverse("desk:comparing")).url


def test_nonsense_in_an_address_shows_the_usual_page(county: factory.County):
    client = at_desk(county.supervisor)
    query = (
        "group=x&year=99999&against=abc&columns=../&sort=-nope&organ=abc&indicator=%00&order=sideways&since=1&until=²"
    )
    for name in ("comparing_side", "comparing_ranking", "comparing_texts", "comparing_side_export"):
        assert client.get(f"{reverse(f'desk:{name}')}?{query}").status_code == 200
    assert client.get(f"{reverse('desk:comparing_years', args=[county.office.pk])}?{query}").status_code == 200
    assert client.get(f"{reverse('desk:comparing')}?organ=²").status_code == 302


@pytest.mark.parametrize("departments", [3, 9])
@pytest.mark.parametrize(
    ("name", "most"),
    [("comparing_years", 10), ("comparing_side", 10), ("comparing_ranking", 10), ("comparing_texts", 13)],
)
def test_the_questions_do_not_grow_with_the_organs(
    name: str, most: int, departments: int, django_assert_max_num_queries
):
    made = factory.county(departments)
    for organ in made.organs:
        for year in (2023, 2024, 2025):
            factory.report(organ, year, new__total=25, body=f"<p>{OWN}</p>")
    client = at_desk(made.supervisor)
    args = [made.departments[0].pk] if name == "comparing_years" else []
    client.get(reverse("desk:home"))
    with django_assert_max_num_queries(most):
        assert client.get(f"{reverse(f'desk:{name}', args=args)}?year=2025").status_code == 200


def test_the_first_page_is_the_own_organ_or_the_one_that_has_most_years(county: factory.County):
    def first() -> str:
        return at_desk(county.supervisor).get(reverse("desk:comparing")).url

    assert first() == reverse("desk:comparing_years", args=[county.departments[0].pk]), "the office has no two years"
    for year in (2023, 2024):
        factory.report(county.office, year)
    assert first() == reverse("desk:comparing_years", args=[county.office.pk])


def test_whoever_has_no_figures_to_see_is_told_so():
    organ = factories.organ()
    client = at_desk(factories.person(Role.SUPERVISOR, organ=organ))  # the organ is no 主管部门
    for name in ("comparing", "comparing_side", "comparing_ranking", "comparing_texts"):
        assert "没有可以比较的机关" in text(client.get(reverse(f"desk:{name}")))
