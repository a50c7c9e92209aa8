"""An application comes in: the untouched row, its number and code, the case made from it in the same transaction."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from urllib.parse import parse_qsl

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from gongkai.answer.foi import jobs, queries
from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi.models import Application, ApplicationFile, Request
from gongkai.answer.foi.queries import audit
from gongkai.answer.foi.queries.told import told
from gongkai.kernel.casework import identity
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework import queries as casework
from gongkai.kernel.casework.models import Case, Event, Party
from gongkai.kernel.ledger.models import Entry
from gongkai.kernel.notices.models import Notice
from gongkai.kernel.organizations.models import NumberValue
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.papers import queries as papers
from gongkai.kernel.papers.models import PaperNumber
from gongkai.kernel.vocabulary import Refusal, now
from tests import database, factories
from tests.answer.foi import requests as make

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 3, 2)


def test_the_case_is_made_from_the_untouched_application() -> None:
    where = make.office()
    case, code = make.submitted(where)
    application = Application.objects.get()
    assert case.number == application.number
    assert PaperNumber.objects.get(text=application.number).serial == 1
    assert case.state == "arrived"
    assert Request.objects.get().description == application.description
    assert len(code.replace("-", "")) == 16
    assert not set(code) & set("01ILO")
    assert code.replace("-", "") not in application.code_hash
    assert Party.objects.get().masked == "张*"
    assert "张望" not in application.sealed
    assert identity.unseal(application.sealed)["name"].startswith("张望")


def test_nobody_can_change_or_delete_an_application() -> None:
    make.submitted(make.office())
    for attempt in (
        lambda: Application.objects.update(description="别的"),
        lambda: Application.objects.get().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_numbers_follow_each_other_by_organ_and_year() -> None:
    here, there = make.office(), make.office()
    first, _ = make.submitted(here)
    second, _ = make.submitted(here)
    other, _ = make.submitted(there)
    assert [first.number[-2:], second.number[-2:], other.number[-2:]] == ["1号", "2号", "1号"]
    assert first.number.split("〔")[0] != other.number.split("〔")[0]
    assert first.number.split("〔")[0].endswith("公开申")


def test_an_organ_without_its_own_code_still_takes_applications() -> None:
    where = make.office(factories.organ(code="", short_name="云岫县水利局"))
    case, _ = make.submitted(where)
    assert case.number.startswith("云岫县水利局公开申〔")


def test_a_form_sent_twice_is_one_application_with_the_same_code() -> None:
    where, who = make.office(), make.applicant()
    first = make.submitted(where, once="a" * 43, applicant=who)
    again = make.submitted(where, once="a" * 43, applicant=who)
    assert first == again
    assert Application.objects.count() == Case.objects.count() == PaperNumber.objects.count() == 1


def test_a_form_sent_again_with_another_content_is_refused_and_not_lost_silently() -> None:
    where, who = make.office(), make.applicant()
    case, _ = make.submitted(where, once="a" * 43, applicant=who)
    with pytest.raises(verbs.AlreadySubmitted) as caught:
        make.submitted(where, once="a" * 43, applicant=who, description="另一份文件")
    assert caught.value.number == case.number
    assert case.number in caught.value.message


def test_two_applications_have_two_codes() -> None:
    where = make.office()
    assert make.submitted(where)[1] != make.submitted(where)[1]


def test_attachments_are_looked_at_and_kept() -> None:
    where = make.office()
    make.submitted(where, files=[("说明.txt", "望溪水库位于凌波街道。".encode())])
    kept = ApplicationFile.objects.get()
    assert kept.name == "说明.txt"
    assert kept.media_type.startswith("text/plain")
    assert kept.size == len("望溪水库位于凌波街道。".encode())


def test_attachments_lie_encrypted_and_are_known_by_the_hash_of_what_lies_there() -> None:
    where, words = make.office(), "身份证复印件：苏望溪".encode()
    who = make.applicant()
    case, code = make.submitted(where, files=[("说明.txt", words)], applicant=who, once="c" * 43)
    again = make.submitted(where, files=[("说明.txt", words)], applicant=who, once="c" * 43)
    assert again == (case, code), "sent twice it is one application"
    kept = ApplicationFile.objects.get()
    lies = papers.path(kept.file_id).read_bytes()
    assert words not in lies
    assert hashlib.sha256(lies).hexdigest() == kept.file_id
    with casework.open_file(kept.file_id) as file:
        assert file.read() == words
    assert list(papers.faults()) == []
    papers.path(kept.file_id).write_bytes(lies[:-1] + bytes([lies[-1] ^ 1]))
    with pytest.raises(Refusal, match="无法解密"):
        casework.open_file(kept.file_id)


def test_an_attachment_of_exactly_the_limit_is_kept() -> None:
    NumberValue.objects.create(
        code="papers.upload_megabytes",
        value=1,
        source="本机关规定",
        effective_on=MONDAY,
        editor="测试",
        edited_at=now(),
    )
    make.submitted(make.office(), files=[("说明.txt", b"a" * 1024 * 1024)])
    assert ApplicationFile.objects.get().size == 1024 * 1024


@pytest.mark.parametrize(
    ("name", "data"), [("说明.exe", b"MZ\x90\x00"), ("照片.jpg", b"MZ\x90\x00" * 20), ("空.txt", b""), ("x.svg", b"<svg onload='a()'/>")]
)  # fmt: skip
def test_a_hostile_attachment_is_refused_and_nothing_is_kept(name: str, data: bytes) -> None:
    where = make.office()
    with pytest.raises(Refusal) as caught:
        make.submitted(where, files=[(name, data)])
    assert caught.value.field == "files"
    assert not Application.objects.exists()


def test_too_many_attachments_are_refused() -> None:
    with pytest.raises(Refusal, match="最多10个"):
        make.submitted(make.office(), files=[(f"{n}.txt", b"x") for n in range(11)])


def test_a_disk_that_fills_up_leaves_neither_number_nor_half_an_application() -> None:
    where = make.office()
    database.fill_disk("foi_request")
    with pytest.raises(Exception, match="full"), transaction.atomic():
        make.submitted(where)
    database.empty_disk("foi_request")
    assert not Application.objects.exists()
    case, _ = make.submitted(where)
    assert case.number.endswith("〕1号")


def test_an_emoji_is_kept_as_it_was_written() -> None:
    case, _ = make.submitted(make.office(), description="望溪水库😀水质监测")
    assert make.application_of(case).description == "望溪水库😀水质监测"


def test_a_closed_organ_takes_none() -> None:
    where = make.office()
    where.organ.closed_on = date(2025, 1, 1)
    where.organ.save()
    with pytest.raises(Refusal, match="撤销"):
        make.submitted(where)


def test_every_case_has_an_owner_and_where_nobody_works_the_office_above_is_alarmed() -> None:
    bare = factories.organ()
    above = make.office(factories.organ(is_supervisor=True))
    application, _ = verbs.submit(
        organ=bare, applicant=make.applicant(), description="水源地名录", supply_form="electronic", supply_way="online",
        at=now(),
    )  # fmt: skip
    assert Case.objects.get(request__application=application).handler is None
    assert Notice.objects.get(person=above.head, level="alarm").text.startswith(bare.name)


def test_without_any_foi_office_the_administrator_is_alarmed() -> None:
    organ = factories.organ()
    admin = factories.person(Role.ADMIN, organ=organ)
    verbs.submit(
        organ=organ, applicant=make.applicant(), description="水源地名录", supply_form="electronic", supply_way="online",
        at=now(),
    )  # fmt: skip
    assert Notice.objects.filter(person=admin, level="alarm").exists()


# ---- 条例31: by which day


@pytest.mark.parametrize("channel", ["counter", "post_signed"])
def test_what_is_handed_in_or_signed_for_counts_from_that_day(channel: str) -> None:
    where = make.office()
    at = make.moment(MONDAY + timedelta(days=2))
    case = make.registered(where, channel=channel, at=at, arrived_on=MONDAY)
    case.refresh_from_db()
    assert case.state == "registered"
    assert case.received_on == MONDAY
    assert case.due_at is not None
    assert case.handler == where.officer


@pytest.mark.parametrize("channel", ["post_plain", "fax"])
def test_plain_mail_and_fax_count_from_the_confirmation(channel: str) -> None:
    where = make.office()
    case = make.registered(where, channel=channel, at=make.moment(MONDAY))
    case.refresh_from_db()
    assert case.state == "arrived"
    assert case.received_on is None
    with pytest.raises(Refusal, match="确认"):
        verbs.receive(case_id=case.pk, by=where.of("officer"), at=make.moment(MONDAY, 11))
    after = make.confirmed(where, case, make.moment(MONDAY + timedelta(days=1)))
    assert after.received_on == MONDAY + timedelta(days=1)


def test_a_counter_application_cannot_be_confirmed_instead() -> None:
    where = make.office()
    case, _ = make.submitted(where, at=make.moment(MONDAY))
    with pytest.raises(Refusal):
        verbs.receive(case_id=case.pk, by=where.of("officer"), at=make.moment(MONDAY, 11))


def test_registration_gives_a_code_for_the_receipt_and_may_lack_proof_of_identity() -> None:
    where = make.office()
    at = make.moment(MONDAY)
    application = verbs.register(
        organ=where.organ, channel="post_signed", applicant={"kind": "natural", "name": "张望溪"},
        description="水源地名录", supply_form="paper", supply_way="post", arrived_on=MONDAY, by=where.of("officer", at),
        at=at,
    )  # fmt: skip
    assert len(application.query_code) == 19  # type: ignore[attr-defined]
    assert application.code_hash


def test_arrival_in_the_future_or_years_ago_is_refused() -> None:
    where = make.office()
    at = make.moment(MONDAY)
    for wrong in (MONDAY + timedelta(days=1), MONDAY - timedelta(days=400)):
        with pytest.raises(Refusal) as caught:
            make.registered(where, at=at, arrived_on=wrong)
        assert caught.value.field == "arrived_on"


def test_only_the_foi_office_registers() -> None:
    where = make.office()
    with pytest.raises(verbs.NotAllowed):
        make.registered(where, by=where.of("legal"))


def test_confirmation_keeps_manner_time_and_person() -> None:
    where = make.office()
    case, _ = make.submitted(where, at=make.moment(MONDAY))
    verbs.attempt(case_id=case.pk, manner="电话", result="无人接听", by=where.of("officer"), at=make.moment(MONDAY, 14))
    verbs.confirm(
        case_id=case.pk, manner="短信", person="申请人本人", by=where.of("officer"), at=make.moment(MONDAY, 16)
    )
    event = Event.objects.get(case=case, move="confirm")
    assert event.data["manner"] == "短信"
    assert event.data["with"] == "申请人本人"
    assert event.at == make.moment(MONDAY, 16)
    assert make.request_of(case).unconfirmed_days == 0


def test_unconfirmed_at_the_end_of_the_working_day_alarms_the_head_and_is_counted() -> None:
    where = make.office()
    case, _ = make.submitted(where, at=make.moment(MONDAY))
    assert jobs.count_waiting(at=make.moment(MONDAY, 16)) == 0
    cases.remind(at=make.moment(MONDAY, 23))
    assert Notice.objects.filter(person=where.head, level="alarm", text__contains="确认").count() == 1
    wednesday = make.moment(MONDAY + timedelta(days=2))
    assert jobs.count_waiting(at=wednesday) == 1
    assert make.request_of(case).unconfirmed_days == 2
    assert jobs.count_waiting(at=wednesday) == 0
    make.confirmed(where, case, make.moment(MONDAY + timedelta(days=3)))
    assert make.request_of(case).unconfirmed_days == 3


def test_only_the_head_finds_that_something_is_no_application_and_everybody_can_see_why() -> None:
    where = make.office()
    case, _ = make.submitted(where)
    with pytest.raises(Refusal):
        verbs.drop(case_id=case.pk, reason="嫌麻烦", by=where.of("officer"), at=now())
    head = where.of("head")
    dropped = verbs.drop(case_id=case.pk, reason="测试提交", by=head, at=now())
    assert dropped.state == "dropped"
    assert make.request_of(case).line == ""
    assert "机关说明的理由：测试提交" in queries.progress(make.application_of(case), now()).sentence
    assert told(Event.objects.get(case=case, move="drop").data) == "理由：测试提交"  # what the timeline shows
    counted = next(figure for figure in casework.marked(head, now()) if figure.code == "dropped")
    assert (counted.label, counted.count) == ("决定申请不成立", 1)
    shown = casework.queue(head, now(), filters=dict(parse_qsl(counted.query)))
    assert [one.pk for one in shown] == [case.pk]


# ---- what the office notes


def test_the_applicants_kind_is_corrected_by_the_officer_and_written_down() -> None:
    where = make.office()
    case, _ = make.submitted(where, applicant=make.applicant(kind="org_business"))
    verbs.correct(case_id=case.pk, applicant_kind="org_legal", by=where.of("officer"), at=now())
    assert make.request_of(case).applicant_kind == "org_legal"
    assert make.application_of(case).applicant_kind == "org_business"
    assert Party.objects.get(case=case).kind == "org_legal"
    line = Entry.objects.get(verb="更正申请登记")
    assert line.detail["before"] == {"applicant_kind": "org_business"}


def test_a_corrected_name_stands_in_letters_and_what_came_later_is_found() -> None:
    where = make.office()
    case = make.registered(where, applicant={"kind": "natural", "name": "苏旺溪"})
    officer, number = where.of("officer"), make.resident_number(3)
    came = {
        "name": "苏望溪",
        "identity_kind": "resident",
        "identity_number": number,
        "phone": "0999-0210188",
        "email": "",
    }
    with pytest.raises(Refusal) as caught:
        verbs.correct(case_id=case.pk, who=came | {"identity_number": "123"}, by=officer, at=now())
    assert caught.value.field == "identity_number"
    verbs.correct(case_id=case.pk, who=came, by=officer, at=now())
    assert make.acknowledged(where, case).document["addressee"] == "苏望溪"
    for text in ("苏望溪", number, "0999-0210188"):
        assert list(casework.search(text, officer)) == [case], text
    assert not casework.search("苏旺溪", officer).exists()
    verbs.correct(case_id=case.pk, who={"phone": "0999-0210199"}, by=officer, at=now())
    expected = {name: value for name, value in came.items() if value} | {"phone": "0999-0210199"}
    assert identity.unseal(Party.objects.get(case=case).sealed) == expected
    assert identity.unseal(make.application_of(case).sealed) == {"name": "苏旺溪"}, "what was written stays"
    lines = str([line.detail for line in Entry.objects.all()])
    assert "苏望溪" not in lines
    assert number not in lines
    assert [*audit.faults()] == []


def test_every_former_wording_of_the_office_is_kept_and_an_older_page_overwrites_nothing() -> None:
    where = make.office()
    case = make.handling(where)
    first, by = make.request_of(case).description, where.of("officer")
    seen = case.version
    case = verbs.correct(case_id=case.pk, description="第一次概括", version=seen, by=by, at=now())
    with pytest.raises(cases.StaleCase):
        verbs.correct(case_id=case.pk, description="旧页面上的概括", version=seen, by=by, at=now())
    verbs.correct(case_id=case.pk, description="第二次概括", version=case.version, by=by, at=now())
    assert [(row.description, row.by) for row in queries.wordings(case)] == [
        ("第一次概括", where.officer.name), (first, where.officer.name),
    ]  # fmt: skip
    assert make.request_of(case).description == "第二次概括"
    assert not [line for line in Entry.objects.all() if "概括" in str(line.detail)]
    row = queries.wordings(case)[0]
    row.description = "别的"
    with pytest.raises(DatabaseError), transaction.atomic():
        row.save()
    assert [*audit.faults()] == []


def test_a_stranger_corrects_nothing() -> None:
    where, elsewhere = make.office(), make.office()
    case, _ = make.submitted(where)
    with pytest.raises(verbs.NotAllowed):
        verbs.correct(case_id=case.pk, description="别的", by=elsewhere.of("officer"), at=now())


def test_a_receipt_is_a_numbered_paper() -> None:
    where = make.office()
    case = make.registered(where)
    paper = verbs.acknowledge(case_id=case.pk, by=where.of("officer"), at=now())
    assert "公开函〔" in paper.number_text
    with pytest.raises(Refusal, match="已经出具"):
        verbs.acknowledge(case_id=case.pk, by=where.of("officer"), at=now())


def test_the_heading_of_a_case_names_nobody_and_the_application_keeps_its_words() -> None:
    who = make.applicant(name="苏望溪", phone="0999-0210188", email="su@example.cn")
    number = who["identity_number"]
    words = f"我是苏望溪（{number}），电话13800138000、0999-0210188，要低保审批表"
    case, _ = make.submitted(make.office(), applicant=who, description=words)
    assert case.title == f"我是苏*（{'*' * 18}），电话138******00、{'*' * 12}，要低保审批表"
    assert make.application_of(case).description == words
    assert make.request_of(case).description == words
    notices = [row.text for row in Notice.objects.all()]
    assert any(case.number in text for text in notices)
    assert not [text for text in notices if "苏望溪" in text or number in text or "13800138000" in text]


def test_a_number_that_the_heading_cuts_is_not_shown_in_part() -> None:
    words = f"{'低保审批表' * 10}（身份证号{make.resident_number(11)}）"
    case, _ = make.submitted(make.office(), description=words)
    assert len(case.title) == 60
    assert "330521197" not in case.title
