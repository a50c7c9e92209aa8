"""Questions of the auditor: does every campaign, filing, version, step and roll-up still say what the ledger says?"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models

from gongkai.kernel.casework.queries import audit
from gongkai.oversee.collecting.models import Campaign, Filing, FilingStep, FilingVersion, RollUp

_SEALED: tuple[tuple[type[models.Model], str], ...] = (
    (Campaign, "年报汇集"),
    (Filing, "年报报送"),
    (FilingVersion, "报送版本"),
    (FilingStep, "报送步骤"),
    (RollUp, "年报汇总"),
)


def faults() -> Iterator[str]:
    """Compare every row with the digest that the ledger sealed last; sentences in Chinese."""
    expected = audit.sealed(model._meta.model_name or "" for model, _ in _SEALED)
    for model, label in _SEALED:
        yield from audit.rows(model, label, expected[model._meta.model_name or ""])


def count() -> int:
    """How many rows will be looked at."""
    return sum(models.QuerySet(model).count() for model, _ in _SEALED)
