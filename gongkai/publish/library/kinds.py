"""What the library enters into the register: kinds of law; the last three never count as rules."""

from __future__ import annotations

from gongkai.kernel.records.kinds import Kind
from gongkai.kernel.records.kinds import register as enter

SECTION = "library"

KINDS = (
    Kind("law", "法律", SECTION, draftable=False, position=60),
    Kind("regulation", "行政法规", SECTION, draftable=False, position=61),
    Kind("local_regulation", "地方性法规", SECTION, draftable=False, position=62),
    Kind("department_rule", "部门规章", SECTION, rule=True, draftable=False, position=63),
    Kind("interpretation_judicial", "司法解释", SECTION, draftable=False, position=64),
    Kind("case", "案例", SECTION, draftable=False, position=65),
    Kind("library_other", "其他", SECTION, draftable=False, position=66),
    Kind("published_report", "年报与工作报告", SECTION, draftable=False, position=67),
)
BY_LABEL = {kind.label: kind.code for kind in KINDS}


def register() -> None:
    """Enter every kind of the library."""
    for kind in KINDS:
        enter(kind)
