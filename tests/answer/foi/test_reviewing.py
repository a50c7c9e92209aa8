"""Which body a reply names for reconsideration follows from the facts of the organ (行政复议法24 to 28)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from gongkai.answer.foi import rules
from gongkai.answer.foi.queries import reviewed_by
from gongkai.answer.foi.queries.reviewing import organ_facts
from gongkai.answer.foi.terms import outcome
from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.organizations import operations
from gongkai.kernel.organizations.queries import Organ, Role
from gongkai.kernel.vocabulary import Refusal, now
from tests import factories

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Place:
    """A county with its department, below a city that the system knows or does not."""

    county: Organ
    bureau: Organ


@pytest.fixture
def place() -> Place:
    county = factories.organ("清源县人民政府", nature="government", higher="云州市人民政府")
    return Place(county, factories.organ("清源县水利局", government=county))


def test_a_department_is_reviewed_by_its_government_only(place) -> None:
    above = factories.organ("云州市水利局", level="prefecture")
    led = factories.organ("清源县水文局", government=place.county, vertical_parent=above)
    assert reviewed_by(place.bureau) == "清源县人民政府"
    assert reviewed_by(led) == "清源县人民政府", "a superior department reviews no longer"


def test_a_government_is_reviewed_by_the_next_higher_one_by_its_name(place) -> None:
    assert reviewed_by(place.county) == "云州市人民政府"
    assert (
        reviewed_by(factories.organ("白石镇人民政府", level="township", nature="township", government=place.county))
        == "清源县人民政府"
    )
    assert (
        reviewed_by(factories.organ("清源县人民政府办公室", nature="office", government=place.county))
        == "清源县人民政府"
    )
    city = factories.organ("云江市人民政府", level="prefecture", nature="government")
    below = factories.organ("东江县人民政府", nature="government", government=city, higher="另写的政府")
    assert reviewed_by(below) == "云江市人民政府", "an organ of the system comes before a name"


def test_customs_tax_and_their_like_are_reviewed_by_the_superior_department(place) -> None:
    named = factories.organ("清源县税务局", government=place.county, review_path="vertical", higher="云州市税务局")
    known = factories.organ("云州海关", level="prefecture")
    led = factories.organ("清源海关", review_path="vertical", vertical_parent=known, government=place.county)
    assert reviewed_by(named) == "云州市税务局"
    assert reviewed_by(led) == "云州海关"


def test_a_department_of_justice_leaves_the_choice(place) -> None:
    justice = factories.organ("清源县司法局", government=place.county, review_path="justice", higher="云州市司法局")
    assert reviewed_by(justice) == "清源县人民政府或者云州市司法局"


def test_a_branch_by_district_is_reviewed_by_the_city_or_where_it_stands(place) -> None:
    branch = factories.organ(
        "云州市生态环境局清源分局", nature="dispatched", government=place.county, review_path="district",
        higher="云州市人民政府", seat=place.county,
    )  # fmt: skip
    assert reviewed_by(branch) == "云州市人民政府或者清源县人民政府"
    city = factories.organ("云江市人民政府", level="prefecture", nature="government")
    bureau = factories.organ("云江市自然资源局", level="prefecture", government=city)
    known = factories.organ(
        "云江市自然资源局东区分局",
        nature="dispatched",
        review_path="district",
        vertical_parent=bureau,
        seat=place.county,
    )
    assert reviewed_by(known) == "云江市人民政府或者清源县人民政府"
    station = factories.organ("白石派出所", nature="dispatched", government=place.county)
    assert reviewed_by(station) == "清源县人民政府"


def test_provinces_review_themselves_and_ministries_too() -> None:
    assert reviewed_by(factories.organ("云岭省人民政府", level="province", nature="government")) == "云岭省人民政府"
    assert reviewed_by(factories.organ("水利部", level="state")) == "水利部"


def test_who_answers_no_requests_names_nobody() -> None:
    assert reviewed_by(factories.organ("清源县自来水公司", nature="institution")) == ""
    assert reviewed_by(factories.organ("清源县人大常委会", nature="legislature")) == ""


def test_the_refusal_of_an_organ_prints_its_reviewing_bodies(place) -> None:
    justice = factories.organ("清源县司法局", government=place.county, review_path="justice", higher="云州市司法局")
    text = rules.remedy(outcome("deny_process"), organ_facts(justice)).text
    assert "先向清源县人民政府或者云州市司法局申请行政复议" in text


def test_the_address_for_reconsideration_on_line_is_a_fact_of_the_site(place) -> None:
    keeper = factories.standing(factories.person(Role.ADMIN, organ=place.bureau))

    def told() -> str:
        return rules.remedy(outcome("open"), organ_facts(place.bureau), served_online=True).text

    assert "https://xzfy.moj.gov.cn" in told()
    operations.save_site(
        fields={"name": "清源县公开网", "review_online": " https://fy.example.cn/apply "}, by=keeper, at=now()
    )
    assert "可以通过互联网提交：https://fy.example.cn/apply。" in told()
    line = Entry.objects.order_by("-pk").first()
    assert (line.verb, line.actor_name) == ("修改网站信息", keeper.person.name)
    assert "review_online" in line.detail["fields"]
    operations.save_site(fields={"review_online": ""}, by=keeper, at=now())
    with pytest.raises(Refusal, match="第二十二条"):
        told()


@pytest.mark.parametrize(
    "wrong", ["xzfy.moj.gov.cn", "javascript:alert(1)", "https://", "https://a b.cn", 'https://a.cn/"><script>']
)
def test_what_is_no_address_on_the_web_is_refused(wrong, place) -> None:
    keeper = factories.standing(factories.person(Role.ADMIN, organ=place.bureau))
    with pytest.raises(Refusal, match="网址") as refused:
        operations.save_site(fields={"review_online": wrong}, by=keeper, at=now())
    assert refused.value.field == "review_online"
