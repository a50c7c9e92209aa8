"""Whose report it is and of which year: title, signature, period; and whether it is an annual report at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from gongkai.kernel.vocabulary import half_width
from gongkai.oversee.annual.reading.lines import Line, words
from gongkai.oversee.annual.reading.prose import Prose
from gongkai.oversee.annual.reading.sections import Sections
from gongkai.publish.library.report import parse_report

_TITLE: Final = re.compile(
    r"(?P<organ>[^\d《》。，,；;：:|]{2,40}?)?(?:关于)?(?P<year>20\d\d|19\d\d|2[1-9]\d\d)?年?度?(?:年度)?"
    r"(?P<what>(?:政府|政务)?(?:信息)?公开(?:工作)?(?:的)?(?:年度)?(?:报告|年报|工作总结|总结|情况报告))"
)
_PERIOD: Final = re.compile(r"(20\d\d)年1月1日(?:起)?(?:至|到|—|-|~)+(?:(20\d\d)年)?12月31日")
_SIGNED: Final = re.compile(r"(20\d\d)年(\d{1,2})月\d{1,2}日")
_OFFICE: Final = re.compile(r"(?:市|县|区|州|旗|盟)(?:人民)?政府办公[厅室]")
_WE: Final = re.compile(
    r"(?:^|[,。;\n)])(?:\d{4}年,?)?(?:市|县|区|州|旗|盟)(?:人民)?政府办公[厅室](?!公|的|发布|关于|印发)"
)
_SOURCE: Final = re.compile(r"信息来源[:：]\s*(?:市|县|区)(?:人民)?政府办(?:公[厅室])?")


@dataclass(frozen=True)
class Identity:
    """``organ`` empty and ``year`` None when nothing tells. ``years``: year named in the title and the period stated in the text."""

    organ: str
    year: int | None
    title: str
    statutory: bool
    titled: int | None
    period: int | None


def identify(lines: Sequence[Line], sections: Sections, prose: Prose, name: str) -> Identity:
    """Whose and when; the file's name is asked last."""
    head = [line for line in lines[: min(sections.head, 12)] if line.cells and len(line.text) < 120]
    title, organ, titled = _titled(head)
    report = parse_report(name, half_width(words(lines)))
    organ = organ or _refined(report.organ, prose)
    period = _period(prose)
    year = titled or period or _told(prose) or report.year or _in_name(name)
    statutory = bool(sections.spans.keys() & {2, 3, 4}) or "总结" not in (title or report.title)
    return Identity(organ, year, title, statutory, titled, period)


def _titled(head: Sequence[Line]) -> tuple[str, str, int | None]:
    """The title may be broken over two or three lines."""
    texts = ["".join(half_width(line.text).split()) for line in head]
    for count in (1, 2, 3):
        for at in range(len(texts) - count + 1):
            joined = "".join(texts[at : at + count]).strip("#*《》")
            found = _TITLE.fullmatch(joined)
            if found is None:
                continue
            organ = re.sub(r"^(?:关于|附件\d?[:：]?)", "", found["organ"] or "")
            if not organ and at and 4 <= len(texts[at - 1]) <= 30 and re.fullmatch(r"[\u4e00-\u9fff]+", texts[at - 1]):
                organ = texts[at - 1]
            year = int(found["year"]) if found["year"] else None
            if "总结" in found["what"] and re.fullmatch(r"[\u4e00-\u9fff]{2,8}[市县区州旗盟省]", organ):
                organ = ""  # a region, not an office
            if organ and not organ.endswith(("全年", "年度")):
                return joined, organ, year
            if year or organ:
                return joined, organ, year
    return "", "", None


def _refined(organ: str, prose: Prose) -> str:
    """The government's office speaks of itself where the report names nobody: 市政府办公室认真执行…."""
    if organ.endswith("人民政府") and (_SOURCE.search(prose.text) or len(_WE.findall(prose.text)) >= 2):
        return f"{organ}办公室"
    return organ


def _period(prose: Prose) -> int | None:
    found = _PERIOD.search(half_width("".join(prose.parts.values())))
    if found is None or (found[2] and found[2] != found[1]):
        return None
    return int(found[1])


def _told(prose: Prose) -> int | None:
    """The year with which the text of section one begins, else the year before that of the signature."""
    found = re.match(r"[^。]{0,40}?(20\d\d)年", prose.parts.get(1) or "")
    if found:
        return int(found[1])
    signed = list(_SIGNED.finditer(prose.parts.get(6) or ""))
    return int(signed[-1][1]) - (int(signed[-1][2]) <= 6) if signed else None


def _in_name(name: str) -> int | None:
    found = re.search(r"(?<!\d)(20\d\d)(?!\d)", PurePosixPath(name).stem)
    return int(found[1]) if found else None
