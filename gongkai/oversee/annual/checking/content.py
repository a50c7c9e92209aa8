"""What a report must or must not hold: the right year and form, 条例50(4) for governments, the fee sentence, rows for rules only where they may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from gongkai.oversee.annual.format import FIRST_YEAR, form_of
from gongkai.oversee.annual.reading.published import FREE, Published
from gongkai.oversee.annual.report import Check
from gongkai.oversee.annual.terms import Level

#: 立法法93: rules (规章) of local government come from provinces, cities with districts and autonomous prefectures.
_NO_RULES: Final = re.compile(
    r"(?:[镇乡县旗区]|街道)(?:人民)?政府(?:办公[厅室])?$|[县区市旗].{1,8}(?:镇|乡|街道)$|街道办事处$|管委会$|管理委员会$"
)
_DEPARTMENT: Final = re.compile(
    r"[局厅]$|委员会$|(?:中心|大队|支队|公司|集团|医院|学校|[大中小]学|学院|幼儿园|卫生院|联合会|总工会|站|馆)$"
)
_ABOVE: Final = re.compile(r"自治区人民政府|^国[家务]|^(?:北京|天津|上海|重庆)市[^区县]{0,4}$|(?:部|总局|署)$")
_GOVERNMENT: Final = re.compile(r"人民政府$")
#: 条例50(4): what governments report beyond the others.
_FOURTH: Final = (
    ("工作考核", re.compile(r"考核|考评|评估|测评|绩效|检查|监测")),
    ("社会评议", re.compile(r"社会评议|评议|满意度|民意|第三方")),
    ("责任追究", re.compile(r"责任追究|问责|追责|追究责任|约谈|通报批评")),
)
_BEGINS: Final = re.compile(r"\s*(20\d\d)年(?:度)?[,，]")
_CUT: Final = re.compile(r"[(（]?(?:略|从略|此处略|……+|\.{3,})[)）]?[。.]?")
_CONTACT: Final = re.compile(r"电话|邮箱|@|地址|\d{3,4}-?\d{7,8}")
_FEES: Final = re.compile(r"信息处理费|收费|收取[^。]{0,12}费|费用")


def check_content(report: Published, this_year: int) -> Iterator[Check]:
    """What can be said of one report by itself; ``this_year``: the year in which it is read."""
    if report.format == FREE:
        return
    yield from _year(report, this_year)
    yield from _form(report)
    yield from _rules(report)
    if any(_CUT.fullmatch(text.strip()) for text in report.prose.parts.values()):
        return  # an abridged copy says nothing of what the report holds
    yield from _fourth(report)
    if 6 in report.sections.spans and not _FEES.search(report.prose.parts.get(6, "")):
        yield _finding(
            "content.fees", "第六部分须报告信息处理费", "第六部分没有写收取信息处理费的情况（没有收取的也要写明）", Level.WARNING,
            note="国办函〔2020〕109号：年度报告第六部分报告信息处理费收取情况",
        )  # fmt: skip


def _finding(
    id_: str, formula: str, words: str, level: Level, *, note: str = "", left: int | Decimal | None = None, right: int | Decimal | None = None,
    cells: tuple[str, ...] = (),
) -> Check:  # fmt: skip
    one = None if left is None else Decimal(left)
    two = None if right is None else Decimal(right)
    return Check(id_, "", "content", formula, one, two, level, cells, words, "", note=note)


def _year(report: Published, this_year: int) -> Iterator[Check]:
    identity = report.identity
    if identity.titled and identity.period and identity.titled != identity.period:
        yield _finding(
            "content.year", "标题年份=统计期限年份", f"标题写{identity.titled}年，统计期限写{identity.period}年", Level.ERROR,
            left=identity.titled, right=identity.period,
        )  # fmt: skip
    told = _BEGINS.match(report.prose.parts.get(1, ""))
    stated = identity.titled or identity.period
    if told and stated and int(told[1]) != stated:
        yield _finding(
            "content.text_year", "正文年份=报告年份", f"第一部分开头写{told[1]}年，报告是{stated}年的，可能沿用了旧稿", Level.WARNING,
            left=int(told[1]), right=stated,
        )  # fmt: skip
    if report.year is None:
        yield _finding(
            "content.year_unknown",
            "年份须写明",
            "标题、统计期限和正文都看不出是哪一年的报告，请补写年份",
            Level.WARNING,
        )
        return
    if report.year > this_year:
        yield _finding(
            "content.future",
            "报告年份≤今年",
            f"报告年份{report.year}年还没有到，请核对年份",
            Level.ERROR,
            left=report.year,
            right=this_year,
        )
    elif report.year == this_year:
        yield _finding(
            "content.running", "报告年份<今年", f"{report.year}年还没有结束，数据可能不是全年的", Level.WARNING, left=report.year, right=this_year - 1,
        )  # fmt: skip


def _form(report: Published) -> Iterator[Check]:
    if report.year is not None and report.year < FIRST_YEAR and report.tables.forms:
        yield _finding(
            "content.early", "年份≥2019", f"{report.year}年还没有全国统一的表格，报告却用了统一格式的表格，请核对年份", Level.WARNING,
            left=report.year, right=FIRST_YEAR,
        )  # fmt: skip
    if report.year is None or 2 not in report.tables.forms or not FIRST_YEAR <= report.year <= 2199:
        return
    used, due = report.form(2), form_of(report.year)
    if used is not due:
        yield _finding(
            "content.form", "格式=该年度的统一格式", f"表二用的是{used.code}年格式，{report.year}年度应当用{due.document}的格式", Level.ERROR,
            left=int(used.code), right=int(due.code),
        )  # fmt: skip


def _rules(report: Published) -> Iterator[Check]:
    """A township with 规章: rows that the organ may not have."""
    organ = report.organ
    barred = bool(_NO_RULES.search(organ))
    if not organ or _ABOVE.search(organ) or not (barred or _DEPARTMENT.search(organ)):
        return
    cells = tuple(name for name, number in report.numbers.items() if name.startswith("rules.") and number > 0)
    if cells:
        total = max(report.numbers[name] for name in cells)
        yield _finding(
            "content.rules", "没有规章制定权的机关，规章应为0", f"{organ}没有规章制定权，表二“规章”却填了数",
            Level.ERROR if barred else Level.WARNING,
            note="立法法第九十三条；可能把规范性文件填进了规章", left=total, right=0, cells=cells,
        )  # fmt: skip


def _fourth(report: Published) -> Iterator[Check]:
    """条例50(4) of a report that a government published."""
    if _GOVERNMENT.search(report.organ) and 1 in report.sections.spans:
        yield from check_fourth(report.prose.text)


def check_fourth(text: str) -> Iterator[Check]:
    """条例50(4): assessment, public appraisal and accountability; told in full where some of it is there."""
    lacking = [name for name, pattern in _FOURTH if not pattern.search(text)]
    if not lacking:
        return
    level = Level.WARNING if len(lacking) == len(_FOURTH) else Level.NONE
    yield _finding(
        "content.50_4", "条例第五十条第一款第（四）项的内容", f"没有看到{'、'.join(lacking)}的内容", level,
        note="条例50(4)：各级人民政府的年度报告还应当包括工作考核、社会评议和责任追究结果情况",
    )  # fmt: skip


def check_contact(preface: str) -> Iterator[Check]:
    """导语 names where to ask (practice of the published reports): a telephone, a letter box or an address."""
    if not _CONTACT.search(preface):
        yield _finding(
            "content.contact", "导语写明联系方式", "导语没有写明公开工作机构的地址、电话或者电子邮箱", Level.WARNING,
            note="可以请系统管理员在机关资料中补充，导语随即带出",
        )  # fmt: skip
