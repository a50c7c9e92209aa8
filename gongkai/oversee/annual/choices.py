"""Counting questions that the national form leaves open, pure: each a choice with a default, kept like any configurable number.

国办公开办函〔2021〕30号 as published says nothing of them; practice differs from place to place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from gongkai.kernel.vocabulary import Number

_OTHER, _NOT_HELD = "计入“其他处理·其他”", "计入“无法提供·本机关不掌握相关政府信息”"
_EACH, _SILENT = "每件分别计数", "国办公开办函〔2021〕30号没有说明，依照通行做法"
_PREFIX: Final = "annual.count_"

#: 撤回: R-WITHDRAWN counts as 其他 in practice; some places leave such requests out.
WITHDRAWN: Final = Number(
    f"{_PREFIX}withdrawn", "年报：申请人撤回的申请", 0, "", _SILENT, 0, 1, (_OTHER, "不计入申请数量和办理结果")
)
#: 非政府信息 (条例2) has no row of its own; known by a reply of kind 其他处理 that names article 2.
OUTSIDE: Final = Number(
    f"{_PREFIX}outside", "年报：答复“不属于政府信息”（条例第二条）的申请", 0, "", _SILENT, 0, 1, (_OTHER, _NOT_HELD)
)
#: 移送、转办: another organ is responsible (条例36(5)).
TRANSFERRED: Final = Number(
    f"{_PREFIX}transferred", "年报：告知或者移送其他负责机关的申请", 0, "", _SILENT, 0, 1, (_NOT_HELD, _OTHER)
)
#: 拆分 (一事一申请, 国办函〔2020〕109号): the parts are linked to the first request.
SPLIT: Final = Number(
    f"{_PREFIX}split", "年报：拆分办理的申请", 0, "", _SILENT, 0, 1, (_EACH, "合计为一件，计入拆分前的申请")
)
#: 并案 of requests by several applicants or on one matter.
JOINT: Final = Number(
    f"{_PREFIX}joint", "年报：并案办理的申请", 0, "", _SILENT, 0, 1, (_EACH, "合计为一件，计入主办的申请")
)
NUMBERS: Final = (WITHDRAWN, OUTSIDE, TRANSFERRED, SPLIT, JOINT)


@dataclass(frozen=True)
class Choices:
    """The choice of each question as in force for a report (0: the default)."""

    withdrawn: int = 0
    outside: int = 0
    transferred: int = 0
    split: int = 0
    joint: int = 0

    @property
    def usual(self) -> bool:
        """Whether every choice is the default: then nothing more than the line of a request is asked."""
        return not any((self.withdrawn, self.outside, self.transferred, self.split, self.joint))


USUAL: Final = Choices()


def choices_from(values: Mapping[str, int]) -> Choices:
    """The choices from values of the numbers by code."""
    return Choices(**{code.removeprefix(_PREFIX): value for code, value in values.items() if code.startswith(_PREFIX)})


def name_of(number: Number) -> str:
    """The field of ``Choices`` that holds a number."""
    return number.code.removeprefix(_PREFIX)


def decided_on(year: int, today: date) -> date:
    """The day whose choices count for a report: that of writing it, at the latest the day by which all are public (条例49)."""
    return min(today, date(year + 1, 3, 31))
