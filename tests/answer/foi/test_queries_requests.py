"""What is asked about requests: by the applicant with the code, by the desk, by the report, by the auditor."""

from __future__ import annotations

import importlib
import json
import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest
from django.db import connection

from gongkai.answer.foi import codes, queries
from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi.models import Application, Letter, Request
from gongkai.answer.foi.queries import audit
from gongkai.answer.foi.workflow import STATES
from gongkai.config.audit import PARTS
from gongkai.kernel.casework import queries as cases
from gongkai.kernel.casework.queries import audit as casework
from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.papers import queries as papers
from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workdays.queries import current_calendar
from gongkai.oversee.annual import queries as report
from tests.answer.foi import requests as make

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)
AT = make.moment(MONDAY)


# ---- number and code


def test_the_application_is_found_by_number_and_code_however_they_are_typed() -> None:
    case, code = make.submitted(make.office())
    for number, typed in (
        (case.number, code),
        (case.number.replace("〔", "[").replace("〕", "]"), code.lower()),
        (f" {case.number.replace('〔', '（').replace('〕', '）')} ", code.replace("-", " ")),
        (case.number, "".join(chr(ord(c) + 0xFEE0) for c in code)),
    ):
        found = queries.application_by_code(number, typed)
        assert found is not None
        assert found.number == case.number


def test_a_wrong_code_and_a_wrong_number_give_the_same_answer() -> None:
    case, code = make.submitted(make.office())
    other, _ = make.submitted(make.office())
    assert queries.application_by_code(case.number, codes.made()) is None
    assert queries.application_by_code("没有公开申〔2026〕9号", code) is None
    assert queries.application_by_code(other.number, code) is None
    assert queries.application_by_code("", "") is None
    assert queries.application_by_code("x" * 10_000, "y" * 10_000) is None


def test_a_wrong_code_and_a_wrong_number_take_the_same_time() -> None:
    case, _ = make.submitted(make.office())

    def spent(number: str) -> float:
        begun = time.process_time()
        queries.application_by_code(number, "ABCD-EFGH-JKMN-PQRS")
        return time.process_time() - begun

    known, unknown = [], []
    for _ in range(30):
        known.append(spent(case.number))
        unknown.append(spent("没有公开申〔2026〕9号"))
    assert 0.5 < statistics.median(known) / statistics.median(unknown) < 2


def rows_in_clear() -> Iterator[tuple[str, str]]:
    """(table, row) of the whole database; JSON as it reads, for it is stored as ``\\uXXXX``."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                yield table, " ".join(_said(value) for value in row)


def _said(value: object) -> str:
    text = str(value)
    if text[:1] not in "[{":
        return text
    try:
        return json.dumps(json.loads(text), ensure_ascii=False) if isinstance(value, str) else text
    except ValueError:
        return text


def test_the_code_is_nowhere_in_the_database() -> None:
    _, code = make.submitted(make.office(), once="b" * 43)
    bare = code.replace("-", "")
    assert [table for table, row in rows_in_clear() if bare in row or code in row] == []


def test_what_is_said_of_the_applicant_is_nowhere_in_clear_whatever_was_written_and_sent() -> None:
    who = make.applicant(name="欧阳望溪", identity_number=make.resident_number(7), phone="13800138000")
    where = make.office()
    officer = where.of("officer", AT)
    case, _ = make.submitted(where, at=AT, applicant=who, files=[("欧阳望溪身份证.txt", b"x")])
    verbs.attempt(case_id=case.pk, manner="电话13800138000", result="欧阳望溪未接", by=officer, at=AT)
    verbs.confirm(case_id=case.pk, manner="电话", person="欧阳望溪本人", by=officer, at=AT)
    receipt = make.acknowledged(where, case, AT)
    verbs.accept(case_id=case.pk, by=officer, at=AT)
    verbs.ask(case_id=case.pk, what="请写明文件名称", by=officer, at=AT)
    verbs.amend(case_id=case.pk, text="望溪水库水质监测结果", files=[("欧阳望溪补充.txt", b"y")], by=officer, at=AT)
    case = make.signed(where, make.decided(where, case, AT), AT)
    verbs.issue(case_id=case.pk, by=officer, at=AT)
    verbs.send(case_id=case.pk, channel="post", tracking="EMS1 欧阳望溪收", by=officer, at=AT)
    verbs.serve(case_id=case.pk, proof="欧阳望溪签收", by=officer, at=AT)
    said = list(rows_in_clear())
    assert any("水质监测" in row for table, row in said if table == "foi_request"), "Chinese is seen by this look"
    for word in ("欧阳望溪", who["identity_number"], "13800138000"):
        assert [table for table, row in said if word in row] == [], word
    assert "欧阳望溪" in str(receipt.document["addressee"])
    told = {row.move: row.data for row in cases.rows(case)}
    assert told["confirm"] == {"manner": "电话", "with": "欧阳望溪本人"}
    assert (told["send"]["tracking"], told["serve"]["proof"]) == ("EMS1 欧阳望溪收", "欧阳望溪签收")
    assert [one.name for one in queries.files(make.application_of(case))] == ["欧阳望溪身份证.txt"]
    assert "欧阳望溪补充.txt" in {one.title for one in cases.papers(case)}
    paper = queries.reply(case)
    assert paper is not None
    assert paper.proof == "欧阳望溪签收"
    assert [*audit.faults(), *casework.faults()] == []


def test_a_sealed_word_that_was_changed_or_moved_is_not_read_as_if_it_were_true() -> None:
    where = make.office()
    case, _ = make.submitted(where, at=AT)
    make.confirmed(where, case, AT)
    paper = make.acknowledged(where, case, AT)
    text = paper.kept["sealed"]
    paper.kept = {"sealed": text[:-8] + ("A" if text[-8] != "A" else "B") + text[-7:]}
    with pytest.raises(Refusal, match="无法解密"):
        _ = paper.document
    paper.kept = {"title": "先前的文书"}
    assert paper.document == {"title": "先前的文书"}, "what was kept before is read as it is"


# ---- progress


def test_progress_says_the_state_in_plain_words_and_the_due_date_day_by_day() -> None:
    where = make.office()
    case, _ = make.submitted(where, at=AT)
    application = make.application_of(case)
    waiting = queries.progress(application, AT)
    assert waiting.label == "已提交，待确认"
    assert waiting.due_on is None
    assert waiting.days == ()
    make.confirmed(where, case, AT)
    running = queries.progress(application, AT)
    assert running.due_on == current_calendar().after(MONDAY, 20).due
    assert len([line for line in running.days if "计第" in line]) == 20
    assert any("清明" in line or "周末" in line for line in running.days)
    assert "20个工作日" in "".join(running.explanation)


def test_what_happens_inside_the_office_is_one_word() -> None:
    where = make.office()
    case = make.replied(where, at=AT, until="decided")
    application = make.application_of(case)
    labels = {queries.progress(application, AT).label}
    make.signed(where, case, AT)
    labels.add(queries.progress(application, AT).label)
    assert labels == {"办理中"}


def test_papers_for_the_applicant_are_listed_and_the_reply_only_when_sent() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    verbs.extend(case_id=case.pk, days=5, reason="检索", by=where.of("head"), at=AT)
    make.consulted(where, case, AT)
    application = make.application_of(case)
    kinds = {paper.kind for paper in queries.progress(application, AT).papers}
    assert kinds == {"extension", "consultation_notice"}
    assert queries.progress(application, AT).paused


def test_the_applicant_is_told_what_to_do() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    verbs.ask(case_id=case.pk, what="名称", by=where.of("officer"), at=AT)
    shown = queries.progress(make.application_of(case), AT)
    assert shown.label == "请您补正"
    assert shown.may == {"amend"}


def test_every_state_has_its_words() -> None:
    module = importlib.import_module("gongkai.answer.foi.queries.progress")

    inside = {
        "lapsing_supplement",
        "lapsing_fee",
        "ending_supplement",
        "ending_fee",
        "reviewing",
        "signing",
        "signed",
        "issued",
    }
    assert set(module._WORDS) | inside == {state.code for state in STATES}
    placed = [code for _, states in module._STEPS for code in states]
    assert sorted(placed) == sorted(state.code for state in STATES)


# ---- the desk


def test_earlier_requests_are_found_without_opening_an_identity_and_counted_by_the_month() -> None:
    where, who = make.office(), make.applicant()
    april = make.moment(date(2026, 4, 1))
    first, _ = make.submitted(where, at=AT, applicant=who)
    second, _ = make.submitted(where, at=AT + timedelta(days=1), applicant=who)
    make.submitted(where, at=AT + timedelta(days=1))
    make.submitted(make.office(), at=AT, applicant=who)
    third, _ = make.submitted(where, at=april, applicant=who | {"phone": "0999-0219999"})
    found = queries.earlier_requests(third)
    assert [row.case_id for row in found.rows] == [second.pk, first.pk]
    assert (found.this_month, found.this_year, found.many) == (1, 3, False)
    assert queries.earlier_requests(second).this_month == 2
    assert (queries.items_before(first), queries.items_before(second), queries.items_before(third)) == (0, 1, 0)


def test_many_requests_in_a_month_are_pointed_out() -> None:
    where, who = make.office(), make.applicant()
    for minute in range(11):
        case, _ = make.submitted(where, at=make.moment(MONDAY, 9, minute), applicant=who)
    assert queries.earlier_requests(case).many


def test_the_desk_reads_facts_letters_fee_and_drafts() -> None:
    where = make.office()
    case = make.handling(where, at=AT)
    letter = make.consulted(where, case, AT)
    assert queries.letters(case) == [letter]
    assert queries.fee(case) is None
    assert queries.reply(case) is None
    party = queries.applicant(case)
    assert party is not None
    assert party.masked == "张*"
    assert queries.request_of(case).application.number == case.number
    assert "heard_all" in {move.code for move in queries.lawful_moves(case, where.of("officer"), AT)}
    assert queries.barred(case, "heard", AT)


# ---- report


def test_the_rows_of_a_year_are_new_carried_in_answered_and_carried_out() -> None:
    where = make.office()
    december, january = make.moment(date(2025, 12, 29)), make.moment(date(2026, 1, 5))
    in_2025 = make.replied(where, at=december, until="sent")
    carried = make.handling(where, at=december)
    new = make.handling(where, at=january)
    make.submitted(where, at=january)  # not confirmed: counted nowhere
    make.sent(where, make.signed(where, make.decided(where, carried, january), january), january)
    told = ("new", "carried_in", "total", "carried_out")
    stands = {
        year: {row: {one.case_id for one in report.rows(where.organ, year, f"{row}.total").requests} for row in told}
        for year in (2025, 2026)
    }
    assert stands[2025] == {
        "new": {in_2025.pk, carried.pk}, "carried_in": set(), "total": {in_2025.pk}, "carried_out": {carried.pk},
    }  # fmt: skip
    assert stands[2026] == {
        "new": {new.pk}, "carried_in": {carried.pk}, "total": {carried.pk}, "carried_out": {new.pk},
    }  # fmt: skip


# ---- audit


def everything() -> make.Office:
    where = make.office()
    make.replied(where, at=AT, until="archived", files=[("说明.txt", "望溪水库".encode())])
    case = make.handling(where, at=AT)
    letter = make.consulted(where, case, AT)
    verbs.letter_received(case_id=case.pk, letter_id=letter.pk, by=where.of("officer"), at=AT)
    verbs.hear(case_id=case.pk, letter_id=letter.pk, opinion="agree", by=where.of("officer"), at=AT)
    verbs.charge(case_id=case.pk, basis="pages", quantity=68, how="柜台", by=where.of("officer"), at=AT)
    verbs.fee_served(case_id=case.pk, by=where.of("officer"), at=AT)
    asked = make.handling(where, at=AT)
    verbs.ask(case_id=asked.pk, what="名称", by=where.of("officer"), at=AT)
    verbs.amend(case_id=asked.pk, text="望溪", by=where.of("officer"), at=AT)
    verbs.correct(case_id=asked.pk, description="望溪水库", by=where.of("officer"), at=AT)
    make.registered(where, at=AT)
    return where


def test_an_untouched_city_has_no_fault() -> None:
    everything()
    assert [*audit.faults(), *casework.faults(), *ledger.faults(), *papers.faults()] == []
    assert "依申请公开" in PARTS
    assert audit.counts() > 10


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda: Request.objects.filter(line="open").update(line="d1"), "申请办理登记"),
        (lambda: Request.objects.filter(line="open").update(replied_late=True), "逾期"),
        (lambda: Letter.objects.update(opinion="disagree"), "征求意见函"),
        (lambda: Request.objects.filter(line="open").update(line=""), "没有办理结果"),
    ],
)
def test_a_changed_row_is_found(change: object, word: str) -> None:
    everything()
    change()  # type: ignore[operator]
    assert any(word in fault for fault in audit.faults())


def test_a_changed_application_is_found_even_without_triggers() -> None:
    everything()
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            pytest.skip("the triggers of SQLite are dropped by name")
        cursor.execute("DROP TRIGGER guard_foi_application_update")
        cursor.execute(
            "UPDATE foi_application SET description = '别的' WHERE id = %s", [Application.objects.first().pk]
        )  # type: ignore[union-attr]
    found = list(audit.faults())
    assert any("与提交时的摘要不符" in fault for fault in found)
    assert any("与台账不符" in fault for fault in found)


def test_late_notices_and_unconfirmed_days_are_counted_by_the_year_and_lead_to_their_rows() -> None:
    """条例30, 31: both are possible, recorded and counted."""
    where = make.office()
    monday, late = make.moment(date(2026, 3, 2)), make.moment(date(2026, 3, 16))
    slow, _ = make.submitted(where, at=monday)
    make.confirmed(where, slow, make.moment(date(2026, 3, 4)))
    asked = make.handling(where, at=monday)
    verbs.ask(case_id=asked.pk, what="请写明文件的年度", by=where.of("officer", late), at=late)
    make.handling(where, at=monday)
    standing = where.of("head", late)
    counted = {one.code: one for one in cases.marked(standing, late)}
    assert {code: (one.count, one.before) for code, one in counted.items()} == {
        "notice_late": (1, 0), "unconfirmed": (1, 0), "dropped": (0, 0), "proposed": (0, 0),
    }  # fmt: skip
    for code, case in (("notice_late", asked), ("unconfirmed", slow)):
        rows = cases.queue(standing, late, filters=dict(parse_qsl(counted[code].query)))
        assert [row.pk for row in rows] == [case.pk]
    next_year = make.moment(date(2027, 3, 16))
    assert {one.code: one.before for one in cases.marked(standing, next_year)} == {
        "notice_late": 1, "unconfirmed": 1, "dropped": 0, "proposed": 0,
    }  # fmt: skip
