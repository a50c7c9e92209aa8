"""Information asked for should be public for all (条例44): the applicant or the office proposes it, the head answers."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.answer.foi.models import Application, Proposal
from gongkai.answer.foi.operations import attaching, base
from gongkai.answer.foi.operations.opening import APPLICANT
from gongkai.answer.foi.queries.progress import PROPOSAL, may_propose
from gongkai.answer.foi.terms import ProposalAnswer, Proposer
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework import vault
from gongkai.kernel.casework.models import Case, CasePaper
from gongkai.kernel.casework.queries import handlers
from gongkai.kernel.casework.terms import Direction
from gongkai.kernel.organizations.queries import Role, Standing, people_with
from gongkai.kernel.records.models import Record
from gongkai.kernel.records.terms import Status
from gongkai.kernel.vocabulary import Refusal

_TITLE = "纳入主动公开范围的建议"


def propose(*, application: Application, text: str, at: datetime) -> CasePaper:
    """Enter the applicant's proposal as a paper of the case, once, and tell the handler and the heads of the FOI office.

    Only what was disclosed, whole or in part, can be proposed. Whether it belongs to what is published unasked is the
    office's to examine; then it is published in time (条例44 ¶2), by the way of every document: see ``answer_proposal``.
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
        if not _open(case):  # else the office has proposed the same
            _enter(case, Proposer.APPLICANT, "", APPLICANT, at)
        on = base.day(at)
        here = {person.pk for person in handlers(case, on)}
        mine = [case.handler] if case.handler is not None and case.handler_id in here else []
        told = {person.pk: person for person in [*mine, *people_with(Role.FOI_HEAD, case.organ_id, on)]}
        words = "申请人建议将公开的信息纳入主动公开范围，请审核；属于主动公开范围的，应当及时主动公开（条例第四十四条）"
        cases.tell(case, told.values(), words, f"proposal:{paper.pk}", at)
    return paper


def suggest(*, case_id: int, text: str, by: Standing, at: datetime) -> Proposal:
    """The office proposes it itself: several applicants ask for the same, and it may be public (条例44 ¶1). One at a time."""
    text = base.text(text, "建议的理由", 500, field="text")
    with transaction.atomic():
        case, _ = base.locked(case_id)
        base.office(by, case)
        if _open(case):
            raise Refusal("这件申请已有一项建议等待答复。")
        row = _enter(case, Proposer.OFFICE, text, by, at)
        heads = [one for one in people_with(Role.FOI_HEAD, case.organ_id, base.day(at)) if one.pk != by.person.pk]
        cases.tell(
            case, heads, "多人申请的信息建议纳入主动公开范围，请审核（条例第四十四条）", f"suggested:{row.pk}", at
        )
    return row


def answer_proposal(*, proposal_id: int, record: str = "", reason: str = "", by: Standing, at: datetime) -> Proposal:
    """The head answers, once: adopted with the document that was published (its 索引号 or number), or refused with the reason.

    Refusal for a document that is not published, and for both or neither.
    """
    record = base.text(record, "已公开文件的索引号", 60, field="record", needed=False)
    reason = base.text(reason, "不纳入的理由", 500, field="reason", needed=not record)
    if record and reason:
        raise Refusal("已经公开的填写索引号，不纳入的填写理由，二者只填一项。", field="reason")
    with transaction.atomic():
        case_id = Proposal.objects.filter(pk=proposal_id).values_list("case_id", flat=True).first()
        if case_id is None:
            raise Refusal("找不到这项建议，请刷新页面。")
        case, _ = base.locked(case_id)
        base.office(by, case, (Role.FOI_HEAD,))
        row = Proposal.objects.select_for_update().get(pk=proposal_id)
        if row.answer:
            raise Refusal("这项建议已经答复，请刷新页面查看。")
        if record:
            found = Record.objects.filter(index_number=record).first()
            if found is None and record.isascii() and record.isdigit() and len(record) < 16:
                found = Record.objects.filter(pk=int(record)).first()
            if found is None or found.status != Status.PUBLISHED:
                raise Refusal("没有找到这份已经公开的文件；请先发布，再填写它的索引号。", field="record")
            row.record = found
        row.answer = (ProposalAnswer.ADOPTED if record else ProposalAnswer.REFUSED).value
        row.answer_reason, row.answered_at, row.answered_by = reason, at, by.person.name[:80]
        row.save()
        base.say("答复主动公开建议", case, by, at, {"proposal": row.pk, "answer": row.answer}, row)
    return row


def _open(case: Case) -> bool:
    return Proposal.objects.filter(case=case, answer="").exists()


def _enter(case: Case, source: Proposer, text: str, by: base.By, at: datetime) -> Proposal:
    name = by.person.name if isinstance(by, Standing) else by.name
    row = Proposal.objects.create(
        case=case, source=source.value, kept_reason=vault.kept_text(text) if text else "", at=at, by=name[:80]
    )
    base.say("建议主动公开", case, by, at, {"proposal": row.pk, "source": source.value}, row)
    return row
