"""Questions about the term of publication: by when a draft has to be public (条例26), and which are late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.kernel.organizations.queries import Standing, number
from gongkai.kernel.records.models import Revision
from gongkai.kernel.records.queries.review import OPEN_STATES
from gongkai.kernel.records.rules import publish_by
from gongkai.kernel.records.terms import Attribute
from gongkai.kernel.vocabulary import CHINA
from gongkai.kernel.workdays import Due
from gongkai.kernel.workdays.queries import current_calendar


def publish_due(revision: Revision) -> Due | None:
    """By when this text has to be public: 20 working days (a configurable number) from the day it was formed, or, for a
    correction, from the day the change began. None for what is not to be published unasked, or has no date yet.
    """
    changed = revision.number > 1 and revision.record.published_at is not None
    formed_on = revision.created_at.astimezone(CHINA).date() if changed else revision.made_on
    if formed_on is None or revision.attribute not in {"", Attribute.OPEN}:
        return None
    within = number("records.publish_within", formed_on, revision.record.organ_id)
    return publish_by(formed_on, within=within, calendar=current_calendar())


@dataclass(frozen=True)
class Late:
    """A text that should have been public: since which day, and how many working days ago that was."""

    revision: Revision
    due: date


def late(standing: Standing, *, today: date) -> list[Late]:
    """What the person's organs have not published in time, the longest overdue first."""
    rows = Revision.objects.filter(
        state__in=OPEN_STATES, record__organ_id__in=standing.content_organs, attribute__in=["", Attribute.OPEN]
    )
    found = []
    for revision in rows.select_related("record__organ").defer("body", "text"):
        due = publish_due(revision)
        if due is not None and due.due < today:
            found.append(Late(revision, due.due))
    return sorted(found, key=lambda one: (one.due, one.revision.pk))
