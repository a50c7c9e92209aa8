"""Every document of the demo county as it stands on a given day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from gongkai.config.demo.paper import settle
from gongkai.config.demo.shape import DemoDocument
from gongkai.config.demo.timeline import Timeline
from gongkai.config.demo.topics import (
    department_rules,
    desk,
    explained,
    figures,
    kept,
    land,
    livelihood,
    money,
    normative,
    openness,
    penalties,
    plans,
    policies,
    safety,
    services,
    staff,
    taken_back,
    towns,
    water,
)

_TOPICS: tuple[Callable[[Timeline], Iterator[DemoDocument]], ...] = (
    water.documents,
    normative.documents,
    department_rules.documents,
    explained.documents,
    policies.documents,
    plans.documents,
    money.documents,
    figures.documents,
    livelihood.documents,
    land.documents,
    safety.documents,
    penalties.documents,
    services.documents,
    staff.documents,
    towns.documents,
    openness.documents,
    taken_back.documents,
    kept.documents,
    desk.documents,
)


def documents(today: date) -> list[DemoDocument]:
    """About 320 documents made from 1 January of last year until ``today``, oldest first; the same day, the same list.

    Around 250 are simply published; the others stand in every other stage. References between them are keys of this
    list. Nothing public lies in the future of ``today``.
    """
    line = Timeline(today)
    found = [document for topic in _TOPICS for document in topic(line)]
    return [_still_in_force(document, today) for document in settle(found)]


def _still_in_force(document: DemoDocument, today: date) -> DemoDocument:
    """A rule whose successor takes effect only later is in force until then."""
    if document.stage == "repealed" and document.repealed_on and document.repealed_on > today:
        return replace(document, stage="published")
    return document
