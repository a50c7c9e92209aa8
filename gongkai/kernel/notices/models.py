"""Tables of notices: what a person finds at the desk, and what leaves by mail."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """A line in a person's inbox on the desk."""

    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="notices")
    text = models.CharField(max_length=300)
    link = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=8, default="info")  # info, alarm
    key = models.CharField(max_length=120, unique=True)  # the same thing is said once
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notice_newest"),
            models.Index(fields=["person", "read_at"], condition=Q(read_at=None), name="notice_not_read"),
        ]


class Message(models.Model):
    """A mail in the outbox; it may go out twice after a crash, never zero times."""

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=8, default="mail")
    to = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["next_attempt_at"], condition=Q(sent_at=None), name="message_waiting")]
