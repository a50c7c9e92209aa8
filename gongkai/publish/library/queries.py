"""Questions to the library: editions of a work, the articles of a text, how many rules it holds, whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count

from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.records.models import Record
from gongkai.kernel.records.prepared import Prepared, columns, made
from gongkai.kernel.records.terms import Status
from gongkai.publish.library.kinds import KINDS
from gongkai.publish.library.models import Edition, Provision, Work
from gongkai.publish.library.rules import articles_digest, counts_as_rule

__all__ = ["Edition", "Provision", "Work", "count_of_rules", "editions_of", "faults", "provisions_of", "totals"]

SEALED = "登记条文"  # the ledger's verb for the articles of a batch


_EDITIONS = Prepared(
    lambda pk: (
        Edition.objects.filter(
            work__in=Edition.objects.filter(pk=pk).values("work_id"), record__status=Status.PUBLISHED
        )
        .order_by("-dated_on", "-pk")
        .values_list(*columns(Edition))
    )
)


def editions_of(record: Record) -> list[Edition]:
    """Every public edition of the work that a record belongs to, newest first; empty for a record that is no law."""
    return [made(Edition, row) for row in _EDITIONS.rows(record.pk)]


def provisions_of(record: Record) -> list[Provision]:
    """Chapters and articles in their order."""
    return list(Provision.objects.filter(record=record).order_by("position"))


def totals() -> dict[str, int]:
    """How many published texts of each kind (by its Chinese label)."""
    codes = {kind.code: kind.label for kind in KINDS}
    rows = Record.objects.filter(kind__in=codes, status=Status.PUBLISHED).values_list("kind").annotate(n=Count("pk"))
    return {codes[code]: n for code, n in rows}


def count_of_rules() -> int:
    """How many texts count as laws, regulations and rules: 司法解释, 案例 and 其他 never do."""
    return sum(n for label, n in totals().items() if counts_as_rule(label))


def faults() -> Iterator[str]:
    """Editions and articles that no longer say what the ledger sealed when they came in; sentences in Chinese."""
    sealed: dict[str, str] = {}
    for detail in Entry.objects.filter(verb=SEALED).order_by("seq").values_list("detail", flat=True):
        sealed |= detail.get("articles", {})
    rows = groupby(
        Provision.objects.order_by("record_id", "position")
        .values_list("record_id", "position", "level", "label", "heading", "anchor", "text")
        .iterator(chunk_size=2000),
        key=itemgetter(0),
    )
    articles = next(rows, None)
    for one in Edition.objects.select_related("work", "record").order_by("pk").iterator(chunk_size=500):
        while articles is not None and articles[0] < one.pk:
            yield f"信息{articles[0]}有条文而没有版本"
            articles = next(rows, None)
        own: list[tuple[Any, ...]] = []
        if articles is not None and articles[0] == one.pk:
            own = [row[1:] for row in articles[1]]
            articles = next(rows, None)
        work = one.work
        if sealed.pop(str(one.pk), None) != articles_digest(work.key, work.title, work.kind, one.dated_on, own):
            yield f"信息{one.pk}《{one.record.title[:40]}》的条文或版本与台账不符"
        if one.current == one.record.superseded:
            yield f"信息{one.pk}《{one.record.title[:40]}》的现行标记与效力不符"
    if articles is not None:
        yield f"信息{articles[0]}有条文而没有版本"
    yield from (f"信息{key}的条文缺失" for key in sealed)
