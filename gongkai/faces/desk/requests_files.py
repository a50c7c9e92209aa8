"""What shows who somebody is: the identity itself, letters that name people, files of applicants; every look is written down."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gongkai.answer.foi import queries as requests
from gongkai.answer.foi.letters import NAMELESS
from gongkai.answer.foi.terms import IdentityKind
from gongkai.faces.design.parts import Fact
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.requests_access import OFFICE, heading, worked
from gongkai.kernel.casework import operations as casework
from gongkai.kernel.casework import queries as cases
from gongkai.kernel.casework.queries import CasePaper
from gongkai.kernel.casework.terms import PartyRole
from gongkai.kernel.papers import queries as papers
from gongkai.kernel.papers.terms import Format
from gongkai.kernel.vocabulary import Refusal

_FACTS = {
    "name": "姓名或者名称", "identity_kind": "证件类型", "identity_number": "证件号码", "phone": "联系电话",
    "email": "电子邮箱", "address": "通信地址", "representative": "法定代表人或者联系人",
}  # fmt: skip


@require_POST
@desk_view(*OFFICE)
def reveal(request: DeskRequest, pk: int) -> HttpResponse:
    """Who the applicant is, or the ``party`` that is named, in clear: every look is in the ledger."""
    case = worked(request, pk)
    wanted = request.POST.get("party", "")
    parties = cases.parties(case)
    party = next((one for one in parties if str(one.pk) == wanted), None) if wanted else requests.applicant(case)
    if party is None:
        raise Http404
    try:
        known = casework.reveal(party_id=party.pk, by=request.standing, at=request.at)
    except casework.NotAllowed as refusal:
        raise PermissionDenied from refusal
    if known.get("identity_kind") in set(IdentityKind):
        known["identity_kind"] = IdentityKind.label_of(known["identity_kind"])
    facts = [Fact(label, known[name]) for name, label in _FACTS.items() if known.get(name)]
    return render(
        request,
        "desk/requests/identity.html",
        {**heading(case, request), "facts": facts, "whose": PartyRole.label_of(party.role)},
    )


@require_safe
@desk_view(*OFFICE)
def file(request: DeskRequest, pk: int) -> FileResponse:
    """A file that came with an application, under the permission of its case; it may be a proof of identity."""
    found = requests.ApplicationFile.objects.select_related("application__request", "file").filter(pk=pk).first()
    if found is None:
        raise Http404
    case = worked(request, found.application.request.case_id)
    answer = _served(found.file_id, found.name, found.media_type)
    _written_down(request, case.pk, {"file": found.pk})
    return answer


@require_safe
@desk_view(*OFFICE)
def paper(request: DeskRequest, pk: int, form: str) -> HttpResponse | FileResponse:
    """A paper of a case: as PDF or Word when it is typeset, or the ``file`` that came in."""
    found = CasePaper.objects.filter(pk=pk).first()
    if found is None or form not in {*Format, "file"}:
        raise Http404
    case = worked(request, found.case_id)
    if form == "file":
        if found.file_id is None:
            raise Http404
        answer = _served(found.file_id, found.title, found.media_type)
    else:
        if not found.document:
            raise Http404
        rendition = papers.rendition(f"casepaper:{found.pk}", Format(form))
        if rendition is None or rendition.file_id is None:
            messages.info(request, "文书正在排版，请稍后再打开。")
            return redirect("desk:request", case.pk)
        answer = _served(rendition.file_id, f"{found.title}{found.number_text}.{form}", Format(form).media_type)
    if found.kind not in NAMELESS:
        _written_down(request, case.pk, {"paper": found.pk, "format": form})
    return answer


def _written_down(request: DeskRequest, case_id: int, what: dict[str, Any]) -> None:
    """One line for one opening; a browser that only asks for the head has opened nothing."""
    if request.method == "GET":
        casework.looked(case_id=case_id, by=request.standing, at=request.at, what=what)


def _served(sha256: str, name: str, media_type: str) -> FileResponse:
    try:
        source = cases.open_file(sha256)
    except (FileNotFoundError, Refusal) as missing:
        raise Http404 from missing
    response = FileResponse(source, as_attachment=True, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response
