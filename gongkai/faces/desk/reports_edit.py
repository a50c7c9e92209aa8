"""What the FOI office writes into a report: the figures that it types in, and the texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import retyped
from gongkai.faces.desk.reports_access import EDITORS, checked_year, organ_of
from gongkai.faces.desk.reports_forms import FiguresForm, TextsForm
from gongkai.kernel.organizations.queries import Organ
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import operations as verbs
from gongkai.oversee.annual import queries as annual


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def figures(request: DeskRequest, organ: int, year: int) -> HttpResponse:
    """The form of the typed figures, and everything that was typed in for the year."""
    found, year = organ_of(request, organ, edit=True), checked_year(request, year)
    report = annual.compute(found, year, request.at)
    said = explained(found, report)
    form = FiguresForm(request.POST if request.method == "POST" else None, report=report, said=said)
    if request.method == "POST" and form.is_valid():
        changed = _typed(request, form, found, year)
        if not form.errors:
            messages.success(request, f"已保存{changed}项填报数据。" if changed else "没有改动。")
            return redirect("desk:report", organ, year)
    return render(
        request,
        "desk/reports/figures.html",
        {
            "organ": found,
            "year_label": f"{year}年",
            "form": form,
            "lines": list(form.lines()),
            "history": [
                (report.form.label_of(row.cell), row)
                for row in annual.history(organ, year)[:100]
                if row.cell in report.form.typed
            ],
            "report_url": reverse("desk:report", args=[organ, year]),
        },
        status=422 if form.errors else 200,
    )


def explained(organ: Organ, report: annual.Report) -> dict[str, str]:
    """How the office explains what differs from what was published elsewhere, by cell."""
    said = annual.own_verdicts(organ.pk, report.year)
    judged = annual.judge((check for check in report.checks if check.kind == "elsewhere"), said)
    return {one.check.cells[0]: one.said[0].reason for one in judged if one.said}


def _typed(request: DeskRequest, form: FiguresForm, organ: Organ, year: int) -> int:
    """Keep what was changed, all or nothing; refusals stand beside their fields."""
    who: dict[str, Any] = {"organ": organ, "year": year, "by": request.standing, "at": request.at}
    changed = 0
    with transaction.atomic():
        for cell, value, source in form.changes():
            with _beside(form, cell, {"source": "source"}, "value"):
                if value is None:
                    verbs.take_back(cell=cell, reason=source, **who)
                else:
                    verbs.type_figure(cell=cell, value=value, source=source, **who)
                changed += 1
        for cell, value, source in form.beside():
            with _beside(form, cell, {"source": "where"}, "elsewhere"):
                verbs.set_beside(cell=cell, value=value, source=source, **who)
                changed += 1
        reasons = list(form.reasons()) if not form.errors else []
        now = (
            {c.cells[0]: c for c in annual.compute(organ, year, request.at).checks if c.kind == "elsewhere"}
            if reasons
            else {}
        )
        for cell, reason in reasons:
            with _beside(form, cell, {}, "reason"):
                check = now.get(cell)
                if check is None or (check.holds and reason):
                    raise Refusal("没有登记他处公布的数，或者两处的数相同，不需要写原因。")
                subject = verbs.Subject("", year, check.fingerprint, check.topic, annual.sentence(check))
                verbs.explain(organ=organ, subject=subject, reason=reason, by=request.standing, at=request.at)
                changed += 1
        if form.errors:
            transaction.set_rollback(True)
    return changed


@contextmanager
def _beside(form: FiguresForm, cell: str, names: Mapping[str, str], usual: str) -> Iterator[None]:
    """Put a refusal beside the field of the cell that it is about."""
    try:
        yield
    except Refusal as refusal:
        form.add_error(f"{names.get(refusal.field, usual)}-{cell}", refusal.message)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def texts(request: DeskRequest, organ: int, year: int) -> HttpResponse:
    """The texts of the report, and the names of the numbers that they may use."""
    found, year = organ_of(request, organ, edit=True), checked_year(request, year)
    report = annual.compute(found, year, request.at)
    stored = annual.texts_of(found, report)
    suggested = annual.suggested(found, report)
    form = TextsForm(
        request.POST if request.method == "POST" else None,
        initial={
            "version": stored.version, "preface": stored.preface, "overview": stored.overview,
            "problems": stored.problems, "others": stored.others,
        },
    )  # fmt: skip
    stale: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        given = dict(form.texts())
        again = request.POST.get("do", "")
        if again in {"preface", "overview", "others"}:
            given[again] = suggested[again]
        try:
            row = verbs.open_report(organ=found, year=year, by=request.standing, at=request.at)
            verbs.write_texts(
                report_id=row.pk, version=form.cleaned_data["version"], texts=given, by=request.standing, at=request.at
            )
        except verbs.StaleText as refusal:
            stale = [(str(form[name].label), getattr(stored, name)) for name in given]
            retyped(form, version=stored.version)
            form.add_error(None, refusal.message)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, "已恢复为建议的文字。" if again in given else "文字已保存。")
            return redirect("desk:report_text" if again in given else "desk:report", organ, year)
    return render(
        request,
        "desk/reports/text.html",
        {
            "organ": found,
            "year_label": f"{year}年",
            "form": form,
            "names": annual.offered(report),
            "report_url": reverse("desk:report", args=[organ, year]),
            "stale": stale,
        },
        status=422 if form.errors else 200,
    )
