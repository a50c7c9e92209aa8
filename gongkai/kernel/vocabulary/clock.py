"""The clock, read where a request or command enters and passed on as ``at=`` or ``today=``."""

from __future__ import annotations

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def shifted_to() -> date | None:
    """The date of GONGKAI_TODAY (demo and tests only), or None when the real date holds. ValueError when malformed."""
    value = os.environ.get("GONGKAI_TODAY", "").strip()
    return date.fromisoformat(value) if value else None


def now() -> datetime:
    """This moment in China time (aware); with GONGKAI_TODAY set, the real time of day on that date."""
    moment = datetime.now(CHINA)
    shifted = shifted_to()
    return moment if shifted is None else datetime.combine(shifted, moment.timetz())


def today() -> date:
    """Today's date in China."""
    return now().date()
