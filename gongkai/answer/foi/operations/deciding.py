"""Verbs of the reply's making (条例36, 45): draft, submit, approve, return, recall, sign; by different people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.answer.foi import rules
from gongkai.answer.foi.models import Decision
from gongkai.answer.foi.operations import base
from gongkai.answer.foi.operations.hooks import latest
from gongkai.answer.foi.rules.outcomes import OF_LAPSE
from gongkai.answer.foi.terms import OUTCOMES
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.papers import richtext
from gongkai.kernel.vocabulary import Refusal

_DRAFTABLE = {"handling": "decide", "amending": "lapse_supplement", "fee_due": "lapse_fee"}
_LONGEST_FIELD, _LONGEST_BODY = 4000, 60_000
_APPROVALS = {"lapsing_supplement": "lapse_approve_supplement", "lapsing_fee": "lapse_approve_fee"}
_SIGNATURES = dict.fromkeys((*_APPROVALS, "ending_supplement", "ending_fee"), "lapse_sign")
_RETURNS = {
    **dict.fromkeys(("lapsing_supplement", "ending_supplement"), "lapse_return_supplement"),
    **dict.fromkeys(("lapsing_fee", "ending_fee"), "lapse_return_fee"),
}


def draft_decision(
    *,
    case_id: int,
    outcome: str,
    fields: Mapping[str, str],
    body: str = "",
    by: Standing,
    at: datetime,
    version: int | None = None,
    seen: int | None = None,
) -> Decision:
    """Keep a draft of the reply: outcome, fields (see ``rules.NEEDS``) and what the office writes beyond them (rich text).

    A draft may still lack something; ``decide`` asks for all. The newest draft counts, the earlier ones stay to be read.
    ``seen``: key of the draft from which the person wrote on (0: there was none); StaleCase when a colleague kept another.
    """
    known = {one.code: one for one in OUTCOMES}
    if outcome not in known or outcome == "withdrawn":
        raise Refusal("请选择办理结果。", field="outcome")
    if unknown := set(fields) - set(rules.NEEDS):
        raise ValueError(f"not fields of a decision: {sorted(unknown)}")
    kept = {
        name: base.text(str(value), rules.NEEDS[name], _LONGEST_FIELD, field=name, needed=False)
        for name, value in fields.items()
    }
    if len(body) > _LONGEST_BODY:
        raise Refusal(f"补充说明过长，最多{_LONGEST_BODY}字。", field="body")
    clean_body = richtext.sanitize(body) if body.strip() else ""
    with transaction.atomic():
        case, _ = base.locked(case_id, version)
        base.office(by, case)
        if case.state not in _DRAFTABLE:
            raise Refusal("现在不能起草答复，请刷新页面查看办理状态。")
        newest = latest(case)
        if seen is not None and newest is not None and newest.pk != seen:
            raise cases.StaleCase(case, f"{newest.author.name}在您填写期间保存了另一份草稿，列在先前的草稿里。")
        draft = Decision.objects.create(
            case=case, outcome=outcome, fields={name: value for name, value in kept.items() if value}, body=clean_body,
            author=by.person, created_at=at,
        )  # fmt: skip
        base.say("起草答复", case, by, at, {"decision": draft.pk, "outcome": outcome}, draft)
    return draft


def decide(
    *, case_id: int, by: Standing, at: datetime, decision_id: int | None = None, version: int | None = None
) -> Case:
    """Submit the newest draft to the review; only an outcome that the timeline offers, with nothing missing.

    ``decision_id`` is the draft that the person saw: Refusal when a colleague wrote another one meanwhile. Where the
    applicant let the term of supplement or payment pass, the end of the handling is reviewed and signed like a reply.
    """
    with transaction.atomic():
        case, _ = base.locked(case_id, version)
        draft = latest(case)
        if draft is None:
            raise Refusal("请先起草答复意见。", field="outcome")
        if decision_id is not None and decision_id != draft.pk:
            raise Refusal("同事刚刚修改了答复意见，请刷新页面核对后再提交。", field="outcome")
        code = _DRAFTABLE.get(case.state, "decide")
        if code in OF_LAPSE and draft.outcome != OF_LAPSE[code]:
            raise Refusal("申请人的期限尚在等待，此时只能办理逾期终止。", field="outcome")
        data: dict[str, Any] = {"decision": draft.pk, "outcome": draft.outcome, "fields": _told(draft.fields)}
        return cases.move(case_id=case.pk, held=case, code=code, by=by, at=at, data=data)


def _told(fields: Mapping[str, Any]) -> dict[str, str]:
    """What of the fields the timeline needs to judge the outcome."""
    return {name: str(fields[name]) for name in ("ground", "earlier") if fields.get(name)}


def approve(*, case_id: int, comment: str = "", by: Standing, at: datetime, version: int | None = None) -> Case:
    """审核通过, by the head or the legal officer, never by whoever drafted; also of an end without supplement or payment."""
    with transaction.atomic():
        case, _ = base.locked(case_id, version)
        code = _APPROVALS.get(case.state, "approve")
        return cases.move(case_id=case.pk, held=case, code=code, by=by, at=at, comment=comment)


def return_(*, case_id: int, comment: str, by: Standing, at: datetime, version: int | None = None) -> Case:
    """退回修改, with the opinion that says why."""
    comment = base.text(comment, "退回的意见", 2000, field="comment")
    with transaction.atomic():
        case, _ = base.locked(case_id, version)
        return cases.move(
            case_id=case.pk, held=case, code=_RETURNS.get(case.state, "return"), by=by, at=at, comment=comment
        )


def recall(*, case_id: int, comment: str = "", by: Standing, at: datetime, version: int | None = None) -> Case:
    """撤回修改: the office takes its proposal back before it is signed."""
    return cases.move(case_id=case_id, code="recall", by=by, at=at, version=version, comment=comment)


def sign(*, case_id: int, comment: str = "", by: Standing, at: datetime, version: int | None = None) -> Case:
    """签发, by the signer, who neither drafted nor approved; also of an end without supplement or payment."""
    with transaction.atomic():
        case, _ = base.locked(case_id, version)
        return cases.move(
            case_id=case.pk, held=case, code=_SIGNATURES.get(case.state, "sign"), by=by, at=at, comment=comment
        )
