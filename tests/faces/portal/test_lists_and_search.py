"""Lists with stable pages, and search as readers use it; hostile addresses and questions get an answer in words."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client
from lxml import html

from gongkai.faces.portal import addresses
from gongkai.faces.portal.addresses import Place
from gongkai.faces.search import jobs as search
from tests import factories

from .conftest import County, many


def find(client: Client, q: str, more: str = "") -> html.HtmlElement:
    response = client.get(f"/search/?q={quote(q)}{more}")
    assert response.status_code == 200
    return html.document_fromstring(response.content)


def titles(document: html.HtmlElement) -> list[str]:
    return [link.text_content() for link in document.xpath("//p[@class='entry-title']/a")]


def test_pages_of_a_list_show_everything_once_in_both_directions(county: County, client: Client):
    many(county.people, 45, "预警", "<p>预警。</p>", kind="emergency", topic="A20-12")
    address, seen, trail = "/lists/kind/emergency/", [], []
    while address:
        document = html.document_fromstring(client.get(address).content)
        trail.append(titles(document))
        seen += trail[-1]
        address = next(iter(document.xpath("//a[@rel='next']/@href")), "")
    assert len(seen) == len(set(seen)) == 45
    assert [len(rows) for rows in trail] == [20, 20, 5]
    back = html.document_fromstring(client.get(document.xpath("//a[@rel='prev']/@href")[0]).content)
    assert titles(back) == trail[1]
    # a page keeps its address and its rows when something new is published
    second = client.get("/lists/kind/emergency/").content
    factories.published(county.people, kind="emergency", title="新的预警", topic="A20-12", body="<p>预警。</p>")
    assert html.document_fromstring(second).xpath("//a[@rel='next']/@href")
    follow = html.document_fromstring(second).xpath("//a[@rel='next']/@href")[0]
    assert titles(html.document_fromstring(client.get(follow).content)) == trail[1]


def test_every_filter_shows_as_many_as_it_promised(county: County, client: Client):
    for start in ("/lists/", "/library/", "/open/policy/", "/open/annual/"):
        document = html.document_fromstring(client.get(start).content)
        for link in document.xpath("//nav[@class='facets']//a[.//*[@class='count']]"):
            promised = int("".join(c for c in link.xpath(".//*[@class='count']")[0].text_content() if c.isdigit()))
            assert len(titles(html.document_fromstring(client.get(link.get("href")).content))) == promised, link.get(
                "href"
            )


def test_the_library_counts_only_laws_regulations_and_rules(county: County, client: Client):
    lead = html.document_fromstring(client.get("/library/").content).xpath("//p[@class='lead']")[0].text_content()
    assert "收录地方性法规 2 件" in lead


def test_a_statutory_item_without_records_is_not_linked(county: County, client: Client):
    document = html.document_fromstring(client.get("/open/statutory/").content)
    assert all(not link.endswith("a20-9/") for link in document.xpath("//ol//a/@href"))
    assert "下列事项目前没有公开的信息" in document.text_content()


def test_the_guide_holds_what_article_12_asks_for(county: County, client: Client):
    for address in ("/open/guide/", f"/open/{county.people.organ.pk}/guide/"):
        words = html.document_fromstring(client.get(address).content).text_content()
        for expected in (
            "工作机构",
            "办公地址",
            "办公时间",
            "联系电话",
            "传真号码",
            "互联网联系方式",
            "分类和编排",
            "获取方式",
            "依申请公开",
            "监督和救济",
            "0999-0210001",
            "water@yunxiu.example",
        ):
            assert expected in words, expected


def test_applying_never_asks_for_the_purpose(county: County, client: Client):
    document = html.document_fromstring(client.get("/open/apply/").content)
    words = document.text_content()
    for expected in (
        "条例第二十九条",
        "20个工作日",
        "条例第四十二条",
        "条例第五十一条",
        "不需要说明用途",
        "0999-0210001",
    ):
        assert expected in words
    assert document.xpath("//main//form") == []


@pytest.mark.parametrize(
    "rest",
    ["kind/notice/", "organ/3/kind/notice/topic/a20-15/year/2026/before/9/", "after/12/", "", "year/1949/"],
)  # fmt: skip
def test_an_address_is_read_as_it_is_written(rest: str):
    place = addresses.read(rest)
    assert place is not None
    assert addresses.write(place) == rest


@pytest.mark.parametrize(
    "path",
    [
        "/lists/kind/nothing/", "/lists/kind/law/", "/lists/kind/NOTICE/", "/lists/organ/0/", "/lists/organ/007/",
        "/lists/organ/99999/", "/lists/organ/9999999999999999999999/", "/lists/year/26/", "/lists/year/3026/", "/lists/topic/a20-16/",
        "/lists/topic/A20-1/", "/lists/year/2026/kind/notice/", "/lists/kind/notice/kind/notice/", "/lists/before/", "/lists/%00/",
        "/lists/before/1/after/2/", "/lists/../", "/lists//", "/library/kind/notice/", "/library/organ/1/", "/open/0/", "/open/999999/",
        "/open/policy/organ/1/", "/open/annual/kind/annual_report/", "/open/abc/", "/records/0/", "/records/-1/", "/records/1e3/",
        "/records/99999999999999999999/", "/records/999999999999999999/", "/records/１/", "/verify/0/", "/verify/999999/", "/trust/checkpoints/0/",
        "/trust/checkpoints/999999999999999999/", "/trust/consistency/3/1/", "/trust/consistency/0/999999999/", "/trust/before/1/",
        "/sitemap/999999999.xml", "/sitemap/5.xml", "/hant/records/999999/", "/hant/hant/", "/hant/verify/check/", "/hant/feed/",
    ],
)  # fmt: skip
def test_what_is_no_address_is_not_found_in_words(county: County, client: Client, path: str):
    response = client.get(path)
    assert response.status_code == 404
    assert "找不到这个页面" in response.content.decode()


def test_an_unknown_anchor_is_a_first_page(county: County, client: Client):
    assert client.get("/lists/before/999999/").status_code == 200
    assert client.get("/lists/before/999999999999999999/").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_reading_pages_take_no_other_method(county: County, client: Client, method: str):
    for path in ("/", "/search/", f"/records/{county.policy.pk}/", f"/records/{county.policy.pk}/pdf/", "/healthz"):
        assert getattr(client, method)(path).status_code == 405


def test_head_answers_like_get_without_a_body(county: County, client: Client):
    response = client.head(f"/records/{county.policy.pk}/")
    assert response.status_code == 200
    assert response.content == b""


# -- search ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "q",
    [
        "饮用水",
        "饮用水水源保护管理办法",
        "岫水规〔2026〕3号",
        "岫水规[2026]3号",
        "飲用水水源",
        '"望溪水库"',
        "水源 巡查",
    ],
)
def test_a_document_is_found_however_it_is_asked_for(county: County, client: Client, q: str):
    assert any("农村饮用水水源保护管理办法" in title for title in titles(find(client, q)))


def test_a_document_is_found_by_its_index_number(county: County, client: Client):
    assert titles(find(client, str(county.policy.index_number))) == [county.policy.title]


def test_hits_are_marked_and_nothing_else_is_markup(county: County, client: Client):
    factories.published(
        county.people,
        kind="notice",
        title="关于<b>标签</b>的通告",
        topic="A20-15",
        body="<p>尖括号 &lt;script&gt;alert(1)&lt;/script&gt; 是文字。</p>",
    )
    search.catch_up()
    document = find(client, "尖括号")
    assert document.xpath("//mark/text()")[0] == "尖括号"
    assert document.xpath("//main//b") == []
    assert document.xpath("//main//script") == []


@pytest.mark.parametrize(
    "q",
    ["<script>alert(1)</script>", '" onmouseover="x', "'; DROP TABLE", "%00", "\x00\x01", "🙂𠮷䶮", '"', '""', "(", "AND OR NOT", "*", "\\", "a" * 1999, "\u202e反向", "\ud83d"],
)  # fmt: skip
def test_a_strange_question_gets_an_ordinary_answer(county: County, client: Client, q: str):
    response = client.get("/search/", {"q": q.encode("utf-8", "surrogatepass")})
    assert response.status_code == 200
    document = html.document_fromstring(response.content)
    assert document.xpath("//main//script") == []
    assert document.xpath("//@onmouseover") == []


def test_an_over_long_question_is_refused_in_words(county: County, client: Client):
    response = client.get("/search/", {"q": "水" * 2001})
    assert response.status_code == 400
    assert "检索内容过长" in response.content.decode()
    assert "水" * 100 not in response.content.decode()


@pytest.mark.parametrize(
    "more",
    [
        "&page=0",
        "&page=-1",
        "&page=999999",
        "&page=x",
        "&organ=x",
        "&organ=99999999999999999999",
        "&kind=%3Cb%3E",
        "&year=99999",
        "&order=evil",
        "&force=2",
        "&page=２",
    ],
)
def test_an_unknown_filter_is_passed_over(county: County, client: Client, more: str):
    assert titles(find(client, "水源", more)) == titles(find(client, "水源"))


def test_filters_narrow_and_keep_their_promise(county: County, client: Client):
    document = find(client, "条例")
    for link in document.xpath("//nav[@class='facets']//a[.//*[@class='count']]"):
        promised = int("".join(c for c in link.xpath(".//*[@class='count']")[0].text_content() if c.isdigit()))
        assert len(titles(html.document_fromstring(client.get(link.get("href")).content))) == promised
    assert titles(find(client, "河道", "&force=1")) == ["云岫县河道管理条例"]
    assert len(titles(find(client, "河道"))) == 2


def test_nothing_found_says_what_to_try(county: County, client: Client):
    words = find(client, "不存在的词语组合").text_content()
    assert "没有找到" in words
    assert "减少词语" in words


def test_results_have_pages(county: County, client: Client):
    many(county.people, 23, "停水通告", "<p>停水检修。</p>", kind="notice", topic="A20-15")
    search.catch_up()
    first = find(client, "停水检修")
    second = html.document_fromstring(client.get(first.xpath("//a[@rel='next']/@href")[0]).content)
    found = titles(first) + titles(second)
    assert len(found) == len(set(found)) == 23
    assert "page=2" in first.xpath("//a[@rel='next']/@href")[0]


def test_a_place_knows_its_first_page():
    assert Place(kind="notice", before=3).first == Place(kind="notice")
