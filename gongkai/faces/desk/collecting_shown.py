"""What the pages of collecting show: states as badges, lines of the board, findings, the national tables with their cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from gongkai.faces.design.parts import Badge, Event, Link, Step
from gongkai.oversee.annual import queries as annual
from gongkai.oversee.collecting import queries as collecting
from gongkai.oversee.collecting.queries import FILING, Source, State

_STATES = {
    "assigned": "neutral",
    "filling": "blue",
    "submitted": "amber",
    "returned": "red",
    "accepted": "green",
    "locked": "green",
}
_LEVELS = {"error": "red", "warning": "amber", "incomplete": "neutral", "none": "green"}


def state_badge(state: str) -> Badge:
    """Where a filing stands."""
    return Badge(State.label_of(state), _STATES.get(state, "neutral"))


@dataclass(frozen=True)
class Line:
    """A filing in a list. ``trouble``: what of its figures does not fit, in words; ``gone``: that its organ has ended, and into which;
    ``twice``: that it reports this year to another office as well.
    """

    organ: str
    above: str
    year: int
    url: str
    state: Badge
    source: str
    due: date
    late: str
    trouble: str
    reminded: int
    campaign: str = ""
    gone: str = ""
    twice: bool = False


def gone(row: collecting.Filing) -> str:
    """已撤销，并入县水利局; nothing of an organ that exists."""
    if row.organ.closed_on is None:
        return ""
    into = row.organ.merged_into
    return "已撤销" + (f"，并入{into.short_name}" if into is not None else "")


def line(row: collecting.Filing, today: date) -> Line:
    """A filing as a line."""
    late = ""
    if collecting.late(row, today):
        late = "迟报" if row.submitted_at and row.state not in {"assigned", "filling", "returned"} else "已逾期"
    parts = ["还没有数据"] if row.state == State.ASSIGNED else [f"{row.missing}格未填报"] if row.missing else []
    parts += [f"{row.errors}处不相符"] if row.errors else []
    parts += [f"{row.warnings}处待核对"] if row.warnings else []
    return Line(
        organ=row.organ.short_name, above=row.above.short_name, year=row.campaign.year,
        url=reverse("desk:filing", args=[row.pk]), state=state_badge(row.state), source=Source.label_of(row.source),
        due=row.due_on, late=late, trouble="，".join(parts), reminded=getattr(row, "reminded", 0), campaign=row.campaign.title,
        gone=gone(row), twice=getattr(row, "elsewhere", False),
    )  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """A check in words; ``word``: how the office explained it."""

    law: str
    formula: str
    words: str
    badge: Badge
    fingerprint: str
    word: str
    note: str


def findings(checks: Iterable[annual.Check], words: Mapping[str, str]) -> list[Finding]:
    """What does not hold, errors first; each finding once."""
    order = {"error": 0, "warning": 1}
    told = [check for check in checks if check.level.value in order]
    return [
        Finding(
            check.law, check.formula,
            f"{check.left_words}为{annual.number_words(check.left)}，{check.right_words}为{annual.number_words(check.right)}，"
            f"相差{annual.number_words(check.diff)}" if check.left is not None and check.right is not None else check.left_words,
            Badge(check.level.label, _LEVELS[check.level.value]), check.fingerprint, words.get(check.fingerprint, ""), check.note,
        )
        for check in sorted({one.fingerprint: one for one in told}.values(), key=lambda one: order[one.level.value])
    ]  # fmt: skip


@dataclass(frozen=True)
class Square:
    """A cell of a national table: a heading with its guidance, or a number under its name."""

    words: str
    heading: bool
    colspan: int = 1
    rowspan: int = 1
    scope: str = ""
    name: str = ""
    label: str = ""
    guide: str = ""
    guide_id: str = ""
    place: str = ""
    url: str = ""
    note: str = ""
    fault: str = ""
    missing: bool = False
    wrong: bool = False


@dataclass(frozen=True)
class Grid:
    """A national table."""

    number: int
    caption: str
    head: list[list[Square]]
    body: list[list[Square]]
    guides: list[tuple[str, str, str]]


def grids(
    year: int, cells: Mapping[str, str], *, wrong: Iterable[str] = (), places: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None, faults: Mapping[str, str] | None = None, url: Callable[[str], str] | None = None,
    guided: bool = False,
) -> list[Grid]:  # fmt: skip
    """The three tables. ``wrong``: cells in which a formula fails; ``notes``: what the examiner said of a cell; ``url``: where it leads.

    With ``guided`` the guidance of a row stands below its label, of table two below each cell.
    """
    form = annual.form_of(year)
    bad, places, notes, faults = set(wrong), places or {}, notes or {}, faults or {}
    file = places.get("file", "")
    rows = {row.label: row.code for row in form.rows}

    def square(table: int, cell: annual.Cell) -> Square:
        if cell.heading:
            code = rows.get(cell.words, "") if table == 3 and cell.scope == "row" else ""
            guide = collecting.guidance(code) if guided and code else ""
            return Square(
                cell.words,
                True,
                cell.colspan,
                cell.rowspan,
                cell.scope,
                guide=guide,
                guide_id=f"guide-{code}" if guide else "",
            )
        name = cell.cell
        row = name.partition(".")[0]
        guide = collecting.guidance(name) if guided and table == 2 else ""
        place = places.get(name, "")
        return Square(
            cells.get(name, "") if guided else cells.get(name) or "未填报", False, cell.colspan, cell.rowspan, name=name,
            label=form.label_of(name), guide=guide, guide_id=f"guide-{name}" if table == 2 else f"guide-{row}",
            place=f"{file}：{place}" if file and place else place, url=url(name) if url else "", note=notes.get(name, ""),
            fault=faults.get(name, ""), missing=name not in cells, wrong=name in bad,
        )  # fmt: skip

    return [
        Grid(
            table.number, table.caption,
            [[square(table.number, cell) for cell in row] for row in table.head],
            [[square(table.number, cell) for cell in row] for row in table.body],
            [(f"guide-{code}", label, collecting.guidance(code)) for code, label in collecting.GROUPS]
            if guided and table.number == 4 else [],
        )
        for table in annual.tables(form)
    ]  # fmt: skip


def track(row: collecting.Filing) -> list[Step]:
    """Where it stands on its way."""
    here = "returned" if row.state == State.RETURNED else row.state
    codes = list(FILING.line)
    at = codes.index(State.SUBMITTED if here == "returned" else here) if here != State.REMOVED else -1
    found = []
    for place, code in enumerate(codes):
        if place == at and here == "returned":
            found.append(Step(State.RETURNED.label, "returned"))
        elif place == at:
            found.append(Step(State.label_of(code), "current"))
        else:
            found.append(Step(State.label_of(code), "done" if place < at else "todo"))
    return found


def events(row: collecting.Filing) -> list[Event]:
    """Every step, newest first."""
    form = collecting.form(row)
    kinds = {"return": "red", "remove": "red", "accept": "green", "lock": "green", "submit": "blue", "resubmit": "blue"}
    found = []
    for step in collecting.steps(row):
        cells = "；".join(f"{form.label_of(cell)}：{text}" for cell, text in step.cells.items())
        note = f"{step.reason}（{cells}）" if cells else step.reason
        what = FILING.move(step.move).label + (f"（第{step.reported.number}次报送）" if step.reported else "")
        url = reverse("desk:filing_version", args=[row.pk, step.reported.number]) if step.reported else ""
        found.append(Event(step.at, what, step.person_name, note, kinds.get(step.move, "neutral"), url))
    return found


def state_links(counts: collecting.Counts, chosen: str, query: str) -> list[Link]:
    """The states with their counts as links; those that are late first among equals."""
    more = f"&{query}" if query else ""
    links = [Link("全部", f"?{query}" if query else "?", current=not chosen, count=counts.total)]
    links.append(
        Link(
            "已逾期", f"?state=late{more}", current=chosen == collecting.LATE, count=counts.late, late=bool(counts.late)
        )
    )
    return links + [
        Link(state.label, f"?state={state.value}{more}", current=chosen == state, count=number)
        for state, number in counts.states.items()
    ]
