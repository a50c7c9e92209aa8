"""How one line of the ledger is hashed, and who an actor is once the person may be gone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True)
class Actor:
    """Who did it, as plain values of that moment: the line can be read when the person has left."""

    person_id: int | None
    name: str
    post: str = ""
    organ_id: int | None = None
    organ_name: str = ""

    @classmethod
    def system(cls, name: str) -> Actor:
        """The system itself, by the name of the job: ``Actor.system("定时发布")``."""
        return cls(None, f"系统·{name}")

    @property
    def sentence(self) -> str:
        """Organ, post and name in one line, for the timeline."""
        return " ".join(part for part in (self.organ_name, self.post, self.name) if part)


def entry_hash(
    *,
    seq: int,
    previous: str,
    at: datetime,
    actor: Mapping[str, Any],
    verb: str,
    object_type: str,
    object_id: str,
    organ_id: int | None,
    detail: Mapping[str, Any],
) -> str:
    """SHA-256 (hex) over the canonical JSON of the line and the hash of the line before it."""
    body = {
        "actor": dict(actor),
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "detail": dict(detail),
        "object": [object_type, object_id],
        "organ": organ_id,
        "previous": previous,
        "seq": seq,
        "verb": verb,
    }
    data = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(data.encode()).hexdigest()
