"""Verb that reminds of due dates: the working day before, on the day, and once it is over; each once, whatever was missed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db import transaction

from gongkai.kernel.casework import kinds
from gongkai.kernel.casework.models import Case, Deadline, Reminder
from gongkai.kernel.casework.operations.colleagues import tell
from gongkai.kernel.casework.queries.people import handlers
from gongkai.kernel.casework.queries.queue import left_behind
from gongkai.kernel.casework.rules import out_since
from gongkai.kernel.casework.terms import ClockState
from gongkai.kernel.notices.operations import notify
from gongkai.kernel.organizations.queries import Person, number, number_lookup, people_with
from gongkai.kernel.vocabulary import CHINA
from gongkai.kernel.workdays.queries import Calendar, current_calendar

BEFORE, DUE, LATE, UNSTARTED, UNSERVED = "before", "due", "late", "unconfirmed", "unserved"


def remind(*, at: datetime) -> int:
    """Send the reminders whose time has come; returns how many cases were spoken of.

    Only what holds now is said: after a week without the program a case that is late is called late, once. Of the
    office's clocks that are late, and of cases whose receipt nobody confirmed by the end of the working day (条例31),
    the heads are alarmed; and once of what went out without a proof that it arrived (see ``kinds.Unserved``).
    """
    calendar, today = current_calendar(), at.astimezone(CHINA).date()
    said = 0
    for case, clock, kind, due_on, what in _wanting(at, today, calendar):
        with transaction.atomic():
            row = Reminder(case=case, clock=clock, kind=kind, due_on=due_on, sent_at=at)
            Reminder.objects.bulk_create([row], ignore_conflicts=True)
            sent = Reminder.objects.get(case=case, clock=clock, kind=kind, due_on=due_on)
            if sent.sent_at != at:
                continue  # another process was quicker
            _say(case, clock, kind, due_on, at, today, what)
            said += 1
    _tell_of_those_left_behind(at, today)
    return said


def _tell_of_those_left_behind(at: datetime, today: date) -> None:
    """Who handles a case and has left the post: the heads, else the other handlers, hear of it every day until it is given on."""
    groups: dict[tuple[str, int, int], list[Case]] = {}
    for case in left_behind(today).select_related("organ", "handler").order_by("due_at", "pk"):
        groups.setdefault((case.kind, case.organ_id, case.handler_id or 0), []).append(case)
    for (code, organ_id, handler_id), cases in groups.items():
        kind, first = kinds.get(code), cases[0]
        assert first.handler is not None
        heads = [p for role in sorted(kind.heads) for p in people_with(role, organ_id, today)]
        notify(
            {p.pk: p for p in heads or handlers(first, today)}.values(),
            text=f"{first.handler.name}已不在岗，名下{len(cases)}件{kind.label}无人承办，请分办给在岗人员（{first.number}等）",
            link=kind.page.format(pk=first.pk), key=f"left:{code}:{organ_id}:{handler_id}:{today}", at=at, level="alarm",
        )  # fmt: skip


def _wanting(at: datetime, today: date, calendar: Calendar) -> Iterator[tuple[Case, str, str, date, str]]:
    """(case, clock, kind, due day, what it is about) that were not sent yet."""
    before = number_lookup("casework.remind_before")
    furthest = calendar.after(today, max(10, before(today, None)[0])).due
    ends = datetime.combine(furthest + timedelta(days=1), time(), CHINA)
    # Any clock of an open case, not only the one by which it stands in the queue.
    clocks = Deadline.objects.filter(case__closed_at=None, due_at__lt=ends, state=ClockState.RUNNING)
    late = Deadline.objects.filter(case__closed_at=None, due_at__lt=at)
    sent = set(
        Reminder.objects.filter(case__closed_at=None).values_list("case_id", "clock", "kind", "due_on").iterator()
    )
    found = (clocks | late).select_related("case__organ", "case__handler").order_by("due_at", "case_id")
    for row in found:
        assert row.due_at is not None
        due_on = row.due_at.astimezone(CHINA).date()
        kind = ""
        if row.due_at < at:
            kind = LATE
        elif due_on == today:
            kind = DUE
        elif calendar.between(today, due_on) <= before(today, row.case.organ_id)[0]:
            kind = BEFORE
        if kind and (row.case_id, row.clock, kind, due_on) not in sent:
            yield row.case, row.clock, kind, due_on, ""
    for case, last in _unstarted(at, today, calendar, sent):
        yield case, "", UNSTARTED, last, ""
    yield from _unserved(today, calendar)


def _unstarted(
    at: datetime, today: date, calendar: Calendar, sent: set[tuple[int, str, str, date]]
) -> Iterator[tuple[Case, date]]:
    """Cases that came and whose clock nobody started by the end of that working day: every working day anew."""
    ends = number("casework.day_ends", today)
    last = calendar.previous_working(today)
    if last == today and at.astimezone(CHINA).hour < ends:
        last = calendar.previous_working(today - timedelta(days=1))
    waiting = Case.objects.filter(closed_at=None, due_at=None, paused=False, done=False)
    limit = datetime.combine(last, time(ends), CHINA)
    for case in waiting.filter(opened_at__lt=limit).select_related("organ", "handler").order_by("opened_at", "pk"):
        if case.state == kinds.labels(case.kind).initial and (case.pk, "", UNSTARTED, last) not in sent:
            yield case, last


def _unserved(today: date, calendar: Calendar) -> Iterator[tuple[Case, str, str, date, str]]:
    """What went out so long ago that its arrival should be proven by now; once for every sending."""
    days = number_lookup("casework.service_days")
    said = set(Reminder.objects.filter(kind=UNSERVED, case__done=False).values_list("case_id", "clock", "due_on"))
    for kind in kinds.all_kinds():
        listed = kind.unserved(out_since(calendar, today, 1))
        held = Case.objects.filter(pk__in={one.case_id for one in listed}).select_related("organ", "handler")
        cases = {case.pk: case for case in held}
        for one in listed:
            case = cases[one.case_id]
            last = calendar.after(one.since, days(today, case.organ_id)[0]).due
            if last < today and (case.pk, one.code, last) not in said:
                yield case, one.code, UNSERVED, last, f"{one.label}{one.since.month}月{one.since.day}日送出"


def _say(case: Case, clock: str, kind: str, due_on: date, at: datetime, today: date, what: str) -> None:
    declared = kinds.get(case.kind)
    here = {person.pk: person for person in handlers(case, today)}
    heads = [p for role in sorted(declared.heads) for p in people_with(role, case.organ_id, today)]
    # A handler who has left the post cannot act: the heads hear of it instead.
    handler: list[Person] = [here[case.handler_id]] if case.handler_id in here else heads
    day, key = f"{due_on.month}月{due_on.day}日", f"remind:{clock}:{kind}:{due_on}"
    if kind == UNSTARTED:
        tell(case, handler + heads, "当日未与申请人确认收到，请尽快联系确认", key, at, level="alarm")
        return
    if kind == UNSERVED:
        unproven = f"{what}，至今没有送达证明，请核实后登记送达，或者重新送达"
        tell(case, handler + heads, unproven, key, at, level="alarm")
        return
    label = kinds.labels(case.kind).clock(clock).label
    if not declared.owes(clock):
        words = {BEFORE: f"{label}将于{day}届满", DUE: f"{label}今天届满", LATE: f"{label}已于{day}届满，请决定下一步"}
        tell(case, handler, words[kind], key, at)
        return
    words = {BEFORE: f"{label}{day}到期", DUE: f"{label}今天到期", LATE: f"{label}已于{day}到期，已逾期"}
    people = handler if kind == BEFORE else handler + heads
    tell(case, people, words[kind], key, at, level="alarm" if kind == LATE else "info")
