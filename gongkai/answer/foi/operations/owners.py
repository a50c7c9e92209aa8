"""Whom an alarm reaches: the head of the FOI office, or whoever stands above when nobody answers for a case."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q

from gongkai.kernel.casework.models import Case
from gongkai.kernel.notices.operations import notify
from gongkai.kernel.organizations.queries import Organ, Person, Post, Role, organs, people_with
from gongkai.kernel.vocabulary import CHINA


def find_owner(organ: Organ, at: datetime) -> Person | None:
    """The officer with the fewest open cases, else the head of the FOI office; None when the organ has neither (one or two queries)."""
    on = at.astimezone(CHINA).date()
    held = Post.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), organ=organ, starts_on__lte=on)
    posts = list(
        held.filter(role__in=[Role.FOI_OFFICER, Role.FOI_HEAD], person__is_active=True)
        .select_related("person")
        .order_by("pk")
    )
    officers = {post.person_id: post.person for post in posts if post.role == Role.FOI_OFFICER}
    if len(officers) < 2:
        return next(iter(officers.values()), posts[0].person if posts else None)
    rows = Case.objects.filter(handler_id__in=list(officers), closed_at=None).values("handler").annotate(n=Count("pk"))
    load = dict(rows.values_list("handler", "n"))
    return min(officers.values(), key=lambda person: (load.get(person.pk, 0), person.pk))


def above(organ: Organ, at: datetime) -> list[Person]:
    """The FOI heads and officers of the 主管部门, else the administrators of the system (条例3, 47)."""
    on = at.astimezone(CHINA).date()
    supervising = [row for row in organs() if row.is_supervisor and row.pk != organ.pk]
    for role in (Role.SUPERVISOR, Role.FOI_HEAD, Role.FOI_OFFICER):
        if found := [person for row in supervising for person in people_with(role, row.pk, on)]:
            return found
    return [person for row in organs() for person in people_with(Role.ADMIN, row.pk, on)]


def ownerless(case: Case, at: datetime) -> None:
    """Nobody of the organ could take the case: whoever stands above is alarmed in the same transaction."""
    notify(
        above(case.organ, at), text=f"{case.organ.name}没有公开机构人员,新收到的申请{case.number}无人办理",
        link=f"/desk/requests/{case.pk}/", key=f"ownerless:{case.pk}", at=at, level="alarm",
    )  # fmt: skip
