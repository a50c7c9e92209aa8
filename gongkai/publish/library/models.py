"""Tables of the library: works, their dated editions (each a published record), chapters and articles."""

from __future__ import annotations

from django.db import models


class Work(models.Model):
    """A law under one title; its dated texts are editions of it."""

    key = models.CharField(max_length=300, unique=True)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=24)


class Edition(models.Model):
    """One dated text of a work: a published record."""

    record = models.OneToOneField("records.Record", models.PROTECT, primary_key=True, related_name="+")
    work = models.ForeignKey(Work, models.PROTECT, related_name="editions")
    dated_on = models.DateField(null=True)
    current = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["work", "-dated_on"], name="edition_by_work")]


class Provision(models.Model):
    """编、章、节、条 of an edition, in order; ``label`` as printed (第一百二十条之一), ``text`` without it."""

    record = models.ForeignKey("records.Record", models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    level = models.CharField(max_length=8)
    label = models.CharField(max_length=40, blank=True)
    heading = models.CharField(max_length=200, blank=True)
    anchor = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["record", "position"], name="provision_once")]
        indexes = [models.Index(fields=["record", "label"], name="provision_by_label")]
