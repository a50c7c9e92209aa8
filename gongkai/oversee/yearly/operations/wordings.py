"""The verb of the form itself: another name for an item of the website's table, or that it is no longer asked."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.kernel.ledger.operations import write
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.kernel.records.operations import NotAllowed
from gongkai.kernel.records.statements import seals
from gongkai.kernel.vocabulary import CHINA, Refusal, clean
from gongkai.oversee.annual.format import FIRST_YEAR
from gongkai.oversee.yearly.fields import SITE
from gongkai.oversee.yearly.models import ItemWording


def word_item(
    *, item: str, label: str, in_use: bool, from_year: int, source: str, by: Standing, at: datetime
) -> ItemWording:
    """Name an item from a year on as the official notice does, or leave it out. Refusal without its source, for an item that
    the table does not have, and unless the person supervises openness work.
    """
    if not by.has(Role.SUPERVISOR):
        raise NotAllowed("只有政府信息公开主管部门的监督人员可以调整表式。")
    if SITE.item(item) is None:
        raise Refusal("这张表中没有这一项。", field="item")
    label, source = " ".join(clean(label).split()), " ".join(clean(source).split())
    if not label or len(label) > 60:
        raise Refusal("请填写名称，最多60字。", field="label")
    if not source or len(source) > 200:
        raise Refusal("请写明依据，例如通知的文号，最多200字。", field="source")
    if not FIRST_YEAR <= from_year <= at.astimezone(CHINA).year + 1:
        raise Refusal(f"起用年度应在{FIRST_YEAR}年至{at.astimezone(CHINA).year + 1}年之间。", field="from_year")
    with transaction.atomic():
        row = ItemWording.objects.create(
            item=item, label=label, in_use=in_use, from_year=from_year, source=source, person=by.person,
            person_name=clean(by.person.name)[:80], at=at,
        )  # fmt: skip
        write(
            actor=by.actor(), verb="调整年度表表式", object_type="yearly_item", object_id=item, at=at,
            detail={"label": label, "in_use": in_use, "from_year": from_year, "source": source} | seals(row),
        )  # fmt: skip
    return row
