"""Bring in documents that were published elsewhere, many at a time: frozen, logged, in the ledger, in the tallies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import OuterRef, Subquery

from gongkai.kernel.ledger.inserting import insert
from gongkai.kernel.ledger.operations import Line, hold, write_many
from gongkai.kernel.organizations.queries import Actor, Organ
from gongkai.kernel.organizations.rules import index_number
from gongkai.kernel.papers.models import StoredFile
from gongkai.kernel.records.models import Attachment, Record, Revision, Serial, Tally
from gongkai.kernel.records.operations.publishing import copy_to_record, leave_pending
from gongkai.kernel.records.statements import (
    Dossier,
    row_digest,
    seal_name,
    seals,
    statement,
    statement_digest,
    subject,
)
from gongkai.kernel.records.terms import Attribute, State, Status
from gongkai.kernel.trust import operations as trust
from gongkai.kernel.vocabulary import CHINA


@dataclass(frozen=True)
class Incoming:
    """One document to import: ``source`` is its path in the archive (unique); ``body`` is sanitised HTML, ``text`` its
    plain text (white space may differ from ``papers.richtext.to_text(body)``); ``published_on`` its first publication elsewhere.
    """

    source: str
    kind: str
    title: str
    body: str
    text: str
    annotation: str = ""
    summary: str = ""
    doc_number: str = ""
    issuer: str = ""
    topic: str = ""
    made_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None
    superseded: bool = False
    files: tuple[tuple[str, StoredFile], ...] = field(default=())


def known(sources: Sequence[str]) -> set[str]:
    """Which of these paths were imported already."""
    found: set[str] = set()
    for start in range(0, len(sources), 500):
        part = sources[start : start + 500]
        rows = Record.objects.filter(source__in=part).values_list("source", flat=True)
        found |= {source for source in rows if source}
    return found


def publish_imported(incoming: Sequence[Incoming], *, organ: Organ, actor: Actor, at: datetime) -> list[Record]:
    """Publish a batch in one transaction; the caller left out what is ``known``. Returns the records, in order."""
    if not incoming:
        return []
    with transaction.atomic():
        hold()
        records = _records(incoming, organ, at)
        revisions = [_revision(one, record, at) for one, record in zip(incoming, records, strict=True)]
        for revision, record in zip(revisions, records, strict=True):
            copy_to_record(record, revision, at)
            record.current = None  # known when the revision has its row
        insert(*records)
        attached: list[list[Attachment]] = []
        for one, revision, record in zip(incoming, revisions, records, strict=True):
            revision.record = record
            files = _attachments(one, revision, at)
            revision.digest = statement_digest(statement(revision, record, files))
            attached.append(files)
        insert(*revisions)
        every = [attachment for files in attached for attachment in files]
        for attachment in every:
            attachment.revision = attachment.revision  # takes the number that the row was given
        insert(*every)
        text = Revision.objects.filter(record=OuterRef("pk")).values("pk")[:1]
        Record.objects.filter(pk__in=[record.pk for record in records]).update(current=Subquery(text))
        for revision, record in zip(revisions, records, strict=True):
            record.current = revision
        write_many(
            actor=actor,
            at=at,
            lines=[
                Line("导入发布", "record", record.pk, organ.pk,
                     {"revision": revision.pk, "digest": revision.digest, "source": record.source,
                      "seals": {seal_name(record): row_digest(record),
                                seal_name(revision): row_digest(revision),
                                f"parts:{revision.pk}": Dossier(revision, files).parts_digest()}})
                for record, revision, files in zip(records, revisions, attached, strict=True)
            ],
        )  # fmt: skip
        trust.append([(subject(r), r.digest) for r in revisions], at=at)
        trust.checkpoint(at=at)
        _tally(records)
        leave_pending(record.pk for record in records)
    return records


def _records(incoming: Sequence[Incoming], organ: Organ, at: datetime) -> list[Record]:
    code = organ.index_code or f"{organ.pk:09d}"
    days = [
        datetime.combine(one.published_on, datetime.min.time(), CHINA) if one.published_on else at for one in incoming
    ]
    serials = _serials(organ, {published.year for published in days})
    records = []
    for one, published in zip(incoming, days, strict=True):
        on = published.date()
        serials[on.year].last += 1
        records.append(
            Record(
                organ=organ, kind=one.kind, status=Status.UNPUBLISHED, created_at=at, source=one.source,
                index_number=index_number(
                    organ.index_pattern, code=code, uscc=organ.uscc or code, on=on, serial=serials[on.year].last
                ),
                published_at=published, superseded=one.superseded,
            )
        )  # fmt: skip
    Serial.objects.bulk_update(serials.values(), ["last"])
    return records


def _serials(organ: Organ, years: set[int]) -> dict[int, Serial]:
    """The counters of these years, locked in their order until the transaction ends."""
    ordered = sorted(years)
    Serial.objects.bulk_create([Serial(organ=organ, year=year) for year in ordered], ignore_conflicts=True)
    rows = Serial.objects.select_for_update().filter(organ=organ, year__in=ordered).order_by("year")
    return {row.year: row for row in rows}


def _attachments(one: Incoming, revision: Revision, at: datetime) -> list[Attachment]:
    return [
        Attachment(
            revision=revision, file=stored, name=name, size=stored.size, media_type=stored.media_type, position=place,
            frozen_at=at,
        )
        for place, (name, stored) in enumerate(one.files, 1)
    ]  # fmt: skip


def _revision(one: Incoming, record: Record, at: datetime) -> Revision:
    return Revision(
        record=record, number=1, state=State.PUBLISHED, title=one.title[:300], doc_number=one.doc_number[:80],
        summary=one.summary[:500], body=one.body, text=one.text, annotation=one.annotation[:1000], topic=one.topic,
        made_on=one.made_on, effective_on=one.effective_on, attribute=Attribute.OPEN,
        content_source=one.issuer[:100], organ_name=record.organ.name, responsible_unit=record.organ.foi_office,
        contact=record.organ.phone, created_at=at, updated_at=at, screened_at=at, frozen_at=at,
    )  # fmt: skip


def _tally(records: Sequence[Record]) -> None:
    wanted: Counter[tuple[int, str, str, int]] = Counter()
    for record in records:
        assert record.published_at is not None
        wanted[record.organ_id, record.kind, record.topic, record.published_at.astimezone(CHINA).year] += 1
    keys = [dict(zip(("organ_id", "kind", "topic", "year"), key, strict=True)) for key in sorted(wanted)]
    Tally.objects.bulk_create([Tally(**key) for key in keys], ignore_conflicts=True)
    rows = Tally.objects.select_for_update().filter(
        organ_id__in={organ for organ, _, _, _ in wanted}, year__in={year for _, _, _, year in wanted}
    )
    changed = []
    for row in rows.order_by("pk"):
        if n := wanted[row.organ_id, row.kind, row.topic, row.year]:
            row.count += n
            changed.append(row)
    Tally.objects.bulk_update(changed, ["count"])


def supersede(records: Sequence[Record], *, actor: Actor, at: datetime) -> None:
    """Mark published records as replaced by a later edition of the same work (已被修改)."""
    with transaction.atomic():
        for record in records:
            record.superseded = True
            record.changed_at = at
        Record.objects.bulk_update(records, ["superseded", "changed_at"])
        write_many(
            actor=actor, at=at,
            lines=[
                Line("标记已被修改", "record", record.pk, record.organ_id, seals(record))
                for record in records
            ],
        )  # fmt: skip
        leave_pending(record.pk for record in records)
