"""What a person may do on a day: the posts in force, the organs they open, the organs they supervise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.kernel.ledger.rules import Actor
from gongkai.kernel.organizations.models import Organ, Person, Post
from gongkai.kernel.organizations.terms import CONTENT_ROLES, Role


@dataclass(frozen=True)
class Standing:
    """What a person is on a day: their posts in force, as (role, organ) with titles."""

    person: Person
    on: date
    posts: tuple[Post, ...]

    def roles(self, organ_id: int) -> frozenset[Role]:
        """The roles held in one organ."""
        return frozenset(Role(p.role) for p in self.posts if p.organ_id == organ_id)

    def has(self, role: Role, organ_id: int | None = None) -> bool:
        """Whether the role is held in that organ (in any organ, when none is named)."""
        return any(p.role == role and organ_id in (None, p.organ_id) for p in self.posts)

    def organs_with(self, roles: Iterable[Role]) -> frozenset[int]:
        """Ids of the organs in which one of the roles is held."""
        wanted = set(roles)
        return frozenset(p.organ_id for p in self.posts if Role(p.role) in wanted)

    @property
    def content_organs(self) -> frozenset[int]:
        """Ids of the organs whose drafts the person may read."""
        return self.organs_with(CONTENT_ROLES)

    @property
    def home(self) -> Organ | None:
        """The organ of the first post; None for a person without one."""
        return self.posts[0].organ if self.posts else None

    def actor(self, organ_id: int | None = None) -> Actor:
        """The person as the ledger keeps them, by the post in that organ where there is one."""
        chosen = next((p for p in self.posts if p.organ_id == organ_id), self.posts[0] if self.posts else None)
        if chosen is None:
            return Actor(self.person.pk, self.person.name)
        title = chosen.title or Role(chosen.role).label
        return Actor(self.person.pk, self.person.name, title, chosen.organ_id, chosen.organ.name)


def standing(person: Person, on: date) -> Standing:
    """The posts that a person holds on a day (one query)."""
    posts = (
        Post.objects.filter(person=person, starts_on__lte=on)
        .filter(Q(ends_on=None) | Q(ends_on__gt=on))
        .select_related("organ")
        .order_by("id")
    )
    return Standing(person, on, tuple(posts) if person.is_active else ())


def actor(person: Person, on: date, organ_id: int | None = None) -> Actor:
    """Shorthand for ``standing(person, on).actor(organ_id)``."""
    return standing(person, on).actor(organ_id)


def content_organs(person: Person, on: date) -> frozenset[int]:
    """Ids of the organs whose drafts and cases the person may read on that day."""
    return standing(person, on).content_organs


def people_with(role: Role, organ_id: int, on: date) -> QuerySet[Person]:
    """The people who hold a role in an organ on a day."""
    held = Post.objects.filter(role=role, organ_id=organ_id, starts_on__lte=on).filter(
        Q(ends_on=None) | Q(ends_on__gt=on)
    )
    return Person.objects.filter(pk__in=held.values("person_id"), is_active=True).order_by("id")


def supervised(standing: Standing) -> frozenset[int]:
    """Organs that a 主管部门 supervises through this person: its government's members and their members (条例47)."""
    roots = [p.organ for p in standing.posts if p.role == Role.SUPERVISOR and p.organ.is_supervisor]
    if not roots:
        return frozenset()
    children: dict[int | None, list[int]] = {}
    for pk, government, vertical in Organ.objects.values_list("pk", "government_id", "vertical_parent_id"):
        children.setdefault(government, []).append(pk)
        if vertical:
            children.setdefault(vertical, []).append(pk)
    seen: set[int] = set()
    queue = [root.government_id or root.pk for root in roots]
    while queue:
        current = queue.pop()
        if current not in seen:
            seen.add(current)
            queue += children.get(current, [])
    return frozenset(seen)
