"""Publication at an hour: the worker publishes when it comes and lifts when the term is over."""

from __future__ import annotations

import time

from playwright.sync_api import Page, expect

from tests.journeys import paper
from tests.journeys.conftest import Walk
from tests.journeys.window import Window

TITLE = "云岫县汛期值班安排"


def _status(reader: Window, address: str, wanted: int, patience: float) -> float:
    """Seconds until an address answers with a status."""
    begun = time.monotonic()
    while (status := reader.context.request.get(address).status) != wanted:
        assert time.monotonic() - begun < patience, f"{address} still answers {status}"
        time.sleep(0.2)
    return time.monotonic() - begun


def _found(page: Page) -> bool:
    page.goto(f'/search/?q="{TITLE}"')
    return bool(page.locator("main .entry-title a").filter(has_text=TITLE).count())


def test_a_document_is_published_at_its_hour_and_lifted_at_its_term(walk: Walk):
    staff = walk.city.staff()
    begun = time.monotonic()
    final = walk.at_desk(staff, "final")
    reader = walk.window()
    wait = max(8.0, 2 * (time.monotonic() - begun))  # as much as this machine needs to pass it before the hour
    made = walk.city.ask(
        "draft", organ=staff.organ, state="final_review", title=TITLE, kind="notice", publish_in=wait, lift_in=wait + 12
    )
    hour = made["publish_at"]
    address = f"/records/{made['record']}/"
    final.page.goto(f"/desk/documents/{made['revision']}/moves/final_pass/")
    paper.tick_all(final.page)
    with final.page.expect_navigation():
        final.page.locator("#decide").get_by_role("button", name="终审通过").click()
    assert time.time() < hour, "this machine was too slow to pass it before its hour"
    expect(final.page.locator("main")).to_contain_text("等待定时发布")
    expect(final.page.locator("main")).to_contain_text("中国标准时间")
    assert reader.context.request.get(address).status == 404
    _status(reader, address, 200, wait + 10)
    late = time.time() - hour
    assert late >= 0, "not before its hour"
    assert late < 10, f"published {late:.1f} s after its hour"
    while not _found(reader.page):
        assert time.time() < made["lift_at"], "the worker has not brought it into the search"
    reader.expected |= {410}
    _status(reader, address, 410, 30)
    reader.open(address)
    expect(reader.page.locator("main")).to_contain_text("公开期限届满")
    until = time.monotonic() + 10
    while _found(reader.page):
        assert time.monotonic() < until, "what was lifted is still found"
    final.open("/desk/queue/scheduled/")
