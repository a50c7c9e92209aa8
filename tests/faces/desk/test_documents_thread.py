"""A document goes from 新建 to publication through the pages of the desk, without script, by its proper people."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.kernel.organizations.models import Person
from gongkai.kernel.records.models import Record, Revision
from gongkai.kernel.records.terms import State
from tests import factories

pytestmark = pytest.mark.django_db


def at_desk(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def typed(revision: Revision, **changed: Any) -> dict[str, Any]:
    """What the browser sends from the edit page: every field as it stands, with what was changed."""
    names = [*factories.fields(), "doc_number", "urgent_reason", "correction_wrong", "correction_right"]
    values = {name: getattr(revision, name) for name in names} | {"kind": revision.record.kind}
    values |= {"version": revision.version, "do": "save"} | changed
    return {name: value for name, value in values.items() if value is not None}


def pressed(client: Client, revision: Revision, code: str, **given: Any) -> Any:
    """The form of a move, opened and sent."""
    url = reverse("desk:move", args=[revision.pk, code])
    assert client.get(url).status_code == 200
    revision.refresh_from_db()
    return client.post(url, {"version": revision.version, "comment": "", **given})


GATES = {f"tick_{gate}": "on" for gate in factories.GATES}
CHECKS = {f"tick_{check}": "on" for check in factories.CHECKS}


def test_a_document_goes_from_new_to_published():
    people = factories.staff()
    drafter = at_desk(people.drafter)

    page = drafter.get(reverse("desk:new"))
    form = page.context["form"]
    answer = drafter.post(
        reverse("desk:new"),
        {"organ": people.organ.pk, "kind": "normative", "title": "饮用水办法", "once": form["once"].value()},
    )
    revision = Revision.objects.get()
    assert answer["Location"] == reverse("desk:edit", args=[revision.pk])

    edit = reverse("desk:edit", args=[revision.pk])
    assert "提交前还差什么" in drafter.get(edit).content.decode()
    plain = "第一条 为保障饮用水安全,制定本办法。\n第二条 本办法自发布之日起施行。"
    saved = drafter.post(edit, typed(revision, **factories.fields(body=plain)))
    assert saved.status_code == 302
    revision.refresh_from_db()
    assert revision.body == "<p>第一条 为保障饮用水安全,制定本办法。</p><p>第二条 本办法自发布之日起施行。</p>"

    sent = drafter.post(edit, typed(revision, do="submit"))
    assert sent["Location"] == reverse("desk:document", args=[revision.pk])
    revision.refresh_from_db()
    assert revision.state == State.DISCLOSURE_CHECK

    for who, code, ticks in (
        (people.officer, "checked", CHECKS),
        (people.first, "first_pass", GATES),
        (people.second, "second_pass", GATES),
        (people.final, "final_pass", GATES),
    ):
        client = at_desk(who)
        assert revision.title in client.get(reverse("desk:queue", args=["mine"])).content.decode()
        assert pressed(client, revision, code, **ticks).status_code == 302
    record = Record.objects.get()
    assert record.status == "published"
    assert record.title == revision.title
    last = drafter.get(reverse("desk:document", args=[revision.pk])).content.decode()
    assert "终审通过" in last
    assert "政治关" in last
