"""Tables told by their rules: what is plain to see is a cell, whatever is not is left to the words of the page."""

from __future__ import annotations

import pytest

from gongkai.oversee.annual.reading.boxes import Box, Edges
from gongkai.oversee.annual.reading.ruled import Ruled, broken, rejoined, ruled


def written(words: str, left: float, base: float, size: float = 10.0) -> list[Box]:
    """Characters half as wide as they are high, as digits are."""
    return [Box(left + at * size / 2, left + (at + 1) * size / 2, base, size, one) for at, one in enumerate(words)]


def frame(across: list[float], down: list[float]) -> Edges:
    return Edges([(x, down[0], down[-1]) for x in across], [(y, across[0], across[-1]) for y in down])


def said(table: Ruled) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_each_cell_is_what_its_rules_enclose() -> None:
    edges = frame([0, 60, 120], [0, 20, 40])
    boxes = written("ab", 5, 25) + written("12", 65, 25) + written("cd", 5, 5)
    (table,) = ruled(boxes, edges)
    assert said(table) == [["ab", "12"], ["cd", ""]]
    assert table.boxes == frozenset(range(len(boxes)))


def test_a_rule_of_many_pieces_is_one_and_a_double_rule_too() -> None:
    edges = frame([0, 1.5, 60, 120], [0, 20, 40])
    edges.uprights = [(x, y, y + 20) for x, _, _ in edges.uprights for y in (0, 20)]
    (table,) = ruled(written("ab", 5, 25), edges)
    assert said(table) == [["ab", ""], ["", ""]]


def test_a_merged_cell_stands_in_its_first_row() -> None:
    edges = Edges(
        [(0, 0, 40), (60, 0, 40), (120, 0, 40)],
        [(0, 0, 120), (40, 0, 120), (20, 60, 120)],  # no rule through the left column
    )
    (table,) = ruled(written("ab", 5, 15) + written("1", 65, 25) + written("2", 65, 5), edges)
    assert said(table) == [["ab", "1"], ["2"]]
    assert [(cell.left, cell.right) for cell in table.rows[1]] == [(1, 2)]


def test_a_number_that_found_no_room_goes_on_below() -> None:
    edges = frame([0, 60, 85], [0, 40, 60])
    (table,) = ruled(written("ab", 5, 45) + written("123", 65, 25) + written("4", 65, 13), edges)
    assert said(table) == [["ab", ""], ["", "1234"]]


def test_two_numbers_that_had_room_are_no_cell() -> None:
    edges = frame([0, 60, 160], [0, 40, 60])
    assert ruled(written("ab", 5, 45) + written("12", 65, 25) + written("4", 65, 13), edges) == []


def test_words_beside_a_table_say_that_it_is_open() -> None:
    edges = frame([60, 90, 120], [0, 20, 40])
    assert ruled(written("规章", 5, 25) + written("12", 65, 25), edges) == []


def test_a_cell_that_is_no_rectangle_is_none() -> None:
    edges = Edges(
        [(0, 0, 40), (60, 0, 20), (120, 0, 40)],
        [(0, 0, 120), (40, 0, 120), (20, 0, 60)],
    )
    assert ruled(written("ab", 5, 5), edges) == []


def test_a_row_that_the_end_of_the_page_breaks_is_put_together() -> None:
    edges = frame([0, 60, 120], [0, 20, 40])
    (former,) = ruled(written("1.x", 5, 25) + written("3", 65, 25) + written("2.long", 5, 5), edges)
    (later,) = ruled(
        written("label", 5, 25) + written("12", 65, 25) + written("3.y", 5, 5) + written("4", 65, 5), edges
    )
    assert later.continues(former)
    assert broken(former, later)
    assert rejoined(former, later)
    assert said(former) == [["1.x", "3"], ["2.longlabel", "12"]]
    assert said(later) == [[], ["3.y", "4"]]


@pytest.mark.parametrize("first", [("3.z", "12"), ("ab", "cd")], ids=["a mark of its own", "the head once more"])
def test_what_begins_anew_is_no_second_half(first: tuple[str, str]) -> None:
    edges = frame([0, 60, 120], [0, 20, 40])
    (former,) = ruled(written("1.x", 5, 25) + written("3", 65, 25) + written("2.y", 5, 5), edges)
    (later,) = ruled(written(first[0], 5, 25) + written(first[1], 65, 25) + written("4.w", 5, 5), edges)
    assert broken(former, later)
    assert rejoined(former, later)
    assert said(former)[-1] == ["2.y", ""]
    assert said(later)[0] == list(first)


def test_without_marks_nobody_can_tell_whether_a_row_is_broken() -> None:
    edges = frame([0, 60, 120], [0, 20, 40])
    (former,) = ruled(written("ab", 5, 5) + written("3", 65, 5), edges)
    (later,) = ruled(written("cd", 5, 25), edges)
    assert broken(former, later)
    assert not rejoined(former, later)


def test_a_drawing_of_many_rules_is_no_table() -> None:
    net = Edges([(4.0 * at, 0, 9000) for at in range(2000)], [(4.0 * at, 0, 9000) for at in range(2000)])
    assert ruled(written("12", 5, 5), net) == []
    fine = frame([4.0 * at for at in range(150)], [4.0 * at for at in range(150)])
    assert ruled(written("12", 5, 5), fine) == []


def test_a_short_number_above_a_long_one_is_another_number() -> None:
    edges = frame([0, 60, 85], [0, 40, 60])
    assert ruled(written("ab", 5, 45) + written("1", 65, 25) + written("234", 65, 13), edges) == []
