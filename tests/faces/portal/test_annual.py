"""年报 on the portal: by year, what is missing by name, and what a correction changed (条例6、49)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from gongkai.kernel.organizations.models import Organ
from gongkai.kernel.records import operations as records
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual import operations as verbs
from tests import factories
from tests.oversee.annual import factory
from tests.oversee.yearly.test_listing import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> factories.Staff:
    county = factories.organ("云岫县人民政府", nature="government")
    factories.organ("望溪镇人民政府", nature="township", level="township", government=county)
    made = factories.staff(name="云岫县水利局", government=county)
    made.at = datetime(2026, 1, 20, 9, 30, tzinfo=CHINA)
    return made


def page(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(address)
    assert response.status_code == status, address
    return html.document_fromstring(response.content)


def words(element: Any) -> str:
    return "".join(element.text_content().split())


def list_of(people: factories.Staff) -> str:
    return f"/open/{people.organ.government_id}/annual/list/2025/"


def test_the_list_names_the_missing_organs_before_the_others(people: factories.Staff, client: Client):
    publish(people.organ, date(2026, 1, 20))
    document = page(client, list_of(people))
    assert "应公布3份，已公布1份，尚未公布2份" in words(document.xpath("//main")[0])
    missing = document.xpath("//section[h2[@id='missing']]")[0]
    assert "望溪镇人民政府" in words(missing)
    assert "2026年1月31日" in words(missing)
    assert "条例第四十九条第二款" in words(missing)
    assert "水利局" not in words(missing)
    assert document.xpath("//section[h2[@id='missing']]/following::h2")
    for table in document.xpath("//main//table"):
        assert table.xpath("./thead//th[@scope='col']")
        assert all(row.xpath("./th[@scope='row']") for row in table.xpath("./tbody/tr"))


@pytest.mark.parametrize("more", [0, 40])
def test_the_pages_need_at_most_eight_queries_whatever_the_number_of_organs(
    people: factories.Staff, client: Client, more: int
):
    county = people.organ.government
    Organ.objects.bulk_create(
        Organ(name=f"云岫县第{n}所", short_name=f"第{n}所", level="county", nature="department", government=county)
        for n in range(100, 100 + more)
    )
    publish(people.organ, date(2026, 1, 20))
    for address in (list_of(people), f"/open/{people.organ.government_id}/annual/", "/open/annual/"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(client, address)
        assert len(asked) <= 8, address


def test_a_year_without_a_list_is_not_found(people: factories.Staff, client: Client):
    for address in (
        f"/open/{people.organ.pk}/annual/list/2025/",
        list_of(people).replace("2025", "2199"),
        "/open/9/annual/list/0/",
    ):
        page(client, address, 404)


def test_a_withdrawn_report_leaves_its_tombstone_and_is_missing(people: factories.Staff, client: Client):
    record = publish(people.organ, date(2026, 1, 20))
    own = f"/open/{people.organ.pk}/annual/"
    assert record.title in words(page(client, own))
    records.withdraw(record_id=record.pk, reason="in_error", note="数据有误", by=people.of("head"), at=people.at)
    document = page(client, own)
    assert record.title not in words(document.xpath("//main")[0])
    assert document.xpath(f"//main//a[@href='/records/{record.pk}/']")
    assert "2025年度" in words(document)
    assert "已撤回" in words(document)
    assert "已撤回，没有重新公布" in words(page(client, list_of(people)).xpath("//section[h2[@id='missing']]")[0])
    page(client, f"/records/{record.pk}/", 410)


def test_a_corrected_report_shows_each_cell_before_and_after_and_which_text_changed(
    people: factories.Staff, client: Client
):
    row = factory.published(people)
    first = page(client, f"/records/{row.record_id}/")
    assert not first.xpath("//section[@class='changes']")
    factory.fill(people, license=21)
    row.refresh_from_db()
    verbs.write_texts(
        report_id=row.pk, version=row.version, texts={"problems": "个别栏目更新迟缓。已明确专人负责，按月检查。"},
        by=people.of("officer"), at=people.at,
    )  # fmt: skip
    row.refresh_from_db()
    factory.passed(people, verbs.draft_record(report=row, by=people.of("officer"), at=people.at))
    for address in (f"/records/{row.record_id}/", f"/records/{row.record_id}/revisions/1/"):
        shown = page(client, address).xpath("//section[@class='changes']")[0]
        assert [words(cell) for cell in shown.xpath(".//tbody/tr/*")] == [
            "行政许可·第二十条第（五）项·本年处理决定数量", "主动公开政府信息情况", "0", "21",
        ]  # fmt: skip
        assert "".join(shown.xpath(".//div[@class='difference']//ins/text()")).startswith("迟缓")
    with CaptureQueriesContext(connection) as asked:
        page(client, f"/records/{row.record_id}/")
    assert len(asked) <= 10
    own = words(page(client, f"/open/{people.organ.pk}/annual/"))
    assert "更正" in own
    assert "按期公布" in words(page(client, list_of(people)))


def test_the_tables_of_a_report_keep_their_captions_header_cells_and_merges(people: factories.Staff, client: Client):
    row = factory.published(people)
    document = page(client, f"/records/{row.record_id}/")
    tables = document.xpath("//div[@data-proof-html='body']//table")
    assert [words(table.xpath("./caption")[0]) for table in tables] == [
        "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况",
    ]  # fmt: skip
    assert all(cell.get("scope") for table in tables for cell in table.xpath(".//th"))
    assert tables[1].xpath(".//th[@rowspan='22' and @scope='rowgroup']")
    assert tables[2].xpath(".//th[@colspan='10' and @scope='colgroup']")


def test_a_wide_table_stands_in_a_frame_that_the_keyboard_reaches_without_script(
    people: factories.Staff, client: Client
):
    row = factory.published(people)
    frames = page(client, f"/records/{row.record_id}/").xpath(
        "//div[@data-proof-html='body']/div[@class='table-scroll']"
    )
    assert [frame.get("aria-label") for frame in frames] == [
        "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况",
    ]  # fmt: skip
    assert all((frame.get("role"), frame.get("tabindex")) == ("region", "0") for frame in frames)
    assert all(len(frame.xpath("./table")) == 1 for frame in frames)
