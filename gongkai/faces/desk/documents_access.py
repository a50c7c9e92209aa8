"""Which document a request may have: 404 when there is none, 403 when it is another organ's."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gongkai.faces.desk.access import DeskRequest
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.organizations.terms import CONTENT_ROLES
from gongkai.kernel.records.queries import Record, Revision, review
from gongkai.kernel.records.queries import desk as lists

#: Whoever may read some organ's drafts; which organ's is asked per document.
CONTENT = tuple(role for role in Role if role in CONTENT_ROLES)
DRAFTING = (Role.DRAFT, Role.FOI_OFFICER)


def readable(request: DeskRequest, pk: int) -> Revision:
    """The revision, when the person may read its text."""
    revision = review.revision(pk)
    if revision is None:
        raise Http404
    if not review.may_read(revision, request.standing):
        raise PermissionDenied
    return revision


def writable(request: DeskRequest, pk: int) -> Revision:
    """The revision, when the person drafts for its organ; its state is asked by the operations."""
    revision = readable(request, pk)
    if not may_draft(request, revision.record.organ_id):
        raise PermissionDenied
    return revision


def may_draft(request: DeskRequest, organ_id: int) -> bool:
    """Whether the person drafts for the organ."""
    return bool(request.standing.roles(organ_id) & set(DRAFTING))


def record_of(request: DeskRequest, pk: int) -> Record:
    """A record of the person's organs, in whatever state."""
    record = lists.record_at_desk(pk)
    if record is None:
        raise Http404
    if record.organ_id not in request.standing.content_organs:
        raise PermissionDenied
    return record
