"""条例第三十八条: only existing information is owed; to work it up may be refused, with the reason."""

from __future__ import annotations

from gongkai.answer.foi import rules
from gongkai.answer.foi.terms import Line, outcome


def test_processing_is_a_reply_of_its_own_with_its_reason_and_row() -> None:
    one = outcome("make")
    assert (one.line, one.basis) == (Line.U2, "条例38")
    assert [name for name, _ in rules.missing(one, {})] == ["reason"]
