"""A year's days off as people have them: the notice's own text, rows of a spreadsheet, or JSON; read and checked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from gongkai.kernel.vocabulary import Refusal, clean, half_width
from gongkai.kernel.workdays.days import Day, fixed_festival, span, weekday
from gongkai.kernel.workdays.terms import DayKind, Festival

LONGEST = 200_000  # characters; a year's list has a few thousand
MOST_OFF, MOST_MAKEUP = 60, 20
_WAYS = "可以粘贴放假通知全文，或每行一天“日期，节日，放假/上班”，或 JSON。"
_OFF = {"放假", "休", "休息", "节假日", "假", "假日", "放假调休"}
_ON = {"上班", "班", "调休上班", "补班", "工作日", "补休上班", "调休上班日"}


def read(year: int, given: str | Iterable[Mapping[str, Any]]) -> tuple[Day, ...]:
    """The days of one year's arrangement, checked and in order of date.

    ``given``: the notice as published, rows "date, name, 放假|上班" (comma, tab or pasted cells; a range with 至), JSON
    ``{"days": [{"name", "date", "isOffDay"}]}`` as text, or such dicts. Refusal saying which line or day is wrong.
    """
    if not 2000 <= year <= 2100:
        raise Refusal(f"年份应在2000至2100之间，现为{year}。", field="year")
    if not isinstance(given, str):
        return check(year, _mappings(year, given))
    if len(given) > LONGEST:
        raise Refusal("内容过长，不像一年的放假安排。" + _WAYS, field="days")
    text = half_width(clean(given.removeprefix("\ufeff"))).strip()
    if not text:
        raise Refusal("没有内容。" + _WAYS, field="days")
    if text[0] in "{[":
        return check(year, _json(year, text))
    if re.search(r"[一二三四五六七八]、", text) and "日" in text:
        return check(year, _notice(year, text))
    return check(year, _rows(year, text))


def check(year: int, days: Iterable[Day]) -> tuple[Day, ...]:
    """The same days once each and sorted; Refusal when they cannot be the arrangement of that year."""
    known: dict[date, Day] = {}
    for day in days:
        _belongs(year, day)
        before = known.setdefault(day.date, day)
        if before.kind is not day.kind:
            raise Refusal(f"{day.date}既列为放假又列为上班，请核对。", field="days")
    off = [day for day in known.values() if day.kind is DayKind.HOLIDAY]
    makeup = [day for day in known.values() if day.kind is DayKind.MAKEUP]
    missing = [festival.label for festival in Festival if not any(_names(festival, day) for day in off)]
    if missing:
        named = "、".join(missing)
        raise Refusal(
            f"{year}年的放假安排缺少：{named}。须包含全部七个法定节日，调整个别节日也请录入调整后的全年安排。",
            field="days",
        )
    if len(off) > MOST_OFF or len(makeup) > MOST_MAKEUP:
        raise Refusal(f"共有{len(off)}天放假、{len(makeup)}天调休上班，明显过多，请核对。", field="days")
    for ordinal in range(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal() + 1):
        day_off = date.fromordinal(ordinal)
        name = fixed_festival(day_off)
        if name and (day_off not in known or known[day_off].kind is not DayKind.HOLIDAY):
            raise Refusal(f"{day_off}是{name}法定假日，安排中却没有放假，请核对。", field="days")
    return tuple(sorted(known.values()))


def _belongs(year: int, day: Day) -> None:
    """A notice covers its own year and may reach into the December before (2018-12-30 belongs to that of 2019)."""
    if day.date.year != year and (day.date.year, day.date.month) != (year - 1, 12):
        raise Refusal(f"{day.date}不属于{year}年的放假安排，请核对年份。", field="days")
    if day.kind is DayKind.MAKEUP and day.date.weekday() < 5:
        raise Refusal(f"{day.date}是{weekday(day.date)}，本来就要上班，不能列为调休上班日，请核对日期。", field="days")


def _names(festival: Festival, day: Day) -> bool:
    return festival.label in day.name or (festival is Festival.LABOUR and "五一" in day.name)


# ---- JSON -----------------------------------------------------------------------------------------------------------


def _json(year: int, text: str) -> list[Day]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refusal("JSON 格式有误，无法读取。" + _WAYS, field="days") from error
    if isinstance(content, dict):
        said = content.get("year", year)
        if said != year:
            raise Refusal(f"文件写明是{str(said)[:10]}年的安排，不是{year}年。", field="year")
        content = content.get("days")
    if not isinstance(content, list):
        raise Refusal("JSON 中没有 days 列表。" + _WAYS, field="days")
    return _mappings(year, content)


def _mappings(year: int, rows: Iterable[Any]) -> list[Day]:
    days = []
    for number, row in enumerate(rows, start=1):
        name, when, off = (row.get(key) for key in ("name", "date", "isOffDay")) if _is_row(row) else (None,) * 3
        if not isinstance(when, str | date) or not isinstance(off, bool) or not isinstance(name, str | None):
            raise Refusal(f"第{number}项应有 name、date、isOffDay（true 或 false）。", field="days")
        kind = DayKind.HOLIDAY if off else DayKind.MAKEUP
        day = when if isinstance(when, date) else _date(year, str(when), f"第{number}项")
        days.append(Day(day, kind, _name(name or "")))
    return days


def _is_row(row: object) -> bool:
    return isinstance(row, Mapping)


# ---- rows of a spreadsheet ------------------------------------------------------------------------------------------

_TIME_OF_DAY = re.compile(r"(?<=\d)\s+\d{1,2}:\d{2}(:\d{2})?")
_WEEKDAY = re.compile(r"\(?(周|星期)[一二三四五六日天]\)?")
_FULL = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{8}|\d{1,2}月\d{1,2}日"
_WHEN = re.compile(rf"(?P<first>{_FULL})(?:\s*(?:至|到|~|—+|–|--?)\s*(?P<last>{_FULL}|\d{{1,2}}日))?")


def _rows(year: int, text: str) -> list[Day]:
    days: list[Day] = []
    for number, line in enumerate(text.splitlines(), start=1):
        where = f"第{number}行"
        bare = _WEEKDAY.sub(" ", _TIME_OF_DAY.sub("", line.replace('"', " ")))
        found = _WHEN.search(bare)
        if found is None:
            if not bare.strip(" ,\t;|") or not re.search(r"\d", bare):
                continue  # an empty line or the head of the table
            raise Refusal(f"{where}没有可识别的日期：“{line.strip()[:40]}”。" + _WAYS, field="days")
        words = [word for word in re.split(r"[\s,;|]+", bare[: found.start()] + " " + bare[found.end() :]) if word]
        kinds = {DayKind.HOLIDAY for word in words if word in _OFF} | {DayKind.MAKEUP for word in words if word in _ON}
        if len(kinds) != 1:
            raise Refusal(f"{where}没有写明“放假”还是“上班”：“{line.strip()[:40]}”。", field="days")
        name = _name("".join(word for word in words if word not in _OFF | _ON and not word.isdigit()))
        first = _date(year, found["first"], where)
        last = _date(year, found["last"], where, near=first) if found["last"] else first
        days += [Day(day, next(iter(kinds)), name) for day in _range(first, last, where)]
    return days


# ---- the text of the notice -----------------------------------------------------------------------------------------

_ITEM = re.compile(r"[一二三四五六七八九十]+、([^:。,]{2,12}):")
_NOTICE_DATE = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日"
_NOTICE_SPAN = re.compile(rf"({_NOTICE_DATE})(?:至({_NOTICE_DATE}))?")


def _notice(year: int, text: str) -> list[Day]:
    """Read "一、元旦:1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。"; advice (鼓励…) arranges nothing."""
    text = re.sub(r"\([^()]*\)", "", re.sub(r"\s+", "", text))
    parts = _ITEM.split(text)
    days: list[Day] = []
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        near = date(year, 1, 1)
        for sentence in body.split("。"):
            end, kind = sentence.find("放假"), DayKind.HOLIDAY
            if end < 0:
                end, kind = sentence.find("上班"), DayKind.MAKEUP
            if end < 0 or sentence.startswith("鼓励"):
                continue
            for begin, until in _NOTICE_SPAN.findall(sentence[:end]):
                first = near = _date(year, begin, f"“{name}”", near=near)
                last = _date(year, until, f"“{name}”", near=first) if until else first
                days += [Day(day, kind, _name(name)) for day in _range(first, last, f"“{name}”")]
    return days


# ---- words ----------------------------------------------------------------------------------------------------------


def _date(year: int, text: str, where: str, *, near: date | None = None) -> date:
    """One date as written; without year that of the arrangement, without month that of ``near``."""
    numbers = [int(n) for n in re.findall(r"\d+", text)]
    if len(numbers) == 1 and re.fullmatch(r"\s*\d{8}\s*", text):
        numbers = [numbers[0] // 10000, numbers[0] // 100 % 100, numbers[0] % 100]
    elif len(numbers) == 1 and near is not None:
        numbers = [near.year, near.month, *numbers]
    elif len(numbers) == 2:
        numbers = [near.year if near and near.year == year else year, *numbers]
    try:
        return date(*numbers[:3])
    except (ValueError, TypeError, OverflowError) as error:
        raise Refusal(f"{where}的日期“{text.strip()[:20]}”不存在或无法识别。", field="days") from error


def _range(first: date, last: date, where: str) -> Iterator[date]:
    if not 0 <= (last - first).days <= 15:
        raise Refusal(f"{where}的日期范围{first}至{last}次序颠倒或过长，请核对。", field="days")
    return span(first, last)


def _name(text: str) -> str:
    return clean(text).strip()[:20]
