"""Digests of rows: every line of the ledger that writes a row says its digest, so that a changed byte is found.

The digest is computed as records computes its own, so that both rooms may seal the rows that they share (numbers, files).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.db import models

from gongkai.kernel.casework.models import Deadline


def seals(*rows: models.Model, gone: models.Model | None = None) -> dict[str, dict[str, str | None]]:
    """What a ledger line says of rows that the operation wrote: ``{"seals": {"case:12": digest, …}}``; ``gone``: deleted."""
    said: dict[str, str | None] = {seal_name(row): row_digest(row) for row in rows}
    if gone is not None:
        said[seal_name(gone)] = None
    return {"seals": said}


def seal_name(row: models.Model) -> str:
    """The name of a row in the seals: ``case:12``."""
    return f"{row._meta.model_name}:{row.pk}"


def row_digest(row: models.Model) -> str:
    """SHA-256 (hex) over every stored column of a row."""
    return _hash({str(f.column): plain(getattr(row, f.attname)) for f in row._meta.concrete_fields})


def deadlines_digest(rows: Iterable[Deadline]) -> str:
    """SHA-256 (hex) over the clocks of one case, whatever keys their rows have; sealed as ``deadlines:12``."""
    listed = [[r.clock, str(r.state), plain(r.due_at), r.provisional, r.remaining] for r in rows]
    return _hash({"deadlines": sorted(listed, key=lambda row: str(row[0]))})


def plain(value: Any) -> Any:
    """A value as JSON holds it; moments in UTC with whole microseconds."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _hash(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
