"""Questions about organs and people: who may do what, where, on which day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from gongkai.kernel.ledger.rules import Actor
from gongkai.kernel.organizations.models import NumberValue, Organ, OrganName, Person, Post, SignIn, Site
from gongkai.kernel.organizations.terms import CONTENT_ROLES, Level, Nature, Role
from gongkai.kernel.vocabulary import Number

__all__ = [
    "Actor",
    "Level",
    "Nature",
    "NumberState",
    "Organ",
    "Person",
    "Post",
    "Role",
    "SessionRow",
    "SignIn",
    "Site",
    "Standing",
    "actor",
    "content_organs",
    "name_on",
    "number",
    "number_states",
    "numbers",
    "organ",
    "organs",
    "people_with",
    "sessions",
    "sign_ins",
    "site",
    "standing",
    "supervised",
]


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


def organ(organ_id: int) -> Organ | None:
    """One organ by its id, also a closed one; None when there is none."""
    return Organ.objects.filter(pk=organ_id).first()


def organs(*, closed: bool = False) -> QuerySet[Organ]:
    """The organs in their order; with ``closed`` also those that no longer exist."""
    found = Organ.objects.order_by("position", "id")
    return found if closed else found.filter(closed_on=None)


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
    return Site.objects.select_related("main_organ").filter(pk=1).first() or Site(pk=1)


def sign_ins(person: Person) -> QuerySet[SignIn]:
    """The sign-ins of a person, newest first."""
    return SignIn.objects.filter(person=person).order_by("-at")


@dataclass(frozen=True)
class SessionRow:
    """One sign-in with what became of it: still open (``alive``), ended, or run out."""

    sign_in: SignIn
    alive: bool


def sessions(person: Person, at: datetime, limit: int = 20) -> list[SessionRow]:
    """The newest sign-ins of a person and whether each is still open (two queries)."""
    rows = list(sign_ins(person).select_related("person")[:limit])
    keys = [row.session_key for row in rows if row.ended_at is None]
    living = set(Session.objects.filter(session_key__in=keys, expire_date__gt=at).values_list("session_key", flat=True))
    return [SessionRow(row, row.ended_at is None and row.session_key in living) for row in rows]


def numbers() -> Iterator[Number]:
    """Every configurable number that a room declares (AppConfig ``numbers``)."""
    for config in apps.get_app_configs():
        yield from getattr(config, "numbers", [])


def _declared(code: str) -> Number:
    for declared in numbers():
        if declared.code == code:
            return declared
    raise KeyError(code)


def number(code: str, on: date, organ_id: int | None = None) -> int:
    """The value in force on a day: the organ's own, else the city's, else the default. KeyError for an unknown code."""
    declared = _declared(code)
    rows = NumberValue.objects.filter(code=code, effective_on__lte=on).filter(
        Q(organ=None) | Q(organ_id=organ_id) if organ_id else Q(organ=None)
    )
    best = max(rows, key=lambda r: (r.organ_id is not None, r.effective_on, r.pk), default=None)
    return best.value if best else declared.default


@dataclass(frozen=True)
class NumberState:
    """A line of the rules page: the declaration, the value in force, and where it came from."""

    number: Number
    value: int
    source: str
    effective_on: date | None
    editor: str
    history: tuple[NumberValue, ...]


def number_states(on: date) -> list[NumberState]:
    """Every configurable number with its city-wide value, source, effective date and editor (one query)."""
    rows: dict[str, list[NumberValue]] = {}
    for row in NumberValue.objects.filter(organ=None).order_by("-effective_on", "-pk"):
        rows.setdefault(row.code, []).append(row)
    states = []
    for declared in numbers():
        history = rows.get(declared.code, [])
        current = next((r for r in history if r.effective_on <= on), None)
        states.append(
            NumberState(
                declared,
                current.value if current else declared.default,
                current.source if current else declared.source,
                current.effective_on if current else None,
                current.editor if current else "系统默认",
                tuple(history),
            )
        )
    return states
