"""Words and numbers of collecting: how far a filing is, where its figures are from, what belongs to a roll-up."""

from __future__ import annotations

from typing import Final

from gongkai.kernel.vocabulary import Number, Term

_UNIT: Final = "（月日，131即1月31日）"
# 条例49 ¶1: the departments report to the 主管部门 of their level by 31 January; a city may set an earlier day, never a later one.
DUE: Final = Number("collecting.due", "年报汇集报送截止日", 131, _UNIT, "条例第四十九条第一款", 101, 131)
# 条例49 ¶2: the report of a government is public by 31 March; by when its summary reaches the office above is for that office to say.
DUE_SUMMED: Final = Number(
    "collecting.due_summed", "下级政府汇总报送截止日", 331, _UNIT, "条例第四十九条第二款", 101, 331
)
REMIND_BEFORE: Final = Number(
    "collecting.remind_before", "年报报送截止前几日提醒", 3, "个工作日", "本系统默认，可调整", 0, 30
)
REMIND_EVERY: Final = Number(
    "collecting.remind_every", "年报逾期未报每几日提醒", 2, "个工作日", "本系统默认，可调整", 1, 30
)
NUMBERS: Final = (DUE, DUE_SUMMED, REMIND_BEFORE, REMIND_EVERY)


class State(Term):
    """Where a filing stands."""

    ASSIGNED = "assigned", "待填报"
    FILLING = "filling", "填报中"
    SUBMITTED = "submitted", "已报送"
    RETURNED = "returned", "已退回"
    ACCEPTED = "accepted", "审核通过"
    LOCKED = "locked", "已锁定"
    REMOVED = "removed", "已移出"


#: The states whose figures count for those above and for comparisons.
COUNTED: Final = (State.ACCEPTED, State.LOCKED)


class Source(Term):
    """Where the figures of a filing are from."""

    NONE = "none", "尚无数据"
    COMPUTED = "computed", "系统统计"
    FORM = "form", "表单填报"
    FILE = "file", "文件导入"
    SUMMED = "summed", "下级汇总"


class Part(Term):
    """What of a government's roll-up an organ is."""

    OWN = "own", "本机关"
    DEPARTMENT = "department", "部门和单位"
    LOWER = "lower", "下级政府"
