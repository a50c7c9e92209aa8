"""条例第二十九条: name, identity proof, contact; what is asked; in what form and way. The purpose is not among them."""

from __future__ import annotations

import pytest

from gongkai.answer.foi import models, rules
from gongkai.answer.foi.terms import ApplicantKind, IdentityKind, SupplyForm, SupplyWay


def test_the_forms_of_identity_and_supply_are_those_of_the_article() -> None:
    assert {kind.value for kind in IdentityKind} == {"resident", "permit", "passport", "credit"}
    assert {form.label for form in SupplyForm} == {"纸质", "电子数据", "现场查阅、抄录"}
    assert len(SupplyWay) == 5


def test_an_application_has_no_place_for_a_purpose() -> None:
    names = {field.name for field in models.Application._meta.get_fields()}
    assert {"description", "supply_form", "supply_way", "sealed"} <= names
    assert not {name for name in names if "purpose" in name or "use" in name.split("_")}


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("91110108MA01ABCD1X", ApplicantKind.BUSINESS),
        ("92330127MA2ABCDE0K", ApplicantKind.BUSINESS),
        ("51110000500000000A", ApplicantKind.WELFARE),
        ("31110000E00000000B", ApplicantKind.LEGAL),
        ("12330127470000000C", ApplicantKind.OTHER),
        ("９１110108ma01abcd1x", ApplicantKind.BUSINESS),
        ("", ApplicantKind.OTHER),
        ("甲乙丙", ApplicantKind.OTHER),
    ],
)
def test_the_credit_code_suggests_the_column_of_the_report(code, kind) -> None:
    assert rules.applicant_kind_from_credit_code(code) == kind
