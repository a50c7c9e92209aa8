"""When a request counts as received, supplemented, answered (条例30, 31, 33), read from its dated events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from gongkai.answer.foi.terms import ApplicantKind, Channel
from gongkai.kernel.vocabulary import CHINA, fold
from gongkai.kernel.workdays import Calendar, Due
from gongkai.kernel.workflow import Event

ANSWER_DAYS = 20  # 条例33 ¶2: working days from receipt
EXTENSION_MOST = 20  # 条例33 ¶2: 延长的期限最长不得超过20个工作日
DEFER_MOST = 250  # 条例35: 合理期限, no number in the law; a year of working days keeps slips of the pen out
NOTICE_DAYS = 7  # 条例30: 自收到申请之日起7个工作日内一次性告知
SUPPLEMENT_DAYS = 10  # 条例30 asks for a reasonable term; the office fixes it (foi.supplement_days)
LETTER_DAYS = 15  # 条例32, 34: from the receipt of the letter
FEE_DAYS = 20  # 国办函〔2020〕109号: from the day after the notice is received

_RECEIPT = ("receive", "confirm")
_REPLY = ("send", "withdraw")


def receipt_move(channel: Channel) -> str:
    """The move "receive" where the day of handing in or signing counts, "confirm" where the applicant is asked first (条例31)."""
    return "confirm" if channel.needs_confirmation else "receive"


def last(history: Sequence[Event], *moves: str) -> Event | None:
    """The last event among these moves, or None."""
    return next((event for event in reversed(history) if event.move in moves), None)


def day_of(event: Event) -> date:
    """The day in China on which an event counts."""
    return event.at.astimezone(CHINA).date()


def said(day: date) -> str:
    """A day as people read it: 2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def received_on(history: Sequence[Event]) -> date | None:
    """收到申请之日 (条例31): the day of receipt or confirmation; None while the request is not yet received."""
    event = next((event for event in history if event.move in _RECEIPT), None)
    return None if event is None else day_of(event)


def replied_on(history: Sequence[Event]) -> date | None:
    """The day by which the year's report counts the result: the first sending of the reply, or the withdrawal."""
    event = next((event for event in history if event.move in _REPLY), None)
    return None if event is None else day_of(event)


def asked_on(history: Sequence[Event]) -> date | None:
    """The day of the supplement notice, or None."""
    event = last(history, "ask")
    return None if event is None else day_of(event)


def notice_late(received: date, asked: date, calendar: Calendar) -> bool:
    """Was the supplement notice given after the seventh working day from receipt (条例30)? Possible, but counted."""
    return asked > calendar.after(received, NOTICE_DAYS).due


def unconfirmed(submitted: date, confirmed: date | None, calendar: Calendar, today: date | None = None) -> int:
    """Working days at whose end a request that arrived lay unconfirmed (条例31: 当日确认); 0 when confirmed that day.

    ``confirmed`` None: still waiting on ``today``, whose own end has not come.
    """
    until = confirmed or today or submitted
    if until <= submitted:
        return 0
    eve = timedelta(days=1)
    return calendar.between(submitted - eve, until - eve)


def supplement_term(history: Sequence[Event]) -> int:
    """How many working days the notice gave for the supplement."""
    event = last(history, "ask")
    terms = event.data.get("terms") if event else None
    return int(terms["supplement"]) if terms and "supplement" in terms else SUPPLEMENT_DAYS


def supplement_due(history: Sequence[Event], calendar: Calendar) -> Due | None:
    """When the applicant's term for the supplement ends: from the notice's service when known, else from the notice."""
    event = last(history, "ask_served", "ask")
    return None if event is None else calendar.after(day_of(event), supplement_term(history))


def fee_due(history: Sequence[Event], calendar: Calendar) -> Due | None:
    """When the fee is due: 20 working days after the notice was served; None before that."""
    event = last(history, "fee_served")
    return None if event is None else payment_due(day_of(event), calendar)


def payment_due(served_on: date, calendar: Calendar) -> Due:
    """The last day to pay: 20 working days from the service of the notice (国办函〔2020〕109号)."""
    return calendar.after(served_on, FEE_DAYS)


#: First character of a credit code (GB 32100: who registered the body) to the column of table three.
_REGISTRAR = {
    "9": ApplicantKind.BUSINESS,  # 市场监督管理: enterprises, sole traders, co-operatives
    "5": ApplicantKind.WELFARE,  # 民政: associations, private non-enterprise units, foundations
    "3": ApplicantKind.LEGAL,  # 司法行政: law firms, notaries, legal service stations, arbitration, appraisal
}


def applicant_kind_from_credit_code(code: str) -> ApplicantKind:
    """The column that a unified social credit code (GB 32100) suggests; 其他 where it does not say; the officer corrects."""
    plain = fold(code).upper()
    return _REGISTRAR.get(plain[:1], ApplicantKind.OTHER)
