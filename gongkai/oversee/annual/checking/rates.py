"""Rates that the text states: growth against an earlier number, shares of a whole, completion, weights that make a hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from gongkai.oversee.annual.checking.parts import closed, same_unit
from gongkai.oversee.annual.reading.figures import Figure
from gongkai.oversee.annual.reading.prose import Prose
from gongkai.oversee.annual.report import Check, plain
from gongkai.oversee.annual.terms import Level

_GROWTH: Final = re.compile(r"(?:同比|环比|相比|比)?(?P<way>增长|上升|增加|提高|提升|下降|减少|降低)了?约?$")
_EARLIER: Final = re.compile(r"较|比|同期|上年|去年|(?:19|20)\d\d年")
_BECAME: Final = re.compile(r"(?:增加|增长|上升|提高|下降|减少|降低)(?:到|至|为)")
_SHARE: Final = re.compile(r"占(?:比|总数|总量|全部)?[^,;。\d]{0,12}$")
_DONE: Final = re.compile(r"(?:完成|整改|办结|答复|办理)率[^,;。\d]{0,6}$")
_DOWN: Final = frozenset(["下降", "减少", "降低"])


def check_rates(prose: Prose, figures: Sequence[Figure]) -> Iterator[Check]:
    """Growth, shares and completion, each where both numbers behind it stand in the same sentence."""
    by_sentence: dict[int, list[Figure]] = {}
    for figure in figures:
        if figure.value is not None:
            by_sentence.setdefault(figure.sentence, []).append(figure)
    for number in sorted(by_sentence):
        yield from _sentence(prose.sentences[number].text, by_sentence[number])
    yield from _weights(prose)


def _sentence(text: str, figures: Sequence[Figure]) -> Iterator[Check]:
    for at, rate in enumerate(figures):
        said = text[: rate.start]
        counts = [one for one in figures[:at] if one.unit != "%"]
        growth = _GROWTH.search(said)
        pair = _pair(text, counts) if growth else None
        if rate.unit != "%":
            if growth and pair and same_unit(rate, pair[0]):
                yield from _difference(*pair, rate, growth["way"])
        elif growth and pair:
            yield from _growth(*pair, rate, growth["way"])
        elif _SHARE.search(said) and counts:
            yield from _share(text, counts, rate)
        elif _DONE.search(said):
            yield from _completion(counts, rate)


def _pair(text: str, counts: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """This year's number and the earlier one: 120件,较2022年100件; 由100件增加到120件."""
    if len(counts) < 2 or not same_unit(counts[-1], counts[-2]):
        return None
    one, two = counts[-2], counts[-1]
    between = text[one.end : two.start]
    if _BECAME.search(between) and two.value is not None and one.value:
        return two, one
    return (one, two) if _EARLIER.search(between) and two.value else None


def _difference(now: Figure, earlier: Figure, change: Figure, way: str) -> Iterator[Check]:
    """120件,较上年100件增加20件."""
    left = (now.value or Decimal(0)) - (earlier.value or Decimal(0))
    left = -left if way in _DOWN else left
    if now.about or earlier.about or change.about:
        return
    fits = left == change.value
    sign = (earlier, now) if way in _DOWN else (now, earlier)
    yield Check(
        f"narr.difference.{change.key}", "", "difference", f"{_in_words(sign[0])}-{_in_words(sign[1])}={_in_words(change)}", left,
        change.value, Level.NONE if fits else Level.ERROR, (), "所列两个数相差", f"{change.key}{change.literal}",
        note="" if fits else "增减数与所列两个数不符", place=change.place,
    )  # fmt: skip


def _near(rate: Figure, exact: Decimal) -> tuple[Decimal, bool]:
    """The exact rate with as many decimals as the text has, and whether the text may be it, rounded or cut off."""
    places = len(rate.literal.partition(".")[2].rstrip("%")) if "." in rate.literal else 0
    step = Decimal(1).scaleb(-places)
    rounded = exact.quantize(step, ROUND_HALF_UP)
    return rounded, abs(exact - (rate.value or Decimal(0))) < step


def _growth(now: Figure, earlier: Figure, rate: Figure, way: str) -> Iterator[Check]:
    base = earlier.value or Decimal(1)
    change = ((now.value or Decimal(0)) - base) / base * 100
    exact = -change if way in _DOWN else change
    rounded, fits = _near(rate, exact)
    rough = now.about or earlier.about or rate.about
    if rough and not fits:
        return
    one, two = _in_words(now), _in_words(earlier)
    yield _rate(f"narr.rate.{rate.key}", f"({one}-{two})/{two}", rounded, rate, fits, "增减幅度与所列两个数不符")


def _in_words(figure: Figure) -> str:
    found = re.search(r"[\d.,]+", figure.literal)
    return found[0] if found else plain(figure.value or 0)


def _share(text: str, counts: Sequence[Figure], rate: Figure) -> Iterator[Check]:
    """A part's share of a whole named before it."""
    part = counts[-1]
    wholes = [
        one for one in counts[:-1] if same_unit(one, part) and (one.value or 0) >= (part.value or 0) and one.value
    ]
    for whole in wholes:
        rounded, fits = _near(rate, (part.value or Decimal(0)) / (whole.value or Decimal(1)) * 100)
        if fits:
            yield _rate(
                f"narr.share.{part.key}", f"{plain(part.value or 0)}/{plain(whole.value or 0)}", rounded, rate, True, ""
            )
            return
    if len(wholes) == 1 and not (part.about or wholes[0].about or rate.about):
        rounded, _ = _near(rate, (part.value or Decimal(0)) / (wholes[0].value or Decimal(1)) * 100)
        formula = f"{plain(part.value or 0)}/{plain(wholes[0].value or 0)}"
        explicit = "其中" in text[wholes[0].end : part.start]
        level = Level.ERROR if explicit else Level.WARNING
        yield _rate(f"narr.share.{part.key}", formula, rounded, rate, False, "占比与所列两个数不符，请核对口径", level)


def _completion(counts: Sequence[Figure], rate: Figure) -> Iterator[Check]:
    """What was disposed of against all that was found: only told where it fits, since a rate may count otherwise."""
    for at, whole in enumerate(counts):
        for width in (1, 2, 3):
            for begin in range(at + 1, len(counts) - width + 1):
                parts = counts[begin : begin + width]
                if (
                    not whole.value
                    or not all(same_unit(one, whole) for one in parts)
                    or (width > 1 and not closed(parts))
                ):
                    continue
                total = sum((one.value or Decimal(0) for one in parts), Decimal(0))
                rounded, fits = _near(rate, total / whole.value * 100)
                if fits and total <= whole.value:
                    told = "+".join(plain(one.value or 0) for one in parts)
                    formula = f"({told})/{plain(whole.value)}" if width > 1 else f"{told}/{plain(whole.value)}"
                    yield _rate(f"narr.rate.{rate.key}", formula, rounded, rate, True, "")
                    return


def _rate(
    id_: str, formula: str, left: Decimal, rate: Figure, fits: bool, note: str, level: Level = Level.ERROR
) -> Check:
    right = left if fits else rate.value  # cut off instead of rounded is the same rate
    return Check(
        id_, "", "percentage", formula, left, right, Level.NONE if fits else level, (), f"按所列数计算{plain(left)}%",
        f"{rate.key}{rate.literal}", note="" if fits else note, place=rate.place,
    )  # fmt: skip


_TOP: Final = re.compile(
    r"(?:^|[\s。])(?P<no>[一二三四五六七八九十]{1,2})、[^%\n()]{2,60}(?:\((?P<rate>\d{1,2})%\)|(?=\([一二三]\)))"
)
_SUB: Final = re.compile(r"\([一二三四五六七八九十]{1,2}\)[^()%\n]{2,60}?\((?P<rate>\d{1,2})%\)")


def _weights(prose: Prose) -> Iterator[Check]:
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
