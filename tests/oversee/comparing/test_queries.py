"""Where a figure is from: what the public reads comes first, then the filing that was accepted; groups; texts of published reports."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from gongkai.kernel.records.models import Revision
from gongkai.kernel.records.terms import Status
from gongkai.oversee.collecting import operations as filings
from gongkai.oversee.comparing import queries
from gongkai.oversee.comparing.queries.texts import prose
from tests import factories
from tests.faces.desk.desktop import at_desk, text
from tests.oversee.collecting import city
from tests.oversee.comparing import factory
from tests.oversee.comparing.test_alike import COPIED, OTHER, OWN

pytestmark = pytest.mark.django_db


def new(found: queries.Figures, organ: Any, year: int) -> str:
    return queries.value(found.get((organ.pk, year)), queries.NEW, year).words


def test_only_what_is_public_counts_and_says_where_it_is_from():
    organ, other = factories.organ(), factories.organ()
    row = factory.report(organ, 2024, new__total=5)
    factory.report(organ, 2023, new__total=4, status=Status.WITHDRAWN)
    found = queries.figures([organ.pk, other.pk], [2023, 2024])
    assert [new(found, organ, year) for year in (2023, 2024)] == ["无报告", "5"]
    assert new(found, other, 2024) == "无报告"
    filed = found[organ.pk, 2024]
    assert (filed.origin.label, filed.record_id) == ("已公布的报告", row.record_id)
    assert queries.years_known(found, [organ.pk]) == [2024]


def test_while_a_correction_is_under_way_the_figures_are_those_that_the_public_reads():
    organ = factories.organ()
    row = factory.report(organ, 2024, new__total=5)
    row.corrects, row.figures = dict(row.figures), row.figures | {"new.total": "6"}
    row.drafted_at = factory.moment(2024) + timedelta(days=3)
    row.save()
    assert new(queries.figures([organ.pk], [2024]), organ, 2024) == "5"
    Revision.objects.create(
        record=row.record, number=2, state="published", title="更正", organ_name=organ.name,
        created_at=row.drafted_at, updated_at=row.drafted_at, frozen_at=row.drafted_at + timedelta(days=1),
    )  # fmt: skip
    row.record.current = row.record.revisions.get(number=2)
    row.record.save()
    assert new(queries.figures([organ.pk], [2024]), organ, 2024) == "6"


def test_what_is_not_a_number_is_not_known():
    organ = factories.organ()
    factory.report(organ, 2024, new__total=None)
    assert new(queries.figures([organ.pk], [2024]), organ, 2024) == "未填报"
    row = factory.report(organ, 2023)
    row.figures |= {"new.total": "NaN", "total.total": "很多"}
    row.save()
    found = queries.figures([organ.pk], [2023])
    assert new(found, organ, 2023) == "未填报"


def test_the_figures_of_any_number_of_organs_and_years_take_two_questions(django_assert_num_queries):
    organs = [factories.organ() for _ in range(4)]
    for organ in organs:
        for year in (2023, 2024):
            factory.report(organ, year)
    with django_assert_num_queries(2):
        assert len(queries.figures([one.pk for one in organs], [2022, 2023, 2024])) == 8


def test_groups_are_the_kinds_of_organs_below_a_government():
    made = factory.county()
    found = queries.groups(made.organs)
    assert [(one.label, len(one.organs)) for one in found] == [("云岫县政府部门", 4), ("全部", 6)]
    assert queries.group_of(found, "all").organs == tuple(made.organs)
    assert queries.group_of(found, "../../").label == "云岫县政府部门"
    assert queries.overlapping(made.organs)
    assert not queries.overlapping(found[0].organs)


def test_the_prose_of_a_report_is_its_paragraphs_without_headings_and_tables():
    body = "<h2>一、总体情况</h2><p>甲<strong>乙</strong>。</p><table><tbody><tr><td>5</td></tr></tbody></table><ul><li>丙</li></ul>"
    assert prose(body) == "甲乙。\n丙"


def texts(*organs: Any, years: tuple[int, ...] = (2024,)) -> dict[tuple[int, int], queries.Report]:
    return queries.reports(organs, years)


def test_copied_reports_are_found_between_organs_and_with_the_year_before():
    made = factory.county()
    first, second, third = made.departments
    factory.report(first, 2024, body=f"<p>{COPIED.format(name='第甲局', n=12)}</p><p>{OWN}</p>")
    factory.report(second, 2024, body=f"<p>{COPIED.format(name='第乙局', n=9)}</p><p>{OTHER}</p>")
    factory.published(third, 2023, f"<p>{OWN}{OWN[::-1]}{OTHER}</p>", title="云岫县第丙局2023年年度报告")
    factory.report(third, 2024, body=f"<p>{OWN}{OWN[::-1]}</p>")
    reports = texts(*made.organs, years=(2023, 2024))
    assert {(one.organ_id, one.year) for one in reports.values()} == {
        (first.pk, 2024), (second.pk, 2024), (third.pk, 2023), (third.pk, 2024)
    }  # fmt: skip
    here = [one for one in reports.values() if one.year == 2024]
    found = queries.between(here, least=40, least_text=50)
    by_key = {one.key: one.organ_id for one in reports.values()}
    pairs = {frozenset({by_key[pair.first], by_key[pair.second]}) for pair in found.pairs}
    assert {first.pk, second.pk} in pairs
    former = queries.with_former(reports, 2024, least=70, least_text=50)
    assert [by_key[pair.second] for pair in former.pairs] == [third.pk]
    assert former.pairs[0].share_of_second == 1
    assert queries.between(here, least=40, least_text=5000).compared == 0


def test_the_second_who_asks_costs_no_question(django_assert_num_queries):
    organ, other = factories.organ(), factories.organ()
    for one in (organ, other):
        factory.report(one, 2024, body=f"<p>{OWN}</p>")
    here = list(texts(organ, other).values())
    with django_assert_num_queries(1):
        first = queries.between(here, least=40, least_text=50)
    with django_assert_num_queries(0):
        assert queries.between(here, least=40, least_text=50) == first
    assert len(first.pairs) == 1


def test_the_texts_that_were_reported_are_compared_until_the_report_is_public():
    place = city.city()
    city.opened(place, names=["水利局", "教育局"])
    for name in ("水利局", "教育局"):
        filing, head = place.filing(name), place.head(name)
        filing = filings.save_filing(
            filing_id=filing.pk, version=filing.version, cells=city.numbers(3), by=head, at=place.at,
            texts={"overview": OWN, "problems": "", "others": ""},
        )  # fmt: skip
        if name == "水利局":
            assert texts(filing.organ, years=(2025,)) == {}, "what nobody has reported is a draft"
        filings.submit(filing_id=filing.pk, version=filing.version, by=head, at=place.at)
    first, second = place.filing("水利局"), place.filing("教育局")
    found = texts(first.organ, second.organ, years=(2025,))
    assert {one.filing_id for one in found.values()} == {first.pk, second.pk}
    alike = queries.between(list(found.values()), least=40, least_text=50)
    assert [pair.share_of_first for pair in alike.pairs] == [1]
    shown = queries.side_by_side(*found.values())
    assert OWN in "".join(piece.text for one in shown.first for piece in one.pieces)
    factory.published(first.organ, 2025, f"<p>{OTHER}</p>", title="2025年年度报告")
    assert texts(first.organ, years=(2025,))[first.organ_id, 2025].filing_id is None


def test_an_accepted_filing_counts_until_the_report_is_public():
    place = city.city()
    city.opened(place, names=["水利局"])
    filing = place.filing("水利局")
    organ = filing.organ
    head = place.head("水利局")
    filing = filings.save_filing(
        filing_id=filing.pk, version=filing.version, cells=city.numbers(3), by=head, at=place.at
    )
    filing = filings.submit(filing_id=filing.pk, version=filing.version, by=head, at=place.at)
    assert queries.figures([organ.pk], [2025]) == {}, "what nobody has accepted does not count"
    filings.accept(filing_id=filing.pk, version=filing.version, by=place.officer("市办"), at=place.at)
    filed = queries.figures([organ.pk], [2025])[organ.pk, 2025]
    assert (filed.origin, filed.filing_id, filed.record_id) == (queries.Origin.FILED, filing.pk, None)
    assert filed.cells["new.total"] == city.numbers(3)["new.total"]
    client = at_desk(place.people[organ.pk, "foi_head"])
    page = f"/desk/collecting/filings/{filing.pk}/"
    shown = text(client.get(reverse("desk:comparing_years", args=[organ.pk])))
    assert f'href="{page}"' in shown
    assert "审核通过的报送" in shown
    assert client.get(page).status_code == 200
    factory.report(organ, 2025, new__total=7)
    assert new(queries.figures([organ.pk], [2025]), organ, 2025) == "7"
