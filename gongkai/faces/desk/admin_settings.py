"""The facts of the site, and the rules page: every configurable number with value, source, date and editor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.design.parts import Fact
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_conflict import conflict
from gongkai.faces.desk.admin_frame import blame, show
from gongkai.faces.desk.forms_admin import NumberForm, SiteForm
from gongkai.kernel.organizations import operations, queries
from gongkai.kernel.organizations.queries import NumberState, Role
from gongkai.kernel.vocabulary import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(Role.ADMIN)
def site(request: DeskRequest) -> HttpResponse:
    """Facts of the head and foot of every public page."""
    form = SiteForm(request.POST or None, site=queries.site())
    found_there = None
    if request.method == "POST" and form.is_valid():
        try:
            operations.save_site(
                fields=form.values(), by=request.standing, at=request.at, version=form.cleaned_data["version"]
            )
        except operations.Stale as stale:
            found_there = conflict(form, SiteForm(site=queries.site()), stale, object_type="site", object_id=1)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, "已保存，门户页面随即更新。")
            return redirect("desk:site")
    return show(request, "desk/admin/site.html", {"form": form, "conflict": found_there}, 422 if form.errors else 200)


@dataclass(frozen=True)
class Line:
    """A number on the rules page: its state, its value in words, values that hold from a later day on."""

    state: NumberState
    words: str
    coming: list[tuple[date, str]]


def _grouped(states: list[NumberState], today: date) -> list[tuple[str, list[Line]]]:
    """By the room that declares them, in the order in which the rooms stand."""
    groups: dict[str, list[Line]] = {}
    for state in states:
        label = state.number.code.partition(".")[0]
        name = str(apps.get_app_config(label).verbose_name) if label in apps.app_configs else label
        coming = [(v.effective_on, state.number.words(v.value)) for v in state.history if v.effective_on > today]
        groups.setdefault(name, []).append(Line(state, state.number.words(state.value), coming))
    return list(groups.items())


@require_safe
@desk_view(Role.ADMIN)
def rules(request: DeskRequest) -> HttpResponse:
    """Every configurable number."""
    states = queries.number_states(request.at.date())
    return show(request, "desk/admin/rules.html", {"groups": _grouped(states, request.at.date())})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(Role.ADMIN)
def rule(request: DeskRequest, code: str) -> HttpResponse:
    """One number: what holds, what held, and a new value from a day on."""
    today = request.at.date()
    state = next((s for s in queries.number_states(today) if s.number.code == code), None)
    if state is None:
        raise Http404
    number = state.number
    form = NumberForm(request.POST or None, number=number, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            operations.set_number(code=code, by=request.standing, at=request.at, **form.cleaned_data)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, f"已设置“{number.label}”。")
            return redirect("desk:rule", code=code)
    return show(
        request,
        "desk/admin/rule.html",
        {
            "form": form,
            "state": state,
            "facts": [
                Fact("现行数值", number.words(state.value)),
                Fact("来源", state.source),
                Fact("设置人", state.editor),
                Fact("系统默认", number.words(number.default), note=number.source),
                Fact("可设范围", "，".join(number.values) or f"{number.floor} 至 {number.ceiling} {number.unit}"),
            ],
            "history": [(value, number.words(value.value)) for value in queries.number_values(code)],
            "today": today,
        },
        422 if form.errors else 200,
    )
