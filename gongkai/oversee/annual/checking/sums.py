"""Sums that the text states: a whole and its parts (其中 …), parts and their whole (… 共), what was found and what became of it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from gongkai.oversee.annual.checking.parts import (
    CARRIED_IN,
    Group,
    closed,
    grouped,
    leeway,
    outcome,
    rest,
    rough,
    same_unit,
    sides,
    slip,
    stated_sum,
)
from gongkai.oversee.annual.checking.totals import check_totals
from gongkai.oversee.annual.reading.figures import Figure
from gongkai.oversee.annual.reading.prose import Prose
from gongkai.oversee.annual.report import Check, plain
from gongkai.oversee.annual.terms import Level

_MARK: Final = re.compile(r"其中|含|包括|分别|:|\(")
_MANY: Final = 3  # parts that come that near to their whole by no chance
_CASE: Final = re.compile(r"行政复议|复议|行政诉讼|诉讼|应诉")
_FOUND: Final = re.compile(r"排查|发现|梳理|摸排|筛查|检查出|收到|受理|生成")
#: 较上年增加100条, 每月2篇, 日均30件: beside the parts, none of them.
_CHANGE: Final = re.compile(
    r"(?:较|比|同比|环比|与去年|与上年)[^,;。]*$|(?:增加|减少|增长|下降|提高|多|少)了?$|(?:每|日均|月均|平均|不少于|不低于)[^,;。]{0,8}$"
)
#: 另有乡镇公开4000条: beside the list, unless it makes it whole.
_BESIDE: Final = re.compile(r"另有|此外|除此|另外")
_SUMMED: Final = re.compile(r"[,、]?(?:合计|总计|共计|一共|共)")  # the sum of the parts before it
_ATTENDED: Final = re.compile(r"出席|参加|参与|列席")  # several may attend one meeting
_RECEIVED: Final = re.compile(r"受理|收到|接收|接到")
_VALID: Final = re.compile(r"有效|生成|立案")


def check_sums(prose: Prose, figures: Sequence[Figure]) -> Iterator[Check]:
    """Every sum that the text states or that can be seen in it; each relation once."""
    seen: set[tuple[object, ...]] = set()
    by_sentence: dict[int, list[Figure]] = {}
    for figure in figures:
        if figure.value is not None and figure.unit != "%":
            by_sentence.setdefault(figure.sentence, []).append(figure)
    for number in sorted(by_sentence):
        text = prose.sentences[number].text
        before = by_sentence.get(number - 1, [])
        for check in (
            *_cases(text, by_sentence[number]),
            *_parts(text, by_sentence[number], figures),
            *check_totals(text, by_sentence[number]),
            *_what_became(before, by_sentence[number], prose, number),
            *_received(text, by_sentence[number]),
        ):
            key = (check.kind, frozenset(check.terms), check.right, check.place)
            if key not in seen and not (check.holds is False and _with_carried(check, by_sentence[number])):
                seen.add(key)
                yield check


def _with_carried(check: Check, figures: Sequence[Figure]) -> bool:
    """Whether the parts make the whole and what was carried over from last year: no fault, the sentence says both."""
    carried = [one.value for one in figures if CARRIED_IN.search(one.key)]
    guessed = check.level is Level.WARNING  # what nothing marks as parts is left to the balance of the four numbers
    return bool(check.terms) and any(guessed or check.diff == value for value in carried)


def _judged(whole: Figure, group: Group, *, marked: bool) -> Iterator[Check]:
    """A group of parts against its whole. A partial list is no error unless its parts exceed the whole."""
    total, right = group.total, whole.value or Decimal(0)
    if total == right:
        yield stated_sum(whole, group.figures, Level.NONE, claims=True)
        return
    if rough(whole, *group.figures):
        return
    if abs(total - right) <= leeway(whole, *group.figures):
        note = "总数或者分项以万、亿为单位，四舍五入后相符"
        yield stated_sum(whole, group.figures, Level.NONE, claims=group.closed, note=note, right=total)
        return
    if group.closed:
        level = Level.ERROR if marked or slip(total, right) else Level.WARNING
        yield stated_sum(whole, group.figures, level, claims=True, note="各部分之和与总数不符")
    elif total > right:
        if marked and not any(_ATTENDED.search(part.key) for part in group.figures):
            yield stated_sum(whole, group.figures, Level.ERROR, claims=False, note="所列部分之和超过总数")
    elif marked and len(group.figures) > 1 and slip(total, right):
        level = Level.ERROR if len(group.figures) >= _MANY else Level.WARNING
        yield stated_sum(whole, group.figures, level, claims=False, note="各部分之和与总数很接近，可能是笔误")
    elif marked and len(group.figures) > 1:
        yield stated_sum(
            whole, group.figures, Level.NONE, claims=False, note=f"部分列举，其余{plain(right - total)}未列出"
        )


def _parts(text: str, figures: Sequence[Figure], everything: Sequence[Figure]) -> Iterator[Check]:
    """A whole followed by its parts in the same sentence."""
    taken: set[int] = set()  # where parts of a list begin: they are no wholes of a list of their own without a mark
    for at, whole in enumerate(figures):
        if at + 1 == len(figures) or not whole.value or _CHANGE.search(whole.before):
            continue
        together = _together(text, figures[: at + 1])
        for check in _below(text, figures, at, everything, taken):
            if check.holds is not False or check.left not in together:
                yield check


def _together(text: str, figures: Sequence[Figure]) -> set[Decimal]:
    """What the last number makes with those listed right before it: 32个部门、16个乡镇,其中优秀10个…"""
    total, found = Decimal(0), set()
    for place in range(len(figures) - 1, -1, -1):
        total += figures[place].value or Decimal(0)
        found.add(total)
        if place and not re.search(
            r"^[^,;。]{0,12}(?:、|和|及|与)", text[figures[place - 1].end : figures[place].start]
        ):
            break
    return found


def _below(
    text: str, figures: Sequence[Figure], at: int, everything: Sequence[Figure], taken: set[int]
) -> Iterator[Check]:
    """The parts of one number, by what marks them: 其中, a bracket, or their sum alone."""
    whole, later = figures[at], figures[at + 1 :]
    gap = text[whole.end : later[0].start]
    mark = _MARK.search(gap[:20]) if "。" not in gap else None
    inside = _inside(text, whole.end) if mark and "(" in gap[:12] else None
    tail = [one for one in later if same_unit(one, whole)]
    if inside is not None:
        within = [one for one in later if one.start < inside and same_unit(one, whole)]
        if _takes_in(text, whole, within):
            yield from _divided(whole, within, everything, marked=True)
        else:
            yield from _unlike(whole, [one for one in later if one.start < inside])
        outside = [one for one in tail if one.start > inside]
        gap = text[inside : outside[0].start] if outside else ""
        mark = _MARK.search(gap[:16]) if outside else None
        tail = outside
    if mark is not None and tail:
        taken.update(one.start for one in _segment(text, whole, tail))
        heads = _heads(text, whole, tail)
        if len(heads) > 1 and (sum(one.value or 0 for one in heads) == whole.value or closed(heads)):
            yield from _judged(whole, Group(tuple(heads), closed(heads)), marked=True)
        else:
            yield from _divided(whole, _segment(text, whole, tail), everything, marked=True)
    elif len(tail) > 1 and whole.start not in taken:
        yield from _unmarked(whole, _segment(text, whole, tail))


def _inside(text: str, start: int) -> int | None:
    """Where the bracket that opens behind a number closes; None when none opens there."""
    opens = text.find("(", start, start + 12)
    closes = text.find(")", opens) if opens >= 0 else -1
    return closes if closes > 0 else None


def _takes_in(text: str, whole: Figure, within: Sequence[Figure]) -> bool:
    """(含去年结转2件) alone is no list of parts."""
    return len(within) > 1 or bool(within and "其中" in text[whole.end : within[0].start])


def _unlike(whole: Figure, within: Sequence[Figure]) -> Iterator[Check]:
    """8条政策解读(动漫解读5篇、图片解读3篇): parts in another unit are told only where they add up."""
    if (
        len(within) > 1
        and not any(same_unit(one, whole) for one in within)
        and sum(one.value or 0 for one in within) == whole.value
    ):
        yield stated_sum(whole, within, Level.NONE, claims=True)


def _heads(text: str, whole: Figure, tail: Sequence[Figure]) -> list[Figure]:
    """The first number of each piece between semicolons: 县本级受理67件,…;下属单位共受理361件,…."""
    heads: list[Figure] = []
    for one in tail:
        if not heads or ";" in text[heads[-1].end : one.start]:
            heads.append(one)
    return heads


def _segment(text: str, whole: Figure, tail: Sequence[Figure]) -> list[Figure]:
    """The parts up to the next semicolon or the next whole with parts of its own; those in inner brackets left out."""
    end = text.find(";", whole.end)
    parts = [one for one in _siblings(text, whole, tail) if end < 0 or one.start < end]
    for at, (one, following) in enumerate(itertools.pairwise(parts)):
        between = re.sub(r"\([^()]*\)", "", text[one.end : following.start])
        if "其中" in between:
            return parts[:at]
        if _BESIDE.search(between) and sum(part.value or 0 for part in parts[: at + 2]) != whole.value:
            return parts[: at + 1]
    return parts


def _siblings(text: str, whole: Figure, tail: Sequence[Figure]) -> list[Figure]:
    """The numbers that stand as deep in brackets as the list begins."""

    def depth(place: int) -> int:
        return text.count("(", 0, place) - text.count(")", 0, place)

    level = depth(whole.start)
    found = [
        one
        for one in tail
        if depth(one.start) == level and not _CHANGE.search(one.before) and not _SUMMED.fullmatch(one.before)
    ]
    if any("intake" in sides(one) and not CARRIED_IN.search(one.key) for one in found):
        return found  # 上年结转3件,本年新收42件
    return [one for one in found if not CARRIED_IN.search(one.key)]


def _divided(whole: Figure, parts: Sequence[Figure], everything: Sequence[Figure], *, marked: bool) -> Iterator[Check]:
    """Parts that may be several divisions one after the other: 其中信函14件,网络2件,办结13件,结转3件."""
    open_parts: list[Figure] = []
    divided = False
    at = 0
    while at < len(parts):
        width = _closing(whole, parts, at)
        if width:
            yield from _leftover(whole, open_parts, everything, marked=marked, divided=divided)
            open_parts, divided = [], True
            yield stated_sum(whole, parts[at : at + width], Level.NONE, claims=True)
            at += width
        else:
            open_parts.append(parts[at])
            at += 1
    yield from _leftover(whole, open_parts, everything, marked=marked, divided=divided)


def _closing(whole: Figure, parts: Sequence[Figure], at: int) -> int:
    """How many parts from a place add up to the whole; 0 when none do. A part that equals the whole restates it."""
    total = Decimal(0)
    for count, part in enumerate(parts[at:], 1):
        total += part.value or 0
        if total == whole.value and count > 1:
            return count
        if total > (whole.value or 0):
            return 0
    return 0


def _leftover(
    whole: Figure, parts: Sequence[Figure], everything: Sequence[Figure], *, marked: bool, divided: bool
) -> Iterator[Check]:
    """Parts in no complete division. Behind a complete one (``divided``) numbers may be about something else."""
    for group in grouped(parts):
        if all(part.value == whole.value for part in group.figures) or (divided and not group.closed):
            continue
        yield from _judged(whole, group, marked=marked)
        left = (whole.value or Decimal(0)) - group.total
        if len(group.figures) > 1 and left >= 20 and not group.closed:
            other = next(
                (one for one in everything if one.value == left and one not in group.figures and one.unit != "%"), None
            )
            if other is not None:
                yield stated_sum(
                    whole,
                    [*group.figures, other],
                    Level.NONE,
                    claims=False,
                    note=f"余数恰等于“{other.key}{other.literal}”，关系出于推断",
                )


def _unmarked(whole: Figure, parts: Sequence[Figure]) -> Iterator[Check]:
    """A number and others behind it without 其中: parts only where they add up, or where a division is complete."""
    if (whole.value or 0) < 2:
        return
    for at in range(min(len(parts), 3)):
        width = _closing(whole, parts, at)
        if width:
            yield stated_sum(whole, parts[at : at + width], Level.NONE, claims=True)
            return
    if not _FOUND.search(whole.key):
        return
    everything = Group(tuple(parts), closed(parts))
    if len(parts) >= _MANY and slip(everything.total, whole.value or Decimal(0)):
        yield from _judged(whole, everything, marked=True)
        return
    for group in grouped(parts):
        if group.closed and len(group.figures) > 1:
            yield from _judged(whole, group, marked=slip(group.total, whole.value or Decimal(0)))


def _cases(text: str, figures: Sequence[Figure]) -> Iterator[Check]:
    """复议 and 诉讼 with how they ended: four outcomes are all; fewer leave a rest."""
    for at, whole in enumerate(figures):
        named = _CASE.search(whole.key)
        if not named or "outcome" in sides(whole):
            continue
        ends: list[Figure] = []
        for one in figures[at + 1 :]:
            if (
                not outcome(one)
                or ";" in text[(ends[-1] if ends else whole).end : one.start]
                or not same_unit(one, whole)
            ):
                break
            ends.append(one)
        if not ends:
            continue
        total, right = sum((one.value or Decimal(0) for one in ends), Decimal(0)), whole.value or Decimal(0)
        if total == right:
            yield stated_sum(whole, ends, Level.NONE, claims=True)
        elif total > right:
            yield stated_sum(whole, ends, Level.ERROR, claims=closed(ends), note="各种结果之和超过总数")
        elif closed(ends):
            yield stated_sum(whole, ends, Level.ERROR, claims=True, note="各种结果之和与总数不符")
        else:
            left = right - total
            told = "-".join(plain(one.value or 0) for one in (whole, *ends))
            yield Check(
                f"narr.rest.{whole.key}", "", "derived", f"{told}={plain(left)}", left, left, Level.NONE, (),
                f"{whole.key}{whole.literal}减去已列结果", "其余（维持或者其他结果）", note="由正文推算，原文没有写明", place=whole.place,
            )  # fmt: skip


def _what_became(before: Sequence[Figure], now: Sequence[Figure], prose: Prose, number: int) -> Iterator[Check]:
    """What one sentence counts and the next one disposes of: 发现113个。…注销122个,17个正常运营."""
    if not before or prose.sentences[number].section != prose.sentences[number - 1].section:
        return
    last = prose.sentences[number - 1].text
    for whole in before:
        parts = [one for one in now if same_unit(one, whole)]
        for count in range(2, min(len(parts), 6) + 1):
            if sum(one.value or 0 for one in parts[:count]) == whole.value and (whole.value or 0) >= 5:
                yield stated_sum(whole, parts[:count], Level.NONE, claims=True)
                return
    found = next((one for one in before if re.search(r"排查|发现|摸排|筛查", last[: one.start][-40:])), None)
    ends = [one for one in now if found is not None and same_unit(one, found) and _disposed(one)]
    if found is None or not ends or sides(ends[0]).get("disposal") != "done" or rough(found, *ends):
        return
    total = sum((one.value or Decimal(0) for one in ends), Decimal(0))
    if total > (found.value or 0):
        yield Check(
            f"narr.cross.{found.key}", "", "cross_figure", f"{'+'.join(plain(one.value or 0) for one in ends)}对{plain(found.value or 0)}",
            total, found.value, Level.WARNING, (), "、".join(f"{one.key}{one.literal}" for one in ends) + "合计", f"{found.key}{found.literal}",
            note="处置数大于发现数，口径可能不同，请核对", place=ends[0].place,
        )  # fmt: skip


def _disposed(figure: Figure) -> bool:
    return "disposal" in sides(figure) or bool(re.search(r"正常运营|正常运行|继续保留", f"{figure.key}{figure.after}"))


def _received(text: str, figures: Sequence[Figure]) -> Iterator[Check]:
    """What came in is at least what of it was valid."""
    for whole, part in itertools.pairwise(figures):
        if not (_RECEIVED.search(whole.key) and _VALID.search(part.key) and "有效" in part.key) or rest(part):
            continue
        left = (whole.value or Decimal(0)) - (part.value or Decimal(0))
        fits = left >= 0
        yield Check(
            f"narr.valid.{whole.key}", "", "inequality_as_diff", f"{plain(whole.value or 0)}≥{plain(part.value or 0)}",
            left, left if fits else Decimal(0), Level.NONE if fits else Level.ERROR, (), f"{whole.key}{whole.literal}",
            f"{part.key}{part.literal}", note="" if fits else "其中的有效数大于收到的总数", place=whole.place,
        )  # fmt: skip
