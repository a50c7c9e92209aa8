"""What is certified: the statement of a published revision, and the digests by which a changed row is found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from gongkai.kernel.papers.models import StoredFile
from gongkai.kernel.records.models import Attachment, Editor, Finding, Record, Revision, Snapshot
from gongkai.kernel.records.prepared import Prepared, columns, made
from gongkai.kernel.records.rules import STATEMENT_VERSION, iso
from gongkai.kernel.trust.canonical import canonical, digest

#: The fields of a revision that a clerk writes; saved by autosave, compared between rounds, copied into a correction.
WRITTEN = (
    "title", "doc_number", "summary", "body", "annotation", "genre", "subject", "keywords", "topic", "made_on",
    "effective_on", "expires_on", "attribute", "ground", "reason", "reassess_on", "joint_organs", "content_source",
    "responsible_unit", "contact", "publish_at", "lift_at", "urgent_reason", "correction_wrong", "correction_right",
    "term_days", "term_on", "term_source",
)  # fmt: skip

#: Columns that came after the first city had sealed its rows; an empty one is left out, so that those seals still hold.
LATER = frozenset({"term_days", "term_on", "term_source"})

_PUBLIC = (
    "title", "doc_number", "summary", "body", "annotation", "genre", "subject", "keywords", "topic", "made_on",
    "effective_on", "expires_on", "attribute", "joint_organs", "content_source", "responsible_unit", "contact",
    "correction_wrong", "correction_right", "organ_name",
)  # fmt: skip


def subject(revision: Revision) -> str:
    """The name under which a revision stands in the log."""
    return f"revision:{revision.pk}"


def carried(former: Revision) -> dict[str, Any]:
    """What a correction or a new assessment takes over from the text before it; urgency, hour and last day are not."""
    values = {name: getattr(former, name) for name in WRITTEN}
    values |= {"urgent_reason": "", "publish_at": None, "term_on": None}
    return values if former.term_days else values | {"term_source": ""}


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
        given = getattr(revision, name)
        value[name] = given if given is None or isinstance(given, str) else iso(given)
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
    return _hash(_columns(row, leave_out))


def draft_digest(revision: Revision) -> str:
    """The digest of what a reviewer sees of a draft: its row without what the review itself changes."""
    return row_digest(revision, leave_out=("state", "updated_at", "screened_at", "version"))


@dataclass
class Dossier:
    """A revision and what belongs to it: rows whose every column the ledger answers for."""

    revision: Revision
    attachments: list[Attachment] = field(default_factory=list)
    editors: list[Editor] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    snapshots: list[Snapshot] = field(default_factory=list)

    def parts_digest(self) -> str:
        """SHA-256 (hex) over the rows that belong to the revision; of an attachment also what is known of its file."""
        return _hash(
            {
                "attachments": [[_columns(a), _columns(a.file)] for a in self.attachments],
                "editors": [_columns(e) for e in self.editors],
                "findings": [_columns(f) for f in self.findings],
                "snapshots": [_columns(s) for s in self.snapshots],
            }
        )


_ATTACHMENTS = Prepared(
    lambda pk: (
        Attachment.objects.filter(revision_id=pk)
        .order_by("pk")
        .values_list(*columns(Attachment), *columns(StoredFile, "file__"))
    )
)
_EDITORS = Prepared(lambda pk: Editor.objects.filter(revision_id=pk).order_by("pk").values_list(*columns(Editor)))
_FINDINGS = Prepared(lambda pk: Finding.objects.filter(revision_id=pk).order_by("pk").values_list(*columns(Finding)))
_SNAPSHOTS = Prepared(lambda pk: Snapshot.objects.filter(revision_id=pk).order_by("pk").values_list(*columns(Snapshot)))


def dossier(revision: Revision) -> Dossier:
    """The dossier of one revision as the database holds it now (four queries, as every move of a document asks them)."""
    attachments, own = [], len(columns(Attachment))
    for row in _ATTACHMENTS.rows(revision.pk):
        attachment = made(Attachment, row[:own])
        attachment.file = made(StoredFile, row[own:])
        attachments.append(attachment)
    return Dossier(
        revision,
        attachments,
        [made(Editor, row) for row in _EDITORS.rows(revision.pk)],
        [made(Finding, row) for row in _FINDINGS.rows(revision.pk)],
        [made(Snapshot, row) for row in _SNAPSHOTS.rows(revision.pk)],
    )


def dossiers(revisions: Sequence[Revision]) -> list[Dossier]:
    """The dossiers of these revisions as the database holds them now (four queries)."""
    found = {revision.pk: Dossier(revision) for revision in revisions}
    for name, model in (
        ("attachments", Attachment),
        ("editors", Editor),
        ("findings", Finding),
        ("snapshots", Snapshot),
    ):
        rows: Any = models.QuerySet(model).filter(revision_id__in=list(found)).order_by("pk")
        for row in rows.select_related("file") if model is Attachment else rows:
            getattr(found[row.revision_id], name).append(row)
    return list(found.values())


def seals(
    *rows: models.Model, gone: models.Model | None = None, parts: bool = True
) -> dict[str, dict[str, str | None]]:
    """What a ledger line says of rows that the operation wrote: ``{"seals": {"record:12": digest, …}}``.

    A revision is sealed by itself and, under ``parts:12``, with its attachments, editors, findings and snapshots, read
    again as they are stored; ``parts=False`` where the operation touched none of these. The last seal of a row counts;
    ``gone`` is a row that the operation deleted.
    """
    said: dict[str, str | None] = {}
    for row in rows:
        said[seal_name(row)] = row_digest(row)
        if isinstance(row, Revision) and parts:
            said[f"parts:{row.pk}"] = dossier(row).parts_digest()
    if gone is not None:
        said[seal_name(gone)] = None
    return {"seals": said}


def seal_name(row: models.Model) -> str:
    """The name of a row in the seals: ``record:12``."""
    return f"{row._meta.model_name}:{row.pk}"


def _columns(row: models.Model, leave_out: Iterable[str] = ()) -> dict[str, Any]:
    skipped = set(leave_out)
    if isinstance(row, Revision):
        skipped |= {name for name in LATER if getattr(row, name) in {None, ""}}
    return {
        str(field.column): _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.column not in skipped
    }


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if hasattr(value, "tzinfo") and hasattr(value, "hour"):
        return iso(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value
