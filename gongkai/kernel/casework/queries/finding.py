"""One search over cases: by number, by words of the title, by name, identity number or contact of a party (blind index)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from gongkai.kernel.casework import identity
from gongkai.kernel.casework.models import Case, CasePaper, Party
from gongkai.kernel.casework.queries.reading import readable
from gongkai.kernel.organizations.queries import Standing, supervised
from gongkai.kernel.vocabulary import clean, half_width

MOST = 200  # cases that one search finds


def search(text: str, standing: Standing) -> QuerySet[Case]:
    """The cases that fit, newest first, at most two hundred. Names, identity numbers, telephone numbers fit only whole.

    Who only supervises finds by number and title, never by who asked.
    """
    found = Case.objects.filter(pk__in=matching(text, standing)).order_by("-opened_at", "-id")
    return found.select_related("organ", "handler")


def matching(text: str, standing: Standing) -> list[int]:
    """Keys of the cases that fit (at most ``MOST``): exact finds first, then titles, the newest of them."""
    text = " ".join(clean(half_width(text)).split())[:200]
    if not text:
        return []
    own = readable(standing)
    found: dict[int, None] = {}
    hashes = [identity.index(field, text) for field in ("name", "identity_number", "contact")]
    by = Q(name_index=hashes[0])
    by |= Q(number_index=hashes[1]) if hashes[1] else Q()
    by |= Q(contact_index=hashes[2]) if hashes[2] else Q()
    people = list(Party.objects.filter(by).values_list("case_id", flat=True)[: 20 * MOST])
    papers = list(CasePaper.objects.filter(number_text=text).values_list("case_id", flat=True)[:MOST])
    mine = Case.objects.filter(own).filter(Q(pk__in=[*people, *papers]) | Q(number=text))
    found |= dict.fromkeys(mine.order_by("-opened_at", "-id").values_list("pk", flat=True)[:MOST])
    overseen = supervised(standing)
    visible = own | Q(organ_id__in=sorted(overseen)) if overseen else own
    if len(found) < MOST:
        for condition in (Q(number=text), Q(title__contains=text)):
            more = Case.objects.filter(visible).filter(condition).order_by("-opened_at", "-id")
            found |= dict.fromkeys(more.values_list("pk", flat=True)[: MOST - len(found)])
    return list(found)
