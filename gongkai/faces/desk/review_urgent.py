"""The urgent lane: what waits for me urgently, made for a phone; and every use of it, for the leader."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.documents_access import CONTENT
from gongkai.faces.desk.rows import page, row
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records.queries import desk as lists
from gongkai.kernel.records.queries import review
from gongkai.kernel.records.workflow import THREE


@require_safe
@desk_view(*CONTENT)
def urgent(request: DeskRequest) -> HttpResponse:
    """The same people, the same gates, on a phone."""
    cards = []
    for revision in lists.urgent(request.standing)[:50]:
        moves = [
            (move, reverse("desk:move", args=[revision.pk, move.code]))
            for move in lists.moves_of_waiting(revision, request.standing)
        ]
        cards.append((row(revision), revision.urgent_reason, revision.summary, moves))
    return render(request, "desk/documents/urgent.html", {"cards": cards, "leads": bool(lists.led(request.standing))})


@require_safe
@desk_view(Role.SIGNER, Role.FOI_HEAD, Role.FINAL_REVIEW, Role.SUPERVISOR)
def uses(request: DeskRequest) -> HttpResponse:
    """Every use of the urgent lane in the organs that the person leads or supervises; a supervisor reads no title."""
    shown = page(request, review.urgent_uses(request.standing))
    own = request.standing.content_organs
    labels = {move.code: move.label for move in THREE.moves}
    rows = [
        {
            "step": step,
            "organ": step.record.organ.short_name,
            "title": step.revision.title if step.record.organ_id in own else "",
            "reason": step.revision.urgent_reason if step.record.organ_id in own else "",
            "move": labels.get(step.move, step.move),
            "url": reverse("desk:document", args=[step.revision_id]),
        }
        for step in shown.rows
    ]
    return render(request, "desk/documents/urgent_uses.html", {"rows": rows, "pages": shown})
