"""Which yearly form a request may see: 404 when there is none, 403 when it is not the person's; rights as of annual reports."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from gongkai.faces.desk.access import DeskRequest
from gongkai.faces.desk.reports_access import EDITORS, READERS, organ_of
from gongkai.oversee.annual import queries as annual
from gongkai.oversee.yearly import queries as yearly
from gongkai.oversee.yearly.queries import Form, Subject, Website

__all__ = ["EDITORS", "READERS", "address", "organ_of", "subject_of", "website_of"]


def subject_of(
    request: DeskRequest, form: str, organ: int, site: int, year: int, *, edit: bool = False
) -> Subject:  # fmt: skip
    """What the address names, when the person may see it (``edit``: keep it)."""
    found = organ_of(request, organ, edit=edit)
    about = yearly.subject(found, Form(form), site, year, request.at) if form in set(Form) else None
    if about is None:
        raise Http404
    return about


def website_of(request: DeskRequest, pk: int) -> Website:
    """A registered website of an office that the person keeps."""
    found = yearly.website(pk)
    if found is None:
        raise Http404
    if not annual.may_edit(request.standing, found.organ_id):
        raise PermissionDenied
    return found


def address(name: str, about: Subject, *more: object) -> str:
    """An address of a form."""
    site = about.website.pk if about.website else 0
    return reverse(f"desk:{name}", args=[about.form.value, about.organ.pk, site, about.year, *more])
