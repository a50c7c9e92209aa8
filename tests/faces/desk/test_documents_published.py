"""What the office does with what is public: correct, withdraw, mark repealed, relate; each from the document's page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gongkai.kernel.records.models import Relation, Revision
from gongkai.kernel.records.terms import State
from gongkai.kernel.vocabulary import now
from tests import factories
from tests.faces.desk.desktop import at_desk, edit, text, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> factories.Staff:
    return factories.staff()


def test_a_correction_says_what_was_wrong_and_replaces_the_public_text(people: factories.Staff):
    record = factories.published(people)
    client = at_desk(people.drafter)
    answer = client.post(reverse("desk:correct", args=[record.pk]))
    revision = Revision.objects.get(record=record, number=2)
    assert answer["Location"] == edit(revision)
    client.post(edit(revision), typed(revision, body=factories.BODY.replace("36200", "36800")))
    assert "写明更正前和更正后" in text(client.post(edit(revision), typed(revision, do="submit"), follow=True))
    said = {"correction_wrong": "36200", "correction_right": "36800"}
    client.post(edit(revision), typed(revision, **said))
    assert "<ins>36800</ins>" in text(client.get(reverse("desk:changes", args=[revision.pk])))
    again = text(client.get(reverse("desk:correct", args=[record.pk])))
    assert "已有一份更正正在办理" in again
    revision = factories.carry(
        people, Revision.objects.select_related("record__organ").get(pk=revision.pk), State.PUBLISHED
    )
    record.refresh_from_db()
    assert record.current_id == revision.pk
    former = text(client.get(reverse("desk:document", args=[Revision.objects.get(record=record, number=1).pk])))
    assert "已被更正版本替代" in former
    assert "与被它更正的文本相比" in text(client.get(reverse("desk:changes", args=[revision.pk])))


def test_a_withdrawal_needs_its_reason_and_what_happened(people: factories.Staff):
    record = factories.published(people)
    client, url = at_desk(people.head), reverse("desk:withdraw", args=[record.pk])
    assert client.post(url, {"reason": "", "note": ""}).status_code == 422
    assert client.post(url, {"reason": "in_error", "note": "附件数据有误"}).status_code == 302
    record.refresh_from_db()
    assert (record.status, record.withdrawal_note) == ("withdrawn", "附件数据有误")
    assert "附件数据有误" in text(client.get(reverse("desk:document", args=[record.current_id])))
    assert client.post(url, {"reason": "in_error", "note": "再撤一次"}).status_code == 422


def test_a_repealed_document_stays_public_and_names_what_repealed_it(people: factories.Staff):
    record, newer = (
        factories.published(people),
        factories.published(people, title="新的办法", doc_number="岫水发〔2026〕9号"),
    )
    client, url = at_desk(people.final), reverse("desk:repeal", args=[record.pk])
    wrong = client.post(url, {"on": now().date(), "note": "", "by_record": "没有这个文号"})
    assert wrong.status_code == 422
    assert (
        client.post(url, {"on": now().date(), "note": "由新办法废止", "by_record": newer.doc_number}).status_code == 302
    )
    record.refresh_from_db()
    assert record.status == "published"
    assert record.repealed_on == now().date()
    assert Relation.objects.get().type == "repeals"


def test_two_records_are_related_and_the_relation_taken_away(people: factories.Staff):
    record = factories.published(people)
    other = factories.published(people, title="解读材料", kind="interpretation")
    client, url = at_desk(people.drafter), reverse("desk:relate", args=[record.pk])
    found = text(client.get(url, {"q": other.index_number}))
    assert "解读材料" in found
    assert "请选择关联类型" in text(client.post(url, {"q": other.index_number, "target": other.pk, "type": ""}))
    assert client.post(url, {"q": "", "target": other.pk, "type": "related"}).status_code == 302
    assert "解读材料" in text(client.get(reverse("desk:document", args=[record.current_id])))
    relation = Relation.objects.get()
    client.post(reverse("desk:unrelate", args=[relation.pk]))
    assert not Relation.objects.exists()


def test_a_published_document_offers_each_person_what_they_may_do(people: factories.Staff):
    record = factories.published(people)
    page = reverse("desk:document", args=[record.current_id])
    withdraw, correct = reverse("desk:withdraw", args=[record.pk]), reverse("desk:correct", args=[record.pk])
    for who, offered, kept_back in ((people.head, withdraw, correct), (people.drafter, correct, withdraw)):
        shown = text(at_desk(who).get(page))
        assert offered in shown
        assert kept_back not in shown
