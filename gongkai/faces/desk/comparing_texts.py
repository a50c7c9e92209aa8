"""雷同: reports whose text another report has too, and each organ's against its own of the year before, with the passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.faces.desk import comparing_shown as shown
from gongkai.faces.desk import comparing_workbook as workbook
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.comparing_shown import Cell, Chosen, Grid, Head, Row
from gongkai.faces.desk.reports_access import READERS
from gongkai.faces.desk.rows import Pages
from gongkai.faces.desk.rows import page as cut
from gongkai.kernel.organizations.queries import Organ, numbers_held
from gongkai.oversee.annual import queries as annual
from gongkai.oversee.comparing import queries as comparing

_METHOD = (
    "只比较正文的段落，不比较表格和标题；机关自己的名称、数字不参加比较；报告格式、条例规定每份报告都要写的话，系统代拟的句子，"
    "列出三个以上数字的句子，都不计算。把其余文字切成连续十二个字的片段，“相同”是指本报告的片段中对方报告也有的占多少。"
)


@dataclass(frozen=True)
class Found:
    """What was chosen, the reports of the year and the year before, what is alike."""

    chosen: Chosen
    year: int
    years: list[int]
    reports: dict[tuple[int, int], comparing.Report]
    others: comparing.Alike
    former: comparing.Alike
    least_others: int
    least_former: int
    least_text: int

    @property
    def organs(self) -> dict[int, Organ]:
        """The organs by id."""
        return {one.pk: one for one in self.chosen.organs}

    @property
    def by_key(self) -> dict[int, comparing.Report]:
        """The reports by their key."""
        return {one.key: one for one in self.reports.values()}

    @property
    def query(self) -> str:
        """What was chosen as an address."""
        return urlencode([*self.chosen.query, ("year", self.year)])


def _found(request: DeskRequest) -> Found | None:
    held = shown.held(request)
    if not held:
        return None
    years = comparing.report_years(request.at)
    year = shown.asked_year(request, "year", years, years[-1])
    picked = shown.chosen(request, shown.existing(held, year) or held, comparing.EVERY)
    reports = comparing.reports(picked.organs, {year, year - 1})
    least_others, least_former, least_text = (
        shown.setting(one, request) for one in (comparing.ALIKE_OTHERS, comparing.ALIKE_FORMER, comparing.LEAST_TEXT)
    )
    here = [one for one in reports.values() if one.year == year]
    return Found(
        picked, year, years, reports,
        comparing.between(here, least=least_others, least_text=least_text),
        comparing.with_former(reports, year, least=least_former, least_text=least_text),
        least_others, least_former, least_text,
    )  # fmt: skip


@require_safe
@desk_view(*READERS)
def page(request: DeskRequest) -> HttpResponse:
    """The pairs that are alike."""
    with numbers_held():
        found = _found(request)
    if found is None:
        return render(request, "desk/comparing/none.html", {"tabs": shown.tabs("comparing_texts")})
    years = [(str(year), f"{year}年") for year in reversed(found.years)]
    pages: Pages[Row] = cut(request, _others(found))  # type: ignore[type-var]
    return render(
        request,
        "desk/comparing/texts.html",
        {
            "tabs": shown.tabs("comparing_texts"),
            "choices": [found.chosen.select, shown.choice("year", "年度", years, str(found.year))],
            "found": found,
            "count": len(found.others.pairs),
            "others": Grid(f"{found.year}年报告之间", _HEADS_OTHERS, tuple(pages.rows)),
            "former": Grid(f"{found.year}年报告与本机关{found.year - 1}年报告", _HEADS_FORMER, tuple(_former(found))),
            "short": _names(found, {*found.others.short, *found.former.short}),
            "pages": pages,
            "method": _METHOD,
            "export": f"{reverse('desk:comparing_texts_export')}?{found.query}",
        },
    )


_HEADS_OTHERS = (
    Head("甲", numeric=False),
    Head("乙", numeric=False),
    Head("甲与乙相同"),
    Head("乙与甲相同"),
    Head("对照", numeric=False),
)
_HEADS_FORMER = (Head("机关", numeric=False), Head("与上年相同"), Head("对照", numeric=False))


@require_safe
@desk_view(*READERS)
def export(request: DeskRequest) -> HttpResponse:
    """The same lists as a workbook."""
    with numbers_held():
        found = _found(request)
    if found is None:
        return workbook.download("年报雷同", [], [_METHOD], request.at)
    grids = [
        Grid(f"{found.year}年报告之间", _HEADS_OTHERS[:-1], tuple(_without_link(_others(found)))),
        Grid("与本机关上年报告", _HEADS_FORMER[:-1], tuple(_without_link(_former(found)))),
    ]
    notes = [_METHOD, f"提示线：与其他机关{found.least_others}%，与本机关上年{found.least_former}%。"]
    return workbook.download(f"{found.chosen.label}{found.year}年年报雷同", grids, notes, request.at)


def _without_link(rows: Sequence[Row]) -> list[Row]:
    return [Row(row.label, row.cells[:-1]) for row in rows]


def _share(share: Fraction) -> Cell:
    number = Decimal(share.numerator) / Decimal(share.denominator)
    return Cell(f"{comparing.percent(share, 0)}%", number, share=True)


def _others(found: Found) -> list[Row]:
    rows = []
    for pair in found.others.pairs:
        first, second = found.by_key[pair.first], found.by_key[pair.second]
        if pair.share_of_second > pair.share_of_first:
            first, second = second, first
        shares = sorted((pair.share_of_first, pair.share_of_second), reverse=True)
        names = [found.organs[one.organ_id].short_name for one in (first, second)]
        link = Cell(
            "看相同的段落", url=_address(first, second), name=f"{names[0]}和{names[1]}相同的段落", numeric=False
        )
        rows.append(Row(names[0], (Cell(names[1], numeric=False), *map(_share, shares), link)))
    return rows


def _former(found: Found) -> list[Row]:
    rows = []
    for pair in found.former.pairs:
        before, after = found.by_key[pair.first], found.by_key[pair.second]
        name = found.organs[after.organ_id].short_name
        link = Cell("看相同的段落", url=_address(after, before), name=f"{name}两年相同的段落", numeric=False)
        rows.append(Row(name, (_share(pair.share_of_second), link)))
    return rows


def _names(found: Found, keys: set[int]) -> str:
    ids = {found.by_key[one].organ_id for one in keys}
    return "、".join(one.short_name for one in found.chosen.organs if one.pk in ids)


def _address(first: comparing.Report, second: comparing.Report) -> str:
    return reverse("desk:comparing_pair", args=[first.organ_id, first.year, second.organ_id, second.year])


def _page(one: comparing.Report) -> str:
    return f"/records/{one.record_id}/" if one.filing_id is None else reverse("desk:filing", args=[one.filing_id])


def _two(request: DeskRequest, organ: int, year: int, other: int, other_year: int) -> tuple[comparing.Report, comparing.Report]:  # fmt: skip
    """The two reports, when the person may see both organs'; 404 when one is not there."""
    readable = annual.readable(request.standing)
    if not {organ, other} <= readable:
        if annual.organs({organ, other}).count() < len({organ, other}):
            raise Http404
        raise PermissionDenied
    reports = comparing.reports(annual.organs({organ, other}), {year, other_year})
    first, second = reports.get((organ, year)), reports.get((other, other_year))
    if first is None or second is None or first == second:
        raise Http404
    return first, second


@require_safe
@desk_view(*READERS)
def pair(request: DeskRequest, organ: int, year: int, other: int, other_year: int) -> HttpResponse:
    """Two reports side by side, what they share marked."""
    first, second = _two(request, organ, year, other, other_year)
    found = comparing.side_by_side(first, second)
    return render(
        request,
        "desk/comparing/pair.html",
        {
            "first": first,
            "second": second,
            "first_url": _page(first),
            "second_url": _page(second),
            "share_of_first": comparing.percent(found.pair.share_of_first, 0),
            "share_of_second": comparing.percent(found.pair.share_of_second, 0),
            "found": found,
            "method": _METHOD,
            "back": f"{reverse('desk:comparing_texts')}?{urlencode({'year': max(year, other_year)})}",
            "export": reverse("desk:comparing_pair_export", args=[organ, year, other, other_year]),
        },
    )


@require_safe
@desk_view(*READERS)
def pair_export(request: DeskRequest, organ: int, year: int, other: int, other_year: int) -> HttpResponse:
    """The passages as a workbook; what is shared stands in brackets."""
    first, second = _two(request, organ, year, other, other_year)
    found = comparing.side_by_side(first, second)
    rows = tuple(Row(_bracketed(one.first), (Cell(_bracketed(one.second), numeric=False),)) for one in found.passages)
    heads = (Head(first.title, numeric=False), Head(second.title, numeric=False))
    notes = [
        f"{first.title}的文字与{second.title}相同的占{comparing.percent(found.pair.share_of_first, 0)}%，"
        f"反过来占{comparing.percent(found.pair.share_of_second, 0)}%。",
        "【】中是两份报告相同的文字。",
        _METHOD,
    ]
    return workbook.download(f"{first.title}雷同段落", [Grid("相同的段落", heads, rows)], notes, request.at)


def _bracketed(one: comparing.Shown) -> str:
    return "".join(f"【{piece.text}】" if piece.shared else piece.text for piece in one.pieces)
