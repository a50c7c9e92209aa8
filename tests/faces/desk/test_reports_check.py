"""核对年报 at the desk: published reports are uploaded, what does not fit is told, and nothing is kept."""

from __future__ import annotations

import random
from typing import Any

import lxml.html
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gongkai.faces.desk import reports_check
from gongkai.oversee.annual.format import CURRENT
from gongkai.oversee.annual.models import Verdict
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


WRONG = ("wrong.txt", written(new__total=4321))


def form(shown: str, action: str) -> dict[str, Any]:
    page = lxml.html.fromstring(shown)
    (one,) = page.xpath(f"//form[@action='{reverse(f'desk:{action}')}']")[:1]
    found: dict[str, Any] = {}
    for name, value in one.form_values():
        found.setdefault(name, []).append(value)
    assert found.get("csrfmiddlewaretoken"), "a browser would be refused"
    return found


def test_a_verdict_is_kept_shown_beside_the_finding_and_found_again(people: factories.Staff):
    given = form(sent(people, WRONG), "reports_explain")
    field = next(name for name in given if name.startswith("reason-"))
    client = at_desk(people.officer)
    answer = client.post(reverse("desk:reports_explain"), given | {field: "已电话核实，对方将更正"})
    assert "保存了1条" in text(answer)
    assert "已电话核实，对方将更正" in text(answer)
    again = sent(people, WRONG)
    assert "1处已说明" in again
    assert f"{people.officer.name}" in again
    assert "总计为4321" in again, "an explained finding is still shown"
    other = sent(people, ("wrong.txt", written(new__total=4322)))
    assert "原说明已失效" in other
    assert "已说明</span>" not in other
    assert "这个差异已经没有了" in sent(people, ("good.txt", written()))
    assert "已电话核实，对方将更正" in text(client.get(reverse("desk:reports_verdicts")))
    client.post(reverse("desk:reports_explain"), form(again, "reports_explain") | {field: ""})
    assert "已说明</span>" not in sent(people, WRONG)


def test_the_word_of_another_office_is_not_shown(people: factories.Staff):
    given = form(sent(people, WRONG), "reports_explain")
    field = next(name for name in given if name.startswith("reason-"))
    other = factories.staff(name="云岫县别处局")
    at_desk(other.officer).post(reverse("desk:reports_explain"), given | {field: "别处的说明"})
    assert "别处的说明" in sent(other, WRONG)
    assert "别处的说明" not in sent(people, WRONG)


@pytest.mark.parametrize("action", ["reports_explain", "reports_scope"])
def test_what_was_not_found_here_is_not_judged(people: factories.Staff, action: str):
    client = at_desk(people.officer)
    for token in ("", "x", "eyJhIjoxfQ:1:x"):
        answer = client.post(reverse(f"desk:{action}"), {"sheet": token, "reports": token}, follow=True)
        assert "已经失效" in text(answer)
    assert not Verdict.objects.exists()


def three() -> list[tuple[str, bytes]]:
    one, two = (writer.consistent(CURRENT, random.Random(seed)) for seed in (1, 2))
    whole: dict[str, Any] = {name: (one[name] or 0) + (two[name] or 0) for name in one}  # type: ignore[operator]
    plain = writer.Dress(writer.usual)
    return [
        (f"{name}.txt", writer.report(CURRENT, 2023, cells, plain, writer.as_cells(1)).replace("云州市人民政府", organ).encode())
        for name, cells, organ in (
            ("whole", whole | {"penalty.decisions": 1}, "云州市人民政府"), ("a", one, "望溪科技馆"), ("b", two, "白鹭图书馆"),
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"whole": "0", "part": ["1", "2"], "complete": "yes"}, ["不相符", "行政处罚", "是全部下级", "相差"]),
        ({"whole": "0", "part": ["1"], "complete": "no"}, ["口径可能不同", "行政处罚", "是部分下级"]),
        ({"whole": "1", "part": ["1"], "complete": "no"}, ["至少勾选一份"]),
        ({"whole": "9", "part": ["1"], "complete": "no"}, ["请选择哪一份是汇总"]),
        ({"whole": "0", "part": ["x"], "complete": "no"}, ["请选择哪一份是汇总"]),
    ],
)
def test_which_files_make_up_which_is_for_the_user_to_say(
    people: factories.Staff, chosen: dict[str, Any], words: list[str]
):
    given = form(sent(people, *three()), "reports_scope")
    answer = at_desk(people.officer).post(reverse("desk:reports_scope"), given | chosen, follow=True)
    for one in words:
        assert one in text(answer)


def test_years_that_differ_are_not_added(people: factories.Staff):
    files = three()
    files[2] = ("b.txt", files[2][1].decode().replace("2023年", "2022年").encode())
    given = form(sent(people, *files), "reports_scope")
    chosen = {"whole": "0", "part": ["1", "2"], "complete": "yes"}
    answer = at_desk(people.officer).post(reverse("desk:reports_scope"), given | chosen, follow=True)
    assert "不是同一年度" in text(answer)


def test_what_was_said_is_looked_up_once_however_many_reports(people: factories.Staff):
    client = at_desk(people.officer)

    def asked(n: int) -> int:
        files = [SimpleUploadedFile(f"{one}.txt", written(new__total=one)) for one in range(n)]
        with CaptureQueriesContext(connection) as queries:
            client.post(reverse("desk:reports_check"), {"reports": files})
        return len(queries)

    asked(1)
    assert asked(1) == asked(5)
