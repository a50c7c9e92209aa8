"""The report of an organ and a year: its tables, whose numbers are links, its checks, its texts, its way to publication."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from gongkai.faces.design.parts import Badge, Link
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.reports_access import EDITORS, READERS, checked_year, organ_of
from gongkai.faces.desk.reports_findings import LEVELS, troubles
from gongkai.faces.desk.rows import page as cut
from gongkai.faces.desk.rows import state_badge
from gongkai.kernel.casework import kinds
from gongkai.kernel.organizations.queries import Organ, Role
from gongkai.kernel.records.kinds import get as record_kind
from gongkai.kernel.records.queries import public
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import operations as verbs
from gongkai.oversee.annual import queries as annual


@dataclass(frozen=True)
class Square:
    """A cell of a table on the page: a header cell, or a number that leads to its rows."""

    words: str
    heading: bool
    colspan: int
    rowspan: int
    scope: str
    url: str = ""
    label: str = ""
    typed: bool = False
    missing: bool = False
    wrong: bool = False


@dataclass(frozen=True)
class Grid:
    """A table of the report as the page draws it."""

    number: int
    caption: str
    head: list[list[Square]]
    body: list[list[Square]]


def grids(organ: Organ, report: annual.Report) -> list[Grid]:
    """The three tables with their links."""
    wrong = {cell for check in report.errors for cell in check.cells}

    def square(cell: annual.Cell) -> Square:
        if cell.heading:
            return Square(cell.words, True, cell.colspan, cell.rowspan, cell.scope)
        name = cell.cell
        return Square(
            report.words(name), False, cell.colspan, cell.rowspan, "",
            url=reverse("desk:report_rows", args=[organ.pk, report.year, name]), label=report.form.label_of(name),
            typed=name in report.typed, missing=report.cells[name] is None, wrong=name in wrong,
        )  # fmt: skip

    return [
        Grid(
            table.number,
            table.caption,
            [[square(cell) for cell in row] for row in table.head],
            [[square(cell) for cell in row] for row in table.body],
        )
        for table in annual.tables(report.form)
    ]


@dataclass(frozen=True)
class Checked:
    """A check in words: both sides and the difference."""

    law: str
    formula: str
    left: str
    right: str
    diff: str
    badge: Badge


def checked(checks: Iterator[annual.Check] | tuple[annual.Check, ...]) -> list[Checked]:
    """The checks as a table shows them, what does not fit first."""
    order = {"error": 0, "warning": 1, "incomplete": 2, "none": 3}
    return [
        Checked(
            check.law, check.formula,
            f"{check.left_words}：{'无' if check.left is None else annual.number_words(check.left)}",
            f"{check.right_words}：{'无' if check.right is None else annual.number_words(check.right)}",
            "" if check.diff is None else annual.number_words(check.diff),
            Badge(check.level.label, LEVELS[check.level.value]),
        )
        for check in sorted(checks, key=lambda one: order[one.level.value])
    ]  # fmt: skip


def beside(report: annual.Report, found: list[annual.Judged]) -> list[dict[str, str]]:
    """Typed figures beside what was published elsewhere, with the difference and why."""
    shown = []
    for one in found:
        if one.check.kind != "elsewhere":
            continue
        cell = one.check.cells[0]
        typed, other = report.typed[cell], report.elsewhere[cell]
        diff = one.check.diff
        shown.append(
            {
                "label": report.form.label_of(cell), "own": annual.number_words(typed.value), "source": typed.source,
                "other": annual.number_words(other.value), "where": other.source,
                "diff": "" if diff is None else annual.number_words(diff),
                "reason": "；".join(said.reason for said in one.said),
            }
        )  # fmt: skip
    return shown


@require_safe
@desk_view(*READERS)
def page(request: DeskRequest, organ: int, year: int) -> HttpResponse:
    """Everything about the report on one page."""
    found, year = organ_of(request, organ), checked_year(request, year)
    report = annual.compute(found, year, request.at)
    texts = annual.texts_of(found, report)
    document = annual.standing_of(report, texts)
    edits = annual.may_edit(request.standing, organ)
    content = organ in request.standing.content_organs
    found_here = annual.findings(report, texts)
    shown = checked(tuple(one.check for one in found_here))
    record = document.record if document.published else None
    former = public.former_revisions(record) if record is not None else []
    tables = {grid.number: grid for grid in grids(found, report)}
    return render(
        request,
        "desk/reports/page.html",
        {
            "organ": found,
            "report": report,
            "year_label": f"{year}年",
            "title": annual.title(report),
            "sections": [
                (section, tables.get(section.table), annual.prose(report, texts, section))
                for section in report.form.sections
            ],
            "preface": annual.prose(report, texts, None),
            "gaps": annual.gaps(report, texts),
            "checks": shown,
            "holding": sum(one.check.holds is True for one in found_here),
            "troubles": troubles(found_here, organ, year, edits=edits),
            "explained": sum(bool(one.said) for one in found_here),
            "lapsed": annual.lapsed(report, texts),
            "lapsed_words": annual.LAPSED,
            "due": annual.due_days()(found, year),
            "edits": edits,
            "drafts": request.standing.has(Role.FOI_OFFICER, organ),
            "document": document,
            "document_url": reverse("desk:document", args=[document.revision.pk])
            if document.revision and content
            else "",
            "document_state": state_badge(document.revision.state) if document.revision else None,
            "public_url": f"/records/{record.pk}/" if record is not None else "",
            "corrected_on": record.current.frozen_at if record is not None and record.current else None,
            "former": [(one, f"/records/{one.record_id}/revisions/{one.number}/") for one in former],
            "figures_url": reverse("desk:report_figures", args=[organ, year]),
            "text_url": reverse("desk:report_text", args=[organ, year]),
            "draft_url": reverse("desk:report_draft", args=[organ, year]),
            "disputes_url": reverse("desk:disputes", args=[organ]),
            "tasks_url": reverse("desk:report_tasks", args=[organ, year]),
            "beside": beside(report, found_here),
            "unprotected": [report.form.label_of(cell) for cell in report.unprotected],
            "files": [
                Link("PDF", reverse("desk:report_file", args=[organ, year, "pdf"])),
                Link("Word", reverse("desk:report_file", args=[organ, year, "docx"])),
            ],
        },
    )


@require_POST
@desk_view(*EDITORS)
def draft(request: DeskRequest, organ: int, year: int) -> HttpResponse:
    """Make the report a draft; it then passes the three reviews like any document."""
    found, year = organ_of(request, organ, edit=True), checked_year(request, year)
    try:
        row = verbs.open_report(organ=found, year=year, by=request.standing, at=request.at)
        revision = verbs.draft_record(report=row, by=request.standing, at=request.at)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:report", organ, year)
    messages.success(request, "已生成文稿。核对无误后提交公开审查，经三审后发布在政府信息公开年报栏目。")
    return redirect("desk:document", revision.pk)


_FILES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@require_safe
@desk_view(*READERS)
def file(request: DeskRequest, organ: int, year: int, form: str) -> HttpResponse:
    """The report as it stands, as PDF or Word; one that is not published says so."""
    if form not in _FILES:
        raise Http404
    found, year = organ_of(request, organ), checked_year(request, year)
    report = annual.compute(found, year, request.at)
    texts = annual.texts_of(found, report)
    banner = "" if annual.standing_of(report, texts).published else "未发布稿，仅供核对"
    try:
        data = annual.typeset(report, texts, form, banner=banner)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:report", organ, year)
    answer = HttpResponse(data, content_type=_FILES[form])
    answer["Content-Disposition"] = content_disposition_header(True, f"{annual.title(report)}.{form}") or "attachment"
    return answer


@require_safe
@desk_view(*READERS)
def rows(request: DeskRequest, organ: int, year: int, cell: str) -> HttpResponse:
    """What a number counts; requests by number and days, nobody's identity, titles for those who may open them."""
    found, year = organ_of(request, organ), checked_year(request, year)
    try:
        behind = annual.rows(found, year, cell, annual.choices_of(organ, year, request.at))
    except Refusal as refusal:
        raise Http404 from refusal
    sets: dict[Any, Any] = {
        annual.What.REQUESTS: behind.requests,
        annual.What.RECORDS: behind.records,
        annual.What.DISPUTES: behind.disputes,
        annual.What.TYPED: behind.typed,
    }
    shown = cut(request, sets[behind.what])
    own, total = organ in annual.own(request.standing), behind.count()
    opens = bool(request.standing.roles(organ) & kinds.get("foi").readers)
    return render(
        request,
        "desk/reports/rows.html",
        {
            "organ": found,
            "year": year,
            "year_label": f"{year}年",
            "behind": behind,
            "what": behind.what.value,
            "total": total,
            "questions": [(one, one.differs(total)) for one in annual.alternatives(organ, year, cell, request.at)]
            if behind.what is annual.What.REQUESTS
            else [],
            "rows": [_row(behind, one, own=own, opens=opens) for one in shown.rows],
            "pages": shown,
            "report_url": reverse("desk:report", args=[organ, year]),
            "figures_url": reverse("desk:report_figures", args=[organ, year])
            if annual.may_edit(request.standing, organ)
            else "",
        },
    )


def _row(behind: annual.Rows, one: Any, *, own: bool, opens: bool) -> dict[str, Any]:
    if behind.what is annual.What.REQUESTS:
        return {
            "name": one.case.number,
            "title": one.case.title if opens else "",  # who may not open a request reads nothing of it
            "url": kinds.get("foi").page.format(pk=one.case_id) if opens else "",
            "received_on": one.case.received_on,
            "replied_on": one.replied_on,
            "kind": annual.ApplicantKind.label_of(one.applicant_kind),
            "line": annual.Line.label_of(one.line) if one.line else "办理中",
        }
    if behind.what is annual.What.RECORDS:
        return {
            "name": one.title,
            "url": f"/records/{one.pk}/",
            "number": one.doc_number,
            "kind": record_kind(one.kind).label,
            "made_on": one.made_on,
            "repealed_on": one.repealed_on,
            "expires_on": one.expires_on,
        }
    if behind.what is annual.What.DISPUTES:
        return dispute_row(one, own=own)
    return {
        "name": "已撤回" if one.value is None else one.value,
        "source": one.source,
        "who": one.person_name,
        "at": one.at,
    }


def dispute_row(one: annual.Dispute, *, own: bool) -> dict[str, Any]:
    """An entry of the register as a line."""
    return {
        "name": annual.DisputeKind.label_of(one.kind),
        "url": reverse("desk:dispute", args=[one.pk]) if own else "",
        "number": one.case_number,
        "authority": one.authority,
        "filed_on": one.filed_on,
        "decided_on": one.decided_on,
        "result": Badge(annual.DisputeResult.label_of(one.result), "amber" if one.result == "pending" else "neutral"),
        "void": one.void_reason if one.voided_at else "",
        "source": one.source,
    }
