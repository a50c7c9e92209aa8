"""Verbs among colleagues: whose hands a case is in, notes with mentions, watchers, who has it open now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.kernel.casework import kinds
from gongkai.kernel.casework.masking import masked
from gongkai.kernel.casework.models import Assignment, Case, Note, Presence, Watcher
from gongkai.kernel.casework.operations.moving import NotAllowed, lock, require_reader
from gongkai.kernel.casework.queries.people import handlers, mentioned
from gongkai.kernel.casework.sealing import seals
from gongkai.kernel.ledger.operations import Actor, write
from gongkai.kernel.notices.operations import notify
from gongkai.kernel.organizations.queries import Person, Standing
from gongkai.kernel.vocabulary import CHINA, Refusal, clean


def assign(*, case_id: int, person_id: int, by: Standing | Actor, at: datetime, reason: str = "") -> Case:
    """Give the case to a colleague of the organ, who is told. Refusal for somebody who could make no move of it."""
    reason = clean(reason).strip()[:300]
    with transaction.atomic():
        case = lock(case_id)
        actor = require_reader(by, case)
        if case.done:
            raise Refusal("已经办结的办件不能再分办。")
        who = next((p for p in handlers(case, at.astimezone(CHINA).date()) if p.pk == person_id), None)
        if who is None:
            raise Refusal("该人员在承办机关没有办理岗位，不能承办。", field="person")
        if case.handler_id == who.pk:
            return case
        rows = hand_over(case, who, actor, at, reason)
        write(
            actor=actor, verb="分办", object_type="case", object_id=case.pk, at=at, organ_id=case.organ_id,
            detail={"person": who.pk, "name": who.name, "reason": reason} | seals(case, *rows),
        )  # fmt: skip
        if who.pk != actor.person_id:
            tell(case, [who], f"{actor.name}将办件交由您承办", f"assigned:{rows[-1].pk}", at)
    return case


def hand_over(case: Case, who: Person, actor: Actor, at: datetime, reason: str) -> list[Assignment]:
    """End the present assignment and begin another; returns the rows, the new one last. The case must be locked."""
    rows = list(Assignment.objects.filter(case=case, ended_at=None))
    for row in rows:
        row.ended_at = at
        row.save(update_fields=["ended_at"])
    case.handler = who
    case.save(update_fields=["handler"])
    rows.append(Assignment.objects.create(case=case, person=who, by=actor.name[:80], reason=reason, begun_at=at))
    return rows


def note(*, case_id: int, text: str, by: Standing, at: datetime) -> Note:
    """Write to the colleagues. ``@姓名`` tells that colleague; watchers and the handler hear of it too."""
    text = clean(text).strip()
    if not text:
        raise Refusal("请填写备注内容。", field="text")
    if len(text) > 2000:
        raise Refusal(f"备注过长：最多2000字，现有{len(text)}字。", field="text")
    with transaction.atomic():
        case = lock(case_id)
        actor = require_reader(by, case)
        row = Note.objects.create(case=case, person=by.person, text=text, at=at)
        named = mentioned(case, text, at.astimezone(CHINA).date())
        write(
            actor=actor, verb="添加备注", object_type="case", object_id=case.pk, at=at, organ_id=case.organ_id,
            detail={"note": row.pk, "mentioned": [p.pk for p in named]} | seals(row),
        )  # fmt: skip
        named = [p for p in named if p.pk != by.person.pk]
        said = masked(text)[:80]  # a notice leaves the page of the case
        tell(case, named, f"{actor.name}在备注中提到您：{said}", f"note:{row.pk}", at)
        others = [p for p in listeners(case) if p.pk != by.person.pk and p not in named]
        tell(case, others, f"{actor.name}添加了备注：{said}", f"note:{row.pk}", at, mail=False)
    return row


def listeners(case: Case) -> list[Person]:
    """The handler and the watchers."""
    told: dict[int, Any] = {w.person_id: w.person for w in Watcher.objects.filter(case=case).select_related("person")}
    if case.handler is not None:
        told[case.handler.pk] = case.handler
    return [p for p in told.values() if p.is_active]


def tell(
    case: Case, people: Iterable[Person], what: str, key: str, at: datetime, *, level: str = "info", mail: bool = True
) -> None:
    """A notice that leads to the case; nothing when there is nobody to tell."""
    if listed := list(people):
        link = kinds.get(case.kind).page.format(pk=case.pk)
        text = f"{case.number} {what}（{case.title[:60]}）"
        notify(listed, text=text, link=link, key=f"case:{case.pk}:{key}", at=at, level=level, mail=mail)


def watch(*, case_id: int, by: Standing, at: datetime) -> None:
    """Be told of everything that happens to a case; doing it twice changes nothing."""
    case = _read(case_id, by)
    Watcher.objects.get_or_create(case=case, person=by.person)


def unwatch(*, case_id: int, by: Standing) -> None:
    """Be told no longer."""
    Watcher.objects.filter(case_id=case_id, person=by.person).delete()


def seen(case: Case, *, by: Standing, at: datetime) -> None:
    """The person has this case open now, which they may read; mostly one statement."""
    if not Presence.objects.filter(case=case, person=by.person).update(seen_at=at):
        Presence.objects.update_or_create(case=case, person=by.person, defaults={"seen_at": at})


def _read(case_id: int, by: Standing) -> Case:
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise Refusal("找不到这个办件。")
    if not by.roles(case.organ_id) & kinds.get(case.kind).readers:
        raise NotAllowed("您在承办机关没有相应岗位，不能进行这项操作。")
    return case


__all__ = ["assign", "note", "seen", "tell", "unwatch", "watch"]
