"""Import and export by workbook: a round trip changes nothing, bad files are refused in words."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from openpyxl import Workbook, load_workbook

from gongkai.faces.desk import admin_workbooks
from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.organizations.models import Organ, Person, Post
from gongkai.kernel.organizations.operations import ORGAN_COLUMNS, POST_COLUMNS
from gongkai.kernel.organizations.queries import Role
from tests import factories

pytestmark = pytest.mark.django_db
URL = "/desk/admin/tables/"


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(factories.person(Role.ADMIN, organ=factories.organ("云岫县人民政府办公室"), name="童雪莉"))
    return client


def workbook(posts: list[list[object]], organs: list[list[object]] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "人员岗位"
    for row in [list(POST_COLUMNS), *posts]:
        sheet.append(row)
    if organs is not None:
        other = book.create_sheet("机关")
        for row in [list(ORGAN_COLUMNS), *organs]:
            other.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client: Client, data: bytes, name: str = "a.xlsx"):
    return client.post(URL, {"file": SimpleUploadedFile(name, data)})


def text(answer) -> str:
    return " ".join(html.document_fromstring(answer.content).xpath("string(//main)").split())


def packed(answer) -> dict[str, str]:
    form = html.document_fromstring(answer.content).xpath("//form[.//input[@name='packed']]")[0]
    return {name: value for name, value in form.form_values() if value}


ROW: list[object] = [
    "伍汉臣",
    "wuhanchen",
    "wu@yunxiu.example",
    13900000000,
    "云岫县人民政府办公室",
    "科员",
    "起草",
    "2026-01-01",
]


def test_a_table_is_previewed_and_then_imported_without_choosing_the_file_again(admin: Client):
    organs = [["云岫县水利局", "县水利局", "县级", "政府部门", "云岫县人民政府办公室"]]
    preview = upload(admin, workbook([ROW, [*ROW[:4], "云岫县水利局", "科员", "初审", ""]], organs))
    assert "新设机关1个、登记人员1名、设置岗位2个" in text(preview)
    assert not Person.objects.filter(username="wuhanchen").exists()
    admin.post(URL, packed(preview))
    person = Person.objects.get(username="wuhanchen")
    assert (person.phone, person.posts.count(), Organ.objects.count()) == ("13900000000", 2, 2)
    assert not person.has_usable_password()


def test_faulty_rows_are_named_and_nothing_is_imported(admin: Client):
    preview = upload(admin, workbook([ROW, [*ROW[:6], "国王"], [*ROW[:4], "没有的局", "", "起草"]]))
    assert "第 3 行" in text(preview)
    assert "没有“国王”这个角色" in text(preview)
    assert "“没有的局”不存在" in text(preview)
    assert b'name="packed"' not in preview.content
    assert not Person.objects.filter(username="wuhanchen").exists()


def test_a_forged_or_foreign_preview_is_refused(admin: Client):
    good = packed(upload(admin, workbook([ROW])))
    for changed in (good["packed"][:-3] + "abc", "x", ""):
        answer = admin.post(URL, {"packed": changed})
        assert (answer.status_code, "预览已过期" in text(answer)) == (422, True)
    other = Client()
    other.force_login(factories.person(Role.ADMIN, organ=factories.organ()))
    assert other.post(URL, good).status_code == 422
    assert not Person.objects.filter(username="wuhanchen").exists()


def test_what_changed_between_preview_and_import_is_checked_again(admin: Client):
    good = packed(upload(admin, workbook([ROW])))
    Person.objects.create(username="wuhanchen", name="另一人")
    answer = admin.post(URL, good)
    assert "已属于另一人" in text(answer)


def test_an_export_comes_back_as_a_table_that_changes_nothing(admin: Client):
    organ = factories.organ("=云岫县水利局", review_path="vertical", higher="澜州市水利局")
    factories.person(Role.DRAFT, Role.FIRST_REVIEW, organ=organ)
    before = Post.objects.count()
    answer = admin.post(f"{URL}export/")
    line = ledger.entries().first()
    assert line is not None
    assert (line.verb, line.detail["posts"]) == ("导出机关和人员", before)
    book = load_workbook(io.BytesIO(answer.content))
    assert book["机关"].cell(3, 1).value == "=云岫县水利局"
    assert book["机关"].cell(3, 1).data_type == "s"
    row = dict(zip(ORGAN_COLUMNS, [cell.value for cell in book["机关"][3]], strict=True))
    assert (row["复议管辖"], row["上级机关全称"], row["所在地人民政府"]) == ("垂直领导机关", "澜州市水利局", None)
    assert "系统里都已经有了" in text(upload(admin, answer.content))


def test_a_table_from_an_earlier_template_is_still_read(admin: Client):
    book = load_workbook(io.BytesIO(workbook([ROW], [])))
    for name in ("所在地人民政府", "上级机关全称", "复议管辖"):
        book["机关"].delete_cols(ORGAN_COLUMNS.index(name) + 1)
    out = io.BytesIO()
    book.save(out)
    assert upload(admin, out.getvalue()).status_code == 200


def test_the_template_has_every_column_and_choices(admin: Client):
    book = load_workbook(io.BytesIO(admin.get(f"{URL}template/").content))
    assert [cell.value for cell in book["机关"][1]] == list(ORGAN_COLUMNS)
    assert [cell.value for cell in book["人员岗位"][1]] == list(POST_COLUMNS)
    assert book["人员岗位"].data_validations.dataValidation
    assert "表中没有内容" in text(upload(admin, admin.get(f"{URL}template/").content))


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 110_000_000)
    return out.getvalue()


def renamed_column() -> bytes:
    book = load_workbook(io.BytesIO(workbook([ROW])))
    book["人员岗位"]["G1"] = "权限"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "请选择"),
        (b"name,role\n", "请选择 xlsx 文件"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "请选择 xlsx 文件"),
        (b"PK\x03\x04" + b"x" * 600, "损坏"),
        (workbook([ROW])[:-40], "损坏"),
        (b"PK\x03\x04" + b"0" * (5 * 1024 * 1024), "超过 5 MB"),
    ],
)
def test_a_file_that_is_no_such_workbook_is_refused_in_words(admin: Client, data: bytes, said: str):
    answer = upload(admin, data)
    assert answer.status_code == 422
    assert said in text(answer) or "空" in text(answer)


def test_a_bomb_a_strange_workbook_and_missing_columns_are_refused(admin: Client):
    plain = Workbook()
    out = io.BytesIO()
    plain.save(out)
    with zipfile.ZipFile(empty := io.BytesIO(), "w") as archive:
        archive.writestr("a.txt", "no workbook")
    for data, said in (
        (bomb(), "炸弹"), (out.getvalue(), "没有“机关”或“人员岗位”"), (renamed_column(), "缺少列：角色"),
        (empty.getvalue(), "无法读取"),
    ):  # fmt: skip
        answer = upload(admin, data)
        assert (answer.status_code, said in text(answer)) == (422, True), said


def test_cells_become_text_as_a_person_reads_them():
    from datetime import date, datetime

    values = {None: "", 3.0: "3", 13900000000: "13900000000", datetime(2026, 3, 1, 0, 0): "2026-03-01",  # noqa: DTZ001  as a workbook has it
              date(2026, 3, 1): "2026-03-01", " 甲 ": "甲", True: "True"}  # fmt: skip
    assert {key: admin_workbooks._text(key) for key in values} == values
