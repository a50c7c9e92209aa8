"""Rows of the benchmark: one JSON object a line on standard output, and how a number is measured on a noisy machine."""

from __future__ import annotations

import json
import math
import statistics
import sys
import time
from collections.abc import Callable, Sequence

__all__ = ["cpu_ms", "loop", "median", "note", "p95", "row", "wall_ms"]


def row(name: str, value: float, unit: str, bound: str = "") -> None:
    """Print one row. ``bound`` reads ``<= 10`` or ``>= 120``; without one the row only informs and ``ok`` is null."""
    ok: bool | None = None
    if bound:
        sign, limit = bound.split()
        ok = value <= float(limit) if sign == "<=" else value >= float(limit)
    shown = round(value, 3) if abs(value) < 100 else round(value, 1)
    print(
        json.dumps({"name": name, "value": shown, "unit": unit, "bound": bound or None, "ok": ok}, ensure_ascii=False)
    )
    sys.stdout.flush()


def note(text: str) -> None:
    """A line for whoever watches, on the error channel."""
    print(f"  · {text}", file=sys.stderr, flush=True)


def median(values: Sequence[float]) -> float:
    """The middle value."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """The value that nineteen of twenty do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * 0.95) - 1)]


def loop() -> None:
    """A fixed piece of arithmetic, by which one machine's hour is told from another's."""
    total = 0
    for n in range(3_000_000):
        total += n * n % 7


def cpu_ms(work: Callable[[], object]) -> float:
    """Milliseconds of processor time of this process that a call takes, all its threads together."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def wall_ms(work: Callable[[], object]) -> float:
    """Milliseconds on the clock."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000
