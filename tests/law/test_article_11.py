"""条例第十一条: what concerns other organs is confirmed with them before it is published."""

from __future__ import annotations

import pytest

from gongkai.kernel.records.models import Step
from gongkai.kernel.records.terms import Check, State
from gongkai.kernel.vocabulary import Refusal
from tests import factories
from tests.kernel.records import helpers


def test_without_the_confirmation_of_other_organs_nothing_goes_on(people) -> None:
    revision = factories.draft(people, state=State.DISCLOSURE_CHECK, at=people.at)
    ticks = [check.value for check in Check if check is not Check.OTHER_ORGANS]
    with pytest.raises(Refusal, match="涉及其他机关的内容已与有关机关协商确认"):
        helpers.step(people, revision, "checked", "officer", ticks=ticks)


def test_who_confirmed_it_is_known_by_name(people) -> None:
    revision = factories.draft(people, state=State.FIRST_REVIEW, at=people.at)
    step = Step.objects.get(revision=revision, move="checked")
    assert Check.OTHER_ORGANS in step.ticks
    assert (step.person, step.actor_name) == (people.officer, "何彬华")
