"""Questions about phrases: those of an office, and one filled with the facts of a case."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from gongkai.kernel.casework.models import Case, Party, Phrase
from gongkai.kernel.casework.terms import PartyRole
from gongkai.kernel.vocabulary import CHINA


def _day(value: date | None) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if value else "（未定）"


def _applicant(case: Case) -> str:
    party = Party.objects.filter(case=case, role=PartyRole.APPLICANT).order_by("pk").first()
    return party.masked if party else "（未登记）"


#: What may stand in braces, and where it comes from.
FIELDS: dict[str, Callable[[Case, datetime], str]] = {
    "申请人": lambda case, at: _applicant(case),
    "编号": lambda case, at: case.number,
    "事由": lambda case, at: case.title,
    "收到日期": lambda case, at: _day(case.received_on),
    "到期日": lambda case, at: _day(case.due_at.astimezone(CHINA).date() if case.due_at else None),
    "承办机关": lambda case, at: case.organ.name,
    "承办人": lambda case, at: case.handler.name if case.handler else "（未分办）",
    "今天": lambda case, at: _day(at.astimezone(CHINA).date()),
}


def phrases(organ_id: int) -> list[Phrase]:
    """The phrases of an office in their order (one query)."""
    return list(Phrase.objects.filter(organ_id=organ_id, retired_at=None).order_by("position", "title", "pk"))


def fill(text: str, case: Case, at: datetime, *, applicant: str = "") -> str:
    """A phrase with its fields filled. The applicant's name is masked unless the caller, who revealed it, gives it."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name == "申请人" and applicant:
            return applicant
        return FIELDS[name](case, at) if name in FIELDS else match[0]

    return re.sub(r"\{([^{}]*)\}", value, text)
