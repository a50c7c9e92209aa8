"""The index of titles: one small bitmap for each thousand cases, made once their keys are all given; a title never changes."""

from __future__ import annotations

from django.db.models import Max

from gongkai.kernel.casework import pairs
from gongkai.kernel.casework.models import Case, TitleBlock

#: Keys that the newest block stays behind: a key is given before its case is committed, and others may be quicker.
_BEHIND = 1000


def index_titles(*, most: int = 1000, anew: bool = False) -> int:
    """Make the bitmaps that are missing (``anew``: all of them), at most so many; returns how many.

    Repeatable; two at once do no harm; what has no bitmap is read.
    """
    if anew:
        TitleBlock.objects.all().delete()
    ended = TitleBlock.objects.aggregate(last=Max("first"))["last"]
    first = 0 if ended is None else ended + TitleBlock.KEYS
    top = Case.objects.aggregate(top=Max("pk"))["top"] or 0
    made = 0
    while made < most and first + TitleBlock.KEYS + _BEHIND <= top:
        titles = Case.objects.filter(pk__gte=first, pk__lt=first + TitleBlock.KEYS).values_list("title", flat=True)
        block = TitleBlock(first=first, pairs=pairs.bitmap(titles))
        TitleBlock.objects.bulk_create([block], ignore_conflicts=True)
        first += TitleBlock.KEYS
        made += 1
    return made
