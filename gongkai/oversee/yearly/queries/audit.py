"""Questions of the auditor: does every row of the yearly forms still say what the ledger says?"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models

from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.records.statements import row_digest
from gongkai.oversee.yearly.models import ItemWording, Website, YearlyFigure, YearlyReport

_SEALED: tuple[tuple[type[models.Model], str], ...] = (
    (Website, "政府网站登记"),
    (YearlyFigure, "年度表填报"),
    (ItemWording, "年度表表式"),
    (YearlyReport, "年度表"),
)
OBJECTS = ("yearly_report", "website", "yearly_item")


def faults() -> Iterator[str]:
    """Compare every row with the digest that the ledger sealed last; sentences in Chinese."""
    expected: dict[str, str] = {}
    lines = Entry.objects.filter(object_type__in=OBJECTS).order_by("seq").values_list("detail", flat=True)
    for detail in lines.iterator(chunk_size=2000):
        expected |= detail.get("seals") or {}
    for model, label in _SEALED:
        name = model._meta.model_name
        rows: models.QuerySet[models.Model] = models.QuerySet(model)
        for row in rows.order_by("pk").iterator(chunk_size=500):
            digest = expected.pop(f"{name}:{row.pk}", None)
            if digest != row_digest(row):
                yield f"{label}{row.pk}" + ("的登记内容与台账不符" if digest else "没有台账记录")
        yield from (f"{label}{key.partition(':')[2]}缺失" for key in expected if key.startswith(f"{name}:"))


def count() -> int:
    """How many rows will be looked at."""
    return sum(models.QuerySet(model).count() for model, _ in _SEALED)
