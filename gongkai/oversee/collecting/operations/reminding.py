"""提醒: of filings that are owed, by a person at any time, and by the house some days before, on the day, and after it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from gongkai.kernel.ledger.operations import Actor, Line, write_many
from gongkai.kernel.organizations.queries import Person, Standing, number_lookup
from gongkai.kernel.vocabulary import Refusal, clean
from gongkai.kernel.workdays import Calendar
from gongkai.kernel.workdays.queries import current_calendar
from gongkai.oversee.collecting.models import Filing, Reminder
from gongkai.oversee.collecting.operations.base import day, examiners, keepers, led, named, still_open, tell
from gongkai.oversee.collecting.queries.board import OWING
from gongkai.oversee.collecting.terms import REMIND_BEFORE, REMIND_EVERY

BEFORE, DAY, LATE, ASKED = "before", "day", "late", "asked"


def remind(*, campaign_id: int, by: Standing, at: datetime, filing_ids: Collection[int] | None = None) -> int:
    """Remind the organs that still owe their filing (or some of them); the same organ once a day. Returns how many."""
    with transaction.atomic():
        campaign = led(campaign_id, by)
        still_open(campaign)
        rows = Filing.objects.filter(campaign=campaign, state__in=OWING).select_related("organ", "campaign")
        if filing_ids is not None:
            rows = rows.filter(pk__in=filing_ids)
        today = day(at)
        told = [row for row in rows if _once(row, ASKED, today.isoformat(), at, clean(by.person.name)[:80])]
        if not told:
            raise Refusal("没有需要提醒的机关：都已报送，或者今天已经提醒过。")
        for row in told:
            tell(
                row,
                _whom(row, today),
                f"请于{named(row.due_on, today)}前报送"
                if today <= row.due_on
                else f"报送已于{named(row.due_on, today)}截止，请尽快报送",
                f"asked:{today}",
                at,
                level="alarm",
            )
        line = Line(
            "提醒报送年报",
            "campaign",
            campaign.pk,
            campaign.lead_id,
            {"year": campaign.year, "organs": [row.organ_id for row in told]},
        )
        write_many(actor=by.actor(campaign.lead_id), lines=[line], at=at)
    return len(told)


def remind_due(*, at: datetime) -> int:
    """What the house says by itself: before the day, on it, and every few working days after it; each once. Returns how many."""
    said = 0
    for row, kind, mark, words in list(_wanting(day(at), current_calendar())):
        with transaction.atomic():
            if not _once(row, kind, mark, at, ""):
                continue
            tell(row, _whom(row, day(at)), words, f"{kind}:{mark}", at, level="info" if kind == BEFORE else "alarm")
            line = Line(
                "自动提醒报送年报", "filing", row.pk, row.organ_id, {"kind": kind, "due_on": row.due_on.isoformat()}
            )
            write_many(actor=Actor.system("年报提醒"), lines=[line], at=at)
            said += 1
    return said


def _whom(row: Filing, on: date) -> list[Person]:
    """Whoever fills it in; where the organ has nobody, whoever examines it."""
    return keepers(row, on) or examiners(row, on)


def _once(row: Filing, kind: str, mark: str, at: datetime, who: str) -> bool:
    """Note the reminder; False when it was sent before."""
    _, made = Reminder.objects.get_or_create(filing=row, kind=kind, mark=mark, defaults={"by_name": who, "at": at})
    return made


def _wanting(today: date, calendar: Calendar) -> Iterator[tuple[Filing, str, str, str]]:
    """(filing, kind, mark, words) that were not said yet (four queries, however many filings)."""
    before, every = number_lookup(REMIND_BEFORE.code), number_lookup(REMIND_EVERY.code)
    rows = Filing.objects.filter(
        state__in=OWING, campaign__closed_at=None, due_on__lte=today + timedelta(days=60)
    ).select_related("organ", "campaign")
    sent = set(Reminder.objects.filter(filing__in=rows).values_list("filing_id", "kind", "mark"))
    for row in rows:
        due, lead = row.due_on, row.campaign.lead_id
        if today < due:
            kind, mark, words = BEFORE, due.isoformat(), f"报送将于{named(due, today)}截止"
            if calendar.between(today, due) > before(today, lead)[0]:
                continue
        elif today == due:
            kind, mark, words = DAY, due.isoformat(), "报送今天截止"
        else:
            times = calendar.between(due, today) // max(every(today, lead)[0], 1)
            if not times:
                continue
            kind, mark, words = LATE, f"{due.isoformat()}:{times}", f"报送已于{named(due, today)}截止，已逾期"
        if (row.pk, kind, mark) not in sent:
            yield row, kind, mark, words
