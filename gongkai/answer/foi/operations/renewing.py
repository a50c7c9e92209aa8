"""Due days that letters and fees keep for lists: stored anew when days are counted otherwise than on the day of entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction

from gongkai.answer.foi import rules
from gongkai.answer.foi.models import Fee, Letter
from gongkai.answer.foi.operations import base
from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.workdays.queries import Calendar, current_calendar


def renew(case_ids: Sequence[int], at: datetime) -> None:
    """Bring the due days of letters and fees that wait up to the calendar in force; each change is a line of the ledger.

    Doing it twice changes nothing.
    """
    calendar = current_calendar()
    letters = Letter.objects.filter(case_id__in=case_ids, answered_on=None, received_on__isnull=False)
    fees = Fee.objects.filter(case_id__in=case_ids, paid_on=None, served_on__isnull=False)
    for letter in letters.order_by("pk"):
        _store(letter, _letter_due, calendar, at)
    for fee in fees.order_by("pk"):
        _store(fee, _fee_due, calendar, at)


def _letter_due(row: Letter | Fee, calendar: Calendar) -> date | None:
    return rules.letter_due(row.received_on, calendar).due if isinstance(row, Letter) and row.received_on else None


def _fee_due(row: Letter | Fee, calendar: Calendar) -> date | None:
    return rules.payment_due(row.served_on, calendar).due if isinstance(row, Fee) and row.served_on else None


def _store(
    row: Letter | Fee, due: Callable[[Letter | Fee, Calendar], date | None], calendar: Calendar, at: datetime
) -> None:
    if due(row, calendar) == row.due_on:
        return
    with transaction.atomic():
        case, _ = base.locked(row.case_id)
        row.refresh_from_db()
        before, row.due_on = row.due_on, due(row, calendar)
        row.save(update_fields=["due_on"])
        said = {"before": str(before), "after": str(row.due_on)}
        base.say("重算期限", case, Actor.system("期限重算"), at, said, row)
