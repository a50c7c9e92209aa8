"""What the components are given: small frozen records that views fill and templates show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Link:
    """A link of a navigation; ``count`` is shown when not None, ``late`` marks a count that should worry."""

    label: str
    url: str
    current: bool = False
    count: int | None = None
    late: bool = False


@dataclass(frozen=True)
class Group:
    """A titled group of the desk's navigation."""

    label: str
    items: tuple[Link, ...]


@dataclass(frozen=True)
class Desk:
    """The frame of a desk page: who is here, in which post of which organ, and the queues with counts.

    ``search_url`` empty hides the search box; ``notices`` is the number of unread notices.
    """

    person: str
    post: str
    organ: str
    groups: tuple[Group, ...]
    home_url: str = "/desk/"
    sign_out_url: str = "/desk/sign-out/"
    account_url: str = ""
    search_url: str = ""
    notices_url: str = ""
    notices: int = 0


@dataclass(frozen=True)
class Badge:
    """A word with a shape. ``kind``: neutral, blue, green, amber, red."""

    text: str
    kind: str = "neutral"


@dataclass(frozen=True)
class Fact:
    """One line of a fact table; ``wide`` spans both columns of a record's head."""

    label: str
    value: object
    url: str = ""
    note: str = ""
    wide: bool = False
    badge: Badge | None = None


@dataclass(frozen=True)
class Step:
    """A step of a progress line. ``state``: done, current, todo, returned."""

    label: str
    state: str = "todo"
    note: str = ""


@dataclass(frozen=True)
class Event:
    """One line of a timeline. ``kind`` as of a badge; ``note`` is a comment in the person's own words."""

    at: datetime
    what: str
    who: str = ""
    note: str = ""
    kind: str = "neutral"
    url: str = ""


@dataclass(frozen=True)
class File:
    """An attachment: ``kind`` is what a reader calls it (PDF, 表格, 文档), ``size`` in bytes."""

    name: str
    url: str
    kind: str
    size: int
    note: str = ""


@dataclass(frozen=True)
class Entry:
    """A document in a list. ``title`` and ``excerpt`` may be safe HTML (marked words); empty parts are left out."""

    title: str
    url: str
    organ: str = ""
    date: date | None = None
    kind: str = ""
    number: str = ""
    validity: Badge | None = None
    excerpt: str = ""


@dataclass(frozen=True)
class Facet:
    """A filter: its name and its choices as links with counts."""

    label: str
    items: tuple[Link, ...]


@dataclass(frozen=True)
class Figure:
    """A number of a dashboard; ``url`` leads to the rows behind it."""

    label: str
    value: int | str
    unit: str = ""
    url: str = ""
    note: str = ""
    kind: str = "neutral"


@dataclass(frozen=True)
class Heading:
    """A line of a contents list: text, the id it leads to, and its level (2 or 3)."""

    text: str
    anchor: str
    level: int = 2
