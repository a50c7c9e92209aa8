"""Verification: what a proof shows, the proof of a record, and a check of an uploaded page or file."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.faces.design.forms import PlainForm
from gongkai.faces.design.parts import Link
from gongkai.faces.portal import addresses, headtags, shell
from gongkai.faces.portal.shell import Page, Visit, reading
from gongkai.faces.portal.views.record import known, tombstone
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.records.queries import Record, Revision, public
from gongkai.kernel.records.terms import Status
from gongkai.kernel.trust import queries as trust
from gongkai.kernel.trust.canonical import parse
from gongkai.kernel.trust.pages import looks_like_page
from gongkai.kernel.vocabulary import Refusal

LARGEST = 64 * 1024 * 1024  # bytes of a whole upload
LARGEST_FILE = 50 * 1024 * 1024
LARGEST_PAGE = 4 * 1024 * 1024  # a page is read word by word
LARGEST_PROOF = 8 * 1024 * 1024

_HOME, _VERIFY = Link("首页", "/"), Link("核验", "/verify/")


@reading
def about(_visit: Visit) -> Page:
    """/verify/: what it means that a page is on record, and how anybody checks it."""
    latest = trust.latest()
    return Page(
        "portal/verify_about.html",
        {
            "crumbs": [_HOME, Link("核验", "")],
            "latest": latest,
            "checkpoint_url": f"/trust/checkpoints/{latest.number}/" if latest else "",
        },
        headtags.of_column("核验", "核对网页或文件是否与机关公开时存证的内容一致"),
        section="/verify/",
    )


@reading
def of_record(_visit: Visit, record_id: int) -> Page:
    """/verify/<id>/: the proof of a published record, piece by piece."""
    record = known(record_id)
    revision = record.current
    if record.status != Status.PUBLISHED or revision is None:
        return tombstone(record)
    broken, proof = "", None
    try:
        proof = public.proof(revision)
    except Refusal as refusal:
        broken = refusal.message
    forms_ready = []
    for form, label in (("pdf", "PDF"), ("docx", "Word 文档")):
        row = public.rendition(revision, form)
        if row is not None and row.file_id is not None:
            forms_ready.append(
                (label, f"/records/{record_id}/{form}/", f"/verify/{record_id}/{form}.json", row.file_id)
            )
    return Page(
        "portal/verify_record.html",
        {
            "record": record,
            "record_url": addresses.record(record_id),
            "proof": proof,
            "broken": broken,
            "proof_url": f"/verify/{record_id}/proof.json",
            "appended_at": datetime.fromisoformat(proof["appended_at"]) if proof else None,
            "position": (proof["leaf_index"] + 1) if proof else 0,
            "renditions": forms_ready,
            "attachments": public.attachments(revision),
            "crumbs": [_HOME, _VERIFY, Link(record.title, "")],
        },
        headtags.of_column("核验", "这份信息的存证内容、序号和证明文件"),
        section="/verify/",
    )


def _published(record_id: int) -> tuple[Record, Revision]:
    record = known(record_id)
    if record.status != Status.PUBLISHED or record.current is None:
        raise Http404
    return record, record.current


def _download(proof: trust.Proof | None, name: str) -> HttpResponse:
    if proof is None:
        raise Http404
    response = HttpResponse(
        json.dumps(proof, ensure_ascii=False, indent=1).encode(), content_type="application/json; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def proof(_request: HttpRequest, record_id: int, form: str = "proof") -> HttpResponse:
    """/verify/<id>/proof.json of the page, pdf.json and docx.json of the typeset files."""
    _, revision = _published(record_id)
    try:
        found = public.proof(revision) if form == "proof" else public.rendition_proof(revision, form)
    except Refusal as refusal:
        raise Http404(refusal.message) from refusal
    return _download(found, f"gongkai-{record_id}-{form}.json")


@require_safe
def former_proof(_request: HttpRequest, record_id: int, number: int) -> HttpResponse:
    """/verify/<id>/revisions/<n>/proof.json: of a text that a correction replaced."""
    record, _ = _published(record_id)
    revision = public.published_revision(record, number)
    if revision is None:
        raise Http404
    try:
        found = public.proof(revision)
    except Refusal as refusal:
        raise Http404(refusal.message) from refusal
    return _download(found, f"gongkai-{record_id}-revision-{number}.json")


class CheckForm(PlainForm):
    """A proof, and the page or file that it is about."""

    proof = forms.FileField(label="证明文件", help_text="在信息的核验页下载，文件名以 .json 结尾。")
    file = forms.FileField(
        label="要核对的网页或文件",
        required=False,
        help_text="另存的网页（4 MB 以内）、附件、PDF 或 Word 文档（50 MB 以内）。不选则只核对证明文件本身。",
    )

    def clean_proof(self) -> dict[str, Any]:
        """The proof as it was read."""
        given: UploadedFile[bytes] = self.cleaned_data["proof"]
        if (given.size or 0) > LARGEST_PROOF:
            raise forms.ValidationError("证明文件过大，请确认选对了文件。")
        try:
            return parse(given.read())
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from refusal

    def clean_file(self) -> bytes | None:
        """The bytes of the file; None when there is none."""
        given: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if not given:
            return None
        if (given.size or 0) > LARGEST_FILE:
            raise forms.ValidationError("文件超过 50 MB。较大的文件可以用命令 gongkai verify 核验。")
        content: bytes = given.read()
        if looks_like_page(content) and len(content) > LARGEST_PAGE:
            raise forms.ValidationError("网页超过 4 MB，请另存为“仅网页”后再试。")
        return content


@csrf_exempt  # the size is looked at before anything is read; the token is then checked below
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponseBase:
    """/verify/check/: upload a proof with a page or file; nothing is kept."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > LARGEST:
        context = _check_context(CheckForm(), too_large=True)
        return render(request, "portal/verify_check.html", context, status=413)
    return _check(request)


@csrf_protect
def _check(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "portal/verify_check.html", _check_context(CheckForm()))
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "portal/verify_check.html", _check_context(form), status=400)
    given, content = form.cleaned_data["proof"], form.cleaned_data.get("file")
    faults = trust.check_proof(given, trust.public_key_text(), content)
    context = _check_context(CheckForm())
    context |= {"done": True, "faults": faults, "with_file": content is not None, "statement": _told(given)}
    return render(request, "portal/verify_check.html", context)


def _told(given: dict[str, Any]) -> list[tuple[str, str]]:
    """What the proof says that it is about, for a reader to compare."""
    statement = given.get("statement")
    if not isinstance(statement, dict):
        return []
    labels = {"title": "标题", "doc_number": "发文字号", "index_number": "索引号", "organ_name": "发布机构"}
    rows = [(label, statement.get(key)) for key, label in labels.items()]
    rows.append(("存证时间", given.get("appended_at")))
    return [(label, value[:300]) for label, value in rows if isinstance(value, str) and value]


def _check_context(form: CheckForm, *, too_large: bool = False) -> dict[str, Any]:
    site = organizations.site()
    return {
        "form": form,
        "done": False,
        "faults": [],
        "with_file": False,
        "statement": [],
        "too_large": too_large,
        "site": site,
        "nav": shell.navigation("/verify/", set(public.kinds_present())),
        "head_tags": headtags.of_site(site) + headtags.of_column("核验文件", "上传网页或文件和证明文件，核对是否一致"),
        "twin": "",
        "hant": False,
        "has_twin": False,
        "crumbs": [_HOME, _VERIFY, Link("核验文件", "")],
    }
