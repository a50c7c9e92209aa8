"""Verdicts on findings of reports that others published, and which of the uploaded files make up which one.

The files are not kept: what a page needs to go on with stands in it, signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.reports_access import JUDGES, READERS
from gongkai.faces.desk.reports_findings import Trouble, trouble
from gongkai.faces.desk.rows import page as cut
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import operations as verbs
from gongkai.oversee.annual import queries as annual
from gongkai.oversee.annual.queries import published

_SALT = "report-check"
_STALE = "页面上的核对结果已经失效，请重新选择文件核对。"
Report = tuple[str, int | None]


def said_of(reports: Iterable[Report], standing: Standing) -> dict[Report, list[annual.Said]]:
    """The verdicts that the person sees: those of the offices in which they work, and what organs said of their own reports, of
    those whose reports the person reads.
    """
    return annual.verdicts_of(reports, _offices(standing), annual.readable(standing))


def _offices(standing: Standing) -> frozenset[int]:
    return annual.own(standing) | {organ.pk for organ in annual.keepers(standing)}


@dataclass(frozen=True)
class Sheet:
    """The findings of one report as a page carries them on: heading, whose report, the findings."""

    heading: str
    report: Report
    found: Sequence[annual.Check]

    @property
    def token(self) -> str:
        """Signed, so that what is judged is what was found."""
        rows = [
            [c.id, c.law, c.kind, c.formula, _text(c.left), _text(c.right), c.level.value, list(c.cells), c.left_words,
             c.right_words, [str(term) for term in c.terms], c.note, c.place]
            for c in self.found
        ]  # fmt: skip
        return signing.dumps([self.heading, *self.report, rows], salt=_SALT, compress=True)


def opened(token: str) -> Sheet:
    """What a token holds. Refusal when it was not made here."""
    try:
        heading, organ, year, rows = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError) as fault:
        raise Refusal(_STALE) from fault
    found = [
        annual.Check(
            row[0], row[1], row[2], row[3], _number(row[4]), _number(row[5]), annual.Level(row[6]), tuple(row[7]), row[8], row[9],
            terms=tuple(Decimal(term) for term in row[10]), note=row[11], place=row[12],
        )
        for row in rows
    ]  # fmt: skip
    return Sheet(heading, (organ, year), found)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@dataclass(frozen=True)
class Line:
    """A finding with the name of its field; ``mine``: what the person's own office said of it."""

    trouble: Trouble
    field: str
    mine: str


def lines(sheet: Sheet, said: Sequence[annual.Said], office: str) -> list[Line]:
    """The findings of a sheet in their order, each with what was said of it; several alike share one field."""
    found, fields = [], set()
    for one in annual.judge(sheet.found, said):
        name = f"reason-{one.check.fingerprint}"
        mine = next((known.reason for known in one.said if known.organ == office), "")
        told = one.check.level in {annual.Level.ERROR, annual.Level.WARNING}  # what is missing is not explained away
        found.append(Line(trouble(one), name if told and name not in fields else "", mine))
        fields.add(name)
    return found


@require_POST
@desk_view(*JUDGES)
def explain(request: DeskRequest) -> HttpResponse:
    """Keep what was written beside the findings of one report; an emptied field takes back what the office said."""
    organ = annual.keepers(request.standing)[0]
    try:
        sheet = opened(request.POST.get("sheet", ""))
        kept = _kept(request, sheet)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:reports_check")
    said = said_of([sheet.report], request.standing).get(sheet.report, [])
    context = {
        "heading": sheet.heading, "sheet": sheet.token, "lines": lines(sheet, said, organ.short_name), "office": organ.short_name,
        "kept": kept, "judges": bool(sheet.report[0]), "lapsed_words": annual.LAPSED,
    }  # fmt: skip
    return render(request, "desk/reports/explained.html", context)


def _kept(request: DeskRequest, sheet: Sheet) -> int:
    about, year = sheet.report
    if not about:
        raise Refusal("这份报告看不出是哪个机关的，不能留存说明。请在报告中写明机关名称。")
    organ = annual.keepers(request.standing)[0]
    before = {
        known.fingerprint: known.reason
        for known in annual.verdicts_of([sheet.report], [organ.pk], ()).get(sheet.report, [])
    }  # fmt: skip
    changed = 0
    for check in {check.fingerprint: check for check in sheet.found}.values():
        reason = " ".join(request.POST.get(f"reason-{check.fingerprint}", "").split())
        if reason == before.get(check.fingerprint, ""):
            continue
        subject = verbs.Subject(about, year, check.fingerprint, check.topic, annual.sentence(check))
        verbs.explain(organ=organ, subject=subject, reason=reason, by=request.standing, at=request.at)
        changed += 1
    return changed


@require_safe
@desk_view(*READERS)
def verdicts(request: DeskRequest) -> HttpResponse:
    """Everything that the person's offices said of published reports, newest first."""
    shown = cut(request, annual.kept_verdicts(_offices(request.standing)))
    return render(request, "desk/reports/verdicts.html", {"rows": shown.rows, "pages": shown})


# -- which files make up which


@dataclass(frozen=True)
class Part:
    """A report among those uploaded: its place, what it is called, whether it seems to belong below the whole."""

    place: int
    heading: str
    below: bool


@dataclass(frozen=True)
class Scope:
    """What may be said of the uploaded reports: which is the whole, which are its parts. ``token``: their numbers."""

    parts: list[Part]
    whole: int
    token: str


def scope_of(answers: Sequence[published.Checked], headings: Sequence[str]) -> Scope | None:
    """What is offered below the results; None where fewer than two reports with numbers were read."""
    at = [place for place, one in enumerate(answers) if one.report is not None and one.report.numbers]
    if len(at) < 2:
        return None
    reports = [one.report for place, one in enumerate(answers) if place in set(at) and one.report is not None]
    whole, below = published.suggested_scope(reports) or (0, [])
    token = signing.dumps(
        [
            [headings[place], report.organ, report.year, report.form(3).code, {name: str(n) for name, n in report.numbers.items()}]
            for place, report in zip(at, reports, strict=True)
        ],
        salt=f"{_SALT}-scope",
        compress=True,
    )  # fmt: skip
    parts = [Part(n, headings[place], n in below or not below) for n, place in enumerate(at)]
    return Scope(parts, whole, token)


@require_POST
@desk_view(*READERS)
def scope(request: DeskRequest) -> HttpResponse:
    """F8 of the whole and the parts that the person named; of all parts a difference is an error."""
    try:
        sheet, told = _rolled(request.POST)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:reports_check")
    offices = annual.keepers(request.standing)
    said = said_of([sheet.report], request.standing).get(sheet.report, [])
    office = offices[0].short_name if offices else ""
    context = {
        "heading": sheet.heading, "told": told, "sheet": sheet.token, "lines": lines(sheet, said, office), "office": office,
        "judges": bool(offices and sheet.report[0]), "lapsed_words": annual.LAPSED,
    }  # fmt: skip
    return render(request, "desk/reports/rolled.html", context)


def _rolled(posted: Any) -> tuple[Sheet, str]:
    try:
        rows: list[Any] = signing.loads(posted.get("reports", ""), salt=f"{_SALT}-scope")
    except (signing.BadSignature, ValueError) as fault:
        raise Refusal(_STALE) from fault
    whole = _place(posted.get("whole", ""), rows)
    chosen = [_place(text, rows) for text in posted.getlist("part")]
    parts = [place for place in dict.fromkeys(chosen) if place != whole]
    if whole is None or None in parts or not parts:
        raise Refusal("请选择哪一份是汇总，并至少勾选一份它所包含的下级报告。")
    complete = posted.get("complete") == "yes"
    heading, organ, year, code, numbers = rows[whole]
    others = [rows[place] for place in parts if place is not None]
    if strange := [row[0] for row in others if row[2] != year]:
        raise Refusal(f"“{strange[0]}”与汇总的报告不是同一年度，不能相加。请去掉后再核对。")
    form = published.FORMER if code == published.FORMER.code else published.CURRENT
    checks = published.check_scope(form, _numbers(numbers), [_numbers(row[4]) for row in others], complete=complete)
    held = sum(check.level is annual.Level.NONE for check in checks)
    extent = "是全部下级，不相等即为错误" if complete else "是部分下级，只核对是否超过汇总数"
    told = f"按所选范围核对{len(others)}份下级报告（{extent}）：{held}项相符。"
    return Sheet(heading, (organ, year), [check for check in checks if check.level is not annual.Level.NONE]), told


def _place(text: str, rows: Sequence[Any]) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 and int(text) < len(rows) else None


def _numbers(given: Mapping[str, str]) -> dict[str, Decimal]:
    return {name: Decimal(text) for name, text in given.items()}


def reports_named(answers: Iterable[published.Checked]) -> list[Report]:
    """Whose reports these are."""
    return [(one.report.organ, one.report.year) for one in answers if one.report is not None]
