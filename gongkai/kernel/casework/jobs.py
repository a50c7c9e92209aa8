"""Background work of cases: typesetting of what was frozen, due dates after a calendar changed; both after the commit."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django_tasks import task

from gongkai.kernel.casework import kinds, vault
from gongkai.kernel.casework.models import CasePaper
from gongkai.kernel.casework.sealing import seals
from gongkai.kernel.ledger.operations import Actor, write
from gongkai.kernel.notices import bell
from gongkai.kernel.papers import operations as papers
from gongkai.kernel.papers import queries as paper_queries
from gongkai.kernel.papers.terms import Format
from gongkai.kernel.vocabulary import CHINA, now


def typeset_later(paper_id: int) -> None:
    """Queue the typesetting; the row commits or vanishes with the caller's transaction."""
    typeset.enqueue(paper_id)
    bell.ring()


def rebuild_later(*, begins: datetime | None = None) -> None:
    """Queue the recomputing of every open case, in the transaction of what changed the counting of days.

    ``begins``: the moment from which it counts otherwise, when that is to come.
    """
    rebuild.using(run_after=begins).enqueue() if begins is not None else rebuild.enqueue()
    bell.ring()


def number_given(*, code: str, effective_on: date, at: datetime) -> None:
    """A configurable number has a new value: where due dates are counted by it, they are counted anew from that day."""
    if any(code in kind.counts_by for kind in kinds.all_kinds()):
        begins = datetime.combine(effective_on, time(), CHINA)
        rebuild_later(begins=begins if begins > at else None)


@task()
def rebuild() -> None:
    """Fold every open case anew; repeatable, and a crash in between leaves the rest for the next time."""
    from gongkai.kernel.casework.operations.rebuilding import rebuild as verb

    verb(at=now())


@task()
def typeset(paper_id: int) -> None:
    """Typeset a frozen paper to PDF/A and docx, keep them encrypted and seal the files in the ledger. Repeatable."""
    paper = CasePaper.objects.select_related("case").get(pk=paper_id)
    if paper.frozen_at is None:
        return
    document = paper.document
    for form in (Format.PDF, Format.DOCX):
        row = paper_queries.rendition(f"casepaper:{paper.pk}", form)
        if row is None or row.file_id is not None:
            continue
        at = now()
        made = papers.produce(
            row.pk, {**document, "number": paper.number_text or document.get("number", "")}, at, seal=vault.kept_file
        )
        if made.file is not None:
            with transaction.atomic():
                write(
                    actor=Actor.system("排版"), verb=f"生成{form.label}", object_type="case", object_id=paper.case_id,
                    at=at, organ_id=paper.case.organ_id,
                    detail={"paper": paper.pk, "sha256": made.file.sha256} | seals(made, made.file),
                )  # fmt: skip
