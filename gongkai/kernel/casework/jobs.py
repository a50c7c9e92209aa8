"""Background work of cases: typesetting of what was frozen, due dates after a calendar changed; both after the commit."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from gongkai.kernel.casework import vault
from gongkai.kernel.casework.models import CasePaper
from gongkai.kernel.casework.sealing import seals
from gongkai.kernel.ledger.operations import Actor, write
from gongkai.kernel.notices import bell
from gongkai.kernel.papers import operations as papers
from gongkai.kernel.papers import queries as paper_queries
from gongkai.kernel.papers.terms import Format
from gongkai.kernel.vocabulary import now


def typeset_later(paper_id: int) -> None:
    """Queue the typesetting; the row commits or vanishes with the caller's transaction."""
    typeset.enqueue(paper_id)
    bell.ring()


def rebuild_later() -> None:
    """Queue the recomputing of every open case, in the transaction of what changed the counting of days."""
    rebuild.enqueue()
    bell.ring()


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
