"""The draft of a reply at the desk: nobody's words are overwritten unseen, and every draft that was kept can be read."""

from __future__ import annotations

import pytest
from django.urls import reverse

from gongkai.answer.foi.models import Decision
from tests.answer.foi import requests
from tests.faces.desk.desktop import at_desk, text

pytestmark = pytest.mark.django_db


def test_a_draft_from_a_page_opened_before_a_colleagues_is_told_and_nothing_typed_is_lost():
    office = requests.office()
    case = requests.handling(office)
    address = reverse("desk:request_draft", args=[case.pk])
    mine, theirs = at_desk(office.officer), at_desk(office.deputy)
    opened = [client.get(f"{address}?outcome=open").context["form"] for client in (mine, theirs)]
    given = {"outcome": "open", "then": "keep"}
    pages = [given | {name: str(form[name].value()) for name in ("version", "seen")} for form in opened]
    assert mine.post(address, pages[0] | {"given": "甲写的很长的说明"}).status_code == 302
    refused = theirs.post(address, pages[1] | {"given": "乙的一句"})
    assert refused.status_code == 409
    shown = text(refused)
    assert "何彬华在您填写期间保存了另一份草稿" in shown
    assert "乙的一句" in shown, "what was typed stays"
    assert "甲写的很长的说明" in shown, "what the colleague wrote can be read"
    assert Decision.objects.get().fields["given"] == "甲写的很长的说明"
    form = refused.context["form"]
    again = given | {name: str(form[name].value()) for name in ("version", "seen")}
    assert theirs.post(address, again | {"given": "两人商定的说明"}).status_code == 302
    kept = text(mine.get(f"{address}?outcome=open"))
    assert all(words in kept for words in ("甲写的很长的说明", "两人商定的说明"))


def test_who_submits_an_incomplete_draft_mends_it_and_submits_again():
    office = requests.office()
    case = requests.handling(office)
    address, client = reverse("desk:request_draft", args=[case.pk]), at_desk(office.officer)
    form = client.get(f"{address}?outcome=open").context["form"]
    for given, status in (("", 422), ("全文随本答复提供。", 302)):
        typed = {name: str(form[name].value()) for name in ("version", "seen")}
        answer = client.post(address, typed | {"outcome": "open", "then": "submit", "given": given})
        assert answer.status_code == status
        form = answer.context["form"] if answer.context else form
    case.refresh_from_db()
    assert case.state == "reviewing"


def test_the_grounds_of_a_part_withheld_are_offered_by_their_names_alone():
    office = requests.office()
    case = requests.handling(office)
    shown = text(at_desk(office.officer).get(reverse("desk:request_draft", args=[case.pk]) + "?outcome=partial"))
    assert '<option value="deny_internal">内部事务信息</option>' in shown
    assert "不予公开：内部事务信息</option>" not in shown
