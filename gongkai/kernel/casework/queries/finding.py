"""One search over cases: by number, by words of the title, by name, identity number or contact of a party (blind index)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import StrIndex

from gongkai.kernel.casework import identity, kinds, pairs
from gongkai.kernel.casework.masking import masked
from gongkai.kernel.casework.models import Case, CasePaper, Party, TitleBlock
from gongkai.kernel.casework.queries.reading import readable
from gongkai.kernel.organizations.queries import Standing, supervised
from gongkai.kernel.vocabulary import clean, half_width

MOST = 200  # cases that one search finds
_MOST_SPANS = 50  # of keys, in one question


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
    # What is starred in every title (an identity number, a mobile) stands in none.
    if not found and works and masked(text) == text:
        found |= dict.fromkeys(_in_titles(text, standing, own))
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


def _in_titles(text: str, standing: Standing, own: Q) -> list[int]:
    """The cases whose title holds the text, the newest first (two queries).

    The bitmaps say which thousands of cases may; where these are few, only their titles are read, else all in order.
    """
    # Where the text stands in the title: half the work of LIKE, which folds case that Chinese does not have.
    fitting = Case.objects.alias(place=StrIndex("title", Value(text))).filter(place__gt=0)
    spans = _spans(text)
    if spans is None:
        return list(fitting.filter(own).order_by("-pk").values_list("pk", flat=True)[:MOST])
    within = Q(pk__gte=spans[-1][0])
    for first, end in spans[:-1]:
        within |= Q(pk__gte=first, pk__lt=end)
    organs = {kind.code: standing.organs_with(kind.readers) for kind in kinds.all_kinds()}
    # Whose they are is asked of what was found: by organ, a database would read every title of the organ again.
    # Put in order here: asked for it, SQLite would go through all keys in their order.
    rows = fitting.filter(within).values_list("pk", "organ_id", "kind")
    return [pk for pk, organ, kind in sorted(rows, reverse=True) if organ in organs[kind]][:MOST]


def _spans(text: str) -> list[tuple[int, int]] | None:
    """Keys [first, end) in which a title may hold the text, the last without an end; None where that is no gain."""
    wanted = pairs.places(text)
    if not wanted:
        return None
    blocks = list(TitleBlock.objects.order_by("first").values_list("first", "pairs"))
    if not blocks:
        return None
    spans: list[tuple[int, int]] = []
    for first, found in blocks:
        if not pairs.may_hold(found, wanted):
            continue
        if spans and spans[-1][1] == first:
            spans[-1] = (spans[-1][0], first + TitleBlock.KEYS)
        else:
            spans.append((first, first + TitleBlock.KEYS))
    covered = sum(end - first for first, end in spans)
    if len(spans) > _MOST_SPANS or covered * 4 > len(blocks) * TitleBlock.KEYS:
        return None
    return [*spans, (blocks[-1][0] + TitleBlock.KEYS, 0)]
