"""The text of a summary, pure: sentences of our own; every number in them comes from the form, last year's beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from gongkai.oversee.annual.narrative import OPEN
from gongkai.oversee.annual.report import Figure, number_words
from gongkai.oversee.yearly.items import NOTHING_SUCH, Answer, Item, Layout
from gongkai.oversee.yearly.rules import growth
from gongkai.oversee.yearly.sheet import Row

#: How a sentence is called where an officer chooses what to name; the first six follow the parts of the form.
SENTENCES = {
    "channels.sentence": "公开渠道",
    "places.sentence": "查阅场所",
    "stock.sentence": "公开总量",
    "reading.sentence": "解读回应",
    "requests.sentence": "依申请公开",
    "oversight.sentence": "监督保障",
    "topics.sentence": "主动公开较多的事项",
    "ways.sentence": "申请的渠道",
    "results.sentence": "申请的办理结果",
    "disputes.sentence": "复议和诉讼件数",
}
_PARTS = tuple(SENTENCES)[:6]


def compared(new: Answer, old: Answer, unit: str) -> str:
    """（上年378800条，增长35.73%）; nothing without last year's number, no growth where it was 0."""
    if not isinstance(new, Decimal) or not isinstance(old, Decimal):
        return ""
    words = f"上年{number_words(old)}{unit}"
    rate = growth(new, old)
    if new == old:
        return f"（{words}，持平）"
    if rate is None:
        return f"（{words}）"
    return f"（{words}，{'增长' if new > old else '下降'}{number_words(abs(rate))}%）"


def said(item: Item, new: Answer, old: Answer) -> str:
    """政府公报出版14期（上年12期，增长16.67%）; nothing for what the office does not have or nobody filled in."""
    if not isinstance(new, Decimal):
        return ""
    return f"{item.name}{number_words(new)}{item.unit}{compared(new, old, item.unit)}"


def sentences(
    layout: Layout, answers: Mapping[str, Answer], last: Mapping[str, Answer], *, topics: Sequence[Row],
    channels: Sequence[Row], results: Sequence[Row], disputes: Mapping[str, int],
) -> dict[str, str]:  # fmt: skip
    """The sentences that a text may name."""
    found = {
        name: _joined(said(item, answers.get(item.code), last.get(item.code)) for item in part.items)
        for name, part in zip(_PARTS, layout.parts, strict=True)
    }
    most = sorted((row for row in topics if row.now), key=lambda row: -row.now)[:5]
    found["topics.sentence"] = _told("公开较多的事项：", most)
    found["ways.sentence"] = _told("新收申请中，", channels)
    found["results.sentence"] = _told("办结的申请中，", results)
    return found | {"disputes.sentence": _disputes(disputes)}


def _told(lead: str, rows: Iterable[Row]) -> str:
    words = "，".join(f"{row.label}{row.now}件" for row in rows if row.now)
    return f"{lead}{words}。" if words else ""


def _joined(words: Iterable[str]) -> str:
    text = "；".join(one for one in words if one)
    return f"{text}。" if text else ""


def _disputes(counts: Mapping[str, int]) -> str:
    told = []
    for code, some, none in (
        ("review", "因政府信息公开被申请行政复议", "没有因政府信息公开被申请行政复议"),
        ("court", "被提起行政诉讼", "没有因政府信息公开被提起行政诉讼"),
    ):
        n, wrong = counts[code], counts[f"{code}_corrected"]
        told.append(f"{some}{n}件" + (f"（结果纠正{wrong}件）" if wrong else "") if n else none)
    return "，".join(told) + "。"


def figures(
    layout: Layout, answers: Mapping[str, Answer], last: Mapping[str, Answer], results: Sequence[tuple[str, Row]]
) -> dict[str, Figure]:
    """The numbers that a text may name: every item, last year's and its growth, the requests by result and channel."""
    found: dict[str, Figure] = {}
    for item in layout.items:
        new, old = answers.get(item.code), last.get(item.code)
        if new == NOTHING_SUCH:
            continue
        found[item.code] = Figure(item.name, new if isinstance(new, Decimal) else None, item.unit)
        if isinstance(old, Decimal):
            found[f"last.{item.code}"] = Figure(f"上年{item.name}", old, item.unit)
            rate = growth(new, old) if isinstance(new, Decimal) else None
            if rate is not None:
                found[f"growth.{item.code}"] = Figure(f"{item.name}比上年增长", rate, "%")
    for code, row in results:
        found[code] = Figure(row.label, row.now)
    return found


def opening(organ: str, year: int, scope: str) -> str:
    """开头: the year, whose numbers these are; what the year was about is the office's to write."""
    return f"{year}年，{organ}依照《中华人民共和国政府信息公开条例》开展政务公开工作。本总结的数据{scope}。{OPEN}"


def work() -> str:
    """工作开展情况: the subjects of published summaries; what only the office knows is left open."""
    return "\n".join(
        [
            "（一）主动公开",
            "{channels.sentence}{topics.sentence}{stock.sentence}",
            "（二）解读回应",
            f"{{reading.sentence}}{OPEN}",
            "（三）依申请公开",
            "{requests.sentence}{ways.sentence}{results.sentence}年末尚在办理{request.open_end}件。{disputes.sentence}",
            "（四）平台和查阅场所",
            f"{{places.sentence}}{OPEN}",
            "（五）监督保障",
            f"{{oversight.sentence}}{OPEN}",
        ]
    )
