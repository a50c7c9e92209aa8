"""Verbs of the review: one function makes every move of the table, checks who may, and publishes after the last one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from gongkai.kernel.ledger.operations import write
from gongkai.kernel.notices.operations import notify
from gongkai.kernel.organizations.queries import Actor, Person, Role, Standing, number, people_with
from gongkai.kernel.records import kinds
from gongkai.kernel.records.models import Record, Revision, Step
from gongkai.kernel.records.operations import snapshots
from gongkai.kernel.records.operations.drafting import NotAllowed, lock, refuse_classified
from gongkai.kernel.records.operations.publishing import publish
from gongkai.kernel.records.operations.screening import screen
from gongkai.kernel.records.queries import review as questions
from gongkai.kernel.records.rules import unticked
from gongkai.kernel.records.statements import draft_digest, seals
from gongkai.kernel.records.terms import Attribute, Check, Gate, State, Status
from gongkai.kernel.records.workflow import PASSES
from gongkai.kernel.vocabulary import Refusal, clean
from gongkai.kernel.workflow import Event, advance
from gongkai.kernel.workflow.steps import Situation

#: The moves that send a draft into its review.
SUBMITS = frozenset({"submit", "submit_not_open"})

#: Which role is told when a revision arrives in a state.
_NEXT = {
    State.FOI_OPINION: Role.FOI_HEAD,
    State.DISCLOSURE_CHECK: Role.FOI_OFFICER,
    State.FIRST_REVIEW: Role.FIRST_REVIEW,
    State.SECOND_REVIEW: Role.SECOND_REVIEW,
    State.FINAL_REVIEW: Role.FINAL_REVIEW,
}


def move(
    *,
    revision_id: int,
    code: str,
    by: Standing,
    at: datetime,
    version: int,
    comment: str = "",
    ticks: Sequence[str] = (),
    urgent: bool = False,
) -> Revision:
    """Make one move of the review. ``ticks``: codes of the gates (reviews) or checks (公开审查) ticked by the person.

    ``urgent``: made in the urgent lane; listed for the leader. Refusal in Chinese when it may not be made. After 终审 the
    document is published at once, waits for its hour, or is kept when it is not to be public.
    """
    comment = clean(comment).strip()[:2000]
    refuse_classified({"comment": comment})
    unscreened = Revision.objects.filter(pk=revision_id, screened_at=None, state=State.DRAFTING)
    if code in SUBMITS and unscreened.exists():
        screen(revision_id=revision_id, at=at)
    with transaction.atomic():
        revision = lock(revision_id, version=version)
        organ_id = revision.record.organ_id
        if code in {"publish", "keep"}:
            raise NotAllowed("终审通过后由系统自动发布或留存。")
        _check(revision, code, by, at, ticks)
        actor = by.actor(organ_id)
        if code in SUBMITS:
            snapshots.keep(revision, at)
        _step(revision, code, actor, by.person, at, comment, ticks, roles=by.roles(organ_id), urgent=urgent)
        _after(revision, code, actor, at, comment)
    return revision


def _check(revision: Revision, code: str, by: Standing, at: datetime, ticks: Sequence[str]) -> None:
    if code in SUBMITS:
        gaps = questions.missing(revision, at=at)
        if gaps:
            raise Refusal("还不能提交：" + "".join(gap.sentence for gap in gaps), field=gaps[0].field)
        to_office = kinds.get(revision.record.kind).policy and revision.attribute != Attribute.OPEN
        if to_office and code == "submit":
            raise Refusal("拟不主动公开的政策文件，应先报公开机构审核（国办发〔2016〕80号）。")
        if not to_office and code == "submit_not_open":
            raise Refusal("这份文件不需要报公开机构审核，请直接提交公开审查。")
        return
    if code == "return":
        turn = {role for role, states in questions.WAITS_FOR.items() if revision.state in states}
        if not by.roles(revision.record.organ_id) & (turn | {Role.FOI_OFFICER, Role.FOI_HEAD}):
            raise NotAllowed("只有轮到的审核人和公开机构可以退回。")
    if code in {"recall", "abandon", "return"}:
        return
    # Whoever changed the text counts as its author and cannot judge it.
    if revision.editors.filter(person=by.person).exists():
        raise NotAllowed("您参与了这份文稿的起草或修改，不能再审核。")
    if code == "checked":
        lacking = unticked(ticks, Check)
        if lacking:
            raise Refusal("公开审查须逐项确认，未确认：" + "；".join(lacking) + "。", field="ticks")
    if code in PASSES:
        if by.person.pk in questions.passed_by(revision):
            raise NotAllowed("您已经审核过这一轮文稿。三审须由不同的人完成。")
        lacking = unticked(ticks, Gate)
        if lacking:
            raise Refusal("五关须逐项确认，未确认：" + "、".join(lacking) + "。", field="ticks")
        if gaps := kinds.lacking(revision.record.kind, revision, at):
            raise Refusal("这份文稿现在不能通过：" + "".join(gap.sentence for gap in gaps) + "请退回起草人。")


def _step(
    revision: Revision,
    code: str,
    actor: Actor,
    person: Person | None,
    at: datetime,
    comment: str,
    ticks: Sequence[str],
    *,
    roles: frozenset[Role] | None,
    urgent: bool = False,
) -> Step:
    table = questions.table(revision)
    data: dict[str, object] = {"comment": comment}
    if code == "checked":
        data["checks"] = list(ticks)
    if code in PASSES:
        data["gates"] = list(ticks)
    here = Situation(state=revision.state, at=questions.last_at(revision))
    after = advance(table, here, Event(code, at, actor.person_id or "", data), roles=roles)
    step = Step.objects.create(
        revision=revision, record=revision.record, move=code, at=at, person=person, actor_name=actor.name[:80],
        actor_post=actor.post[:120], comment=comment, ticks=list(ticks), text_digest=draft_digest(revision),
        urgent=urgent or bool(revision.urgent_reason and code in PASSES),
    )  # fmt: skip
    revision.state = after.state
    revision.updated_at = at
    revision.version += 1
    revision.save(update_fields=["state", "updated_at", "version"])
    write(
        actor=actor, verb=table.move(code).label, object_type="revision", object_id=revision.pk, at=at,
        organ_id=revision.record.organ_id,
        detail={"step": step.pk, "state": revision.state, "urgent": step.urgent} | seals(step, revision, parts=code in SUBMITS),
    )  # fmt: skip
    return step


def _after(revision: Revision, code: str, actor: Actor, at: datetime, comment: str) -> None:
    record = revision.record
    link = f"/desk/documents/{revision.pk}/"
    if revision.state in _NEXT:
        prefix = "【加急】" if revision.urgent_reason else ""
        role = _NEXT[State(revision.state)]
        notify(
            people_with(role, record.organ_id, at.date()),
            text=f"{prefix}《{revision.title}》待{State.label_of(revision.state)}", link=link,
            key=f"arrived:{revision.pk}:{revision.version}", at=at,
        )  # fmt: skip
    if code == "return" and revision.author is not None:
        notify(
            [revision.author], text=f"《{revision.title}》被退回：{comment}", link=link,
            key=f"returned:{revision.pk}:{revision.version}", at=at,
        )  # fmt: skip
    if revision.state == State.WAITING:
        if revision.attribute != Attribute.OPEN:
            _keep(revision, at)
        elif revision.publish_at is None or revision.publish_at <= at:
            _publish(revision, actor, at)


def _publish(revision: Revision, actor: Actor, at: datetime) -> Record:
    _step(revision, "publish", actor, None, at, "", (), roles=None)
    record = publish(revision=revision, actor=actor, at=at, urgent=bool(revision.urgent_reason))
    if revision.author is not None:
        notify(
            [revision.author], text=f"《{revision.title}》已发布", link=f"/records/{record.pk}/",
            key=f"published:{revision.pk}", at=at,
        )  # fmt: skip
    return record


def _keep(revision: Revision, at: datetime) -> None:
    """Not public: it stays in the office's file and is looked at again on its day (条例18)."""
    system = Actor.system("留存")
    _step(revision, "keep", system, None, at, "", (), roles=None)
    record = revision.record
    if record.status == Status.UNPUBLISHED:
        record.status = Status.KEPT
        record.save(update_fields=["status"])
        write(
            actor=system, verb="留存不公开", object_type="record", object_id=record.pk, at=at,
            organ_id=record.organ_id,
            detail={"attribute": revision.attribute, "ground": revision.ground} | seals(record),
        )  # fmt: skip


def publish_due(*, at: datetime) -> list[Record]:
    """Publish what waits for an hour that has come. A missed hour is caught up, alarmed and written down.

    One that cannot be published does not keep the others waiting; its offices are alarmed.
    """
    done = []
    due = Revision.objects.filter(state=State.WAITING, publish_at__lte=at).order_by("publish_at", "pk")
    for pk in list(due.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                record = _publish_at_its_hour(pk, at)
        except Refusal as refusal:
            _alarm(
                Revision.objects.select_related("record").get(pk=pk), f"没有按时发布：{refusal.message}", "refused", at
            )
        else:
            done += [record] if record else []
    return done


def _publish_at_its_hour(pk: int, at: datetime) -> Record | None:
    revision = lock(pk)
    if revision.state != State.WAITING or revision.publish_at is None or revision.publish_at > at:
        return None
    organ_id = revision.record.organ_id
    late = at - revision.publish_at
    system = Actor.system("定时发布")
    record = _publish(revision, system, at)
    if late > timedelta(minutes=number("records.missed_minutes", at.date(), organ_id)):
        minutes = int(late.total_seconds() // 60)
        _alarm(revision, f"错过了设定的发布时间，已在{minutes}分钟后补发", "missed", at)
        write(
            actor=system, verb="补发错过的定时发布", object_type="revision", object_id=revision.pk, at=at,
            organ_id=organ_id, detail={"minutes_late": minutes},
        )  # fmt: skip
    return record


def _alarm(revision: Revision, what: str, key: str, at: datetime) -> None:
    organ_id = revision.record.organ_id
    people = [*people_with(Role.FOI_HEAD, organ_id, at.date()), *people_with(Role.FOI_OFFICER, organ_id, at.date())]
    notify(
        people, text=f"《{revision.title}》{what}", link=f"/desk/documents/{revision.pk}/", key=f"{key}:{revision.pk}",
        at=at, level="alarm",
    )  # fmt: skip
