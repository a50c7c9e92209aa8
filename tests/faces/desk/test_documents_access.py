"""Who sees what: people their own organ's documents, the supervisor state and dates, the administrator no content."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records.models import Attachment, Finding, Revision
from gongkai.kernel.records.terms import State
from tests import factories
from tests.faces.desk.desktop import at_desk, edit, text, typed

pytestmark = pytest.mark.django_db
TITLE = "云岫县尚未公开的重大事项方案"


@dataclass
class City:
    people: factories.Staff
    draft: Revision
    review: Revision
    file: Attachment
    record: int
    current: int
    finding: int
    kept: int
    clients: dict[str, Client]


@pytest.fixture
def city() -> City:
    home = factories.organ("云岫县人民政府办公室", is_supervisor=True)
    people = factories.staff(government=home)
    draft = factories.draft(people, title=TITLE, body="<p>身份证号11010519491231002X</p>")
    review = factories.draft(people, title=TITLE, state=State.FIRST_REVIEW)
    drafter = at_desk(people.drafter)
    drafter.post(edit(draft), typed(draft, do="attach", files=[SimpleUploadedFile("名单.txt", b"a")]))
    record = factories.published(people)
    assert record.current_id is not None
    kept = factories.draft(
        people, kind="notice", topic="A20-15", attribute="not_open", ground="g16_1", reason="内部事务",
        reassess_on=factories.now().date().replace(year=factories.now().year + 1), state=State.KEPT,
    )  # fmt: skip
    elsewhere = factories.staff()
    clients = {
        "drafter": drafter,
        "officer": at_desk(people.officer),
        "head": at_desk(people.head),
        "first": at_desk(people.first),
        "signer": at_desk(people.signer),
        "stranger": at_desk(elsewhere.drafter),
        "strange_head": at_desk(elsewhere.head),
        "supervisor": at_desk(factories.person(Role.SUPERVISOR, organ=home)),
        "auditor": at_desk(factories.person(Role.AUDITOR, organ=home)),
        "admin": at_desk(factories.person(Role.ADMIN, organ=people.organ)),
        "nobody": Client(),
    }
    return City(
        people, draft, review, Attachment.objects.get(), record.pk, record.current_id,
        Finding.objects.filter(revision=draft, decision="open").values_list("pk", flat=True)[0], kept.pk, clients,
    )  # fmt: skip


# Columns: who may open the page (200); everybody else gets 403, and whoever is not signed in is sent to the sign-in.
_OWN = {"drafter", "officer", "head", "first", "signer"}
_ANYBODY = {
    "drafter",
    "officer",
    "head",
    "first",
    "signer",
    "stranger",
    "strange_head",
    "supervisor",
    "auditor",
    "admin",
}
_CONTENT = _OWN | {"stranger", "strange_head"}
PAGES = {
    "home": ((), _ANYBODY),
    "notices": ((), _ANYBODY),
    "search": ((), _ANYBODY),
    "queue": (("mine",), _CONTENT),
    "published": ((), _CONTENT),
    "terms": ((), _CONTENT),
    "new": ((), {"drafter", "officer", "stranger"}),
    "urgent": ((), _CONTENT),
    "urgent_uses": ((), {"head", "signer", "strange_head", "supervisor"}),
    "leader": ((), {"head", "signer", "strange_head"}),
    "supervised": ((), {"supervisor"}),
    "document": (("draft",), _OWN | {"supervisor", "auditor"}),
    "changes": (("draft",), _OWN),
    "history": (("draft",), _OWN),
    "preview": (("draft",), _OWN),
    "preview_page": (("draft",), _OWN),
    "edit": (("draft",), {"drafter", "officer"}),
    "gaps": (("draft",), {"drafter", "officer"}),
    "void_number": (("draft",), {"drafter", "officer"}),
    "move": (("review", "first_pass"), _OWN),
    "file": (("file",), _OWN),
    "keep": (("finding",), _OWN),
    "reassess": (("kept",), {"officer", "head"}),
    "correct": (("record",), {"drafter", "officer"}),
    "withdraw": (("record",), {"head", "signer"}),
    "repeal": (("record",), {"head", "signer"}),
    "relate": (("record",), {"drafter", "officer", "head"}),
}


def test_each_page_opens_for_those_who_may_and_for_nobody_else(city: City):
    ids = {
        "draft": city.draft.pk, "review": city.review.pk, "file": city.file.pk, "record": city.record,
        "finding": city.finding, "kept": city.kept,
    }  # fmt: skip
    wrong = []
    for name, (arguments, allowed) in PAGES.items():
        url = reverse(f"desk:{name}", args=[ids.get(a, a) for a in arguments])
        for who, client in city.clients.items():
            answer = client.get(url)
            if answer.streaming:
                b"".join(answer.streaming_content)  # a file is held open until it was sent
            found = answer.status_code
            wanted = 302 if who == "nobody" else 200 if who in allowed else 403
            if found != wanted:
                wrong.append(f"{who} {url}: {found}, not {wanted}")
    assert wrong == []


POSTS = {
    "edit": ("draft", {"drafter", "officer"}),
    "autosave": ("draft", {"drafter", "officer"}),
    "correct": ("record", {"drafter", "officer"}),
    "withdraw": ("record", {"head", "signer"}),
    "repeal": ("record", {"head", "signer"}),
}


def test_a_post_by_somebody_else_changes_nothing(city: City):
    ids = {"draft": city.draft.pk, "record": city.record}
    before = list(Revision.objects.order_by("pk").values_list("pk", "version", "state", "record__status"))
    for name, (thing, allowed) in POSTS.items():
        for who, client in city.clients.items():
            if who in allowed:
                continue
            answer = client.post(
                reverse(f"desk:{name}", args=[ids[thing]]),
                typed(city.draft, title="侵入") | {"reason": "in_error", "note": "侵入", "on": "2026-01-01"},
            )
            assert answer.status_code in {302, 403}, (name, who)
    assert list(Revision.objects.order_by("pk").values_list("pk", "version", "state", "record__status")) == before


def test_the_supervisor_and_the_auditor_see_state_and_dates_but_no_words(city: City):
    for who in ("supervisor", "auditor"):
        page = text(city.clients[who].get(reverse("desk:document", args=[city.review.pk])))
        assert "初审" in page
        assert TITLE not in page
        assert "伍汉臣" not in page
    listed = text(city.clients["supervisor"].get(reverse("desk:supervised")))
    assert str(city.review.pk) in listed
    assert TITLE not in listed


def test_a_search_at_the_desk_finds_only_the_own_organs(city: City):
    url = reverse("desk:search")
    assert TITLE in text(city.clients["first"].get(url, {"q": "重大事项"}))
    for who in ("stranger", "supervisor", "admin", "auditor"):
        assert TITLE not in text(city.clients[who].get(url, {"q": "重大事项"}))


def test_a_file_is_handed_out_as_a_download_that_no_page_can_show(city: City):
    answer = city.clients["first"].get(reverse("desk:file", args=[city.file.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content) == b"a"
    answer.close()


def test_what_is_not_there_is_404(city: City):
    client = city.clients["drafter"]
    for name in ("document", "edit", "file", "preview", "withdraw", "keep"):
        who = city.clients["head"] if name == "withdraw" else client
        assert who.get(reverse(f"desk:{name}", args=[999_999])).status_code == 404, name
    assert client.get(reverse("desk:queue", args=["nothing"])).status_code == 404
    assert client.get(reverse("desk:move", args=[city.review.pk, "publish"])).status_code == 404
    assert client.get(reverse("desk:move", args=[city.review.pk, "nonsense"])).status_code == 404


def test_the_preview_may_be_framed_by_the_desk_only_and_runs_no_script(city: City):
    answer = city.clients["drafter"].get(reverse("desk:preview_page", args=[city.draft.pk]))
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "<script" not in text(answer)
