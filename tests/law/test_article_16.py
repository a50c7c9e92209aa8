"""条例第十六条: internal affairs, information of a process, and case files may be withheld, each as a ground of its own."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.kernel.records.terms import Ground, State
from tests import factories


@pytest.mark.parametrize(
    ("ground", "words"),
    [
        (Ground.INTERNAL, ["人事管理", "后勤管理", "内部工作流程"]),
        (Ground.PROCESS, ["讨论记录", "过程稿", "磋商信函", "请示报告"]),
        (Ground.CASE_FILE, ["行政执法案卷"]),
    ],
)
def test_the_three_kinds_and_four_kinds_are_named(ground, words) -> None:
    assert all(word in ground.label for word in words)


@pytest.mark.parametrize("ground", [g for g in Ground if g is not Ground.SECRET])
def test_each_ground_is_kept_with_reason_and_next_assessment(people, ground) -> None:
    revision = factories.draft(
        people, kind="notice", state=State.KEPT, at=people.at, attribute="not_open", ground=ground.value,
        reason="理由", reassess_on=date(2027, 11, 2),
    )  # fmt: skip
    assert (revision.ground, revision.reassess_on) == (ground, date(2027, 11, 2))
