"""What the journeys hand in: a policy with its fields, an attachment, a number that screening must find."""

from __future__ import annotations

import io

from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.journeys.window import Window

SUMMARY = "明确农村饮用水水源的保护范围、巡查要求和各单位责任。"
# A made-up person: right check digit, a district code that is not in use.
PERSONAL = "110101199003070134"
TO_ITS_END = "paragraph => { getSelection().selectAllChildren(paragraph); getSelection().collapseToEnd(); }"


def workbook(*rows: tuple[object, ...]) -> bytes:
    """An xlsx file with these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def begin(desk: Window, title: str, kind: str = "行政规范性文件") -> int:
    """新建 a document of a kind; the number of the draft."""
    desk.open("/desk/")
    desk.press("新建文件")
    desk.page.get_by_label(kind).check()
    desk.page.get_by_label("标题").fill(title)
    desk.press("开始起草")
    desk.page.wait_for_url("**/edit/")
    return int(desk.page.url.rstrip("/").split("/")[-2])


def write(page: Page, *paragraphs: str) -> None:
    """Type into the rich text, after its last paragraph."""
    area = page.get_by_role("textbox", name="正文")
    last = area.locator(":scope > p").last
    last.click()
    last.evaluate(TO_ITS_END)  # the End key goes no further than the line, and a paragraph may have two
    for place, paragraph in enumerate(paragraphs):
        if place or last.inner_text().strip():
            page.keyboard.press("Enter")
        page.keyboard.insert_text(paragraph)


def table(page: Page, *rows: tuple[str, str]) -> None:
    """Insert a table with the editor's own dialog and fill it."""
    page.keyboard.press("Enter")
    page.locator("button[data-name=table]").click()
    dialog = page.locator(".prose-editor-dialog")
    dialog.get_by_label("行数").fill(str(len(rows)))
    dialog.get_by_label("列数").fill("2")
    dialog.get_by_role("button", name="插入表格").click()
    expect(dialog).to_have_count(0)
    cells = page.locator(".ProseMirror").locator("th, td")
    expect(cells).to_have_count(2 * len(rows))
    cells.first.click()
    for place, cell in enumerate(cell for row in rows for cell in row):
        if place:
            page.keyboard.press("Tab")
        page.keyboard.insert_text(cell)


def missing(page: Page) -> list[str]:
    """What 提交前还差什么 says, in its order."""
    return page.locator("#gap-lines li").all_inner_texts()


def tick_all(page: Page) -> None:
    """Tick every gate or check of the form."""
    for box in page.locator(".gates input[type=checkbox]").all():
        box.check()
