"""The ledger on the desk: who sees which lines and what of them, filters, pages by key, exports that can be checked."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from lxml import html
from openpyxl import load_workbook

from gongkai.faces.desk import ledger_pages
from gongkai.kernel.ledger import operations as ledger
from gongkai.kernel.ledger import queries
from gongkai.kernel.ledger.rules import entry_hash
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import CHINA, now
from tests import factories

pytestmark = pytest.mark.django_db
TITLE = "云岫县尚未公开的重大事项方案"


@pytest.fixture
def city() -> dict[str, Client]:
    home = factories.organ("云岫县人民政府办公室", is_supervisor=True)
    people = factories.staff(government=home)
    draft = factories.draft(people, title=TITLE)
    elsewhere = factories.staff()
    factories.draft(elsewhere, title=TITLE)
    ledger.write(
        actor=ledger.Actor(people.drafter.pk, "伍汉臣"), verb="修改标题", object_type="revision", object_id=draft.pk,
        at=now(), organ_id=people.organ.pk, detail={"title": TITLE},
    )  # fmt: skip
    clients = {}
    for role in ("auditor", "admin", "supervisor"):
        clients[role] = Client()
        clients[role].force_login(factories.person(role, organ=home))
    clients["organ"] = people.organ.pk  # type: ignore[assignment]
    clients["elsewhere"] = elsewhere.organ.pk  # type: ignore[assignment]
    return clients


def sequence(answer) -> list[int]:
    page = html.document_fromstring(answer.content)
    return [int(cell.text_content().replace(",", "")) for cell in page.xpath("//td[@data-label='序号']")]


def test_the_auditor_sees_every_line_whole(city):
    answer = city["auditor"].get("/desk/ledger/")
    assert TITLE in answer.content.decode()
    assert sequence(answer) == list(queries.entries().values_list("seq", flat=True)[:50])


def test_the_administrator_sees_administrative_lines_only(city):
    answer = city["admin"].get("/desk/ledger/")
    types = set(queries.entries().filter(pk__in=sequence(answer)).values_list("object_type", flat=True))
    assert types == {"organ"}
    assert TITLE not in answer.content.decode()
    hidden = queries.entries().filter(object_type="revision").first()
    assert hidden is not None
    assert city["admin"].get(f"/desk/ledger/{hidden.pk}/").status_code == 404


def test_the_supervisor_sees_that_something_was_done_in_its_organs_but_not_what(city):
    answer = city["supervisor"].get("/desk/ledger/")
    found = queries.entries().filter(pk__in=sequence(answer))
    assert city["organ"] in set(found.values_list("organ_id", flat=True))
    assert city["elsewhere"] not in set(found.values_list("organ_id", flat=True))
    assert TITLE not in answer.content.decode()
    line = queries.entries().get(verb="修改标题")
    page = city["supervisor"].get(f"/desk/ledger/{line.pk}/").content.decode()
    assert TITLE not in page
    assert "不能看到内容" in page
    assert line.hash in page


def test_a_filter_narrows_by_person_organ_verb_object_and_day(city):
    client, line = city["auditor"], queries.entries().get(verb="修改标题")
    for asked in (
        {"person": "伍汉"}, {"organ": city["organ"]}, {"verb": "修改标题"}, {"type": "revision"},
        {"type": "revision", "object": line.object_id}, {"since": f"{now():%Y-%m-%d}"}, {"until": f"{now():%Y-%m-%d}"},
    ):  # fmt: skip
        assert line.pk in sequence(client.get("/desk/ledger/", asked)), asked
    tomorrow = f"{now() + timedelta(days=1):%Y-%m-%d}"
    for asked in (
        {"person": "没有"}, {"organ": city["elsewhere"]}, {"verb": "退回"}, {"type": "organ"}, {"object": "0"}, {"since": tomorrow},
    ):  # fmt: skip
        assert line.pk not in sequence(client.get("/desk/ledger/", asked)), asked


def test_nonsense_in_a_filter_asks_nothing(city):
    asked = {
        "organ": "x' OR 1=1",
        "since": "2026-13-45",
        "until": "去年",
        "before": "-1",
        "after": "9" * 40,
        "person": "\x00",
    }
    assert city["auditor"].get("/desk/ledger/", asked).status_code == 200


def test_a_day_is_a_day_of_china(city):
    at = datetime(2026, 3, 2, 0, 30, tzinfo=CHINA)  # still the first of March in London
    line = ledger.write(actor=ledger.Actor.system("测试"), verb="夜里", object_type="site", object_id=1, at=at)
    client = city["auditor"]
    assert line.pk in sequence(client.get("/desk/ledger/", {"since": "2026-03-02", "until": "2026-03-02"}))
    assert line.pk not in sequence(client.get("/desk/ledger/", {"until": "2026-03-01"}))


def many(count: int) -> None:
    lines = [ledger.Line("登录", "person", n) for n in range(count)]
    ledger.write_many(actor=ledger.Actor.system("测试"), lines=lines, at=now())


def test_pages_turned_by_key_show_every_line_once_there_and_back(city):
    many(130)
    client, url, seen = city["auditor"], "/desk/ledger/", []
    pages = []
    while True:
        answer = client.get(url)
        pages.append(sequence(answer))
        seen += pages[-1]
        following = html.document_fromstring(answer.content).xpath("//a[@rel='next']/@href")
        if not following:
            break
        url = f"/desk/ledger/{following[0]}"
    assert seen == list(range(queries.head()[0], 0, -1))
    for expected in reversed(pages[:-1]):
        back = html.document_fromstring(client.get(url).content).xpath("//a[@rel='prev']/@href")[0]
        url = f"/desk/ledger/{back}"
        assert sequence(client.get(url)) == expected


@pytest.mark.parametrize("count", [3, 300])
def test_the_list_asks_the_same_whatever_its_length(city, count: int, django_assert_max_num_queries):
    many(count)
    with django_assert_max_num_queries(12):
        city["auditor"].get("/desk/ledger/")


def test_an_export_can_be_recomputed_line_by_line_and_is_noted(city):
    answer = city["auditor"].post("/desk/ledger/export/", {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    size, _ = queries.head()
    assert len(rows) == size - 1  # the export's own line came after
    for row in rows:
        number = lambda name, row=row: int(row[name]) if row[name] else None  # noqa: E731
        actor = {
            "id": number("人员编号"),
            "name": row["姓名"],
            "post": row["岗位"],
            "organ_id": number("任职机关编号"),
            "organ": row["机关"],
        }
        found = entry_hash(
            seq=int(row["序号"]), previous=row["上一行摘要"], at=datetime.fromisoformat(row["时间（UTC）"]), actor=actor,
            verb=row["动作"], object_type=row["对象类型"], object_id=row["对象编号"], organ_id=number("所属机关编号"),
            detail=json.loads(row["内容"]),
        )  # fmt: skip
        assert found == row["本行摘要"]
    line = queries.entries().first()
    assert line is not None
    assert (line.verb, line.detail["rows"], line.detail["format"]) == ("导出台账", len(rows), "csv")


def test_an_export_holds_what_its_reader_may_see_and_no_formula(city):
    ledger.write(actor=ledger.Actor(None, "=HYPERLINK(1)"), verb="登录", object_type="person", object_id="1", at=now())
    answer = city["admin"].post("/desk/ledger/export/", {"format": "xlsx"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert tuple(values[0]) == ledger_pages.COLUMNS
    assert {row[8] for row in values[1:]} == {"organ", "person"}
    assert values[1][4] == "'=HYPERLINK(1)"
    supervisor = city["supervisor"].post("/desk/ledger/export/", {"format": "csv"}).content.decode()
    assert TITLE not in supervisor
    assert "修改标题" in supervisor


def test_an_export_is_bounded(city, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ledger_pages, "MOST_EXPORTED", 2)
    before = queries.head()
    answer = city["auditor"].post("/desk/ledger/export/", {"verb": ""}, follow=True)
    assert "请缩小日期范围" in answer.content.decode()
    assert queries.head() == before
    assert city["auditor"].get("/desk/ledger/export/").status_code == 405


def test_reading_writes_nothing(city):
    before = queries.head()
    for who in ("auditor", "admin", "supervisor"):
        city[who].get("/desk/ledger/")
        city[who].get("/desk/ledger/1/")
    assert queries.head() == before


def test_every_role_that_reads_nothing_is_kept_out(city):
    client = Client()
    client.force_login(factories.person(Role.SIGNER, organ=factories.organ()))
    assert client.get("/desk/ledger/").status_code == 403
