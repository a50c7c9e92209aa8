"""Which organ's report a request may see: 404 when there is none, 403 when it is not the person's."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gongkai.faces.desk.access import DeskRequest
from gongkai.kernel.organizations.queries import Organ, Role, organ
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import queries as annual

READERS = (*annual.READERS, Role.SUPERVISOR)
EDITORS = annual.EDITORS
JUDGES = annual.JUDGES


def organ_of(request: DeskRequest, pk: int, *, edit: bool = False) -> Organ:
    """The organ, when the person may see its report (``edit``: keep it)."""
    found = organ(pk)
    if found is None:
        raise Http404
    allowed = annual.may_edit(request.standing, pk) if edit else pk in annual.readable(request.standing)
    if not allowed:
        raise PermissionDenied
    return found


def checked_year(request: DeskRequest, year: int) -> int:
    """A year that has a form and has begun; 404 otherwise."""
    try:
        annual.form_of(year)
    except Refusal as refusal:
        raise Http404 from refusal
    if year > request.at.year:
        raise Http404
    return year
