"""A year's reports are collected: asked for, counted, typed in, sent back, mended, accepted, rolled up, compared."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Walk
from tests.journeys.window import PHONE, Window

DECISIONS = ("license.decisions", "penalty.decisions", "coercion.decisions", "fee.amount")


def _presses(desk: Window, button: str) -> None:
    desk.leads(desk.page.locator("main").get_by_role("button", name=button, exact=True).first.click)


def _filing(desk: Window, organ: str) -> None:
    desk.open("/desk/collecting/")
    desk.leads(desk.page.get_by_role("row", name=organ).get_by_role("link").first.click)


def test_a_year_is_collected_sent_back_accepted_and_rolled_up(walk: Walk):
    county = walk.city.staff(name="澄江县人民政府", short_name="澄江县政府", nature="government")
    above = {"government": county.organ}
    office = walk.city.staff(
        name="澄江县人民政府办公室", short_name="澄江县政府办", nature="office", is_supervisor=True, **above
    )
    water = walk.city.staff(name="澄江县水务局", short_name="澄江县水务局", **above)

    # The office asks for the year.
    lead = walk.at_desk(office, "officer")
    lead.open("/desk/collecting/")
    lead.leads(lead.page.get_by_role("link", name="布置年报汇集").click)
    lead.page.get_by_label("填报要求").fill("没有发生的填0，不要空着。")
    _presses(lead, "布置")
    board = lead.page.url
    expect(lead.page.locator("main")).to_contain_text("澄江县水务局")

    # The bureau takes what was counted, types in what the house cannot know; a formula that fails is named at once.
    officer = walk.at_desk(water, "officer")
    _filing(officer, "澄江县水务局")
    filing = officer.page.url
    expect(officer.page.locator("main")).to_contain_text("没有发生的填0，不要空着。")
    officer.leads(officer.page.get_by_role("link", name="开始填报").click)
    _presses(officer, "采用系统统计")
    officer.open(f"{filing}fill/")
    for cell, number in zip(DECISIONS, ("１２", "3", "0", "4.5"), strict=True):
        officer.page.locator(f"[name='c-{cell}']").fill(number)
    officer.page.locator("[name='c-new.natural']").fill("2")
    _presses(officer, "保存并核对")
    expect(officer.page.locator("main")).to_contain_text("不相符")
    officer.page.locator("[name='c-new.natural']").fill("0")
    _presses(officer, "保存并核对")

    # The head of its FOI office reports; the lead sends it back with a reason, on a phone.
    head = walk.at_desk(water, "head")
    head.open(filing)
    _presses(head, "报送")
    expect(head.page.locator("main")).to_contain_text("已报送")
    phone = walk.at_desk(office, "head", width=PHONE)
    phone.open(filing)
    phone.leads(phone.page.get_by_role("link", name="退回", exact=True).click)
    phone.page.locator("[name=reason]").fill("行政许可数与台账不一致，请核对。")
    _presses(phone, "退回")
    officer.open(filing)
    expect(officer.page.locator("main")).to_contain_text("行政许可数与台账不一致，请核对。")
    officer.open(f"{filing}fill/")
    officer.page.locator("[name='c-license.decisions']").fill("15")
    _presses(officer, "保存并核对")
    head.open(filing)
    _presses(head, "重新报送")
    lead.open(filing)
    expect(lead.page.locator("main")).to_contain_text("与上次报送的不同")
    _presses(lead, "审核通过")

    # What counts is summed under a declared scope; who is missing is named; a number opens its organs.
    lead.open(board)
    expect(lead.page.locator("main")).to_contain_text("审核通过")
    lead.leads(lead.page.locator("main").get_by_role("link", name="澄江县政府", exact=True).first.click)
    _presses(lead, "汇总")
    expect(lead.page.locator("main")).to_contain_text("澄江县人民政府办公室")
    lead.leads(lead.page.locator("main td a").filter(has_text="15").first.click)
    expect(lead.page.locator("main")).to_contain_text("澄江县水务局")

    # The figures that were accepted are compared; the table of the export is a workbook.
    officer.open(f"/desk/comparing/{water.organ}/")
    expect(officer.page.locator("main")).to_contain_text("15")
    officer.open("/desk/comparing/side/")
    officer.open("/desk/comparing/ranking/")
    taken = lead.context.request.get(f"{board}export/")
    assert taken.body().startswith(b"PK")
