"""Pages of those who lead and those who supervise: figures that are links, states and dates, no text for the supervisor."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.faces.design.parts import Figure
from gongkai.faces.desk import requests_shown
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.rows import page, row, rows_with_terms
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records import kinds
from gongkai.kernel.records.queries import desk as lists
from gongkai.kernel.records.queries import review
from gongkai.kernel.records.queries import terms_of_publication as terms

STUCK_DAYS = 5


@require_safe
@desk_view(Role.SIGNER, Role.FOI_HEAD, Role.FINAL_REVIEW)
def overview(request: DeskRequest) -> HttpResponse:
    """What stands still, what is on its way, how this month compares."""
    found = lists.overview(request.standing, at=request.at, stuck_days=STUCK_DAYS)
    waiting = lists.waiting(request.standing).count()
    stuck = sum(organ.stuck for organ in found.organs)
    today = request.at.date()
    due = terms.by_term(lists.led(request.standing), today=today)
    late, soon = len(due.late), len(due.soon)
    figures = [
        Figure(
            "逾期未公开",
            late,
            "件",
            f"{reverse('desk:terms')}?organs=led&show=late",
            f"条例第二十六条，{terms.SOON}个工作日内另有{soon}件到期",
            "red" if late else "neutral",
        ),
        Figure("停滞", stuck, "件", "#stuck", f"在一个环节超过{STUCK_DAYS}天", "red" if stuck else "neutral"),
        Figure("待我办理", waiting, "件", reverse("desk:queue", args=["mine"])),
        Figure("审核中", sum(o.reviewing for o in found.organs), "件", reverse("desk:queue", args=["review"])),
        Figure("到期待评估", found.kept_due, "件", reverse("desk:queue", args=["reassess"]), "条例第十八条"),
        Figure(
            "本月发布",
            found.published_this_month,
            "件",
            reverse("desk:published"),
            f"上月{found.published_last_month}件",
        ),
        Figure("本月加急", found.urgent_this_month, "次", reverse("desk:urgent_uses")),
    ]
    return render(
        request,
        "desk/documents/leader.html",
        {
            "figures": figures,
            "organs": found.organs,
            "stuck": rows_with_terms(lists.stuck(request.standing, at=request.at, days=STUCK_DAYS)[:20], today=today),
            "days": STUCK_DAYS,
            "request_figures": requests_shown.figures(request.standing, request.at),
            "to_sign": requests_shown.to_sign(request.standing, request.at),
        },
    )


@require_safe
@desk_view(Role.SUPERVISOR)
def supervised(request: DeskRequest) -> HttpResponse:
    """State and dates of the organs that the person supervises (条例47): numbers, kinds and states, no titles, no text."""
    shown = page(request, review.supervised_revisions(request.standing))
    rows = [
        {
            "number": revision.pk,
            "url": reverse("desk:document", args=[revision.pk]),
            "organ": revision.record.organ.short_name,
            "kind": kinds.get(revision.record.kind).label,
            "state": row(revision).state,
            "urgent": bool(revision.urgent_reason),
            "created_at": revision.created_at,
            "updated_at": revision.updated_at,
        }
        for revision in shown.rows
    ]
    return render(request, "desk/documents/supervised.html", {"rows": rows, "pages": shown})
