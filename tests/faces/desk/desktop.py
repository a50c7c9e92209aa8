"""What the tests of the desk's pages share: a browser at somebody's desk, what its forms send."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from gongkai.kernel.organizations.models import Person
from gongkai.kernel.records.models import Revision
from tests import factories

GATES = {f"tick_{gate}": "on" for gate in factories.GATES}
CHECKS = {f"tick_{check}": "on" for check in factories.CHECKS}
_MORE = ("doc_number", "urgent_reason", "correction_wrong", "correction_right", "ground", "reason", "content_source")


def at_desk(person: Person) -> Client:
    """A browser in which the person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def typed(revision: Revision, **changed: Any) -> dict[str, Any]:
    """What the browser sends from the edit page: every field as it stands, with what was changed."""
    revision.refresh_from_db()
    values = {name: getattr(revision, name) for name in (*factories.fields(), *_MORE)}
    values |= {"kind": revision.record.kind, "version": revision.version, "do": "save"} | changed
    return {name: value for name, value in values.items() if value is not None}


def edit(revision: Revision) -> str:
    """The address of the edit page."""
    return reverse("desk:edit", args=[revision.pk])


def pressed(client: Client, revision: Revision, code: str, **given: Any) -> Any:
    """The form of a move, sent as it was just opened."""
    revision.refresh_from_db()
    url = reverse("desk:move", args=[revision.pk, code])
    return client.post(url, {"version": revision.version, "comment": "", **given})


def text(response: Any) -> str:
    """The page as text."""
    return str(response.content.decode())
