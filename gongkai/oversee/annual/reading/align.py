"""Which numbers belong to which row: rows come in the order of the form, labels may be broken, misspelt or lost."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from gongkai.oversee.annual.reading.lines import bare
from gongkai.oversee.annual.reading.runs import Run

ENOUGH: Final = 0.5  # below it nobody says that a label was read
DAMAGED: Final = 0.15  # above it a label in its place may be a damaged one
_WHOLE: Final = 6  # a shorter label may end another one
_TAIL: Final = 90  # characters before a row of numbers that may be its label


@dataclass(frozen=True)
class Wanted:
    """A row that the form has: its code, its labels, its group, how many numbers it takes."""

    code: str
    labels: tuple[str, ...]
    group: str = ""
    width: int = 7


@dataclass(frozen=True)
class Found:
    """A row found. ``by``: label, or order where labels are lost between two rows that were found."""

    run: Run
    by: str
    score: float


@cache
def _pairs(label: str) -> tuple[str, ...]:
    """The pairs of neighbouring characters of a label, each once; the label itself where it is too short."""
    return tuple({label[place : place + 2] for place in range(max(len(label) - 1, 1))})


class _Words:
    """The words around a run: where each pair of characters was last said before it."""

    def __init__(self, run: Run) -> None:
        self.before = bare(run.before)[-_TAIL:]
        self.after = bare(run.after)[:40]
        self.last = {self.before[place : place + 2]: place for place in range(len(self.before) - 1)}
        joined = self.before[-40:] + self.after
        self.around = {joined[place : place + 2] for place in range(len(joined) - 1)}

    def covered(self, label: str, within: int) -> float:
        """The share of a label's pairs that were said among the last characters."""
        pairs = _pairs(label)
        begin = len(self.before) - within
        return sum(self.last.get(pair, -1) >= max(begin, 0) for pair in pairs) / len(pairs)

    def split(self, label: str) -> float:
        """The share that was said before or behind the numbers."""
        pairs = _pairs(label)
        return sum(pair in self.around for pair in pairs) / len(pairs)


def _score(words: _Words, row: Wanted) -> float:
    best = 0.0
    for label in row.labels:
        split = 0.75 * words.split(label)
        far = 0.7 * words.covered(label, _TAIL)
        score = max(far, split)
        if far:
            score = max(score, words.covered(label, len(label) + 6), 0.85 * words.covered(label, len(label) + 24))
        if score > 0 and words.before.endswith(label[-3:]):
            score += 0.35
        elif split >= 0.5 and _broken(label, words.before, words.after):
            score = 1.2
        best = max(best, score * (0.7 + 0.3 * min(1.0, len(label) / 6)))
    if best and row.group and row.group in words.before:
        best += 0.05
    return best


def _broken(label: str, before: str, after: str) -> bool:
    """Whether the numbers stand in the middle of a label that is broken over lines."""
    return any(before.endswith(label[:cut]) and label[cut:] in after for cut in range(2, len(label) - 1))


def align(found: Sequence[Run], rows: Sequence[Wanted]) -> tuple[dict[str, Found], float]:
    """Rows by code with their runs, in order, and how well they fit together."""
    scores = []
    for run in found:
        words = _Words(run)
        named = [row for row in rows if _ends_with(words.before, row)]  # said in full, it is that row and no like one
        scores.append([_score(words, row) if _fits(run, row) else 0.0 for row in rows])
        if named:
            scores[-1] = [score if row in named else 0.0 for score, row in zip(scores[-1], rows, strict=True)]
    many, wide = len(found), len(rows)
    best = [[0.0] * (wide + 1) for _ in range(many + 1)]
    for i in range(1, many + 1):
        for j in range(1, wide + 1):
            score = scores[i - 1][j - 1]
            taken = best[i - 1][j - 1] + score if score >= ENOUGH else -1.0
            best[i][j] = max(best[i - 1][j], best[i][j - 1], taken)
    matched: dict[int, int] = {}
    i, j = many, wide
    while i and j:
        score = scores[i - 1][j - 1]
        if score >= ENOUGH and abs(best[i][j] - (best[i - 1][j - 1] + score)) < 1e-9:
            matched[j - 1] = i - 1
            i, j = i - 1, j - 1
        elif abs(best[i][j] - best[i][j - 1]) < 1e-9:
            j -= 1
        else:
            i -= 1
    answer = {rows[row].code: Found(found[run], "label", scores[run][row]) for row, run in matched.items()}
    answer |= _between(matched, found, rows, scores)
    return answer, best[many][wide]


def _ends_with(before: str, row: Wanted) -> bool:
    return any(len(label) >= _WHOLE and before.endswith(label) for label in row.labels)


def _fits(run: Run, row: Wanted) -> bool:
    """Whether a run can be the row at all: no more numbers than the row takes, unless merged cells repeat one number."""
    if len(run.slots) <= row.width:
        return True
    numbers = [slot.value.number for slot in run.numbers if slot.value]
    if len(numbers) <= row.width:
        return True
    several = [number for number, _ in itertools.groupby(numbers)]
    return len(several) <= row.width if run.grid else len(several) == 1


def _between(
    matched: dict[int, int], found: Sequence[Run], rows: Sequence[Wanted], scores: Sequence[Sequence[float]]
) -> dict[str, Found]:
    """Rows whose labels are lost or damaged: as many runs as rows stand between two rows that were found, each as wide as the form.

    What bears other words than those of the row is left out.
    """
    answer: dict[str, Found] = {}
    anchors = sorted(matched.items())
    for (row, run), (next_row, next_run) in itertools.pairwise(anchors):
        if next_row - row != next_run - run:
            continue
        for step in range(1, next_row - row):
            lost = found[run + step]
            damaged = scores[run + step][row + step] >= DAMAGED
            if len(lost.slots) >= rows[row + step].width and (damaged or len(bare(lost.before)) <= 4):
                answer[rows[row + step].code] = Found(lost, "order", scores[run + step][row + step])
    return answer


def labels(words: str, *more: str) -> tuple[str, ...]:
    """The forms of a label in which it is looked for."""
    return tuple(dict.fromkeys(bare(one) for one in (words, *more)))
