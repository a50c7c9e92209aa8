"""Shares and completion that the text states, and how many times a number has become another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from gongkai.oversee.annual.checking.parts import closed, same_unit
from gongkai.oversee.annual.reading.figures import Figure
from gongkai.oversee.annual.report import Check, plain
from gongkai.oversee.annual.terms import Level

_SHARE: Final = re.compile(r"占(?P<of>[^,;。\d占]{0,14})$")
_EACH: Final = re.compile(r"分别占[^,;。\d]{0,12}$|占比?[^,;。\d]{0,6}分别[为是达]?$")
_OF_NAMED: Final = re.compile(r"[\u4e00-\u9fff]{0,6}的(?:比例|比重)?[为是达约]?")
#: What stands behind 占 without naming a whole.
_NO_NAME: Final = re.compile(r"比例|比重|比|总数|总量|总|全部|其中|的|约|达到|达|到|为|了|近|超过|超|\(|:")
_PART_TOO: Final = re.compile(r"[,(]?(?:约|仅)?占")  # 自然人140件,占89.7%;法人16件,占10.3%
_DONE: Final = re.compile(r"(?P<verb>完成|整改|办结|答复|办理|回收)率[^,;。\d]{0,6}$")
_DONE_ALONE: Final = re.compile(r"[,、(]?(?P<verb>完成|整改|办结|答复|回收)率(?:为|达到?|是)?")


def check_shares(text: str, figures: Sequence[Figure]) -> Iterator[Check]:
    """Shares of a whole and rates of completion of one sentence."""
    listed = 0  # rates of a list that have been looked at together
    for at, rate in enumerate(figures):
        if rate.unit != "%" or at < listed:
            continue
        said = text[: rate.start]
        counts = [one for one in figures[:at] if one.unit != "%"]
        if _EACH.search(said):
            rates = _rates(text, figures[at:])
            listed = at + len(rates)
            yield from _each(counts, rates)
        elif len(counts) > 1 and _of_named(text, counts[-1], rate):
            yield from _share_of(counts[-2], counts[-1], rate)
        elif (found := _SHARE.search(said)) and counts:
            yield from _share(text, counts, rate, _NO_NAME.sub("", found["of"]))
        elif found := _DONE.search(said):
            yield from _completion(text, counts, rate, found["verb"])


def in_words(figure: Figure) -> str:
    """The digits of a number as the text has them."""
    found = re.search(r"[\d.,]+", figure.literal)
    return found[0] if found else plain(figure.value or 0)


def near(rate: Figure, exact: Decimal) -> tuple[Decimal, bool]:
    """The exact rate with as many decimals as the text has, and whether the text may be it, rounded or cut off."""
    places = len(rate.literal.partition(".")[2].rstrip("%")) if "." in rate.literal else 0
    step = Decimal(1).scaleb(-places)
    rounded = exact.quantize(step, ROUND_HALF_UP)
    return rounded, abs(exact - (rate.value or Decimal(0))) < step


def told_rate(
    id_: str, formula: str, left: Decimal, rate: Figure, fits: bool, note: str, level: Level = Level.ERROR
) -> Check:
    """A rate computed from the numbers beside it (``left``) against the one that the text states."""
    right = left if fits else rate.value  # cut off instead of rounded is the same rate
    return Check(
        id_, "", "percentage", formula, left, right, Level.NONE if fits else level, (), f"按所列数计算{plain(left)}%",
        f"{rate.key}{rate.literal}", note="" if fits else note, place=rate.place,
    )  # fmt: skip


def _part_of(part: Figure, whole: Decimal, rate: Figure, level: Level) -> Check:
    """A part's share against the rate stated."""
    rounded, fits = near(rate, (part.value or Decimal(0)) / whole * 100)
    formula = f"{plain(part.value or 0)}/{plain(whole)}"
    note = "" if fits else "占比与所列两个数不符，请核对口径"
    return told_rate(f"narr.share.{part.key}", formula, rounded, rate, fits, note, level)


def _of_named(text: str, whole: Figure, rate: Figure) -> bool:
    """200条,占全部信息1000条的20%: the whole stands between."""
    return "占" in whole.before[-14:] and _OF_NAMED.fullmatch(text[whole.end : rate.start]) is not None


def _share_of(part: Figure, whole: Figure, rate: Figure) -> Iterator[Check]:
    if same_unit(part, whole) and whole.value and (part.value or 0) <= whole.value:
        check = _part_of(part, whole.value, rate, Level.ERROR)
        if check.holds or not (part.about or whole.about or rate.about):
            yield check


def _share(text: str, counts: Sequence[Figure], rate: Figure, of: str) -> Iterator[Check]:
    """A part's share of a whole named before it; ``of``: how the text calls the whole, empty when it does not."""
    part = counts[-1]
    wholes = [
        one for one in counts[:-1] if same_unit(one, part) and (one.value or 0) >= (part.value or 0) and one.value
    ]
    for whole in wholes:
        check = _part_of(part, whole.value or Decimal(1), rate, Level.NONE)
        if check.holds:
            yield check
            return
    wholes = [one for one in wholes if not _PART_TOO.match(text, one.end)]
    if len(wholes) == 1 and not (part.about or wholes[0].about or rate.about) and _names(of, wholes[0]):
        explicit = "其中" in text[wholes[0].end : part.start]
        yield _part_of(part, wholes[0].value or Decimal(1), rate, Level.ERROR if explicit else Level.WARNING)


def _names(of: str, whole: Figure) -> bool:
    """Whether words behind 占 may mean this whole: 占政策文件总数 is no share of all that was published."""
    said = f"{whole.key}{whole.after}"
    return not of or any(of[place : place + 2] in said for place in range(max(len(of) - 1, 1)))


def _rates(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """Rates in a row: 50%、30%、20%."""
    found = [figures[0]]
    for one in figures[1:]:
        if one.unit != "%" or not re.fullmatch(r"(?:[、,和及与]|以及)", text[found[-1].end : one.start]):
            break
        found.append(one)
    return found


def _each(counts: Sequence[Figure], rates: Sequence[Figure]) -> Iterator[Check]:
    """土地10件、住建6件、其他4件,分别占50%、30%、20%: in their order, of one whole."""
    parts = counts[-len(rates) :]
    if len(parts) < len(rates) or len(rates) < 2 or any(not same_unit(one, parts[0]) for one in parts):
        return
    total = sum((one.value or Decimal(0) for one in parts), Decimal(0))
    earlier = [one.value for one in counts[: -len(rates)] if one.value and same_unit(one, parts[0])]
    wholes = [total, *(value for value in earlier if value > total)] if total else []
    for whole in wholes:
        checks = [_part_of(part, whole, rate, Level.ERROR) for part, rate in zip(parts, rates, strict=True)]
        if all(check.holds for check in checks):
            yield from checks
            return
    if any(one.about for one in (*parts, *rates)):
        return
    hundred = abs(sum((rate.value or Decimal(0) for rate in rates), Decimal(-100))) <= len(rates)
    if total and (total in earlier or (hundred and not any(value > total for value in earlier))):
        yield from (_part_of(part, total, rate, Level.ERROR) for part, rate in zip(parts, rates, strict=True))


def _completion(text: str, counts: Sequence[Figure], rate: Figure, verb: str) -> Iterator[Check]:
    """What was disposed of against all that was found. A rate may count otherwise: it is wrong only right behind both."""
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
                rounded, fits = near(rate, total / whole.value * 100)
                if fits and total <= whole.value:
                    told = "+".join(plain(one.value or 0) for one in parts)
                    formula = f"({told})/{plain(whole.value)}" if width > 1 else f"{told}/{plain(whole.value)}"
                    yield told_rate(f"narr.rate.{rate.key}", formula, rounded, rate, True, "")
                    return
    if len(counts) > 1 and _DONE_ALONE.fullmatch(text[counts[-1].end : rate.start]):
        yield from _misstated(counts, rate, verb)


def _misstated(counts: Sequence[Figure], rate: Figure, verb: str) -> Iterator[Check]:
    """发现20个,已整改18个,整改率95%: two numbers of one unit, the second named as the rate is."""
    whole, part = counts[-2], counts[-1]
    alone = same_unit(whole, part) and not any(same_unit(one, part) for one in counts[:-2])
    named = re.fullmatch(rf"(?:已|均|其中|共)*{verb}", part.key)
    if not (alone and named and whole.value) or any(one.about for one in (whole, part, rate)):
        return
    if (part.value or 0) <= whole.value:
        rounded, _ = near(rate, (part.value or Decimal(0)) / whole.value * 100)
        formula = f"{plain(part.value or 0)}/{plain(whole.value)}"
        note = "比率与所列两个数不符，请核对口径"
        yield told_rate(f"narr.rate.{rate.key}", formula, rounded, rate, False, note, Level.WARNING)
