"""横向: organs side by side in a year or two, a set of indicators as columns, sorted by link, totals where they mean something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from gongkai.faces.design import charts
from gongkai.faces.desk import comparing_shown as shown
from gongkai.faces.desk import comparing_workbook as workbook
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.comparing_shown import Cell, Chosen, Grid, Head, Row
from gongkai.faces.desk.reports_access import READERS
from gongkai.faces.desk.rows import page as cut
from gongkai.kernel.organizations.queries import Organ, numbers_held
from gongkai.oversee.annual import queries as annual
from gongkai.oversee.comparing import queries as comparing

_BARS, _ROWS = 30, 60
Indicator = comparing.Measure | comparing.Rate


@dataclass(frozen=True)
class Side:
    """What was chosen, and the figures of it. ``against``: the year compared with, 0 for none.

    ``floors``: by rate the divisor below which the chart leaves an organ out.
    """

    chosen: Chosen
    year: int
    against: int
    columns: comparing.Set
    sort: str
    figures: comparing.Figures
    least: int
    floors: Mapping[str, int]
    years: list[int]

    def value(self, organ_id: int, wanted: Indicator, year: int) -> comparing.Value:
        """A figure."""
        return comparing.value(self.figures.get((organ_id, year)), wanted, year)

    @property
    def indicators(self) -> list[Indicator]:
        """The columns: what neither year's form has is left out."""
        forms = [annual.form_of(year) for year in (self.year, self.against) if year]
        return [
            one
            for one in self.columns.indicators
            if isinstance(one, comparing.Rate) or any(one.of(form) for form in forms)
        ]

    @property
    def sorted_by(self) -> Indicator:
        """The column that orders the rows and that the chart draws."""
        wanted = self.sort.removeprefix("-")
        return next((one for one in self.indicators if one.code == wanted), self.indicators[0])

    @property
    def organs(self) -> list[Organ]:
        """In their own order, or by a column; what is not known comes last either way."""
        organs = list(self.chosen.organs)
        if not self.sort:
            return organs
        found = {one.pk: self.value(one.pk, self.sorted_by, self.year).number for one in organs}
        known = [one for one in organs if found[one.pk] is not None]
        known.sort(key=lambda one: found[one.pk] or Fraction(0), reverse=self.sort.startswith("-"))
        return known + [one for one in organs if found[one.pk] is None]

    @property
    def query(self) -> str:
        """What was chosen as an address, without the order."""
        more = [("year", self.year), ("against", self.against or ""), ("columns", self.columns.code)]
        return urlencode([*self.chosen.query, *more])


def _found(request: DeskRequest) -> Side | None:
    held = shown.held(request)
    if not held:
        return None
    years = comparing.report_years(request.at)
    year = shown.asked_year(request, "year", years, years[-1])
    picked = shown.chosen(request, shown.existing(held, year) or held)
    ids = [one.pk for one in picked.organs]
    against = shown.asked_year(request, "against", [one for one in years if one != year], 0)
    columns = comparing.set_of(request.GET.get("columns", ""))
    codes = {one.code for one in columns.indicators}
    sort = request.GET.get("sort", "")
    figures = comparing.figures(ids, [one for one in (year, against) if one])
    return Side(
        picked, year, against, columns, sort if sort.removeprefix("-") in codes else "", figures,
        shown.setting(comparing.LEAST, request),
        {one.code: shown.setting(one.least, request) for one in columns.indicators if isinstance(one, comparing.Rate)}, years,
    )  # fmt: skip


@require_safe
@desk_view(*READERS)
def page(request: DeskRequest) -> HttpResponse:
    """Organs side by side."""
    with numbers_held():
        found = _found(request)
    if found is None:
        return render(request, "desk/comparing/none.html", {"tabs": shown.tabs("comparing_side")})
    years = [(str(year), f"{year}年") for year in reversed(found.years)]
    pages = cut(request, found.organs, size=_ROWS)
    return render(
        request,
        "desk/comparing/side.html",
        {
            "tabs": shown.tabs("comparing_side"),
            "choices": [
                found.chosen.select,
                shown.choice("year", "年度", years, str(found.year)),
                shown.choice("against", "对比年度", [("", "不对比"), *years], str(found.against or "")),
                shown.choice(
                    "columns", "指标组", [(one.code, one.label) for one in comparing.SETS], found.columns.code
                ),
            ],
            "boxes": found.chosen.boxes,
            "picked": found.chosen.picked,
            "chart": _chart(found),
            "grid": _grid(found, pages.rows),
            "pages": pages,
            "definitions": shown.definitions(found.year) if found.columns.code == "rates" else [],
            "export": f"{reverse('desk:comparing_side_export')}?{found.query}&sort={found.sort}",
        },
    )


@require_safe
@desk_view(*READERS)
def export(request: DeskRequest) -> HttpResponse:
    """The same table as a workbook."""
    with numbers_held():
        found = _found(request)
    grids = [_grid(found, found.organs)] if found else []
    notes = ["未填报、无此项、无报告都不等于0。"]
    if found and found.columns.code == "rates":
        notes += [f"{label}＝{formula}。{note}" for label, formula, _, note in shown.definitions(found.year)]
    name = f"{found.chosen.label}{found.year}年{found.columns.label}比较" if found else "年报比较"
    return workbook.download(name, grids, notes, request.at)


def _chart(found: Side) -> SafeString | str:
    """The bars of the column that orders the table, largest first; a rate over too few cases is in the table only."""
    wanted = found.sorted_by
    organs = {one.pk: one for one in found.chosen.organs}
    values = {pk: found.value(pk, wanted, found.year) for pk in organs}
    ranking = comparing.rank(values, found.floors.get(wanted.code, 0))
    known = [(organs[one.key], one.value) for one in ranking.placed]
    if len(known) < 2:
        return ""
    return charts.bars(
        key="side",
        title=finding(wanted, found.year, known, len(ranking.unknown), len(ranking.small)),
        unit=wanted.unit,
        rows=[charts.Bar(one.short_name, _drawn(wanted, value), value.words) for one, value in known[:_BARS]],
    )


def _drawn(wanted: Indicator, value: comparing.Value) -> Fraction:
    assert value.number is not None
    return value.number * (100 if isinstance(wanted, comparing.Rate) else 1)


def finding(
    wanted: Indicator, year: int, known: Sequence[tuple[Organ, comparing.Value]], lacking: int, small: int = 0
) -> str:
    """What the bars say: who has most, who least, how many have no number or too few cases. ``known``: largest first."""
    unit = wanted.unit
    most, least = known[0][1], known[-1][1]
    without = f"，{small}个机关数量过小不参加比较" if small else ""
    without += f"，{lacking}个机关没有数" if lacking else ""
    cut = f"（图中为前{_BARS}个）" if len(known) > _BARS else ""
    if most.number == least.number:
        return f"{year}年{wanted.label}各机关相同，都是{most.words}{unit}{without}"
    first = shown.named([one for one, value in known if value.number == most.number])
    last = shown.named([one for one, value in known if value.number == least.number])
    return f"{year}年{wanted.label}最高的是{first}（{most.words}{unit}），最低的是{last}（{least.words}{unit}）{without}{cut}"


def _grid(found: Side, organs: Sequence[Organ]) -> Grid:
    """The table of some of the organs, with the total of all."""
    link = shown.links(found.figures)
    heads = [Head("机关", f"?{found.query}", numeric=False)]
    for one in found.indicators:
        down = found.sort == f"-{one.code}"
        direction = "descending" if down else "ascending" if found.sort == one.code else ""
        label = f"{shown.unit_of(one)} {found.year}年" if found.against else shown.unit_of(one)
        heads.append(Head(label, f"?{found.query}&sort={'' if down else '-'}{one.code}", direction))
        if found.against:
            heads += [Head(f"{one.label} {found.against}年"), Head(f"{one.label} 增减")]

    def row(organ: Organ) -> Row:
        cells: list[Cell] = []
        for one in found.indicators:
            now = found.value(organ.pk, one, found.year)
            name = f"{organ.short_name}{found.year}年{one.label}"
            cells.append(shown.figure(now, url=link(one, organ.pk, found.year), name=name))
            if found.against:
                then = found.value(organ.pk, one, found.against)
                name = f"{organ.short_name}{found.against}年{one.label}"
                cells.append(shown.figure(then, url=link(one, organ.pk, found.against), name=name))
                cells.append(shown.moved(then, now, found.least) if found.against < found.year else shown.moved(now, then, found.least))  # fmt: skip
        return Row(
            organ.short_name, tuple(cells), reverse("desk:comparing_years", args=[organ.pk]), _origin(found, organ)
        )

    rows = [row(organ) for organ in organs]
    total, notes = _total(found)
    caption = f"{found.chosen.label}{found.year}年{found.columns.label}"
    return Grid(caption, tuple(heads), (*rows, *([total] if total else [])), notes)


def _origin(found: Side, organ: Organ) -> str:
    """Where the figures of the year are from, when it is not the published report."""
    filed = found.figures.get((organ.pk, found.year))
    return filed.origin.label if filed and filed.origin is comparing.Origin.FILED else ""


def _total(found: Side) -> tuple[Row | None, tuple[str, ...]]:
    """Sums of counts, and rates over the sums; none where a report may already take in another, or where one is not known."""
    organs = found.chosen.organs
    if len(organs) < 2:
        return None, ()
    if comparing.overlapping(organs):
        return None, ("所选机关中有政府和它的下级机关，政府的报告可能已经包含下级的数，不列合计。",)
    cells: list[Cell] = []
    open_ = False
    for one in found.indicators:
        sums = []
        for year in (found.year, found.against):
            if year:
                value = _summed(found, one, year)
                open_ = open_ or value is None
                sums.append(value)
                cells.append(shown.figure(value) if value else Cell("不合计", missing=True))
        if found.against:
            now, then = sums if found.against < found.year else reversed(sums)
            cells.append(shown.moved(then, now, found.least) if then and now else Cell("无法比较", missing=True))
    notes = ["合计的比率用各机关分子之和除以分母之和，不是比率的平均。"] if any(isinstance(one, comparing.Rate) for one in found.indicators) else []  # fmt: skip
    if open_:
        notes.append("有机关没有数的指标不合计。")
    return Row("合计", tuple(cells), total=True), tuple(notes)


def _summed(found: Side, wanted: Indicator, year: int) -> comparing.Value | None:
    """The sum over the organs; None when one of them has no number."""
    values = [found.value(one.pk, wanted, year) for one in found.chosen.organs]
    if all(one.known is comparing.Known.NO_ITEM for one in values):
        return values[0]
    if isinstance(wanted, comparing.Rate):
        if any(one.below is None for one in values):
            return None
        above = sum((one.above or Decimal(0) for one in values), Decimal(0))
        below = sum((one.below or Decimal(0) for one in values), Decimal(0))
        share = Fraction(above) / Fraction(below) if below else None
        return comparing.Value(comparing.Known.YES, share, above, below)
    if any(one.number is None for one in values):
        return None
    return comparing.Value(comparing.Known.YES, sum((one.number or Fraction(0) for one in values), Fraction(0)))
