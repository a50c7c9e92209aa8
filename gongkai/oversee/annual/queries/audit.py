"""Questions of the auditor: does every typed figure, dispute, report and verdict still say what the ledger says?"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models

from gongkai.kernel.casework.queries import audit
from gongkai.oversee.annual.models import AnnualReport, Counterpart, Dispute, Task, TypedFigure, Verdict

_SEALED: tuple[tuple[type[models.Model], str], ...] = (
    (TypedFigure, "填报数"),
    (Dispute, "复议诉讼登记"),
    (AnnualReport, "年度报告"),
    (Verdict, "核对说明"),
    (Counterpart, "他处公布数"),
    (Task, "公开工作任务"),
)

_OBJECTS = ("annual_report", "dispute", "report_check", "openness_task")


def faults() -> Iterator[str]:
    """Compare every row with the digest that the ledger sealed last; sentences in Chinese."""
    expected = audit.sealed((model._meta.model_name or "" for model, _ in _SEALED), objects=_OBJECTS)
    for model, label in _SEALED:
        yield from audit.rows(model, label, expected[model._meta.model_name or ""])


def count() -> int:
    """How many rows will be looked at."""
    return sum(models.QuerySet(model).count() for model, _ in _SEALED)
