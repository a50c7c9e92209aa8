"""Verbs towards the public: publish, withdraw, mark repealed, lift, relate. Each is one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from gongkai.kernel.ledger.operations import write
from gongkai.kernel.organizations.queries import Actor, Role, Standing, name_on
from gongkai.kernel.organizations.rules import index_number
from gongkai.kernel.papers import operations as papers
from gongkai.kernel.records import jobs, projections
from gongkai.kernel.records.models import Attachment, Record, Relation, Revision, Serial, Tally
from gongkai.kernel.records.operations.drafting import NotAllowed, refuse_classified
from gongkai.kernel.records.queries import projecting
from gongkai.kernel.records.statements import seals, statement, statement_digest, subject
from gongkai.kernel.records.terms import RelationType, State, Status, Withdrawal
from gongkai.kernel.trust import operations as trust
from gongkai.kernel.vocabulary import CHINA, Refusal, clean


def next_index_number(record: Record, on: date) -> str:
    """Take the next 索引号 of the organ's year, by the organ's pattern; gap-free with its transaction."""
    organ = record.organ
    Serial.objects.bulk_create([Serial(organ=organ, year=on.year)], ignore_conflicts=True)
    row = Serial.objects.select_for_update().get(organ=organ, year=on.year)
    row.last += 1
    row.save(update_fields=["last"])
    code = organ.index_code or f"{organ.pk:09d}"
    number = index_number(organ.index_pattern, code=code, uscc=organ.uscc or code, on=on, serial=row.last)
    if Record.objects.filter(index_number=number).exists():
        raise Refusal(f"索引号“{number}”已被使用，请系统管理员核对本机关的索引号规则和机构码（不能与其他机关相同）。")
    return number


def count(record: Record, by: int) -> None:
    """Move the tally of the record's organ, kind, topic and year."""
    assert record.published_at is not None
    key = {
        "organ_id": record.organ_id, "kind": record.kind, "topic": record.topic,
        "year": record.published_at.astimezone(CHINA).year,
    }  # fmt: skip
    Tally.objects.bulk_create([Tally(**key)], ignore_conflicts=True)
    Tally.objects.filter(**key).update(count=F("count") + by)


def leave_pending(record_ids: Iterable[int]) -> None:
    """Leave a new row for every projection; commits with the change, deleted by the worker when taken up."""
    ids = list(record_ids)
    for name in projections.names():
        projecting.leave(name, ids)
    jobs.ring()


def publish(*, revision: Revision, actor: Actor, at: datetime, urgent: bool = False) -> Record:
    """Freeze the revision and make it public: index number, statement, leaf in the log, ledger, checkpoint, pending rows.

    Runs inside the transaction of the last approval (or of the timed job). What was published before stays as a former
    revision. Returns the record.
    """
    record = revision.record
    if record.status == Status.WITHDRAWN:
        raise Refusal("原信息已经撤回，这份更正不能发布。请撤回修改后作废，需要公开的请另行起草。")
    if revision.lift_at is not None and revision.lift_at <= at:
        raise Refusal("到期下线的时间已经过去，发布后会立即下线。请撤回修改，更正或清空到期下线时间。", field="lift_at")
    first = record.published_at is None
    if not first:
        count(record, -1)
    if record.index_number is None:
        record.index_number = next_index_number(record, at.astimezone(CHINA).date())
    record.published_at = record.published_at or at
    revision.organ_name = name_on(record.organ, at.date())
    revision.state = State.PUBLISHED
    revision.frozen_at = at
    revision.updated_at = at
    attachments = list(revision.attachments.order_by("position", "pk"))
    Attachment.objects.filter(pk__in=[a.pk for a in attachments]).update(frozen_at=at)
    revision.digest = statement_digest(statement(revision, record, attachments))
    revision.save()
    copy_to_record(record, revision, at)
    record.save()
    count(record, 1)
    trust.append([(subject(revision), revision.digest)], at=at)
    write(
        actor=actor, verb="发布" if first else "发布更正", object_type="record", object_id=record.pk, at=at,
        organ_id=record.organ_id,
        detail={"revision": revision.pk, "digest": revision.digest, "index_number": record.index_number,
                "urgent": urgent} | seals(record, revision),
    )  # fmt: skip
    trust.checkpoint(at=at)
    leave_pending([record.pk])
    for form in jobs.FORMATS:
        papers.request(subject(revision), form, at=at)
    jobs.typeset_later(revision.pk)
    return record


def copy_to_record(record: Record, revision: Revision, at: datetime) -> None:
    """Copy what lists need from the published revision to its record."""
    record.status = Status.PUBLISHED
    record.current = revision
    record.changed_at = at
    for name in ("title", "doc_number", "organ_name", "topic", "made_on", "effective_on", "expires_on", "lift_at"):
        setattr(record, name, getattr(revision, name))


def _public(record_id: int) -> Record:
    record = Record.objects.select_for_update(of=("self",)).select_related("organ").filter(pk=record_id).first()
    if record is None or record.status != Status.PUBLISHED:
        raise Refusal("这条信息现在不是已发布状态。")
    return record


def _may_withdraw(by: Standing, organ_id: int) -> None:
    if not by.roles(organ_id) & {Role.FOI_HEAD, Role.FINAL_REVIEW, Role.SIGNER}:
        raise NotAllowed("只有公开机构负责人、终审人或签发领导可以撤回、标记废止。")


def withdraw(*, record_id: int, reason: str, note: str, by: Standing, at: datetime) -> Record:
    """Take a record from the public; a tombstone with the reason stays at its address (410)."""
    note = clean(note).strip()
    if reason not in {Withdrawal.IN_ERROR, Withdrawal.REPLACED, Withdrawal.ORDERED}:
        raise Refusal("请选择撤回原因。", field="reason")
    if not note:
        raise Refusal("请写明撤回的具体情况，公众会在原网址看到。", field="note")
    refuse_classified({"note": note})
    with transaction.atomic():
        record = _public(record_id)
        _may_withdraw(by, record.organ_id)
        return _take_down(record, Withdrawal(reason), note, by.actor(record.organ_id), at)


def _take_down(record: Record, reason: Withdrawal, note: str, actor: Actor, at: datetime) -> Record:
    record.status = Status.WITHDRAWN
    record.withdrawn_at = record.changed_at = at
    record.withdrawal, record.withdrawal_note = reason, note[:300]
    record.save()
    write(
        actor=actor, verb="撤回", object_type="record", object_id=record.pk, at=at, organ_id=record.organ_id,
        detail={"reason": reason, "note": record.withdrawal_note} | seals(record),
    )  # fmt: skip
    count(record, -1)  # after the ledger's lock, as in publishing: else two of them wait for each other
    trust.checkpoint(at=at)
    leave_pending([record.pk])
    return record


def repeal(
    *, record_id: int, on: date, note: str, by: Standing, at: datetime, by_record_id: int | None = None
) -> Record:
    """Mark a document as repealed from a day on; it stays public and says so. ``by_record_id``: what repealed it."""
    refuse_classified({"note": clean(note)})
    with transaction.atomic():
        record = _public(record_id)
        _may_withdraw(by, record.organ_id)
        if record.repealed_on is not None:
            raise Refusal("这份文件已经标记为废止。")
        record.repealed_on, record.repeal_note, record.changed_at = on, clean(note).strip()[:300], at
        record.save()
        if by_record_id is not None:
            _relate(by_record_id, record.pk, RelationType.REPEALS, by.actor(record.organ_id), at)
        write(
            actor=by.actor(record.organ_id), verb="标记废止", object_type="record", object_id=record.pk, at=at,
            organ_id=record.organ_id,
            detail={"on": on.isoformat(), "note": record.repeal_note} | seals(record),
        )  # fmt: skip
        leave_pending([record.pk])
    return record


def relate(*, source_id: int, target_id: int, type_: str, by: Standing, at: datetime) -> Relation:
    """Tie two records by a typed relation; both pages show it."""
    if type_ not in set(RelationType):
        raise Refusal("请选择关联类型。", field="type")
    with transaction.atomic():
        source = Record.objects.filter(pk=source_id).first()
        if source is None or not Record.objects.filter(pk=target_id).exists():
            raise Refusal("找不到要关联的信息，请核对编号。", field="target")
        if not by.roles(source.organ_id) & {Role.DRAFT, Role.FOI_OFFICER, Role.FOI_HEAD}:
            raise NotAllowed("您在该机关没有相应岗位，不能设置关联。")
        return _relate(source_id, target_id, RelationType(type_), by.actor(source.organ_id), at)


def _relate(source_id: int, target_id: int, type_: RelationType, actor: Actor, at: datetime) -> Relation:
    if source_id == target_id:
        raise Refusal("不能与自身关联。", field="target")
    relation, made = Relation.objects.get_or_create(
        source_id=source_id, target_id=target_id, type=type_, defaults={"created_at": at}
    )
    if made:
        write(
            actor=actor, verb="设置关联", object_type="record", object_id=source_id, at=at, organ_id=actor.organ_id,
            detail={"type": type_, "target": target_id} | seals(relation),
        )  # fmt: skip
    return relation


def unrelate(*, relation_id: int, by: Standing, at: datetime) -> None:
    """Take a relation away again."""
    with transaction.atomic():
        relation = Relation.objects.select_related("source").filter(pk=relation_id).first()
        if relation is None:
            return
        organ_id = relation.source.organ_id
        if not by.roles(organ_id) & {Role.DRAFT, Role.FOI_OFFICER, Role.FOI_HEAD}:
            raise NotAllowed("您在该机关没有相应岗位，不能解除关联。")
        write(
            actor=by.actor(organ_id), verb="解除关联", object_type="record", object_id=relation.source_id, at=at,
            organ_id=organ_id, detail={"type": relation.type, "target": relation.target_id} | seals(gone=relation),
        )  # fmt: skip
        relation.delete()


def lift_due(*, at: datetime) -> list[Record]:
    """Take down what was published until a date that has come; safe to run again."""
    lifted = []
    due = (
        Record.objects.filter(status=Status.PUBLISHED, lift_at__lte=at).order_by("lift_at").values_list("pk", flat=True)
    )
    for pk in list(due):
        with transaction.atomic():
            record = Record.objects.select_for_update(of=("self",)).select_related("organ").get(pk=pk)
            if record.status == Status.PUBLISHED and record.lift_at is not None and record.lift_at <= at:
                note = "公开期限届满，按发布时设定的时间下线。"
                lifted.append(_take_down(record, Withdrawal.LIFTED, note, Actor.system("到期下线"), at))
    return lifted
