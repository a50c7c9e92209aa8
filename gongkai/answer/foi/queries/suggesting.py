"""Questions about what should be public for all (条例44): requests for the same thing, proposals and their answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from gongkai.answer.foi.models import Proposal
from gongkai.kernel.casework.models import Case, Party
from gongkai.kernel.casework.queries import links
from gongkai.kernel.casework.terms import PartyRole

_SINCE = timedelta(days=730)
_SHOWN = 20

#: The cases with a proposal that waits for its answer.
OPEN = Q(proposals__answer="")


def proposals(case: Case) -> list[Proposal]:
    """What was proposed in a case, the newest first, each with the document that answers it (one query)."""
    return list(Proposal.objects.filter(case=case).select_related("record__current").order_by("-pk"))


def alike(case: Case, at: datetime) -> list[Case]:
    """Requests of other applicants to the same organ for the same thing, the newest first (three queries).

    The same is what colleagues linked with it or handle together, and what has the same title, in two years.
    """
    joined = {other.pk for _, other in links(case) if other.organ_id == case.organ_id}
    same = Case.objects.filter(organ_id=case.organ_id, opened_at__gte=at - _SINCE, title=case.title, kind=case.kind)
    keys = joined | set(same.exclude(pk=case.pk).values_list("pk", flat=True)[:200])
    if not keys:
        return []
    asked = Party.objects.filter(case_id__in=[case.pk, *keys], role=PartyRole.APPLICANT)
    names = dict(asked.order_by("-pk").values_list("case_id", "name_index"))
    mine = names.get(case.pk)
    found = Case.objects.filter(pk__in=[pk for pk in keys if names.get(pk) != mine])
    return list(found.order_by("-opened_at", "-pk")[:_SHOWN])
