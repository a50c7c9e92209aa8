"""条例第十七条: 公开审查 before the first review, item by item, by a named person who is not the author."""

from __future__ import annotations

import pytest

from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records.models import Step
from gongkai.kernel.records.terms import Check, State
from gongkai.kernel.vocabulary import Refusal
from tests import factories
from tests.kernel.records import helpers


def test_the_items_are_secrecy_trade_secret_privacy_three_safeties_and_other_organs() -> None:
    assert [(c.value, c.basis) for c in Check] == [
        ("secrecy", "条例14、17"), ("commercial", "条例15"), ("privacy", "条例15"), ("safety", "条例14"),
        ("other_organs", "条例11"),
    ]  # fmt: skip


@pytest.mark.parametrize("lacking", list(Check))
def test_one_unticked_item_stops_the_document_and_is_named(people, lacking) -> None:
    revision = factories.draft(people, state=State.DISCLOSURE_CHECK, at=people.at)
    with pytest.raises(Refusal, match="公开审查须逐项确认") as refused:
        helpers.step(people, revision, "checked", "officer", ticks=[c.value for c in Check if c is not lacking])
    assert lacking.label in refused.value.message
    assert helpers.refresh(revision).state == State.DISCLOSURE_CHECK


def test_invented_ticks_do_not_count(people) -> None:
    revision = factories.draft(people, state=State.DISCLOSURE_CHECK, at=people.at)
    with pytest.raises(Refusal, match="未确认"):
        helpers.step(people, revision, "checked", "officer", ticks=["x"] * 5)


def test_it_comes_before_the_first_review(people) -> None:
    revision = factories.draft(people, state=State.DISCLOSURE_CHECK, at=people.at)
    with pytest.raises(Refusal, match="不能“初审通过”"):
        helpers.step(people, revision, "first_pass", "first")


def test_it_names_person_post_time_items_and_the_text_that_was_seen(people) -> None:
    revision = factories.draft(people, state=State.FIRST_REVIEW, at=people.at)
    step = Step.objects.get(revision=revision, move="checked")
    assert (step.person, step.actor_post, step.at) == (people.officer, "科员", people.at)
    assert step.ticks == [c.value for c in Check]
    assert len(step.text_digest) == 64


def test_the_author_cannot_make_it(people) -> None:
    both = factories.person(Role.DRAFT, Role.FOI_OFFICER, organ=people.organ)
    people.drafter = both
    revision = factories.draft(people, state=State.DISCLOSURE_CHECK, at=people.at)
    people.officer = both
    with pytest.raises(Refusal, match="您参与了这份文稿的起草或修改"):
        helpers.step(people, revision, "checked", "officer")


@pytest.mark.parametrize("who", ["drafter", "first", "second", "final", "signer"])
def test_only_the_foi_office_makes_it(people, who) -> None:
    revision = factories.draft(people, state=State.DISCLOSURE_CHECK, at=people.at)
    with pytest.raises(Refusal):
        helpers.step(people, revision, "checked", who)
