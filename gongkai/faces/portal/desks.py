"""Pages of the portal that are not reading pages: they know the reader's cookie and are kept by nobody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from gongkai.faces.design.parts import Link, Step
from gongkai.faces.portal import addresses, headtags, shell, traditional
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.records.queries import public

HOME, APPLYING = Link("首页", "/"), Link("依申请公开", "/open/apply/")
STEPS = (("search", "先查一查"), ("organ", "选择机关"), ("wish", "需要的信息"), ("who", "申请人"), ("send", "核对提交"))


def steps(current: str) -> dict[str, Any]:
    """The five steps of an application as a line, and where the reader stands in words."""
    place = [code for code, _ in STEPS].index(current)
    return {
        "steps": [
            Step(label, "done" if n < place else "current" if n == place else "todo")
            for n, (_, label) in enumerate(STEPS)
        ],
        "step_words": f"第 {place + 1} 步，共 {len(STEPS)} 步：{STEPS[place][1]}",
        "done_parts": place,
        "parts_of": len(STEPS),
    }


def answer(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    title: str,
    trail: tuple[Link, ...] = (),
    hant: str = "",
    twin: str = "",
    status: int = 200,
    secret: bool = False,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """A page of this kind as an answer. ``secret``: not even the browser keeps it; else it may for 返回, and asks again.

    ``twin``: the address of the same page in the other characters, empty where what was typed would be lost by it.
    """
    site = organizations.site()
    html = render_to_string(
        template,
        {
            "site": site,
            "nav": shell.navigation("/open/apply/", set(public.kinds_present())),
            "head_tags": headtags.of_site(site) + headtags.of_column(title, "向行政机关申请获取政府信息"),
            "twin": twin,
            "has_twin": bool(twin),
            "hant": bool(hant),
            "title": title,
            "crumbs": [HOME, APPLYING, *trail, Link(title, "")],
            **context,
        },
        request,
    )
    response = HttpResponse(traditional.convert(html) if hant else html, status=status)
    response["Content-Language"] = "zh-Hant" if hant else "zh-CN"
    response["Cache-Control"] = "no-store, private" if secret else "no-cache, private"
    response["X-Robots-Tag"] = "noindex"
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def place(path: str, hant: str) -> str:
    """An address of this kind in the characters that the reader chose."""
    return addresses.HANT + path if hant else path
