"""The forms of the review: what must be ticked, what a refusal says and keeps, the urgent lane, re-assessment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.models import Revision, Step
from gongkai.kernel.records.terms import State
from gongkai.kernel.vocabulary import now
from tests import factories
from tests.faces.desk.desktop import CHECKS, GATES, at_desk, edit, pressed, text, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> factories.Staff:
    return factories.staff()


def test_every_gate_is_ticked_by_name_and_the_comment_survives_the_refusal(people: factories.Staff):
    revision = factories.draft(people, state=State.FIRST_REVIEW)
    ticks = {name: "on" for name in GATES if name != "tick_secrecy"}
    answer = pressed(at_desk(people.first), revision, "first_pass", comment="表述妥当，建议通过。", **ticks)
    page = text(answer)
    assert answer.status_code == 422
    assert "未确认：保密关" in page
    assert "表述妥当，建议通过。" in page
    assert page.count(" checked") == 4
    revision.refresh_from_db()
    assert revision.state == State.FIRST_REVIEW


def test_a_document_that_changed_under_the_reviewer_is_looked_at_again(people: factories.Staff):
    revision = factories.draft(people, state=State.FIRST_REVIEW)
    client, version = at_desk(people.first), revision.version
    verbs.move(revision_id=revision.pk, code="recall", by=people.of("drafter"), at=now(), version=revision.version)
    revision.refresh_from_db()
    revision = verbs.save(
        revision_id=revision.pk, fields={"title": "改过的标题"}, version=revision.version, by=people.of("drafter"), at=now()
    )  # fmt: skip
    revision = factories.carry(people, Revision.objects.get(pk=revision.pk), State.FIRST_REVIEW)
    url = reverse("desk:move", args=[revision.pk, "first_pass"])
    answer = client.post(url, {"version": version, "comment": "同意发布", **GATES})
    page = text(answer)
    assert answer.status_code == 409
    assert "请重新核对" in page
    assert "同意发布" in page
    assert " checked" not in page, "what changed has not been looked at yet"
    assert "<ins>改过的标题</ins>" in page, "the form shows what changed since the last round"
    revision.refresh_from_db()
    assert revision.state == State.FIRST_REVIEW


def test_sending_the_same_form_twice_makes_one_step(people: factories.Staff):
    revision = factories.draft(people, state=State.FIRST_REVIEW)
    client, form = at_desk(people.first), {"version": revision.version, "comment": "", **GATES}
    url = reverse("desk:move", args=[revision.pk, "first_pass"])
    assert client.post(url, form).status_code == 302
    assert client.post(url, form).status_code == 409
    assert Step.objects.filter(revision=revision, move="first_pass").count() == 1


def test_the_form_of_a_pass_can_return_the_document_with_the_typed_comment(people: factories.Staff):
    revision = factories.draft(people, state=State.FIRST_REVIEW)
    client = at_desk(people.first)
    refused = pressed(client, revision, "first_pass", instead="return")
    assert refused.status_code == 422
    assert "请填写退回意见" in text(refused)
    assert pressed(client, revision, "first_pass", instead="return", comment="第二条缺依据").status_code == 302
    revision.refresh_from_db()
    assert revision.state == State.DRAFTING
    drafter = at_desk(people.drafter)
    assert "第二条缺依据" in text(drafter.get(edit(revision)))
    assert "第二条缺依据" in text(drafter.get(reverse("desk:home")))


def test_somebody_without_the_role_reads_a_sentence_and_nothing_moves(people: factories.Staff):
    revision = factories.draft(people, state=State.FIRST_REVIEW)
    client = at_desk(people.second)
    assert "您现在不能办理这一步" in text(client.get(reverse("desk:move", args=[revision.pk, "first_pass"])))
    assert pressed(client, revision, "first_pass", **GATES).status_code == 422
    revision.refresh_from_db()
    assert revision.state == State.FIRST_REVIEW


def test_a_move_that_does_not_belong_here_reads_a_sentence(people: factories.Staff):
    revision = factories.draft(people, state=State.FIRST_REVIEW)
    answer = pressed(at_desk(people.final), revision, "final_pass", **GATES)
    assert answer.status_code == 422
    revision.refresh_from_db()
    assert revision.state == State.FIRST_REVIEW


def test_whoever_wrote_in_it_is_told_that_others_review_it(people: factories.Staff):
    both = factories.person("draft", "first_review", organ=people.organ)
    revision = factories.draft(people)
    at_desk(both).post(edit(revision), typed(revision, summary="由审核人改写的概述。"))
    revision.refresh_from_db()
    verbs.screen(revision_id=revision.pk, at=now())
    revision = factories.carry(people, Revision.objects.get(pk=revision.pk), State.FIRST_REVIEW)
    client = at_desk(both)
    page = text(client.get(reverse("desk:document", args=[revision.pk])))
    assert reverse("desk:move", args=[revision.pk, "first_pass"]) not in page
    answer = pressed(client, revision, "first_pass", **GATES)
    assert answer.status_code == 422
    assert "不能再审核" in text(answer)


def test_a_drafter_takes_the_document_back_and_edits_it(people: factories.Staff):
    revision = factories.draft(people, state=State.FIRST_REVIEW)
    answer = pressed(at_desk(people.drafter), revision, "recall")
    assert answer["Location"] == edit(revision)


def test_the_next_round_shows_what_changed_since_the_last(people: factories.Staff):
    revision = factories.draft(people, returned="请改第二条")
    at_desk(people.drafter).post(edit(revision), typed(revision, body=factories.BODY.replace("每季度", "每月")))
    page = text(at_desk(people.drafter).get(reverse("desk:changes", args=[revision.pk])))
    assert "与上一次送审的文本相比" in page
    assert "<ins>月</ins>" in page


def test_a_policy_document_that_is_not_to_be_public_goes_to_the_office_first(people: factories.Staff):
    revision = factories.draft(
        people,
        attribute="not_open",
        ground="g16_2a",
        reason="过程性信息",
        reassess_on=now().date() + timedelta(days=300),
    )
    client = at_desk(people.drafter)
    assert "报公开机构审核" in text(client.get(edit(revision)))
    client.post(edit(revision), typed(revision, do="submit", reassess_on=revision.reassess_on))
    revision.refresh_from_db()
    assert revision.state == State.FOI_OPINION
    head = at_desk(people.head)
    assert "请填写审核意见" in text(pressed(head, revision, "agree_not_open"))
    assert pressed(head, revision, "agree_not_open", comment="同意不予公开").status_code == 302
    assert pressed(at_desk(people.officer), revision, "checked", **CHECKS).status_code == 302


def test_an_urgent_document_is_reviewed_in_its_lane_and_every_use_is_listed(people: factories.Staff):
    revision = factories.draft(people, urgent_reason="汛期预警", title="防汛紧急通知")
    revision = factories.carry(people, revision, State.FIRST_REVIEW)
    client = at_desk(people.first)
    lane = text(client.get(reverse("desk:urgent")))
    assert "防汛紧急通知" in lane
    assert "汛期预警" in lane
    assert reverse("desk:move", args=[revision.pk, "first_pass"]) in lane
    assert pressed(client, revision, "first_pass", **GATES).status_code == 302
    uses = text(at_desk(people.signer).get(reverse("desk:urgent_uses")))
    assert "初审通过" in uses
    assert "防汛紧急通知" in uses


def _kept(people: factories.Staff) -> Revision:
    revision = factories.draft(
        people, kind="notice", topic="A20-15", attribute="not_open", ground="g16_1", reason="内部事务",
        reassess_on=now().date() + timedelta(days=1), state=State.KEPT,
    )  # fmt: skip
    Revision.objects.filter(pk=revision.pk).update(reassess_on=now().date())
    revision.refresh_from_db()
    return revision


def test_a_kept_document_is_assessed_on_its_day(people: factories.Staff):
    revision = _kept(people)
    client = at_desk(people.officer)
    assert revision.title in text(client.get(reverse("desk:queue", args=["reassess"])))
    url = reverse("desk:reassess", args=[revision.pk])
    form = {"version": revision.version, "outcome": "keep", "note": "", "next_on": now().date() + timedelta(days=400)}
    assert "写明继续不公开的理由" in text(client.post(url, form))
    assert client.post(url, form | {"note": "仍属内部管理事务"}).status_code == 302
    assert revision.title not in text(client.get(reverse("desk:queue", args=["reassess"])))


def test_a_kept_document_may_be_reviewed_anew_and_published(people: factories.Staff):
    revision = _kept(people)
    client = at_desk(people.officer)
    url = reverse("desk:reassess", args=[revision.pk])
    answer = client.post(url, {"version": revision.version, "outcome": "reopen", "note": "", "next_on": ""})
    draft = Revision.objects.get(record=revision.record, number=2)
    assert answer["Location"] == edit(draft)
    assert revision.title not in text(client.get(reverse("desk:queue", args=["reassess"])))
    assert draft.attribute == ""
    client.post(edit(draft), typed(draft, attribute="open"))
    people.officer = factories.person("foi_officer", organ=people.organ)  # whoever reopened it is an author now
    draft = factories.carry(people, Revision.objects.select_related("record__organ").get(pk=draft.pk), State.PUBLISHED)
    assert draft.record.status == "published"
