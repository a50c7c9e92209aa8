"""The 题注 of a law: who made it, when it was passed, amended, published and took effect, and under which number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from gongkai.publish.library.numerals import DATE, NUMERAL, day

# A line names a day and what happened on it; a long line may name several.
_PASSED: Final = re.compile(r"通过|制定|审议|批准")
_AMENDED: Final = re.compile(r"修[正订改]")
_PUBLISHED: Final = re.compile(r"[公发颁]布|公告")
_EFFECTIVE: Final = re.compile(r"^\s*起?\s*(?:施行|实施|生效|执行)")
_FROM: Final = re.compile(rf"自\s*{DATE.pattern}\s*起?\s*(?:施行|实施|生效|执行)")
_FROM_PUBLICATION: Final = re.compile(r"自\s*(?:公布|发布|颁布|印发)之日起\s*(?:施行|实施|生效|执行)")

_CONGRESS: Final = re.compile(
    r"(?P<state>第[一二三四五六七八九十]+届)?(?P<place>全国|[\u4e00-\u9fff]{2,12}?)"
    r"(?:第[零〇一二三四五六七八九十百]+届|[零〇一二三四五六七八九十]+届)?"
    r"(?P<organ>人民代表大会常务委员会|人民代表大会|人大常委会)"
)
_ORDER: Final = re.compile(
    r"(?P<by>[\u4e00-\u9fff、]{1,24}?(?:院|部|局|委员会|署|行|会|厅|办公室|政府))"
    rf"(?:令|公告)(?:[12]\d{{3}}年)?\s*[(（]?\s*第\s*(?P<serial>{NUMERAL}+)\s*号"
)
_NUMBER: Final = re.compile(r"[\u4e00-\u9fff]{2,10}[〔\[(（【［]\s*[12]\d{3}\s*[〕\])）】］]\s*第?\s*\d{1,5}\s*号")
_BY: Final = re.compile(
    r"^\s*(?P<by>[\u4e00-\u9fff、]{2,40}?(?:院|部|局|委员会|署|行|会|办公室|政府|委|军委))\s*(?:公?发布|公布|颁布|批准|令)"
)
_LEADING: Final = re.compile(r"^(?:根据|依据|由|经|以|的|和|及|并|、|中华人民共和国)+")
_TERM: Final = re.compile(r"第?[零〇一二三四五六七八九十百]*届?$")


@dataclass(frozen=True)
class Caption:
    """Days as far as the text states them. ``made_on`` is the last making or amendment that a day is known of."""

    passed_on: date | None = None
    amended_on: date | None = None
    published_on: date | None = None
    effective_on: date | None = None
    issuer: str = ""
    number: str = ""

    @property
    def made_on(self) -> date | None:
        return max(filter(None, (self.passed_on, self.amended_on, self.published_on)), default=None)


def read(lines: Sequence[str], body: str) -> Caption:
    """The caption's lines and the body, for the words about taking effect that stand in its last articles."""
    passed = amended = published = effective = None
    for line in lines:
        for on, what in _events(line):
            if _EFFECTIVE.match(what):
                effective = on
            elif _AMENDED.search(what):
                amended = on if amended is None else max(amended, on)
                if _PUBLISHED.search(what):
                    published = on
            elif _PUBLISHED.search(what):
                published = on
            elif _PASSED.search(what):
                passed = passed or on
    end = body[-4000:]
    if effective is None and (stated := [found for match in _FROM.finditer(end) if (found := day(match))]):
        effective = stated[-1]
    if effective is None and _FROM_PUBLICATION.search(end):
        effective = published or amended or passed
    return Caption(passed, amended, published, effective, _issuer(lines), _number(lines))


def _events(line: str) -> list[tuple[date, str]]:
    """Each day of a line with the words up to the next day."""
    matches = list(DATE.finditer(line))
    ends = [*(match.start() for match in matches), len(line)][1:]
    return [(on, line[match.end() : end]) for match, end in zip(matches, ends, strict=True) if (on := day(match))]


def _issuer(lines: Sequence[str]) -> str:
    """The organ of the first line that names one: who made the text, not who amended or approved it."""
    for line in lines:
        words = DATE.sub("", line).split("《", 1)[0].strip()
        if "最高人民法院" in words or "最高人民检察院" in words:
            return "、".join(court for court in ("最高人民法院", "最高人民检察院") if court in words)
        if match := _CONGRESS.search(words):
            place = _TERM.sub("", _LEADING.sub("", match["place"]))
            if place in {"省", "市", "州", "县"}:  # 省十二届人大: the title says which province
                continue
            return f"{place or '全国'}{match['organ'].replace('人大常委会', '人民代表大会常务委员会')}"
        if "国务院" in words[:12]:
            return "国务院"
        if match := _ORDER.search(words) or _BY.match(words):
            return _LEADING.sub("", match["by"])
    return ""


def _number(lines: Sequence[str]) -> str:
    """The document number that the caption states last: that of the latest edition."""
    found = ""
    for line in lines:
        words = DATE.sub(" ", line)
        for match in (*_ORDER.finditer(words), *_NUMBER.finditer(words)):
            found = _LEADING.sub("", match[0].rpartition("以")[2])
    return re.sub(r"\s+", "", found)
