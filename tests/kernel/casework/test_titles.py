"""Search of titles through bitmaps of their pairs: nothing is missed, only what may hold the text is read, no number is looked up."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.kernel.casework import operations as verbs
from gongkai.kernel.casework import pairs, queries
from gongkai.kernel.casework.models import Case, TitleBlock
from gongkai.kernel.casework.queries import finding
from gongkai.kernel.organizations.models import Organ
from gongkai.kernel.organizations.queries import Standing
from tests.kernel.casework.helpers import day, office, opened

MONDAY = day("2026-03-02")
_TEXTS = st.text(alphabet="望溪水库监测报告0123-", max_size=12)


@given(st.lists(_TEXTS, max_size=8), _TEXTS)
@settings(max_examples=60, deadline=None)
def test_a_bitmap_never_denies_what_a_title_holds(titles: list[str], text: str):
    found = pairs.bitmap(titles)
    assert len(found) == 4096
    if any(text in title for title in titles):
        assert pairs.may_hold(found, pairs.places(text))


def test_a_bitmap_denies_what_no_title_holds():
    found = pairs.bitmap(["望溪水库水质监测报告", "凌波街道征收补偿方案"])
    assert not pairs.may_hold(found, pairs.places("苏望溪"))
    assert not pairs.may_hold(found, pairs.places("0999-0210188"))
    assert pairs.places("水") == pairs.places("") == ()


def _many(organ: Organ, first: int, titles: list[str]) -> None:
    Case.objects.bulk_create(
        Case(
            pk=first + place, organ=organ, kind="trial", number=f"多{first + place}", title=title, opened_at=MONDAY,
            state="arrived", state_since=MONDAY,
        )
        for place, title in enumerate(titles)
    )  # fmt: skip


def _found(text: str, by: Standing) -> list[str]:
    return [case.title for case in queries.search(text, by)]


@pytest.mark.django_db
def test_a_title_is_found_in_blocks_and_after_them_and_only_in_ones_own_organ(monkeypatch):
    monkeypatch.setattr(TitleBlock, "KEYS", 10)
    monkeypatch.setattr("gongkai.kernel.casework.operations.titling._BEHIND", 5)
    place, other = office(), office()
    _many(place.organ, 1000, ["望溪水库"] * 15 + ["苏堤名录"] + ["望溪水库"] * 14)
    _many(other.organ, 1030, ["苏堤名录（别处）"] + ["河口镇"] * 39)
    _many(place.organ, 1070, ["凌波街道"] * 3 + ["苏堤名录（新）"])
    by = place.of("officer", MONDAY)
    before = {text: _found(text, by) for text in ("苏堤名录", "堤名", "望溪", "没有的", "苏", "凌波街道")}
    assert before["苏堤名录"] == ["苏堤名录（新）", "苏堤名录"]
    assert verbs.index_titles() > 0
    assert verbs.index_titles() == 0, "made once"
    assert {text: _found(text, by) for text in before} == before
    TitleBlock.objects.filter(first__lt=1050).update(pairs=bytes(4096))
    assert _found("苏堤名录", by) != before["苏堤名录"], "a damaged bitmap hides what it should not"
    assert verbs.index_titles(anew=True) > 0
    assert {text: _found(text, by) for text in before} == before
    last = TitleBlock.objects.order_by("-first")[0].first
    assert last + 10 <= 1073 - 5 + 10, "the newest keys are read themselves"
    assert finding._spans("苏堤名录") is not None


@pytest.mark.django_db
def test_titles_that_cannot_hold_the_text_are_not_read(monkeypatch):
    monkeypatch.setattr(TitleBlock, "KEYS", 10)
    monkeypatch.setattr("gongkai.kernel.casework.operations.titling._BEHIND", 0)
    place = office()
    _many(place.organ, 1, ["望溪水库"] * 50)
    verbs.index_titles()
    spans = finding._spans("韦秋实")
    assert spans == [(50, 0)]
    by = place.of("officer", MONDAY)
    with CaptureQueriesContext(connection) as seen:
        assert _found("韦秋实", by) == []
    assert len(seen) <= 4


@pytest.mark.django_db
def test_an_identity_number_or_a_mobile_is_never_looked_for_in_titles():
    place = office()
    opened(place, MONDAY)
    by = place.of("officer", MONDAY)
    for number in ("11010519491231002X", "13800138000"):
        with CaptureQueriesContext(connection) as seen:
            _found(number, by)
        assert not [one for one in seen if "title" in one["sql"] and ("INSTR" in one["sql"] or "STRPOS" in one["sql"])]
