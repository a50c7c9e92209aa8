"""A Number is a configurable value of law or practice: what it is, its default, and where the default comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Number:
    """Declared by the room that uses it and listed in its AppConfig's ``numbers``; the rules page of the desk shows all.

    ``code`` is stable ("records.publish_within"); ``default`` an int; ``unit`` Chinese ("个工作日"); ``source`` the article
    or document; ``floor`` and ``ceiling`` bound what an administrator may enter (inclusive). ``values``: where the number is a choice,
    what 0, 1, … stand for.
    """

    code: str
    label: str
    default: int
    unit: str
    source: str
    floor: int = 0
    ceiling: int = 10_000
    values: tuple[str, ...] = ()

    def words(self, value: int) -> str:
        """A value as people read it: 20 个工作日, or the choice that it stands for."""
        return self.values[value] if 0 <= value < len(self.values) else f"{value:,} {self.unit}".rstrip()
