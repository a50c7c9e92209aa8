"""The reply (答复书) of every outcome: the eight elements, its article, its result in plain words, its remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from gongkai.answer.foi.letters.procedure import Facts, application, contact
from gongkai.answer.foi.letters.wording import FEE_RULES, REGULATION, YOU, Sheet, chinese_day, required, sentence
from gongkai.answer.foi.rules import NEEDS, Clause
from gongkai.answer.foi.rules.receipt import day_of
from gongkai.answer.foi.terms import OUTCOMES, Explanation, LetterKind, Outcome, Remedy
from gongkai.kernel.vocabulary import Refusal
from gongkai.kernel.workflow import Event


@dataclass(frozen=True)
class Wording:
    """One reply: the articles, the result, and what the decision's fields add, each with its lead."""

    articles: str
    result: str
    parts: tuple[tuple[str, str], ...] = ()
    title: str = "政府信息公开申请答复书"
    silent: bool = False  # 国家秘密: nothing that people wrote about the information is printed


_INFORMATION = f"{YOU}申请公开的政府信息"
_WHY = ("reason", "理由：")
_NOTICE = "政府信息公开申请告知书"
_LAW = ("law", "依据的法律、法规条款：")

WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        "open": Wording(
            "第三十六条第二项",
            f"{_INFORMATION}可以公开，本机关予以公开。",
            (("given", "提供的信息及提供方式："), ("override", "第三方不同意公开，本机关仍予公开的理由：")),
        ),
        "already": Wording(
            "第三十六条第一项", f"{_INFORMATION}已经主动公开。", (("where", "获取该信息的方式、途径："),)
        ),
        "partial": Wording(
            "第三十七条",
            f"{_INFORMATION}中含有不应当公开的内容，能够作区分处理，本机关予以部分公开。",
            (("given", "提供的信息及提供方式："), ("override", "第三方不同意公开，本机关仍予公开的理由：")),
        ),
        "deny_secret": Wording(
            "第十四条、第三十六条第三项", f"{_INFORMATION}属于依法确定的国家秘密，本机关不予公开。", silent=True
        ),
        "deny_law": Wording(
            "第十四条、第三十六条第三项",
            f"{_INFORMATION}属于法律、行政法规禁止公开的政府信息，本机关不予公开。",
            (("law", "禁止公开的法律、行政法规条款："), _WHY),
        ),
        "deny_safety": Wording(
            "第十四条、第三十六条第三项",
            f"{_INFORMATION}公开后可能危及国家安全、公共安全、经济安全、社会稳定，本机关不予公开。",
            (_WHY,),
        ),
        "deny_third": Wording(
            "第十五条、第三十二条、第三十六条第三项",
            f"{_INFORMATION}涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害，本机关不予公开。",
            (_WHY,),
        ),
        "deny_internal": Wording(
            "第十六条第一款、第三十六条第三项",
            f"{_INFORMATION}属于本机关的内部事务信息，本机关不予公开。",
            (_WHY,),
        ),
        "deny_process": Wording(
            "第十六条第二款、第三十六条第三项",
            f"{_INFORMATION}属于行政机关在履行行政管理职能过程中形成的过程性信息，本机关不予公开。",
            (_WHY,),
        ),
        "deny_casefile": Wording(
            "第十六条第二款、第三十六条第三项", f"{_INFORMATION}属于行政执法案卷信息，本机关不予公开。", (_WHY,)
        ),
        "query": Wording(
            "第三十六条第七项",
            f"{YOU}申请公开的信息，有关法律、行政法规对其获取有特别规定，请依照有关规定办理。",
            (("law", "有关法律、行政法规："), ("where", "办理的方式、途径：")),
        ),
        "not_exist": Wording("第三十六条第四项", f"经检索，本机关没有{YOU}申请公开的信息，该政府信息不存在。"),
        "not_ours": Wording(
            "第三十六条第五项",
            f"{YOU}申请公开的信息不属于本机关负责公开。",
            (_WHY, ("other_organ", "负责公开该信息的机关及其联系方式：")),
        ),
        "make": Wording(
            "第三十八条",
            f"{YOU}申请公开的信息不是本机关已经制作或者获取的现有信息，需要对现有政府信息进行加工、分析，本机关不予提供。",
            (_WHY,),
        ),
        "unclear": Wording(
            "第三十条",
            f"{YOU}补正后的申请内容仍不明确，本机关无法据此提供政府信息。",
            (("reason", "不明确之处："),),
        ),
        "petition": Wording(
            "第三十九条第一款",
            f"{YOU}以政府信息公开申请的形式进行信访、投诉、举报等活动，本机关不作为政府信息公开申请处理。",
            (("where", "可以通过下列渠道提出："), _WHY),
            _NOTICE,
        ),
        "repeat": Wording(
            "第三十六条第六项",
            f"本机关已经就{YOU}申请公开的相同政府信息作出答复，不予重复处理。",
            (("earlier", "此前的答复："),),
            _NOTICE,
        ),
        "publication": Wording(
            "第三十九条第二款",
            f"{YOU}申请的内容为要求本机关提供政府公报、报刊、书籍等公开出版物，本机关不予处理。",
            (("where", "获取的途径："),),
            _NOTICE,
        ),
        "abuse": Wording(
            "第三十五条",
            f"{YOU}申请公开政府信息的数量、频次明显超过合理范围，没有说明合理理由，本机关不予处理。",
            (_WHY,),
            _NOTICE,
        ),
        "confirm": Wording(
            "",
            f"{YOU}申请的内容为要求本机关确认或者重新出具{YOU}已经获取的信息，本机关不予处理。",
            (("earlier", "此前获取该信息的情况："), _LAW),
            _NOTICE,
        ),
        "no_supplement": Wording(
            "第三十条", f"{YOU}无正当理由逾期不补正，视为放弃申请，本机关不再处理该申请。", (), _NOTICE
        ),
        "no_fee": Wording(
            "第四十二条", f"{YOU}逾期未缴纳信息处理费，视为放弃申请，本机关不再处理该申请。", (), _NOTICE
        ),
        "other": Wording("", "本机关对该申请的处理结果如下。", (_WHY, _LAW), _NOTICE),
    }
)

TITLES: Mapping[str, str] = MappingProxyType({code: wording.title for code, wording in WORDINGS.items()})
_ARTICLE_OF_GROUND = {"deny_secret": "第十四条", "deny_law": "第十四条", "deny_safety": "第十四条", "deny_third": "第十五条",
                      "deny_internal": "第十六条第一款", "deny_process": "第十六条第二款", "deny_casefile": "第十六条第二款"}  # fmt: skip


def reply(sheet: Sheet, one: Outcome, facts: Facts) -> None:
    """Write the reply: 申请内容和收到时间, 检索经过, 依据和结果, 救济途径; number, title, organ and date stand around it."""
    wording = WORDINGS[one.code]
    for name in one.needs:
        if not str(facts.get(name) or "").strip():
            raise Refusal(f"请填写{NEEDS[name]}。", field=name)
    required(facts, "received_on")
    sheet.head("一、申请内容")
    application(sheet, facts)
    sheet.head("二、办理和检索情况")
    for line in course(facts.get("history") or ()):
        sheet.say(line)
    search = str(facts.get("search") or "").strip()
    if search and not wording.silent:
        sheet.tell("检索经过：", sentence(search))
    else:
        sheet.say("本机关对申请内容进行了审查。")
    sheet.head("三、答复意见")
    sheet.say(_basis(one, wording, facts) + wording.result)
    if not wording.silent:
        _parts(sheet, wording.parts, facts)
    if one.code == "partial":
        _withheld(sheet, facts)
    body = str(facts.get("body") or "").strip()
    if body and not wording.silent and facts.get("ground") != "deny_secret":
        sheet.rich(body)
    if one.remedy is not Remedy.NONE:
        sheet.head("四、救济途径")
        sheet.say(_remedy(one, facts).text)
    contact(sheet, facts)


def course(history: Sequence[Event]) -> list[str]:
    """What happened on the way, a sentence each, from the dated events; who was asked stays unnamed."""
    lines: list[str] = []
    kinds: set[str] = set()
    for event in history:
        day, data = chinese_day(day_of(event)), event.data
        if event.move == "ask":
            lines.append(f"本机关于{day}告知{YOU}补正申请内容。")
        elif event.move == "amend":
            lines.append(f"本机关于{day}收到补正的申请，答复期限自该日起计算。")
        elif event.move in {"consult", "consult_more"}:
            kinds.add(str(data.get("kind")))
            if event.move == "consult":
                lines.append(f"本机关于{day}起依法书面征求有关方面的意见。")
        elif event.move == "heard_all":
            who = "第三方和其他机关" if len(kinds) > 1 else "第三方" if LetterKind.THIRD in kinds else "其他机关"
            lines.append(f"征求{who}意见于{day}结束，所需时间不计算在答复期限内。")
        elif event.move == "extend":
            lines.append(
                f"经本机关政府信息公开工作机构负责人同意，答复期限延长{data.get('extend_by', 20)}个工作日，已告知{YOU}。"
            )
        elif event.move == "ask_reasons":
            lines.append(f"本机关于{day}要求{YOU}说明理由。")
        elif event.move == "reasoned":
            lines.append(f"本机关于{day}收到{YOU}说明的理由。")
        elif event.move == "explained":
            lines.append(
                f"{YOU}未说明理由。"
                if data.get("finding") == Explanation.NONE
                else f"本机关于{day}对{YOU}说明的理由作出认定。"
            )
        elif event.move == "charge":
            lines.append(f"本机关于{day}发出收费通知。")
        elif event.move == "paid":
            lines.append(f"{YOU}于{day}缴纳信息处理费，答复期限自次日起计算。")
    return lines


def _basis(one: Outcome, wording: Wording, facts: Facts) -> str:
    articles = wording.articles
    if one.code == "partial":
        articles = f"{_ARTICLE_OF_GROUND[_ground(facts)]}、第三十六条第三项、{articles}"
    if one.code == "no_fee":
        return f"依照{REGULATION}{articles}和{FEE_RULES}，"
    return f"依照{REGULATION}{articles}，" if articles else ""


def _ground(facts: Facts) -> str:
    ground = str(facts.get("ground"))
    if ground not in _ARTICLE_OF_GROUND:
        raise Refusal("不予公开部分的依据须从不予公开的各种情形中选择。", field="ground")
    return ground


def _withheld(sheet: Sheet, facts: Facts) -> None:
    """条例37: 对不予公开的内容说明理由; of a secret only that it is one."""
    ground = _ground(facts)
    if ground == "deny_secret":
        sheet.say("其中属于依法确定的国家秘密的部分，本机关不予公开。")
        return
    label = next(one.line.label for one in OUTCOMES if one.code == ground)
    sheet.tell("不予公开的部分：", sentence(str(facts["withheld"])))
    sheet.tell(f"该部分不予公开的理由（{label}）：", sentence(str(facts["reason"])))


def _parts(sheet: Sheet, parts: Sequence[tuple[str, str]], facts: Facts) -> None:
    for name, lead in parts:
        if text := str(facts.get(name) or "").strip():
            sheet.tell(lead, sentence(text))


def _remedy(one: Outcome, facts: Mapping[str, Any]) -> Clause:
    """行政复议法23 末款: that reconsideration comes first must be told."""
    clause: Clause | None = facts.get("remedy")
    if clause is None or not clause.text:
        raise Refusal("答复书须写明救济途径。", field="remedy")
    if clause.kind != one.remedy:
        raise Refusal("救济途径与办理结果不一致。", field="remedy")
    return clause
