"""Numbers as offices write them in tables: １，２３４, 减4, +2, 5件, 25.1万元; blanks as /, - or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from gongkai.kernel.vocabulary import half_width

#: What stands in a cell that has no number. None of them means zero.
_BLANKS: Final = frozenset(
    ["", "/", "\\", "-", "--", "---", "—", "——", "–", "－", "―", "／", "无", "空", "空白", "不涉及", "…", "*"]
)
_NUMBER: Final = re.compile(
    r"(?P<sign>[+\-−﹣增减升降↑↓]|增加|减少|新增)?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?P<scale>[万亿])?(?P<unit>元|件次|人次|件|条|项|个|宗|份|次|部)?"
)
_DOWN: Final = frozenset(["-", "−", "﹣", "减", "降", "减少", "↓"])
#: 12 3: two numbers, or one that is broken; 1 234 567 is one.
_APART: Final = re.compile(r"\d\s+\d")
_THOUSANDS: Final = re.compile(r"\D*[1-9]\d{0,2}(?:\s\d{3})+(?!\d)\D*")
_SCALE: Final = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
MOST: Final = Decimal(10) ** 12  # no office counts further; a longer number is two that ran together
_ZEROS: Final = frozenset(["零", "〇", "O", "o", "０"])


@dataclass(frozen=True)
class Value:
    """A number as read. ``raw``: as written; ``money``: it names 元; ``overflow``: too long to be one number."""

    number: Decimal
    raw: str
    money: bool = False
    scale: str = ""
    overflow: bool = False


def _flat(text: str) -> str:
    return "".join(half_width(text).split()).replace("\u200b", "").replace("\xa0", "")


def blank(text: str) -> bool:
    """Whether a cell says nothing: empty, /, -, 无."""
    return _flat(text) in _BLANKS


def value(text: str) -> Value | None:
    """The number that is all of a cell, None when it is none. 万元 and 亿元 keep their scale beside the number."""
    plain = _flat(text)
    apart = bool(_APART.search(text.strip())) and not _THOUSANDS.fullmatch(text.strip())
    if plain in _ZEROS:
        return Value(Decimal(0), text.strip())
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    digits = found["digits"].replace(",", "")
    if len(digits.partition(".")[0]) > 40:
        return Value(MOST, text.strip(), overflow=True)
    number = Decimal(digits)
    if found["sign"] in _DOWN:
        number = -number
    overflow = apart or abs(number) >= MOST or (len(digits) > 1 and digits.startswith("00"))
    return Value(number, text.strip(), found["unit"] == "元", found["scale"] or "", overflow)


def in_unit(read: Value, *, ten_thousands: bool) -> Decimal:
    """The number in the unit of its column: yuan, or 万元 where ``ten_thousands``; without a unit written it stays."""
    if read.money or read.scale:
        full = read.number * _SCALE.get(read.scale, Decimal(1))
        return full / _SCALE["万"] if ten_thousands else full
    return read.number
