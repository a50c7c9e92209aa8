"""Growth has a base or is not told; a report is found under the year it is about; who owes one, and who is late (条例49)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gongkai.oversee.yearly.rules import Lifetime, growth, owes, report_year, stands
from gongkai.oversee.yearly.terms import Publication

D = date


def test_growth_is_that_of_the_published_summaries():
    assert growth(Decimal(514156), Decimal(378800)) == Decimal("35.73")
    assert growth(Decimal(95), Decimal(100)) == Decimal("-5.00")
    assert growth(Decimal(7), Decimal(7)) == 0


@pytest.mark.parametrize(("new", "old"), [(5, 0), (0, 0), (5, None), (None, 5), (None, None)])
def test_without_a_base_there_is_no_growth(new: int | None, old: int | None):
    assert growth(None if new is None else Decimal(new), None if old is None else Decimal(old)) is None


@pytest.mark.parametrize(
    ("title", "published", "year"),
    [
        ("云岫县水利局2025年政府信息公开工作年度报告", D(2026, 1, 20), 2025),
        ("２０２４年度政府信息公开工作年度报告", D(2025, 1, 20), 2024),
        ("二〇二三年政府信息公开工作年度报告", D(2024, 1, 20), 2023),
        ("政府信息公开工作年度报告", D(2024, 1, 20), 2023),
        ("云岫县2020年度政府信息公开工作年度报告（2022年3月修订）", D(2022, 3, 1), 2020),
        ("政府信息公开工作年度报告", None, None),
    ],
)
def test_a_report_belongs_to_the_year_that_its_title_names(title: str, published: date | None, year: int | None):
    assert report_year(title, published) == year


@pytest.mark.parametrize(
    ("opened", "closed", "owed"),
    [
        (None, None, True),
        (D(2025, 6, 1), None, True),  # founded in the year
        (D(2026, 1, 1), None, None),  # after it
        (None, D(2025, 6, 1), False),  # ended within it: the successor reports
        (None, D(2026, 1, 1), True),  # still there on 31 December
        (None, D(2025, 12, 31), False),
        (None, D(2025, 1, 1), None),  # was gone when the year began
        (D(2025, 2, 1), D(2025, 9, 1), False),
    ],
)
def test_an_organ_owes_the_report_of_a_year_at_whose_end_it_exists(
    opened: date | None, closed: date | None, owed: bool | None
):
    assert owes(Lifetime(opened, closed), 2025) is owed


DUE = D(2026, 1, 31)


@pytest.mark.parametrize(
    ("published", "withdrawn", "today", "where"),
    [
        (D(2026, 1, 31), False, D(2026, 6, 1), Publication.IN_TIME),
        (D(2026, 2, 1), False, D(2026, 6, 1), Publication.LATE),
        (None, False, D(2026, 1, 31), Publication.WAITING),
        (None, False, D(2026, 2, 1), Publication.OVERDUE),
        (None, True, D(2026, 1, 10), Publication.WITHDRAWN),
    ],
)
def test_a_report_is_late_the_day_after_its_last_day(
    published: date | None, withdrawn: bool, today: date, where: Publication
):
    assert stands(published_on=published, withdrawn=withdrawn, due=DUE, today=today) is where


def test_only_what_the_public_cannot_read_is_missing():
    missing = {one for one in Publication if one.missing}
    assert missing == {Publication.OVERDUE, Publication.WAITING, Publication.WITHDRAWN}
