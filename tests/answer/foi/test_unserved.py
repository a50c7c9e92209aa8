"""What went out and is not proven to have arrived: alarmed after so many working days, once, listed and counted until it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from gongkai.answer.foi import operations as verbs
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework import queries
from gongkai.kernel.casework.models import Case
from gongkai.kernel.casework.rules import out_since
from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.notices.queries import Notice
from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.organizations.queries import Person
from gongkai.kernel.vocabulary import now
from gongkai.kernel.workdays.queries import current_calendar
from tests.answer.foi import requests as made
from tests.faces.desk.desktop import at_desk
from tests.law.test_counting_time import CALENDAR

pytestmark = pytest.mark.django_db

SENT = made.moment(date(2026, 3, 2))
#: The fifteenth working day after Monday 2 March 2026 is Monday 23 March.
LAST, ALARM = made.moment(date(2026, 3, 23), 20), made.moment(date(2026, 3, 24), 9)


def alarms(person: Person) -> list[str]:
    found = Notice.objects.filter(person=person, level="alarm", text__contains="没有送达证明")
    return list(found.order_by("pk").values_list("text", flat=True))


def listed(where: made.Office, at: datetime) -> list[int]:
    standing = where.of("officer", at)
    found = list(queries.queue(standing, at, filters={"section": "unserved"}))
    assert queries.counts(standing, at, months=False)["unserved"].count == len(found)
    return [case.pk for case in found]


def sent(where: made.Office, channel: str = "post") -> Case:
    case = made.replied(where, at=SENT, until="issued")
    return verbs.send(case_id=case.pk, channel=channel, tracking="XA1", by=where.of("officer", SENT), at=SENT)


def test_a_reply_without_proof_of_service_alarms_officer_and_head_once_and_is_listed_until_it_is_served() -> None:
    where = made.office()
    case = sent(where)
    cases.remind(at=LAST)
    assert (alarms(where.head), listed(where, LAST)) == ([], [])
    for _ in range(2):
        cases.remind(at=ALARM)
    assert listed(where, ALARM) == [case.pk]
    for person in (where.officer, where.head):
        (text,) = alarms(person)
        assert case.number in text
        assert "答复书3月2日送出" in text
    later = ALARM + timedelta(days=30)
    cases.remind(at=later)
    assert len(alarms(where.head)) == 1
    assert listed(where, later) == [case.pk]
    verbs.serve(case_id=case.pk, proof="邮件签收记录", by=where.of("officer", later), at=later)
    assert listed(where, later) == []


def test_what_came_back_and_was_sent_again_is_waited_for_anew() -> None:
    where = made.office()
    case = sent(where)
    cases.remind(at=ALARM)
    officer = where.of("officer", ALARM)
    verbs.undelivered(case_id=case.pk, reason="地址不详", by=officer, at=ALARM)
    assert listed(where, ALARM) == []
    verbs.send(case_id=case.pk, channel="in_person", by=officer, at=ALARM)
    assert listed(where, ALARM) == []
    again = made.moment(current_calendar().after(ALARM.date(), 15).due + timedelta(days=1))
    cases.remind(at=again)
    assert len(alarms(where.head)) == 2


def test_a_fee_notice_and_a_letter_to_a_third_party_are_waited_for_alike() -> None:
    where = made.office()
    by = where.of("officer", SENT)
    charged = made.handling(where, at=SENT)
    verbs.charge(case_id=charged.pk, basis="pages", quantity=68, how="窗口", by=by, at=SENT)
    asked = made.handling(where, at=SENT)
    letter = made.consulted(where, asked, SENT)
    cases.remind(at=ALARM)
    assert sorted(listed(where, ALARM)) == [charged.pk, asked.pk]
    said = " ".join(alarms(where.head))
    assert "收费通知3月2日送出" in said
    assert "向第三方征求意见的函3月2日送出" in said
    at, officer = ALARM, where.of("officer", ALARM)
    verbs.fee_served(case_id=charged.pk, by=officer, at=at)
    verbs.letter_received(case_id=asked.pk, letter_id=letter.pk, by=officer, at=at)
    assert listed(where, at) == []


def test_the_number_of_days_is_configured_and_an_organ_may_have_its_own() -> None:
    where, other = made.office(), made.office(name="云岫县别处局")
    mine, theirs = sent(where), sent(other)
    organizing.set_number(
        code="casework.service_days", value=5, source="云岫县送达规程", effective_on=SENT.date(), by=Actor.system("测试"),
        at=SENT, organ=other.organ,
    )  # fmt: skip
    early = made.moment(date(2026, 3, 10))
    assert (listed(where, early), listed(other, early)) == ([], [theirs.pk])
    cases.remind(at=early)
    assert (len(alarms(where.head)), len(alarms(other.head))) == (0, 1)
    assert listed(where, ALARM) == [mine.pk]


@pytest.mark.parametrize("days", [1, 5, 15])
def test_the_list_and_the_alarm_count_alike_on_every_day_of_two_months(days: int) -> None:
    first = date(2026, 1, 20)
    for today in (first + timedelta(days=n) for n in range(60)):
        limit = out_since(CALENDAR, today, days)
        for sent_on in (limit - timedelta(days=1), limit, limit + timedelta(days=1)):
            assert (sent_on <= limit) == (CALENDAR.after(sent_on, days).due < today), (today, sent_on)


def test_the_tabs_of_the_queue_count_what_waits_for_service_and_archive() -> None:
    where = made.office()
    for until in ("sent", "served", "served"):
        made.replied(where, at=now() - timedelta(hours=1), until=until)
    client = at_desk(where.officer)
    page = client.get(reverse("desk:requests"))
    counts = {tab.label: tab.count for tab in page.context["tabs"]}
    assert counts["待送达归档"] == 3
    assert counts["未见送达证明"] == 0
    assert client.get(f"{reverse('desk:requests')}?section=unserved").status_code == 200
    leader = at_desk(where.signer).get(reverse("desk:leader")).content.decode()
    assert "未见送达证明" in leader
