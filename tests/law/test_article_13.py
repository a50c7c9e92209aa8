"""条例第十三条 with 国办发〔2016〕80号: everything is public except arts 14 to 16; the attribute is fixed at the source."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.kernel.notices.models import Notice
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.models import Record
from gongkai.kernel.records.terms import Attribute, Ground, State, Status
from gongkai.kernel.vocabulary import Refusal
from tests import factories
from tests.kernel.records import helpers

CLOSED = {
    "attribute": "not_open", "ground": "g16_1", "reason": "内部工作流程，不影响公众权益", "reassess_on": date(2027, 11, 2),
}  # fmt: skip


def test_there_are_three_attributes_and_each_names_its_articles() -> None:
    assert [(a.label, a.basis) for a in Attribute] == [
        ("主动公开", "条例13、19"), ("依申请公开", "条例13、27"), ("不予公开", "条例14、15、16"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"attribute": ""}, "确定公开属性.*退文"),
        ({"attribute": "not_open", "ground": ""}, "选择不予公开的法定理由"),
        ({"attribute": "not_open", "reason": ""}, "说明不主动公开的理由.*退文"),
        ({"attribute": "on_request", "reason": "", "ground": ""}, "说明不主动公开的理由.*退文"),
        ({"attribute": "not_open", "reassess_on": None}, "填写下次评估日期"),
        ({"attribute": "not_open", "reassess_on": date(2026, 11, 2)}, "填写下次评估日期.*应晚于今天"),
    ],
)
def test_without_attribute_ground_reason_or_date_the_document_is_not_taken(people, given, sentence) -> None:
    revision = factories.draft(people, kind="notice", at=people.at, **(CLOSED | given))
    with pytest.raises(Refusal, match=sentence):
        factories.carry(people, revision, State.DISCLOSURE_CHECK, people.at)


def test_the_office_returns_a_document_with_its_reason_and_the_author_is_told(people) -> None:
    revision = factories.draft(people, state=State.DISCLOSURE_CHECK, at=people.at)
    with pytest.raises(Refusal, match="填写"):
        helpers.step(people, revision, "return", "officer", comment=" ")
    revision = helpers.step(people, revision, "return", "officer", comment="公开属性的理由不充分，退文。")
    assert revision.state == State.DRAFTING
    assert Notice.objects.filter(person=people.drafter, text__contains="退文").exists()


@pytest.mark.parametrize("kind", ["rule", "normative", "policy_other"])
@pytest.mark.parametrize("attribute", ["not_open", "on_request"])
def test_a_policy_document_proposed_as_not_public_goes_to_the_foi_office_first(people, kind, attribute) -> None:
    revision = factories.draft(people, kind=kind, at=people.at, **(CLOSED | {"attribute": attribute}))
    with pytest.raises(Refusal, match="应先报公开机构审核"):
        helpers.step(people, revision, "submit", "drafter")
    revision = helpers.step(people, revision, "submit_not_open", "drafter")
    assert revision.state == State.FOI_OPINION
    with pytest.raises(Refusal, match="岗位"):
        helpers.step(people, revision, "agree_not_open", "officer", comment="同意")
    with pytest.raises(Refusal, match="填写"):
        helpers.step(people, revision, "agree_not_open", "head")
    assert helpers.step(people, revision, "agree_not_open", "head", comment="理由成立").state == State.DISCLOSURE_CHECK


@pytest.mark.parametrize(("kind", "given"), [("notice", CLOSED), ("normative", {})])
def test_other_documents_do_not_take_that_way(people, kind, given) -> None:
    revision = factories.draft(people, kind=kind, at=people.at, **given)
    with pytest.raises(Refusal, match="不需要报公开机构审核"):
        helpers.step(people, revision, "submit_not_open", "drafter")


def test_what_is_not_open_is_reviewed_like_everything_else_and_never_published(people) -> None:
    revision = factories.draft(people, kind="notice", state=State.KEPT, at=people.at, **CLOSED)
    record = Record.objects.get(pk=revision.record_id)
    assert (record.status, record.index_number, record.published_at) == (Status.KEPT, None, None)
    assert [s.move for s in revision.steps.order_by("pk")] == [
        "submit", "checked", "first_pass", "second_pass", "final_pass", "keep",
    ]  # fmt: skip


def test_every_ground_is_an_article(people) -> None:
    assert all(ground.basis.startswith(("条例14", "条例15", "条例16")) for ground in Ground)


def test_a_correction_of_a_public_document_cannot_slip_its_text_out_of_sight(people) -> None:
    record = factories.published(people, kind="notice", at=people.at)
    with pytest.raises(Refusal, match="办理撤回"):
        helpers.correction(people, record, state=State.KEPT, **CLOSED)
    assert Record.objects.get(pk=record.pk).current_id == record.current_id
    assert verbs.lift_due(at=people.at) == []
