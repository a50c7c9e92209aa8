"""Verbs of the reply's way (条例33, 45): number and freeze, send, serve with its proof; withdraw; archive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from gongkai.answer.foi.numbers import KINDS, code_of
from gongkai.answer.foi.operations import base, outgoing
from gongkai.answer.foi.operations.hooks import latest, reply_paper
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case, CasePaper
from gongkai.kernel.casework.terms import Channel, Direction
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.papers.typesetting import require_printable, texts
from gongkai.kernel.vocabulary import Refusal


def issue(*, case_id: int, by: Standing, at: datetime, version: int | None = None) -> Case:
    """编号并制作答复书: number, frozen letter and the request for its renditions commit together or not at all.

    The worker typesets afterwards. A character that no font can print is named with its field before a number is taken.
    """
    with transaction.atomic():
        case, request = base.locked(case_id, version)
        base.office(by, case)
        draft = latest(case)
        if case.state != "signed" or draft is None:
            raise Refusal("只有已签发的答复可以编号，请刷新页面查看办理状态。")
        document = outgoing.reply(case, request, draft, at)
        require_printable(texts(document))
        paper = cases.add_paper(
            case_id=case.pk, kind=f"reply_{draft.outcome}", direction=Direction.OUT, title=str(document["title"]), by=by,
            at=at, document=document, held=case,
        )  # fmt: skip
        paper = cases.number_paper(
            paper_id=paper.pk, code=code_of(case.organ, "答复"), by=by, at=at, kind=KINDS["答复"], held=paper
        )
        cases.freeze_paper(
            paper_id=paper.pk, by=by, at=at, document={**document, "number": paper.number_text}, held=paper
        )
        return cases.move(
            case_id=case.pk,
            held=case,
            code="issue",
            by=by,
            at=at,
            data={"paper": paper.pk, "number": paper.number_text},
        )


def send(
    *,
    case_id: int,
    channel: str,
    tracking: str = "",
    on: date | None = None,
    by: Standing,
    at: datetime,
    version: int | None = None,
) -> Case:
    """The reply leaves by a channel; with it the term is kept. Sent is not served.

    ``tracking``: number of the parcel, address of the mail. On line the applicant finds it at the portal from now on.
    """
    if channel not in set(Channel):
        raise Refusal("请选择送达方式。", field="channel")
    tracking = base.text(tracking, "邮寄单号或者收件地址", 300, field="tracking", needed=channel == Channel.POST)
    with transaction.atomic():
        data = {"channel": channel, "tracking": tracking}
        moved, paper = _with_reply("send", data, case_id=case_id, on=on, by=by, at=at, version=version)
        cases.mark_sent(
            paper_id=paper.pk, channel=channel, by=by, at=at, on=outgoing.moment_of(moved), proof=tracking, held=paper
        )
        if not paper.public:
            cases.revise_paper(paper_id=paper.pk, by=by, at=at, public=True, held=paper)
    return moved


def void(*, case_id: int, reason: str, by: Standing, at: datetime, version: int | None = None) -> Case:
    """作废文号: a numbered reply that has not gone out is void, and the request goes back to its handling.

    By the head of the FOI office. The number is never given again and stays in the register with the reason. Refusal once
    the reply was sent, and for an end by lapse: its term ran out, nothing is left to handle.
    """
    reason = base.text(reason, "作废的原因", 500, field="reason")
    with transaction.atomic():
        case, _ = base.locked(case_id, version)
        paper = reply_paper(case)
        data = {"reason": reason, "paper": paper.pk if paper else "", "number": paper.number_text if paper else ""}
        moved = cases.move(case_id=case.pk, held=case, code="void", by=by, at=at, data=data)
        assert paper is not None  # the move is refused without one
        cases.void_paper(paper_id=paper.pk, reason=reason, by=by, at=at, held=paper)
    return moved


def serve(
    *, case_id: int, proof: str, on: date | None = None, by: base.By, at: datetime, version: int | None = None
) -> Case:
    """登记送达 with its proof: who signed for it, which receipt, when it was opened. Once."""
    proof = base.text(proof, "送达证明", 300, field="proof")
    with transaction.atomic():
        moved, paper = _with_reply("serve", {"proof": proof}, case_id=case_id, on=on, by=by, at=at, version=version)
        cases.mark_served(paper_id=paper.pk, proof=proof, by=by, at=at, on=outgoing.moment_of(moved), held=paper)
    return moved


def undelivered(
    *, case_id: int, reason: str, on: date | None = None, by: Standing, at: datetime, version: int | None = None
) -> Case:
    """The reply came back; it is sent again. The term stays kept by the first sending."""
    reason = base.text(reason, "退回的情况", 300, field="reason")
    with transaction.atomic():
        moved, paper = _with_reply(
            "undelivered", {"reason": reason}, case_id=case_id, on=on, by=by, at=at, version=version
        )
        cases.mark_returned(paper_id=paper.pk, reason=reason, by=by, at=at, held=paper)
    return moved


def _with_reply(
    code: str, data: Mapping[str, str], *, case_id: int, on: date | None, by: base.By, at: datetime, version: int | None
) -> tuple[Case, CasePaper]:
    """A move about the numbered reply, which the event names; both rows are held for what is written of the paper next."""
    case, _ = base.locked(case_id, version)
    paper = reply_paper(case)
    named = {**data, "paper": paper.pk if paper is not None else ""}
    moved = cases.move(case_id=case.pk, held=case, code=code, by=by, at=at, on=on, data=named)
    assert paper is not None  # the move is refused without one
    return moved, paper


def withdraw(
    *, case_id: int, statement: str, on: date | None = None, by: base.By, at: datetime, version: int | None = None
) -> Case:
    """The applicant takes the request back: ``statement`` says how and when. It is counted as 其他处理:其他."""
    statement = base.text(statement, "撤回声明", 500, field="statement")
    with transaction.atomic():
        case, _ = base.locked(case_id, version)
        base.office(by, case)
        data = {"statement": statement, "outcome": "withdrawn"}
        return cases.move(case_id=case.pk, held=case, code="withdraw", by=by, at=at, on=on, data=data)


def archive(*, case_id: int, by: Standing, at: datetime, version: int | None = None) -> Case:
    """归档: served or ended, nothing is left to do."""
    return cases.move(case_id=case_id, code="archive", by=by, at=at, version=version)
