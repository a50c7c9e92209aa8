"""Verbs of arrival: an application comes in on line or is entered by the office; the case is made from it at once."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from gongkai.answer.foi import applicants, codes
from gongkai.answer.foi.models import Application, ApplicationFile, Request
from gongkai.answer.foi.numbers import KINDS, code_of
from gongkai.answer.foi.operations import base
from gongkai.answer.foi.operations.owners import officer_for, ownerless
from gongkai.answer.foi.queries.audit import content_digest
from gongkai.answer.foi.rules import receipt_move
from gongkai.answer.foi.terms import Channel
from gongkai.kernel.casework import identity
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case
from gongkai.kernel.casework.sealing import seals
from gongkai.kernel.casework.terms import PartyRole
from gongkai.kernel.ledger.operations import Actor, write
from gongkai.kernel.organizations.queries import Organ, Role, Standing, number
from gongkai.kernel.papers import operations as papers
from gongkai.kernel.papers.rules import UPLOAD_MEGABYTES
from gongkai.kernel.screening import intake
from gongkai.kernel.vocabulary import CHINA, Refusal

MOST_FILES = 10
_OLDEST = timedelta(days=366)  # a letter that came earlier than a year ago is a typing error


class AlreadySubmitted(Refusal):
    """The same form was sent before with another content; ``number`` is that application's."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"这张申请表已经提交过,登记编号为“{number}”。如需提交内容不同的申请,请从“我要申请”重新填写一份。"
        )
        self.number = number


@dataclass(frozen=True)
class _Kept:
    name: str
    media_type: str
    file: papers.StoredFile


@dataclass(frozen=True)
class _Form:
    who: applicants.Applicant
    what: applicants.Wish
    files: tuple[_Kept, ...]

    def digest(self) -> str:
        """A keyed hash of everything that was submitted: it proves the rows, and tells nobody a number by guessing."""
        plain = {
            "facts": dict(self.who.facts), "kind": self.who.kind.value, "description": self.what.description,
            "form": self.what.form.value, "way": self.what.way.value, "help": self.what.needs_help,
            "files": [[kept.name, kept.file.sha256] for kept in self.files],
        }  # fmt: skip
        return content_digest(plain)


def submit(
    *,
    organ: Organ,
    channel: str = Channel.ONLINE,
    applicant: Mapping[str, str],
    description: str,
    supply_form: str,
    supply_way: str,
    needs_help: str = "",
    files: Sequence[tuple[str, bytes]] = (),
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
    form = _Form(who, what, _kept(files, at))
    code = codes.made(once)
    if len(once) > 64:
        raise ValueError("the token of a form has at most 64 characters")
    if once and (former := Application.objects.filter(once=once).select_related("organ").first()):
        return _again(former, form), codes.shown(code)
    kept = codes.hashed(code)
    try:
        with transaction.atomic():
            made = _enter(
                organ,
                Channel.ONLINE,
                form,
                kept,
                once,
                at,
                Actor(None, f"申请人 {identity.mask(who.facts['name'])}"),
                at,
            )
            _open(made, form, None, at)
    except IntegrityError:
        former = Application.objects.filter(once=once).select_related("organ").first() if once else None
        if former is None:
            raise
        return _again(former, form), codes.shown(code)
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
    files: Sequence[tuple[str, bytes]] = (),
    arrived_on: date,
    by: Standing,
    at: datetime,
) -> Application:
    """An application that came to the counter, by post or by fax, entered by the office; proof or contact may be missing.

    What was handed in or signed for counts as received on ``arrived_on`` (条例31(1), 31(2)); the rest waits for the
    confirmation. ``query_code`` on the returned row is the code for the receipt, in clear only here.
    """
    if channel not in set(Channel) - {Channel.ONLINE}:
        raise Refusal("请选择收到申请的方式。", field="channel")
    if not by.roles(organ.pk) & {Role.FOI_OFFICER, Role.FOI_HEAD}:
        raise base.NotAllowed("只有本机关公开机构可以登记申请。")
    _open_organ(organ)
    arrived = base.moment(arrived_on, at, "收到日期", "arrived_on")
    if at - arrived > _OLDEST:
        raise Refusal(f"收到日期({base.said(arrived_on)})早于一年前,请核对年份。", field="arrived_on")
    who = applicants.applicant(applicant, complete=False)
    what = applicants.wish(
        who, description=description, form=supply_form, way=supply_way, needs_help=needs_help, complete=False
    )
    form = _Form(who, what, _kept(files, at))
    code = codes.made()
    kept = codes.hashed(code)
    with transaction.atomic():
        made = _enter(organ, Channel(channel), form, kept, "", arrived, by.actor(organ.pk), at)
        case = _open(made, form, by, at)
        if receipt_move(Channel(channel)) == "receive":
            cases.move(case_id=case.pk, code="receive", by=by, at=at, on=arrived)
    made.query_code = codes.shown(code)  # type: ignore[attr-defined]
    return made


def _open_organ(organ: Organ) -> None:
    if organ.closed_on is not None:
        raise Refusal("这个机关已经撤销,请向承接其职能的机关提出申请。", field="organ")


def _again(former: Application, form: _Form) -> Application:
    if former.digest != form.digest():
        raise AlreadySubmitted(former.number)
    return former


def _kept(files: Sequence[tuple[str, bytes]], at: datetime) -> tuple[_Kept, ...]:
    """The files, looked at and stored before the transaction."""
    if len(files) > MOST_FILES:
        raise Refusal(f"附件最多{MOST_FILES}个,现有{len(files)}个。", field="files")
    limit = number(UPLOAD_MEGABYTES.code, base.day(at)) * 1024 * 1024
    found = []
    try:
        accepted = [(intake.inspect(data, name, limit), data) for name, data in files]
        for one, data in accepted:
            stored = papers.store(data, one.media_type, at)
            found.append(_Kept(one.name, one.media_type, stored))
    except Refusal as refusal:
        raise Refusal(refusal.message, field="files") from refusal
    return tuple(found)


def _enter(
    organ: Organ, channel: Channel, form: _Form, code_hash: str, once: str, arrived: datetime, who: Actor, at: datetime
) -> Application:
    """The untouched row, with its number taken; one line of the ledger."""
    taken = papers.take_number(
        organ=organ, code=code_of(organ, "申请"), kind=KINDS["申请"], year=at.astimezone(CHINA).year,
        subject=f"application:{secrets.token_hex(16)}", by=who, at=at,
    )  # fmt: skip
    made = Application.objects.create(
        organ=organ, number=taken.text, code_hash=code_hash, channel=channel, submitted_at=arrived,
        applicant_kind=form.who.kind, sealed=identity.seal(form.who.facts), description=form.what.description,
        supply_form=form.what.form, supply_way=form.what.way, needs_help=form.what.needs_help, digest=form.digest(),
        once=once or None,
    )  # fmt: skip
    rows = [
        ApplicationFile(
            application=made, file=kept.file, name=kept.name, media_type=kept.media_type, size=kept.file.size
        )
        for kept in form.files
    ]
    ApplicationFile.objects.bulk_create(rows)
    write(
        actor=who, verb="提交申请" if channel == Channel.ONLINE else "登记申请", object_type="application",
        object_id=made.pk, at=at, organ_id=organ.pk,
        detail={"number": made.number, "channel": channel.value} | seals(made, *rows, taken),
    )  # fmt: skip
    return made


def _open(application: Application, form: _Form, by: Standing | None, at: datetime) -> Case:
    """The office's case: the applicant as a party, the facts of the request, a person who answers for it."""
    organ = application.organ
    system = Actor.system("受理登记")
    case = cases.open_case(
        kind="foi", organ=organ, number=application.number, title=applicants.title(application.description),
        opened_at=application.submitted_at, by=by.actor(organ.pk) if by else system, at=at,
    )  # fmt: skip
    cases.add_party(
        case_id=case.pk,
        role=PartyRole.APPLICANT,
        kind=form.who.kind.value,
        facts=form.who.facts,
        by=by or system,
        at=at,
    )
    request = Request.objects.create(
        case=case, application=application, channel=application.channel, applicant_kind=form.who.kind,
        description=application.description, supply_form=application.supply_form, supply_way=application.supply_way,
    )  # fmt: skip
    base.say("建立办件", case, by or system, at, {"application": application.pk}, request)
    if by is None and (officer := officer_for(case, at)) is not None:
        case = cases.assign(case_id=case.pk, person_id=officer.pk, by=system, reason="新收申请", at=at)
    if case.handler_id is None:
        ownerless(case, at)
    return case
