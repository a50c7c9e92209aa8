"""By when the reports of organs have to be public, with the city's and the organ's own days."""

from __future__ import annotations

from collections.abc import Callable

from gongkai.kernel.organizations.queries import Nature, Organ, number_lookup
from gongkai.oversee.annual.due import NUMBERS, DueDay, day_of, number_of


def due_days() -> Callable[[Organ, int], DueDay]:
    """Answers, for an organ and the year of its report, the day of the year after (three queries, however many organs).

    Of the values set, the one counts that was in force on the statute's own day (条例49).
    """
    lookups = {one.code: number_lookup(one.code) for one in NUMBERS}

    def answer(organ: Organ, year: int) -> DueDay:
        one = number_of(Nature(organ.nature))
        value, source = lookups[one.code](day_of(year + 1, one.default), organ.pk)
        return DueDay(day_of(year + 1, value), source)

    return answer


def due_rules(year: int) -> list[tuple[str, DueDay]]:
    """The three days of the whole city for the reports of a year, with what each is for."""
    found = []
    for one in NUMBERS:
        value, source = number_lookup(one.code)(day_of(year + 1, one.default), None)
        found.append((one.label.removesuffix("年度报告公布截止日"), DueDay(day_of(year + 1, value), source)))
    return found
