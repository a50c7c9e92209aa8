"""Tables of casework: the case and its dated events; parties with sealed identity; papers; what colleagues write to each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.kernel.casework import vault
from gongkai.kernel.casework.terms import Channel, ClockState, Direction, LinkKind, PaperState, PartyRole

_OPEN = Q(closed_at__isnull=True)
_CLOSED = Q(closed_at__isnull=False)


class Case(models.Model):
    """办件. State and due date are projections of its events, rewritten in the transaction of every move."""

    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+", db_index=False)  # see indexes
    kind = models.CharField(max_length=24)
    number = models.CharField("办件编号", max_length=60, unique=True)
    title = models.CharField("事由", max_length=300)
    handler = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()  # when it came to the office, whatever clock runs
    version = models.PositiveIntegerField(default=0)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    # projections of the events
    state = models.CharField(max_length=24)
    state_since = models.DateTimeField()
    received_on = models.DateField("收到日期", null=True)  # the day from which the law counts
    closed_at = models.DateTimeField("办结", null=True)
    outcome = models.CharField("办理结果", max_length=24, blank=True)
    due_at = models.DateTimeField("到期", null=True)  # the earliest running clock
    due_clock = models.CharField(max_length=24, blank=True)
    provisional = models.BooleanField(default=False)
    paused = models.BooleanField(default=False)
    extended = models.BooleanField(default=False)
    was_late = models.BooleanField(default=False)  # closed after its due date
    done = models.BooleanField(default=False)  # in a final state: nothing is left to do

    class Meta:
        verbose_name = "办件"
        indexes = [
            models.Index(fields=["organ", "due_at", "id"], condition=_OPEN, name="case_queue"),
            # Two columns that are given: else SQLite takes the key of the handler, with everything that is closed.
            models.Index(fields=["handler", "closed_at", "due_at", "id"], condition=_OPEN, name="case_queue_handler"),
            models.Index(fields=["due_at", "id"], condition=_OPEN, name="case_queue_all"),
            models.Index(fields=["organ", "received_on", "kind"], name="case_received"),
            models.Index(fields=["organ", "closed_at", "id"], condition=_CLOSED, name="case_closed"),
            models.Index(fields=["organ", "closed_at", "id"], condition=_CLOSED & Q(done=False), name="case_serving"),
            # A search of titles reads only this, the newest first, and stops when it has found enough.
            models.Index(fields=["organ", "-id", "title"], name="case_title"),
            models.Index(fields=["organ", "-opened_at", "-id"], name="case_newest"),
            models.Index(
                fields=["organ", "outcome", "-opened_at", "-id"], condition=~Q(outcome=""), name="case_outcome"
            ),
            # Lists over many organs are read in their order; whose a case is stands in the index.
            models.Index(fields=["-opened_at", "-id", "organ"], name="case_newest_all"),
            models.Index(fields=["-closed_at", "-id", "organ"], condition=_CLOSED, name="case_closed_all"),
            models.Index(fields=["organ", "state", "due_at", "id"], condition=Q(done=False), name="case_stage"),
        ]


class TitleBlock(models.Model):
    """Which pairs of characters the titles of the cases ``first`` to ``first + KEYS - 1`` hold (``pairs``): a projection.

    Blocks follow each other without a gap; titles that none covers yet are read.
    """

    KEYS = 1000
    first = models.BigIntegerField(primary_key=True)
    pairs = models.BinaryField()


class Event(models.Model):
    """What happened: ``at`` counts in law, ``recorded_at`` is when somebody entered it. Never changed (triggers)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    move = models.CharField(max_length=32)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    person = models.ForeignKey("organizations.Person", models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=80)
    actor_post = models.CharField(max_length=120, blank=True)
    kept = models.JSONField(default=dict, db_column="data")  # what it brought; words about people sealed (vault)
    comment = models.CharField(max_length=2000, blank=True)
    state = models.CharField(max_length=24)  # after it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="case_event_once")]

    @property
    def data(self) -> dict[str, Any]:
        """What it brought, in clear."""
        return vault.read(self.kept)


class Deadline(models.Model):
    """A clock of an open case: a projection that ``rebuild`` makes anew."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines")
    clock = models.CharField(max_length=24)
    state = models.CharField(max_length=8, choices=ClockState.choices)
    due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    remaining = models.IntegerField(null=True)  # units left while paused

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "clock"], name="deadline_once")]


class Party(models.Model):
    """Somebody who takes part. Who it is lies in ``sealed`` (AES-GCM); the indexes are keyed hashes, to search without opening."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    role = models.CharField(max_length=12, choices=PartyRole.choices)
    kind = models.CharField(max_length=16, blank=True)  # of the application: natural, org_business …
    masked = models.CharField(max_length=80)  # 张*, for lists
    sealed = models.TextField()
    name_index = models.CharField(max_length=64)
    number_index = models.CharField(max_length=64, blank=True)
    contact_index = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = "当事人"
        indexes = [
            models.Index(fields=["name_index"], name="party_name"),
            models.Index(fields=["number_index"], condition=~Q(number_index=""), name="party_number"),
            models.Index(fields=["contact_index"], condition=~Q(contact_index=""), name="party_contact"),
        ]


class Assignment(models.Model):
    """Whose hands a case was in, from when to when."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    by = models.CharField(max_length=80)
    reason = models.CharField(max_length=300, blank=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class CasePaper(models.Model):
    """A paper of a case: drafted, numbered, typeset, sent, served; or received. Sent is not served."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=32)  # a letter of the application, or "attachment"
    direction = models.CharField(max_length=8, choices=Direction.choices)
    kept_title = models.TextField(db_column="title")  # of a file that came in sealed (vault): it may name people
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.DRAFT)
    kept = models.JSONField(default=dict, db_column="document")  # sealed (vault): letters name people
    file = models.ForeignKey("papers.StoredFile", models.PROTECT, null=True, related_name="+")
    media_type = models.CharField(max_length=120, blank=True)
    size = models.BigIntegerField(default=0)
    number = models.ForeignKey("papers.PaperNumber", models.PROTECT, null=True, related_name="+")
    number_text = models.CharField("文号", max_length=60, blank=True)
    public = models.BooleanField(default=False)  # shown to the applicant at the portal
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)
    frozen_at = models.DateTimeField(null=True)
    channel = models.CharField(max_length=12, choices=Channel.choices, blank=True)
    sent_at = models.DateTimeField(null=True)
    served_at = models.DateTimeField(null=True)
    kept_proof = models.TextField(blank=True, db_column="proof")  # sealed (vault)

    class Meta:
        verbose_name = "办件文书"

    @property
    def title(self) -> str:
        """The name of the letter, or of the file that came in (at most 200 characters)."""
        return vault.read_text(self.kept_title)

    @title.setter
    def title(self, value: str) -> None:
        self.kept_title = vault.kept_text(value) if self.direction == Direction.IN else value

    @property
    def document(self) -> dict[str, Any]:
        """What is typeset (papers.typesetting), in clear; empty for files."""
        return vault.read(self.kept)

    @document.setter
    def document(self, value: Mapping[str, Any]) -> None:
        self.kept = vault.kept(value)

    @property
    def proof(self) -> str:
        """The number of the parcel, who signed, when it was opened (at most 300 characters), in clear."""
        return vault.read_text(self.kept_proof)

    @proof.setter
    def proof(self, value: str) -> None:
        self.kept_proof = vault.kept_text(value)


class Note(models.Model):
    """What a colleague wrote inside the office; never part of what the applicant sees."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    text = models.CharField(max_length=2000)
    at = models.DateTimeField()


class Watcher(models.Model):
    """Who is told of everything that happens to a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="watchers")
    person = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="watcher_once")]


class Phrase(models.Model):
    """常用语 of an office, with fields in braces: {申请人}, {收到日期}, {到期日}."""

    organ = models.ForeignKey("organizations.Organ", models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    text = models.CharField(max_length=2000)
    position = models.PositiveIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)


class Presence(models.Model):
    """Who has a case open now; a projection of no weight."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    person = models.ForeignKey("organizations.Person", models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="presence_once")]


class SavedView(models.Model):
    """A filter of the queue under a name of one's own."""

    person = models.ForeignKey("organizations.Person", models.CASCADE, related_name="+")
    title = models.CharField(max_length=40)
    query = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "title"], name="saved_view_once")]


class Link(models.Model):
    """Two cases that belong together."""

    source = models.ForeignKey(Case, models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Case, models.PROTECT, related_name="links_in")
    kind = models.CharField(max_length=8, choices=LinkKind.choices)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "target", "kind"], name="link_once")]


class Reminder(models.Model):
    """A reminder that was sent, so that it is sent once, also after the program was off."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    clock = models.CharField(max_length=24)
    kind = models.CharField(max_length=12)  # before, due, late, unconfirmed
    due_on = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "clock", "kind", "due_on"], name="reminder_once")]
