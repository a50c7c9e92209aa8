"""Two hundred published reports compared with each other: texts of their own, and the worst case in which all are one copy."""

from __future__ import annotations

import random
import time
from fractions import Fraction

from bench.rows import row
from gongkai.oversee.comparing import alike
from gongkai.oversee.comparing.fixed import fixed

MANY = 200
LONG = 2500  # characters of a report's own text; those of county departments have 1,500 to 3,000


def run(_: str) -> int:
    rng = random.Random(7)
    own = [_text(rng, LONG) for _ in range(MANY)]
    common = _text(rng, LONG * 9 // 10)
    for name, texts in (("own", own), ("copied", [common + _text(rng, LONG // 10) for _ in range(MANY)])):
        fixed()
        start, cpu = time.perf_counter(), time.process_time()
        prepared = [alike.prepare(key, text, (f"云岫县第{key}局",), fixed()) for key, text in enumerate(texts)]
        row(f"comparing.{name}.prepare.cpu", time.process_time() - cpu, "s")
        found = alike.pairs(prepared, Fraction(2, 5))
        row(f"comparing.{name}", time.perf_counter() - start, "s")
        row(f"comparing.{name}.cpu", time.process_time() - cpu, "s", "<= 5")
        wanted = 0 if name == "own" else MANY * (MANY - 1) // 2
        row(f"comparing.{name}.wrong", abs(len(found) - wanted), "pairs", "<= 0")
    return 0


def _text(rng: random.Random, long: int) -> str:
    """Sentences of letters by chance: nothing in common but what is copied."""
    letters = [chr(code) for code in range(0x4E00, 0x5E00)]
    words = "".join(rng.choices(letters, k=long))
    return "".join(f"{words[start : start + 40]}。" for start in range(0, long, 40))
