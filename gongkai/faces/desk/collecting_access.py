"""Which collection, filing or roll-up a request may see: 404 when there is none, 403 when it is not the person's."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gongkai.faces.desk.access import DeskRequest
from gongkai.oversee.annual.queries import EDITORS
from gongkai.oversee.collecting import queries as collecting

READERS = collecting.READERS
__all__ = ["EDITORS", "READERS", "campaign_of", "filing_of", "rollup_of", "version_of"]


def campaign_of(request: DeskRequest, pk: int, *, lead: bool = False) -> collecting.Campaign:
    """The campaign, when the person takes part in it, leads or supervises it (``lead``: collects)."""
    found = collecting.campaign(pk)
    if found is None:
        raise Http404
    if lead:
        allowed = collecting.leads(request.standing, found.lead_id)
    else:
        allowed = collecting.campaigns(request.standing).filter(pk=pk).exists()
    if not allowed:
        raise PermissionDenied
    return found


def filing_of(request: DeskRequest, pk: int) -> collecting.Filing:
    """The filing, when the person fills it in, examines, collects, supervises or audits it."""
    found = collecting.filing(pk)
    if found is None:
        raise Http404
    if not collecting.may_see(request.standing, found):
        raise PermissionDenied
    return found


def rollup_of(request: DeskRequest, pk: int) -> collecting.RollUp:
    """The roll-up, when the person may see the campaign."""
    found = collecting.rollup(pk)
    if found is None:
        raise Http404
    if not collecting.may_roll(request.standing, found.campaign, found.organ_id, read=True):
        raise PermissionDenied
    return found


def version_of(request: DeskRequest) -> int:
    """Which version of a row the form was made from; one that fits nothing when it does not say."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
