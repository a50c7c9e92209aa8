"""The document that is made from a form: the draft to write into, whatever became of the one before."""

from __future__ import annotations

from datetime import datetime

from gongkai.kernel.organizations.queries import Organ, Standing
from gongkai.kernel.records import operations as records
from gongkai.kernel.records.models import Record, Revision
from gongkai.kernel.records.terms import State, Status
from gongkai.kernel.vocabulary import Refusal


def draft_of(*, record_id: int | None, organ: Organ, kind: str, by: Standing, at: datetime) -> Revision:
    """The draft to write into: the open one, a correction of what is published (条例6), or a new document.

    Refusal in Chinese while the document is under review.
    """
    record = Record.objects.filter(pk=record_id).first() if record_id else None
    if record is not None and record.status in {Status.UNPUBLISHED, Status.PUBLISHED}:
        last = record.revisions.order_by("-number").first()
        assert last is not None
        if last.state == State.DRAFTING:
            return last
        if record.status == Status.PUBLISHED and last.state in {State.PUBLISHED, State.ABANDONED}:
            return records.start_correction(record_id=record.pk, by=by, at=at)
        if last.state != State.ABANDONED:
            raise Refusal(f"文稿现在是“{State.label_of(last.state)}”状态，不能更新。需要修改请先在文稿页“撤回修改”。")
    return records.create(organ=organ, kind=kind, by=by, at=at)
