"""Tables of stored files, official numbers and renditions."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from gongkai.kernel.organizations.models import Organ
from gongkai.kernel.papers.terms import Format, State


class StoredFile(models.Model):
    """A file known by the SHA-256 of its bytes; the bytes lie in the data folder. Never changed (triggers)."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    stored_at = models.DateTimeField()

    class Meta:
        verbose_name = "文件"


class Sequence(models.Model):
    """The last number given for one 机关代字, year and kind of paper; its row lock puts takers in a queue."""

    code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "year", "kind"], name="sequence_once")]


class PaperNumber(models.Model):
    """文号. Never changed, deleted or reused (triggers); ``subject`` is the plain name of what bears it (revision:12)."""

    organ = models.ForeignKey(Organ, models.PROTECT, related_name="+")
    code = models.CharField("机关代字", max_length=20)
    year = models.PositiveSmallIntegerField("年份")
    kind = models.CharField("文种", max_length=20)
    serial = models.PositiveIntegerField("序号")
    text = models.CharField("文号", max_length=60, unique=True)
    subject = models.CharField(max_length=60, db_index=True)
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=80)

    class Meta:
        verbose_name = "文号"
        constraints = [
            models.UniqueConstraint(fields=["code", "year", "kind", "serial"], name="paper_number_once"),
            models.CheckConstraint(condition=Q(serial__gt=0), name="paper_number_from_one"),
        ]

    @property
    def is_void(self) -> bool:
        """Whether it was declared 作废. Costs no query when read through ``queries``."""
        return hasattr(self, "voiding")

    @property
    def voided_at(self) -> datetime | None:
        """When it was declared 作废, or None."""
        return self.voiding.at if self.is_void else None

    @property
    def void_reason(self) -> str:
        """Why it was declared 作废; empty while it holds."""
        return self.voiding.reason if self.is_void else ""

    @property
    def voided_by(self) -> str:
        """Who declared it 作废; empty while it holds."""
        return self.voiding.by if self.is_void else ""


class Voiding(models.Model):
    """作废 of a number, once; a row of its own, so that the number's row never changes."""

    number = models.OneToOneField(PaperNumber, models.PROTECT, primary_key=True, related_name="voiding")
    reason = models.CharField("作废原因", max_length=500)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()


class Rendition(models.Model):
    """A document typeset in one format; requested in the publishing transaction, made by the worker after it."""

    subject = models.CharField(max_length=60)
    format = models.CharField(max_length=8, choices=Format.choices)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    error = models.CharField(max_length=500, blank=True)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "format"], name="rendition_once"),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(file__isnull=False, ready_at__isnull=False),
                name="rendition_ready_has_file",
            ),
        ]
        indexes = [models.Index(fields=["state", "requested_at"], name="rendition_by_state")]
