"""By which clock a request stands in the queue, is called late, and is reminded of: the answer's; terms of others are told apart."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi.models import Fee
from gongkai.answer.foi.queries import audit as of_requests
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework import queries
from gongkai.kernel.casework.models import Case
from gongkai.kernel.casework.queries import audit
from gongkai.kernel.casework.terms import Light
from gongkai.kernel.ledger.models import Entry
from gongkai.kernel.notices.models import Notice
from gongkai.kernel.organizations.models import NumberValue
from gongkai.kernel.workdays.operations import import_calendar
from gongkai.kernel.workdays.queries import current_calendar
from tests.answer.foi import requests as make
from tests.faces.desk.test_admin_calendars import DAYS

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
AT = make.moment(MONDAY)


def after(days: int) -> datetime:
    """So many working days after that Monday."""
    return make.moment(current_calendar().after(MONDAY, days).due)


def fresh(case: Case) -> Case:
    return Case.objects.select_related("organ", "handler").get(pk=case.pk)


def test_the_term_of_the_notice_binds_only_who_asks_for_a_supplement() -> None:
    where = make.office()
    case, _ = make.submitted(where, at=AT)
    make.confirmed(where, case, AT)
    case = fresh(case)
    assert (case.due_clock, case.due_at and case.due_at.date()) == ("answer", after(20).date())
    assert not queries.light(case, after(9)).late
    assert queries.counts(where.of("officer"), after(9))["late"].count == 0
    cases.remind(at=after(7))
    assert [row.text for row in Notice.objects.filter(person=case.handler) if "补正告知期限今天届满" in row.text]
    case = verbs.withdraw(case_id=case.pk, statement="书面撤回", by=where.of("officer"), at=after(9))
    assert not case.was_late
    assert not make.request_of(case).replied_late


def test_a_request_never_accepted_is_late_by_its_answer() -> None:
    where = make.office()
    case, _ = make.submitted(where, at=AT)
    make.confirmed(where, case, AT)
    assert queries.light(fresh(case), after(21)).words == "已逾期1个工作日"
    assert queries.counts(where.of("officer"), after(21))["late"].count == 1
    case = verbs.withdraw(case_id=case.pk, statement="书面撤回", by=where.of("officer"), at=after(21))
    assert case.was_late


def test_a_lapsed_term_of_the_applicant_is_not_the_offices_lateness() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    officer = where.of("officer")
    verbs.ask(case_id=case.pk, what="名称", days=5, by=officer, at=AT)
    assert queries.light(fresh(case), after(5)).light == Light.AMBER
    shown = queries.light(fresh(case), after(14))
    assert (shown.words, shown.light, shown.late) == ("补正期限已满9个工作日", Light.AMBER, False)
    for light, there in ((Light.RED, False), (Light.AMBER, True)):
        found = queries.queue(officer, after(14), filters={"light": light.value})
        assert found.filter(pk=case.pk).exists() is there
    verbs.draft_decision(case_id=case.pk, outcome="no_supplement", fields={}, by=officer, at=after(14))
    verbs.decide(case_id=case.pk, by=officer, at=after(14))
    make.signed(where, fresh(case), after(14))
    assert queries.light(fresh(case), after(14)).words == "补正期限已满9个工作日"
    long = queries.light(fresh(case), make.later(AT, 500))
    assert (long.words, long.late) == ("补正期限已满一年以上", False)


def test_a_fee_notice_that_is_not_served_is_not_lost_from_sight() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    officer = where.of("officer")
    verbs.charge(case_id=case.pk, basis="pages", quantity=68, how="柜台", by=officer, at=after(2))
    case = fresh(case)
    assert (case.due_clock, case.due_at and case.due_at.date(), case.paused) == ("answer", after(20).date(), False)
    assert queries.queue(officer, after(3)).filter(pk=case.pk).exists()  # the list that opens by itself
    assert queries.counts(officer, after(3))["unstarted"].count == 0
    assert queries.light(case, after(14)).words == "还剩6个工作日"
    cases.remind(at=after(20))
    assert Notice.objects.filter(person=case.handler, text__contains="答复期限今天到期").exists()
    assert queries.counts(officer, after(30))["late"].count == 1
    assert list(audit.faults()) == []
    verbs.fee_served(case_id=case.pk, by=officer, at=after(30))
    assert fresh(case).due_clock == "fee"
    assert not queries.light(fresh(case), after(31)).late
    assert cases.rebuild(at=after(31)) == []


@pytest.mark.parametrize("pausing", [True, False])
def test_whether_the_question_for_reasons_stops_the_clock_is_settled_on_its_day(pausing: bool) -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    officer = where.of("officer")

    def choose(value: int, on: date) -> None:
        NumberValue.objects.create(
            code="foi.reasons_pause",
            value=value,
            source="办公会",
            effective_on=on,
            editor="方明德",
            edited_at=AT,
            organ=None,
        )

    choose(int(pausing), date(2026, 1, 1))
    verbs.ask_reasons(case_id=case.pk, reason="本月60件", by=officer, at=AT)
    verbs.explain(case_id=case.pk, finding="reasonable", text="研究", by=officer, at=after(8))
    counted = after(28 if pausing else 20).date()
    stood = fresh(case).due_at
    assert stood is not None
    assert stood.date() == counted
    choose(int(not pausing), date(2026, 6, 1))
    projected = queries.projection(fresh(case)).due_at
    assert projected == stood
    assert cases.rebuild(at=after(80)) == []


def test_a_calendar_that_comes_later_moves_the_terms_of_letters_and_fees_and_blocks_no_answer() -> None:
    where = make.office()
    sent_at = make.moment(date(2026, 12, 16))
    officer = where.of("officer", sent_at)
    case, paying = make.handling(where, at=sent_at), make.handling(where, at=sent_at)
    reached, other = make.consulted(where, case, sent_at), make.consulted(where, case, sent_at)
    verbs.letter_received(case_id=case.pk, letter_id=reached.pk, by=officer, at=sent_at)
    verbs.charge(case_id=paying.pk, basis="pages", quantity=68, how="柜台", by=officer, at=sent_at)
    verbs.fee_served(case_id=paying.pk, by=officer, at=sent_at)
    reached.refresh_from_db()
    fee = Fee.objects.get(case=paying)
    assert (reached.due_on, fee.due_on) == (date(2027, 1, 7), date(2027, 1, 14))  # Monday to Friday, 1 January off
    days = DAYS.replace("2027-01-01至2027-01-03", "2027-01-01至2027-01-07")
    import_calendar(2027, days, "国办发明电〔2026〕9号", by="童雪莉", at=sent_at)
    cases.rebuild(at=sent_at)
    reached.refresh_from_db()
    fee.refresh_from_db()
    assert (reached.due_on, fee.due_on) == (date(2027, 1, 13), date(2027, 1, 20))
    assert list(of_requests.faults()) == []
    cases.rebuild(at=sent_at)
    assert Entry.objects.filter(verb="重算期限", object_id=str(case.pk)).count() <= 2
    eighth = make.moment(date(2027, 1, 8))  # over by the days of before, not by those that hold
    heard = verbs.hear(case_id=case.pk, letter_id=other.pk, opinion="agree", by=officer, at=eighth)
    assert heard.state == "consulting"
    done = verbs.hear(case_id=case.pk, letter_id=reached.pk, opinion="agree", by=officer, at=eighth)
    assert done.state == "handling"
