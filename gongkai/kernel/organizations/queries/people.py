"""Questions about people: who, with which posts, signed in where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.sessions.models import Session
from django.db.models import Prefetch, Q, QuerySet

from gongkai.kernel.organizations.models import Person, Post, SignIn
from gongkai.kernel.organizations.rules import device


def person(person_id: int) -> Person | None:
    """One person by id, also a closed account; None when there is none."""
    return Person.objects.filter(pk=person_id).first()


def people(
    on: date, *, text: str = "", organ_id: int | None = None, role: str = "", state: str = ""
) -> QuerySet[Person]:
    """People by name or sign-in name, organ, role and state (open, waiting, closed); ``current_posts`` are prefetched."""
    current = Post.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)
    unusable = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    found = Person.objects.all()
    if text:
        found = found.filter(Q(name__icontains=text) | Q(username__icontains=text.lower()))
    if organ_id is not None or role:
        wanted = current.filter(organ_id=organ_id) if organ_id is not None else current
        wanted = wanted.filter(role=role) if role else wanted
        found = found.filter(pk__in=wanted.values("person_id"))
    if state == "closed":
        found = found.filter(is_active=False)
    elif state == "waiting":
        found = found.filter(unusable, is_active=True)
    elif state == "open":
        found = found.filter(~unusable, is_active=True)
    posts = current.select_related("organ").order_by("pk")
    return found.prefetch_related(Prefetch("posts", posts, to_attr="current_posts")).order_by(
        "-is_active", "name", "pk"
    )


def posts_of_person(person: Person) -> QuerySet[Post]:
    """Every post that a person held, holds or will hold, the current ones first."""
    return Post.objects.filter(person=person).select_related("organ").order_by("-ends_on", "-starts_on", "-pk")


def post(post_id: int) -> Post | None:
    """One post with its person and organ; None when there is none."""
    return Post.objects.select_related("person", "organ").filter(pk=post_id).first()


def sign_ins(person: Person) -> QuerySet[SignIn]:
    """The sign-ins of a person, newest first."""
    return SignIn.objects.filter(person=person).order_by("-at")


def sign_in(sign_in_id: int) -> SignIn | None:
    """One sign-in with its person; None when there is none."""
    return SignIn.objects.select_related("person").filter(pk=sign_in_id).first()


@dataclass(frozen=True)
class SessionRow:
    """One sign-in with what became of it: still open (``alive``), ended, or run out."""

    sign_in: SignIn
    alive: bool

    @property
    def device(self) -> str:
        """Browser and system in words."""
        return device(self.sign_in.agent)


def sessions(person: Person, at: datetime, limit: int = 20) -> list[SessionRow]:
    """The newest sign-ins of a person and whether each is still open (two queries)."""
    rows = list(sign_ins(person).select_related("person")[:limit])
    keys = [row.session_key for row in rows if row.ended_at is None]
    living = set(Session.objects.filter(session_key__in=keys, expire_date__gt=at).values_list("session_key", flat=True))
    return [SessionRow(row, row.ended_at is None and row.session_key in living) for row in rows]
