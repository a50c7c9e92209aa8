"""The edit page of a draft: every button saves first, so nothing that was typed is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, cast

from csp.constants import NONCE
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from js_asset import Media

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.documents_access import DRAFTING, writable
from gongkai.faces.desk.documents_forms import DraftForm, VoidForm, body_shown, change_posted
from gongkai.faces.desk.documents_show import attached, difference_lines
from gongkai.faces.desk.rows import term_shown
from gongkai.kernel.organizations.queries import Role, number
from gongkai.kernel.papers import richtext
from gongkai.kernel.records import kinds
from gongkai.kernel.records import operations as verbs
from gongkai.kernel.records.operations import numbering
from gongkai.kernel.records.queries import Revision, review
from gongkai.kernel.records.queries import terms_of_publication as terms
from gongkai.kernel.records.rules import Missing
from gongkai.kernel.records.terms import State
from gongkai.kernel.screening import CLASSIFIED_SENTENCE
from gongkai.kernel.vocabulary import Refusal

_WORD = ".docx"
_EDITOR_STYLE = {"style-src": [NONCE], "script-src": [NONCE]}


@dataclass(frozen=True)
class Conflict:
    """Somebody else was faster: what is stored now, and how it differs from what was typed here."""

    revision: Revision
    fields: list[Any]
    lines: list[Any]


@require_http_methods(["GET", "HEAD", "POST"])
@csp_update(_EDITOR_STYLE)  # type: ignore[arg-type]  # its annotation leaves no room for arguments of the address
@desk_view(*DRAFTING)
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    """Show the draft; a POST saves what was typed and then does what the pressed button says."""
    revision = writable(request, pk)
    if revision.state != State.DRAFTING:
        messages.info(request, f"这份文件现在是“{State.label_of(revision.state)}”状态，不能修改。")
        return redirect("desk:document", pk)
    if request.method != "POST":
        return _page(request, revision, DraftForm(revision=revision, today=request.at.date()))
    form = DraftForm(request.POST, revision=revision, today=request.at.date())
    if not form.is_valid():
        return _page(request, revision, form, status=422)
    try:
        saved = _save(request, form, pk)
    except verbs.StaleEdit as stale:
        return _conflict(request, form, stale)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _page(request, revision, form, status=422)
    return _then(request, saved, request.POST.get("do", "save"))


def _save(request: DeskRequest, form: DraftForm, pk: int) -> Revision:
    return verbs.save(
        revision_id=pk,
        fields=form.written(),
        version=form.cleaned_data["version"],
        kind=form.cleaned_data.get("kind") or None,
        by=request.standing,
        at=request.at,
    )


def _then(request: DeskRequest, saved: Revision, do: str) -> HttpResponse:
    """After saving: the act of the button. A refusal is shown on the edit page, where everything stands as typed."""
    code, _, argument = do.partition(":")
    act = _ACTS.get(code, _only_saved)
    try:
        return act(request, saved, argument)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(f"{reverse('desk:edit', args=[saved.pk])}#{_PLACES.get(code, 'main')}")


def _only_saved(request: DeskRequest, saved: Revision, _: str) -> HttpResponse:
    verbs.screen(revision_id=saved.pk, at=request.at)
    messages.success(request, f"已保存。{request.at:%H:%M}")
    return redirect("desk:edit", saved.pk)


def _preview(_: DeskRequest, saved: Revision, __: str) -> HttpResponse:
    return redirect("desk:preview", saved.pk)


def _attach(request: DeskRequest, saved: Revision, _: str) -> HttpResponse:
    files = request.FILES.getlist("files")
    if not files:
        raise Refusal("请先选择要上传的文件。")
    taken = 0
    for file in files:
        try:
            verbs.attach(
                revision_id=saved.pk,
                name=file.name or "",
                content=cast("BinaryIO", file),
                by=request.standing,
                at=request.at,
            )
            taken += 1
        except Refusal as refusal:  # the others are still taken
            messages.error(request, f"“{file.name}”没有上传：{refusal.message}")
    if taken:
        messages.success(request, f"已上传{taken}个附件。")
    return redirect(f"{reverse('desk:edit', args=[saved.pk])}#attachments")


def _detach(request: DeskRequest, saved: Revision, argument: str) -> HttpResponse:
    wanted = _one_of(argument, [a.pk for a in saved.attachments.all()], "附件已经移除。")
    verbs.detach(attachment_id=wanted, by=request.standing, at=request.at)
    messages.success(request, "附件已移除。")
    return redirect(f"{reverse('desk:edit', args=[saved.pk])}#attachments")


def _one_of(argument: str, allowed: list[int], sentence: str) -> int:
    """The id that a button carries, when it belongs to this draft."""
    if argument.isascii() and argument.isdigit() and len(argument) < 16 and int(argument) in allowed:
        return int(argument)
    raise Refusal(sentence)


def _number(request: DeskRequest, saved: Revision, _: str) -> HttpResponse:
    numbered = numbering.take_number(revision_id=saved.pk, version=saved.version, by=request.standing, at=request.at)
    messages.success(request, f"已取文号{numbered.doc_number}。")
    return redirect(f"{reverse('desk:edit', args=[saved.pk])}#id_doc_number-field")


def _import(request: DeskRequest, saved: Revision, _: str) -> HttpResponse:
    source = request.FILES.get("source")
    if source is None or not source.name:
        raise Refusal("请先选择要导入的docx文件。")
    if not source.name.lower().endswith(_WORD):
        raise Refusal(
            f"“{source.name[-40:]}”不能导入正文。请在Word或WPS中打开，另存为docx后再导入；.doc、.wps、.ofd可以作为附件上传。"
        )
    limit = number("papers.upload_megabytes", request.at.date(), saved.record.organ_id)
    if (source.size or 0) > limit * 1024 * 1024:
        raise Refusal(f"文件超过{limit}MB，请拆分后再导入。")
    html, notes = richtext.from_docx(source.read())
    body = html if request.POST.get("replace") or not saved.body else saved.body + html
    verbs.save(revision_id=saved.pk, fields={"body": body}, version=saved.version, by=request.standing, at=request.at)
    verbs.screen(revision_id=saved.pk, at=request.at)
    messages.success(request, f"已从“{source.name}”导入正文，请核对。")
    for note in notes:
        messages.warning(request, note)
    return redirect(f"{reverse('desk:edit', args=[saved.pk])}#id_body-field")


def _screen(request: DeskRequest, saved: Revision, _: str) -> HttpResponse:
    found = [f for f in verbs.screen(revision_id=saved.pk, at=request.at) if f.decision == "open"]
    if found:
        messages.warning(request, f"筛查完成，发现{len(found)}处需要处理。")
    else:
        messages.success(request, "筛查完成，没有需要处理的内容。")
    return redirect(f"{reverse('desk:edit', args=[saved.pk])}#screening")


def _mask(request: DeskRequest, saved: Revision, argument: str) -> HttpResponse:
    gone = "这一处已经不在文稿中，已重新筛查，请再看一遍。"
    value = _masked_value(saved, argument, gone)
    if saved.screened_at is None:  # the text changed with this very press: find the same hit again
        found = verbs.screen(revision_id=saved.pk, at=request.at)
        again = next((f.pk for f in found if f.key == value), None)
        if again is None:
            raise Refusal(gone)
        argument = str(again)
    verbs.mask_in_text(finding_id=int(argument), by=request.standing, at=request.at)
    messages.success(request, "已遮盖，请核对正文。")
    return redirect(f"{reverse('desk:edit', args=[saved.pk])}#screening")


def _masked_value(saved: Revision, argument: str, gone: str) -> str:
    found = {f.pk: f.key for f in review.findings(saved)}
    return found[_one_of(argument, list(found), gone)]


def _keep(_: DeskRequest, saved: Revision, argument: str) -> HttpResponse:
    wanted = _one_of(argument, [f.pk for f in review.findings(saved)], "这一处已经不在文稿中。")
    return redirect("desk:keep", wanted)


def _submit(request: DeskRequest, saved: Revision, _: str) -> HttpResponse:
    codes = {move.code for move in review.open_moves(saved, request.standing)}
    code = next((c for c in ("submit", "submit_not_open") if c in codes), "submit")
    moved = verbs.move(
        revision_id=saved.pk, code=code, by=request.standing, at=request.at, version=saved.version,
        comment=request.POST.get("note", ""),
    )  # fmt: skip
    messages.success(request, f"已提交，现在是“{State.label_of(moved.state)}”。")
    return redirect("desk:document", saved.pk)


_ACTS: dict[str, Callable[[DeskRequest, Revision, str], HttpResponse]] = {
    "attach": _attach,
    "detach": _detach,
    "number": _number,
    "import": _import,
    "screen": _screen,
    "mask": _mask,
    "keep": _keep,
    "preview": _preview,
    "submit": _submit,
}
_PLACES = {
    "attach": "attachments", "detach": "attachments", "number": "id_doc_number-field", "import": "id_body-field",
    "mask": "screening", "keep": "screening", "submit": "gaps",
}  # fmt: skip


def _conflict(request: DeskRequest, form: DraftForm, stale: verbs.StaleEdit) -> HttpResponse:
    """Both versions on one page; pressing save again takes the typed one, knowingly."""
    stored = stale.revision
    typed = review.revision(stored.pk)
    assert typed is not None
    for name, value in form.written().items():
        setattr(typed, name, richtext.sanitize(value) if name == "body" else value)
    fields, lines = review.changes(stored, typed)
    change_posted(form, {"version": str(stored.version)})
    form.add_error(None, stale.message)
    conflict = Conflict(stored, list(fields), difference_lines(lines))
    return _page(request, stored, form, status=409, conflict=conflict)


def _page(
    request: DeskRequest, revision: Revision, form: DraftForm, *, status: int = 200, conflict: Conflict | None = None
) -> HttpResponse:
    standing, today = request.standing, request.at.date()
    organ_id = revision.record.organ_id
    taken = numbering.live_number(revision)
    return render(
        request,
        "desk/documents/edit.html",
        {
            "revision": revision,
            "form": form,
            "media": editor_media(form, request),
            "kind": kinds.get(revision.record.kind).label,
            "organ": revision.record.organ,
            "gaps": lacking(revision, request.at),
            "term": term_shown(terms.term(revision, today=today)),
            "correction": revision.record.published_at is not None,
            "findings": Findings.of(revision, may_keep=_may_keep(request, organ_id)),
            "attachments": attached(revision),
            "megabytes": number("papers.upload_megabytes", today, organ_id),
            "taken": taken,
            "may_number": taken is None and not revision.doc_number and bool(revision.record.organ.code),
            "returned": next((s for s in reversed(review.steps(revision)) if s.move != "recall"), None),
            "conflict": conflict,
            "stored_body": body_shown(conflict.revision.body) if conflict else "",
            "submit": next(
                (m for m in review.open_moves(revision, standing) if m.code in {"submit", "submit_not_open"}), None
            ),
        },
        status=status,
    )


def lacking(revision: Revision, at: datetime) -> list[Missing]:
    """What the draft lacks; that it was not screened since the last word is nothing to do, submission screens."""
    gaps = review.missing(revision, at=at)
    return gaps if revision.screened_at is not None else [gap for gap in gaps if gap.field != "screening"]


def _may_keep(request: DeskRequest, organ_id: int) -> bool:
    return bool(request.standing.roles(organ_id) & {Role.FOI_OFFICER, Role.FOI_HEAD})


@dataclass(frozen=True)
class Findings:
    """The screening panel: what stops, what stays by decision, what is a hint; ``fresh``: of the text as it stands."""

    fresh: bool
    open: list[Any]
    kept: list[Any]
    hints: list[Any]
    may_keep: bool

    @classmethod
    def of(cls, revision: Revision, *, may_keep: bool) -> Findings:
        """The panel of a revision (one query)."""
        by: dict[str, list[Any]] = {"open": [], "kept": [], "allowed": []}
        for finding in review.findings(revision):
            by[finding.decision].append(finding)
        return cls(revision.screened_at is not None, by["open"], by["kept"], by["allowed"], may_keep)


def editor_media(form: DraftForm, request: DeskRequest) -> SafeString:
    """The editor's scripts and sheets, its inline import map with the nonce of this page."""
    media = Media.from_media(form.media, nonce=str(request.csp_nonce))  # type: ignore[attr-defined]
    return SafeString(media)


@require_POST
@desk_view(*DRAFTING)
def autosave(request: DeskRequest, pk: int) -> HttpResponse:
    """Save while it is being written: what is in order is kept, the rest waits. 409 when somebody else was faster."""
    revision = writable(request, pk)
    form = DraftForm(request.POST, revision=revision, today=request.at.date())
    form.is_valid()
    if "version" not in form.cleaned_data:
        return JsonResponse({"message": "请求不完整。"}, status=400)
    try:
        saved = _save(request, form, pk)
    except verbs.StaleEdit as stale:
        return JsonResponse({"message": stale.message, "version": stale.revision.version}, status=409)
    except Refusal as refusal:
        forget = refusal.message.startswith(CLASSIFIED_SENTENCE)  # nothing secret stays on the clerk's device
        return JsonResponse({"message": refusal.message, "field": refusal.field, "forget": forget}, status=422)
    errors = {name: "".join(str(word) for word in words) for name, words in form.errors.items()}
    return JsonResponse({"version": saved.version, "errors": errors})


@require_safe
@desk_view(*DRAFTING)
def gaps(request: DeskRequest, pk: int) -> HttpResponse:
    """The panel 提交前还差什么, asked again after an autosave."""
    revision = writable(request, pk)
    return render(request, "desk/documents/_gaps.html", {"gaps": lacking(revision, request.at)})


@require_POST
@desk_view(*DRAFTING)
def paste(request: DeskRequest) -> HttpResponse:
    """Clipboard HTML of Word or WPS as clean HTML; nothing is stored."""
    html = request.POST.get("html", "")
    return JsonResponse({"html": richtext.from_word_paste(html)})


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(*DRAFTING)
def void_number(request: DeskRequest, pk: int) -> HttpResponse:
    """Give up the number that was taken for this draft, with its reason."""
    revision = writable(request, pk)
    taken = numbering.live_number(revision)
    form = VoidForm(request.POST if request.method == "POST" else None, initial={"version": revision.version})
    if request.method == "POST" and form.is_valid():
        try:
            numbering.void_number(revision_id=pk, by=request.standing, at=request.at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, "文号已作废，在编号登记中保留。")
            return redirect("desk:edit", pk)
    return render(request, "desk/documents/void_number.html", {"revision": revision, "form": form, "taken": taken})
