"""The base templates and the gallery: whole documents without inline code, equal for every reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from lxml import html

from gongkai.faces.design import gallery, sheets, urls, views

TEMPLATES = sorted((Path(views.__file__).parent / "templates").rglob("*.html"))
PAGES = {"desk": views.gallery, "portal": views.gallery_portal, "record": views.gallery_record}


def page(name: str) -> html.HtmlElement:
    response = PAGES[name](RequestFactory().get("/desk/gallery/"))
    assert response.status_code == 200
    return html.document_fromstring(response.content)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole(name: str):
    document = page(name)
    assert document.get("lang") == "zh-CN"
    assert len(document.xpath("//h1")) == 1
    assert len(document.xpath("//main[@id='main']")) == 1
    assert document.xpath("//title")[0].text.strip()
    assert document.xpath("//a[@class='skip']/@href") == ["#main"]
    ids = document.xpath("//@id")
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_carries_no_inline_code(name: str):
    document = page(name)
    assert document.xpath("//script[not(@src)] | //style | //@style") == []
    assert [a for a in document.xpath("//@*") if a.attrname.startswith("on")] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_for_few_files_and_all_exist(name: str):
    document = page(name)
    files = document.xpath("//script/@src | //link[@rel='stylesheet']/@href")
    assert len(files) <= (5 if name == "desk" else 3)
    for address in [*files, *document.xpath("//link[@rel='icon']/@href")]:
        assert finders.find(address.removeprefix("/static/")), address


@pytest.mark.parametrize("name", PAGES)
def test_links_within_a_page_of_record_lead_somewhere(name: str):
    document = page(name)
    for nav in document.xpath("//nav[@data-contents]"):
        for target in nav.xpath(".//a/@href"):
            assert document.get_element_by_id(target[1:]) is not None


def test_a_reading_page_is_the_same_twice_and_sets_no_cookie():
    first, second = (views.gallery_record(RequestFactory().get("/r/")) for _ in range(2))
    assert first.content == second.content
    assert not first.cookies
    assert not first.has_header("Vary")


def test_the_footer_lists_the_seven_items():
    foot = " ".join(page("portal").xpath("//footer")[0].text_content().split())
    for item in (
        "党政机关网站标识",
        "我为政府网站找错",
        "网站标识码",
        "主办单位",
        "联系方式",
        "ICP备案编号",
        "公安机关备案",
        "站点地图",
    ):
        assert item in foot


def test_a_missing_fact_of_the_footer_is_said():
    context = gallery.context() | {"site": gallery.SampleSite(icp="")}
    assert "未填写" in render_to_string("design/gallery_record.html", context)


def test_every_component_is_in_the_gallery():
    shown = set()
    for name in PAGES:
        for classes in page(name).xpath("//@class"):
            shown |= set(classes.split())
    # Drawn by script or by another page: dialogs, the plain page, the demo's banner.
    elsewhere = {"dialog.css", "plain.css"}
    for path in sorted((sheets.PARTS / "components").glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        own = set(re.findall(r"\.([a-z][a-z-]*)", re.sub(r"\{[^{}]*\}", "{}", text)))
        assert path.name in elsewhere or own & shown, f"{path.name} is shown by no page of the gallery"


def test_an_error_page_renders_without_anything():
    shown = render_to_string(
        "design/error.html",
        {"title": "系统出现了问题", "advice": "请稍后再试。", "reference": "9F3A11C2", "code": "500"},
    )
    assert "9F3A11C2" in shown
    assert "site-search" not in shown


def test_the_question_before_a_step_posts_what_was_asked():
    context = gallery.context() | {
        "question": "撤下这份信息？", "consequence": "公众立即看不到它。", "action": "撤下", "url": "/x/", "back_url": "/y/",
        "kept": [("reason", "发布有误")],
    }  # fmt: skip
    document = html.document_fromstring(
        render_to_string("design/confirm.html", context, request=RequestFactory().get("/x/"))
    )
    fields = document.xpath("//main//form//input[@type='hidden']")
    posted = {field.get("name"): field.get("value") for field in fields}
    assert posted["confirmed"] == "1"
    assert posted["reason"] == "发布有误"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["gallery", "gallery_portal", "gallery_record"])
def test_the_gallery_asks_who_is_there(client: Client, name: str):
    address = reverse(f"design:{name}")
    assert client.get(address)["Location"] == f"/desk/sign-in/?next={address}"


def test_the_gallery_has_addresses():
    assert [pattern.name for pattern in urls.urlpatterns] == ["gallery", "gallery_portal", "gallery_record"]


def test_every_template_says_what_it_needs():
    for path in TEMPLATES:
        if path.parent.name == "design" and path.name != "gallery_parts.html":
            assert "{% comment %}" in path.read_text(encoding="utf-8"), path.name
