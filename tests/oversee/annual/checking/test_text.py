"""What the text says of itself: sums, partial lists, outcomes, shares, growth; a fault only where the text contradicts itself."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.oversee.annual.checking import check_many
from gongkai.oversee.annual.reading import read
from gongkai.oversee.annual.report import Check


def checks(sentence: str) -> list[Check]:
    text = f"云州市水利局2023年政府信息公开工作年度报告\n一、总体情况\n{sentence}\n六、其他需要报告的事项\n没有收取信息处理费。"
    (one,) = check_many(read(text.encode(), "report.txt"), 2026)
    return [check for check in one.checks if check.kind != "content"]


def verdicts(sentence: str) -> list[tuple[str, str]]:
    return [(check.level.value, check.formula) for check in checks(sentence)]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("公开信息12345条，其中网站8000条，微信3000条，微博1345条。", [("none", "8000+3000+1345=12345")]),
        ("公开信息301条，含规范性文件类64条，工作动态等237条。", [("none", "64+237=301")]),
        ("公开信息100条，其中动态50条，公告30条，其他20条。", [("none", "50+30+20=100")]),
        ("公开信息100条，其中动态50条，公告30条，其他10条。", [("error", "50+30+10=100")]),
        ("排查信息5000条，其中市直部门1000条，县区3900条。", [("error", "1000+3900=5000")]),
        ("公开信息19256条（其中处罚9213条，清单3318条）。", [("none", "9213+3318=19256")]),
        ("公开信息100条，其中部门文件60条，动态50条。", [("error", "60+50=100")]),
        ("收到申请56件，其中自然人50件，法人或其他组织6件。", [("none", "50+6=56")]),
        ("收到申请56件，其中自然人51件，法人或其他组织6件。", [("error", "51+6=56")]),
        ("收到申请16件，其中信函14件，网络2件，办结13件，结转下年度3件。", [("none", "14+2=16"), ("none", "13+3=16")]),
        ("收到申请16件，其中信函14件，网络2件，办结12件，结转下年度3件。", [("none", "14+2=16"), ("error", "12+3=16")]),
        (
            "受理75件（含去年结转2件），其中：同意公开13件，同意部分公开3件，不同意公开3件，无法提供50件，不予处理3件，结转下年度2件。",
            [("error", "13+3+3+50+3+2=75")],
        ),
        ("本级受理5件，办理申请28件，其中，县本级受理7件，复议2件；下属单位共受理21件，诉讼3件。", [("none", "7+21=28")]),
        ("政府网站48个，其中市级12个、县区36个，政务新媒体172个。", [("none", "12+36=48")]),
        ("公开信息1000条，其中部门600条，较上年增加100条，乡镇400条。", [("none", "600+400=1000")]),
        ("全县20个乡镇、45个部门共65个单位参加。", [("none", "20+45=65")]),
        ("全县31个部门和24个镇街共110人次参加培训。", []),
        ("公开预决算120条，三公经费60条，合计190条。", [("error", "120+60=190")]),
        ("公开信息约100条，其中动态50余条，其他60条。", []),
        ("生成工单120232件，其中电话105879件、微信7538件、平台6816件。", [("error", "105879+7538+6816=120232")]),
        ("受理问题14642件，直接办理9448件，三方通话830件，转交4463件。", [("error", "9448+830+4463=14642")]),
        ("公开信息95条，其中动态45条，公告40条。", [("none", "45+40=95")]),
        ("8条政策解读（动漫5篇、图片3篇）。", [("none", "5+3=8")]),
        ("公开信息3044条，本年度新增237条，其中规章1件、规范性文件9件。", []),
    ],
)  # fmt: skip
def test_sums(sentence: str, wanted: list[tuple[str, str]]) -> None:
    assert verdicts(sentence) == wanted


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("行政复议10件，其中维持5件，纠正2件，其他结果2件，尚未审结1件。", [("none", "5+2+2+1=10")]),
        ("行政复议10件，其中维持5件，纠正2件，其他结果2件，尚未审结2件。", [("error", "5+2+2+2=10")]),
        ("涉及行政复议23件，纠错4件，尚未审结4件。", [("none", "23-4-4=15")]),
        ("行政诉讼2件，1件维持，1件未审结。", [("none", "1+1=2")]),
    ],
)
def test_how_disputes_ended(sentence: str, wanted: list[tuple[str, str]]) -> None:
    assert verdicts(sentence) == wanted


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("公开51.4156万条，较2019年37.88万条发布量相比增长35.73%。", [("none", "(51.4156-37.88)/37.88")]),
        ("受理120件，比上年的100件增长25%。", [("error", "(120-100)/100")]),
        ("受理80件，较2022年100件下降20%。", [("none", "(80-100)/100")]),
        ("申请由2022年的100件增加到2023年的120件，增长20%。", [("none", "(120-100)/100")]),
        ("受理120件，较上年100件增加20件。", [("none", "120-100=20")]),
        ("受理120件，较上年100件增加30件。", [("error", "120-100=30")]),
        ("公开1000条，其中许可300条，占30%。", [("none", "300/1000")]),
        ("公开1000条，其中许可350条，占30%。", [("error", "350/1000")]),
        ("召开发布会114场，同比增长85%。", []),
    ],
)
def test_rates(sentence: str, wanted: list[tuple[str, str]]) -> None:
    assert verdicts(sentence) == wanted


def test_a_rest_that_equals_another_number_is_told_as_inferred() -> None:
    told = checks("公开信息19256条（其中处罚9213条，清单3318条）。公开公文6725件。")
    inferred = next(check for check in told if len(check.terms) == 3)
    assert (inferred.left, inferred.holds, inferred.closed) == (Decimal(19256), True, False)
    assert "推断" in inferred.note


def test_more_was_disposed_of_than_found_is_a_warning() -> None:
    told = checks(
        "排查发现未纳管账号共113个，其中市筛查102个，县自查11个。经整改，共注销账号122个，17个正常运营的账号已备案。"
    )
    assert [(check.level.value, check.kind, check.left, check.right) for check in told] == [
        ("none", "narrative_sum", 113, 113),
        ("warning", "cross_figure", 139, 113),
    ]


def test_a_verdict_on_a_finding_finds_it_again_after_other_text_has_changed() -> None:
    fault = "排查信息5000条，其中市直部门1000条，县区3900条。"
    one = next(check for check in checks(fault) if check.level.value == "error")
    two = next(
        check for check in checks(f"召开会议3次，其中专题会1次，推进会2次。\n{fault}") if check.level.value == "error"
    )
    other = next(check for check in checks(fault.replace("3900", "3800")) if check.level.value == "error")
    assert one.fingerprint == two.fingerprint != other.fingerprint
