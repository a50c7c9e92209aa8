"""Whose report it is and of which year: title, signature, period; and whether it is an annual report at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from gongkai.kernel.vocabulary import half_width
from gongkai.oversee.annual.reading.lines import Line, Source, words
from gongkai.oversee.annual.reading.prose import Prose
from gongkai.oversee.annual.reading.sections import Sections
from gongkai.publish.library.report import parse_report

#: Digits that a name may hold: 第5中学, 120急救中心.
_IN_NAMES: Final = r"(?<=第)\d{1,3}|1\d{2,4}(?=[急政指])"
_TITLE: Final = re.compile(
    rf"(?P<organ>(?:[^\d《》。，,；;：:|]|{_IN_NAMES}){{2,40}}?)?(?:关于)?(?P<year>20\d\d|19\d\d|2[1-9]\d\d|二[〇○零0Ｏ][〇○零0一二三四五六七八九]{{2}})?年?度?(?:年度)?"
    r"(?P<what>(?:政府|政务)?(?:信息|资讯)?公开(?:工作)?(?:的)?(?:年度)?(?:报告|年报|工作总结|总结|情况报告))"
)
#: What the name of an office ends with.
_OFFICE_NAME: Final = re.compile(
    rf"(?!年)(?:[\u4e00-\u9fff()·]|{_IN_NAMES}){{2,36}}(?:政府|办公?[厅室]|局|委|委员会|管委会|厅|办|院|会|中心|镇|乡|街道|办事处|处|所|队|站|公司|学校|[大中小]学|幼儿园|学院|医院"
    r"|部|署|馆|总队|支队|大队|集团|银行|法院|检察院|开发区|园区|新区|海关|税务局)(?:\([\u4e00-\u9fff]{2,20}\))?"
)
#: A region and more words: an office whose kind is not known by its last character, named as the title has it.
_UNKNOWN_NAME: Final = re.compile(
    r"[\u4e00-\u9fff]{2,6}[省市县区州旗盟][\u4e00-\u9fff()·]{1,20}(?<![省市县区州旗盟政务府息的])"
)
_YEAR_FIRST: Final = re.compile(
    r"(?P<year>20\d\d年(?:度|年度)?)(?P<organ>[^\d《》。,;:|]{4,40}?)(?P<what>(?:政府|政务)?信息公开(?:工作)?(?:的)?年?度?(?:报告|年报))"
)
_ORGAN_LAST: Final = re.compile(r"(?P<title>20\d\d年[^()。]{4,30}(?:报告|年报))[(](?P<organ>[^()\d]{4,40})[)]")
_REGION: Final = re.compile(r"[\u4e00-\u9fff]{2,8}[市县区州旗盟省]")
_DIGITS: Final = "〇一二三四五六七八九"
_ZEROS: Final = str.maketrans("○零0Ｏ", "〇〇〇〇")
_PERIOD: Final = re.compile(r"(20\d\d)年1月1日(?:起)?(?:至|到|—|-|~)+(?:(20\d\d)年)?12月31日")
_SIGNED: Final = re.compile(r"(20\d\d)年(\d{1,2})月\d{1,2}日")
_OFFICE: Final = re.compile(r"(?:市|县|区|州|旗|盟)(?:人民)?政府办公[厅室]")
_WE: Final = re.compile(
    r"(?:^|[,。;\n)])(?:\d{4}年,?)?(?:市|县|区|州|旗|盟)(?:人民)?政府办公[厅室](?!公|的|发布|关于|印发)"
)
_PUBLISHER: Final = re.compile(r"(?:发布机构|公开机构|发布单位|发文机关|编制单位|公开主体):\s*([\u4e00-\u9fff]{5,36})")
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


def identify(source: Source, sections: Sections, prose: Prose, name: str) -> Identity:
    """Whose and when; what stands outside the text and the file's name are asked last."""
    lines = source.lines
    head = [line for line in lines[: min(max(sections.head, 3), 80)] if line.cells]
    title, organ, titled = _titled([line.text for line in head])
    text = words(lines)
    for outside in source.titles if not title else ():
        title, organ, titled = _titled([outside])
        if title:
            text = f"{title}\n{text}"
            break
    report = parse_report(name, half_width(text))
    organ = organ or _said(lines) or _refined(report.organ, prose)
    period = _period(prose)
    year = titled or period or _told(prose) or report.year or _in_name(name)
    statutory = bool(sections.spans.keys() & {2, 3, 4}) or "总结" not in (title or report.title)
    return Identity(organ, year, title, statutory, titled, period)


def _titled(head: Sequence[str]) -> tuple[str, str, int | None]:
    """The title, its organ and year. It may be broken over lines, or run into the text; the one that tells most is taken."""
    texts = ["".join(half_width(line).split()).strip("#*《》") for line in head]
    best: tuple[int, str, str, int | None] = (0, "", "", None)
    for count in (1, 2, 3, 4):
        for at in range(len(texts) - count + 1):
            joined = _in_order("".join(texts[at : at + count]))
            found = _TITLE.fullmatch(joined) if len(joined) < 100 else None
            if found is None and at == 0:
                found = _TITLE.match(joined)
            if found is None:
                continue
            organ = _named(found["organ"] or "")
            if not organ and at and _named(texts[at - 1]) and len(texts[at - 1]) <= 30:
                organ = texts[at - 1]
            year = _year(found["year"] or "")
            if not organ and _UNKNOWN_NAME.fullmatch(found["organ"] or ""):
                organ = found["organ"]
            region = "总结" in found["what"] and _REGION.fullmatch(found["organ"] or "")
            broken = count > 1 and organ and _REGION.fullmatch(texts[at])  # 云岫县 alone in the line above 财政局
            told = 2 * bool(organ) + 2 * bool(year) + bool(region or broken)
            if told > best[0]:
                best = (told, found[0], organ, year)
    return best[1], best[2], best[3]


def _in_order(title: str) -> str:
    """2024年度云岫县水利局…报告, …报告(云岫县水利局): the same title with the office and the year where most have them."""
    ended = _ORGAN_LAST.fullmatch(title)
    if ended and _named(ended["organ"]):
        title = f"{ended['organ']}{ended['title']}"
    begun = _YEAR_FIRST.fullmatch(title)
    if begun is None:
        return title
    organ = f"{begun['organ']}政府" if begun["organ"].endswith("人民") else begun["organ"]  # 镇人民政府信息公开
    return f"{organ}{begun['year']}{begun['what']}" if _named(organ) else title


def _named(text: str) -> str:
    """The text where it can be the name of an office, without what stands before it; empty otherwise."""
    name = re.sub(r"^(?:关于|附件\d?:?|附:)", "", text).removesuffix("关于")
    return name if _OFFICE_NAME.fullmatch(name) else ""


def _year(text: str) -> int | None:
    """2024 or 二〇二四."""
    digits = "".join(
        str(_DIGITS.index(character)) if character in _DIGITS else character for character in text.translate(_ZEROS)
    )
    return int(digits) if digits.isdigit() else None


def _said(lines: Sequence[Line]) -> str:
    """The office that the page's own facts name: 发布机构：云岫县水利局."""
    for line in lines[:60]:
        found = _PUBLISHER.search(half_width(line.text))
        if found and _OFFICE_NAME.fullmatch(found[1]) and re.search(r"[省市县区镇乡州旗].", found[1]):
            return found[1]
    return ""


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
