"""条例第四十九条: by when a report has to be public, and that a published one stands in the 年报 part of the platform."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client

from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records.terms import State
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual import operations as verbs
from gongkai.oversee.annual import queries
from tests import factories
from tests.oversee.annual import factory


@pytest.mark.parametrize(
    ("nature", "day"),
    [
        ("department", date(2026, 1, 31)),
        ("dispatched", date(2026, 1, 31)),
        ("government", date(2026, 3, 31)),
        ("office", date(2026, 1, 31)),  # what it owes by March is the report of the government, not its own
        ("township", date(2026, 1, 31)),
    ],
)
def test_departments_publish_by_the_end_of_january_and_governments_by_the_end_of_march(db, nature: str, day: date):
    assert queries.due_days()(factories.organ(nature=nature), 2025).day == day


def test_a_report_covers_the_first_of_january_to_the_last_of_december(people: factories.Staff):
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1)]
    factory.requests(people.organ, [factory.Asked(day) for day in days])
    report = queries.compute(people.organ, 2025, people.at)
    assert (report.cells["carried_in.total"], report.cells["new.total"], report.cells["carried_out.total"]) == (1, 2, 3)


def test_the_year_ends_at_midnight_in_china(people: factories.Staff):
    assert not queries.compute(people.organ, 2025, datetime(2025, 12, 31, 23, 59, tzinfo=CHINA)).ended
    assert queries.compute(people.organ, 2025, datetime(2026, 1, 1, tzinfo=CHINA)).ended


def test_a_published_report_stands_in_its_part_of_the_platform_with_its_tables(people: factories.Staff, client: Client):
    factory.requests(people.organ, [factory.Asked(date(2025, 3, 3), date(2025, 4, 1), "open")])
    row = factory.ready(people, license=37)
    revision = verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    people.drafter, people.officer = people.officer, factories.person(Role.FOI_OFFICER, organ=people.organ)
    done = factories.carry(people, revision, State.PUBLISHED, people.at)
    listed = client.get("/open/annual/").content.decode()
    assert f"{people.organ.name}2025年政府信息公开工作年度报告" in listed.replace("<wbr>", "")
    shown = client.get(f"/records/{done.record_id}/").content.decode()
    assert shown.count("<caption>") == 3
    assert '<th colspan="3" scope="row">一、本年新收政府信息公开申请数量</th>' in shown
    assert '<th rowspan="22" scope="rowgroup">三、本年度办理结果</th>' in shown
    assert ">37<" in shown
