"""A citizen asks, the office answers by the law: granted, in part, refused, supplemented, with a third party; then the year's report."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.city import City, Staff
from tests.journeys.conftest import Walk
from tests.journeys.window import PHONE, Window

TOUCH = {"width": PHONE, "is_mobile": True, "has_touch": True}
ASKED = "望溪水库2025年第三季度水质检测报告"
WRONG = "登记编号或者查询码不正确"


@pytest.fixture(scope="module")
def staff(_city: City) -> Staff:
    """The office that is asked: officer, head and signer are different people."""
    return _city.staff(name="云岫县水利局", short_name="县水利局")


def _case(desk: Window, made: dict[str, Any]) -> None:
    desk.open(f"/desk/requests/{made['case']}/")


def _step(desk: Window, name: str, *, does: str = "", **fields: str) -> None:
    """Press a step on the page of the request, fill its fields by their labels, make it."""
    desk.leads(desk.page.locator(".moves").get_by_role("link", name=name, exact=True).click)
    for label, text in fields.items():
        desk.page.get_by_label(label).fill(text)
    desk.leads(desk.page.locator("#decide").get_by_role("button", name=does or name, exact=True).click)
    expect(desk.page.locator("#messages")).to_contain_text("已办理")


def _drafts(desk: Window, outcome: str, ground: str = "", **fields: str) -> None:
    """起草答复 with an outcome, submitted to the review."""
    desk.leads(desk.page.locator(".moves").get_by_role("link", name="起草答复", exact=True).click)
    desk.page.get_by_label(outcome).check()
    desk.leads(desk.page.get_by_role("button", name="下一步").click)
    for label, text in fields.items():
        desk.page.get_by_label(label).fill(text)
    if ground:
        desk.page.get_by_label("不予公开部分的依据").select_option(label=ground)
    desk.leads(desk.page.get_by_role("button", name="提交审核").click)
    expect(desk.page.locator("#messages")).to_contain_text("已提交审核")


def _asks_progress(citizen: Window, made: dict[str, Any]) -> None:
    """Number and code at 查询进度."""
    citizen.open("/apply/progress/")
    citizen.page.get_by_label("登记编号").fill(str(made["number"]))
    citizen.page.get_by_label("查询码").fill(str(made["code"]))
    citizen.leads(citizen.page.get_by_role("button", name="查询", exact=True).click)


def _opens_reply(citizen: Window) -> None:
    """The reply, typeset meanwhile, is opened; that is its service."""
    button = citizen.page.get_by_role("button", name="打开答复书")
    for _ in range(60):
        if button.count():
            break
        citizen.page.wait_for_timeout(300)
        citizen.page.reload()
    with citizen.page.expect_response(lambda one: "/papers/" in one.url and one.request.method == "GET") as answered:
        button.click()
    assert answered.value.status == 200
    assert answered.value.headers["content-type"] == "application/pdf"
    citizen.open("/apply/progress/case/")
    expect(citizen.page.locator("main")).to_contain_text("答复书已经送达")
    expect(citizen.page.get_by_role("button", name="打开答复书")).to_have_count(0)


def test_a_request_is_granted_from_the_first_page_to_the_proof_of_service(walk: Walk, staff: Staff):
    citizen = walk.window(**TOUCH)
    page = citizen.page
    citizen.open("/")
    citizen.leads(page.get_by_role("link", name="依申请公开").locator("visible=true").first.tap)
    citizen.leads(page.locator("main").get_by_role("link", name="提交申请").first.tap)
    page.locator("#apply-q").fill(ASKED)
    citizen.leads(page.locator("main").get_by_role("button", name="查找").tap)
    expect(page.locator("main")).to_contain_text("没有找到已公开的信息")
    citizen.leads(page.get_by_role("link", name="没有查到，继续申请").tap)
    citizen.leads(page.get_by_role("link", name=staff.name, exact=True).tap)
    expect(page.get_by_label("需要的政府信息")).to_have_value(ASKED)
    citizen.leads(page.get_by_role("button", name="下一步").tap)
    citizen.leads(page.get_by_role("button", name="个人").tap)
    page.get_by_label("姓名").fill("苏望溪")
    page.get_by_label("证件号码").fill("11010519491231002X")
    page.get_by_label("联系电话").fill("0999-1234567")
    citizen.leads(page.get_by_role("button", name="下一步").tap)
    expect(page.locator("main")).to_contain_text("苏望溪")
    expect(page.locator("[data-task-done]")).to_be_visible()
    citizen.leads(page.get_by_role("button", name="提交申请").tap)
    made = {"number": page.locator("#receipt-number").inner_text(), "code": page.locator("#receipt-code").inner_text()}

    officer = walk.at_desk(staff, "officer")
    officer.open("/desk/requests/?section=unstarted")
    officer.leads(officer.page.get_by_role("link", name=ASKED).first.click)
    expect(officer.page.locator("main")).not_to_contain_text("苏望溪")
    _step(officer, "与申请人确认收到", 确认方式="电话", 与谁确认="申请人本人")
    expect(officer.page.locator(".case-next")).to_contain_text("补正告知期限")
    _step(officer, "受理")
    _drafts(officer, "予以公开", 提供的信息及提供方式="检测报告全文，随本答复书提供。")
    case = {"case": officer.page.url.rstrip("/").split("/")[-1]}

    head = walk.at_desk(staff, "head")
    head.leads(head.page.get_by_role("link", name=f"去办理 {made['number']}").click)
    expect(head.page.locator(".letter")).to_contain_text("检测报告全文，随本答复书提供。")
    head.leads(head.page.locator("#decide").get_by_role("button", name="审核通过").click)
    signer = walk.at_desk(staff, "signer", **TOUCH)
    signer.open("/desk/leader/")
    signer.leads(signer.page.get_by_role("link", name=f"去办理 {made['number']}").tap)
    signer.leads(signer.page.locator("#decide").get_by_role("button", name="签发", exact=True).tap)

    _case(officer, case)
    _step(officer, "编号并制作答复书")
    officer.leads(officer.page.locator(".moves").get_by_role("link", name="送出").click)
    officer.page.get_by_label("网上送达").check()
    officer.leads(officer.page.locator("#decide").get_by_role("button", name="送出").click)
    expect(officer.page.locator(".case-next")).to_contain_text("送达")
    _asks_progress(citizen, made)
    _opens_reply(citizen)
    _case(officer, case)
    expect(officer.page.locator("[aria-label=文书]")).to_contain_text("申请人凭登记编号和查询码")
    _step(officer, "归档")
    expect(officer.page.locator(".case-next")).to_contain_text("已经办结")


def test_a_part_is_withheld_and_the_head_returns_the_draft_once(walk: Walk, staff: Staff):
    made = walk.city.ask("request", organ=staff.organ, state="handling", description="望溪水库除险加固工程监理合同")
    officer = walk.at_desk(staff, "officer")
    _case(officer, made)
    given = {"提供的信息及提供方式": "合同第一章至第五章。", "不予公开的部分": "合同附件二的联系人电话。"}
    _drafts(officer, "部分公开", "内部事务信息", 理由="属于内部管理信息。", **given)
    head = walk.at_desk(staff, "head")
    head.expected |= {422}
    head.open(f"/desk/requests/{made['case']}/steps/approve/")
    expect(head.page.locator(".letter")).to_contain_text("合同附件二的联系人电话。")
    expect(head.page.locator(".letter")).to_contain_text("救济途径")
    head.press("退回修改")
    head.leads(head.page.locator("#decide").get_by_role("button").click)
    expect(head.page.locator(".error-summary")).to_be_visible()
    head.page.get_by_label("退回的意见").fill("请写明为什么属于内部管理信息。")
    head.leads(head.page.locator("#decide").get_by_role("button").click)
    _case(officer, made)
    expect(officer.page.locator(".timeline")).to_contain_text("请写明为什么属于内部管理信息。")
    officer.leads(officer.page.locator(".moves").get_by_role("link", name="起草答复").click)
    officer.page.get_by_label("理由").fill("电话用于内部值班联络，公开与否不影响公众的权利义务。")
    officer.leads(officer.page.get_by_role("button", name="提交审核").click)
    assert walk.city.ask("finish", case=made["case"]) == {"state": "sent"}
    _case(officer, made)
    expect(officer.page.locator(".case-main")).to_contain_text("部分公开")
    _step(officer, "登记送达", 送达证明="申请人当面签收")


def test_a_refusal_names_the_remedy_and_a_wrong_code_opens_nothing(walk: Walk, staff: Staff):
    made = walk.city.ask(
        "request", organ=staff.organ, state="reviewing", outcome="deny_process", description="水资源费征收会议纪要"
    )
    head = walk.at_desk(staff, "head")
    head.open(f"/desk/requests/{made['case']}/steps/approve/")
    expect(head.page.locator(".letter")).to_contain_text("六十日内")
    expect(head.page.locator(".letter")).to_contain_text("行政复议")
    head.leads(head.page.locator("#decide").get_by_role("button", name="审核通过").click)
    walk.city.ask("finish", case=made["case"])
    citizen = walk.window(**TOUCH)
    citizen.expected |= {400}
    _asks_progress(citizen, made | {"code": "2222-3333-4444-5555"})
    expect(citizen.page.locator(".error-summary")).to_contain_text(WRONG)
    _asks_progress(citizen, made)
    _opens_reply(citizen)


def test_what_is_unclear_is_supplemented_and_the_term_begins_anew(walk: Walk, staff: Staff):
    made = walk.city.ask("request", organ=staff.organ, state="handling", days=9, description="河道采砂许可发放情况")
    officer = walk.at_desk(staff, "officer")
    _case(officer, made)
    before = officer.page.locator(".case-next .term strong").inner_text()
    _step(officer, "告知补正", 需要补正的内容="请写明哪一年、哪一段河道。")
    expect(officer.page.locator(".case-next")).to_contain_text("正在等待：申请人")
    citizen = walk.window(**TOUCH)
    _asks_progress(citizen, made)
    expect(citizen.page.locator(".asked-now")).to_contain_text("请写明哪一年、哪一段河道。")
    citizen.page.get_by_label("补正的内容").fill("2024年，望溪河凌波段。")
    citizen.leads(citizen.page.get_by_role("button", name="提交补正").tap)
    expect(citizen.page.locator("main")).to_contain_text("为什么是这一天")
    _case(officer, made)
    expect(officer.page.locator(".asked-for")).to_contain_text("2024年，望溪河凌波段。")
    expect(officer.page.locator(".case-next .term strong")).not_to_have_text(before)
    officer.page.locator(".case-side summary", has_text="为什么是这一天").first.click()
    expect(officer.page.locator(".case-side details[open]").first).to_contain_text("20个工作日")


def test_a_third_party_objects_and_the_reply_may_rest_on_it(walk: Walk, staff: Staff):
    made = walk.city.ask("request", organ=staff.organ, state="handling", description="凌波供水特许经营协议")
    officer = walk.at_desk(staff, "officer")
    officer.open(f"/desk/requests/{made['case']}/draft/?choose=1")
    assert officer.page.get_by_label("第三方合法权益").count() == 0, "not before the third party was asked"
    _case(officer, made)
    officer.leads(officer.page.locator(".moves").get_by_role("link", name="征求意见").click)
    officer.page.get_by_label("第三方").check()
    officer.page.get_by_label("名称或者姓名").fill("云岫县凌波供水有限公司")
    officer.page.get_by_label("涉及的信息").fill("协议附件三的水价测算表")
    officer.leads(officer.page.locator("#decide").get_by_role("button", name="征求意见").click)
    expect(officer.page.locator(".case-next")).to_contain_text("暂停")
    for step, does in (("征求意见函已收到", ""), ("登记意见", "")):
        officer.leads(officer.page.locator(".moves").get_by_role("link", name=step).click)
        officer.page.get_by_role("radio", name="第三方").check()
        if step == "登记意见":
            officer.page.get_by_label("不同意公开").check()
            officer.page.get_by_label("理由").fill("测算表含有成本构成，属于商业秘密。")
        officer.leads(officer.page.locator("#decide").get_by_role("button", name=does).click)
    expect(officer.page.locator("[aria-label=征求意见函]")).to_contain_text("属于商业秘密")
    _drafts(officer, "第三方合法权益", 理由="第三方不同意公开且理由成立，公开会损害其竞争地位。")


def test_the_report_of_the_year_is_made_from_the_requests_and_published(walk: Walk, staff: Staff):
    organ = walk.city.staff(name="云岫县林业局", short_name="县林业局")
    walk.city.ask("year", organ=organ.organ, year=2025)
    officer = walk.at_desk(organ, "officer")
    officer.open("/desk/reports/")
    officer.open(f"/desk/reports/{organ.organ}/2025/")
    expect(officer.page.locator("main")).to_contain_text("没有发现不相符的数据")
    officer.leads(officer.page.locator('a[href$="/rows/new.total/"]').first.click)
    expect(officer.page.locator("main table[data-rows] tbody tr")).to_have_count(3)
    officer.open(f"/desk/reports/{organ.organ}/2025/")
    officer.leads(officer.page.get_by_role("button", name="生成文稿").click)
    expect(officer.page.locator("#messages")).to_contain_text("已生成文稿")
    link = officer.page.locator('main a[href*="/desk/documents/"]').first.get_attribute("href")
    assert link is not None
    done = walk.city.ask("carry", revision=int(link.rstrip("/").split("/")[-1]))
    assert done["state"] == "published"
    public = walk.window(**TOUCH)
    public.open(f"/records/{done['record']}/")
    expect(public.page.locator("h1")).to_contain_text("2025年政府信息公开工作年度报告")
    expect(public.page.locator(".record-body")).to_contain_text("本年新收政府信息公开申请数量")
    expect(public.page.locator(".record-body")).to_contain_text("1186")
