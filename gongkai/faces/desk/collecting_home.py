"""年报汇集: what the person's organs owe, the collections that they lead or take part in, and the opening of a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import blame
from gongkai.faces.desk.collecting_access import EDITORS, READERS
from gongkai.faces.desk.collecting_forms import CampaignForm, OrgansForm
from gongkai.faces.desk.collecting_shown import line
from gongkai.faces.desk.rows import page as cut
from gongkai.kernel.organizations.queries import Organ
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.collecting import operations as verbs
from gongkai.oversee.collecting import queries as collecting


@require_safe
@desk_view(*READERS)
def home(request: DeskRequest) -> HttpResponse:
    """What is owed, then the collections."""
    today = request.at.date()
    own = request.standing.organs_with(collecting.KEEPERS)
    shown = cut(request, collecting.owed(own))
    found = list(collecting.campaigns(request.standing)[:20])
    counted = collecting.counts_of(found, request.standing, today)
    return render(
        request,
        "desk/collecting/home.html",
        {
            "owed": [line(row, today) for row in shown.rows],
            "pages": shown,
            "campaigns": [(campaign, counted[campaign.pk]) for campaign in found],
            "leading": bool(collecting.leading(request.standing)),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def new(request: DeskRequest) -> HttpResponse:
    """Open a collection: first the office and the year are chosen by the address, then the rest is filled in."""
    offices = collecting.leading(request.standing)
    if not offices:
        raise PermissionDenied
    given = request.POST if request.method == "POST" else request.GET
    lead = next((office for office in offices if str(office.pk) == given.get("lead")), offices[0])
    years = list(range(request.at.year - 1, request.at.year - 4, -1))
    text = given.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 and int(text) in years else years[0]
    dues = collecting.dues(lead.pk, year)
    candidates = collecting.candidates(lead.pk)
    initial = {
        "title": f"{year}年政府信息公开工作年度报告", "due_on": dues.filings.day, "summed_due_on": dues.summed.day,
        "organs": [str(organ.pk) for organ in candidates],
    }  # fmt: skip
    posted = request.POST if request.method == "POST" else None
    form, organs = CampaignForm(posted, initial=initial), OrgansForm(posted, initial=initial, organs=candidates)
    if request.method == "POST" and form.is_valid() and organs.is_valid():
        row = _opened(request, lead, year, form, organs)
        if row is not None:
            messages.success(request, f"已布置，{len(organs.ids())}个机关的公开机构收到通知。")
            return redirect("desk:campaign", row.pk)
    context: dict[str, Any] = {
        "form": form, "organs": organs, "lead": lead, "year": year, "offices": offices, "years": years, "dues": dues,
        "known": collecting.opened(lead.pk, year),
    }  # fmt: skip
    return render(request, "desk/collecting/new.html", context, status=422 if form.errors or organs.errors else 200)


def _opened(
    request: DeskRequest, lead: Organ, year: int, form: CampaignForm, organs: OrgansForm
) -> collecting.Campaign | None:
    try:
        return verbs.open_campaign(
            lead=lead, year=year, by=request.standing, at=request.at, organ_ids=organs.ids(), fields=form.cleaned_data
        )
    except Refusal as refusal:
        blame(organs if refusal.field == "organs" else form, refusal)
        return None
