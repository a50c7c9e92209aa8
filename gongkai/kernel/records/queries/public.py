"""Questions that the public asks: a record, its lists and counts, its relations, its former texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, F, Q, QuerySet, Value, When

from gongkai.kernel.organizations.queries import Organ
from gongkai.kernel.papers import queries as papers
from gongkai.kernel.records import kinds
from gongkai.kernel.records.models import Attachment, Record, Relation, Revision, Tally
from gongkai.kernel.records.prepared import Prepared, columns, made
from gongkai.kernel.records.rules import validity as _validity
from gongkai.kernel.records.statements import rendition_statement, statement, subject
from gongkai.kernel.records.terms import RelationType, State, Status, Validity
from gongkai.kernel.trust import queries as trust
from gongkai.kernel.vocabulary import CHINA

_RECORD = Prepared(
    lambda pk: Record.objects.filter(pk=pk, status__in=[Status.PUBLISHED, Status.WITHDRAWN]).values_list(
        *columns(Record), *columns(Organ, "organ__"), *columns(Revision, "current__")
    )
)


def record(record_id: int) -> Record | None:
    """A record that the public knows (published or withdrawn) with its organ and published text; None otherwise."""
    rows = _RECORD.rows(record_id)
    if not rows:
        return None
    own, organ = len(columns(Record)), len(columns(Organ))
    found = made(Record, rows[0][:own])
    Record.organ.field.set_cached_value(found, made(Organ, rows[0][own : own + organ]))
    text = rows[0][own + organ :]
    Record.current.field.set_cached_value(found, made(Revision, text) if found.current_id else None)
    return found


def validity(record: Record, today: date) -> Validity:
    """效力状况 of a published record on a day."""
    return _validity(
        effective_on=record.effective_on,
        expires_on=record.expires_on,
        repealed_on=record.repealed_on,
        superseded=record.superseded,
        today=today,
    )


_ATTACHMENTS = Prepared(
    lambda pk: Attachment.objects.filter(revision_id=pk).order_by("position", "pk").values_list(*columns(Attachment))
)


def attachments(revision: Revision) -> list[Attachment]:
    """The files of a revision in their order."""
    return [made(Attachment, row) for row in _ATTACHMENTS.rows(revision.pk)]


def public_attachment(record_id: int, attachment_id: int) -> Attachment | None:
    """A file that the public may have: of a frozen revision of a record that is published now; None otherwise."""
    return Attachment.objects.filter(
        pk=attachment_id,
        frozen_at__isnull=False,
        revision__record_id=record_id,
        revision__record__status=Status.PUBLISHED,
    ).first()


def former_revisions(record: Record) -> list[Revision]:
    """Published texts that a correction replaced, newest first (without their bodies)."""
    return list(
        Revision.objects.filter(record=record, state=State.PUBLISHED)
        .exclude(pk=record.current_id or 0)
        .defer("body", "text")
        .order_by("-number")
    )


def published_revision(record: Record, number: int) -> Revision | None:
    """One published text of a record by its number."""
    return Revision.objects.filter(record=record, number=number, state=State.PUBLISHED).first()


@dataclass(frozen=True)
class Related:
    """A related record as a page shows it: the label reads from this page."""

    label: str
    record: Record
    type: str
    relation_id: int


_RELATIONS = Prepared(
    lambda pk: (
        Relation.objects.filter(Q(source_id=pk) | Q(target_id=pk))
        .order_by("type", "pk")
        .values_list("pk", "type", "source_id", "target_id")
    )
)


def related(record: Record) -> list[Related]:
    """Records related to this one, in both directions, only those that are public (a second query when there are any)."""
    rows = _RELATIONS.rows(record.pk)
    others = {source if target == record.pk else target for _, _, source, target in rows}
    public = {r.pk: r for r in Record.objects.filter(pk__in=others, status=Status.PUBLISHED)} if others else {}
    return [
        Related(RelationType(kind).label, public[target], kind, pk)
        if source == record.pk
        else Related(RelationType(kind).basis, public[source], kind, pk)
        for pk, kind, source, target in rows
        if (target if source == record.pk else source) in public
    ]


@dataclass(frozen=True)
class Filter:
    """What a list is narrowed to; every part may be None. ``topics`` and ``kinds`` are codes.

    ``undated_last``: imported texts of which only the day of the import is known stand behind all others.
    """

    organ_id: int | None = None
    kind: str | None = None
    kinds: tuple[str, ...] = ()
    topic: str | None = None
    year: int | None = None
    undated_last: bool = False


#: An imported text without a date of its own carries the moment of its import as its publication.
_UNDATED = Q(made_on__isnull=True, published_at=F("created_at"))
_UNDATED_FLAG = Case(When(_UNDATED, then=Value(value=True)), default=Value(value=False))


@dataclass(frozen=True)
class Page:
    """A page of a list: rows, and the anchors (record ids) of the pages before and after; None where there is none."""

    rows: list[Record]
    older: int | None
    newer: int | None
    first: bool


def _narrowed(wanted: Filter) -> QuerySet[Record]:
    rows = Record.objects.filter(status=Status.PUBLISHED)
    if wanted.organ_id is not None:
        rows = rows.filter(organ_id=wanted.organ_id)
    if wanted.kind is not None:
        rows = rows.filter(kind=wanted.kind)
    elif wanted.kinds:
        rows = rows.filter(kind__in=wanted.kinds)
    if wanted.topic is not None:
        rows = rows.filter(topic=wanted.topic)
    if wanted.year is not None:
        start = datetime(wanted.year, 1, 1, tzinfo=CHINA)
        rows = rows.filter(published_at__gte=start, published_at__lt=datetime(wanted.year + 1, 1, 1, tzinfo=CHINA))
    return rows


def page(wanted: Filter, *, before: int | None = None, after: int | None = None, size: int = 20) -> Page:
    """A page of published records, newest first, by keyset: ``before`` and ``after`` are ids of records on neighbouring
    pages (unknown ones give the first page). At most 3 queries, whatever the volume.
    """
    rows = _narrowed(wanted)
    anchor_id = before if before is not None else after
    known = Record.objects.annotate(undated=_UNDATED_FLAG).only("pk", "published_at")
    anchor = known.filter(pk=anchor_id or 0).first() if anchor_id else None
    parts = [rows.exclude(_UNDATED), rows.filter(_UNDATED)] if wanted.undated_last else [rows]
    if anchor is None or anchor.published_at is None:
        found = _together(parts, size + 1, "-published_at", "-pk")
        return Page(found[:size], found[size - 1].pk if len(found) > size else None, None, first=True)
    at = anchor.published_at
    here = 1 if wanted.undated_last and anchor.undated else 0
    if before is not None:
        older = Q(published_at__lt=at) | Q(published_at=at, pk__lt=anchor.pk)
        part = parts[here].filter(older, published_at__lte=at)
        found = _together([part, *parts[here + 1 :]], size + 1, "-published_at", "-pk")
        newer = found[0].pk if found else None
        return Page(found[:size], found[size - 1].pk if len(found) > size else None, newer, first=False)
    newer_than = Q(published_at__gt=at) | Q(published_at=at, pk__gt=anchor.pk)
    part = parts[here].filter(newer_than, published_at__gte=at)
    found = _together([part, *reversed(parts[:here])], size + 1, "published_at", "pk")
    more = len(found) > size
    shown = list(reversed(found[:size]))
    return Page(shown, shown[-1].pk if shown else None, shown[0].pk if more else None, first=not more)


def _together(parts: Iterable[QuerySet[Record]], wanted: int, *order: str) -> list[Record]:
    """The first rows of one part after the other; a part is asked only when those before it did not suffice."""
    found: list[Record] = []
    for part in parts:
        if len(found) < wanted:
            found += part.order_by(*order)[: wanted - len(found)]
    return found


@dataclass(frozen=True)
class Counts:
    """How many published records by organ, kind, topic and year within a filter, and altogether."""

    total: int
    organs: dict[int, int]
    kinds: dict[str, int]
    topics: dict[str, int]
    years: dict[int, int]


def counts(wanted: Filter) -> Counts:
    """The counts beside the filters; each facet is counted without its own filter (one query over the tallies)."""
    organs: dict[int, int] = defaultdict(int)
    by_kind: dict[str, int] = defaultdict(int)
    topics: dict[str, int] = defaultdict(int)
    years: dict[int, int] = defaultdict(int)
    total = 0
    asked_organ, asked_topic, asked_year = wanted.organ_id, wanted.topic, wanted.year
    in_list = frozenset(wanted.kinds)
    asked_kinds = frozenset([wanted.kind]) if wanted.kind else in_list
    rows = Tally.objects.filter(count__gt=0).values_list("organ_id", "kind", "topic", "year", "count")
    for organ_id, kind, topic, year, n in rows:
        # A tally outside two filters counts nowhere; outside one, only in the facet of that filter.
        other_organ = asked_organ is not None and organ_id != asked_organ
        other_kind = bool(asked_kinds) and kind not in asked_kinds
        other_topic = asked_topic is not None and topic != asked_topic
        other_year = asked_year is not None and year != asked_year
        outside = other_organ + other_kind + other_topic + other_year
        if outside > 1:
            continue
        if other_organ or not outside:
            organs[organ_id] += n
        if (other_kind or not outside) and (not in_list or kind in in_list):
            by_kind[kind] += n
        if (other_topic or not outside) and topic:
            topics[topic] += n
        if other_year or not outside:
            years[year] += n
        if not outside:
            total += n
    return Counts(total, dict(organs), dict(by_kind), dict(topics), dict(years))


_KINDS_PRESENT = Prepared(
    lambda: Tally.objects.filter(count__gt=0).order_by("kind").values_list("kind").distinct(), arguments=0
)


def kinds_present() -> list[str]:
    """Codes of the kinds that have published records (one query over the tallies)."""
    return [kind for (kind,) in _KINDS_PRESENT.rows()]


def latest(limit: int, *, kinds_in: Sequence[str] = ()) -> list[Record]:
    """The newest published records (of some kinds)."""
    return list(_narrowed(Filter(kinds=tuple(kinds_in))).order_by("-published_at", "-pk")[:limit])


def by_ids(ids: Iterable[int]) -> dict[int, Record]:
    """Published records by id: what a search found and is still public."""
    return {r.pk: r for r in Record.objects.filter(pk__in=list(ids), status=Status.PUBLISHED).select_related("organ")}


def sitemap(limit: int, *, before: int | None = None) -> list[tuple[int, datetime]]:
    """(id, last change) of published records, newest id first."""
    rows = Record.objects.filter(status=Status.PUBLISHED)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [(pk, at) for pk, at in rows.order_by("-pk").values_list("pk", "changed_at")[:limit] if at]


def highest_id() -> int:
    """The highest id of a published record; 0 when there is none."""
    return Record.objects.filter(status=Status.PUBLISHED).order_by("-pk").values_list("pk", flat=True).first() or 0


def facets_of(ids: Iterable[int]) -> list[tuple[int, str, int]]:
    """(organ id, kind, year of publication) of each published record among these: the counts beside search results."""
    rows = Record.objects.filter(pk__in=list(ids), status=Status.PUBLISHED, published_at__isnull=False)
    return [
        (organ_id, kind, at.astimezone(CHINA).year)
        for organ_id, kind, at in rows.values_list("organ_id", "kind", "published_at")
        if at
    ]


def leaf(revision: Revision) -> trust.Leaf | None:
    """Where a published text stands in the log; None when it does not."""
    return trust.leaf_of(subject(revision))


def kind_label(code: str) -> str:
    """The label of a record kind."""
    return kinds.get(code).label


def proof(revision: Revision) -> trust.Proof | None:
    """The proof file of a published text; None while no checkpoint covers it."""
    return trust.proof_for(subject(revision), statement(revision, revision.record, attachments(revision)))


def rendition(revision: Revision, form: str) -> papers.Rendition | None:
    """The typeset file of a published text (``pdf`` or ``docx``); None when none was asked for."""
    return papers.rendition(subject(revision), papers.Format(form))


def rendition_proof(revision: Revision, form: str) -> trust.Proof | None:
    """The proof file of a typeset file; None while there is none."""
    row = rendition(revision, form)
    if row is None or row.file_id is None:
        return None
    return trust.proof_for(f"{subject(revision)}/{form}", rendition_statement(revision, form, row.file_id))
