"""A roll-up is the sum of what counts below under a declared scope; who is missing is named, every cell opens its organs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.kernel.records.operations import NotAllowed
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual.format import CURRENT
from gongkai.oversee.collecting import operations as verbs
from gongkai.oversee.collecting import queries
from gongkai.oversee.collecting.models import Filing, FilingVersion, RollUp
from gongkai.oversee.collecting.rules import kept, numbers_of, summed
from gongkai.oversee.collecting.terms import Source, State
from tests import factories

from .city import City, accepted, filled, numbers, opened, submitted


def total(*seeds: int) -> dict[str, str]:
    found = [numbers(seed) for seed in seeds]
    return kept({cell: sum((one[cell] or Decimal(0) for one in found), Decimal(0)) for cell in CURRENT.cells})


def county(city: City, **scope: object) -> RollUp:
    row = city.filing("县政府")
    return verbs.roll_up(
        campaign_id=row.campaign_id,
        organ_id=row.organ_id,
        scope=verbs.Scope(**scope),
        by=city.officer("县办"),
        at=city.at,
    )


def test_only_what_was_accepted_counts_and_the_others_are_named(city: City):
    opened(city)
    accepted(city, "教育局", 1, by="县办")
    submitted(city, "望溪镇", 2)
    row = county(city)
    assert row.cells == total(1)
    assert [one["name"] for one in row.parts] == ["云岫县教育局"]
    assert [(one["name"], one["state"]) for one in row.missing] == [
        ("云岫县人民政府办公室", "assigned"), ("云岫县望溪镇人民政府", "submitted"),
    ]  # fmt: skip
    assert county(city, submitted=True).cells == total(1, 2)
    assert county(city, submitted=True, lower=False).cells == total(1)


def test_one_organ_is_left_out_only_with_a_reason_that_is_kept(city: City):
    opened(city)
    accepted(city, "教育局", 1, by="县办")
    accepted(city, "望溪镇", 2, by="县办")
    town = city.organs["望溪镇"].pk
    with pytest.raises(Refusal, match="请写明云岫县望溪镇人民政府不计入汇总的原因"):
        county(city, out={town: " "})
    row = county(city, out={town: "已划归松亭县"})
    assert row.cells == total(1)
    assert row.scope == {
        "own": True,
        "department": True,
        "lower": True,
        "submitted": False,
        "out": {str(town): "已划归松亭县"},
    }
    with pytest.raises(Refusal, match="不在汇总范围内"):
        county(city, out={city.organs["水利局"].pk: "别处"})


def test_nothing_counted_is_refused_and_so_is_a_stranger(city: City):
    opened(city)
    with pytest.raises(Refusal, match="还没有审核通过的报送"):
        county(city)
    row = city.filing("县政府")
    with pytest.raises(NotAllowed):
        verbs.roll_up(
            campaign_id=row.campaign_id,
            organ_id=row.organ_id,
            scope=verbs.Scope(),
            by=city.officer("教育局"),
            at=city.at,
        )


def test_a_county_reports_its_roll_up_and_another_number_is_an_error(city: City):
    opened(city)
    accepted(city, "教育局", 1, by="县办")
    accepted(city, "望溪镇", 2, by="县办")
    row = filled(city, "县政府", 3)
    with pytest.raises(Refusal, match="请先生成汇总，再采用汇总数据"):
        verbs.submit(filing_id=row.pk, version=row.version, by=city.officer("县办"), at=city.at)
    county(city)
    row = verbs.take_summed(filing_id=row.pk, version=row.version, by=city.officer("县办"), at=city.at)
    assert (row.source, row.errors, row.cells) == (Source.SUMMED, 0, total(1, 2))
    permits = Decimal(row.cells["license.decisions"])
    row = verbs.save_filing(
        filing_id=row.pk,
        version=row.version,
        cells={"license.decisions": permits + 1},
        by=city.officer("县办"),
        at=city.at,
    )
    with pytest.raises(
        Refusal,
        match=f"F8不相符：行政许可·本年处理决定数量：汇总范围内各机关之和为{permits}，本次填写为{permits + 1}",
    ):
        verbs.submit(filing_id=row.pk, version=row.version, by=city.officer("县办"), at=city.at)
    row = verbs.save_filing(
        filing_id=row.pk, version=row.version, cells={"license.decisions": permits}, by=city.officer("县办"), at=city.at
    )
    row = verbs.submit(filing_id=row.pk, version=row.version, by=city.officer("县办"), at=city.at)
    verbs.accept(filing_id=row.pk, version=row.version, by=city.officer("市办"), at=city.at)
    up = verbs.roll_up(
        campaign_id=row.campaign_id,
        organ_id=city.organs["市政府"].pk,
        scope=verbs.Scope(),
        by=city.officer("市办"),
        at=city.at,
    )
    assert up.cells == total(1, 2)
    assert list(queries.faults()) == []


def test_what_moved_after_the_roll_up_is_named_and_must_be_summed_again(city: City):
    opened(city)
    town = accepted(city, "望溪镇", 2, by="县办")
    accepted(city, "教育局", 1, by="县办")
    made = county(city)
    row = verbs.take_summed(filing_id=city.filing("县政府").pk, version=0, by=city.officer("县办"), at=city.at)
    assert queries.stale(made) == []
    verbs.send_back(filing_id=town.pk, version=town.version, reason="重新核对", by=city.officer("县办"), at=city.at)
    assert queries.stale(queries.rollup(made.pk)) == ["云岫县望溪镇人民政府"]
    with pytest.raises(Refusal, match="汇总以后有变化（云岫县望溪镇人民政府）"):
        verbs.submit(filing_id=row.pk, version=row.version, by=city.officer("县办"), at=city.at)


def test_every_cell_opens_the_organs_that_make_it_up(city: City):
    opened(city)
    accepted(city, "教育局", 1, by="县办")
    accepted(city, "望溪镇", 2, by="县办")
    row = queries.rollup(county(city).pk)
    for cell in CURRENT.cells:
        found = queries.shares(row, cell)
        assert kept({cell: sum(Decimal(one.value) for one in found)})[cell] == row.cells[cell]
        assert {one.name for one in found} == {"云岫县教育局", "云岫县望溪镇人民政府"}
    with pytest.raises(Refusal, match="没有这个单元格"):
        queries.shares(row, "x.y")


def test_forty_organs_are_summed_with_as_many_queries_as_four(city: City, django_assert_max_num_queries):
    organs = [factories.organ(government=city.organs["县政府"]) for _ in range(40)]
    opened(city)
    person = city.officer("县办").person
    for row in Filing.objects.filter(organ__in=organs):
        made = FilingVersion.objects.create(
            filing=row,
            number=1,
            source="form",
            cells=kept(numbers(row.pk)),
            places={},
            texts={},
            words={},
            digest="",
            person=person,
            at=city.at,
        )
        Filing.objects.filter(pk=row.pk).update(state=State.ACCEPTED, accepted=made)
    by = city.officer("县办")
    target = city.filing("县政府")
    with django_assert_max_num_queries(16):
        found = verbs.roll_up(
            campaign_id=target.campaign_id, organ_id=target.organ_id, scope=verbs.Scope(), by=by, at=city.at
        )
    assert len(found.parts) == 40


@settings(max_examples=25, deadline=None)
@given(st.lists(st.dictionaries(st.sampled_from(["a", "b"]), st.decimals(-999, 999, places=2), max_size=2), max_size=6))
def test_sums_are_exact_whatever_the_numbers(parts: list[dict[str, Decimal]]):
    found = numbers_of(summed([kept(part) for part in parts], ["a", "b"]))
    assert found == {cell: sum((part.get(cell, Decimal(0)) for part in parts), Decimal(0)) for cell in ("a", "b")}


def test_a_sum_of_sums_tells_whose_own_sum_no_longer_holds(city: City):
    campaign, lead, county = opened(city), city.officer("市办"), city.officer("县办")
    accepted(city, "教育局", 1, by="县办")
    made = verbs.roll_up(
        campaign_id=campaign.pk, organ_id=city.organs["县政府"].pk, scope=verbs.Scope(), by=county, at=city.at
    )
    row = city.filing("县政府")
    row = verbs.take_summed(filing_id=row.pk, version=row.version, by=county, at=city.at)
    row = verbs.submit(filing_id=row.pk, version=row.version, by=county, at=city.at)
    verbs.accept(filing_id=row.pk, version=row.version, by=lead, at=city.at)
    above = verbs.roll_up(
        campaign_id=campaign.pk, organ_id=city.organs["市政府"].pk, scope=verbs.Scope(), by=lead, at=city.at
    )
    versions = [one["version"] for one in above.parts]
    assert queries.outdated(versions) == []
    part = city.filing("教育局")
    verbs.send_back(filing_id=part.pk, version=part.version, reason="请核对", by=county, at=city.at)
    assert (queries.stale(above), queries.stale(made)) == ([], ["云岫县教育局"])
    assert [(one.name, one.filing_id, one.organs) for one in queries.outdated(versions)] == [
        ("云岫县人民政府", row.pk, ("云岫县教育局",))
    ]
