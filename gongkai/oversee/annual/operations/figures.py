"""Verbs of the figures that an office types in: each with its source and its person, none ever overwritten."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from gongkai.kernel.ledger.operations import write
from gongkai.kernel.organizations.queries import Organ, Standing
from gongkai.kernel.records.operations import NotAllowed
from gongkai.kernel.records.statements import seals
from gongkai.kernel.vocabulary import CHINA, Refusal, clean
from gongkai.oversee.annual.format import form_of
from gongkai.oversee.annual.models import Counterpart, TypedFigure
from gongkai.oversee.annual.queries.access import may_edit
from gongkai.oversee.annual.report import plain

MOST = Decimal(10) ** 12


def may_write(by: Standing, organ: Organ) -> None:
    """NotAllowed unless the person belongs to the organ's FOI office."""
    if not may_edit(by, organ.pk):
        raise NotAllowed("只有本机关公开机构的经办人和负责人可以填写年度报告。")


def type_figure(
    *, organ: Organ, year: int, cell: str, value: Decimal, source: str, by: Standing, at: datetime
) -> TypedFigure:
    """Type a number of table two in, with where it is from. The same number from the same source again adds nothing.

    Refusal in Chinese for a cell that is counted by the system, a fraction of a decision, a number below zero.
    """
    may_write(by, organ)
    _right_cell(year, cell, at)
    _right_value(year, cell, value)
    source = _told(source, "请写明数据来源，例如：行政审批系统2025年办件台账。")
    return _keep(organ, year, cell, value, source, by, at)


def take_back(*, organ: Organ, year: int, cell: str, reason: str, by: Standing, at: datetime) -> TypedFigure:
    """Take a number back: the cell is 未填报 again; the history keeps it and the reason."""
    may_write(by, organ)
    _right_cell(year, cell, at)
    reason = _told(reason, "请写明撤回填报的原因。")
    return _keep(organ, year, cell, None, reason, by, at)


def set_beside(
    *, organ: Organ, year: int, cell: str, value: Decimal | None, source: str, by: Standing, at: datetime
) -> Counterpart | None:
    """Put what another page published beside a typed figure, with where; ``value`` None takes it back. The same adds nothing."""
    may_write(by, organ)
    _right_cell(year, cell, at)
    if value is not None:
        _right_value(year, cell, value)
        source = _told(source, "请写明这个数公布在何处，例如：省行政处罚信息公示系统2025年统计。")
    text = None if value is None else plain(value)
    source = source if value is not None else ""
    with transaction.atomic():
        last = Counterpart.objects.filter(organ=organ, year=year, cell=cell).order_by("-pk").first()
        if (last is None and text is None) or (last is not None and (last.value, last.source) == (text, source)):
            return last
        row = Counterpart.objects.create(
            organ=organ, year=year, cell=cell, value=text, source=source, person=by.person,
            person_name=clean(by.person.name)[:80], at=at,
        )  # fmt: skip
        write(
            actor=by.actor(organ.pk), verb="登记他处公布数" if text is not None else "撤回他处公布数", object_type="annual_report",
            object_id=f"{organ.pk}-{year}", at=at, organ_id=organ.pk,
            detail={"year": year, "cell": cell, "value": text, "source": source} | seals(row),
        )  # fmt: skip
    return row


def _right_cell(year: int, cell: str, at: datetime) -> None:
    if cell not in form_of(year).typed:
        raise Refusal("这个数据由系统统计，不能填报。", field=cell)
    if year > at.astimezone(CHINA).year:
        raise Refusal(f"{year}年还没有开始，不能填报。", field=cell)


def _right_value(year: int, cell: str, value: Decimal) -> None:
    column, label = form_of(year).column_of(cell), form_of(year).label_of(cell)
    if not value.is_finite() or abs(value) >= MOST:
        raise Refusal(f"“{label}”的数值过大，请核对单位。", field=cell)
    if value < 0 and not column.signed:
        raise Refusal(f"“{label}”不能小于0。", field=cell)
    if value != value.to_integral_value() and not column.decimal:
        raise Refusal(f"“{label}”应为整数。", field=cell)
    if value != round(value, 4):
        raise Refusal(f"“{label}”最多保留四位小数。", field=cell)


def _told(source: str, sentence: str) -> str:
    source = " ".join(clean(source).split())
    if not source:
        raise Refusal(sentence, field="source")
    if len(source) > 200:
        raise Refusal(f"来源最多200字，现有{len(source)}字。", field="source")
    return source


def _keep(
    organ: Organ, year: int, cell: str, value: Decimal | None, source: str, by: Standing, at: datetime
) -> TypedFigure:
    with transaction.atomic():
        last = TypedFigure.objects.filter(organ=organ, year=year, cell=cell).order_by("-pk").first()
        text = None if value is None else plain(value)
        if last is not None and (last.value, last.source) == (text, source):
            return last
        if value is None and (last is None or last.value is None):
            raise Refusal("这个数据还没有填报，不需要撤回。", field=cell)
        row = TypedFigure.objects.create(
            organ=organ, year=year, cell=cell, value=text, source=source, person=by.person,
            person_name=clean(by.person.name)[:80], at=at,
        )  # fmt: skip
        write(
            actor=by.actor(organ.pk), verb="填报数据" if value is not None else "撤回填报", object_type="annual_report",
            object_id=f"{organ.pk}-{year}", at=at, organ_id=organ.pk,
            detail={"year": year, "cell": cell, "value": text, "source": source}
            | seals(row),
        )  # fmt: skip
    return row
