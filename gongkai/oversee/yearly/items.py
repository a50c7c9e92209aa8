"""What a yearly form is made of: parts with items, as data; and how an answer reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.oversee.annual.report import json_number, number_words
from gongkai.oversee.yearly.terms import Kind

NOTHING_SUCH = "无此项"  # the office has no such channel: filled in, and not zero
YES, NO = "是", "否"
Answer = Decimal | str | None  # None: 未填报


@dataclass(frozen=True)
class Item:
    """A line of a form. ``counted``: the system counts it; ``parts``: it is the sum of these items; ``group`` stands before it.

    ``choices``: the only words that answer it.
    """

    code: str
    label: str
    unit: str = ""
    kind: Kind = Kind.WHOLE
    counted: bool = False
    parts: tuple[str, ...] = ()
    group: str = ""
    choices: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The item in words: 微信·信息发布量."""
        return f"{self.group}·{self.label}" if self.group else self.label

    @property
    def typed(self) -> bool:
        """Whether a person types it in."""
        return not self.counted and not self.parts


@dataclass(frozen=True)
class Part:
    """A block of a form below one heading."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Layout:
    """A form as it stands in a year."""

    parts: tuple[Part, ...]

    @property
    def items(self) -> Iterator[Item]:
        """Every item in reading order."""
        return (item for part in self.parts for item in part.items)

    def item(self, code: str) -> Item | None:
        """The item under a code; None when the form has none."""
        return next((item for item in self.items if item.code == code), None)


def words(answer: Answer) -> str:
    """An answer as it is printed; 未填报 when there is none."""
    return answer if isinstance(answer, str) else number_words(answer)


def plain_value(answer: Answer) -> int | float | str | None:
    """An answer for JSON."""
    return answer if isinstance(answer, str) else json_number(answer)


def summed(item: Item, answers: Mapping[str, Answer]) -> Answer:
    """The sum of an item's parts: None while one is not filled in; 无此项 when all are; others of that kind count nothing."""
    found = [answers.get(code) for code in item.parts]
    if any(one is None for one in found):
        return None
    numbers = [one for one in found if isinstance(one, Decimal)]
    return sum(numbers, Decimal(0)) if numbers else NOTHING_SUCH
