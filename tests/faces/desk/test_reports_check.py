"""核对年报 at the desk: published reports are uploaded, what does not fit is told, and nothing is kept."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.faces.desk import reports_check
from gongkai.oversee.annual.format import CURRENT
from tests import factories
from tests.faces.desk.desktop import at_desk, text
from tests.oversee.annual.reading import writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> factories.Staff:
    return factories.staff(name="云岫县水利局")


def written(**changed: int) -> bytes:
    cells = writer.consistent(CURRENT, random.Random(1)) | {name.replace("__", "."): n for name, n in changed.items()}
    return writer.report(CURRENT, 2023, cells, writer.Dress(writer.usual), writer.as_cells(1)).encode()


def sent(people: factories.Staff, *files: tuple[str, bytes], code: int = 200) -> str:
    given: dict[str, Any] = {"reports": [SimpleUploadedFile(name, data) for name, data in files]}
    answer = at_desk(people.officer).post(reverse("desk:reports_check"), given)
    assert answer.status_code == code
    return text(answer)


def test_the_page_is_in_the_navigation(people: factories.Staff):
    shown = text(at_desk(people.officer).get(reverse("desk:reports")))
    assert f'href="{reverse("desk:reports_check")}"' in shown


def test_what_does_not_fit_is_told_with_both_sides(people: factories.Staff):
    shown = sent(people, ("good.txt", written()), ("wrong.txt", written(new__total=4321)))
    assert "云州市人民政府 2023年" in shown
    assert "自然人与五类组织之和为" in shown
    assert "总计为4321" in shown
    assert "没有发现矛盾" in shown
    assert "读到的表格" in shown
    assert 'title="第' in shown


def test_a_file_that_cannot_be_read_says_why_and_the_others_are_answered(people: factories.Staff):
    shown = sent(people, ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), ("good.txt", written()))
    assert "另存为 docx" in shown
    assert "云州市人民政府 2023年" in shown


def test_words_of_a_file_are_shown_as_words(people: factories.Staff):
    hostile = written().decode().replace("云州市人民政府", "云州市<script>alert(1)</script>人民政府")
    shown = sent(people, ("<b>x</b>.txt", hostile.encode()))
    assert "<script>alert(1)" not in shown
    assert "<b>x</b>" not in shown


def test_without_a_file_it_says_so(people: factories.Staff):
    assert "请选择要核对的年度报告文件" in sent(people, code=422)


def test_too_large_an_upload_is_refused_before_it_is_read(people: factories.Staff, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reports_check, "LARGEST", 100)
    assert "没有接收" in sent(people, ("good.txt", written()), code=413)


def test_too_many_reports_at_once_are_refused(people: factories.Staff, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reports_check, "MOST", 1)
    assert "一次最多核对1份" in sent(people, ("a.txt", written()), ("b.txt", written()), code=422)
