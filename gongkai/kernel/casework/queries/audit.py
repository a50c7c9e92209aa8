"""Questions of the auditor: does every row of a case still say what the ledger says of it, and can it be read?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db import models
from django.db.models import Count, Max

from gongkai.kernel.casework import identity
from gongkai.kernel.casework.models import Assignment, Case, CasePaper, Deadline, Event, Link, Note, Party
from gongkai.kernel.casework.sealing import deadlines_digest, row_digest
from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.vocabulary import Refusal

_CHUNK = 500

#: Tables of which every row is sealed by a line of the ledger, and how a fault names them.
SEALED: tuple[tuple[type[models.Model], str], ...] = (
    (Case, "办件"),
    (Event, "办理记录"),
    (Party, "当事人"),
    (CasePaper, "文书"),
    (Assignment, "分办记录"),
    (Note, "备注"),
    (Link, "办件关联"),
)


def faults() -> Iterator[str]:
    """Compare every row with its last seal, every clock with its own; sentences in Chinese."""
    names = [model._meta.model_name or "" for model, _ in SEALED]
    expected = sealed((*names, "deadlines"))
    for model, label in SEALED:
        yield from rows(model, label, expected[model._meta.model_name or ""])
    yield from _clocks(expected["deadlines"])
    yield from _order()
    yield from _readable()


def sealed(tables: Iterable[str], *, objects: Collection[str] = ()) -> dict[str, dict[int, bytes]]:
    """Of these tables: by key, the digest that the ledger sealed last; a row that a verb deleted is not in it.

    ``objects``: the types of object whose lines seal them, where no other line does; none named: every line is read.
    """
    found: dict[str, dict[int, bytes]] = {table: {} for table in tables}
    lines = Entry.objects.filter(object_type__in=objects) if objects else Entry.objects.all()
    for detail in lines.order_by("seq").values_list("detail", flat=True).iterator(chunk_size=2000):
        said = detail.get("seals") if isinstance(detail, dict) else None  # a damaged line is the ledger's own fault
        for name, digest in said.items() if isinstance(said, dict) else ():
            table, _, key = name.partition(":")
            if table not in found or not key.isdigit():
                continue
            if digest is None:
                found[table].pop(int(key), None)
            else:
                found[table][int(key)] = _bytes(digest)
    return found


def _bytes(digest: Any) -> bytes:
    try:
        return bytes.fromhex(str(digest))
    except ValueError:
        return b""


def rows(model: type[models.Model], label: str, expected: dict[int, bytes]) -> Iterator[str]:
    """What does not fit between a table and its seals; for the applications' own tables too."""
    found: models.QuerySet[models.Model] = models.QuerySet(model)
    for row in found.order_by("pk").iterator(chunk_size=_CHUNK):
        digest = expected.pop(int(row.pk), None)
        if digest is None:
            yield f"{label}{row.pk}没有台账记录"
        elif digest.hex() != row_digest(row):
            yield f"{label}{row.pk}{_name(row)}的登记内容与台账不符"
    yield from (f"{label}{key}缺失" for key in expected)


def _name(row: models.Model) -> str:
    number = getattr(row, "number", "")
    return f"（{number}）" if isinstance(number, str) and number else ""


def _clocks(expected: dict[int, bytes]) -> Iterator[str]:
    """The clocks of each case against their seal: a case that never moved has none."""
    current: list[Deadline] = []

    def judge() -> Iterator[str]:
        key = current[0].case_id
        if expected.pop(key, b"").hex() != deadlines_digest(current):
            yield f"办件{key}的期限与台账不符"

    for row in Deadline.objects.order_by("case_id", "pk").iterator(chunk_size=_CHUNK):
        if current and current[0].case_id != row.case_id:
            yield from judge()
            current = []
        current.append(row)
    if current:
        yield from judge()
    none = deadlines_digest([])
    yield from (f"办件{key}的期限缺失" for key, digest in expected.items() if digest.hex() != none)


def _order() -> Iterator[str]:
    """Events are numbered from one without a gap, and the case stands where the last one left it."""
    for row in Event.objects.values("case_id").annotate(n=Count("pk"), top=Max("seq")).exclude(n=models.F("top")):
        yield f"办件{row['case_id']}的办理记录不连续"
    last = Event.objects.filter(case=models.OuterRef("pk")).order_by("-seq").values("state")[:1]
    wrong = Case.objects.annotate(last=models.Subquery(last)).exclude(last=None).exclude(last=models.F("state"))
    yield from (f"办件{case.pk}（{case.number}）的状态与最后一次办理不符" for case in wrong)


def _readable() -> Iterator[str]:
    """Every identity can be opened with the key of this folder, and is found under its own name."""
    for party in Party.objects.order_by("pk").iterator(chunk_size=_CHUNK):
        try:
            facts = identity.unseal(party.sealed)
        except Refusal as refusal:
            yield f"当事人{party.pk}：{refusal.message}"
            continue
        if identity.index("name", facts.get("name", "")) != party.name_index:
            yield f"当事人{party.pk}的检索索引与身份信息不符"


def counts() -> int:
    """How many rows will be looked at."""
    return sum(models.QuerySet(model).count() for model, _ in SEALED)


def sealed_tables() -> Sequence[str]:
    """Names of the tables whose rows are sealed by the ledger."""
    return [model._meta.db_table for model, _ in SEALED]
