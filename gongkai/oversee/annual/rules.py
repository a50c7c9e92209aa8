"""勾稽 of a report, pure: F1 to F4 must hold, F5 and F6 compare with last year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from gongkai.oversee.annual.format import COLUMNS, GROUPS, KINDS, OUTCOMES, Form
from gongkai.oversee.annual.report import Check
from gongkai.oversee.annual.terms import Level

Cells = Mapping[str, Decimal | int | None]


def checks(form: Form, cells: Cells, last_year: Cells | None) -> tuple[Check, ...]:
    """Every check of a report; ``last_year``: the cells of the report before it, None when there is none."""
    return (
        *_rows(form, cells),
        *_balance(cells),
        *_results(form, cells),
        *_disputes(cells),
        *_carried(cells, last_year),
        *_in_force(form, cells, last_year),
    )


def _check(
    id_: str, law: str, kind: str, formula: str, left: list[str], right: list[str], cells: Cells,
    *, severity: Level = Level.ERROR, signs: tuple[int, ...] = (), others: Cells | None = None, words: tuple[str, str],
) -> Check:  # fmt: skip
    """A check of the sum of some cells against the sum of others (``others``: the cells of another year)."""
    one = _sum(left, cells, signs=())
    two = _sum(right, cells, signs=signs) if others is None else _mixed(right, cells, others, signs)
    if one is None or two is None:
        level = Level.INCOMPLETE
    else:
        level = Level.NONE if one == two else severity
    own = tuple(name for name in (*left, *right) if not name.startswith("-1:"))
    return Check(id_, law, kind, formula, one, two, level, own, *words)


def _sum(names: list[str], cells: Cells, *, signs: tuple[int, ...]) -> Decimal | None:
    total = Decimal(0)
    for place, name in enumerate(names):
        value = cells.get(name)
        if value is None:
            return None
        total += Decimal(value) * (signs[place] if signs else 1)
    return total


def _mixed(names: list[str], cells: Cells, others: Cells, signs: tuple[int, ...]) -> Decimal | None:
    """Names that begin with ``-1:`` are cells of last year."""
    joined = dict(cells) | {f"-1:{name}": value for name, value in others.items()}
    return _sum(names, joined, signs=signs)


def _rows(form: Form, cells: Cells) -> Iterator[Check]:
    """F3, every row of table three: 总计 is the sum of the six columns."""
    for row in form.rows:
        yield _check(
            f"row.{row.code}", "F3", "row_total", "∑6列=总计", [f"{row.code}.{kind}" for kind in KINDS],
            [f"{row.code}.total"], cells, words=(f"{row.label}：自然人与五类组织之和", "总计"),
        )  # fmt: skip


def _balance(cells: Cells) -> Iterator[Check]:
    """F1, every column, printed in the form's corner: 一 + 二 = 三（七） + 四."""
    for column, label in COLUMNS:
        yield _check(
            f"col.balance.{label}", "F1", "col_balance", "新收+上年结转=办理总计+结转下年",
            [f"new.{column}", f"carried_in.{column}"], [f"total.{column}", f"carried_out.{column}"], cells,
            words=(f"{label}：第一项加第二项", "第三项（七）总计加第四项"),
        )  # fmt: skip


def _results(form: Form, cells: Cells) -> Iterator[Check]:
    """F2, every column: 三（七） is the sum of the leaf rows."""
    for column, label in COLUMNS:
        yield _check(
            f"col.result.{label}", "F2", "col_result_sum", "∑各办理情形=（七）总计",
            [f"{leaf}.{column}" for leaf in form.leaves], [f"total.{column}"], cells,
            words=(f"{label}：（一）至（六）各项之和", "（七）总计"),
        )  # fmt: skip


def _disputes(cells: Cells) -> Iterator[Check]:
    """F4, each group of table four: 总计 is the sum of the four results."""
    for group, label in GROUPS:
        yield _check(
            f"sec4.{group}", "F4", "sec4_total", f"{label}：维持+纠正+其他+未审结=总计",
            [f"{group}.{column}" for column, _ in OUTCOMES[:-1]], [f"{group}.total"], cells,
            words=(f"{label}：四种结果之和", "总计"),
        )  # fmt: skip


def _carried(cells: Cells, last_year: Cells | None) -> Iterator[Check]:
    """F5, every column: what last year's report carried out is carried in; reorganisations may break it."""
    for column, label in COLUMNS:
        yield _check(
            f"carry.{label}", "F5", "carry_in", "本年上年结转=上年报告结转下年度", [f"carried_in.{column}"],
            [f"-1:carried_out.{column}"], cells, severity=Level.WARNING, signs=(1,), others=last_year or {},
            words=(f"{label}：本年第二项", "上年报告第四项"),
        )  # fmt: skip


def _in_force(form: Form, cells: Cells, last_year: Cells | None) -> Iterator[Check]:
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
