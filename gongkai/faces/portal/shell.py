"""The shell round every page of the portal: what a page is made of, and how it becomes an answer equal for everybody."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from gongkai.faces.design.parts import Link
from gongkai.faces.portal import addresses, headtags, traditional
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.records.queries import public
from gongkai.kernel.vocabulary import today
from gongkai.publish.catalogue.queries import Section, kinds_of
from gongkai.publish.library.kinds import KINDS as LIBRARY_KINDS

P = ParamSpec("P")


@dataclass(frozen=True)
class Visit:
    """All that a page may know of who reads it: the address (without the Traditional prefix), the day, what was asked.

    ``asked`` holds the query string; only the search reads it.
    """

    path: str
    today: date
    hant: bool
    asked: Mapping[str, str]


@dataclass(frozen=True)
class Page:
    """A page as its view describes it. ``section`` is the address of the navigation's entry that it belongs to."""

    template: str
    context: dict[str, Any]
    head: headtags.Tags = ()
    section: str = ""
    status: int = 200
    canonical: bool = True  # also stands below the Traditional prefix under the same path
    headers: dict[str, str] = field(default_factory=dict)


View = Callable[Concatenate[Visit, P], Page | HttpResponseBase]


def reading(view: View[P]) -> Callable[..., HttpResponseBase]:
    """A reading page: GET and HEAD only, no cookie, the same bytes for everybody, revalidated by its ETag."""

    @functools.wraps(view)
    @require_safe
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        hant = bool(kwargs.pop("hant", False))
        path = request.path.removeprefix(addresses.HANT) if hant else request.path
        answer = view(Visit(path, today(), hant, request.GET.dict()), *args, **kwargs)
        if not isinstance(answer, Page):
            return answer
        return _answer(request, answer, path, hant=hant)

    return inner


def _answer(request: HttpRequest, page: Page, path: str, *, hant: bool) -> HttpResponseBase:
    twin = path
    if path == "/search/" and request.META.get("QUERY_STRING"):
        twin += "?" + request.GET.urlencode()
    body = render(page, path=path, twin=twin, hant=hant).encode()
    response = HttpResponse(body, status=page.status)
    response["Content-Language"] = "zh-Hant" if hant else "zh-CN"
    for name, value in page.headers.items():
        response[name] = value
    if page.status != 200:
        response["Cache-Control"] = "no-store"
        return response
    # Kept by a browser, asked for again each time: what is withdrawn is gone at once.
    response["Cache-Control"] = "no-cache"
    response["ETag"] = etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=etag, response=response) or response


def render(page: Page, *, path: str, twin: str = "", hant: bool = False) -> str:
    """The HTML of a page. Nothing of the request but its address enters: no session, no user, no token."""
    site = organizations.site()
    context = {
        **page.context,
        "site": site,
        "nav": navigation(page.section, set(public.kinds_present())),
        "head_tags": headtags.of_site(site) + page.head,
        "twin": twin or path,
        "hant": hant,
        "has_twin": page.canonical,
    }
    html = render_to_string(page.template, context)
    return traditional.convert(html) if hant else html


def navigation(section: str, present: set[str]) -> list[Link]:
    """The main navigation; a column that holds nothing is not linked."""
    links = [("首页", "/"), ("政府信息公开", "/open/")]
    if present & {kind.code for kind in kinds_of(Section.POLICY)}:
        links.append(("政策文件", "/open/policy/"))
    if present & {kind.code for kind in LIBRARY_KINDS}:
        links.append(("法规库", "/library/"))
    links += [("依申请公开", "/open/apply/"), ("年报", "/open/annual/"), ("核验", "/verify/")]
    return [Link(label, url, current=url == section) for label, url in links]
