"""Where the document that was made from a form stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gongkai.kernel.records.models import Record, Revision
from gongkai.kernel.records.terms import State, Status


@dataclass(frozen=True)
class Standing:
    """Where the document of a form stands: its newest revision, whether it is public, and whether figures moved since."""

    revision: Revision | None
    record: Record | None
    differs: bool

    @property
    def published(self) -> bool:
        """Whether the public sees it."""
        return self.record is not None and self.record.status == Status.PUBLISHED


def standing(record: Record | None, body: Callable[[], str]) -> Standing:
    """The document, and whether it still says what the form says (one query); ``body``: what it would say now."""
    if record is None:
        return Standing(None, None, differs=False)
    revision = Revision.objects.filter(record=record).exclude(state=State.ABANDONED).order_by("-number").first()
    return Standing(revision, record, revision is not None and revision.body != body())
