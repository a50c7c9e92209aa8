"""Verbs of the fee (条例42, 国办函〔2020〕109号): one basis a request, the notice dated, paid or not."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.answer.foi import rules
from gongkai.answer.foi.models import Fee
from gongkai.answer.foi.operations import base, outgoing
from gongkai.answer.foi.terms import FeeBasis
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.vocabulary import Refusal


def charge(
    *,
    case_id: int,
    basis: str,
    quantity: int,
    already: int = 0,
    how: str,
    channel: str = "",
    on: date | None = None,
    by: Standing,
    at: datetime,
    version: int | None = None,
) -> Case:
    """收费通知: ``quantity`` items or pages; ``already``: items of the same applicant in this month that were counted before.

    The answer clock stops; the term of payment begins when the notice is served. ``how``: where and how to pay.
    """
    if basis not in set(FeeBasis):
        raise Refusal("请选择收费方式：按件或者按量，二者不能同时使用。", field="basis")
    amount = rules.fee(FeeBasis(basis), quantity, already)
    if amount == 0:
        raise Refusal("没有超出免费的数量，不收取信息处理费。", field="quantity")
    how = base.text(how, "缴纳方式", 500, field="how")
    with transaction.atomic():
        case, request = base.locked(case_id, version)
        base.office(by, case)
        if Fee.objects.filter(case=case).exists():
            raise Refusal("这件申请已经发出过收费通知。")
        paper = outgoing.procedural(
            case, request, "fee", by=by, at=at, on=on,
            facts={"basis": basis, "quantity": quantity, "already": already, "amount": amount, "how": how}, channel=channel,
        )  # fmt: skip
        fee = Fee.objects.create(
            case=case, basis=basis, quantity=quantity, amount=amount, paper=paper, notified_on=on or base.day(at)
        )
        base.say("登记收费通知", case, by, at, {"fee": fee.pk, "amount": amount}, fee)
        data = {"amount": amount, "fee": fee.pk, "basis": basis, "quantity": quantity, "already": already}
        return cases.move(case_id=case.pk, held=case, code="charge", by=by, at=at, on=on, data=data)


def fee_served(*, case_id: int, on: date | None = None, by: base.By, at: datetime, version: int | None = None) -> Case:
    """The fee notice reached the applicant: 20 working days to pay begin with the next one.

    ``by`` is an Actor when the applicant opened it at the portal.
    """
    with transaction.atomic():
        moved = cases.move(case_id=case_id, code="fee_served", by=by, at=at, on=on, version=version)
        outgoing.reached(moved.papers.filter(kind="fee").first(), by=by, at=at, on=on)
    return moved


def pay(
    *, case_id: int, amount: int, on: date | None = None, by: Standing, at: datetime, version: int | None = None
) -> Case:
    """Paid in full: the answer is owed within a full new term from the next day."""
    return cases.move(case_id=case_id, code="paid", by=by, at=at, on=on, version=version, data={"amount": amount})
