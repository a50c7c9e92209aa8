"""Addresses of the portal. Every reading page stands a second time below /hant/ in Traditional characters."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path, register_converter

from gongkai.faces.portal.converters import Id, Size
from gongkai.faces.portal.views import (
    annual,
    apply,
    files,
    home,
    lists,
    machines,
    platform,
    progress,
    record,
    search,
    site,
    trust,
    verify,
)

register_converter(Id, "id")
register_converter(Size, "size")

Route = tuple[str, Callable[..., HttpResponseBase], dict[str, str], str]

_COLUMNS: list[Route] = [
    route
    for part in ("policy", "system", "annual")
    for route in (
        (f"open/{part}/", platform.column, {"part": part}, part),
        (f"open/{part}/<path:rest>", platform.column, {"part": part}, f"{part}_narrowed"),
        (f"open/<id:organ_id>/{part}/", platform.column, {"part": part}, f"organ_{part}"),
        (f"open/<id:organ_id>/{part}/<path:rest>", platform.column, {"part": part}, f"organ_{part}_narrowed"),
    )
    if route[3] != "organ_annual"  # an organ's reports stand by the year that they are about
]
READING: list[Route] = [
    ("", home.home, {}, "home"),
    ("open/", platform.platform, {}, "platform"),
    ("open/guide/", platform.guide, {}, "guide"),
    ("open/statutory/", platform.statutory, {}, "statutory"),
    ("open/apply/", platform.apply, {}, "apply"),
    ("open/<id:organ_id>/annual/", annual.of_organ, {}, "organ_annual"),
    ("open/<id:organ_id>/annual/list/<id:year>/", annual.listed, {}, "annual_list"),
    *_COLUMNS,
    ("open/<id:organ_id>/", platform.platform, {}, "organ"),
    ("open/<id:organ_id>/guide/", platform.guide, {}, "organ_guide"),
    ("open/<id:organ_id>/statutory/", platform.statutory, {}, "organ_statutory"),
    ("open/<id:organ_id>/apply/", platform.apply, {}, "organ_apply"),
    ("lists/", lists.lists, {}, "lists"),
    ("lists/<path:rest>", lists.lists, {}, "lists_narrowed"),
    ("library/", lists.library, {}, "library"),
    ("library/<path:rest>", lists.library, {}, "library_narrowed"),
    ("records/<id:record_id>/", record.record, {}, "record"),
    ("records/<id:record_id>/revisions/<id:number>/", record.former, {}, "former"),
    ("search/", search.search, {}, "search"),
    ("verify/", verify.about, {}, "verify"),
    ("verify/<id:record_id>/", verify.of_record, {}, "verify_record"),
    ("trust/", trust.log, {}, "trust"),
    ("trust/before/<id:before>/", trust.log, {}, "trust_before"),
    ("trust/checkpoints/<id:number>/", trust.checkpoint, {}, "checkpoint"),
    ("trust/consistency/<size:old>/<size:new>/", trust.consistency, {}, "consistency"),
    ("map/", site.site_map, {}, "map"),
    ("errors/", site.errors, {}, "errors"),
]
ONCE: list[Route] = [
    ("records/<id:record_id>/files/<id:attachment_id>/", files.attachment, {}, "file"),
    ("records/<id:record_id>/pdf/", files.rendition, {"form": "pdf"}, "pdf"),
    ("records/<id:record_id>/docx/", files.rendition, {"form": "docx"}, "docx"),
    ("records/<id:record_id>/qr/", files.qr, {}, "qr"),
    ("verify/check/", verify.check, {}, "verify_check"),
    ("verify/<id:record_id>/proof.json", verify.proof, {}, "proof"),
    ("verify/<id:record_id>/pdf.json", verify.proof, {"form": "pdf"}, "pdf_proof"),
    ("verify/<id:record_id>/docx.json", verify.proof, {"form": "docx"}, "docx_proof"),
    ("verify/<id:record_id>/revisions/<id:number>/proof.json", verify.former_proof, {}, "former_proof"),
    ("trust/key.txt", trust.key, {}, "key"),
    ("trust/checkpoints/<id:number>/note.txt", trust.note, {}, "note"),
    ("trust/consistency/<size:old>/<size:new>/proof.json", trust.consistency_json, {}, "consistency_proof"),
    ("feed/", machines.feed, {}, "feed"),
    ("robots.txt", machines.robots, {}, "robots"),
    ("sitemap.xml", machines.sitemap, {}, "sitemap"),
    ("sitemap/pages.xml", machines.sitemap_pages, {}, "sitemap_pages"),
    ("sitemap/<id:part>.xml", machines.sitemap_part, {}, "sitemap_part"),
    ("healthz", machines.healthz, {}, "healthz"),
    ("favicon.ico", machines.favicon, {}, "favicon"),
]

# An application and its progress: they know the reader's cookie, and stand below /hant/ too.
FORMS: list[Route] = [
    ("apply/", apply.first, {}, "apply_first"),
    ("apply/organ/", apply.choose, {}, "apply_organ"),
    ("apply/<id:organ_id>/", apply.fill, {}, "apply_fill"),
    ("apply/progress/", progress.ask, {}, "progress"),
    ("apply/progress/case/", progress.case, {}, "progress_case"),
    ("apply/progress/papers/<id:paper_id>/", progress.paper, {}, "progress_paper"),
]

app_name = "portal"
urlpatterns: list[URLPattern] = [
    *(path(route, view, {**extra}, name=name) for route, view, extra, name in (*ONCE, *READING, *FORMS)),
    *(
        path(f"hant/{route}", view, {**extra, "hant": "hant"}, name=f"hant_{name}")
        for route, view, extra, name in (*READING, *FORMS)
    ),
]
