"""条例第十二条: an entry of the catalogue has 索引, 名称, 内容概述, 生成日期; the guide is a part of the platform."""

from __future__ import annotations

import pytest

from gongkai.kernel.records.models import Record
from gongkai.kernel.vocabulary import Refusal
from gongkai.publish.catalogue import queries as catalogue
from gongkai.publish.catalogue.terms import Section
from tests import factories


def test_every_published_entry_has_index_name_summary_and_date(people) -> None:
    record = Record.objects.select_related("current").get(pk=factories.published(people, at=people.at).pk)
    assert all((record.index_number, record.title, record.current.summary, record.made_on))


@pytest.mark.parametrize(
    ("lacking", "sentence"), [("title", "填写标题"), ("summary", "填写内容概述"), ("made_on", "填写成文日期")]
)
def test_an_entry_without_one_of_them_is_not_submitted(people, lacking, sentence) -> None:
    given = {lacking: None if lacking == "made_on" else ""}
    revision = factories.draft(people, at=people.at, **given)
    with pytest.raises(Refusal, match=sentence):
        factories.carry(people, revision, "disclosure_check", people.at)


def test_the_summary_keeps_to_its_length(people) -> None:
    revision = factories.draft(people, at=people.at, summary="概" * 151)
    with pytest.raises(Refusal, match=r"内容概述超过150字，请缩短（现有151字）"):
        factories.carry(people, revision, "disclosure_check", people.at)


def test_the_guide_has_its_place_on_the_platform() -> None:
    assert [kind.code for kind in catalogue.kinds_of(Section.GUIDE)] == ["foi_guide"]
