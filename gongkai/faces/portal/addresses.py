"""Addresses of the portal: one page, one address; lists spell what they are narrowed to as parts of their path."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.conf import settings

from gongkai.kernel.records.queries import Filter

HANT = "/hant"  # below it every reading page stands in Traditional characters

_PARTS = re.compile(
    r"(?:organ/([1-9]\d{0,17})/)?(?:kind/([a-z_]{1,24})/)?(?:topic/a20-([1-9]\d?)/)?(?:year/((?:19|20)\d\d)/)?"
    r"(?:(before|after)/([1-9]\d{0,17})/)?"
)


@dataclass(frozen=True)
class Place:
    """A place in a list: what it is narrowed to, and the record before or after which this page stands."""

    organ_id: int | None = None
    kind: str | None = None
    topic: str | None = None
    year: int | None = None
    before: int | None = None
    after: int | None = None

    @property
    def first(self) -> Place:
        """The first page of the same list."""
        return replace(self, before=None, after=None)

    def filter(self, kinds: tuple[str, ...], *, undated_last: bool = False) -> Filter:
        """The same as the records know it, within ``kinds``."""
        return Filter(self.organ_id, self.kind, kinds, self.topic, self.year, undated_last)


def read(rest: str) -> Place | None:
    """The place that the end of a list's path names (``kind/notice/year/2026/before/12/``); None when it is no address."""
    found = _PARTS.fullmatch(rest)
    if found is None:
        return None
    organ, kind, topic, year, way, anchor = found.groups()
    return Place(
        int(organ) if organ else None,
        kind,
        f"A20-{topic}" if topic else None,
        int(year) if year else None,
        int(anchor) if way == "before" else None,
        int(anchor) if way == "after" else None,
    )


def write(place: Place) -> str:
    """The end of the path that ``read`` understands."""
    parts: list[tuple[str, object]] = [
        ("organ", place.organ_id),
        ("kind", place.kind),
        ("topic", place.topic and place.topic.lower()),
        ("year", place.year),
        ("before", place.before),
        ("after", place.after),
    ]
    return "".join(f"{name}/{value}/" for name, value in parts if value is not None)


def record(record_id: int) -> str:
    """The page of a record."""
    return f"/records/{record_id}/"


def former(record_id: int, number: int) -> str:
    """A former text of a record."""
    return f"/records/{record_id}/revisions/{number}/"


def organ(organ_id: int) -> str:
    """The openness platform of one organ."""
    return f"/open/{organ_id}/"


def listed(**parts: int | str) -> str:
    """A list of everything, narrowed: ``listed(kind="notice")``."""
    return "/lists/" + write(Place(**parts))  # type: ignore[arg-type]


def absolute(path: str) -> str:
    """The whole address of a page, as it is printed and scanned."""
    return settings.GONGKAI_ADDRESS.rstrip("/") + path


def host() -> str:
    """The host of this site without scheme and port."""
    return urlsplit(settings.GONGKAI_ADDRESS).hostname or ""
