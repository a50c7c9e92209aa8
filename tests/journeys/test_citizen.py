"""A citizen on the portal: finds a document by any writing of a word, narrows a list, reads a former edition, verifies."""

from __future__ import annotations

import tarfile
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.city import Staff
from tests.journeys.conftest import Walk

TITLE = "云岫县政务服务事项目录"
LAW = "云岫县湿地保护条例"
EDITION = """# {title}

2015年3月20日 云岫县第八届人民代表大会第四次会议通过
{amended}
{dated} 施行

<!-- INFO END -->

## 第一章 总则

第一条 为了保护湿地，制定本条例。

第二条 违反本条例的，处以{fine}元罚款。

## 第二章 附则

第三条 本条例自公布之日起施行。
"""
FOCUSED = """(() => { const e = document.activeElement, s = getComputedStyle(e), b = e.getBoundingClientRect();
  return {name: (e.textContent || e.getAttribute('placeholder') || e.id).trim().slice(0, 20), tag: e.tagName,
          seen: b.width > 0 && b.height > 0 && b.bottom > 0 && b.top < innerHeight,
          ring: (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== 'none'}; })()"""


@pytest.fixture(scope="module")
def published(_city) -> tuple[Staff, int]:
    """What there is to read: an organ with two documents, and a regulation with a former edition."""
    staff = _city.staff(short_name="县政务服务局")
    body = "<h2>一、范围</h2><p>本目录所列政务服务事项，由县行政审批局办理。</p><h2>二、电话</h2><p>办理电话0999-0210001。</p>"
    made = _city.ask("draft", organ=staff.organ, state="published", title=TITLE, body=body, topic="A20-1")
    _city.ask(
        "draft", organ=staff.organ, state="published", title="云岫县人口统计公报", kind="statistics", topic="A20-4"
    )
    archive = _city.folder.parent / "laws.tar"
    with tarfile.open(archive, "w") as out:
        for day, dated, amended, fine in (
            ("2015-05-01", "2015年5月1日", "", "二百"),
            ("2021-09-01", "2021年9月1日", "2021年7月2日 云岫县第十届人民代表大会第一次会议修正\n", "五百"),
        ):
            text = EDITION.format(title=LAW, dated=dated, amended=amended, fine=fine).encode()
            member = tarfile.TarInfo(f"laws/地方性法规/{LAW}({day}).md")
            member.size = len(text)
            out.addfile(member, BytesIO(text))
    assert _city.ask("laws", path=str(archive)) == {"here": 2, "failed": 0}
    return staff, int(made["record"])


def _searched(page: Page, words: str, title: str) -> None:
    """Search until the worker has brought the document into the index."""
    for _ in range(40):
        page.goto(f"/search/?q={words}")
        if page.locator("main .entry-title a").filter(has_text=title).count():
            return
        page.wait_for_timeout(300)
    raise AssertionError(f"{title} is not found by {words}")


def test_a_citizen_finds_reads_and_verifies(walk: Walk, published: tuple[Staff, int]):
    staff, record = published
    reader = walk.window()
    page = reader.page
    _searched(page, "目录", TITLE)
    reader.open("/")
    for words in ("政府信息公开", "依申请公开", "年报"):
        expect(page.locator("main").get_by_role("link", name=words, exact=True)).to_be_visible()
    page.get_by_role("search", name="全站搜索").get_by_role("searchbox").fill("政務")
    reader.leads(lambda: page.get_by_role("search", name="全站搜索").get_by_role("button", name="搜索").click())
    expect(page.locator("main mark").first).to_have_text("政务")
    expect(page.locator("main .entry-title").filter(has_text=TITLE)).to_have_count(1)
    reader.open("/search/?q=没有这样的词语")
    expect(page.locator("main")).to_contain_text("没有找到")

    reader.open("/lists/")
    total = page.locator("main .entry-title").count()
    reader.leads(page.locator(".facets").get_by_role("link", name="统计信息").first.click)
    expect(page.locator("main .entry-title")).to_have_count(1)
    expect(page.locator("main .entry-title")).to_contain_text("云岫县人口统计公报")
    reader.leads(page.get_by_role("link", name="查看全部").first.click)
    assert page.locator("main .entry-title").count() == total

    reader.open(f"/records/{record}/")
    expect(page.locator("footer")).to_contain_text("网站标识码")
    head = page.locator("head meta").evaluate_all("all => all.map(e => e.name + '=' + e.content)")
    assert not [tag for tag in head if "null" in tag.lower() or "None" in tag]
    pdf = page.get_by_role("link", name="下载 PDF").get_attribute("href") or ""
    assert reader.context.request.get(pdf).body().startswith(b"%PDF-")
    reader.leads(page.get_by_role("link", name="核验", exact=True).last.click)
    expect(page.locator("main")).to_contain_text("本页已存证")
    for address in ("/open/", f"/open/{staff.organ}/", "/open/guide/", "/open/statutory/", "/open/apply/", "/open/system/",
                    "/open/annual/", "/map/", "/errors/", "/trust/"):  # fmt: skip
        reader.open(address)


def test_a_former_edition_of_a_regulation_is_read(walk: Walk, published: tuple[Staff, int]):
    reader = walk.window()
    page = reader.page
    _searched(page, LAW, LAW)
    reader.open("/library/")
    reader.leads(page.get_by_role("link", name=LAW).first.click)
    expect(page.locator(".record-body")).to_contain_text("处以五百元罚款")
    reader.leads(page.locator(".editions").get_by_role("link").first.click)
    expect(page.locator(".record-body")).to_contain_text("处以二百元罚款")
    expect(page.locator("main")).to_contain_text("已被修改")


def test_a_reader_of_traditional_characters_and_of_large_type(walk: Walk, published: tuple[Staff, int]):
    _, record = published
    reader = walk.window()
    page = reader.page
    reader.open(f"/records/{record}/")
    reader.leads(lambda: page.get_by_role("link", name="繁體").click())
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(page.locator(".record-body")).to_contain_text("政務服務事項")
    reader.leads(lambda: page.get_by_role("link", name="简体", exact=True).click())
    size = "parseFloat(getComputedStyle(document.querySelector('.record-body p')).fontSize)"
    before = page.evaluate(size)
    page.get_by_role("button", name="长者版").click()
    assert page.evaluate(size) > before
    reader.look()
    reader.open("/")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 22
    assert reader.context.cookies() == [], "a reader is given no cookie"


def test_the_keyboard_alone_reaches_everything(walk: Walk, published: tuple[Staff, int]):
    _, record = published
    page = walk.window().page
    page.goto(f"/records/{record}/")
    page.keyboard.press("Tab")
    assert "跳" in page.evaluate(FOCUSED)["name"], "the first stop leads past the head of the page"
    assert page.evaluate(FOCUSED)["seen"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id || location.hash.slice(1)") == "main"
    page.goto(f"/records/{record}/")
    reached = []
    for _ in range(120):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["tag"] == "BODY":
            break
        assert stop["seen"], f"the focus is out of sight: {stop}"
        assert stop["ring"], f"the focus has no ring: {stop}"
        reached.append(stop["name"])
    for wanted in ("搜索", "下载 PDF", "核验"):
        assert wanted in reached, f"{wanted} is not reached: {reached}"
    page.goto("/")
    page.get_by_role("search", name="全站搜索").get_by_role("searchbox").focus()
    page.keyboard.type("政务")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main .entry-title").filter(has_text=TITLE)).to_have_count(1)


def test_nothing_scrolls_sideways_at_two_hundred_percent(walk: Walk, published: tuple[Staff, int]):
    staff, record = published
    page = walk.window(width=640).page
    for address in (
        "/", "/lists/", "/library/", "/open/", f"/open/{staff.organ}/", "/search/?q=政务", f"/records/{record}/",
        f"/verify/{record}/", "/verify/", "/verify/check/", "/trust/", "/desk/sign-in/",
    ):  # fmt: skip
        page.goto(address)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{address} scrolls {wider} px sideways"
