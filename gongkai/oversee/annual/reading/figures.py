"""Numbers in running text: what each counts, its value and unit, whether it is about so much (逾, 余, 约)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Final

from gongkai.oversee.annual.reading.prose import Prose

_UNITS: Final = "个百分点|件次|人次|批次|户次|场次|万元|亿元|件|条|份|个|项|家|次|场|期|篇|宗|起|名|人|户|部|例|类|种|点|处|间|张|块|册|套|款|幅|批|组|则|元|%"
_FIGURE: Final = re.compile(
    r"(?<![\d.\-/第〔\[])(?<!\d,)(?P<about>逾|超过|超|近|约|大约|将近|突破|至少)?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?P<scale>[万亿千])?(?P<more>[余多])?(?P<scale2>[万亿])?(?P<unit>{_UNITS})"
    r"(?!工作日|月|小时|星期|年|月份|季度|交易日|自然日|日)"
)
_TOO_LONG: Final = re.compile(rf"(?<!\d)\d{{16,}}(?:\.\d+)?[万亿]?[余多]?(?:{_UNITS})")
_PHONE: Final = re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)")
_SCALES: Final = {"千": 1_000, "万": 10_000, "亿": 100_000_000, "": 1}
MOST: Final = 3_000  # numbers of a text, and of a sentence, that are looked at; a report has some hundred
MOST_IN_ONE: Final = 120
_STOPS: Final = "。、:,;!?()“”《》\n【】"  # the text is half-width
_FILLER: Final = re.compile(
    r"^(?:\d{4}年度?|其中|截至目前|今年以来|今年|全年|本年度?|本年|一年来|累计|共计|共|总计|合计|另有|已|并|及|和|与|含|包括|了|的|为|数|达到?|有|是)+"
)
_LISTED: Final = re.compile(r"^(?:\d{1,2}[.、)]|\(\d{1,2}\)|[①-⑳]|[一二三四五六七八九]是)")
_TRAIL: Final = re.compile(r"(?:共计|合计|总计|累计|分别为|分别|达到?|共|有|为|了|数|约|逾)+$")


@dataclass(frozen=True)
class Figure:
    """A number of the text. ``key``: what it counts in the text's own words; ``after``: the words that follow it."""

    key: str
    literal: str
    value: Decimal | None
    unit: str
    about: bool
    place: str
    sentence: int
    start: int
    end: int
    section: int = 0
    after: str = ""
    before: str = ""


def read_figures(prose: Prose) -> tuple[Figure, ...]:
    """Every number with a unit, in order, and telephone numbers (without value)."""
    found = (
        figure for number in range(len(prose.sentences)) for figure in islice(_sentence(prose, number), MOST_IN_ONE)
    )
    return tuple(islice(found, MOST))


def overlong(prose: Prose) -> Iterator[str]:
    """Sentences on numbers of the text that are too long to be one (at most three)."""
    found = ((one[0], sentence.place) for sentence in prose.sentences for one in _TOO_LONG.finditer(sentence.text))
    for words, place in islice(found, 3):
        yield f"正文的“{words[:30]}”不像一个数，没有读取（{place}），请对照原件核对。"


def _sentence(prose: Prose, number: int) -> Iterator[Figure]:
    sentence = prose.sentences[number]
    text = sentence.text
    phones = list(_PHONE.finditer(text))
    ended = 0
    for found in _FIGURE.finditer(text):
        if any(phone.start() <= found.start() < phone.end() for phone in phones) or _not_a_count(text, found):
            continue
        digits = found["digits"].replace(",", "")
        if len(digits) > 15:
            continue
        scale = _SCALES[found["scale"] or ""] * _SCALES[found["scale2"] or ""]
        unit = found["unit"]
        before = text[ended : found.start()]
        after = _until_stop(text[found.end() : found.end() + 24])
        key = _key(before) or _key(after) or "未说明"
        yield Figure(
            key, found[0], Decimal(digits) * scale, unit, bool(found["about"] or found["more"]), sentence.place,
            number, found.start(), found.end(), sentence.section, after, before,
        )  # fmt: skip
        ended = found.end()
    for phone in phones:
        yield Figure(
            "联系电话", phone[0], None, "", False, sentence.place, number, phone.start(), phone.end(), sentence.section
        )


def _not_a_count(text: str, found: re.Match[str]) -> bool:
    """年月日, 第3次, 5G, 1-3个, a listed 2.项 are no counts."""
    before, after = text[: found.start()], text[found.end() :]
    if before.endswith(("第", "-", "—", "国令", "〔")) or re.search(
        r"(?:^|[\s。；])\d+\.$|\d[月件条个次人项年]?至$", before
    ):
        return True
    return (found["unit"] in {"次", "个", "部", "人", "点", "期"} and after[:1] in {"点", "半"}) or (
        found["unit"] == "点" and after[:1].isdigit()
    )


def _until_stop(text: str) -> str:
    for place, character in enumerate(text):
        if character in _STOPS or character.isdigit():
            return text[:place]
    return text


def _key(text: str) -> str:
    """The words next to a number, without what only introduces it."""
    for place in range(len(text) - 1, -1, -1):
        if text[place] in _STOPS:
            if text[place] == ")" and place == len(text) - 1 and "(" in text:
                return _key(re.sub(r"\([^()]*\)$", "", text))
            text = text[place + 1 :]
            break
    text = _TRAIL.sub("", _FILLER.sub("", _LISTED.sub("", text.strip())))
    return _FILLER.sub("", text)[-24:].strip()
