"""What is compared, pure: counts as sums of cells in either national form, rates as one count over another, each with its formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from gongkai.kernel.vocabulary import Number
from gongkai.oversee.annual.format import COLUMNS, CURRENT, FORMER, GROUPS, OUTCOMES, Form
from gongkai.oversee.comparing.terms import LEAST, LEAST_DISPUTES


@dataclass(frozen=True)
class Measure:
    """A count: the sum of some cells of each form; a form that is not in ``cells`` has no such item."""

    code: str
    label: str
    unit: str
    cells: Mapping[str, tuple[str, ...]]

    def of(self, form: Form) -> tuple[str, ...]:
        """Its cells in a form; empty when the form has no such item."""
        return self.cells.get(form.code, ())


@dataclass(frozen=True)
class Rate:
    """A share of one count in another. ``least``: the number below which the divisor is too small to rank."""

    code: str
    label: str
    above: Measure
    below: Measure
    least: Number
    note: str = ""

    unit = "%"

    @property
    def formula(self) -> str:
        """予以公开和部分公开÷办理结果总计."""
        return f"{self.above.label}÷{self.below.label}"


@dataclass(frozen=True)
class Set:
    """Indicators that are shown together, as columns or as rows."""

    code: str
    label: str
    indicators: tuple[Measure | Rate, ...]


def _both(code: str, label: str, *cells: str, unit: str = "件") -> Measure:
    return Measure(code, label, unit, {CURRENT.code: cells, FORMER.code: cells})


def _leaves(form: Form, letter: str) -> tuple[str, ...]:
    """The rows of a group of table three: d → d1 … d8; o is one row in the former form and three in the present one."""
    return tuple(f"{leaf}.total" for leaf in form.leaves if leaf[0] == letter and leaf not in {"open", "partial"})


def _group(code: str, label: str, letter: str) -> Measure:
    return Measure(code, label, "件", {form.code: _leaves(form, letter) for form in (CURRENT, FORMER)})


NEW: Final = _both("new", "新收申请", "new.total")
CARRIED_IN: Final = _both("carried_in", "上年结转", "carried_in.total")
DONE: Final = _both("done", "办理结果总计", "total.total")
CARRIED_OUT: Final = _both("carried_out", "结转下年度", "carried_out.total")
OPEN: Final = _both("open", "予以公开", "open.total")
PARTIAL: Final = _both("partial", "部分公开", "partial.total")
DENIED: Final = _group("denied", "不予公开", "d")
UNABLE: Final = _group("unable", "无法提供", "u")
UNHANDLED: Final = _group("unhandled", "不予处理", "n")
OTHER: Final = _group("other", "其他处理", "o")
#: The results in the order of the form; their sum is 办理结果总计 (F2).
RESULTS: Final = (OPEN, PARTIAL, DENIED, UNABLE, UNHANDLED, OTHER)
APPLICANTS: Final = tuple(
    _both(f"new_{code}", f"新收·{label}", f"new.{code}") for code, label in COLUMNS if code != "total"
)
_COURTS: Final = tuple(group for group, _ in GROUPS[1:])
_ENDED: Final = tuple(code for code, _ in OUTCOMES if code not in {"pending", "total"})
REVIEWS: Final = _both("reviews", "行政复议", "review.total")
REVIEWS_ENDED: Final = _both("reviews_ended", "已审结行政复议", *(f"review.{code}" for code in _ENDED))
REVIEWS_CORRECTED: Final = _both("reviews_corrected", "行政复议结果纠正", "review.corrected")
SUITS: Final = _both("suits", "行政诉讼", *(f"{group}.total" for group in _COURTS))
SUITS_ENDED: Final = _both(
    "suits_ended", "已审结行政诉讼", *(f"{group}.{code}" for group in _COURTS for code in _ENDED)
)
SUITS_CORRECTED: Final = _both("suits_corrected", "行政诉讼结果纠正", *(f"{group}.corrected" for group in _COURTS))
DISPUTES_ENDED: Final = _both(
    "disputes_ended", "已审结复议诉讼", *(f"{group}.{code}" for group, _ in GROUPS for code in _ENDED)
)
DISPUTES_CORRECTED: Final = _both(
    "disputes_corrected", "复议诉讼结果纠正", *(f"{group}.corrected" for group, _ in GROUPS)
)
_PUBLIC: Final = _both("public", "予以公开和部分公开", "open.total", "partial.total")
_OWED: Final = _both("owed", "新收申请和上年结转", "new.total", "carried_in.total")
_NATURAL: Final = _both("natural", "自然人新收申请", "new.natural")

_TOLD: Final = "只反映数值大小，不代表优劣。"
RATES: Final = (
    Rate("open_rate", "公开率", _PUBLIC, DONE, LEAST, _TOLD),
    Rate("denied_rate", "不予公开率", DENIED, DONE, LEAST, _TOLD),
    Rate("unable_rate", "无法提供率", UNABLE, DONE, LEAST, _TOLD),
    Rate("unhandled_rate", "不予处理率", UNHANDLED, DONE, LEAST, _TOLD),
    Rate("carried_rate", "结转率", CARRIED_OUT, _OWED, LEAST, "年末收到的申请依法可以结转，结转不等于逾期。"),
    Rate("natural_rate", "自然人申请占比", _NATURAL, NEW, LEAST, _TOLD),
    Rate("review_rate", "申请行政复议的比率", REVIEWS, DONE, LEAST, "复议可能针对上一年度的答复。"),
    Rate("reviews_corrected_rate", "行政复议纠正率", REVIEWS_CORRECTED, REVIEWS_ENDED, LEAST_DISPUTES, "尚未审结的不计入。"),
    Rate("suits_corrected_rate", "行政诉讼纠正率", SUITS_CORRECTED, SUITS_ENDED, LEAST_DISPUTES, "尚未审结的不计入。"),
    Rate(
        "disputes_corrected_rate", "复议诉讼纠正率", DISPUTES_CORRECTED, DISPUTES_ENDED, LEAST_DISPUTES,
        "尚未审结的不计入；一事先复议后起诉的，复议和诉讼各计一件。",
    ),
)  # fmt: skip


def _proactive() -> Iterator[Measure]:
    """Table two, cell by cell: those of the present form, then those that only the former has."""
    fields = {form.code: {f"{line.code}.{column.code}": (line, column) for _, line, column in form.fields} for form in (CURRENT, FORMER)}  # fmt: skip
    for cell in dict.fromkeys([*fields[CURRENT.code], *fields[FORMER.code]]):
        forms = [code for code in fields if cell in fields[code]]
        line, column = fields[forms[0]][cell]
        fee = line.code == "fee" and column.code == "amount"
        # The form of 2019 gives 采购总金额 without a unit.
        unit = "万元" if fee else "" if column.decimal else "件" if line.counted else "项"
        name = column.label.partition("（")[0]
        yield Measure(cell, f"{line.label}·{name}", unit, dict.fromkeys(forms, (cell,)))


PROACTIVE: Final = tuple(_proactive())
SETS: Final = (
    Set("requests", "收到和结转", (NEW, CARRIED_IN, DONE, CARRIED_OUT)),
    Set("results", "办理结果", (*RESULTS, DONE)),
    Set("rates", "比率", RATES),
    Set("applicants", "申请人", (*APPLICANTS, NEW)),
    Set("disputes", "复议诉讼", (REVIEWS, REVIEWS_ENDED, REVIEWS_CORRECTED, SUITS, SUITS_ENDED, SUITS_CORRECTED)),
    Set("proactive", "主动公开", PROACTIVE),
)
#: What can be ranked: rates, and the counts that say how much an office has to do.
RANKED: Final[tuple[Measure | Rate, ...]] = (*RATES, NEW, DONE, CARRIED_OUT, REVIEWS, SUITS)


def set_of(code: str) -> Set:
    """A set by its code; the first for anything else."""
    return next((one for one in SETS if one.code == code), SETS[0])


def ranked(code: str) -> Measure | Rate:
    """An indicator that can be ranked by its code; the first for anything else."""
    return next((one for one in RANKED if one.code == code), RANKED[0])


def cells_in_words(measure: Measure, form: Form) -> str:
    """Which cells of a form a count takes in: 三（三）… as the form prints them."""
    return "、".join(form.label_of(cell) for cell in measure.of(form))
