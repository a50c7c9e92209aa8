"""Verbs towards the applicant while a request is handled: supplement (条例30), extension (33), reasons and deferral (35)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from gongkai.answer.foi.models import Request
from gongkai.answer.foi.operations import attaching, base, outgoing
from gongkai.answer.foi.terms import Explanation
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case
from gongkai.kernel.organizations.queries import Standing, number
from gongkai.kernel.vocabulary import Refusal


def ask(
    *,
    case_id: int,
    what: str,
    days: int | None = None,
    channel: str = "",
    on: date | None = None,
    by: Standing,
    at: datetime,
    version: int | None = None,
) -> Case:
    """补正告知, once: what is unclear and by when (working days; default the office's own 合理期限). The answer clock stops.

    A notice after the seventh working day is possible, recorded and counted (``Request.notice_late``).
    """
    what = base.text(what, "需要补正的内容", 2000, field="what")
    with transaction.atomic():
        case, request = base.locked(case_id, version)
        base.office(by, case)
        term = days if days is not None else number("foi.supplement_days", base.day(at), case.organ_id)
        paper = outgoing.procedural(
            case, request, "supplement", by=by, at=at, on=on, facts={"what": what, "days": term}, channel=channel
        )
        data = {"what": what, "paper": paper.pk, "terms": {"supplement": term}}
        return cases.move(case_id=case.pk, held=case, code="ask", by=by, at=at, on=on, data=data)


def ask_served(*, case_id: int, on: date | None = None, by: base.By, at: datetime, version: int | None = None) -> Case:
    """The notice reached the applicant: the term of the supplement counts from that day."""
    with transaction.atomic():
        case, _ = base.locked(case_id, version)
        asked = outgoing.data_of(case, "ask")
        terms = asked.get("terms") or {}
        moved = cases.move(
            case_id=case.pk, held=case, code="ask_served", by=by, at=at, on=on, data={"terms": terms} if terms else {}
        )
        outgoing.reached(case.papers.filter(kind="supplement").first(), by=by, at=at, on=on)
        return moved


def amend(
    *,
    case_id: int,
    text: str,
    reason: str = "",
    files: attaching.Files = (),
    on: date | None = None,
    by: base.By,
    at: datetime,
    version: int | None = None,
) -> Case:
    """The supplement came: the answer is owed within a full new term from its receipt (条例30).

    ``reason``: why a late one is still in time with good reason. ``files`` as with an application; they become papers of
    the case. ``by`` is an Actor when the applicant sends it at the portal.
    """
    text = base.text(text, "补正的内容", 5000, field="text")
    reason = base.text(reason, "理由", 500, field="reason", needed=False)
    came = attaching.kept(files, at)
    with transaction.atomic():
        case, request = base.locked(case_id, version)
        base.office(by, case)
        data = {"text": text, "good_reason": reason} | attaching.attached(case, came, by=by, at=at)
        moved = cases.move(case_id=case.pk, held=case, code="amend", by=by, at=at, on=on, data=data)
        request.refresh_from_db()
        request.description = f"{request.description}\n\n【补正】{text}"  # both are printed, however long (条例30)
        request.save(update_fields=["description"])
        base.say("补正内容记入办件", moved, by, at, {}, request)
    return moved


def extend(
    *,
    case_id: int,
    days: int,
    reason: str,
    on: date | None = None,
    by: Standing,
    at: datetime,
    version: int | None = None,
) -> Case:
    """延期: once, at most 20 working days, by the head of the FOI office and never by the handler, before the due date.

    The notice to the applicant is part of it (条例33).
    """
    reason = base.text(reason, "延长的理由", 500, field="reason")
    with transaction.atomic():
        case, request = base.locked(case_id, version)
        told = {"notified_on": (on or base.day(at)).isoformat()}
        return _longer(case, request, "extend", "extension", days, reason, told, by=by, at=at, on=on)


def _longer(
    case: Case, request: Request, code: str, letter: str, days: int, reason: str, told: Mapping[str, str],
    *, by: Standing, at: datetime, on: date | None,
) -> Case:  # fmt: skip
    """A longer term and the letter that tells its new end, which is known only after the move."""
    data = {"reason": reason, "extend_by": days, **told}
    moved = cases.move(case_id=case.pk, held=case, code=code, by=by, at=at, on=on, data=data)
    facts = {"reason": reason, "days": days, "due_on": outgoing.due_on(moved)}
    outgoing.procedural(moved, request, letter, by=by, at=at, on=on, facts=facts)
    return moved


def ask_reasons(
    *, case_id: int, reason: str, on: date | None = None, by: Standing, at: datetime, version: int | None = None
) -> Case:
    """要求说明理由: number and frequency are plainly beyond reason; ``reason`` says by which facts (条例35)."""
    reason = base.text(reason, "要求说明理由的事实", 1000, field="reason")
    with transaction.atomic():
        case, request = base.locked(case_id, version)
        base.office(by, case)
        paper = outgoing.procedural(case, request, "reasons", by=by, at=at, on=on, facts={"reason": reason})
        pause = bool(number("foi.reasons_pause", on or base.day(at), case.organ_id))
        data = {"reason": reason, "paper": paper.pk, "pause": pause}
        return cases.move(case_id=case.pk, held=case, code="ask_reasons", by=by, at=at, on=on, data=data)


def give_reasons(
    *,
    case_id: int,
    text: str,
    files: attaching.Files = (),
    on: date | None = None,
    by: base.By,
    at: datetime,
    version: int | None = None,
) -> Case:
    """收到申请人说明: what the applicant answers to the question for reasons (条例35), once; the finding is the office's.

    The same event whether the applicant writes at the portal (``by`` is an Actor) or the office enters a letter.
    """
    text = base.text(text, "说明的理由", 5000, field="text")
    came = attaching.kept(files, at)
    with transaction.atomic():
        case, _ = base.locked(case_id, version)
        base.office(by, case)
        data = {"text": text} | attaching.attached(case, came, by=by, at=at)
        return cases.move(case_id=case.pk, held=case, code="reasoned", by=by, at=at, on=on, data=data)


def explain(
    *,
    case_id: int,
    finding: str,
    text: str = "",
    on: date | None = None,
    by: Standing,
    at: datetime,
    version: int | None = None,
) -> Case:
    """认定理由: what the applicant said is found reasonable, unreasonable, or nothing was said (条例35).

    ``text`` is asked for only where the applicant's words were not entered before (``give_reasons``).
    """
    if finding not in set(Explanation):
        raise Refusal("请选择认定结果。", field="finding")
    with transaction.atomic():
        case, _ = base.locked(case_id, version)
        needed = finding != Explanation.NONE and not outgoing.data_of(case, "reasoned")
        text = base.text(text, "申请人说明的理由", 2000, field="text", needed=needed)
        data = {"finding": finding, "text": text}
        return cases.move(case_id=case.pk, held=case, code="explained", by=by, at=at, on=on, data=data)


def defer(
    *,
    case_id: int,
    days: int,
    reason: str,
    on: date | None = None,
    by: Standing,
    at: datetime,
    version: int | None = None,
) -> Case:
    """延迟答复: a reasonable longer term for a large request whose reasons are good, told to the applicant (条例35)."""
    reason = base.text(reason, "延迟答复的理由", 500, field="reason")
    with transaction.atomic():
        case, request = base.locked(case_id, version)
        return _longer(case, request, "defer", "defer", days, reason, {}, by=by, at=at, on=on)
