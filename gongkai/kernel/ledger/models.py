"""Tables of the ledger: the lines, and the one row that says where the chain ends."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One line: actor (plain values), verb, object, time. Never changed, never deleted (triggers)."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80)
    actor_post = models.CharField(max_length=120, blank=True)
    actor_organ_id = models.BigIntegerField(null=True)
    actor_organ_name = models.CharField(max_length=200, blank=True)
    verb = models.CharField(max_length=80)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=80)
    organ_id = models.BigIntegerField(null=True)  # whose matter it is, for scope; not a foreign key on purpose
    detail = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "seq"], name="ledger_by_object"),
            models.Index(fields=["organ_id", "seq"], name="ledger_by_organ"),
            models.Index(fields=["actor_id", "seq"], name="ledger_by_actor"),
            models.Index(fields=["verb", "seq"], name="ledger_by_verb"),
            models.Index(fields=["at"], name="ledger_by_time"),
        ]
        verbose_name = "台账条目"


class Head(models.Model):
    """The end of the chain (one row, id 1); its lock serialises writers on PostgreSQL."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)
