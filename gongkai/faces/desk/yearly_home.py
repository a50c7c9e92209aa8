"""The overview of the yearly forms, the register of websites, and the names of the items of the website's table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.design.parts import Badge, Link
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import blame
from gongkai.faces.desk.rows import page as cut
from gongkai.faces.desk.yearly_access import EDITORS, READERS, address, organ_of, website_of
from gongkai.faces.desk.yearly_forms import WebsiteForm, WordingForm
from gongkai.kernel.organizations.queries import Organ, Role, numbers_held
from gongkai.kernel.records.terms import Status
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import queries as annual
from gongkai.oversee.yearly import operations as verbs
from gongkai.oversee.yearly import queries as yearly
from gongkai.oversee.yearly.queries import Website

_YEARS = 3


@dataclass(frozen=True)
class Line:
    """A form of an organ and a year: how far it is, by when it has to be public."""

    label: str
    organ: str
    url: str
    document: Badge
    due: date | None  # None: nobody has set a day
    late: bool


def _line(found: yearly.Due, today: date) -> Line:
    about = found.about
    found_due = yearly.due_of(about.form, about.year, about.organ.pk)
    due = found_due.day if found_due.source != yearly.NO_RULE else None
    record = found.report.record if found.report else None
    public = record is not None and record.status == Status.PUBLISHED
    if public:
        document = Badge("已发布", "green")
    elif record is not None and record.status == Status.WITHDRAWN:
        document = Badge("已撤回", "red")
    elif record is not None:
        document = Badge("文稿办理中", "blue")
    else:
        document = Badge("编写中", "blue") if found.report else Badge("未开始")
    site = f"（{about.website.name}）" if about.website else ""
    return Line(
        f"{about.form.label}{site}", about.organ.short_name, address("yearly_form", about), document, due,
        not public and due is not None and today > due,
    )  # fmt: skip


@require_safe
@desk_view(*READERS)
def overview(request: DeskRequest) -> HttpResponse:
    """The forms of the organs that the person reads or supervises, in one year; their other websites below."""
    today = request.at.date()
    offered = list(range(today.year, today.year - _YEARS, -1))
    text = request.GET.get("year", "")
    chosen = int(text) if text.isascii() and text.isdigit() and len(text) == 4 and int(text) in offered else offered[1]
    shown = cut(request, annual.organs(annual.readable(request.standing)))
    with numbers_held():
        rows = [_line(one, today) for one in yearly.overview(shown.rows, [chosen])]
    kept = [organ for organ in shown.rows if annual.may_edit(request.standing, organ.pk)]
    return render(
        request,
        "desk/yearly/overview.html",
        {
            "rows": rows,
            "chosen": chosen,
            "tabs": [Link(f"{year}年", f"?year={year}", current=year == chosen) for year in offered],
            "pages": shown,
            "websites": [(one, reverse("desk:website", args=[one.pk])) for one in yearly.websites(o.pk for o in kept)],
            "new": [Link(organ.short_name, reverse("desk:website_new", args=[organ.pk])) for organ in kept],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def website_new(request: DeskRequest, organ: int) -> HttpResponse:
    """Register a website of the office."""
    return _website(request, organ_of(request, organ, edit=True), None)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def website(request: DeskRequest, pk: int) -> HttpResponse:
    """Put the facts of a registered website right, or note that it was shut down."""
    found = website_of(request, pk)
    return _website(request, found.organ, found)


def _website(request: DeskRequest, organ: Organ, found: Website | None) -> HttpResponse:
    names = ("version", "name", "address", "id_code", "icp", "police", "opened_on", "closed_on")
    initial = {name: getattr(found, name) for name in names} if found else {"version": 0}
    form = WebsiteForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.save_website(
                organ=organ, fields=form.cleaned_data, by=request.standing, at=request.at, website=found,
                version=form.cleaned_data["version"],
            )  # fmt: skip
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, "已保存。")
            return redirect("desk:yearly")
    status = 422 if form.errors else 200
    return render(request, "desk/yearly/website.html", {"organ": organ, "website": found, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*READERS)
def fields(request: DeskRequest) -> HttpResponse:
    """The items of the website's table with where their names are from; a supervisor puts them right."""
    may = request.standing.has(Role.SUPERVISOR)
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = WordingForm(request.POST if request.method == "POST" else None, initial={"from_year": request.at.year - 1})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.word_item(**form.cleaned_data, by=request.standing, at=request.at)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, "表式已调整。")
            return redirect("desk:yearly_fields")
    given = yearly.wordings(request.at.year)
    return render(
        request,
        "desk/yearly/fields.html",
        {
            "form": form if may else None,
            "origin": yearly.ORIGIN,
            "parts": [
                (part.heading, [(item, given.get(item.code)) for item in part.items]) for part in yearly.SITE.parts
            ],
            "history": [(yearly.SITE.item(row.item), row) for row in yearly.wording_history()[:50]],
        },
        status=422 if form.errors else 200,
    )
