"""The urgent lane on a phone: the leader passes a document with the same five gates, and sees every use of the lane."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys import paper
from tests.journeys.conftest import Walk
from tests.journeys.window import PHONE

TITLE = "云岫县防汛应急响应公告"
REASON = "县气象局发布暴雨红色预警，须立即公布转移路线"
TOUCH = {"width": PHONE, "is_mobile": True, "has_touch": True}


def test_the_leader_passes_an_urgent_document_on_a_phone(walk: Walk):
    staff = walk.city.staff()
    made = walk.city.ask(
        "draft", organ=staff.organ, state="final_review", title=TITLE, kind="notice", urgent_reason=REASON
    )
    leader = walk.at_desk(staff, "final", **TOUCH)
    leader.expected |= {422}
    leader.open("/desk/urgent/")
    card = leader.page.locator(".urgent-cards li", has_text=TITLE)
    expect(card).to_contain_text(REASON)
    leader.leads(lambda: card.get_by_role("link", name="终审通过").tap())
    box = leader.page.get_by_role("link", name="直接到审核").bounding_box()
    assert box is not None
    leader.page.get_by_role("link", name="直接到审核").tap()
    leader.leads(lambda: leader.page.locator("#decide").get_by_role("button", name="终审通过").tap())
    expect(leader.page.locator(".error-summary")).to_contain_text("政治关")
    paper.tick_all(leader.page)
    small = leader.page.locator("#decide").evaluate(
        """e => [...e.querySelectorAll('button, .gates label')].filter(b => b.getBoundingClientRect().height < 40)
                .map(b => b.textContent)"""
    )
    assert small == [], "too small for a thumb"
    leader.leads(lambda: leader.page.locator("#decide").get_by_role("button", name="终审通过").tap())
    expect(leader.page.locator("#messages")).to_contain_text("已发布")
    leader.open("/desk/urgent/")
    expect(leader.page.locator("main")).to_contain_text("没有加急的文件等您办理")

    signer = walk.at_desk(staff, "signer", **TOUCH)
    for address in ("/desk/", "/desk/leader/"):
        signer.open(address)
    signer.open("/desk/urgent/uses/")
    expect(signer.page.locator("main")).to_contain_text(TITLE)
    expect(signer.page.locator("main")).to_contain_text(REASON)
    public = walk.window(**TOUCH)
    public.open(f"/records/{made['record']}/")
    expect(public.page.locator("h1")).to_contain_text(TITLE)
