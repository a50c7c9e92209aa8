"""The public log: the key, the checkpoints and their notes, the proof that the log only grew."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from gongkai.faces.design.parts import Link
from gongkai.faces.portal import headtags
from gongkai.faces.portal.shell import Page, Visit, reading
from gongkai.kernel.trust import queries as trust
from gongkai.kernel.vocabulary import Refusal

SIZE = 30
_HOME, _VERIFY, _LOG = Link("首页", "/"), Link("核验", "/verify/"), Link("公开日志", "/trust/")


@reading
def log(_visit: Visit, before: int | None = None) -> Page:
    """/trust/ and /trust/before/<n>/: checkpoints, newest first."""
    rows = trust.checkpoints(before=before, limit=SIZE + 1)
    if before is not None and not rows:
        raise Http404
    shown = rows[:SIZE]
    latest = trust.latest()
    newer = ""
    if before is not None and latest is not None and shown and shown[0].number < latest.number:
        edge = shown[0].number + SIZE + 1
        newer = "/trust/" if edge > latest.number else f"/trust/before/{edge}/"
    return Page(
        "portal/trust.html",
        {
            "rows": shown,
            "size": trust.size(),
            "key": trust.public_key_text().strip(),
            "latest": latest,
            "previous": newer,
            "following": f"/trust/before/{shown[-1].number}/" if len(rows) > SIZE else "",
            "crumbs": [_HOME, _VERIFY, Link("公开日志", "")],
        },
        headtags.of_column("公开日志", "存证日志的公钥、检查点和一致性证明"),
        section="/verify/",
    )


@reading
def checkpoint(_visit: Visit, number: int) -> Page:
    """/trust/checkpoints/<n>/"""
    found = trust.checkpoint(number)
    if found is None:
        raise Http404
    earlier = trust.checkpoint(number - 1)
    return Page(
        "portal/checkpoint.html",
        {
            "row": found,
            "note_url": f"/trust/checkpoints/{number}/note.txt",
            "consistency": f"/trust/consistency/{earlier.size}/{found.size}/" if earlier else "",
            "earlier": earlier,
            "crumbs": [_HOME, _VERIFY, _LOG, Link(f"检查点 {number}", "")],
        },
        headtags.of_column(f"检查点 {number}", "机关签名的日志状态"),
        section="/verify/",
    )


@reading
def consistency(_visit: Visit, old: int, new: int) -> Page:
    """/trust/consistency/<old>/<new>/: that the log of the larger size begins with the log of the smaller one."""
    return Page(
        "portal/consistency.html",
        {
            "old": old,
            "new": new,
            "path": _path(old, new),
            "proof_url": f"/trust/consistency/{old}/{new}/proof.json",
            "crumbs": [_HOME, _VERIFY, _LOG, Link("一致性证明", "")],
        },
        headtags.of_column("一致性证明", "公开日志只增不改的证明"),
        section="/verify/",
    )


def _path(old: int, new: int) -> list[str]:
    try:
        return trust.consistency(old, new)
    except Refusal as refusal:
        raise Http404(refusal.message) from refusal


@require_safe
def consistency_json(_request: HttpRequest, old: int, new: int) -> HttpResponse:
    """The same for machines."""
    return _plain(JsonResponse({"old": old, "new": new, "path": _path(old, new)}))


@require_safe
def note(_request: HttpRequest, number: int) -> HttpResponse:
    """/trust/checkpoints/<n>/note.txt: the signed note as it is."""
    found = trust.checkpoint(number)
    if found is None:
        raise Http404
    return _plain(HttpResponse(found.note, content_type="text/plain; charset=utf-8"))


@require_safe
def key(_request: HttpRequest) -> HttpResponse:
    """/trust/key.txt: every public key on its own line, the newest first."""
    lines = trust.public_key_text()
    if not lines:
        raise Http404
    return _plain(HttpResponse(lines, content_type="text/plain; charset=utf-8"))


def _plain(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-cache"
    return response
