"""What every verb of collecting shares: the locked row, the judged move, the line of the ledger with its seals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from gongkai.kernel.casework.sealing import seals
from gongkai.kernel.ledger.operations import write
from gongkai.kernel.notices.operations import notify
from gongkai.kernel.organizations.queries import Person, Standing, people_with
from gongkai.kernel.records.operations import NotAllowed
from gongkai.kernel.vocabulary import CHINA, Refusal, clean
from gongkai.kernel.workflow import Event, Situation, advance
from gongkai.oversee.annual.queries import EDITORS
from gongkai.oversee.collecting.models import Campaign, Filing, FilingStep, FilingVersion
from gongkai.oversee.collecting.queries.access import leads, towards
from gongkai.oversee.collecting.workflow import FILING

#: Moves that only keep what is filled in.
_SAVES = ("fill", "save", "enter")
#: How the words end that tell of it; a page that keeps what was typed says something else.
AGAIN = "请刷新页面核对后再办理。"


class StaleFiling(Refusal):
    """Somebody else changed it in the meantime; nothing was overwritten."""


def day(at: datetime) -> date:
    """The day in China on which a moment falls."""
    return at.astimezone(CHINA).date()


def named(due: date, at: date) -> str:
    """A day as a notice names it: without its year while that runs."""
    return f"{due.month}月{due.day}日" if due.year == at.year else f"{due.year}年{due.month}月{due.day}日"


def said(text: str, label: str, longest: int, *, field: str, needed: bool = True) -> str:
    """A typed text on one line; Refusal when it is missing or too long."""
    text = " ".join(clean(text).split())
    if needed and not text:
        raise Refusal(f"请写明{label}。", field=field)
    if len(text) > longest:
        raise Refusal(f"{label}最多{longest}字，现有{len(text)}字。", field=field)
    return text


def locked(filing_id: int, version: int | None) -> Filing:
    """The filing, locked for the transaction. StaleFiling when it is not the version that the person saw."""
    rows = Filing.objects.select_for_update(of=("self",))
    row = (
        rows.select_related("organ", "keeper", "above", "reviewer", "campaign__lead", "rollup", "submitted_by")
        .filter(pk=filing_id)
        .first()
    )
    if row is None:
        raise Refusal("找不到这份报送，请刷新页面。")
    if version is not None and row.version != version:
        raise StaleFiling(f"您打开页面以后，{_meanwhile(row)}，您的内容没有覆盖它。{AGAIN}")
    return row


def _meanwhile(row: Filing) -> str:
    """Who changed it last, and how."""
    last = FilingStep.objects.filter(filing=row).order_by("-pk").first()
    if last is None:
        return "其他人已经办理过"
    return f"{last.person_name}已经{'保存过' if last.move in _SAVES else f'办理“{FILING.move(last.move).label}”'}"


def led(campaign_id: int, by: Standing, version: int | None = None) -> Campaign:
    """The campaign, locked; NotAllowed unless the person belongs to the office that collects."""
    row = Campaign.objects.select_for_update(of=("self",)).select_related("lead").filter(pk=campaign_id).first()
    if row is None:
        raise Refusal("找不到这次年报汇集，请刷新页面。")
    if not leads(by, row.lead_id):
        raise NotAllowed(f"只有{row.lead.name}公开机构的经办人和负责人可以管理这次年报汇集。")
    if version is not None and row.version != version:
        raise StaleFiling("您打开页面以后，其他人已经修改过这次年报汇集。请刷新页面后再办理。")
    return row


def still_open(campaign: Campaign) -> None:
    """Refusal once the campaign is closed."""
    if campaign.closed_at is not None:
        raise Refusal("这次年报汇集已经结束，不能再办理。确有需要的，请牵头机关重新开放。")


def permitted(row: Filing, move: str, by: Standing, at: datetime, data: Mapping[str, Any] | None = None) -> str:
    """The state after a move; NotAllowed for who has no part in it, MoveRefused where the table says no."""
    roles = towards(by, row)
    if not roles:
        raise NotAllowed("您在有关机关没有公开机构岗位，不能办理这份报送。")
    return advance(FILING, Situation(state=row.state), Event(move, at, data=data or {}), roles=roles).state


def record(
    row: Filing, move: str, by: Standing, at: datetime, *, reason: str = "", cells: Mapping[str, str] | None = None,
    reported: FilingVersion | None = None, verb: str = "", more: Mapping[str, Any] | None = None, sealed: Iterable[Model] = (),
) -> FilingStep:  # fmt: skip
    """Save the filing with the step and its line of the ledger."""
    row.version += 1
    row.save()
    step = FilingStep.objects.create(
        filing=row, move=move, reason=reason, cells=dict(cells or {}), reported=reported, person=by.person,
        person_name=clean(by.person.name)[:80], at=at,
    )  # fmt: skip
    detail: dict[str, Any] = {"campaign": row.campaign_id, "year": row.campaign.year, "state": row.state, "move": move}
    detail |= {"reason": reason} if reason else {}
    detail |= dict(more or {})
    write(
        actor=by.actor(_acting(row, by)), verb=verb or FILING.move(move).label, object_type="filing", object_id=row.pk, at=at,
        organ_id=row.organ_id, detail=detail | seals(row, step, *([reported] if reported else []), *sealed),
    )  # fmt: skip
    return step


def _acting(row: Filing, by: Standing) -> int:
    """Through which organ the person acts."""
    return next(
        (
            pk
            for pk in (row.organ_id, row.keeper_id, row.reviewer_id, row.campaign.lead_id)
            if by.roles(pk) & set(EDITORS)
        ),
        row.organ_id,
    )


def page(row: Filing) -> str:
    """The address of a filing at the desk."""
    return f"/desk/collecting/filings/{row.pk}/"


def keepers(row: Filing, on: date) -> list[Person]:
    """Whoever fills it in: the FOI office of its organ, and of the office that acts for it."""
    found = [
        p
        for organ in dict.fromkeys((row.organ_id, row.keeper_id))
        for role in EDITORS
        for p in people_with(role, organ, on)
    ]
    return list({person.pk: person for person in found}.values())


def examiners(row: Filing, on: date) -> list[Person]:
    """Whoever examines it."""
    found = [p for role in EDITORS for p in people_with(role, row.reviewer_id, on)]
    return list({person.pk: person for person in found}.values())


def tell(row: Filing, people: Iterable[Person], text: str, key: str, at: datetime, *, level: str = "info") -> None:
    """A notice about a filing; the same key is said once."""
    notify(
        people,
        text=f"{row.organ.short_name}{row.campaign.year}年年报：{text}",
        link=page(row),
        key=f"filing:{row.pk}:{key}",
        at=at,
        level=level,
    )
