"""The yearly list names every organ that owes a report, and the missing ones with their last day (条例49、50)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest

from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.organizations.models import Organ
from gongkai.kernel.records import operations as records
from gongkai.kernel.records.models import Record
from gongkai.kernel.records.operations import importing
from gongkai.kernel.records.operations.importing import Incoming
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.collecting.models import Campaign, Filing
from gongkai.oversee.yearly import queries
from gongkai.oversee.yearly.queries import Publication
from tests import factories

pytestmark = pytest.mark.django_db
HOUSE = Actor.system("测试")
D = date
TODAY = D(2026, 2, 10)


@dataclass
class Tree:
    """A county with two departments, a township, a lower government and a hospital."""

    county: Organ
    water: Organ
    land: Organ
    town: Organ
    lower: Organ
    hospital: Organ


@pytest.fixture
def tree() -> Tree:
    county = factories.organ("云岫县人民政府", nature="government")
    below: Callable[..., Organ] = lambda name, **more: factories.organ(name, government=county, **more)  # noqa: E731
    return Tree(
        county, below("云岫县水利局"), below("云岫县自然资源和规划局"),
        below("望溪镇人民政府", nature="township", level="township"), below("东山区人民政府", nature="government"),
        below("云岫县人民医院", nature="institution"),
    )  # fmt: skip


def publish(organ: Organ, on: date, year: int = 2025, title: str = "") -> Record:
    row = Incoming(
        source=f"{organ.pk}-{year}-{on}", kind="annual_report", body="<p>报告。</p>", text="报告。", topic="A20-15",
        title=title or f"{organ.name}{year}年政府信息公开工作年度报告",
    )  # fmt: skip
    at = datetime(on.year, on.month, on.day, 16, tzinfo=CHINA)
    return importing.publish_imported([row], organ=organ, actor=HOUSE, at=at)[0]


def listed(organ: Organ, year: int = 2025, today: date = TODAY) -> dict[str, queries.Line]:
    found = queries.of_year(organ.pk, year, today)
    assert found is not None
    return {line.name: line for group in found.groups for line in group.lines}


def test_every_organ_is_named_with_its_last_day_by_law(tree: Tree):
    publish(tree.water, D(2026, 1, 30))
    publish(tree.land, D(2026, 2, 3))
    lines = listed(tree.county)
    assert {name: (line.stands, line.due.day if line.due else None) for name, line in lines.items()} == {
        "云岫县人民政府": (Publication.WAITING, D(2026, 3, 31)),
        "云岫县水利局": (Publication.IN_TIME, D(2026, 1, 31)),
        "云岫县自然资源和规划局": (Publication.LATE, D(2026, 1, 31)),
        "望溪镇人民政府": (Publication.OVERDUE, D(2026, 1, 31)),
        "东山区人民政府": (Publication.WAITING, D(2026, 3, 31)),
    }
    found = queries.of_year(tree.county.pk, 2025, TODAY)
    assert found is not None
    assert [line.name for line in found.missing] == ["云岫县人民政府", "东山区人民政府", "望溪镇人民政府"]
    assert [group.label for group in found.groups] == ["本级", "下级人民政府", "政府部门", "乡镇、街道"]


def test_a_local_day_of_the_townships_is_the_one_that_is_shown(tree: Tree):
    organizing.set_number(
        code="annual.due_local", value=228, effective_on=D(2025, 12, 1), source="云岫政办发〔2025〕9号", by=HOUSE,
        at=datetime(2025, 12, 1, tzinfo=CHINA),
    )  # fmt: skip
    line = listed(tree.county)["望溪镇人民政府"]
    assert line.due is not None
    assert (line.due.day, line.due.source, line.stands) == (
        D(2026, 2, 28),
        "云岫政办发〔2025〕9号",
        Publication.WAITING,
    )


def test_public_institutions_are_asked_only_where_the_place_says_so(tree: Tree):
    assert "云岫县人民医院" not in listed(tree.county)
    publish(tree.hospital, D(2026, 1, 5))
    assert listed(tree.county)["云岫县人民医院"].stands is Publication.NOT_ASKED
    organizing.set_number(
        code="yearly.institutions_report", value=1, effective_on=D(2025, 1, 1), source="当地规定", by=HOUSE,
        at=datetime(2025, 1, 1, tzinfo=CHINA),
    )  # fmt: skip
    assert listed(tree.county)["云岫县人民医院"].stands is Publication.IN_TIME


def test_a_withdrawn_report_counts_as_missing_until_it_is_published_again(tree: Tree):
    people = factories.staff(tree.water)
    first = publish(tree.water, D(2026, 1, 20))
    records.withdraw(
        record_id=first.pk, reason="in_error", note="数据有误", by=people.of("head"), at=datetime(2026, 1, 25, tzinfo=CHINA)
    )  # fmt: skip
    line = listed(tree.county)["云岫县水利局"]
    assert (line.stands, line.record) == (Publication.WITHDRAWN, first)
    again = publish(tree.water, D(2026, 1, 28))
    line = listed(tree.county)["云岫县水利局"]
    assert (line.stands, line.record, line.published_on) == (Publication.IN_TIME, again, D(2026, 1, 28))


def test_an_organ_that_was_merged_within_the_year_is_not_missing(tree: Tree):
    Organ.objects.filter(pk=tree.land.pk).update(closed_on=D(2025, 9, 1), merged_into=tree.water)
    line = listed(tree.county)["云岫县自然资源和规划局"]
    assert line.stands is Publication.NOT_ASKED
    assert line.note == "2025年9月1日撤销，并入云岫县水利局，本年度由其一并报告"
    assert "云岫县自然资源和规划局" not in listed(tree.county, 2026, D(2027, 3, 1))
    assert listed(tree.county, 2024)["云岫县自然资源和规划局"].stands is Publication.OVERDUE


def test_an_organ_founded_or_ended_after_the_year_is_treated_by_its_days(tree: Tree):
    Organ.objects.filter(pk=tree.land.pk).update(opened_on=D(2026, 1, 1))
    Organ.objects.filter(pk=tree.water.pk).update(closed_on=D(2026, 1, 15), merged_into=tree.land)
    lines = listed(tree.county)
    assert "云岫县自然资源和规划局" not in lines
    assert lines["云岫县水利局"].stands is Publication.OVERDUE
    assert lines["云岫县水利局"].note == "2026年1月15日撤销，并入云岫县自然资源和规划局"


def test_an_organ_stands_under_the_name_that_it_bore_at_the_end_of_the_year(tree: Tree):
    organizing.rename_organ(
        organ=tree.water, name="云岫县水务局", short_name="县水务局", on=D(2026, 2, 1), by=HOUSE,
        at=datetime(2026, 2, 1, tzinfo=CHINA),
    )  # fmt: skip
    assert listed(tree.county)["云岫县水利局"].note == "现名云岫县水务局"
    assert "云岫县水务局" in listed(tree.county, 2026, D(2027, 3, 1))


def test_two_reports_of_one_organ_are_one_line_and_another_year_is_another(tree: Tree):
    publish(tree.water, D(2026, 1, 10), title="政府信息公开工作年度报告（第一稿）")
    second = publish(tree.water, D(2026, 1, 12))
    publish(tree.water, D(2025, 1, 12), year=2024)
    line = listed(tree.county)["云岫县水利局"]
    assert line.record == second
    assert listed(tree.county, 2024)["云岫县水利局"].published_on == D(2025, 1, 12)


@pytest.mark.parametrize("year", [1999, 2007, 2026, 2027, 9999])
def test_a_year_of_which_nothing_can_be_asked_has_no_list(tree: Tree, year: int):
    assert queries.of_year(tree.county.pk, year, TODAY) is None


def test_an_organ_to_which_none_belongs_has_no_list(tree: Tree):
    assert queries.of_year(tree.water.pk, 2025, TODAY) is None
    assert queries.of_year(10**9, 2025, TODAY) is None
    assert queries.listing_organs(Organ.objects.all()) == [tree.county]


@pytest.mark.parametrize("more", [0, 60])
def test_the_list_needs_five_queries_whatever_the_number_of_organs(
    tree: Tree, more: int, django_assert_num_queries: Any
):
    Organ.objects.bulk_create(
        Organ(name=f"云岫县第{n}所", short_name=f"第{n}所", level="county", nature="department", government=tree.county)
        for n in range(100, 100 + more)
    )
    publish(tree.water, D(2026, 1, 30))
    with django_assert_num_queries(5):
        found = queries.of_year(tree.county.pk, 2025, TODAY)
    assert found is not None
    assert len(found.lines) == 5 + more


def test_the_reports_of_an_organ_stand_by_the_year_that_they_are_about(tree: Tree):
    publish(tree.water, D(2026, 1, 30), year=2023)  # late by two years
    publish(tree.water, D(2025, 1, 30), year=2024)
    assert [report.year for report in queries.of_organ(tree.water.pk)] == [2024, 2023]
    assert queries.listed_years([tree.water.pk], TODAY) == [2025, 2024, 2023]


def test_years_before_the_platform_held_reports_are_not_listed(tree: Tree):
    publish(tree.water, D(2024, 1, 30), year=2023)
    assert queries.of_year(tree.county.pk, 2023, TODAY) is not None
    organizing.set_number(
        code="yearly.listed_from", value=2024, effective_on=D(2025, 1, 1), source="平台2025年启用", by=HOUSE,
        at=datetime(2025, 1, 1, tzinfo=CHINA),
    )  # fmt: skip
    assert queries.of_year(tree.county.pk, 2023, TODAY) is None
    assert queries.listed_years([tree.water.pk], TODAY) == [2025]
    found = queries.of_year(tree.county.pk, 2024, TODAY)
    assert found is not None
    assert not found.follows


def test_whoever_is_collected_from_owes_a_report_too(tree: Tree):
    office = factories.organ("云岫县人民政府办公室", nature="office", government=tree.county, is_supervisor=True)
    far = factories.organ("云岫县供水有限公司", nature="institution")  # belongs to no government in the tree
    at = datetime(2026, 1, 4, tzinfo=CHINA)
    campaign = Campaign.objects.create(
        lead=office, year=2025, title="汇集", due_on=D(2026, 1, 15), due_source="通知", summed_due_on=D(2026, 1, 20),
        summed_due_source="通知", opened_at=at, opened_by="测试",
    )  # fmt: skip
    for organ, state in ((tree.hospital, "assigned"), (far, "assigned"), (tree.water, "removed")):
        Filing.objects.create(
            campaign=campaign, organ=organ, keeper=organ, above=tree.county, reviewer=office, part="department",
            due_on=D(2026, 1, 15), state=state,
        )  # fmt: skip
    lines = listed(tree.county)
    assert lines["云岫县人民医院"].stands is Publication.OVERDUE
    assert lines["云岫县供水有限公司"].stands is Publication.OVERDUE
    assert lines["云岫县水利局"].stands is Publication.OVERDUE  # out of the campaign, but the law still asks
