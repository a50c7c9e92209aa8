"""Verbs of a draft: begin, save, attach, start a correction. Only a draft can be written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, BinaryIO

from django.db import transaction
from django.db.models import Max

from gongkai.kernel.ledger.operations import write
from gongkai.kernel.organizations.queries import Organ, Role, Standing, number
from gongkai.kernel.papers import operations as papers
from gongkai.kernel.papers import richtext
from gongkai.kernel.records import kinds
from gongkai.kernel.records.models import Attachment, Editor, Record, Revision, Snapshot
from gongkai.kernel.records.statements import WRITTEN, carried, seals
from gongkai.kernel.records.terms import Attribute, Ground, State, Status
from gongkai.kernel.screening import intake
from gongkai.kernel.screening import reading as reader
from gongkai.kernel.screening.marks import CLASSIFIED_SENTENCE as CLASSIFIED
from gongkai.kernel.screening.marks import classified
from gongkai.kernel.screening.scan import scan
from gongkai.kernel.vocabulary import Refusal, clean

SECRECY_TITLE = "涉密信息登记（内容不录入本系统）"
_LIMITS = {field.name: field.max_length for field in Revision._meta.concrete_fields if field.max_length}
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)  # a date outside is a slip of the pen
LONGEST_TERM = 250  # working days: a year
LONGEST_BODY = 2_000_000  # characters of HTML; the longest law of the corpus has 300,000


class StaleEdit(Refusal):
    """Somebody else saved in the meantime; nothing was overwritten. ``revision`` is what is stored now."""

    def __init__(self, revision: Revision) -> None:
        super().__init__("这份草稿已在另一个窗口或由其他人保存过。您的内容没有丢失，请对照后再次保存。")
        self.revision = revision


class NotAllowed(Refusal):
    """The person's posts do not allow it."""


def may_draft(by: Standing, organ_id: int) -> None:
    """NotAllowed unless the person drafts for that organ."""
    if not by.roles(organ_id) & {Role.DRAFT, Role.FOI_OFFICER}:
        raise NotAllowed("您在该机关没有起草岗位，不能进行这项操作。")


def label_of(name: str) -> str:
    """The Chinese label of a field of a draft."""
    return str(getattr(Revision._meta.get_field(name), "verbose_name", name))


def create(*, organ: Organ, kind: str, by: Standing, at: datetime, title: str = "") -> Revision:
    """Begin a record with its first draft; metadata that the organ always repeats is filled in."""
    may_draft(by, organ.pk)
    if not kinds.known(kind):
        raise Refusal("没有这个信息类别，请重新选择。", field="kind")
    if organ.closed_on is not None:
        raise Refusal("该机关已经撤销，不能再起草。", field="organ")
    declared = kinds.get(kind)
    with transaction.atomic():
        record = Record.objects.create(organ=organ, kind=kind, created_at=at)
        revision = Revision(
            record=record,
            number=1,
            title=clean(title)[:300],
            topic=declared.topics[0] if len(declared.topics) == 1 else "",
            made_on=at.date(),
            responsible_unit=organ.foi_office or organ.name,
            contact=organ.phone,
            content_source=organ.name,
            author=by.person,
            created_at=at,
            updated_at=at,
        )
        refuse_classified({"title": revision.title})
        revision.save(force_insert=True)
        Editor.objects.create(revision=revision, person=by.person)
        write(
            actor=by.actor(organ.pk), verb="起草", object_type="record", object_id=record.pk, at=at, organ_id=organ.pk,
            detail={"revision": revision.pk, "kind": kind} | seals(record, revision),
        )  # fmt: skip
    return revision


def lock(revision_id: int, *, version: int | None = None) -> Revision:
    """The revision, locked for this transaction; StaleEdit when the form was made from another version.

    Its record is locked with it: a withdrawal locks the record before the ledger, and so must the move that will publish.
    """
    rows = Revision.objects.select_for_update(of=("self", "record")).select_related("record__organ")
    revision = rows.filter(pk=revision_id).first()
    if revision is None:
        raise Refusal("找不到这份草稿。")
    if version is not None and revision.version != version:
        raise StaleEdit(revision)
    return revision


def refuse_classified(texts: Mapping[str, str]) -> None:
    """Refusal when one of the texts, named by its field, bears a classification mark."""
    for field, text in texts.items():
        if text and classified(text):
            raise Refusal(CLASSIFIED, field=field)


def _written(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they may be stored: cleaned, sanitised, within their lengths. Refusal names the field."""
    unknown = set(fields) - set(WRITTEN)
    if unknown:
        raise ValueError(f"not fields of a draft: {sorted(unknown)}")
    stored: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, str):
            value = clean(value)
            if name == "body":
                if len(value) > LONGEST_BODY:
                    raise Refusal(f"正文过长（超过{LONGEST_BODY // 10000}万字符），请拆分或改为附件。", field="body")
                value = richtext.sanitize(value)
            else:
                value = " ".join(value.split()) if name in {"title", "doc_number", "keywords"} else value.strip()
                label = label_of(name)
                if len(value) > _LIMITS.get(name, 10**9):
                    raise Refusal(f"{label}过长：最多{_LIMITS[name]}字，现有{len(value)}字。", field=name)
        elif isinstance(value, int):
            if not 1 <= value <= LONGEST_TERM:
                raise Refusal(f"{label_of(name)}应在1至{LONGEST_TERM}之间，请核对。", field=name)
        elif isinstance(value, date):  # a moment is one too
            day = date(value.year, value.month, value.day)
            if not EARLIEST <= day <= LATEST:
                raise Refusal(f"{label_of(name)}应在{EARLIEST.year}年至{LATEST.year}年之间，请核对。", field=name)
        stored[name] = value
    return stored


def save(
    *, revision_id: int, fields: Mapping[str, Any], version: int, by: Standing, at: datetime, kind: str | None = None
) -> Revision:
    """Save what the form holds (autosave too). Whoever saves a change counts as an author of this revision."""
    stored = _written(fields)
    refuse_classified({n: richtext.to_text(v) if n == "body" else v for n, v in stored.items() if isinstance(v, str)})
    with transaction.atomic():
        revision = lock(revision_id, version=version)
        organ = revision.record.organ
        may_draft(by, organ.pk)
        if revision.state != State.DRAFTING:
            raise Refusal(f"当前状态为“{State.label_of(revision.state)}”，不能修改。需要修改请先“撤回修改”。")
        kind_changed = False
        if kind is not None and kind != revision.record.kind:
            if not kinds.known(kind):
                raise Refusal("没有这个信息类别，请重新选择。", field="kind")
            if revision.number > 1:
                raise Refusal("已发布信息的类别不能更改。", field="kind")
            revision.record.kind = kind
            revision.record.save(update_fields=["kind"])
            kind_changed = True
        changed = [name for name, value in stored.items() if getattr(revision, name) != value]
        if not changed and not kind_changed:
            return revision
        for name in changed:
            setattr(revision, name, stored[name])
        if "body" in changed:
            revision.text = richtext.to_text(revision.body)
        _keep_secrets_out(revision)
        revision.updated_at = at
        revision.version += 1
        revision.screened_at = None
        revision.save()
        Editor.objects.get_or_create(revision=revision, person=by.person)
        write(
            actor=by.actor(organ.pk), verb="保存草稿", object_type="revision", object_id=revision.pk, at=at,
            organ_id=organ.pk,
            detail={"fields": changed} | seals(revision, *([revision.record] if kind_changed else [])),
        )  # fmt: skip
    return revision


def _keep_secrets_out(revision: Revision) -> None:
    """条例14: for the ground of a state secret neither text nor file is taken, only the fact."""
    if revision.attribute != Attribute.NOT_OPEN or revision.ground != Ground.SECRET:
        return
    if revision.text.strip() or revision.body.strip() or revision.attachments.exists():
        raise Refusal(
            f"{CLASSIFIED}。以国家秘密为由不予公开的，只登记事实：请先清空正文并移除附件，在保密系统中办理。",
            field="ground",
        )
    Snapshot.objects.filter(revision=revision).update(
        written={}, files=[]
    )  # what was sent into review before anybody knew
    revision.title = SECRECY_TITLE
    revision.summary = revision.keywords = revision.doc_number = revision.annotation = revision.subject = ""


def attach(
    *, revision_id: int, name: str, content: BinaryIO | bytes, by: Standing, at: datetime, note: str = ""
) -> Attachment:
    """Take a file into a draft: inspected, screened for classification marks, stored by its hash.

    Refusal in Chinese for what is disguised, broken, too large or classified; the draft stays as it was.
    """
    revision = Revision.objects.select_related("record__organ").filter(pk=revision_id).first()
    if revision is None:
        raise Refusal("找不到这份草稿。")
    organ = revision.record.organ
    may_draft(by, organ.pk)
    if revision.state != State.DRAFTING:
        raise Refusal("只有起草中的文件可以增减附件。")
    if revision.ground == Ground.SECRET and revision.attribute == Attribute.NOT_OPEN:
        raise Refusal(CLASSIFIED)
    limit = number("papers.upload_megabytes", at.date(), organ.pk) * 1024 * 1024
    data = content if isinstance(content, bytes) else content.read(limit + 1)
    accepted = intake.inspect(data, name, limit=limit)
    refuse_classified({"attachment": accepted.name})
    if any(hit.blocks for hit in scan(accepted.name)):
        raise Refusal(
            "附件名称中含有个人信息（证件、手机或银行卡号码），公众会看到附件名称，请改名后上传。", field="attachment"
        )
    if accepted.readable:
        for passage in reader.read(data, accepted.name):
            if classified(passage.text):
                raise Refusal(f"{CLASSIFIED}（附件“{accepted.name}”{passage.place}有密级标志）。", field="attachment")
    file = papers.store(data, media_type=accepted.media_type, at=at, limit=limit)
    with transaction.atomic():
        revision = lock(revision_id)
        if revision.state != State.DRAFTING:
            raise Refusal("只有起草中的文件可以增减附件。")
        if revision.attachments.filter(file=file, name=accepted.name).exists():
            raise Refusal(f"附件“{accepted.name}”已经添加过。", field="attachment")
        last = revision.attachments.aggregate(last=Max("position"))["last"] or 0
        attachment = Attachment.objects.create(
            revision=revision, file=file, name=accepted.name, size=file.size, media_type=accepted.media_type,
            position=last + 1, note=clean(note)[:200],
        )  # fmt: skip
        _touched(revision, by, at, "添加附件", {"attachment": attachment.pk, "file": file.pk})
    return attachment


def detach(*, attachment_id: int, by: Standing, at: datetime) -> Revision:
    """Take a file out of a draft; the stored bytes go with the next sweep if nothing else uses them."""
    with transaction.atomic():
        attachment = Attachment.objects.select_related("revision").filter(pk=attachment_id).first()
        if attachment is None:
            raise Refusal("附件已经移除。")
        revision = lock(attachment.revision_id)
        may_draft(by, revision.record.organ_id)
        if revision.state != State.DRAFTING:
            raise Refusal("只有起草中的文件可以增减附件。")
        file = attachment.file_id
        attachment.delete()
        _touched(revision, by, at, "移除附件", {"file": file})
    return revision


def _touched(revision: Revision, by: Standing, at: datetime, verb: str, detail: dict[str, Any]) -> None:
    revision.updated_at = at
    revision.version += 1
    revision.screened_at = None
    revision.save(update_fields=["updated_at", "version", "screened_at"])
    Editor.objects.get_or_create(revision=revision, person=by.person)
    organ_id = revision.record.organ_id
    write(
        actor=by.actor(organ_id), verb=verb, object_type="revision", object_id=revision.pk, at=at, organ_id=organ_id,
        detail=detail | seals(revision),
    )  # fmt: skip


def start_correction(*, record_id: int, by: Standing, at: datetime) -> Revision:
    """Begin a new revision of a published record (条例6); the one that is published stays until this one replaces it."""
    with transaction.atomic():
        record = Record.objects.select_for_update(of=("self",)).select_related("organ").filter(pk=record_id).first()
        if record is None or record.status != Status.PUBLISHED or record.current_id is None:
            raise Refusal("只有已发布的信息可以更正。")
        may_draft(by, record.organ_id)
        open_revision = record.revisions.exclude(state__in=[State.PUBLISHED, State.KEPT, State.ABANDONED]).first()
        if open_revision is not None:
            raise Refusal("这条信息已有一份更正正在办理，请在该份更正上继续。")
        former = Revision.objects.get(pk=record.current_id)
        last = record.revisions.aggregate(last=Max("number"))["last"] or 0
        blank = {"correction_wrong": "", "correction_right": ""}
        revision = Revision.objects.create(
            record=record, number=last + 1, text=former.text, author=by.person, created_at=at, updated_at=at,
            **carried(former) | blank,
        )  # fmt: skip
        for old in former.attachments.order_by("position"):
            Attachment.objects.create(
                revision=revision, file_id=old.file_id, name=old.name, size=old.size, media_type=old.media_type,
                position=old.position, note=old.note,
            )  # fmt: skip
        Editor.objects.create(revision=revision, person=by.person)
        write(
            actor=by.actor(record.organ_id), verb="开始更正", object_type="record", object_id=record.pk, at=at,
            organ_id=record.organ_id, detail={"revision": revision.pk} | seals(revision),
        )  # fmt: skip
    return revision
