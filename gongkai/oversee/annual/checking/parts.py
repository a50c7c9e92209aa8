"""What the parts of an enumeration are parts of: by level, by outcome, by way, by result; and when they claim to be all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from gongkai.oversee.annual.reading.figures import Figure
from gongkai.oversee.annual.report import Check, plain
from gongkai.oversee.annual.terms import Level

#: Dimensions of a division: each has sides; parts on every required side claim to be all of the whole.
_DIMENSIONS: Final[tuple[tuple[str, tuple[tuple[str, str], ...], frozenset[str]], ...]] = (
    (
        "outcome",
        (
            ("upheld", r"维持|驳回"),
            ("corrected", r"纠正|纠错|撤销|确认违法|败诉"),
            ("pending", r"未审结|审理中|未结|待审|在审"),
            ("other", r"其他结果|其它结果"),
        ),
        frozenset(["upheld", "corrected", "pending", "other"]),
    ),
    (
        "disposal",
        (
            ("done", r"整改|注销|清理|关停|删除|下架|直接办理|线上解答|当场办理|(?<!未)办结"),
            ("kept", r"保留|未整改|正在整改|备案|转交|转派|转办|三方通话|未办结|结转|待办"),
        ),
        frozenset(["done", "kept"]),
    ),
    (
        "level",
        (
            ("own", r"^(?:省|市|县|区|州)?本级|^[省市县区州](?:级|直)|^本(?:机关|部门|办)"),
            ("lower", r"下属|下级|^县\(?[市区、]|^县区|^区县|^各?(?:乡镇|镇街|街道)|^基层|^各(?:县|区|部门)|^所属"),
        ),
        frozenset(["own", "lower"]),
    ),
    (
        "way",
        (("letter", r"信函|信件|邮寄|来信"), ("net", r"网络|网上|在线|平台|互联网|线上"), ("face", r"当面|现场|窗口|线下"), ("wire", r"传真|邮件|邮箱|电话")),
        frozenset(["letter", "net", "face", "wire"]),
    ),
    (
        "result",
        (
            ("open", r"(?<!不)(?:予以|同意|全部|主动)公开$"),
            ("partial", r"部分公开"),
            ("denied", r"不予公开|不同意公开"),
            ("unable", r"无法提供|不存在|不掌握"),
            ("unhandled", r"不予处理"),
            ("other", r"其他处理|其它处理"),
            ("carried", r"结转|顺延"),
        ),
        frozenset(["open", "partial", "denied", "unable", "unhandled", "carried"]),
    ),
    (
        "intake",
        (("carried", r"(?:上年度?|去年|上一年度?)结转"), ("new", r"新收|本年(?:度)?(?:收到|受理)|为本年")),
        frozenset(["carried", "new"]),
    ),
    (
        "applicant",
        (("natural", r"自然人|公民|个人"), ("organisation", r"法人|组织|企业")),
        frozenset(["natural", "organisation"]),
    ),
)  # fmt: skip
_SCALES: Final = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
CARRIED_IN: Final = re.compile(r"(?:上年度?|去年|上一年度?|上年度|20\d\d年度?)结转|结转上年")
_REST: Final = re.compile(r"^(?:其他|其它|其余|另外|剩余)")
_SAME_UNIT: Final = ({"件", "宗", "起", "件次", "份"}, {"个", "家"}, {"人", "名"})


@dataclass(frozen=True)
class Group:
    """Parts that stand together in one dimension. ``closed``: they claim to be all of the whole."""

    figures: tuple[Figure, ...]
    closed: bool

    @property
    def total(self) -> Decimal:
        """Their sum."""
        return sum((figure.value or Decimal(0) for figure in self.figures), Decimal(0))


def sides(figure: Figure) -> dict[str, str]:
    """The dimensions that a part names, with its side of each; empty when its words tell none."""
    for words in (figure.key, figure.after):
        found = {
            name: next(which for which, pattern in each if re.search(pattern, words))
            for name, each, _ in _DIMENSIONS
            if words and any(re.search(pattern, words) for _, pattern in each)
        }
        if found:
            return found
    return {}


def outcome(figure: Figure) -> str:
    """The side of an outcome of a dispute; among outcomes 其他 alone is 其他结果. Empty when it names none."""
    return sides(figure).get("outcome") or ("other" if figure.key in {"其他", "其它"} else "")


def rest(figure: Figure) -> bool:
    """Whether a part is what is left: 其他17条."""
    return bool(_REST.match(figure.key))


def closed(figures: Sequence[Figure]) -> bool:
    """Whether parts claim to be all: the last is 其他, or every side of their dimension is there."""
    if len(figures) > 1 and rest(figures[-1]):
        return True
    if {outcome(figure) for figure in figures} == {"upheld", "corrected", "pending", "other"}:
        return True
    named = [sides(figure) for figure in figures]
    return any(
        all(name in one for one in named) and needed <= {one[name] for one in named} for name, _, needed in _DIMENSIONS
    )


def grouped(figures: Sequence[Figure]) -> list[Group]:
    """Neighbours in one dimension; a part that names none goes with the ones before it."""
    groups: list[tuple[list[Figure], set[str]]] = []
    for figure in figures:
        names = set(sides(figure))
        listed = bool(groups) and not groups[-1][1] and figure.before.startswith("、")  # 部门44个、乡镇16个
        if groups and (not names or names & groups[-1][1] or listed):
            groups[-1][0].append(figure)
            if names and not listed:
                groups[-1][1].intersection_update(names)
        else:
            groups.append(([figure], names))
    return [Group(tuple(one), closed(one)) for one, _ in groups]


def same_unit(one: Figure, other: Figure) -> bool:
    """件 and 宗 count the same, 个 and 人次 do not."""
    return one.unit == other.unit or any(one.unit in units and other.unit in units for units in _SAME_UNIT)


def slip(one: Decimal, other: Decimal) -> bool:
    """Whether two whole numbers of four digits and more differ by one digit, by two exchanged, or by next to nothing.

    Shorter ones come that near to each other by chance.
    """
    if one != int(one) or other != int(other):
        return False
    left, right = str(abs(int(one))), str(abs(int(other)))
    if len(left) == len(right) >= 4:
        differing = [place for place in range(len(left)) if left[place] != right[place]]
        if len(differing) == 1 or (len(differing) == 2 and sorted(left) == sorted(right)):
            return True
    return 0 < abs(one - other) * 100 <= max(abs(one), abs(other))


def rough(*figures: Figure) -> bool:
    """Whether one of them is about so much."""
    return any(figure.about for figure in figures)


def leeway(whole: Figure, *parts: Figure) -> Decimal:
    """How far a sum may be off because numbers are told in 万 or 亿 with decimals: 1.23万条 of 7312条 and 5003条."""
    return sum((_step(part) / 2 for part in parts), _step(whole))


def _step(figure: Figure) -> Decimal:
    found = re.search(r"\.(\d+)(?P<scale>[万亿])", figure.literal)
    if found is None or figure.unit in {"万元", "亿元"}:
        return Decimal(0)
    step = _SCALES[found["scale"]].scaleb(-len(found[1]))
    return step if step > 1 else Decimal(0)


def stated_sum(
    whole: Figure,
    parts: Sequence[Figure],
    level: Level,
    *,
    claims: bool,
    note: str = "",
    right: Decimal | None = None,
) -> Check:
    """A sum that the text states; ``right``: what stands for the whole where it is told in round numbers."""
    terms = tuple(part.value for part in parts if part.value is not None)
    left = sum(terms, Decimal(0))
    right = (whole.value or Decimal(0)) if right is None else right
    formula = f"{'+'.join(plain(term) for term in terms)}={plain(right)}"
    words = "、".join(f"{part.key}{part.literal}" for part in parts)
    return Check(
        f"narr.sum.{whole.key}", "", "narrative_sum", formula, left, right, level, (), f"{words}之和", f"{whole.key}{whole.literal}",
        terms=terms, closed=claims, note=note, place=whole.place,
    )  # fmt: skip
