"""The edit page: every button saves first; two windows, an expired session or a refused file lose nothing."""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.kernel.papers.models import PaperNumber
from gongkai.kernel.records.models import Attachment, Finding, Revision
from gongkai.kernel.records.terms import State
from gongkai.kernel.vocabulary import now
from tests import factories
from tests.faces.desk.desktop import at_desk, edit, pressed, text, typed

pytestmark = pytest.mark.django_db
IDENTITY = "11010519491231002X"


@pytest.fixture
def people() -> factories.Staff:
    return factories.staff()


def _autosave(revision: Revision) -> str:
    return reverse("desk:autosave", args=[revision.pk])


def test_a_stale_edit_shows_both_versions_and_overwrites_neither(people: factories.Staff):
    revision = factories.draft(people)
    first, second = at_desk(people.drafter), at_desk(people.officer)
    old = typed(revision)
    assert second.post(edit(revision), typed(revision, title="别的窗口写的标题")).status_code == 302
    answer = first.post(edit(revision), old | {"title": "我写的标题", "body": "<p>我写的正文</p>"})
    assert answer.status_code == 409
    page = text(answer)
    assert "<del>别的窗口写的标题</del>" in page
    assert "<ins>我写的标题</ins>" in page
    assert "我写的正文" in answer.context["form"]["body"].value()
    revision.refresh_from_db()
    assert revision.title == "别的窗口写的标题"
    again = typed(revision) | {"title": "我写的标题", "version": answer.context["form"]["version"].value()}
    assert first.post(edit(revision), again).status_code == 302
    revision.refresh_from_db()
    assert revision.title == "我写的标题"


def test_autosave_answers_with_the_new_version_and_keeps_what_is_in_order(people: factories.Staff):
    revision = factories.draft(people)
    client = at_desk(people.drafter)
    answer = client.post(_autosave(revision), typed(revision, summary="新的概述", made_on="2026-13-45"))
    revision.refresh_from_db()
    assert answer.json()["version"] == revision.version
    assert "made_on" in answer.json()["errors"]
    assert revision.summary == "新的概述"
    assert revision.made_on is not None


def test_autosave_of_a_stale_window_is_409_and_stores_nothing(people: factories.Staff):
    revision = factories.draft(people)
    client, old = at_desk(people.drafter), typed(revision)
    client.post(_autosave(revision), typed(revision, summary="先到的"))
    assert client.post(_autosave(revision), old | {"summary": "后到的"}).status_code == 409
    revision.refresh_from_db()
    assert revision.summary == "先到的"


def test_autosave_without_a_session_says_so_and_stores_nothing(people: factories.Staff):
    revision = factories.draft(people)
    assert Client().post(_autosave(revision), typed(revision, summary="过期")).status_code == 302
    asked = Client().post(
        _autosave(revision), typed(revision, summary="过期"), headers={"X-Requested-With": "autosave"}
    )
    assert asked.status_code == 401
    revision.refresh_from_db()
    assert revision.summary != "过期"


def test_opening_the_page_makes_nobody_an_author(people: factories.Staff):
    revision = factories.draft(people)
    client = at_desk(people.officer)
    client.get(edit(revision))
    client.post(edit(revision), typed(revision))
    revision.refresh_from_db()
    assert not revision.editors.filter(person=people.officer).exists()
    assert revision.version == typed(revision)["version"]


def test_the_body_comes_back_from_the_text_area_as_it_was_stored(people: factories.Staff):
    revision = factories.draft(people)
    shown = at_desk(people.drafter).get(edit(revision)).context["form"]["body"].value()
    assert "</p>\n<h2>" in shown
    at_desk(people.drafter).post(edit(revision), typed(revision, body=shown))
    revision.refresh_from_db()
    assert revision.body == factories.BODY


def test_plain_lines_between_paragraphs_become_paragraphs(people: factories.Staff):
    revision = factories.draft(people)
    body = "<p>第一条</p>\n第二条 没有脚本时直接输入\n<p>第三条</p>"
    at_desk(people.drafter).post(edit(revision), typed(revision, body=body))
    revision.refresh_from_db()
    assert revision.body == "<p>第一条</p><p>第二条 没有脚本时直接输入</p><p>第三条</p>"


@pytest.mark.parametrize("written", ["2026年11月3日", "２０２６．１１．３", "2026/11/3", "2026-11-03"])
def test_a_date_is_understood_as_people_write_it(people: factories.Staff, written: str):
    revision = factories.draft(people)
    at_desk(people.drafter).post(edit(revision), typed(revision, made_on=written))
    revision.refresh_from_db()
    assert revision.made_on is not None
    assert revision.made_on.isoformat() == "2026-11-03"


def test_a_timed_publication_is_read_in_china_time(people: factories.Staff):
    revision = factories.draft(people)
    at_desk(people.drafter).post(edit(revision), typed(revision, publish_at="2030-01-02T09:30"))
    revision.refresh_from_db()
    assert revision.publish_at is not None
    assert revision.publish_at.isoformat() == "2030-01-02T01:30:00+00:00"
    assert 'value="2030-01-02T09:30"' in text(at_desk(people.drafter).get(edit(revision)))


def test_submitting_an_unfinished_draft_says_what_is_missing_and_keeps_it(people: factories.Staff):
    revision = factories.draft(people, empty=True)
    client = at_desk(people.drafter)
    answer = client.post(edit(revision), typed(revision, title="半成品", do="submit"), follow=True)
    page = text(answer)
    assert "还不能提交" in page
    assert "填写内容概述" in page
    assert 'href="#id_summary-field"' in page
    revision.refresh_from_db()
    assert (revision.title, revision.state) == ("半成品", State.DRAFTING)


def test_a_classification_mark_is_refused_and_never_stored(people: factories.Staff):
    revision = factories.draft(people)
    client = at_desk(people.drafter)
    secret = "<p>秘密★10年</p>"
    answer = client.post(edit(revision), typed(revision, body=secret))
    assert answer.status_code == 422
    assert "涉密信息不得录入本系统" in text(answer)
    assert client.post(_autosave(revision), typed(revision, body=secret)).status_code == 422
    revision.refresh_from_db()
    assert "★" not in revision.body


def test_files_are_taken_one_by_one_and_a_bad_one_is_named(people: factories.Staff):
    revision = factories.draft(people)
    client = at_desk(people.drafter)
    files = [
        SimpleUploadedFile("名单.txt", "第一批名单".encode()),
        SimpleUploadedFile("假的.pdf", b"MZ not a pdf at all"),
        SimpleUploadedFile("表.csv", "甲,乙".encode()),
    ]
    page = text(client.post(edit(revision), typed(revision, title="改过的标题", do="attach", files=files), follow=True))
    assert "假的.pdf" in page
    assert "已上传2个附件" in page
    revision.refresh_from_db()
    assert revision.title == "改过的标题"
    assert sorted(revision.attachments.values_list("name", flat=True)) == ["名单.txt", "表.csv"]
    gone = revision.attachments.get(name="表.csv")
    assert f'value="detach:{gone.pk}"' in page
    client.post(edit(revision), typed(revision, do=f"detach:{gone.pk}"))
    assert list(revision.attachments.values_list("name", flat=True)) == ["名单.txt"]


def test_a_file_of_another_draft_cannot_be_removed_from_here(people: factories.Staff):
    one, other = factories.draft(people), factories.draft(people)
    client = at_desk(people.drafter)
    client.post(edit(other), typed(other, do="attach", files=[SimpleUploadedFile("名单.txt", b"a")]))
    client.post(edit(one), typed(one, do=f"detach:{Attachment.objects.get().pk}"))
    assert Attachment.objects.count() == 1


def _word(*lines: str) -> SimpleUploadedFile:
    document, out = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "甲", "乙"
    document.save(out)
    return SimpleUploadedFile("正文.docx", out.getvalue())


def test_a_word_file_is_imported_with_its_table(people: factories.Staff):
    revision = factories.draft(people, empty=True)
    client = at_desk(people.drafter)
    client.post(edit(revision), typed(revision, do="import", source=_word("从文件来的第一段")))
    revision.refresh_from_db()
    assert "从文件来的第一段" in revision.body
    assert "<td>甲</td>" in revision.body
    client.post(edit(revision), typed(revision, do="import", replace="1", source=_word("第二个文件")))
    revision.refresh_from_db()
    assert "从文件来的第一段" not in revision.body


@pytest.mark.parametrize("name", ["正文.doc", "正文.wps", "正文.ofd"])
def test_an_old_word_file_is_refused_as_a_source_with_what_to_do(people: factories.Staff, name: str):
    revision = factories.draft(people)
    source = SimpleUploadedFile(name, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    answer = at_desk(people.drafter).post(edit(revision), typed(revision, do="import", source=source), follow=True)
    assert "另存为docx" in text(answer)


def test_a_paste_from_word_keeps_its_table(people: factories.Staff):
    html = "<p class=MsoNormal>一段<o:p></o:p></p><table class=MsoTableGrid><tr><td><p>甲</p></td></tr></table><script>x</script>"
    answer = at_desk(people.drafter).post(reverse("desk:paste"), {"html": html})
    assert "<td>甲</td>" in answer.json()["html"]
    assert "script" not in answer.json()["html"]


def test_a_number_is_taken_once_and_given_up_with_a_reason(people: factories.Staff):
    revision = factories.draft(people)
    client = at_desk(people.drafter)
    client.post(edit(revision), typed(revision, do="number"))
    revision.refresh_from_db()
    assert revision.doc_number == f"{people.organ.code}〔{now().year}〕1号"
    assert "取号</button>" not in text(client.get(edit(revision)))
    void = reverse("desk:void_number", args=[revision.pk])
    assert "请填写作废原因" in text(client.post(void, {"version": revision.version, "reason": ""}))
    client.post(void, {"version": revision.version, "reason": "改用联合发文"})
    revision.refresh_from_db()
    assert revision.doc_number == ""
    assert PaperNumber.objects.get().voiding.reason == "改用联合发文"


def test_an_abandoned_draft_gives_its_number_up_with_a_reason(people: factories.Staff):
    revision = factories.draft(people)
    client = at_desk(people.drafter)
    client.post(edit(revision), typed(revision, do="number"))
    refused = pressed(client, revision, "abandon")
    assert refused.status_code == 422
    assert pressed(client, revision, "abandon", comment="重复起草").status_code == 302
    revision.refresh_from_db()
    assert revision.state == State.ABANDONED
    assert PaperNumber.objects.get().voiding.reason == "重复起草"


def test_a_personal_number_stops_submission_until_it_is_masked(people: factories.Staff):
    revision = factories.draft(people, body=f"<p>经办人身份证号{IDENTITY}。</p>")
    client = at_desk(people.drafter)
    client.post(edit(revision), typed(revision, do="submit"))
    revision.refresh_from_db()
    assert revision.state == State.DRAFTING
    page = text(client.get(edit(revision)))
    assert "须处理" in page
    panel = page[page.index('id="screening"') :]
    assert IDENTITY not in panel, "the panel shows the place, not the value"
    finding = Finding.objects.get(revision=revision, decision="open")
    assert f'value="mask:{finding.pk}"' in panel
    assert f'value="keep:{finding.pk}"' in panel
    client.post(edit(revision), typed(revision, do=f"mask:{finding.pk}"))
    revision.refresh_from_db()
    assert IDENTITY not in revision.body
    client.post(edit(revision), typed(revision, do="submit"))
    revision.refresh_from_db()
    assert revision.state == State.DISCLOSURE_CHECK


def test_a_hit_may_stay_only_by_the_office_with_reason_basis_and_review_date(people: factories.Staff):
    revision = factories.draft(people, body=f"<p>中标人身份证号{IDENTITY}。</p>")
    finding = Finding.objects.get(revision=revision, decision="open")
    url = reverse("desk:keep", args=[finding.pk])
    given = {
        "reason": "依法公示",
        "basis": "招标投标法实施条例第五十四条",
        "review_on": now().date() + timedelta(days=90),
    }
    assert "由公开机构批准" in text(at_desk(people.drafter).get(url))
    assert at_desk(people.drafter).post(url, given).status_code == 200
    finding.refresh_from_db()
    assert finding.decision == "open"
    assert "请填写保留理由" in text(at_desk(people.officer).post(url, given | {"reason": ""}))
    assert at_desk(people.officer).post(url, given).status_code == 302
    finding.refresh_from_db()
    assert (finding.decision, finding.approver) == ("kept", people.officer)


def test_a_state_secret_leaves_only_the_fact(people: factories.Staff):
    revision = factories.draft(people, empty=True)
    client = at_desk(people.drafter)
    fact = {
        "attribute": "not_open", "ground": "g14_1", "reason": "定密机关已确定",
        "reassess_on": now().date() + timedelta(days=365), "title": "某某部署方案", "body": "",
    }  # fmt: skip
    client.post(edit(revision), typed(revision, **fact))
    revision.refresh_from_db()
    assert "涉密信息登记" in revision.title
    refused = client.post(edit(revision), typed(revision, **fact | {"body": "<p>部署内容</p>"}))
    assert refused.status_code == 422
    revision.refresh_from_db()
    assert revision.body == ""


def test_a_draft_that_was_submitted_meanwhile_cannot_be_edited(people: factories.Staff):
    revision = factories.draft(people)
    client, old = at_desk(people.drafter), typed(revision)
    factories.carry(people, revision, State.FIRST_REVIEW)
    answer = client.post(edit(revision), old | {"title": "晚了一步"}, follow=True)
    assert "不能修改" in text(answer)
    revision.refresh_from_db()
    assert revision.title != "晚了一步"
