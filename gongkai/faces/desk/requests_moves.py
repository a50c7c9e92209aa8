"""The page of a step: what it means, what is asked; a refusal keeps what was typed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi import queries as requests
from gongkai.answer.foi import rules
from gongkai.answer.foi.queries import Decision
from gongkai.answer.foi.terms import OUTCOMES, outcome
from gongkai.faces.design.parts import Fact
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import blame
from gongkai.faces.desk.documents_forms import change_posted
from gongkai.faces.desk.requests_access import OFFICE, heading, worked
from gongkai.faces.desk.requests_forms import PAGES, SAME, WAYS, StepForm, Way
from gongkai.kernel.casework import operations as casework
from gongkai.kernel.casework import queries as cases
from gongkai.kernel.casework.queries import Case
from gongkai.kernel.vocabulary import Refusal, cited
from gongkai.kernel.workflow import Move


def _in_words(name: str, text: str) -> str:
    known = {one.code: one.label for one in OUTCOMES}
    return known.get(text, text) if name == "ground" else text


def said(decision: Decision | None) -> list[Fact]:
    """A proposed reply as its judges read it."""
    if decision is None:
        return []
    chosen = outcome(decision.outcome)
    shown = [Fact("办理结果", chosen.label, note=cited(chosen.basis)), Fact("起草人", decision.author.name)]
    shown += [
        Fact(rules.NEEDS.get(name, name), _in_words(name, text)) for name, text in decision.fields.items() if text
    ]
    if decision.body:
        shown.append(Fact("补充说明", mark_safe(decision.body)))  # noqa: S308 - sanitized on entry
    return shown


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*OFFICE)
def step(request: DeskRequest, pk: int, code: str) -> HttpResponse:
    """Show the form of a step, or make it."""
    case = worked(request, pk)
    if code in PAGES:
        return redirect(PAGES[code], pk)
    name = SAME.get(code, code)
    way = WAYS.get(name)
    if way is None:
        raise Http404
    lawful = {SAME.get(one.code, one.code): one for one in requests.lawful_moves(case, request.standing, request.at)}
    letters = requests.letters(case)
    if request.method != "POST":
        form = StepForm(way=way, case=case, letters=letters, initial={"version": case.version})
        return _page(request, case, name, way, form, lawful)
    form = StepForm(request.POST, request.FILES, way=way, case=case, letters=letters)
    if not form.is_valid():
        return _page(request, case, name, way, form, lawful, status=422)
    try:
        moved = way.verb(
            case_id=case.pk, by=request.standing, at=request.at, version=form.cleaned_data["version"], **form.given()
        )
    except casework.StaleCase as stale:
        form.add_error(None, stale.message)
        fresh = cases.find(pk=pk) or case
        change_posted(form, {"version": str(fresh.version)})
        return _page(request, fresh, name, way, form, lawful, status=409)
    except Refusal as refusal:
        blame(form, refusal)
        return _page(request, cases.find(pk=pk) or case, name, way, form, lawful, status=422)
    now = cases.workflow(moved).state(moved.state).label
    messages.success(request, f"已办理：{moved.number}，现在是“{now}”。")
    return redirect("desk:request", pk)


def _page(
    request: DeskRequest, case: Case, name: str, way: Way, form: StepForm, lawful: dict[str, Move], *, status: int = 200
) -> HttpResponse:
    move = lawful.get(name)
    table = cases.workflow(case)
    known = next((one for one in table.moves if SAME.get(one.code, one.code) == name), None)
    shown = move or known
    over = requests.barred(case, shown.code, request.at) if shown is not None else ""
    judging = name in {"approve", "sign", "return", "issue"}
    letter, unwritable = verbs.preview(case=case, at=request.at) if judging else (None, "")
    return render(
        request,
        "desk/requests/step.html",
        {
            **heading(case, request),
            "move": shown,
            "code": name,
            "form": form,
            "way": way,
            "allowed": move is not None or request.method == "POST",
            "barred": over,
            "late": over if move is not None else "",  # its term is over: only what happened within it is entered
            "facts": requests.request_of(case),
            "said": said(next(iter(requests.decisions(case)), None)),
            "judging": judging,
            "letter": letter,
            "unwritable": unwritable,
        },
        status=status,
    )
