"""The page of a document: what it is, whose, where it stands, what may happen next, what has happened; and its files."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.faces.design.parts import Badge, Link
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.documents_access import CONTENT, may_draft, readable
from gongkai.faces.desk.documents_show import (
    attached,
    body,
    difference_lines,
    facts,
    moment,
    openness,
    progress,
    timeline,
)
from gongkai.faces.desk.rows import UNTITLED, state_badge, term_shown
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.papers import queries as papers
from gongkai.kernel.records import kinds
from gongkai.kernel.records.queries import Revision, public, review
from gongkai.kernel.records.queries import desk as lists
from gongkai.kernel.records.queries import terms_of_publication as terms
from gongkai.kernel.records.terms import State, Status, Withdrawal
from gongkai.kernel.vocabulary import Refusal


@require_safe
@desk_view()
def page(request: DeskRequest, pk: int) -> HttpResponse:
    """Everything at one look; for the supervisor and the auditor only the state and the dates."""
    revision = review.revision(pk)
    if revision is None:
        raise Http404
    if not review.may_read(revision, request.standing):
        return _state_only(request, revision)
    steps = review.steps(revision)
    return render(
        request,
        "desk/documents/page.html",
        {
            **heading(revision),
            "tabs": tabs(revision, "page"),
            "steps": progress(revision, steps),
            "events": timeline(revision, steps),
            "facts": facts(revision),
            "openness": openness(revision),
            "body": body(revision),
            "term": term_shown(terms.term(revision, today=request.at.date())),
            "files": [a.file for a in attached(revision)],
            "moves": moves(request, revision),
            "editable": revision.state == State.DRAFTING and may_draft(request, revision.record.organ_id),
            "kept": [f for f in review.findings(revision) if f.decision == "kept"],
            "related": public.related(revision.record) if revision.record.published_at else [],
            "after": after_publication(request, revision),
            "reassess": _reassess(request, revision),
            "authors": lists.editors(revision),
            "waits": moment(revision.publish_at) if revision.state == State.WAITING else "",
            "own": lists.is_editor(revision, request.standing),
        },
    )


def _state_only(request: DeskRequest, revision: Revision) -> HttpResponse:
    if not review.may_see_state(revision, request.standing):
        raise PermissionDenied
    steps = review.steps(revision)
    events = [
        event.__class__(event.at, event.what, "", "", event.kind) for event in timeline(revision, steps)
    ]  # dates and moves, no names, no comments
    return render(
        request,
        "desk/documents/state.html",
        {
            "revision": revision,
            "organ": revision.record.organ,
            "kind": kinds.get(revision.record.kind).label,
            "state": state_badge(revision.state, attribute=revision.attribute),
            "steps": [step.__class__(step.label, step.state) for step in progress(revision, steps)],
            "events": events,
        },
    )


def heading(revision: Revision) -> dict[str, Any]:
    """The names that every page about a document shows at its head."""
    record = revision.record
    badges = [state_badge(revision.state, attribute=revision.attribute)]
    if revision.urgent_reason:
        badges.append(Badge("加急", "red"))
    if record.status == Status.WITHDRAWN:
        badges.append(Badge("已撤回", "red"))
    elif record.repealed_on is not None:
        badges.append(Badge("已废止", "amber"))
    if revision.state == State.PUBLISHED and record.current_id != revision.pk:
        badges.append(Badge("已被更正版本替代", "neutral"))
    return {
        "revision": revision,
        "record": record,
        "title": revision.title or UNTITLED,
        "badges": badges,
        "kind": kinds.get(record.kind).label,
        "organ": record.organ,
    }


def tabs(revision: Revision, here: str) -> list[Link]:
    """The views of one document."""
    shown = [Link("全文和办理", reverse("desk:document", args=[revision.pk]), current=here == "page")]
    compared = (review.former_round, review.last_sent, lists.corrected_by)
    if any(question(revision) is not None for question in compared):
        shown.append(Link("改动对照", reverse("desk:changes", args=[revision.pk]), current=here == "changes"))
    shown.append(Link("台账和版本", reverse("desk:history", args=[revision.pk]), current=here == "history"))
    return shown


def moves(request: DeskRequest, revision: Revision) -> list[Any]:
    """The buttons: what this person may do now, the primary first, each with its address."""
    return [
        (move, reverse("desk:move", args=[revision.pk, move.code]))
        for move in review.open_moves(revision, request.standing)
    ]


def after_publication(request: DeskRequest, revision: Revision) -> list[tuple[str, str, str]]:
    """What may be done with a published record, as (label, address, style)."""
    record = revision.record
    if record.status != Status.PUBLISHED or record.current_id != revision.pk:
        return []
    roles = request.standing.roles(record.organ_id)
    found = []
    if roles & {Role.DRAFT, Role.FOI_OFFICER}:
        found.append(("更正", reverse("desk:correct", args=[record.pk]), ""))
    if roles & {Role.DRAFT, Role.FOI_OFFICER, Role.FOI_HEAD}:
        found.append(("关联其他信息", reverse("desk:relate", args=[record.pk]), ""))
    if roles & {Role.FOI_HEAD, Role.FINAL_REVIEW, Role.SIGNER}:
        if record.repealed_on is None:
            found.append(("标记废止", reverse("desk:repeal", args=[record.pk]), ""))
        found.append(("撤回", reverse("desk:withdraw", args=[record.pk]), "danger"))
    return found


def _reassess(request: DeskRequest, revision: Revision) -> str:
    if revision.state != State.KEPT:
        return ""
    roles = request.standing.roles(revision.record.organ_id)
    if not roles & {Role.FOI_OFFICER, Role.FOI_HEAD}:
        return ""
    return reverse("desk:reassess", args=[revision.pk])


@require_safe
@desk_view(*CONTENT)
def changes(request: DeskRequest, pk: int) -> HttpResponse:
    """What differs from the published text, and from the text as it was last sent into review."""
    revision = readable(request, pk)
    comparisons = []
    for label, former in (
        ("与上一次送审的文本相比", review.last_sent(revision)),
        ("与公众现在看到的文本相比", review.former_round(revision)),
        ("与被它更正的文本相比", lists.corrected_by(revision)),
    ):
        if former is not None:
            fields, lines = review.changes(former, revision)
            at = former.frozen_at or former.updated_at
            comparisons.append({"label": label, "at": at, "fields": fields, "lines": difference_lines(lines)})
    return render(
        request,
        "desk/documents/changes.html",
        {**heading(revision), "tabs": tabs(revision, "changes"), "comparisons": comparisons},
    )


@require_safe
@desk_view(*CONTENT)
def history(request: DeskRequest, pk: int) -> HttpResponse:
    """The lines of the ledger, and every revision of the record."""
    revision = readable(request, pk)
    record = revision.record
    return render(
        request,
        "desk/documents/history.html",
        {
            **heading(revision),
            "tabs": tabs(revision, "history"),
            "lines": lists.ledger_lines(revision),
            "versions": [
                (r, state_badge(r.state, attribute=r.attribute), reverse("desk:document", args=[r.pk]))
                for r in lists.revisions(record)
            ],
            "withdrawal": Withdrawal.label_of(record.withdrawal) if record.withdrawal else "",
        },
    )


@require_safe
@desk_view()
def file(request: DeskRequest, pk: int) -> FileResponse | HttpResponse:
    """A file of a document, by the permission of its page; never shown inside a page."""
    attachment = lists.attachment(pk)
    if attachment is None:
        raise Http404
    if not review.may_read(attachment.revision, request.standing):
        raise PermissionDenied
    try:
        content = papers.open_file(attachment.file_id)
    except Refusal as refusal:
        return render(request, "desk/refused.html", {"message": refusal.message, "back": ""}, status=404)
    response = FileResponse(content, as_attachment=True, filename=attachment.name, content_type=attachment.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
