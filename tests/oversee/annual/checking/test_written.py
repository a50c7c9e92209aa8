"""A report that is being written: digits that were typed beside what the tables say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.oversee.annual.checking import check_written
from gongkai.oversee.annual.format import CURRENT
from gongkai.oversee.annual.terms import Level

CELLS = dict.fromkeys(CURRENT.cells, Decimal(0)) | {
    "license.decisions": Decimal(268), "penalty.decisions": Decimal(481), "coercion.decisions": Decimal(31),
    "fee.amount": Decimal("94.3"), "new.total": Decimal(9), "total.total": Decimal(8), "normative.issued": Decimal(1),
}  # fmt: skip


def told(text: str) -> list[tuple[Decimal | None, Decimal | None]]:
    checks = check_written("", {"一、总体情况": text}, "2021", CELLS, government=False)
    return [(one.left, one.right) for one in checks if one.law == "F9" and one.level is not Level.NONE]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("行政处罚580件，行政强制40件。", [(580, 481), (40, 31)]),
        ("本年处理行政许可999件。", [(999, 268)]),
        ("收取行政事业性收费99万元。", [(990_000, 943_000)]),
        ("全年制发行政规范性文件1件，制发行政规范性文件3件。", [(3, 1)]),
        ("共办理申请8件，全年收到申请12件。", [(12, 9)]),
        ("收到申请9件，其中法人或其他组织2件。", [(2, 0)]),
    ],
)
def test_a_number_that_differs_from_the_table_is_told(text: str, found: list[tuple[int, int]]):
    assert told(text) == [tuple(map(Decimal, pair)) for pair in found]


@pytest.mark.parametrize(
    "text",
    [
        "行政处罚481件，行政许可268件。",
        "行政事业性收费94.3万元。",
        "行政事业性收费943000元。",
        "公开行政处罚信息580件，公示行政许可580件。",
        "全年收到申请9件，共办理申请8件。",
    ],
)
def test_what_fits_or_counts_something_else_is_not_told(text: str):
    assert told(text) == []
