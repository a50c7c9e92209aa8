"""Tables of the log: leaves, the nodes above them, signed checkpoints, keys, and the row that says how long it is."""

from __future__ import annotations

from django.db import models


class Leaf(models.Model):
    """One entry of the log (``entries``), never changed or deleted; ``index`` counts from 0 without a gap."""

    index = models.BigIntegerField(primary_key=True)
    subject = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)  # SHA-256 of the statement's canonical bytes, hexadecimal
    appended_at = models.DateTimeField()  # whole seconds
    leaf_hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["subject", "index"], name="trust_leaf_by_subject")]
        verbose_name = "存证"


class Node(models.Model):
    """The hash of a complete subtree of 2^level leaves, level >= 1, number ``index`` of its level."""

    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="trust_node_position")]
        verbose_name = "存证节点"


class Checkpoint(models.Model):
    """A signed state of the log and of the ledger; ``number`` counts from 1 without a gap."""

    number = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    ledger_seq = models.BigIntegerField()
    ledger_hash = models.CharField(max_length=64)
    key_id = models.CharField(max_length=8)
    note = models.TextField()
    signed_at = models.DateTimeField()  # whole seconds

    class Meta:
        indexes = [models.Index(fields=["size", "number"], name="trust_checkpoint_by_size")]
        verbose_name = "检查点"


class Key(models.Model):
    """A public key under which checkpoints were signed; older ones stay, so that older checkpoints can be checked."""

    key_id = models.CharField(max_length=8, primary_key=True)
    public = models.CharField(max_length=300)
    valid_from = models.DateTimeField()

    class Meta:
        verbose_name = "签名公钥"


class LogHead(models.Model):
    """The length of the log (one row, id 1); its lock serialises writers on PostgreSQL."""

    size = models.BigIntegerField(default=0)
