"""Questions of the desk's lists: last steps, search among drafts, what a leader sees at one look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.kernel.records.models import Attachment, Editor, Finding, Record, Relation, Revision, Step
from gongkai.kernel.records.queries import review
from gongkai.kernel.records.queries.planning import beside, has_number, of_organs, on_the_way
from gongkai.kernel.records.terms import State, Status
from gongkai.kernel.vocabulary import CHINA
from gongkai.kernel.workflow import Move, Situation, open_from

_LEADING = (Role.SIGNER, Role.FOI_HEAD, Role.FINAL_REVIEW)
#: The states in which a revision is neither public, kept nor abandoned.
ON_THE_WAY = frozenset(review.OPEN_STATES)


def with_last_step(rows: QuerySet[Revision]) -> QuerySet[Revision]:
    """The same rows, each with ``last_move``, ``last_by``, ``last_comment`` of its latest step (still one query)."""
    latest = Step.objects.filter(revision=OuterRef("pk")).order_by("-pk")
    return rows.annotate(
        last_move=Subquery(latest.values("move")[:1]),
        last_by=Subquery(latest.values("actor_name")[:1]),
        last_comment=Subquery(latest.values("comment")[:1]),
    )


def waiting(standing: Standing) -> QuerySet[Revision]:
    """What waits for the person: urgent first, then the longest waiting."""
    urgent = Case(When(urgent_reason="", then=Value(1)), default=Value(0), output_field=IntegerField())
    return review.for_me(standing).order_by(urgent, "updated_at", "pk")


def urgent(standing: Standing) -> QuerySet[Revision]:
    """What waits for the person in the urgent lane."""
    return review.for_me(standing).exclude(urgent_reason="")


def moves_of_waiting(revision: Revision, standing: Standing) -> tuple[Move, ...]:
    """The moves that may be made with one of ``waiting``: the person is known to be free to judge it (no query)."""
    roles = standing.roles(revision.record.organ_id)
    found = open_from(review.table(revision), Situation(state=revision.state), roles=roles)
    return tuple(move for move in found if move.code not in {"publish", "keep", "recall"})


def returned(standing: Standing) -> QuerySet[Revision]:
    """Drafts that a reviewer sent back."""
    drafts: QuerySet[Any] = with_last_step(review.my_drafts(standing))
    return drafts.filter(last_move="return")


def to_reassess(standing: Standing, *, until: datetime) -> QuerySet[Revision]:
    """Documents whose day of assessment has come and for which no new revision is under way."""
    newer = Revision.objects.filter(record=OuterRef("record"), number__gt=OuterRef("number")).exclude(
        state=State.ABANDONED
    )
    return review.to_reassess(standing, until=until.astimezone(CHINA).date()).exclude(Exists(newer))


def is_editor(revision: Revision, standing: Standing) -> bool:
    """Whether the person wrote in this revision and therefore cannot review it."""
    return Editor.objects.filter(revision=revision, person=standing.person).exists()


def editors(revision: Revision) -> list[str]:
    """Names of those who wrote in it."""
    return list(Editor.objects.filter(revision=revision).order_by("pk").values_list("person__name", flat=True))


def find_open(standing: Standing, text: str, *, limit: int = 50) -> list[Revision]:
    """Drafts and documents under review or kept, of the person's organs, by a part of the title or 文号, or by number."""
    wanted = Q(title__icontains=text) | Q(doc_number__icontains=text)
    if text.isascii() and text.isdigit():
        wanted |= Q(pk=int(text[:15]))
    # Each of the two has an index of its own, which one condition for both would not use.
    states = on_the_way(), Q(state=State.KEPT, reassess_on__isnull=False)
    found: list[Revision] = []
    for state in states:
        rows = beside(Revision.objects.filter(wanted, state)).filter(of_organs(standing.content_organs))
        shown = rows.select_related("record__organ", "author").defer("body", "text")
        found += shown.order_by("-updated_at", "-pk")[:limit]
    return found[:limit]


def records_named(text: str, *, limit: int = 10) -> list[Record]:
    """Public records whose id, 索引号 or 文号 is exactly this."""
    wanted = Q(index_number=text) | (Q(doc_number=text) & has_number())
    if text.isascii() and text.isdigit():
        wanted |= Q(pk=int(text[:15]))
    return list(Record.objects.filter(wanted, status=Status.PUBLISHED).select_related("organ")[:limit])


def record_at_desk(record_id: int) -> Record | None:
    """A record in whatever state, with its organ and published text."""
    return Record.objects.filter(pk=record_id).select_related("organ", "current").first()


def relation(relation_id: int) -> Relation | None:
    """One relation with both records."""
    return Relation.objects.filter(pk=relation_id).select_related("source", "target").first()


def attachment(attachment_id: int) -> Attachment | None:
    """A file of any revision, with the organ it belongs to; whether it may be had is the caller's question."""
    return Attachment.objects.filter(pk=attachment_id).select_related("revision__record__organ").first()


def revisions(record: Record) -> list[Revision]:
    """Every revision of a record, newest first, without texts."""
    return list(Revision.objects.filter(record=record).defer("body", "text").order_by("-number"))


def corrected_by(revision: Revision) -> Revision | None:
    """The published text that this published revision replaced; None for a first publication and for drafts."""
    if revision.state != State.PUBLISHED or revision.number == 1:
        return None
    former = Revision.objects.filter(record_id=revision.record_id, state=State.PUBLISHED, number__lt=revision.number)
    return former.select_related("record__organ").order_by("-number").first()


def ledger_lines(revision: Revision) -> list[Entry]:
    """What the ledger says of this revision and its record, oldest first."""
    wanted = Q(object_type="revision", object_id=str(revision.pk)) | Q(
        object_type="record", object_id=str(revision.record_id)
    )
    return list(Entry.objects.filter(wanted).order_by("seq")[:500])


@dataclass(frozen=True)
class OrganAtWork:
    """A line of the leader's overview: how many are drafted, under review, waiting, and how long the oldest stands."""

    organ_id: int
    organ: str
    drafting: int
    reviewing: int
    scheduled: int
    stuck: int


@dataclass(frozen=True)
class Overview:
    """What a leader sees at one look; ``stuck`` moved nothing for longer than ``stuck_days`` natural days."""

    organs: list[OrganAtWork]
    published_this_month: int
    published_last_month: int
    urgent_this_month: int
    kept_due: int


def led(standing: Standing) -> frozenset[int]:
    """Ids of the organs that the person leads."""
    return standing.organs_with(_LEADING)


def overview(standing: Standing, *, at: datetime, stuck_days: int = 5) -> Overview:
    """The figures of the organs that the person leads (five queries, whatever the volume)."""
    organs = led(standing)
    limit = at - timedelta(days=stuck_days)
    reviewing = Q(state__in=[s for s in review.OPEN_STATES if s not in {State.DRAFTING, State.WAITING}])
    rows = (
        review.open_of(organs)
        .values("record__organ_id", "record__organ__name")
        .annotate(
            drafting=Count("pk", filter=Q(state=State.DRAFTING)),
            reviewing=Count("pk", filter=reviewing),
            scheduled=Count("pk", filter=Q(state=State.WAITING)),
            stuck=Count("pk", filter=reviewing & Q(updated_at__lt=limit)),
        )
        .order_by("record__organ__position", "record__organ_id")
    )
    start = at.astimezone(CHINA).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    before = (start - timedelta(days=1)).replace(day=1)
    return Overview(
        organs=[
            OrganAtWork(
                r["record__organ_id"],
                r["record__organ__name"],
                r["drafting"],
                r["reviewing"],
                r["scheduled"],
                r["stuck"],
            )
            for r in rows
        ],
        published_this_month=_published(organs, start, at),
        published_last_month=_published(organs, before, start),
        urgent_this_month=beside(Step.objects.filter(urgent=True, at__gte=start)).filter(of_organs(organs)).count(),
        kept_due=beside(Revision.objects.filter(state=State.KEPT, reassess_on__lte=at.date()))
        .filter(of_organs(organs))
        .count(),
    )


def _published(organs: Iterable[int], since: datetime, until: datetime) -> int:
    return Record.objects.filter(
        organ_id__in=organs, status=Status.PUBLISHED, published_at__gte=since, published_at__lt=until
    ).count()


def stuck(standing: Standing, *, at: datetime, days: int = 5) -> QuerySet[Revision]:
    """What stands in a review of the person's organs without a move for so many natural days."""
    return (
        review.under_review(standing)
        .filter(of_organs(led(standing)), updated_at__lt=at - timedelta(days=days))
        .exclude(state=State.WAITING)
        .order_by("updated_at", "pk")
    )


def finding(finding_id: int) -> Finding | None:
    """One screening hit with its revision and organ."""
    return Finding.objects.filter(pk=finding_id).select_related("revision__record__organ").first()


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
