"""Verbs of the answers that an office types in: each with its source and its person, none ever overwritten."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from django.db import transaction

from gongkai.kernel.ledger.operations import write
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.records.statements import seals
from gongkai.kernel.screening.scan import scan
from gongkai.kernel.vocabulary import CHINA, Refusal, clean, half_width
from gongkai.oversee.annual.operations.figures import MOST, may_write
from gongkai.oversee.annual.report import plain
from gongkai.oversee.yearly.items import NO, NOTHING_SUCH, YES, Item
from gongkai.oversee.yearly.models import YearlyFigure
from gongkai.oversee.yearly.queries.sheets import LAST, Subject, asks, layout_of
from gongkai.oversee.yearly.terms import Form, Kind

_NONE_WORDS: Final = frozenset(("无", "没有", NOTHING_SUCH))
_YES_NO: Final = {"是": YES, "有": YES, "否": NO, "无": NO, "没有": NO}
_LONGEST: Final = 120


def answer(*, about: Subject, item: str, text: str, source: str, by: Standing, at: datetime) -> YearlyFigure:
    """Answer an item, with where the answer is from; ``last.<item>`` answers for the year before (of a summary).

    Numbers in full width and with separators are understood; 无 says that there is no such thing. The same answer from the
    same source again adds nothing. Refusal in Chinese for an item that the system counts and for what is no answer to it.
    """
    may_write(by, about.organ)
    found = _right_item(about, item, at)
    value = read(found, text, field=item)
    for hit in scan(value):
        if hit.blocks:
            raise Refusal(f"“{found.name}”中含有个人信息，请删去。", field=item)
    return _keep(about, item, value, _told(source, "请写明数据来源，例如：网站统计后台2025年数据。"), by, at)


def take_back(*, about: Subject, item: str, reason: str, by: Standing, at: datetime) -> YearlyFigure:
    """Take an answer back: the item is 未填报 again; the history keeps the answer and the reason."""
    may_write(by, about.organ)
    _right_item(about, item, at)
    return _keep(about, item, None, _told(reason, "请写明撤回填报的原因。"), by, at)


def _right_item(about: Subject, item: str, at: datetime) -> Item:
    if about.year > at.astimezone(CHINA).year:
        raise Refusal(f"{about.year}年还没有开始，不能填报。", field=item)
    last = item.startswith(LAST)
    found = layout_of(about.form, about.year).item(item.removeprefix(LAST))
    if found is None or (last and about.form is not Form.SUMMARY):
        raise Refusal("这张表中没有这一项。", field=item)
    if not last and not asks(about, found):
        raise Refusal("这一项由系统统计或者从登记中取得，不能填报。", field=item)
    return found


def read(item: Item, text: str, *, field: str) -> str:
    """What was typed as it is kept: 96171.6, 是, 无此项. Refusal when it answers nothing."""
    words = " ".join(clean(half_width(text) if item.kind is not Kind.WORDS else text).split())
    if not words:
        raise Refusal(f"请填写“{item.name}”。", field=field)
    if item.kind is Kind.YES_NO:
        if words not in _YES_NO:
            raise Refusal(f"“{item.name}”请填“是”或者“否”。", field=field)
        return _YES_NO[words]
    if words in _NONE_WORDS:
        return NOTHING_SUCH
    if item.kind is Kind.WORDS:
        if item.choices and words not in item.choices:
            raise Refusal(f"“{item.name}”请选择：{'、'.join(item.choices)}。", field=field)
        if len(words) > _LONGEST:
            raise Refusal(f"“{item.name}”最多{_LONGEST}字，现有{len(words)}字。", field=field)
        return words
    return plain(_number(item, words, field))


def _number(item: Item, words: str, field: str) -> Decimal:
    try:
        number = Decimal(words.replace(",", "").replace("，", "").replace(" ", ""))
    except InvalidOperation:
        raise Refusal(f"“{item.name}”请填数字，没有发生的填0，没有这一项的填“无”。", field=field) from None
    if not number.is_finite() or abs(number) >= MOST:
        raise Refusal(f"“{item.name}”的数值过大，请核对单位。", field=field)
    if number < 0:
        raise Refusal(f"“{item.name}”不能小于0。", field=field)
    if item.kind is Kind.WHOLE and number != number.to_integral_value():
        raise Refusal(f"“{item.name}”应为整数。", field=field)
    if number != round(number, 4):
        raise Refusal(f"“{item.name}”最多保留四位小数。", field=field)
    return number


def _told(source: str, sentence: str) -> str:
    source = " ".join(clean(source).split())
    if not source:
        raise Refusal(sentence, field="source")
    if len(source) > 200:
        raise Refusal(f"来源最多200字，现有{len(source)}字。", field="source")
    return source


def _keep(about: Subject, item: str, value: str | None, source: str, by: Standing, at: datetime) -> YearlyFigure:
    where = {"organ": about.organ, "form": about.form.value, "website": about.website, "year": about.year}
    with transaction.atomic():
        last = YearlyFigure.objects.filter(**where, item=item).order_by("-pk").first()
        if last is not None and (last.value, last.source) == (value, source):
            return last
        if value is None and (last is None or last.value is None):
            raise Refusal("这一项还没有填报，不需要撤回。", field=item)
        row = YearlyFigure.objects.create(
            **where, item=item, value=value, source=source, person=by.person, person_name=clean(by.person.name)[:80],
            at=at,
        )  # fmt: skip
        write(
            actor=by.actor(about.organ.pk), verb="填报年度表" if value is not None else "撤回年度表填报",
            object_type="yearly_report", object_id=about.key, at=at, organ_id=about.organ.pk,
            detail={"year": about.year, "item": item, "value": value, "source": source} | seals(row),
        )  # fmt: skip
    return row
