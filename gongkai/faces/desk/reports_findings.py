"""What does not fit in an office's own report, and the page on which a person says why it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from gongkai.faces.design.parts import Badge
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.reports_access import EDITORS, checked_year, organ_of
from gongkai.faces.desk.reports_forms import ReasonForm
from gongkai.kernel.vocabulary import Refusal
from gongkai.oversee.annual import operations as verbs
from gongkai.oversee.annual import queries as annual

LEVELS = {"none": "green", "error": "red", "warning": "amber", "incomplete": "neutral"}
_ORDER = list(LEVELS)[1:]


@dataclass(frozen=True)
class Trouble:
    """A finding as a page tells it. ``said``: who explained it and how; ``lapsed``: what was said of other numbers."""

    badge: Badge
    law: str
    words: str
    note: str
    where: str
    said: tuple[annual.Said, ...] = ()
    lapsed: tuple[annual.Said, ...] = ()
    url: str = ""

    @property
    def explained(self) -> Badge | None:
        """已说明, where somebody has explained it."""
        return Badge(annual.EXPLAINED, "blue") if self.said else None


def trouble(one: annual.Judged, url: str = "") -> Trouble:
    """A finding in words."""
    check = one.check
    return Trouble(
        Badge(annual.verdict(check), LEVELS[check.level.value]), check.law, annual.sentence(check), check.note, check.place,
        one.said, one.lapsed, url,
    )  # fmt: skip


def troubles(found: Iterable[annual.Judged], organ: int = 0, year: int = 0, *, edits: bool = False) -> list[Trouble]:
    """What does not fit, contradictions first; ``edits``: with the address at which each may be explained."""
    shown = [one for one in found if one.check.level in {annual.Level.ERROR, annual.Level.WARNING}]
    return [
        trouble(
            one,
            reverse("desk:report_finding", args=[organ, year, one.check.fingerprint])
            if edits and annual.may_be_explained(one.check)
            else "",
        )
        for one in sorted(
            shown, key=lambda one: _ORDER.index(one.check.level.value) if one.check.level.value in _ORDER else 9
        )
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*EDITORS)
def finding(request: DeskRequest, organ: int, year: int, fingerprint: str) -> HttpResponse:
    """Say why a finding stands, change that, or take it back; what was said before stays below."""
    found, year = organ_of(request, organ, edit=True), checked_year(request, year)
    report = annual.compute(found, year, request.at)
    judged = next(
        (one for one in annual.findings(report, annual.texts_of(found, report)) if one.check.fingerprint == fingerprint), None
    )  # fmt: skip
    if judged is None and not annual.verdict_history(organ, year, fingerprint).exists():
        raise Http404
    back = reverse("desk:report", args=[organ, year])
    if judged is None or not annual.may_be_explained(judged.check):
        words = (
            "这一项的数据已经变化或者不再出现，原来的说明不再适用。"
            if judged is None
            else "表格的勾稽关系不相符，只能改正数据，不能用说明代替。"
        )
        messages.error(request, words)
        return redirect(back)
    initial = {"reason": judged.said[0].reason if judged.said else ""}
    form = ReasonForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        check = judged.check
        subject = verbs.Subject("", year, check.fingerprint, check.topic, annual.sentence(check))
        try:
            verbs.explain(
                organ=found, subject=subject, reason=form.cleaned_data["reason"], by=request.standing, at=request.at
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(
                request, "说明已保存，数据变化后须重新核对。" if form.cleaned_data["reason"] else "说明已撤回。"
            )
            return redirect(back)
    context = {
        "organ": found, "year_label": f"{year}年", "report_url": back, "form": form, "trouble": trouble(judged),
        "history": list(annual.verdict_history(organ, year, fingerprint)[:50]),
    }  # fmt: skip
    return render(request, "desk/reports/finding.html", context, status=422 if form.errors else 200)
