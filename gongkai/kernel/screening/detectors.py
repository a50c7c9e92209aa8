"""Decides what a stretch of digits is: identity number, mobile, bank card, or nothing that concerns a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from stdnum import luhn

from gongkai.kernel.screening import context as words
from gongkai.kernel.screening import identity
from gongkai.kernel.screening.context import Context
from gongkai.kernel.screening.digits import Chain, Number, chains
from gongkai.kernel.screening.terms import Action, Hit, Kind

# Segments given to mobile networks; a number outside them is one only where the text says so.
_SEGMENT = re.compile(r"1(?:3\d|4[014-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_MOBILE_GROUPS = {(3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (4, 3, 4), (3, 3, 5), (5, 6)}
_MOBILE_WORD = re.compile(r"(?:tel|phone|mobile|mob|cell|wechat|weixin|wx|vx)[a-z]{0,6}[.:]?$", re.IGNORECASE)
_LETTER = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ_]")
# Bank identification numbers of personal cards in China: UnionPay 62, older domestic ones, Visa, Mastercard, JCB.
_UNIONPAY = re.compile(r"62\d{14,17}|(?:9558|6013|6858|6888|9400|9111|9843)\d{12,15}")
_FOREIGN_CARD = re.compile(r"(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|35[2-8]\d)\d{12}")

# A chain of more groups is a table of figures, not a number broken up.
_MOST_GROUPS = 20_000

Found = tuple[Kind, Action, str]


def _identity(number: Number, around: Context) -> Found | None:
    """GB 11643: eighteen characters by check character; a wrong one only where the text calls it an identity number."""
    digits = number.digits
    if len(digits) not in (15, 18) or not identity.has_province(digits):
        return None
    joined = len(number.groups) > 1
    if len(digits) == 18 and identity.is_valid(digits):
        # One permit or project number in eleven has a right check character: the label decides.
        label = around.label(number.start)[-14:]
        if around.is_denied(number.end):
            return None
        if words.FOREIGN.search(label) and not words.IDENTITY.search(label):
            if words.CERTAIN.search(label):
                return None
            return Kind.IDENTITY, Action.ALLOWED, "符合身份证号的校验规则，但文中写明是其他编号，请核对"
        if not words.IDENTITY.search(label) and words.CERTAIN.search(around.column(number.start, ruled=True)):
            return None
        return Kind.IDENTITY, Action.MUST_MASK, "居民身份证号，校验位正确"
    if joined and not identity.has_birthday(digits):
        return None
    if len(digits) == 15 and (not identity.has_birthday(digits) or number.tied or number.wrapped):
        return None
    if around.is_denied(number.end):
        return None
    label = around.label(number.start)[-14:]
    named = words.IDENTITY.search(label)
    if not named and not words.FOREIGN.search(label):
        column = around.column(number.start)
        named = words.IDENTITY.search(column)
        label = label or column
    if len(digits) == 18:
        if not named or number.wrapped or len(set(digits)) == 1:
            return None
        return Kind.IDENTITY, Action.MUST_MASK, "文中写明是身份证号，但校验位不符，请核对并遮盖"
    if named:
        return Kind.IDENTITY, Action.MUST_MASK, "15位旧身份证号"
    if joined or label_is_foreign(label, around, number) or _touches_letter(around.text, number):
        return None
    return Kind.IDENTITY, Action.MUST_MASK, "疑似15位旧身份证号"


def label_is_foreign(label: str, around: Context, number: Number) -> bool:
    """True when label or column say that the number belongs to a thing, an account, a sum or a count."""
    return bool(
        words.FOREIGN.search(label)
        or words.ACCOUNT.search(label)
        or words.PHONE.search(label)
        or words.STATISTIC.search(label)
        or around.is_foreign(number.start, number.end)
        or around.is_measured(number.start, number.end)
        or around.in_address(number.start)
    )


def _disability(number: Number, around: Context) -> Found | None:
    """A disability certificate number is the identity number and two digits more."""
    if len(number.digits) == 20 and identity.is_valid(number.digits[:18]):
        near = f"{around.line_before(number.start)[-40:]} {around.column(number.start)}"
        if words.DISABLED.search(near):
            return Kind.IDENTITY, Action.MUST_MASK, "残疾人证号含有身份证号"
    return None


def _touches_letter(text: str, number: Number) -> bool:
    before = text[max(0, number.start - 1) : number.start]
    after = text[number.end : number.end + 1]
    return bool(_LETTER.match(before) or _LETTER.match(after))


def _mobile(number: Number, around: Context) -> Found | None:
    """Eleven digits of a mobile segment, unless label, unit or neighbours show that they are something else."""
    digits = number.digits
    if len(digits) != 11:
        for prefix in ("0086", "86", "0"):
            if digits.startswith(prefix) and len(digits) == 11 + len(prefix):
                digits = digits[len(prefix) :]
                break
        else:
            return None
    if not _MOBILE.fullmatch(digits):
        return None
    label = around.label(number.start)
    named = bool(words.PHONE.search(label)) and not words.FOREIGN.search(label)
    if not named:
        if around.is_denied(number.end) or _is_other_number(number, label, around):
            return None
        column = around.column(number.start)
        named = bool(words.PHONE.search(column))
        if not named and (words.FOREIGN.search(column) or words.STATISTIC.search(column) or column.endswith("号")):
            return None
        named = named or bool(words.PHONE.search(around.shared_label(number.start)))
    if not named:
        if around.is_measured(number.start, number.end) or around.in_address(number.start):
            return None
        if number.tied or not _SEGMENT.fullmatch(digits) or (len(number.groups) > 1 and not number.whole):
            return None
        if len(number.digits) == 12:
            return None
    if around.is_office(number.start):
        return Kind.MOBILE, Action.ALLOWED, "单位或公告写明的联系电话，按规定可以公开，请确认"
    return Kind.MOBILE, Action.MUST_MASK, "个人手机号"


def _is_other_number(number: Number, label: str, around: Context) -> bool:
    text, start = around.text, number.start
    before = text[max(0, start - 12) : start]
    if _LETTER.match(text[start - 1 : start]) and not _MOBILE_WORD.search(before):
        return True
    if _LETTER.match(text[number.end : number.end + 1]):
        return True
    # The fraction of a number such as 0.13800000000; "1.13800000000" may be the first line of a list.
    if re.search(r"\d{3,}\.$|(?<!\d)0\.$", before):
        return True
    return bool(words.REGISTERED.search(label) or around.is_foreign(start, number.end))


def _card(number: Number, around: Context) -> Found | None:
    """Sixteen to nineteen digits: by Luhn and issuer, or because the text says card or account."""
    digits = number.digits
    if not 16 <= len(digits) <= 19 or digits[-1] == "X" or len(set(digits)) == 1:
        return None
    sound = luhn.is_valid(digits)
    issuer = bool(_UNIONPAY.fullmatch(digits))
    if len(number.groups) > 1 and not number.whole and not (sound and (issuer or number.groups[:3] == (4, 4, 4))):
        return None
    if around.is_denied(number.end):
        return None
    label = around.label(number.start)[-20:]
    if not (words.CARD.search(label) or words.ACCOUNT.search(label)):
        if words.FOREIGN.search(label) or words.IDENTITY.search(label) or _touches_letter(around.text, number):
            return None
        column = around.column(number.start)
        if words.FOREIGN.search(column) or words.IDENTITY.search(column):
            return None
        label = f"{label} {column}"
    card, account = words.CARD.search(label), words.ACCOUNT.search(label)
    if not card and not account:
        shared = around.shared_label(number.start)
        card, account = words.CARD.search(shared), words.ACCOUNT.search(shared)
    if card:
        if not sound and not issuer and number.tied:
            return None
        reason = "银行卡号" if sound else "文中写明是银行卡号，但校验位不符，请核对并遮盖"
        if around.is_corporate(number.start) and not issuer:
            return Kind.CARD, Action.ALLOWED, "单位账户，按规定可以公开，请确认"
        return Kind.CARD, Action.MUST_MASK, reason
    if account:
        if around.is_corporate(number.start):
            return Kind.CARD, Action.ALLOWED, "单位账户，按规定可以公开，请确认"
        return Kind.CARD, Action.MUST_MASK, "文中写明是账号"
    if not sound or number.tied or number.wrapped:
        return None
    if around.is_measured(number.start, number.end) or around.is_foreign(number.start, number.end):
        return None
    likely = issuer or bool(_FOREIGN_CARD.fullmatch(digits))
    whole_groups = len(number.groups) == 1 or number.groups[:3] == (4, 4, 4) or number.groups[0] == 6
    return (Kind.CARD, Action.MUST_MASK, "符合银行卡号的校验规则") if likely and whole_groups else None


def _single(number: Number, around: Context) -> Found | None:
    """One unbroken run of digits."""
    match len(number.digits):
        case 20:
            return _disability(number, around)
        case 16 | 17 | 18 | 19:
            return _identity(number, around) or _card(number, around)
        case 15:
            return _identity(number, around)
        case 11 | 12 | 13:
            return _mobile(number, around)
        case _:
            return None


def numbers(text: str) -> Iterator[Hit]:
    """Every identity number, mobile and bank card of the text; order within a chain of digits is not promised."""
    around = Context(text)
    for chain in chains(text):
        yield from _in_chain(chain, around)


def _in_chain(chain: Chain, around: Context) -> Iterator[Hit]:
    last = len(chain.runs) - 1
    for index, (start, end) in enumerate(chain.runs):
        length = end - start
        if not 11 <= length <= 20:
            continue
        number = chain.number(index, index)
        found: Found | None = None
        if index == last and length == 17 and chain.final_x:
            with_x = chain.number(index, index, x=True)
            found = _identity(with_x, around)
            number = with_x if found else number
        found = found or _single(number, around)
        if found:
            chain.take(index, index)
            yield _hit(number, found, around.text)
    if not 1 <= last < _MOST_GROUPS:
        return
    for length, with_final_x, likely, detector in _JOINED:
        for first, final in chain.spans(length, likely):
            if with_final_x and (final != last or not chain.final_x):
                continue
            number = chain.number(first, final, x=with_final_x)
            if not _may_be_joined(number, detector is _identity, detector is _mobile):
                continue
            found = detector(number, around)
            if found:
                chain.take(first, final)
                yield _hit(number, found, around.text)


def _may_be_card(digits: str) -> bool:
    return digits[0] not in "07" and len(set(digits)) > 1


# How broken numbers are read: length, whether the X behind the chain belongs to them, a cheap look, the detector.
_JOINED: tuple[tuple[int, bool, Callable[[str], object], Callable[[Number, Context], Found | None]], ...] = (
    (18, False, identity.is_likely, _identity),
    (17, True, identity.is_likely, _identity),
    *((length, False, _may_be_card, _card) for length in (19, 16, 18, 17)),
    (15, False, identity.is_likely, _identity),
    *((length, False, re.compile(r"(?:0086|86|0)?1[3-9]").match, _mobile) for length in (15, 14, 13, 12, 11)),
)


def _may_be_joined(number: Number, as_identity: bool, as_mobile: bool) -> bool:
    if as_identity:
        return not number.tied
    if number.wrapped or number.tied:
        return False
    if as_mobile:
        groups = number.groups
        if groups[0] in (2, 4) and number.digits.startswith(("86", "0086")):
            groups = groups[1:]
        return groups in _MOBILE_GROUPS or groups == (11,) or len(groups) == 11
    return number.groups[0] in (4, 6) or len(number.groups) == len(number.digits)


def _hit(number: Number, found: Found, text: str) -> Hit:
    start = number.start
    if found[0] is Kind.MOBILE and number.digits.startswith("86") and text[start - 1 : start] in ("+", "＋"):
        start -= 1
    return Hit(start, number.end, found[0], found[1], text[start : number.end], found[2])
