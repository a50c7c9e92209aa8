"""Rates that the text states: growth against an earlier number, shares of a whole, completion, weights that make a hundred."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import Final

from gongkai.oversee.annual.checking.parts import same_unit
from gongkai.oversee.annual.checking.shares import check_shares, in_words, near, told_rate
from gongkai.oversee.annual.checking.weights import check_weights
from gongkai.oversee.annual.reading.figures import MOST_IN_ONE, Figure
from gongkai.oversee.annual.reading.prose import Prose
from gongkai.oversee.annual.report import Check, plain
from gongkai.oversee.annual.terms import Level

_GROWTH: Final = re.compile(
    r"(?:(?:同比|环比|相比|比)?(?P<way>增长|上升|增加|提高|提升|下降|减少|降低)了?约?"
    r"|(?P<rate>增长率|增幅|涨幅|升幅|增速|降幅|下降率)(?:约|达到?|为)*)$"
)
_EARLIER: Final = re.compile(r"较|比|同期|上年|去年|(?:19|20)\d\d年")
_BECAME: Final = re.compile(r"(?:增加|增长|上升|提高|提升|下降|减少|降低)(?:到|至|为)|[增升降减][到至为]")
_CHANGED: Final = re.compile(r"(?:增加|增长|上升|提高|提升|新增|下降|减少|降低|多|少)(?:了|约)*$")
_NOW: Final = re.compile(r"今年|本年|20\d\d年")
_YEAR: Final = re.compile(r"(?:19|20)\d\d(?=年)")
#: Behind a rate: 增长20%(2022年为1000条).
_BEFORE: Final = re.compile(r",?\(?(?:(?:19|20)\d\d年|上年|去年)(?:同期|度)?(?:仅|共|收到|受理|公开|发布)*[为是的]?")
_POINTS: Final = "个百分点"
_DOWN: Final = frozenset(["下降", "减少", "降低", "降幅", "下降率"])

Pair = tuple[Figure, Figure]  # the number of this year, and the earlier one


def check_rates(prose: Prose, figures: Sequence[Figure]) -> Iterator[Check]:
    """Growth, shares and completion, each where both numbers behind it stand in the same sentence."""
    by_sentence: dict[int, list[Figure]] = {}
    for figure in figures:
        if figure.value is not None:
            by_sentence.setdefault(figure.sentence, []).append(figure)
    for number in sorted(by_sentence):
        text = prose.sentences[number].text
        yield from _sentence(text, by_sentence[number])
        yield from _multiples(text, by_sentence[number])
        yield from check_shares(text, by_sentence[number])
    yield from check_weights(prose)


def _sentence(text: str, figures: Sequence[Figure]) -> Iterator[Check]:
    for at, rate in enumerate(figures):
        growth = _GROWTH.search(text[: rate.start])
        if not growth:
            continue
        way = growth["way"] or growth["rate"]
        counts = [one for one in figures[:at] if (one.unit == "%") == (rate.unit == _POINTS)]
        if rate.unit == "%":
            later = [one for one in figures[at + 1 :] if one.unit != "%"]
            yield from _growth(text, counts, later, rate, way)
            continue
        pair = pair_of(text, counts)
        if pair and (rate.unit == _POINTS or same_unit(rate, pair[0])):
            yield from _difference(*pair, rate, way)


def pair_of(text: str, counts: Sequence[Figure]) -> Pair | None:
    """This year's number and the earlier one: 120件,较2022年100件; 由100件增加到120件; 2022年100件,2023年120件."""
    if len(counts) < 2 or not same_unit(counts[-1], counts[-2]):
        return None
    one, two = counts[-2], counts[-1]
    between = text[one.end : two.start]
    if re.search(r"[;%]", between):
        return None
    if _BECAME.search(between):
        return (two, one) if one.value else None
    clause = re.split(r"[,:)]", between)[-1]
    if not _EARLIER.search(clause) or _CHANGED.search(clause) or "结转" in clause:
        return None
    now, earlier = (two, one) if _told_first(one.before, clause) else (one, two)
    return (now, earlier) if earlier.value else None


def _told_first(before: str, clause: str) -> bool:
    """Whether the earlier number comes first: 2022年收到30件,2023年收到35件."""
    first, second = _YEAR.findall(before), _YEAR.findall(clause)
    if first and second:
        return int(first[-1]) < int(second[-1])
    return bool(re.search(r"去年|上年", before) and _NOW.search(clause) and not re.search(r"去年|上年|较|比", clause))


def _difference(now: Figure, earlier: Figure, change: Figure, way: str) -> Iterator[Check]:
    """120件,较上年100件增加20件."""
    left = (now.value or Decimal(0)) - (earlier.value or Decimal(0))
    left = -left if way in _DOWN else left
    if now.about or earlier.about or change.about:
        return
    fits = left == change.value
    sign = (earlier, now) if way in _DOWN else (now, earlier)
    yield Check(
        f"narr.difference.{change.key}", "", "difference", f"{in_words(sign[0])}-{in_words(sign[1])}={in_words(change)}", left,
        change.value, Level.NONE if fits else Level.ERROR, (), "所列两个数相差", f"{change.key}{change.literal}",
        note="" if fits else "增减数与所列两个数不符", place=change.place,
    )  # fmt: skip


def _growth(text: str, counts: Sequence[Figure], later: Sequence[Figure], rate: Figure, way: str) -> Iterator[Check]:
    """A rate of growth against the numbers it may be about: it has to fit one of them."""
    tries = list(_bases(text, counts, later, rate, way))
    found: list[tuple[Figure, str, Decimal, bool]] = []
    for now, base, words, rough in tries:
        if base <= 0:
            continue
        change = ((now.value or Decimal(0)) - base) / base * 100
        rounded, fits = near(rate, -change if way in _DOWN else change)
        one = in_words(now)
        formula = f"({one}-{words})/{words}"
        if fits:
            yield told_rate(f"narr.rate.{rate.key}", formula, rounded, rate, True, "")
            return
        if not (rough or now.about or rate.about):
            found.append((now, formula, rounded, False))
    if found and len(found) == len(tries):
        _, formula, rounded, fits = found[0]
        level = Level.ERROR if len(found) == 1 else Level.WARNING  # of several numbers nobody says which is meant
        yield told_rate(f"narr.rate.{rate.key}", formula, rounded, rate, fits, "增减幅度与所列两个数不符", level)


def _bases(
    text: str, counts: Sequence[Figure], later: Sequence[Figure], rate: Figure, way: str
) -> Iterator[tuple[Figure, Decimal, str, bool]]:
    """Numbers that may have grown, each with what it has grown from, in words too, and whether that is about so much."""
    known, change = list(counts), None
    if known and _follows(text, known[-1], rate):
        change = known.pop()
    pair = pair_of(text, known) or (None if change else _named_behind(text, counts, later, rate))
    if pair is not None:
        now, earlier = pair
        base = earlier.value or Decimal(0)
        yield now, base, in_words(earlier), earlier.about
        if len(known) > 2 and now is known[-2]:
            for other in known[:-2]:
                if same_unit(other, now):
                    yield other, base, in_words(earlier), earlier.about
    elif change is not None:
        step = (change.value or Decimal(0)) * (-1 if way in _DOWN else 1)
        for now in reversed([one for one in known if same_unit(one, change) and not _changed(text, one)]):
            base = (now.value or Decimal(0)) - step
            yield now, base, plain(base), change.about


def _changed(text: str, figure: Figure) -> bool:
    return _CHANGED.search(text[: figure.start]) is not None


def _follows(text: str, change: Figure, rate: Figure) -> bool:
    """增加200条,增长20%: the rate right behind the change."""
    between = re.sub(r"[,(、]|同比|环比|比上年|较上年", "", text[change.end : rate.start])
    return _changed(text, change) and len(between) <= 5 and _GROWTH.fullmatch(between) is not None


def _named_behind(text: str, counts: Sequence[Figure], later: Sequence[Figure], rate: Figure) -> Pair | None:
    """1200条,增长20%(2022年为1000条); 增长20%,由1000条增至1200条."""
    if not later:
        return None
    between = text[rate.end : later[0].start]
    if counts and same_unit(counts[-1], later[0]) and _BEFORE.fullmatch(between):
        return counts[-1], later[0]
    if len(later) > 1 and same_unit(later[0], later[1]) and re.match(r"[,(]?[由从]", between) and ";" not in between:
        return (later[1], later[0]) if _BECAME.search(text[later[0].end : later[1].start]) else None
    return None


_TIMES: Final = re.compile(
    r"翻了?(?P<turns>[一1两二2])?番"
    r"|(?:增长|增加|提高)了?(?:约|近)?(?P<more>\d+(?:\.\d+)?)[余多]?倍|的(?:约|近)?(?P<fold>\d+(?:\.\d+)?)[余多]?倍"
)
_LOOSE: Final = Decimal("0.15")  # 翻了一番 is said of what has about doubled


def _multiples(text: str, figures: Sequence[Figure]) -> Iterator[Check]:
    """2000条,比上年1000条翻了一番; 增长1.5倍; 是上年1000条的2倍."""
    for found in islice(_TIMES.finditer(text), MOST_IN_ONE):
        pair = pair_of(text, [one for one in figures if one.end <= found.start() and one.unit != "%"])
        if pair is None or ";" in text[pair[1].end : found.start()] or any(one.about for one in pair):
            continue
        now, earlier = pair
        times = (now.value or Decimal(0)) / (earlier.value or Decimal(1))
        if found["more"] or found["fold"]:
            stated = Decimal(found["more"] or found["fold"]) + bool(found["more"])
            places = len((found["more"] or found["fold"]).partition(".")[2])
            fits = abs(times - stated) < Decimal(1).scaleb(-places)
        else:
            stated = Decimal(4 if found["turns"] in {"两", "二", "2"} else 2)
            fits = abs(times - stated) <= _LOOSE * stated
        left = times.quantize(Decimal("0.01"), ROUND_HALF_UP)
        yield Check(
            f"narr.times.{now.key}", "", "percentage", f"{in_words(now)}/{in_words(earlier)}", stated if fits else left, stated,
            Level.NONE if fits else Level.WARNING, (), f"按所列数计算{plain(left)}倍", f"{now.key}…{found[0]}",
            note="" if fits else "倍数与所列两个数不符", place=now.place,
        )  # fmt: skip
