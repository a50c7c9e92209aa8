"""行政复议法 arts 20, 22–28, 34: what a reply says of remedies, and which body reviews it."""

from __future__ import annotations

import pytest

from gongkai.answer.foi import rules
from gongkai.answer.foi.rules import OrganFacts
from gongkai.answer.foi.terms import OUTCOMES, Remedy, outcome
from gongkai.kernel.organizations.terms import Level, Nature
from gongkai.kernel.vocabulary import Refusal

BUREAU = OrganFacts("清源县水利局", government="清源县人民政府", superior="云州市水利局")


def test_article_20_sixty_days_are_told() -> None:
    for one in OUTCOMES:
        clause = rules.remedy(one, BUREAU)
        assert ("六十日内" in clause.text) is (one.remedy is not Remedy.NONE)
        assert clause.review_days == 60


def test_article_22_service_on_line_offers_reconsideration_on_line() -> None:
    with pytest.raises(Refusal, match="互联网渠道") as refused:
        rules.remedy(outcome("open"), BUREAU, served_online=True)
    assert refused.value.field == "review_online"
    ready = OrganFacts("清源县水利局", government="清源县人民政府", review_online="https://fy.example.cn/")
    assert "https://fy.example.cn/" in rules.remedy(outcome("open"), ready, served_online=True).text
    assert "https://fy.example.cn/" not in rules.remedy(outcome("open"), ready).text


@pytest.mark.parametrize("code", [one.code for one in OUTCOMES if one.code.startswith("deny_")])
def test_article_23_a_refusal_says_that_reconsideration_comes_first_and_no_suit_of_six_months(code) -> None:
    clause = rules.remedy(outcome(code), BUREAU)
    assert clause.first
    assert "应当自收到本答复之日起六十日内，先向清源县人民政府申请行政复议" in clause.text
    assert "自收到行政复议决定书之日起十五日内" in clause.text
    assert "六个月" not in clause.text


@pytest.mark.parametrize("code", ["open", "not_exist", "not_ours", "make", "petition", "repeat", "no_supplement"])
def test_other_replies_leave_the_choice(code) -> None:
    clause = rules.remedy(outcome(code), BUREAU)
    assert not clause.first
    assert "向清源县人民政府申请行政复议，或者自收到本答复之日起六个月内依法向人民法院提起行政诉讼" in clause.text
    assert "先向" not in clause.text


def test_a_partial_reply_tells_both_each_for_its_part() -> None:
    text = rules.remedy(outcome("partial"), BUREAU).text
    assert text.index("不予公开的部分不服的，应当") < text.index("其他部分不服的，可以")


def test_a_third_party_has_the_choice_and_may_ask_to_stop_the_disclosure() -> None:
    clause = rules.remedy(outcome("open"), BUREAU, third_party=True)
    assert (clause.kind, clause.first) == ("T", False)
    assert "停止公开" in clause.text


def test_a_withdrawal_needs_no_remedy() -> None:
    assert rules.remedy(outcome("withdrawn"), BUREAU).text == ""


G = "清源县人民政府"


@pytest.mark.parametrize(
    ("organ", "bodies"),
    [
        (BUREAU, (G,)),  # 24(1): the same-level government only, no longer the superior department
        (OrganFacts("清源县人民政府办公室", nature=Nature.OFFICE, government=G), (G,)),
        (OrganFacts(G, nature=Nature.GOVERNMENT, upper="云州市人民政府"), ("云州市人民政府",)),  # 24(2)
        (OrganFacts("白石镇人民政府", Level.TOWNSHIP, Nature.TOWNSHIP, government=G), (G,)),  # 24(2)
        (OrganFacts("城关街道办事处", Level.TOWNSHIP, Nature.TOWNSHIP, government=G), (G,)),  # 24(3)
        (OrganFacts("清源县某中心", nature=Nature.AUTHORIZED, government=G), (G,)),  # 24(4)
        (OrganFacts("云岭省人民政府", Level.PROVINCE, Nature.GOVERNMENT), ("云岭省人民政府",)),  # 24 second paragraph
        (OrganFacts("白石派出所", nature=Nature.DISPATCHED, government=G), (G,)),  # 24 last paragraph
        (
            OrganFacts(
                "市自然资源局东区分局", Level.PREFECTURE, Nature.DISPATCHED, government="云州市人民政府", by_district=True,
                local_government="东区人民政府",
            ),
            ("云州市人民政府", "东区人民政府"),
        ),
        (OrganFacts("水利部", Level.STATE), ("水利部",)),  # 25(1)
        (OrganFacts("水利部某流域局", Level.STATE, Nature.DISPATCHED, superior="水利部"), ("水利部",)),  # 25(2)
        (OrganFacts("清源县税务局", vertical=True, superior="云州市税务局", government=G), ("云州市税务局",)),  # 27
        (OrganFacts("清源县司法局", justice=True, superior="云州市司法局", government=G), (G, "云州市司法局")),  # 28
        (OrganFacts("某局"), ("本级人民政府",)),
    ],
    ids=lambda value: value.name if isinstance(value, OrganFacts) else "",
)  # fmt: skip
def test_articles_24_to_28_which_body_reviews(organ, bodies) -> None:
    assert rules.review_bodies(organ) == bodies
    text = rules.remedy(outcome("deny_process"), organ).text
    assert "或者".join(bodies) in text
    if organ is BUREAU:
        assert "云州市水利局" not in text


def test_article_26_own_review_may_go_to_the_state_council() -> None:
    province = OrganFacts("云岭省人民政府", Level.PROVINCE, Nature.GOVERNMENT)
    assert "可以向国务院申请裁决" in rules.remedy(outcome("deny_law"), province).text
    assert "国务院" not in rules.remedy(outcome("deny_law"), BUREAU).text


def test_article_34_silence_or_rejection_of_the_reviewing_body_opens_the_court_for_fifteen_days() -> None:
    text = rules.remedy(outcome("deny_safety"), BUREAU).text
    assert "不予受理、驳回申请或者逾期不作答复的，可以自收到决定书之日或者行政复议期限届满之日起十五日内" in text
