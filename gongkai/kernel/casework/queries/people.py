"""Questions about the people around a case: who may handle it, whom a note names, who watches, who has it open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.kernel.casework import kinds
from gongkai.kernel.casework.models import Case, Party, Presence, SavedView, Watcher
from gongkai.kernel.casework.rules import PRESENT
from gongkai.kernel.casework.terms import PartyRole
from gongkai.kernel.organizations.models import Post
from gongkai.kernel.organizations.queries import Person
from gongkai.kernel.vocabulary import CHINA


def colleagues(case: Case, on: date) -> list[Person]:
    """Who may read the case on a day, by name (one query)."""
    return _holding(case, kinds.get(case.kind).readers, on)


def handlers(case: Case, on: date) -> list[Person]:
    """Who may be given the case on a day, by name: those who handle such cases and their heads (one query)."""
    return _holding(case, kinds.get(case.kind).hands, on)


def _holding(case: Case, roles: Iterable[str], on: date) -> list[Person]:
    held = in_post(on).filter(organ_id=case.organ_id, role__in=sorted(roles))
    return list(Person.objects.filter(pk__in=held.values("person_id"), is_active=True).order_by("name", "id"))


def in_post(on: date) -> QuerySet[Post]:
    """The posts that are held on a day."""
    return Post.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), starts_on__lte=on)


def mentioned(case: Case, text: str, on: date) -> list[Person]:
    """The colleagues whom ``@姓名`` (or @登录名) names; of two names of which one begins the other, the longer counts."""
    if "@" not in text and "＠" not in text:
        return []
    text = text.replace("＠", "@")
    found = []
    names = sorted(((n, p) for p in colleagues(case, on) for n in (p.name, p.username)), key=lambda pair: -len(pair[0]))
    taken: dict[str, str] = {}
    for name, person in names:
        if f"@{name}" in text or taken.get(name):
            taken[name] = name
            text = text.replace(f"@{name}", "")
            if person not in found:
                found.append(person)
    return found


@dataclass(frozen=True)
class Around:
    """The people around a case, each by name: who may be given it, who watches it, who else has it open now."""

    handlers: tuple[Person, ...]
    watchers: tuple[Person, ...]
    present: tuple[Person, ...]


def around(case: Case, at: datetime, *, without: Person | None = None) -> Around:
    """Everybody around a case; ``without`` is who asks (one query)."""
    held = in_post(at.astimezone(CHINA).date())
    held = held.filter(person=OuterRef("pk"), organ_id=case.organ_id, role__in=sorted(kinds.get(case.kind).hands))
    mine: Any = {"case": case, "person": OuterRef("pk")}
    known = {
        "works": Exists(held),
        "watches": Exists(Watcher.objects.filter(**mine)),
        "here": Exists(Presence.objects.filter(**mine, seen_at__gte=at - PRESENT)),
    }
    rows = Person.objects.annotate(**known).filter(Q(works=True) | Q(watches=True) | Q(here=True))
    found: list[Any] = list(rows.order_by("name", "pk"))
    return Around(
        tuple(one for one in found if one.works and one.is_active),
        tuple(one for one in found if one.watches),
        tuple(one for one in found if one.here and (without is None or one.pk != without.pk)),
    )


def parties(case: Case) -> list[Party]:
    """Who takes part, the applicant first; names masked."""
    order = {role.value: place for place, role in enumerate(PartyRole)}
    return sorted(Party.objects.filter(case=case), key=lambda party: (order.get(party.role, 99), party.pk))


def saved_views(person: Person) -> list[SavedView]:
    """The filters that a person keeps, by name."""
    return list(SavedView.objects.filter(person=person).order_by("title", "pk"))
