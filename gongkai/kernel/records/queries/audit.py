"""Questions of the auditor: does every published text, row and step still say what the log and the ledger say?"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.papers import richtext
from gongkai.kernel.records.models import Attachment, Record, Revision, Step
from gongkai.kernel.records.statements import (
    draft_digest,
    row_digest,
    statement,
    statement_digest,
    step_digest,
    subject,
)
from gongkai.kernel.trust import queries as trust

_CHUNK = 500


def faults() -> Iterator[str]:
    """Recompute every certified statement and compare rows with their last ledger line; sentences in Chinese."""
    yield from _revisions()
    yield from _rows()


def _revisions() -> Iterator[str]:
    frozen = Revision.objects.filter(frozen_at__isnull=False).select_related("record").order_by("pk")
    batch: list[Revision] = []
    for revision in frozen.iterator(chunk_size=_CHUNK):
        batch.append(revision)
        if len(batch) == _CHUNK:
            yield from _check(batch)
            batch = []
    yield from _check(batch)


def _check(batch: list[Revision]) -> Iterator[str]:
    files: dict[int, list[Attachment]] = {}
    for attachment in Attachment.objects.filter(revision__in=batch).order_by("position", "pk"):
        files.setdefault(attachment.revision_id, []).append(attachment)
    logged = trust.digests_of([subject(revision) for revision in batch])
    for revision in batch:
        name = f"信息{revision.record_id}第{revision.number}版《{revision.title[:40]}》"
        found = statement_digest(statement(revision, revision.record, files.get(revision.pk, [])))
        if found != revision.digest:
            yield f"{name}的内容与发布时的摘要不符"
        if logged.get(subject(revision)) != revision.digest:
            yield f"{name}的摘要与存证日志不符"
        if _bare(revision.text) != _bare(richtext.to_text(revision.body)):
            yield f"{name}的纯文本与正文不符"


def _bare(text: str) -> str:
    return "".join(text.split())


def _rows() -> Iterator[str]:
    """Compare records, drafts and steps with what the ledger wrote last about them."""
    expected: dict[tuple[str, str], str] = {}
    kinds = ["record", "revision"]
    steps: dict[int, str] = {}
    lines = (
        Entry.objects.filter(object_type__in=kinds).order_by("seq").values_list("object_type", "object_id", "detail")
    )
    for kind, key, detail in lines.iterator(chunk_size=2000):
        if "row" in detail:
            target = ("revision", str(detail["revision"])) if kind == "record" and detail.get("kind") else (kind, key)
            expected[target] = detail["row"]
        if "row_of_draft" in detail:
            expected["revision", str(detail["revision"])] = detail["row_of_draft"]
        if "step" in detail:
            steps[int(detail["step"])] = detail["digest"]
    for record in Record.objects.order_by("pk").iterator(chunk_size=_CHUNK):
        digest = expected.get(("record", str(record.pk)))
        if digest is not None and digest != row_digest(record):
            yield f"信息{record.pk}《{record.title[:40]}》的登记内容与台账不符"
    for revision in Revision.objects.filter(frozen_at=None).order_by("pk").iterator(chunk_size=_CHUNK):
        digest = expected.get(("revision", str(revision.pk)))
        if digest is not None and digest != draft_digest(revision):
            yield f"草稿{revision.pk}《{revision.title[:40]}》的内容与台账不符"
    seen = 0
    for step in Step.objects.order_by("pk").iterator(chunk_size=2000):
        seen += 1
        if steps.get(step.pk) != step_digest(step):
            yield f"审核记录{step.pk}的内容与台账不符"
    if seen < len(steps):
        yield f"审核记录缺少{len(steps) - seen}条"
