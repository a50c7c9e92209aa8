"""条例第二十条: the fifteen items of proactive disclosure are the topics of the catalogue."""

from __future__ import annotations

import pytest

from gongkai.kernel.records import kinds
from gongkai.kernel.records.queries import public
from gongkai.kernel.records.terms import State
from gongkai.kernel.vocabulary import Refusal
from gongkai.publish.catalogue import queries as catalogue
from gongkai.publish.catalogue.terms import Section, Topic
from tests import factories


def test_there_are_fifteen_items_with_their_numbers() -> None:
    assert [topic.value for topic in Topic] == [f"A20-{n}" for n in range(1, 16)]
    assert all(topic.basis.startswith(f"条例20({n})") for n, topic in enumerate(Topic, 1))


def test_every_item_has_a_kind_under_which_it_is_published() -> None:
    offered = {topic for kind in catalogue.draftable() for topic in kind.topics}
    assert offered == {topic.value for topic in Topic}


@pytest.mark.parametrize("kind", [k for k in kinds.all_kinds() if k.draftable], ids=lambda k: k.code)
def test_every_kind_stands_in_a_part_of_the_platform(kind) -> None:
    assert Section(kind.section)
    assert kind.topics


def test_a_document_outside_the_items_of_its_kind_is_not_submitted(people) -> None:
    revision = factories.draft(people, kind="budget", at=people.at, topic="A20-1")
    with pytest.raises(Refusal, match="选择法定公开事项"):
        factories.carry(people, revision, State.DISCLOSURE_CHECK, people.at)


def test_published_items_can_be_listed_and_counted(people) -> None:
    factories.published(people, kind="budget", topic="A20-7", at=people.at)
    factories.published(people, at=people.at)
    wanted = public.Filter(topic="A20-7")
    assert [r.kind for r in public.page(wanted).rows] == ["budget"]
    assert public.counts(public.Filter()).topics == {"A20-7": 1, "A20-1": 1}
