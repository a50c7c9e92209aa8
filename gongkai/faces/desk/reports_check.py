"""核对年报: reports that others published are uploaded, read and checked; of the files nothing is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from gongkai.faces.design.forms import PlainForm
from gongkai.faces.design.parts import Badge
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.reports_access import READERS
from gongkai.faces.desk.reports_judging import Line, Scope, Sheet, lines, reports_named, said_of, scope_of
from gongkai.faces.desk.requests_forms import MultipleFiles
from gongkai.kernel.vocabulary import now
from gongkai.oversee.annual import queries as annual
from gongkai.oversee.annual.queries import published

LARGEST = 64 * 1024 * 1024  # bytes of a whole upload
MOST = 300  # reports at once, an archive opened
_ORDER = ["error", "warning", "incomplete"]


class FilesForm(PlainForm):
    """The files to be read."""

    reports = MultipleFiles(
        label="年度报告文件",
        help_text="网页、docx、PDF、md、文本，或者装有这些文件的 zip，可以选多个，合计不超过64兆字节。",
    )

    def clean_reports(self) -> list[tuple[str, bytes]]:
        """At least one."""
        given: list[tuple[str, bytes]] = self.cleaned_data["reports"]
        if not given:
            raise forms.ValidationError("请选择要核对的年度报告文件")
        return given


@dataclass(frozen=True)
class Square:
    """A cell of a table as read: the number as printed, or that none was read; ``where``: its place in the file."""

    words: str
    heading: bool = False
    colspan: int = 1
    rowspan: int = 1
    scope: str = ""
    where: str = ""
    missing: bool = False
    wrong: bool = False


@dataclass(frozen=True)
class Grid:
    """A table as read."""

    caption: str
    head: list[list[Square]]
    body: list[list[Square]]


@dataclass(frozen=True)
class Shown:
    """A file with what was found; ``error``: why it could not be read."""

    name: str
    heading: str
    badges: list[Badge]
    findings: list[Line]
    held: int
    missing: list[str]
    notes: list[str]
    unprotected: int
    grids: list[Grid]
    error: str = ""
    sheet: str = ""
    lapsed: tuple[annual.Said, ...] = ()


def shown(one: published.Checked, said: Sequence[annual.Said] = (), office: str = "") -> Shown:
    """A file as the page shows it; ``said``: verdicts on its findings, ``office``: whose of them may be changed here."""
    if one.report is None:
        return Shown(one.name, one.name, [Badge("无法读取", "red")], [], 0, [], [], 0, [], one.error)
    report = one.report
    troubled = [check for check in one.checks if check.level.value in _ORDER]
    heading = f"{report.organ or '机关不明'} {f'{report.year}年' if report.year else '年份不明'}"
    found = sorted(troubled, key=lambda check: _ORDER.index(check.level.value))
    sheet = Sheet(heading, (report.organ, report.year), found)
    judged = annual.judge(found, said)
    open_, told = (
        Counter(one.check.level.value for one in judged if not one.said),
        sum(bool(one.said) for one in judged),
    )
    badges = [Badge(f"{open_['error']}处不相符", "red")] if open_["error"] else []
    if not any(one.check.level.value == "error" for one in judged):
        badges.append(Badge("没有发现矛盾", "green"))
    if open_["warning"]:
        badges.append(Badge(f"{open_['warning']}处待核对", "amber"))
    if told:
        badges.append(Badge(f"{told}处已说明", "blue"))
    return Shown(
        one.name, heading, badges, lines(sheet, said, office), sum(check.holds is True for check in one.checks),
        list(published.missing_words(report.missing)), list(report.notes), len(one.unprotected), list(_grids(one)),
        sheet=sheet.token if found and report.organ else "", lapsed=tuple(published.unmatched(found, said)),
    )  # fmt: skip


def _grids(one: published.Checked) -> Iterator[Grid]:
    report = one.report
    if report is None:
        return
    wrong = {cell for check in one.of(annual.Level.ERROR) for cell in check.cells}

    def square(cell: published.Cell) -> Square:
        if cell.heading:
            return Square(cell.words, True, cell.colspan, cell.rowspan, cell.scope)
        mark = report.cells.get(cell.cell)
        if mark is None or mark.number is None:
            return Square("空" if mark else "无", colspan=cell.colspan, missing=True, where=mark.place if mark else "")
        words = published.number_words(mark.number)
        return Square(words, colspan=cell.colspan, where=mark.place, wrong=cell.cell in wrong)

    for number in (2, 3, 4):
        if report.has(number):
            table = next(table for table in published.tables(report.form(number)) if table.number == number)
            yield Grid(
                table.caption,
                [[square(c) for c in row] for row in table.head],
                [[square(c) for c in row] for row in table.body],
            )


@csrf_exempt  # the size is looked at before anything is read; the token is then checked below
@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*READERS)
def check(request: DeskRequest) -> HttpResponseBase:
    """Upload and answer on one page; 413 when it is too large, 422 when there is nothing to read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST:
        return _page(request, FilesForm(), fault="选择的文件合计超过64兆字节，没有接收。请分几次核对。", status=413)
    return _answered(request)


@csrf_protect
def _answered(plain: HttpRequest) -> HttpResponse:
    request = cast("DeskRequest", plain)
    if request.method != "POST":
        return _page(request, FilesForm())
    form = FilesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    found = published.read_many(form.cleaned_data["reports"])
    if len(found) > MOST:
        return _page(request, form, fault=f"一次最多核对{MOST}份报告，这次有{len(found)}份。请分几次核对。", status=422)
    checked = published.check_many(found, now().year)
    said = said_of(reports_named(checked), request.standing)
    offices = annual.keepers(request.standing)
    office = offices[0].short_name if offices else ""
    answers = []
    for one in checked:
        key = (one.report.organ, one.report.year) if one.report is not None else ("", None)
        answers.append(shown(one, said.get(key, ()), office))
    faulty = sum(bool(one.error) or any(badge.kind == "red" for badge in one.badges) for one in answers)
    scope = scope_of(checked, [f"{one.heading}（{one.name}）" for one in answers])
    return _page(request, FilesForm(), answers=answers, faulty=faulty, office=office, scope=scope)


def _page(
    request: HttpRequest,
    form: FilesForm,
    *,
    status: int = 200,
    fault: str = "",
    answers: list[Shown] | None = None,
    faulty: int = 0,
    office: str = "",
    scope: Scope | None = None,
) -> HttpResponse:
    context = {
        "form": form, "fault": fault, "answers": answers or [], "faulty": faulty, "office": office, "scope": scope,
        "lapsed_words": annual.LAPSED,
    }  # fmt: skip
    return render(request, "desk/reports/check.html", context, status=status)
