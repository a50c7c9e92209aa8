"""A Number is a configurable value of law or practice: what it is, its default, and where the default comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """Declared by the room that uses it and listed in its AppConfig's ``numbers``; the rules page of the desk shows all.

    ``code`` is stable ("records.publish_within"); ``default`` an int; ``unit`` Chinese ("个工作日"); ``source`` the article
    or document; ``floor`` and ``ceiling`` bound what an administrator may enter (inclusive).
    """

    code: str
    label: str
    default: int
    unit: str
    source: str
    floor: int = 0
    ceiling: int = 10_000
