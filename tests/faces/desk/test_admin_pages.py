"""The administrator's pages: nothing typed is lost, secrets are shown once, every change stands in the ledger."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from lxml import html

from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.notices.models import Message
from gongkai.kernel.organizations import operations, queries
from gongkai.kernel.organizations.models import Organ, Person, Site
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records.models import Word
from gongkai.kernel.vocabulary import now
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = now().date()


@pytest.fixture
def office() -> Organ:
    return factories.organ("云岫县人民政府办公室", is_supervisor=True)


@pytest.fixture
def admin(client: Client, office: Organ) -> Person:
    person = factories.person(Role.ADMIN, organ=office, name="童雪莉")
    client.force_login(person)
    return person


def form_of(client: Client, url: str) -> dict[str, str]:
    """What a browser would send from the main form of a page, as it stands."""
    page = html.document_fromstring(client.get(url).content)
    form = next(f for f in page.xpath("//main//form[@method='post']") if f.xpath(".//*[@name]"))
    return {name: value or "" for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def text(answer) -> str:
    return " ".join(html.document_fromstring(answer.content).xpath("string(//main)").split())


def last_line():
    return ledger.entries().first()


def test_an_organ_is_set_up_changed_and_renamed(client: Client, admin: Person, office: Organ):
    sent = form_of(client, "/desk/admin/organs/new/")
    sent |= {
        "name": "云岫县水利局",
        "short_name": "县水利局",
        "nature": "department",
        "government": office.pk,
        "code": "岫水发",
    }
    answer = client.post("/desk/admin/organs/new/", sent, follow=True)
    organ = Organ.objects.get(name="云岫县水利局")
    assert answer.redirect_chain == [(f"/desk/admin/organs/{organ.pk}/", 302)]
    assert "岫水发〔" in text(answer)
    sent = form_of(client, f"/desk/admin/organs/{organ.pk}/edit/")
    assert "name" not in sent
    client.post(f"/desk/admin/organs/{organ.pk}/edit/", sent | {"phone": "0999-0210123", "timetable": "08:30-12:00"})
    organ.refresh_from_db()
    assert (organ.phone, organ.code) == ("0999-0210123", "岫水发")
    line = last_line()
    assert (line.actor_name, line.verb, sorted(line.detail["fields"])) == (
        "童雪莉",
        "修改机关信息",
        ["phone", "timetable"],
    )
    url = f"/desk/admin/organs/{organ.pk}/rename/"
    refused = client.post(url, {"name": "云岫县水务局", "short_name": "县水务局", "on": "2031-01-01"})
    assert (refused.status_code, "不能晚于今天" in text(refused)) == (422, True)
    assert b'value="\xe4\xba\x91\xe5\xb2\xab\xe5\x8e\xbf\xe6\xb0\xb4\xe5\x8a\xa1\xe5\xb1\x80"' in refused.content
    client.post(url, {"name": "云岫县水务局", "short_name": "县水务局", "on": TODAY.isoformat()})
    assert "云岫县水利局" in text(client.get(f"/desk/admin/organs/{organ.pk}/"))


def test_a_refused_form_keeps_everything_typed(client: Client, admin: Person):
    sent = form_of(client, "/desk/admin/organs/new/") | {
        "name": "云岫县林业局",
        "short_name": "",
        "uscc": "12",
        "address": "文庙街",
    }
    answer = client.post("/desk/admin/organs/new/", sent)
    page = html.document_fromstring(answer.content)
    assert answer.status_code == 422
    assert page.xpath("//input[@name='address']/@value") == ["文庙街"]
    assert page.xpath("//div[@class='error-summary']//a/@href") == ["#id_short_name"]
    answer = client.post("/desk/admin/organs/new/", sent | {"short_name": "林"})
    assert "统一社会信用代码不正确" in text(answer)


def test_two_windows_the_second_is_told_and_may_then_save(client: Client, admin: Person, office: Organ):
    url = f"/desk/admin/organs/{office.pk}/edit/"
    first, second = form_of(client, url), form_of(client, url)
    assert client.post(url, first | {"phone": "1111111"}).status_code == 302
    answer = client.post(url, second | {"phone": "2222222"})
    assert (answer.status_code, "另一位管理员" in text(answer)) == (422, True)
    page = html.document_fromstring(answer.content)
    assert page.xpath("//input[@name='phone']/@value") == ["2222222"]
    again = second | {"phone": "2222222", "version": page.xpath("//input[@name='version']/@value")[0]}
    assert client.post(url, again).status_code == 302


def test_the_example_of_an_index_number_follows_the_typing(client: Client, admin: Person):
    url = "/desk/admin/organs/example/"
    good = client.get(url, {"index_pattern": "{code}/{year}{month}-{serial:03d}", "index_code": "YX07"})
    assert good.content.decode() == f"示例：YX07/{TODAY:%Y%m}-001"
    for pattern in ("{", "{serial:>999999999}", "{nope}{serial}", "<b>{serial}</b>", ""):
        shown = client.get(url, {"index_pattern": pattern}).content.decode()
        assert "<b>" not in shown
        assert shown.startswith(("规则无法识别", "示例：&lt;b&gt;"))


def test_merging_asks_first(client: Client, admin: Person, office: Organ):
    organ = factories.organ("云岫县粮食局")
    url, sent = f"/desk/admin/organs/{organ.pk}/merge/", {"into": office.pk, "on": TODAY.isoformat()}
    asked = client.post(url, sent)
    assert "不能撤回" in text(asked)
    assert Organ.objects.get(pk=organ.pk).closed_on is None
    page = html.document_fromstring(asked.content)
    kept = dict(page.xpath("//main//form")[0].form_values())
    client.post(url, kept)
    assert Organ.objects.get(pk=organ.pk).merged_into == office
    assert "已撤销" in text(client.get("/desk/admin/organs/?closed=1"))


def test_a_person_is_entered_given_a_post_and_invited(client: Client, admin: Person, office: Organ):
    sent = {"name": "伍汉臣", "username": "ＷuHanchen", "email": "wu@yunxiu.example", "phone": "", "version": ""}
    client.post("/desk/admin/people/new/", sent)
    person = Person.objects.get(username="wuhanchen")
    url = f"/desk/admin/people/{person.pk}/"
    sent = {"organ": office.pk, "role": "draft", "title": "科员", "starts_on": TODAY.isoformat(), "ends_on": ""}
    client.post(f"{url}posts/", sent)
    assert (again := client.post(f"{url}posts/", sent)).status_code == 422
    assert "已有“起草”岗位" in text(again)
    shown = client.post(f"{url}invite/")
    link = re.search(r"http://testserver(/desk/invitation/[\w-]+/)", shown.content.decode())
    assert link is not None
    assert "no-store" in shown["Cache-Control"]
    assert link[1] not in client.get(url).content.decode()  # shown once
    assert Client().get(link[1]).status_code == 200


def test_a_one_time_password_is_shown_once_after_a_question(client: Client, admin: Person, office: Organ):
    person = factories.person(Role.DRAFT, organ=office)
    url = f"/desk/admin/people/{person.pk}/"
    assert "重置" in text(client.post(f"{url}reset/"))
    person.refresh_from_db()
    assert not person.has_usable_password()
    shown = client.post(f"{url}reset/", {"confirmed": "1"})
    password = html.document_fromstring(shown.content).xpath("string(//p[@class='secret'])").strip()
    person.refresh_from_db()
    assert person.check_password(password)
    assert password not in client.get(url).content.decode()


def test_an_account_is_closed_and_reopened(client: Client, admin: Person, office: Organ):
    person = factories.person(Role.DRAFT, organ=office)
    url = f"/desk/admin/people/{person.pk}/"
    client.post(f"{url}close/", {"confirmed": "1"})
    assert "已关闭" in text(client.get("/desk/admin/people/?state=closed"))
    client.post(f"{url}reopen/")
    assert Person.objects.get(pk=person.pk).is_active


def test_the_administrator_does_not_lock_himself_out(client: Client, admin: Person):
    own = f"/desk/admin/people/{admin.pk}/"
    assert "关闭账号" not in text(client.get(own))
    answer = client.post(f"{own}close/", {"confirmed": "1"}, follow=True)
    assert "不能关闭自己的账号" in answer.content.decode()
    post = admin.posts.get()
    answer = client.post(f"/desk/admin/posts/{post.pk}/end/", {"ends_on": TODAY.isoformat()})
    assert (answer.status_code, "最后一名系统管理员" in text(answer)) == (422, True)
    client.post(f"{own}end-sessions/")
    assert client.get(own).status_code == 200  # the present session stays


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_of_people_asks_the_same_whatever_its_length(
    client: Client, admin: Person, office: Organ, count: int, django_assert_max_num_queries
):
    for _ in range(count):
        factories.person(Role.DRAFT, Role.FIRST_REVIEW, organ=office)
    with django_assert_max_num_queries(9):
        client.get("/desk/admin/people/")


def test_facts_of_the_site_are_checked_and_noted(client: Client, admin: Person):
    sent = form_of(client, "/desk/admin/site/")
    wrong = client.post("/desk/admin/site/", sent | {"id_code": "123"})
    assert "应为10位数字" in text(wrong)
    client.post("/desk/admin/site/", sent | {"id_code": "９９１００００００１", "icp": "浙ICP备00000000号"})
    assert (Site.objects.get().id_code, last_line().verb) == ("9910000001", "修改网站信息")
    stale = client.post("/desk/admin/site/", sent | {"version": "0", "icp": "另一个"})
    assert "另一位管理员" in text(stale)


def test_a_rule_gets_a_new_value_from_a_day_on(client: Client, admin: Person):
    url, on = "/desk/admin/rules/records.publish_within/", TODAY + timedelta(days=40)
    assert "条例第二十六条" in text(client.get("/desk/admin/rules/"))
    sent = {"value": "15", "source": "县政府办规定", "effective_on": on.isoformat(), "organ": ""}
    assert client.post(url, sent).status_code == 302
    assert "尚未生效" in text(client.get(url))
    assert "15 个工作日" in text(client.get("/desk/admin/rules/"))
    assert (queries.number("records.publish_within", TODAY), queries.number("records.publish_within", on)) == (20, 15)
    assert "之间" in text(client.post(url, sent | {"value": "999"}))
    assert client.get("/desk/admin/rules/no.such/").status_code == 404


def test_a_word_is_added_changed_and_put_out_of_use(client: Client, admin: Person):
    sent = {"text": "内部掌握", "advice": "核实公开属性", "active": "on"}
    client.post("/desk/admin/words/", sent)
    word = Word.objects.get()
    assert "已有这个词" in text(client.post("/desk/admin/words/", sent | {"text": " 内部 掌握"}))
    client.post(f"/desk/admin/words/{word.pk}/", {"text": "别的词", "advice": "改"})
    word.refresh_from_db()
    assert (word.text, word.advice, word.active) == ("内部掌握", "改", False)
    assert "停用" in text(client.get("/desk/admin/words/?q=内部"))
    assert "没有含这几个字" in text(client.get("/desk/admin/words/?q=没有"))


def task(status: str = "FAILED") -> DBTaskResult:
    return DBTaskResult.objects.create(
        id=uuid.uuid4(), status=status, args_kwargs={"args": [7], "kwargs": {}}, task_path="gongkai.kernel.records.jobs.typeset",
        backend_name="default", run_after=timezone.now(), finished_at=timezone.now(),
        exception_class_path="gongkai.kernel.papers.fonts.Missing", traceback="标题《秘密》中有无法印刷的字",
    )  # fmt: skip


def test_a_failed_task_is_shown_without_content_and_tried_again(client: Client, admin: Person):
    failed = task()
    page = client.get("/desk/admin/work/")
    assert "生成 PDF 和 Word 文件" in text(page)
    assert "秘密" not in page.content.decode()
    assert "1项后台任务失败" in text(client.get("/desk/admin/"))
    url = f"/desk/admin/work/tasks/{failed.pk}/retry/"
    client.post(url)
    failed.refresh_from_db()
    assert (failed.status, failed.traceback, last_line().verb) == ("READY", "", "重试后台任务")
    before = ledger.head()
    client.post(url)  # pressed twice
    assert ledger.head() == before


def test_an_undelivered_mail_is_shown_without_its_words_and_tried_again(client: Client, admin: Person):
    mail = Message.objects.create(
        key="k", to="wu@yunxiu.example", subject="【政务公开】《未公开的办法》待您初审", body="b", created_at=now(),
        next_attempt_at=now() + timedelta(days=1), attempts=8, last_error="SMTPRecipientsRefused: 550",
    )  # fmt: skip
    page = client.get("/desk/admin/work/").content.decode()
    assert "wu@yunxiu.example" in page
    assert "未公开的办法" not in page
    client.post(f"/desk/admin/work/mails/{mail.pk}/retry/")
    mail.refresh_from_db()
    assert (mail.attempts, mail.next_attempt_at <= now(), last_line().object_type) == (0, True, "mail")


@pytest.mark.parametrize(
    "address",
    [
        "/desk/admin/organs/999/", "/desk/admin/organs/999/edit/", "/desk/admin/people/999/", "/desk/admin/posts/999/end/",
        "/desk/admin/calendars/1999/", "/desk/admin/words/999/", "/desk/ledger/999999/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found_in_words(client: Client, admin: Person, address: str):
    answer = client.get(address)
    assert (answer.status_code, "找不到" in answer.content.decode()) == (404, True)


def test_the_administrator_sees_no_content_anywhere(client: Client, admin: Person):
    people = factories.staff()
    factories.draft(people, title="云岫县尚未公开的重大事项方案")
    for address in (
        "/desk/",
        "/desk/admin/",
        "/desk/ledger/",
        f"/desk/admin/organs/{people.organ.pk}/",
        "/desk/admin/people/",
    ):
        assert "重大事项" not in client.get(address).content.decode()


def test_actions_by_get_change_nothing(client: Client, admin: Person, office: Organ):
    person = factories.person(Role.DRAFT, organ=office)
    before = ledger.head()
    for action in ("invite", "reset", "close", "reopen", "end-sessions"):
        assert client.get(f"/desk/admin/people/{person.pk}/{action}/").status_code == 405
    assert ledger.head() == before


def test_an_ended_session_of_somebody_is_over(client: Client, admin: Person, office: Organ):
    person = factories.person(Role.DRAFT, organ=office, password="望溪水库-2026")
    other = Client()
    other.post("/desk/sign-in/", {"username": person.username, "password": "望溪水库-2026"})
    row = queries.sessions(person, now())[0].sign_in
    client.post(f"/desk/admin/sign-ins/{row.pk}/end/")
    assert other.get("/desk/account/").status_code == 302
    assert "早已结束" in client.post(f"/desk/admin/sign-ins/{row.pk}/end/", follow=True).content.decode()


def test_a_stale_person_is_not_overwritten(client: Client, admin: Person, office: Organ):
    person = factories.person(Role.DRAFT, organ=office)
    url = f"/desk/admin/people/{person.pk}/edit/"
    sent = form_of(client, url)
    operations.save_person(person=person, fields={"phone": "13900000000"}, by=factories.standing(admin), at=now())
    answer = client.post(url, sent | {"name": "新名"})
    assert answer.status_code == 422
    assert Person.objects.get(pk=person.pk).name != "新名"


def test_whoever_was_slower_sees_who_was_faster_and_both_values(client: Client, admin: Person, office: Organ):
    other = factories.person(Role.ADMIN, organ=office, name="高廉毅")
    pages = {
        f"/desk/admin/organs/{office.pk}/edit/": ("phone", "0999-0210777", "0999-0210888"),
        f"/desk/admin/people/{other.pk}/edit/": ("phone", "13900000001", "13900000002"),
        "/desk/admin/site/": ("sponsor", "云岫县人民政府", "云岫县政府"),
    }
    for url, (name, theirs, mine) in pages.items():
        typed = form_of(client, url)
        faster = Client()
        faster.force_login(other)
        assert faster.post(url, form_of(faster, url) | {name: theirs}).status_code == 302
        answer = client.post(url, typed | {name: mine})
        assert answer.status_code == 422
        (panel,) = html.document_fromstring(answer.content).xpath('//section[@id="conflict"]')
        said = panel.text_content()
        assert "高廉毅" in said
        assert "年" in said
        (row,) = panel.xpath(".//tbody/tr")
        assert [cell.text_content() for cell in row][1:] == [theirs, mine]
        again = form_of_page(answer.content)
        assert again[name] == mine
        assert client.post(url, again).status_code == 302


def form_of_page(page: bytes) -> dict[str, str]:
    """What the form of a page would send."""
    form = next(
        f for f in html.document_fromstring(page).xpath('//main//form[@method="post"]') if f.xpath(".//*[@name]")
    )
    return {name: value or "" for name, value in form.form_values() if name != "csrfmiddlewaretoken"}
