"""The letters on the way of a request: receipt, supplement, extension, consultation, fee; each says its article."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from gongkai.answer.foi.letters.wording import FEE_RULES, REGULATION, YOU, Sheet, chinese_day, required, sentence
from gongkai.answer.foi.rules import ANSWER_DAYS, FEE_DAYS, LETTER_DAYS, Clause, OrganFacts
from gongkai.answer.foi.terms import Channel, FeeBasis

Facts = Mapping[str, Any]


def application(sheet: Sheet, facts: Facts) -> None:
    """Who asked what, and when it was received (条例31): two of the eight elements."""
    came, received = facts.get("submitted_on"), facts.get("received_on")
    number = str(facts.get("application_number") or "")
    named = f"（登记编号：{number}）" if number else ""
    channel = facts.get("channel")
    how = f"以{Channel(channel).label}方式" if channel else ""
    if came and received and came != received:
        sheet.say(
            f"{YOU}于{chinese_day(came)}{how}提出的政府信息公开申请{named}，本机关收到申请的时间为{chinese_day(received)}。"
        )
    elif received:
        sheet.say(f"{YOU}{how}提出的政府信息公开申请{named}，本机关收到申请的时间为{chinese_day(received)}。")
    else:
        sheet.say(f"{YOU}{how}提出的政府信息公开申请{named}，本机关已经登记。")
    sheet.tell("申请公开的内容为：", str(facts.get("asked") or required(facts, "description")))


def contact(sheet: Sheet, facts: Facts) -> None:
    """Whom to ask."""
    organ: OrganFacts = facts["organ"]
    known = (("联系单位", organ.office or organ.name), ("地址", organ.address), ("电话", organ.phone))
    sheet.say("，".join(f"{label}：{text}" for label, text in known if text) + "。")


def _receipt(sheet: Sheet, facts: Facts) -> None:
    application(sheet, facts)
    if facts.get("received_on"):
        due_on = required(facts, "due_on")
        sheet.say(
            f"依照{REGULATION}第三十三条，本机关将自收到申请之日起{ANSWER_DAYS}个工作日内答复，答复期限至{chinese_day(due_on)}；"
            f"依法补正、征求意见或者延长期限的，以另行告知为准。"
        )
    else:
        sheet.say(
            f"依照{REGULATION}第三十一条，本机关将与{YOU}确认，双方确认之日为收到申请之日，答复期限自该日起计算。"
        )
    contact(sheet, facts)


def _supplement(sheet: Sheet, facts: Facts) -> None:
    application(sheet, facts)
    sheet.say(f"经审查，申请内容不明确。依照{REGULATION}第三十条，现一次性告知{YOU}作出补正。")
    sheet.tell("需要补正的事项：", str(required(facts, "what")))
    sheet.say(
        f"请自收到本告知书之日起{required(facts, 'days')}个工作日内补正。答复期限自本机关收到补正的申请之日起重新计算；"
        f"无正当理由逾期不补正的，视为放弃申请，本机关不再处理该申请。"
    )
    contact(sheet, facts)


def _reasons(sheet: Sheet, facts: Facts) -> None:
    application(sheet, facts)
    sheet.tell(f"{YOU}申请公开政府信息的数量、频次明显超过合理范围：", sentence(str(required(facts, "reason"))))
    days = f"自收到本告知书之日起{facts['days']}个工作日内" if facts.get("days") else "及时"
    sheet.say(
        f"依照{REGULATION}第三十五条，请{days}向本机关说明理由。本机关认为理由不合理的，将告知{YOU}不予处理；"
        f"认为理由合理但是不能在法定期限内答复的，将告知{YOU}延迟答复的合理期限。"
    )
    contact(sheet, facts)


def _extension(sheet: Sheet, facts: Facts) -> None:
    application(sheet, facts)
    days = required(facts, "days")
    until = facts.get("due_on")
    ends = f"，延长后的答复期限至{chinese_day(until)}" if until else "，具体日期在征求意见结束后确定"
    sheet.tell("不能在原答复期限内答复的原因：", sentence(str(required(facts, "reason"))))
    sheet.say(
        f"依照{REGULATION}第三十三条第二款，经本机关政府信息公开工作机构负责人同意，答复期限延长{days}个工作日{ends}。"
    )
    contact(sheet, facts)


def _defer(sheet: Sheet, facts: Facts) -> None:
    application(sheet, facts)
    days = required(facts, "days")
    until = facts.get("due_on")
    ends = f"，至{chinese_day(until)}" if until else ""
    sheet.tell(f"本机关认为{YOU}说明的理由合理，但是不能在法定期限内答复：", sentence(str(required(facts, "reason"))))
    sheet.say(f"依照{REGULATION}第三十五条，本机关确定延迟{days}个工作日答复{ends}。")
    contact(sheet, facts)


def _asked_about(sheet: Sheet, facts: Facts) -> None:
    required(facts, "addressee")
    sheet.tell("涉及的政府信息：", sentence(str(required(facts, "about"))))


def _form_rows() -> list[tuple[str, str]]:
    return [
        ("对公开的意见", "□ 同意公开　　□ 不同意公开"),
        ("不同意公开的理由", ""),
        ("收到征求意见书的日期", ""),
        ("签名或者盖章", ""),
        ("日期", ""),
    ]


def _third_party(sheet: Sheet, facts: Facts) -> None:
    sheet.say(
        "本机关收到政府信息公开申请，其中涉及你（单位）。公开该信息可能损害你（单位）的合法权益，现书面征求意见。"
    )
    _asked_about(sheet, facts)
    sheet.say(
        f"依照{REGULATION}第三十二条，请自收到本征求意见书之日起{LETTER_DAYS}个工作日内提出意见；不同意公开的，请说明理由。"
        f"逾期未提出意见的，由本机关依照该条例的规定决定是否公开。不同意公开且有合理理由的，本机关不予公开；"
        f"本机关认为不公开会对公共利益造成重大影响的，可以决定予以公开，并将决定公开的内容和理由书面告知你（单位）。"
    )
    sheet.say("意见请填写在下面的反馈表中，签名或者盖章后送交本机关。")
    sheet.form(_form_rows())
    contact(sheet, facts)


def _consultation_notice(sheet: Sheet, facts: Facts) -> None:
    application(sheet, facts)
    sheet.say(
        f"因处理该申请需要征求第三方或者其他机关的意见，依照{REGULATION}第三十三条第三款，"
        f"征求意见所需时间不计算在答复期限内。本机关将在征求意见结束后依法答复。"
    )
    contact(sheet, facts)


def _third_party_disclosure(sheet: Sheet, facts: Facts) -> None:
    sheet.say("本机关此前就政府信息公开申请涉及的信息书面征求了你（单位）的意见。经审查，本机关决定公开。")
    required(facts, "addressee")
    sheet.tell("决定公开的内容：", sentence(str(required(facts, "about"))))
    sheet.tell("理由：", sentence(str(required(facts, "reason"))))
    sheet.say(f"依照{REGULATION}第三十二条，现书面告知。")
    clause: Clause = required(facts, "remedy")
    sheet.say(clause.text)
    contact(sheet, facts)


def _co_maker(sheet: Sheet, facts: Facts) -> None:
    sheet.say("本机关收到政府信息公开申请，申请公开的政府信息由本机关牵头、与你单位共同制作，现征求你单位意见。")
    _asked_about(sheet, facts)
    sheet.say(
        f"依照{REGULATION}第三十四条，请自收到本征求意见书之日起{LETTER_DAYS}个工作日内提出意见，"
        f"逾期未提出意见的视为同意公开。"
    )
    contact(sheet, facts)


def _other_organ(sheet: Sheet, facts: Facts) -> None:
    # No article gives another organ a term: the letter asks for that of 条例34.
    sheet.say("本机关收到政府信息公开申请，申请公开的政府信息涉及你单位职责，现征求你单位意见。")
    _asked_about(sheet, facts)
    sheet.say(
        f"请自收到本函之日起{LETTER_DAYS}个工作日内提出意见并说明依据；逾期未提出意见的，由本机关依照{REGULATION}的规定决定。"
    )
    contact(sheet, facts)


_TIERS = {
    FeeBasis.ITEMS: "同一申请人一个自然月内的申请累计：10件以下不收费；第11至30件，每件100元；"
    "31件以上，以10件为一档，每增加一档，每件收费标准提高100元",
    FeeBasis.PAGES: "以件计算页数：30页以下不收费；第31至100页，每页10元；第101至200页，每页20元；201页以上，每页40元",
}


def _fee(sheet: Sheet, facts: Facts) -> None:
    application(sheet, facts)
    basis = FeeBasis(required(facts, "basis"))
    unit = "件" if basis is FeeBasis.ITEMS else "页"
    already = int(facts.get("already") or 0)
    counted = f"本次计{required(facts, 'quantity')}{unit}" + (f"，本月此前已有{already}{unit}" if already else "")
    sheet.say(
        f"{YOU}申请公开政府信息的数量、频次明显超过合理范围。依照{REGULATION}第四十二条和{FEE_RULES}，"
        f"本机关决定{basis.label}信息处理费。"
    )
    sheet.say(f"收费标准：{_TIERS[basis]}。")
    sheet.say(f"收费数额：{counted}，应缴纳人民币{required(facts, 'amount')}元。")
    sheet.tell("缴纳方式：", sentence(str(required(facts, "how"))))
    sheet.say(
        f"请自收到本通知书次日起{FEE_DAYS}个工作日内缴纳；逾期未缴纳的，视为放弃申请，本机关不再处理该申请。"
        f"缴费后，答复期限自缴费次日起重新计算。"
    )
    contact(sheet, facts)


WRITERS: Mapping[str, tuple[str, Callable[[Sheet, Facts], None]]] = MappingProxyType(
    {
        "receipt": ("政府信息公开申请登记回执", _receipt),
        "supplement": ("政府信息公开申请补正告知书", _supplement),
        "reasons": ("政府信息公开申请说明理由告知书", _reasons),
        "extension": ("政府信息公开申请延期答复告知书", _extension),
        "defer": ("政府信息公开申请延迟答复告知书", _defer),
        "third_party": ("政府信息公开征求第三方意见书", _third_party),
        "consultation_notice": ("政府信息公开申请征求意见告知书", _consultation_notice),
        "third_party_disclosure": ("政府信息公开决定告知书（第三方）", _third_party_disclosure),
        "co_maker": ("政府信息公开征求共同制作机关意见函", _co_maker),
        "other_organ": ("政府信息公开征求意见函", _other_organ),
        "fee": ("政府信息公开信息处理费收费通知书", _fee),
    }
)
