"""Words and numbers of comparing: what is known of a figure, where it is from, from which size on rates and texts are compared."""

from __future__ import annotations

from typing import Final

from gongkai.kernel.vocabulary import Number, Term


class Known(Term):
    """What is known of a figure. Only the first has a number; none of the others is ever taken for 0."""

    YES = "yes", "有数"
    UNFILLED = "unfilled", "未填报"
    NO_ITEM = "no_item", "无此项"
    NO_REPORT = "no_report", "无报告"


class Origin(Term):
    """Where the figures of an organ's year are from; the first that there is counts."""

    PUBLISHED = "published", "已公布的报告"
    FILED = "filed", "审核通过的报送"


# Below twenty one case more or less moves a rate by more than five percentage points: such rates say nothing about the office.
LEAST: Final = Number(
    "comparing.least", "比率参加排名、计算增幅的最小基数", 20, "件", "本系统默认：基数不足20件时，一件之差就使比率变动5个百分点以上", 1, 10_000
)  # fmt: skip
# Disputes are few everywhere; below ten one more or less moves their rates by more than ten points.
LEAST_DISPUTES: Final = Number(
    "comparing.least_disputes", "复议诉讼纠正率参加排名的最小基数", 10, "件", "本系统默认：基数不足10件时，一件之差就使比率变动10个百分点以上", 1, 10_000
)  # fmt: skip
# Ten reports of ten places share less than 3 % with each other (tests/oversee/comparing/test_alike.py).
ALIKE_OTHERS: Final = Number(
    "comparing.alike_others", "与其他机关报告雷同的提示线", 30, "%", "本系统默认：各地已公布的报告之间一般不超过3%，可按核查力量调整", 5, 100
)  # fmt: skip
# An office may keep its own wording from year to year; it is shown when hardly anything else is left.
ALIKE_FORMER: Final = Number(
    "comparing.alike_former", "与本机关上一年度报告雷同的提示线", 70, "%", "本系统默认，可按核查力量调整", 5, 100
)
LEAST_TEXT: Final = Number(
    "comparing.least_text", "参加雷同比较的最少文字", 200, "字", "本系统默认：除去固定表述后文字过少的，雷同比例没有意义", 50, 5_000
)  # fmt: skip
NUMBERS: Final = (LEAST, LEAST_DISPUTES, ALIKE_OTHERS, ALIKE_FORMER, LEAST_TEXT)
