"""Words of counting time: what kind of day it is, in which unit a term runs, and the festivals fixed by law."""

from __future__ import annotations

from gongkai.kernel.vocabulary import Term

_DAYS_OFF = "全国年节及纪念日放假办法"


class DayKind(Term):
    """What a calendar day is to an office; only WORK and MAKEUP count as working days (工作日)."""

    WORK = "work", "工作日", ""
    REST = "rest", "周末", ""
    HOLIDAY = "holiday", "节假日", _DAYS_OFF
    MAKEUP = "makeup", "调休上班", "国务院办公厅放假通知"

    @property
    def working(self) -> bool:
        """Whether an office works on such a day."""
        return self in {DayKind.WORK, DayKind.MAKEUP}


class Unit(Term):
    """The unit in which a term of law is stated."""

    WORKING_DAYS = "working_days", "个工作日", ""
    DAYS = "days", "日", "民法典201"
    MONTHS = "months", "个月", "民法典202"


class Festival(Term):
    """The seven festivals with days off for everybody; every yearly notice names all of them (办法2)."""

    NEW_YEAR = "new_year", "元旦", _DAYS_OFF
    SPRING = "spring", "春节", _DAYS_OFF
    QINGMING = "qingming", "清明", _DAYS_OFF
    LABOUR = "labour", "劳动", _DAYS_OFF
    DRAGON_BOAT = "dragon_boat", "端午", _DAYS_OFF
    MID_AUTUMN = "mid_autumn", "中秋", _DAYS_OFF
    NATIONAL = "national", "国庆", _DAYS_OFF
