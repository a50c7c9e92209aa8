"""How dates, sizes, amounts and document numbers are written in Chinese public documents."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

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


# 国办发〔2026〕3号: the year stands in hexagonal brackets (GB/T 9704-2012, 7.2.5), no 第, no leading zeros.
_NUMBER = re.compile(r"[\[【(（〔［]\s*((?:19|20)\d{2})\s*[\]】)）〕］]\s*(?:第\s*)?0*(\d+)\s*号")


def docnumber(value: str | None) -> str:
    """A 文号 with its year in 〔〕: ``云府发[2026] 3 号`` → ``云府发〔2026〕3号``; other text as it is."""
    return _NUMBER.sub(lambda m: f"〔{m[1]}〕{m[2]}号", value or "")
