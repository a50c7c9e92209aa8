"""The reply as it would be typeset now, for those who draft, judge and sign it; nothing is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongkai.answer.foi.models import Decision, Request
from gongkai.answer.foi.operations import outgoing
from gongkai.kernel.casework import identity
from gongkai.kernel.casework.models import Case
from gongkai.kernel.vocabulary import Refusal


def preview(*, case: Case, at: datetime) -> tuple[dict[str, Any] | None, str]:
    """The document of the newest draft and "", or None and what keeps it from being written (a missing fact, a rare character)."""
    draft = Decision.objects.filter(case=case).order_by("-pk").first()
    if draft is None:
        return None, ""
    request = Request.objects.select_related("application").get(case=case)
    try:
        document = outgoing.reply(case, request, draft, at)
    except Refusal as refusal:
        return None, refusal.message
    # Judging a reply is no look at the identity: the name stays masked until it is asked for, and then it is written down.
    return document | {"addressee": identity.mask(str(document.get("addressee", "")))}, ""
