"""条例第五十条: what an annual report contains, in the national form of its year (国办公开办函〔2021〕30号)."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.answer.foi.terms import OUTCOMES
from gongkai.kernel.organizations.models import Organ
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import operations as verbs
from gongkai.oversee.annual import queries, rendering
from tests import factories
from tests.oversee.annual import factory
from tests.oversee.annual.factory import Asked


def test_the_six_sections_stand_in_their_order(people: factories.Staff):
    row = factory.ready(people)
    html = rendering.html(queries.compute(people.organ, 2025, people.at), row)
    titles = [part.partition("</h2>")[0] for part in html.split("<h2>")[1:]]
    assert titles == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]


def test_the_first_section_speaks_of_what_the_form_expects(people: factories.Staff):
    row = verbs.open_report(organ=people.organ, year=2025, by=people.of("officer"), at=people.at)
    for topic in ("主动公开", "依申请公开", "政府信息管理", "政府信息公开平台建设", "监督保障"):
        assert topic in row.overview


def test_a_government_tells_of_assessment_public_opinion_and_accountability():
    government = Organ(nature="government", foi_office="办公室", name="云岫县人民政府")
    department = Organ(nature="department", foi_office="办公室", name="云岫县水利局")
    from gongkai.oversee.annual.queries.computing import office_of

    assert office_of(government, government.name).government
    assert not office_of(department, department.name).government


def test_every_outcome_of_a_request_is_counted_in_exactly_one_row(people: factories.Staff):
    factory.requests(people.organ, [Asked(date(2025, 3, 3), date(2025, 4, 1), o.line.value) for o in OUTCOMES])
    report = queries.compute(people.organ, 2025, people.at)
    assert sum(int(report.cells[f"{leaf}.total"] or 0) for leaf in report.form.leaves) == len(OUTCOMES)
    assert report.cells["total.total"] == len(OUTCOMES)
    assert all(report.cells[f"{leaf}.total"] for leaf in report.form.leaves)
    assert not report.errors


def test_what_the_office_does_not_know_is_never_nought(people: factories.Staff):
    row = verbs.open_report(organ=people.organ, year=2025, by=people.of("officer"), at=people.at)
    with pytest.raises(Refusal, match="没有发生的请填0"):
        verbs.draft_record(report=row, by=people.of("officer"), at=people.at)


def test_reconsideration_and_litigation_are_told_by_their_results(people: factories.Staff):
    for kind, result in (("review", "upheld"), ("direct", "corrected"), ("post", "other"), ("post", "pending")):
        decided = None if result == "pending" else date(2025, 8, 1)
        verbs.enter_dispute(
            organ=people.organ, by=people.of("officer"), at=people.at,
            fields={"kind": kind, "filed_on": date(2025, 2, 3), "result": result, "decided_on": decided, "source": "通知书"},
        )  # fmt: skip
    section = queries.compute(people.organ, 2025, people.at).as_json()["tables"]["section4"]
    assert section == {"review": [1, 0, 0, 0, 1], "direct": [0, 1, 0, 0, 1], "post": [0, 0, 1, 1, 2]}
