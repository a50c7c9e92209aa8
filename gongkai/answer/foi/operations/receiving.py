"""Verbs of receipt and registration (条例31, 45): receive, confirm, attempt, drop, accept; put right what the office noted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model

from gongkai.answer.foi import applicants
from gongkai.answer.foi.models import Wording
from gongkai.answer.foi.operations import base, outgoing
from gongkai.answer.foi.queries.desk import applicant as applicant_of
from gongkai.answer.foi.terms import ApplicantKind, SupplyForm, SupplyWay
from gongkai.kernel.casework import identity
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case, CasePaper
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.vocabulary import Refusal


def receive(*, case_id: int, by: Standing, at: datetime, on: date | None = None, version: int | None = None) -> Case:
    """What was handed in or signed for counts as received on that day (条例31(1), 31(2)); the clocks start."""
    return cases.move(case_id=case_id, code="receive", by=by, at=at, on=on, version=version)


def confirm(
    *,
    case_id: int,
    manner: str,
    person: str = "",
    by: Standing,
    at: datetime,
    on: date | datetime | None = None,
    version: int | None = None,
) -> Case:
    """The office and the applicant confirmed the receipt; the clocks start from that day (条例31(2), 31(3)).

    ``manner``: how (电话, 短信, 电子邮件); ``person``: with whom. Both stay with the event.
    """
    manner = base.text(manner, "确认方式", 60, field="manner")
    person = base.text(person, "与何人确认", 60, field="person", needed=False)
    return cases.move(
        case_id=case_id, code="confirm", by=by, at=at, on=on, version=version, data={"manner": manner, "with": person}
    )


def attempt(
    *, case_id: int, manner: str, result: str = "", by: Standing, at: datetime, on: date | datetime | None = None,
    version: int | None = None,
) -> Case:  # fmt: skip
    """The office tried to reach the applicant; kept as evidence, no clock starts."""
    manner = base.text(manner, "联系方式", 60, field="manner")
    result = base.text(result, "联系结果", 300, field="result", needed=False)
    return cases.move(
        case_id=case_id, code="attempt", by=by, at=at, on=on, version=version, data={"manner": manner, "result": result}
    )


def drop(*, case_id: int, reason: str, by: Standing, at: datetime, version: int | None = None) -> Case:
    """What came is no application (a test, an advertisement): the head of the FOI office decides; it is in no report.

    The applicant reads ``reason`` with number and code; the leader's page counts these.
    """
    reason = base.text(reason, "理由", 500, field="reason")
    return cases.move(case_id=case_id, code="drop", by=by, at=at, version=version, data={"reason": reason})


def accept(*, case_id: int, by: Standing, at: datetime, on: date | None = None, version: int | None = None) -> Case:
    """受理: the request is clear enough to be handled."""
    return cases.move(case_id=case_id, code="accept", by=by, at=at, on=on, version=version)


def cite_earlier(*, case_id: int, earlier: str, by: Standing, at: datetime, version: int | None = None) -> Case:
    """Note the number of the reply that the same applicant had before (条例36(6))."""
    earlier = base.text(earlier, "此前答复的文号", 60, field="earlier")
    return cases.move(case_id=case_id, code="cite_earlier", by=by, at=at, version=version, data={"earlier": earlier})


def acknowledge(*, case_id: int, by: Standing, at: datetime, version: int | None = None) -> CasePaper:
    """登记回执 as a numbered paper, for who asks for one: number, channel, day of receipt, due date."""
    with transaction.atomic():
        case, request = base.locked(case_id, version)
        base.office(by, case)
        if case.papers.filter(kind="receipt").exists():
            raise Refusal("这件申请已经出具过登记回执。")
        return outgoing.procedural(case, request, "receipt", by=by, at=at, facts={})


def correct(
    *,
    case_id: int,
    by: Standing,
    at: datetime,
    applicant_kind: str | None = None,
    description: str | None = None,
    supply_form: str | None = None,
    supply_way: str | None = None,
    who: Mapping[str, str] | None = None,
    version: int | None = None,
) -> Case:
    """Put right what the office notes of a request: the applicant's kind, what is asked in the office's words, the supply.

    ``who``: facts of the applicant that were misread or came later (条例29, 30), as in ``applicants.FACTS``; an empty one
    stays as it is. Letters and the search use them from now on. The application itself stays as it was written; the
    change is in the ledger with what stood before, of ``who`` only the names of the facts; a former wording is a row.
    """
    given: dict[str, str] = {}
    if applicant_kind is not None:
        if applicant_kind not in set(ApplicantKind):
            raise Refusal("请选择申请人类型。", field="applicant_kind")
        given["applicant_kind"] = applicant_kind
    if description is not None:
        given["description"] = applicants.described(description, longest=applicants.WITH_SUPPLEMENT)
    if supply_form is not None:
        if supply_form not in set(SupplyForm):
            raise Refusal("请选择获取政府信息的形式。", field="supply_form")
        given["supply_form"] = supply_form
    if supply_way is not None:
        if supply_way not in set(SupplyWay):
            raise Refusal("请选择获取政府信息的途径。", field="supply_way")
        given["supply_way"] = supply_way
    with transaction.atomic():
        case, request = base.locked(case_id, version)
        base.office(by, case)
        if case.done:
            raise Refusal("这件申请已经归档或者终结，不能再更正。")
        changed = {name: value for name, value in given.items() if getattr(request, name) != value}
        if changed.keys() & {"supply_form", "supply_way"}:
            form, way = given.get("supply_form", request.supply_form), given.get("supply_way", request.supply_way)
            if fault := applicants.supply_fault(form, way):
                raise Refusal(fault, field="supply_way")
        put_right = _put_right(case, given.get("applicant_kind", request.applicant_kind), who or {}, by=by, at=at)
        if not changed and not put_right:
            return case
        before = {name: getattr(request, name) for name in changed if name != "description"}
        after = {name: value for name, value in changed.items() if name != "description"}
        rows: list[Model] = [request, case]
        if "description" in changed:  # it may name people: no line of the ledger, a row keeps what stood before
            name = base.actor(by, case.organ_id).name[:80]
            rows.append(Wording.objects.create(case=case, description=request.description, until=at, by=name))
        for name, value in changed.items():
            setattr(request, name, value)
        request.save(update_fields=list(changed))
        case.version += 1  # whoever has an older page open is told
        case.save(update_fields=["version"])
        if "applicant_kind" in changed:
            party = applicant_of(case)
            if party is not None:
                cases.correct_party(party_id=party.pk, kind=changed["applicant_kind"], by=by, at=at)
        fields = [*sorted(changed), *(["who"] if put_right else [])]
        base.say("更正申请登记", case, by, at, {"fields": fields, "before": before, "after": after}, *rows)
    return case


def _put_right(case: Case, kind: str, who: Mapping[str, str], *, by: Standing, at: datetime) -> bool:
    """The applicant's facts with those that were given in place of the former ones; Refusal with the name of the field.

    Was anything put right?
    """
    given = {name: value for name, value in who.items() if value.strip()}
    party = applicant_of(case)
    if not given or party is None:
        return False
    known = identity.unseal(party.sealed)
    facts = applicants.applicant({**known, **given, "kind": kind}, complete=False).facts
    if facts == known:
        return False
    cases.correct_party(party_id=party.pk, facts=facts, by=by, at=at)
    return True
