"""Questions about the term of publication: by when a draft has to be public (条例26), and which are late."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, overload

from gongkai.kernel.organizations.queries import Standing, number_lookup
from gongkai.kernel.records.models import Revision
from gongkai.kernel.records.queries.review import OPEN_STATES, open_of
from gongkai.kernel.records.rules import publish_by
from gongkai.kernel.records.terms import Attribute
from gongkai.kernel.vocabulary import CHINA
from gongkai.kernel.workdays import Due
from gongkai.kernel.workdays.queries import current_calendar

SOON = 5  # working days: a week of the office
_OPENLY = ["", Attribute.OPEN]


class _Facts(NamedTuple):
    """What the term of a text follows from."""

    attribute: str
    number: int
    created_at: datetime
    made_on: date | None
    term_days: int | None
    term_on: date | None
    term_source: str
    organ_id: int


_COLUMNS = (*_Facts._fields[:-1], "record__organ_id")


@dataclass(frozen=True)
class Term:
    """By when a text has to be public: the day, how it was counted, what it rests on, how long that still is.

    ``left`` are working days after today, negative once overdue (0 too, where only days off have passed since).
    """

    due: Due
    basis: str
    left: int
    late: bool
    restarted: bool  # a change: counted from the day it began
    fixed: bool  # the day itself was set, nothing was counted
    hour_too_late: bool  # the hour of a timed publication lies behind the term

    @property
    def soon(self) -> bool:
        """Whether it ends within the next working days."""
        return not self.late and self.left <= SOON

    def explain(self) -> list[str]:
        """Every day that was counted or skipped and why, in Chinese."""
        if self.fixed:
            return [f"截止日期{self.due.due}由{self.basis}直接规定，不逐日计算"]
        return self.due.explain()


def publish_due(revision: Revision) -> Due | None:
    """By when this text has to be public: 20 working days (a configurable number) from the day it was formed, or, for a
    change of what was decided before, from the day the change began; what another law sets goes before. None for what
    is not to be published unasked, or has no date yet.
    """
    counted = _Counting().of(_facts(revision))
    return counted[0] if counted else None


def _facts(revision: Revision) -> _Facts:
    values: dict[str, Any] = {name: getattr(revision, name) for name in _Facts._fields[:-1]}
    return _Facts(**values, organ_id=revision.record.organ_id)


class _Counting:
    """Counts many terms on one calendar, equal ones once (two queries, however many)."""

    def __init__(self) -> None:
        self._calendar = current_calendar()
        self._within = number_lookup("records.publish_within")
        self._counted: dict[tuple[date, int], Due] = {}

    def of(self, facts: _Facts) -> tuple[Due, str] | None:
        """The term and what it rests on."""
        if facts.attribute not in _OPENLY:
            return None
        source = facts.term_source.strip()
        # 条例26: 法律、法规对政府信息公开的期限另有规定的,从其规定。
        if source and facts.term_on is not None:
            return self._after(facts.term_on, 0), source
        formed_on = facts.created_at.astimezone(CHINA).date() if facts.number > 1 else facts.made_on
        if formed_on is None:
            return None
        if source and facts.term_days is not None:
            return self._after(formed_on, facts.term_days), source
        # 条例26: 自该政府信息形成或者变更之日起20个工作日内
        within, basis = self._within(formed_on, facts.organ_id)
        return self._after(formed_on, within), basis

    def _after(self, formed_on: date, within: int) -> Due:
        key = (formed_on, within)
        if key not in self._counted:
            self._counted[key] = publish_by(formed_on, within=within, calendar=self._calendar)
        return self._counted[key]


def terms(revisions: Iterable[Revision], *, today: date) -> dict[int, Term]:
    """The terms of those that are on their way and have one, by id (two queries, however many; record is selected)."""
    counting = _Counting()
    found = {}
    for revision in revisions:
        counted = counting.of(_facts(revision)) if revision.state in OPEN_STATES else None
        if counted is None:
            continue
        due, basis = counted
        hour = revision.publish_at.astimezone(CHINA).date() if revision.publish_at else None
        found[revision.pk] = Term(
            due, basis, left=due.left(today), late=due.due < today, restarted=revision.number > 1, fixed=due.n == 0,
            hour_too_late=hour is not None and hour > due.due,
        )  # fmt: skip
    return found


def term(revision: Revision, *, today: date) -> Term | None:
    """The term of one revision while it is on its way; None where it has none."""
    return terms([revision], today=today).get(revision.pk)


class ByTerm(Sequence[Revision]):
    """Revisions in the order of their terms; only those that are looked at are read."""

    def __init__(self, keys: Sequence[int]) -> None:
        self._keys = keys

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, place: int) -> Revision: ...
    @overload
    def __getitem__(self, place: slice) -> list[Revision]: ...
    def __getitem__(self, place: int | slice) -> Revision | list[Revision]:
        keys = self._keys[place] if isinstance(place, slice) else [self._keys[place]]
        rows = Revision.objects.select_related("record__organ", "author").defer("body", "text").in_bulk(keys)
        found = [rows[key] for key in keys]
        return found if isinstance(place, slice) else found[0]


@dataclass(frozen=True)
class Overview:
    """What has a term, the nearest first: all, what is late, what ends within the next ``SOON`` working days."""

    every: ByTerm
    late: ByTerm
    soon: ByTerm


def by_term(organ_ids: Iterable[int], *, today: date) -> Overview:
    """Everything on its way in these organs that has a term, by its last day (three queries)."""
    counting = _Counting()
    rows = open_of(organ_ids).filter(attribute__in=_OPENLY)
    found: list[tuple[date, int]] = []
    for pk, *facts in rows.values_list("pk", *_COLUMNS):
        counted = counting.of(_Facts(*facts))
        if counted is not None:
            found.append((counted[0].due, pk))
    found.sort()
    near = current_calendar().after(today, SOON).due if found else today
    return Overview(
        ByTerm([pk for _, pk in found]),
        ByTerm([pk for day, pk in found if day < today]),
        ByTerm([pk for day, pk in found if today <= day <= near]),
    )


@dataclass(frozen=True)
class Late:
    """A text that should have been public, and since which day."""

    revision: Revision
    due: date


def late(standing: Standing, *, today: date) -> list[Late]:
    """What the person's organs have not published in time, the longest overdue first."""
    rows = by_term(standing.content_organs, today=today).late[:]
    found = terms(rows, today=today)
    return [Late(revision, found[revision.pk].due.due) for revision in rows]
