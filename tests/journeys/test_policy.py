"""A policy is published, corrected, withdrawn: from the first word of the draft to the tombstone."""

from __future__ import annotations

import json
import time
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys import paper
from tests.journeys.conftest import Walk
from tests.journeys.window import Window

TITLE = "云岫县农村饮用水水源保护管理办法"
PHRASE = "每季度巡查不少于一次"


def _passes(reviewer: Window, title: str, button: str, comment: str = "") -> None:
    """Find the document among what waits, tick every gate by name, pass it."""
    reviewer.open("/desk/queue/mine/")
    reviewer.leads(reviewer.page.get_by_role("link", name=title).first.click)
    reviewer.press(button)
    expect(reviewer.page.locator(".gates input")).to_have_count(5)
    paper.tick_all(reviewer.page)
    if comment:
        reviewer.page.get_by_label("意见").fill(comment)
    reviewer.leads(lambda: reviewer.page.locator("#decide").get_by_role("button", name=button).click())


def _found(page: Page, phrase: str) -> int:
    page.goto(f'/search/?q="{phrase}"')
    return page.locator("main .entry-title a").filter(has_text=TITLE).count()


def _seconds_until(found: bool, page: Page, phrase: str) -> float:
    """How long it takes until a phrase is found, or is no longer."""
    begun = time.monotonic()
    while bool(_found(page, phrase)) != found:
        assert time.monotonic() - begun < 20, f"after 20 s the search has not followed: {phrase}"
    return time.monotonic() - begun


def test_a_policy_is_published_corrected_withdrawn(walk: Walk, tmp_path: Path):
    staff = walk.city.staff()
    drafter = walk.at_desk(staff, "drafter")
    page = drafter.page

    # Written with a table; what is missing is named and goes away, step by step, while the page saves itself.
    draft = paper.begin(drafter, "")
    edit = f"/desk/documents/{draft}/edit/"
    expect(page.locator("#gap-lines")).to_contain_text("填写标题")
    assert len(paper.missing(page)) == 4
    page.get_by_label("标题", exact=True).fill(TITLE)
    paper.write(page, "为保障农村饮用水安全，制定本办法。", f"县水利局划定水源保护范围，{PHRASE}。")
    paper.table(page, ("水源地", "服务人口（人）"), ("望溪水库", "36200"))
    expect(page.locator("[data-save-state]")).to_contain_text("已保存")
    expect(page.locator("#gap-lines li")).to_have_count(2)
    page.get_by_label("内容概述").fill(paper.SUMMARY)
    expect(page.locator("#gap-lines li")).to_have_count(1)
    page.get_by_label("主动公开").check()
    expect(page.locator("#gap-lines")).to_contain_text("必填内容已齐")
    drafter.look()

    # An attachment, a number of the organ's own.
    rows = paper.workbook(("水源地", "服务人口"), ("松亭泉", 1180))
    chosen = {"name": "水源地名录.xlsx", "mimeType": "application/octet-stream", "buffer": rows}
    drafter.leads(lambda: page.get_by_label("添加附件").set_input_files([chosen]))  # type: ignore[list-item]
    expect(page.locator(".draft-files")).to_contain_text("水源地名录.xlsx")
    drafter.leads(lambda: page.get_by_role("button", name="取号").click())
    number = page.get_by_label("发文字号").input_value()
    assert "〔" in number

    # Somebody's identity number stops the submission until it is masked.
    paper.write(page, f"联系人证件号码{paper.PERSONAL}。")
    drafter.leads(lambda: page.get_by_role("button", name="提交公开审查").click())
    assert page.url.endswith(f"{edit}#gaps")
    expect(page.locator("#messages")).to_contain_text("筛查结果未处理")
    expect(page.locator("#screening")).to_contain_text("须处理")
    drafter.leads(page.locator("#screening").get_by_role("button", name="遮盖").first.click)
    expect(page.locator("#screening")).to_contain_text("没有需要处理的内容")
    text = page.get_by_role("textbox", name="正文").inner_text()
    assert paper.PERSONAL not in text
    assert PHRASE in text
    drafter.open(f"/desk/documents/{draft}/preview/")
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("望溪水库")
    drafter.open(edit)
    drafter.leads(lambda: page.get_by_role("button", name="提交公开审查").click())
    expect(page.locator("#messages")).to_contain_text("公开审查")

    # Five confirmations of the FOI office; the first reviewer returns it once, the drafter mends.
    officer = walk.at_desk(staff, "officer")
    _passes(officer, TITLE, "公开审查通过")
    first = walk.at_desk(staff, "first")
    first.expected |= {422}
    first.open("/desk/queue/mine/")
    first.leads(first.page.get_by_role("link", name=TITLE).first.click)
    first.press("退回修改")
    first.leads(lambda: first.page.get_by_role("button", name="退回修改").click())
    expect(first.page.locator(".error-summary")).to_contain_text("请填写退回意见")
    first.page.get_by_label("退回意见").fill("请写明由谁巡查。")
    first.leads(lambda: first.page.get_by_role("button", name="退回修改").click())
    drafter.open("/desk/queue/returned/")
    drafter.leads(page.get_by_role("link", name=TITLE).first.click)
    expect(page.locator(".alert.warning")).to_contain_text("请写明由谁巡查。")
    paper.write(page, "巡查由所在乡镇人民政府负责。")
    drafter.leads(lambda: page.get_by_role("button", name="提交公开审查").click())

    # Three different people pass it, each gate by name; the second sees what changed.
    _passes(officer, TITLE, "公开审查通过")
    _passes(first, TITLE, "初审通过")
    expect(first.page.locator("#messages")).to_contain_text("初审通过")
    second = walk.at_desk(staff, "second")
    _passes(second, TITLE, "复审通过", "文字已核对")
    reader = walk.window()
    assert _found(reader.page, PHRASE) == 0
    final = walk.at_desk(staff, "final")
    _passes(final, TITLE, "终审通过")
    seconds = _seconds_until(True, reader.page, PHRASE)
    assert seconds < 5, f"found by search after {seconds:.1f} s"
    drafter.open(f"/desk/documents/{draft}/")
    expect(page.locator("main")).to_contain_text("已发布")
    drafter.open(f"/desk/documents/{draft}/changes/")
    drafter.open(f"/desk/documents/{draft}/history/")

    # The public: lists, the record with all it promises, its proof.
    public = reader.page
    reader.open(f'/search/?q="{PHRASE}"')
    expect(public.locator("mark").first).to_be_visible()
    for address in ("/", "/lists/", "/open/policy/", "/open/", f"/open/{staff.organ}/"):
        reader.open(address)
    reader.open("/lists/")
    reader.leads(public.get_by_role("link", name=TITLE).first.click)
    record = int(public.url.rstrip("/").split("/")[-1])
    expect(public.locator(".record-body")).to_contain_text("巡查由所在乡镇人民政府负责。")
    expect(public.locator(".record-body table th").first).to_have_text("水源地")
    expect(public.locator(".record-head")).to_contain_text(number)
    assert paper.PERSONAL not in public.content()
    with public.expect_download() as taken:
        public.get_by_role("link", name="水源地名录.xlsx").click()
    assert Path(taken.value.path()).read_bytes() == rows
    attachment = taken.value.url

    _verified_off_line(walk, reader, record, tmp_path)
    _typeset(reader, record)

    # A correction says what was wrong and what is right; the former text stays.
    drafter.open(f"/desk/documents/{draft}/")
    drafter.press("更正")
    drafter.leads(lambda: page.get_by_role("button", name="开始更正").click())
    expect(page.locator("#gap-lines")).to_contain_text("写明更正前和更正后的内容")
    page.get_by_role("textbox", name="正文").get_by_text("36200").click()
    page.keyboard.press("End")
    for _ in "200":
        page.keyboard.press("Backspace")
    page.keyboard.insert_text("900")
    page.get_by_label("更正前（错在哪里）").fill("服务人口36200人")
    page.get_by_label("更正后（正确内容）").fill("服务人口36900人")
    drafter.leads(lambda: page.get_by_role("button", name="提交公开审查").click())
    expect(page.locator("#messages")).to_contain_text("公开审查")
    _passes(officer, TITLE, "公开审查通过")
    for who, button in ((first, "初审通过"), (second, "复审通过"), (final, "终审通过")):
        _passes(who, TITLE, button)
    reader.open(f"/records/{record}/")
    expect(public.locator("main")).to_contain_text("本页内容已更正")
    expect(public.locator(".correction")).to_contain_text("服务人口36900人")
    expect(public.locator(".record-body").get_by_role("cell", name="36900", exact=True)).to_be_visible()
    reader.leads(public.get_by_role("link", name="发布的文本").first.click)
    expect(public.locator("main")).to_contain_text("这是更正前的文本")
    expect(public.locator(".record-body")).to_contain_text("36200")

    # Withdrawn: a tombstone with its reason, and nothing of it anywhere else.
    final.open("/desk/published/")
    final.leads(final.page.get_by_role("link", name=TITLE).first.click)
    final.press("撤回")
    final.page.get_by_label("发布有误").check()
    final.page.get_by_label("具体情况").fill("水源地名录有误，核实后重新公布。")
    final.leads(lambda: final.page.get_by_role("button", name="撤回", exact=True).click())
    seconds = _seconds_until(False, public, PHRASE)
    assert seconds < 5, f"still found by search after {seconds:.1f} s"
    reader.expected |= {410}
    answer = reader.open(f"/records/{record}/")
    assert answer is not None
    assert answer.status == 410
    expect(public.locator("main")).to_contain_text("水源地名录有误，核实后重新公布。")
    for address in (f"/records/{record}/pdf/", f"/records/{record}/docx/", attachment):
        assert reader.context.request.get(address).status in {404, 410}
    for address in ("/", "/lists/", "/open/policy/", f"/open/{staff.organ}/", "/feed/", "/sitemap/1.xml"):
        assert TITLE not in reader.context.request.get(address).text(), address


def _verified_off_line(walk: Walk, reader: Window, record: int, folder: Path) -> None:
    """The saved page, its proof and the key are enough, without the city; a changed word is found."""
    public = reader.page
    saved = folder / "page.html"
    saved.write_bytes(reader.context.request.get(f"/records/{record}/").body())
    reader.leads(public.get_by_role("link", name="核验", exact=True).last.click)
    expect(public.locator("main")).to_contain_text("本页已存证")
    with public.expect_download() as taken:
        public.get_by_role("link", name="下载证明文件", exact=True).click()
    proof, key = folder / "proof.json", folder / "key.txt"
    taken.value.save_as(proof)
    key.write_bytes(reader.context.request.get("/trust/key.txt").body())
    nowhere = folder / "nowhere"
    check = ("--proof", str(proof), "--key", str(key), "--json")
    good = walk.city.run("verify", str(saved), *check, folder=nowhere)
    assert json.loads(good.stdout)["ok"], good.stdout + good.stderr
    assert not nowhere.exists(), "the key alone is enough: no data folder is made"
    forged = folder / "forged.html"
    forged.write_text(saved.read_text().replace("36200", "36201"))
    bad = walk.city.run("verify", str(forged), *check, folder=nowhere)
    assert bad.returncode == 1
    assert not json.loads(bad.stdout)["ok"]
    reader.open("/verify/check/")
    public.get_by_label("证明文件").set_input_files(proof)
    public.get_by_label("要核对的网页或文件").set_input_files(saved)
    reader.leads(lambda: public.get_by_role("button", name="核验", exact=True).click())
    expect(public.locator("main")).to_contain_text("核验通过")
    for address in ("/verify/", "/trust/"):
        reader.open(address)


def _typeset(reader: Window, record: int) -> None:
    """The PDF and the Word file are typeset by the worker and can be downloaded."""
    for form, start in (("pdf", b"%PDF-"), ("docx", b"PK")):
        until = time.monotonic() + 20
        answer = reader.context.request.get(f"/records/{record}/{form}/")
        while answer.status != 200 or not answer.body().startswith(start):
            assert time.monotonic() < until, f"{form}: {answer.status}"
            time.sleep(0.3)
            answer = reader.context.request.get(f"/records/{record}/{form}/")
