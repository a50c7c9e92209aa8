"""Questions of the auditor: does every typed figure, dispute, report and verdict still say what the ledger says?"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models

from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.records.statements import row_digest
from gongkai.oversee.annual.models import AnnualReport, Counterpart, Dispute, Task, TypedFigure, Verdict

_SEALED: tuple[tuple[type[models.Model], str], ...] = (
    (TypedFigure, "填报数"),
    (Dispute, "复议诉讼登记"),
    (AnnualReport, "年度报告"),
    (Verdict, "核对说明"),
    (Counterpart, "他处公布数"),
    (Task, "公开工作任务"),
)
OBJECTS = ("annual_report", "dispute", "report_check", "openness_task")


def faults() -> Iterator[str]:
    """Compare every row with the digest that the ledger sealed last; sentences in Chinese."""
    expected: dict[str, dict[str, str]] = {}
    lines = Entry.objects.filter(object_type__in=OBJECTS).order_by("seq").values_list("detail", flat=True)
    for detail in lines.iterator(chunk_size=2000):
        sealed = detail.get("seals") if isinstance(detail, dict) else None
        for name, digest in (sealed if isinstance(sealed, dict) else {}).items():
            table, _, key = name.partition(":")
            expected.setdefault(table, {})[key] = str(digest)
    for model, label in _SEALED:
        yield from _rows(model, label, expected.get(model._meta.model_name or "", {}))


def _rows(model: type[models.Model], label: str, expected: dict[str, str]) -> Iterator[str]:
    rows: models.QuerySet[models.Model] = models.QuerySet(model)
    for row in rows.order_by("pk").iterator(chunk_size=500):
        digest = expected.pop(str(row.pk), None)
        if digest is None:
            yield f"{label}{row.pk}没有台账记录"
        elif digest != row_digest(row):
            yield f"{label}{row.pk}的登记内容与台账不符"
    yield from (f"{label}{key}缺失" for key in expected)


def count() -> int:
    """How many rows will be looked at."""
    return sum(models.QuerySet(model).count() for model, _ in _SEALED)
