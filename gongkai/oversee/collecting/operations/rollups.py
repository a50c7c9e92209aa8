"""The verb of the roll-up: the sum of what lies below a government under a declared scope, kept with what went into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from gongkai.kernel.casework.sealing import seals
from gongkai.kernel.ledger.operations import write
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.records.operations import NotAllowed
from gongkai.kernel.vocabulary import Refusal, clean
from gongkai.oversee.annual.format import form_of
from gongkai.oversee.collecting.models import RollUp
from gongkai.oversee.collecting.operations.base import said
from gongkai.oversee.collecting.queries import asking
from gongkai.oversee.collecting.queries.access import may_roll
from gongkai.oversee.collecting.queries.rolling import Member, cells_of, members
from gongkai.oversee.collecting.rules import digest_of, summed
from gongkai.oversee.collecting.terms import Part


@dataclass(frozen=True)
class Scope:
    """What a roll-up takes in. ``submitted``: also what waits for examination; ``out``: single organs that are left out, and why."""

    own: bool = True
    department: bool = True
    lower: bool = True
    submitted: bool = False
    out: Mapping[int, str] = field(default_factory=dict)

    def takes(self, one: Member) -> bool:
        """Whether an organ is in it."""
        return one.organ_id not in self.out and bool(getattr(self, one.part.value))

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the roll-up."""
        parts = {part.value: bool(getattr(self, part.value)) for part in Part}
        return {**parts, "submitted": self.submitted, "out": {str(pk): reason for pk, reason in self.out.items()}}


def roll_up(*, campaign_id: int, organ_id: int, scope: Scope, by: Standing, at: datetime) -> RollUp:
    """Sum what counts of the organs below (a handful of queries, however many). Who is in the scope and does not count yet is named.

    Refusal when nothing counts, or when an organ is left out without a reason. A roll-up is never changed: the newest holds.
    """
    campaign = asking.campaign(campaign_id)
    if campaign is None:
        raise Refusal("找不到这次年报汇集，请刷新页面。")
    office = asking.tree(campaign.lead_id).office(organ_id)
    if not may_roll(by, campaign, organ_id):
        raise NotAllowed("只有本级公开机构的经办人和负责人可以汇总。")
    with transaction.atomic():
        below = members(campaign, organ_id, submitted=scope.submitted)
        names = {one.organ_id: one.name for one in below}
        if strangers := set(scope.out) - set(names):
            raise Refusal(f"有{len(strangers)}个不计入的机关不在汇总范围内，请刷新页面。", field="out")
        scope = Scope(scope.own, scope.department, scope.lower, scope.submitted, _reasons(scope.out, names))
        taken = [one for one in below if scope.takes(one)]
        counted = [one for one in taken if one.version_id is not None]
        if not counted:
            raise Refusal("所选范围内还没有审核通过的报送，不能汇总。")
        cells = cells_of([one.version_id for one in counted if one.version_id is not None])
        form = form_of(campaign.year)
        sums = summed((cells[one.version_id] for one in counted if one.version_id is not None), form.cells)
        row = RollUp.objects.create(
            campaign=campaign, organ_id=organ_id, scope=scope.as_json(), cells=sums,
            parts=[_kept(one) | {"version": one.version_id} for one in counted],
            missing=[_kept(one) | {"state": one.state.value} for one in taken if one.version_id is None],
            digest=digest_of(sums, {}), person=by.person, person_name=clean(by.person.name)[:80], at=at,
        )  # fmt: skip
        write(
            actor=by.actor(office), verb="年报汇总", object_type="rollup", object_id=row.pk, at=at, organ_id=organ_id,
            detail={
                "campaign": campaign.pk, "year": campaign.year, "scope": row.scope, "organs": len(counted),
                "missing": len(row.missing), "digest": row.digest,
            } | seals(row),
        )  # fmt: skip
    return row


def _reasons(out: Mapping[int, str], names: Mapping[int, str]) -> dict[int, str]:
    return {pk: said(reason, f"{names[pk]}不计入汇总的原因", 200, field="out") for pk, reason in out.items()}


def _kept(one: Member) -> dict[str, Any]:
    return {"organ": one.organ_id, "name": one.name, "part": one.part.value, "filing": one.filing_id}
