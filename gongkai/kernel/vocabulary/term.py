"""A Term is a word of the field: a stored value, the Chinese label that users see, and the article it rests on."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """Base of every enumeration of the house: ``OPEN = "open", "主动公开", "条例13"``.

    The member is its stored value (a plain string); ``label`` is Chinese; ``basis`` names the article or source and
    may be empty. In a model write ``choices=Kind.choices`` (the method itself), so that a changed label makes no migration.
    """

    label: str
    basis: str

    def __new__(cls, value: str, label: str = "", basis: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value
        member.basis = basis
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs (stored value, Chinese label), in the order of declaration."""
        return [(member.value, member.label) for member in cls]

    @classmethod
    def label_of(cls, value: str) -> str:
        """The label of a stored value; the value itself when it is no longer a term."""
        try:
            return cls(value).label
        except ValueError:
            return value
