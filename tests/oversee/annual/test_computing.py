"""Every number of a report is a question over what happened, and its rows can be looked at."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection

from gongkai.kernel.ledger.queries import Actor
from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.records import operations as records
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import operations as verbs
from gongkai.oversee.annual import queries
from gongkai.oversee.annual.format import KINDS
from gongkai.oversee.annual.report import Report
from gongkai.oversee.annual.terms import Level
from tests import factories
from tests.oversee.annual import factory
from tests.oversee.annual.factory import Asked

D = date


def computed(people: factories.Staff, year: int = 2025) -> Report:
    return queries.compute(people.organ, year, people.at)


def failing(report: Report) -> list[str]:
    return [check.id for check in report.checks if check.level == Level.ERROR]


@pytest.fixture
def year(people: factories.Staff) -> factories.Staff:
    """Six requests around 2025: two carried in, three new, one of them open at the end, one of the next year."""
    factory.requests(
        people.organ,
        [
            Asked(D(2024, 12, 20), D(2025, 1, 10), "open"),
            Asked(D(2024, 11, 3), D(2025, 2, 7), "d4", "org_business"),
            Asked(D(2025, 3, 3), D(2025, 3, 21), "u1"),
            Asked(D(2025, 1, 1), D(2025, 12, 31), "o1", "org_legal", late=True),
            Asked(D(2025, 12, 31), D(2026, 1, 14), "partial"),
            Asked(D(2024, 5, 6), D(2024, 5, 20), "open"),
            Asked(D(2026, 1, 5)),
        ],
    )
    return people


def test_requests_are_new_by_receipt_and_handled_by_reply(year: factories.Staff):
    report = computed(year)
    assert report.cells["new.total"] == 3
    assert report.cells["carried_in.total"] == 2
    assert report.cells["total.total"] == 4
    assert report.cells["carried_out.total"] == 1
    assert report.cells["open.natural"] == 1
    assert report.cells["d4.org_business"] == 1
    assert report.cells["o1.org_legal"] == 1
    assert report.cells["partial.total"] == 0
    assert failing(report) == []


def test_what_one_year_carries_out_the_next_carries_in(year: factories.Staff):
    now, following = computed(year), computed(year, 2026)
    for column in (*KINDS, "total"):
        assert now.cells[f"carried_out.{column}"] == following.cells[f"carried_in.{column}"]


def test_a_request_that_the_law_has_not_yet_received_is_not_counted(people: factories.Staff):
    factory.requests(people.organ, [Asked(None)])
    report = computed(people)
    assert report.cells["new.total"] == report.cells["carried_out.total"] == 0


def test_the_requests_of_another_organ_are_not_counted(year: factories.Staff):
    other = factories.organ()
    assert queries.compute(other, 2025, year.at).cells["new.total"] == 0


def test_the_form_of_2020_has_one_row_for_other_handling(people: factories.Staff):
    factory.requests(people.organ, [Asked(D(2020, 3, 3), D(2020, 4, 1), line) for line in ("o1", "o2", "o3", "n3")])
    report = computed(people, 2020)
    assert report.cells["o.total"] == 3
    assert report.cells["n3.total"] == 1
    assert report.form.code == "2019"
    assert failing(report) == []
    assert queries.rows(people.organ, 2020, "o.natural").count() == 3


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        (Asked(D(2025, 3, 3), D(2025, 4, 1), ""), {"col.result.自然人", "col.result.总计"}),
        (Asked(D(2025, 3, 3), D(2025, 4, 1), "zz"), {"col.result.自然人", "col.result.总计"}),
        (Asked(D(2025, 3, 3), D(2025, 4, 1), "open", "alien"), {"row.new", "row.open", "row.total"}),
        (Asked(None, D(2025, 4, 1), "open"), {"col.balance.自然人", "col.balance.总计"}),
        (Asked(D(2026, 1, 4), D(2025, 12, 30), "open"), {"col.balance.自然人", "col.balance.总计"}),
    ],
    ids=[
        "reply without a line",
        "line of no form",
        "applicant of no kind",
        "reply without receipt",
        "reply before receipt",
    ],
)
def test_a_row_that_is_not_in_order_breaks_a_check_and_is_not_hidden(
    year: factories.Staff, broken: Asked, found: set[str]
):
    factory.requests(year.organ, [broken])
    assert set(failing(computed(year))) == found


def test_both_sides_and_the_difference_of_a_check_are_told(year: factories.Staff):
    factory.requests(year.organ, [Asked(D(2025, 3, 3), D(2025, 4, 1), "")])
    check = next(c for c in computed(year).checks if c.id == "col.result.总计")
    assert (check.left, check.right, check.diff, check.holds) == (4, 5, -1, False)
    assert "total.total" in check.cells


def test_normative_documents_are_counted_by_their_dates(people: factories.Staff):
    def document(title: str, **given: Any) -> Any:
        return factories.published(people, title=title, at=people.at, **given)

    document("甲办法", made_on=D(2025, 2, 3))
    document("乙办法", made_on=D(2019, 2, 3), expires_on=D(2025, 6, 30))
    repealed = document("丙办法", made_on=D(2018, 2, 3))
    records.repeal(record_id=repealed.pk, on=D(2025, 9, 1), note="不再适用", by=people.of("head"), at=people.at)
    document("丁办法", made_on=D(2025, 12, 30), effective_on=D(2026, 2, 1))
    document("戊通知", made_on=D(2025, 2, 3), kind="policy_other")
    withdrawn = document("己办法", made_on=D(2025, 2, 3))
    records.withdraw(record_id=withdrawn.pk, reason="in_error", note="发错", by=people.of("head"), at=people.at)
    factories.draft(people, title="庚办法", made_on=D(2025, 2, 3), at=people.at)
    report = computed(people)
    assert [report.cells[f"normative.{c}"] for c in ("issued", "repealed", "in_force")] == [2, 1, 1]
    assert [report.cells[f"rules.{c}"] for c in ("issued", "repealed", "in_force")] == [0, 0, 0]
    assert [r.title for r in queries.rows(people.organ, 2025, "normative.issued").records] == ["甲办法", "丁办法"]
    assert [r.title for r in queries.rows(people.organ, 2025, "normative.in_force").records] == ["甲办法"]


def test_in_force_means_on_the_last_day_of_the_year(people: factories.Staff):
    for day, title in ((D(2025, 12, 31), "止于年末"), (D(2025, 12, 30), "止于前一日")):
        factories.published(people, title=title, made_on=D(2020, 1, 2), expires_on=day, at=people.at)
    assert [r.title for r in queries.rows(people.organ, 2025, "normative.in_force").records] == ["止于年末"]


def test_documents_of_2020_are_counted_as_made_and_made_public(people: factories.Staff):
    factories.published(people, made_on=D(2020, 5, 6), at=factory.moment(D(2020, 5, 20)))
    factories.published(people, made_on=D(2020, 12, 28), at=factory.moment(D(2021, 1, 5)))
    report = computed(people, 2020)
    assert [report.cells[f"normative.{c}"] for c in ("made", "published", "public")] == [2, 1, 1]


def dispute(people: factories.Staff, **given: Any) -> Any:
    fields = {"kind": "review", "filed_on": D(2025, 3, 1), "result": "pending", "source": "行政复议答复通知书"} | given
    return verbs.enter_dispute(organ=people.organ, fields=fields, by=people.of("officer"), at=people.at)


def test_a_dispute_is_pending_until_the_year_in_which_it_ended(people: factories.Staff):
    dispute(people, filed_on=D(2024, 11, 1), result="upheld", decided_on=D(2025, 1, 15))
    dispute(people, filed_on=D(2025, 11, 1), result="corrected", decided_on=D(2026, 1, 10))
    dispute(people, kind="post", filed_on=D(2023, 5, 1))
    dispute(people, kind="direct", filed_on=D(2023, 5, 1), result="other", decided_on=D(2023, 9, 1))
    report = computed(people)
    columns = ("upheld", "corrected", "other", "pending", "total")
    assert [report.cells[f"review.{c}"] for c in columns] == [1, 0, 0, 1, 2]
    assert [report.cells[f"post.{c}"] for c in columns] == [0, 0, 0, 1, 1]
    assert [report.cells[f"direct.{c}"] for c in columns] == [0, 0, 0, 0, 0]
    assert [computed(people, 2024).cells[f"review.{c}"] for c in columns] == [0, 0, 0, 1, 1]
    assert failing(report) == []


def test_every_cell_counts_exactly_the_rows_that_it_opens(year: factories.Staff):
    dispute(year)
    factory.fill(year)
    factories.published(year, made_on=D(2025, 5, 6), at=year.at)
    report = computed(year)
    for cell in report.form.cells:
        rows = queries.rows(year.organ, 2025, cell)
        if rows.what is not queries.What.TYPED:
            assert rows.count() == report.cells[cell], cell


def test_rows_show_nobody(year: factories.Staff):
    for request in queries.rows(year.organ, 2025, "new.total").requests:
        assert "sealed" not in request.__dict__
        assert "description" in request.get_deferred_fields()


@pytest.mark.parametrize("cell", ["", "new", "new.alien", "o.total", "../x", "license.previous"])
def test_a_cell_that_the_form_does_not_have_is_refused(people: factories.Staff, cell: str):
    with pytest.raises(Refusal, match="没有这个单元格"):
        queries.rows(people.organ, 2025, cell)


def test_the_name_is_that_of_the_year(people: factories.Staff):
    organizing.rename_organ(
        organ=people.organ, name="云岫县水务局", short_name="县水务局", on=D(2026, 1, 5),
        by=Actor.system("测试"), at=people.at,
    )  # fmt: skip
    assert computed(people).organ == "云岫县水利局"


@pytest.mark.parametrize("n", [1, 40])
def test_a_report_is_a_fixed_number_of_queries_whatever_the_volume(
    people: factories.Staff, django_assert_max_num_queries: Any, n: int
):
    factory.requests(people.organ, [Asked(D(2025, 3, 3), D(2025, 4, 1), "open")] * n)
    people.organ.refresh_from_db()
    with django_assert_max_num_queries(13):
        computed(people)
    assert connection.vendor


def test_the_json_has_the_keys_of_exchanged_reports(year: factories.Staff):
    factory.fill(year, license=12, fee="3.5")
    said = computed(year).as_json()
    assert {"organ", "year", "format", "tables", "narrative_figures", "checks", "missing"} <= set(said)
    assert said["tables"]["section2"] == {
        "规章": [0, 0, 0], "规范性文件": [0, 0, 0], "许可": 12, "处罚": 0, "强制": 0, "收费": 3.5,
    }  # fmt: skip
    assert said["tables"]["section3"]["rows"]["new"] == [2, 0, 0, 0, 1, 0, 3]
    assert said["tables"]["section4"]["post"] == [0, 0, 0, 0, 0]
    assert set(said["checks"][0]) == {"id", "rule", "kind", "formula", "left", "right", "diff", "holds", "level"}
    assert said["missing"] == []
