"""Re-assessment (条例18): on its day a document kept from the public stays closed for a reason, or is reviewed anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.documents_access import readable
from gongkai.faces.desk.documents_forms import AssessForm
from gongkai.faces.desk.documents_page import heading
from gongkai.faces.desk.documents_show import body, openness
from gongkai.kernel.organizations.queries import Role, number
from gongkai.kernel.records.operations import reassessing
from gongkai.kernel.records.queries import desk as lists
from gongkai.kernel.vocabulary import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(Role.FOI_OFFICER, Role.FOI_HEAD)
def reassess(request: DeskRequest, pk: int) -> HttpResponse:
    """The form of the assessment."""
    revision = readable(request, pk)
    months = number("records.reassess_after", request.at.date(), revision.record.organ_id)
    initial = {"version": revision.version, "next_on": lists.months_later(request.at.date(), months)}
    form = AssessForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        who = {"revision_id": pk, "version": data["version"], "by": request.standing, "at": request.at}
        try:
            if data["outcome"] == "reopen":
                draft = reassessing.reopen(**who)
                messages.success(request, "已建立新的草稿。请确定公开属性，补正内容后提交审核。")
                return redirect("desk:edit", draft.pk)
            reassessing.keep_closed(next_on=data["next_on"], note=data["note"], **who)
            messages.success(request, "已记录评估结论。")
            return redirect("desk:queue", "reassess")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    return render(
        request,
        "desk/documents/reassess.html",
        {**heading(revision), "form": form, "openness": openness(revision), "body": body(revision)},
        status=422 if form.is_bound and form.errors else 200,
    )
