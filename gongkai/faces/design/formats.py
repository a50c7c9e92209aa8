"""How dates, sizes, amounts and document numbers are written in Chinese public documents."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

import rjieba
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.kernel.vocabulary import CHINA


def _local(value: date) -> date:
    return value.astimezone(CHINA) if isinstance(value, datetime) and value.tzinfo else value


def cdate(value: date | None) -> str:
    """``2026年11月3日``, in China time; empty for None."""
    if not isinstance(value, date):
        return ""
    day = _local(value)
    return f"{day.year}年{day.month}月{day.day}日"


def cdatetime(value: datetime | None) -> str:
    """``2026年11月3日 14:05``, in China time; a bare date has no time to show; empty for None."""
    return f"{cdate(value)} {ctime(value)}".strip()


def ctime(value: datetime | None) -> str:
    """``14:05``, in China time; empty for None."""
    if not isinstance(value, datetime):
        return ""
    return f"{_local(value):%H:%M}"


def isodate(value: date | None) -> str:
    """The machine's form for a ``<time datetime>``: ``2026-11-03`` or ``2026-11-03T14:05:00+08:00``."""
    return _local(value).isoformat() if isinstance(value, date) else ""


def filesize(size: int | None) -> str:
    """Bytes as a reader says them: ``812 字节``, ``34 KB``, ``2.4 MB`` (1 KB = 1024 bytes); empty for None."""
    if not isinstance(size, int) or size < 0:
        return ""
    if size < 1024:
        return f"{size} 字节"
    amount = float(size)
    for unit in ("KB", "MB", "GB"):
        amount /= 1024
        if amount < 1023.5 or unit == "GB":
            return f"{amount:.0f} {unit}" if unit == "KB" or amount >= 100 else f"{amount:.1f} {unit}"
    return ""


def grouped(value: object) -> str:
    """A number with its thousands apart: ``1,213,324``; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return str(value)
    return f"{value:,}"


# 国办发〔2026〕3号: the year stands in hexagonal brackets (GB/T 9704-2012). Only brackets and blanks are put right: a
# number that was issued with 第 or a leading zero is shown as it was issued.
_NUMBER = re.compile(r"[\[【(（〔［]\s*((?:19|20)\d{2})\s*[\]】)）〕］]\s*(第?)\s*(\d+)\s*号")


def docnumber(value: str | None) -> str:
    """A 文号 with its year in 〔〕: ``云府发[2026] 3 号`` → ``云府发〔2026〕3号``; other text as it is."""
    return _NUMBER.sub(lambda m: f"〔{m[1]}〕{m[2]}{m[3]}号", value or "")


# What may not begin a line of a title, or end one.
_TO_PREVIOUS = frozenset("的了等和与及、，。；：》〉）〕”’—·")
_TO_NEXT = frozenset("《〈（〔“‘")


def phrased(title: str) -> SafeString:
    """A title as HTML that a browser breaks between words only (with ``word-break: keep-all``), never within a name."""
    words: list[str] = []
    for word in rjieba.cut(title):
        joins = words and (word[0] in _TO_PREVIOUS or words[-1][-1] in _TO_NEXT)
        if joins:
            words[-1] += word
        else:
            words.append(word)
    return mark_safe("<wbr>".join(conditional_escape(word) for word in words))  # noqa: S308 - each word is escaped
