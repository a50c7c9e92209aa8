"""Reports beside each other: last year's carry-out against this year's carry-in, lower offices against the one above, one twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from gongkai.oversee.annual import rules
from gongkai.oversee.annual.format import CURRENT, Form
from gongkai.oversee.annual.reading.published import Published
from gongkai.oversee.annual.report import Check
from gongkai.oversee.annual.terms import Level

_REGION: Final = re.compile(r"^(?P<region>.{2,12}?(?:省|自治区|市|州|县|区|旗|盟))人民政府(?:办公[厅室])?$")

_BEGINS_WITH_REGION: Final = re.compile(r"[\u4e00-\u9fff]{2,7}[市县区州旗盟镇乡].")


def check_several(reports: Sequence[Published]) -> dict[int, list[Check]]:
    """By place in ``reports``: what only two or more of them tell."""
    found: dict[int, list[Check]] = defaultdict(list)
    places: dict[tuple[str, int | None], list[int]] = defaultdict(list)
    short = _short_names({report.organ for report in reports if report.organ})
    for at, report in enumerate(reports):
        if report.organ:
            places[short[report.organ], report.year].append(at)
    for (organ, year), same in places.items():
        if len(same) > 1 and year is not None:
            for at in same:
                found[at].append(_twice(reports, at, same))
        before = places.get((organ, year - 1)) if year is not None else None
        if before and all(reports[one].numbers == reports[before[0]].numbers for one in before):
            for at in same:
                found[at].extend(_years(reports[at], reports[before[0]]))
    for at, report in enumerate(reports):
        below = _below(report, reports)
        if below:
            cells = [child.numbers for child in below]
            found[at].extend(rules.roll_up(report.form(3), report.numbers, cells, complete=_complete(report, below)))
    return found


def _short_names(names: set[str]) -> dict[str, str]:
    """Each office by the shortest name that it has among them: 云州市云岫县财政局 is 云岫县财政局."""
    return {
        name: min((one for one in names if one == name or _same_office(name, one)), key=lambda one: (len(one), one))
        for name in names
    }


def _same_office(name: str, short: str) -> bool:
    above = name.removesuffix(short)
    return above != name and _BEGINS_WITH_REGION.match(short) is not None and above.endswith(tuple("省市州区盟"))


def suggested_scope(reports: Sequence[Published]) -> tuple[int, list[int]] | None:
    """The report that most of the others belong to by name and year, and their places; None when none does."""
    best: tuple[int, list[int]] | None = None
    for at, report in enumerate(reports):
        below = [id(child) for child in _below(report, reports)]
        if below and (best is None or len(below) > len(best[1])):
            best = at, [place for place, other in enumerate(reports) if id(other) in below]
    return best


def check_scope(
    form: Form, numbers: Mapping[str, Decimal], parts: Sequence[Mapping[str, Decimal]], *, complete: bool
) -> list[Check]:
    """F8 of a whole and parts that a person has named; ``complete``: they are all of it, so that a difference is an error."""
    return list(rules.roll_up(form, numbers, parts, complete=complete, declared=True))


def _complete(report: Published, below: Sequence[Published]) -> bool:
    """Whether the lower offices' reports look like all of them: two or more that make up at least half of the requests."""
    received = [child.numbers.get("new.total") for child in below]
    own = report.numbers.get("new.total")
    if len(below) < 2 or own is None or any(number is None for number in received):
        return False
    return sum(number for number in received if number is not None) * 2 >= own


def _twice(reports: Sequence[Published], at: int, same: Sequence[int]) -> Check:
    others = "、".join(reports[other].name for other in same if other != at)
    differing = any(reports[other].numbers != reports[at].numbers for other in same if other != at)
    return Check(
        "several.twice", "", "content", "一个机关一年一份报告", Decimal(len(same)), Decimal(1), Level.WARNING, (),
        f"{reports[at].organ}{reports[at].year}年度的报告不止一份：另见{others}", "一份",
        note="数据不一致，请确定以哪一份为准" if differing else "数据一致",
    )  # fmt: skip


def _years(report: Published, before: Published) -> Iterator[Check]:
    """F5 and F6 where both years have the numbers."""
    if report.has(3) and before.has(3):
        yield from (check for check in rules.carried(report.numbers, before.numbers) if check.level != Level.INCOMPLETE)
    if report.form(2) is CURRENT and before.form(2) is CURRENT:
        checks = rules.in_force(CURRENT, report.numbers, before.numbers)
        yield from (check for check in checks if check.level != Level.INCOMPLETE)


def _below(report: Published, reports: Sequence[Published]) -> list[Published]:
    """Reports of the same year by offices of the same region, where this one is its government's."""
    found = _REGION.match(report.organ)
    if not found or report.organ.endswith(("办公室", "办公厅")):
        return []
    region = found["region"]
    return [
        other
        for other in reports
        if other is not report and other.year == report.year and other.organ.startswith(region) and other.organ != report.organ
        and not _deeper(other.organ, region, reports, report.year)
    ]  # fmt: skip


def _deeper(organ: str, region: str, reports: Sequence[Published], year: int | None) -> bool:
    """Whether another government among the reports stands between: its own report takes the office in."""
    regions = ((other, _REGION.match(other.organ)) for other in reports if other.year == year and other.organ != organ)
    return any(
        found and len(found["region"]) > len(region) and organ.startswith(found["region"]) for _, found in regions
    )
