"""Questions of the auditor: does every published text, row and step still say what the log and the ledger say?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import models
from django.db.models import Count

from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.papers.models import PaperNumber, Rendition, StoredFile, Voiding
from gongkai.kernel.papers.terms import State as RenditionState
from gongkai.kernel.records.models import Record, Relation, Revision, Serial, Step, Tally, Word
from gongkai.kernel.records.statements import (
    Dossier,
    dossiers,
    row_digest,
    statement,
    statement_digest,
    subject,
)
from gongkai.kernel.records.terms import Status
from gongkai.kernel.trust import queries as trust
from gongkai.kernel.vocabulary import CHINA

_CHUNK = 500

#: Tables of which every row is sealed by a line of the ledger, and how a fault names them.
_SEALED: tuple[tuple[type[models.Model], str], ...] = (
    (Record, "信息"),
    (Step, "审核记录"),
    (Relation, "关联"),
    (Word, "筛查词语"),
    (Voiding, "作废的文号"),
)
#: Tables of which those rows are sealed that records had made; other rooms may make more.
_SEALED_IN_PART: tuple[tuple[type[models.Model], str], ...] = (
    (PaperNumber, "文号"),
    (Rendition, "版式文件"),
    (StoredFile, "文件登记"),
)


def faults() -> Iterator[str]:
    """Recompute every certified statement and compare rows with their last ledger line; sentences in Chinese."""
    expected = _expected()
    for model, label in _SEALED:
        yield from _rows(model, label, expected.pop(model._meta.model_name or ""), every=True)
    for model, label in _SEALED_IN_PART:
        yield from _rows(model, label, expected.pop(model._meta.model_name or ""), every=False)
    yield from _revisions(expected.pop("revision"), expected.pop("parts"))
    yield from _counts()


def _expected() -> dict[str, dict[str, str]]:
    """By table of this room and key: the digest that the ledger sealed last; a row that a verb deleted is not in it."""
    own = [model._meta.model_name or "" for model, _ in (*_SEALED, *_SEALED_IN_PART)]
    expected: dict[str, dict[str, str]] = {table: {} for table in (*own, "revision", "parts")}
    lines = Entry.objects.order_by("seq").values_list("detail", flat=True)
    for detail in lines.iterator(chunk_size=2000):
        for name, digest in _seals(detail).items():
            table, _, key = name.partition(":")
            if table not in expected:
                continue
            if digest is None:
                expected[table].pop(key, None)
            else:
                expected[table][key] = digest
    return expected


def _seals(detail: Any) -> dict[str, Any]:
    found = detail.get("seals") if isinstance(detail, dict) else None  # a damaged line is the ledger's own fault
    return found if isinstance(found, dict) else {}


def _rows(model: type[models.Model], label: str, expected: dict[str, str], *, every: bool) -> Iterator[str]:
    rows: models.QuerySet[models.Model] = models.QuerySet(model)
    for row in rows.order_by("pk").iterator(chunk_size=_CHUNK):
        digest = expected.pop(str(row.pk), None)
        if digest is None and every:
            yield f"{label}{row.pk}没有台账记录"
        elif digest is not None and digest != row_digest(row):
            yield f"{label}{row.pk}{_name(row)}的登记内容与台账不符"
    yield from (f"{label}{key}缺失" for key in expected)


def _name(row: models.Model) -> str:
    title = getattr(row, "title", "")
    return f"《{title[:40]}》" if title else ""


def _revisions(expected: dict[str, str], parts: dict[str, str]) -> Iterator[str]:
    rows = Revision.objects.select_related("record").order_by("pk").iterator(chunk_size=_CHUNK)
    while batch := list(islice(rows, _CHUNK)):
        logged = trust.digests_of([subject(revision) for revision in batch if revision.frozen_at is not None])
        for dossier in dossiers(batch):
            key = str(dossier.revision.pk)
            yield from _dossier(dossier, expected.pop(key, None), parts.pop(key, None), logged)
    yield from (f"信息的文本{key}缺失" for key in expected)


def _dossier(dossier: Dossier, sealed: str | None, parts: str | None, logged: dict[str, str]) -> Iterator[str]:
    revision = dossier.revision
    name = f"信息{revision.record_id}第{revision.number}版《{revision.title[:40]}》"
    if sealed is None:
        yield f"{name}没有台账记录"
    elif sealed != row_digest(revision):
        yield f"{name}的文稿与台账不符"
    if parts != dossier.parts_digest():
        yield f"{name}的附件、筛查结果或起草人与台账不符"
    digest = logged.get(subject(revision))
    if revision.frozen_at is None:
        return
    files = sorted(dossier.attachments, key=lambda a: (a.position, a.pk))
    if statement_digest(statement(revision, revision.record, files)) != revision.digest:
        yield f"{name}的内容与发布时的摘要不符"
    if digest != revision.digest:
        yield f"{name}的摘要与存证日志不符"


def _counts() -> Iterator[str]:
    """What is derived and kept beside the rows: serials of 索引号, tallies of lists, and files that were typeset."""
    given: Counter[tuple[int, int]] = Counter()
    public: Counter[tuple[int, str, str, int]] = Counter()
    rows = Record.objects.filter(published_at__isnull=False).values_list(
        "organ_id", "kind", "topic", "published_at", "status", "index_number"
    )
    for organ_id, kind, topic, published_at, status, number in rows.iterator(chunk_size=5000):
        assert published_at is not None
        year = published_at.astimezone(CHINA).year
        given[organ_id, year] += number is not None
        public[organ_id, kind, topic, year] += status == Status.PUBLISHED
    yield from _differences(
        given, {(row.organ_id, row.year): row.last for row in Serial.objects.all()}, "机关{}在{}年的索引号不连续"
    )
    tallies = {(row.organ_id, row.kind, row.topic, row.year): row.count for row in Tally.objects.all()}
    yield from _differences(public, tallies, "机关{}的{}类（{}）在{}年的计数不符")
    waiting = Rendition.objects.exclude(state=RenditionState.READY).exclude(file=None).aggregate(n=Count("pk"))["n"]
    if waiting:
        yield f"有{waiting}份版式文件的状态与文件不符"


def _differences(found: Counter[Any], kept: dict[Any, int], sentence: str) -> Iterator[str]:
    for key in sorted(set(found) | set(kept), key=str):
        if found.get(key, 0) != kept.get(key, 0):
            yield f"{sentence.format(*key)}：应为{found.get(key, 0)}，实为{kept.get(key, 0)}"


def sealed_tables() -> Sequence[str]:
    """Names of the tables whose rows are sealed by the ledger."""
    return [model._meta.db_table for model, _ in (*_SEALED, *_SEALED_IN_PART)]
