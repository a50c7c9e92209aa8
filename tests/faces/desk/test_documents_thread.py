"""A document goes from 新建 to publication through the pages of the desk, without script, by its proper people."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gongkai.kernel.records.models import Record, Revision
from gongkai.kernel.records.terms import State
from tests import factories
from tests.faces.desk.desktop import CHECKS, GATES, at_desk, edit, pressed, text, typed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reviewers", [3, 2])
def test_a_document_goes_from_new_to_published(reviewers: int):
    people = factories.staff(reviewers=reviewers)
    drafter = at_desk(people.drafter)

    once = drafter.get(reverse("desk:new")).context["form"]["once"].value()
    begun = {"organ": people.organ.pk, "kind": "normative", "title": "饮用水办法", "once": once}
    answer = drafter.post(reverse("desk:new"), begun)
    revision = Revision.objects.get()
    assert answer["Location"] == edit(revision)
    assert drafter.post(reverse("desk:new"), begun)["Location"] == edit(revision), "the same form twice is one draft"

    assert "提交前还差什么" in text(drafter.get(edit(revision)))
    plain = "第一条 为保障饮用水安全，制定本办法。\n第二条 本办法自发布之日起施行。"
    assert drafter.post(edit(revision), typed(revision, **factories.fields(body=plain))).status_code == 302
    revision.refresh_from_db()
    assert revision.body == "<p>第一条 为保障饮用水安全，制定本办法。</p><p>第二条 本办法自发布之日起施行。</p>"

    sent = drafter.post(edit(revision), typed(revision, do="submit"))
    assert sent["Location"] == reverse("desk:document", args=[revision.pk])
    revision.refresh_from_db()
    assert revision.state == State.DISCLOSURE_CHECK

    steps = [(people.officer, "checked", CHECKS), (people.first, "first_pass", GATES)]
    steps += [(people.second, "second_pass", GATES)] if reviewers == 3 else []
    for who, code, ticks in [*steps, (people.final, "final_pass", GATES)]:
        client = at_desk(who)
        assert revision.title in text(client.get(reverse("desk:queue", args=["mine"])))
        assert client.get(reverse("desk:move", args=[revision.pk, code])).status_code == 200
        assert pressed(client, revision, code, **ticks).status_code == 302
    record = Record.objects.get()
    assert record.status == "published"
    last = text(drafter.get(reverse("desk:document", args=[revision.pk])))
    assert "终审通过" in last
    assert "政治关" in last
