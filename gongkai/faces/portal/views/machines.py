"""What machines read: the feed of the newest, robots, the site map for search engines, and whether the house is well."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gongkai.faces.portal import addresses, cards
from gongkai.faces.search.jobs import PROJECTION, engine
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.records.queries import projecting, public
from gongkai.publish.catalogue.queries import get

log = logging.getLogger("gongkai.health")

NEWEST = 30
CHUNK = 10_000
SCARCE = 200 * 1024 * 1024  # bytes: below it the next large upload may fail


def _machine(content: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def feed(_request: HttpRequest) -> HttpResponse:
    """/feed/: Atom, the newest of what the offices published."""
    site = organizations.site()
    rows = public.latest(NEWEST, kinds_in=cards.own())
    moment = max((row.changed_at for row in rows if row.changed_at), default=None)
    entries = "".join(
        f"<entry><id>{escape(addresses.absolute(addresses.record(row.pk)))}</id>"
        f"<title>{escape(row.title)}</title>"
        f"<link href={quoteattr(addresses.absolute(addresses.record(row.pk)))}/>"
        f"<published>{_stamp(row.published_at)}</published><updated>{_stamp(row.changed_at or row.published_at)}</updated>"
        f"<author><name>{escape(row.organ_name)}</name></author>"
        f"<category term={quoteattr(row.kind)} label={quoteattr(get(row.kind).label)}/></entry>"
        for row in rows
    )
    content = (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">'
        f"<id>{escape(addresses.absolute('/feed/'))}</id><title>{escape(site.name)} 最新公开</title>"
        f"<link rel='self' href={quoteattr(addresses.absolute('/feed/'))}/><link href={quoteattr(addresses.absolute('/'))}/>"
        f"<updated>{_stamp(moment) if moment else '1970-01-01T00:00:00+08:00'}</updated>{entries}</feed>"
    )
    return _machine(content, "application/atom+xml")


def _stamp(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """/robots.txt: the desk and what is made on demand are not for crawlers."""
    lines = [
        "User-agent: *",
        "Disallow: /desk/",
        "Disallow: /apply/",
        "Disallow: /hant/apply/",
        "Disallow: /search/",
        "Disallow: /hant/search/",
        "Disallow: /records/*/pdf/",
        "Disallow: /records/*/docx/",
        f"Sitemap: {addresses.absolute('/sitemap.xml')}",
    ]
    return _machine("\n".join(lines) + "\n", "text/plain")


_PAGES = (
    "/",
    "/open/",
    "/open/guide/",
    "/open/statutory/",
    "/open/annual/",
    "/open/apply/",
    "/lists/",
    "/verify/",
    "/trust/",
    "/map/",
)
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@require_safe
def sitemap(_request: HttpRequest) -> HttpResponse:
    """/sitemap.xml: names the parts; each part keeps its address as the city grows."""
    parts = -(-public.highest_id() // CHUNK)
    names = ["/sitemap/pages.xml", *(f"/sitemap/{part}.xml" for part in range(1, parts + 1))]
    places = "".join(f"<sitemap><loc>{escape(addresses.absolute(name))}</loc></sitemap>" for name in names)
    return _machine(
        f'<?xml version="1.0" encoding="utf-8"?><sitemapindex {_XMLNS}>{places}</sitemapindex>', "application/xml"
    )


@require_safe
def sitemap_pages(_request: HttpRequest) -> HttpResponse:
    """/sitemap/pages.xml: the columns and the organs."""
    paths = [*_PAGES, *(addresses.organ(organ.pk) for organ in organizations.organs())]
    return _machine(_urlset((path, None) for path in paths), "application/xml")


@require_safe
def sitemap_part(_request: HttpRequest, part: int) -> HttpResponse:
    """/sitemap/<n>.xml: records (n - 1) * 10,000 + 1 to n * 10,000."""
    if part > 100_000:
        raise Http404
    low = (part - 1) * CHUNK
    rows = [(pk, at) for pk, at in public.sitemap(CHUNK, before=part * CHUNK + 1) if pk > low]
    if not rows:
        raise Http404
    return _machine(_urlset((addresses.record(pk), at) for pk, at in rows), "application/xml")


def _urlset(rows: object) -> str:
    places = "".join(
        f"<url><loc>{escape(addresses.absolute(path))}</loc>"
        + (f"<lastmod>{_stamp(at)}</lastmod>" if at else "")
        + "</url>"
        for path, at in rows  # type: ignore[attr-defined]
    )
    return f'<?xml version="1.0" encoding="utf-8"?><urlset {_XMLNS}>{places}</urlset>'


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _sound(name: str, look: Callable[[], object]) -> bool:
    try:
        return bool(look())
    except Exception:
        log.exception("healthz: %s", name)
        return False


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """/healthz: 200 when pages can be served, 503 otherwise; numbers only, nothing of what is inside."""
    database = _sound("database", _database)
    index = _sound("index", lambda: engine().count() >= 0)
    free = shutil.disk_usage(settings.GONGKAI_FOLDER).free
    pending = projecting.pending_count(PROJECTION) if database else None
    well = database and index and free > SCARCE
    body = {
        "ok": well,
        "database": database,
        "index": index,
        "pending": pending,
        "disk_free_mb": free // (1024 * 1024),
    }
    return JsonResponse(body, status=200 if well else 503)


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """/favicon.ico, for whoever asks without reading the page."""
    return redirect(static("design/favicon.ico"), permanent=True)
