"""One search over cases: by number, by words of the title, by name, identity number or contact of a party (blind index)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import StrIndex

from gongkai.kernel.casework import identity, kinds
from gongkai.kernel.casework.models import Case, CasePaper, Party
from gongkai.kernel.casework.queries.reading import readable
from gongkai.kernel.organizations.queries import Standing, supervised
from gongkai.kernel.vocabulary import clean, half_width

MOST = 200  # cases that one search finds


def search(text: str, standing: Standing) -> QuerySet[Case]:
    """The cases that fit, newest first, at most two hundred. Names, identity numbers, telephone numbers fit only whole.

    In the organs that somebody only supervises, a case is found by its own number alone: a title may name people.
    """
    found = Case.objects.filter(pk__in=matching(text, standing)).order_by("-opened_at", "-id")
    return found.select_related("organ", "handler")


def matching(text: str, standing: Standing) -> list[int]:
    """Keys of the cases that fit (at most ``MOST``): by an exact find (number, name …), else by a part of the title.

    Titles are read only where nothing fits exactly, from their index alone, so that a name is found at once.
    """
    text = " ".join(clean(half_width(text)).split())[:200]
    if not text:
        return []
    overseen = supervised(standing)
    works = any(standing.organs_with(kind.readers) for kind in kinds.all_kinds())
    own = readable(standing)
    found = dict.fromkeys(_exact(text, own) if works else ())
    if overseen:
        watched = Case.objects.filter(number=text, organ_id__in=sorted(overseen))
        found |= dict.fromkeys(watched.values_list("pk", flat=True))
    if not found and works:
        # Where the text stands in the title: half the work of LIKE, which folds case that Chinese does not have.
        more = Case.objects.filter(own).alias(place=StrIndex("title", Value(text))).filter(place__gt=0).order_by("-pk")
        found |= dict.fromkeys(more.values_list("pk", flat=True)[:MOST])
    return list(found)


def _exact(text: str, own: Q) -> list[int]:
    """The cases that bear the number, or in which somebody or some paper does (two queries, all by index)."""
    keys: list[Any] = []
    for column, field in (("name_index", "name"), ("number_index", "identity_number"), ("contact_index", "contact")):
        if value := identity.index(field, text):
            # The index holds what is not empty; SQLite takes it only when the question says so too.
            keys.append(
                Party.objects.filter(**{column: value}).exclude(**{column: ""}).values_list("case_id", flat=True)
            )
    keys.append(CasePaper.objects.filter(number__text=text).values_list("case_id", flat=True))
    keys.append(Case.objects.filter(number=text).values_list("pk", flat=True))
    wanted = list(keys[0].union(*keys[1:])[: 20 * MOST])
    # Put in order here, and asked for their numbers too: else SQLite reads an index of all cases of the organ.
    mine = Case.objects.filter(own, pk__in=wanted).values_list("opened_at", "pk", "number") if wanted else ()
    return [pk for _, pk, _ in sorted(mine, reverse=True)][:MOST]
