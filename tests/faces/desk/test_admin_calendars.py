"""The calendar pages: a year month by month, and a notice that is read, shown and then kept."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from gongkai.faces.desk.admin_calendars import months, words
from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.workdays import queries as workdays
from gongkai.kernel.workdays import shipped_tables
from gongkai.kernel.workdays.models import CalendarVersion
from tests import factories

URL = "/desk/admin/calendars/import/"
SOURCE = "国务院办公厅关于2027年部分节假日安排的通知(国办发明电〔2026〕9号)"
DAYS = """2027-01-01至2027-01-03,元旦,放假
2027-02-05至2027-02-11,春节,放假
2027-01-31,春节,上班
2027-04-03至2027-04-05,清明节,放假
2027-05-01至2027-05-05,劳动节,放假
2027-05-08,劳动节,上班
2027-06-09,端午节,放假
2027-09-15,中秋节,放假
2027-10-01至2027-10-07,国庆节,放假
2027-10-09,国庆节,上班"""


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(factories.person(Role.ADMIN, organ=factories.organ(), name="童雪莉"))
    return client


def sent(**changed: object) -> dict[str, object]:
    return {"year": "2027", "source": SOURCE, "days": DAYS} | changed


def test_every_working_day_of_a_shipped_year_is_counted_once():
    for table in shipped_tables():
        shown = months(table)
        cells = [cell for month in shown for week in month.weeks for cell in week if cell.day]
        assert len(cells) in {365, 366}
        first, last = date(table.year - 1, 12, 31), date(table.year, 12, 31)
        assert sum(month.working for month in shown) == workdays.Calendar((table,)).between(first, last)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((date(2026, 2, 14),), "2月14日"),
        ((date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 9)), "5月1日至2日、5月9日"),
        ((date(2026, 9, 30), date(2026, 10, 1)), "9月30日至10月1日"),
        ((date(2025, 12, 30), date(2025, 12, 31), date(2026, 1, 1)), "2025年12月30日至1月1日"),
        ((), ""),
    ],
)
def test_days_off_are_said_in_words(days: tuple[date, ...], said: str):
    assert words(days, 2026) == said


@pytest.mark.django_db
def test_a_year_is_shown_in_words_and_month_by_month(admin: Client):
    page = html.document_fromstring(admin.get("/desk/admin/calendars/2026/").content)
    assert len(page.xpath("//table[contains(@class, 'month')]")) == 12
    february = page.xpath("//table[contains(@class, 'month')]")[1]
    assert february.xpath("string(.//td[@class='makeup'][1])") == "14班"
    assert "春节" in february.text_content()
    assert "2月15日至23日" in page.text_content()


@pytest.mark.django_db
def test_a_pasted_notice_is_shown_first_and_kept_only_then(admin: Client):
    preview = admin.post(URL, sent())
    page = html.document_fromstring(preview.content)
    assert preview.status_code == 200
    assert not CalendarVersion.objects.exists()
    assert "2月5日至11日" in page.text_content()
    kept = dict(page.xpath("//form[.//input[@name='keep']]")[0].form_values())
    answer = admin.post(URL, kept)
    assert answer["Location"] == "/desk/admin/calendars/2027/"
    assert 2027 in workdays.current_calendar().years
    line = ledger.of_object("calendar", "2027-1").get()
    assert (line.verb, line.actor_name, line.detail["source"]) == ("导入工作日历", "童雪莉", SOURCE)


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_file_is_read_and_needed_once(admin: Client, encoding: str):
    file = SimpleUploadedFile("通知.csv", DAYS.encode(encoding))
    page = html.document_fromstring(admin.post(URL, sent(days="", file=file)).content)
    admin.post(URL, dict(page.xpath("//form[.//input[@name='keep']]")[0].form_values()))
    assert CalendarVersion.objects.get().days[0] == {"date": "2027-01-01", "kind": "holiday", "name": "元旦"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"days": ""}, "请粘贴"),
        ({"days": "2027-01-01,元旦,放假"}, "缺少"),
        ({"source": ""}, "请填写通知名称"),
        ({"year": "1990"}, "2000"),
        ({"year": "2028"}, "不属于2028年"),
        ({"days": DAYS + "\n2027-03-01,春节,上班"}, "本来就要上班"),
        ({"days": "", "file": SimpleUploadedFile("a.docx", b"PK\x03\x04" + b"x" * 100)}, "另存为文本"),
        ({"days": "", "file": SimpleUploadedFile("a.txt", b"\xff\xfe\x00\x81\xff\xff")}, "不是文本"),
    ],
)
def test_a_bad_notice_is_refused_in_words_and_stays_in_the_form(admin: Client, changed: dict[str, object], said: str):
    answer = admin.post(URL, sent(**changed))
    assert answer.status_code == 422
    assert said in html.document_fromstring(answer.content).text_content()
    if "days" not in changed:
        assert "2027-10-09" in answer.content.decode()
    assert not CalendarVersion.objects.exists()


@pytest.mark.django_db
def test_from_november_a_missing_year_is_asked_for(admin: Client, monkeypatch: pytest.MonkeyPatch):
    for today, asked in (("2026-10-31", False), ("2026-11-01", True)):
        monkeypatch.setenv("GONGKAI_TODAY", today)
        assert ("还没有2027年的放假安排" in admin.get("/desk/admin/").content.decode()) is asked
    admin.post(URL, sent(keep="1"))
    assert "还没有2027年" not in admin.get("/desk/admin/").content.decode()


@pytest.mark.django_db
def test_a_newer_version_leaves_the_older_one_to_be_read(admin: Client):
    admin.post(URL, sent(keep="1"))
    admin.post(URL, sent(keep="1", source=SOURCE + "(调整)"))
    page = admin.get("/desk/admin/calendars/2027/?version=1").content.decode()
    assert "已被新版代替" in page
    assert "第 2 版" in page
