"""条例第四十条: the form asked for as far as the carrier allows, else electronic data, or inspection on site."""

from __future__ import annotations

from gongkai.answer.foi.terms import SupplyForm
from tests.answer.foi.papers import plain, written


def test_the_other_forms_that_the_article_allows_can_be_chosen() -> None:
    assert {SupplyForm.ELECTRONIC, SupplyForm.INSPECT} <= set(SupplyForm)


def test_the_reply_tells_how_the_information_is_supplied() -> None:
    given = "原件为孤本，安排于2026年3月25日到县档案室查阅、抄录"
    assert given in plain(written("open", given=given))
