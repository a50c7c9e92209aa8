"""Who asked is encrypted, found without being opened, shown to those who handle the case only, and every look is written down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.kernel.casework import identity, queries
from gongkai.kernel.casework import operations as verbs
from gongkai.kernel.casework.models import Party
from gongkai.kernel.ledger.queries import of_object
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import Refusal, clean
from tests import factories
from tests.kernel.casework.helpers import APPLICANT, day, office, opened

pytestmark = pytest.mark.django_db
MONDAY = day("2026-03-02")


@pytest.fixture
def folder(tmp_path, settings):
    settings.GONGKAI_FOLDER = tmp_path
    identity.forget()
    yield tmp_path
    identity.forget()


@given(st.dictionaries(st.sampled_from(identity.FACTS), st.text(max_size=60)))
def test_what_is_sealed_is_what_is_unsealed(facts):
    kept = {name: " ".join(clean(value).split()) for name, value in facts.items()}
    assert identity.unseal(identity.seal(facts)) == {name: value for name, value in kept.items() if value}


def test_a_sealed_text_shows_nothing_and_is_another_each_time():
    first, second = identity.seal(APPLICANT), identity.seal(APPLICANT)
    assert first != second
    assert "韦秋实" not in first
    assert "110105" not in first


def test_a_changed_byte_of_a_sealed_text_is_refused():
    sealed = identity.seal(APPLICANT)
    changed = sealed[:20] + ("A" if sealed[20] != "A" else "B") + sealed[21:]
    for text in (changed, "", "1:", "2:" + sealed[2:], "1:not base64 ☃", sealed[:-8]):
        with pytest.raises(Refusal, match="身份信息无法解密"):
            identity.unseal(text)


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("name", "韦 秋实", "韦秋实"),
        ("identity_number", "11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ"),
        ("contact", "+86 138-0000-0000", "13800000000"),
        ("contact", "Wei@Example.com", "wei@example.com"),
    ],
)
def test_the_same_value_written_differently_is_found(field, one, other):
    assert identity.index(field, one) == identity.index(field, other) != ""


def test_an_index_tells_fields_and_folders_apart(folder):
    first = identity.index("name", "13800000000")
    assert first != identity.index("contact", "13800000000")
    assert identity.index("name", " ") == ""
    identity.place().unlink()
    identity.forget()
    assert identity.index("name", "13800000000") != first


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"), ("欧阳修远", "欧*"), ("买买提·吐尔逊", "买*"), ("John Smith", "J*"), ("", ""),
        ("云岫县水务有限公司", "云岫**公司"), ("凌波律师事务所", "凌波**务所"), ("云岫县水利协会", "云岫**协会"),
    ],
)  # fmt: skip
def test_names_are_masked(name, masked):
    assert identity.mask(name) == masked


def test_the_key_is_for_the_owner_only_and_made_once(folder):
    sealed = identity.seal({"name": "韦秋实"})
    assert identity.place().stat().st_mode & 0o777 == 0o600
    identity.forget()
    assert identity.unseal(sealed) == {"name": "韦秋实"}


def test_a_lost_key_is_never_replaced_silently(folder):
    opened(office(), MONDAY)
    identity.place().unlink()
    identity.forget()
    with pytest.raises(Refusal, match="从备份恢复"):
        identity.seal({"name": "另一人"})
    assert not identity.place().exists()


def test_a_damaged_key_is_said_to_be_damaged(folder):
    identity.seal({"name": "韦秋实"})
    for damage in ("", "00", "not hexadecimal"):
        identity.place().write_text(damage)
        identity.forget()
        with pytest.raises(Refusal, match="密钥"):
            identity.seal({"name": "另一人"})


def test_the_database_holds_no_name_number_or_telephone():
    case = opened(office(), MONDAY)
    row = Party.objects.filter(case=case).values().get()
    stored = repr(row) + repr(list(of_object("case", case.pk).values()))
    for value in ("韦秋实", "11010519491231002X", "13800000000", "文庙街"):
        assert value not in stored
    assert row["masked"] == "韦*"


def test_every_look_is_in_the_ledger():
    place = office()
    case = opened(place, MONDAY)
    party = queries.parties(case)[0]
    facts = verbs.reveal(party_id=party.pk, by=place.of("officer", MONDAY), at=MONDAY)
    assert facts["name"] == "韦秋实"
    line = of_object("case", case.pk).last()
    assert line is not None
    assert (line.verb, line.actor_name) == ("查看申请人身份", "何彬华")
    assert "韦秋实" not in repr(line.detail)


def test_supervisors_administrators_auditors_and_other_offices_never_see_who_asked():
    place, other = office(), office()
    case = opened(place, MONDAY)
    party = queries.parties(case)[0]
    government = factories.organ(nature="government", is_supervisor=True)
    place.organ.government = government
    place.organ.save()
    supervisor = factories.standing(factories.person(Role.SUPERVISOR, organ=government), MONDAY)
    seen = queries.case(case.pk, supervisor)
    assert seen is not None
    assert queries.access(case, supervisor) is queries.Access.OVERSEE
    strangers = [
        supervisor, other.of("officer", MONDAY),
        *(factories.standing(factories.person(role, organ=place.organ), MONDAY) for role in (Role.ADMIN, Role.AUDITOR, Role.DRAFT)),
    ]  # fmt: skip
    for stranger in strangers:
        with pytest.raises(verbs.NotAllowed):
            verbs.reveal(party_id=party.pk, by=stranger, at=MONDAY)
    for stranger in strangers[1:]:
        assert queries.case(case.pk, stranger) is None
    assert not of_object("case", case.pk).filter(verb="查看申请人身份").exists()
