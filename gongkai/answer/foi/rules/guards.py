"""What the table of moves alone cannot know: dates against terms, letters against letters, who approves what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from gongkai.answer.foi.rules.fees import fee
from gongkai.answer.foi.rules.opinions import (
    HEARD,
    LATE,
    SENT,
    TOLD,
    hearing,
    lapse_at,
    letters_of,
    to_tell,
    waited_until,
)
from gongkai.answer.foi.rules.outcomes import OF_LAPSE, refuse_outcome
from gongkai.answer.foi.rules.receipt import fee_due, last, receipt_move, said, supplement_due, supplement_term
from gongkai.answer.foi.terms import Channel, Explanation, FeeBasis, LetterKind, Opinion
from gongkai.kernel.casework.terms import Channel as Service
from gongkai.kernel.vocabulary import CHINA, Refusal, Term, cited
from gongkai.kernel.workdays import Calendar
from gongkai.kernel.workflow import ClockReading, Event, Move, Workflow, due, moves_open

_IN_TERM = ("extend", "defer", "ask", "charge")
#: What counts by the day on which it happened, and is often entered on a later one.
_ENTERED_LATER = frozenset({*_IN_TERM, "paid"})


def lawful(
    workflow: Workflow,
    history: Sequence[Event],
    *,
    calendar: Calendar,
    channel: Channel,
    at: datetime,
    roles: Collection[str] | None = None,
) -> tuple[Move, ...]:
    """The moves that table, dates and letters allow to happen at a moment."""
    return tuple(
        move
        for move in moves_open(workflow, history, roles)
        if not barred(move.code, history, workflow=workflow, calendar=calendar, channel=channel, at=at)
    )


def enterable(
    workflow: Workflow,
    history: Sequence[Event],
    *,
    calendar: Calendar,
    channel: Channel,
    at: datetime,
    roles: Collection[str] | None = None,
) -> tuple[Move, ...]:
    """The moves that may be entered at a moment: the buttons of the desk.

    Those of ``lawful``, and those whose term ran out since the last event: what was done within it is entered with its
    day, which ``guard`` judges.
    """
    first = min(at, history[-1].at) if history else at
    return tuple(
        move
        for move in moves_open(workflow, history, roles)
        if not barred(
            move.code, history, workflow=workflow, calendar=calendar, channel=channel,
            at=first if move.code in _ENTERED_LATER else at,
        )
    )  # fmt: skip


def barred(
    move: str, history: Sequence[Event], *, workflow: Workflow, calendar: Calendar, channel: Channel, at: datetime
) -> str:
    """Why a move that the table allows may not be made at this moment, in Chinese; empty when it may.

    Everything here is known before the form of the move is filled; what the form brings is judged by ``guard``.
    """
    today = at.astimezone(CHINA).date()
    if move in {"receive", "confirm"} and move != receipt_move(channel):
        if move == "receive":
            return f"通过{channel.label}提交的申请，以与申请人确认之日为收到之日，请办理“与申请人确认收到”（{cited(channel.basis)}）。"
        return f"通过{channel.label}提交的申请不需要确认，请按提交或者签收之日登记收到（{cited(channel.basis)}）。"
    if move in _IN_TERM and (over := _over("answer", history, workflow, calendar, at)):
        return f"答复期限已于{over}届满，{_TOO_LATE[move]}"
    if move == "defer":
        finding = last(history, "explained")
        if finding is None or finding.data.get("finding") != Explanation.REASONABLE:
            return "要求申请人说明理由并认定理由合理之后，才能确定延迟答复的期限（《条例》第三十五条）。"
    if move == "lapse_supplement":
        ends = supplement_due(history, calendar)
        if ends is not None and today <= ends.due:
            return f"补正期限至{ends.due}届满，届满之前不能以逾期不补正终止办理（《条例》第三十条）。"
    if move == "lapse_fee":
        ends = fee_due(history, calendar)
        if ends is None:
            return "收费通知尚未登记送达，缴费期限没有起算（国办函〔2020〕109号）。"
        if today <= ends.due:
            return f"缴费期限至{ends.due}届满，届满之前不能以逾期不缴费终止办理（国办函〔2020〕109号）。"
    if move == "paid":
        ends = fee_due(history, calendar)
        if ends is not None and today > ends.due:
            return f"缴费期限已于{ends.due}届满，视为放弃申请，所收款项应当退还（国办函〔2020〕109号）。"
    return _barred_letters(move, history, calendar)


_TOO_LATE = {
    "extend": "不能再延长（《条例》第三十三条）。",
    "defer": "不能再确定延迟答复的期限（《条例》第三十五条）。",
    "ask": "不能再告知补正（《条例》第三十条）。",
    "charge": "不能再发出收费通知（国办函〔2020〕109号）。",
}


def _barred_letters(move: str, history: Sequence[Event], calendar: Calendar) -> str:
    if move == LATE:
        silent = any(letter.opinion is Opinion.SILENT for letter in letters_of(history, calendar))
        return "" if silent else "没有因逾期未答复而由系统登记结果的征求意见函。"
    if move == TOLD:
        return "" if to_tell(letters_of(history, calendar)) else "没有不同意公开而尚未告知公开决定的第三方。"
    if move not in {*HEARD, "letter_received"}:
        return ""
    letters = [letter for letter in letters_of(history, calendar) if letter.open]
    if move == "letter_received" and all(letter.received_on for letter in letters):
        return "各征求意见函都已登记收到。"
    if move == "heard" and len(letters) == 1:
        return "这是最后一份未答复的征求意见函，请办理“意见已齐”。"
    if move == "heard_all" and len(letters) > 1:
        return f"还有{len(letters)}份征求意见函未答复，请先办理“收到一方意见”。"
    return ""


_SUBMITS = ("decide", *OF_LAPSE)
_SIGNS = ("sign", "lapse_sign")
_APPROVES = ("approve", "lapse_approve_supplement", "lapse_approve_fee")
JUDGES = (*_APPROVES, *_SIGNS)


def _round(history: Sequence[Event]) -> Sequence[Event]:
    """What was done since a reply was last proposed, that proposal included; empty before."""
    for place in range(len(history) - 1, -1, -1):
        if history[place].move in _SUBMITS:
            return history[place:]
    return ()


def same_eyes(history: Sequence[Event], move: str, by: str | int, drafters: Collection[str | int] = ()) -> str:
    """Why this person may not judge the reply that is proposed, in Chinese; empty when they may, or nobody is named.

    拟稿、审核、签发 are of different people (条例45): whoever proposed it (or wrote it: ``drafters``) neither approves nor
    signs, whoever approved does not sign.
    """
    if move not in JUDGES or not by:
        return ""
    now = _round(history)
    if by in {event.by for event in now if event.move in _SUBMITS} | set(drafters):
        return "起草这份答复的人不能再审核或者签发，须由另一人办理（《条例》第四十五条）。"
    if move in _SIGNS and by in {event.by for event in now if event.move in _APPROVES}:
        return "审核过这份答复的人不能再签发，须由另一人签发（《条例》第四十五条）。"
    return ""


def _over(code: str, history: Sequence[Event], workflow: Workflow, calendar: Calendar, at: datetime) -> date | None:
    """The day on which a clock ran out before ``at``; None while there is time, or it is not known yet."""
    reading: ClockReading | None = due(workflow, history, calendar).get(code)
    return reading.due_on if reading is not None and not reading.stopped and reading.late(at) else None


def guard(
    history: Sequence[Event],
    event: Event,
    *,
    workflow: Workflow,
    calendar: Calendar,
    channel: Channel,
    handlers: Collection[str | int] = (),
    earlier: str = "",
) -> None:
    """Refuse an event that the table allows and the law does not; ``history`` with its silences already entered.

    ``handlers`` are those who handle the case or ever did, in the terms of ``event.by``; ``earlier`` as for ``offered``. The table
    itself (state, once, roles, order of time, needs) is judged by ``workflow.step``.
    """
    if reason := barred(event.move, history, workflow=workflow, calendar=calendar, channel=channel, at=event.at):
        raise Refusal(reason)
    if reason := same_eyes(history, event.move, event.by):
        raise Refusal(reason)
    data = event.data
    if event.move == "extend":
        _extension(history, event, workflow, calendar, handlers)
    elif event.move == "ask_served":
        _same_term(history, event)
    elif event.move == "amend":
        _supplement(history, event, calendar)
    elif event.move in {*SENT, *HEARD, "letter_received"}:
        _letter(history, event, calendar)
    elif event.move == TOLD:
        if str(event.data.get("letter")) not in {letter.ref for letter in to_tell(letters_of(history, calendar))}:
            raise Refusal("这一方没有不同意公开，或者已经告知过公开决定，请核对。", field="letter")
    elif event.move == LATE:
        _late_answer(history, event, calendar)
    elif event.move == "explained":
        _known(Explanation, data.get("finding"), "finding", "认定结果")
        if data["finding"] == Explanation.NONE and last(history, "reasoned") is not None:
            raise Refusal("申请人已经说明理由，请认定理由是否合理（《条例》第三十五条）。", field="finding")
    elif event.move == "charge":
        _charge(event)
    elif event.move == "send":
        _known(Service, data.get("channel"), "channel", "送达方式")
    elif event.move == "decide":
        letters = letters_of(history, calendar)
        more = data.get("fields") or {}
        if not isinstance(more, Mapping):
            raise Refusal("答复的各项内容格式不正确。", field="fields")
        fields = {**data, **more}
        code = str(data.get("outcome"))
        refuse_outcome(code, history, letters, calendar=calendar, at=event.at, earlier=earlier, fields=fields)
        if code in OF_LAPSE.values():
            raise Refusal("逾期不补正、逾期不缴费的，请办理相应的“终止办理”。", field="outcome")
    elif event.move in OF_LAPSE and data.get("outcome") != OF_LAPSE[event.move]:
        raise Refusal("终止办理的结果与所办事项不一致。", field="outcome")


def _known(kind: type[Term], value: Any, field: str, label: str) -> None:
    if not isinstance(value, str) or value not in set(kind):
        choices = "、".join(f"{member.value}（{member.label}）" for member in kind)
        raise Refusal(f"{label}“{value}”不存在，可以是：{choices}。", field=field)


def _extension(
    history: Sequence[Event], event: Event, workflow: Workflow, calendar: Calendar, handlers: Collection[str | int]
) -> None:
    # 条例33 ¶2: 经政府信息公开工作机构负责人同意并告知申请人
    if event.by and event.by in handlers:
        raise Refusal(
            "延长答复期限须由公开工作机构负责人批准，经办人不能批准自己经办的申请，曾经经办的人也不能（《条例》第三十三条）。"
        )
    told = event.data.get("notified_on")
    if not told:
        return
    try:
        day = date.fromisoformat(str(told))
    except ValueError as error:
        raise Refusal("告知申请人的日期应写成 2026-03-02。", field="notified_on") from error
    if day < event.at.date():
        raise Refusal("告知申请人的日期早于批准延长的日期。", field="notified_on")
    reading = due(workflow, history, calendar).get("answer")
    if reading is not None and reading.due_on is not None and day > reading.due_on:
        raise Refusal(
            f"须在原答复期限（{reading.due_on}）届满之前告知申请人（《条例》第三十三条）。", field="notified_on"
        )


def _same_term(history: Sequence[Event], event: Event) -> None:
    term = supplement_term(history)
    if dict(event.data.get("terms") or {}).get("supplement") != term:
        raise Refusal(f"补正期限已告知为{term}个工作日，送达时不能更改（《条例》第三十条）。", field="terms")


def _supplement(history: Sequence[Event], event: Event, calendar: Calendar) -> None:
    # 条例30: 无正当理由逾期不补正的,视为放弃
    ends = supplement_due(history, calendar)
    late = ends is not None and event.at.date() > ends.due
    if ends is not None and late and not str(event.data.get("good_reason") or "").strip():
        raise Refusal(
            f"补正期限已于{ends.due}届满；申请人逾期补正有正当理由的，须填写正当理由（《条例》第三十条）。",
            field="good_reason",
        )


def _letter(history: Sequence[Event], event: Event, calendar: Calendar) -> None:
    ref = str(event.data.get("letter"))
    letters = {letter.ref: letter for letter in letters_of(history, calendar)}
    if event.move in SENT:
        if ref in letters:
            raise Refusal(f"征求意见函“{ref}”已经发出，同一编号不能再次使用。", field="letter")
        _known(LetterKind, event.data.get("kind"), "kind", "征求意见的对象")
        return
    found = letters.get(ref)
    if found is None:
        raise Refusal(f"没有发出过征求意见函“{ref}”。", field="letter")
    if not found.open and found.opinion is not None:
        raise Refusal(f"征求意见函“{ref}”已有结果：{found.opinion.label}。", field="letter")
    if event.move == "letter_received":
        if found.received_on:
            raise Refusal(f"征求意见函“{ref}”已于{found.received_on}登记收到。", field="letter")
        return
    opinion = event.data.get("opinion")
    _known(Opinion, opinion, "opinion", "意见")
    if event.move != hearing(tuple(letters.values())):  # pragma: no cover - barred before
        raise Refusal("还有征求意见函未答复。", field="letter")
    if opinion == Opinion.SILENT and (found.due_on is None or event.at < lapse_at(found.due_on)):
        ends = f"至{found.due_on}届满" if found.due_on else "自对方收到之日起算，尚未登记收到"
        raise Refusal(
            f"征求意见的期限{ends}，现在还不能认定为逾期未答复（《条例》第三十二条、第三十四条）。", field="opinion"
        )


def _late_answer(history: Sequence[Event], event: Event, calendar: Calendar) -> None:
    """Given in time, entered after the silence: what the third party said in time counts (条例32、34)."""
    ref = str(event.data.get("letter"))
    found = next((letter for letter in letters_of(history, calendar) if letter.ref == ref), None)
    if found is None:
        raise Refusal("没有发出过这份征求意见函。", field="letter")
    if found.opinion is not Opinion.SILENT or found.received_on is None or found.due_on is None:
        raise Refusal("这份征求意见函没有登记为逾期未答复，请按收到意见登记。", field="letter")
    _known(Opinion, event.data.get("opinion"), "opinion", "意见")
    if event.data["opinion"] not in {Opinion.AGREE, Opinion.DISAGREE}:
        raise Refusal("补登的意见只能是同意公开或者不同意公开。", field="opinion")
    try:
        day = date.fromisoformat(str(event.data.get("answered_on")))
    except ValueError as error:
        raise Refusal("对方提出意见的日期应写成 2026-03-02。", field="answered_on") from error
    if day < found.received_on:
        raise Refusal(
            f"对方提出意见的日期早于收到征求意见函的日期（{said(found.received_on)}），请核对。", field="answered_on"
        )
    if day > found.due_on:
        raise Refusal(
            f"征求意见的期限已于{said(found.due_on)}届满，届满之后提出的意见不能补登（《条例》第三十二条、第三十四条）。",
            field="answered_on",
        )
    if event.data.get("until") != waited_until(history, ref, day, calendar).isoformat():
        raise Refusal("不计入答复期限的时间应截至实际收齐意见之日，请刷新页面重新登记。", field="answered_on")


def _charge(event: Event) -> None:
    data = event.data
    amount = data.get("amount")
    if not isinstance(amount, int) or isinstance(amount, bool) or amount <= 0:
        raise Refusal("收费金额须是大于0的整数（元）；没有应收金额的，不发收费通知。", field="amount")
    if data.get("basis") is None and data.get("quantity") is None:
        return
    _known(FeeBasis, data.get("basis"), "basis", "收费标准")
    quantity, already = data.get("quantity"), data.get("already", 0)
    if not all(isinstance(number, int) and not isinstance(number, bool) for number in (quantity, already)):
        raise Refusal("件数或者页数应为整数。", field="quantity")
    owed = fee(FeeBasis(str(data["basis"])), int(str(quantity)), int(already))
    if amount != owed:
        raise Refusal(f"按标准应收{owed}元，填写的是{amount}元（国办函〔2020〕109号）。", field="amount")
