"""The applicant proposes that what was disclosed on request be published for everybody (条例44)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.answer.foi.models import Application
from gongkai.answer.foi.operations import attaching, base
from gongkai.answer.foi.operations.opening import APPLICANT
from gongkai.answer.foi.queries.progress import PROPOSAL, may_propose
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case, CasePaper
from gongkai.kernel.casework.queries import handlers
from gongkai.kernel.casework.terms import Direction
from gongkai.kernel.organizations.queries import Role, people_with
from gongkai.kernel.vocabulary import Refusal

_TITLE = "纳入主动公开范围的建议"


def propose(*, application: Application, text: str, at: datetime) -> CasePaper:
    """Enter the proposal as a paper of the case, once, and tell the handler and the heads of the FOI office.

    Only what was disclosed, whole or in part, can be proposed. Whether it belongs to what is published unasked is the
    office's to examine; then it is published in time (条例44 ¶2), by the way of every document.
    """
    text = base.text(text, "建议的理由", 2000, field="text")
    came = attaching.kept([(f"{_TITLE}.txt", text.encode())], at)[0]
    with transaction.atomic():
        case_id = Case.objects.filter(request__application=application).values_list("pk", flat=True).first()
        if case_id is None:
            raise Refusal("找不到这件申请，请刷新页面。")
        case, request = base.locked(case_id)
        if not may_propose(case, request):
            raise Refusal("本机关依申请公开了信息的，才能提出这项建议，且只提一次。")
        paper = cases.add_paper(
            case_id=case.pk, kind=PROPOSAL, direction=Direction.IN, title=_TITLE, file=came.file,
            media_type=came.media_type, size=came.size, by=APPLICANT, at=at, held=case,
        )  # fmt: skip
        on = base.day(at)
        here = {person.pk for person in handlers(case, on)}
        mine = [case.handler] if case.handler is not None and case.handler_id in here else []
        told = {person.pk: person for person in [*mine, *people_with(Role.FOI_HEAD, case.organ_id, on)]}
        words = "申请人建议将公开的信息纳入主动公开范围，请审核；属于主动公开范围的，应当及时主动公开（条例第四十四条）"
        cases.tell(case, told.values(), words, f"proposal:{paper.pk}", at)
    return paper
