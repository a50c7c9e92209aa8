"""Charts drawn on the server as SVG: no script, the finding as title, values beside their marks, readable in grey and aloud.

A chart is never the only place of a number: the page has the table beneath. One em of the reader's type is sixteen units, so large type
makes a larger chart. Missing values are gaps with their word, never zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

EM: Final = 16
_MARKS: Final = "abcdef"  # six looks: colour, dash and marker, or colour and hatching
MOST_SERIES: Final = len(_MARKS)
_LINE: Final = 17  # units between two lines of text
Number = int | Decimal | Fraction


@dataclass(frozen=True)
class Series:
    """A line or a layer: its name, a value for each category (None: missing), and each value in words."""

    label: str
    values: tuple[Number | None, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Bar:
    """A bar with its name, its value and the value in words; ``strong`` sets the reader's own apart."""

    label: str
    value: Number
    words: str
    strong: bool = False


def ticks(most: Number, wanted: int = 4) -> list[Fraction]:
    """Round numbers from 0 to at least ``most``, about ``wanted`` steps of 1, 2 or 5 times a power of ten."""
    top = Fraction(most)
    if top <= 0:
        return [Fraction(0), Fraction(1)]
    step = Fraction(1)
    while step * wanted < top:
        step *= 10
    while step * wanted >= top * 10:
        step /= 10
    for smaller in (Fraction(1, 5), Fraction(1, 2)):
        if step * smaller * wanted >= top:
            step *= smaller
            break
    count = -(-top // step)
    return [step * number for number in range(int(count) + 1)]


def _told(number: Number) -> str:
    return f"{float(number):,.10g}" if Fraction(number).denominator != 1 else f"{int(number):,}"


def _at(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _text(x: float, y: float, words: str, kind: str = "", anchor: str = "start") -> SafeString:
    return format_html(
        '<text x="{}" y="{}" text-anchor="{}"{}>{}</text>',
        _at(x), _at(y), anchor, format_html(' class="{}"', kind) if kind else "", words,
    )  # fmt: skip


def _line(x1: float, y1: float, x2: float, y2: float, kind: str) -> SafeString:
    return format_html('<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>', _at(x1), _at(y1), _at(x2), _at(y2), kind)


def width_of(words: str) -> float:
    """About how wide a text stands, in units: 14 for a Chinese character, 8 for a letter or digit."""
    return sum(14 if ord(letter) > 0x2E7F else 8 for letter in words)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Places as near as can be to those wanted (ascending), at least ``apart``, between ``low`` and ``high`` where there is room."""
    found: list[float] = []
    for one in wanted:
        found.append(max(one, found[-1] + apart if found else low))
    limit = high
    for place in range(len(found) - 1, -1, -1):
        found[place] = min(found[place], limit)
        limit = found[place] - apart
    return found


def _figure(key: str, title: str, told: str, width: float, height: float, parts: Iterable[SafeString]) -> SafeString:
    """The frame: finding, a box that scrolls by itself and by keyboard, the drawing with its name and its values in words."""
    return format_html(
        '<figure class="chart"><figcaption id="{0}-name">{1}</figcaption>'
        '<div class="chart-box" role="region" aria-labelledby="{0}-name" tabindex="0">'
        '<svg role="img" aria-labelledby="{0}-title {0}-told" width="{2}em" height="{3}em" viewBox="0 0 {4} {5}">'
        '<title id="{0}-title">{1}</title><desc id="{0}-told">{6}</desc>{7}</svg></div></figure>',
        key, title, _at(width / EM), _at(height / EM), _at(width), _at(height), told,
        format_html_join("", "{}", ((part,) for part in parts)),
    )  # fmt: skip


def _described(categories: Sequence[str], series: Sequence[Series]) -> str:
    return "".join(
        f"{one.label}：{'，'.join(f'{name}{words}' for name, words in zip(categories, one.words, strict=True))}。"
        for one in series
    )


def _marker(kind: str, x: float, y: float) -> SafeString:
    if kind == "a":
        return format_html('<circle cx="{}" cy="{}" r="4.5" class="chart-{} mark"/>', _at(x), _at(y), kind)
    shapes = {
        "b": ((-4, -4), (4, -4), (4, 4), (-4, 4)),
        "c": ((0, -5), (5, 4), (-5, 4)),
        "d": ((0, -6), (6, 0), (0, 6), (-6, 0)),
        "e": ((0, 5), (5, -4), (-5, -4)),
        "f": ((-6, -2), (6, -2), (6, 2), (-6, 2)),
    }
    points = " ".join(f"{_at(x + dx)},{_at(y + dy)}" for dx, dy in shapes[kind])
    return format_html('<polygon points="{}" class="chart-{} mark"/>', points, kind)


def _scale(
    steps: Sequence[Fraction], unit: str, left: float, right: float, top: float, bottom: float
) -> list[SafeString]:
    """The value axis: its lines, its numbers, its unit above."""
    parts = [_text(0, top - 14, f"单位：{unit}", "soft")] if unit else []
    for step in steps:
        y = bottom - (bottom - top) * float(step / steps[-1])
        parts += [
            _line(left, y, right, y, "grid" if step else "axis"),
            _text(left - 8, y + 5, _told(step), "soft", "end"),
        ]
    return parts


def lines(*, key: str, title: str, unit: str, categories: Sequence[str], series: Sequence[Series]) -> SafeString:
    """Lines over time, at most six. A missing value breaks its line and is named below its category."""
    if len(series) > MOST_SERIES:
        raise ValueError(f"{len(series)} lines cannot be told apart; draw at most {MOST_SERIES}")
    steps = ticks(max((Fraction(v) for one in series for v in one.values if v is not None), default=Fraction(0)))
    left = max(width_of(_told(step)) for step in steps) + 16
    widest = max((width_of(words) + 14 for one in series for words in one.words), default=0)
    step_x = max(72.0, widest, min(120.0, 560 / max(len(categories), 1)))
    width = left + step_x * max(len(categories), 2) + max(width_of(one.label) for one in series) + 8
    top, height = 44.0, 270.0
    bottom = height - 2 * _LINE - 8
    xs = [left + step_x * (place + 0.5) for place in range(len(categories))]
    parts = _scale(steps, unit, left, left + step_x * len(categories), top, bottom)
    for x, name in zip(xs, categories, strict=True):
        parts.append(_text(x, bottom + _LINE + 4, name, "", "middle"))

    def y_of(value: Number) -> float:
        return bottom - (bottom - top) * float(Fraction(value) / steps[-1])

    for place, x in enumerate(xs):
        lacking = dict.fromkeys(one.words[place] for one in series if one.values[place] is None)
        if lacking:
            parts.append(_text(x, bottom + 2 * _LINE + 4, "、".join(lacking), "soft", "middle"))
    ends: list[tuple[float, float, str, str]] = []
    for look, one in zip(_MARKS, series, strict=False):
        known = [(x, y_of(value)) for x, value in zip(xs, one.values, strict=True) if value is not None]
        parts += [
            format_html('<polyline points="{}" class="chart-{} line"/>', run, look)
            for run in _runs(xs, [None if v is None else y_of(v) for v in one.values])
        ]
        parts += [_marker(look, x, y) for x, y in known]
        if known:
            ends.append((known[-1][1], known[-1][0], one.label, look))
    parts += _values(xs, series, y_of, bottom)
    ends.sort()
    for y, (_, x, label, look) in zip(spread([end[0] for end in ends], _LINE, top, bottom), ends, strict=True):
        # beside the last point, behind its value
        parts.append(_text(max(x + step_x / 2, xs[-1] + step_x / 2) + 2, y + 5, label, f"chart-{look} name"))
    return _figure(key, title, _described(categories, series), width, height, parts)


def _runs(xs: Sequence[float], ys: Sequence[float | None]) -> list[str]:
    """The stretches of a line between its gaps."""
    runs: list[list[str]] = [[]]
    for x, y in zip(xs, ys, strict=True):
        if y is None:
            runs.append([])
        else:
            runs[-1].append(f"{_at(x)},{_at(y)}")
    return [" ".join(run) for run in runs if len(run) > 1]


def _values(
    xs: Sequence[float], series: Sequence[Series], y_of: Callable[[Number], float], bottom: float
) -> list[SafeString]:
    """The values above their marks, of the first line always, of the others where nothing stands in the way."""
    parts = []
    for place, x in enumerate(xs):
        marks = [y_of(value) for one in series if (value := one.values[place]) is not None]
        taken: list[float] = []
        for one in series:
            value = one.values[place]
            if value is None:
                continue
            y = min(y_of(value) - 10, bottom - 3)
            in_the_way = [other for other in marks if other != y_of(value) and abs(other - (y - 5)) < 10]
            if not taken or (not in_the_way and all(abs(y - other) >= 15 for other in taken)):
                parts.append(_text(x, y, one.words[place], "value", "middle"))
                taken.append(y)
    return parts


def bars(*, key: str, title: str, unit: str, rows: Sequence[Bar]) -> SafeString:
    """Bars side by side, one a line, each with its name and its value."""
    steps = ticks(max((Fraction(row.value) for row in rows), default=Fraction(0)))
    names = [_cut(row.label, 14) for row in rows]
    left = max((width_of(name) for name in names), default=0) + 12
    behind = max((width_of(row.words) for row in rows), default=0) + 12
    reach, top, each = 340.0, 40.0, 28.0
    bottom = top + each * len(rows)
    parts = [_text(0, 14, f"单位：{unit}", "soft")] if unit else []
    for step in steps:
        x = left + reach * float(step / steps[-1])
        parts += [
            _line(x, top - 4, x, bottom, "grid" if step else "axis"),
            _text(x, top - 9, _told(step), "soft", "middle"),
        ]
    for place, (row, name) in enumerate(zip(rows, names, strict=True)):
        y = top + each * place
        long = reach * float(Fraction(row.value) / steps[-1])
        parts += [
            _text(left - 8, y + 19, name, "strong" if row.strong else "", "end"),
            format_html('<rect x="{}" y="{}" width="{}" height="18" class="chart-{} bar"/>', _at(left), _at(y + 5), _at(long), "b" if row.strong else "a"),
            _text(left + long + 6, y + 19, row.words, "value"),
        ]  # fmt: skip
    told = "，".join(f"{row.label}{row.words}{unit}" for row in rows)
    return _figure(key, title, f"{told}。" if told else "没有数。", left + reach + behind, bottom + 8, parts)


def stacks(*, key: str, title: str, categories: Sequence[str], series: Sequence[Series]) -> SafeString:
    """Columns of a hundred percent in layers, at most six, each with colour and hatching and named beside the last column."""
    if len(series) > MOST_SERIES:
        raise ValueError(f"{len(series)} layers cannot be told apart; draw at most {MOST_SERIES}")
    left, top, height, step_x, column = 48.0, 44.0, 286.0, 84.0, 52.0
    bottom = height - 2 * _LINE - 8
    right = left + step_x * len(categories)
    parts = [_patterns(key), *_scale([Fraction(step) for step in range(0, 101, 20)], "%", left, right, top, bottom)]
    last: dict[str, float] = {}
    seen: set[str] = set()
    for place, name in enumerate(categories):
        x = left + step_x * place + (step_x - column) / 2
        parts.append(_text(x + column / 2, bottom + _LINE + 4, name, "", "middle"))
        values = [one.values[place] for one in series]
        whole = sum((Fraction(value) for value in values if value is not None), Fraction(0))
        if None in values or not whole:
            words = next((one.words[place] for one in series if one.values[place] is None), "没有数")
            parts.append(_text(x + column / 2, bottom + 2 * _LINE + 4, words, "soft", "middle"))
            continue
        y, last = bottom, {}
        for look, value in zip(_MARKS, values, strict=False):
            share = Fraction(value or 0) / whole
            tall = (bottom - top) * float(share)
            y -= tall
            last[look] = y + tall / 2
            if not share:
                continue
            seen.add(look)
            parts.append(
                format_html(
                    '<rect x="{}" y="{}" width="{}" height="{}" class="layer" fill="url(#{}-{})"/>',
                    _at(x), _at(y), _at(column), _at(tall), key, look,
                )
            )  # fmt: skip
            if tall >= 18:
                parts.append(
                    _text(x + column / 2, y + tall / 2 + 5, f"{round(share * 100)}%", "value inside", "middle")
                )
    # Every layer that is drawn anywhere has its name and its hatching at the height of the last column's layer, top to bottom.
    named = [(last[look], one.label, look) for look, one in zip(_MARKS, series, strict=False) if look in seen][::-1]
    for y, (_, label, look) in zip(spread([one[0] for one in named], _LINE + 3, top + 6, bottom), named, strict=True):
        swatch = '<rect x="{}" y="{}" width="14" height="14" class="swatch" fill="url(#{}-{})"/>'
        parts += [format_html(swatch, _at(right + 8), _at(y - 7), key, look), _text(right + 28, y + 5, label, "name")]
    wide = right + 34 + max((width_of(one.label) for one in series), default=0)
    return _figure(key, title, _described(categories, series), wide, height, parts)


def _patterns(key: str) -> SafeString:
    """Six hatchings that differ in grey as well."""
    strokes = {
        "a": "", "b": "M0,8 L8,0", "c": "M2,2 h3 v3 h-3 z", "d": "M0,4 H8", "e": "M0,0 L8,8 M0,8 L8,0", "f": "M4,0 V8",
    }  # fmt: skip
    return format_html(
        "<defs>{}</defs>",
        format_html_join(
            "",
            '<pattern id="{}-{}" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" class="ground-{}"/>{}</pattern>',
            (
                (
                    key,
                    look,
                    look,
                    format_html('<path d="{}" class="hatch-{}"/>', drawn, look) if drawn else mark_safe(""),
                )
                for look, drawn in strokes.items()
            ),
        ),
    )
