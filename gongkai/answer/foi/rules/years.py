"""In which year a request is counted: new by the day of receipt, its result by the day of sending, else carried over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class YearCount:
    """Where one request stands in the report of one year; each is 0 or 1, and new + carried in = result + carried out."""

    new: int = 0
    carried_in: int = 0
    result: int = 0
    carried_out: int = 0


def in_year(received: date | None, replied: date | None, year: int) -> YearCount:
    """One request in the report of ``year``: rows 一, 二, 三(七), 四 of table three.

    ``received`` None: not received yet (条例31), so nowhere. What is open at the end of 31 December is carried out.
    """
    if received is None or received.year > year or (replied is not None and replied.year < year):
        return YearCount()
    came_before = received.year < year
    ended = replied is not None and replied.year == year
    return YearCount(int(not came_before), int(came_before), int(ended), int(not ended))
