"""Chinese numerals and dates as laws write them: 第一百二十条之一, 二〇〇八年一月一日, ２０１９年5月1日."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Final

from gongkai.kernel.vocabulary import half_width

_DIGITS: Final = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {
    "零": 0, "○": 0, "Ｏ": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5, "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
_UNITS: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
NUMERAL: Final = "[0-9０-９〇零○一二两三四五六七八九十百千]"

DATE: Final = re.compile(
    rf"(?P<year>[0-9０-９]{{4}}|[〇零○Ｏ一二三四五六七八九]{{4}})\s*年\s*"
    rf"(?P<month>{NUMERAL}{{1,3}})\s*月\s*(?P<day>{NUMERAL}{{1,3}})\s*日"
)


@lru_cache(maxsize=4096)
def number(text: str) -> int | None:
    """A numeral of up to four digits' worth (一百二十 → 120, 十 → 10, 二〇〇八 → 2008); None when it is none."""
    text = half_width(text)
    if text.isascii():
        return int(text) if text.isdigit() else None
    if not any(character in _UNITS for character in text):
        return int("".join(str(_DIGITS[c]) for c in text)) if all(c in _DIGITS for c in text) else None
    total, digit = 0, 0
    for character in text:
        if character in _UNITS:
            total += (digit or (1 if not total or character in "十拾" else 0)) * _UNITS[character]
            digit = 0
        elif character in _DIGITS:
            digit = _DIGITS[character]
        else:
            return None
    return total + digit


def day(match: re.Match[str]) -> date | None:
    """The day that a match of ``DATE`` names; None when there is no such day."""
    year, month, of_month = (number(match[name]) for name in ("year", "month", "day"))
    if year is None or month is None or of_month is None:
        return None
    try:
        return date(year, month, of_month)
    except ValueError:
        return None
