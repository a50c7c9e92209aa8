"""Tables of marks that were flattened into text: the parts make the whole, the wholes a hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from gongkai.oversee.annual.reading.prose import Prose
from gongkai.oversee.annual.report import Check, plain
from gongkai.oversee.annual.terms import Level

_TOP: Final = re.compile(
    r"(?:^|[\s。])(?P<no>[一二三四五六七八九十]{1,2})、[^%\n()]{2,60}(?:\((?P<rate>\d{1,2})%\)|(?=\([一二三]\)))"
)
_SUB: Final = re.compile(r"\([一二三四五六七八九十]{1,2}\)[^()%\n]{2,60}?\((?P<rate>\d{1,2})%\)")


def check_weights(prose: Prose) -> Iterator[Check]:
    """A table of marks flattened into text: 一、…(13%) (一)…(5%) (二)…(3%): the parts make the whole, the wholes a hundred."""
    for text in prose.parts.values():
        if "%)" not in text:
            continue
        tops = list(_TOP.finditer(text))
        pieces = [
            (top, text[top.end() : later.start() if later else len(text)])
            for top, later in zip(tops, [*tops[1:], None], strict=True)
        ]
        weighed: list[tuple[str, Decimal, list[Decimal], bool]] = []
        for top, piece in pieces:
            subs = [Decimal(found["rate"]) for found in _SUB.finditer(piece)]
            if len(subs) > 1:
                weighed.append(
                    (top["no"], Decimal(top["rate"]) if top["rate"] else sum(subs, Decimal(0)), subs, bool(top["rate"]))
                )
        if len(weighed) < 2:
            continue
        for number, whole, subs, told in weighed:
            if told:
                yield _weight(f"第{number}项", subs, whole, "分项分值之和与该项分值不符")
        wholes = [whole for _, whole, _, told in weighed if told]
        untold = [sub for _, _, subs, told in weighed if not told for sub in subs]
        if sum(wholes) + sum(untold) == 100:
            together = sum(wholes, Decimal(0))
            yield _weight("分值小计", wholes, together, "")
            yield _weight("分值总计", [together, *untold] if untold else wholes, Decimal(100), "")


def _weight(name: str, parts: Sequence[Decimal], whole: Decimal, note: str) -> Check:
    total = sum(parts, Decimal(0))
    fits = total == whole
    return Check(
        f"narr.weight.{name}", "", "narrative_sum", f"{'+'.join(plain(part) for part in parts)}={plain(whole)}", total, whole,
        Level.NONE if fits else Level.WARNING, (), f"{name}各分项之和", f"{name}分值", terms=tuple(parts), closed=True,
        note="" if fits else note,
    )  # fmt: skip
