"""The reply as it would be typeset now, for those who draft, judge and sign it; nothing is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongkai.answer.foi.models import Decision, Request
from gongkai.answer.foi.operations import outgoing
from gongkai.kernel.casework.models import Case
from gongkai.kernel.vocabulary import Refusal


def preview(*, case: Case, at: datetime) -> tuple[dict[str, Any] | None, str]:
    """The document of the newest draft and "", or None and what keeps it from being written (a missing fact, a rare character)."""
    draft = Decision.objects.filter(case=case).order_by("-pk").first()
    if draft is None:
        return None, ""
    request = Request.objects.select_related("application").get(case=case)
    try:
        return outgoing.reply(case, request, draft, at), ""
    except Refusal as refusal:
        return None, refusal.message
