"""A yearly form at the desk: its answers with where they are from, its texts, its way to publication, its files."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from gongkai.faces.design.parts import Badge, Link
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.rows import state_badge
from gongkai.faces.desk.yearly_access import EDITORS, READERS, address, subject_of
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import queries as annual
from gongkai.oversee.yearly import operations as verbs
from gongkai.oversee.yearly import queries as yearly
from gongkai.oversee.yearly.queries import Form, Item, Sheet

_FILES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


@dataclass(frozen=True)
class Answer:
    """A line of the form as the page shows it."""

    name: str
    unit: str
    words: str
    last: str
    growth: str
    origin: Badge
    source: str
    url: str  # the rows that a counted number counts


#: Counted items whose rows a list of the portal holds, and a cell of the annual report with the same count.
_LISTED = {
    "site.published": "/lists/organ/{organ}/year/{year}/",
    "read.published": "/lists/organ/{organ}/kind/interpretation/year/{year}/",
}
_CELLS = {"request.new": "new.total", "request.done": "total.total", "stock.normative": "normative.in_force"}


def _registered(sheet: Sheet, item: Item) -> bool:
    return sheet.form is Form.WEBSITE and item.code.startswith("site.")


def _rows(sheet: Sheet, item: Item) -> str:
    """Where the rows of a counted number stand; empty where no one page holds exactly them."""
    if item.code == "read.material" and item.code not in sheet.typed:
        return f"/lists/kind/interpretation/year/{sheet.year}/"
    if sheet.form is not Form.SUMMARY or not sheet.alone:
        return ""
    if item.code in _CELLS:
        return reverse("desk:report_rows", args=[sheet.organ_id, sheet.year, _CELLS[item.code]])
    return _LISTED.get(item.code, "").format(organ=sheet.organ_id, year=sheet.year)


def _answer(sheet: Sheet, item: Item) -> Answer:
    typed, missing = sheet.typed.get(item.code), sheet.answers.get(item.code) is None
    if missing:
        origin = Badge("未填报", "amber")
    elif typed:
        origin = Badge("填报", "blue")
    else:
        origin = Badge("合计" if item.parts else "网站登记" if _registered(sheet, item) else "系统统计")
    source = f"{typed.source}（{typed.person}）" if typed else ""
    return Answer(
        item.name, item.unit, sheet.words(item.code), sheet.last_words(item.code), sheet.growth_words(item.code), origin,
        source, _rows(sheet, item) if sheet.answers.get(item.code) else "",
    )  # fmt: skip


@require_safe
@desk_view(*READERS)
def page(request: DeskRequest, form: str, organ: int, site: int, year: int) -> HttpResponse:
    """Everything about the form on one page."""
    about = subject_of(request, form, organ, site, year)
    sheet = yearly.compute(about, request.at)
    texts = yearly.texts_of(about, sheet)
    document = yearly.standing_of(sheet, texts)
    content = organ in request.standing.content_organs
    prose = [("", yearly.lines(sheet, texts.opening))]
    prose += [(heading, yearly.lines(sheet, getattr(texts, name))) for heading, name in yearly.SECTIONS]
    tables = (("主动公开信息的事项", sheet.topics), ("申请的渠道", sheet.channels), ("申请的办理结果", sheet.results))
    return render(
        request,
        "desk/yearly/form.html",
        {
            "organ": about.organ,
            "sheet": sheet,
            "title": sheet.title,
            "year_label": f"{year}年",
            "summary": about.form is Form.SUMMARY,
            "due_set": sheet.due_source != yearly.NO_RULE,
            "origin": yearly.ORIGIN,
            "parts": [(part.heading, [_answer(sheet, item) for item in part.items]) for part in sheet.layout.parts],
            "prose": prose if about.form is Form.SUMMARY else [],
            "tables": [
                (label, [(row, "无数据" if row.last is None else row.last, yearly.growth_of(row)) for row in rows])
                for label, rows in tables
                if rows
            ],
            "gaps": yearly.gaps(sheet, texts),
            "edits": annual.may_edit(request.standing, organ),
            "drafts": request.standing.has(Role.FOI_OFFICER, organ),
            "document": document,
            "document_url": reverse("desk:document", args=[document.revision.pk])
            if document.revision and content
            else "",
            "document_state": state_badge(document.revision.state) if document.revision else None,
            "public_url": f"/records/{document.record.pk}/" if document.published and document.record else "",
            "figures_url": address("yearly_figures", about),
            "text_url": address("yearly_text", about) if about.form is Form.SUMMARY else "",
            "draft_url": address("yearly_draft", about),
            "files": [
                Link(label, address("yearly_file", about, ending))
                for label, ending in (("PDF", "pdf"), ("Word", "docx"), ("JSON", "json"))
            ],
        },
    )


@require_POST
@desk_view(*EDITORS)
def draft(request: DeskRequest, form: str, organ: int, site: int, year: int) -> HttpResponse:
    """Make the form a draft; it then passes the three reviews like any document."""
    about = subject_of(request, form, organ, site, year, edit=True)
    try:
        row = verbs.open_report(about=about, by=request.standing, at=request.at)
        revision = verbs.draft_record(report=row, by=request.standing, at=request.at)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(address("yearly_form", about))
    messages.success(request, "已生成文稿。核对无误后提交公开审查，经三审后发布在政府信息公开年报栏目。")
    return redirect("desk:document", revision.pk)


@require_safe
@desk_view(*READERS)
def file(request: DeskRequest, form: str, organ: int, site: int, year: int, ending: str) -> HttpResponse:
    """The form as it stands, as PDF, Word or JSON; one that is not published says so."""
    if ending not in {*_FILES, "json"}:
        raise Http404
    about = subject_of(request, form, organ, site, year)
    sheet = yearly.compute(about, request.at)
    name = content_disposition_header(True, f"{sheet.title}.{ending}") or "attachment"
    if ending == "json":
        answer: HttpResponse = JsonResponse(sheet.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    else:
        texts = yearly.texts_of(about, sheet)
        banner = "" if yearly.standing_of(sheet, texts).published else "未发布稿，仅供核对"
        try:
            data = yearly.typeset(sheet, texts, ending, banner=banner)
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return redirect(address("yearly_form", about))
        answer = HttpResponse(data, content_type=_FILES[ending])
    answer["Content-Disposition"] = name
    return answer
