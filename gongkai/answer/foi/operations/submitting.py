"""Verbs of arrival: an application comes in on line or is entered by the office; the case is made from it at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from gongkai.answer.foi import applicants, codes
from gongkai.answer.foi.models import Application
from gongkai.answer.foi.operations import base
from gongkai.answer.foi.operations.attaching import Files, kept
from gongkai.answer.foi.operations.entering import Form, enter, prepared
from gongkai.answer.foi.operations.owners import find_owner
from gongkai.answer.foi.rules import receipt_move
from gongkai.answer.foi.terms import Channel
from gongkai.kernel.casework import identity
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.organizations.queries import Organ, Role, Standing
from gongkai.kernel.vocabulary import Refusal

_OLDEST = timedelta(days=366)  # a letter that came earlier than a year ago is a typing error


class AlreadySubmitted(Refusal):
    """The same form was sent before with another content; ``number`` is that application's."""

    def __init__(self, number: str) -> None:
        super().__init__(f"这张申请表已经提交过，登记编号为“{number}”。内容不同的申请，请重新打开申请页面另填一份。")
        self.number = number


def submit(
    *,
    organ: Organ,
    channel: str = Channel.ONLINE,
    applicant: Mapping[str, str],
    description: str,
    supply_form: str,
    supply_way: str,
    needs_help: str = "",
    files: Files = (),
    once: str = "",
    at: datetime,
) -> tuple[Application, str]:
    """An application through the portal (条例29); returns it and its query code, which is shown only here.

    ``applicant``: the facts and ``kind``. The purpose is never asked. ``once`` is the token of the form: sent again with
    the same content it gives the same application and code, with another content AlreadySubmitted. The case is made in
    the same transaction.
    """
    if channel != Channel.ONLINE:
        raise ValueError("what comes by another channel is entered with register()")
    _open_organ(organ)
    who = applicants.applicant(applicant)
    what = applicants.wish(who, description=description, form=supply_form, way=supply_way, needs_help=needs_help)
    form = Form(who, what, kept(files, at))
    code = _code(once)
    code_hash, ready, owner = codes.hashed(code), prepared(form), find_owner(organ, at)
    actor = Actor(None, f"申请人 {identity.mask(who.facts['name'])}")
    try:
        with transaction.atomic():
            made, _ = enter(
                organ=organ, channel=Channel.ONLINE, form=form, ready=ready, code_hash=code_hash, once=once, arrived=at,
                who=actor, owner=owner, at=at,
            )  # fmt: skip
    except IntegrityError as fault:
        made = _again(once, form, fault)
    return made, codes.shown(code)


def register(
    *,
    organ: Organ,
    channel: str,
    applicant: Mapping[str, str],
    description: str,
    supply_form: str,
    supply_way: str,
    needs_help: str = "",
    files: Files = (),
    arrived_on: date,
    once: str = "",
    by: Standing,
    at: datetime,
) -> Application:
    """An application that came to the counter, by post or by fax, entered by the office; proof or contact may be missing.

    What was handed in or signed for counts as received on ``arrived_on`` (条例31(1), 31(2)); the rest waits for the
    confirmation. ``query_code`` on the returned row is the code for the receipt, in clear only here; ``once`` as for submit().
    """
    if channel not in set(Channel) - {Channel.ONLINE}:
        raise Refusal("请选择收到申请的方式。", field="channel")
    if not by.roles(organ.pk) & {Role.FOI_OFFICER, Role.FOI_HEAD}:
        raise base.NotAllowed("只有本机关公开机构可以登记申请。")
    _open_organ(organ)
    arrived = base.moment(arrived_on, at, "收到日期", "arrived_on")
    if at - arrived > _OLDEST:
        raise Refusal(f"收到日期（{base.said(arrived_on)}）早于一年前，请核对年份。", field="arrived_on")
    who = applicants.applicant(applicant, complete=False)
    what = applicants.wish(
        who, description=description, form=supply_form, way=supply_way, needs_help=needs_help, complete=False
    )
    form = Form(who, what, kept(files, at))
    code = _code(once)
    code_hash, ready = codes.hashed(code), prepared(form)
    try:
        with transaction.atomic():
            made, case = enter(
                organ=organ, channel=Channel(channel), form=form, ready=ready, code_hash=code_hash, once=once,
                arrived=arrived, who=by.actor(organ.pk), owner=by.person, at=at,
            )  # fmt: skip
            if receipt_move(Channel(channel)) == "receive":
                cases.move(case_id=case.pk, code="receive", by=by, at=at, on=arrived)
    except IntegrityError as fault:
        made = _again(once, form, fault)
    made.query_code = codes.shown(code)  # type: ignore[attr-defined]
    return made


def _open_organ(organ: Organ) -> None:
    if organ.closed_on is not None:
        raise Refusal("这个机关已经撤销，请向承接其职能的机关提出申请。", field="organ")


def _code(once: str) -> str:
    if len(once) > 64:
        raise ValueError("the token of a form has at most 64 characters")
    return codes.made(once)


def _again(once: str, form: Form, fault: IntegrityError) -> Application:
    """What was made of the same form before; called where the database refused its token a second time."""
    former = Application.objects.filter(once=once).select_related("organ", "request").first() if once else None
    if former is None:
        raise fault
    if former.digest != form.digest():
        raise AlreadySubmitted(former.number)
    return former
