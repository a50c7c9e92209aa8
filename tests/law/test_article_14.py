"""条例第十四条: state secrets never enter the system; for that ground only the fact is registered."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction

from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.papers import queries as papers
from gongkai.kernel.papers.models import StoredFile
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records import queries
from gongkai.kernel.records.models import Record, Revision, Snapshot
from gongkai.kernel.records.operations.drafting import SECRECY_TITLE
from gongkai.kernel.records.terms import Check, State
from gongkai.kernel.screening.marks import CLASSIFIED_SENTENCE
from gongkai.kernel.vocabulary import Refusal
from tests import factories
from tests.kernel.records import helpers

MARKED = ["机密★10年", "绝密★长期", "秘密★1年", "机密★"]
ONLY_THE_FACT = {
    "attribute": "not_open", "ground": "g14_1", "reason": "依法确定为国家秘密", "reassess_on": date(2027, 11, 2),
}  # fmt: skip


def workbook(text: str) -> bytes:
    """A workbook with an innocent sheet and a hidden one with the text."""
    book = openpyxl.Workbook()
    book.active["A1"] = "值班安排"
    hidden = book.create_sheet("附")
    hidden["C7"] = text
    hidden.sheet_state = "veryHidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def save(people: factories.Staff, revision: Revision, **fields):
    return verbs.save(
        revision_id=revision.pk, fields=fields, version=revision.version, by=people.of("drafter"), at=people.at
    )


def empty(people: factories.Staff) -> Revision:
    return factories.draft(people, kind="notice", at=people.at, empty=True)


def test_the_sentence_is_the_promised_one() -> None:
    assert CLASSIFIED_SENTENCE.startswith("涉密信息不得录入本系统")


@pytest.mark.parametrize("mark", MARKED)
@pytest.mark.parametrize("field", ["title", "body", "summary", "annotation", "keywords", "reason", "urgent_reason"])
def test_a_text_with_a_mark_is_refused_in_every_field(people, mark, field) -> None:
    revision = empty(people)
    value = f"<p>{mark}</p><p>关于演练的通知</p>" if field == "body" else mark
    with pytest.raises(Refusal, match="涉密信息不得录入本系统"):
        save(people, revision, **{field: value})
    assert mark not in str(Revision.objects.filter(pk=revision.pk).values())


def test_a_new_document_with_a_mark_in_its_title_is_not_begun(people) -> None:
    with pytest.raises(Refusal, match="涉密信息不得录入本系统"):
        verbs.create(organ=people.organ, kind="notice", by=people.of("drafter"), at=people.at, title="机密★10年 方案")
    assert not Record.objects.exists()


@pytest.mark.parametrize("mark", MARKED)
def test_a_file_with_a_mark_is_refused_and_leaves_no_byte(people, mark) -> None:
    revision = empty(people)
    for name, content in [("通知.txt", f"{mark}\n关于演练".encode()), ("值班.xlsx", workbook(mark))]:
        with pytest.raises(Refusal, match="涉密信息不得录入本系统"):
            verbs.attach(revision_id=revision.pk, name=name, content=content, by=people.of("drafter"), at=people.at)
    assert not revision.attachments.exists()
    assert not StoredFile.objects.exists()
    assert not any(mark.encode() in path.read_bytes() for path in papers.folder().rglob("*") if path.is_file())


def test_a_file_with_a_mark_in_its_name_is_refused(people) -> None:
    revision = empty(people)
    with pytest.raises(Refusal, match="涉密信息不得录入本系统"):
        verbs.attach(revision_id=revision.pk, name="机密★10年.txt", content=b"x", by=people.of("drafter"), at=people.at)


def test_for_a_state_secret_only_the_fact_is_registered(people) -> None:
    revision = save(people, empty(people), title="某某演练方案", summary="演练", keywords="演练", **ONLY_THE_FACT)
    assert (revision.title, revision.summary, revision.keywords) == (SECRECY_TITLE, "", "")
    assert "某某演练" not in str(list(Entry.objects.values()))
    revision = factories.carry(people, helpers.refresh(revision), State.KEPT, people.at)
    assert (revision.text, revision.body) == ("", "")
    assert "演练" not in str(list(Snapshot.objects.values()))


def test_for_a_state_secret_no_text_is_taken(people) -> None:
    with pytest.raises(Refusal, match="只登记事实"):
        save(people, empty(people), body="<p>演练的时间和地点</p>", **ONLY_THE_FACT)
    written = save(people, empty(people), body="<p>演练的时间和地点</p>")
    cleared = save(people, written, body="", **ONLY_THE_FACT)
    assert (cleared.body, cleared.text) == ("", "")
    marked = save(people, empty(people), **ONLY_THE_FACT)
    with pytest.raises(Refusal, match="只登记事实"):
        save(people, marked, body="<p>演练的时间和地点</p>")


def test_what_was_sent_into_review_before_it_was_known_as_a_secret_does_not_stay(people) -> None:
    revision = factories.draft(people, kind="notice", body="<p>演练的时间和地点</p>")
    revision = factories.carry(people, revision, State.FIRST_REVIEW, people.at)
    verbs.move(
        revision_id=revision.pk,
        code="return",
        by=people.of("first"),
        at=people.at,
        version=revision.version,
        comment="请核对",
    )
    assert "演练的时间" in str(list(Snapshot.objects.values("written")))
    save(people, helpers.refresh(revision), body="", **ONLY_THE_FACT)
    assert "演练" not in str(list(Snapshot.objects.values()))
    assert not [field for field in Revision.objects.values_list() if "演练" in str(field)]
    assert list(queries.faults()) == [], "the ledger answers for what was taken out"


def test_for_a_state_secret_no_file_is_taken(people) -> None:
    revision = save(people, empty(people), **ONLY_THE_FACT)
    with pytest.raises(Refusal, match="涉密信息不得录入本系统"):
        verbs.attach(revision_id=revision.pk, name="方案.txt", content=b"x", by=people.of("drafter"), at=people.at)
    with_file = empty(people)
    verbs.attach(revision_id=with_file.pk, name="方案.txt", content=b"x", by=people.of("drafter"), at=people.at)
    with pytest.raises(Refusal, match="移除附件"):
        save(people, helpers.refresh(with_file), **ONLY_THE_FACT)


def test_the_word_alone_is_no_mark(people) -> None:
    save(people, empty(people), body="<p>不得泄露国家秘密、商业秘密；保守工作机密。</p>")


def test_a_kept_secret_is_not_opened_again_with_its_text(people) -> None:
    revision = save(people, empty(people), **ONLY_THE_FACT)
    revision = factories.carry(people, helpers.refresh(revision), State.KEPT, people.at)
    from gongkai.kernel.records.operations.reassessing import reopen

    with pytest.raises(Refusal, match="解密后请新建文件"):
        reopen(revision_id=revision.pk, version=revision.version, by=people.of("drafter"), at=people.at)


def test_the_public_check_asks_for_secrecy_and_the_three_safeties_by_name(people) -> None:
    revision = factories.draft(people, state=State.DISCLOSURE_CHECK, at=people.at)
    for lacking in (Check.SECRECY, Check.SAFETY):
        ticks = [c.value for c in Check if c is not lacking]
        with pytest.raises(Refusal, match=lacking.label):
            helpers.step(people, revision, "checked", "officer", ticks=ticks)


@pytest.mark.parametrize("change", ['written = \'{"title": "x"}\'', "written = '{}', digest = 'x'", "files = '[]'"])
def test_a_snapshot_may_be_emptied_and_not_be_changed(people, change) -> None:
    revision = factories.draft(people, kind="notice")
    factories.carry(people, revision, State.FIRST_REVIEW, people.at)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE records_snapshot SET {change}")
