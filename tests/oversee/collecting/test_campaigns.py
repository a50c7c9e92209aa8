"""A collection is opened, changed, reminded of and closed; each filing goes to the nearest organ above that takes part."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from gongkai.kernel.ledger.models import Entry
from gongkai.kernel.ledger.rules import Actor
from gongkai.kernel.notices.models import Notice
from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.organizations.models import NumberValue
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records.operations import NotAllowed
from gongkai.kernel.vocabulary import CHINA, Refusal
from gongkai.oversee.collecting import operations as verbs
from gongkai.oversee.collecting import queries
from gongkai.oversee.collecting.models import Campaign, Filing
from gongkai.oversee.collecting.terms import Part, State
from tests import factories

from .city import City, accepted, filled, opened, submitted


def places(campaign: Campaign) -> dict[str, tuple[str, str, str]]:
    rows = (
        Filing.objects.filter(campaign=campaign)
        .exclude(state=State.REMOVED)
        .select_related("organ", "above", "reviewer")
    )
    return {row.organ.name: (row.above.name, row.reviewer.name, Part(row.part).label) for row in rows}


def test_everybody_below_is_asked_and_each_filing_has_its_place(city: City):
    assert places(opened(city)) == {
        "澜州市人民政府办公室": ("澜州市人民政府", "澜州市人民政府办公室", "本机关"),
        "澜州市水利局": ("澜州市人民政府", "澜州市人民政府办公室", "部门和单位"),
        "云岫县人民政府": ("澜州市人民政府", "澜州市人民政府办公室", "下级政府"),
        "云岫县人民政府办公室": ("云岫县人民政府", "云岫县人民政府办公室", "本机关"),
        "云岫县教育局": ("云岫县人民政府", "云岫县人民政府办公室", "部门和单位"),
        "云岫县望溪镇人民政府": ("云岫县人民政府", "云岫县人民政府办公室", "下级政府"),
        "松亭县人民政府": ("澜州市人民政府", "澜州市人民政府办公室", "下级政府"),
    }
    assert city.filing("县政府").keeper == city.organs["县办"]


def test_where_the_county_does_not_take_part_its_township_goes_to_the_prefecture(city: City):
    campaign = opened(city, names=["望溪镇", "水利局"])
    assert places(campaign)["云岫县望溪镇人民政府"][0] == "澜州市人民政府"
    verbs.add_organs(campaign_id=campaign.pk, organ_ids=[city.organs["县政府"].pk], by=city.officer("市办"), at=city.at)
    assert places(campaign)["云岫县望溪镇人民政府"][0] == "云岫县人民政府"
    row = city.filing("县政府")
    verbs.remove_organ(
        filing_id=row.pk, version=row.version, reason="县里单独汇集", by=city.officer("市办"), at=city.at
    )
    assert places(campaign)["云岫县望溪镇人民政府"][0] == "澜州市人民政府"
    assert len(queries.expected(city.office.pk, 2025)) == 2
    verbs.add_organs(campaign_id=campaign.pk, organ_ids=[city.organs["县政府"].pk], by=city.officer("市办"), at=city.at)
    assert city.filing("县政府").state == State.ASSIGNED
    assert list(queries.faults()) == []


def test_a_department_collects_from_the_bodies_that_follow_it(city: City):
    factories.organ(
        "澜州市望溪水库管理处",
        nature="institution",
        government=city.organs["市政府"],
        vertical_parent=city.organs["水利局"],
    )
    campaign = verbs.open_campaign(lead=city.organs["水利局"], year=2025, by=city.officer("水利局"), at=city.at)
    assert places(campaign)["澜州市望溪水库管理处"] == ("澜州市水利局", "澜州市水利局", "部门和单位")


def test_the_day_is_that_of_the_statute_unless_the_place_has_an_earlier_one(city: City):
    assert opened(city, names=["水利局", "县政府"]).due_on == date(2026, 1, 31)
    assert city.filing("县政府").due_on == date(2026, 3, 31)
    NumberValue.objects.create(
        code="collecting.due",
        value=126,
        source="澜政办〔2025〕9号",
        effective_on=date(2025, 12, 1),
        editor="系统管理",
        edited_at=city.at,
    )
    dues = queries.dues(city.office.pk, 2025)
    assert (dues.filings.day, dues.filings.source) == (date(2026, 1, 26), "澜政办〔2025〕9号")


def test_a_day_after_that_of_the_statute_is_refused(city: City):
    with pytest.raises(Refusal, match="报送截止日应在2026年1月1日至1月31日之间（条例第四十九条第一款）"):
        opened(city, due_on=date(2026, 2, 10))
    campaign = opened(city, due_on=date(2026, 1, 26))
    assert campaign.due_source == "澜州市人民政府办公室规定"
    fields = {"due_on": date(2026, 1, 28), "words": "请同时报送纸质件"}
    row = verbs.amend_campaign(campaign_id=campaign.pk, version=0, fields=fields, by=city.officer("市办"), at=city.at)
    assert {one.due_on for one in queries.expected(city.office.pk, 2025) if one.part != "lower"} == {date(2026, 1, 28)}
    with pytest.raises(verbs.StaleFiling):
        verbs.amend_campaign(campaign_id=row.pk, version=0, fields={"title": "x"}, by=city.officer("市办"), at=city.at)


@pytest.mark.parametrize(("year", "said"), [(2026, "还没有结束"), (2018, "没有全国统一")])
def test_a_year_without_an_end_or_a_form_is_refused(city: City, year: int, said: str):
    with pytest.raises(Refusal, match=said):
        verbs.open_campaign(lead=city.office, year=year, by=city.officer("市办"), at=city.at)


def test_only_the_office_that_collects_opens_and_manages_and_only_once_a_year(city: City):
    with pytest.raises(NotAllowed):
        verbs.open_campaign(lead=city.office, year=2025, by=city.officer("水利局"), at=city.at)
    campaign = opened(city, names=["水利局"])
    with pytest.raises(Refusal, match="已经布置过2025年"):
        opened(city)
    with pytest.raises(NotAllowed):
        verbs.close_campaign(campaign_id=campaign.pk, version=0, reason="", by=city.officer("水利局"), at=city.at)
    with pytest.raises(Refusal, match="不在本机关的汇集范围内"):
        verbs.add_organs(
            campaign_id=campaign.pk, organ_ids=[city.organs["市政府"].pk], by=city.officer("市办"), at=city.at
        )


def test_the_organs_hear_of_it_and_one_line_says_so(city: City):
    city.officer("水利局")
    opened(city)
    assert (
        list(Notice.objects.values_list("text", flat=True))
        == ["澜州市人民政府办公室布置2025年年报报送，请于1月31日前报送"] * 2
    )
    assert Entry.objects.filter(verb="布置年报汇集").count() == 1


def test_an_end_with_filings_owed_wants_a_reason_and_the_head_opens_it_again(city: City):
    campaign = opened(city, names=["水利局"])
    with pytest.raises(Refusal, match="还有1个机关没有审核通过"):
        verbs.close_campaign(campaign_id=campaign.pk, version=0, reason="", by=city.officer("市办"), at=city.at)
    verbs.close_campaign(campaign_id=campaign.pk, version=0, reason="改用纸质", by=city.officer("市办"), at=city.at)
    with pytest.raises(Refusal, match="已经结束"):
        filled(city, "水利局")
    with pytest.raises(NotAllowed):
        verbs.reopen_campaign(campaign_id=campaign.pk, version=1, reason="补报", by=city.officer("市办"), at=city.at)
    verbs.reopen_campaign(campaign_id=campaign.pk, version=1, reason="补报", by=city.head("市办"), at=city.at)
    assert filled(city, "水利局").state == State.FILLING


def test_who_owes_is_reminded_before_on_and_after_the_day_each_once(city: City):
    city.officer("水利局")
    city.officer("教育局")
    opened(city, names=["水利局", "教育局"])
    submitted(city, "教育局")
    morning = datetime(
        2026, 1, 26, 9, tzinfo=CHINA
    )  # a Monday; three working days before the Saturday that is the last day come on Tuesday
    told = [verbs.remind_due(at=morning + timedelta(days=step)) for step in range(12)]
    assert told == [0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0]
    texts = (
        Notice.objects.filter(person__name__contains="水利局", text__contains="报送")
        .order_by("pk")
        .values_list("text", flat=True)
    )
    assert [text.partition("年报：")[2] for text in texts if "年报：" in text] == [
        "报送将于1月31日截止", "报送今天截止", "报送已于1月31日截止，已逾期", "报送已于1月31日截止，已逾期",
    ]  # fmt: skip
    assert not Notice.objects.filter(person__name__contains="教育局", text__contains="截止").exists()


def test_where_the_organ_has_nobody_the_office_above_is_reminded(city: City):
    opened(city, names=["望溪镇", "县政府"])
    city.officer("县办")
    assert verbs.remind_due(at=datetime(2026, 2, 4, 9, tzinfo=CHINA)) == 1
    told = Notice.objects.filter(text__contains="已逾期").values_list("person__name", flat=True)
    assert list(told) == [city.officer("县办").person.name]


def test_a_person_reminds_those_who_owe_once_a_day(city: City):
    city.officer("水利局")
    campaign = opened(city, names=["水利局", "教育局"])
    submitted(city, "教育局")
    assert verbs.remind(campaign_id=campaign.pk, by=city.officer("市办"), at=city.at) == 1
    with pytest.raises(Refusal, match="今天已经提醒过"):
        verbs.remind(campaign_id=campaign.pk, by=city.officer("市办"), at=city.at)
    assert verbs.remind(campaign_id=campaign.pk, by=city.officer("市办"), at=city.at + timedelta(days=1)) == 1


def test_the_board_counts_and_filters_what_a_person_may_see(city: City, django_assert_num_queries):
    campaign = opened(city)
    submitted(city, "教育局")
    today = date(2026, 2, 3)
    whole = queries.counts(campaign, city.officer("市办"), today)
    assert (whole.total, whole.states[State.SUBMITTED], whole.late) == (7, 1, 4)
    county = queries.counts(campaign, city.officer("县办"), today)
    assert county.total == 4
    rows = queries.filings(campaign, city.officer("市办"))
    assert [row.organ.name for row in queries.chosen(rows, queries.LATE, "局", today)] == ["澜州市水利局"]
    assert queries.counts(campaign, city.officer("教育局"), today).total == 1
    lead = city.officer("市办")
    with django_assert_num_queries(1):
        assert len(queries.filings(campaign, lead)) == 7


def test_a_closed_organ_is_not_asked(city: City):
    organ = city.organs["松亭县"]
    factories.person(Role.ADMIN, organ=city.office)
    assert organ in queries.candidates(city.office.pk)
    organizing.merge_organ(
        organ=organ, on=date(2025, 6, 1), into=city.organs["县政府"], by=Actor.system("测试"), at=city.at
    )
    assert organ not in queries.candidates(city.office.pk)


def test_an_organ_that_was_taken_out_by_mistake_comes_back_with_its_draft(city: City):
    campaign, lead = opened(city), city.officer("市办")
    row = submitted(city, "水利局", seed=4)
    verbs.remove_organ(filing_id=row.pk, version=row.version, reason="误列", by=lead, at=city.at)
    assert [name for name, _, _ in queries.removed(campaign)] == ["澜州市水利局"]
    organ = city.organs["水利局"].pk
    verbs.add_organs(campaign_id=campaign.pk, organ_ids=[organ], by=lead, at=city.at)
    again = city.filing("水利局")
    assert (again.state, again.cells, again.accepted) == (State.FILLING, row.cells, None)
    assert queries.removed(campaign) == []
    assert list(queries.faults()) == []


def test_what_is_owed_and_what_is_done_are_lists_of_their_own(city: City):
    campaign = opened(city, names=["水利局", "市办", "松亭县"])
    row, lead = accepted(city, "水利局"), city.officer("市办")
    verbs.lock(filing_id=row.pk, version=row.version, by=lead, at=city.at)
    submitted(city, "松亭县")
    found = queries.filings(campaign, lead)
    names = {
        state: [one.organ.name for one in queries.chosen(found, state, "", city.at.date())]
        for state in (queries.OWED, queries.DONE)
    }
    assert names == {queries.OWED: ["澜州市人民政府办公室"], queries.DONE: ["澜州市水利局"]}


def test_whoever_owes_hears_of_every_turn_with_the_day_that_is_theirs(city: City):
    campaign, lead, head = opened(city, names=["水利局"]), city.officer("市办"), city.head("市办")
    for name in ("水利局", "松亭县"):
        city.officer(name)

    def heard(name: str) -> list[str]:
        rows = Notice.objects.filter(person=city.officer(name).person).order_by("pk")
        return list(rows.values_list("text", flat=True))

    verbs.add_organs(campaign_id=campaign.pk, organ_ids=[city.organs["松亭县"].pk], by=lead, at=city.at)
    assert heard("松亭县") == ["澜州市人民政府办公室布置2025年年报报送，请于3月31日前报送"]
    row = city.filing("水利局")
    verbs.remove_organ(filing_id=row.pk, version=row.version, reason="误列", by=lead, at=city.at)
    assert heard("水利局") == ["澜州市水利局2025年年报：已移出，不需要报送：误列"]
    campaign = verbs.close_campaign(campaign_id=campaign.pk, version=0, reason="改用纸质", by=lead, at=city.at)
    verbs.reopen_campaign(campaign_id=campaign.pk, version=campaign.version, reason="补报", by=head, at=city.at)
    assert heard("松亭县")[1:] == [
        "澜州市人民政府办公室已结束2025年年报汇集，没有审核通过的不能再报送",
        "澜州市人民政府办公室重新开放2025年年报汇集，没有报送的请继续报送",
    ]
    assert len(heard("水利局")) == 1


def test_a_day_of_another_year_is_named_with_it_and_a_day_gone_by_is_not_asked_for(city: City):
    officer, lead, at = city.officer("水利局"), city.officer("市办"), city.at.replace(year=2027)
    campaign = verbs.open_campaign(
        lead=city.office, year=2025, by=lead, at=at, organ_ids=[city.organs["水利局"].pk], fields={}
    )
    verbs.remind(campaign_id=campaign.pk, by=lead, at=at)
    assert list(Notice.objects.filter(person=officer.person).order_by("pk").values_list("text", flat=True)) == [
        "澜州市人民政府办公室布置2025年年报报送，请于2026年1月31日前报送",
        "澜州市水利局2025年年报：报送已于2026年1月31日截止，请尽快报送",
    ]
