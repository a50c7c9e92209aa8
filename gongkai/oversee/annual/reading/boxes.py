"""The characters and the rules of a page where they stand, in points, and the rows that characters make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Box:
    """A character where it stands, in points; ``base`` is the line on which it is written, whatever its font."""

    left: float
    right: float
    base: float
    height: float
    text: str

    @property
    def middle(self) -> float:
        """Half way up the character."""
        return self.base + self.height / 4


@dataclass
class Edges:
    """The rules of a page. ``uprights``: where each stands, its foot, its head; ``levels``: how high each lies, its ends."""

    uprights: list[tuple[float, float, float]] = field(default_factory=list)
    levels: list[tuple[float, float, float]] = field(default_factory=list)

    def turned(self, quarter: int) -> Edges:
        """The same where the page is turned so that lines that run ``quarter`` quarters upwards are level."""
        answer = Edges()
        sides = [(at, low, at, high) for at, low, high in self.uprights]
        sides += [(low, at, high, at) for at, low, high in self.levels]
        for left, foot, right, head in (turned(one, quarter) for one in sides):
            if right - left < head - foot:
                answer.uprights.append((left, foot, head))
            else:
                answer.levels.append((foot, left, right))
        answer.uprights.sort()
        return answer


def turned(sides: tuple[float, float, float, float], quarter: int) -> tuple[float, float, float, float]:
    """Left, foot, right and head of a place on a page that is turned clockwise by ``quarter`` quarters."""
    left, foot, right, head = sides
    for _ in range(quarter):
        left, foot, right, head = foot, -right, head, -left
    return left, foot, right, head


def rows_of(boxes: Sequence[Box]) -> list[list[Box]]:
    """Characters that are written on one line make a row, from the top of the page to its foot."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda one: (-one.base, one.left)):
        if rows and rows[-1][0].base - box.base < 0.3 * min(rows[-1][0].height, box.height):
            rows[-1].append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def words_of(row: Sequence[Box]) -> str:
    """The words of a row, a blank where a gap is."""
    text, right = "", 0.0
    for box in row:
        if text and box.left - right > 0.3 * box.height:
            text += " "
        text += box.text
        right = max(right, box.right) if text else box.right
    return text
