"""A person's word on a finding: found again on every run, gone when the numbers are others, never hiding anything."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gongkai.config import audit
from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records.operations import NotAllowed
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import operations as verbs
from gongkai.oversee.annual import queries
from gongkai.oversee.annual.models import AnnualReport, Verdict
from gongkai.oversee.annual.terms import Level
from gongkai.oversee.annual.verdicts import Judged
from tests import factories
from tests.oversee.annual import factory
from tests.oversee.annual.factory import Asked

SUM = "全年公开信息5773条，其中市直部门1153条、县区4420条。"


def subject(check: queries.Check, about: str = "", year: int = 2025) -> verbs.Subject:
    return verbs.Subject(about, year, check.fingerprint, check.topic, queries.sentence(check))


def explained(people: factories.Staff, check: queries.Check, reason: str, about: str = "", **given: Any) -> Any:
    who = {"by": people.of("officer"), "at": people.at} | given
    return verbs.explain(organ=people.organ, subject=subject(check, about), reason=reason, **who)


def write(people: factories.Staff, row: AnnualReport, **texts: str) -> AnnualReport:
    row.refresh_from_db()
    return verbs.write_texts(
        report_id=row.pk, version=row.version, texts=texts, by=people.of("officer"), at=people.at
    )  # fmt: skip


def findings(people: factories.Staff, year: int = 2025) -> list[Judged]:
    report = queries.compute(people.organ, year, people.at)
    return [
        one for one in queries.findings(report, queries.texts_of(people.organ, report)) if one.check.level != Level.NONE
    ]


def of(found: list[Judged], id_: str) -> Judged:
    return next(one for one in found if one.check.id == id_)


def test_a_contradiction_of_the_text_stops_the_document_until_it_is_mended_or_explained(people: factories.Staff):
    row = write(people, factory.ready(people), problems=SUM)
    with pytest.raises(Refusal, match=r"文字自相矛盾.*5573.*5773.*相差200"):
        verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    fault = next(one for one in findings(people) if one.check.level is Level.ERROR)
    explained(people, fault.check, "另有200条由垂直管理单位公开，不在市直、县区之内")
    verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    told = next(one for one in findings(people) if one.check.level is Level.ERROR)
    assert not told.open
    assert [said.reason for said in told.said] == ["另有200条由垂直管理单位公开，不在市直、县区之内"]
    assert told.said[0].person == people.officer.name


def test_with_other_numbers_the_verdict_has_lapsed_and_is_shown_as_lapsed(people: factories.Staff):
    row = write(people, factory.ready(people), problems=SUM)
    fault = next(one for one in findings(people) if one.check.level is Level.ERROR)
    explained(people, fault.check, "口径不同")
    write(people, row, problems=SUM.replace("4420", "4410"))
    other = next(one for one in findings(people) if one.check.level is Level.ERROR)
    assert other.open
    assert other.said == ()
    assert [said.reason for said in other.lapsed] == ["口径不同"]
    with pytest.raises(Refusal, match="文字自相矛盾"):
        verbs.draft_record(report=row, by=people.of("officer"), at=people.at)
    write(people, row, problems="全年公开信息5573条，其中市直部门1153条、县区4420条。")
    report = queries.compute(people.organ, 2025, people.at)
    assert [said.reason for said in queries.lapsed(report, queries.texts_of(people.organ, report))] == ["口径不同"]


def test_a_number_typed_into_the_text_that_is_not_that_of_the_table_is_shown_with_the_name_that_binds_it(
    people: factories.Staff,
):
    factory.requests(people.organ, [Asked(date(2025, 3, 3), date(2025, 4, 1), "open")] * 3)
    row = factory.ready(people)
    row = write(people, row, overview=row.overview.replace("{new.total}件", "7件"))
    one = of(findings(people), "narr.eq.new")
    assert (one.check.level, one.check.left, one.check.right) == (Level.WARNING, 7, 3)
    assert "{new.total}" in one.check.note
    verbs.draft_record(report=row, by=people.of("officer"), at=people.at)  # shown, not forbidden: scopes may differ


@pytest.mark.parametrize("section", ["overview", "problems", "others"])
def test_a_wrong_number_beside_the_right_one_is_shown_too(people: factories.Staff, section: str):
    factory.requests(people.organ, [Asked(date(2025, 3, 3), date(2025, 4, 1), "open")] * 3)
    row = factory.ready(people)
    text = f"{getattr(row, section)}\n全年新收政府信息公开申请99件，其中自然人3件，法人或其他组织2件。"
    write(people, row, **{section: text})
    found = [one.check for one in findings(people) if one.check.law == "F9"]
    assert {(check.left, check.right) for check in found} == {(99, 3), (2, 0)}
    assert len({check.fingerprint for check in found}) == 2


def test_what_is_drafted_from_the_tables_never_disagrees_with_them(people: factories.Staff):
    factory.requests(people.organ, [Asked(date(2025, 3, 3), date(2025, 4, 1), "d4", "org_legal")] * 4)
    factory.ready(people)
    assert [
        one.check.id for one in findings(people) if one.check.law == "F9" or one.check.kind == "narrative_sum"
    ] == []


def test_a_government_without_assessment_appraisal_and_accountability_is_told(people: factories.Staff):
    people.organ.nature = "government"
    people.organ.save()
    row = factory.ready(people)
    write(people, row, overview="全年主动公开政府信息有序推进。", problems="栏目更新不够及时，已明确专人负责。")
    assert of(findings(people), "content.50_4").check.level is Level.WARNING
    write(people, row, overview="全年主动公开政府信息有序推进，开展社会评议。")
    assert "content.50_4" in {
        one.check.id for one in queries.findings(*_report(people)) if one.check.level is Level.NONE
    }


def _report(people: factories.Staff) -> tuple[Any, Any]:
    report = queries.compute(people.organ, 2025, people.at)
    return report, queries.texts_of(people.organ, report)


def test_taking_back_leaves_what_was_said_in_the_history_and_in_the_ledger(people: factories.Staff):
    factory.published(people)
    check = queries.findings(*_report(people))[0].check
    explained(people, check, "甲")
    explained(people, check, "甲")  # the same again adds nothing
    explained(people, check, "乙")
    explained(people, check, "")
    assert [row.reason for row in queries.verdict_history(people.organ.pk, 2025, check.fingerprint)] == ["", "乙", "甲"]
    assert queries.own_verdicts(people.organ.pk, 2025) == []
    lines = Entry.objects.filter(verb__contains="核对").order_by("seq").values_list("verb", flat=True)
    assert list(lines) == ["说明核对问题", "说明核对问题", "撤回核对说明"]
    assert list(audit.PARTS["年度报告"]()) == []


def test_nothing_to_take_back_writes_nothing(people: factories.Staff):
    check = queries.compute(people.organ, 2025, people.at).checks[0]
    assert explained(people, check, "  ") is None
    assert not Verdict.objects.exists()


def test_a_reason_too_long_is_refused_at_its_field(people: factories.Staff):
    check = queries.compute(people.organ, 2025, people.at).checks[0]
    with pytest.raises(Refusal) as refused:
        explained(people, check, "长" * 501)
    assert refused.value.field == "reason"


def test_who_may_say_so(people: factories.Staff):
    check = queries.compute(people.organ, 2025, people.at).checks[0]
    outsider = factories.standing(factories.person(Role.FOI_OFFICER, organ=factories.organ()), people.at)
    with pytest.raises(NotAllowed):
        explained(people, check, "口径不同", by=outsider)
    signer = factories.standing(factories.person(Role.SIGNER, organ=people.organ), people.at)
    with pytest.raises(NotAllowed):
        explained(people, check, "口径不同", by=signer)
    overseer = factories.standing(factories.person(Role.SUPERVISOR, organ=people.organ), people.at)
    assert explained(people, check, "口径不同", about="云岫县教育局", by=overseer) is not None
    with pytest.raises(NotAllowed):
        explained(people, check, "口径不同", by=overseer)  # one's own report is the office's to explain


def test_published_reports_are_known_by_name_year_and_office(people: factories.Staff):
    check = queries.compute(people.organ, 2025, people.at).checks[0]
    explained(people, check, "电话核实，对方将更正", about="云岫县教育局")
    other = factories.staff(name="云岫县别处局")
    verbs.explain(
        organ=other.organ, subject=subject(check, "云岫县教育局"), reason="已知", by=other.of("officer"), at=people.at
    )
    key = ("云岫县教育局", 2025)
    assert {said.reason for said in queries.verdicts_of([key])[key]} == {"电话核实，对方将更正", "已知"}
    assert [said.reason for said in queries.verdicts_of([key], [other.organ.pk])[key]] == ["已知"]
    assert queries.verdicts_of([("云岫县教育局", 2024), ("", None)]) == {}
    assert queries.own_verdicts(people.organ.pk, 2025) == []


def test_what_an_organ_said_of_its_own_report_stands_beside_the_published_one(people: factories.Staff):
    check = queries.compute(people.organ, 2025, people.at).checks[0]
    explained(people, check, "口径不同：含垂直管理单位")
    key = (people.organ.name, 2025)
    (said,) = queries.verdicts_of([key])[key]
    assert (said.reason, said.fingerprint) == ("口径不同：含垂直管理单位", check.fingerprint)
    other = factories.organ()
    assert queries.verdicts_of([key], [other.pk], [other.pk]) == {}, (
        "whoever may not read the report does not read this"
    )
    assert key in queries.verdicts_of([key], [other.pk], [people.organ.pk])
    explained(people, check, "口径不同：含垂直管理单位", about=people.organ.name)
    assert len(queries.verdicts_of([key])[key]) == 1, "the same of the same office is told once"
    explained(people, check, "")
    assert len(queries.verdicts_of([key])[key]) == 1
