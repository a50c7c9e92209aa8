"""Verbs of the register of reconsideration and litigation: enter, amend the result, cross out what was entered by mistake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.kernel.casework.models import Case
from gongkai.kernel.ledger.operations import write
from gongkai.kernel.organizations.queries import Organ, Standing
from gongkai.kernel.records.statements import seals
from gongkai.kernel.vocabulary import CHINA, Refusal, clean
from gongkai.oversee.annual.models import Dispute
from gongkai.oversee.annual.operations.figures import may_write
from gongkai.oversee.annual.terms import DisputeKind, DisputeResult

_TEXTS = {"case_number": ("案号", 80), "authority": ("复议机关或法院", 100), "source": ("来源", 200)}
EARLIEST = date(2008, 5, 1)  # the Regulation's first day


def enter_dispute(*, organ: Organ, fields: Mapping[str, Any], by: Standing, at: datetime) -> Dispute:
    """Enter a reconsideration or a suit. ``fields``: kind, filed_on, case_number, authority, result, decided_on, source,
    request (the number of the case that it is about, may be empty).
    """
    may_write(by, organ)
    row = Dispute(organ=organ, created_at=at)
    _take(row, fields, at)
    with transaction.atomic():
        row.save(force_insert=True)
        _say("登记复议诉讼", row, by, at)
    return row


def amend_dispute(*, dispute_id: int, version: int, fields: Mapping[str, Any], by: Standing, at: datetime) -> Dispute:
    """Write the result (or correct an entry); what it said before stays in the ledger."""
    with transaction.atomic():
        row = _locked(dispute_id, version, by)
        before = facts(row)
        _take(row, fields, at)
        if facts(row) == before:
            return row
        row.version += 1
        row.save()
        _say("修改复议诉讼", row, by, at, {"before": before})
    return row


def void_dispute(*, dispute_id: int, version: int, reason: str, by: Standing, at: datetime) -> Dispute:
    """Cross an entry out that should not have been made; it stays visible and counts nowhere."""
    reason = " ".join(clean(reason).split())[:200]
    if not reason:
        raise Refusal("请写明作废这条登记的原因。", field="reason")
    with transaction.atomic():
        row = _locked(dispute_id, version, by)
        row.voided_at, row.void_reason = at, reason
        row.version += 1
        row.save()
        _say("作废复议诉讼登记", row, by, at, {"reason": reason})
    return row


def _locked(dispute_id: int, version: int, by: Standing) -> Dispute:
    row = Dispute.objects.select_for_update(of=("self",)).select_related("organ").filter(pk=dispute_id).first()
    if row is None:
        raise Refusal("找不到这条登记。")
    may_write(by, row.organ)
    if row.version != version:
        raise Refusal("这条登记已由其他人修改过，请刷新页面后再改。")
    if row.voided_at is not None:
        raise Refusal("这条登记已经作废，不能再修改。")
    return row


def _take(row: Dispute, fields: Mapping[str, Any], at: datetime) -> None:
    today = at.astimezone(CHINA).date()
    if fields["kind"] not in set(DisputeKind):
        raise Refusal("请选择类型：行政复议、未经复议直接起诉或者复议后起诉。", field="kind")
    if fields["result"] not in set(DisputeResult):
        raise Refusal("请选择结果，还没有结果的选“尚未审结”。", field="result")
    filed, decided = fields["filed_on"], fields.get("decided_on")
    if filed is None:
        raise Refusal("请填写收到复议通知或者应诉通知的日期。", field="filed_on")
    if not EARLIEST <= filed <= today:
        raise Refusal("收到日期不能晚于今天，也不能早于2008年5月1日。", field="filed_on")
    if fields["result"] == DisputeResult.PENDING:
        if decided is not None:
            raise Refusal("尚未审结的不填审结日期；已经审结的请选择结果。", field="decided_on")
    elif decided is None:
        raise Refusal("已有结果的请填写审结日期，报告按审结日期计入年度。", field="decided_on")
    elif not filed <= decided <= today:
        raise Refusal("审结日期不能早于收到日期，也不能晚于今天。", field="decided_on")
    for name, (label, most) in _TEXTS.items():
        text = " ".join(clean(str(fields.get(name) or "")).split())
        if len(text) > most:
            raise Refusal(f"{label}最多{most}字。", field=name)
        setattr(row, name, text)
    if not row.source:
        raise Refusal("请写明来源，例如：行政复议答复通知书、应诉通知书。", field="source")
    row.kind, row.result = DisputeKind(fields["kind"]).value, DisputeResult(fields["result"]).value
    row.filed_on, row.decided_on = filed, decided
    row.case = _request(row.organ_id, clean(str(fields.get("request") or "")).strip())


def _request(organ_id: int, number: str) -> Case | None:
    if not number:
        return None
    found = Case.objects.filter(organ_id=organ_id, kind="foi", number=number).first()
    if found is None:
        raise Refusal("本机关没有这个编号的申请，请核对，或者留空。", field="request")
    return found


def facts(row: Dispute) -> dict[str, str]:
    """What an entry says, as plain text: what the ledger keeps of it."""
    return {
        "kind": row.kind,
        "filed_on": row.filed_on.isoformat(),
        "case_number": row.case_number,
        "authority": row.authority,
        "result": row.result,
        "decided_on": row.decided_on.isoformat() if row.decided_on else "",
        "source": row.source,
        "request": row.case.number if row.case else "",
    }


def _say(verb: str, row: Dispute, by: Standing, at: datetime, more: Mapping[str, Any] | None = None) -> None:
    write(
        actor=by.actor(row.organ_id), verb=verb, object_type="dispute", object_id=row.pk, at=at, organ_id=row.organ_id,
        detail=facts(row) | dict(more or {}) | seals(row),
    )  # fmt: skip
