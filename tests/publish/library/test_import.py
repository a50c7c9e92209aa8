"""Import: each file one published document with its heading, dates, 题注 and articles; editions of one work; never twice."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.config import audit
from gongkai.kernel.papers import queries as papers
from gongkai.kernel.records.models import Pending, Record, Tally
from gongkai.kernel.records.queries import public
from gongkai.kernel.records.terms import Attribute, Status, Validity
from gongkai.kernel.trust import queries as trust
from gongkai.kernel.vocabulary import CHINA
from gongkai.publish.library import operations as library
from gongkai.publish.library import queries
from gongkai.publish.library.archive import BrokenArchive

AT = datetime(2026, 11, 2, 9, tzinfo=CHINA)
HEAD = "\n\n2019年3月1日云岫县人民代表大会常务委员会第三次会议通过\n\n<!-- INFO END -->\n\n"
ARTICLES = "## 第一章 总则\n\n第一条 为了节约用水,制定本条例。\n\n第二条 本条例自2019年5月1日起施行。\n"
pytestmark = pytest.mark.django_db


def write(folder: Path, name: str, title: str, text: str = ARTICLES) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"# {title}{HEAD}{text}")


def bring(folder: Path) -> library.Imported:
    return library.import_path(folder, at=AT)


def test_a_text_becomes_a_published_document_of_the_demo_legislature(tmp_path) -> None:
    write(tmp_path, "地方性法规/云岫县节约用水条例(2019-03-01).md", "云岫县节约用水条例")
    assert bring(tmp_path).imported == 1
    record = Record.objects.select_related("organ", "current").get()
    assert (record.title, record.kind, record.status) == ("云岫县节约用水条例", "local_regulation", Status.PUBLISHED)
    assert record.source == "地方性法规/云岫县节约用水条例(2019-03-01).md"
    assert record.organ.name == library.LIBRARY_NAME
    assert (str(record.made_on), record.current.attribute) == ("2019-03-01", Attribute.OPEN)
    assert "第三次会议通过" in record.current.annotation
    assert record.index_number
    assert [p.label for p in queries.provisions_of(record) if p.label] == ["第一章", "第一条", "第二条"]
    assert trust.check_proof(public.proof(record.current), trust.public_key_text()) == []
    assert Pending.objects.filter(record=record).exists()


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("宪法", "law"), ("民法典", "law"), ("行政法规", "regulation"), ("DLC/某地/地方性法规", "local_regulation"),
        ("部门规章/公安部", "department_rule"), ("司法解释", "interpretation_judicial"), ("案例", "case"),
        ("其他", "library_other"),
    ],
)  # fmt: skip
def test_the_folder_gives_the_kind_and_only_rules_count_as_rules(tmp_path, folder, kind) -> None:
    write(tmp_path, f"{folder}/一部法(2019-03-01).md", "一部法")
    bring(tmp_path)
    assert Record.objects.get().kind == kind
    assert queries.count_of_rules() == (0 if kind in {"interpretation_judicial", "case", "library_other"} else 1)


def test_index_and_template_files_are_no_documents(tmp_path) -> None:
    for name in ("_index.md", "README.md", "法律法规模版.md", "法律/甲法.md"):
        write(tmp_path, name, "甲法")
    assert bring(tmp_path).imported == 1


def test_dated_files_of_one_title_are_versions_of_one_work(tmp_path) -> None:
    for day in ("2007-08-30", "2021-06-10", "2013-06-29"):
        write(tmp_path, f"法律/甲法({day}).md", "甲法")
    bring(tmp_path)
    newest = Record.objects.get(source__contains="2021")
    assert [str(e.dated_on) for e in queries.editions_of(newest)] == ["2021-06-10", "2013-06-29", "2007-08-30"]
    standing = {str(r.made_on): public.validity(r, AT.date()) for r in Record.objects.all()}
    assert standing == {
        "2021-06-10": Validity.IN_FORCE, "2013-06-29": Validity.AMENDED, "2007-08-30": Validity.AMENDED,
    }  # fmt: skip


def test_a_later_edition_that_comes_with_another_import_replaces_the_former(tmp_path) -> None:
    write(tmp_path / "a", "法律/甲法(2007-08-30).md", "甲法")
    write(tmp_path / "b", "法律/甲法(2021-06-10).md", "甲法")
    bring(tmp_path / "a")
    bring(tmp_path / "b")
    assert dict(Record.objects.values_list("source", "superseded")) == {
        "法律/甲法(2007-08-30).md": True, "法律/甲法(2021-06-10).md": False,
    }  # fmt: skip
    assert [fault for find in audit.PARTS.values() for fault in find()] == []


def test_texts_of_different_kinds_under_one_title_do_not_replace_each_other(tmp_path) -> None:
    write(tmp_path, "法律/甲法(2007-08-30).md", "甲法")
    write(tmp_path, "案例/甲法(2021-06-10).md", "甲法")
    bring(tmp_path)
    assert not Record.objects.filter(superseded=True).exists()
    assert [fault for find in audit.PARTS.values() for fault in find()] == []


def test_a_second_run_imports_nothing(tmp_path) -> None:
    write(tmp_path, "法律/甲法(2007-08-30).md", "甲法")
    bring(tmp_path)
    again = bring(tmp_path)
    assert (again.imported, again.skipped, again.failed) == (0, 1, [])


def test_an_interruption_loses_at_most_the_batch_in_hand(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(library, "BATCH", 2)
    for n in range(5):
        write(tmp_path, f"法律/第{n}法.md", f"第{n}法")

    def stop(done: int, _total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.import_path(tmp_path, at=AT, progress=stop)
    assert Record.objects.count() == 4
    again = bring(tmp_path)
    assert (again.imported, again.skipped) == (1, 4)
    assert Record.objects.values("source").distinct().count() == Record.objects.count() == 5
    assert sum(Tally.objects.values_list("count", flat=True)) == 5


def test_a_file_with_a_classification_mark_is_refused_and_the_rest_goes_on(tmp_path) -> None:
    write(tmp_path, "法律/甲法.md", "甲法")
    write(tmp_path, "法律/乙法.md", "乙法", "机密★10年\n\n第一条 内容。\n")
    done = bring(tmp_path)
    assert done.imported == 1
    assert [(source, "涉密信息不得录入本系统" in reason) for source, reason in done.failed] == [("法律/乙法.md", True)]


def test_what_is_no_archive_is_refused_in_words(tmp_path) -> None:
    other = tmp_path / "laws.doc"
    other.write_bytes(b"\xd0\xcf\x11\xe0")
    with pytest.raises(BrokenArchive, match="不认识的文件类型"):
        bring(other)


def test_progress_reaches_the_whole(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(library, "BATCH", 2)
    for n in range(3):
        write(tmp_path, f"法律/第{n}法.md", f"第{n}法")
    seen: list[tuple[int, int]] = []
    library.import_path(tmp_path, at=AT, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(0, 3), (2, 3), (3, 3)]


def test_published_reports_come_in_with_the_file_as_it_was_read(shared, tmp_path) -> None:
    for name in ("liuan-2020", "zhongshan-2021", "nanchang-2021", "taishan-2022", "cangnan-2021"):
        (tmp_path / f"{name}.txt").write_bytes((shared / "samples" / "reports" / f"{name}.txt").read_bytes())
    done = bring(tmp_path)
    assert (done.imported, done.failed) == (5, [])
    for record in Record.objects.select_related("current"):
        assert record.kind == "published_report"
        (attachment,) = public.attachments(record.current)
        with papers.open_file(attachment.file_id) as file:
            assert file.read().decode() == (tmp_path / record.source).read_text()
        assert "(jiān)" not in record.current.text
    assert "坚持" in Record.objects.select_related("current").get(source="taishan-2022.txt").current.text


def test_texts_without_a_date_come_last_and_every_page_has_its_neighbours(tmp_path) -> None:
    undated = "# 某办法\n\n<!-- INFO END -->\n\n第一条 内容。\n"
    for n in range(5):
        write(tmp_path, f"法律/第{n}法({2011 + n}-03-01).md", f"第{n}法")
        (tmp_path / "法律" / f"无日期{n}.md").write_text(undated.replace("某", f"第{n}号"))
    bring(tmp_path)
    assert Record.objects.filter(made_on=None).count() == 5
    wanted = public.Filter(kinds=("law",), undated_last=True)
    every = [record.pk for record in public.page(wanted, size=20).rows]
    newest = list(Record.objects.exclude(made_on=None).order_by("-made_on").values_list("pk", flat=True))
    assert every[:5] == newest
    assert len(set(every)) == 10
    for size in (1, 3, 4, 5, 7, 10):
        page = public.page(wanted, size=size)
        forwards = [page.rows]
        while page.older:
            with CaptureQueriesContext(connection) as queries:
                page = public.page(wanted, before=page.older, size=size)
            assert len(queries) <= 3
            forwards.append(page.rows)
        assert [record.pk for rows in forwards for record in rows] == every
        backwards = [page.rows]
        while page.newer:
            page = public.page(wanted, after=page.newer, size=size)
            backwards.insert(0, page.rows)
        assert [record.pk for rows in backwards for record in rows] == every
