"""What art 29 asks of an applicant, checked without the database: name, proof of identity, contact, what, how. Never the purpose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from stdnum.cn import uscc

from gongkai.answer.foi.terms import ApplicantKind, IdentityKind, SupplyForm, SupplyWay
from gongkai.kernel.casework.masking import masked
from gongkai.kernel.screening import identity as resident
from gongkai.kernel.vocabulary import Refusal, clean, half_width

_HEADED = 300  # characters of it that a heading is made from: a number at its end is seen whole
LONGEST = 5000  # characters of a description; a longer one belongs in an attachment
WITH_SUPPLEMENT = 2 * LONGEST + 100  # of a description and what was supplemented to it
FACTS = {
    "name": ("姓名或者名称", 100),
    "identity_kind": ("身份证明类型", 12),
    "identity_number": ("身份证明号码", 40),
    "phone": ("联系电话", 40),
    "email": ("电子邮箱", 200),
    "address": ("通信地址", 200),
    "representative": ("代表人或者联系人", 80),
}

_PHONE = re.compile(r"\+?[\d(][\d\s()-]{4,28}(?:转\s?\d{1,6})?")
_EMAIL = re.compile(r"[^@\s<>\",;:\\]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24}")
_PASSPORT = re.compile(r"(?=.*\d)[A-Z0-9]{5,20}")
# Home return permits (H/M and 8 to 10 digits), those of Taiwan (8 or 10 digits and a letter), residence permits (81, 82, 83).
_PERMIT = re.compile(r"[HM]\d{8}(?:\d{2})?|[0-9]{8}(?:[0-9]{2}[A-Z]?)?|8[123]0000\d{11}[\dX]")
_CREDIT = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}")


@dataclass(frozen=True)
class Applicant:
    """Checked facts: ``facts`` are sealed as they are, ``kind`` is the column of table three."""

    kind: ApplicantKind
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Wish:
    """What is asked, in which form, by which way, with which help (条例29, 43)."""

    description: str
    form: SupplyForm
    way: SupplyWay
    needs_help: str


def applicant(given: Mapping[str, str], *, complete: bool = True) -> Applicant:
    """The applicant as typed, cleaned and checked (条例29(1)); Refusal with the name of the field.

    ``complete=False`` for what came on paper: proof of identity or contact may be missing there and is asked for by 补正.
    """
    unknown = set(given) - set(FACTS) - {"kind"}
    if unknown:
        raise ValueError(f"not facts of an applicant: {sorted(unknown)}")
    facts = {}
    for name, (label, longest) in FACTS.items():
        value = " ".join(clean(str(given.get(name) or "")).split())
        if len(value) > longest:
            raise Refusal(f"{label}最多{longest}字，现有{len(value)}字。", field=name)
        facts[name] = value
    kind = _kind(str(given.get("kind") or ""))
    if not facts["name"]:
        raise Refusal("请填写姓名或者名称。", field="name")
    if kind is ApplicantKind.NATURAL and len(facts["name"]) < 2:
        raise Refusal("请填写完整的姓名。", field="name")
    facts |= _identity(kind, facts, complete=complete)
    facts |= _contact(facts, complete=complete)
    return Applicant(kind, {name: value for name, value in facts.items() if value})


def _kind(value: str) -> ApplicantKind:
    if value not in set(ApplicantKind):
        raise Refusal("请选择申请人类型。", field="kind")
    return ApplicantKind(value)


def _identity(kind: ApplicantKind, facts: Mapping[str, str], *, complete: bool) -> dict[str, str]:
    natural = kind is ApplicantKind.NATURAL
    number = half_width(facts["identity_number"]).upper().replace(" ", "").replace("-", "")
    given = facts["identity_kind"] or ("" if natural else IdentityKind.CREDIT.value)
    if not number:
        if complete:
            label = "身份证明号码" if natural else "统一社会信用代码"
            raise Refusal(f"请填写{label}（条例第二十九条）。", field="identity_number")
        return {"identity_kind": "", "identity_number": ""}
    if given not in set(IdentityKind):
        raise Refusal("请选择身份证明类型。", field="identity_kind")
    proof = IdentityKind(given)
    if natural == (proof is IdentityKind.CREDIT):
        sentence = "自然人请提供居民身份证、居住证、通行证或者护照。" if natural else "单位请提供统一社会信用代码。"
        raise Refusal(sentence, field="identity_kind")
    if fault := identity_fault(proof, number):
        raise Refusal(fault, field="identity_number")
    return {"identity_kind": proof.value, "identity_number": number}


def identity_fault(proof: IdentityKind, number: str) -> str:
    """What is wrong with the number of a proof of identity (upper case, no blanks), in Chinese; empty when plausible."""
    if proof is IdentityKind.RESIDENT:
        if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
            return f"居民身份证号码应为18位，现有{len(number)}位，请核对。"
        if not resident.is_valid(number):
            return "居民身份证号码不正确（地区、出生日期或校验码不符），请核对。"
        return ""
    if proof is IdentityKind.CREDIT:
        if len(number) != 18:
            return f"统一社会信用代码应为18位，现有{len(number)}位，请核对。"
        if not _CREDIT.fullmatch(number) or uscc.calc_check_digit(number[:17]) != number[17]:
            return "统一社会信用代码不正确（校验码不符），请核对。"
        return ""
    if proof is IdentityKind.PERMIT and not _PERMIT.fullmatch(number):
        return "居住证或者通行证号码不正确，请核对。"
    if proof is IdentityKind.PASSPORT and not _PASSPORT.fullmatch(number):
        return "护照号码应为5至20位字母和数字，请核对。"
    return ""


def _contact(facts: Mapping[str, str], *, complete: bool) -> dict[str, str]:
    phone = half_width(facts["phone"]).strip()
    email = half_width(facts["email"]).strip()
    if phone and not _PHONE.fullmatch(phone):
        raise Refusal("联系电话只能包含数字、空格、括号和连字符，请核对。", field="phone")
    if email and not _EMAIL.fullmatch(email):
        raise Refusal("电子邮箱格式不正确，请核对。", field="email")
    if complete and not (phone or email or facts["address"]):
        raise Refusal("请至少填写一种联系方式：电话、电子邮箱或者通信地址（条例第二十九条）。", field="phone")
    return {"phone": phone, "email": email}


def wish(who: Applicant, *, description: str, form: str, way: str, needs_help: str = "", complete: bool = True) -> Wish:
    """What is asked and how it is to be supplied (条例29(2), 29(3)); Refusal with the name of the field."""
    text = described(description)
    if form not in set(SupplyForm):
        raise Refusal("请选择获取政府信息的形式。", field="supply_form")
    if way not in set(SupplyWay):
        raise Refusal("请选择获取政府信息的途径。", field="supply_way")
    if complete:
        if way == SupplyWay.POST and not who.facts.get("address"):
            raise Refusal("选择邮寄的，请填写通信地址。", field="address")
        if way == SupplyWay.EMAIL and not who.facts.get("email"):
            raise Refusal("选择电子邮件的，请填写电子邮箱。", field="email")
        if way == SupplyWay.FAX and not who.facts.get("phone"):
            raise Refusal("选择传真的，请在联系电话中填写传真号码。", field="phone")
    # What was ticked on paper is entered as it was ticked, only to look on the spot one has to come.
    if (complete or form == SupplyForm.INSPECT) and (fault := supply_fault(form, way)):
        raise Refusal(fault, field="supply_way")
    help_ = " ".join(clean(needs_help).split())
    if len(help_) > 300:
        raise Refusal(f"需要的帮助最多300字，现有{len(help_)}字。", field="needs_help")
    return Wish(text, SupplyForm(form), SupplyWay(way), help_)


def supply_fault(form: str, way: str) -> str:
    """Why a form of supply cannot be had by a way (条例40: as it was asked for), in Chinese; empty when it can."""
    if form == SupplyForm.INSPECT and way != SupplyWay.PICK_UP:
        return "现场查阅、抄录的，途径请选择当面领取。"
    if form == SupplyForm.PAPER and way in {SupplyWay.ONLINE, SupplyWay.EMAIL}:
        how = "在网上获取" if way == SupplyWay.ONLINE else "用电子邮件发送"
        return f"纸质的信息不能{how}：请把形式改为“电子数据”，或者把途径改为邮寄、当面领取。"
    return ""


def described(text: str, field: str = "description", longest: int = LONGEST) -> str:
    """The description of what is wanted, cleaned; Refusal when it says nothing or is too long."""
    text = clean(text).strip()
    if not any(letter.isalnum() for letter in text):
        raise Refusal("请写明所需信息的名称、文号或者便于查询的其他特征（条例第二十九条）。", field=field)
    if len(text) > longest:
        raise Refusal(f"所需信息的描述最多{longest}字，现有{len(text)}字。较长的内容请作为附件提交。", field=field)
    return text


def title(description: str, facts: Mapping[str, str]) -> str:
    """The heading of a case: the first sixty characters of what is asked, in one line, without who asks.

    It stands in lists, notices and mails; the application itself keeps its words.
    """
    line = " ".join(description.split())
    line = masked(line if len(line) <= _HEADED else line[:_HEADED], facts)
    return line if len(line) <= 60 else f"{line[:59]}…"
