"""条例第二十七条: administrative organs answer requests; public enterprises do not, they have a way of their own (条例55)."""

from __future__ import annotations

import pytest

from gongkai.answer.foi import rules
from gongkai.answer.foi.terms import outcome
from gongkai.kernel.organizations.terms import Nature
from gongkai.kernel.vocabulary import Refusal


@pytest.mark.parametrize("nature", [Nature.INSTITUTION, Nature.LEGISLATURE])
def test_a_body_outside_the_chapter_gives_no_reply_under_it(nature) -> None:
    with pytest.raises(Refusal, match="不是依照条例第四章答复申请的行政机关"):
        rules.remedy(outcome("open"), rules.OrganFacts("清源县自来水公司", nature=nature))


@pytest.mark.parametrize("nature", sorted(set(Nature) - {Nature.INSTITUTION, Nature.LEGISLATURE}))
def test_every_organ_that_answers_tells_where_its_reply_is_reviewed(nature) -> None:
    organ = rules.OrganFacts("清源县某机关", nature=nature, government="清源县人民政府")
    assert rules.remedy(outcome("open"), organ).bodies
