"""Questions of the auditor: does every row of the yearly forms still say what the ledger says?"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models

from gongkai.kernel.casework.queries import audit
from gongkai.oversee.yearly.models import ItemWording, Website, YearlyFigure, YearlyReport

_SEALED: tuple[tuple[type[models.Model], str], ...] = (
    (Website, "政府网站登记"),
    (YearlyFigure, "年度表填报"),
    (ItemWording, "年度表表式"),
    (YearlyReport, "年度表"),
)

_OBJECTS = ("yearly_report", "website", "yearly_item")


def faults() -> Iterator[str]:
    """Compare every row with the digest that the ledger sealed last; sentences in Chinese."""
    expected = audit.sealed((model._meta.model_name or "" for model, _ in _SEALED), objects=_OBJECTS)
    for model, label in _SEALED:
        yield from audit.rows(model, label, expected[model._meta.model_name or ""])


def count() -> int:
    """How many rows will be looked at."""
    return sum(models.QuerySet(model).count() for model, _ in _SEALED)
