"""Two windows of one draft, a session that ends while somebody types, a double click: nothing is lost, nothing doubled."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys import paper
from tests.journeys.conftest import Walk


def test_two_windows_of_one_draft_show_both_versions(walk: Walk):
    staff = walk.city.staff()
    draft = walk.city.ask("draft", organ=staff.organ, state="drafting", title="两个窗口的办法")["revision"]
    one = walk.at_desk(staff, "drafter")
    two = one.second()
    one.expected |= {409}
    for window in (one, two):
        window.page.goto(f"/desk/documents/{draft}/edit/")
    one.page.get_by_label("内容概述").fill("第一个窗口写的概述")
    one.leads(lambda: one.page.get_by_role("button", name="保存", exact=True).click())
    two.page.get_by_label("标题", exact=True).fill("两个窗口的规定")
    paper.write(two.page, "第二个窗口写的一段。")
    expect(two.page.locator("[data-save-state]")).to_contain_text("已经改动")
    two.leads(lambda: two.page.get_by_role("button", name="保存", exact=True).click())
    conflict = two.page.locator("#conflict")
    expect(conflict).to_contain_text("第一个窗口写的概述")
    expect(conflict).to_contain_text("第二个窗口写的一段。")
    expect(two.page.get_by_label("标题", exact=True)).to_have_value("两个窗口的规定")
    expect(two.page.get_by_role("textbox", name="正文")).to_contain_text("第二个窗口写的一段。")
    two.page.get_by_label("内容概述").fill("第一个窗口写的概述")
    two.leads(lambda: two.page.get_by_role("button", name="保存", exact=True).click())
    one.page.goto(f"/desk/documents/{draft}/edit/")
    expect(one.page.get_by_label("标题", exact=True)).to_have_value("两个窗口的规定")
    expect(one.page.get_by_label("内容概述")).to_have_value("第一个窗口写的概述")
    expect(one.page.get_by_role("textbox", name="正文")).to_contain_text("第二个窗口写的一段。")


def test_a_session_that_ends_while_typing_keeps_the_text(walk: Walk):
    staff = walk.city.staff()
    draft = walk.city.ask("draft", organ=staff.organ, state="drafting", title="登录过期的办法")["revision"]
    desk = walk.at_desk(staff, "drafter")
    edit = f"/desk/documents/{draft}/edit/"
    desk.page.goto(edit)
    desk.context.clear_cookies(name="sessionid")
    desk.expected |= {401, 403}
    paper.write(desk.page, "登录过期以后写的一段。")
    expect(desk.page.locator("[data-save-state]")).to_contain_text("登录已过期")
    desk.page.get_by_role("button", name="保存", exact=True).click()
    desk.page.wait_for_timeout(500)
    assert desk.page.url.endswith(edit), "the page stays until somebody is signed in"
    other = desk.second()
    other.page.goto("/desk/sign-in/")
    other.enter(staff.people["drafter"], staff.password)
    other.page.close()
    desk.leads(lambda: desk.page.get_by_role("button", name="保存", exact=True).click())
    expect(desk.page.locator("#messages")).to_contain_text("已保存")
    expect(desk.page.get_by_role("textbox", name="正文")).to_contain_text("登录过期以后写的一段。")


def test_a_double_click_begins_and_submits_once(walk: Walk):
    staff = walk.city.staff()
    desk = walk.at_desk(staff, "drafter")
    desk.page.goto("/desk/documents/new/")
    desk.page.get_by_label("通知公告").check()
    desk.page.get_by_label("标题").fill("双击一次的通知")
    desk.page.get_by_role("button", name="开始起草").dblclick()
    desk.page.wait_for_url("**/edit/")
    assert walk.city.ask("count", title="双击一次的通知") == {"revisions": 1, "steps": 0}
    draft = walk.city.ask("draft", organ=staff.organ, state="drafting", title="双击一次的办法")["revision"]
    desk.page.goto(f"/desk/documents/{draft}/edit/")
    desk.page.get_by_role("button", name="提交公开审查").dblclick()
    expect(desk.page.locator("#messages")).to_contain_text("公开审查")
    assert walk.city.ask("count", title="双击一次的办法") == {"revisions": 1, "steps": 1}
