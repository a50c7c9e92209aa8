"""What the kernel asks of requests with every event: may it be (the steps of art 30 to 36), what did the law do, what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from gongkai.answer.foi import rules
from gongkai.answer.foi.models import Decision, Fee, Letter, Request
from gongkai.answer.foi.operations import base
from gongkai.answer.foi.terms import Channel, Line, outcome
from gongkai.kernel.casework.models import Assignment, Case, CasePaper
from gongkai.kernel.casework.models import Event as EventRow
from gongkai.kernel.casework.operations.moving import in_hand
from gongkai.kernel.casework.queries import reading as cases
from gongkai.kernel.casework.terms import PaperState
from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workdays.queries import current_calendar
from gongkai.kernel.workflow import Event, Situation

# ---- may it be


def guard(case_id: int, history: Sequence[Event], event: Event) -> None:
    """Refusal in Chinese for what the table alone cannot know: the law's dates and steps, then what the rows say."""
    case = in_hand(case_id)
    channel = Channel.ONLINE  # only receipt asks for it
    if event.move in {"receive", "confirm"}:
        channel = Channel(Request.objects.values_list("channel", flat=True).get(case=case))
    if event.move in rules.JUDGES:
        draft = latest(case)
        drafters = {draft.author_id} if draft is not None else set()
        if reason := rules.same_eyes(history, event.move, event.by, drafters):
            raise base.NotAllowed(reason)
    handlers: set[str | int] = set()
    if event.move == "extend":  # also whoever handed it on: 条例33 wants another pair of eyes
        handlers = {case.handler_id or 0, *Assignment.objects.filter(case=case).values_list("person_id", flat=True)}
    rules.guard(
        history, event, workflow=cases.workflow(case), calendar=current_calendar(), channel=channel, handlers=handlers
    )
    check = _CHECKS.get(event.move)
    if check is not None:
        check(case, history, event)


def _letter(case: Case, _: Sequence[Event], event: Event) -> None:
    letter = Letter.objects.filter(case=case, pk=_whole(event.data.get("letter"))).first()
    if letter is None:
        raise Refusal("找不到这份征求意见函，请刷新页面。", field="letter")
    on = base.day(event.at)
    if on < letter.sent_on:
        raise Refusal(
            f"日期（{base.said(on)}）早于征求意见函发出的日期（{base.said(letter.sent_on)}），请核对。", field="on"
        )
    if event.move in {"heard", "heard_all"} and letter.received_on is not None and on < letter.received_on:
        raise Refusal(f"答复日期早于对方收到的日期（{base.said(letter.received_on)}），请核对。", field="on")


def _fee(case: Case, _: Sequence[Event], event: Event) -> None:
    fee = Fee.objects.filter(case=case).first()
    if fee is None or (event.move == "charge" and fee.amount != event.data.get("amount")):
        raise Refusal("请通过收费通知登记收费。", field="amount")
    on = base.day(event.at)
    if on < fee.notified_on:
        raise Refusal(f"日期早于收费通知的日期（{base.said(fee.notified_on)}），请核对。", field="on")
    if event.move == "paid" and event.data.get("amount") != fee.amount:
        raise Refusal(f"应缴{fee.amount}元，缴费金额不符，请核对。", field="amount")


def _decide(case: Case, history: Sequence[Event], event: Event) -> None:
    """Only what was drafted last, when it is offered by the timeline and complete."""
    draft = latest(case)
    if draft is None:
        raise Refusal("请先起草答复意见。", field="outcome")
    if event.data.get("decision") != draft.pk or event.data.get("outcome") != draft.outcome:
        raise Refusal("答复意见已被修改，请刷新页面核对后再提交。", field="outcome")
    refuse(history, draft.outcome, draft.fields, event.at)


def refuse(history: Sequence[Event], code: str, fields: Mapping[str, Any], at: datetime) -> None:
    """Refusal unless the outcome is offered by the timeline and its fields are complete."""
    calendar = current_calendar()
    letters = rules.letters_of(history, calendar)
    rules.refuse_outcome(code, history, letters, calendar=calendar, at=at, fields=fields)
    if gaps := rules.missing(outcome(code), fields, letters):
        raise Refusal("".join(sentence for _, sentence in gaps), field=gaps[0][0])


def _numbered(case: Case, _: Sequence[Event], event: Event) -> None:
    paper = reply_paper(case)
    if paper is None or paper.frozen_at is None or event.data.get("paper") != paper.pk:
        raise Refusal("答复书还没有编号，请先办理“编号并制作答复书”。")


def _sent(case: Case, history: Sequence[Event], event: Event) -> None:
    """Nothing is disclosed against a third party that was not told of it in writing (条例32)."""
    _numbered(case, history, event)
    draft = latest(case)
    assert draft is not None
    letters = rules.letters_of(history, current_calendar())
    if any(letter.told_on is None for letter in rules.against(draft.outcome, draft.fields, letters)):
        raise Refusal("第三方不同意公开而决定公开的，须先办理“告知第三方决定公开”，再送出答复（《条例》第三十二条）。")


def reply_paper(case: Case) -> CasePaper | None:
    """The numbered reply of a case that holds; None before it is issued."""
    rows = CasePaper.objects.filter(case=case, kind__startswith="reply_", number__isnull=False)
    found = rows.exclude(state=PaperState.VOID).order_by("-pk").first()
    if found is not None:
        found.case = case
    return found


_CHECKS: dict[str, Callable[[Case, Sequence[Event], Event], None]] = {
    **dict.fromkeys(("consult", "consult_more", "letter_received", "heard", "heard_all", "late_heard"), _letter),
    **dict.fromkeys(("charge", "fee_served", "paid"), _fee),
    **dict.fromkeys(("decide", "lapse_supplement", "lapse_fee"), _decide),
    "issue": _numbered,
    "send": _sent,
    "void": _numbered,
}


def latest(case: Case) -> Decision | None:
    """The draft that counts: the newest."""
    return Decision.objects.filter(case=case).order_by("-pk").first()


def _whole(value: object) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


# ---- what the law did


def automatic(case_id: int, until: datetime) -> tuple[Event, ...]:
    """Silence of those who were asked, at the end of the fifteenth working day after receipt (条例32, 34)."""
    case = in_hand(case_id)
    if case.state != "consulting":  # nowhere else does anybody's answer wait
        return ()
    if not Letter.objects.filter(case_id=case_id, answered_on=None, due_on__isnull=False).exists():
        return ()
    history = cases.events(case)
    return rules.silent_events(history, calendar=current_calendar(), until=until)


# ---- what follows


def after(case_id: int, event: Event, situation: Situation, data: Mapping[str, Any]) -> None:
    """Keep the office's facts and the projections of the report in step with the events; sealed by a line of their own."""
    follow = _FOLLOWS.get(event.move)
    if follow is None:
        return
    case = in_hand(case_id)
    if rows := follow(case, event, data):
        row = EventRow.objects.filter(case=case).order_by("-seq")[0]
        who = Actor(row.person_id, row.actor_name, row.actor_post, case.organ_id, case.organ.name)
        base.say("登记办理事实", case, who, row.recorded_at, {"event": row.pk, "state": situation.state}, *rows)


def _request(case: Case) -> Request:
    return Request.objects.select_related("application").get(case=case)


def _waited(case: Case, event: Event, _: Mapping[str, Any]) -> list[Model]:
    request = _request(case)
    submitted, on = base.day(request.application.submitted_at), base.day(event.at)
    days = rules.unconfirmed(submitted, on, current_calendar())
    return _store(request, unconfirmed_days=days) if Channel(request.channel).needs_confirmation else []


def _asked(case: Case, event: Event, _: Mapping[str, Any]) -> list[Model]:
    assert case.received_on is not None
    late = rules.notice_late(case.received_on, base.day(event.at), current_calendar())
    return _store(_request(case), notice_late=late)


def _reached(case: Case, event: Event, data: Mapping[str, Any]) -> list[Model]:
    letter = Letter.objects.get(case=case, pk=_whole(data["letter"]))
    on = base.day(event.at)
    return _store(letter, received_on=on, due_on=rules.letter_due(on, current_calendar()).due)


def _heard(case: Case, event: Event, data: Mapping[str, Any]) -> list[Model]:
    letter = Letter.objects.get(case=case, pk=_whole(data["letter"]))
    return _store(
        letter, answered_on=base.day(event.at), opinion=str(data.get("opinion", "")), reason=str(data.get("reason", ""))
    )


def _heard_late(case: Case, _: Event, data: Mapping[str, Any]) -> list[Model]:
    letter = Letter.objects.get(case=case, pk=_whole(data["letter"]))
    return _store(
        letter, answered_on=date.fromisoformat(data["answered_on"]), opinion=str(data["opinion"]),
        reason=str(data.get("reason", "")),
    )  # fmt: skip


def _notice_reached(case: Case, event: Event, _: Mapping[str, Any]) -> list[Model]:
    on = base.day(event.at)
    return _store(Fee.objects.get(case=case), served_on=on, due_on=rules.payment_due(on, current_calendar()).due)


def _paid(case: Case, event: Event, data: Mapping[str, Any]) -> list[Model]:
    return _store(Fee.objects.get(case=case), paid_on=base.day(event.at), paid_amount=int(data["amount"]))


def _replied(case: Case, event: Event, _: Mapping[str, Any]) -> list[Model]:
    """The line of table three, once: by the first sending."""
    request, draft = _request(case), latest(case)
    if request.line or draft is None:
        return []
    line = outcome(draft.outcome).line
    return _store(request, line=line.value, replied_on=base.day(event.at), replied_late=case.was_late)


def _withdrawn(case: Case, event: Event, _: Mapping[str, Any]) -> list[Model]:
    return _store(_request(case), line=Line.O3.value, replied_on=base.day(event.at), replied_late=case.was_late)


def _store(row: Model, **values: Any) -> list[Model]:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
    return [row] if changed else []


_FOLLOWS: dict[str, Callable[[Case, Event, Mapping[str, Any]], list[Model]]] = {
    "confirm": _waited,
    "drop": _waited,
    "ask": _asked,
    "letter_received": _reached,
    "heard": _heard,
    "heard_all": _heard,
    "late_heard": _heard_late,
    "fee_served": _notice_reached,
    "paid": _paid,
    "send": _replied,
    "withdraw": _withdrawn,
}
