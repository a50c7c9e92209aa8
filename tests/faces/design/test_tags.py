"""The template tags: markup that says in words and structure what the eye sees in colour."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from lxml import html

from gongkai.faces.design.forms import PlainForm, speak_plainly
from gongkai.faces.design.parts import Badge, Entry, Fact, Heading, Link, Step


def render(source: str, **context: Any) -> str:
    return Template("{% load gongkai %}" + source).render(Context(context))


def tree(source: str, **context: Any) -> html.HtmlElement:
    return html.fromstring(f"<div>{render(source, **context)}</div>")


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


class Draft(PlainForm):
    title = forms.CharField(label="标题", help_text="不加书名号。")
    kind = forms.ChoiceField(label="体裁", choices=[("", "请选择"), ("notice", "通知")])
    attribute = forms.ChoiceField(label="公开属性", choices=[("open", "主动公开")], widget=forms.RadioSelect)
    reason = forms.CharField(label="理由", required=False, max_length=500, widget=forms.Textarea)
    checked = forms.BooleanField(label="已核对")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def refused() -> Draft:
    form = Draft({"version": "x"})
    form.is_valid()
    form.add_error(None, "正文还是空的。")
    return form


def test_a_badge_is_a_word():
    assert words(tree('{% badge "现行有效" "green" %}')) == "现行有效"
    assert 'class="badge red"' in render("{% badge one %}", one=Badge("已撤下", "red"))
    assert "&lt;b&gt;" in render("{% badge one %}", one="<b>")


def test_a_badge_of_an_unknown_kind_is_refused():
    with pytest.raises(TemplateSyntaxError):
        render('{% badge "新" "pink" %}')


@pytest.mark.parametrize(
    ("left", "sentence", "state"),
    [(6, "还有 6 个工作日", "due-calm"), (3, "还有 3 个工作日", "due-soon"), (0, "今天到期", "due-soon"), (-2, "已逾期 2 个工作日", "due-late")],
)  # fmt: skip
def test_a_due_date_is_a_date_what_is_left_and_its_basis(left: int, sentence: str, state: str):
    shown = tree('{% due day left=left basis="条例第三十三条" url="/why/" %}', day=date(2026, 11, 3), left=left)
    assert words(shown) == f"2026年11月3日前 {sentence} 条例第三十三条 为什么是这一天"
    assert shown.xpath("./span/@class") == [f"due {state}"]


def test_a_provisional_due_date_says_so():
    shown = render('{% due day left=6 basis="条例第三十三条" provisional=True %}', day=date(2027, 5, 3))
    assert "暂按周末推算" in shown
    assert "为什么" not in shown


def test_a_field_ties_label_hint_and_error_to_its_control():
    shown = tree("{% field form.title %}", form=refused())
    control = shown.xpath("//input")[0]
    assert shown.xpath("//label/@for") == [control.get("id")]
    assert control.get("aria-invalid") == "true"
    described = [words(shown.get_element_by_id(one)) for one in control.get("aria-describedby").split()]
    assert described == ["不加书名号。", "错误：请填写标题"]
    assert words(shown.xpath("//label")[0]) == "标题必填"


def test_choices_are_a_fieldset_with_its_legend():
    shown = tree("{% field form.attribute %}", form=refused())
    fieldset = shown.xpath("//fieldset")[0]
    assert words(fieldset.xpath("./legend")[0]) == "公开属性必填"
    described = [words(shown.get_element_by_id(one)) for one in fieldset.get("aria-describedby").split()]
    assert described == ["错误：请选择公开属性"]


def test_a_check_box_has_its_words_beside_it():
    shown = tree("{% field form.checked %}", form=Draft())
    assert [words(label) for label in shown.xpath("//div[@class='choice']/label")] == ["已核对必选"]


def test_an_optional_long_text_counts_its_characters():
    shown = tree("{% field form.reason %}", form=Draft())
    assert shown.xpath("//textarea/@data-count") == ["500"]
    assert shown.xpath("//textarea/@maxlength") == [], "a browser would cut a pasted text without a word"
    assert "必填" not in words(shown)


def test_the_summary_leads_to_every_field_that_is_wrong():
    form = refused()
    page = tree(
        "{% errors form %}{% field form.title %}{% field form.kind %}{% field form.attribute %}{% field form.checked %}",
        form=form,
    )
    links = page.xpath("//div[@class='error-summary']//a")
    assert [words(link) for link in links] == [
        "标题：请填写标题", "体裁：请选择体裁", "公开属性：请选择公开属性", "已核对：请勾选：已核对",
    ]  # fmt: skip
    for link in links:
        assert page.get_element_by_id(link.get("href")[1:]) is not None
    summary = words(page.xpath("//div[@class='error-summary']")[0])
    assert summary.startswith("还有 6 处需要改正 正文还是空的。")
    assert "输入整数" in summary, "a fault of a hidden field is told as well"


def test_a_form_without_faults_has_no_summary():
    assert render("{% errors form %}", form=Draft()).strip() == ""


def test_a_form_keeps_the_sentence_that_its_field_declares():
    class Asked(forms.Form):
        name = forms.CharField(error_messages={"required": "没有姓名就无法答复。"})
        size = forms.IntegerField(label="份数")

    form = Asked({})
    speak_plainly(form)
    assert form.errors["name"] == ["没有姓名就无法答复。"]
    assert form.errors["size"] == ["请填写份数"]


def test_crumbs_end_with_the_page_itself():
    shown = tree('{% crumbs "首页" "/" "年报" "/reports/" "2025年" %}')
    assert shown.xpath("//a/@href") == ["/", "/reports/"]
    assert [words(e) for e in shown.xpath("//*[@aria-current='page']")] == ["2025年"]
    assert shown.xpath("//a/@href") == tree(
        "{% crumbs trail %}", trail=[Link("首页", "/"), Link("年报", "/reports/"), Link("2025年", "")]
    ).xpath("//a/@href")


def test_a_pager_turns_by_the_addresses_it_is_given():
    shown = tree('{% pager "/laws/1/" "/laws/3/" page=2 pages=14 %}')
    assert [(a.get("rel"), a.get("href")) for a in shown.xpath("//a")] == [("prev", "/laws/1/"), ("next", "/laws/3/")]
    assert "第 2 页，共 14 页" in words(shown)
    assert "<a" not in render('{% pager "" "" page=1 pages=1 %}')
    assert render('{% pager "" "" %}').strip() == ""


def test_a_fact_without_value_says_so():
    shown = tree(
        "{% facts items %}", items=[Fact("失效日期", None), Fact("附件", 0), Fact("有效性", "", badge=Badge("已废止"))]
    )
    assert [words(dd) for dd in shown.xpath("//dd")] == ["无", "0", "已废止"]


def test_a_title_in_a_list_is_escaped():
    assert "<script" not in render("{% entries items %}", items=[Entry("<script>", "/a/")])


def test_a_step_says_its_state_in_words():
    shown = tree("{% steps items %}", items=[Step("起草", "done"), Step("初审", "current"), Step("复审")])
    assert [words(li) for li in shown.xpath("//li")] == ["已完成：起草", "当前：初审", "未开始：复审"]
    assert [words(li) for li in shown.xpath("//li[@aria-current='step']")] == ["当前：初审"]


def test_sections_are_nested_under_their_chapters():
    shown = tree(
        "{% contents items %}", items=[Heading("第一章", "a"), Heading("第一节", "b", 3), Heading("第二章", "c")]
    )
    assert shown.xpath("//nav/ol/li/a/@href") == ["#a", "#c"]
    assert shown.xpath("//nav/ol/li/ol/li/a/@href") == ["#b"]
    assert render("{% contents items %}", items=[]).strip() == ""


def test_an_alert_says_its_kind_and_escapes_what_it_shows():
    shown = tree('{% alert "error" title live=True %}{{ text }}{% endalert %}', title="<i>", text="<b>没有</b>保存")
    assert words(shown) == "错误<i><b>没有</b>保存"
    assert shown.xpath("//i | //b") == []
    assert shown.xpath("//*[@role='alert']")


def test_a_sorted_column_says_how():
    cell = tree('<table><tr>{% th "期限" url="?sort=-due" direction="ascending" %}</tr></table>').xpath("//th")[0]
    assert (cell.get("scope"), cell.get("aria-sort")) == ("col", "ascending")
    assert cell.xpath("./a/@href") == ["?sort=-due"]


def test_a_wide_table_can_be_scrolled_by_keyboard():
    box = tree('{% tablebox "台账" export="/x.xlsx" wide=True %}<table></table>{% endtablebox %}')
    assert box.xpath("//div[@role='region'][@tabindex='0']/@aria-label") == ["台账"]
    assert box.xpath("//a/@href") == ["/x.xlsx"]


@pytest.mark.parametrize(
    ("tags", "kind"), [("error", "error"), ("safe success", "success"), ("debug", "info"), ("", "info")]
)
def test_a_message_becomes_one_of_four_kinds(tags: str, kind: str):
    assert render("{{ tags|level }}", tags=tags) == kind


def test_the_moved_date_of_a_demo_is_shown(monkeypatch):
    assert render("{% banner %}").strip() == ""
    monkeypatch.setenv("GONGKAI_TODAY", "2026-03-02")
    assert "2026年3月2日" in render("{% banner %}")
