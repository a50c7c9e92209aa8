"""The queue of requests: by due date, with lights in words, filters of an address, views of one's own."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.faces.design.parts import Badge, Facet, Link
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.requests_access import LOOKING, OFFICE, lamp_badge, read_once
from gongkai.faces.desk.rows import page
from gongkai.kernel.casework import queries as cases
from gongkai.kernel.casework.terms import Light
from gongkai.kernel.organizations.queries import Role

_TABS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("running", "计时中", {}),
    ("open", "全部在办", {"section": "open"}),
    ("mine", "我承办的", {"handler": "me"}),
    ("unstarted", "待确认收到", {"section": "unstarted"}),
    ("late", "已逾期", {"late": "1"}),
    ("sign", "待签发", {"turn": Role.SIGNER.value}),
    ("paused", "暂停计时", {"section": "paused"}),
    ("unserved", "未见送达证明", {"section": "unserved"}),
    ("serving", "待送达归档", {"section": "serving"}),
    ("closed", "已办结", {"section": "closed"}),
)  # fmt: skip


@require_safe
@desk_view(*LOOKING)
@read_once
def queue(request: DeskRequest) -> HttpResponse:
    """The requests of a person under the filter of the address, the next due first."""
    asked = {name: request.GET[name] for name in cases.FILTERS if request.GET.get(name, "").strip()}
    known = cases.limits()
    shown = page(request, cases.queue(request.standing, request.at, filters=asked, known=known))
    rows = cases.queue_rows(shown.rows, request.at, standing=request.standing, known=known)
    figures = cases.counts(request.standing, request.at, filters=asked, known=known, months=False)
    if asked.get("scope") != "oversee":
        request.case_counts = {code: figures[code].count for code in ("open", "late", "sign")}
    plain = {name: value for name, value in asked.items() if name not in {"scope", "q"}}
    base = {"scope": "oversee"} if asked.get("scope") == "oversee" else {}
    address = reverse("desk:requests")
    tabs = []
    for code, label, query in _TABS:
        figure = figures.get(code)
        where = urlencode({**query, **base})
        tabs.append(
            Link(label, f"{address}?{where}" if where else address, current=plain == query,
                 count=figure.count if figure else None, late=code in {"late", "unserved"} and bool(figure and figure.count))
        )  # fmt: skip
    lights = tuple(
        Link(label, f"{address}?{urlencode({**asked, 'light': light.value})}", current=asked.get("light") == light.value)
        for light, label in ((Light.RED, "红灯"), (Light.AMBER, "黄灯"), (Light.GREEN, "绿灯"))
    )  # fmt: skip
    unlit = {name: value for name, value in asked.items() if name != "light"}
    every = Link("不限", f"{address}?{urlencode(unlit)}", current="light" not in asked)
    works = any(request.standing.has(role) for role in OFFICE)
    views = [(one, f"{address}?{one.query}") for one in cases.saved_views(request.person)] if works else []
    filters = [Facet("期限", (every, *lights))]
    if views:
        kept = tuple(Link(one.title, where, current=one.query == urlencode(asked)) for one, where in views)
        filters.append(Facet("我的筛选", kept))
    return render(
        request,
        "desk/requests/queue.html",
        {
            "tabs": tabs,
            "filters": filters,
            "rows": [(row, lamp_badge(row.lamp), Badge(row.state, "neutral")) for row in rows],
            "pages": shown,
            "typed": asked.get("q", ""),
            "query": urlencode(asked),
            "views": views,
            "works": works,
            "several": len({row.case.organ_id for row in rows}) > 1,
            "colleagues": cases.handlers(rows[0].case, request.at.date()) if works and rows else [],
            "registers": request.standing.has(Role.FOI_OFFICER) or request.standing.has(Role.FOI_HEAD),
        },
    )
