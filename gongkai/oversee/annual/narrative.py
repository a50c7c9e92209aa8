"""The text of a report, pure: sentences of our own in which every number is a name in braces that the tables fill in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual.report import UNFILLED, Figure, Report, json_number, number_words
from gongkai.oversee.annual.terms import TaskState

NAME = re.compile(r"\{([^{}]{0,60})\}")
OPEN = "【待补充】"  # what only the office knows; publication waits until it is written
LONGEST = 20_000  # characters of one text
_HEADING = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。；！？{}]{1,28}")


@dataclass(frozen=True)
class Bound:
    """A number that a text names: the name, what it is, its value."""

    name: str
    figure: Figure


def names(text: str) -> list[str]:
    """The names in braces, in reading order."""
    return [found[1].strip() for found in NAME.finditer(text)]


def figure(report: Report, name: str) -> Figure | None:
    """The number under a name: a cell of the tables or a figure of the year; None when there is none."""
    if name in report.figures:
        return report.figures[name]
    if name not in report.cells:
        return None
    if name == "fee.amount":
        unit = "万元"
    elif name.partition(".")[0] in {"license", "penalty", "coercion"}:
        unit = "项"
    else:
        unit = "件"
    return Figure(report.form.label_of(name), report.cells[name], unit)


def check_names(report: Report, text: str, field: str) -> None:
    """Refusal for a name in braces that no number bears, and for a brace without its partner."""
    if len(text) > LONGEST:
        raise Refusal(f"文字过长：最多{LONGEST}字，现有{len(text)}字。", field=field)
    for name in names(text):
        if name not in report.sentences and figure(report, name) is None:
            raise Refusal(f"花括号中的“{name}”不是可以引用的数据名，请从“可引用的数据”中选择。", field=field)
    rest = NAME.sub("", text)
    if "{" in rest or "}" in rest:
        raise Refusal("花括号没有成对出现，请核对引用的数据名。", field=field)


def filled(report: Report, text: str) -> str:
    """The text with its numbers; a number that nobody has filled in reads 未填报."""

    def value(found: re.Match[str]) -> str:
        name = found[1].strip()
        if name in report.sentences:
            return report.sentences[name]
        known = figure(report, name)
        return UNFILLED if known is None else number_words(known.value)

    return NAME.sub(value, text)


def bound(report: Report, text: str) -> Iterator[Bound]:
    """The numbers that a text names, each once."""
    for name in dict.fromkeys(names(text)):
        known = figure(report, name)
        if known is not None:
            yield Bound(name, known)


def narrative_figures(report: Report, text: str) -> list[dict[str, Any]]:
    """The numbers of a text as reports are exchanged: key, value, unit; ``cell`` says where they come from."""
    return [
        {"key": one.figure.label, "value": json_number(one.figure.value), "unit": one.figure.unit, "cell": one.name}
        for one in bound(report, text)
    ]


def paragraphs(text: str) -> Iterator[tuple[str, str]]:
    """Lines of a text as (tag, words): h3 for （一） headings that stand alone, else p."""
    for line in text.split("\n"):
        words = line.strip(" \t\u3000")
        if words:
            yield ("h3" if _HEADING.fullmatch(words) else "p"), words


@dataclass(frozen=True)
class Told:
    """A task of the year as the text tells it."""

    name: str
    state: str
    result: str


@dataclass(frozen=True)
class Office:
    """The facts of an organ that a report's text names."""

    name: str
    office: str
    address: str
    phone: str
    email: str
    government: bool
    fax: str = ""


def preface(office: Office, year: int) -> str:
    """导语: what the report rests on, which days it covers, whom to ask."""
    asked = office.office if office.office.startswith(office.name) else f"{office.name}{office.office}"
    return (
        f"本报告依照《中华人民共和国政府信息公开条例》第五十条和国务院办公厅规定的格式编制。所列数据的统计期限为{year}年1月1日至12月31日。"
        f"对本报告有疑问的，请与{asked}联系{{office.contact}}。"
    )


def contact_of(office: Office) -> str:
    """（地址：…，电话：…）: how an office is reached, as the organ's facts have it; empty when they have nothing."""
    contact = "，".join(
        f"{label}：{value}"
        for label, value in (
            ("地址", office.address), ("电话", office.phone), ("传真", office.fax), ("电子邮箱", office.email),
        )
        if value
    )  # fmt: skip
    return f"（{contact}）" if contact else ""


def overview(report: Report, office: Office) -> str:
    """总体情况: the subjects of the form in sentences of our own; what only the office knows is left open."""
    documents = (
        "全年制发行政规范性文件{normative.issued}件、废止{normative.repealed}件，年末现行有效{normative.in_force}件。"
        if report.form.code == "2021"
        else "全年新制作规范性文件{normative.made}件，年末对外公开{normative.public}件。"
    )
    oversight = (
        f"工作考核、社会评议和责任追究结果：{OPEN}"
        if office.government
        else f"业务培训、日常检查和责任追究情况：{OPEN}"
    )
    return "\n".join(
        [
            "（一）主动公开",
            "{info.published.sentence}" + documents + "发布政策解读材料{info.interpretations}件。",
            "（二）依申请公开",
            "全年新收政府信息公开申请{new.total}件{new.sentence}，上年结转{carried_in.total}件；办结{total.total}件，"
            "结转下年度继续办理{carried_out.total}件。新收申请中，自然人{new.natural}件，法人或其他组织{new.organisations}件。"
            "办结的申请中，予以公开{open.total}件，部分公开{partial.total}件，不予公开{sum.denied}件，无法提供{sum.unable}件，"
            "不予处理{sum.unhandled}件，其他处理{sum.other}件；依法延长答复期限{foi.extended}件。{foi.late.sentence}",
            "{disputes.sentence}",
            "（三）政府信息管理",
            f"制发公文时同步确定公开属性，发布前逐件审查；更正已公开的信息{{info.corrections}}件。{OPEN}",
            "（四）政府信息公开平台建设",
            f"通过统一的政府信息公开专栏发布法定主动公开内容，提供检索、下载和存证核验。{OPEN}",
            "（五）监督保障",
            "{tasks.sentence}" + oversight,
        ]
    )


OTHERS = "{fees.sentence}"


def figures_of(
    cells: Mapping[str, Any], *, published: int, interpretations: int, corrections: int, late: int, extended: int,
    fee_notices: int, fee_amount: int, fee_paid: int, last_new: int, tasks: Sequence[Told] = (),
) -> dict[str, Figure]:  # fmt: skip
    """The numbers beyond the cells that a text may name."""

    def group(letter: str) -> int:
        return sum(
            int(value or 0)
            for cell, value in cells.items()
            if cell.endswith(".total") and (cell == f"{letter}.total" or (cell[0] == letter and cell[1].isdigit()))
        )

    organisations = int(cells["new.total"] or 0) - int(cells["new.natural"] or 0)
    return {
        "info.published": Figure("全年主动公开政府信息", published, "条"),
        "info.interpretations": Figure("政策解读材料", interpretations),
        "info.corrections": Figure("更正已公开的信息", corrections),
        "new.organisations": Figure("新收申请·法人或其他组织", organisations),
        "sum.denied": Figure("不予公开合计", group("d")),
        "sum.unable": Figure("无法提供合计", group("u")),
        "sum.unhandled": Figure("不予处理合计", group("n")),
        "sum.other": Figure("其他处理合计", group("o")),
        "foi.extended": Figure("办结申请中延长答复期限的", extended),
        "foi.late": Figure("办结申请中逾期答复的", late),
        "last.new": Figure("上年新收申请", last_new),
        "court.total": Figure("行政诉讼合计", int(cells["direct.total"] or 0) + int(cells["post.total"] or 0)),
        "fees.notices": Figure("信息处理费收费通知", fee_notices),
        "fees.amount": Figure("信息处理费通知金额", fee_amount, "元"),
        "fees.paid": Figure("信息处理费实际收取金额", fee_paid, "元"),
        "tasks.total": Figure("年度公开工作任务", len(tasks), "项"),
        **{
            f"tasks.{state.value}": Figure(
                f"年度公开工作任务·{state.label}", sum(one.state == state for one in tasks), "项"
            )
            for state in TaskState
        },
    }


def sentences_of(
    cells: Mapping[str, Any], figures: Mapping[str, Figure], *, tasks: Sequence[Told] = (), contact: str = ""
) -> dict[str, str]:
    """Sentences that read differently when there was nothing."""
    new, last = int(cells["new.total"] or 0), int(figures["last.new"].value or 0)
    change = f"（比上年{'增加' if new > last else '减少'}{abs(new - last)}件）" if new != last else "（与上年持平）"
    late = figures["foi.late"].value
    total = int(cells["total.total"] or 0)
    published = figures["info.published"].value
    notices, amount, paid = (figures[f"fees.{name}"].value for name in ("notices", "amount", "paid"))
    review, court = int(cells["review.total"] or 0), int(figures["court.total"].value or 0)
    if notices or paid:
        fees = f"本年度发出收取信息处理费的通知{notices}件，通知金额合计{amount}元，实际收取{paid}元。"
    else:
        fees = "本年度没有发出收取信息处理费的通知，没有收取信息处理费。"
    told = []
    told.append(f"因政府信息公开被申请行政复议{review}件" if review else "没有因政府信息公开被申请行政复议")
    told.append(f"被提起行政诉讼{court}件" if court else "没有因政府信息公开被提起行政诉讼")
    return {
        "new.sentence": change if last else "",  # without a year before it there is nothing to compare with
        "foi.late.sentence": f"其中逾期答复{late}件。" if late else "均在法定期限内答复。" if total else "",
        "info.published.sentence": f"全年主动公开政府信息{published}条。" if published else "",
        "disputes.sentence": "，".join(told) + "。",
        "fees.sentence": fees,
        "tasks.sentence": _tasks(tasks),
        "tasks.results": "".join(f"{one.name}：{one.result.rstrip('。；')}。" for one in tasks if one.result),
        "office.contact": contact,
    }


def _tasks(tasks: Sequence[Told]) -> str:
    if not tasks:
        return ""
    counted = {state: sum(one.state == state for one in tasks) for state in TaskState}
    if counted[TaskState.DONE] == len(tasks):
        return f"年初确定的公开工作任务{len(tasks)}项，已全部完成。"
    words = {TaskState.DONE: "完成", TaskState.RUNNING: "正在推进", TaskState.UNDONE: "未完成"}
    told = "，".join(f"{words[state]}{number}项" for state, number in counted.items() if number)
    return f"年初确定的公开工作任务{len(tasks)}项，{told}。"


#: How a sentence is called where an officer chooses what to name.
SENTENCES = {
    "new.sentence": "新收申请与上年比较",
    "foi.late.sentence": "是否按期答复",
    "info.published.sentence": "全年主动公开条数",
    "disputes.sentence": "复议和诉讼件数",
    "fees.sentence": "信息处理费情况",
    "tasks.sentence": "年度公开工作任务完成情况",
    "tasks.results": "年度公开工作任务逐项结果",
    "office.contact": "公开工作机构的联系方式",
}
