"""The verb of the library: import an archive of laws, or published reports, as published documents; resumable."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Count

from gongkai.kernel.ledger.inserting import insert
from gongkai.kernel.ledger.operations import write
from gongkai.kernel.organizations.operations import Actor, save_organ
from gongkai.kernel.organizations.queries import Organ, organs
from gongkai.kernel.organizations.terms import Level, Nature
from gongkai.kernel.papers import operations as papers
from gongkai.kernel.papers import richtext
from gongkai.kernel.records.models import Record
from gongkai.kernel.records.operations import importing
from gongkai.kernel.records.operations.importing import Incoming
from gongkai.kernel.screening.marks import CLASSIFIED_SENTENCE, classified
from gongkai.publish.library.archive import SourceFile, read_archive
from gongkai.publish.library.kinds import BY_LABEL
from gongkai.publish.library.law import Heading, Law, parse_heading, parse_law
from gongkai.publish.library.models import Edition, Provision, Work
from gongkai.publish.library.queries import SEALED
from gongkai.publish.library.report import Report, parse_report
from gongkai.publish.library.rules import articles_digest, editions

#: As ``map``: a function of one argument, and what it is called with.
Ahead = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]

__all__ = ["Imported", "import_path", "library_organ"]

BATCH = 200
_MARKED_HEAD = 200  # characters at the head of a text, where other marks count
LIBRARY_NAME = "示范人民代表大会常务委员会法规资料库"
REPORT_KIND = "published_report"
ELSEWHERE = "解析（另一进程）"  # seconds of processor time; the time that this process waited for it is under 解析


@dataclass
class Imported:
    """What an import did: ``failed`` names each file with the reason; ``shares`` are seconds by part of the work."""

    imported: int = 0
    skipped: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0.0
    shares: dict[str, float] = field(default_factory=dict)

    def add(self, part: str, since: float) -> float:
        """Book the time since a moment under a part; returns now."""
        here = time.perf_counter()
        self.shares[part] = self.shares.get(part, 0.0) + here - since
        return here


def library_organ(at: datetime) -> Organ:
    """The demo legislature under whose name imported texts stand; made when there is none."""
    found = organs(closed=True).filter(nature=Nature.LEGISLATURE).first()
    return found or save_organ(
        fields={
            "name": LIBRARY_NAME, "short_name": "法规资料库", "level": Level.COUNTY, "nature": Nature.LEGISLATURE,
            "position": 900, "index_code": "990000000", "foi_office": "资料室", "phone": "0999-0000000",
        },
        by=Actor.system("导入"), at=at,
    )  # fmt: skip


def import_path(
    path: Path,
    *,
    at: datetime,
    progress: Callable[[int, int], None] = lambda done, total: None,
    ahead: Ahead = map,
    read: Callable[[Path], Iterable[SourceFile]] = read_archive,
) -> Imported:
    """Import everything in an archive, folder or file; what was imported before (by its path) is skipped.

    Each batch is one transaction, so an interruption loses at most a batch and a second run goes on. A file that cannot
    be read is named in ``failed`` and the rest goes on. ``progress(done, total)`` is called after each batch.
    ``ahead`` is ``map``, or like it lets another process read the files of the next batch. ``read`` is ``read_archive``,
    or gives what it said before.
    """
    result, start = Imported(), time.perf_counter()
    here = start
    sources = list(read(path))
    here = result.add("读取", here)
    organ, actor = library_organ(at), Actor.system("导入")
    known = importing.known([source.path for source in sources])
    result.skipped = len(known)
    fresh: list[SourceFile] = []
    for source in sources:
        if source.fault:
            result.failed.append((source.path, source.fault))
        elif source.path not in known:
            fresh.append(source)
    progress(result.skipped, len(sources))
    superseded = _superseded(sources, at.date()) if fresh else set()
    result.add("版本", here)
    here = time.perf_counter()
    for group, seconds in ahead(_read_group, _batches(fresh)):
        result.add("解析", here)
        if ahead is not map:
            result.shares[ELSEWHERE] = result.shares.get(ELSEWHERE, 0.0) + seconds
        _import_group(group, superseded, organ, actor, at, result)
        progress(result.skipped + result.imported + len(result.failed), len(sources))
        here = time.perf_counter()
    if fresh:
        here = time.perf_counter()
        _settle_works(actor, at)
        result.add("版本", here)
    result.seconds = time.perf_counter() - start
    return result


def _batches(sources: Sequence[SourceFile]) -> Iterator[Sequence[SourceFile]]:
    for start in range(0, len(sources), BATCH):
        yield sources[start : start + BATCH]


def _is_report(source: SourceFile) -> bool:
    return source.path.lower().endswith(".txt")


def _superseded(sources: Sequence[SourceFile], today: date) -> set[str]:
    """Paths of editions that a later one replaced, judged by titles and dates of this archive."""
    laws = [parse_heading(s.path, s.text[:800]) for s in sources if not s.fault and not _is_report(s)]
    heads = [_Stored(law.path, _key(law), law.edition_on) for law in laws]
    return {one.path for stands in editions(heads, today=today).values() for one in stands if one.superseded_by}


@dataclass(frozen=True)
class _Read:
    """A file as it was read, by whichever process: a law with the rows of its articles, a report, or why neither."""

    source: SourceFile
    fault: str = ""
    law: Law | None = None
    articles: Sequence[tuple[int, str, str, str, str, str]] = ()
    digest: str = ""
    report: Report | None = None


def _read_group(group: Sequence[SourceFile]) -> tuple[list[_Read], float]:
    """The files of a batch, and the seconds of processor time; touches nothing outside, so that any process may do it."""
    start = time.process_time()
    return [_read(source) for source in group], time.process_time() - start


def _read(source: SourceFile) -> _Read:
    try:
        if _classified(source.text):
            return _Read(source, CLASSIFIED_SENTENCE)
        if _is_report(source):
            return _Read(source, report=parse_report(source.path, source.text))
        law = parse_law(source.path, source.text)
    except Exception as fault:
        return _Read(source, f"无法识别：{type(fault).__name__} {fault}")
    articles = _provisions(law)
    digest = articles_digest(_key(law), law.title, BY_LABEL[law.kind], law.made_on, articles)
    return _Read(source, law=replace(law, provisions=()), articles=articles, digest=digest)


def _import_group(
    group: Sequence[_Read],
    superseded: set[str],
    organ: Organ,
    actor: Actor,
    at: datetime,
    result: Imported,
) -> None:
    here = time.perf_counter()
    result.failed += [(read.source.path, read.fault) for read in group if read.fault]
    good = [read for read in group if not read.fault]
    incoming = [
        _law(read.law, superseded=read.source.path in superseded) if read.law else _report(read, at) for read in good
    ]
    with transaction.atomic():
        records = importing.publish_imported(incoming, organ=organ, actor=actor, at=at)
        here = result.add("登记、存证和台账", here)
        _keep_articles(
            [(record, read.law, read) for record, read in zip(records, good, strict=True) if read.law], actor, at
        )
        result.add("条文", here)
    result.imported += len(records)


def _classified(text: str) -> bool:
    """As ``classified``, which looks at line after line: a line without the character has no mark."""
    if "密" not in text:
        return False
    end = text.find("\n", _MARKED_HEAD)
    if end < 0:
        return classified(text) is not None
    lines = [line for line in text[end:].split("\n") if "密" in line]
    return classified("\n".join([text[:end], *lines])) is not None


def _law(law: Law, *, superseded: bool) -> Incoming:
    body = law.html
    return Incoming(
        source=law.path,
        kind=BY_LABEL[law.kind],
        title=law.title,
        body=body,
        text=law.text,
        annotation=" ".join(law.caption),
        doc_number=law.number,
        issuer=law.issuer,
        made_on=law.made_on,
        published_on=law.published_on or law.made_on,
        effective_on=law.effective_on,
        superseded=superseded,
    )


def _report(read: _Read, at: datetime) -> Incoming:
    """A published report; the file as it was read goes along as an attachment."""
    report, source = read.report, read.source
    assert report is not None
    stored = papers.store(source.text.encode(), media_type="text/plain", at=at)
    name = source.path.rsplit("/", 1)[-1]
    year = report.year or at.year
    return Incoming(
        source=source.path,
        kind=REPORT_KIND,
        title=report.title,
        body=report.html,
        text=richtext.to_text(report.html),
        issuer=report.organ,
        made_on=None,
        published_on=date(year + 1, 1, 31) if date(year + 1, 1, 31) <= at.date() else None,
        files=((name, stored),),
    )


def _keep_articles(pairs: Sequence[tuple[Record, Law, _Read]], actor: Actor, at: datetime) -> None:
    """Works, editions and articles, and one line of the ledger for the batch: by the digest of each text's articles a
    changed one is found.
    """
    if not pairs:
        return
    keys = [_key(law) for _, law, _ in pairs]
    Work.objects.bulk_create(
        [Work(key=key, title=law.title, kind=record.kind) for key, (record, law, _) in zip(keys, pairs, strict=True)],
        ignore_conflicts=True,
    )
    works = {work.key: work for work in Work.objects.filter(key__in=set(keys))}
    insert(
        *(
            Edition(record=record, work=works[key], dated_on=law.made_on, current=not record.superseded)
            for key, (record, law, _) in zip(keys, pairs, strict=True)
        )
    )
    digests: dict[str, str] = {}
    rows: list[tuple[int | str, ...]] = []
    for key, (record, law, read) in zip(keys, pairs, strict=True):
        work = works[key]
        same = (work.title, work.kind) == (law.title, BY_LABEL[law.kind])  # else the work was named by another edition
        digests[str(record.pk)] = (
            read.digest if same else articles_digest(key, work.title, work.kind, law.made_on, read.articles)
        )
        rows += [(record.pk, *row) for row in read.articles]
    _insert_provisions(rows)
    write(
        actor=actor, verb=SEALED, object_type="library", object_id=pairs[0][0].pk, at=at,
        organ_id=pairs[0][0].organ_id, detail={"articles": digests},
    )  # fmt: skip


def _provisions(law: Law) -> list[tuple[int, str, str, str, str, str]]:
    return [(p.position, p.level, p.label[:40], p.heading[:200], p.anchor[:40], p.text) for p in law.provisions]


def _insert_provisions(rows: Sequence[tuple[int | str, ...]]) -> None:
    """Rows straight into the table: a fifth of the import went into making model objects of 200,000 articles."""
    table = connection.ops.quote_name(Provision._meta.db_table)
    columns = "record_id, position, level, label, heading, anchor, text"
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s)", rows)  # noqa: S608  no input


def _key(law: Law | Heading) -> str:
    """Texts of different kinds under one title are different works."""
    digest = hashlib.sha256(law.work_key.encode()).hexdigest()[:16] if len(law.work_key) > 250 else law.work_key
    return f"{law.kind}:{digest}"


@dataclass(frozen=True)
class _Stored:
    path: str
    work_key: str
    edition_on: date | None


def _settle_works(actor: Actor, at: datetime) -> None:
    """Across imports: in every work with several editions, all but the newest are 已被修改."""
    several = Work.objects.annotate(n=Count("editions")).filter(n__gt=1).values("pk")
    rows = list(Edition.objects.filter(work__in=several).select_related("record"))
    stands = editions([_Stored(str(row.pk), str(row.work_id), row.dated_on) for row in rows], today=at.date())
    replaced = {int(one.path) for group in stands.values() for one in group if one.superseded_by}
    changed = [row for row in rows if row.record.superseded != (row.pk in replaced)]
    newly = [row.record for row in changed if row.pk in replaced]
    if newly:
        importing.supersede(newly, actor=actor, at=at)
    stale = [row for row in rows if row.current == (row.pk in replaced)]
    for row in stale:
        row.current = row.pk not in replaced
    Edition.objects.bulk_update(stale, ["current"], batch_size=500)
