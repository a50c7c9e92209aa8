"""The gallery: every component on a page of each face, so that a change can be seen before it is shipped."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.faces.design import gallery as samples


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in the frame of the desk."""
    return render(request, "design/gallery.html", samples.context())


def gallery_portal(request: HttpRequest) -> HttpResponse:
    """Every component in the frame of the portal."""
    return render(request, "design/gallery_portal.html", samples.context())


def gallery_record(request: HttpRequest) -> HttpResponse:
    """A record page in the document's own typography."""
    return render(request, "design/gallery_record.html", samples.context())
