"""Every reading page of the portal is the same for everybody: two GETs are byte-equal, no cookie, no session, no code."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from lxml import html

from gongkai.faces.portal import urls
from gongkai.faces.portal.traditional import convert

from .conftest import County

# Route name → an address of it in the county. A new route without an address here fails the first test.
ADDRESSES = {
    "home": "/",
    "platform": "/open/",
    "guide": "/open/guide/",
    "statutory": "/open/statutory/",
    "apply": "/open/apply/",
    "policy": "/open/policy/",
    "policy_narrowed": "/open/policy/kind/normative/",
    "organ_policy": "/open/{organ}/policy/",
    "organ_policy_narrowed": "/open/{organ}/policy/kind/normative/",
    "system": "/open/system/",
    "system_narrowed": "/open/system/year/2026/",
    "organ_system": "/open/{organ}/system/",
    "organ_system_narrowed": "/open/{organ}/system/year/2026/",
    "annual": "/open/annual/",
    "annual_narrowed": "/open/annual/year/2026/",
    "organ_annual": "/open/{organ}/annual/",
    "organ_annual_narrowed": "/open/{organ}/annual/year/2026/",
    "annual_list": "/open/{organ}/annual/list/2025/",
    "organ": "/open/{organ}/",
    "organ_guide": "/open/{organ}/guide/",
    "organ_statutory": "/open/{organ}/statutory/",
    "organ_apply": "/open/{organ}/apply/",
    "lists": "/lists/",
    "lists_narrowed": "/lists/organ/{organ}/kind/normative/topic/a20-1/",
    "library": "/library/",
    "library_narrowed": "/library/kind/local_regulation/",
    "record": "/records/{record}/",
    "former": "/records/{corrected}/revisions/1/",
    "search": "/search/?q=%E6%B0%B4%E6%BA%90",
    "verify": "/verify/",
    "verify_record": "/verify/{record}/",
    "trust": "/trust/",
    "trust_before": "/trust/before/3/",
    "checkpoint": "/trust/checkpoints/2/",
    "consistency": "/trust/consistency/1/3/",
    "map": "/map/",
    "errors": "/errors/",
}
ONCE = {
    "file": "/records/{record}/files/{file}/",
    "qr": "/records/{record}/qr/",
    "proof": "/verify/{record}/proof.json",
    "former_proof": "/verify/{corrected}/revisions/1/proof.json",
    "key": "/trust/key.txt",
    "note": "/trust/checkpoints/2/note.txt",
    "consistency_proof": "/trust/consistency/1/3/proof.json",
    "feed": "/feed/",
    "robots": "/robots.txt",
    "sitemap": "/sitemap.xml",
    "sitemap_pages": "/sitemap/pages.xml",
    "sitemap_part": "/sitemap/1.xml",
}
# Not reading pages: made on demand, a form, the state of the house, a redirect.
OTHER = {"pdf", "docx", "pdf_proof", "docx_proof", "verify_check", "healthz", "favicon"}


def addresses(county: County, which: dict[str, str]) -> dict[str, str]:
    return {
        name: address.format(
            organ=county.people.organ.pk, record=county.policy.pk, corrected=county.corrected.pk, file=county.file.pk
        )
        for name, address in which.items()
    }


def body(response: object) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]


def test_every_route_is_looked_at_here():
    assert {name for *_, name in urls.READING} == set(ADDRESSES)
    assert {name for *_, name in urls.ONCE} == set(ONCE) | OTHER


@pytest.mark.parametrize("prefix", ["", "/hant"])
def test_two_readers_get_the_same_bytes_and_no_cookie(county: County, prefix: str):
    for name, address in addresses(county, ADDRESSES).items():
        first, second = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="en")
        second.force_login(county.people.drafter)
        one, two = first.get(prefix + address), second.get(prefix + address)
        assert one.status_code == 200, (name, one.status_code)
        assert one.content == two.content, name
        assert not one.cookies, name
        assert "Cookie" not in one.headers.get("Vary", ""), name
        assert first.get(prefix + address, HTTP_IF_NONE_MATCH=one["ETag"]).status_code == 304, name


def test_files_and_machine_texts_are_the_same_for_everybody(county: County):
    for name, address in addresses(county, ONCE).items():
        one, two = Client().get(address), Client().get(address)
        assert one.status_code == 200, name
        assert body(one) == body(two), name
        assert not one.cookies, name


def test_a_query_string_changes_nothing_on_a_reading_page(county: County, client: Client):
    for name, address in addresses(county, ADDRESSES).items():
        if name != "search":
            assert client.get(address).content == client.get(address + "?x=1&hant=hant").content, name


@pytest.mark.parametrize("prefix", ["", "/hant"])
def test_every_page_is_whole_and_carries_no_inline_code(county: County, client: Client, prefix: str):
    for name, address in addresses(county, ADDRESSES).items():
        document = html.document_fromstring(client.get(prefix + address).content)
        assert len(document.xpath("//h1")) == 1, name
        assert document.xpath("//script[not(@src)] | //style | //@style | //*[@nonce]") == [], name
        assert [a for a in document.xpath("//@*") if a.attrname.startswith("on")] == [], name
        assert not document.xpath("//input[@name='csrfmiddlewaretoken']"), name
        ids = document.xpath("//@id")
        assert sorted(ids) == sorted(set(ids)), name
        for target in document.xpath("//a/@href[starts-with(., '#')]"):
            assert target == "#main" or document.xpath("//*[@id=$id]", id=target[1:]), (name, target)


def test_every_link_of_every_page_leads_somewhere(county: County, client: Client):
    seen: set[str] = set()
    for address in [
        *addresses(county, ADDRESSES).values(),
        *("/hant" + a for a in addresses(county, ADDRESSES).values()),
    ]:
        document = html.document_fromstring(client.get(address).content)
        for target in document.xpath("//a/@href | //form/@action | //img/@src"):
            path = target.split("#")[0]
            if path.startswith("/") and not path.startswith("/static/") and path not in seen:
                seen.add(path)
                response = client.get(path)
                assert body(response) or response.status_code == 202
                assert response.status_code in {200, 202}, (address, path)
    assert len(seen) > 60


def test_home_links_what_a_citizen_needs_by_exactly_these_words(county: County, client: Client):
    document = html.document_fromstring(client.get("/").content)
    words = {link.text_content().strip(): link.get("href") for link in document.xpath("//a")}
    assert words["政府信息公开"] == "/open/"
    assert words["依申请公开"] == "/open/apply/"
    assert words["年报"] == "/open/annual/"


def test_the_footer_has_its_seven_items(county: County, client: Client):
    foot = html.document_fromstring(client.get("/").content).xpath("//footer")[0].text_content()
    for words in (
        "党政机关",
        "我为政府网站找错",
        "网站标识码",
        "主办单位",
        "联系方式",
        "ICP备案编号",
        "公安机关备案",
        "站点地图",
    ):
        assert words in foot


HEAD = re.compile(r'<meta name="([A-Za-z]+)" content="([^"]*)">')


def test_head_tags_are_complete_and_never_empty_or_null(county: County, client: Client):
    for name, address in addresses(county, ADDRESSES).items():
        tags = HEAD.findall(client.get(address).content.decode())
        found = dict(tags)
        assert len(found) == len(tags), name
        assert found["SiteName"] == "云岫县人民政府", name
        assert found["SiteDomain"] == "www.yunxiu.example", name
        assert found["SiteIDCode"] == "9910260001", name
        assert found["ColumnName"], name
        assert found["ColumnType"], name
        assert not [tag for tag, content in tags if content.strip().lower() in {"", "null", "none"}], name


def test_head_tags_of_a_record(county: County, client: Client):
    found = dict(HEAD.findall(client.get(f"/records/{county.policy.pk}/").content.decode()))
    assert found["ArticleTitle"] == county.policy.title
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", found["PubDate"])
    assert found["ContentSource"] == "云岫县水利局"
    assert found["Keywords"].startswith("饮用水，水源")
    assert found["Author"] == "水资源股"
    assert found["Description"]
    assert found["Url"] == f"https://www.yunxiu.example/records/{county.policy.pk}/"


# -- Traditional characters ------------------------------------------------------------------------------------------


def test_the_traditional_page_keeps_to_its_prefix_and_gives_up_the_certificate(county: County, client: Client):
    page = client.get(f"/hant/records/{county.policy.pk}/").content.decode()
    document = html.document_fromstring(page)
    assert document.get("lang") == "zh-Hant"
    assert "農村飲用水水源" in page
    assert "data-proof" not in page
    assert "存證的是簡體頁面" in page
    for link in document.xpath("//a/@href[starts-with(., '/')]"):
        once = re.search(r"/(?:files/\d+|pdf|docx)/$|^/feed/", link)
        assert link.startswith("/hant/") or once or link == f"/records/{county.policy.pk}/", link
    assert document.xpath("//form/@action") == ["/hant/search/"]
    assert next(a.text for a in document.xpath("//a[@hreflang='zh-Hans']")) == "简体"


def test_the_simplified_page_leads_to_its_twin(county: County, client: Client):
    document = html.document_fromstring(client.get(f"/records/{county.policy.pk}/").content)
    assert document.xpath("//a[@hreflang='zh-Hant']/@href") == [f"/hant/records/{county.policy.pk}/"]
    twin = html.document_fromstring(client.get("/search/?q=%E6%B0%B4%E6%BA%90&order=newest").content)
    (address,) = twin.xpath("//a[@hreflang='zh-Hant']/@href")
    assert client.get(address).status_code == 200
    assert address.startswith("/hant/search/?q=")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<html lang="zh-CN">', '<html lang="zh-Hant">'),
        ('<a href="/records/1/" title="云">云</a>', '<a href="/hant/records/1/" title="雲">雲</a>'),
        ('<a href="/records/1/pdf/">云</a>', '<a href="/records/1/pdf/">雲</a>'),
        (
            '<a class="x" href="/records/1/files/2/" download>云</a>',
            '<a class="x" href="/records/1/files/2/" download>雲</a>',
        ),
        ('<a href="https://x.example/云">云</a>', '<a href="https://x.example/云">雲</a>'),
        ('<a href="//x.example/">云</a>', '<a href="//x.example/">雲</a>'),
        ('<a href="/hant/x/" translate="no">简体</a>云', '<a href="/hant/x/" translate="no">简体</a>雲'),
        ('<input value="云" placeholder="云">', '<input value="云" placeholder="雲">'),
        ('<p data-x="a>云">云</p>', '<p data-x="a>云">雲</p>'),
        ('<h1 class="t" data-proof="title">云</h1>', '<h1 class="t">雲</h1>'),
        ("<p>&lt;云&gt; &amp; 面条</p>", "<p>&lt;雲&gt; &amp; 麪條</p>"),
        ("", ""),
    ],
)
def test_only_words_are_converted(before: str, after: str):
    assert convert(before) == after
