"""依规保留: a screening hit may stay in a document, for a reason and a basis, until it is looked at again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.documents_access import CONTENT
from gongkai.faces.desk.documents_forms import KeepForm
from gongkai.kernel.organizations.queries import Role, number
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.queries import desk as lists
from gongkai.kernel.records.queries import review
from gongkai.kernel.vocabulary import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*CONTENT)
def keep(request: DeskRequest, pk: int) -> HttpResponse:
    """The form of the decision; only the FOI office may take it, others are told whom to ask."""
    finding = lists.finding(pk)
    if finding is None:
        raise Http404
    revision = finding.revision
    if not review.may_read(revision, request.standing):
        raise PermissionDenied
    months = number("records.kept_review", request.at.date(), revision.record.organ_id)
    form = KeepForm(
        request.POST if request.method == "POST" else None,
        initial={"review_on": lists.months_later(request.at.date(), months)},
    )
    office = bool(request.standing.roles(revision.record.organ_id) & {Role.FOI_OFFICER, Role.FOI_HEAD})
    if request.method == "POST" and form.is_valid():
        try:
            kept = verbs.keep(finding_id=pk, by=request.standing, at=request.at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, f"已依规保留，同一内容共{len(kept)}处。")
            drafts = bool(request.standing.roles(revision.record.organ_id) & {Role.DRAFT, Role.FOI_OFFICER})
            if drafts:
                return redirect(f"{reverse('desk:edit', args=[revision.pk])}#screening")
            return redirect("desk:document", revision.pk)
    return render(
        request, "desk/documents/keep.html", {"finding": finding, "revision": revision, "form": form, "office": office}
    )
