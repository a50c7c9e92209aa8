"""A ranking: ties share a rank, few cases are listed and not ranked, what is not known is named."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.oversee.comparing.ranking import rank
from gongkai.oversee.comparing.terms import Known
from gongkai.oversee.comparing.values import Value


def share(above: int, below: int) -> Value:
    return Value(Known.YES, Fraction(above, below) if below else None, Decimal(above), Decimal(below))


def test_ties_share_a_rank_and_the_next_is_skipped():
    found = rank({1: share(1, 2), 2: share(3, 4), 3: share(50, 100), 4: share(1, 4)}, 1)
    assert [(one.key, one.rank, one.tied) for one in found.placed] == [
        (2, 1, False),
        (1, 2, True),
        (3, 2, True),
        (4, 4, False),
    ]


def test_rates_that_only_look_the_same_when_rounded_are_no_tie():
    found = rank({1: share(333, 1000), 2: share(3331, 10000)}, 1)
    assert [(one.key, one.rank) for one in found.placed] == [(2, 1), (1, 2)]


def test_below_the_least_divisor_nobody_is_ranked_but_everybody_is_named():
    found = rank({1: share(1, 19), 2: share(1, 20), 3: share(0, 0), 4: Value(Known.NO_REPORT)}, 20)
    assert [one.key for one in found.placed] == [2]
    assert [one.key for one in found.small] == [1, 3]
    assert [one.key for one in found.unknown] == [4]


def test_counts_need_no_guard_and_can_go_upwards():
    values = {key: Value(Known.YES, Fraction(number)) for key, number in ((1, 3), (2, 0), (3, 9))}
    assert [one.key for one in rank(values, 20).placed] == [3, 1, 2]
    assert [one.key for one in rank(values, 20, ascending=True).placed] == [2, 1, 3]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12), st.integers(1, 25))
def test_every_organ_stands_in_exactly_one_list_and_its_rank_is_one_more_than_those_before(counts, least):
    values = {key: share(min(above, below), below) for key, (above, below) in enumerate(counts)}
    found = rank(values, least)
    keys = [one.key for one in (*found.placed, *found.small, *found.unknown)]
    assert sorted(keys) == list(values)
    for one in found.placed:
        better = [other for other in found.placed if other.value.number > one.value.number]
        assert one.rank == len(better) + 1
        assert one.tied == (sum(other.value.number == one.value.number for other in found.placed) > 1)
