"""Figures of an organ's year as they are compared, pure: a number or why there is none, growth, and the sentence a chart is headed by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from gongkai.oversee.annual.format import form_of
from gongkai.oversee.annual.report import plain
from gongkai.oversee.comparing.indicators import Measure, Rate
from gongkai.oversee.comparing.terms import Known, Origin

Cells = Mapping[str, Decimal | int | None]


@dataclass(frozen=True)
class Filed:
    """The figures of an organ and a year, and where they are from: ``record_id`` of a published report, ``filing_id`` of a filing."""

    organ_id: int
    year: int
    cells: Cells
    origin: Origin
    record_id: int | None = None
    filing_id: int | None = None


@dataclass(frozen=True)
class Value:
    """A number, or why there is none. ``above`` and ``below``: the two counts of a rate."""

    known: Known
    number: Fraction | None = None
    above: Decimal | None = None
    below: Decimal | None = None

    @property
    def words(self) -> str:
        """The number as a table prints it, without its unit; in words why there is none."""
        if self.number is None:
            return "基数为0" if self.below is not None else self.known.label
        return percent(self.number) if self.below is not None else plain(decimal(self.number))


def decimal(number: Fraction) -> Decimal:
    """A count as the decimal that it is: counts and amounts have at most four places."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def percent(share: Fraction, places: int = 1) -> str:
    """A share in percent, half up: 42.9; whole ones too keep their place (40.0)."""
    step = Decimal(1).scaleb(-places)
    hundredfold = share * 100
    return str((Decimal(hundredfold.numerator) / Decimal(hundredfold.denominator)).quantize(step, ROUND_HALF_UP))


def value(filed: Filed | None, wanted: Measure | Rate, year: int) -> Value:
    """An indicator of an organ's year. A sum with a cell that is not filled in is not known; a rate over nothing neither."""
    if isinstance(wanted, Rate):
        return _share(value(filed, wanted.above, year), value(filed, wanted.below, year))
    cells = wanted.of(form_of(year))
    if not cells:
        return Value(Known.NO_ITEM)
    if filed is None:
        return Value(Known.NO_REPORT)
    numbers = [filed.cells.get(cell) for cell in cells]
    if any(number is None for number in numbers):
        return Value(Known.UNFILLED)
    return Value(Known.YES, sum((Fraction(number) for number in numbers if number is not None), Fraction(0)))


def _share(above: Value, below: Value) -> Value:
    for one in (above, below):
        if one.number is None:
            return one
    assert above.number is not None
    assert below.number is not None
    counts = decimal(above.number), decimal(below.number)
    return Value(Known.YES, above.number / below.number if below.number else None, *counts)


@dataclass(frozen=True)
class Change:
    """From one number to another. ``share`` is None where the former is too small for a growth rate, or 0."""

    before: Fraction
    after: Fraction
    share: Fraction | None
    points: bool = False

    @property
    def words(self) -> str:
        """增加12件 without the unit: +12（+42.9%）; both values stand beside it."""
        if self.points:
            more = percent(abs(self.after - self.before))
            return "持平" if self.after == self.before else f"{_sign(self.after - self.before)}{more}个百分点"
        if self.after == self.before:
            return "持平"
        more = plain(abs(decimal(self.after - self.before)))
        grown = "" if self.share is None else f"（{_sign(self.share)}{percent(abs(self.share))}%）"
        return f"{_sign(self.after - self.before)}{more}{grown}"


def _sign(number: Fraction) -> str:
    return "+" if number > 0 else "−"


def change(before: Value, after: Value, least: int) -> Change | None:
    """How a number moved; None when one of the two is not known. Below ``least`` no growth rate is made of it."""
    if before.number is None or after.number is None:
        return None
    points = after.below is not None
    share = (after.number - before.number) / before.number if before.number >= least and not points else None
    return Change(before.number, after.number, share, points)


Points = Sequence[tuple[int, Value]]


def finding(label: str, unit: str, points: Points, least: int) -> str:
    """The sentence that heads a chart: 新收申请2023年至2025年增加42%，由140件到199件；2024年无报告."""
    known = [(year, one.number) for year, one in points if one.number is not None]
    if not known:
        return f"{label}：没有可以比较的数"
    gaps = "、".join(f"{year}年{one.known.label}" for year, one in points if one.number is None and known[0][0] < year < known[-1][0])  # fmt: skip
    behind = f"；{gaps}" if gaps else ""
    (first, before), (last, after) = known[0], known[-1]
    if first == last:
        return f"{label}{last}年为{_told(after)}{unit}，没有其他年度可以比较"
    span, both = f"{first}年至{last}年", f"由{_told(before)}{unit}到{_told(after)}{unit}"
    if all(number == 0 for _, number in known):
        return f"{label}{span}都是0{behind}"
    if before == after:
        return f"{label}{span}持平，都是{_told(after)}{unit}{behind}"
    word = "增加" if after > before else "减少"
    if before < least:
        return f"{label}{span}{both}{behind}"
    return f"{label}{span}{word}{percent(abs(after - before) / before, 0)}%，{both}{behind}"


def _told(number: Fraction) -> str:
    return plain(decimal(number))


def most(label: str, parts: Iterable[tuple[str, Fraction]], year: int) -> str:
    """Which part is the largest: 2025年办理结果中予以公开最多，占61%."""
    kept = list(parts)
    whole = sum((number for _, number in kept), Fraction(0))
    if not whole:
        return f"{year}年{label}没有数"
    largest = max(number for _, number in kept)
    names = "、".join(name for name, number in kept if number == largest)
    together = "各" if "、" in names else ""
    return f"{year}年{label}中{names}最多，{together}占{percent(largest / whole, 0)}%"
