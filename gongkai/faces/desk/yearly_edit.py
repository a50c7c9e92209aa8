"""What the FOI office writes into a yearly form: its answers with their source, and the texts of a summary."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import blame, retyped
from gongkai.faces.desk.yearly_access import EDITORS, address, subject_of
from gongkai.faces.desk.yearly_forms import AnswersForm, TextsForm, asked
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.yearly import operations as verbs
from gongkai.oversee.yearly import queries as yearly
from gongkai.oversee.yearly.queries import Form, Subject


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def figures(request: DeskRequest, form: str, organ: int, site: int, year: int) -> HttpResponse:
    """The items that a person answers, and everything that was typed in."""
    about = subject_of(request, form, organ, site, year, edit=True)
    sheet = yearly.compute(about, request.at)
    given = AnswersForm(request.POST if request.method == "POST" else None, parts=asked(about, sheet))
    if request.method == "POST" and given.is_valid():
        changed = _answered(request, given, about)
        if not given.errors:
            messages.success(request, f"已保存{changed}项填报数据。" if changed else "没有改动。")
            return redirect(address("yearly_form", about))
    names = {item.code: item.name for item in sheet.layout.items}
    return render(
        request,
        "desk/yearly/figures.html",
        {
            "organ": about.organ,
            "title": sheet.title,
            "year_label": f"{year}年",
            "summary": about.form is Form.SUMMARY,
            "form": given,
            "parts": list(given.lines()),
            "history": [(_named(row.item, names), row) for row in yearly.history(about)[:100]],
            "form_url": address("yearly_form", about),
        },
        status=422 if given.errors else 200,
    )


def _named(code: str, names: dict[str, str]) -> str:
    own = code.removeprefix(yearly.LAST)
    return f"{'上年' if own != code else ''}{names.get(own, own)}"


def _answered(request: DeskRequest, form: AnswersForm, about: Subject) -> int:
    """Keep what was changed, all or nothing; refusals stand beside their fields."""
    changed = 0
    with transaction.atomic():
        for code, value, source in form.changes():
            try:
                if value:
                    verbs.answer(about=about, item=code, text=value, source=source, by=request.standing, at=request.at)
                else:
                    verbs.take_back(about=about, item=code, reason=source, by=request.standing, at=request.at)
                changed += 1
            except Refusal as refusal:
                form.add_error(f"{'source' if refusal.field == 'source' else 'value'}-{code}", refusal.message)
        if form.errors:
            transaction.set_rollback(True)
    return changed


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def texts(request: DeskRequest, form: str, organ: int, site: int, year: int) -> HttpResponse:
    """The texts of a summary, and the names of the numbers that they may use."""
    about = subject_of(request, form, organ, site, year, edit=True)
    if about.form is not Form.SUMMARY:
        raise Http404
    sheet = yearly.compute(about, request.at)
    stored, suggested = yearly.texts_of(about, sheet), yearly.suggested(sheet)
    names = ("version", "opening", "work", "problems", "plans")
    given = TextsForm(
        request.POST if request.method == "POST" else None, initial={name: getattr(stored, name) for name in names}
    )
    stale: list[tuple[str, str]] = []
    if request.method == "POST" and given.is_valid():
        written = dict(given.texts())
        again = request.POST.get("do", "")
        if again in {"opening", "work"}:
            written[again] = suggested[again]
        try:
            row = verbs.open_report(about=about, by=request.standing, at=request.at)
            verbs.write_texts(
                report_id=row.pk, version=given.cleaned_data["version"], texts=written, by=request.standing,
                at=request.at,
            )  # fmt: skip
        except verbs.StaleText as refusal:
            stale = [(str(given[name].label), getattr(stored, name)) for name in written]
            retyped(given, version=stored.version)
            given.add_error(None, refusal.message)
        except Refusal as refusal:
            blame(given, refusal)
        else:
            messages.success(request, "已恢复为建议的文字。" if again in written else "文字已保存。")
            return redirect(address("yearly_text" if again in written else "yearly_form", about))
    return render(
        request,
        "desk/yearly/text.html",
        {
            "organ": about.organ,
            "title": sheet.title,
            "year_label": f"{year}年",
            "form": given,
            "names": yearly.offered(sheet),
            "form_url": address("yearly_form", about),
            "stale": stale,
        },
        status=422 if given.errors else 200,
    )
