"""Parts first, their whole behind: 120条、30条、2条,共152条; and what came in against what became of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from gongkai.oversee.annual.checking.parts import CARRIED_IN, rough, same_unit, stated_sum
from gongkai.oversee.annual.reading.figures import Figure
from gongkai.oversee.annual.report import Check, plain
from gongkai.oversee.annual.terms import Level

_TOTAL: Final = re.compile(r"(?:共|合计|总计|总共|共计|累计)[^,;。]{0,6}$")
_ALL_TOLD: Final = re.compile(r"(?:均|共|合计|总计|覆盖|总共)")
_CLAIM: Final = re.compile(r"[,、]?(?:以上|[两二三四五六七八九]项)?(?:合计|总计|共计)")
_CLAIM_SHORT: Final = re.compile(r"[,、]?(?:一|总)?共(?P<verb>[\u4e00-\u9fff]{2})?")
_LISTED: Final = re.compile(r"(?:、|和|及|与|以及)")
_SIDE: Final = re.compile(r"较|比|增加|减少|每|平均|其中")
_RECEIVED: Final = re.compile(r"(?:新收|收到|受理|接收)(?:政府信息公开|依申请公开|信息公开)*(?:的?申请)?$")
_DONE: Final = re.compile(r"(?:办结|答复|办理完毕)(?:申请)?$")
_CARRIED_OUT: Final = re.compile(r"结转(?:至|到)?(?:下|次)一?年度?")


def check_totals(text: str, figures: Sequence[Figure]) -> Iterator[Check]:
    """Wholes that stand behind their parts, in one sentence."""
    yield from _seen(text, figures)
    yield from _claimed(text, figures)
    yield from _balance(figures)


def _seen(text: str, figures: Sequence[Figure]) -> Iterator[Check]:
    """47个部门、7个县区、10个企事业单位、140个乡镇均按要求确定204名."""
    for at, whole in enumerate(figures):
        if at < 2:
            continue
        for same in (True, False):
            earlier = [one for one in figures[:at] if not same or same_unit(one, whole)]
            for count in range(2, min(len(earlier), 8) + 1):
                parts = earlier[-count:]
                if sum(one.value or 0 for one in parts) != whole.value:
                    continue
                between = text[parts[-1].end : whole.start]
                if not same and (not _ALL_TOLD.search(between) or count < 3):
                    continue
                if same and not (_ALL_TOLD.search(between) or _TOTAL.search(whole.before)):
                    continue
                yield stated_sum(whole, parts, Level.NONE, claims=True)
                break


def _claimed(text: str, figures: Sequence[Figure]) -> Iterator[Check]:
    """… 合计N件, … 共N件 right behind a list in one unit has to be its sum."""
    for at, whole in enumerate(figures):
        if at < 2:
            continue
        long, short = _CLAIM.fullmatch(whole.before), _CLAIM_SHORT.fullmatch(whole.before)
        if not (long or short):
            continue
        parts = _list_before(text, figures[:at], whole)
        if len(parts) < 2 or rough(whole, *parts):
            continue
        if long:
            if whole.value not in _endings(parts):
                yield stated_sum(whole, parts, Level.ERROR, claims=True, note="所列各数之和与合计不符")
        elif short:
            yield from _short(text, parts, whole, short["verb"] or "")


def _list_before(text: str, earlier: Sequence[Figure], whole: Figure) -> list[Figure]:
    parts: list[Figure] = []
    for one in reversed(earlier):
        following = parts[0].start if parts else whole.start
        if one.unit != whole.unit or re.search(r"[;。]", text[one.end : following]):
            break
        parts.insert(0, one)
        if "其中" in one.before:
            break
    return parts


def _endings(parts: Sequence[Figure]) -> list[Decimal]:
    """The sums of a list from each of its numbers to its end."""
    return [sum((one.value or Decimal(0) for one in parts[at:]), Decimal(0)) for at in range(len(parts))]


def _short(text: str, parts: Sequence[Figure], whole: Figure, verb: str) -> Iterator[Check]:
    """…, 共80件: the end of the list before it, unless some part of the list adds up or the number counts another thing."""
    listed = [parts[-1]]
    for one in reversed(parts[:-1]):
        if _SIDE.search(listed[0].before) or (len(listed) > 1 and not _LISTED.match(listed[0].before)):
            break
        listed.insert(0, one)
    apart = any(one.after for one in (*parts, whole)) or any(_SIDE.search(one.before) for one in parts)
    named = not verb or verb in text[: parts[0].start]
    if len(listed) < 2 or apart or not named or whole.value in _endings(parts):
        return
    sure = all(_LISTED.match(one.before) for one in listed[1:])
    level = Level.ERROR if sure else Level.WARNING
    yield stated_sum(whole, listed, level, claims=True, note="所列各数之和与合计不符")


def _balance(figures: Sequence[Figure]) -> Iterator[Check]:
    """新收45件,上年结转3件,办结46件,结转下年度2件: what came in is what was done and what is left."""
    for at, received in enumerate(figures):
        others = figures[at + 1 :]
        before = next((one for one in others if CARRIED_IN.search(one.key)), None)
        done = next((one for one in others if _DONE.search(one.key)), None)
        left = next((one for one in others if _CARRIED_OUT.search(one.key)), None)
        if not (_RECEIVED.search(received.key) and before and done and left):
            continue
        four = (received, before, done, left)
        if rough(*four) or any(not same_unit(received, one) for one in four):
            return
        one = (received.value or Decimal(0)) + (before.value or Decimal(0))
        two = (done.value or Decimal(0)) + (left.value or Decimal(0))
        fits = two in {one, received.value}
        if two == received.value:
            one = two  # the number received takes in what was carried over
        terms = [plain(figure.value or 0) for figure in four]
        yield Check(
            f"narr.balance.{received.key}", "", "narrative_sum", f"{terms[0]}+{terms[1]}={terms[2]}+{terms[3]}", one, two,
            Level.NONE if fits else Level.WARNING, (), "新收与上年结转之和", "办结与结转下年度之和",
            note="" if fits else "收到的申请数与办理、结转数不平，请核对口径", place=received.place,
        )  # fmt: skip
        return
