"""Verbs of a campaign: open it, change its days, ask more organs, take one out, close and reopen it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from gongkai.kernel.casework.sealing import seals
from gongkai.kernel.ledger.operations import write
from gongkai.kernel.notices.operations import notify
from gongkai.kernel.organizations.models import Post
from gongkai.kernel.organizations.queries import Organ, Person, Role, Standing
from gongkai.kernel.records.operations import NotAllowed
from gongkai.kernel.vocabulary import Number, Refusal, clean
from gongkai.oversee.annual.format import form_of
from gongkai.oversee.annual.queries import EDITORS
from gongkai.oversee.collecting.models import Campaign, Filing
from gongkai.oversee.collecting.operations.base import (
    day,
    keepers,
    led,
    locked,
    named,
    permitted,
    record,
    said,
    still_open,
    tell,
)
from gongkai.oversee.collecting.queries import asking as questions
from gongkai.oversee.collecting.queries.access import leads
from gongkai.oversee.collecting.terms import COUNTED, DUE, DUE_SUMMED, State
from gongkai.oversee.collecting.tree import Place, Tree

#: What a filing that comes back keeps of the one that was taken out.
_DRAFT = (
    "source", "cells", "places", "texts", "words", "computed_digest", "rollup_id", "errors", "warnings", "missing", "edited_at",
    "edited_by",
)  # fmt: skip
_DAYS = (("due_on", DUE, "报送截止日"), ("summed_due_on", DUE_SUMMED, "汇总截止日"))


def open_campaign(
    *, lead: Organ, year: int, by: Standing, at: datetime, organ_ids: Collection[int] | None = None, fields: Mapping[str, Any] | None = None
) -> Campaign:  # fmt: skip
    """Collect the reports of a year. ``organ_ids``: whom to ask (None: every organ below). ``fields``: title, words, due_on, summed_due_on.

    The days default to the local ones (rules page), else to those of 条例49; a later one than the statute's is refused.
    """
    fields = fields or {}
    if not leads(by, lead.pk):
        raise NotAllowed(f"只有{lead.name}公开机构的经办人和负责人可以布置年报汇集。")
    form_of(year)
    if year >= day(at).year:
        raise Refusal(f"{year}年还没有结束，年度终了后才能布置年报汇集。", field="year")
    if Campaign.objects.filter(lead=lead, year=year).exists():
        raise _twice(lead, year)
    below = questions.tree(lead.pk)
    wanted = set(below.candidates if organ_ids is None else organ_ids)
    _asked(wanted, below)
    dues = questions.dues(lead.pk, year)
    with transaction.atomic():
        row = Campaign(
            lead=lead, year=year, title=said(str(fields.get("title") or f"{year}年政府信息公开工作年度报告"), "名称", 100, field="title"),
            words=_words(fields), due_on=dues.filings.day, due_source=dues.filings.source, summed_due_on=dues.summed.day,
            summed_due_source=dues.summed.source, opened_at=at, opened_by=clean(by.person.name)[:80],
        )  # fmt: skip
        _days(row, fields)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:  # somebody else was quicker
            raise _twice(lead, year) from None
        rows = _assign(row, wanted, below, set())
        _say("布置年报汇集", row, by, at, {"organs": sorted(wanted)}, *rows)
        _asks(row, rows, at)
    return row


def amend_campaign(
    *, campaign_id: int, version: int, fields: Mapping[str, Any], by: Standing, at: datetime
) -> Campaign:
    """Change title, words or days; the days of filings that are not reported yet move along."""
    with transaction.atomic():
        row = led(campaign_id, by, version)
        still_open(row)
        before = facts(row)
        row.title = said(str(fields.get("title", row.title)), "名称", 100, field="title")
        row.words = _words(fields) if "words" in fields else row.words
        _days(row, fields)
        if facts(row) == before:
            return row
        row.version += 1
        row.save()
        moved = _redate(row)
        _say("修改年报汇集", row, by, at, {"before": before}, *moved)
    return row


def add_organs(*, campaign_id: int, organ_ids: Iterable[int], by: Standing, at: datetime) -> list[Filing]:
    """Ask more organs; those above whom a filing goes to are found anew. One that was taken out comes back with its draft."""
    with transaction.atomic():
        row = led(campaign_id, by)
        still_open(row)
        below, wanted = questions.tree(row.lead_id), set(organ_ids)
        asked = set(_open(row).values_list("organ_id", flat=True))
        wanted -= asked
        _asked(wanted, below)
        rows = _assign(row, wanted, below, asked)
        moved = _replace(row, below)
        _say("增加报送机关", row, by, at, {"organs": sorted(wanted)}, *rows, *moved)
        _asks(row, rows, at)
    return rows


def remove_organ(*, filing_id: int, version: int, reason: str, by: Standing, at: datetime) -> Filing:
    """Take an organ out with a reason; its filing stays readable and counts nowhere."""
    reason = said(reason, "移出的原因", 500, field="reason")
    with transaction.atomic():
        campaign = led(_campaign_of(filing_id), by)
        still_open(campaign)
        row = locked(filing_id, version)
        row.state, row.accepted = permitted(row, "remove", by, at, {"reason": reason}), None
        record(row, "remove", by, at, reason=reason)
        tell(row, keepers(row, day(at)), f"已移出，不需要报送：{reason[:80]}", f"remove:{row.pk}", at)
        moved = _replace(campaign, questions.tree(campaign.lead_id))
        if moved:
            _say("调整上级", campaign, by, at, {}, *moved)
    return row


def close_campaign(*, campaign_id: int, version: int, reason: str, by: Standing, at: datetime) -> Campaign:
    """End it: nobody can report any more. With filings still owed, a reason is asked for."""
    with transaction.atomic():
        row = led(campaign_id, by, version)
        still_open(row)
        left = _open(row).exclude(state__in=COUNTED).values_list("organ__short_name", "keeper")
        owed = [name for name, _ in left]
        names = "、".join(owed[:5]) + ("等" if len(owed) > 5 else "")
        reason = said(reason, "原因", 200, field="reason", needed=False)
        if owed and not reason:
            raise Refusal(f"还有{len(owed)}个机关没有审核通过（{names}），确要结束请写明原因。", field="reason")
        row.closed_at, row.close_reason = at, reason
        row.version += 1
        row.save()
        _say("结束年报汇集", row, by, at, {"reason": reason, "owed": len(owed)})
        text = f"{row.lead.short_name}已结束{row.year}年年报汇集，没有审核通过的不能再报送"
        _tell(row, {keeper for _, keeper in left}, text, "closed", at)
    return row


def reopen_campaign(*, campaign_id: int, version: int, reason: str, by: Standing, at: datetime) -> Campaign:
    """Open it again, by the head of the office that collects, with a reason."""
    reason = said(reason, "重新开放的原因", 200, field="reason")
    with transaction.atomic():
        row = led(campaign_id, by, version)
        if not by.has(Role.FOI_HEAD, row.lead_id):
            raise NotAllowed("只有牵头机关的公开机构负责人可以重新开放。")
        if row.closed_at is None:
            raise Refusal("这次年报汇集没有结束，不需要重新开放。")
        row.closed_at, row.close_reason = None, ""
        row.version += 1
        row.save()
        _say("重新开放年报汇集", row, by, at, {"reason": reason})
        left = set(_open(row).exclude(state__in=COUNTED).values_list("keeper", flat=True))
        _tell(row, left, f"{row.lead.short_name}重新开放{row.year}年年报汇集，没有报送的请继续报送", "reopened", at)
    return row


def facts(row: Campaign) -> dict[str, str]:
    """What a campaign says, as plain text: what the ledger keeps of it."""
    return {
        "title": row.title, "words": row.words, "due_on": row.due_on.isoformat(), "due_source": row.due_source,
        "summed_due_on": row.summed_due_on.isoformat(), "summed_due_source": row.summed_due_source,
    }  # fmt: skip


def _twice(lead: Organ, year: int) -> Refusal:
    return Refusal(f"{lead.short_name}已经布置过{year}年的年报汇集，请在原来的汇集中增加机关。", field="year")


def _campaign_of(filing_id: int) -> int:
    found = Filing.objects.filter(pk=filing_id).values_list("campaign_id", flat=True).first()
    if found is None:
        raise Refusal("找不到这份报送，请刷新页面。")
    return found


def _words(fields: Mapping[str, Any]) -> str:
    words = clean(str(fields.get("words") or "")).strip()
    if len(words) > 2000:
        raise Refusal(f"填报要求最多2000字，现有{len(words)}字。", field="words")
    return words


def _days(row: Campaign, fields: Mapping[str, Any]) -> None:
    for name, declared, label in _DAYS:
        chosen: date | None = fields.get(name)
        if chosen is None or chosen == getattr(row, name):
            continue
        _in_time(chosen, declared, row.year, name, label)
        setattr(row, name, chosen)
        setattr(row, name.replace("_on", "_source"), f"{row.lead.short_name or row.lead.name}规定")


def _in_time(chosen: date, declared: Number, year: int, name: str, label: str) -> None:
    last = questions.limit(declared, year)
    if not date(year + 1, 1, 1) <= chosen <= last:
        raise Refusal(
            f"{label}应在{year + 1}年1月1日至{last.month}月{last.day}日之间（{declared.source}），请重新填写。",
            field=name,
        )


def _asked(wanted: set[int], below: Tree) -> None:
    if not wanted:
        raise Refusal("请至少选择一个还没有列入的报送机关。", field="organs")
    if strangers := wanted - below.candidates:
        names = "、".join(below.nodes[pk].name for pk in sorted(strangers) if pk in below.nodes) or "所选机关"
        raise Refusal(f"{names}不在本机关的汇集范围内，或者已经撤销。", field="organs")


def _open(row: Campaign) -> Any:
    return Filing.objects.filter(campaign=row).exclude(state=State.REMOVED)


def _assign(row: Campaign, wanted: set[int], below: Tree, asked: set[int]) -> list[Filing]:
    everybody = wanted | asked
    former = {one.organ_id: one for one in Filing.objects.filter(campaign=row, organ__in=wanted).order_by("pk")}
    rows = []
    for pk in sorted(wanted):
        place = below.place(pk, everybody)
        filing = Filing(campaign=row, organ_id=pk, due_on=_due(row, below, pk))
        _put(filing, place)
        if (before := former.get(pk)) is not None and before.cells:  # taken out by mistake: nothing is typed twice
            filing.state = State.FILLING
            for name in _DRAFT:
                setattr(filing, name, getattr(before, name))
        rows.append(filing)
    Filing.objects.bulk_create(rows)
    return list(
        Filing.objects.filter(campaign=row, organ_id__in=wanted).exclude(state=State.REMOVED).select_related("organ")
    )


def _put(filing: Filing, place: Place) -> bool:
    """Set its place; whether anything moved."""
    now = (filing.keeper_id, filing.above_id, filing.reviewer_id, filing.part)
    filing.keeper_id, filing.above_id, filing.reviewer_id = place.keeper, place.above, place.reviewer
    filing.part = place.part.value
    return now != (place.keeper, place.above, place.reviewer, place.part.value)


def _due(row: Campaign, below: Tree, organ_id: int) -> date:
    return row.summed_due_on if below.nodes[organ_id].nature == "government" else row.due_on


def _replace(row: Campaign, below: Tree) -> list[Filing]:
    """After organs came or went: whose filing now goes elsewhere."""
    rows = list(_open(row))
    everybody = {filing.organ_id for filing in rows}
    moved = [filing for filing in rows if _put(filing, below.place(filing.organ_id, everybody))]
    Filing.objects.bulk_update(moved, ["keeper", "above", "reviewer", "part"], batch_size=200)
    return moved


def _redate(row: Campaign) -> list[Filing]:
    below = questions.tree(row.lead_id)
    moved = []
    for filing in _open(row).filter(submitted_at=None):
        due = _due(row, below, filing.organ_id)
        if due != filing.due_on:
            filing.due_on = due
            moved.append(filing)
    Filing.objects.bulk_update(moved, ["due_on"], batch_size=200)
    return moved


def _asks(row: Campaign, rows: list[Filing], at: datetime) -> None:
    """The FOI offices hear that filings are wanted, each with the first day on which it owes one."""
    first: dict[int, date] = {}
    for filing in rows:
        first[filing.keeper_id] = min(filing.due_on, first.get(filing.keeper_id, filing.due_on))
    for due in sorted(set(first.values())):
        text = f"{row.lead.short_name}布置{row.year}年年报报送，请于{named(due, day(at))}前报送"
        _tell(row, [keeper for keeper, on in first.items() if on == due], text, f"asked:{due}", at)


def _tell(row: Campaign, keepers: Collection[int], text: str, key: str, at: datetime) -> None:
    """A notice to the FOI offices of organs (one query for all of them)."""
    on = day(at)
    posts = Post.objects.filter(organ_id__in=keepers, role__in=EDITORS, starts_on__lte=on, person__is_active=True)
    people: dict[int, Person] = {
        post.person_id: post.person for post in posts.exclude(ends_on__lte=on).select_related("person")
    }
    notify(
        people.values(),
        text=text,
        link="/desk/collecting/",
        key=f"campaign:{row.pk}:{key}:{at.isoformat()}",
        at=at,
    )


def _say(verb: str, row: Campaign, by: Standing, at: datetime, more: Mapping[str, Any], *rows: Filing) -> None:
    write(
        actor=by.actor(row.lead_id), verb=verb, object_type="campaign", object_id=row.pk, at=at, organ_id=row.lead_id,
        detail={"year": row.year} | facts(row) | dict(more) | seals(row, *rows),
    )  # fmt: skip
