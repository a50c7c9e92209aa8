"""By when the other yearly forms are public, and whether public institutions are asked for a report; configurable numbers."""

from __future__ import annotations

from typing import Final

from gongkai.kernel.vocabulary import Number

_DAY: Final = "（月日，131即1月31日）"
# 国办函〔2018〕12号 by way of practice: 每年1月31日前
WEBSITE: Final = Number(
    "yearly.due_website", "政府网站工作年度报表公布截止日", 131, _DAY, "国办函〔2018〕12号（待核对原文）", 101, 331
)
NO_RULE: Final = "没有全国统一规定，依照当地要求"
# No national rule: summaries are seen from December to March.
SUMMARY: Final = Number("yearly.due_summary", "政务公开工作年度总结公布截止日", 131, _DAY, NO_RULE, 101, 630)
# 条例55: public enterprises and institutions follow rules of their own; art 49 does not name them.
INSTITUTIONS: Final = Number(
    "yearly.institutions_report", "公共企事业单位的年度报告", 0, "", "条例第五十五条，依照当地规定", 0, 1,
    values=("不要求公布", "要求公布"),
)  # fmt: skip
# Reports of the years before a platform held them are public elsewhere: nobody is called late for them here.
LISTED_FROM: Final = Number(
    "yearly.listed_from",
    "从哪一年度起列出年报公布情况",
    2008,
    "年",
    "条例自2008年5月1日起施行，可按平台启用的年度调整",
    2008,
    2100,
)
NUMBERS: Final = (WEBSITE, SUMMARY, INSTITUTIONS, LISTED_FROM)
