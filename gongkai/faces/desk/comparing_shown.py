"""What the pages of comparisons share: who may be compared, what was chosen, tables that are shown and exported alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.urls import reverse

from gongkai.faces.design.parts import Link
from gongkai.faces.desk.access import DeskRequest
from gongkai.kernel.organizations.queries import Organ, number
from gongkai.kernel.vocabulary import Number
from gongkai.oversee.annual import queries as annual
from gongkai.oversee.comparing import queries as comparing


@dataclass(frozen=True)
class Head:
    """A column's heading; with ``url`` it sorts, ``direction`` says how now (ascending, descending)."""

    label: str
    url: str = ""
    direction: str = ""
    numeric: bool = True


@dataclass(frozen=True)
class Cell:
    """A figure in a table. ``number`` for the export (None: text only), ``share`` says that it is a percentage.

    ``missing``: a word stands where a number is not known. ``name`` is what the link is called when it is read aloud.
    """

    words: str
    number: Decimal | None = None
    share: bool = False
    url: str = ""
    name: str = ""
    note: str = ""
    missing: bool = False
    numeric: bool = True


@dataclass(frozen=True)
class Row:
    """A row: its name (with a link), its cells; ``total`` sets it apart, ``group`` heads the rows below."""

    label: str
    cells: tuple[Cell, ...] = ()
    url: str = ""
    note: str = ""
    total: bool = False
    group: bool = False


@dataclass(frozen=True)
class Grid:
    """A table as shown and as exported; ``headed``: the heading above it already says the caption."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = field(default=())
    headed: bool = False


@dataclass(frozen=True)
class Choice:
    """A select of the form above a page: its options as (value, label, chosen)."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]


def choice(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> Choice:
    """A select with what is chosen marked."""
    return Choice(name, label, tuple((value, words, value == chosen) for value, words in options))


_VIEWS = (
    ("comparing", "历年"),
    ("comparing_side", "横向"),
    ("comparing_ranking", "排名"),
    ("comparing_texts", "雷同"),
)


def tabs(current: str) -> list[Link]:
    """The four comparisons."""
    return [Link(label, reverse(f"desk:{name}"), current=name == current) for name, label in _VIEWS]


def held(request: DeskRequest) -> list[Organ]:
    """The organs whose figures the person may see: their own and those they supervise, in their order."""
    return list(annual.organs(annual.readable(request.standing)))


def existing(organs: Sequence[Organ], year: int) -> list[Organ]:
    """Those that existed at the end of a year."""
    return [one for one in organs if one.closed_on is None or one.closed_on.year > year]


def asked_year(request: DeskRequest, name: str, offered: Sequence[int], default: int) -> int:
    """The year that the address names, when it is one of those offered."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 and int(text) in offered else default


def setting(wanted: Number, request: DeskRequest) -> int:
    """A configurable number as it is in force today."""
    return number(wanted.code, request.at.date())


@dataclass(frozen=True)
class Chosen:
    """Which organs of which group; ``picked``: somebody ticked them one by one."""

    group: comparing.Group
    organs: tuple[Organ, ...]
    groups: tuple[comparing.Group, ...]
    picked: bool

    @property
    def select(self) -> Choice:
        """The groups as a select."""
        return choice("group", "范围", [(one.code, f"{one.label}（{len(one.organs)}个）") for one in self.groups], self.group.code)  # fmt: skip

    @property
    def boxes(self) -> list[tuple[int, str, bool]]:
        """The organs of the group to tick: id, name, whether ticked."""
        ticked = {one.pk for one in self.organs} if self.picked else set()
        return [(one.pk, one.short_name, one.pk in ticked) for one in self.group.organs]

    @property
    def query(self) -> list[tuple[str, object]]:
        """What was chosen, for an address."""
        ticked = [("organ", one.pk) for one in self.organs] if self.picked else []
        return [("group", self.group.code), *ticked]

    @property
    def label(self) -> str:
        """The group in words."""
        return f"{self.group.label}中选定的{len(self.organs)}个机关" if self.picked else self.group.label


def chosen(request: DeskRequest, organs: Sequence[Organ], default: str = "") -> Chosen:
    """The group that the address names (else ``default``, else the first), or those of its organs that are ticked (two at least)."""
    found = comparing.groups(organs)
    group = comparing.group_of(found, request.GET.get("group", default))
    ticked = set(request.GET.getlist("organ"))
    some = tuple(one for one in group.organs if str(one.pk) in ticked)
    picked = len(some) > 1
    return Chosen(group, some if picked else group.organs, tuple(found), picked)


Linked = Callable[[comparing.Measure | comparing.Rate, int, int], str]


def links(figures: comparing.Figures) -> Linked:
    """Answers where a figure leads: its rows when it is one cell of a report of ours, else the report; the filing it is from."""

    def answer(wanted: comparing.Measure | comparing.Rate, organ_id: int, year: int) -> str:
        filed = figures.get((organ_id, year))
        if filed is None:
            return ""
        if filed.origin is comparing.Origin.FILED:
            return reverse("desk:filing", args=[filed.filing_id]) if filed.filing_id else ""
        cells = wanted.of(annual.form_of(year)) if isinstance(wanted, comparing.Measure) else ()
        if len(cells) == 1:
            return reverse("desk:report_rows", args=[organ_id, year, cells[0]])
        return reverse("desk:report", args=[organ_id, year])

    return answer


def figure(found: comparing.Value, *, url: str = "", name: str = "") -> Cell:
    """A value as a cell: the number with its link, in a rate the two counts below it; or the word for why there is none."""
    if found.number is None and found.below is None:
        return Cell(found.words, missing=True)
    if found.below is not None:
        assert found.above is not None
        note = f"{annual.number_words(found.above)}÷{annual.number_words(found.below)}"
        if found.number is None:
            return Cell(found.words, note=note, missing=True)
        share = Decimal(found.number.numerator) / Decimal(found.number.denominator)
        return Cell(f"{found.words}%", share, share=True, url=url, name=name, note=note)
    assert found.number is not None
    return Cell(found.words, comparing.decimal(found.number), url=url, name=name)


def moved(before: comparing.Value, after: comparing.Value, least: int) -> Cell:
    """How a number moved, as a cell; empty when one of the two is not known."""
    found = comparing.change(before, after, least)
    if found is None:
        return Cell("无法比较", missing=True)
    return Cell(found.words)


def named(organs: Sequence[Organ]) -> str:
    """Some organs in words, the first three by name."""
    return "、".join(one.short_name for one in organs[:3]) + (f"等{len(organs)}个机关" if len(organs) > 3 else "")


def unit_of(wanted: comparing.Measure | comparing.Rate) -> str:
    """A heading with its unit: 新收申请（件）; a rate is told in percent."""
    return f"{wanted.label}（{wanted.unit}）" if wanted.unit and isinstance(wanted, comparing.Measure) else wanted.label


def definitions(year: int) -> list[tuple[str, str, str, str]]:
    """Every rate with its formula, the cells of the year's form that it takes in, and what to bear in mind."""
    form = annual.form_of(year)

    def cells(measure: comparing.Measure) -> str:
        return comparing.cells_in_words(measure, form)

    return [
        (
            one.label,
            one.formula,
            f"{one.above.label}：{cells(one.above)}。{one.below.label}：{cells(one.below)}。",
            one.note,
        )
        for one in comparing.RATES
    ]
