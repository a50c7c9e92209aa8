"""Questions about organs: the tree, names on a day, the facts of the site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from gongkai.kernel.organizations.models import Organ, OrganName, Post, Site
from gongkai.kernel.organizations.rules import check_index_pattern, index_number
from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workdays import Timetable


def organ(organ_id: int) -> Organ | None:
    """One organ by its id, also a closed one; None when there is none."""
    return Organ.objects.filter(pk=organ_id).first()


def organs(*, closed: bool = False) -> QuerySet[Organ]:
    """The organs in their order; with ``closed`` also those that no longer exist."""
    found = Organ.objects.order_by("position", "id")
    return found if closed else found.filter(closed_on=None)


def name_on(organ: Organ, on: date) -> str:
    """The name that an organ bore on a day."""
    row = (
        OrganName.objects.filter(organ=organ, starts_on__lte=on)
        .filter(Q(ends_on=None) | Q(ends_on__gt=on))
        .order_by("-starts_on")
        .first()
    )
    return row.name if row else organ.name


def site() -> Site:
    """The facts of the site; defaults when none were entered."""
    return Site.objects.filter(pk=1).first() or Site(pk=1)


@dataclass(frozen=True)
class Branch:
    """A line of the tree of organs: how deep it stands, how many people hold a post in it."""

    organ: Organ
    depth: int
    people: int


def tree(on: date, *, closed: bool = False) -> list[Branch]:
    """Every organ below its government, in order (one query). With ``closed`` also those that no longer exist."""
    held = Q(posts__starts_on__lte=on, posts__person__is_active=True) & (
        Q(posts__ends_on=None) | Q(posts__ends_on__gt=on)
    )
    rows = list(
        organs(closed=closed)
        .select_related("vertical_parent", "merged_into")
        .annotate(people=Count("posts__person", filter=held, distinct=True))
    )
    children: dict[int | None, list[Organ]] = {}
    known = {row.pk for row in rows}
    for row in rows:
        children.setdefault(row.government_id if row.government_id in known else None, []).append(row)
    found: list[Branch] = []

    def walk(parent: int | None, depth: int) -> None:
        for row in children.get(parent, []):
            found.append(Branch(row, depth, getattr(row, "people", 0)))
            walk(row.pk, depth + 1)

    walk(None, 0)
    return found


def names(organ: Organ) -> QuerySet[OrganName]:
    """Every name that an organ bore, newest first."""
    return OrganName.objects.filter(organ=organ).order_by("-starts_on", "-pk")


def below(organ: Organ) -> QuerySet[Organ]:
    """The organs that belong to an organ or follow it vertically."""
    return Organ.objects.filter(Q(government=organ) | Q(vertical_parent=organ)).order_by("position", "id")


def posts_of_organ(organ: Organ, on: date) -> QuerySet[Post]:
    """The posts in force in an organ on a day, with their people."""
    return (
        Post.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), organ=organ, starts_on__lte=on, person__is_active=True)
        .select_related("person")
        .order_by("role", "person__name", "pk")
    )


def index_example(pattern: str, *, code: str, uscc: str, on: date) -> str:
    """What the first 索引号 of a year would look like; empty when the pattern cannot be read."""
    try:
        return index_number(check_index_pattern(pattern), code=code or "000000", uscc=uscc or "0" * 18, on=on, serial=1)
    except (Refusal, ValueError):
        return ""


def timetable(organ: Organ) -> Timetable | None:
    """The organ's own working hours; None when it keeps none of its own."""
    text = organ.timetable.get("text", "") if isinstance(organ.timetable, dict) else ""
    try:
        return Timetable.parse(text) if text else None
    except Refusal:
        return None
