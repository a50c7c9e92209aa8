"""勾稽 of a report, pure: F1 to F4 must hold, F5 and F6 compare with last year, F7 looks at each number, F8 at the lower offices.

The one place of the formulas, for reports computed here and for those that others published.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from decimal import Decimal

from gongkai.oversee.annual.format import COLUMNS, GROUPS, KINDS, OUTCOMES, Form
from gongkai.oversee.annual.report import Check, Elsewhere
from gongkai.oversee.annual.terms import Level

Cells = Mapping[str, Decimal | int | None]


def checks(form: Form, cells: Cells, last_year: Cells | None) -> tuple[Check, ...]:
    """Every check of a report; ``last_year``: the cells of the report before it, None when there is none."""
    return (
        *requests(form, cells),
        *disputes(cells),
        *carried(cells, last_year),
        *in_force(form, cells, last_year),
    )


def requests(form: Form, cells: Cells, blank: Container[str] = ()) -> tuple[Check, ...]:
    """F3, F1 and F2 of table three. ``blank``: cells that stand empty in print, as offices leave them for nothing to count."""
    return (*_rows(form, cells, blank), *_balance(cells, blank), *_results(form, cells, blank))


def _check(
    id_: str, law: str, kind: str, formula: str, left: list[str], right: list[str], cells: Cells,
    *, severity: Level = Level.ERROR, signs: tuple[int, ...] = (), others: Cells | None = None, words: tuple[str, str],
    blank: Container[str] = (),
) -> Check:  # fmt: skip
    """A check of the sum of some cells against the sum of others (``others``: the cells of another year).

    Blank cells count nothing: where both sides then agree it holds. Where they do not, the side with blanks is not known, unless
    what is printed there already exceeds the other side.
    """
    one = _sum(left, cells, signs=(), blank=blank)
    two = _sum(right, cells, signs=signs, blank=blank) if others is None else _mixed(right, cells, others, signs)
    if one is None or two is None:
        level = Level.INCOMPLETE
    elif one == two:
        level = Level.NONE
    else:
        level = severity
        open_left, open_right = _open(left, cells), _open(right, cells) and others is None
        if (open_left and one < two) or (open_right and two < one) or (open_left and open_right):
            one, two, level = None if open_left else one, None if open_right else two, Level.INCOMPLETE
    own = tuple(name for name in (*left, *right) if not name.startswith("-1:"))
    return Check(id_, law, kind, formula, one, two, level, own, *words)


def _open(names: list[str], cells: Cells) -> bool:
    return any(cells.get(name) is None for name in names)


def _sum(names: list[str], cells: Cells, *, signs: tuple[int, ...], blank: Container[str] = ()) -> Decimal | None:
    total = Decimal(0)
    known = False
    for place, name in enumerate(names):
        value = cells.get(name)
        if value is None:
            if name not in blank:
                return None
            continue
        known = True
        total += Decimal(value) * (signs[place] if signs else 1)
    return total if known or len(names) > 1 else None


def _mixed(names: list[str], cells: Cells, others: Cells, signs: tuple[int, ...]) -> Decimal | None:
    """Names that begin with ``-1:`` are cells of last year."""
    joined = dict(cells) | {f"-1:{name}": value for name, value in others.items()}
    return _sum(names, joined, signs=signs)


def _rows(form: Form, cells: Cells, blank: Container[str]) -> Iterator[Check]:
    """F3, every row of table three: 总计 is the sum of the six columns."""
    for row in form.rows:
        yield _check(
            f"row.{row.code}", "F3", "row_total", "∑6列=总计", [f"{row.code}.{kind}" for kind in KINDS],
            [f"{row.code}.total"], cells, words=(f"{row.label}：自然人与五类组织之和", "总计"), blank=blank,
        )  # fmt: skip


def _balance(cells: Cells, blank: Container[str]) -> Iterator[Check]:
    """F1, every column, printed in the form's corner: 一 + 二 = 三（七） + 四."""
    for column, label in COLUMNS:
        yield _check(
            f"col.balance.{label}", "F1", "col_balance", "新收+上年结转=办理总计+结转下年",
            [f"new.{column}", f"carried_in.{column}"], [f"total.{column}", f"carried_out.{column}"], cells,
            words=(f"{label}：第一项加第二项", "第三项（七）总计加第四项"), blank=blank,
        )  # fmt: skip


def _results(form: Form, cells: Cells, blank: Container[str]) -> Iterator[Check]:
    """F2, every column: 三（七） is the sum of the leaf rows."""
    for column, label in COLUMNS:
        yield _check(
            f"col.result.{label}", "F2", "col_result_sum", "∑各办理情形=（七）总计",
            [f"{leaf}.{column}" for leaf in form.leaves], [f"total.{column}"], cells,
            words=(f"{label}：（一）至（六）各项之和", "（七）总计"), blank=blank,
        )  # fmt: skip


def disputes(cells: Cells, blank: Container[str] = ()) -> Iterator[Check]:
    """F4, each group of table four: 总计 is the sum of the four results."""
    for group, label in GROUPS:
        yield _check(
            f"sec4.{group}", "F4", "sec4_total", f"{label}：维持+纠正+其他+未审结=总计",
            [f"{group}.{column}" for column, _ in OUTCOMES[:-1]], [f"{group}.total"], cells,
            words=(f"{label}：四种结果之和", "总计"), blank=blank,
        )  # fmt: skip


def carried(cells: Cells, last_year: Cells | None) -> Iterator[Check]:
    """F5, every column: what last year's report carried out is carried in; reorganisations may break it."""
    for column, label in COLUMNS:
        yield _check(
            f"carry.{label}", "F5", "carry_in", "本年上年结转=上年报告结转下年度", [f"carried_in.{column}"],
            [f"-1:carried_out.{column}"], cells, severity=Level.WARNING, signs=(1,), others=last_year or {},
            words=(f"{label}：本年第二项", "上年报告第四项"),
        )  # fmt: skip


def in_force(form: Form, cells: Cells, last_year: Cells | None) -> Iterator[Check]:
    """F6: 现行有效 is last year's plus 制发 less 废止; expiry and clean-ups break it, so it is only told."""
    if form.code != "2021":
        return
    for line in form.blocks[0].lines:
        yield _check(
            f"in_force.{line.code}", "F6", "in_force", "现行有效=上年现行有效+本年制发-本年废止",
            [f"{line.code}.in_force"], [f"-1:{line.code}.in_force", f"{line.code}.issued", f"{line.code}.repealed"],
            cells, severity=Level.WARNING, signs=(1, 1, -1), others=last_year or {},
            words=(f"{line.label}：本年现行有效", "上年现行有效加制发减废止"),
        )  # fmt: skip


def whole(form: Form, cells: Cells) -> Iterator[Check]:
    """F7: counts are whole and not below zero; amounts of money may have decimals, 本年增/减 may be negative."""
    columns = {f"{line.code}.{column.code}": column for _, line, column in form.fields}
    for name, value in cells.items():
        column = columns.get(name)
        if value is None or (column and column.signed and value == int(value)):
            continue
        number = Decimal(value)
        if number >= 0 and (number == int(number) or (column and column.decimal)):
            continue
        yield Check(
            f"cell.{name}", "F7", "cell_value", "整数且≥0", number, abs(Decimal(int(number))), Level.ERROR, (name,),
            f"{form.label_of(name)}：填写的数", "应为不小于零的整数",
        )  # fmt: skip


def beside(form: Form, cells: Cells, elsewhere: Mapping[str, Elsewhere]) -> Iterator[Check]:
    """Typed figures beside what another page published: a difference is to be explained, not corrected."""
    for name, other in elsewhere.items():
        own = cells.get(name)
        if own is None:
            continue
        number = Decimal(own)
        yield Check(
            f"elsewhere.{name}", "", "elsewhere", "填报数=他处公布数", number, other.value,
            Level.NONE if number == other.value else Level.WARNING, (name,), f"{form.label_of(name)}：本表", f"{other.source}公布的",
            note="" if number == other.value else "两处的数不同，请说明原因（统计口径、时点、范围），或者改正填报数",
        )  # fmt: skip


def roll_up(
    form: Form, cells: Cells, children: Sequence[Cells], *, complete: bool, declared: bool = False
) -> Iterator[Check]:
    """F8: a cell is the sum of the lower offices' cells; which of them it takes in is for the office to say, so it is only told.

    ``complete``: whether these are taken for all of them; where they are not, only a sum above the whole is told. The columns of a
    row are compared where its totals agree. ``declared``: a person has said so: then a difference of all of them is an error, and
    a lower office without the number is told.
    """
    agreed: set[str] = set()
    severity = Level.ERROR if declared and complete else Level.WARNING
    for name in sorted(form.cells, key=lambda cell: not cell.endswith(".total")):
        row, _, column = name.partition(".")
        inner = column in KINDS
        own = cells.get(name)
        parts = [child.get(name) for child in children]
        if own is None or not parts or (inner and row not in agreed):
            continue
        lacking = sum(part is None for part in parts)
        if lacking and not (declared and complete and lacking < len(parts) and not inner):
            continue
        summed = sum((Decimal(part) for part in parts if part is not None), Decimal(0))
        if summed == own and not lacking:
            agreed.add(row)
        elif not complete and summed < own:
            continue
        level = Level.INCOMPLETE if lacking else Level.NONE if summed == own else severity
        yield Check(
            f"rollup.{name}", "F8", "roll_up", "汇总数=各下级之和", None if lacking else summed, Decimal(own), level, (name,),
            f"{form.label_of(name)}：所给{len(parts)}份下级报告之和", "本级报告",
            note=f"{lacking}份下级报告没有这个数" if lacking else "",
        )  # fmt: skip
