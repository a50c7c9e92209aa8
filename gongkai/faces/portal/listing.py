"""Lists of records: what a list is about, its filters as links with counts, its pages by keyset; a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404

from gongkai.faces.design.parts import Facet, Link
from gongkai.faces.portal import addresses, cards
from gongkai.faces.portal.addresses import Place
from gongkai.faces.portal.shell import Visit
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.organizations.queries import Organ
from gongkai.kernel.records import kinds as register
from gongkai.kernel.records.queries import Counts, public
from gongkai.publish.catalogue.queries import Topic, get

SIZE = 20
YEARS = 10
_YEAR = "公开年份"


@dataclass(frozen=True)
class Listing:
    """A list: the address it begins at, the kinds it is about, and the filters that it offers.

    ``organ`` fixes the organ; ``by_organ`` spells the address of the same list for another organ (None: all of them).
    """

    base: str
    kinds: tuple[str, ...]
    filters: tuple[str, ...] = ("organ", "kind", "topic", "year")
    organ: Organ | None = None
    foremost: tuple[str, ...] = ()  # the kinds that show while none is chosen; empty: all of them
    undated_last: bool = False

    def address(self, place: Place) -> str:
        """The address of a page of this list. Below /open/ the organ stands in front."""
        if self.base.startswith("/open/") and place.organ_id is not None:
            head = f"/open/{place.organ_id}/" + self.base.removeprefix("/open/")
            return head + addresses.write(replace(place, organ_id=None))
        return self.base + addresses.write(place)


@dataclass(frozen=True)
class Listed:
    """A page of a list, ready to be shown."""

    place: Place
    words: list[str]  # what the list is narrowed to, in the reader's words
    total: int
    counts: Counts
    context: dict[str, Any]


def show(listing: Listing, rest: str, visit: Visit) -> Listed:
    """The page of a list that ``rest`` names; Http404 for what is no address. At most 5 queries."""
    place = addresses.read(rest)
    if place is None or not _fits(listing, place):
        raise Http404
    if listing.organ is not None:
        place = replace(place, organ_id=listing.organ.pk)
    organs = {organ.pk: organ for organ in organizations.organs(closed=True)}
    if place.organ_id is not None and place.organ_id not in organs:
        raise Http404
    wanted = place.filter(listing.kinds, undated_last=listing.undated_last)
    counts = public.counts(wanted)
    if listing.foremost and place.kind is None:
        wanted = place.filter(listing.foremost, undated_last=listing.undated_last)
        counts = replace(public.counts(wanted), kinds=counts.kinds)
    page = public.page(wanted, before=place.before, after=place.after, size=SIZE)
    words = _words(place, organs)
    facets, older = _divided(_facets(listing, place.first, counts, organs))
    return Listed(
        place,
        words,
        counts.total,
        counts,
        {
            "entries": [cards.entry(record, visit.today) for record in page.rows],
            "previous": listing.address(replace(place.first, after=page.newer)) if page.newer else "",
            "following": listing.address(replace(place.first, before=page.older)) if page.older else "",
            "facets": facets,
            "older": older,
            "total": counts.total,
            "narrowed": words,
            "everything": listing.address(Place(organ_id=place.organ_id if listing.organ else None)),
        },
    )


def _fits(listing: Listing, place: Place) -> bool:
    """Whether the list offers these filters and knows these codes."""
    given = {
        "organ": place.organ_id,
        "kind": place.kind,
        "topic": place.topic,
        "year": place.year,
    }
    if any(value is not None and name not in listing.filters for name, value in given.items()):
        return False
    if place.kind is not None and (place.kind not in listing.kinds or not register.known(place.kind)):
        return False
    return place.topic is None or place.topic in set(Topic)


def _divided(facets: list[Facet]) -> tuple[list[Facet], list[Facet]]:
    """The filters, and the years before the newest ``YEARS`` apart."""
    shown: list[Facet] = []
    older: list[Facet] = []
    for facet in facets:
        recent = tuple(item for place, item in enumerate(facet.items) if place <= YEARS or item.current)
        if facet.label == _YEAR and len(facet.items) > len(recent) + 2:
            older.append(Facet("较早的年份", tuple(item for item in facet.items if item not in recent)))
            shown.append(Facet(facet.label, recent))
        else:
            shown.append(facet)
    return shown, older


def _words(place: Place, organs: dict[int, Organ]) -> list[str]:
    words = []
    if place.organ_id is not None:
        words.append(organs[place.organ_id].name)
    if place.kind is not None:
        words.append(get(place.kind).label)
    if place.topic is not None:
        words.append(Topic(place.topic).label)
    if place.year is not None:
        words.append(f"{place.year}年")
    return words


def _facets(listing: Listing, place: Place, counts: Counts, organs: dict[int, Organ]) -> list[Facet]:
    found: list[Facet] = []

    def add(name: str, label: str, chosen: object, rows: list[tuple[str, Any, int]]) -> None:
        if name not in listing.filters or (len(rows) < 2 and chosen is None):
            return
        field = "organ_id" if name == "organ" else name
        items = [Link("全部", listing.address(replace(place, **{field: None})), current=chosen is None)]
        items += [
            Link(words, listing.address(replace(place, **{field: value})), current=value == chosen, count=n)
            for words, value, n in rows
        ]
        found.append(Facet(label, tuple(items)))

    add("kind", "类别", place.kind, [
        (kind.label, kind.code, counts.kinds[kind.code]) for kind in register.all_kinds()
        if counts.kinds.get(kind.code) and kind.code in listing.kinds
    ])  # fmt: skip
    add("topic", "法定公开事项", place.topic, [
        (topic.label, topic.value, counts.topics[topic.value]) for topic in Topic if counts.topics.get(topic.value)
    ])  # fmt: skip
    add(
        "year",
        _YEAR,
        place.year,
        [(f"{year}年", year, n) for year, n in sorted(counts.years.items(), reverse=True)],
    )
    if listing.organ is None:
        add("organ", "机关", place.organ_id, [
            (organ.short_name or organ.name, organ.pk, counts.organs[organ.pk])
            for organ in organs.values() if counts.organs.get(organ.pk)
        ])  # fmt: skip
    return found
