"""Verbs about configurable numbers and the facts of the site."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.kernel.ledger.operations import Actor, write
from gongkai.kernel.organizations import queries
from gongkai.kernel.organizations.models import NumberValue, Organ, Site
from gongkai.kernel.organizations.operations.access import administrator, apply_fields, locked
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.organizations.rules import check_address, check_id_code
from gongkai.kernel.vocabulary import Refusal, clean


def set_number(
    *, code: str, value: int, source: str, effective_on: date, by: Standing | Actor, at: datetime,
    organ: Organ | None = None,
) -> NumberValue:  # fmt: skip
    """Give a configurable number a value from a day on, with its source; earlier values stay readable."""
    actor = administrator(by)
    declared = next((n for n in queries.numbers() if n.code == code), None)
    if declared is None:
        raise Refusal("没有这个规则项。", field="code")
    if not declared.floor <= value <= declared.ceiling:
        raise Refusal(f"{declared.label}应在{declared.floor}至{declared.ceiling}{declared.unit}之间。", field="value")
    source = clean(source).strip()
    if not source:
        raise Refusal("请写明来源（法规条款、文件名称或单位规定）。", field="source")
    if isinstance(by, Standing) and effective_on < at.date():
        raise Refusal("生效日期不能早于今天：已经算过的期限不应改变。", field="effective_on")
    with transaction.atomic():
        row = NumberValue.objects.create(
            code=code, organ=organ, value=value, source=source[:300], effective_on=effective_on, editor=actor.name,
            edited_at=at,
        )  # fmt: skip
        write(
            actor=actor, verb="调整规则数值", object_type="number", object_id=code, at=at,
            organ_id=organ.pk if organ else None,
            detail={"value": value, "source": row.source, "effective_on": effective_on.isoformat()},
        )  # fmt: skip
    return row


def save_site(*, fields: Mapping[str, Any], by: Standing | Actor, at: datetime, version: int | None = None) -> Site:
    """Change the facts of the site's head and foot; ``version`` is what the editor saw."""
    actor = administrator(by)
    fields = dict(fields)
    if "id_code" in fields:
        fields["id_code"] = check_id_code(fields["id_code"])
    if "review_online" in fields:
        fields["review_online"] = check_address(fields["review_online"], "review_online")
    with transaction.atomic():
        site = Site.objects.filter(pk=1).first()
        row = Site(pk=1) if site is None else locked(site, version)
        allowed = {
            "name",
            "domain",
            "id_code",
            "sponsor",
            "operator",
            "contact",
            "icp",
            "police",
            "main_organ",
            "review_online",
            "demo",
        }
        changed = apply_fields(row, fields, allowed)
        if not row.name:
            raise Refusal("请填写网站名称。", field="name")
        if not changed:
            return row
        row.version += 1
        row.save()
        write(
            actor=actor, verb="修改网站信息", object_type="site", object_id=1, at=at, detail={"fields": sorted(changed)}
        )
    return row
