"""A PDF or docx of an imported law is typeset when the first reader asks for it; a long queue is refused, not lengthened."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.kernel.papers import operations as papers
from gongkai.kernel.papers import queries as waiting
from gongkai.kernel.papers.terms import Format
from gongkai.kernel.records import jobs
from gongkai.kernel.records.queries import Revision
from gongkai.kernel.records.statements import subject
from gongkai.kernel.vocabulary import Refusal

LONGEST_QUEUE = 50


def ask(revision: Revision, form: str, *, at: datetime) -> papers.Rendition:
    """Have a published text typeset in one format. Refusal while fifty others wait: nobody's crawler fills the disk."""
    if len(waiting.queued(limit=LONGEST_QUEUE)) >= LONGEST_QUEUE:
        raise Refusal("现在排队生成文件的人较多，请一分钟后再试。网页上的文本与文件内容相同。")
    with transaction.atomic():
        row = papers.request(subject(revision), Format(form), at)
        jobs.typeset_later(revision.pk)
    return row
