"""Collecting at the desk: the board, the form with its guidance, reports sent up and back, files, roll-ups."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO
from typing import Any

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from gongkai.kernel.organizations.queries import Role
from gongkai.oversee.annual.format import CURRENT
from gongkai.oversee.collecting import operations as verbs
from gongkai.oversee.collecting import queries
from gongkai.oversee.collecting.models import Campaign, Filing
from gongkai.oversee.collecting.terms import Source, State
from tests import factories
from tests.faces.desk.desktop import at_desk, text
from tests.oversee.collecting.city import City, accepted, city, filled, numbers, opened, submitted
from tests.oversee.collecting.test_importing import page as report
from tests.oversee.comparing import factory as comparing

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(db: None, monkeypatch: pytest.MonkeyPatch) -> City:
    monkeypatch.setenv("GONGKAI_TODAY", "2026-01-12")
    return city()


def desk(place: City, name: str, role: Role = Role.FOI_OFFICER) -> Client:
    standing = place.head(name) if role is Role.FOI_HEAD else place.officer(name)
    return at_desk(standing.person)


def address(name: str, *arguments: Any) -> str:
    return reverse(f"desk:{name}", args=arguments)


def posted(row: Filing, seed: int = 1, **changed: str) -> dict[str, str]:
    """What the browser sends from the form."""
    cells = {f"c-{cell}": f"{value}" for cell, value in numbers(seed).items()}
    return {
        "version": str(row.version),
        "overview": "",
        "problems": "",
        "others": "",
        **cells,
        **{f"c-{k}": v for k, v in changed.items()},
    }


def test_the_whole_way_from_opening_to_the_lock_by_the_pages_alone(place: City):
    lead, bureau = desk(place, "市办"), desk(place, "水利局")
    shown = text(lead.get(address("campaign_new")))
    assert 'value="2026-01-31"' in shown
    assert "条例第四十九条第一款" in shown
    fields = {
        "title": "2025年年报",
        "due_on": "2026-01-26",
        "summed_due_on": "2026-02-20",
        "words": "请核对",
        "organs": [str(place.organs["水利局"].pk)],
    }
    answer = lead.post(address("campaign_new"), {"lead": place.office.pk, "year": "2025", **fields})
    campaign = Campaign.objects.get()
    assert answer.url == address("campaign", campaign.pk)
    row = place.filing("水利局")
    assert "2025年年报" in text(bureau.get(address("collecting")))
    answer = bureau.post(address("filing_fill", row.pk), posted(row))
    assert answer.status_code == 302
    row = place.filing("水利局")
    assert row.state == State.FILLING
    bureau.post(address("filing_move", row.pk, "submit"), {"version": row.version})
    row = place.filing("水利局")
    reasoned = {"version": row.version, "reason": "处罚数请核对", "cell-1": "penalty.decisions", "note-1": "与台账不符"}
    lead.post(address("filing_move", row.pk, "return"), reasoned)
    shown = text(bureau.get(address("filing", row.pk)))
    assert "处罚数请核对" in shown
    assert "与台账不符" in shown
    row = place.filing("水利局")
    bureau.post(address("filing_fill", row.pk), posted(row, **{"penalty.decisions": "１，０２４"}))
    row = place.filing("水利局")
    assert row.cells["penalty.decisions"] == "1024"
    bureau.post(address("filing_move", row.pk, "resubmit"), {"version": row.version})
    shown = text(lead.get(address("filing", row.pk)))
    assert "与上次报送的不同" in shown
    for code in ("accept", "lock"):
        lead.post(address("filing_move", row.pk, code), {"version": place.filing("水利局").version})
    assert place.filing("水利局").state == State.LOCKED
    assert "第2次报送" in text(bureau.get(address("filing_version", row.pk, 2)))


def test_what_waits_for_a_person_stands_on_their_first_page_and_in_the_frame(place: City):
    opened(place)
    bureau, lead, row = desk(place, "水利局"), desk(place, "市办"), place.filing("水利局")

    def waits(client: Client) -> bool:
        page = lxml.html.fromstring(text(client.get(address("home"))))
        listed = page.xpath("//section[@aria-labelledby='filings']//a/@href")
        counted = page.xpath("//nav//a[contains(., '年报报送')]")
        assert bool(listed) == bool(counted)
        return address("filing", row.pk) in listed

    assert (waits(bureau), waits(lead)) == (True, False)
    submitted(place, "水利局")
    assert (waits(bureau), waits(lead)) == (False, True)
    lead.post(address("filing_move", row.pk, "accept"), {"version": place.filing("水利局").version})
    assert (waits(bureau), waits(lead)) == (False, False)


def test_what_has_no_fault_is_accepted_and_locked_together(place: City):
    campaign = opened(place)
    submitted(place, "水利局", 1)
    submitted(place, "松亭县", 2)
    row = filled(place, "县办", 3, rules__issued=Decimal(3))  # an organ that may not make rules: wants a word
    verbs.submit(filing_id=row.pk, version=row.version, by=place.officer("县办"), at=place.at)
    lead = desk(place, "市办")
    board = text(lead.get(address("campaign", campaign.pk)))
    assert "一并审核通过（2个）" in board
    url = address("campaign_several", campaign.pk, "accept")
    page = lxml.html.fromstring(text(lead.get(url)))
    picked = page.xpath("//input[@name='filing'][@checked]/@value")
    assert len(picked) == 2
    comparing.report(place.organs["松亭县"], 2025, new__total=1)
    shown = text(lead.get(url))
    assert shown.count(" checked>") == 1, "what the public reads otherwise is looked at by itself"
    assert "个数与已公布的年报不同，请逐份核对" in shown
    assert lead.post(url, {}).status_code == 422
    first, second = picked
    answer = text(lead.post(url, {"filing": [first, f"{second.partition(':')[0]}:0", "x:1"]}, follow=True))
    assert "已审核通过1个机关的报送" in answer
    assert "没有办理" in answer
    lead.post(url, {"filing": [second]})
    lead.post(
        address("campaign_several", campaign.pk, "lock"), {"filing": page.xpath("//input[@name='filing']/@value")}
    )
    assert {place.filing(name).state for name in ("水利局", "松亭县")} == {State.ACCEPTED}, "they had moved on"
    page = lxml.html.fromstring(text(lead.get(address("campaign_several", campaign.pk, "lock"))))
    lead.post(
        address("campaign_several", campaign.pk, "lock"), {"filing": page.xpath("//input[@name='filing']/@value")}
    )
    assert {place.filing(name).state for name in ("水利局", "松亭县")} == {State.LOCKED}
    assert lead.get(address("campaign_several", campaign.pk, "remove")).status_code == 404


def test_the_form_has_every_cell_with_its_name_and_guidance(place: City):
    opened(place)
    page = lxml.html.fromstring(text(desk(place, "水利局").get(address("filing_fill", place.filing("水利局").pk))))
    inputs = {one.get("name"): one for one in page.xpath("//input[@class='cell']")}
    assert set(inputs) == {f"c-{cell}" for cell in CURRENT.cells}
    for name, one in inputs.items():
        assert one.get("aria-label") == CURRENT.label_of(name.removeprefix("c-"))
        assert "".join(page.get_element_by_id(one.get("aria-describedby")).itertext()).endswith("。"), name


def test_what_fails_is_shown_after_saving_and_what_cannot_be_read_beside_its_cell(place: City):
    opened(place)
    bureau, row = desk(place, "水利局"), place.filing("水利局")
    answer = bureau.post(address("filing_fill", row.pk), posted(row, **{"new.total": "九件"}))
    assert answer.status_code == 422
    assert "请填写数字，没有发生的填0" in text(answer)
    assert 'value="九件"' in text(answer)
    bureau.post(address("filing_fill", row.pk), posted(row, **{"new.total": "999", "fee.amount": ""}))
    shown = text(bureau.get(address("filing_fill", row.pk)))
    assert "F1 新收+上年结转=办理总计+结转下年" in shown
    assert "1个单元格未填报" in shown
    row = place.filing("水利局")
    bureau.post(address("filing_move", row.pk, "submit"), {"version": row.version})
    assert place.filing("水利局").state == State.FILLING


def test_two_windows_the_second_keeps_what_was_typed_and_names_the_difference(place: City):
    opened(place)
    bureau, row = desk(place, "水利局"), filled(place, "水利局")
    first, second = posted(row, **{"fee.amount": "5"}), posted(row, **{"fee.amount": "6"})
    assert bureau.post(address("filing_fill", row.pk), first).status_code == 302
    answer = bureau.post(address("filing_fill", row.pk), second)
    assert answer.status_code == 409
    assert "已保存5，您填写6" in text(answer)
    again = {**second, "version": re.search(r'name="version" value="(\d+)"', text(answer))[1]}
    assert bureau.post(address("filing_fill", row.pk), again).status_code == 302
    assert place.filing("水利局").cells["fee.amount"] == "6"


def test_an_explained_warning_is_read_by_the_examiner(place: City):
    opened(place)
    bureau, row = desk(place, "水利局"), filled(place, "水利局", rules__issued=Decimal(3))
    shown = text(bureau.get(address("filing_fill", row.pk)))
    name = re.search(r'name="(word-[0-9a-f]{16})"', shown)[1]
    bureau.post(address("filing_fill", row.pk), posted(row, **{"rules.issued": "3"}) | {name: "受委托起草"})
    row = place.filing("水利局")
    bureau.post(address("filing_move", row.pk, "submit"), {"version": row.version})
    assert "报送机关说明：受委托起草" in text(desk(place, "市办").get(address("filing", row.pk)))


def test_the_board_tells_where_everybody_stands_and_its_counts_are_links(place: City, django_assert_max_num_queries):
    campaign = opened(place)
    submitted(place, "水利局")
    lead = desk(place, "市办")
    url = address("campaign", campaign.pk)
    with django_assert_max_num_queries(40):
        shown = text(lead.get(url))
    assert re.search(r'<a href="\?state=submitted"[^>]*>已报送 <span class="count">1</span>', shown)
    only = text(lead.get(url, {"state": "submitted"}))
    assert "水利局" in only
    assert "云岫县教育局" not in only
    assert "教育局" in text(lead.get(url, {"q": "教育"}))
    assert "没有符合的机关" in text(lead.get(url, {"q": "'; drop"}))
    few = _queries(lead, url, django_assert_max_num_queries)
    for number in range(12):
        factories.organ(f"澜州市第{number}局", government=place.organs["市政府"])
    verbs.add_organs(
        campaign_id=campaign.pk,
        organ_ids=[organ.pk for organ in queries.absent(campaign)],
        by=place.officer("市办"),
        at=place.at,
    )
    assert _queries(lead, url, django_assert_max_num_queries) == few


def _queries(client: Client, url: str, bounded: Any) -> int:
    with bounded(60) as found:
        client.get(url)
    return len(found.captured_queries)


def test_an_organ_is_taken_out_with_a_reason_that_the_board_keeps(place: City):
    campaign = opened(place)
    lead, row = desk(place, "市办"), place.filing("松亭县")
    url = address("filing_move", row.pk, "remove")
    assert lead.post(url, {"version": row.version, "reason": ""}).status_code == 422
    assert lead.post(url, {"version": row.version, "reason": "并入云岫县"}).url == address("campaign", campaign.pk)
    assert "松亭县人民政府</a>：并入云岫县" in text(lead.get(address("campaign", campaign.pk)))
    lead.post(address("campaign_organs", campaign.pk), {"organs": [str(place.organs["松亭县"].pk)]})
    assert place.filing("松亭县").state == State.ASSIGNED


def test_the_board_as_a_workbook_has_every_organ(place: City):
    campaign = opened(place)
    submitted(place, "水利局")
    answer = desk(place, "市办").get(address("campaign_export", campaign.pk))
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][:3] == ("机关", "汇总到", "状态")
    assert len(rows) == 8
    assert ("澜州市水利局", "澜州市人民政府", "已报送") in {row[:3] for row in rows}


def test_two_hundred_files_may_come_in_one_archive_and_each_is_answered(place: City):
    campaign = opened(place)
    lead, url = desk(place, "市办"), address("campaign_files", campaign.pk)
    upload = [
        SimpleUploadedFile("水利局.html", report("澜州市水利局", 1)), SimpleUploadedFile("坏.pdf", b"%PDF-1.7 broken"),
    ]  # fmt: skip
    shown = text(lead.post(url, {"reports": upload}))
    assert "共2个文件，导入1个" in shown
    assert place.filing("水利局").source == Source.FILE
    assert lead.post(url, {}).status_code == 422
    assert Client(enforce_csrf_checks=True).post(url, {}).status_code in {302, 403}


def test_a_file_of_ones_own_is_read_and_a_wrong_one_says_why(place: City):
    opened(place)
    bureau, row = desk(place, "水利局"), place.filing("水利局")
    wrong = SimpleUploadedFile("别.html", report("澜州市水利局", 1, year=2023))
    answer = bureau.post(address("filing_file", row.pk), {"version": 0, "report": wrong})
    assert answer.status_code == 422
    assert "这是2023年的报告" in text(answer)
    right = SimpleUploadedFile("年报.html", report("澜州市水利局", 1))
    bureau.post(address("filing_file", row.pk), {"version": 0, "report": right})
    assert place.filing("水利局").missing == 0


def test_a_roll_up_is_made_shown_and_opened_cell_by_cell(place: City):
    campaign = opened(place)
    accepted(place, "水利局", 1)
    lead, government = desk(place, "市办"), place.organs["市政府"].pk
    url = address("rollup_new", campaign.pk, government)
    answer = lead.post(url, {"own": "on", "department": "on", "lower": "on", f"out-{place.organs['松亭县'].pk}": "on"})
    assert answer.status_code == 422
    assert "请写明松亭县人民政府不计入汇总的原因" in text(answer)
    town = place.organs["松亭县"].pk
    answer = lead.post(
        url, {"own": "on", "department": "on", "lower": "on", f"out-{town}": "on", f"why-{town}": "另行报送"}
    )
    shown = text(lead.get(answer.url))
    assert "松亭县人民政府：另行报送" in shown
    assert "以下机关在汇总范围内" in shown
    links = re.findall(r'href="(/desk/collecting/rollups/\d+/cells/[^"]+)"', shown)
    assert len(links) == len(CURRENT.cells)
    assert "澜州市水利局" in text(lead.get(links[0]))
    assert lead.get(address("rollup_cell", int(answer.url.split("/")[-2]), "x.y")).status_code == 404


def test_others_see_no_filing_and_no_collection_of_ours(place: City):
    campaign = opened(place, names=["水利局"])
    row = place.filing("水利局")
    other = desk(place, "松亭县")
    for url in (
        address("campaign", campaign.pk),
        address("filing", row.pk),
        address("filing_fill", row.pk),
        address("campaign_edit", campaign.pk),
    ):
        assert other.get(url).status_code == 403
    assert other.post(address("filing_move", row.pk, "submit"), {"version": 0}).status_code == 403
    bureau = desk(place, "水利局")
    assert bureau.get(address("campaign_edit", campaign.pk)).status_code == 403
    assert bureau.post(address("filing_move", row.pk, "accept"), {"version": 0}).status_code == 302
    assert place.filing("水利局").state == State.ASSIGNED


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AUDITOR])
def test_the_supervisor_and_the_auditor_read_and_write_nothing(place: City, role: Role):
    campaign = opened(place)
    row = filled(place, "教育局")
    reader = at_desk(factories.person(role, organ=place.office))
    assert reader.get(address("campaign", campaign.pk)).status_code == 200
    assert reader.get(address("filing", row.pk)).status_code == 200
    for url in (
        address("filing_fill", row.pk),
        address("campaign_remind", campaign.pk),
        address("filing_take", row.pk),
    ):
        assert reader.post(url, {"version": row.version}).status_code == 403
    assert "提醒未报送的机关" not in text(reader.get(address("campaign", campaign.pk)))


def test_texts_that_another_window_saved_are_shown_before_they_are_replaced(place: City):
    opened(place)
    bureau, row = desk(place, "水利局"), filled(place, "水利局", rules__issued=Decimal(3))
    name = re.search(r'name="(word-[0-9a-f]{16})"', text(bureau.get(address("filing_fill", row.pk))))[1]
    first = posted(row, **{"rules.issued": "3"}) | {"others": "第一个窗口写的。"}
    second = posted(row, **{"rules.issued": "3"}) | {"problems": "第二个窗口写的。", name: "受委托起草"}
    assert bureau.post(address("filing_fill", row.pk), first).status_code == 302
    answer = bureau.post(address("filing_fill", row.pk), second)
    assert answer.status_code == 409
    page = lxml.html.fromstring(text(answer))
    assert [one.text_content() for one in page.find_class("stored")] == ["空", "第一个窗口写的。"]
    assert page.xpath("//textarea[@name='problems']")[0].value.strip() == "第二个窗口写的。"
    assert page.xpath(f"//input[@name='{name}']")[0].get("value") == "受委托起草"
    assert "请刷新页面" not in text(answer)


def test_what_was_typed_while_the_collection_was_closed_is_shown_and_not_lost(place: City):
    campaign = opened(place)
    bureau, row = desk(place, "水利局"), filled(place, "水利局")
    lead = place.officer("市办")
    verbs.close_campaign(campaign_id=campaign.pk, version=campaign.version, reason="改用纸质", by=lead, at=place.at)
    typed = posted(row, **{"fee.amount": "88.5"}) | {"others": "还没有保存的话。"}
    answer = bureau.post(address("filing_fill", row.pk), typed)
    assert answer.status_code == 409
    page = lxml.html.fromstring(text(answer))
    assert "这次汇集已经结束" in page.text_content()
    assert page.xpath("//input[@name='c-fee.amount']")[0].get("value") == "88.5"
    assert page.xpath("//textarea[@name='others']")[0].value.strip() == "还没有保存的话。"
    assert not page.xpath("//main//button[contains(., '保存并核对')]")
    assert "可以报送了" not in page.text_content()
    assert "改用纸质" in text(bureau.get(address("filing", row.pk)))


def test_a_year_that_was_opened_leads_to_its_collection_instead_of_a_form(place: City):
    campaign = opened(place)
    lead = desk(place, "市办")
    page = lxml.html.fromstring(text(lead.get(address("campaign_new"))))
    assert page.xpath(f"//main//a[@href='{address('campaign', campaign.pk)}']")
    assert not page.xpath("//main//button[.='布置']")
    assert lxml.html.fromstring(text(lead.get(address("campaign_new"), {"year": "2024"}))).xpath("//button[.='布置']")


def test_a_roll_up_as_a_workbook_has_the_sums_of_the_page_and_each_organ_beside_them(place: City):
    campaign = opened(place)
    accepted(place, "水利局", 1)
    accepted(place, "松亭县", 2)
    row = verbs.roll_up(
        campaign_id=campaign.pk, organ_id=place.organs["市政府"].pk,
        scope=verbs.Scope(out={place.organs["市办"].pk: "单独公布"}), by=place.officer("市办"), at=place.at,
    )  # fmt: skip
    book = load_workbook(BytesIO(desk(place, "市办").get(address("rollup_export", row.pk)).content))
    sums = {line[0]: line[1] for line in book["汇总数"].iter_rows(min_row=2, values_only=True)}
    assert sums == {CURRENT.label_of(cell): pytest.approx(float(row.cells[cell])) for cell in CURRENT.cells}
    single = list(book["各机关"].iter_rows(values_only=True))
    assert single[0] == ("项目", "汇总数", "澜州市水利局", "松亭县人民政府")
    assert all(line[1] == pytest.approx(line[2] + line[3]) for line in single[1:])
    notes = "".join(str(line[0]) for line in book["说明"].iter_rows(values_only=True))
    assert "不计入：澜州市人民政府办公室，单独公布" in notes
    assert "在范围内、没有计入：云岫县人民政府（待填报）" in notes


def test_an_organ_that_was_merged_meanwhile_is_told_on_the_board_and_its_filing_is_for_the_office_that_collects(
    place: City,
):
    campaign = opened(place)
    organ = place.organs["水利局"]
    organ.closed_on, organ.merged_into = place.at.date(), place.organs["市办"]
    organ.save()
    lead, row = desk(place, "市办"), place.filing("水利局")
    assert "已撤销，并入澜州市人民政府办公室" in text(lead.get(address("campaign", campaign.pk)))
    assert "由牵头机关代为填报" in text(lead.get(address("filing", row.pk)))


def test_a_government_finds_the_way_to_its_roll_up_on_its_own_filing(place: City):
    campaign = opened(place)
    county, row = desk(place, "县办"), place.filing("县政府")
    way = f'href="{address("rollup_new", campaign.pk, place.organs["县政府"].pk)}"'
    assert way in text(county.get(address("filing", row.pk)))
    assert way in text(county.get(address("filing_fill", row.pk)))
    assert "汇总所属机关" not in text(desk(place, "水利局").get(address("filing", place.filing("水利局").pk)))


def test_a_filing_that_differs_from_the_published_report_says_so(place: City):
    opened(place)
    row = accepted(place, "水利局")
    shown, lead = address("filing", row.pk), desk(place, "市办")
    assert "与已公布的年报不同" not in text(lead.get(shown))
    figures = {cell.replace(".", "__"): value for cell, value in row.cells.items()}
    report_of = comparing.report(place.organs["水利局"], 2025, **figures)
    assert "与已公布的年报不同" not in text(lead.get(shown))
    report_of.figures["penalty.decisions"] = "99481"
    report_of.save()
    told = text(lead.get(shown))
    assert "1个数与公众看到的年报不同" in told
    assert f"行政处罚·本年处理决定数量：报送{row.cells['penalty.decisions']}，公布99481" in told


def test_whoever_examined_one_filing_is_led_to_the_next(place: City):
    opened(place)
    row, other = submitted(place, "水利局"), submitted(place, "松亭县")
    lead = desk(place, "市办")
    assert "等待审核，下一份" not in text(lead.get(address("filing", row.pk)))
    lead.post(address("filing_move", row.pk, "accept"), {"version": row.version})
    shown = text(lead.get(address("filing", row.pk)))
    assert "还有1份等待审核" in shown
    assert f'href="{address("filing", other.pk)}"' in shown
    lead.post(address("filing_move", other.pk, "accept"), {"version": other.version})
    assert "等待审核，下一份" not in text(lead.get(address("filing", other.pk)))
    assert "下一份" not in text(desk(place, "水利局").get(address("filing", row.pk)))


def test_who_reports_to_two_offices_sees_where_the_numbers_differ(place: City):
    opened(place, names=["县政府", "教育局"])
    here = submitted(place, "教育局", seed=1)
    county = place.organs["县办"]
    verbs.open_campaign(
        lead=county, year=2025, by=place.officer("县办"), at=place.at, organ_ids=[place.organs["教育局"].pk], fields={}
    )
    there = Filing.objects.get(campaign__lead=county)
    office = desk(place, "县办")
    assert "另有机关布置" in text(office.get(address("campaign", there.campaign_id)))
    told = text(office.get(address("filing", there.pk)))
    assert "县教育局还向澜州市人民政府办公室报送2025年年报（已报送）。两处的数据应当一致。" in told
    cells = numbers(1) | {"new.natural": Decimal(9000)}
    verbs.save_filing(filing_id=there.pk, version=there.version, cells=cells, by=place.officer("教育局"), at=place.at)
    told = text(office.get(address("filing", there.pk)))
    assert "1个数不同，请核对后改成一致" in told
    assert f"这里9000，那里{here.cells['new.natural']}" in told
    assert "不同之处" not in text(desk(place, "市办").get(address("filing", here.pk)))  # a draft is not held against it
