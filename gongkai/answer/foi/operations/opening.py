"""Verbs of the applicant's own eyes: what is opened at the portal with number and code is served, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

from django.db import transaction

from gongkai.answer.foi.models import Application
from gongkai.answer.foi.operations import base, outgoing
from gongkai.answer.foi.operations.asking import ask_served
from gongkai.answer.foi.operations.charging import fee_served
from gongkai.answer.foi.operations.hooks import reply_paper
from gongkai.answer.foi.operations.issuing import serve
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case, CasePaper
from gongkai.kernel.casework.terms import Channel, Direction, PaperState
from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.vocabulary import Refusal

APPLICANT = Actor(None, "申请人（网上）")
#: Letters on the way whose service starts a term of the applicant (条例30, 国办函〔2020〕109号).
_STARTS: Mapping[str, Callable[..., Case]] = {"supplement": ask_served, "fee": fee_served}


def opened(*, application: Application, at: datetime) -> Case | None:
    """The applicant opened the reply at the portal: where it was sent on line that is the proof of service.

    Returns the case when it was served by this opening; None otherwise. Opening it again changes nothing.
    """
    with transaction.atomic():
        case_id = Case.objects.filter(request__application=application).values_list("pk", flat=True).first()
        if case_id is None:
            return None
        case, _ = base.locked(case_id)
        paper = reply_paper(case)
        if case.state != "sent" or paper is None or paper.channel != Channel.ONLINE:
            return None
        return serve(case_id=case.pk, proof=_proof("答复书", at), by=APPLICANT, at=at)


def notice_opened(*, application: Application, paper_id: int, at: datetime) -> CasePaper | None:
    """The applicant opened a letter on the way at the portal: it is served by that, and the term that counts from it begins.

    Returns the paper when this opening served it; None for a reply (see ``opened``), and when it was served before.
    What the office had entered already stays as it was entered.
    """
    with transaction.atomic():
        case_id = Case.objects.filter(request__application=application).values_list("pk", flat=True).first()
        if case_id is None:
            return None
        case, _ = base.locked(case_id)
        rows = CasePaper.objects.select_for_update(of=("self",)).filter(
            pk=paper_id, case=case, direction=Direction.OUT, public=True, frozen_at__isnull=False
        )
        over = (PaperState.DRAFT, PaperState.SERVED, PaperState.VOID)
        paper = rows.exclude(state__in=over).exclude(kind__startswith="reply_").first()
        if paper is None:
            return None
        paper.case = case
        if paper.state != PaperState.SENT:  # it lay at the portal since it was final
            cases.mark_sent(
                paper_id=paper.pk, channel=Channel.ONLINE, by=APPLICANT, at=at, on=paper.frozen_at, held=paper
            )
        cases.mark_served(paper_id=paper.pk, proof=_proof(paper.title, at), by=APPLICANT, at=at, held=paper)
        if paper.kind in _STARTS:
            with suppress(Refusal):  # the office knew of it earlier, or the step is over
                _STARTS[paper.kind](case_id=case.pk, by=APPLICANT, at=at)
    return paper


def _proof(what: str, at: datetime) -> str:
    return f"申请人凭登记编号和查询码于{outgoing.stamp(at)}在网上打开{what}"
