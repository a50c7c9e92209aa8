"""Whose requests a person may open, and what every page about one shows at its head."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase

from gongkai.faces.design.parts import Badge
from gongkai.faces.desk.access import DeskRequest
from gongkai.kernel.casework import queries as cases
from gongkai.kernel.casework.queries import Case, Lamp
from gongkai.kernel.casework.terms import Light
from gongkai.kernel.organizations.queries import Role, numbers_held
from gongkai.kernel.workdays.queries import calendar_held

P = ParamSpec("P")
OFFICE = (Role.FOI_OFFICER, Role.FOI_HEAD, Role.LEGAL, Role.SIGNER)
LOOKING = (*OFFICE, Role.SUPERVISOR, Role.AUDITOR)

_SHAPES = {
    Light.GREEN: "green",
    Light.AMBER: "amber",
    Light.RED: "red",
    Light.PAUSED: "blue",
    Light.NONE: "neutral",
}


def lamp_badge(lamp: Lamp) -> Badge:
    """The light in words and a shape: 还剩3个工作日."""
    return Badge(lamp.words or lamp.light.label, _SHAPES[lamp.light])


def read_once(
    view: Callable[Concatenate[DeskRequest, P], HttpResponseBase],
) -> Callable[Concatenate[DeskRequest, P], HttpResponseBase]:
    """A page that only shows: the calendar, the numbers and the events of a case are read once for all its parts."""

    @functools.wraps(view)
    def inner(request: DeskRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        with calendar_held(), numbers_held(), cases.events_held():
            return view(request, *args, **kwargs)

    return inner


def opened(request: DeskRequest, pk: int, *, held: Case | None = None) -> Case:
    """The case that the person may look at, in full or as the 主管部门 does; 404 and 403 otherwise.

    ``held``: the case, when it was read already.
    """
    found = cases.case(pk, request.standing, held=held)
    if found is None:
        if cases.find(pk=pk) is None:
            raise Http404
        raise PermissionDenied
    return found


def worked(request: DeskRequest, pk: int) -> Case:
    """The case that the person works on."""
    found = opened(request, pk)
    if cases.access(found, request.standing) is not cases.Access.FULL:
        raise PermissionDenied
    return found


def heading(case: Case, request: DeskRequest) -> dict[str, Any]:
    """The names that every page about a request shows at its head."""
    state = cases.workflow(case).state(case.state)
    badges = [Badge(state.label, "neutral" if case.closed_at else "blue")]
    if case.closed_at is None or case.was_late:
        badges.append(lamp_badge(cases.light(case, request.at)))
    if case.merged_into is not None:
        badges.append(Badge("并案", "neutral"))
    # A title may name people: who only supervises sees the number (state, clocks, papers issued).
    full = cases.access(case, request.standing) is cases.Access.FULL
    title = case.title if full else case.number
    return {"case": case, "organ": case.organ, "badges": badges, "state": state, "title": title}
