"""The administrator: from the first password to an office that can work, without ever reading what it writes."""

from __future__ import annotations

import io
import json
import re

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.journeys import paper
from tests.journeys.conftest import Walk

ORGAN = "云岫县水务局"
PERSON = "骆清和"
SECRET_TITLE = "云岫县水务局尚未公开的草稿"
PASSWORD, OWN = "yun-xiu-2026-shui", "wang-xi-shui-ku-9917"
YEAR_2027 = """一、元旦：2027年1月1日（周五）至3日（周日）放假调休，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。1月31日（周日）、2月14日（周日）上班。
三、清明节：4月3日（周六）至5日（周一）放假，共3天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日（周三）放假，共1天。
六、中秋节：9月15日（周三）放假，共1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。"""


def test_an_administrator_sets_up_an_office_and_reads_no_draft(walk: Walk):
    made = walk.city.run("admin", "guan", "--display", "管少华")
    assert made.returncode == 0, made.stderr
    once = re.search(r"一次性密码：(\S+)", made.stdout)
    assert once is not None

    # The one-time password leads to a password of one's own and nowhere else.
    admin = walk.window()
    page = admin.page
    admin.open("/desk/sign-in/")
    admin.enter("guan", once[1])
    admin.open("/desk/admin/")
    assert page.url.endswith("/desk/password/")
    page.get_by_label("一次性密码").fill(once[1])
    page.get_by_label("新密码", exact=False).first.fill(PASSWORD)
    page.get_by_label("再次输入新密码").fill(PASSWORD)
    admin.leads(lambda: page.get_by_role("button", name="保存密码").click())
    admin.open("/desk/admin/")

    # An organ, a person, a post.
    admin.open("/desk/admin/organs/")
    admin.press("设立机关")
    for label, value in (
        ("机关全称", ORGAN), ("简称", "县水务局"), ("机关代字", "岫水发"), ("索引号机构码", "991000077"),
        ("政府信息公开工作机构", "办公室"), ("联系电话", "0999-0210077"),
    ):  # fmt: skip
        page.get_by_label(label).fill(value)
    page.get_by_label("机关性质").select_option(label="政府部门")
    admin.leads(lambda: page.get_by_role("button", name="保存", exact=True).click())
    expect(page.get_by_role("heading", level=1)).to_contain_text(ORGAN)
    admin.open("/desk/admin/people/")
    admin.press("登记人员")
    page.get_by_label("姓名").fill(PERSON)
    page.get_by_label("登录名").fill("luoqinghe")
    admin.leads(page.get_by_role("button", name="保存", exact=False).first.click)
    expect(page.get_by_role("heading", level=1)).to_contain_text(PERSON)
    admin.press("设置岗位")
    page.get_by_label("机关").select_option(label=ORGAN)
    page.get_by_label("角色").select_option(label="起草")
    page.get_by_label("职务").fill("水资源股科员")
    page.get_by_label("任职开始").fill("2026-01-01")
    admin.leads(lambda: page.get_by_role("button", name="设置岗位").click())
    expect(page.locator("main")).to_contain_text("水资源股科员")

    # The invitation is shown once; the person accepts it, signs in and writes.
    admin.leads(lambda: page.get_by_role("button", name="发出邀请").click())
    link = page.locator(".secret").inner_text().strip()
    assert link.startswith(walk.city.address)
    guest = walk.window()
    guest.expected |= {404}
    guest.open(link)
    expect(guest.page.locator("main")).to_contain_text("luoqinghe")
    guest.page.get_by_label("新密码", exact=False).first.fill(OWN)
    guest.page.get_by_label("再次输入新密码").fill(OWN)
    guest.leads(lambda: guest.page.get_by_role("button", name="启用账号").click())
    guest.press("去登录")
    guest.enter("luoqinghe", OWN)
    draft = paper.begin(guest, SECRET_TITLE)
    guest.open("/desk/account/")
    guest.open(link)
    expect(guest.page.locator("main")).to_contain_text("已经用过")

    # No content for the administrator: not the draft, not its title in any list.
    admin.expected |= {403}
    for address in (f"/desk/documents/{draft}/", f"/desk/documents/{draft}/edit/", "/desk/queue/drafts/"):
        admin.open(address)
        assert SECRET_TITLE not in page.content(), address
    for address in ("/desk/", "/desk/ledger/", "/desk/admin/", "/desk/admin/work/", "/desk/search/?q=尚未公开"):
        admin.open(address)
        assert SECRET_TITLE not in page.locator("main").inner_text(), address

    # A workbook: previewed, then taken as a whole; a faulty row is named.
    admin.open("/desk/admin/tables/")
    for role, wanted in (("校长", "需要改正的行"), ("初审", "将")):
        book = load_workbook(io.BytesIO(admin.context.request.get("/desk/admin/tables/template/").body()))
        book["人员岗位"].append(["何映雪", "heyingxue", "", "", ORGAN, "股长", role, "2026-01-01"])
        out = io.BytesIO()
        book.save(out)
        page.get_by_label("选择表格文件").set_input_files(
            [{"name": "人员.xlsx", "mimeType": "application/octet-stream", "buffer": out.getvalue()}]
        )
        admin.expected |= {422}
        admin.leads(lambda: page.get_by_role("button", name="预览").click())
        expect(page.locator("main")).to_contain_text(wanted)
    admin.leads(lambda: page.get_by_role("button", name="导入", exact=True).click())
    admin.open("/desk/admin/people/?q=heyingxue")
    expect(page.locator("main")).to_contain_text("何映雪")

    # A number of the rules page, with its source; the desk follows it at once.
    admin.open("/desk/admin/rules/")
    admin.press("内容概述", exact=False)
    page.get_by_label("新的数值").fill("120")
    page.get_by_label("来源").fill("云岫县政务公开工作规程第八条")
    admin.leads(lambda: page.get_by_role("button", name="设置", exact=True).click())
    admin.open("/desk/admin/rules/")
    expect(page.locator("main")).to_contain_text("云岫县政务公开工作规程第八条")
    guest.page.goto(f"/desk/documents/{draft}/edit/")
    expect(guest.page.locator("#id_summary-field")).to_contain_text("不超过120字")

    # Next year's calendar, read from the notice, looked at, then in force: results are no longer provisional.
    due = ("workdays", "due", "2026-12-28", "20", "--json")
    assert json.loads(walk.city.run(*due).stdout)["provisional"]
    admin.open("/desk/admin/calendars/")
    admin.press("导入放假安排")
    page.get_by_label("年份").fill("2027")
    page.get_by_label("通知名称和文号").fill("云岫县转发2027年部分节假日安排的通知")
    page.get_by_label("放假安排", exact=True).fill(YEAR_2027)
    admin.leads(lambda: page.get_by_role("button", name="预览").click())
    expect(page.locator("#read")).to_be_visible()
    admin.leads(lambda: page.get_by_role("button", name="启用2027年的安排").click())
    admin.open("/desk/admin/calendars/2027/")
    expect(page.locator("main")).to_contain_text("春节")
    assert not json.loads(walk.city.run(*due).stdout)["provisional"]
    for address in ("/desk/admin/site/", "/desk/admin/words/", "/desk/admin/organs/"):
        admin.open(address)
