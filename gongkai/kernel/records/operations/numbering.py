"""Verbs of a draft's official number (文号): take one, give it up with a reason; an abandoned draft gives its number up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from gongkai.kernel.ledger.operations import write
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.papers import operations as papers
from gongkai.kernel.papers import queries as numbers
from gongkai.kernel.papers.typesetting import texts
from gongkai.kernel.records.jobs import document
from gongkai.kernel.records.models import Editor, Revision
from gongkai.kernel.records.operations.drafting import lock, may_draft
from gongkai.kernel.records.operations.reviewing import move
from gongkai.kernel.records.statements import seals, subject
from gongkai.kernel.records.terms import State
from gongkai.kernel.vocabulary import CHINA, Refusal

SEQUENCE = "document"  # 文种: one sequence per 机关代字 and year


def live_number(revision: Revision) -> numbers.PaperNumber | None:
    """The number that was taken for this revision and not given up; None when it has none (a typed one is not ours)."""
    return next((n for n in numbers.numbers_of(subject(revision)) if not hasattr(n, "voiding")), None)


def _open(revision_id: int, version: int, by: Standing) -> Revision:
    revision = lock(revision_id, version=version)
    may_draft(by, revision.record.organ_id)
    if revision.state != State.DRAFTING:
        raise Refusal("只有起草中的文件可以取号或作废文号。")
    return revision


def _renumber(revision: Revision, text: str, by: Standing, at: datetime, *written: Model) -> None:
    revision.doc_number, revision.updated_at, revision.screened_at = text, at, None
    revision.version += 1
    revision.save()
    Editor.objects.get_or_create(revision=revision, person=by.person)
    _say("填写文号" if text else "清空文号", revision, by, at, {"number": text}, *written)


def _say(verb: str, revision: Revision, by: Standing, at: datetime, detail: dict[str, str], *written: Model) -> None:
    organ_id = revision.record.organ_id
    write(
        actor=by.actor(organ_id), verb=verb, object_type="revision", object_id=revision.pk, at=at, organ_id=organ_id,
        detail=detail | seals(revision, *written),
    )  # fmt: skip


def take_number(*, revision_id: int, version: int, by: Standing, at: datetime) -> Revision:
    """Give the draft the next number of its organ's 机关代字 in this year; gap-free.

    A character that no font can print is named with its field before any number is taken.
    """
    draft = Revision.objects.select_related("record__organ").filter(pk=revision_id).first()
    if draft is not None:
        may_draft(by, draft.record.organ_id)
        papers.require_printable(texts(document(draft)))
    with transaction.atomic():
        revision = _open(revision_id, version, by)
        organ = revision.record.organ
        if not organ.code:
            raise Refusal(
                "本机关还没有设置机关代字，请系统管理员在机关信息中填写，或直接手工填写文号。", field="doc_number"
            )
        if revision.doc_number:
            raise Refusal(f"已填写文号“{revision.doc_number}”。需要取号请先清空并保存。", field="doc_number")
        taken = papers.take_number(
            organ=organ, code=organ.code, kind=SEQUENCE, year=at.astimezone(CHINA).year, subject=subject(revision),
            by=by.actor(organ.pk), at=at,
        )  # fmt: skip
        _renumber(revision, taken.text, by, at, taken)
    return revision


def void_number(*, revision_id: int, version: int, reason: str, by: Standing, at: datetime) -> Revision:
    """Give up the number that was taken; it stays in the register as 作废 with its reason."""
    with transaction.atomic():
        revision = _open(revision_id, version, by)
        taken = live_number(revision)
        if taken is None:
            raise Refusal("这份草稿没有由系统编出的文号。")
        voided = papers.void_number(taken, reason=reason, by=by.actor(revision.record.organ_id), at=at)
        _renumber(revision, "" if revision.doc_number == taken.text else revision.doc_number, by, at, voided.voiding)
    return revision


def abandon(*, revision_id: int, version: int, reason: str, by: Standing, at: datetime) -> Revision:
    """Abandon a draft; a number that was taken for it is voided with the reason, which is then needed."""
    with transaction.atomic():
        revision = _open(revision_id, version, by)
        taken = live_number(revision)
        if taken is not None:
            if not reason.strip():
                raise Refusal(f"草稿已取文号{taken.text}，作废草稿时文号一并作废，请写明原因。", field="comment")
            voided = papers.void_number(taken, reason=reason, by=by.actor(revision.record.organ_id), at=at)
            _say("文号随草稿作废", revision, by, at, {"number": taken.text}, voided.voiding)
        return move(revision_id=revision_id, code="abandon", by=by, at=at, version=version, comment=reason)
