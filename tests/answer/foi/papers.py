"""Letters for the tests: an office of the county, an applicant, and every fact filled in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from gongkai.answer.foi import letters, rules
from gongkai.answer.foi.terms import outcome

BUREAU = rules.OrganFacts(
    "清源县水利局",
    government="清源县人民政府",
    review_online="https://fy.example.cn/",
    office="办公室",
    address="清源县中山路1号",
    phone="0577-12345678",
)
FACTS: dict[str, Any] = {
    "organ": BUREAU, "applicant": "张三", "application_number": "清水公开申〔2026〕3号", "channel": "online",
    "description": "2025年红旗水库除险加固工程竣工验收意见书", "submitted_on": date(2026, 3, 1),
    "received_on": date(2026, 3, 2), "due_on": date(2026, 3, 30), "date": date(2026, 3, 20),
    "number": "清水公开答〔2026〕3号", "what": "请写明文件的名称", "days": 10, "addressee": "云岫建设有限公司",
    "about": "施工合同的单价表", "basis": "items", "quantity": 45, "amount": 5500, "how": "银行转账",
    "given": "竣工验收意见书复印件3页，随本答复书提供", "where": "清源县人民政府网站", "withheld": "施工单位的银行账号",
    "ground": "deny_third", "reason": "属于商业秘密", "law": "《不动产登记暂行条例》第二十七条",
    "search": "检索了办公室、工程科的档案室和公文系统，以“红旗水库”检索2024年至2026年的文件，没有结果",
    "earlier": "清水公开答〔2025〕7号，2025年6月3日", "override": "", "other_organ": "清源县财政局，0577-87654321",
}  # fmt: skip


def written(kind: str, **facts: Any) -> dict[str, Any]:
    """A letter with everything that it may tell, changed by ``facts``."""
    remedy = None
    if kind not in letters.KINDS:
        remedy = rules.remedy(outcome(kind), BUREAU, served_online=True)
    elif kind == "third_party_disclosure":
        remedy = rules.remedy(outcome("open"), BUREAU, third_party=True)
    return letters.document(kind, {**FACTS, "remedy": remedy, **facts})


def plain(document: dict[str, Any]) -> str:
    """Everything that a letter prints, in order, without line ends."""
    parts = [document[key] for key in ("masthead", "number", "title", "addressee")]
    return "".join([*parts, *_texts(document["blocks"]), document["signature"], document["date"]])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
