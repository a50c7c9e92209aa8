"""Ranking, pure: ties share a rank, rates over too few cases are listed beneath and not ranked, what is not known is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from gongkai.oversee.comparing.values import Value


@dataclass(frozen=True)
class Place:
    """An organ in a ranking; ``rank`` 0 is one that is not ranked."""

    key: int
    rank: int
    value: Value
    tied: bool = False


@dataclass(frozen=True)
class Ranking:
    """Who stands where; ``small``: the divisor is too small; ``unknown``: there is no number."""

    placed: tuple[Place, ...]
    small: tuple[Place, ...]
    unknown: tuple[Place, ...]


def rank(values: Mapping[int, Value], least: int, *, ascending: bool = False) -> Ranking:
    """The ranking of some organs; equal values, compared exactly, share a rank and the next one is skipped (1, 2, 2, 4).

    ``least``: the smallest divisor with which a rate is ranked; counts have none. Order among equals is that of ``values``.
    """
    ranked: list[tuple[Fraction, int, Value]] = []
    small, unknown = [], []
    for key, one in values.items():
        if one.below is not None and one.below < least:
            small.append(Place(key, 0, one))
        elif one.number is None:
            unknown.append(Place(key, 0, one))
        else:
            ranked.append((one.number, key, one))
    ranked.sort(key=lambda item: item[0], reverse=not ascending)
    placed: list[Place] = []
    numbers = [number for number, _, _ in ranked]
    for place, (number, key, one) in enumerate(ranked, 1):
        again = placed and numbers[place - 2] == number
        tied = bool(again) or (place < len(numbers) and numbers[place] == number)
        placed.append(Place(key, placed[-1].rank if again else place, one, tied))
    return Ranking(tuple(placed), tuple(small), tuple(unknown))
