"""历年: an organ over the years, charts headed by what the figures say, the tables beneath, growth with both values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from gongkai.faces.design import charts
from gongkai.faces.desk import comparing_shown as shown
from gongkai.faces.desk import comparing_workbook as workbook
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.comparing_shown import Cell, Grid, Head, Row
from gongkai.faces.desk.reports_access import READERS
from gongkai.kernel.organizations.queries import Organ, numbers_held
from gongkai.oversee.annual import queries as annual
from gongkai.oversee.comparing import queries as comparing

_YEARS = 6  # shown unless somebody asks for more
Indicators = Sequence[comparing.Measure | comparing.Rate]


@require_safe
@desk_view(*READERS)
def home(request: DeskRequest) -> HttpResponse:
    """The comparison of the person's own organ; where that has no two years, of the first that has the most."""
    wanted = request.GET.get("organ", "")
    ids = annual.readable(request.standing)
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 16 and int(wanted) in ids:
        query = request.GET.copy()
        del query["organ"]
        return redirect(f"{reverse('desk:comparing_years', args=[int(wanted)])}?{query.urlencode()}")
    if not ids:
        return render(request, "desk/comparing/none.html", {"tabs": shown.tabs("comparing")})
    return redirect("desk:comparing_years", _first(request, ids))


def _first(request: DeskRequest, ids: Collection[int]) -> int:
    """Whose comparison tells the most."""
    offered = comparing.report_years(request.at)
    own = request.standing.home
    if own is not None and own.pk in ids and len(comparing.figures([own.pk], offered)) > 1:
        return own.pk
    known = Counter(organ for organ, _ in comparing.figures(ids, offered))
    ordered = [organ.pk for organ in annual.organs(ids)]
    return max(ordered, key=lambda pk: (known[pk], own is not None and pk == own.pk))


@dataclass(frozen=True)
class Part:
    """A part of the page: heading, chart (empty: none), table."""

    heading: str
    chart: SafeString | str
    grid: Grid


@dataclass(frozen=True)
class Years:
    """An organ over some years with everything that the page and the export show."""

    organ: Organ
    organs: list[Organ]
    years: list[int]
    offered: list[int]
    figures: comparing.Figures
    least: int

    def value(self, wanted: comparing.Measure | comparing.Rate, year: int) -> comparing.Value:
        """An indicator of a year."""
        return comparing.value(self.figures.get((self.organ.pk, year)), wanted, year)

    def points(self, wanted: comparing.Measure) -> list[tuple[int, comparing.Value]]:
        """An indicator of every year."""
        return [(year, self.value(wanted, year)) for year in self.years]


def _found(request: DeskRequest, pk: int) -> Years:
    organs = shown.held(request)
    organ = next((one for one in organs if one.pk == pk), None)
    if organ is None:
        if annual.organs([pk]).first() is None:
            raise Http404
        raise PermissionDenied
    offered = comparing.report_years(request.at)
    figures = comparing.figures([pk], offered)
    known = comparing.years_known(figures, [pk])
    last = shown.asked_year(request, "until", offered, offered[-1])
    default = max(known[0] if known else offered[-1], last - _YEARS + 1)
    first = shown.asked_year(request, "since", offered, min(default, last))
    first, last = min(first, last), max(first, last)
    least = shown.setting(comparing.LEAST, request)
    return Years(organ, organs, list(range(first, last + 1)), offered, figures, least)


@require_safe
@desk_view(*READERS)
def page(request: DeskRequest, organ: int) -> HttpResponse:
    """The figures of an organ over the years."""
    with numbers_held():
        found = _found(request, organ)
    years = [(str(year), f"{year}年") for year in reversed(found.offered)]
    query = f"since={found.years[0]}&until={found.years[-1]}"
    return render(
        request,
        "desk/comparing/years.html",
        {
            "organ": found.organ,
            "span": _span(found),
            "tabs": shown.tabs("comparing"),
            "parts": _parts(found),
            "least": found.least,
            "any": any((organ, year) in found.figures for year in found.years),
            "choices": [
                shown.choice("organ", "机关", [(str(one.pk), one.short_name) for one in found.organs], str(organ)),
                shown.choice("since", "起始年度", years, str(found.years[0])),
                shown.choice("until", "截止年度", years, str(found.years[-1])),
            ],
            "export": f"{reverse('desk:comparing_years_export', args=[organ])}?{query}",
        },
    )


@require_safe
@desk_view(*READERS)
def export(request: DeskRequest, organ: int) -> HttpResponse:
    """The same tables as a workbook."""
    with numbers_held():
        found = _found(request, organ)
    notes = [
        f"{found.organ.name}{_span(found)}政府信息公开工作年度报告数据比较。",
        f"上年数不足{found.least}的，只列增减数，不计算增幅。未填报、无此项、无报告都不等于0。",
    ]
    grids = [part.grid for part in _parts(found)]
    return workbook.download(f"{found.organ.short_name}{_span(found)}年报数据比较", grids, notes, request.at)


def _span(found: Years) -> str:
    first, last = found.years[0], found.years[-1]
    return f"{first}年" if first == last else f"{first}年至{last}年"


def _parts(found: Years) -> list[Part]:
    asked = _lines(found, "asked", (comparing.NEW, comparing.DONE, comparing.CARRIED_OUT), comparing.NEW)
    disputes = (comparing.REVIEWS, comparing.SUITS, comparing.REVIEWS_CORRECTED)
    forms = {annual.form_of(year).code for year in found.years}
    proactive = [one for one in comparing.PROACTIVE if forms & set(one.cells)]
    return [
        Part("收到和结转", asked, _grid(found, "收到和结转", comparing.set_of("requests").indicators, origin=True)),
        Part("办理结果", _results(found), _grid(found, "办理结果", comparing.set_of("results").indicators)),
        Part("比率", "", _grid(found, "比率", comparing.RATES)),
        Part("申请人", "", _grid(found, "申请人", comparing.APPLICANTS)),
        Part(
            "复议诉讼",
            _lines(found, "disputes", disputes, comparing.REVIEWS),
            _grid(found, "复议诉讼", comparing.set_of("disputes").indicators),
        ),
        Part("主动公开", "", _grid(found, "主动公开", proactive)),
    ]


def _lines(found: Years, key: str, wanted: Sequence[comparing.Measure], main: comparing.Measure) -> SafeString | str:
    """The course of some figures; empty where nothing is known, or a single year was asked for."""
    points = {one.code: found.points(one) for one in wanted}
    if len(found.years) < 2 or not any(value.number is not None for several in points.values() for _, value in several):
        return ""
    return charts.lines(
        key=key,
        title=comparing.finding(main.label, main.unit, points[main.code], found.least),
        unit="件",
        categories=[f"{year}年" for year in found.years],
        series=[
            charts.Series(
                one.label,
                tuple(value.number for _, value in points[one.code]),
                tuple(value.words for _, value in points[one.code]),
            )
            for one in wanted
        ],
    )


def _results(found: Years) -> SafeString | str:
    """What became of the requests, year by year; the latest known year is told."""
    points = {one.code: [value for _, value in found.points(one)] for one in comparing.RESULTS}
    latest = next(
        (
            place
            for place in range(len(found.years) - 1, -1, -1)
            if all(values[place].number is not None for values in points.values())
        ),
        None,
    )
    if latest is None:
        return ""
    parts = [(one.label, points[one.code][latest].number) for one in comparing.RESULTS]
    known = [(label, number) for label, number in parts if number is not None]
    return charts.stacks(
        key="results",
        title=comparing.most("办理结果", known, found.years[latest]),
        categories=[f"{year}年" for year in found.years],
        series=[
            charts.Series(
                one.label,
                tuple(value.number for value in points[one.code]),
                tuple(value.words for value in points[one.code]),
            )
            for one in comparing.RESULTS
        ],
    )


def _grid(found: Years, caption: str, wanted: Indicators, *, origin: bool = False) -> Grid:
    """Indicators by year; behind them what changed from the year before the last, and over the whole span."""
    link = shown.links(found.figures)
    first, last = found.years[0], found.years[-1]
    heads = [Head("指标", numeric=False), *(Head(f"{year}年") for year in found.years)]
    if len(found.years) > 1:
        heads.append(Head(f"{last}年比{last - 1}年"))
    if len(found.years) > 2:
        heads.append(Head(f"{last}年比{first}年"))

    def row(one: comparing.Measure | comparing.Rate) -> Row:
        values = {year: found.value(one, year) for year in found.years}
        cells = [
            shown.figure(values[year], url=link(one, found.organ.pk, year), name=f"{year}年{one.label}")
            for year in found.years
        ]
        earlier = (last - 1, first)[: len(heads) - len(found.years) - 1]
        cells += [shown.moved(values[before], values[last], found.least) for before in earlier]
        return Row(shown.unit_of(one), tuple(cells))

    rows = [row(one) for one in wanted]
    if origin:
        rows.append(_origins(found, len(heads) - 1))
    return Grid(caption, tuple(heads), tuple(rows), headed=True)


def _origins(found: Years, width: int) -> Row:
    """Where the figures of each year are from."""
    cells: list[Cell] = []
    for year in found.years:
        filed = found.figures.get((found.organ.pk, year))
        if filed is None:
            cells.append(Cell(comparing.Known.NO_REPORT.label, missing=True))
        else:
            url = f"/records/{filed.record_id}/" if filed.record_id else reverse("desk:filing", args=[filed.filing_id])
            cells.append(Cell(filed.origin.label, url=url, name=f"{year}年数据来源"))
    return Row("数据来源", tuple(cells + [Cell("")] * (width - len(cells))))
