"""Rules of the yearly forms and of the yearly list, pure: growth, the year of a report, which organs owe one, who is late."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from gongkai.kernel.vocabulary import half_width
from gongkai.oversee.yearly.terms import Publication

_YEAR = re.compile(r"((?:19|20)\d\d)\s*(?:年|年度)")
_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile(r"[一二][〇○零一二三四五六七八九]{3}年")


def growth(new: Decimal | None, old: Decimal | None) -> Decimal | None:
    """How much a number grew, in percent with two decimals; None where there is no base: last year's number is missing or 0."""
    if new is None or old is None or old <= 0:
        return None
    return ((new - old) / old * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def report_year(title: str, published_on: date | None) -> int | None:
    """The year that a report is about: the first year that its title names, else the year before its publication."""
    text = half_width(title)
    found = _YEAR.search(text)
    if found is None:
        chinese = _CHINESE_YEAR.search(text)
        found = _YEAR.search(chinese[0].translate(_CHINESE)) if chinese else None
    if found is not None:
        return int(found[1])
    return published_on.year - 1 if published_on else None


@dataclass(frozen=True)
class Lifetime:
    """From which day until which day (not including) an organ exists; None: before and after everything known."""

    opened_on: date | None
    closed_on: date | None

    def on(self, day: date) -> bool:
        """Whether it exists on a day."""
        return (self.opened_on is None or self.opened_on <= day) and (self.closed_on is None or day < self.closed_on)


def owes(life: Lifetime, year: int) -> bool | None:
    """Whether an organ reports of a year: it does when it exists on 31 December; False when it ended within the year (its
    successor reports), None when it did not exist in the year at all.
    """
    last = date(year, 12, 31)
    if life.on(last):
        return True
    if life.closed_on is not None and date(year, 1, 1) < life.closed_on <= last:
        return False
    return None


def stands(*, published_on: date | None, withdrawn: bool, due: date, today: date) -> Publication:
    """Where a report that is asked for stands on a day (条例49). The first publication counts, a correction changes nothing."""
    if published_on is not None:
        return Publication.IN_TIME if published_on <= due else Publication.LATE
    if withdrawn:
        return Publication.WITHDRAWN
    return Publication.WAITING if today <= due else Publication.OVERDUE
