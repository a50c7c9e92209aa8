"""Verbs of notices: say something to people, deliver what waits, mark as read."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction

from gongkai.kernel.ledger.inserting import insert
from gongkai.kernel.notices import bell
from gongkai.kernel.notices.models import Message, Notice
from gongkai.kernel.organizations.queries import Person

__all__ = ["deliver", "notify", "read"]

log = logging.getLogger("gongkai.notices")
_ATTEMPTS = 8


def notify(
    people: Iterable[Person], *, text: str, link: str, key: str, at: datetime, level: str = "info", mail: bool = True
) -> list[Notice]:
    """Say one thing to several people, inside the caller's transaction; each hears the same key only once.

    Those with a mail address also get a mail (when a mail server is configured); ``link`` is a path of the desk.
    """
    people = list({person.pk: person for person in people}.values())
    text = " ".join(text.split())  # a line end has no place in the subject of a mail
    rows = [
        Notice(person=p, text=text[:300], link=link, level=level, key=f"{key}:{p.pk}"[:120], created_at=at)
        for p in people
    ]
    insert(*rows, twice=True)
    if mail and settings.EMAIL_HOST:
        Message.objects.bulk_create(
            [
                Message(
                    key=f"{key}:{p.pk}"[:120],
                    to=p.email,
                    subject=f"【政务公开】{text[:120]}",
                    body=f"{p.name}:\n\n{text}\n\n{settings.GONGKAI_ADDRESS}{link}\n",
                    created_at=at,
                    next_attempt_at=at,
                )
                for p in people
                if p.email
            ],
            ignore_conflicts=True,
        )
    bell.ring()
    return rows


def deliver(*, at: datetime, limit: int = 50) -> int:
    """Send the mails that wait; returns how many went out. A failure is tried again later, with growing pauses."""
    if not settings.EMAIL_HOST:
        return 0
    waiting = list(
        Message.objects.filter(sent_at=None, next_attempt_at__lte=at, attempts__lt=_ATTEMPTS).order_by(
            "next_attempt_at"
        )[:limit]
    )
    if not waiting:
        return 0
    sent = 0
    connection = get_connection()
    for message in waiting:
        try:
            EmailMessage(
                message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to], connection=connection
            ).send()
        except Exception as fault:
            message.attempts += 1
            message.last_error = f"{type(fault).__name__}: {fault}"[:300]
            message.next_attempt_at = at + timedelta(minutes=2**message.attempts)
            message.save(update_fields=["attempts", "last_error", "next_attempt_at"])
            log.warning("mail %s not sent (attempt %s): %s", message.pk, message.attempts, message.last_error)
        else:
            message.sent_at = at
            message.save(update_fields=["sent_at"])
            sent += 1
    return sent


def read(*, person: Person, at: datetime, notice_id: int | None = None) -> int:
    """Mark one notice (or all) of a person as read; returns how many were."""
    with transaction.atomic():
        rows = Notice.objects.filter(person=person, read_at=None)
        if notice_id is not None:
            rows = rows.filter(pk=notice_id)
        return rows.update(read_at=at)
