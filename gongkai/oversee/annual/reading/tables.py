"""Tables two, three and four of a report, read from its lines: every cell with its number, or blank, or not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from gongkai.oversee.annual.format import COLUMNS, CURRENT, FORMER, GROUPS, OUTCOMES, Form
from gongkai.oversee.annual.reading.align import Found, Wanted, align, labels
from gongkai.oversee.annual.reading.columns import bands, grid_columns, head_bands, head_spans, place, without_column
from gongkai.oversee.annual.reading.lines import Line, bare, squeezed
from gongkai.oversee.annual.reading.numbers import blank, in_unit
from gongkai.oversee.annual.reading.runs import Run, Slot, runs
from gongkai.oversee.annual.reading.sections import Sections

#: Other wordings of a label; Traditional copies from elsewhere say 檔案 for 文件.
_VARIANTS: Final[dict[str, tuple[str, ...]]] = {
    "normative": ("规范性文件", "行政规范性文件", "规范性档案", "行政规范性档案"),
    "service": ("其他对外管理服务事项", "其它对外管理服务事项"),
    "open": ("予以公开", "同意公开"),
    "o3": ("其他", "其它"),
    "o": ("其他处理", "其它处理"),
    "total": ("总计", "合计"),
    "carried_out": ("结转下年度继续办理", "结转下一年度继续办理"),
    "new": ("本年新收政府信息公开申请数量", "本年新收政府信息公开申请数"),
    "carried_in": ("上年结转政府信息公开申请数量", "上年结转政府信息公开申请数"),
}
_MOST_RUNS: Final = 300  # rows of numbers that are looked at in a table of thirty; more is no table
_CURRENT_HEADS: Final = re.compile("本年制发|本年废止|现行有效|本年处理决定|本年收费金额|制发件数")
_FORMER_HEADS: Final = re.compile("本年新制作|本年新公开|对外公开总数|上一年项目|本年增|政府集中采购|采购总金额")
_ANCHORS: Final = {
    2: re.compile(r"第二十条第|本年制发件数|本年新制作数量"),
    3: re.compile(r"勾稽关系|申请人情况|本年新收政府信息公开申请"),
    4: re.compile(r"结果维持|^行政复议行政诉讼|^行政复议$"),
}
_SENTENCE: Final = re.compile(r"[，。；,;]|\d\s*[件起宗]")
_ENDS: Final = {
    2: re.compile(r"勾稽关系|申请人情况|本年新收政府信息公开申请"),
    3: re.compile(r"结果维持|^行政复议行政诉讼"),
    4: re.compile(r"主要问题"),
}


@dataclass(frozen=True)
class Mark:
    """What was read in a cell: ``number`` None is a blank. ``raw`` as written, ``place`` where, ``how`` it was known."""

    number: Decimal | None
    raw: str
    place: str
    how: str = "label"


@dataclass
class Tables:
    """What the tables hold. ``forms``: the form of each table that was found; ``notes``: sentences on what stayed unread."""

    cells: dict[str, Mark] = field(default_factory=dict)
    forms: dict[int, Form] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_tables(lines: Sequence[Line], sections: Sections, by_year: Form) -> Tables:
    """The three tables; ``by_year``: the form that a report of its year has, used where the table itself does not tell."""
    answer = Tables()
    for number, reader in ((2, _two), (3, _three), (4, _four)):
        for stretch in _stretches(number, lines, sections):
            before = len(answer.cells)
            reader(stretch, by_year, answer)
            if len(answer.cells) > before:
                break
    return answer


def _stretches(number: int, lines: Sequence[Line], sections: Sections) -> list[Sequence[Line]]:
    """Where a table may be: below its heading, else from the words that only it has."""
    begin, end = sections.of(number)
    found: list[Sequence[Line]] = [lines[begin : _next_table(number, lines, begin, end)]] if end > begin else []
    start = next((at for at, line in enumerate(lines) if _begins(number, line)), None)
    if start is not None:
        found.append(lines[start : _next_table(number, lines, start + 1, len(lines))])
    return found


def _next_table(number: int, lines: Sequence[Line], begin: int, end: int) -> int:
    """Where the next table begins, whose heading may be lost; the end where it does not."""
    return next(
        (at for at in range(begin, end) if _ENDS[number].search(squeezed(lines[at].text)) and len(lines[at].text) < 60),
        end,
    )


def _begins(number: int, line: Line) -> bool:
    """Whether a line has words of the head of a table; a sentence that tells how suits ended has those of table four too."""
    said = _ANCHORS[number].search(squeezed(line.text)) is not None and len(line.text) < 400
    return said and not (number == 4 and _SENTENCE.search(line.text))


def _words(stretch: Sequence[Line]) -> str:
    return "".join(squeezed(line.text) for line in stretch)


def _two(stretch: Sequence[Line], by_year: Form, answer: Tables) -> None:
    text = _words(stretch)
    current, former = len(_CURRENT_HEADS.findall(text)), len(_FORMER_HEADS.findall(text))
    form = by_year if current == former else CURRENT if current > former else FORMER
    rows = [
        Wanted(line.code, labels(line.label, *_VARIANTS.get(line.code, ())), bare(block.heading), len(block.columns))
        for block in form.blocks
        for line in block.lines
    ]
    every = runs(stretch, max(row.width for row in rows))[:_MOST_RUNS]
    found, _ = align(every, rows)
    if not any(one.run.numbers for one in found.values()):
        return
    answer.forms[2] = form
    for block in form.blocks:
        codes = [column.code for column in block.columns]
        beside = [found[line.code].run for line in block.lines if line.code in found]
        for line in block.lines:
            if line.code not in found:
                answer.notes.extend(_no_number(line.label, stretch))
                continue
            one = found[line.code]
            if len(codes) > 1 and _left_over(one.run, every, beside, len(codes)):
                answer.notes.append(f"表二“{line.label}”的数字多于{len(codes)}列（{one.run.place}），请对照原件核对。")
                continue
            spans = head_spans(stretch[: one.run.line], [column.label for column in block.columns])
            placed = place(one.run, len(codes), bands(beside, len(codes)), spans)
            if placed is None:
                answer.notes.append(f"表二“{line.label}”的数字分不清属于哪一列（{one.run.place}），请对照原件核对。")
                continue
            for column, slot in zip(block.columns, placed, strict=True):
                name = f"{line.code}.{column.code}"
                tens = "万元" in column.label
                _put(answer, name, f"表二“{line.label}”", one, slot, ten_thousands=tens)


def _no_number(label: str, stretch: Sequence[Line]) -> Iterator[str]:
    """A row of a grid in which words stand where a number belongs: 约12."""
    names = set(labels(label))
    for line in stretch:
        words = [cell.text for cell in line.cells[1:] if cell.text and not blank(cell.text)]
        if line.grid and bare(line.cells[0].text) in names and words:
            yield f"表二“{label}”写的是“{words[0][:20]}”，不是一个数，没有读取（{line.place}），请对照原件核对。"


def _three(stretch: Sequence[Line], by_year: Form, answer: Tables) -> None:
    found_runs = runs(stretch, len(COLUMNS))[:_MOST_RUNS]
    tries = []
    for form in (by_year, FORMER if by_year is CURRENT else CURRENT):
        rows = [
            Wanted(row.code, labels(_unnumbered(row.label), *_VARIANTS.get(row.code, ())), bare(row.group))
            for row in form.rows
        ]
        tries.append((form, *align(found_runs, rows)))
    form, found, score = tries[0]
    other_form, other_found, other_score = tries[1]
    text = _words(stretch)
    if len(other_found) > len(found) or (len(other_found) == len(found) and other_score > score + 0.05):
        form, found = other_form, other_found
    if "o" in found and "逾期不补正" in text and "o1" in other_found:
        form, found = other_form, other_found
    single = next(tried[1] for tried in tries if tried[0] is FORMER)
    if form is CURRENT and "o1" not in found and "o" in single and "逾期" not in text:
        form, found = FORMER, single
    if not any(one.run.numbers for one in found.values()):
        if found_runs and any(run.slots for run in found_runs):
            answer.notes.append("表三只剩空的单元格，没有读到数字，请用原件补填。")
        return
    answer.forms[3] = form
    used = [one.run for one in found.values()]
    first = min(run.line for run in used)
    heads = [cell for line in stretch[:first] for cell in line.cells]
    spans = grid_columns([cell for line in stretch[:first] if line.grid for cell in line.cells])
    columns = bands(used, len(COLUMNS)) or head_bands(heads)
    lost = without_column(heads, used) if len(used) > 2 else None
    if lost is not None:
        answer.notes.append(f"表三没有“{dict(COLUMNS)[lost]}”一列，其余六列照表头读取。")
    answer.notes.extend(_repeated(found_runs, used))
    short = sum(len(run.slots) < len(COLUMNS) for run in used) * 3 > len(used)  # the copy has dropped blanks
    for row in form.rows:
        if row.code not in found:
            continue
        one = found[row.code]
        name = f"表三“{row.label.split('（区分')[0]}”"
        more = _left_over(one.run, found_runs, used, len(COLUMNS))
        placed = _beside(one.run, lost) if lost else place(one.run, len(COLUMNS), columns, spans)
        if more and not _adds_up(placed):
            answer.notes.append(
                f"{name}有{len(one.run.slots) + more}个数，多于七列（{one.run.place}），请对照原件核对。"
            )
            continue
        if placed is None:
            placed = _last_is_total(one.run, short=short)
            answer.notes.append(
                f"{name}只有{len(one.run.numbers)}个数，分不清属于哪一列（{one.run.place}），请对照原件核对。"
            )
        if placed is not None:
            for (column, _), slot in zip(COLUMNS, placed, strict=True):
                _put(answer, f"{row.code}.{column}", name, one, slot)


def _beside(run: Run, lost: str) -> list[Slot | None]:
    """The six places of a row in the columns that the copy has."""
    slots = iter(run.slots)
    placed = [None if code == lost else next(slots) for code, _ in COLUMNS]
    return [slot if slot and slot.value else None for slot in placed]


def _repeated(everything: Sequence[Run], used: Sequence[Run]) -> Iterator[str]:
    """A row that stands twice with other numbers: the first is taken, and both places are told."""
    chosen = {id(run) for run in used}
    for run in everything:
        label = bare(run.label)
        if id(run) in chosen or len(label) < 4 or len(run.slots) < 2:
            continue
        twin = next((one for one in used if bare(one.label) == label), None)
        if twin is not None and [slot.value and slot.value.number for slot in twin.slots] != [
            slot.value and slot.value.number for slot in run.slots
        ]:
            name = run.label.split("（区分")[0]
            yield f"表三“{name}”有两行，数字不同，读的是{twin.place}，没有读{run.place}，请对照原件核对。"


def _left_over(run: Run, everything: Sequence[Run], used: Sequence[Run], width: int) -> int:
    """How many numbers stand behind a full row without a row of their own: one was doubled, or a label is lost."""
    at = next(place for place, one in enumerate(everything) if one is run)
    if at + 1 == len(everything) or run.grid or len(run.slots) != width:
        return 0
    later = everything[at + 1]
    alone = not later.before and not any(later is one for one in used)
    return len(later.slots) if alone and len(later.slots) < width else 0


def _adds_up(placed: Sequence[Slot | None] | None, *, zero: bool = False) -> bool:
    """Whether the last number is the sum of the others; noughts tell nothing unless ``zero``."""
    numbers = [slot.value.number if slot and slot.value else Decimal(0) for slot in placed or ()]
    return bool(numbers) and sum(numbers[:-1]) == numbers[-1] and (zero or numbers[-1] > 0)


def _last_is_total(run: Run, *, short: bool) -> list[Slot | None] | None:
    """Of a row with lost columns only the total is known: the last number, where it is the sum of the others.

    ``short``: many rows lack numbers, so that a single one may be the total's only part.
    """
    numbers = [slot.value.number for slot in run.numbers if slot.value]
    parts = sum(number > 0 for number in numbers[:-1])
    if parts >= (1 if short else 2) and sum(numbers[:-1]) == numbers[-1]:
        return [None] * (len(COLUMNS) - 1) + [run.numbers[-1]]
    return None


def _unnumbered(label: str) -> str:
    return re.sub(r"^(?:（.）|.、|\d[.、])", "", label)


def _four(stretch: Sequence[Line], by_year: Form, answer: Tables) -> None:
    wanted = [f"{group}.{column}" for group, _ in GROUPS for column, _ in OUTCOMES]
    found = [run for run in runs(stretch, len(wanted)) if run.slots]
    if not any(run.numbers for run in found):
        return
    slots = _fifteen(found, len(wanted))
    if slots is not None:
        pairs = list(zip(wanted, slots, strict=True))
    else:
        pairs = _by_group(found)
    if not pairs:
        answer.notes.append(
            f"表四应有15个数，读到{sum(len(run.numbers) for run in found)}个，分不清属于哪一列（{found[0].place}），请对照原件核对。"
        )
        return
    answer.forms[4] = by_year
    for name, slot in pairs:
        _put(answer, name, "表四", Found(found[0], "label", 1.0), slot)


def _fifteen(found: Sequence[Run], many: int) -> list[Slot | None] | None:
    for run in found:
        placed = [slot if slot.value else None for slot in run.slots] if len(run.slots) == many else None
        if placed is None and len(run.numbers) == many:
            placed = list(run.numbers)
        if placed is not None:
            doubled = any(other is not run and not other.before for other in found)
            return (
                None if doubled and not all(_adds_up(placed[at : at + 5], zero=True) for at in (0, 5, 10)) else placed
            )
    everything = [slot for run in found for slot in run.slots]
    if len(everything) == many:
        return [slot if slot.value else None for slot in everything]
    numbers = [slot for slot in everything if slot.value]
    return list(numbers) if len(numbers) == many else None


def _by_group(found: Sequence[Run]) -> list[tuple[str, Slot | None]]:
    """Five numbers below the name of a group, where the other groups are not there."""
    pairs: list[tuple[str, Slot | None]] = []
    for run in found:
        if len(run.slots) != len(OUTCOMES):
            continue
        text = bare(run.before)
        group = (
            "post" if "复议后" in text and "直接" not in text
            else "direct" if "直接起诉" in text and "复议后" not in text
            else "review" if "行政复议" in text and "诉讼" not in text and "起诉" not in text
            else ""
        )  # fmt: skip
        if group:
            pairs += [
                (f"{group}.{column}", slot if slot.value else None)
                for (column, _), slot in zip(OUTCOMES, run.slots, strict=True)
            ]
    return pairs


def _put(answer: Tables, name: str, what: str, one: Found, slot: Slot | None, *, ten_thousands: bool = False) -> None:
    if slot is None or slot.value is None:
        answer.cells[name] = Mark(None, "", one.run.place, one.by)
        return
    if slot.value.overflow:
        answer.notes.append(
            f"{what}的“{slot.value.raw[:30]}”不像一个数，可能是几个数连在了一起（{slot.place}），请对照原件核对。"
        )
        answer.cells[name] = Mark(None, slot.value.raw[:60], slot.place, one.by)
        return
    number = in_unit(slot.value, ten_thousands=ten_thousands)
    answer.cells[name] = Mark(number, slot.value.raw, slot.place, one.by)
