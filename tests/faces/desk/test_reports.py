"""The annual report at the desk: numbers that lead to their rows, figures that are typed in, disputes, texts, the document."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import lxml.html
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.organizations import operations
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records.models import Revision
from gongkai.kernel.records.terms import State
from gongkai.oversee.annual import operations as verbs
from gongkai.oversee.annual import queries
from gongkai.oversee.annual.models import AnnualReport, Dispute, Task, TypedFigure
from tests import factories
from tests.faces.desk.desktop import at_desk, text
from tests.oversee.annual import factory
from tests.oversee.annual.factory import Asked

pytestmark = pytest.mark.django_db
D = date
YEAR = 2025


@pytest.fixture
def people() -> factories.Staff:
    made = factories.staff(name="云岫县水利局")
    factory.requests(
        made.organ,
        [
            Asked(D(2025, 3, 3), D(2025, 3, 21), "open"),
            Asked(D(2025, 5, 6), D(2025, 6, 3), "d4", "org_business"),
            Asked(D(2025, 12, 30)),
        ],
    )
    return made


def address(name: str, people: factories.Staff, *more: Any) -> str:
    return reverse(f"desk:{name}", args=[people.organ.pk, YEAR, *more])


def test_every_number_of_the_page_leads_to_the_rows_that_it_counts(people: factories.Staff):
    client = at_desk(people.officer)
    shown = text(client.get(address("report", people)))
    links = re.findall(r'href="(/desk/reports/\d+/2025/rows/[^"]+)"[^>]*>([^<]+)</a>', shown)
    assert len(links) == 200
    report = queries.compute(people.organ, YEAR, people.at)
    for url, words in links:
        cell = url.rstrip("/").rpartition("/")[2]
        assert words == report.words(cell)
    for cell in (
        "new.total",
        "d4.org_business",
        "normative.issued",
        "review.total",
        "license.decisions",
        "carried_out.natural",
    ):
        assert client.get(address("report_rows", people, cell)).status_code == 200
    behind = text(client.get(address("report_rows", people, "d4.total")))
    assert "保护第三方合法权益" in behind
    assert "2025年6月3日" in behind


def test_the_tables_have_captions_header_cells_and_the_merges_of_the_form(people: factories.Staff):
    shown = text(at_desk(people.officer).get(address("report", people)))
    assert shown.count('<table class="national">') == 3
    assert 'rowspan="22"' in shown
    assert '<th scope="row" colspan="3">一、本年新收政府信息公开申请数量</th>' in shown
    assert shown.count('<th scope="col"') > 20
    assert shown.count(">未填报</a>") == 4


def test_the_overview_says_what_is_missing_and_what_is_late(people: factories.Staff):
    shown = text(at_desk(people.officer).get(reverse("desk:reports")))
    assert "4项未填报" in shown
    assert "已过期" in shown
    assert "年度进行中" in shown


def test_a_year_out_of_which_a_request_was_only_carried_is_not_called_late():
    made = factories.staff(name="云岫县水利局")
    factory.requests(
        made.organ, [Asked(D(2024, 12, 26), D(2025, 1, 14), "open"), Asked(D(2025, 5, 6), D(2025, 6, 3), "d4")]
    )
    client = at_desk(made.officer)
    rows = lxml.html.fromstring(client.get(reverse("desk:reports")).content).xpath("//tbody/tr")
    said = {" ".join(row.text_content().split())[:5]: " ".join(row.text_content().split()) for row in rows}
    assert "已过期" in said["2025年"]
    assert "已过期" not in said["2024年"]
    assert "已在别处公布的不必补编" in said["2024年"]
    verbs.type_figure(
        organ=made.organ, year=2024, cell="license.decisions", value=Decimal(3), source="许可台账", by=made.of("officer"),
        at=made.at,
    )  # fmt: skip
    assert text(client.get(reverse("desk:reports"))).count("已过期") == 2, "what was begun here is owed here"


def test_the_days_by_which_reports_are_public_are_those_of_the_rules_page_with_their_source(people: factories.Staff):
    client = at_desk(people.officer)
    shown = plain(client.get(reverse("desk:reports")))
    for words in ("部门2026年1月31日（条例第四十九条第一款）", "政府2026年3月31日（条例第四十九条第二款）"):
        assert words in shown
    assert "应于2026年1月31日前公布（条例第四十九条第一款）" in plain(client.get(address("report", people)))
    operations.set_number(
        code="annual.due_department", value=120, effective_on=D(2026, 1, 1), source="云岫政办函〔2025〕88号",
        by=Actor.system("测试"), at=people.at,
    )  # fmt: skip
    assert "部门2026年1月20日（云岫政办函〔2025〕88号）" in plain(client.get(reverse("desk:reports")))
    assert "应于2026年1月20日前公布（云岫政办函〔2025〕88号）" in plain(client.get(address("report", people)))


def plain(response: HttpResponse) -> str:
    return "".join(lxml.html.fromstring(text(response)).text_content().split())


def test_a_corrected_report_shows_its_date_and_leads_to_both_texts(people: factories.Staff):
    row = factory.published(people)
    client, page = at_desk(people.officer), f"/records/{row.record_id}/"
    before = text(client.get(address("report", people)))
    assert f'href="{page}"' in before
    assert "已被更正" not in before
    factory.fill(people, license=21)
    factory.passed(people, verbs.draft_record(report=row, by=people.of("officer"), at=people.at))
    shown = text(client.get(address("report", people)))
    assert "发布的更正文本" in shown
    former = f"{page}revisions/1/"
    assert f'href="{former}"' in shown
    assert "已被更正" in shown
    public = Client()
    assert "更正时间" in text(public.get(page))
    assert f'href="{former}"' in text(public.get(page))
    old = text(public.get(former))
    assert "这是更正前的文本" in old
    assert "更正时间" in old
    assert f'href="{page}"' in old


def posted(people: factories.Staff, **values: Any) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for cell in ("license.decisions", "penalty.decisions", "coercion.decisions", "fee.amount"):
        data |= {f"value-{cell}": "0", f"source-{cell}": "审批系统台账"}
    return data | {key.replace("__", ".").replace("_-", "-"): value for key, value in values.items()}


def test_figures_are_typed_in_with_their_source_and_marked(people: factories.Staff):
    client, url = at_desk(people.officer), address("report_figures", people)
    data = posted(people) | {"value-license.decisions": "１，２３４", "value-fee.amount": "96,171.6"}
    assert client.post(url, data).status_code == 302
    report = queries.compute(people.organ, YEAR, people.at)
    assert (report.cells["license.decisions"], str(report.cells["fee.amount"])) == (1234, "96171.6")
    shown = text(client.get(address("report", people)))
    assert shown.count('<span class="origin">填报</span>') == 4
    assert "审批系统台账" in text(client.get(url))
    assert client.post(url, data).status_code == 302
    assert TypedFigure.objects.count() == 4


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"value-license.decisions": "很多"}, "请填写数字，没有发生的填0"),
        ({"value-license.decisions": "-3"}, "不能小于0"),
        ({"value-license.decisions": "2.5"}, "应为整数"),
        ({"source-license.decisions": " "}, "请写明数据来源"),
        ({"value-license.decisions": "9" * 29}, "过大"),
    ],
)
def test_what_cannot_be_is_told_beside_its_field_and_nothing_is_kept(
    people: factories.Staff, changed: dict[str, str], sentence: str
):
    answer = at_desk(people.officer).post(address("report_figures", people), posted(people) | changed)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not TypedFigure.objects.exists()


def opened(client: Client, url: str) -> dict[str, str]:
    """What a browser holds after it opened the form."""
    page = lxml.html.fromstring(client.get(url).content)
    return {key: value for key, value in page.xpath("//main//form[@method='post']")[0].form_values() if "-" in key}


def test_an_empty_field_takes_a_number_back_with_a_reason(people: factories.Staff):
    client, url = at_desk(people.officer), address("report_figures", people)
    client.post(url, posted(people))
    gone = opened(client, url) | {"value-penalty.decisions": "", "source-penalty.decisions": ""}
    assert client.post(url, gone).status_code == 422
    assert client.post(url, gone | {"source-penalty.decisions": "口径有误"}).status_code == 302
    assert "penalty.decisions" in queries.compute(people.organ, YEAR, people.at).missing


def test_an_older_window_does_not_undo_what_a_colleague_wrote(people: factories.Staff):
    client, url = at_desk(people.officer), address("report_figures", people)
    client.post(url, posted(people))
    older = opened(client, url)
    client.post(url, opened(client, url) | {"value-license.decisions": "99"})
    elsewhere = older | {"value-penalty.decisions": "7"}
    assert client.post(url, elsewhere).status_code == 302, "another cell is no conflict"
    cells = queries.compute(people.organ, YEAR, people.at).cells
    assert (cells["license.decisions"], cells["penalty.decisions"]) == (99, 7)
    answer = client.post(url, older | {"value-license.decisions": "98"})
    assert answer.status_code == 422
    assert f"{people.officer.name}已将这一项改为99" in text(answer)
    page = lxml.html.fromstring(answer.content).xpath("//main//form[@method='post']")[0]
    again = {key: value for key, value in page.form_values() if "-" in key}
    assert again["value-license.decisions"] == "98", "what was typed stays"
    assert client.post(url, again).status_code == 302
    assert queries.compute(people.organ, YEAR, people.at).cells["license.decisions"] == 98


DISPUTE = {
    "kind": "review", "filed_on": "2025-04-01", "result": "pending", "decided_on": "", "source": "答复通知书",
    "authority": "云岫县人民政府", "case_number": "岫政复〔2025〕3号", "request": "",
}  # fmt: skip


def test_a_dispute_is_entered_and_its_result_written_when_it_comes(people: factories.Staff):
    client = at_desk(people.officer)
    register = reverse("desk:disputes", args=[people.organ.pk])
    assert "没有登记过复议和诉讼" in text(client.get(register))
    new = reverse("desk:dispute_new", args=[people.organ.pk])
    assert client.post(new, DISPUTE | {"filed_on": ""}).status_code == 422
    assert "审结日期" in text(client.post(new, DISPUTE | {"result": "upheld"}))
    assert client.post(new, DISPUTE).status_code == 302
    row = Dispute.objects.get()
    page = reverse("desk:dispute", args=[row.pk])
    ended = DISPUTE | {"result": "corrected", "decided_on": "2025-06-02", "version": "0"}
    assert client.post(page, ended).status_code == 302
    assert "其他人修改过" in text(client.post(page, ended))
    assert "结果纠正" in text(client.get(register))
    void = reverse("desk:dispute_void", args=[row.pk])
    assert client.post(void, {"reason": "", "version": "1"}).status_code == 422
    assert "其他人修改过" in text(client.post(void, {"reason": "重复", "version": "0"}))
    assert client.post(void, {"reason": "重复", "version": "1"}).status_code == 302
    assert "已作废：重复" in text(client.get(register))
    assert queries.compute(people.organ, YEAR, people.at).cells["review.total"] == 0
    assert client.post(page, ended | {"version": "2"}).status_code == 403


def written(people: factories.Staff, **changed: Any) -> dict[str, Any]:
    row = verbs.open_report(organ=people.organ, year=YEAR, by=people.of("officer"), at=people.at)
    return {
        "version": row.version, "preface": row.preface, "overview": row.overview, "problems": row.problems,
        "others": row.others,
    } | changed  # fmt: skip


def test_texts_are_suggested_written_and_filled_from_the_tables(people: factories.Staff):
    client, url = at_desk(people.officer), address("report_text", people)
    assert "{new.total}" in text(client.get(url))
    assert not AnnualReport.objects.exists()
    answer = client.post(url, written(people, overview="新收{new.total}件。", problems="无"))
    assert answer.status_code == 302
    assert "新收3件。" in text(client.get(address("report", people)))
    wrong = client.post(url, written(people, overview="新收{new.nobody}件"))
    assert wrong.status_code == 422
    assert "不是可以引用的数据名" in text(wrong)
    assert client.post(url, written(people, do="overview")).status_code == 302
    assert AnnualReport.objects.get().overview.startswith("（一）主动公开")


def test_two_windows_do_not_overwrite_each_other(people: factories.Staff):
    client, url = at_desk(people.officer), address("report_text", people)
    first = written(people)
    client.post(url, first | {"problems": "甲的文字"})
    answer = client.post(url, first | {"problems": "乙的文字"})
    assert answer.status_code == 422
    assert "甲的文字" in text(answer)
    assert "乙的文字" in text(answer)
    assert 'name="version" value="1"' in text(answer)
    assert AnnualReport.objects.get().problems == "甲的文字"


def test_the_document_waits_until_nothing_is_missing(people: factories.Staff):
    client, url = at_desk(people.officer), address("report_draft", people)
    refused = text(client.post(url, follow=True))
    assert "4个数据未填报" in refused
    assert Revision.objects.count() == 0
    people.at = factories.now()
    factory.ready(people, YEAR)
    answer = client.post(url, follow=True)
    assert "已生成文稿" in text(answer)
    revision = Revision.objects.get()
    assert (revision.record.kind, revision.state) == ("annual_report", State.DRAFTING)
    shown = text(client.get(address("report", people)))
    assert reverse("desk:document", args=[revision.pk]) in shown
    assert "文稿与本页不一致" not in shown
    factory.requests(people.organ, [Asked(D(2025, 7, 1), D(2025, 7, 9), "u1")])
    assert "文稿与本页不一致" in text(client.get(address("report", people)))


def test_the_files_can_be_had_before_publication_and_say_so(people: factories.Staff):
    client = at_desk(people.signer)
    file = client.get(address("report_file", people, "pdf"))
    assert (file["Content-Type"], file.content[:4]) == ("application/pdf", b"%PDF")
    word = client.get(address("report_file", people, "docx"))
    assert word.content[:2] == b"PK"
    assert client.get(address("report_file", people, "exe")).status_code == 404


@pytest.mark.parametrize("year", [2018, 2999, 0])
def test_a_year_without_a_report_is_not_there(people: factories.Staff, year: int):
    client = at_desk(people.officer)
    assert client.get(reverse("desk:report", args=[people.organ.pk, year])).status_code == 404
    assert client.get(reverse("desk:report_rows", args=[people.organ.pk, YEAR, "no.cell"])).status_code == 404


def test_the_leader_reads_and_writes_nothing(people: factories.Staff):
    client = at_desk(people.signer)
    shown = text(client.get(address("report", people)))
    assert "填报数据</a>" not in shown
    assert "生成文稿</button>" not in shown
    assert client.get(address("report_figures", people)).status_code == 403
    assert client.post(address("report_draft", people)).status_code == 403


def test_the_supervisor_sees_figures_and_no_titles(people: factories.Staff):
    home = factories.organ("云岫县人民政府办公室", is_supervisor=True)
    people.organ.government = home
    people.organ.save()
    client = at_desk(factories.person(Role.SUPERVISOR, organ=home))
    assert people.organ.short_name in text(client.get(reverse("desk:reports")))
    assert "收到和处理政府信息公开申请情况" in text(client.get(address("report", people)))
    behind = text(client.get(address("report_rows", people, "new.total")))
    assert "岫公开申" in behind
    assert "望溪水库水质监测数据" not in behind
    assert "望溪水库水质监测数据" in text(at_desk(people.officer).get(address("report_rows", people, "new.total")))
    auditor = at_desk(factories.person(Role.AUDITOR, organ=people.organ))
    behind = text(auditor.get(address("report_rows", people, "new.total")))
    assert "岫公开申" in behind
    assert "望溪水库水质监测数据" not in behind, "who may not open a request reads nothing of it"


@pytest.mark.parametrize("n", [1, 25])
def test_a_page_of_rows_costs_the_same_however_many(
    people: factories.Staff, n: int, django_assert_max_num_queries: Any
):
    factory.requests(people.organ, [Asked(D(2025, 3, 3), D(2025, 3, 21), "u2")] * n)
    client = at_desk(people.officer)
    with django_assert_max_num_queries(34):
        client.get(address("report_rows", people, "u2.total"))


def test_a_finding_of_the_own_report_is_explained_and_shown_with_who_when_and_why(people: factories.Staff):
    row = factory.ready(people)
    texts = {"overview": row.overview.replace("{new.total}件", "7件")}
    verbs.write_texts(report_id=row.pk, version=row.version, texts=texts, by=people.of("officer"), at=people.at)
    client, page = at_desk(people.officer), address("report", people)
    shown = text(client.get(page))
    urls = set(re.findall(r'href="(/desk/reports/\d+/2025/findings/\w{16}/)"', shown))  # it is not in balance either
    (url,) = (one for one in urls if "正文“新收政府信息公开申请7件”" in text(client.get(one)))
    assert "正文“新收政府信息公开申请7件”为7" in shown
    assert "口径可能不同" in text(client.get(url))
    assert client.post(url, {"reason": "长" * 501}).status_code == 422
    assert client.post(url, {"reason": "含上级交办的4件"}).status_code == 302
    shown = text(client.get(page))
    assert "含上级交办的4件" in shown
    assert "已说明" in shown
    assert "1 项已说明" in shown
    row.refresh_from_db()
    texts = {"overview": texts["overview"].replace("7件", "8件", 1)}
    verbs.write_texts(report_id=row.pk, version=row.version, texts=texts, by=people.of("officer"), at=people.at)
    assert "原说明已失效" in text(client.get(page))
    assert "不再适用" in text(client.get(url, follow=True))
    assert client.get(address("report_finding", people, "f" * 16)).status_code == 404


def test_a_formula_of_the_tables_is_mended_and_not_explained(people: factories.Staff):
    factory.requests(people.organ, [Asked(D(2025, 3, 3), D(2025, 4, 1), "")])
    client = at_desk(people.officer)
    shown = text(client.get(address("report", people)))
    assert "不相符" in shown
    assert "/findings/" not in shown
    check = queries.compute(people.organ, YEAR, people.at).errors[0]
    assert "只能改正数据" in text(client.get(address("report_finding", people, check.fingerprint), follow=True))


def test_what_was_published_elsewhere_stands_beside_the_figure_with_the_reason_why_it_differs(people: factories.Staff):
    client, url = at_desk(people.officer), address("report_figures", people)
    data = posted(people) | {"value-penalty.decisions": "12"}
    beside = {
        "elsewhere-penalty.decisions": "15",
        "where-penalty.decisions": "省公示系统",
        "reason-penalty.decisions": "",
    }
    assert client.post(url, data | beside | {"where-penalty.decisions": ""}).status_code == 422
    assert not TypedFigure.objects.exists()
    assert client.post(url, data | beside).status_code == 302
    shown = text(client.get(address("report", people)))
    assert "省公示系统公布的为15" in shown
    assert "未说明" in shown
    again = opened(client, url) | {"reason-penalty.decisions": "含上年作出的3件"}
    assert client.post(url, again).status_code == 302
    shown = text(client.get(address("report", people)))
    assert "含上年作出的3件" in shown
    assert "未说明" not in shown
    older = opened(client, url)
    assert client.post(url, opened(client, url) | {"elsewhere-penalty.decisions": "16"}).status_code == 302
    answer = client.post(url, older | {"elsewhere-penalty.decisions": "17"})
    assert answer.status_code == 422
    assert "已将这一项改为16" in text(answer)
    assert "不需要写原因" in text(client.post(url, opened(client, url) | {"reason-license.decisions": "没有"}))


def test_tasks_of_the_year_are_entered_finished_and_crossed_out(people: factories.Staff):
    client, page = at_desk(people.officer), address("report_tasks", people)
    assert "还没有登记任务" in text(client.get(page))
    given = {"name": "修订公开指南", "source": "工作要点", "state": "running", "finished_on": "", "result": ""}
    assert client.post(address("report_task_new", people), given | {"name": ""}).status_code == 422
    assert client.post(address("report_task_new", people), given).status_code == 302
    row = Task.objects.get()
    one = reverse("desk:report_task", args=[row.pk])
    assert "请填写完成日期" in text(client.post(one, given | {"state": "done", "version": "0"}))
    done = given | {"state": "done", "finished_on": "2025-09-30", "result": "已修订发布", "version": "0"}
    assert client.post(one, done).status_code == 302
    shown = text(client.get(page))
    assert "任务完成" in shown
    assert "年初确定的公开工作任务1项，已全部完成。" in shown
    assert "其他人修改过" in text(client.post(one, done))
    assert client.post(one, {"do": "void", "version": "1", "void_reason": ""}).status_code == 422
    assert client.post(one, {"do": "void", "version": "1", "void_reason": "重复"}).status_code == 302
    assert "已作废：重复" in text(client.get(page))
    assert "已经作废" in text(client.get(one, follow=True))


def test_a_choice_of_counting_is_made_by_its_name_on_the_rules_page(people: factories.Staff):
    client = at_desk(factories.person(Role.ADMIN, organ=people.organ))
    assert "计入“其他处理·其他”" in text(client.get(reverse("desk:rules")))
    page = reverse("desk:rule", args=["annual.count_withdrawn"])
    shown = text(client.get(page))
    assert shown.count('type="radio"') == 2
    assert "不计入申请数量和办理结果" in shown
    given = {"value": "1", "source": "云岫政办函〔2026〕9号", "effective_on": people.at.date().isoformat(), "organ": ""}
    assert client.post(page, given | {"value": "7"}).status_code == 422
    assert client.post(page, given).status_code == 302
    assert "云岫政办函〔2026〕9号" in text(client.get(page))
    behind = text(
        at_desk(people.officer).get(reverse("desk:report_rows", args=[people.organ.pk, people.at.year, "o3.total"]))
    )
    assert "不计入申请数量和办理结果" in behind
    assert "云岫政办函〔2026〕9号" in behind
