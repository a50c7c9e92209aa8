"""Verbs of re-assessment (条例18): a document kept from the public is looked at again on its day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from gongkai.kernel.ledger.operations import write
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.kernel.records.models import Attachment, Editor, Revision
from gongkai.kernel.records.operations.drafting import NotAllowed, lock, may_draft, refuse_classified
from gongkai.kernel.records.statements import carried, seals
from gongkai.kernel.records.terms import Ground, State
from gongkai.kernel.vocabulary import Refusal, clean

_FINAL = (State.PUBLISHED, State.KEPT, State.ABANDONED)


def _kept(revision_id: int, version: int) -> Revision:
    revision = lock(revision_id, version=version)
    if revision.state != State.KEPT:
        raise Refusal("只有留存不公开的文件需要到期评估。")
    if revision.record.revisions.filter(number__gt=revision.number).exclude(state=State.ABANDONED).exists():
        raise Refusal("这份文件已启动重新审查，请在新的版本上办理。")
    return revision


def keep_closed(
    *, revision_id: int, version: int, next_on: date | None, note: str, by: Standing, at: datetime
) -> Revision:
    """It stays closed, for a reason, until the next day of assessment. The FOI office decides."""
    note = clean(note).strip()
    refuse_classified({"note": note})
    with transaction.atomic():
        revision = _kept(revision_id, version)
        organ_id = revision.record.organ_id
        if not by.roles(organ_id) & {Role.FOI_OFFICER, Role.FOI_HEAD}:
            raise NotAllowed("到期评估由本机关公开机构的经办人或负责人办理。")
        if not note:
            raise Refusal("写明继续不公开的理由。", field="note")
        if next_on is None or next_on <= at.date():
            raise Refusal("填写下次评估日期，应晚于今天。", field="next_on")
        revision.reassess_on, revision.updated_at = next_on, at
        revision.version += 1
        revision.save(update_fields=["reassess_on", "updated_at", "version"])
        write(
            actor=by.actor(organ_id), verb="到期评估：继续不公开", object_type="revision", object_id=revision.pk, at=at,
            organ_id=organ_id,
            detail={"next_on": next_on.isoformat(), "note": note[:1000]} | seals(revision),
        )  # fmt: skip
    return revision


def reopen(*, revision_id: int, version: int, by: Standing, at: datetime) -> Revision:
    """Begin a new revision of a kept document, to be reviewed again with another attribute; returns the draft."""
    with transaction.atomic():
        former = _kept(revision_id, version)
        record = former.record
        may_draft(by, record.organ_id)
        if former.ground == Ground.SECRET:
            raise Refusal("涉密信息不在本系统办理。解密后请新建文件，录入可以公开的内容。")
        last = record.revisions.aggregate(last=Max("number"))["last"] or 0
        blank = {"attribute": "", "ground": "", "reason": "", "reassess_on": None}
        revision = Revision.objects.create(
            record=record, number=last + 1, text=former.text, author=by.person, created_at=at, updated_at=at,
            **carried(former) | blank,
        )  # fmt: skip
        for old in former.attachments.order_by("position"):
            Attachment.objects.create(
                revision=revision, file_id=old.file_id, name=old.name, size=old.size, media_type=old.media_type,
                position=old.position, note=old.note,
            )  # fmt: skip
        authors = {by.person.pk, *former.editors.values_list("person_id", flat=True)}  # the text is still theirs
        Editor.objects.bulk_create([Editor(revision=revision, person_id=pk) for pk in sorted(authors)])
        write(
            actor=by.actor(record.organ_id), verb="到期评估：重新审查", object_type="record", object_id=record.pk, at=at,
            organ_id=record.organ_id, detail={"revision": revision.pk} | seals(revision),
        )  # fmt: skip
    return revision
