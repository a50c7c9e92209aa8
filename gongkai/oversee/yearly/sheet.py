"""A yearly form as it stands: every answer or 未填报, last year's beside it, the growth, and the JSON of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gongkai.oversee.annual.report import Report, plain
from gongkai.oversee.yearly.fields import NOT_MORE
from gongkai.oversee.yearly.items import NOTHING_SUCH, Answer, Item, Layout, plain_value, words
from gongkai.oversee.yearly.rules import growth
from gongkai.oversee.yearly.terms import Form, Kind


@dataclass(frozen=True)
class Typed:
    """Who answered an item, when, and from where."""

    value: Answer
    source: str
    person: str
    at: datetime


@dataclass(frozen=True)
class Row:
    """A line of a table that the system counts: this year's and last year's number (None: not known)."""

    label: str
    now: int
    last: int | None


@dataclass(frozen=True)
class Sheet:
    """The form of an organ (of a website) and a year. ``scope`` says whose numbers are counted, in words.

    ``answers``: every item, None is 未填报. ``last``: last year's, as far as known. ``typed``, ``typed_last``: where an answer is
    from. ``topics``, ``channels``, ``results``: what a summary tells of documents and requests. ``report``: the numbers under the
    names by which a text calls them. ``alone``: only the organ's own documents and requests are counted.
    """

    form: Form
    organ_id: int
    organ: str
    site: str
    year: int
    at: datetime
    ended: bool
    scope: str
    layout: Layout
    answers: Mapping[str, Answer]
    last: Mapping[str, Answer]
    typed: Mapping[str, Typed]
    typed_last: Mapping[str, Typed]
    due: date
    due_source: str
    topics: tuple[Row, ...] = ()
    channels: tuple[Row, ...] = ()
    results: tuple[Row, ...] = ()
    report: Report | None = None
    alone: bool = True

    @property
    def title(self) -> str:
        """云岫县人民政府2025年政府网站工作年度报表; of another site its name stands behind the office's."""
        if self.form is Form.SUMMARY:
            return f"{self.organ}{self.year}年{self.form.label}"
        own = self.site.startswith(self.organ) or not self.site
        return f"{self.site if own else f'{self.organ}（{self.site}）'}{self.year}年{self.form.label}"

    @property
    def missing(self) -> tuple[Item, ...]:
        """What nobody has filled in; a sum is missing with its parts and not named twice."""
        return tuple(item for item in self.layout.items if not item.parts and self.answers.get(item.code) is None)

    @property
    def doubts(self) -> Iterator[tuple[Item, Item]]:
        """Pairs of items of which the first should not be more than the second, and is."""
        for less, more in NOT_MORE:
            one, two = self.layout.item(less), self.layout.item(more)
            if one is None or two is None:
                continue
            left, right = self.answers.get(less), self.answers.get(more)
            if isinstance(left, Decimal) and isinstance(right, Decimal) and left > right:
                yield one, two

    def words(self, code: str) -> str:
        """An answer as it is printed."""
        return words(self.answers.get(code))

    def last_words(self, code: str) -> str:
        """Last year's answer; 无数据 when it is not known."""
        known = self.last.get(code)
        return "无数据" if known is None else words(known)

    def growth(self, code: str) -> Decimal | None:
        """How much an answer grew in percent; None without a base."""
        new, old = self.answers.get(code), self.last.get(code)
        return growth(new, old) if isinstance(new, Decimal) and isinstance(old, Decimal) else None

    def growth_words(self, code: str) -> str:
        """The growth as it is printed: 35.73, -4.20; nothing where there is no base."""
        found = self.growth(code)
        return "" if found is None else f"{found:f}"

    def snapshot(self) -> dict[str, str | None]:
        """The answers as plain text: what is kept of a form that was drafted."""
        return {item.code: kept(self.answers.get(item.code)) for item in self.layout.items}

    def as_json(self) -> dict[str, Any]:
        """The form as plain values; an item that nobody filled in is null and named in ``missing``."""
        return {
            "form": self.form.value,
            "title": self.title,
            "organ": self.organ,
            "site": self.site,
            "year": self.year,
            "ended": self.ended,
            "scope": self.scope,
            "parts": [
                {"heading": part.heading, "items": [self._item(item) for item in part.items]}
                for part in self.layout.parts
            ],
            **({} if self.form is Form.WEBSITE else self._tables()),
            "missing": [item.code for item in self.missing],
        }

    def _item(self, item: Item) -> dict[str, Any]:
        typed = self.typed.get(item.code)
        found: dict[str, Any] = {
            "code": item.code, "label": item.name, "unit": item.unit, "value": plain_value(self.answers.get(item.code)),
            "origin": "typed" if typed else "sum" if item.parts else "counted" if item.counted else None,
        }  # fmt: skip
        if typed:
            found |= {"source": typed.source, "person": typed.person, "at": typed.at.isoformat()}
        if self.form is Form.SUMMARY:
            grown = self.growth(item.code)
            found |= {
                "last": plain_value(self.last.get(item.code)),
                "growth": None if grown is None else float(grown),
            }
        return found

    def _tables(self) -> dict[str, Any]:
        sets = {"topics": self.topics, "channels": self.channels, "results": self.results}
        return {
            name: [{"label": row.label, "value": row.now, "last": row.last} for row in rows]
            for name, rows in sets.items()
        }


def kept(answer: Answer) -> str | None:
    """An answer as it is stored."""
    return answer if answer is None or isinstance(answer, str) else plain(answer)


def answered(item: Item, text: str | None) -> Answer:
    """A stored answer read again."""
    if text is None or text == NOTHING_SUCH:
        return text
    return Decimal(text) if item.kind in {Kind.WHOLE, Kind.DECIMAL} else text
