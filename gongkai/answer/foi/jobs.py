"""Background work of requests: how many working days an application has waited for its confirmation (条例31)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.answer.foi import rules
from gongkai.answer.foi.models import Request
from gongkai.answer.foi.operations import base
from gongkai.answer.foi.terms import Channel
from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.workdays.queries import current_calendar

WAITING = tuple(channel.value for channel in Channel if channel.needs_confirmation)


def count_waiting(*, at: datetime) -> int:
    """Bring ``Request.unconfirmed_days`` up to date for what is not confirmed yet; returns how many rows changed.

    The alarm itself goes out with the reminders of cases. Doing it twice on one day changes nothing.
    """
    calendar, today, changed = current_calendar(), base.day(at), 0
    rows = Request.objects.filter(case__state="arrived", case__done=False, channel__in=WAITING)
    for request in rows.select_related("application").order_by("pk"):
        days = rules.unconfirmed(base.day(request.application.submitted_at), None, calendar, today)
        if days != request.unconfirmed_days:
            changed += _count(request.case_id, at)
    return changed


def _count(case_id: int, at: datetime) -> int:
    with transaction.atomic():
        case, request = base.locked(case_id)
        if case.state != "arrived":
            return 0
        submitted = base.day(request.application.submitted_at)
        request.unconfirmed_days = rules.unconfirmed(submitted, None, current_calendar(), base.day(at))
        request.save(update_fields=["unconfirmed_days"])
        base.say(
            "未与申请人确认", case, Actor.system("登记提醒"), at, {"working_days": request.unconfirmed_days}, request
        )
    return 1
