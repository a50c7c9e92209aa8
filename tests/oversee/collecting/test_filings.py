"""A filing goes its way: filled in, reported, sent back, reported anew, accepted, locked; what was reported stays."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from gongkai.kernel.ledger.models import Entry
from gongkai.kernel.notices.models import Notice
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records.operations import NotAllowed
from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workflow import NotFromHere, NotYourRole
from gongkai.oversee.annual import operations as annual
from gongkai.oversee.collecting import operations as verbs
from gongkai.oversee.collecting import queries
from gongkai.oversee.collecting.models import FilingStep, FilingVersion
from gongkai.oversee.collecting.terms import Source, State
from tests import factories

from .city import City, accepted, filled, numbers, opened, submitted


def test_what_is_typed_in_is_kept_and_an_empty_cell_blocks_the_report(city: City):
    opened(city)
    row = filled(city, "水利局", new__natural=None)
    assert (row.state, row.source, row.missing) == (State.FILLING, Source.FORM, 1)
    assert row.places["fee.amount"].endswith("填报")
    with pytest.raises(Refusal, match="还有1个单元格未填报（“一、本年新收政府信息公开申请数量·自然人”）"):
        verbs.submit(filing_id=row.pk, version=row.version, by=city.officer("水利局"), at=city.at)


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("new.natural", Decimal(999), "F3不相符"),
        ("review.total", Decimal(999), "F4不相符"),
        ("license.decisions", Decimal(-1), "F7不相符"),
        ("license.decisions", Decimal("1.5"), "F7不相符"),
    ],
)
def test_a_failing_formula_blocks_the_report(city: City, cell: str, value: Decimal, said: str):
    opened(city)
    row = filled(city, "水利局", **{cell.replace(".", "__"): value})
    assert row.errors >= 1
    with pytest.raises(Refusal, match=said):
        verbs.submit(filing_id=row.pk, version=row.version, by=city.officer("水利局"), at=city.at)


@pytest.mark.parametrize(("value", "said"), [(Decimal(10) ** 12, "数值过大"), (Decimal("NaN"), "数值过大"), (Decimal("0.00001"), "四位小数")])  # fmt: skip
def test_a_number_that_cannot_be_kept_is_refused_by_its_cell(city: City, value: Decimal, said: str):
    opened(city)
    row = city.filing("水利局")
    with pytest.raises(Refusal, match=said) as caught:
        verbs.save_filing(
            filing_id=row.pk, version=0, cells={"fee.amount": value}, by=city.officer("水利局"), at=city.at
        )
    assert caught.value.field == "fee.amount"


def test_a_warning_does_not_block_and_its_explanation_is_kept(city: City):
    opened(city)
    accepted(city, "水利局", seed=3)
    city.at = city.at.replace(year=2027)
    verbs.open_campaign(
        lead=city.office, year=2026, by=city.officer("市办"), at=city.at, organ_ids=[city.organs["水利局"].pk]
    )
    row = queries.filing(queries.expected(city.office.pk, 2026)[0].filing_id)
    row = verbs.save_filing(
        filing_id=row.pk, version=row.version, cells=numbers(4), by=city.officer("水利局"), at=city.at
    )
    found = queries.judged(queries.filing(row.pk))
    carried = next(check for check in found.warnings if check.law == "F5")
    row = verbs.save_filing(
        filing_id=row.pk, version=row.version, cells={}, words={carried.fingerprint: "上年有撤回的申请"}, by=city.officer("水利局"), at=city.at,
    )  # fmt: skip
    row = verbs.submit(filing_id=row.pk, version=row.version, by=city.officer("水利局"), at=city.at)
    assert FilingVersion.objects.get(filing=row).words == {carried.fingerprint: "上年有撤回的申请"}


def test_text_that_differs_from_the_tables_is_told_and_does_not_block(city: City):
    opened(city)
    row = filled(city, "水利局", seed=5)
    total = int(row.cells["new.total"])
    texts = {"overview": f"2025年，我局共收到政府信息公开申请{total + 7}件。", "others": "没有收取信息处理费。"}
    row = verbs.save_filing(
        filing_id=row.pk, version=row.version, cells={}, texts=texts, by=city.officer("水利局"), at=city.at
    )
    found = queries.judged(queries.filing(row.pk))
    assert [check.law for check in found.warnings if check.law] == ["F9"]
    assert found.ready
    assert row.warnings == len(found.warnings)


def test_the_whole_way_with_a_line_of_the_ledger_for_every_deed(city: City):
    opened(city)
    city.head("水利局")
    row = submitted(city, "水利局")
    row = verbs.send_back(
        filing_id=row.pk, version=row.version, reason="行政处罚数与上年相差过大", cells={"penalty.decisions": "请核对台账"},
        by=city.officer("市办"), at=city.at,
    )  # fmt: skip
    assert row.state == State.RETURNED
    told = Notice.objects.filter(text__contains="被退回：行政处罚数与上年相差过大").values_list(
        "person__name", flat=True
    )
    assert len(told) == 2
    cells = {"penalty.decisions": Decimal(7)}
    row = verbs.save_filing(filing_id=row.pk, version=row.version, cells=cells, by=city.officer("水利局"), at=city.at)
    row = verbs.submit(filing_id=row.pk, version=row.version, by=city.head("水利局"), at=city.at)
    row = verbs.accept(filing_id=row.pk, version=row.version, by=city.officer("市办"), at=city.at)
    row = verbs.lock(filing_id=row.pk, version=row.version, by=city.officer("市办"), at=city.at)
    first, second = FilingVersion.objects.order_by("number")
    assert row.accepted == second
    assert [one.label for one in queries.differences(queries.form(row), first, second)] == ["行政处罚·本年处理决定数量"]
    row = verbs.unlock(filing_id=row.pk, version=row.version, reason="法院改判", by=city.head("市办"), at=city.at)
    row = verbs.send_back(
        filing_id=row.pk, version=row.version, reason="法院改判，请更正", by=city.officer("市办"), at=city.at
    )
    assert (row.state, row.accepted) == (State.RETURNED, None)
    moves = ["fill", "submit", "return", "save", "resubmit", "accept", "lock", "unlock", "return"]
    assert list(FilingStep.objects.order_by("pk").values_list("move", flat=True)) == moves
    assert Entry.objects.filter(object_type="filing", object_id=str(row.pk)).count() == len(moves)
    assert list(queries.faults()) == []


def test_nobody_accepts_what_they_reported_themselves(city: City):
    opened(city)
    row = submitted(city, "市办")
    assert row.reviewer_id == city.office.pk
    with pytest.raises(NotAllowed, match="您本人报送"):
        verbs.accept(filing_id=row.pk, version=row.version, by=city.officer("市办"), at=city.at)
    assert verbs.accept(filing_id=row.pk, version=row.version, by=city.head("市办"), at=city.at).state == State.ACCEPTED


def test_the_handler_leaves_the_report_to_the_head_where_there_is_one(city: City):
    opened(city)
    city.head("水利局")
    row = filled(city, "水利局")
    with pytest.raises(NotAllowed, match="由负责人报送"):
        verbs.submit(filing_id=row.pk, version=row.version, by=city.officer("水利局"), at=city.at)


def test_people_of_other_offices_are_refused(city: City):
    opened(city)
    row = filled(city, "水利局")
    for name in ("教育局", "县办"):
        with pytest.raises(NotAllowed):
            verbs.save_filing(filing_id=row.pk, version=row.version, cells={}, by=city.officer(name), at=city.at)
    row = verbs.submit(filing_id=row.pk, version=row.version, by=city.officer("水利局"), at=city.at)
    with pytest.raises(NotYourRole):
        verbs.accept(filing_id=row.pk, version=row.version, by=city.officer("水利局"), at=city.at)
    auditor = factories.standing(factories.person(Role.AUDITOR, organ=city.organs["水利局"]), city.at)
    assert queries.may_see(auditor, queries.filing(row.pk))
    with pytest.raises(NotAllowed):
        verbs.recall(filing_id=row.pk, version=row.version, by=auditor, at=city.at)


def test_the_office_that_collects_fills_in_only_where_the_organ_has_nobody(city: City):
    opened(city)
    row = city.filing("水利局")
    lead = city.officer("市办")
    row = verbs.save_filing(filing_id=row.pk, version=0, cells=numbers(2), by=lead, at=city.at)
    row = verbs.submit(filing_id=row.pk, version=row.version, by=lead, at=city.at)
    assert FilingStep.objects.filter(filing=row, move="submit_for").exists()
    other = city.filing("教育局")
    city.officer("教育局")
    with pytest.raises(NotYourRole):
        verbs.save_filing(filing_id=other.pk, version=0, cells=numbers(2), by=lead, at=city.at)


def test_two_windows_never_overwrite_each_other(city: City):
    opened(city)
    row = filled(city, "水利局")
    seen = row.version
    verbs.save_filing(
        filing_id=row.pk, version=seen, cells={"fee.amount": Decimal(1)}, by=city.officer("水利局"), at=city.at
    )
    with pytest.raises(verbs.StaleFiling, match="水利局公开机构经办已经保存过"):
        verbs.save_filing(
            filing_id=row.pk, version=seen, cells={"fee.amount": Decimal(2)}, by=city.officer("水利局"), at=city.at
        )
    assert city.filing("水利局").cells["fee.amount"] == "1"


def test_what_was_reported_is_not_changed_and_a_locked_one_stays(city: City):
    opened(city)
    row = accepted(city, "水利局")
    with pytest.raises(NotFromHere):
        verbs.save_filing(filing_id=row.pk, version=row.version, cells={}, by=city.officer("水利局"), at=city.at)
    row = verbs.lock(filing_id=row.pk, version=row.version, by=city.officer("市办"), at=city.at)
    with pytest.raises(NotFromHere):
        verbs.send_back(filing_id=row.pk, version=row.version, reason="再看看", by=city.officer("市办"), at=city.at)
    with pytest.raises(NotYourRole):
        verbs.unlock(filing_id=row.pk, version=row.version, reason="再看看", by=city.officer("市办"), at=city.at)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        FilingVersion.objects.filter(filing=row).update(cells={})


def test_a_return_wants_a_reason_and_known_cells(city: City):
    opened(city)
    row = submitted(city, "水利局")
    with pytest.raises(Refusal, match="请写明退回的原因"):
        verbs.send_back(filing_id=row.pk, version=row.version, reason=" ", by=city.officer("市办"), at=city.at)
    with pytest.raises(Refusal, match="没有单元格"):
        verbs.send_back(
            filing_id=row.pk, version=row.version, reason="错", cells={"x": "y"}, by=city.officer("市办"), at=city.at
        )


def test_computed_figures_are_taken_with_their_digest_and_what_moved_since_is_shown(city: City):
    opened(city)
    from gongkai.oversee.annual import operations as annual

    organ, officer = city.organs["水利局"], city.officer("水利局")
    for cell in ("license.decisions", "penalty.decisions", "coercion.decisions", "fee.amount"):
        annual.type_figure(organ=organ, year=2025, cell=cell, value=Decimal(3), source="台账", by=officer, at=city.at)
    row = city.filing("水利局")
    row = verbs.take_computed(filing_id=row.pk, version=0, by=officer, at=city.at)
    assert (row.source, row.missing, row.errors) == (Source.COMPUTED, 0, 0)
    assert row.places["license.decisions"].startswith("台账（")
    assert queries.moved(queries.filing(row.pk), city.at) == []
    annual.type_figure(
        organ=organ, year=2025, cell="license.decisions", value=Decimal(4), source="台账", by=officer, at=city.at
    )
    moved = queries.moved(queries.filing(row.pk), city.at)
    assert [(one.cell, one.taken, one.now) for one in moved] == [("license.decisions", "3", "4")]
    row = verbs.save_filing(
        filing_id=row.pk, version=row.version, cells={"license.decisions": Decimal(5)}, by=officer, at=city.at
    )
    assert queries.moved(queries.filing(row.pk), city.at) == []  # the office has decided otherwise by itself
    assert queries.by_hand(row, "license.decisions")


def test_the_figures_that_count_are_those_of_the_accepted_version(city: City):
    opened(city)
    organ = city.organs["水利局"].pk
    row = submitted(city, "水利局", seed=6)
    assert queries.accepted_cells([organ], [2025]) == {}
    verbs.accept(filing_id=row.pk, version=row.version, by=city.officer("市办"), at=city.at)
    assert queries.accepted_cells([organ], [2025, 2024]) == {(organ, 2025): numbers(6)}
    wanted = [(one.organ, one.state) for one in queries.expected(city.office.pk, 2025) if one.organ_id == organ]
    assert wanted == [("澜州市水利局", State.ACCEPTED)]


def test_computed_figures_taken_again_leave_what_was_typed_where_the_house_knows_nothing(city: City):
    opened(city)
    officer, row = city.officer("水利局"), city.filing("水利局")
    row = verbs.take_computed(filing_id=row.pk, version=0, by=officer, at=city.at)
    typed = {"license.decisions": Decimal(15), "new.natural": Decimal(7)}
    row = verbs.save_filing(filing_id=row.pk, version=row.version, cells=typed, by=officer, at=city.at)
    row = verbs.take_computed(filing_id=row.pk, version=row.version, by=officer, at=city.at)
    assert row.cells["license.decisions"] == "15"
    assert queries.by_hand(row, "license.decisions")
    assert row.cells["new.natural"] == "0"
    assert not queries.by_hand(row, "new.natural")


def test_once_the_collection_is_closed_nothing_is_accepted_or_locked_from_a_page_that_was_open(city: City):
    campaign = opened(city, names=["水利局", "松亭县"])
    row, other, lead = submitted(city, "水利局"), accepted(city, "松亭县"), city.officer("市办")
    verbs.close_campaign(campaign_id=campaign.pk, version=campaign.version, reason="改用纸质", by=lead, at=city.at)
    with pytest.raises(Refusal, match="已经结束"):
        verbs.accept(filing_id=row.pk, version=row.version, by=lead, at=city.at)
    with pytest.raises(Refusal, match="已经结束"):
        verbs.lock(filing_id=other.pk, version=other.version, by=lead, at=city.at)


def test_who_comes_second_is_told_what_the_other_did(city: City):
    opened(city)
    row = submitted(city, "水利局")
    verbs.accept(filing_id=row.pk, version=row.version, by=city.officer("市办"), at=city.at)
    with pytest.raises(verbs.StaleFiling, match="市人民政府办公室公开机构经办已经办理“审核通过”"):
        verbs.recall(filing_id=row.pk, version=row.version, by=city.officer("水利局"), at=city.at)


def test_what_an_office_said_of_its_own_report_comes_along_with_its_figures(city: City):
    opened(city)
    row, officer = city.filing("水利局"), city.officer("水利局")
    said = annual.Subject("", 2025, "a" * 16, "b" * 16, "表一与正文不一致")
    reason = "口径不同：含垂直管理单位".ljust(500, "。")
    annual.explain(organ=row.organ, subject=said, reason=reason, by=officer, at=city.at)
    row = verbs.take_computed(filing_id=row.pk, version=0, by=officer, at=city.at)
    assert row.words == {"a" * 16: reason}, "as long as it was"
    row = verbs.save_filing(
        filing_id=row.pk, version=row.version, cells={}, words={"a" * 16: "另有说明"}, by=officer, at=city.at
    )
    row = verbs.take_computed(filing_id=row.pk, version=row.version, by=officer, at=city.at)
    assert row.words == {"a" * 16: "另有说明"}, "what was written here stays"
