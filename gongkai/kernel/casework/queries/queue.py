"""Questions to the queue: whose cases, in which order, under which filter, with which light; and the counts of the leader's page.

Every count carries the filter that opens its rows. Filters are plain text from an address; what cannot be read is ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet

from gongkai.kernel.casework import kinds
from gongkai.kernel.casework.models import Case, Party, Watcher
from gongkai.kernel.casework.queries.finding import matching
from gongkai.kernel.casework.queries.people import in_post
from gongkai.kernel.casework.queries.reading import readable
from gongkai.kernel.casework.rules import Lamp, lamp, out_since
from gongkai.kernel.casework.terms import Light, PartyRole
from gongkai.kernel.organizations.models import NumberValue
from gongkai.kernel.organizations.queries import Role, Standing, numbers, supervised
from gongkai.kernel.organizations.queries.numbers import rows_of
from gongkai.kernel.vocabulary import CHINA, Term
from gongkai.kernel.workdays.queries import Calendar, current_calendar


class Section(Term):
    """Parts of the queue. An address that names none shows the cases whose clock runs."""

    RUNNING = "running", "计时中"
    UNSTARTED = "unstarted", "尚未起算"
    PAUSED = "paused", "暂停计时"
    OPEN = "open", "全部在办"
    SERVING = "serving", "已答复待送达归档"
    UNSERVED = "unserved", "未见送达证明"
    CLOSED = "closed", "已办结"
    ALL = "all", "全部"


#: Names that an address may carry.
FILTERS = (
    "section", "scope", "organ", "kind", "state", "turn", "handler", "light", "late", "due_from", "due_to",
    "opened_from", "opened_to", "received_from", "received_to", "closed_from", "closed_to", "was_late", "outcome",
    "extended", "watched", "mark", "q",
)  # fmt: skip

#: What is not done yet. That it has a state says nothing, but without it SQLite reads every case of an organ.
_LIVE = Q(done=False, state__gt="")
_SECTIONS: dict[str, Q] = {
    Section.RUNNING: Q(closed_at=None, due_at__isnull=False),
    Section.UNSTARTED: Q(closed_at=None, due_at=None, paused=False),
    Section.PAUSED: Q(closed_at=None, paused=True),
    Section.OPEN: Q(closed_at=None),
    Section.SERVING: Q(closed_at__isnull=False) & _LIVE,
    Section.UNSERVED: _LIVE,  # and what ``unserved`` says
    Section.CLOSED: Q(closed_at__isnull=False),
    Section.ALL: Q(),
}
_DATES = ("due", "opened", "closed")


@dataclass(frozen=True)
class Limits:
    """The calendar and the numbers of the lights, read once for a page (two queries); organs may have their own."""

    calendar: Calendar
    numbers: tuple[NumberValue, ...]

    def pair(self, organ_id: int | None, on: date) -> tuple[int, int]:
        """(amber, red) of an organ on a day, in working days."""
        return self._value("casework.amber", organ_id, on), self._value("casework.red", organ_id, on)

    def out_since(self, organ_id: int | None, on: date) -> date:
        """What an organ sent on this day or before, and what is not proven to have arrived, is alarmed."""
        return out_since(self.calendar, on, self._value("casework.service_days", organ_id, on))

    def _value(self, code: str, organ_id: int | None, on: date) -> int:
        fitting = [
            row for row in self.numbers
            if row.code == code and row.effective_on <= on and row.organ_id in {None, organ_id}
        ]  # fmt: skip
        best = max(fitting, key=lambda row: (row.organ_id is not None, row.effective_on, row.pk), default=None)
        return best.value if best else _declared()[code]

    @property
    def own(self) -> list[int]:
        """The organs with numbers of their own."""
        return sorted({row.organ_id for row in self.numbers if row.organ_id is not None})

    def of(self, case: Case, at: datetime) -> Lamp:
        """The light of a case."""
        amber, red = self.pair(case.organ_id, at.astimezone(CHINA).date())
        ours = not case.due_clock or kinds.get(case.kind).owes(case.due_clock)
        return lamp(
            at=at, due_at=case.due_at, paused=case.paused, closed=case.closed_at is not None, calendar=self.calendar,
            amber=amber, red=red, was_late=case.was_late, provisional=case.provisional,
            of_others="" if ours else kinds.labels(case.kind).clock(case.due_clock).label, done=case.done,
        )  # fmt: skip


@lru_cache(maxsize=1)
def _declared() -> dict[str, int]:
    return {number.code: number.default for number in numbers() if number.code.startswith("casework.")}


def limits() -> Limits:
    """The calendar and the numbers in force (two queries)."""
    return Limits(current_calendar(), tuple(rows_of("casework.amber", "casework.red", "casework.service_days")))


def light(case: Case, at: datetime, calendar: Calendar | None = None) -> Lamp:
    """The light of one case, in words too; many are asked of ``limits()``."""
    found = limits()
    return (found if calendar is None else Limits(calendar, found.numbers)).of(case, at)


def scope(standing: Standing, filters: Mapping[str, str] | None = None) -> Q:
    """Which cases the person may list: those that they work on, or with ``scope=oversee`` those that they supervise."""
    return Q(organ_id__in=sorted(supervised(standing))) if _oversees(standing, filters) else readable(standing)


def _oversees(standing: Standing, filters: Mapping[str, str] | None) -> bool:
    asked = (filters or {}).get("scope") == "oversee"
    return asked or not any(standing.organs_with(kind.readers) for kind in kinds.all_kinds())


#: Lists in the order of an index over all organs, as long as no other filter is much narrower.
_IN_ORDER = frozenset(
    {"section", "scope", "kind", "opened_from", "opened_to", "closed_from", "closed_to", "was_late", "extended"}
)


def _listed(standing: Standing, asked: Mapping[str, str], section: str) -> QuerySet[Case]:
    """The cases in scope, of those that a search finds. Of many organs a long list is read in its order; by organ, SQLite would sort all of it."""
    if "q" in asked:
        keys = matching(asked["q"], standing)  # of every case that the person may see
        if supervised(standing):
            within = Case.objects.filter(scope(standing, asked), pk__in=keys).values_list("pk", "number")
            keys = [pk for pk, _ in within]
        return Case.objects.filter(pk__in=keys)  # by organ again, SQLite would read every case of it
    if section not in {Section.CLOSED, Section.ALL} or asked.keys() - _IN_ORDER or not _oversees(standing, asked):
        return Case.objects.filter(scope(standing, asked))
    organs = sorted(supervised(standing))
    return Case.objects.alias(of=F("organ_id") + 0).filter(of__in=organs)  # a sum has no index


def queue(
    standing: Standing, at: datetime, *, filters: Mapping[str, str] | None = None, known: Limits | None = None
) -> QuerySet[Case]:
    """The cases of a person under a filter, the next due first; closed ones the latest first. Give a page to ``rows``."""
    asked = {
        name: str(value).strip() for name, value in (filters or {}).items() if name in FILTERS and str(value).strip()
    }
    wanted = asked.get("section", "")
    section = wanted if wanted in _SECTIONS else _section_of(asked)
    found = _listed(standing, asked, section).alias(hand=_HAND).filter(_SECTIONS[section])
    if section == Section.UNSERVED:
        found = found.filter(unserved(at, known))
    for condition in _conditions(asked, standing, at, known):
        found = found.filter(condition)
    if section in {Section.CLOSED, Section.SERVING}:
        found = found.order_by("-closed_at", "-id")
    elif section == Section.UNSERVED:
        found = found.order_by("state_since", "id")
    elif section == Section.ALL:
        found = found.order_by("-opened_at", "-id")
    else:
        found = found.order_by("due_at", "id")
    return found.select_related("organ", "handler")


def _section_of(asked: Mapping[str, str]) -> str:
    """The part of the queue that a filter means when it names none."""
    if any(name in asked for name in ("closed_from", "closed_to", "was_late")):
        return Section.CLOSED
    if any(name in asked for name in ("q", "outcome", "opened_from", "opened_to", "received_from", "received_to")):
        return Section.ALL
    if any(name in asked for name in ("state", "turn", "handler", "watched")):
        return Section.OPEN
    return Section.RUNNING


def _conditions(asked: Mapping[str, str], standing: Standing, at: datetime, known: Limits | None) -> Iterable[Q]:
    for name in ("kind", "state", "outcome"):
        if name in asked:
            yield Q(**{f"{name}__in": asked[name].split(",")[:20]})
    if "outcome" in asked:
        yield ~Q(outcome="")  # the index holds what has one; SQLite takes it only when the question says so too
    if organs := [int(part) for part in asked.get("organ", "").split(",")[:200] if _number(part)]:
        yield Q(organ_id__in=organs)
    if "turn" in asked:
        yield turn(asked["turn"])
    if "mark" in asked:
        yield _marked(asked["mark"])
    handler = asked.get("handler", "")
    if handler in {"me", "none"} or _number(handler):
        none = nobody(at.astimezone(CHINA).date())
        yield {"me": Q(handler=standing.person), "none": none}.get(handler) or Q(handler_id=int(handler))
    if asked.get("late") == "1":
        yield late(at)
    for flag in ("was_late", "extended"):
        if asked.get(flag) in {"0", "1"}:
            yield Q(**{flag: asked[flag] == "1"})
    if asked.get("watched") == "1":
        yield Q(pk__in=Watcher.objects.filter(person=standing.person).values("case_id"))
    for name in _DATES:
        if begun := _date(asked.get(f"{name}_from", "")):
            yield Q(**{f"{name}_at__gte": _start(begun)})
        if ended := _date(asked.get(f"{name}_to", "")):
            yield Q(**{f"{name}_at__lt": _start(ended + timedelta(days=1))})
    for side, lookup in (("from", "gte"), ("to", "lte")):
        if day := _date(asked.get(f"received_{side}", "")):
            yield Q(**{f"received_on__{lookup}": day})
    if "light" in asked:
        yield _lit(asked["light"], at, known)


def _marked(code: str) -> Q:
    found = Q(pk__in=[])
    for kind in kinds.all_kinds():
        if code in kind.marks:
            found |= Q(kind=kind.code) & kind.marks[code][1]
    return found


def marked(standing: Standing, at: datetime) -> list[Figure]:
    """Lapses of procedure in what came in this year up to today, each against the same days of last year (one query)."""
    today = at.astimezone(CHINA).date()
    spans = [(day.replace(month=1, day=1), day) for day in (today, _year_before(today))]
    labels = {code: label for kind in kinds.all_kinds() for code, (label, _) in kind.marks.items()}
    found = Case.objects.filter(scope(standing), opened_at__gte=_start(spans[1][0]))
    counted = found.aggregate(
        **{
            f"{code}_{place}": Count("pk", filter=_marked(code) & Q(opened_at__gte=_start(span[0]), opened_at__lt=_start(span[1] + timedelta(days=1))))
            for code in labels for place, span in enumerate(spans)
        }
    )  # fmt: skip
    asked = [
        [urlencode({"mark": code, "opened_from": begun.isoformat(), "opened_to": ended.isoformat()}) for code in labels]
        for begun, ended in spans
    ]
    return [
        Figure(code, label, counted[f"{code}_0"], asked[0][place], counted[f"{code}_1"], asked[1][place])
        for place, (code, label) in enumerate(labels.items())
    ]


def turn(role: str) -> Q:
    """Cases that wait for somebody of this role: in a state whose next proper step is theirs, and not the handler's."""
    found = Q(pk__in=[])
    for kind in kinds.all_kinds():
        moves = [
            move
            for move in kinds.labels(kind.code).moves
            if move.style == "primary" and role in move.actors
            and (role in kind.handlers or not set(move.actors) & kind.handlers)
        ]  # fmt: skip
        if states := sorted({state for move in moves for state in move.sources}):
            found |= Q(kind=kind.code, state__in=states, done=False)
    return found


_HAND = F("organ_id") * 1_000_000_000 + F("handler_id")  # one key, which needs no question for every row


def nobody(on: date) -> Q:
    """Cases in nobody's hands: without a handler, or the handler's post in that organ has ended; needs the alias ``hand``."""
    gone = Q(pk__in=[])
    for kind in kinds.all_kinds():
        held = in_post(on).filter(role__in=sorted(kind.hands), person__is_active=True)
        keys = held.annotate(hand=F("organ_id") * 1_000_000_000 + F("person_id")).values("hand")
        gone |= Q(kind=kind.code, handler__isnull=False) & ~Q(hand__in=keys)
    return Q(handler=None) | gone


def left_behind(on: date) -> QuerySet[Case]:
    """Open cases of people who have left their post."""
    return Case.objects.alias(hand=_HAND).filter(nobody(on), handler__isnull=False, closed_at=None)


def late(at: datetime) -> Q:
    """Open cases whose due date is over, by a clock that the office keeps (not the applicant's)."""
    return Q(closed_at=None, due_at__lt=at) & _owed()


def _owed() -> Q:
    """Cases that stand under a clock that the office keeps."""
    owed = Q(pk__in=[])
    for kind in kinds.all_kinds():
        owed |= Q(kind=kind.code, due_clock__in=sorted(kind.owed)) if kind.owed else Q(kind=kind.code)
    return owed


def unserved(at: datetime, known: Limits | None = None) -> Q:
    """Cases of which something went out, and after so many working days nothing proves that it arrived (条例45)."""
    found, today = known or limits(), at.astimezone(CHINA).date()

    def waits(day: date) -> Q:
        condition = Q(pk__in=[])
        for kind in kinds.all_kinds():
            condition |= Q(kind=kind.code) & kind.waits(day)
        return condition

    condition = waits(found.out_since(None, today))
    if found.own:
        condition &= ~Q(organ_id__in=found.own)
    for organ in found.own:
        condition |= Q(organ_id=organ) & waits(found.out_since(organ, today))
    return Q(done=False) & condition


def _lit(wanted: str, at: datetime, known: Limits | None) -> Q:
    """The condition for a light. The organs' own numbers are honoured: a condition for each pair of numbers in use."""
    if wanted == Light.PAUSED:
        return _SECTIONS[Section.PAUSED]
    if wanted not in {Light.GREEN, Light.AMBER, Light.RED}:
        return Q()
    found, today = known or limits(), at.astimezone(CHINA).date()
    condition = _between(wanted, *found.pair(None, today), today, found.calendar)
    pairs: dict[tuple[int, int], list[int]] = {}
    for organ in found.own:
        pairs.setdefault(found.pair(organ, today), []).append(organ)
    if pairs:
        condition &= ~Q(organ_id__in=found.own)
    for pair, organs in pairs.items():
        condition |= Q(organ_id__in=organs) & _between(wanted, *pair, today, found.calendar)
    return condition


def _between(wanted: str, amber: int, red: int, today: date, calendar: Calendar) -> Q:
    """Red: at most ``red`` working days left, that is before the day after them; amber, green accordingly.

    A term that the office does not keep is amber where an own one would be red.
    """
    red_ends = _start(calendar.after(today, red + 1).due)
    amber_ends = max(red_ends, _start(calendar.after(today, amber + 1).due))
    return {
        Light.RED.value: Q(due_at__lt=red_ends) & _owed(),
        Light.AMBER.value: Q(due_at__lt=amber_ends) & (Q(due_at__gte=red_ends) | ~_owed()),
        Light.GREEN.value: Q(due_at__gte=amber_ends),
    }[wanted]


@dataclass(frozen=True)
class QueueRow:
    """A line of the queue. Who only supervises sees no ``applicant`` (masked for others), and the number for the ``title``."""

    case: Case
    title: str
    lamp: Lamp
    state: str
    kind: str
    link: str
    applicant: str
    clock: str


def rows(cases: Iterable[Case], at: datetime, *, standing: Standing, known: Limits | None = None) -> list[QueueRow]:
    """What a page shows of its cases: three queries whatever its size (calendar, numbers, parties) and the page's own."""
    listed = list(cases)
    found = known or limits()
    full = {kind.code: standing.organs_with(kind.readers) for kind in kinds.all_kinds()}
    open_to = {case.pk for case in listed if case.organ_id in full.get(case.kind, ())}
    parties = Party.objects.filter(case_id__in=open_to, role=PartyRole.APPLICANT).order_by("-pk")
    masked = dict(parties.values_list("case_id", "masked"))  # of several, the first one entered stands
    tables = {code: kinds.labels(code) for code in {case.kind for case in listed}}
    return [
        QueueRow(
            case=case, title=case.title if case.pk in open_to else case.number, lamp=found.of(case, at),
            state=tables[case.kind].state(case.state).label,
            kind=kinds.get(case.kind).label, link=kinds.get(case.kind).page.format(pk=case.pk),
            applicant=masked.get(case.pk, ""),
            clock=tables[case.kind].clock(case.due_clock).label if case.due_clock else "",
        )
        for case in listed
    ]  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A number of the leader's page and the filter that opens its rows; ``before`` is the same of the year before."""

    code: str
    label: str
    count: int
    query: str
    before: int | None = None
    before_query: str = ""


def counts(
    standing: Standing,
    at: datetime,
    *,
    filters: Mapping[str, str] | None = None,
    known: Limits | None = None,
    months: bool = True,
) -> dict[str, Figure]:
    """The leader's page: late, newly late, due this week, to sign, to review, mine, nobody's, unstarted, paused; answered
    and not yet archived, of these and others not proven to have arrived. One query, and those of the limits.

    With ``months`` also what was opened and closed this month up to today, against the same days of last year: four more.
    """
    base = Case.objects.alias(hand=_HAND).filter(scope(standing, filters))
    today = at.astimezone(CHINA).date()
    monday = today - timedelta(days=today.weekday())
    next_monday = _start(monday + timedelta(days=7))
    parts: dict[str, tuple[str, Q, dict[str, str]]] = {
        "late": ("已逾期", late(at), {"late": "1"}),
        "late_week": (
            "本周新逾期", late(at) & Q(due_at__gte=_start(monday)), {"late": "1", "due_from": monday.isoformat()},
        ),
        "due_week": (
            "本周到期", Q(due_at__gte=at, due_at__lt=next_monday),
            {"due_from": today.isoformat(), "due_to": (monday + timedelta(days=6)).isoformat()},
        ),
        "sign": ("待签发", turn(Role.SIGNER), {"turn": Role.SIGNER.value}),
        "review": ("待审核", turn(Role.FOI_HEAD), {"turn": Role.FOI_HEAD.value}),
        "mine": ("我承办的", Q(handler=standing.person), {"handler": "me"}),
        "nobody": ("无人承办", nobody(today), {"handler": "none"}),
        "unstarted": ("待确认收到", _SECTIONS[Section.UNSTARTED], {"section": Section.UNSTARTED.value}),
        "paused": ("暂停计时", _SECTIONS[Section.PAUSED], {"section": Section.PAUSED.value}),
        "open": ("在办", Q(), {"section": Section.OPEN.value}),
    }  # fmt: skip
    after = {
        "serving": ("待送达归档", _SECTIONS[Section.SERVING], {"section": Section.SERVING.value}),
        "unserved": ("未见送达证明", unserved(at, known), {"section": Section.UNSERVED.value}),
    }
    extra = {"scope": "oversee"} if (filters or {}).get("scope") == "oversee" else {}
    parts = {code: (label, part & Q(closed_at=None), query) for code, (label, part, query) in parts.items()} | after
    totals: dict[str, Any] = base.filter(_LIVE).aggregate(**_counted(parts))
    found = {
        code: Figure(code, label, totals[f"n_{code}"], urlencode(query | extra))
        for code, (label, _, query) in parts.items()
    }
    if not months:
        return found
    first = today.replace(day=1)
    spans = {"now": (first, today), "before": (_year_before(first), _year_before(today))}
    for code, label, column in (("opened", "本月新收", "opened"), ("closed", "本月办结", "closed")):
        values, queries = {}, {}
        for name, (begun, ended) in spans.items():
            values[name] = base.filter(
                **{f"{column}_at__gte": _start(begun), f"{column}_at__lt": _start(ended + timedelta(days=1))}
            ).count()
            queries[name] = urlencode({f"{column}_from": begun.isoformat(), f"{column}_to": ended.isoformat()} | extra)
        found[code] = Figure(code, label, values["now"], queries["now"], values["before"], queries["before"])
    return found


def _counted(parts: Mapping[str, tuple[str, Q, dict[str, str]]]) -> dict[str, Count]:
    return {f"n_{code}": Count("pk", filter=part[1]) if part[1] else Count("pk") for code, part in parts.items()}


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _date(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1990 <= day.year <= 2190 else None
