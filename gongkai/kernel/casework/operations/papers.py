"""Verbs of the papers of a case: draft, freeze, number, send, serve, void. Sent is not served."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.kernel.casework import vault
from gongkai.kernel.casework.models import Case, CasePaper
from gongkai.kernel.casework.operations.moving import as_json, lock, require_reader
from gongkai.kernel.casework.sealing import seals
from gongkai.kernel.casework.terms import Channel, Direction, PaperState
from gongkai.kernel.ledger.operations import hold, write
from gongkai.kernel.organizations.queries import Actor, Standing
from gongkai.kernel.papers import operations as papers
from gongkai.kernel.papers.terms import Format
from gongkai.kernel.vocabulary import CHINA, Refusal, clean

_NOT_DRAFT = "这份文书已经定稿，不能修改。"


def subject(paper: CasePaper) -> str:
    """The name under which its number and its renditions stand."""
    return f"casepaper:{paper.pk}"


def add_paper(
    *,
    case_id: int,
    kind: str,
    direction: str,
    title: str,
    by: Standing | Actor,
    at: datetime,
    document: Mapping[str, Any] | None = None,
    file: papers.StoredFile | None = None,
    media_type: str = "",
    size: int = 0,
    public: bool = False,
    held: Case | None = None,
) -> CasePaper:
    """Enter a paper: a draft (``document`` is what will be typeset), or a file received (kept by ``papers.store`` before).

    ``size``: of a file that was encrypted before it was kept, its own in bytes.

    ``held`` here: the case as the caller's transaction has locked it; below: the paper of such a case. It is not read again.
    """
    title = " ".join(clean(title).split())[:200]
    if not title:
        raise Refusal("请填写文书名称。", field="title")
    with transaction.atomic():
        case = lock(case_id) if held is None else held
        actor = require_reader(by, case)
        paper = CasePaper.objects.create(
            case=case, kind=kind, direction=Direction(direction),
            kept_title=vault.kept_text(title) if direction == Direction.IN else title, kept=vault.kept(as_json(dict(document or {}))),
            file=file, media_type=media_type or (file.media_type if file else ""), size=size or (file.size if file else 0),
            public=public, created_at=at, created_by=actor.name[:80],
        )  # fmt: skip
        rows = [paper, file] if file is not None else [paper]
        _write(paper, "拟制文书" if direction == Direction.OUT else "登记材料", actor, at, rows)
    return paper


def revise_paper(
    *, paper_id: int, by: Standing | Actor, at: datetime, document: Mapping[str, Any] | None = None, title: str = "",
    public: bool | None = None,
    held: CasePaper | None = None,
) -> CasePaper:  # fmt: skip
    """Change a draft. Refusal once it was frozen (only ``public`` may still change)."""
    with transaction.atomic():
        paper, actor = _held(paper_id, by, held)
        if (document is not None or title) and (paper.frozen_at or paper.state != PaperState.DRAFT):
            raise Refusal(_NOT_DRAFT)
        if document is not None:
            paper.document = as_json(dict(document))
        paper.title = " ".join(clean(title).split())[:200] or paper.title
        paper.public = paper.public if public is None else public
        paper.save()
        _write(paper, "修改文书", actor, at, [paper])
    return paper


def freeze_paper(
    *,
    paper_id: int,
    by: Standing | Actor,
    at: datetime,
    document: Mapping[str, Any] | None = None,
    typeset: bool = True,
    held: CasePaper | None = None,
) -> CasePaper:
    """The text is final. With ``typeset`` its PDF and docx are asked for in this transaction and made by the worker."""
    from gongkai.kernel.casework import jobs

    with transaction.atomic():
        paper, actor = _held(paper_id, by, held)
        if paper.frozen_at is not None:
            raise Refusal(_NOT_DRAFT)
        if document is not None:
            paper.document = as_json(dict(document))
        if typeset and not paper.document:
            raise Refusal("文书没有内容，不能定稿。")
        paper.frozen_at = at
        paper.save()
        _write(paper, "文书定稿", actor, at, [paper])
        if typeset:
            for form in (Format.PDF, Format.DOCX):
                papers.request(subject(paper), form, at)
            jobs.typeset_later(paper.pk)
    return paper


def number_paper(
    *,
    paper_id: int,
    code: str,
    by: Standing | Actor,
    at: datetime,
    kind: str = "reply",
    year: int | None = None,
    held: CasePaper | None = None,
) -> CasePaper:
    """Give it its 文号 (``code`` is the 机关代字, ``kind`` the sequence), in the transaction of the event that needs it.

    The number commits or vanishes with that transaction, so none is lost and none given twice.
    """
    with transaction.atomic():
        paper, actor = _held(paper_id, by, held)
        if paper.number_id is not None:
            raise Refusal(f"这份文书已编文号 {paper.number_text}。")
        if paper.direction != Direction.OUT:
            raise Refusal("只有发出的文书可以编号。")
        hold()  # the ledger before the sequence, which all offices of this code share
        number = papers.take_number(
            organ=paper.case.organ, code=code, kind=kind, year=year or at.astimezone(CHINA).year, subject=subject(paper),
            by=actor, at=at,
        )  # fmt: skip
        paper.number, paper.number_text, paper.state = number, number.text, PaperState.NUMBERED.value
        paper.save()
        _write(paper, "文书编号", actor, at, [paper, number], number=number.text)
    return paper


def mark_sent(*, paper_id: int, channel: str, by: Standing | Actor, at: datetime, on: datetime | None = None, proof: str = "", held: CasePaper | None = None) -> CasePaper:  # fmt: skip
    """It went out by a channel; ``proof`` is the tracking number. A paper that came back may be sent again."""
    when = _not_later(on, at)
    with transaction.atomic():
        paper, actor = _held(paper_id, by, held)
        if paper.direction != Direction.OUT or paper.state in {PaperState.SERVED, PaperState.VOID, PaperState.SENT}:
            raise Refusal(f"文书状态为“{PaperState.label_of(paper.state)}”，不能登记发出。")
        paper.channel, paper.sent_at, paper.state = Channel(channel).value, when, PaperState.SENT.value
        paper.proof = clean(proof).strip()[:300]
        paper.save()
        _write(paper, "文书发出", actor, at, [paper], channel=paper.channel)
    return paper


def mark_served(*, paper_id: int, proof: str, by: Standing | Actor, at: datetime, on: datetime | None = None, held: CasePaper | None = None) -> CasePaper:  # fmt: skip
    """It reached whom it is for; ``proof`` says how that is known (who signed, when it was opened). Only once."""
    when, proof = _not_later(on, at), clean(proof).strip()
    if not proof:
        raise Refusal("请填写送达证明。", field="proof")
    with transaction.atomic():
        paper, actor = _held(paper_id, by, held)
        if paper.state != PaperState.SENT or paper.sent_at is None:
            raise Refusal(f"文书状态为“{PaperState.label_of(paper.state)}”，不能登记送达。")
        if when.astimezone(CHINA).date() < paper.sent_at.astimezone(CHINA).date():
            raise Refusal("送达日期不能早于发出日期，请核对。", field="on")
        paper.served_at, paper.proof, paper.state = when, proof[:300], PaperState.SERVED.value
        paper.save()
        _write(paper, "文书送达", actor, at, [paper])
    return paper


def mark_returned(
    *, paper_id: int, reason: str, by: Standing | Actor, at: datetime, held: CasePaper | None = None
) -> CasePaper:
    """It came back undelivered; it can be sent again by another channel."""
    with transaction.atomic():
        paper, actor = _held(paper_id, by, held)
        if paper.state != PaperState.SENT:
            raise Refusal(f"文书状态为“{PaperState.label_of(paper.state)}”，不能登记退回。")
        paper.state, paper.proof = PaperState.RETURNED.value, clean(reason).strip()[:300]
        paper.save()
        _write(paper, "文书退回", actor, at, [paper])
    return paper


def void_paper(
    *, paper_id: int, reason: str, by: Standing | Actor, at: datetime, held: CasePaper | None = None
) -> CasePaper:
    """Declare a paper 作废 with its number, which is never given again. Refusal once it was served."""
    reason = clean(reason).strip()
    if not reason:
        raise Refusal("请填写作废原因。", field="reason")
    with transaction.atomic():
        paper, actor = _held(paper_id, by, held)
        if paper.state in {PaperState.SERVED, PaperState.VOID}:
            raise Refusal(f"文书状态为“{PaperState.label_of(paper.state)}”，不能作废。")
        rows: list[Any] = [paper]
        paper.state = PaperState.VOID.value
        paper.save()
        if paper.number is not None:
            rows.append(papers.void_number(paper.number, reason=reason, by=actor, at=at).voiding)
        _write(paper, "作废文书", actor, at, rows, reason=reason[:500])
    return paper


def _not_later(on: datetime | None, at: datetime) -> datetime:
    if on is not None and on > at:
        raise Refusal("时间不能晚于现在，请核对日期。", field="on")
    return on or at


def _held(paper_id: int, by: Standing | Actor, held: CasePaper | None = None) -> tuple[CasePaper, Actor]:
    """The paper and its case, both locked (the case first), and the actor who may write it."""
    if held is not None:
        return held, require_reader(by, held.case)
    case_id = CasePaper.objects.filter(pk=paper_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise Refusal("找不到这份文书。")
    case = lock(case_id)
    paper = CasePaper.objects.select_for_update(of=("self",)).select_related("number").get(pk=paper_id)
    paper.case = case
    return paper, require_reader(by, case)


def _write(paper: CasePaper, verb: str, actor: Actor, at: datetime, rows: list[Any], **detail: Any) -> None:
    write(
        actor=actor, verb=verb, object_type="case", object_id=paper.case_id, at=at, organ_id=paper.case.organ_id,
        detail={"paper": paper.pk, "title": "附件" if paper.direction == Direction.IN else paper.title} | detail
        | seals(*rows),
    )  # fmt: skip
