"""政务公开工作年度总结: this year beside last year, growth only on a base, numbers in the text that cannot part from the tables."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from lxml import html

from gongkai.kernel.records.models import Record
from gongkai.kernel.vocabulary import CHINA, Refusal
from gongkai.oversee.yearly import operations as verbs
from gongkai.oversee.yearly import queries, rendering
from gongkai.oversee.yearly.queries import Form, Subject
from tests import factories
from tests.oversee.annual import factory as annual
from tests.oversee.annual.factory import Asked
from tests.oversee.yearly import factory
from tests.oversee.yearly.test_website import publish

D = date


def answer(people: factories.Staff, item: str, text: str, year: int = 2025) -> None:
    about = Subject(people.organ, Form.SUMMARY, None, year)
    verbs.answer(about=about, item=item, text=text, source="台账", by=people.of("officer"), at=people.at)


def test_growth_stands_beside_both_numbers_and_only_on_a_base(people: factories.Staff):
    answer(people, "site.other", "514156")
    answer(people, "last.site.other", "378800")
    answer(people, "wechat.posts", "195")
    answer(people, "wechat.posts", "155", year=2024)  # last year's own form
    answer(people, "weibo.posts", "7")
    answer(people, "last.weibo.posts", "0")
    answer(people, "gazette.issues", "无")
    answer(people, "last.gazette.issues", "12")
    answer(people, "press.held", "3")
    sheet = queries.compute(factory.about(people, Form.SUMMARY), people.at)
    codes = ("site.other", "wechat.posts", "weibo.posts", "gazette.issues", "press.held")
    assert [(sheet.words(code), sheet.last_words(code), sheet.growth_words(code)) for code in codes] == [
        ("514156", "378800", "35.73"),
        ("195", "155", "25.81"),
        ("7", "0", ""),
        ("无此项", "12", ""),
        ("3", "无数据", ""),
    ]
    said = sheet.report.sentences["channels.sentence"] if sheet.report else ""
    assert "其他网站、栏目公开信息514156条（上年378800条，增长35.73%）" in said
    assert "微博发布信息7条（上年0条）" in said
    assert "新闻发布会3场" in said
    assert "政府公报" not in said


def test_documents_and_requests_of_a_government_are_counted_with_those_below_it(people: factories.Staff):
    below = factories.staff(name="云岫县水利局", government=people.organ)
    below.at = people.at
    publish(people, "normative", 2, topic="A20-1")
    publish(
        below,
        "notice",
        3,
        topic="A20-15",
    )
    publish(below, "budget", 1, year=2024, topic="A20-7")
    annual.requests(
        below.organ,
        [Asked(D(2025, 3, 3), D(2025, 3, 21), "open"), Asked(D(2025, 4, 3), D(2025, 5, 6), "d4", "org_business"), Asked(D(2025, 12, 30))],
    )  # fmt: skip
    sheet = queries.compute(factory.about(people, Form.SUMMARY), people.at)
    assert (sheet.answers["site.published"], sheet.last["site.published"]) == (5, 1)
    assert sheet.answers["stock.public"] == 6
    assert sheet.scope == "包括本级和所属1个机关"
    assert (sheet.answers["request.new"], sheet.answers["request.done"]) == (3, 2)
    assert {row.label: row.now for row in sheet.channels} == {
        "当面提交": 0, "邮寄（签收）": 0, "平常信函": 0, "互联网": 3, "传真": 0,
    }  # fmt: skip
    assert {row.label: row.now for row in sheet.results if row.now} == {"予以公开": 1, "不予公开": 1}
    assert sum(row.now for row in sheet.topics) == 5
    own = queries.compute(factory.about(below, Form.SUMMARY), people.at)
    assert (own.answers["site.published"], own.scope) == (3, "为本机关的数据")


def test_a_number_in_the_text_is_that_of_the_table_and_an_unknown_name_is_refused(people: factories.Staff):
    row = factory.ready(people, factory.about(people, Form.SUMMARY), wechat__posts="195")
    texts = {"work": "微信发布{wechat.posts}条。{channels.sentence}"}
    row = verbs.write_texts(report_id=row.pk, version=row.version, texts=texts, by=people.of("officer"), at=people.at)
    sheet = queries.compute(factory.about(people, Form.SUMMARY), people.at)
    assert "微信发布195条。" in rendering.html(sheet, row)
    answer(people, "wechat.posts", "200")
    sheet = queries.compute(factory.about(people, Form.SUMMARY), people.at)
    assert "微信发布200条。" in rendering.html(sheet, row)
    with pytest.raises(Refusal, match="不是可以引用的数据名"):
        verbs.write_texts(
            report_id=row.pk, version=row.version, texts={"work": "{no.such}"}, by=people.of("officer"), at=people.at
        )
    with pytest.raises(verbs.StaleText):
        verbs.write_texts(report_id=row.pk, version=0, texts={"work": "甲"}, by=people.of("officer"), at=people.at)


def test_what_is_open_or_unwritten_keeps_the_summary_from_becoming_a_document(people: factories.Staff):
    about = factory.about(people, Form.SUMMARY)
    row = verbs.open_report(about=about, by=people.of("officer"), at=people.at)
    with pytest.raises(Refusal) as refusal:
        verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    assert "微信公众号发布信息" in refusal.value.message
    assert "“二、存在的问题”中还有1处【待补充】" in refusal.value.message
    early = datetime(2025, 12, 20, tzinfo=CHINA)
    assert "2025年尚未结束，年度终了后才能生成文稿。" in queries.gaps(queries.compute(about, early), row)


def test_a_published_summary_has_its_sections_and_tables(people: factories.Staff):
    publish(people, "normative", 2, topic="A20-1")
    row = factory.published(people, factory.about(people, Form.SUMMARY), wechat__posts="195")
    record = Record.objects.select_related("current").get(pk=row.record_id)
    assert record.title == "云岫县人民政府2025年政务公开工作年度总结"
    assert record.current is not None
    body = html.fragment_fromstring(record.current.body, create_parent=True)
    assert body.xpath("./h2/text()") == ["一、工作开展情况", "二、存在的问题", "三、下一步工作", "附表"]
    assert body.xpath(".//caption/text()") == [
        "政务公开工作数据", "主动公开信息的事项", "政府信息公开申请的渠道", "政府信息公开申请的办理结果",
    ]  # fmt: skip
    assert all(cell.get("scope") for cell in body.xpath(".//th"))
    assert "【" not in body.text_content()
    assert [(one.year, one.record.kind) for one in queries.of_organ(people.organ.pk)] == [(2025, "work_summary")]


def test_the_files_are_made(people: factories.Staff):
    about = factory.about(people, Form.SUMMARY)
    row = factory.ready(people, about)
    sheet = queries.compute(about, people.at)
    assert queries.typeset(sheet, row, "pdf").startswith(b"%PDF")
    assert queries.typeset(sheet, row, "docx").startswith(b"PK")
    found = sheet.as_json()
    assert {"topics", "channels", "results"} <= set(found)
    assert found["missing"] == []


def test_where_last_years_total_was_typed_in_its_parts_are_not_compared_with_what_the_system_counted(
    people: factories.Staff,
):
    annual.requests(
        people.organ, [Asked(D(2025, 3, 3), D(2025, 3, 21), "open"), Asked(D(2024, 12, 30), D(2025, 1, 9), "open")]
    )
    before = queries.compute(factory.about(people, Form.SUMMARY), people.at)
    assert [row.last for row in before.channels if row.now] == [1]
    answer(people, "last.request.new", "108")
    sheet = queries.compute(factory.about(people, Form.SUMMARY), people.at)
    assert sheet.growth_words("request.new") == "-99.07"
    assert {row.last for row in sheet.channels} == {None}
    assert {row.last for row in sheet.results} == {0}


def test_a_year_before_the_platform_is_not_known_and_never_nought(people: factories.Staff):
    publish(people, "normative", 2, topic="A20-1")
    annual.requests(people.organ, [Asked(D(2025, 3, 3), D(2025, 3, 21), "open")])
    sheet = queries.compute(factory.about(people, Form.SUMMARY), people.at)
    codes = ("site.published", "stock.public", "request.new", "request.done")
    assert [sheet.last_words(code) for code in codes] == ["无数据"] * 4
    assert {row.last for row in (*sheet.topics, *sheet.channels, *sheet.results)} == {None}
    assert sheet.report is not None
    assert "上年" not in sheet.report.sentences["channels.sentence"] + sheet.report.sentences["requests.sentence"]
    publish(people, "notice", 1, year=2024, topic="A20-15")  # the platform was there: a nought is one
    sheet = queries.compute(factory.about(people, Form.SUMMARY), people.at)
    assert [sheet.last_words(code) for code in codes] == ["1", "1", "0", "0"]


def test_organs_that_ended_before_the_year_are_not_counted_among_those_below(people: factories.Staff):
    factories.organ("云岫县水利局", government=people.organ)
    gone = factories.organ("云岫县水产局", government=people.organ)
    gone.closed_on = D(2024, 6, 30)
    gone.save()
    assert queries.compute(factory.about(people, Form.SUMMARY), people.at).scope == "包括本级和所属1个机关"
