"""The desk says by when a document has to be public, why on that day, and which are late (条例26)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from gongkai.kernel.records.models import Revision
from gongkai.kernel.records.terms import State
from gongkai.kernel.vocabulary import now
from tests import factories
from tests.faces.desk.desktop import at_desk, edit, text, typed

pytestmark = pytest.mark.django_db


def words(html: str) -> str:
    """The main part of a page without its tags."""
    return re.sub(r"<[^>]+>|\s+", "", html[html.index('<main id="main"') :])


def long_ago():
    return now().date() - timedelta(days=60)


@pytest.mark.parametrize("page", ["document", "edit"])
def test_a_document_says_by_when_it_has_to_be_public_and_why(page):
    people = factories.staff()
    draft = factories.draft(people, made_on=now().date())
    shown = text(at_desk(people.drafter).get(reverse(f"desk:{page}", args=[draft.pk])))
    assert re.search(r"应于\d+年\d+月\d+日前公开，还剩20个工作日条例第二十六条", words(shown))
    assert "为什么是这一天" in words(shown)
    assert "起算当日" in words(shown)


@pytest.mark.parametrize("page", ["document", "edit"])
def test_what_is_late_says_so_in_words(page):
    people = factories.staff()
    draft = factories.draft(people, made_on=long_ago())
    shown = text(at_desk(people.drafter).get(reverse(f"desk:{page}", args=[draft.pk])))
    assert "due-late" in shown
    assert re.search(r"已逾期\d+个工作日", words(shown))


def test_what_is_not_published_unasked_has_no_term():
    people = factories.staff()
    draft = factories.draft(
        people, kind="notice", made_on=long_ago(), attribute="on_request", reason="内部", reassess_on=now().date() + timedelta(9)
    )  # fmt: skip
    shown = text(at_desk(people.drafter).get(reverse("desk:document", args=[draft.pk])))
    assert "为什么是这一天" not in shown


def test_the_list_of_terms_puts_the_nearest_first_and_can_be_narrowed():
    people = factories.staff()
    for title, made_on in (
        ("宽裕的", now().date()),
        ("逾期一阵的", long_ago()),
        ("逾期更久的", long_ago() - timedelta(30)),
    ):
        factories.draft(people, title=title, made_on=made_on, state=State.FIRST_REVIEW)
    client, url = at_desk(people.first), reverse("desk:terms")
    every, late = words(text(client.get(url))), words(text(client.get(url, {"show": "late"})))
    assert every.index("逾期更久的") < every.index("逾期一阵的") < every.index("宽裕的")
    assert "宽裕的" not in late
    assert "已逾期2" in late
    assert "宽裕的" not in words(text(client.get(url, {"show": "soon"})))
    assert client.get(url, {"show": "x", "organs": "led"}).status_code == 200


def test_the_count_of_late_ones_leads_to_their_rows():
    people = factories.staff()
    factories.draft(people, title="逾期的", made_on=long_ago(), state=State.FIRST_REVIEW)
    for who, page in ((people.signer, "leader"), (people.drafter, "home")):
        client = at_desk(who)
        shown = text(client.get(reverse(f"desk:{page}")))
        main = shown[shown.index('<main id="main"') :]
        (address,) = set(re.findall(r'href="([^"]*show=late[^"]*)"', main))
        assert "逾期的" in words(text(client.get(address.replace("&amp;", "&"))))
    assert "逾期未公开" in words(text(at_desk(people.signer).get(reverse("desk:leader"))))


def test_another_law_is_written_on_the_document():
    people = factories.staff()
    draft = factories.draft(people, made_on=now().date())
    client = at_desk(people.drafter)
    answer = client.post(edit(draft), typed(draft, term_days="７", term_source="行政处罚法第四十八条"))
    assert answer.status_code == 302
    assert Revision.objects.get(pk=draft.pk).term_days == 7
    assert "还剩7个工作日行政处罚法第四十八条" in words(text(client.get(edit(draft))))
    answer = client.post(edit(draft), typed(draft, term_days="七"))
    assert answer.status_code == 422
    assert "请填写数字" in text(answer)


def test_another_organ_sees_none_of_it():
    people, others = factories.staff(), factories.staff()
    factories.draft(people, title="逾期的", made_on=long_ago())
    assert "逾期的" not in words(text(at_desk(others.drafter).get(reverse("desk:terms"))))
