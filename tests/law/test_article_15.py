"""条例第十五条: trade secrets and privacy; personal data stop a document until masked or kept for a reason (依规保留)."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.models import Finding
from gongkai.kernel.records.terms import Check, Decision, State
from gongkai.kernel.screening.scan import scan
from gongkai.kernel.vocabulary import Refusal
from tests import factories
from tests.kernel.records import helpers
from tests.kernel.records.helpers import MOBILE

IDENTITY = "11010519491231002X"
CARD = "6222020000000000005"
PLACES = {
    "body": f"<p>联系张明，手机{MOBILE}。</p>",
    "title": f"关于张明{MOBILE}的通知",
    "summary": f"联系手机{MOBILE}",
    "annotation": f"联系手机{MOBILE}",
    "keywords": f"手机{MOBILE}",
    "correction_wrong": f"手机{MOBILE}",
}


def in_a_cell(text: str, *, hidden: bool) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("名单")
    sheet["B2"] = text
    sheet.sheet_state = "hidden" if hidden else "visible"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("field", PLACES)
def test_a_mobile_number_stops_the_document_wherever_the_public_would_read_it(people, field) -> None:
    revision = factories.draft(people, at=people.at, **{field: PLACES[field]})
    with pytest.raises(Refusal, match="还有1处筛查结果未处理"):
        factories.carry(people, revision, State.DISCLOSURE_CHECK, people.at)


@pytest.mark.parametrize("value", [IDENTITY, MOBILE, "１３８００１３８０００", "138 0013 8000"])
def test_identity_numbers_and_mobiles_are_found_however_they_are_written(people, value) -> None:
    factories.draft(people, at=people.at, body=f"<p>张明，{value}</p>")
    assert Finding.objects.filter(decision=Decision.OPEN).count() == 1


def test_a_number_in_the_address_of_a_link_is_found_and_masked(people) -> None:
    revision = factories.draft(
        people, at=people.at, body=f'<p>张明,<a href="https://yunxiu.example/手机{MOBILE}">联系</a></p>'
    )
    finding = Finding.objects.get(revision=revision)
    assert (finding.place, finding.decision) == ("链接", Decision.OPEN)
    revision = verbs.mask_in_text(finding_id=finding.pk, by=people.of("drafter"), at=people.at)
    assert MOBILE not in revision.body
    assert "联系" in revision.body
    assert not Finding.objects.filter(revision=revision, decision=Decision.OPEN).exists()


@pytest.mark.parametrize("hidden", [False, True])
def test_a_number_in_a_sheet_hidden_or_not_stops_the_document(people, hidden) -> None:
    revision = factories.draft(people, at=people.at)
    verbs.attach(
        revision_id=revision.pk, name="名单.xlsx", content=in_a_cell(f"张明 {IDENTITY}", hidden=hidden),
        by=people.of("drafter"), at=people.at,
    )  # fmt: skip
    with pytest.raises(Refusal, match="还有1处筛查结果未处理"):
        factories.carry(people, helpers.refresh(revision), State.DISCLOSURE_CHECK, people.at)
    finding = Finding.objects.get(revision=revision)
    assert finding.place.startswith("附件“名单.xlsx”")
    with pytest.raises(Refusal, match="处理原文件后重新上传"):
        verbs.mask_in_text(finding_id=finding.pk, by=people.of("drafter"), at=people.at)


def test_what_could_not_be_read_in_a_file_is_named(people) -> None:
    from tests.kernel.screening import files

    revision = factories.draft(people, at=people.at)
    verbs.attach(
        revision_id=revision.pk, name="扫描件.pdf", content=files.pdf(""), by=people.of("drafter"), at=people.at
    )
    found = [f for f in verbs.screen(revision_id=revision.pk, at=people.at) if f.type == "未读内容"]
    assert [(f.place, f.decision) for f in found] == [("附件“扫描件.pdf”", Decision.ALLOWED)]
    assert "未能检查" in found[0].excerpt


def test_masking_takes_the_value_out_everywhere_and_out_of_the_findings(people) -> None:
    revision = factories.draft(people, at=people.at, body=f"<p>张明{MOBILE}</p><p>再打{MOBILE}。编号9{MOBILE}77</p>")
    finding = Finding.objects.filter(revision=revision, decision=Decision.OPEN).first()
    revision = verbs.mask_in_text(finding_id=finding.pk, by=people.of("drafter"), at=people.at)
    assert revision.body == f"<p>张明138******00</p><p>再打138******00。编号9{MOBILE}77</p>"
    assert revision.screened_at is not None
    assert revision.text == "张明138******00\n再打138******00。编号9" + MOBILE + "77"


def test_the_value_itself_is_not_stored_a_second_time(people) -> None:
    factories.draft(people, at=people.at, body=f"<p>张明{MOBILE}，身份证{IDENTITY}</p>")
    stored = str(list(Finding.objects.values())) + str(list(Entry.objects.values()))
    assert MOBILE not in stored
    assert IDENTITY not in stored


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"reason": " "}, "写明保留的理由"), ({"basis": ""}, "写明保留的依据"), ({"review_on": None}, "复核日期"),
        ({"review_on": date(2026, 11, 2)}, "应晚于今天"),
    ],
)  # fmt: skip
def test_keeping_needs_reason_basis_and_review_date(people, given, sentence) -> None:
    finding = kept_or_not(people)
    with pytest.raises(Refusal, match=sentence):
        keep(people, finding, **given)
    finding.refresh_from_db()
    assert finding.decision == Decision.OPEN


def kept_or_not(people) -> Finding:
    return Finding.objects.get(revision=factories.draft(people, at=people.at, body=PLACES["body"]))


def keep(people, finding: Finding, *, who: str = "officer", **given):
    values = {"reason": "抢修电话，须公布", "basis": "供水条例第八条", "review_on": date(2027, 11, 2)} | given
    return verbs.keep(finding_id=finding.pk, by=people.of(who), at=people.at, **values)


@pytest.mark.parametrize("who", ["drafter", "first", "signer"])
def test_only_the_foi_office_approves_the_keeping(people, who) -> None:
    with pytest.raises(Refusal, match="公开机构"):
        keep(people, kept_or_not(people), who=who)


def test_what_is_kept_names_its_approver_and_lets_the_document_go_on(people) -> None:
    finding = kept_or_not(people)
    (kept,) = keep(people, finding)
    assert (kept.approver, kept.reason, kept.basis, kept.review_on) == (
        people.officer, "抢修电话，须公布", "供水条例第八条", date(2027, 11, 2),
    )  # fmt: skip
    assert factories.carry(people, helpers.refresh(finding.revision), State.DISCLOSURE_CHECK, people.at)


def test_a_decision_survives_another_screening_but_not_another_number(people) -> None:
    finding = kept_or_not(people)
    keep(people, finding)
    revision = helpers.refresh(finding.revision)
    body = f"<p>新增一段。</p>{PLACES['body']}<p>另一手机13900139000</p>"
    verbs.save(
        revision_id=revision.pk, fields={"body": body}, version=revision.version, by=people.of("drafter"), at=people.at
    )
    found = verbs.screen(revision_id=revision.pk, at=people.at)
    assert [f.decision for f in found] == [Decision.KEPT, Decision.OPEN]


def test_any_change_after_screening_asks_for_another(people) -> None:
    revision = factories.draft(people, at=people.at)
    assert revision.screened_at is not None
    verbs.attach(revision_id=revision.pk, name="a.txt", content="甲".encode(), by=people.of("drafter"), at=people.at)
    assert helpers.refresh(revision).screened_at is None


def test_words_of_the_dictionary_are_found_and_the_dictionary_can_be_edited(people) -> None:
    officer = people.of("officer")
    verbs.save_word(text="旧县名", advice="应写新县名", active=True, by=officer, at=people.at)
    revision = factories.draft(people, at=people.at, body="<p>旧县名的水库</p>")
    assert Finding.objects.filter(revision=revision, type="词典词").count() == 1
    verbs.save_word(text="旧县名", advice="", active=False, by=officer, at=people.at)
    assert verbs.screen(revision_id=revision.pk, at=people.at) == []
    with pytest.raises(Refusal, match="维护筛查词典"):
        verbs.save_word(text="别的词", advice="", active=True, by=people.of("drafter"), at=people.at)


def test_privacy_and_trade_secrets_are_checked_by_name_before_the_first_review(people) -> None:
    revision = factories.draft(people, state=State.DISCLOSURE_CHECK, at=people.at)
    for lacking in (Check.COMMERCIAL, Check.PRIVACY):
        ticks = [c.value for c in Check if c is not lacking]
        with pytest.raises(Refusal, match="未确认"):
            helpers.step(people, revision, "checked", "officer", ticks=ticks)


def test_samples_are_stopped_at_the_gate(people, shared) -> None:
    """A document with the text of a sample does not pass while its identity numbers, mobiles and cards stand there."""
    for path in sorted((shared / "samples" / "pii").glob("s*.txt")):
        text = path.read_text(encoding="utf-8")
        revision = factories.draft(people, kind="notice", at=people.at, body=f"<p>{text}</p>".replace("\n", "</p><p>"))
        must = [h for h in scan(revision.text) if h.action == "must_mask"]
        open_ones = Finding.objects.filter(revision=revision, decision=Decision.OPEN, place="正文").count()
        assert open_ones == len(must)
        if must:
            with pytest.raises(Refusal, match="未处理"):
                factories.carry(people, revision, State.DISCLOSURE_CHECK, people.at)
