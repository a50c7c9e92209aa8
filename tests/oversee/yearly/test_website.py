"""政府网站工作年度报表: what the system knows is counted, the rest has a source and a person, what is open is never 0."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from lxml import html

from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.records import kinds
from gongkai.kernel.records import operations as records
from gongkai.kernel.records.models import Record, Revision
from gongkai.kernel.records.operations import importing
from gongkai.kernel.records.operations.importing import Incoming
from gongkai.kernel.vocabulary import CHINA, Refusal
from gongkai.oversee.yearly import operations as verbs
from gongkai.oversee.yearly import queries
from gongkai.oversee.yearly.items import NOTHING_SUCH
from gongkai.oversee.yearly.models import YearlyFigure
from gongkai.oversee.yearly.queries import Form
from tests import factories
from tests.oversee.annual import factory as annual
from tests.oversee.annual.factory import Asked
from tests.oversee.yearly import factory

D = date


def publish(people: factories.Staff, kind: str, n: int, year: int = 2025, **more: Any) -> list[Record]:
    rows = [
        Incoming(
            source=f"{kind}-{year}-{i}", kind=kind, title=f"{kind}第{i}号", body="<p>甲。</p>", text="甲。", **more
        )
        for i in range(n)
    ]
    at = datetime(year, 6, 3, tzinfo=CHINA)
    return importing.publish_imported(rows, organ=people.organ, actor=Actor.system("测试"), at=at)


def test_what_the_platform_knows_is_counted_and_what_it_cannot_know_is_open(people: factories.Staff):
    factory.site(people)
    for kind, n in (("normative", 3), ("interpretation", 2), ("leader", 1), ("budget", 4), ("foi_guide", 1)):
        publish(people, kind, n, topic="A20-1")
    publish(people, "notice", 5, year=2024, topic="A20-15")
    publish(people, "law", 7)  # the law library is no publication of the office
    annual.requests(people.organ, [Asked(D(2025, 3, 3), D(2025, 3, 21), "open"), Asked(D(2025, 12, 30))])
    sheet = queries.compute(factory.about(people), people.at)
    found = {code: sheet.answers[code] for code in (
        "catalogue.policy", "catalogue.system", "catalogue.statutory", "catalogue.annual", "info.catalogue",
        "info.overview", "read.material", "foi.received", "foi.replied", "info.news", "info.total", "visit.total",
    )}  # fmt: skip
    assert found == {
        "catalogue.policy": 3, "catalogue.system": 1, "catalogue.statutory": 4, "catalogue.annual": 0,
        "info.catalogue": 8, "info.overview": 1, "read.material": 2, "foi.received": 2, "foi.replied": 1,
        "info.news": None, "info.total": None, "visit.total": None,
    }  # fmt: skip
    assert (sheet.answers["site.name"], sheet.answers["site.id_code"]) == ("云岫县人民政府网", "9910260001")
    assert sheet.words("visit.total") == "未填报"
    assert "visit.total" in {item.code for item in sheet.missing}
    assert "info.total" not in {item.code for item in sheet.missing}  # named by its part


def test_what_was_withdrawn_after_the_year_still_counts_in_it(people: factories.Staff):
    factory.site(people)
    about = factory.about(people)
    for record, at in zip(publish(people, "normative", 2, topic="A20-1"), (D(2025, 9, 1), D(2026, 1, 5)), strict=True):
        records.withdraw(
            record_id=record.pk, reason="in_error", note="有误", by=people.of("head"),
            at=datetime(at.year, at.month, at.day, tzinfo=CHINA),
        )  # fmt: skip
    assert queries.compute(about, people.at).answers["catalogue.policy"] == 1
    summary = queries.compute(factory.about(people, Form.SUMMARY), people.at)
    assert (summary.answers["site.published"], summary.answers["stock.public"]) == (1, 1)


def test_a_sum_waits_for_its_parts_and_leaves_out_what_there_is_not(people: factories.Staff):
    factory.site(people)
    about = factory.about(people)
    factory.fill(people, about, read__product="无", read__comment="２", done__person="1,200", done__legal="34")
    sheet = queries.compute(about, people.at)
    assert sheet.answers["read.total"] == 2
    assert sheet.answers["read.product"] == NOTHING_SUCH
    assert sheet.answers["done.total"] == 1234
    verbs.take_back(about=about, item="done.legal", reason="重复统计", by=people.of("officer"), at=people.at)
    assert queries.compute(about, people.at).answers["done.total"] is None


def test_an_open_item_blocks_the_document_and_its_publication(people: factories.Staff):
    factory.site(people)
    about = factory.about(people)
    row = factory.ready(people, about)
    revision = verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    verbs.take_back(about=about, item="visit.total", reason="口径有误", by=people.of("officer"), at=people.at)
    with pytest.raises(Refusal, match=r"网站总访问量.*没有发生的填0"):
        verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    revision = Revision.objects.get(pk=revision.pk)
    assert any("网站总访问量" in gap.sentence for gap in kinds.lacking("site_report", revision, people.at))


def test_a_published_table_stands_in_the_reports_of_the_year_it_is_about(people: factories.Staff):
    factory.site(people)
    row = factory.published(people, factory.about(people), visit__total="73532", visit__people="1000")
    assert row.record is not None
    record = Record.objects.select_related("current").get(pk=row.record_id)
    assert record.title == "云岫县人民政府网2025年政府网站工作年度报表"
    assert [(one.year, one.record.pk) for one in queries.of_organ(people.organ.pk)] == [(2025, record.pk)]
    assert record.current is not None
    table = html.fragment_fromstring(record.current.body, create_parent=True).xpath("//table")[0]
    assert table.xpath("./caption/text()") == ["2025年政府网站工作年度报表"]
    assert table.xpath("./thead//th/@scope") == ["col"] * 4
    assert all(line.xpath("./th[@scope='row']") for line in table.xpath("./tbody/tr"))
    assert "73532" in table.xpath(".//tr[th='网站总访问量']/td/text()")
    assert len(table.xpath(".//th[@scope='rowgroup']")) == 9


def test_a_correction_says_which_items_changed(people: factories.Staff):
    factory.site(people)
    about = factory.about(people)
    row = factory.published(people, about, visit__total="73532")
    verbs.answer(
        about=about, item="visit.total", text="74000", source="后台复核", by=people.of("officer"), at=people.at
    )
    revision = verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    assert (revision.correction_wrong, revision.correction_right) == ("网站总访问量：73532", "网站总访问量：74000")


def test_another_site_is_typed_in_whole_and_its_facts_come_from_the_register(people: factories.Staff):
    factory.site(people)
    website = factory.other_site(people)
    about = factory.about(people, website=website)
    publish(people, "normative", 3, topic="A20-1")
    sheet = queries.compute(about, people.at)
    assert sheet.answers["catalogue.policy"] is None
    assert sheet.answers["site.name"] == "云岫县水利信息网"
    assert sheet.title == "云岫县人民政府（云岫县水利信息网）2025年政府网站工作年度报表"
    factory.fill(people, about)
    assert queries.compute(about, people.at).missing == ()
    assert queries.compute(factory.about(people), people.at).answers["visit.total"] is None  # each site for itself


def test_numbers_that_contradict_each_other_are_named(people: factories.Staff):
    factory.site(people)
    about = factory.about(people)
    row = factory.ready(people, about, message__done="9", message__received="7")
    with pytest.raises(Refusal, match=r"“留言办理·办结留言数量”（9）大于“留言办理·收到留言数量”（7）"):
        verbs.draft_record(report=row, by=people.of("officer"), at=people.at)


@pytest.mark.parametrize(
    ("item", "text", "words"),
    [
        ("visit.total", "约七万", "请填数字"),
        ("visit.total", "-1", "不能小于0"),
        ("visit.total", "1.5", "应为整数"),
        ("visit.total", "9" * 20, "数值过大"),
        ("visit.total", "NaN", "数值过大"),
        ("message.days", "1.23456", "四位小数"),
        ("new.search", "也许", "“是”或者“否”"),
        ("site.type", "商业网站", "请选择"),
        ("site.name", "甲", "从登记中取得"),
        ("info.total", "5", "系统统计"),
        ("catalogue.policy", "5", "系统统计"),
        ("no.such", "5", "没有这一项"),
        ("last.visit.total", "5", "没有这一项"),
        ("visit.total", "", "请填写"),
    ],
)
def test_what_answers_nothing_is_refused_in_words(people: factories.Staff, item: str, text: str, words: str):
    factory.site(people)
    with pytest.raises(Refusal, match=words):
        verbs.answer(
            about=factory.about(people), item=item, text=text, source="后台", by=people.of("officer"), at=people.at
        )


def test_an_answer_has_its_source_and_person_and_is_never_overwritten(people: factories.Staff):
    factory.site(people)
    about, officer = factory.about(people), people.of("officer")
    with pytest.raises(Refusal, match="请写明数据来源"):
        verbs.answer(about=about, item="visit.total", text="5", source=" ", by=officer, at=people.at)
    for text in ("5", "5", "6"):
        verbs.answer(about=about, item="visit.total", text=text, source="后台", by=officer, at=people.at)
    assert [row.value for row in queries.history(about)] == ["6", "5"]
    typed = queries.compute(about, people.at).typed["visit.total"]
    assert (typed.value, typed.source, typed.person) == (Decimal(6), "后台", people.officer.name)
    with pytest.raises(Refusal, match="只有本机关公开机构"):
        verbs.answer(about=about, item="visit.total", text="7", source="后台", by=people.of("drafter"), at=people.at)
    assert YearlyFigure.objects.count() == 2


def test_a_name_of_the_table_is_data_that_holds_from_a_year_on(people: factories.Staff):
    factory.site(people)
    supervisor = factories.standing(factories.person("supervisor", organ=people.organ))
    word = {"from_year": 2025, "source": "国办函〔2018〕12号附件", "by": supervisor, "at": people.at}
    verbs.word_item(item="info.news", label="动态要闻更新量", in_use=True, **word)
    verbs.word_item(item="catalogue.annual", label="年报", in_use=False, **word)
    layout = queries.compute(factory.about(people), people.at).layout
    item = layout.item("info.news")
    assert item is not None
    assert item.label == "动态要闻更新量"
    assert layout.item("catalogue.annual") is None
    total = layout.item("info.catalogue")
    assert total is not None
    assert "catalogue.annual" not in total.parts
    before = queries.Subject(people.organ, Form.WEBSITE, None, 2024)
    assert queries.compute(before, people.at).layout.item("catalogue.annual") is not None
    with pytest.raises(Refusal, match="主管部门"):
        verbs.word_item(item="info.news", label="甲", in_use=True, **word | {"by": people.of("officer")})


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"id_code": "123"}, "10位数字"),
        ({"id_code": "9910260001"}, "已经登记过"),  # this platform's own
        ({"address": "javascript:alert(1)"}, "网址不正确"),
        ({"name": ""}, "请填写网站名称"),
        ({"name": "云" * 61}, "最多60字"),
        ({"opened_on": D(2024, 1, 1), "closed_on": D(2023, 1, 1)}, "不能早于开通日期"),
        ({"opened_on": D(1900, 1, 1)}, "日期不正确"),
    ],
)
def test_a_website_is_registered_with_facts_that_can_be(people: factories.Staff, fields: dict[str, Any], words: str):
    factory.site(people)
    with pytest.raises(Refusal, match=words):
        factory.other_site(people, **fields)


def test_a_site_that_was_shut_down_stands_in_the_overview_of_its_last_year(people: factories.Staff):
    factory.site(people)
    factory.other_site(people, opened_on=D(2020, 1, 1), closed_on=D(2025, 5, 1))
    sites = [
        (line.about.year, line.about.website.name)
        for line in queries.overview([people.organ], [2026, 2025])
        if line.about.website
    ]
    assert sites == [(2025, "云岫县水利信息网")]


def test_the_json_names_what_is_open_and_where_each_answer_is_from(people: factories.Staff):
    factory.site(people)
    about = factory.about(people)
    verbs.answer(about=about, item="wechat.posts", text="195", source="公众号", by=people.of("officer"), at=people.at)
    found = queries.compute(about, people.at).as_json()
    items = {item["code"]: item for part in found["parts"] for item in part["items"]}
    assert (items["wechat.posts"]["value"], items["wechat.posts"]["source"]) == (195, "公众号")
    assert items["visit.total"]["value"] is None
    assert "visit.total" in found["missing"]
    assert items["catalogue.policy"]["origin"] == "counted"


def test_every_row_is_sealed_and_the_auditor_finds_what_was_changed_behind_it(people: factories.Staff):
    factory.site(people)
    website = factory.other_site(people)
    about = factory.about(people, website=website)
    factory.ready(people, about)
    supervisor = factories.standing(factories.person("supervisor", organ=people.organ))
    verbs.word_item(item="info.news", label="甲", in_use=True, from_year=2025, source="乙", by=supervisor, at=people.at)
    assert list(queries.faults()) == []
    assert queries.count() > 40
    type(website).objects.update(name="改过的网站")
    assert list(queries.faults()) == [f"政府网站登记{website.pk}的登记内容与台账不符"]


def test_the_form_needs_the_same_number_of_queries_whatever_was_published(
    people: factories.Staff, django_assert_max_num_queries: Any
):
    factory.site(people)
    publish(people, "notice", 40, topic="A20-15")
    for form in Form:
        with django_assert_max_num_queries(20):
            queries.compute(factory.about(people, form), people.at)
