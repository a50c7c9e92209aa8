"""The screening dictionary."""

from __future__ import annotations

from gongkai.kernel.records.models import Word


def active_words() -> list[str]:
    """The words that are looked for."""
    return list(Word.objects.filter(active=True).order_by("text").values_list("text", flat=True))


def words() -> list[Word]:
    """Every word with its advice, in use or not."""
    return list(Word.objects.order_by("text"))
