"""排名: one indicator of a group in a year; few cases are listed beneath and not ranked, every indicator is defined on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from gongkai.kernel.organizations.queries import Organ, numbers_held
from gongkai.oversee.comparing import queries as comparing

_BARS = 30
Indicator = comparing.Measure | comparing.Rate


@dataclass(frozen=True)
class Ranked:
    """What was chosen, who stands where. ``least``: the divisor below which nobody is ranked, 0 for a count."""

    chosen: Chosen
    year: int
    wanted: Indicator
    ascending: bool
    figures: comparing.Figures
    ranking: comparing.Ranking
    least: int
    years: list[int]
    own: frozenset[int]

    @property
    def organs(self) -> dict[int, Organ]:
        """The organs by id."""
        return {one.pk: one for one in self.chosen.organs}

    @property
    def query(self) -> str:
        """What was chosen as an address."""
        order = "up" if self.ascending else "down"
        more = [("year", self.year), ("indicator", self.wanted.code), ("order", order)]
        return urlencode([*self.chosen.query, *more])


def _found(request: DeskRequest) -> Ranked | None:
    held = shown.held(request)
    if not held:
        return None
    years = comparing.report_years(request.at)
    year = shown.asked_year(request, "year", years, years[-1])
    picked = shown.chosen(request, shown.existing(held, year) or held)
    ids = [one.pk for one in picked.organs]
    figures = comparing.figures(ids, [year])
    wanted = comparing.ranked(request.GET.get("indicator", ""))
    least = shown.setting(wanted.least, request) if isinstance(wanted, comparing.Rate) else 0
    ascending = request.GET.get("order") == "up"
    values = {pk: comparing.value(figures.get((pk, year)), wanted, year) for pk in ids}
    ranking = comparing.rank(values, least, ascending=ascending)
    home = request.standing.home
    own = frozenset({home.pk} if home else ())
    return Ranked(picked, year, wanted, ascending, figures, ranking, least, years, own)


@require_safe
@desk_view(*READERS)
def page(request: DeskRequest) -> HttpResponse:
    """The ranking."""
    with numbers_held():
        found = _found(request)
    if found is None:
        return render(request, "desk/comparing/none.html", {"tabs": shown.tabs("comparing_ranking")})
    years = [(str(year), f"{year}年") for year in reversed(found.years)]
    note = found.wanted.note if isinstance(found.wanted, comparing.Rate) else ""
    return render(
        request,
        "desk/comparing/ranking.html",
        {
            "tabs": shown.tabs("comparing_ranking"),
            "choices": [
                found.chosen.select,
                shown.choice("year", "年度", years, str(found.year)),
                shown.choice(
                    "indicator", "指标", [(one.code, one.label) for one in comparing.RANKED], found.wanted.code
                ),
                shown.choice(
                    "order", "次序", [("down", "由高到低"), ("up", "由低到高")], "up" if found.ascending else "down"
                ),
            ],
            "found": found,
            "formula": found.wanted.formula if isinstance(found.wanted, comparing.Rate) else "",
            "note": note,
            "chart": _chart(found),
            "grids": _grids(found),
            "definitions": shown.definitions(found.year),
            "export": f"{reverse('desk:comparing_ranking_export')}?{found.query}",
        },
    )


@require_safe
@desk_view(*READERS)
def export(request: DeskRequest) -> HttpResponse:
    """The same lists as a workbook."""
    with numbers_held():
        found = _found(request)
    grids = _grids(found) if found else []
    notes = ["名次相同的并列，其后的名次顺延。"]
    if found and isinstance(found.wanted, comparing.Rate):
        notes += [f"{label}＝{formula}。{cells}{note}" for label, formula, cells, note in shown.definitions(found.year) if label == found.wanted.label]  # fmt: skip
        notes.append(f"分母不足{found.least}件的不参加排名。")
    name = f"{found.chosen.label}{found.year}年{found.wanted.label}排名" if found else "年报排名"
    return workbook.download(name, grids, notes, request.at)


def _chart(found: Ranked) -> SafeString | str:
    placed = found.ranking.placed
    if len(placed) < 2:
        return ""
    times = 100 if isinstance(found.wanted, comparing.Rate) else 1
    return charts.bars(
        key="ranking",
        title=finding(found),
        unit=found.wanted.unit,
        rows=[
            charts.Bar(
                f"{one.rank} {found.organs[one.key].short_name}",
                (one.value.number or 0) * times,
                one.value.words,
                strong=one.key in found.own,
            )
            for one in placed[:_BARS]
        ],
    )


def finding(found: Ranked) -> str:
    """What the bars say: who leads with how much, how far the last is, how many are not ranked."""
    placed, unit = found.ranking.placed, found.wanted.unit
    first = [one for one in placed if one.rank == 1]
    names = shown.named([found.organs[one.key] for one in first])
    word = "最低" if found.ascending else "最高"
    out = len(found.ranking.small)
    small = f"，{out}个机关数量过小不参加排名" if out else ""
    cut = f"（图中为前{_BARS}名）" if len(placed) > _BARS else ""
    return (
        f"{found.year}年{found.wanted.label}{word}的是{names}（{first[0].value.words}{unit}），"
        f"末位为{placed[-1].value.words}{unit}{small}{cut}"
    )


def _grids(found: Ranked) -> list[Grid]:
    """The ranking, and beneath it who is not ranked and why."""
    rated = isinstance(found.wanted, comparing.Rate)
    heads = (Head("名次", numeric=False), Head("机关", numeric=False), Head(shown.unit_of(found.wanted)))
    caption = f"{found.chosen.label}{found.year}年{found.wanted.label}排名"
    grids = [Grid(caption, heads, tuple(_rows(found, found.ranking.placed)))]
    if rated and found.ranking.small:
        note = f"分母不足{found.least}件，一件之差就会使比率大幅变动。"
        small = tuple(_rows(found, found.ranking.small))
        grids.append(Grid("数量过小，不参加排名", (Head("", numeric=False), *heads[1:]), small, (note,)))
    if found.ranking.unknown:
        unknown = tuple(_rows(found, found.ranking.unknown))
        grids.append(Grid("没有数，不参加排名", (Head("", numeric=False), *heads[1:]), unknown))
    return grids


def _rows(found: Ranked, places: Sequence[comparing.Place]) -> list[Row]:
    link = shown.links(found.figures)
    rows = []
    for one in places:
        organ = found.organs[one.key]
        name = f"{organ.short_name}{found.year}年{found.wanted.label}"
        figure = shown.figure(one.value, url=link(found.wanted, organ.pk, found.year), name=name)
        url = reverse("desk:comparing_years", args=[organ.pk])
        words = f"{one.rank}（并列）" if one.tied else f"{one.rank}" if one.rank else "不排名"
        own = "本机关" if organ.pk in found.own else ""
        rows.append(Row(words, (Cell(organ.short_name, url=url, note=own, numeric=False), figure)))
    return rows
