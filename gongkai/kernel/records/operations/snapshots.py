"""Keep the text as it is sent into review, so that the next round can be compared with what was seen."""

from __future__ import annotations

from datetime import datetime

from gongkai.kernel.records.models import Revision, Snapshot
from gongkai.kernel.records.rules import iso
from gongkai.kernel.records.statements import WRITTEN, draft_digest


def keep(revision: Revision, at: datetime) -> None:
    """Keep what the draft says now, once for the same text; inside the transaction of the submission."""
    values = {name: getattr(revision, name) for name in WRITTEN}
    plain = (str, int, type(None))
    written = {name: value if isinstance(value, plain) else iso(value) for name, value in values.items()}
    files = [[a.name, a.file_id] for a in revision.attachments.order_by("position", "pk")]
    Snapshot.objects.get_or_create(
        revision=revision, digest=draft_digest(revision), defaults={"at": at, "written": written, "files": files}
    )
