"""What is certified: the statement of a published revision, and the digests by which a changed row is found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from gongkai.kernel.records.models import Attachment, Record, Revision, Step
from gongkai.kernel.records.rules import STATEMENT_VERSION, iso
from gongkai.kernel.trust.canonical import canonical, digest

#: The fields of a revision that a clerk writes; saved by autosave, compared between rounds, copied into a correction.
WRITTEN = (
    "title", "doc_number", "summary", "body", "annotation", "genre", "subject", "keywords", "topic", "made_on",
    "effective_on", "expires_on", "attribute", "ground", "reason", "reassess_on", "joint_organs", "content_source",
    "responsible_unit", "contact", "publish_at", "lift_at", "urgent_reason", "correction_wrong", "correction_right",
)  # fmt: skip

_PUBLIC = (
    "title", "doc_number", "summary", "body", "annotation", "genre", "subject", "keywords", "topic", "made_on",
    "effective_on", "expires_on", "attribute", "joint_organs", "content_source", "responsible_unit", "contact",
    "correction_wrong", "correction_right", "organ_name",
)  # fmt: skip


def subject(revision: Revision) -> str:
    """The name under which a revision stands in the log."""
    return f"revision:{revision.pk}"


def statement(revision: Revision, record: Record, attachments: Sequence[Attachment]) -> dict[str, Any]:
    """The certified content of a revision as plain values; its canonical bytes are what the log holds the digest of."""
    value: dict[str, Any] = {
        "type": "gongkai.revision",
        "version": STATEMENT_VERSION,
        "record": record.pk,
        "revision": revision.number,
        "index_number": record.index_number,
        "kind": record.kind,
        "frozen_at": iso(revision.frozen_at),
        "published_at": iso(record.published_at),
        "attachments": [
            {"name": a.name, "sha256": a.file_id, "size": a.size, "media_type": a.media_type} for a in attachments
        ],
    }
    for name in _PUBLIC:
        field = getattr(revision, name)
        value[name] = field if field is None or isinstance(field, str) else iso(field)
    return value


def rendition_statement(revision: Revision, form: str, sha256: str) -> dict[str, Any]:
    """What the log holds of a file typeset from a revision: whose it is, in which format, with which bytes."""
    return {
        "type": "gongkai.rendition",
        "version": STATEMENT_VERSION,
        "record": revision.record_id,
        "revision": revision.number,
        "statement": revision.digest,
        "format": form,
        "sha256": sha256,
    }


def statement_digest(value: dict[str, Any]) -> str:
    """SHA-256 (hex) of the canonical bytes."""
    return digest(canonical(value))


def row_digest(row: models.Model, *, leave_out: Iterable[str] = ()) -> str:
    """SHA-256 (hex) over every stored column of a row: the ledger keeps it, so that a changed byte is found."""
    skipped = set(leave_out)
    values = {
        field.column: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.column not in skipped
    }
    return hashlib.sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def draft_digest(revision: Revision) -> str:
    """The row digest of a draft, without what its review changes."""
    return row_digest(revision, leave_out=("state", "updated_at", "screened_at", "version"))


def step_digest(step: Step) -> str:
    """The row digest of a review step."""
    return row_digest(step)


def _plain(value: Any) -> Any:
    if hasattr(value, "tzinfo") and hasattr(value, "hour"):
        return iso(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
