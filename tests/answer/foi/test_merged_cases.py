"""Requests handled together (并案) stay requests: each is new once, answered once, in its own line, in table three.

Neither the Regulation nor the form (国办公开办函〔2021〕30号) knows one line for several requests: 一件申请只计一次, by its own result.
"""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.answer.foi import operations as verbs
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case
from gongkai.kernel.vocabulary import now
from gongkai.oversee.annual import queries as annual
from tests.answer.foi import requests as made

pytestmark = pytest.mark.django_db

CAME, MERGED, REPLIED = (made.moment(date(2025, month, 10)) for month in (3, 3, 4))
ROWS = ("new", "carried_in", "total", "carried_out")


def table(where: made.Office, year: int) -> dict[str, int]:
    """The rows of table three that hold something, and F1 to F4 hold."""
    report = annual.compute(where.organ, year, now())
    assert not report.errors, list(report.checks)
    found = {row: int(report.cells[f"{row}.total"] or 0) for row in (*ROWS, *report.form.leaves)}
    assert sum(found[leaf] for leaf in report.form.leaves) == found["total"]
    return {row: number for row, number in found.items() if number}


def merged(where: made.Office) -> tuple[Case, Case]:
    """Two requests of which one is handled with the other."""
    lead, other = (made.handling(where, at=CAME) for _ in range(2))
    by = where.of("officer", MERGED)
    return lead, cases.merge(case_id=other.pk, into_id=lead.pk, by=by, at=MERGED)


def replied(where: made.Office, case: Case, outcome: str) -> Case:
    case = made.decided(where, case, REPLIED, outcome)
    case = made.signed(where, case, REPLIED)
    return made.sent(where, case, REPLIED, "in_person")


def test_two_that_were_merged_count_twice_as_new_and_once_each_in_their_own_line() -> None:
    where = made.office()
    lead, other = merged(where)
    replied(where, lead, "open")
    replied(where, other, "not_exist")
    assert table(where, 2025) == {"new": 2, "total": 2, "open": 1, "u1": 1}
    counted = [row.case_id for row in annual.rows(where.organ, 2025, "total.total").requests]
    assert sorted(counted) == sorted({lead.pk, other.pk})


def test_a_reply_to_the_leading_case_answers_no_other_and_the_other_is_carried_over_and_counted_when_answered() -> None:
    where = made.office()
    lead, other = merged(where)
    replied(where, lead, "open")
    assert table(where, 2025) == {"new": 2, "total": 1, "open": 1, "carried_out": 1}
    later = made.moment(date(2026, 1, 12))
    by = where.of("officer", later)
    verbs.withdraw(case_id=other.pk, statement="申请人书面撤回", by=by, at=later)
    assert table(where, 2025) == {"new": 2, "total": 1, "open": 1, "carried_out": 1}
    assert table(where, 2026) == {"carried_in": 1, "total": 1, "o3": 1}


def test_merging_and_taking_apart_changes_no_count() -> None:
    where = made.office()
    first, second = (made.handling(where, at=CAME) for _ in range(2))
    apart = table(where, 2025)
    by = where.of("officer", MERGED)
    cases.merge(case_id=second.pk, into_id=first.pk, by=by, at=MERGED)
    assert table(where, 2025) == apart == {"new": 2, "carried_out": 2}
    cases.unmerge(case_id=second.pk, by=by, at=MERGED)
    assert table(where, 2025) == apart
    cases.merge(case_id=first.pk, into_id=second.pk, by=by, at=MERGED)
    replied(where, first, "open")
    replied(where, second, "open")
    assert table(where, 2025) == {"new": 2, "total": 2, "open": 2}
