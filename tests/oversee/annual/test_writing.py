"""What an office types in is kept with its source; what is missing is said; the report becomes a document of the three reviews."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from gongkai.config import audit
from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records import operations as records
from gongkai.kernel.records.models import Revision
from gongkai.kernel.records.operations import NotAllowed
from gongkai.kernel.records.queries import review
from gongkai.kernel.records.terms import State
from gongkai.kernel.vocabulary import CHINA, Refusal
from gongkai.oversee.annual import narrative, queries, rendering
from gongkai.oversee.annual import operations as verbs
from gongkai.oversee.annual.models import AnnualReport, Dispute, TypedFigure
from tests import factories
from tests.oversee.annual import factory
from tests.oversee.annual.factory import Asked

D = date


def typed(people: factories.Staff, cell: str, value: Any, **given: Any) -> TypedFigure:
    more = {"year": 2025, "source": "行政审批系统台账", "by": people.of("officer"), "at": people.at} | given
    return verbs.type_figure(organ=people.organ, cell=cell, value=Decimal(str(value)), **more)


# -- typed figures


def test_an_empty_cell_is_not_filled_in_and_never_nought(people: factories.Staff):
    report = queries.compute(people.organ, 2025, people.at)
    assert report.missing == ("license.decisions", "penalty.decisions", "coercion.decisions", "fee.amount")
    assert report.words("license.decisions") == "未填报"
    said = report.as_json()
    assert said["tables"]["section2"]["许可"] is None
    assert said["missing"] == ["section2.许可", "section2.处罚", "section2.强制", "section2.收费"]


def test_a_typed_figure_has_its_source_its_person_and_its_moment(people: factories.Staff):
    typed(people, "license.decisions", 11398889)
    report = queries.compute(people.organ, 2025, people.at)
    found = report.typed["license.decisions"]
    assert (found.value, found.source, found.person, found.at) == (11398889, "行政审批系统台账", "何彬华", people.at)
    assert report.words("license.decisions") == "11398889"


def test_the_history_keeps_every_number_and_the_newest_counts(people: factories.Staff):
    for value in (5, 7, 7):
        typed(people, "penalty.decisions", value)
    assert [row.value for row in queries.history(people.organ.pk, 2025, "penalty.decisions")] == ["7", "5"]
    assert queries.compute(people.organ, 2025, people.at).cells["penalty.decisions"] == 7


def test_a_number_that_was_taken_back_is_not_filled_in_again(people: factories.Staff):
    typed(people, "coercion.decisions", 3)
    verbs.take_back(
        organ=people.organ, year=2025, cell="coercion.decisions", reason="口径有误", by=people.of("head"), at=people.at
    )
    assert "coercion.decisions" in queries.compute(people.organ, 2025, people.at).missing
    with pytest.raises(Refusal, match="不需要撤回"):
        verbs.take_back(
            organ=people.organ, year=2025, cell="coercion.decisions", reason="再撤", by=people.of("head"), at=people.at
        )


def test_nobody_changes_a_typed_figure_behind_the_house(people: factories.Staff):
    row = typed(people, "fee.amount", "96171.6")
    with pytest.raises(DatabaseError), transaction.atomic():
        TypedFigure.objects.filter(pk=row.pk).update(value="1")


@pytest.mark.parametrize(
    ("cell", "value", "sentence"),
    [
        ("license.decisions", "-1", "不能小于0"),
        ("license.decisions", "1.5", "应为整数"),
        ("license.decisions", "NaN", "过大"),
        ("license.decisions", "Infinity", "过大"),
        ("license.decisions", "1e15", "过大"),
        ("fee.amount", "1.23456", "四位小数"),
        ("normative.issued", "3", "由系统统计"),
        ("new.total", "3", "由系统统计"),
        ("nothing", "3", "由系统统计"),
    ],
)
def test_what_no_table_can_hold_is_refused_in_words(people: factories.Staff, cell: str, value: str, sentence: str):
    with pytest.raises(Refusal, match=sentence):
        typed(people, cell, value)


def test_a_number_without_a_source_or_of_a_year_to_come_is_refused(people: factories.Staff):
    with pytest.raises(Refusal, match="来源"):
        typed(people, "license.decisions", 3, source="  ")
    with pytest.raises(Refusal, match="还没有开始"):
        typed(people, "license.decisions", 3, year=2027)
    assert typed(people, "license.change", -3, year=2020).value == "-3"


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.FOI_OFFICER, Role.FOI_HEAD, Role.PUBLIC}])
def test_only_the_office_for_openness_writes(people: factories.Staff, role: Role):
    other = factories.standing(factories.person(role, organ=people.organ), people.at)
    with pytest.raises(NotAllowed):
        typed(people, "license.decisions", 3, by=other)
    with pytest.raises(NotAllowed):
        verbs.open_report(organ=people.organ, year=2025, by=other, at=people.at)
    with pytest.raises(NotAllowed):
        verbs.enter_dispute(organ=people.organ, fields={}, by=other, at=people.at)


# -- disputes


def entered(people: factories.Staff, **given: Any) -> Dispute:
    fields = {"kind": "review", "filed_on": D(2025, 3, 1), "result": "pending", "source": "答复通知书"} | given
    return verbs.enter_dispute(organ=people.organ, fields=fields, by=people.of("officer"), at=people.at)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "appeal"}, "kind"),
        ({"result": "won"}, "result"),
        ({"filed_on": None}, "filed_on"),
        ({"filed_on": D(2026, 2, 1)}, "filed_on"),
        ({"filed_on": D(1999, 2, 1)}, "filed_on"),
        ({"decided_on": D(2025, 4, 1)}, "decided_on"),
        ({"result": "upheld"}, "decided_on"),
        ({"result": "upheld", "decided_on": D(2025, 2, 1)}, "decided_on"),
        ({"result": "upheld", "decided_on": D(2026, 2, 1)}, "decided_on"),
        ({"source": ""}, "source"),
        ({"case_number": "号" * 81}, "case_number"),
        ({"request": "没有这个编号"}, "request"),
    ],
)
def test_an_entry_that_cannot_be_is_refused_at_its_field(people: factories.Staff, given: Any, field: str):
    with pytest.raises(Refusal) as refused:
        entered(people, **given)
    assert refused.value.field == field
    assert not Dispute.objects.exists()


def test_a_result_is_written_later_and_the_ledger_keeps_what_stood_there(people: factories.Staff):
    request = factory.requests(people.organ, [Asked(D(2025, 1, 6), D(2025, 1, 20), "d4")])[0]
    row = entered(people, request=request.case.number, case_number="岫政复〔2025〕12号")
    fields = {
        "kind": "review", "filed_on": row.filed_on, "result": "corrected", "decided_on": D(2025, 5, 6),
        "source": "行政复议决定书", "case_number": row.case_number, "request": request.case.number,
    }  # fmt: skip
    changed = verbs.amend_dispute(dispute_id=row.pk, version=0, fields=fields, by=people.of("officer"), at=people.at)
    assert (changed.result, changed.version) == ("corrected", 1)
    line = Entry.objects.filter(object_type="dispute").order_by("-seq")[0]
    assert line.detail["before"]["result"] == "pending"
    with pytest.raises(Refusal, match="其他人修改过"):
        verbs.amend_dispute(dispute_id=row.pk, version=0, fields=fields, by=people.of("officer"), at=people.at)


def test_an_entry_made_by_mistake_is_crossed_out_and_counts_nowhere(people: factories.Staff):
    row = entered(people)
    verbs.void_dispute(dispute_id=row.pk, version=0, reason="重复登记", by=people.of("head"), at=people.at)
    assert queries.compute(people.organ, 2025, people.at).cells["review.total"] == 0
    assert [d.void_reason for d in queries.disputes(people.organ.pk)] == ["重复登记"]
    with pytest.raises(Refusal, match="已经作废"):
        verbs.void_dispute(dispute_id=row.pk, version=1, reason="再来", by=people.of("head"), at=people.at)


def test_a_request_of_another_organ_is_not_tied(people: factories.Staff):
    other = factory.requests(factories.organ(), [Asked(D(2025, 1, 6))])[0]
    with pytest.raises(Refusal, match="没有这个编号"):
        entered(people, request=other.case.number)


# -- texts


def test_numbers_of_the_text_are_those_of_the_tables(people: factories.Staff):
    factory.requests(people.organ, [Asked(D(2025, 3, 3), D(2025, 4, 1), "open")] * 3)
    row = verbs.open_report(organ=people.organ, year=2025, by=people.of("officer"), at=people.at)
    report = queries.compute(people.organ, 2025, people.at)
    assert "新收政府信息公开申请3件，上年结转0件" in rendering.html(report, row)
    factory.requests(people.organ, [Asked(D(2025, 5, 6)), Asked(D(2024, 2, 3), D(2024, 2, 9), "u1")])
    later = queries.compute(people.organ, 2025, people.at)
    assert "新收政府信息公开申请4件（比上年增加3件），上年结转0件；办结3件" in rendering.html(later, row)
    figures = {one["cell"]: one["value"] for one in queries.as_json(people.organ, later)["narrative_figures"]}
    assert (figures["new.total"], figures["open.total"]) == (4, 3)


@pytest.mark.parametrize(
    "text", ["共{没有的数据}件", "共{new.nobody}件", "共{new.total件", "共}件", "共{}件", "{" * 30, "长" * 20_001]
)
def test_a_name_that_no_number_bears_is_refused(people: factories.Staff, text: str):
    row = verbs.open_report(organ=people.organ, year=2025, by=people.of("officer"), at=people.at)
    with pytest.raises(Refusal) as refused:
        verbs.write_texts(report_id=row.pk, version=0, texts={"overview": text}, by=people.of("officer"), at=people.at)
    assert refused.value.field == "overview"


def test_two_who_write_at_once_do_not_overwrite_each_other(people: factories.Staff):
    row = verbs.open_report(organ=people.organ, year=2025, by=people.of("officer"), at=people.at)
    verbs.write_texts(report_id=row.pk, version=0, texts={"problems": "甲"}, by=people.of("officer"), at=people.at)
    with pytest.raises(Refusal, match="其他人保存过"):
        verbs.write_texts(report_id=row.pk, version=0, texts={"problems": "乙"}, by=people.of("head"), at=people.at)
    row.refresh_from_db()
    assert row.problems == "甲"


def test_section_six_tells_of_fee_notices_and_says_so_when_there_were_none(people: factories.Staff):
    row = verbs.open_report(organ=people.organ, year=2025, by=people.of("officer"), at=people.at)
    assert narrative.filled(queries.compute(people.organ, 2025, people.at), row.others) == (
        "本年度没有发出收取信息处理费的通知，没有收取信息处理费。"
    )
    asked = factory.requests(people.organ, [Asked(D(2025, 3, 3), D(2025, 4, 1), "open")] * 3)
    factory.fee(asked[0], amount=380, paid=380)
    factory.fee(asked[1], amount=4700)
    factory.fee(asked[2], amount=900, paid=900, on=D(2024, 12, 30))
    assert narrative.filled(queries.compute(people.organ, 2025, people.at), row.others) == (
        "本年度发出收取信息处理费的通知2件，通知金额合计5080元，实际收取1280元。"
    )


def test_markup_in_a_text_is_words(people: factories.Staff):
    row = factory.ready(people)
    verbs.write_texts(
        report_id=row.pk, version=row.version, texts={"problems": "<script>alert(1)</script> & <b>粗</b>"},
        by=people.of("officer"), at=people.at,
    )  # fmt: skip
    row.refresh_from_db()
    html = rendering.html(queries.compute(people.organ, 2025, people.at), row)
    assert "<script" not in html
    assert "&lt;b&gt;粗" in html


# -- the document


def test_a_report_with_gaps_does_not_become_a_document(people: factories.Staff):
    row = verbs.open_report(organ=people.organ, year=2025, by=people.of("officer"), at=people.at)
    with pytest.raises(Refusal) as refused:
        verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    for words in ("4个数据未填报", "没有发生的请填0", "【待补充】", "存在的主要问题及改进情况”还没有填写"):
        assert words in refused.value.message
    assert AnnualReport.objects.get().record is None


def test_a_failing_check_stops_the_document_and_shows_both_sides(people: factories.Staff):
    row = factory.ready(people)
    factory.requests(people.organ, [Asked(D(2025, 3, 3), D(2025, 4, 1), "")])
    with pytest.raises(Refusal, match="总计：（一）至（六）各项之和为0，（七）总计为1，相差-1"):
        verbs.draft_record(report=row, by=people.of("officer"), at=people.at)


def test_a_year_that_is_not_over_has_no_document(people: factories.Staff):
    people.at = datetime(2025, 12, 31, 23, 59, tzinfo=CHINA)
    row = factory.ready(people)
    with pytest.raises(Refusal, match="2025年尚未结束"):
        verbs.draft_record(report=row, by=people.of("officer"), at=people.at)


def test_the_report_becomes_a_draft_that_lacks_nothing_and_passes_the_three_reviews(people: factories.Staff):
    factory.requests(people.organ, [Asked(D(2025, 3, 3), D(2025, 4, 1), "open")])
    row = factory.ready(people, license=12)
    revision = verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    assert revision.title == "云岫县水利局2025年政府信息公开工作年度报告"
    assert (revision.record.kind, revision.state) == ("annual_report", State.DRAFTING)
    assert revision.body.count("<caption>") == 3
    people.drafter = people.officer
    people.officer = factories.person(Role.FOI_OFFICER, organ=people.organ)
    done = factories.carry(people, revision, State.PUBLISHED, people.at)
    assert done.record.status == "published"
    assert '<td colspan="3">12</td>' in done.body


def test_drafting_again_brings_the_same_draft_up_to_date(people: factories.Staff):
    row = factory.ready(people)
    first = verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    typed(people, "license.decisions", 99)
    row.refresh_from_db()
    report = queries.compute(people.organ, 2025, people.at)
    assert queries.standing_of(report, row).differs
    again = verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    assert again.pk == first.pk
    assert ">99<" in again.body
    row.refresh_from_db()
    assert not queries.standing_of(report, row).differs


def test_a_document_whose_numbers_were_changed_by_hand_does_not_go_to_review(people: factories.Staff):
    row = factory.ready(people, license=12)
    revision = verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    people.drafter = people.officer
    body = revision.body.replace('<td colspan="3">12</td>', '<td colspan="3">21</td>')
    assert body != revision.body
    revision = records.save(
        revision_id=revision.pk, version=revision.version, fields={"body": body}, by=people.of("officer"), at=people.at
    )
    assert "不要直接改文稿" in " ".join(gap.sentence for gap in review.missing(revision, at=people.at))
    with pytest.raises(Refusal, match="重新生成文稿"):
        factories.carry(people, revision, State.DISCLOSURE_CHECK, people.at)


def test_a_number_taken_back_during_review_stops_the_next_approval_and_the_publication(people: factories.Staff):
    row = factory.ready(people)
    revision = verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    writer, people.drafter = people.drafter, people.officer
    people.officer = factories.person(Role.FOI_OFFICER, organ=people.organ)
    revision = factories.carry(people, revision, State.FINAL_REVIEW, people.at)
    people.officer, people.drafter = people.drafter, writer
    verbs.take_back(
        organ=people.organ, year=2025, cell="license.decisions", reason="误填", by=people.of("officer"), at=people.at
    )
    people.officer, people.drafter = people.drafter, people.officer
    with pytest.raises(Refusal, match=r"还有1个数据未填报.*退回起草人"):
        factories.carry(people, revision, State.PUBLISHED, people.at)
    revision.refresh_from_db()
    assert revision.state == State.FINAL_REVIEW


def test_a_document_under_review_is_not_changed_from_behind(people: factories.Staff):
    row = factory.ready(people)
    revision = verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    people.drafter = people.officer
    factories.carry(people, revision, State.DISCLOSURE_CHECK, people.at)
    with pytest.raises(Refusal, match="公开审查"):
        verbs.draft_record(report=row, by=people.of("officer"), at=people.at)


def test_a_published_report_is_corrected_and_says_which_numbers_changed(people: factories.Staff):
    row = factory.published(people)
    typed(people, "license.decisions", 21)
    revision = verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    assert (revision.record_id, revision.number) == (row.record_id, 2)
    assert revision.correction_wrong == "行政许可·本年处理决定数量：0"
    assert revision.correction_right == "行政许可·本年处理决定数量：21"
    typed(people, "penalty.decisions", 4)
    row.refresh_from_db()
    again = verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    assert (again.pk, again.correction_wrong) == (
        revision.pk, "行政许可·本年处理决定数量：0；行政处罚·本年处理决定数量：0",
    )  # fmt: skip
    assert Revision.objects.filter(record_id=row.record_id).count() == 2


def test_next_year_is_compared_with_what_was_reported(people: factories.Staff):
    factory.requests(people.organ, [Asked(D(2025, 12, 3))])
    factory.published(people)
    people.at = datetime(2027, 1, 12, 10, tzinfo=CHINA)
    checks = {c.id: c for c in queries.compute(people.organ, 2026, people.at).checks}
    assert checks["carry.总计"].level == "none"
    factory.requests(people.organ, [Asked(D(2025, 12, 4))])
    checks = {c.id: c for c in queries.compute(people.organ, 2026, people.at).checks}
    assert (checks["carry.总计"].left, checks["carry.总计"].right, checks["carry.总计"].level) == (2, 1, "warning")
    assert checks["in_force.normative"].holds is True
    assert {c.level.value for c in queries.compute(people.organ, 2024, people.at).checks if c.law == "F5"} == {
        "incomplete"
    }


def test_everything_that_was_entered_is_sealed(people: factories.Staff):
    factory.published(people)
    entered(people)
    assert list(audit.PARTS["年度报告"]()) == []
    Dispute.objects.update(result="upheld", decided_on=D(2025, 4, 4))
    AnnualReport.objects.update(problems="没有问题")
    assert list(audit.PARTS["年度报告"]()) == ["复议诉讼登记1的登记内容与台账不符".replace("1", str(Dispute.objects.get().pk)),
        f"年度报告{AnnualReport.objects.get().pk}的登记内容与台账不符"]  # fmt: skip


def test_the_pdf_and_the_word_file_hold_the_whole_report(people: factories.Staff):
    from io import BytesIO

    import docx
    import pypdfium2

    row = factory.ready(people, license=11398889)
    report = queries.compute(people.organ, 2025, people.at)
    file = pypdfium2.PdfDocument(rendering.pdf(report, row))
    text = "".join(page.get_textpage().get_text_range() for page in file).replace("\r\n", "")
    file.close()
    assert "11398889" in text
    assert "六、其他需要报告的事项" in text
    word = docx.Document(BytesIO(rendering.docx(report, row)))
    assert [(len(t.rows), len(t.columns)) for t in word.tables] == [(14, 4), (28, 10), (4, 15)]
    assert word.tables[1].cell(5, 0).text == word.tables[1].cell(26, 0).text == "三、本年度办理结果"
