"""Questions about notices: what a person has not read, what waits, what could not be delivered."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.kernel.notices.models import Message, Notice
from gongkai.kernel.organizations.queries import Person

__all__ = ["Message", "Notice", "inbox", "undelivered", "unread"]


def inbox(person: Person) -> QuerySet[Notice]:
    """A person's notices, newest first."""
    return Notice.objects.filter(person=person).order_by("-created_at", "-pk")


def unread(person: Person) -> int:
    """How many a person has not read."""
    return Notice.objects.filter(person=person, read_at=None).count()


def undelivered() -> QuerySet[Message]:
    """Mails that could not be sent yet, oldest first."""
    return Message.objects.filter(sent_at=None).order_by("created_at")
