"""The report of an organ and a year, counted from what happened (条例50)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from decimal import Decimal

from gongkai.kernel.organizations.queries import Nature, Organ, name_on
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual import narrative
from gongkai.oversee.annual.format import Form, form_of
from gongkai.oversee.annual.models import AnnualReport, Counterpart, Task, TypedFigure
from gongkai.oversee.annual.narrative import Office, Told
from gongkai.oversee.annual.queries import counting
from gongkai.oversee.annual.queries.choosing import choices_of
from gongkai.oversee.annual.report import Elsewhere, Report, Typed
from gongkai.oversee.annual.rules import beside, checks

_held: ContextVar[dict[tuple[int, int], Report] | None] = ContextVar("held", default=None)


@contextmanager
def reports_held() -> Iterator[None]:
    """Within it every report is counted once: for a run of verbs that changes nothing of the years it reads."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def compute(organ: Organ, year: int, at: datetime) -> Report:
    """Every cell of the year's form with its checks (thirteen queries, whatever the volume). Refusal for a year without a form.

    Before the year is over it holds what has happened so far.
    """
    held = _held.get()
    if held is None:
        return _computed(organ, year, at)
    if (organ.pk, year) not in held:
        held[organ.pk, year] = _computed(organ, year, at)
    return held[organ.pk, year]


def _computed(organ: Organ, year: int, at: datetime) -> Report:
    form = form_of(year)
    choices = choices_of(organ.pk, year, at)
    counted = counting.requests(organ.pk, year, form, choices)
    typed = latest_typed(organ.pk, year, form)
    cells: dict[str, Decimal | int | None] = dict.fromkeys(form.typed)
    cells |= {cell: one.value for cell, one in typed.items()}
    cells |= counting.documents_counted(organ.pk, year, form) | dict(counted.cells)
    cells |= counting.disputes(organ.pk, year)
    work = counting.work(organ.pk, year, choices)
    told, elsewhere = tasks_told(organ.pk, year), latest_beside(organ.pk, year, form)
    name = name_on(organ, min(date(year, 12, 31), at.astimezone(CHINA).date()))
    figures = narrative.figures_of(
        cells, published=work.published, interpretations=work.interpretations, corrections=work.corrections,
        late=counted.late, extended=counted.extended, fee_notices=work.fee_notices, fee_amount=work.fee_amount,
        fee_paid=work.fee_paid, last_new=work.last_new, tasks=told,
    )  # fmt: skip
    return Report(
        organ_id=organ.pk,
        organ=name,
        year=year,
        form=form,
        at=at,
        ended=at >= datetime(year + 1, 1, 1, tzinfo=CHINA),
        cells=cells,
        typed=typed,
        figures=figures,
        sentences=narrative.sentences_of(
            cells, figures, tasks=told, contact=narrative.contact_of(office_of(organ, name))
        ),
        checks=(*checks(form, cells, last_year(organ.pk, year)), *beside(form, cells, elsewhere)),
        government=is_government(organ),
        choices=choices,
        elsewhere=elsewhere,
    )


def latest_typed(organ_id: int, year: int, form: Form) -> dict[str, Typed]:
    """The figures that were typed in and not taken back, by cell (one query)."""
    found: dict[str, Typed] = {}
    rows = TypedFigure.objects.filter(organ_id=organ_id, year=year, cell__in=form.typed).order_by("pk")
    for cell, value, source, person, at in rows.values_list("cell", "value", "source", "person_name", "at"):
        if value is None:
            found.pop(cell, None)
        else:
            found[cell] = Typed(Decimal(value), source, person, at)
    return found


def latest_beside(organ_id: int, year: int, form: Form) -> dict[str, Elsewhere]:
    """What was published elsewhere for typed figures and not taken back, by cell (one query)."""
    found: dict[str, Elsewhere] = {}
    rows = Counterpart.objects.filter(organ_id=organ_id, year=year, cell__in=form.typed).order_by("pk")
    for cell, value, source, person, at in rows.values_list("cell", "value", "source", "person_name", "at"):
        if value is None:
            found.pop(cell, None)
        else:
            found[cell] = Elsewhere(Decimal(value), source, person, at)
    return found


def tasks_told(organ_id: int, year: int) -> list[Told]:
    """The tasks of a year as the text tells them (one query)."""
    rows = Task.objects.filter(organ_id=organ_id, year=year, voided_at=None).order_by("pk")
    return [Told(name, state, result) for name, state, result in rows.values_list("name", "state", "result")]


def last_year(organ_id: int, year: int) -> Mapping[str, Decimal | int | None] | None:
    """The cells of the report before it as it was drafted; None when the city knows none."""
    kept = AnnualReport.objects.filter(organ_id=organ_id, year=year - 1).values_list("figures", flat=True).first()
    if not kept:
        return None
    return {cell: None if value is None else Decimal(str(value)) for cell, value in kept.items()}


def office_of(organ: Organ, name: str) -> Office:
    """The facts of an organ that the text names."""
    return Office(
        name=name, office=organ.foi_office, address=organ.address, phone=organ.phone, email=organ.email,
        government=is_government(organ), fax=organ.fax,
    )  # fmt: skip


def is_government(organ: Organ) -> bool:
    """Whether its report is that of a government (条例50(4))."""
    return organ.nature in {Nature.GOVERNMENT, Nature.TOWNSHIP, Nature.OFFICE}
