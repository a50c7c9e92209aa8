"""An application at the portal: art 29's fields and never the purpose, nothing lost, sent twice is once, every refusal in words."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from gongkai.answer.foi.models import Application, ApplicationFile
from gongkai.answer.foi.queries import application_by_code
from gongkai.config import middleware
from gongkai.faces.portal import challenge, throttle
from gongkai.kernel.casework import identity
from gongkai.kernel.organizations import operations as organizing
from gongkai.kernel.organizations.models import Organ
from gongkai.kernel.vocabulary import now
from tests import factories

from .applying import PERSON, UNIT, WISH, Citizen, Page, receipt
from .test_apply_guard import right

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "memory", throttle.Memory())


@pytest.fixture
def organ(folder: Path) -> Organ:
    return factories.organ(name="云岫县水利局", short_name="县水利局", code="岫水")


@pytest.fixture
def citizen(organ: Organ) -> Citizen:
    return Citizen(organ.pk)


def test_organs_are_found_by_part_of_their_name_and_public_institutions_are_not_among_them(
    organ: Organ, client: Client
):
    factories.organ(name="云岫县教育和体育局", short_name="县教体局")
    factories.organ(name="云岫县自来水公司", nature="institution")
    names = lambda page: [a.text_content() for a in page.document.xpath("//ul[@class='choose-organ']//a")]  # noqa: E731
    assert names(Page(client.get("/apply/organ/"))) == ["云岫县水利局", "云岫县教育和体育局"]
    assert names(Page(client.get("/apply/organ/?name=水利"))) == ["云岫县水利局"]
    assert names(Page(client.get("/apply/organ/?name=教育局"))) == ["云岫县教育和体育局"]
    nothing = Page(client.get("/apply/organ/?name=海关"))
    assert not names(nothing)
    assert "没有名称相符的机关" in nothing.words


@pytest.mark.parametrize("path", ["/apply/999999/", "/apply/{institution}/", "/apply/{closed}/"])
def test_who_does_not_answer_has_no_form(organ: Organ, client: Client, path: str):
    institution = factories.organ(nature="institution")
    closed = factories.organ()
    Organ.objects.filter(pk=closed.pk).update(closed_on=now().date())
    address = path.format(institution=institution.pk, closed=closed.pk)
    assert client.get(address).status_code == 404
    assert client.post(address, WISH | {"page": "wish"}).status_code == 404


# -- the form -----------------------------------------------------------------------------------------------------------


def test_a_citizen_applies_and_gets_number_and_code_once(citizen: Citizen, organ: Organ):
    last = citizen.to_the_end()
    assert last.page == "send"
    for value in (WISH["description"], *PERSON.values()):
        if value != "resident":
            assert value in last.words
    number, code = receipt(citizen.send(("说明.txt", "需要的范围".encode())))
    application = application_by_code(number, code)
    assert application is not None
    assert (application.organ, application.description) == (organ, WISH["description"])
    assert (application.applicant_kind, application.channel) == ("natural", "online")
    facts = identity.unseal(application.sealed)
    assert {name: facts[name] for name in PERSON} == PERSON
    assert ApplicationFile.objects.get(application=application).name == "说明.txt"
    assert code.replace("-", "") not in str(Application.objects.filter(pk=application.pk).values().get())
    shown = citizen.shown
    assert "接下来" in shown.words
    assert "20个工作日" in shown.words
    assert shown.document.xpath("//*[@data-draft-clear]")


def test_the_purpose_is_asked_nowhere_and_the_kind_only_of_organisations(citizen: Citizen):
    pages = [citizen.shown, citizen.go(**WISH), citizen.go(who="natural")]
    names = {name for page in pages for name in page.fields}
    assert names <= {
        "csrfmiddlewaretoken", "page", "who", "description", "supply_form", "supply_way", "needs_help",
        "name", "identity_kind", "identity_number", "phone", "email", "address",
    }  # fmt: skip
    citizen.go("who")
    unit = citizen.go(who="unit")
    assert "kind" in unit.fields
    options = [one.text for one in unit.document.xpath("//select[@name='kind']/option")]
    assert options == ["按统一社会信用代码判断", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]


@pytest.mark.parametrize(("chosen", "kind"), [("", "org_business"), ("org_legal", "org_legal")])
def test_the_kind_of_an_organisation_comes_from_its_credit_code_unless_it_says_so(
    citizen: Citizen, chosen: str, kind: str
):
    citizen.to_the_end(unit=True, kind=chosen)
    number, code = receipt(citizen.send())
    application = application_by_code(number, code)
    assert application is not None
    assert application.applicant_kind == kind
    assert identity.unseal(application.sealed)["representative"] == UNIT["representative"]


@pytest.mark.parametrize(
    ("kind", "number"),
    [("permit", "H12345678"), ("passport", "E12345678"), ("resident", "１１０１０５１９４９１２３１００２ｘ")],
)
def test_permits_and_passports_are_proof_too(citizen: Citizen, kind: str, number: str):
    citizen.to_the_end(identity_kind=kind, identity_number=number)
    receipt(citizen.send())


def test_every_fault_is_told_at_once_at_its_field_and_nothing_typed_is_lost(citizen: Citizen):
    citizen.go(**WISH | {"supply_way": "post"})
    citizen.go(who="natural")
    typed = {
        "name": "张😀",
        "identity_kind": "resident",
        "identity_number": "123",
        "phone": "电话",
        "email": "a@",
        "address": "",
    }
    page = citizen.go(**typed)
    assert (page.status, page.page) == (400, "person")
    assert {line.split("：")[0] for line in page.errors} == {"姓名", "证件号码", "联系电话", "电子邮箱", "通信地址"}
    assert page.document.xpath("//*[@role='alert'][@data-focus]"), "the summary is focused by the script of the page"
    for link in page.document.xpath("//*[contains(@class, 'error-summary')]//a/@href"):
        assert page.document.xpath("//*[@id=$id]", id=link[1:])
    assert {name: page.fields.get(name, "") for name in typed} == typed
    assert page.fields["description"] == WISH["description"]
    last = citizen.go(**PERSON)
    assert last.page == "send"


def test_a_step_back_and_a_correction_lose_nothing_and_complain_of_nothing(citizen: Citizen):
    citizen.to_the_end()
    page = citizen.go("wish")
    assert (page.page, page.status, page.errors) == ("wish", 200, [])
    assert page.fields["description"] == WISH["description"]
    citizen.go(description="改过的内容")
    citizen.go(who="natural")
    assert citizen.shown.fields["identity_number"] == PERSON["identity_number"]
    half = citizen.go("who", name="半")
    assert half.fields["name"] == "半"
    citizen.go(who="natural")
    assert "改过的内容" in citizen.go(name="张望溪").words


def test_another_organ_in_the_middle_of_it_loses_nothing(citizen: Citizen):
    other = factories.organ(name="云岫县自然资源局")
    citizen.to_the_end()
    page = Page(citizen.client.post(citizen.address, citizen.shown.fields | {"go": "organ"}))
    (form,) = page.document.xpath("//main//form")
    (button,) = [one for one in form.xpath(".//button[@formaction]") if one.text_content() == other.name]
    citizen.address = button.get("formaction")
    fields = dict(form.form_values())
    citizen.shown = Page(citizen.client.post(citizen.address, fields | {"go": button.get("value")}))
    assert citizen.shown.page == "send"
    number, code = receipt(citizen.send())
    application = application_by_code(number, code)
    assert application is not None
    assert (application.organ, application.description) == (other, WISH["description"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "请写明名称、文号"),
        ("   \n　", "请写明名称、文号"),
        ("？？？", "请写明所需信息的名称"),
        ("😀😀", "请写明所需信息的名称"),
        ("\x00\x07\x1b", "请写明名称、文号"),
        ("水" * 50_000, "最多 5000 字，现有 50000 字"),
    ],
)
def test_a_description_that_says_nothing_or_too_much(citizen: Citizen, text: str, words: str):
    page = citizen.go(**WISH | {"description": text})
    assert (page.status, page.page) == (400, "wish")
    assert words in page.errors[0]
    if len(text) > 100:
        assert page.document.xpath("//textarea")[0].text.strip() == text


def test_what_cannot_be_printed_is_taken_out_and_what_can_is_kept(citizen: Citizen):
    text = "第一行\r\n第二行 <b>&amp;</b> 😀 𠮷 \u0007{{ x }}"
    citizen.to_the_end(wish={"description": text})
    number, code = receipt(citizen.send())
    application = application_by_code(number, code)
    assert application is not None
    assert application.description == "第一行\n第二行 <b>&amp;</b> 😀 𠮷 {{ x }}"
    assert "<b>&amp;</b>" not in citizen.shown.text


@pytest.mark.parametrize(
    ("way", "missing", "words"),
    [("post", "address", "您选择了邮寄"), ("email", "email", "您选择了电子邮件"), ("fax", "phone", "您选择了传真")],
)
def test_the_chosen_way_needs_its_address(citizen: Citizen, way: str, missing: str, words: str):
    page = citizen.to_the_end(wish={"supply_way": way}, **{missing: ""})
    assert page.page == "person"
    assert any(words in line for line in page.errors)


def test_one_way_of_contact_is_needed(citizen: Citizen):
    page = citizen.to_the_end(phone="", email="", address="")
    assert page.page == "person"
    assert "至少填写一种联系方式" in page.errors[0]


def test_help_for_the_impaired_reaches_the_office(citizen: Citizen):
    citizen.to_the_end(wish={"needs_help": "视力障碍，请提供大字文本"})
    number, code = receipt(citizen.send())
    application = application_by_code(number, code)
    assert application is not None
    assert application.needs_help == "视力障碍，请提供大字文本"


@pytest.mark.parametrize(
    "fields", [{}, {"page": "x"}, {"page": "send", "go": "finish"}, {"page": "who", "go": "next", "who": "x"}]
)
def test_a_form_put_together_by_hand_comes_back_at_the_first_page_that_is_wrong(
    organ: Organ, client: Client, fields: dict[str, str]
):
    page = Page(client.post(f"/apply/{organ.pk}/", fields))
    assert page.page in {"wish", "who"}
    assert not Application.objects.exists()


def test_the_last_page_cannot_be_reached_past_the_others(citizen: Citizen):
    page = Page(citizen.client.post(citizen.address, WISH | {"page": "person", "go": "next", "who": "natural"}))
    assert page.page == "person"
    page = Page(citizen.client.post(citizen.address, PERSON | {"page": "person", "go": "next", "who": "natural"}))
    assert page.page == "wish"


# -- sent twice, attachments --------------------------------------------------------------------------------------------


def test_a_form_sent_twice_is_one_application_with_one_code(citizen: Citizen):
    citizen.to_the_end()
    last = citizen.shown
    first = receipt(citizen.send())
    citizen.shown = last
    assert receipt(citizen.send()) == first
    assert Application.objects.count() == 1


def test_a_used_page_with_another_content_makes_no_second_application(citizen: Citizen):
    citizen.to_the_end()
    last = citizen.shown
    number, _ = receipt(citizen.send())
    citizen.shown = last
    page = citizen.send(description="另外的信息")
    assert page.status == 409
    assert number in page.words
    assert Application.objects.count() == 1
    receipt(citizen.send(description="另外的信息"))  # the page that came back has a task of its own
    assert Application.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("表.exe", b"MZ\x90", "程序"),
        ("表.pdf", b"MZ\x90\x00", "不予接收"),
        ("表.docm", b"PK\x03\x04", "带宏"),
        ("空.txt", b"", "空的"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "脚本"),
        ("大.txt", b"a" * (5 * 1024 * 1024 + 1), "超过 5 MB"),
        ("没有扩展名", b"a", "扩展名"),
    ],
)
def test_a_hostile_file_is_refused_by_its_name_and_the_text_is_kept(
    citizen: Citizen, name: str, content: bytes, words: str
):
    citizen.to_the_end()
    page = citizen.send(("好的.txt", b"good"), (name, content))
    assert (page.status, page.page) == (400, "send")
    assert f"“{name}”" in page.errors[0]
    assert words in page.errors[0]
    assert page.fields["description"] == WISH["description"]
    assert not Application.objects.exists()
    receipt(citizen.send(("好的.txt", b"good")))


def test_too_many_files_and_too_much_together(citizen: Citizen):
    citizen.to_the_end()
    page = citizen.send(*((f"{n}.txt", b"a") for n in range(6)))
    assert "附件最多 5 个，现有 6 个" in page.errors[0]
    page = citizen.send(*((f"{n}.txt", b"a" * (4 * 1024 * 1024)) for n in range(3)))
    assert page.status in {400, 413}
    assert "超过 10 MB" in page.words or "过大" in page.text
    assert not Application.objects.exists()


# -- floods and scripts -------------------------------------------------------------------------------------------------


def test_without_script_a_sum_in_words_is_enough(citizen: Citizen, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(challenge, "SOONEST", timedelta(0))
    page = citizen.to_the_end()
    task = challenge.read(page.fields["challenge"], now())
    assert task is not None
    assert task.question in page.words
    receipt(citizen.go("finish", answer=str(right(task))))


def test_who_neither_works_nor_answers_is_asked_again_and_loses_nothing(
    citizen: Citizen, monkeypatch: pytest.MonkeyPatch
):
    citizen.to_the_end()
    page = citizen.go("finish")
    assert "请填写得数" in page.errors[0]
    token = page.fields["challenge"]
    page = citizen.go("finish", answer="7")
    assert "提交得太快" in page.errors[0]
    assert page.fields["challenge"] == token
    monkeypatch.setattr(challenge, "SOONEST", timedelta(0))
    page = citizen.go("finish", answer="7")
    assert "得数不对" in page.errors[0]
    assert page.fields["challenge"] != token, "a wrong sum cannot be tried until it is right"
    page = citizen.go("finish", challenge="forged", nonce="1")
    assert "已换了一道新题" in page.errors[0]
    assert page.fields["name"] == PERSON["name"]
    assert not Application.objects.exists()


def test_an_address_that_floods_is_told_when_to_come_back(organ: Organ):
    organizing.set_number(
        code="foi.per_address_hour", value=2, source="测试", effective_on=now().date(), by=factories._HOUSE, at=now()
    )
    for _ in range(2):
        one = Citizen(organ.pk)
        one.to_the_end()
        receipt(one.send())
    one = Citizen(organ.pk)
    one.to_the_end()
    page = one.send()
    assert page.status == 429
    assert int(page.response["Retry-After"]) > 3000
    assert "一小时内已经提交了 2 件申请" in page.words
    assert "分钟后再提交" in page.words
    assert page.fields["description"] == WISH["description"]
    other = Citizen(organ.pk, address="198.51.100.7")
    other.to_the_end()
    receipt(other.send())


# -- kept by nobody ------------------------------------------------------------------------------------------------------


def test_pages_with_personal_data_are_not_kept_and_none_is_cached_by_others(citizen: Citizen, client: Client):
    for address in ("/apply/", "/apply/organ/", citizen.address, "/apply/progress/"):
        assert "private" in client.get(address)["Cache-Control"], address
        assert client.get(address)["X-Robots-Tag"] == "noindex"
    for page in (citizen.go(**WISH), citizen.go(who="natural"), citizen.go(**PERSON), citizen.send()):
        assert "no-store" in page.response["Cache-Control"]


def test_nothing_lies_on_the_server_before_it_is_sent(citizen: Citizen):
    citizen.to_the_end()
    assert not citizen.client.session.keys()
    assert not Application.objects.exists()


def test_no_page_carries_inline_code_and_every_id_is_there_once(citizen: Citizen, client: Client):
    pages = [Page(client.get("/apply/")), Page(client.get("/apply/organ/")), citizen.shown, citizen.go(description="")]
    pages += [citizen.go(**WISH), citizen.go(who="unit"), citizen.go(), citizen.go(**UNIT), citizen.send()]
    for page in pages:
        document = page.document
        assert len(document.xpath("//h1")) == 1
        assert document.xpath("//script[not(@src)] | //style | //@style") == []
        assert [a for a in document.xpath("//@*") if a.attrname.startswith("on")] == []
        ids = document.xpath("//@id")
        assert sorted(ids) == sorted(set(ids))


def test_enter_in_the_last_page_sends_and_does_not_go_back(citizen: Citizen):
    page = citizen.to_the_end()
    assert page.document.xpath("//form[@data-apply]//button[@type='submit'][1]/@value")[0] == "finish"


def test_a_form_without_the_token_of_its_cookie_is_refused(organ: Organ):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/apply/{organ.pk}/", WISH | {"page": "wish"}).status_code == 403


def test_the_form_stands_in_traditional_characters_and_does_not_touch_what_was_typed(organ: Organ):
    citizen = Citizen(organ.pk, prefix="/hant")
    assert "下一步返回上一步" in citizen.shown.words
    assert "写明" not in citizen.shown.words
    assert "申請" in citizen.shown.words
    assert citizen.shown.document.xpath("//form/@action")[-1] == f"/hant/apply/{organ.pk}/"
    page = citizen.go(**WISH | {"supply_way": "post", "description": "简体的描述云"})
    assert page.fields["description"] == "简体的描述云"
    page = citizen.go("wish")
    assert page.document.xpath("//textarea")[0].text.strip() == "简体的描述云"
    citizen.go()
    citizen.go(who="natural")
    page = citizen.go(**PERSON | {"name": "云发台"})
    assert "云发台" in page.words
    assert "安全校驗" in page.words
    number, code = receipt(citizen.send())
    application = application_by_code(number, code)
    assert application is not None
    assert identity.unseal(application.sealed)["name"] == "云发台"


# -- what cannot be had together, and what is too large -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "way", "words"),
    [
        ("paper", "online", "纸质的信息不能在网上获取"),
        ("paper", "email", "纸质的信息不能用电子邮件发送"),
        ("inspect", "post", "现场查阅、抄录的，途径请选择当面领取"),
    ],
)
def test_a_form_that_cannot_be_had_by_a_way_is_explained_at_its_field(
    citizen: Citizen, form: str, way: str, words: str
):
    page = citizen.go(**(WISH | {"supply_form": form, "supply_way": way}))
    assert (page.status, page.page) == (400, "wish")
    assert words in page.errors[0]
    assert page.fields["description"] == WISH["description"]
    assert (page.fields["supply_form"], page.fields["supply_way"]) == (form, way)
    assert citizen.go(**(WISH | {"supply_form": "paper", "supply_way": "in_person"})).page == "who"


@pytest.mark.parametrize("megabytes", [13, 40])
def test_files_too_large_to_be_read_lose_nothing_that_was_typed(citizen: Citizen, megabytes: int):
    citizen.to_the_end()
    before = citizen.shown.fields
    page = citizen.send(("大.txt", b"a" * (megabytes * 1024 * 1024)))
    assert (page.status, page.page) == (413, "send")
    assert f"附件一共约 {megabytes} MB，超过 10 MB，没有上传" in page.errors[0]
    kept = set(WISH) | set(PERSON)
    assert {name: page.fields[name] for name in kept if before.get(name)} == {
        name: before[name] for name in kept if before.get(name)
    }
    assert not Application.objects.exists()
    receipt(citizen.send(("小.txt", b"a")))


def test_what_is_larger_still_is_refused_unread_with_what_to_do(citizen: Citizen, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(middleware, "_READ_THROUGH", 13 * 1024 * 1024)
    citizen.to_the_end()
    page = citizen.send(("大.txt", b"a" * (14 * 1024 * 1024)))
    assert page.status == 413
    assert "附件一共不能超过 10 MB" in page.text
    assert "返回上一页" in page.text
