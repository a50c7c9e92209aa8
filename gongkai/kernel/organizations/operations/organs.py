"""Verbs about organs: set up, change facts, rename with date, merge into another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from gongkai.kernel.ledger.operations import Actor, write
from gongkai.kernel.organizations.models import Organ, OrganName, Post
from gongkai.kernel.organizations.operations.access import administrator, apply_fields, keep_an_administrator, locked
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.organizations.rules import check_index_pattern, check_uscc
from gongkai.kernel.organizations.terms import Nature, ReviewPath
from gongkai.kernel.vocabulary import Refusal, clean
from gongkai.kernel.workdays import Timetable

_ORGAN_FIELDS = {
    "name", "short_name", "level", "nature", "government", "vertical_parent", "review_path", "higher", "seat", "position", "code", "uscc", "index_code",
    "index_pattern", "makes_rules", "is_supervisor", "reviewers", "timetable", "foi_office", "address", "office_hours",
    "phone", "fax", "email", "opened_on",
}  # fmt: skip


def save_organ(
    *, fields: Mapping[str, Any], by: Standing | Actor, at: datetime, organ: Organ | None = None,
    version: int | None = None,
) -> Organ:  # fmt: skip
    """Set up an organ or change its facts; ``version`` is what the editor saw (Stale when somebody was faster).

    A new name goes through ``rename_organ``, which keeps the history.
    """
    actor = administrator(by)
    fields = dict(fields)
    if "uscc" in fields:
        fields["uscc"] = check_uscc(fields["uscc"])
    if "index_pattern" in fields:
        fields["index_pattern"] = check_index_pattern(fields["index_pattern"])
    if "timetable" in fields:
        fields["timetable"] = _timetable(fields["timetable"])
    if fields.get("reviewers") not in {None, 2, 3}:
        raise Refusal("审核人数只能是3人或2人；任何设置都不能少于2人。", field="reviewers")
    if fields.get("makes_rules") and fields.get("level", getattr(organ, "level", "")) in {"county", "township"}:
        raise Refusal("县级、乡镇级机关没有规章制定权（立法法第九十三条）。", field="makes_rules")
    with transaction.atomic():
        row = Organ() if organ is None else locked(organ, version)
        if organ is not None and "name" in fields and clean(fields["name"]).strip() != row.name:
            raise Refusal("更名请使用“更名”操作，原名称会保留在历史页面上。", field="name")
        _no_circle(row, fields)
        changed = apply_fields(row, fields, _ORGAN_FIELDS)
        if changed:
            _reviewable(row)
        if not row.name or not row.short_name:
            raise Refusal("请填写机关全称和简称。", field="name")
        if not changed and organ is not None:
            return row
        row.version += 1
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Refusal(f"已有名称为“{row.name}”的机关。", field="name") from None
        if organ is None:
            starts = row.opened_on or at.date()
            OrganName.objects.create(organ=row, name=row.name, short_name=row.short_name, starts_on=starts)
        write(
            actor=actor, verb="设立机关" if organ is None else "修改机关信息", object_type="organ", object_id=row.pk,
            at=at, organ_id=row.pk, detail={"fields": sorted(changed), "name": row.name},
        )  # fmt: skip
    return row


def _timetable(given: Mapping[str, Any]) -> dict[str, str]:
    """``{"text": …}`` in canonical writing, or nothing; ``{"days": [[开始, 结束], …]}`` means Monday to Friday.

    Refusal names the clause that cannot be read.
    """
    text = str(given.get("text", "")).strip()
    if given.get("days"):
        text = "周一至周五 " + ",".join(f"{opens}-{closes}" for opens, closes in given["days"])
    return {"text": Timetable.parse(text).text()} if text else {}


def _reviewable(row: Organ) -> None:
    """Refusal when who reviews the organ's decisions does not follow from its facts (行政复议法24、27、28)."""
    path = ReviewPath(row.review_path)
    if path is ReviewPath.GENERAL:
        return
    if path is ReviewPath.DISTRICT:
        if row.nature != Nature.DISPATCHED:
            raise Refusal("只有派出机构才按行政区划设立，请核对机关性质或者复议管辖。", field="review_path")
        if row.seat is None:
            raise Refusal("请选择所在地人民政府：申请人也可以向它申请行政复议。", field="seat")
        if row.vertical_parent is None and not row.higher:
            raise Refusal("请填写设立本机关的部门所属的人民政府全称，例如：澜州市人民政府。", field="higher")
        return
    if row.nature in {Nature.GOVERNMENT, Nature.OFFICE, Nature.TOWNSHIP}:
        raise Refusal("人民政府及其办公机构的复议管辖依照《行政复议法》第二十四条，请选择第一项。", field="review_path")
    if row.vertical_parent is None and not row.higher:
        raise Refusal("请选择垂直领导机关；上一级主管部门不在本系统的，填写它的全称。", field="higher")


def _no_circle(row: Organ, fields: Mapping[str, Any]) -> None:
    for name in ("government", "vertical_parent"):
        parent, seen = fields.get(name), {row.pk}
        while parent is not None:
            if parent.pk in seen:
                raise Refusal("上级机关不能是它自己或它的下级。", field=name)
            seen.add(parent.pk)
            parent = getattr(parent, name)


def rename_organ(*, organ: Organ, name: str, short_name: str, on: date, by: Standing | Actor, at: datetime) -> Organ:
    """Give an organ a new name from a day on; pages published before keep the old one."""
    actor = administrator(by)
    name, short_name = clean(name).strip(), clean(short_name).strip()
    if not name or not short_name or len(name) > 100 or len(short_name) > 40:
        raise Refusal("请填写新的全称（100字以内）和简称（40字以内）。", field="name")
    with transaction.atomic():
        row = locked(organ)
        if row.closed_on is not None:
            raise Refusal("该机关已经撤销。")
        last = OrganName.objects.filter(organ=row).order_by("-starts_on", "-pk").first()
        if last is not None and on <= last.starts_on:
            raise Refusal(f"更名日期应晚于现名称的启用日期（{last.starts_on:%Y-%m-%d}）。", field="on")
        if on > at.date():
            raise Refusal("更名日期不能晚于今天。", field="on")
        former = row.name
        OrganName.objects.filter(organ=row, ends_on=None).update(ends_on=on)
        OrganName.objects.create(organ=row, name=name, short_name=short_name, starts_on=on)
        row.name, row.short_name = name, short_name
        row.version += 1
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Refusal(f"已有名称为“{name}”的机关。", field="name") from None
        write(
            actor=actor, verb="机关更名", object_type="organ", object_id=row.pk, at=at, organ_id=row.pk,
            detail={"from": former, "to": name, "on": on.isoformat()},
        )  # fmt: skip
    return row


def merge_organ(*, organ: Organ, into: Organ, on: date, by: Standing | Actor, at: datetime) -> Organ:
    """Close an organ whose duties go to another. Its pages stay under its name; its posts end on that day."""
    actor = administrator(by)
    if organ.pk == into.pk:
        raise Refusal("不能并入自身。", field="into")
    if on > at.date():
        raise Refusal("合并日期不能晚于今天。", field="on")
    with transaction.atomic():
        row = locked(organ)
        if row.closed_on is not None:
            raise Refusal("该机关已经撤销。")
        if Organ.objects.get(pk=into.pk).closed_on is not None:
            raise Refusal("要并入的机关已经撤销。", field="into")
        below = Organ.objects.filter(Q(government=row) | Q(vertical_parent=row), closed_on=None)
        if below.exists():
            names = "、".join(below.values_list("short_name", flat=True)[:5])
            raise Refusal(f"该机关还有下级机关（{names}），请先调整其上级。")
        row.closed_on, row.merged_into = on, into
        row.version += 1
        row.save()
        keep_an_administrator(without_organ=row.pk, on=at.date())
        for post in Post.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), organ=row):
            post.ends_on = max(on, post.starts_on + timedelta(days=1))  # a post lasts a day at least
            post.save(update_fields=["ends_on"])
        OrganName.objects.filter(organ=row, ends_on=None).update(ends_on=on)
        write(
            actor=actor, verb="机关合并", object_type="organ", object_id=row.pk, at=at, organ_id=row.pk,
            detail={"into": into.pk, "into_name": into.name, "on": on.isoformat()},
        )  # fmt: skip
    return row
