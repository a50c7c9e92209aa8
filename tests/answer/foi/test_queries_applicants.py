"""Article 29: what an applicant must give is checked, what the law does not ask is not asked."""

from __future__ import annotations

import pytest

from gongkai.answer.foi import applicants
from gongkai.answer.foi.terms import IdentityKind
from gongkai.kernel.vocabulary import Refusal

PERSON = {
    "kind": "natural", "name": "张望溪", "identity_kind": "resident", "identity_number": "11010519491231002X",
    "phone": "0999-0210101", "email": "wangxi@example.cn", "address": "云岫县凌波街道文庙街3号",
}  # fmt: skip
COMPANY = {
    "kind": "org_business",
    "name": "云岫县望溪水务有限公司",
    "identity_number": "91110000600037341L",
    "phone": "0999-0210188",
}


def test_a_complete_person_and_a_complete_company_pass() -> None:
    person = applicants.applicant(PERSON)
    assert person.facts["identity_number"] == "11010519491231002X"
    company = applicants.applicant(COMPANY)
    assert company.facts["identity_kind"] == IdentityKind.CREDIT


def test_full_width_and_lower_case_are_understood() -> None:
    typed = PERSON | {"identity_number": "１１０１０５１９４９１２３１００２x", "phone": "０９９９－０２１０１０１"}
    assert applicants.applicant(typed).facts["identity_number"] == "11010519491231002X"


@pytest.mark.parametrize(
    ("change", "field", "word"),
    [
        ({"name": " "}, "name", "姓名"),
        ({"name": "张" * 101}, "name", "最多100字"),
        ({"kind": "family"}, "kind", "申请人类型"),
        ({"identity_number": ""}, "identity_number", "第二十九条"),
        ({"identity_number": "110105194912310021"}, "identity_number", "校验码"),
        ({"identity_number": "110105194902310021"}, "identity_number", "不正确"),
        ({"identity_number": "12345"}, "identity_number", "18位"),
        ({"identity_kind": "credit"}, "identity_kind", "自然人"),
        ({"identity_kind": "passport", "identity_number": "护照"}, "identity_number", "护照"),
        ({"identity_kind": "permit", "identity_number": "H1"}, "identity_number", "通行证"),
        ({"phone": "打给我"}, "phone", "电话"),
        ({"email": "a@b"}, "email", "电子邮箱"),
        ({"email": "a@b.cn>\nBcc: x@y.cn"}, "email", "电子邮箱"),
        ({"phone": "", "email": "", "address": ""}, "phone", "联系方式"),
    ],
)
def test_each_fault_is_named_with_its_field(change: dict[str, str], field: str, word: str) -> None:
    with pytest.raises(Refusal) as caught:
        applicants.applicant(PERSON | change)
    assert caught.value.field == field
    assert word in caught.value.message


@pytest.mark.parametrize(
    ("proof", "number", "good"),
    [
        ("permit", "H1234567801", True), ("permit", "12345678", True), ("permit", "810000199001011234", True),
        ("permit", "M12345678", True), ("passport", "E12345678", True), ("passport", "ABCDE", False),
        ("credit", "91110000600037341L", True), ("credit", "91110000600037341M", False),
        ("credit", "9111000060003734IL", False),
    ],
)  # fmt: skip
def test_other_proofs_are_checked_by_form(proof: str, number: str, good: bool) -> None:
    assert (applicants.identity_fault(IdentityKind(proof), number) == "") is good


def test_a_rural_collective_has_a_credit_code_with_a_letter() -> None:
    from stdnum.cn import uscc

    first = "N2110105MF123456X"
    assert applicants.identity_fault(IdentityKind.CREDIT, first + uscc.calc_check_digit(first)) == ""


def test_paper_may_lack_proof_and_contact_but_never_the_name() -> None:
    found = applicants.applicant({"kind": "natural", "name": "张望溪"}, complete=False)
    assert found.facts == {"name": "张望溪"}
    with pytest.raises(Refusal):
        applicants.applicant({"kind": "natural", "name": ""}, complete=False)


def test_the_way_of_supply_needs_its_address() -> None:
    who = applicants.applicant(PERSON | {"address": "", "email": ""})
    for way, field in (("post", "address"), ("email", "email")):
        with pytest.raises(Refusal) as caught:
            applicants.wish(who, description="2025年水源地名录", form="paper", way=way)
        assert caught.value.field == field
    assert applicants.wish(who, description="2025年水源地名录", form="electronic", way="online").needs_help == ""


@pytest.mark.parametrize("text", ["", " \n", "。。。", "😀"])
def test_a_description_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        applicants.described(text)
    assert caught.value.field == "description"


def test_a_description_of_fifty_thousand_characters_is_refused_with_its_length() -> None:
    with pytest.raises(Refusal, match="50000"):
        applicants.described("水" * 50_000)
    assert len(applicants.described("水" * 5_000)) == 5_000


def test_the_purpose_is_no_fact() -> None:
    with pytest.raises(ValueError, match="purpose"):
        applicants.applicant(PERSON | {"purpose": "科研"})
