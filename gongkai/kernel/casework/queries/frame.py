"""The three numbers that every page of the desk shows: open, late, waiting for a signature."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q

from gongkai.kernel.casework.models import Case
from gongkai.kernel.casework.queries.queue import late, scope, turn
from gongkai.kernel.organizations.queries import Role, Standing


def frame_counts(standing: Standing, at: datetime) -> dict[str, int]:
    """``open``, ``late`` and ``sign`` of the cases that a person works on (one query; signatures only for who signs)."""
    signs = turn(Role.SIGNER) if standing.has(Role.SIGNER) else Q(pk__in=[])
    found = Case.objects.filter(scope(standing), closed_at=None).aggregate(
        open=Count("pk"), late=Count("pk", filter=late(at)), sign=Count("pk", filter=signs)
    )
    return {name: int(value or 0) for name, value in found.items()}
