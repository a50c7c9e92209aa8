"""Verbs of the screening gate: screen a draft, keep a hit for a reason, mask a hit, edit the dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from gongkai.kernel.ledger.operations import write
from gongkai.kernel.organizations.queries import Actor, Role, Standing
from gongkai.kernel.papers import queries as papers
from gongkai.kernel.papers import richtext
from gongkai.kernel.records.models import Editor, Finding, Revision, Word
from gongkai.kernel.records.operations.drafting import NotAllowed, lock, may_draft, refuse_classified
from gongkai.kernel.records.rules import finding_key
from gongkai.kernel.records.statements import seals
from gongkai.kernel.records.terms import Decision, State
from gongkai.kernel.screening import reading as reader
from gongkai.kernel.screening.scan import mask, scan
from gongkai.kernel.screening.terms import Hit, Kind
from gongkai.kernel.vocabulary import Refusal, clean

#: Written fields that the public will see and that are therefore screened, with their place as a clerk reads it.
_PLACES = {
    "title": "标题", "summary": "内容概述", "text": "正文", "annotation": "题注", "keywords": "关键词",
    "joint_organs": "联合发文机关", "doc_number": "发文字号", "subject": "主题分类", "content_source": "信息来源",
    "responsible_unit": "责任部门", "correction_wrong": "更正前", "correction_right": "更正后",
}  # fmt: skip
LINKS = "链接"  # the addresses behind the words of links: nobody reads them, machines do
UNREAD = "未读内容"  # type of a hint that names a part of a file which could not be read


@dataclass(frozen=True)
class _Hit:
    place: str
    type: str
    start: int
    end: int
    excerpt: str
    key: str
    allowed: bool


def _secret() -> bytes:
    return f"finding:{settings.SECRET_KEY}".encode()


def _hits(revision: Revision, words: list[str]) -> Iterator[_Hit]:
    """Everything found in the texts and files of a draft; reads files, so never inside a transaction."""
    passages = [(place, getattr(revision, name)) for name, place in _PLACES.items()]
    unread: list[tuple[str, str]] = []
    for attachment in revision.attachments.order_by("position"):
        with papers.open_file(attachment.file_id) as file:
            reading = reader.read(file.read(), attachment.name)
        place = f"附件“{attachment.name}”"
        passages += [(f"{place}{passage.place}", passage.text) for passage in reading]
        unread += [(place, note) for note in reading.notes]
    for place, text in passages:
        yield from _told(place, text, scan(text, words) if text else [])
    # What stands in the words of a link was found above; here only what stands in its address.
    read = {(hit.type, hit.text) for hit in scan(revision.text, words)}
    linked = richtext.to_text(revision.body, addresses=True)
    yield from _told(LINKS, linked, [hit for hit in scan(linked, words) if (hit.type, hit.text) not in read])
    for place, note in unread:
        key = finding_key(_secret(), UNREAD, f"{place}{note}")
        yield _Hit(place[:200], UNREAD, 0, 0, note[:200], key, allowed=True)


def _told(place: str, text: str, found: list[Hit]) -> Iterator[_Hit]:
    shown = mask(text, [h for h in found if h.type != Kind.CLASSIFICATION], also_allowed=True) if found else ""
    for hit in found:
        around = (
            f"{shown[max(0, hit.start - 12) : hit.start]}【{shown[hit.start : hit.end]}】{shown[hit.end : hit.end + 8]}"
        )
        yield _Hit(
            place[:200], hit.type, hit.start, hit.end, " ".join(around.split())[:200],
            finding_key(_secret(), hit.type, hit.text), hit.action != "must_mask",
        )  # fmt: skip


def screen(*, revision_id: int, at: datetime) -> list[Finding]:
    """Screen a draft as it stands; decisions on hits that are still there survive. Returns the findings.

    When the draft changed meanwhile, nothing is stored and the caller may screen again.
    """
    revision = Revision.objects.get(pk=revision_id)
    words = list(Word.objects.filter(active=True).values_list("text", flat=True))
    hits = list(_hits(revision, words))
    with transaction.atomic():
        current = lock(revision_id)
        if current.version != revision.version or current.state != State.DRAFTING:
            return list(Finding.objects.filter(revision_id=revision_id))
        decided = {f.key: f for f in Finding.objects.filter(revision=current, decision=Decision.KEPT)}
        Finding.objects.filter(revision=current).delete()
        rows = []
        for hit in hits:
            row = Finding(
                revision=current, place=hit.place, type=hit.type, start=hit.start, end=hit.end, excerpt=hit.excerpt,
                key=hit.key, decision=Decision.ALLOWED if hit.allowed else Decision.OPEN,
            )  # fmt: skip
            former = decided.get(hit.key)
            if former is not None:
                row.decision, row.reason, row.basis = Decision.KEPT, former.reason, former.basis
                row.approver_id, row.decided_at, row.review_on = former.approver_id, former.decided_at, former.review_on
            rows.append(row)
        Finding.objects.bulk_create(rows)
        current.screened_at = at
        current.save(update_fields=["screened_at"])
        write(
            actor=Actor.system("内容筛查"), verb="内容筛查", object_type="revision", object_id=current.pk, at=at,
            organ_id=current.record.organ_id,
            detail={"open": sum(row.decision == Decision.OPEN for row in rows), "all": len(rows)} | seals(current),
        )  # fmt: skip
    return list(Finding.objects.filter(revision_id=revision_id).order_by("pk"))


def keep(
    *, finding_id: int, reason: str, basis: str, review_on: date | None, by: Standing, at: datetime
) -> list[Finding]:
    """依规保留: a hit may stay, for a reason and a basis, approved by the FOI office, until it is looked at again.

    The same value in other places of the draft is decided with it. Returns the decided findings.
    """
    reason, basis = clean(reason).strip(), clean(basis).strip()
    refuse_classified({"reason": reason, "basis": basis})
    with transaction.atomic():
        finding = Finding.objects.filter(pk=finding_id).first()
        if finding is None:
            raise Refusal("这一处已经不在文稿中，请刷新页面。")
        revision = lock(finding.revision_id)
        organ_id = revision.record.organ_id
        if not by.roles(organ_id) & {Role.FOI_OFFICER, Role.FOI_HEAD}:
            raise NotAllowed("依规保留须由本机关公开机构的经办人或负责人批准。")
        if revision.state != State.DRAFTING:
            raise Refusal("只能处理起草中文件的筛查结果。")
        if not reason:
            raise Refusal("写明保留的理由。", field="reason")
        if not basis:
            raise Refusal("写明保留的依据（法律、法规、规章或文件名称及条款）。", field="basis")
        if review_on is None or review_on <= at.date():
            raise Refusal("填写复核日期，应晚于今天。", field="review_on")
        same = list(Finding.objects.filter(revision=revision, key=finding.key))
        for row in same:
            row.decision, row.reason, row.basis, row.review_on = Decision.KEPT, reason[:300], basis[:200], review_on
            row.approver, row.decided_at = by.person, at
        Finding.objects.bulk_update(same, ["decision", "reason", "basis", "review_on", "approver", "decided_at"])
        write(
            actor=by.actor(organ_id), verb="依规保留", object_type="revision", object_id=revision.pk, at=at,
            organ_id=organ_id,
            detail={"type": finding.type, "place": finding.place, "reason": reason, "basis": basis,
                    "review_on": review_on.isoformat()} | seals(revision),
        )  # fmt: skip
    return same


def mask_in_text(*, finding_id: int, by: Standing, at: datetime) -> Revision:
    """Mask every hit of the same value in the written fields; a hit inside a file can only be mended in the file."""
    with transaction.atomic():
        finding = Finding.objects.filter(pk=finding_id).first()
        if finding is None:
            raise Refusal("这一处已经不在文稿中，请刷新页面。")
        revision = lock(finding.revision_id)
        organ_id = revision.record.organ_id
        may_draft(by, organ_id)
        if revision.state != State.DRAFTING:
            raise Refusal("只能处理起草中文件的筛查结果。")
        name = "body" if finding.place == LINKS else next((n for n, p in _PLACES.items() if p == finding.place), None)
        if name is None:
            raise Refusal("附件中的内容不能自动遮盖，请处理原文件后重新上传。")
        text = richtext.to_text(revision.body, addresses=True) if name == "body" else getattr(revision, name)
        value = text[finding.start : finding.end]
        hits = [hit for hit in scan(text, []) if hit.text == value] or [
            hit for hit in scan(text, [value]) if hit.text == value
        ]
        if not hits:
            raise Refusal("这一处已经不在文稿中，请重新筛查。")
        masked = mask(text, hits, also_allowed=True)[hits[0].start : hits[0].end]
        if name in {"text", "body"}:
            body = _put(revision.body, value, masked)
            if body == revision.body:
                raise Refusal("这一处跨越了格式（如加粗、换行），请在正文中手工遮盖。")
            revision.body = body
            revision.text = richtext.to_text(body)
        else:
            setattr(revision, name, _put(text, value, masked))
        revision.updated_at, revision.screened_at = at, None
        revision.version += 1
        revision.save()
        Editor.objects.get_or_create(revision=revision, person=by.person)
        write(
            actor=by.actor(organ_id), verb="遮盖个人信息", object_type="revision", object_id=revision.pk, at=at,
            organ_id=organ_id, detail={"type": finding.type, "place": finding.place} | seals(revision),
        )  # fmt: skip
    screen(revision_id=revision.pk, at=at)
    return Revision.objects.get(pk=revision.pk)


def _put(text: str, value: str, masked: str) -> str:
    """The text with a value masked wherever it stands by itself: a longer number that contains it is another number."""
    first = r"(?<![0-9０-９])" if value[:1].isdigit() else ""
    last = r"(?![0-9０-９])" if value[-1:].isdigit() else ""
    return re.sub(first + re.escape(value) + last, lambda _: masked, text)


def save_word(*, text: str, advice: str, active: bool, by: Standing, at: datetime) -> Word:
    """Add a word to the dictionary or change its advice; the administrator and FOI offices may."""
    text, advice = clean(text).strip(), clean(advice).strip()
    if not (by.has(Role.ADMIN) or by.has(Role.FOI_OFFICER) or by.has(Role.FOI_HEAD)):
        raise NotAllowed("只有系统管理员和公开机构可以维护筛查词典。")
    if not 2 <= len(text) <= 60:
        raise Refusal("词语长度应为2至60字。", field="text")
    with transaction.atomic():
        word, _ = Word.objects.update_or_create(
            text=text,
            defaults={"advice": advice[:200], "active": active, "added_at": at, "added_by": by.person.name},
        )
        write(
            actor=by.actor(), verb="维护筛查词典", object_type="word", object_id=word.pk, at=at,
            detail={"text": text, "advice": advice, "active": active} | seals(word),
        )  # fmt: skip
    return word
