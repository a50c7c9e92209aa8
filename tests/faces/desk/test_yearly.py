"""The yearly forms at the desk: what is counted and typed in, nothing lost, the way to publication, the names of the items."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any

import lxml.html
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records.models import Revision
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.yearly import operations as verbs
from gongkai.oversee.yearly import queries
from gongkai.oversee.yearly.models import Website, YearlyFigure, YearlyReport
from gongkai.oversee.yearly.queries import Form
from tests import factories
from tests.faces.desk.desktop import at_desk, text
from tests.oversee.annual.factory import Asked, requests
from tests.oversee.yearly import factory
from tests.oversee.yearly.test_website import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> factories.Staff:
    made = factories.staff(name="云岫县人民政府", nature="government")
    made.at = datetime(2026, 1, 20, 9, 30, tzinfo=CHINA)
    factory.site(made)
    return made


def address(name: str, people: factories.Staff, form: Form = Form.WEBSITE, *more: Any) -> str:
    return reverse(f"desk:{name}", args=[form.value, people.organ.pk, 0, 2025, *more])


def fields(client: Client, url: str) -> dict[str, str]:
    """What the browser would send from the form as it was opened."""
    form = lxml.html.fromstring(text(client.get(url))).xpath("//main//form")[0]
    return {name: value or "" for name, value in form.form_values()}


def test_the_page_says_what_is_counted_typed_and_open_and_where_the_names_are_from(people: factories.Staff):
    verbs.answer(
        about=factory.about(people), item="wechat.posts", text="195", source="公众号后台", by=people.of("officer"),
        at=people.at,
    )  # fmt: skip
    shown = text(at_desk(people.officer).get(address("yearly_form", people)))
    for words in (
        "尚未与国办函〔2018〕12号的附件逐字核对",
        "未填报",
        "系统统计",
        "网站登记",
        "公众号后台",
        "2026年1月31日",
    ):
        assert words in shown
    assert "没有发生的填0" in shown


def test_answers_are_typed_with_a_source_of_their_own_or_a_common_one(people: factories.Staff):
    client, url = at_desk(people.officer), address("yearly_figures", people)
    data = fields(client, url) | {
        "common": "网站统计后台", "value-visit.total": "７３，５３２", "value-new.search": "是", "value-weibo.posts": "无",
        "value-wechat.posts": "195", "source-wechat.posts": "公众号后台",
    }  # fmt: skip
    assert client.post(url, data).status_code == 302
    sheet = queries.compute(factory.about(people), people.at)
    codes = ("visit.total", "new.search", "weibo.posts", "wechat.posts")
    assert [sheet.words(code) for code in codes] == ["73532", "是", "无此项", "195"]
    assert [sheet.typed[code].source for code in codes] == ["网站统计后台"] * 3 + ["公众号后台"]
    again = fields(client, url)
    assert client.post(url, again).status_code == 302
    assert YearlyFigure.objects.count() == 4
    assert client.post(url, again | {"value-visit.total": "", "source-visit.total": "口径有误"}).status_code == 302
    assert queries.compute(factory.about(people), people.at).answers["visit.total"] is None


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(people: factories.Staff):
    client, url = at_desk(people.officer), address("yearly_figures", people)
    data = fields(client, url) | {"value-visit.total": "七万", "value-visit.people": "5"}
    answer = client.post(url, data)
    assert answer.status_code == 422
    shown = text(answer)
    assert "请填数字" in shown
    assert "请写明数据来源" in shown
    assert 'value="七万"' in shown
    assert not YearlyFigure.objects.exists()


def test_an_answer_that_somebody_else_gave_meanwhile_is_not_overwritten_unseen(people: factories.Staff):
    client, url = at_desk(people.officer), address("yearly_figures", people)
    data = fields(client, url)
    verbs.answer(
        about=factory.about(people), item="visit.total", text="9", source="后台", by=people.of("head"), at=people.at
    )
    answer = client.post(url, data | {"value-visit.total": "8", "source-visit.total": "手工"})
    assert answer.status_code == 422
    assert "已将这一项改为9，来源：后台" in text(answer)
    untouched = client.post(url, data | {"value-wechat.posts": "1", "source-wechat.posts": "甲"})
    assert untouched.status_code == 302  # what was left alone stays as the other wrote it
    assert queries.compute(factory.about(people), people.at).answers["visit.total"] == 9


def test_the_way_from_answers_to_a_document_under_review(people: factories.Staff):
    client = at_desk(people.officer)
    url = address("yearly_draft", people)
    answer = client.post(url, follow=True)
    assert "还不能生成文稿" in text(answer)
    factory.fill(people, factory.about(people))
    answer = client.post(url)
    revision = Revision.objects.get(record__kind="site_report")
    assert answer["Location"] == reverse("desk:document", args=[revision.pk])
    assert "文稿：" in text(client.get(address("yearly_form", people)))
    assert "文稿办理中" in text(client.get(reverse("desk:yearly") + "?year=2025"))


def test_the_texts_of_a_summary_keep_their_numbers_as_names(people: factories.Staff):
    client, url = at_desk(people.officer), address("yearly_text", people, Form.SUMMARY)
    data = fields(client, url)
    assert "{channels.sentence}" in data["work"]
    answer = client.post(url, data | {"work": "微信{wechat.posts}条，{没有}"})
    assert answer.status_code == 422
    assert "不是可以引用的数据名" in text(answer)
    assert client.post(url, data | {"problems": "队伍不稳定。"}).status_code == 302
    assert YearlyReport.objects.get().problems == "队伍不稳定。"
    stale = client.post(url, data | {"problems": "另一句。", "version": "0"})
    assert stale.status_code == 422
    assert "下面是其他人已保存的文字" in text(stale)
    assert client.get(address("yearly_text", people)).status_code == 404  # a table has no text


def test_a_counted_number_leads_to_the_rows_that_it_counts(people: factories.Staff):
    office = factories.staff(name="云岫县水利局", government=people.organ)
    office.at = people.at
    publish(office, "normative", 2, topic="A20-1", made_on=date(2025, 3, 3))
    publish(office, "interpretation", 3, topic="A20-1")
    requests(office.organ, [Asked(date(2025, 3, 3), date(2025, 3, 21), "open"), Asked(date(2025, 12, 30))])
    client = at_desk(office.officer)
    page = lxml.html.fromstring(text(client.get(address("yearly_form", office, Form.SUMMARY))))
    found = {}
    for link in page.xpath("//td[@data-label='本年']/a"):
        shown = text(client.get(link.get("href")))
        found[link.xpath("./span/text()")[0]] = (link.xpath("./text()")[0], shown)
    assert {name: words for name, (words, _) in found.items()} == {
        "：政府网站（本平台）公开信息": "5", "：年末现行有效行政规范性文件": "2", "：政策解读材料": "3", "：新收申请": "2", "：办结申请": "1",
    }  # fmt: skip
    for words, shown in found.values():
        assert re.search(rf"(?:共|有|合计)?\s*{words}\s*件|{words} 条|{words}</", shown), words


def test_files_of_a_form(people: factories.Staff):
    client = at_desk(people.officer)
    found = client.get(address("yearly_file", people, Form.WEBSITE, "json"))
    assert json.loads(found.content)["form"] == "website"
    assert client.get(address("yearly_file", people, Form.WEBSITE, "docx")).content.startswith(b"PK")
    assert client.get(address("yearly_file", people, Form.SUMMARY, "exe")).status_code == 404


def test_a_website_is_registered_and_then_has_its_own_table(people: factories.Staff):
    client, url = at_desk(people.officer), reverse("desk:website_new", args=[people.organ.pk])
    data = {"version": "0", "name": "云岫县水利信息网", "address": "slj.yunxiu.example", "id_code": "12"}
    assert "10位数字" in text(client.post(url, data))
    assert client.post(url, data | {"id_code": "９９１０２６０００２"}).status_code == 302
    website = Website.objects.get()
    assert website.id_code == "9910260002"
    shown = text(client.get(reverse("desk:yearly") + "?year=2025"))
    assert "政府网站工作年度报表（云岫县水利信息网）" in shown
    own = reverse("desk:yearly_form", args=["website", people.organ.pk, website.pk, 2025])
    assert own in shown
    assert client.get(own).status_code == 200
    edit = reverse("desk:website", args=[website.pk])
    gone = fields(client, edit) | {"closed_on": "2026-01-05"}
    assert client.post(edit, gone).status_code == 302
    assert client.post(edit, gone | {"name": "旧"}).status_code == 422  # the version is an older one


def test_a_supervisor_puts_the_name_of_an_item_right(people: factories.Staff):
    supervisor = factories.person(Role.SUPERVISOR, organ=people.organ)
    client, url = at_desk(supervisor), reverse("desk:yearly_fields")
    data = {"item": "info.news", "label": "动态要闻更新量", "in_use": "1", "from_year": "2025", "source": ""}
    assert "请填写依据" in text(client.post(url, data))
    assert client.post(url, data | {"source": "国办函〔2018〕12号附件"}).status_code == 302
    assert "动态要闻更新量" in text(client.get(url))
    assert "动态要闻更新量" in text(at_desk(people.officer).get(address("yearly_form", people)))
    assert "调整一个项目" not in text(at_desk(people.officer).get(url))


def test_the_overview_needs_the_same_queries_for_one_organ_and_for_many(people: factories.Staff):
    supervisor = factories.person(Role.SUPERVISOR, organ=people.organ)
    type(people.organ).objects.filter(pk=people.organ.pk).update(is_supervisor=True)
    client, url = at_desk(supervisor), reverse("desk:yearly")
    asked = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries_:
            assert client.get(url).status_code == 200
        asked.append(len(queries_))
        for _ in range(8):
            factories.organ(government=people.organ)
    assert asked[0] == asked[1]


def test_a_summary_is_late_only_where_a_day_was_set(people: factories.Staff):
    client, url = at_desk(people.officer), reverse("desk:yearly") + "?year=2024"
    assert "依照当地要求" in text(client.get(url))
    assert text(client.get(url)).count("已过期") == 1  # the website's table
    organizing.set_number(
        code="yearly.due_summary", value=228, effective_on=date(2024, 1, 1), source="岫政办〔2024〕1号",
        by=Actor.system("测试"), at=people.at,
    )  # fmt: skip
    assert text(client.get(url)).count("已过期") == 2
