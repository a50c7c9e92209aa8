"""Many filings at once: those in which nothing fails are accepted together, those that are accepted locked together."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.collecting_access import EDITORS, campaign_of
from gongkai.faces.desk.collecting_filing import public_otherwise
from gongkai.faces.desk.collecting_shown import line
from gongkai.oversee.collecting import operations as verbs
from gongkai.oversee.collecting import queries as collecting
from gongkai.oversee.comparing import queries as comparing

MOST = 300  # in one go

#: By move: the heading, what is listed, what was done.
WORDS = {
    "accept": ("一并审核通过", "已报送，数据齐全，没有不相符或者待核对的问题。有问题的请逐份审核。", "已审核通过"),
    "lock": (
        "一并锁定",
        "已审核通过。锁定以后，报送机关和审核人都不能再改，需要时由牵头机关公开机构负责人解除。",
        "已锁定",
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def several(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Show what may go together, ticked unless the public reads other numbers; what was ticked goes, each by itself."""
    if code not in WORDS:
        raise Http404
    campaign = campaign_of(request, pk)
    rows = list(collecting.at_once(campaign, request.standing, code).defer(None)[:MOST])
    fault = ""
    if request.method == "POST":
        picked = _picked(request)
        if picked:
            found = verbs.several(code, picked, by=request.standing, at=request.at)
            _tell(request, code, found)
            return redirect("desk:campaign", pk)
        fault = "请选择机关。"
    heading, lead, _ = WORDS[code]
    today = request.at.date()
    known = comparing.figures([row.organ_id for row in rows], [campaign.year])
    return render(
        request,
        "desk/collecting/several.html",
        {
            "campaign": campaign,
            "code": code,
            "heading": heading,
            "explained": lead,
            "rows": [(f"{row.pk}:{row.version}", line(row, today), len(public_otherwise(row, known))) for row in rows],
            "fault": fault,
        },
        status=422 if fault else 200,
    )


def _picked(request: DeskRequest) -> dict[int, int]:
    """Versions by filing; what is no pair of numbers is left out."""
    found = {}
    for text in request.POST.getlist("filing")[:MOST]:
        filing, _, version = text.partition(":")
        if all(part.isascii() and part.isdigit() and len(part) < 10 for part in (filing, version)):
            found[int(filing)] = int(version)
    return found


def _tell(request: DeskRequest, code: str, found: verbs.Several) -> None:
    if found.done:
        messages.success(request, f"{WORDS[code][2]}{found.done}个机关的报送。")
    for filing_id, words in found.refused[:10]:
        row = collecting.filing(filing_id)
        name = row.organ.short_name if row is not None and collecting.may_see(request.standing, row) else "一份报送"
        messages.error(request, f"{name}没有办理：{words}")
    if len(found.refused) > 10:
        messages.error(request, f"另有{len(found.refused) - 10}份没有办理，请逐份核对。")
