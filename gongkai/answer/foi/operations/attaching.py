"""Files that come along with an application, a supplement or a statement: looked at and stored before any transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gongkai.answer.foi.operations import base
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework import vault
from gongkai.kernel.casework.models import Case
from gongkai.kernel.casework.terms import Direction
from gongkai.kernel.organizations.queries import number
from gongkai.kernel.papers import operations as papers
from gongkai.kernel.papers.rules import UPLOAD_MEGABYTES
from gongkai.kernel.screening import intake
from gongkai.kernel.vocabulary import Refusal, clean

MOST_FILES = 10
Files = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Kept:
    """A file that came along, already stored (encrypted: it may be a proof of identity); ``size`` in bytes is its own."""

    name: str
    media_type: str
    size: int
    file: papers.StoredFile


def kept(files: Files, at: datetime) -> tuple[Kept, ...]:
    """Pairs of name and content, looked at and stored. Refusal, with field ``files``, for too many or a bad one."""
    if len(files) > MOST_FILES:
        raise Refusal(f"附件最多{MOST_FILES}个，现有{len(files)}个。", field="files")
    if not files:
        return ()
    limit = number(UPLOAD_MEGABYTES.code, base.day(at)) * 1024 * 1024
    accepted = [(_looked_at(name, data, limit), data) for name, data in files]
    return tuple(
        Kept(
            one.name, one.media_type, len(data),
            papers.store(vault.kept_file(data), one.media_type, at, limit=limit + vault.OVERHEAD),
        )
        for one, data in accepted
    )  # fmt: skip


def _looked_at(name: str, data: bytes, limit: int) -> intake.Accepted:
    try:
        return intake.inspect(data, name, limit)
    except Refusal as refusal:
        raise Refusal(f"“{clean(name)[-60:]}”：{refusal.message}", field="files") from refusal


def attached(case: Case, files: Sequence[Kept], *, by: base.By, at: datetime) -> dict[str, list[int]]:
    """Enter stored files as papers that came in, in the caller's transaction; returns what the event says of them."""
    keys = [
        cases.add_paper(
            case_id=case.pk, kind="attachment", direction=Direction.IN, title=one.name, file=one.file,
            media_type=one.media_type, size=one.size, by=by, at=at, held=case,
        ).pk
        for one in files
    ]  # fmt: skip
    return {"files": keys} if keys else {}
