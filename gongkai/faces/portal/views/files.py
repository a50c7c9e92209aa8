"""Files behind a record: attachments, the typeset PDF and docx, the QR code; all through the permission of their page."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import BinaryIO

import segno
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from gongkai.faces.design.parts import Link
from gongkai.faces.portal import addresses, renditions
from gongkai.faces.portal.shell import Page, Visit, reading
from gongkai.faces.portal.views.record import known, tombstone
from gongkai.kernel.papers import queries as papers
from gongkai.kernel.papers.terms import Format, State
from gongkai.kernel.records.queries import public
from gongkai.kernel.records.terms import Status
from gongkai.kernel.vocabulary import Refusal, now

# Shown in the browser; everything else is saved, whatever it claims to be.
_INLINE = frozenset({"application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp"})
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]")


def serve(
    request: HttpRequest,
    *,
    sha256: str,
    name: str,
    media_type: str,
    source: Callable[[str], BinaryIO] = papers.open_file,
) -> HttpResponseBase:
    """A stored file: never guessed at by a browser, never run, asked for again each time (it may have been withdrawn)."""
    etag = f'"{sha256}"'
    if request.headers.get("If-None-Match") == etag:
        response: HttpResponseBase = HttpResponse(status=304)
    else:
        try:
            content = source(sha256)
        except Refusal as refusal:
            raise Http404(refusal.message) from refusal
        response = FileResponse(
            content,
            as_attachment=media_type not in _INLINE,
            filename=_UNSAFE.sub("_", name),
            content_type=media_type if media_type in _INLINE else "application/octet-stream",
        )
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    # Instead of the site's policy: nothing in a file may run or fetch. A sandbox would keep the browser's PDF reader out.
    sandbox = "" if media_type == "application/pdf" else "; sandbox"
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'{sandbox}"
    )
    return response


@require_safe
def attachment(request: HttpRequest, record_id: int, attachment_id: int) -> HttpResponseBase:
    """/records/<id>/files/<attachment>/"""
    found = public.public_attachment(record_id, attachment_id)
    if found is None:
        return _refused(request, record_id=record_id)
    return serve(request, sha256=found.file_id, name=found.name, media_type=found.media_type)


@reading
def _refused(_visit: Visit, record_id: int) -> Page:
    """410 for a file of a withdrawn record, 404 for everything else."""
    record = known(record_id)
    if record.status == Status.PUBLISHED:
        raise Http404
    return tombstone(record)


@require_safe
def rendition(request: HttpRequest, record_id: int, form: str) -> HttpResponseBase:
    """/records/<id>/pdf/ and /docx/: the typeset file, or a page that says it is being made and comes back by itself."""
    record = known(record_id)
    revision = record.current
    if record.status != Status.PUBLISHED or revision is None:
        return _refused(request, record_id=record_id)
    row = public.rendition(revision, form)
    if row is not None and row.file_id is not None:
        return serve(
            request, sha256=row.file_id, name=f"{revision.title[:80]}.{form}", media_type=Format(form).media_type
        )
    return _waiting(request, record_id=record_id, form=form)


@reading
def _waiting(_visit: Visit, record_id: int, form: str) -> Page:
    """The file is asked for, and the page says how that stands."""
    record = known(record_id)
    assert record.current is not None
    refusal = ""
    row = public.rendition(record.current, form)
    if row is None:
        try:
            row = renditions.ask(record.current, form, at=now())
        except Refusal as refused:
            refusal = refused.message
    failed = row is not None and row.state == State.FAILED
    return Page(
        "portal/waiting.html",
        {
            "record": record,
            "form": Format(form).label,
            "refusal": refusal or (row.error if row is not None and failed else ""),
            "crumbs": [
                Link("首页", "/"),
                Link(record.title, addresses.record(record_id)),
                Link(Format(form).label, ""),
            ],
            "record_url": addresses.record(record_id),
        },
        status=503 if refusal or failed else 202,
        canonical=False,
        headers={"Retry-After": "60"} if refusal or failed else {"Refresh": "3"},
    )


@require_safe
def qr(_request: HttpRequest, record_id: int) -> HttpResponse:
    """/records/<id>/qr/: the address of the page for a telephone's camera, drawn in black on white."""
    if known(record_id).status != Status.PUBLISHED:
        raise Http404
    picture = io.BytesIO()
    segno.make(addresses.absolute(addresses.record(record_id)), error="m", micro=False).save(
        picture, kind="svg", scale=4, border=3, light="#fff", xmldecl=True, svgclass=None, lineclass=None
    )
    response = HttpResponse(picture.getvalue(), content_type="image/svg+xml")
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response
