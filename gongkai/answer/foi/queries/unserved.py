"""What went out in a request and is not proven to have arrived: the reply, a fee notice, a letter that asks for an opinion.

A reply that nobody received starts no term of remedy (行政复议法20), a fee notice no term of payment (国办函〔2020〕109号),
and a letter to a third party (条例32) keeps the answer waiting without end.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from gongkai.answer.foi.models import Fee, Letter
from gongkai.answer.foi.terms import LetterKind
from gongkai.kernel.casework.kinds import Unserved
from gongkai.kernel.casework.models import Case
from gongkai.kernel.vocabulary import CHINA

_CHUNK = 2000


def waits(day: date) -> Q:
    """The cases of which something went out on the day or before without a proof of its arrival."""
    return (
        Q(state="sent", state_since__lt=_end(day))
        | Q(state="consulting", pk__in=_letters(day).values("case_id"))
        | Q(state="fee_due", pk__in=_fees(day).values("case_id"))
    )


def unserved(day: date) -> list[Unserved]:
    """Everything that went out on the day or before without a proof of its arrival (three queries)."""
    sent = Case.objects.filter(kind="foi", done=False, state="sent", state_since__lt=_end(day))
    found = [
        Unserved(pk, "reply", "答复书", since.astimezone(CHINA).date())
        for pk, since in sent.values_list("pk", "state_since").iterator(chunk_size=_CHUNK)
    ]
    letters = _letters(day).filter(case__state="consulting").values_list("case_id", "pk", "kind", "sent_on")
    found += [
        Unserved(case, f"letter:{pk}", f"向{LetterKind.label_of(kind)}征求意见的函", sent_on)
        for case, pk, kind, sent_on in letters
    ]
    fees = _fees(day).filter(case__state="fee_due").values_list("case_id", "notified_on")
    return found + [Unserved(case, "fee", "收费通知", notified_on) for case, notified_on in fees]


def _letters(day: date) -> QuerySet[Letter]:
    return Letter.objects.filter(received_on=None, answered_on=None, sent_on__lte=day)


def _fees(day: date) -> QuerySet[Fee]:
    return Fee.objects.filter(served_on=None, paid_on=None, notified_on__lte=day)


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), CHINA)
