"""Verbs that begin a case: open it with an owner, enter who takes part, look at who they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from gongkai.kernel.casework import identity, kinds
from gongkai.kernel.casework.models import Assignment, Case, Party
from gongkai.kernel.casework.operations.moving import NotAllowed, require_reader
from gongkai.kernel.casework.sealing import seals
from gongkai.kernel.casework.terms import PartyRole
from gongkai.kernel.ledger.operations import write
from gongkai.kernel.notices.operations import notify
from gongkai.kernel.organizations.queries import Actor, Organ, Person, Standing, people_with
from gongkai.kernel.vocabulary import CHINA, Refusal, clean


def open_case(
    *, kind: str, organ: Organ, number: str, title: str, opened_at: datetime, by: Actor, at: datetime
) -> Case:
    """Begin a case in the first state of its table, in the hands of somebody: see ``owner``.

    ``opened_at`` is when it came to the office; no clock runs yet. Refusal for a number that is taken, a time to come.
    """
    declared = kinds.get(kind)
    number, title = clean(number).strip(), " ".join(clean(title).split())[:300]
    if not number or not title:
        raise Refusal("办件须有编号和事由。")
    if opened_at > at:
        raise Refusal("来件时间不能晚于现在，请核对日期。", field="opened_at")
    table = declared.workflow(organ.pk)
    person = owner(declared, organ, by, at)
    try:
        with transaction.atomic():
            case = Case.objects.create(
                organ=organ, kind=kind, number=number, title=title, handler=person, opened_at=opened_at,
                state=table.initial, state_since=opened_at,
            )  # fmt: skip
            rows: list[Any] = [case]
            if person is not None:
                rows.append(
                    Assignment.objects.create(case=case, person=person, by=by.name[:80], reason="新收办件", begun_at=at)
                )
            write(
                actor=by, verb="立案", object_type="case", object_id=case.pk, at=at, organ_id=organ.pk,
                detail={"kind": kind, "number": number, "handler": person.pk if person else None} | seals(*rows),
            )  # fmt: skip
            if person is not None and person.pk != by.person_id:
                notify(
                    [person], text=f"新收{declared.label}：{case.number} {title}", link=declared.page.format(pk=case.pk),
                    key=f"case:{case.pk}:opened", at=at,
                )  # fmt: skip
    except IntegrityError as fault:
        raise Refusal(f"编号 {number} 已经使用。", field="number") from fault
    return case


def owner(kind: kinds.Kind, organ: Organ, by: Actor, at: datetime) -> Person | None:
    """To whom a new case falls: who registers it, else the only handler, else the head who distributes.

    None only when nobody of the organ holds such a post; the leader's page lists cases without an owner.
    """
    today = at.astimezone(CHINA).date()
    handlers = [p for role in sorted(kind.handlers) for p in people_with(role, organ.pk, today)]
    heads = [p for role in sorted(kind.heads) for p in people_with(role, organ.pk, today)]
    if mine := next((p for p in [*handlers, *heads] if p.pk == by.person_id), None):
        return mine
    if len({p.pk for p in handlers}) == 1:
        return handlers[0]
    return next(iter([*heads, *handlers]), None)


def add_party(
    *, case_id: int, role: str, facts: Mapping[str, str], by: Standing | Actor, at: datetime, kind: str = ""
) -> Party:
    """Enter somebody who takes part; ``facts`` as in ``identity`` (name is needed). Sealed at once; lists show the mask."""
    name = " ".join(clean(str(facts.get("name", ""))).split())
    if not name:
        raise Refusal("请填写姓名或者名称。", field="name")
    contact = str(facts.get("phone") or facts.get("email") or "")
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
        if case is None:
            raise Refusal("找不到这个办件。")
        actor = require_reader(by, case)
        party = Party.objects.create(
            case=case, role=PartyRole(role), kind=kind, masked=identity.mask(name)[:80], sealed=identity.seal(facts),
            name_index=identity.index("name", name),
            number_index=identity.index("identity_number", str(facts.get("identity_number", ""))),
            contact_index=identity.index("contact", contact),
        )  # fmt: skip
        write(
            actor=actor, verb=f"登记{PartyRole(role).label}", object_type="case", object_id=case.pk, at=at,
            organ_id=case.organ_id, detail={"party": party.pk, "masked": party.masked} | seals(party),
        )  # fmt: skip
    return party


def correct_party(
    *,
    party_id: int,
    by: Standing | Actor,
    at: datetime,
    facts: Mapping[str, str] | None = None,
    kind: str | None = None,
) -> Party:
    """Put right what was entered of a party (a name misread, the applicant's kind); the change is in the ledger."""
    with transaction.atomic():
        party = Party.objects.select_for_update(of=("self",)).select_related("case").filter(pk=party_id).first()
        if party is None:
            raise Refusal("找不到这位当事人。")
        actor = require_reader(by, party.case)
        changed = []
        if facts is not None:
            name = " ".join(clean(str(facts.get("name", ""))).split())
            if not name:
                raise Refusal("请填写姓名或者名称。", field="name")
            party.masked, party.sealed = identity.mask(name)[:80], identity.seal(facts)
            party.name_index = identity.index("name", name)
            party.number_index = identity.index("identity_number", str(facts.get("identity_number", "")))
            party.contact_index = identity.index("contact", str(facts.get("phone") or facts.get("email") or ""))
            changed.append("facts")
        if kind is not None and kind != party.kind:
            party.kind = kind
            changed.append("kind")
        if changed:
            party.save()
            write(
                actor=actor, verb="更正当事人信息", object_type="case", object_id=party.case_id, at=at,
                organ_id=party.case.organ_id, detail={"party": party.pk, "changed": changed} | seals(party),
            )  # fmt: skip
    return party


def reveal(*, party_id: int, by: Standing, at: datetime, reason: str = "") -> dict[str, str]:
    """Who a party is, in clear. Only who works on the case in its organ may look, and every look is in the ledger."""
    party = Party.objects.select_related("case").filter(pk=party_id).first()
    if party is None:
        raise Refusal("找不到这位当事人。")
    if not by.roles(party.case.organ_id) & kinds.get(party.case.kind).readers:
        raise NotAllowed("只有承办机关的办理人员可以查看当事人身份。")
    facts = identity.unseal(party.sealed)
    what = {"party": party.pk, "reason": clean(reason)[:200]}
    looked(case_id=party.case_id, by=by, at=at, what=what, whose=PartyRole(party.role))
    return facts


def looked(
    *, case_id: int, by: Standing, at: datetime, what: Mapping[str, Any], whose: PartyRole = PartyRole.APPLICANT
) -> None:
    """Write down that somebody saw who a party is; ``what`` names the party, the paper or the file, never the person.

    NotAllowed unless they work on the case in its organ: ask before anything is shown.
    """
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise Refusal("找不到这个办件。")
    require_reader(by, case)
    write(
        actor=by.actor(case.organ_id), verb=f"查看{whose.label}身份", object_type="case", object_id=case.pk, at=at,
        organ_id=case.organ_id, detail=dict(what),
    )  # fmt: skip
