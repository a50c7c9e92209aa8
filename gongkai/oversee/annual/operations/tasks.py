"""Verbs of the year's openness tasks: enter, write what became of one, cross out what was entered by mistake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.kernel.ledger.operations import write
from gongkai.kernel.organizations.queries import Organ, Standing
from gongkai.kernel.records.statements import seals
from gongkai.kernel.vocabulary import CHINA, Refusal, clean
from gongkai.oversee.annual.format import form_of
from gongkai.oversee.annual.models import Task
from gongkai.oversee.annual.operations.figures import may_write
from gongkai.oversee.annual.terms import TaskState

_TEXTS = {"name": ("任务", 120), "source": ("来源文件", 200), "result": ("完成情况", 500)}
MOST = 300  # tasks of an office and a year


def enter_task(*, organ: Organ, year: int, fields: Mapping[str, Any], by: Standing, at: datetime) -> Task:
    """Enter a task of the year. ``fields``: name, source, state, result, finished_on."""
    may_write(by, organ)
    form_of(year)
    if year > at.astimezone(CHINA).year:
        raise Refusal(f"{year}年还没有开始，不能登记。")
    row = Task(organ=organ, year=year)
    _take(row, fields, by, at)
    with transaction.atomic():
        if Task.objects.filter(organ=organ, year=year, voided_at=None).count() >= MOST:
            raise Refusal(f"一年最多登记{MOST}项任务，请合并同类任务。")
        row.save(force_insert=True)
        _say("登记公开工作任务", row, by, at)
    return row


def amend_task(*, task_id: int, version: int, fields: Mapping[str, Any], by: Standing, at: datetime) -> Task:
    """Write what became of a task (or correct an entry); what it said before stays in the ledger."""
    with transaction.atomic():
        row = _locked(task_id, version, by)
        before = facts(row)
        _take(row, fields, by, at)
        if facts(row) == before:
            return row
        row.version += 1
        row.save()
        _say("修改公开工作任务", row, by, at, {"before": before})
    return row


def void_task(*, task_id: int, version: int, reason: str, by: Standing, at: datetime) -> Task:
    """Cross out a task that should not have been entered; it stays visible and counts nowhere."""
    reason = " ".join(clean(reason).split())[:200]
    if not reason:
        raise Refusal("请写明作废这项任务的原因。", field="void_reason")
    with transaction.atomic():
        row = _locked(task_id, version, by)
        row.voided_at, row.void_reason = at, reason
        row.version += 1
        row.save()
        _say("作废公开工作任务", row, by, at, {"reason": reason})
    return row


def _locked(task_id: int, version: int, by: Standing) -> Task:
    row = Task.objects.select_for_update(of=("self",)).select_related("organ").filter(pk=task_id).first()
    if row is None:
        raise Refusal("找不到这项任务。")
    may_write(by, row.organ)
    if row.version != version:
        raise Refusal("这项任务已由其他人修改过，请刷新页面后再改。")
    if row.voided_at is not None:
        raise Refusal("这项任务已经作废，不能再修改。")
    return row


def _take(row: Task, fields: Mapping[str, Any], by: Standing, at: datetime) -> None:
    for name, (label, most) in _TEXTS.items():
        text = " ".join(clean(str(fields.get(name) or "")).split())
        if len(text) > most:
            raise Refusal(f"{label}最多{most}字，现有{len(text)}字。", field=name)
        setattr(row, name, text)
    if not row.name:
        raise Refusal("请写明任务。", field="name")
    if not row.source:
        raise Refusal("请写明任务来自哪份文件，例如：2025年政务公开工作要点。", field="source")
    if fields["state"] not in set(TaskState):
        raise Refusal("请选择进展。", field="state")
    finished: date | None = fields.get("finished_on")
    if fields["state"] == TaskState.DONE:
        if finished is None:
            raise Refusal("已完成的任务请填写完成日期。", field="finished_on")
        if finished > at.astimezone(CHINA).date() or finished.year < row.year - 1:
            raise Refusal("完成日期不能晚于今天，也不能早于任务年度的前一年。", field="finished_on")
        if not row.result:
            raise Refusal("已完成的任务请写明完成情况。", field="result")
    elif finished is not None:
        raise Refusal("没有完成的任务不填完成日期；已经完成的请选择“任务完成”。", field="finished_on")
    row.state, row.finished_on = TaskState(fields["state"]).value, finished
    row.person_name, row.edited_at = clean(by.person.name)[:80], at


def facts(row: Task) -> dict[str, str]:
    """What a task says, as plain text: what the ledger keeps of it."""
    return {
        "name": row.name, "source": row.source, "state": row.state, "result": row.result,
        "finished_on": row.finished_on.isoformat() if row.finished_on else "",
    }  # fmt: skip


def _say(verb: str, row: Task, by: Standing, at: datetime, more: Mapping[str, Any] | None = None) -> None:
    row.refresh_from_db()  # as the database keeps it: so it is sealed
    write(
        actor=by.actor(row.organ_id), verb=verb, object_type="openness_task", object_id=row.pk, at=at, organ_id=row.organ_id,
        detail={"year": row.year} | facts(row) | dict(more or {}) | seals(row),
    )  # fmt: skip
