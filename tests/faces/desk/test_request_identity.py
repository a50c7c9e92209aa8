"""Whoever of the office opens what names an applicant leaves a line in the ledger, once an opening; nobody else opens it."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi.models import ApplicationFile
from gongkai.kernel.casework import identity, jobs
from gongkai.kernel.casework import queries as cases
from gongkai.kernel.casework.models import Case, CasePaper
from gongkai.kernel.casework.operations.papers import subject
from gongkai.kernel.ledger.models import Entry
from gongkai.kernel.organizations.queries import Person, Role
from gongkai.kernel.papers import operations as papers
from gongkai.kernel.papers import queries as stored
from gongkai.kernel.papers.models import Rendition
from gongkai.kernel.vocabulary import now
from tests import factories
from tests.answer.foi import requests
from tests.faces.desk.desktop import at_desk

pytestmark = pytest.mark.django_db
LOOK = "查看申请人身份"


@pytest.fixture
def office() -> requests.Office:
    return requests.office()


def typeset(paper: CasePaper) -> None:
    """What the worker does, with plain text in place of the typesetting."""
    for form in ("pdf", "docx"):
        row = Rendition.objects.get(subject=subject(paper), format=form)
        papers.finish(row.pk, file=papers.store(f"{form} {paper.title}".encode(), "application/pdf", now()), at=now())


def looks() -> list[dict[str, Any]]:
    return list(Entry.objects.filter(verb=LOOK).order_by("seq").values_list("detail", flat=True))


def get(person: Person, address: str) -> int:
    answer = at_desk(person).get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return int(answer.status_code)


def supervisor_of(office: requests.Office) -> Person:
    government = factories.organ(name="云岫县人民政府办公室", is_supervisor=True)
    office.organ.government = government
    office.organ.save()
    return factories.person(Role.SUPERVISOR, organ=government)


def test_every_opening_of_a_letter_with_the_name_is_one_line_in_the_ledger(office: requests.Office):
    case = requests.handling(office)
    paper = requests.acknowledged(office, case)
    address = reverse("desk:request_paper", args=[paper.pk, "pdf"])
    assert get(office.officer, address) == 302, "while it is being typeset nothing is seen"
    assert looks() == []
    typeset(paper)
    for person, form in ((office.officer, "pdf"), (office.officer, "pdf"), (office.legal, "docx")):
        assert get(person, reverse("desk:request_paper", args=[paper.pk, form])) == 200
    assert looks() == [{"paper": paper.pk, "format": form} for form in ("pdf", "pdf", "docx")]
    line = Entry.objects.filter(verb=LOOK).order_by("-seq")[0]
    assert (line.object_type, line.object_id, line.actor_name) == ("case", str(case.pk), office.legal.name)
    name = identity.unseal(requests.application_of(case).sealed)["name"]
    assert name not in str(line.detail)


def test_letters_lie_encrypted_and_are_typeset_and_served_in_clear(office: requests.Office):
    case, code = requests.submitted(office, applicant=requests.applicant(name="欧阳望溪"))
    requests.confirmed(office, case, now())
    paper = requests.acknowledged(office, case)
    jobs.typeset.call(paper.pk)
    jobs.typeset.call(paper.pk)
    applicant = Client()
    applicant.post("/apply/progress/", {"number": case.number, "code": code})
    answers = {
        "docx": at_desk(office.officer).get(reverse("desk:request_paper", args=[paper.pk, "docx"])),
        "pdf": at_desk(office.officer).get(reverse("desk:request_paper", args=[paper.pk, "pdf"])),
        "portal": applicant.get(f"/apply/progress/papers/{paper.pk}/"),
    }
    got = {name: b"".join(answer.streaming_content) for name, answer in answers.items()}
    with zipfile.ZipFile(io.BytesIO(got["docx"])) as docx:
        assert "欧阳望溪" in docx.read("word/document.xml").decode()
    assert got["pdf"].startswith(b"%PDF-")
    assert got["portal"] == got["pdf"]
    for row in Rendition.objects.filter(subject=subject(paper)):
        assert row.file is not None
        lies = stored.path(row.file.sha256).read_bytes()
        assert not lies.startswith((b"%PDF", b"PK"))
        assert len(lies) == row.file.size
    assert [*stored.faults(), *cases.faults()] == []


def test_a_letter_to_another_organ_names_nobody_and_is_no_look(office: requests.Office):
    case = requests.handling(office)
    requests.consulted(office, case, now(), kind="co_maker")
    paper = CasePaper.objects.get(case=case, kind="co_maker")
    typeset(paper)
    assert get(office.officer, reverse("desk:request_paper", args=[paper.pk, "pdf"])) == 200
    assert looks() == []
    assert identity.unseal(requests.application_of(case).sealed)["name"] not in str(paper.document)


def test_files_of_the_applicant_are_looks_too(office: requests.Office):
    case, _ = requests.submitted(office, files=[("身份证.txt", "证件".encode())])
    file = ApplicationFile.objects.get()
    assert get(office.officer, reverse("desk:request_file", args=[file.pk])) == 200
    requests.confirmed(office, case, now())
    by = office.of("officer")
    verbs.accept(case_id=case.pk, by=by, at=now())
    verbs.ask(case_id=case.pk, what="请提交身份证明", by=by, at=now())
    step = reverse("desk:request_step", args=[case.pk, "amend"])
    version = Case.objects.get(pk=case.pk).version
    given = {"version": version, "text": "见附件", "files": [SimpleUploadedFile("身份证明.txt", b"x")]}
    assert at_desk(office.officer).post(step, given).status_code == 302
    paper = CasePaper.objects.get(case=case, kind="attachment")
    address = reverse("desk:request_paper", args=[paper.pk, "file"])
    assert address in at_desk(office.officer).get(reverse("desk:request", args=[case.pk])).content.decode()
    assert get(office.officer, address) == 200
    assert looks() == [{"file": file.pk}, {"paper": paper.pk, "format": "file"}]
    assert get(office.officer, reverse("desk:request_paper", args=[paper.pk, "pdf"])) == 404, "nothing to typeset"


def test_who_may_not_see_an_identity_opens_neither_letters_nor_files(office: requests.Office):
    case, _ = requests.submitted(office, files=[("身份证.txt", "证件".encode())])
    requests.confirmed(office, case, now())
    by = office.of("officer")
    verbs.accept(case_id=case.pk, by=by, at=now())
    requests.decided(office, case, now())
    case.refresh_from_db()
    requests.signed(office, case, now())
    requests.sent(office, case, now(), "in_person")
    verbs.serve(case_id=case.pk, proof="张望溪本人签收", by=by, at=now())
    reply = CasePaper.objects.get(case=case, kind="reply_open")
    typeset(reply)
    addresses = [
        reverse("desk:request_paper", args=[reply.pk, "pdf"]),
        reverse("desk:request_file", args=[ApplicationFile.objects.get().pk]),
    ]
    supervisor = supervisor_of(office)
    elsewhere = factories.person(Role.FOI_OFFICER, organ=factories.organ(name="云岫县别处局"))
    for person in (supervisor, elsewhere, factories.person(Role.ADMIN, organ=office.organ)):
        assert [get(person, address) for address in addresses] == [403, 403], person
    assert looks() == []
    shown = at_desk(supervisor).get(reverse("desk:request", args=[case.pk])).content.decode()
    assert reply.number_text in shown, "what went out is seen"
    assert addresses[0] not in shown
    assert "张望溪" not in shown, "who signed for it is the applicant"


def test_the_identity_is_read_in_words(office: requests.Office):
    case = requests.handling(office)
    shown = at_desk(office.officer).post(reverse("desk:request_identity", args=[case.pk])).content.decode()
    assert "居民身份证" in shown
    assert "resident" not in shown


def test_identity_that_came_later_is_entered_on_the_page_of_corrections_and_not_shown_there(office: requests.Office):
    case = requests.registered(office, applicant={"kind": "natural", "name": "苏旺溪"})
    address = reverse("desk:request_correct", args=[case.pk])
    client = at_desk(office.officer)
    shown = client.get(address)
    form = shown.context["form"]
    given = {name: form[name].value() or "" for name in form.fields}
    assert (given["name"], given["phone"]) == ("", "")
    assert "苏旺溪" not in shown.content.decode()
    wrong = client.post(address, given | {"identity_kind": "resident", "identity_number": "123"})
    assert wrong.status_code == 422
    assert "应为18位" in wrong.content.decode()
    assert client.post(address, given | {"name": "苏望溪", "phone": "0999-0210188"}).status_code == 302
    assert client.get(reverse("desk:requests"), {"q": "苏望溪"}).content.decode().count(case.number) > 0
    assert looks() == []


def test_the_page_shows_what_the_office_wrote_before_it_was_put_right(office: requests.Office):
    case = requests.handling(office)
    by = office.of("officer")
    for words in ("第一次概括甲", "第二次概括乙"):
        verbs.correct(case_id=case.pk, description=words, by=by, at=now())
    shown = at_desk(office.officer).get(reverse("desk:request", args=[case.pk])).content.decode()
    assert "先前的概括（2）" in shown
    assert shown.index("第二次概括乙") < shown.index("第一次概括甲")


def test_a_third_partys_facts_are_shown_like_the_applicants_and_each_look_is_one_line(office: requests.Office):
    case = requests.handling(office)
    letter = requests.consulted(office, case, now())
    page = at_desk(office.officer).get(reverse("desk:request", args=[case.pk])).content.decode()
    assert f'name="party" value="{letter.party_id}"' in page
    assert "云岫县凌波供水有限公司" not in page
    address = reverse("desk:request_identity", args=[case.pk])
    shown = at_desk(office.officer).post(address, {"party": letter.party_id}).content.decode()
    assert "第三方身份" in shown
    assert "云岫县凌波供水有限公司" in shown
    assert "0999-0210777" in shown
    line = Entry.objects.get(verb="查看第三方身份")
    assert (line.object_id, line.detail["party"]) == (str(case.pk), letter.party_id)
    assert "供水" not in str(line.detail)

    other = requests.consulted(office, requests.handling(office), now())
    for party in (other.party_id, 0, "x"):
        assert at_desk(office.officer).post(address, {"party": party}).status_code == 404, party
    for person in (
        supervisor_of(office),
        factories.person(Role.FOI_OFFICER, organ=factories.organ(name="云岫县别处局")),
    ):
        assert at_desk(person).post(address, {"party": letter.party_id}).status_code == 403
    assert Entry.objects.filter(verb="查看第三方身份").count() == 1
