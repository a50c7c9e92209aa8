"""Questions about the catalogue: kinds by platform part, labels of topics and genres."""

from __future__ import annotations

from gongkai.kernel.records.kinds import Kind, all_kinds, get
from gongkai.publish.catalogue.terms import Genre, Section, Topic

__all__ = ["Genre", "Kind", "Section", "Topic", "draftable", "get", "kinds_of", "section_of"]


def kinds_of(section: Section) -> list[Kind]:
    """The kinds that a part of the platform shows."""
    return [kind for kind in all_kinds() if kind.section == section.value]


def section_of(kind: str) -> Section | None:
    """The part of the platform in which a kind stands; None for kinds outside it (the law library)."""
    try:
        return Section(get(kind).section)
    except ValueError:
        return None


def draftable() -> list[Kind]:
    """The kinds that can be drafted at the desk."""
    return [kind for kind in all_kinds() if kind.draftable]
