"""By when a report has to be public, pure (条例49; earlier where a city says so)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from gongkai.kernel.organizations.terms import Nature
from gongkai.kernel.vocabulary import Number

_UNIT: Final = "（月日，131即1月31日）"
# 条例49 ¶1: 县级以上人民政府部门应当在每年1月31日前…向社会公布; a city may set an earlier day, never a later one.
DEPARTMENT: Final = Number(
    "annual.due_department", "部门年度报告公布截止日", 131, _UNIT, "条例第四十九条第一款", 101, 131
)
# 条例49 ¶2: 县级以上地方人民政府的政府信息公开工作主管部门应当在每年3月31日前向社会公布
GOVERNMENT: Final = Number(
    "annual.due_government", "政府年度报告公布截止日", 331, _UNIT, "条例第四十九条第二款", 101, 331
)
# 条例49 names neither townships nor public enterprises and institutions: the place decides.
LOCAL: Final = Number(
    "annual.due_local", "乡镇、街道和公共企事业单位年度报告公布截止日", 131, _UNIT, "条例第四十九条没有规定，依照当地规定", 101, 930
)  # fmt: skip
NUMBERS: Final = (DEPARTMENT, GOVERNMENT, LOCAL)

_OF: Final = {
    Nature.GOVERNMENT: GOVERNMENT,
    Nature.TOWNSHIP: LOCAL,
    Nature.INSTITUTION: LOCAL,
    Nature.LEGISLATURE: LOCAL,
}


@dataclass(frozen=True)
class DueDay:
    """The last day on which a report is public in time, and what says so."""

    day: date
    source: str


def number_of(nature: Nature) -> Number:
    """Which number holds the day of an organ."""
    return _OF.get(nature, DEPARTMENT)


def day_of(year: int, value: int) -> date:
    """The day of ``year`` that 131 or 331 names; a day that the month does not have is its last one (230: 28 February)."""
    month, day = divmod(value, 100)
    month = min(max(month, 1), 12)
    return date(year, month, min(max(day, 1), monthrange(year, month)[1]))
