"""Begin a document: whose, of which kind; the same form sent twice begins one draft."""

from __future__ import annotations

import secrets

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.documents_access import DRAFTING
from gongkai.faces.desk.documents_forms import NewForm, grouped_kinds
from gongkai.kernel.organizations.queries import Organ
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.vocabulary import Refusal

_KEPT = 50


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*DRAFTING)
def new(request: DeskRequest) -> HttpResponse:
    """The form, then straight to the edit page."""
    organs: dict[int, Organ] = {
        post.organ_id: post.organ
        for post in request.standing.posts
        if post.role in set(DRAFTING) and post.organ.closed_on is None
    }
    offered = [(pk, organ.name) for pk, organ in organs.items()]
    form = NewForm(
        request.POST if request.method == "POST" else None,
        organs=offered,
        initial={"once": secrets.token_urlsafe(12), "organ": offered[0][0] if offered else None},
    )
    if request.method == "POST" and form.is_valid():
        begun: dict[str, int] = request.session.get("begun", {})
        once = form.cleaned_data["once"]
        if once in begun:
            return redirect("desk:edit", begun[once])
        try:
            revision = verbs.create(
                organ=organs[form.cleaned_data["organ"]],
                kind=form.cleaned_data["kind"],
                title=form.cleaned_data["title"],
                by=request.standing,
                at=request.at,
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            request.session["begun"] = dict([*begun.items(), (once, revision.pk)][-_KEPT:])
            return redirect("desk:edit", revision.pk)
    return render(
        request,
        "desk/documents/new.html",
        {
            "form": form,
            "several": len(offered) > 1,
            "organs": offered,
            "kinds": grouped_kinds(),
            "chosen": form["kind"].value() or "",
        },
    )
