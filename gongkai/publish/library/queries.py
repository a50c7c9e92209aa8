"""Questions to the library: editions of a work, the articles of a text, how many rules it holds, whether it is whole."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count

from gongkai.kernel.records.models import Record
from gongkai.kernel.records.terms import Status
from gongkai.publish.library.kinds import KINDS
from gongkai.publish.library.models import Edition, Provision, Work
from gongkai.publish.library.rules import counts_as_rule

__all__ = ["Edition", "Provision", "Work", "count_of_rules", "editions_of", "faults", "provisions_of", "totals"]


def editions_of(record: Record) -> list[Edition]:
    """Every public edition of the work that a record belongs to, newest first; empty for a record that is no law."""
    own = Edition.objects.filter(pk=record.pk).values_list("work_id", flat=True).first()
    if own is None:
        return []
    return list(
        Edition.objects.filter(work_id=own, record__status=Status.PUBLISHED)
        .select_related("record")
        .order_by("-dated_on", "-pk")
    )


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
    """Articles whose text no longer stands in the certified text of their law; sentences in Chinese."""
    rows = Provision.objects.select_related("record").order_by("record_id", "position")
    last, text = 0, ""
    for row in rows.iterator(chunk_size=2000):
        if row.record_id != last:
            last = row.record_id
            text = _squeezed(Record.objects.select_related("current").get(pk=last).current.text)  # type: ignore[union-attr]
        if _squeezed(row.label + row.heading) not in text or _squeezed(row.text) not in text:
            yield f"信息{row.record_id}的条文第{row.position}条目“{row.label}{row.heading[:20]}”与正文不符"


def _squeezed(text: str) -> str:
    return "".join(text.split())
