"""What the national form leaves open is counted by a choice with a source and a day, and the cell says what another would give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from gongkai.answer.foi.models import Decision, Request
from gongkai.kernel.casework.models import Link
from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.vocabulary import CHINA, now
from gongkai.oversee.annual import queries
from gongkai.oversee.annual.choices import NUMBERS, decided_on
from gongkai.oversee.annual.terms import Level
from tests import factories
from tests.oversee.annual import factory
from tests.oversee.annual.factory import Asked

D = date


def told(request: Request, outcome: str, by: Any, law: str = "") -> None:
    request.case.outcome = outcome
    request.case.save()
    Decision.objects.create(
        case=request.case, outcome=outcome, fields={"law": law} if law else {}, author=by, created_at=now()
    )


@pytest.fixture
def year(people: factories.Staff) -> factories.Staff:
    """One of each kind that the form says nothing of, and two plain ones."""
    withdrawn, outside, other, transferred, _, part, joint, _ = factory.requests(
        people.organ,
        [
            Asked(D(2025, 3, 3), D(2025, 3, 10), "o3"), Asked(D(2025, 3, 4), D(2025, 4, 1), "o3"),
            Asked(D(2025, 3, 5), D(2025, 4, 1), "o3"), Asked(D(2025, 3, 6), D(2025, 4, 1), "u1", "org_legal"),
            Asked(D(2025, 5, 6), D(2025, 6, 1), "open"), Asked(D(2025, 5, 6), D(2025, 6, 2), "d4"),
            Asked(D(2025, 5, 7), D(2025, 6, 1), "open"), Asked(D(2025, 7, 7), D(2025, 8, 1), "u1"),
        ],
    )  # fmt: skip
    lead = joint.case.pk - 1
    told(withdrawn, "withdrawn", people.officer)
    told(outside, "other", people.officer, "《中华人民共和国政府信息公开条例》第二条")
    told(other, "other", people.officer, "《中华人民共和国政府信息公开条例》第二十一条")
    told(transferred, "not_ours", people.officer)
    first = part.case.pk - 1
    Link.objects.create(source=part.case, target_id=first, kind="split", by="甲", at=now())
    joint.case.merged_into_id = lead
    joint.case.save()
    return people


def choose(people: factories.Staff, name: str, value: int, on: date | None = None, **given: Any) -> None:
    organizing.set_number(
        code=f"annual.count_{name}", value=value, source="云岫政办函〔2025〕90号", effective_on=on or D(2026, 1, 1),
        by=Actor.system("测试"), at=people.at, **given,
    )  # fmt: skip


def cells(people: factories.Staff, *names: str, year: int = 2025) -> list[Any]:
    report = queries.compute(people.organ, year, people.at)
    assert [check.id for check in report.checks if check.level is Level.ERROR] == []
    for name in (*report.form.cells,):
        rows = queries.rows(people.organ, year, name, report.choices)
        if rows.what is queries.What.REQUESTS:
            assert rows.count() == report.cells[name], name
    return [report.cells[name] for name in names]


ASKED = ("new.total", "o3.total", "u1.total", "open.total", "d4.total", "total.total")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("", [8, 3, 2, 2, 1, 8]),
        ("withdrawn", [7, 2, 2, 2, 1, 7]),
        ("outside", [8, 2, 3, 2, 1, 8]),
        ("transferred", [8, 4, 1, 2, 1, 8]),
        ("split", [7, 3, 2, 2, 0, 7]),
        ("joint", [7, 3, 2, 1, 1, 7]),
    ],
)
def test_each_choice_counts_as_it_says_and_the_tables_still_balance(
    year: factories.Staff, name: str, wanted: list[int]
):
    if name:
        choose(year, name, 1)
    assert cells(year, *ASKED) == wanted


def test_all_choices_together_balance(year: factories.Staff):
    for number in NUMBERS:
        choose(year, number.code.rpartition("_")[2], 1)
    assert cells(year, *ASKED) == [5, 2, 2, 1, 0, 5]


def test_the_cell_says_what_holds_and_what_another_choice_would_give(year: factories.Staff):
    choose(year, "transferred", 1)
    told_ = {one.label: one for one in queries.alternatives(year.organ.pk, 2025, "o3.total", year.at)}
    assert len(told_) == len(NUMBERS)
    transferred = told_["告知或者移送其他负责机关的申请"]
    assert (transferred.source, transferred.since) == ("云岫政办函〔2025〕90号", D(2026, 1, 1))
    assert transferred.others == (("计入“无法提供·本机关不掌握相关政府信息”", 3),)
    assert transferred.differs(4)
    assert told_["申请人撤回的申请"].others == (("不计入申请数量和办理结果", 3),)
    assert told_["申请人撤回的申请"].since is None
    assert not told_["拆分办理的申请"].differs(4)


def test_the_choice_is_that_of_the_time_of_reporting_and_of_the_office(year: factories.Staff):
    choose(year, "withdrawn", 1, on=D(2026, 4, 1))
    assert cells(year, "new.total") == [8], "made after all reports of the year were public"
    year.at = datetime(2026, 6, 1, 9, tzinfo=CHINA)
    assert cells(year, "new.total") == [8]
    choose(year, "withdrawn", 1, on=D(2026, 2, 1), organ=factories.organ())
    assert cells(year, "new.total") == [8], "another office"
    choose(year, "withdrawn", 1, on=D(2026, 2, 1), organ=year.organ)
    assert cells(year, "new.total") == [7]
    assert decided_on(2025, D(2026, 1, 20)) == D(2026, 1, 20)


def test_what_is_counted_with_the_first_is_so_in_every_year(year: factories.Staff):
    choose(year, "split", 1, on=D(2020, 1, 1))
    report = queries.compute(year.organ, 2026, year.at)
    assert report.figures["last.new"].value == 7
