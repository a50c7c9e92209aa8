"""The same policy without JavaScript: every page and every move works, the rich text is a plain text area."""

from __future__ import annotations

import time

from playwright.sync_api import expect

from tests.journeys import paper
from tests.journeys.conftest import Walk
from tests.journeys.window import Window

TITLE = "云岫县农村供水设施维修养护办法"
PHRASE = "维修养护经费列入年度预算"


def _pass(reviewer: Window, button: str) -> None:
    reviewer.open("/desk/queue/mine/")
    reviewer.page.get_by_role("link", name=TITLE).first.click()
    reviewer.press(button)
    paper.tick_all(reviewer.page)
    reviewer.page.locator("#decide").get_by_role("button", name=button).click()
    reviewer.look()


def test_a_policy_is_published_and_withdrawn_without_script(walk: Walk):
    staff = walk.city.staff(reviewers=2)
    desk = walk.at_desk(staff, "drafter", script=False)
    page = desk.page
    paper.begin(desk, TITLE)
    expect(page.get_by_role("button", name="快捷键")).to_have_count(0)
    page.get_by_label("正文", exact=True).fill(f"第一条 为规范农村供水设施维修养护，制定本办法。\n第二条 {PHRASE}。")
    desk.press("保存")
    expect(page.locator("#gap-lines")).to_contain_text("填写内容概述")
    expect(page.locator("#gap-lines li")).to_have_count(2)
    page.get_by_label("内容概述").fill(paper.SUMMARY)
    page.get_by_label("主动公开").check()
    page.get_by_label("添加附件").set_input_files(
        [{"name": "说明.txt", "mimeType": "text/plain", "buffer": "经费标准说明".encode("gb18030")}]
    )
    desk.press("上传")
    expect(page.locator(".draft-files")).to_contain_text("说明.txt")
    page.get_by_label("正文", exact=True).fill(f"<p>第一条 {PHRASE}，联系电话13900000000。</p>")
    desk.press("提交公开审查")
    expect(page.locator("#screening")).to_contain_text("手机")
    desk.press("遮盖", within="#screening", exact=False)
    desk.press("提交公开审查")
    expect(page.locator("#messages")).to_contain_text("公开审查")

    _pass(walk.at_desk(staff, "officer", script=False), "公开审查通过")
    _pass(walk.at_desk(staff, "first", script=False), "初审通过")
    final = walk.at_desk(staff, "final", script=False)
    _pass(final, "终审通过")
    expect(final.page.locator("#messages")).to_contain_text("已发布")
    document = final.page.url

    reader = walk.window(script=False)
    until = time.monotonic() + 20
    while True:
        reader.page.goto("/")
        reader.page.get_by_role("search", name="全站搜索").get_by_role("searchbox").fill(f'"{PHRASE}"')
        reader.page.get_by_role("search", name="全站搜索").get_by_role("button", name="搜索").click()
        if reader.page.get_by_role("link", name=TITLE).count():
            break
        assert time.monotonic() < until
    reader.look()
    reader.page.get_by_role("link", name=TITLE).first.click()
    reader.look()
    expect(reader.page.locator(".record-body")).to_contain_text(PHRASE)
    assert "13900000000" not in reader.page.locator("body").inner_text()
    assert reader.page.locator(".only-script:visible").count() == 0
    record = reader.page.url
    reader.press("核验", within=".with-side")
    expect(reader.page.locator("main")).to_contain_text("本页已存证")

    final.open(document)
    final.press("撤回")
    final.page.get_by_label("依有关决定撤回").check()
    final.page.get_by_label("具体情况").fill("依县人民政府决定撤回。")
    final.press("撤回", within="form:has(#id_note)")
    reader.expected |= {410}
    answer = reader.open(record)
    assert answer is not None
    assert answer.status == 410
    expect(reader.page.locator("main")).to_contain_text("依县人民政府决定撤回。")
