"""F9: numbers of the text against the tables. They may count other offices, so a difference is a warning, never an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from gongkai.oversee.annual.checking.parts import outcome
from gongkai.oversee.annual.format import GROUPS, Form
from gongkai.oversee.annual.reading.figures import Figure
from gongkai.oversee.annual.reading.prose import Prose
from gongkai.oversee.annual.report import Check, plain
from gongkai.oversee.annual.terms import Level

_CASES: Final = frozenset(["件", "宗", "起", "份", "件次"])
_REQUEST: Final = re.compile(r"申请|依申请")
_COURT: Final = ("direct", "post")

Numbers = Mapping[str, Decimal]


@dataclass(frozen=True)
class _Target:
    """What a number of the text may be compared with: ``cells`` summed; ``words``: how the table calls it."""

    name: str
    words: str
    pattern: re.Pattern[str]
    cells: Callable[[Form], Sequence[str]]
    units: frozenset[str] = _CASES
    needs: re.Pattern[str] | None = None
    never: re.Pattern[str] | None = None
    scale: Decimal = Decimal(1)  # of the table's unit in that of the text: 万元 in yuan


def _cells(*names: str) -> Callable[[Form], Sequence[str]]:
    return lambda form: names


def _group(letter: str) -> Callable[[Form], Sequence[str]]:
    return lambda form: [
        f"{row.code}.total" for row in form.rows if row.result and row.code.rstrip("0123456789") == letter
    ]


_NOT_REQUESTS: Final = re.compile(r"复议|诉讼|工单|投诉|举报|热线|咨询|信访|留言|来信|建议|提案")
_TARGETS: Final = (
    _Target(
        "new", "表三本年新收", re.compile(r"(?:受理|收到|新收|接收|办理)[^,;。]{0,16}(?:申请|依申请公开)[^,;。复诉]{0,8}$|依申请公开[^,;。]{0,6}$|信息公开申请(?:总?数量?|总量)?(?:共计?|为|有)?$"),
        _cells("new.total"), needs=_REQUEST,
        never=re.compile(
            r"复议|诉讼|答复|办结|结转|上年|去年|自然人|法人|县本级|市本级|本级|下属|当面|信函|网络|网站|平台|邮箱|邮件|传真"
            r"|平均|每|[上下]半年|季度|\d月|类"
        ),
    ),
    _Target("total", "表三（七）总计", re.compile(r"(?:答复|办结|办理完毕)(?:申请|政府信息公开申请)?$"), _cells("total.total"), never=re.compile(r"复议|诉讼|逾期|延期|超期")),
    _Target("carried_in", "表三上年结转", re.compile(r"(?:上年度?|去年|上一年度?|\d{4}年度?)结转[^,;。]{0,8}$"), _cells("carried_in.total")),
    _Target("carried_out", "表三结转下年度", re.compile(r"结转(?:至|到)?(?:下|次)[一]?年度?[^,;。]{0,8}$|(?:下|次)一?年度?继续办理$"), _cells("carried_out.total")),
    _Target("natural", "表三本年新收·自然人", re.compile(r"(?:^|申请中,?)(?:自然人|公民)(?:申请|提出)?[^,;。]{0,2}$"), _cells("new.natural")),
    _Target(
        "organisations", "表三本年新收·五类组织之和", re.compile(r"(?:^|申请中,?)法人(?:或者?|和)其他组织(?:申请|提出)?[^,;。]{0,2}$"),
        _cells("new.org_business", "new.org_research", "new.org_welfare", "new.org_legal", "new.org_other"),
    ),
    _Target("open", "表三予以公开", re.compile(r"(?:予以|同意)公开$"), _cells("open.total"), never=re.compile(r"不予|不同意|部分")),
    _Target("partial", "表三部分公开", re.compile(r"部分公开$"), _cells("partial.total")),
    _Target("denied", "表三不予公开各项之和", re.compile(r"(?:不予|不同意)公开$"), _group("d")),
    _Target("unable", "表三无法提供各项之和", re.compile(r"无法提供$"), _group("u")),
    _Target("unhandled", "表三不予处理各项之和", re.compile(r"不予处理$"), _group("n")),
    _Target("other", "表三其他处理", re.compile(r"其[他它]处理$"), _group("o")),
    _Target(
        "review", "表四行政复议总计", re.compile(r"(?:行政)?复议(?:案件|申请|件)?(?:共|有)?$"), _cells("review.total"),
        never=re.compile(r"复议后|未经复议|维持|纠正|本级|下属|审理|复议机关"),
    ),
    _Target(
        "lit", "表四直接+复议后", re.compile(r"诉讼(?:案件|件)?(?:共|有)?$"), _cells("direct.total", "post.total"),
        never=re.compile(r"维持|纠正|本级|下属"),
    ),
    _Target("rules.issued", "表二规章制发", re.compile(r"(?:制发|制定|出台|新增公开)[^,;。]{0,8}规章$"), _cells("rules.issued")),
    _Target("normative.issued", "表二规范性文件制发", re.compile(r"(?:制发|制定|出台)[^,;。]{0,8}规范性文件$"), _cells("normative.issued")),
    _Target("normative.repealed", "表二规范性文件废止", re.compile(r"废止[^,;。]{0,8}规范性文件$"), _cells("normative.repealed")),
    _Target("normative.in_force", "表二规范性文件现行有效", re.compile(r"现行有效[^,;。]{0,8}规范性文件$"), _cells("normative.in_force")),
    _Target("license", "表二行政许可", re.compile(r"行政许可(?:处理)?决定?$"), _cells("license.decisions")),
    _Target("penalty", "表二行政处罚", re.compile(r"行政处罚(?:处理)?决定$"), _cells("penalty.decisions")),
    _Target("coercion", "表二行政强制", re.compile(r"行政强制(?:处理)?决定?$"), _cells("coercion.decisions")),
)  # fmt: skip
_POSTED: Final = re.compile(r"公开|公示|公布|发布|录入|归集|报送|信息")
_YUAN: Final = frozenset(["元", "万元"])
#: Shorter names of what table two counts. Published reports count what they posted by them, too; in a text that is being written
#: the table's number has a name of its own.
_TYPED: Final = (
    _Target("license.typed", "表二行政许可", re.compile(r"行政许可(?:事项|案件)?$"), _cells("license.decisions"), never=_POSTED),
    _Target("penalty.typed", "表二行政处罚", re.compile(r"行政处罚(?:案件)?$"), _cells("penalty.decisions"), never=_POSTED),
    _Target(
        "coercion.typed", "表二行政强制", re.compile(r"行政强制(?:案件|措施)?$"), _cells("coercion.decisions"), never=_POSTED
    ),
    _Target(
        "fee.typed", "表二行政事业性收费（元）", re.compile(r"行政事业性收费(?:金额|收入)?(?:共计?|合计|为)?$"), _cells("fee.amount"),
        units=_YUAN, scale=Decimal(10_000),
    ),
)  # fmt: skip
_SCOPE: Final = re.compile(r"[省市县区州]本级|下属|所属|[市县区]直")
_YEAR: Final = re.compile(r"20\d\d(?=年)")
_ISSUED: Final = re.compile(r"(?:制发|制定|出台)[^,;。]{0,8}规范性文件\d")
_AFTER_ISSUED: Final = {"normative.repealed": "废止", "normative.in_force": "现行有效"}
_AFTER: Final = ((re.compile(r"^(?:顺延|结转)(?:至|到)?(?:下|次)"), "carried_out"),)


def check_against(
    prose: Prose, figures: Sequence[Figure], form: Form, numbers: Numbers, *, every: bool = False
) -> Iterator[Check]:
    """What section one says of something that a table counts, against that table.

    A report that was published may name several offices' numbers: where one of them is the table's, the others are theirs. With
    ``every`` each that differs is told, in whatever section: a text that is being written has the table's number in it anyway.
    """
    said = [one for one in figures if (every or one.section == 1) and one.value is not None and not one.about]
    for target in (*_TARGETS, *(_TYPED if every else ())):
        cells = target.cells(form)
        if not cells or any(cell not in numbers for cell in cells):
            continue
        right = sum((numbers[cell] for cell in cells), Decimal(0)) * target.scale
        candidates = [figure for figure in said if figure.unit in target.units and _means(figure, target, prose)]
        if target.name in {"review", "lit"}:
            yield from _outcomes(target, candidates, said, numbers, prose)
        if target.name == "new":  # 共办理申请N件: those that were answered
            candidates = [one for one in candidates if one.value == right or not _handled(one, numbers)]
        if not candidates:
            continue
        fitting = next((one for one in candidates if one.value == right), None)
        if fitting is None and target.name == "new" and "carried_in.total" in numbers:
            with_old = right + numbers["carried_in.total"]
            fitting = next((one for one in candidates if one.value == with_old), None)
            if fitting is not None and with_old != right:
                yield _check(target, fitting, with_old, (*cells, "carried_in.total"), "表三本年新收加上年结转")
        first = fitting or candidates[0]
        if first.value == right or fitting is None:
            yield _check(target, first, right, tuple(cells), target.words)
        others: dict[Decimal | None, Figure] = {}
        for one in candidates if every else ():
            if one.value not in {right, first.value}:
                others.setdefault(one.value, one)
        for place, one in enumerate(others.values(), start=2):
            found = _check(target, one, right, tuple(cells), target.words)
            yield replace(found, id=f"{found.id}#{place}")


def _handled(figure: Figure, numbers: Numbers) -> bool:
    return "办理" in figure.before and figure.value == numbers.get("total.total")


def _other_scope(text: str, place: int) -> bool:
    """市本级收到35件,办结33件: what follows in the same piece is of that office too."""
    piece = text[max(text.rfind(";", 0, place), 0) : place]
    return _SCOPE.search(piece) is not None


def _other_year(clause: str, prose: Prose) -> bool:
    """Whether a clause names other years only than the one with which the text begins."""
    named = _YEAR.findall(clause)
    begun = _YEAR.search(prose.parts.get(1, ""))
    return bool(named) and begun is not None and begun[0] not in named


def _follows(figure: Figure, target: _Target, text: str) -> bool:
    """制发规范性文件5件,废止3件,现行有效40件: the later numbers are of the same documents."""
    word = _AFTER_ISSUED.get(target.name)
    if not word or figure.key != word:
        return False
    pieces = re.split(r"[,;]", text[: figure.start])[-3:-1]
    return any(_ISSUED.search(piece) for piece in pieces)


def _means(figure: Figure, target: _Target, prose: Prose) -> bool:
    text = prose.sentences[figure.sentence].text
    clause = re.split(r"[,;。:()]", text[: figure.start])[-1]
    beyond = text[max(0, figure.start - 24) : figure.start]
    if target.name == "carried_out" and _AFTER[0][0].search(figure.after):
        return True
    if target.name not in {"new", "normative.issued"} and _other_scope(text, figure.start):
        return False
    if _follows(figure, target, text):
        return True
    if not target.pattern.search(clause.strip()) and not target.pattern.search(figure.key):
        return False
    if target.name == "new" and _other_year(clause, prose):
        return False
    if target.needs and not target.needs.search(clause):
        return False
    if target.never and target.never.search(clause):
        return False
    return not (target.name in {"new", "total"} and _NOT_REQUESTS.search(beyond if target.name == "total" else clause))


def _outcomes(
    target: _Target, candidates: Sequence[Figure], said: Sequence[Figure], numbers: Numbers, prose: Prose
) -> Iterator[Check]:
    """How disputes ended, behind the number of them: 行政复议351件,其中结果维持72件,…."""
    if not candidates:
        return
    whole = candidates[0]
    text = prose.sentences[whole.sentence].text
    end = text.find(";", whole.end)
    sides = {"upheld": "维持", "corrected": "纠正", "other": "其他结果", "pending": "尚未审结"}
    for one in said:
        if one.sentence != whole.sentence or one.start <= whole.start or (0 <= end < one.start):
            continue
        which = outcome(one)
        groups = _COURT if target.name == "lit" else (GROUPS[0][0],)
        cells = tuple(f"{group}.{which}" for group in groups)
        if which and all(cell in numbers for cell in cells):
            right = sum((numbers[cell] for cell in cells), Decimal(0))
            named = _Target(
                f"{target.name}.{which}", f"{target.words[:-2]}{sides[which]}", target.pattern, _cells(*cells)
            )
            yield _check(
                named, one, right, cells, f"表四{'行政诉讼' if target.name == 'lit' else '行政复议'}·{sides[which]}"
            )


def _check(target: _Target, figure: Figure, right: Decimal, cells: tuple[str, ...], words: str) -> Check:
    value = figure.value or Decimal(0)
    fits = value == right
    return Check(
        f"narr.eq.{target.name}", "F9", "narrative_vs_table", f"正文{plain(value)}={words}{plain(right)}", value, right,
        Level.NONE if fits else Level.WARNING, cells, f"正文“{figure.key}{figure.literal}”", words,
        note="" if fits else "正文与表格的统计口径可能不同，请核对", place=figure.place,
    )  # fmt: skip
