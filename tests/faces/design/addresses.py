"""Addresses for the browser tests: the gallery, and a small desk that keeps, refuses or loses what is sent."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from gongkai.faces.design import gallery


@dataclass
class Office:
    """What the pretended office does with a draft, and what it has received."""

    answer: str = "keep"
    saved: list[str] = field(default_factory=list)
    sent: list[dict[str, str]] = field(default_factory=list)


office = Office()

PAGE = """{% extends "design/desk_base.html" %}{% load gongkai %}
{% block page_title %}起草{% endblock %}{% block heading %}起草{% endblock %}
{% block content %}
<form method="post" action="/sent/" data-autosave="/save/" data-autosave-seconds="0.2"{% if confirm %} data-confirm="公众立即看不到它。"{% endif %}>
<input type="hidden" name="version" value="1">
{% field form.title %}{% field form.reason %}
<button class="button primary" type="submit" name="move" value="submit">提交初审</button> <span data-save-state></span>
</form>
{% endblock %}"""


def draft(request: HttpRequest) -> HttpResponse:
    """The page with the form."""
    context = gallery.context() | {"confirm": "confirm" in request.GET}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


@csrf_exempt
def save(request: HttpRequest) -> HttpResponse:
    """The address of the autosave."""
    if office.answer == "expired":
        return HttpResponse(status=302, headers={"Location": "/desk/sign-in/"})
    if office.answer == "stale":
        return HttpResponse(status=409)
    office.saved.append(request.POST["title"])
    return JsonResponse({"version": 1 + len(office.saved)})


@csrf_exempt
def sent(request: HttpRequest) -> HttpResponse:
    """Where the form is posted."""
    office.sent.append(request.POST.dict())
    return HttpResponse("<!doctype html><title>收到</title><h1>收到</h1>")


urlpatterns = [
    path("g/", include("gongkai.faces.design.urls")),
    path("draft/", draft),
    path("save/", save),
    path("sent/", sent),
]
