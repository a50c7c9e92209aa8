"""Section two beside what was published elsewhere, the tasks of the year, the office's contact facts: all bound into the report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gongkai.config import audit
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records.operations import NotAllowed
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import narrative, queries
from gongkai.oversee.annual import operations as verbs
from gongkai.oversee.annual.models import AnnualReport, Counterpart, Task
from gongkai.oversee.annual.terms import Level
from tests import factories
from tests.oversee.annual import factory

D = date
CELL = "penalty.decisions"
WHERE = "省行政处罚信息公示系统2025年统计"


def beside(people: factories.Staff, value: int | None, source: str = WHERE, **given: Any) -> Any:
    fields = {"year": 2025, "cell": CELL, "by": people.of("officer"), "at": people.at} | given
    number = None if value is None else Decimal(value)
    return verbs.set_beside(organ=people.organ, value=number, source=source, **fields)


def checks(people: factories.Staff) -> list[queries.Check]:
    return [c for c in queries.compute(people.organ, 2025, people.at).checks if c.kind == "elsewhere"]


def test_a_difference_from_what_was_published_elsewhere_is_told_and_explained_but_never_corrected(
    people: factories.Staff,
):
    factory.fill(people, penalty=12)
    beside(people, 15)
    (check,) = checks(people)
    assert (check.left, check.right, check.diff, check.level) == (12, 15, -3, Level.WARNING)
    assert queries.compute(people.organ, 2025, people.at).cells[CELL] == 12
    assert queries.sentence(check) == f"行政处罚·本年处理决定数量：本表为12，{WHERE}公布的为15，相差3。"
    subject = verbs.Subject("", 2025, check.fingerprint, check.topic, queries.sentence(check))
    verbs.explain(
        organ=people.organ, subject=subject, reason="公示系统含上年作出的3件", by=people.of("officer"), at=people.at
    )
    report = queries.compute(people.organ, 2025, people.at)
    told = [
        one for one in queries.findings(report, queries.texts_of(people.organ, report)) if one.check.kind == "elsewhere"
    ]
    assert [(one.open, one.said[0].reason) for one in told] == [(False, "公示系统含上年作出的3件")]
    beside(people, 16)
    report = queries.compute(people.organ, 2025, people.at)
    told = [
        one for one in queries.findings(report, queries.texts_of(people.organ, report)) if one.check.kind == "elsewhere"
    ]
    assert [(one.open, one.lapsed[0].reason) for one in told] == [(True, "公示系统含上年作出的3件")]


def test_the_same_number_elsewhere_holds_and_one_taken_back_is_no_longer_compared(people: factories.Staff):
    factory.fill(people, penalty=12)
    beside(people, 12)
    assert [check.level for check in checks(people)] == [Level.NONE]
    beside(people, 12)
    beside(people, None)
    beside(people, None)
    assert checks(people) == []
    assert [row.value for row in Counterpart.objects.order_by("pk")] == ["12", None]
    assert list(audit.PARTS["年度报告"]()) == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"value": 3, "source": " "}, "公布在何处"),
        ({"value": -3}, "不能小于0"),
        ({"value": 10**30}, "过大"),
        ({"value": 3, "cell": "new.total"}, "由系统统计"),
        ({"value": 3, "year": 2031}, "还没有开始"),
    ],
)
def test_what_cannot_stand_beside_is_refused(people: factories.Staff, given: dict[str, Any], sentence: str):
    with pytest.raises(Refusal, match=sentence):
        beside(people, **given)


def test_only_the_office_for_openness_puts_a_number_beside_or_enters_a_task(people: factories.Staff):
    signer = factories.standing(factories.person(Role.SIGNER, organ=people.organ), people.at)
    with pytest.raises(NotAllowed):
        beside(people, 3, by=signer)
    with pytest.raises(NotAllowed):
        task(people, by=signer)


# -- tasks


def task(people: factories.Staff, **given: Any) -> Task:
    by = given.pop("by", people.of("officer"))
    year = given.pop("year", 2025)
    fields = {
        "name": "清理失效的规范性文件", "source": "2025年政务公开工作要点", "state": "done", "result": "清理12件",
        "finished_on": D(2025, 9, 30),
    } | given  # fmt: skip
    return verbs.enter_task(organ=people.organ, year=year, fields=fields, by=by, at=people.at)


def test_the_tasks_of_the_year_stand_in_section_one(people: factories.Staff):
    task(people)
    task(people, name="修订公开指南", state="running", result="已完成初稿", finished_on=None)
    task(people, name="建设查阅点", state="undone", result="", finished_on=None)
    report = queries.compute(people.organ, 2025, people.at)
    assert {name: one.value for name, one in report.figures.items() if name.startswith("tasks.")} == {
        "tasks.total": 3, "tasks.done": 1, "tasks.running": 1, "tasks.undone": 1,
    }  # fmt: skip
    row = factory.ready(people)
    told = narrative.filled(report, row.overview)
    assert "年初确定的公开工作任务3项，完成1项，正在推进1项，未完成1项。" in told
    text = "逐项结果：{tasks.results}共{tasks.total}项。"
    assert narrative.filled(report, text) == (
        "逐项结果：清理失效的规范性文件：清理12件。修订公开指南：已完成初稿。共3项。"
    )
    found = queries.findings(report, queries.texts_of(people.organ, report))
    assert [one.check.formula for one in found if one.open and one.check.kind == "narrative_sum"] == []


def test_without_tasks_nothing_is_said_of_them(people: factories.Staff):
    report = queries.compute(people.organ, 2025, people.at)
    assert report.sentences["tasks.sentence"] == ""
    task(people)
    assert queries.compute(people.organ, 2025, people.at).sentences["tasks.sentence"] == (
        "年初确定的公开工作任务1项，已全部完成。"
    )


def test_what_became_of_a_task_is_written_later_and_one_entered_by_mistake_counts_nowhere(people: factories.Staff):
    row = task(people, state="running", result="", finished_on=None)
    done = {
        "name": row.name,
        "source": row.source,
        "state": "done",
        "result": "清理12件",
        "finished_on": D(2025, 9, 30),
    }
    who = {"by": people.of("officer"), "at": people.at}
    row = verbs.amend_task(task_id=row.pk, version=0, fields=done, **who)
    with pytest.raises(Refusal, match="其他人修改过"):
        verbs.amend_task(task_id=row.pk, version=0, fields=done, **who)
    assert queries.compute(people.organ, 2025, people.at).figures["tasks.done"].value == 1
    with pytest.raises(Refusal, match="作废这项任务的原因"):
        verbs.void_task(task_id=row.pk, version=1, reason=" ", **who)
    verbs.void_task(task_id=row.pk, version=1, reason="重复登记", **who)
    assert queries.compute(people.organ, 2025, people.at).figures["tasks.total"].value == 0
    with pytest.raises(Refusal, match="已经作废"):
        verbs.amend_task(task_id=row.pk, version=2, fields=done, **who)
    assert list(audit.PARTS["年度报告"]()) == []
    Task.objects.update(result="清理120件")
    assert list(audit.PARTS["年度报告"]()) == [f"公开工作任务{row.pk}的登记内容与台账不符"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"), ({"source": ""}, "source"), ({"state": "great"}, "state"), ({"finished_on": None}, "finished_on"),
        ({"finished_on": D(2026, 2, 1)}, "finished_on"), ({"finished_on": D(2019, 2, 1)}, "finished_on"),
        ({"state": "running"}, "finished_on"), ({"result": ""}, "result"), ({"result": "长" * 501}, "result"),
        ({"year": 2018}, "year"), ({"year": 2031}, ""),
    ],
)  # fmt: skip
def test_a_task_that_cannot_be_is_refused_at_its_field(people: factories.Staff, given: dict[str, Any], field: str):
    with pytest.raises(Refusal) as refused:
        task(people, **given)
    assert refused.value.field == field


# -- the office's facts


def test_the_preface_names_where_to_ask_as_the_organ_has_it_now(people: factories.Staff):
    people.organ.address, people.organ.phone = "望溪路8号", "0550-5610001"
    people.organ.save()
    factory.ready(people)
    row = AnnualReport.objects.get()
    report = queries.compute(people.organ, 2025, people.at)
    assert "联系（地址：望溪路8号，电话：0550-5610001，电子邮箱：water@yunxiu.example）" in narrative.filled(
        report, row.preface
    )
    people.organ.phone = "0550-5610002"
    people.organ.save()
    later = queries.compute(people.organ, 2025, people.at)
    assert "0550-5610002" in narrative.filled(later, row.preface)
    people.organ.address = people.organ.phone = people.organ.email = ""
    people.organ.save()
    bare = queries.compute(people.organ, 2025, people.at)
    told = {one.check.id for one in queries.findings(bare, queries.texts_of(people.organ, bare)) if one.open}
    assert "content.contact" in told
