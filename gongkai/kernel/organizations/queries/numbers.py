"""Questions about configurable numbers: the value in force, where it is from, what it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from gongkai.kernel.organizations.models import NumberValue
from gongkai.kernel.vocabulary import Number


def numbers() -> Iterator[Number]:
    """Every configurable number that a room declares (AppConfig ``numbers``)."""
    for config in apps.get_app_configs():
        yield from getattr(config, "numbers", [])


def _declared(code: str) -> Number:
    for declared in numbers():
        if declared.code == code:
            return declared
    raise KeyError(code)


class _Held:
    """Every value that was given, read when the first is asked for."""

    def __init__(self) -> None:
        self.rows: list[NumberValue] | None = None

    def of(self, codes: Collection[str]) -> list[NumberValue]:
        if self.rows is None:
            self.rows = list(NumberValue.objects.all())
        return [row for row in self.rows if row.code in codes]


_held: ContextVar[_Held | None] = ContextVar("held", default=None)


@contextmanager
def numbers_held() -> Iterator[None]:
    """Within it the numbers are read once: every step of one verb, every part of one page goes by the same values."""
    token = _held.set(_held.get() or _Held())
    try:
        yield
    finally:
        _held.reset(token)


def rows_of(*codes: str) -> list[NumberValue]:
    """Every value given to these numbers (one query, none within ``numbers_held`` after the first)."""
    held = _held.get()
    return held.of(codes) if held is not None else list(NumberValue.objects.filter(code__in=codes))


def number(code: str, on: date, organ_id: int | None = None) -> int:
    """The value in force on a day: the organ's own, else the city's, else the default. KeyError for an unknown code."""
    declared, held = _declared(code), _held.get()
    if held is not None:
        mine = (row for row in held.of({code}) if row.effective_on <= on and row.organ_id in {None, organ_id})
        rows: Iterable[NumberValue] = mine
    else:
        rows = NumberValue.objects.filter(code=code, effective_on__lte=on).filter(
            Q(organ=None) | Q(organ_id=organ_id) if organ_id else Q(organ=None)
        )
    best = max(rows, key=lambda r: (r.organ_id is not None, r.effective_on, r.pk), default=None)
    return best.value if best else declared.default


def number_within(code: str, on: date) -> Coalesce:
    """The city's value in force on a day as a part of another question, for pages that may not ask once more."""
    given = NumberValue.objects.filter(code=code, organ=None, effective_on__lte=on).order_by("-effective_on", "-pk")
    return Coalesce(Subquery(given.values("value")[:1]), Value(_declared(code).default))


def number_lookup(code: str) -> Callable[[date, int | None], tuple[int, str]]:
    """As ``number``, for many days and organs after one query; answers the value and its source."""
    declared = _declared(code)
    rows = sorted(rows_of(code), key=lambda r: (r.organ_id is not None, r.effective_on, r.pk))

    def answer(on: date, organ_id: int | None) -> tuple[int, str]:
        fitting = [r for r in rows if r.effective_on <= on and r.organ_id in {None, organ_id}]
        return (fitting[-1].value, fitting[-1].source) if fitting else (declared.default, declared.source)

    return answer


@dataclass(frozen=True)
class NumberState:
    """A line of the rules page: the declaration, the value in force, and where it came from."""

    number: Number
    value: int
    source: str
    effective_on: date | None
    editor: str
    history: tuple[NumberValue, ...]


def number_states(on: date) -> list[NumberState]:
    """Every configurable number with its city-wide value, source, effective date and editor (one query)."""
    rows: dict[str, list[NumberValue]] = {}
    for row in NumberValue.objects.filter(organ=None).order_by("-effective_on", "-pk"):
        rows.setdefault(row.code, []).append(row)
    states = []
    for declared in numbers():
        history = rows.get(declared.code, [])
        current = next((r for r in history if r.effective_on <= on), None)
        states.append(
            NumberState(
                declared,
                current.value if current else declared.default,
                current.source if current else declared.source,
                current.effective_on if current else None,
                current.editor if current else "系统默认",
                tuple(history),
            )
        )
    return states


def number_values(code: str) -> QuerySet[NumberValue]:
    """Every value ever given to a number, also those of single organs, newest first."""
    return NumberValue.objects.filter(code=code).select_related("organ").order_by("-effective_on", "-pk")
