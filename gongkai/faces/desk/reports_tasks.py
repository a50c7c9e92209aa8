"""The openness tasks of a year: list, enter, write what became of one, cross out."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.design.parts import Badge
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import blame
from gongkai.faces.desk.reports_access import EDITORS, READERS, checked_year, organ_of
from gongkai.faces.desk.reports_forms import TaskForm, VoidTaskForm
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import operations as verbs
from gongkai.oversee.annual import queries as annual

_SHAPES = {"done": "green", "running": "blue", "undone": "amber"}


@require_safe
@desk_view(*READERS)
def tasks(request: DeskRequest, organ: int, year: int) -> HttpResponse:
    """The tasks of an office and a year; what the year's report says of them."""
    found, year = organ_of(request, organ), checked_year(request, year)
    edits = annual.may_edit(request.standing, organ)
    rows = [
        (row, Badge(annual.TaskState.label_of(row.state), _SHAPES[row.state]), edits and row.voided_at is None)
        for row in annual.tasks(organ, year)[:600]
    ]
    context = {
        "organ": found, "year_label": f"{year}年", "report_url": reverse("desk:report", args=[organ, year]), "rows": rows,
        "new_url": reverse("desk:report_task_new", args=[organ, year]) if edits else "",
        "sentence": annual.compute(found, year, request.at).sentences["tasks.sentence"],
    }  # fmt: skip
    return render(request, "desk/reports/tasks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def new(request: DeskRequest, organ: int, year: int) -> HttpResponse:
    """Enter a task."""
    found, year = organ_of(request, organ, edit=True), checked_year(request, year)
    last = annual.tasks(organ, year).last()
    initial = {"source": last.source} if last is not None else {}
    form = TaskForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.enter_task(organ=found, year=year, fields=form.cleaned_data, by=request.standing, at=request.at)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, "已登记。")
            return redirect("desk:report_tasks", organ, year)
    return _page(request, "登记公开工作任务", organ, year, form)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def task(request: DeskRequest, pk: int) -> HttpResponse:
    """Write what became of a task, or cross it out."""
    row = annual.task(pk)
    if row is None:
        raise Http404
    if not annual.may_edit(request.standing, row.organ_id):
        raise PermissionDenied
    back = redirect("desk:report_tasks", row.organ_id, row.year)
    if row.voided_at is not None:
        messages.error(request, "这项任务已经作废，不能再修改。")
        return back
    text = request.POST.get("version", "")
    version = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
    voids = request.method == "POST" and request.POST.get("do") == "void"
    initial = {name: getattr(row, name) for name in ("name", "source", "state", "finished_on", "result")}
    form = TaskForm(request.POST if request.method == "POST" and not voids else None, initial=initial)
    void = VoidTaskForm(request.POST if voids else None)
    if request.method == "POST" and (void if voids else form).is_valid():
        try:
            if voids:
                reason = void.cleaned_data["void_reason"]
                verbs.void_task(task_id=pk, version=version, reason=reason, by=request.standing, at=request.at)
            else:
                verbs.amend_task(
                    task_id=pk, version=version, fields=form.cleaned_data, by=request.standing, at=request.at
                )
        except Refusal as refusal:
            blame(void if voids else form, refusal)
        else:
            messages.success(request, "这项任务已作废，不再计入。" if voids else "已保存。")
            return back
    return _page(request, "公开工作任务", row.organ_id, row.year, form, row=row, void=void)


def _page(
    request: DeskRequest, heading: str, organ: int, year: int, form: TaskForm, *,
    row: annual.Task | None = None, void: VoidTaskForm | None = None,
) -> HttpResponse:  # fmt: skip
    context = {
        "heading": heading, "form": form, "void": void, "row": row, "year_label": f"{year}年",
        "report_url": reverse("desk:report", args=[organ, year]), "back": reverse("desk:report_tasks", args=[organ, year]),
    }  # fmt: skip
    faulty = bool(form.errors or (void is not None and void.errors))
    return render(request, "desk/reports/task.html", context, status=422 if faulty else 200)
