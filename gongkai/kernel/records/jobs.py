"""Background work of records: typesetting what was published, timed publication, projections' wake-up call."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django_tasks import task

from gongkai.kernel.ledger.operations import Actor, write
from gongkai.kernel.notices import bell
from gongkai.kernel.papers import operations as papers
from gongkai.kernel.papers import queries as paper_queries
from gongkai.kernel.papers import richtext
from gongkai.kernel.papers.terms import Format
from gongkai.kernel.records import kinds
from gongkai.kernel.records.models import Revision
from gongkai.kernel.records.statements import rendition_statement, seals, statement_digest, subject
from gongkai.kernel.records.terms import Attribute
from gongkai.kernel.trust import operations as trust
from gongkai.kernel.trust import queries as trust_queries
from gongkai.kernel.vocabulary import CHINA, now

FORMATS = (Format.PDF, Format.DOCX)


def ring() -> None:
    """Wake the worker after commit."""
    bell.ring()


def typeset_later(revision_id: int) -> None:
    """Queue the typesetting; the row commits or vanishes with the publication."""
    typeset.enqueue(revision_id)
    ring()


@task()
def typeset(revision_id: int) -> None:
    """Typeset a published revision to PDF/A and docx, store them, and enter their digests in the log. Repeatable."""
    revision = Revision.objects.select_related("record").get(pk=revision_id)
    if revision.frozen_at is None:
        return
    for form in FORMATS:
        row = paper_queries.rendition(subject(revision), form)
        if row is None or row.file_id is not None:
            continue
        at = now()
        made = papers.produce(row.pk, document(revision), at=at)
        if made.file is not None:
            with transaction.atomic():
                said = rendition_statement(revision, form, made.file.sha256)
                trust.append([(f"{subject(revision)}/{form}", statement_digest(said))], at=at)
                write(
                    actor=Actor.system("排版"), verb=f"生成{form.label}", object_type="revision", object_id=revision.pk, at=at,
                    organ_id=revision.record.organ_id, detail={"sha256": made.file.sha256} | seals(made, made.file),
                )  # fmt: skip
                trust.checkpoint(at=at)


def _day(value: date | None) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def document(revision: Revision) -> dict[str, Any]:
    """The published revision as the typesetter takes it: head, facts, blocks, attachments, verification."""
    record = revision.record
    published = record.published_at.astimezone(CHINA).date() if record.published_at else None
    facts = [
        ("索引号", record.index_number or ""),
        ("发文字号", revision.doc_number),
        ("发布机构", revision.organ_name),
        ("信息类别", kinds.get(record.kind).label),
        ("成文日期", _day(revision.made_on)),
        ("发布日期", _day(published)),
        ("施行日期", _day(revision.effective_on)),
        ("有效期至", _day(revision.expires_on)),
        ("公开方式", Attribute.label_of(revision.attribute)),
        ("责任部门", "  ".join(part for part in (revision.responsible_unit, revision.contact) if part)),
    ]
    leaf = trust_queries.leaf_of(subject(revision))
    return {
        "template": "record",
        "organ": revision.organ_name,
        "number": revision.doc_number,
        "title": revision.title,
        "note": revision.annotation,
        "meta": [[label, value] for label, value in facts if value],
        "blocks": richtext.blocks(revision.body),
        "attachments": [
            {"name": a.name, "size": a.size, "sha256": a.file_id} for a in revision.attachments.order_by("position")
        ],
        "verification": {
            "digest": revision.digest,
            "address": f"{settings.GONGKAI_ADDRESS}/verify/{record.pk}/",
            **({"leaf": leaf.index} if leaf else {}),
        },
    }
