"""Whom an alarm reaches: the head of the FOI office, or whoever stands above when nobody answers for a case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from gongkai.kernel.casework.models import Case
from gongkai.kernel.notices.operations import notify
from gongkai.kernel.organizations.queries import Organ, Person, Post, Role, organs, people_with
from gongkai.kernel.records.prepared import Prepared, columns, made
from gongkai.kernel.vocabulary import CHINA


def find_owner(organ: Organ, at: datetime) -> Person | None:
    """The officer with the fewest open cases, else the head of the FOI office; None when the organ has neither (one query)."""
    on = at.astimezone(CHINA).date()
    first: Person | None = None
    officers: dict[int, tuple[int, Person]] = {}
    for role, starts_on, ends_on, load, *person in _HELD.rows(organ.pk):
        if starts_on > on or (ends_on is not None and ends_on <= on):
            continue
        who = made(Person, tuple(person))
        first = first or who
        if role == Role.FOI_OFFICER:
            officers[who.pk] = (load or 0, who)
    return min(officers.values(), key=lambda held: (held[0], held[1].pk))[1] if officers else first


def _posts(organ_id: int) -> QuerySet[Post, Any]:
    """The FOI posts of an organ in order, each with its days, the open cases of its person, and the person."""
    held = Case.objects.filter(handler=OuterRef("person_id"), closed_at=None).order_by().values("handler")
    rows = Post.objects.filter(organ_id=organ_id, role__in=[Role.FOI_OFFICER, Role.FOI_HEAD], person__is_active=True)
    load = Subquery(held.annotate(n=Count("pk")).values("n"))
    return rows.order_by("pk").values_list("role", "starts_on", "ends_on", load, *columns(Person, "person__"))


_HELD = Prepared(_posts)


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
        above(case.organ, at), text=f"{case.organ.name}没有公开机构人员，新收到的申请{case.number}无人办理",
        link=f"/desk/requests/{case.pk}/", key=f"ownerless:{case.pk}", at=at, level="alarm",
    )  # fmt: skip
