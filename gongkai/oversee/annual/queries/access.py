"""Who may see and who may write the report of an organ."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from gongkai.kernel.organizations.queries import Organ, Role, Standing, supervised

EDITORS = (Role.FOI_OFFICER, Role.FOI_HEAD)
READERS = (*EDITORS, Role.SIGNER, Role.AUDITOR)
JUDGES = (*EDITORS, Role.SUPERVISOR)


def may_edit(standing: Standing, organ_id: int) -> bool:
    """Whether the person keeps the report of the organ: its FOI office."""
    return bool(standing.roles(organ_id) & set(EDITORS))


def may_judge(standing: Standing, organ_id: int) -> bool:
    """Whether the person may say, for that office, why a finding of a published report stands (条例47)."""
    return bool(standing.roles(organ_id) & set(JUDGES))


def keepers(standing: Standing) -> list[Organ]:
    """The offices for which the person may say so, in the order of their posts."""
    found = {post.organ_id: post.organ for post in standing.posts if may_judge(standing, post.organ_id)}
    return list(found.values())


def own(standing: Standing) -> frozenset[int]:
    """Ids of the organs whose report the person reads by a post in them."""
    return standing.organs_with(READERS)


def readable(standing: Standing) -> frozenset[int]:
    """Ids of the organs whose report the person may see: their own, and those they supervise (条例47)."""
    return own(standing) | supervised(standing)


def organs(ids: Iterable[int]) -> QuerySet[Organ]:
    """These organs in their order."""
    return Organ.objects.filter(pk__in=list(ids)).order_by("position", "id")
