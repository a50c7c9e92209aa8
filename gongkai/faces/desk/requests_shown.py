"""Requests where documents are shown too: what waits for a person, what a leader asks at one look, what a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from gongkai.faces.design.parts import Badge, Figure
from gongkai.faces.desk.requests_access import OFFICE, lamp_badge
from gongkai.kernel.casework import queries as cases
from gongkai.kernel.casework.queries import Case, QueueRow
from gongkai.kernel.organizations.queries import Role, Standing

_JUDGES = (Role.FOI_HEAD, Role.LEGAL, Role.SIGNER)
_STEPS = {
    **dict.fromkeys(("reviewing", "lapsing_supplement", "lapsing_fee"), "approve"),
    **dict.fromkeys(("signing", "ending_supplement", "ending_fee"), "sign"),
}
_PROPOSED = {"mark": "proposed", "section": "all"}
_LEADER = (
    ("late", "申请逾期", True),
    ("late_week", "本周新逾期", True),
    ("nobody", "无人承办", True),
    ("due_week", "本周到期", False),
    ("sign", "待签发", False),
    ("review", "待审核", False),
    ("unstarted", "待确认收到", False),
    ("unserved", "未见送达证明", True),
    ("opened", "本月新收", False),
    ("closed", "本月办结", False),
)


@dataclass(frozen=True)
class RequestRow:
    """A line of requests on a page of the desk; ``step`` leads straight to what the person has to do."""

    title: str
    url: str
    number: str
    state: str
    lamp: Badge
    step: str


def _shown(row: QueueRow, *, judges: bool) -> RequestRow:
    code = _STEPS.get(row.case.state, "") if judges else ""
    step = reverse("desk:request_step", args=[row.case.pk, code]) if code else ""
    return RequestRow(row.title, row.link, row.case.number, row.state, lamp_badge(row.lamp), step)


def waiting(standing: Standing, at: datetime, *, limit: int = 8) -> list[RequestRow]:
    """The requests that wait for this person, the next due first: to judge, to sign, or in their own hands."""
    if not standing.organs_with(OFFICE):
        return []
    found: dict[int, Case] = {}
    judged = set()
    for role in _JUDGES:
        if standing.has(role):
            for case in cases.queue(standing, at, filters={"turn": role.value})[:limit]:
                if standing.has(role, case.organ_id):
                    found[case.pk] = case
                    judged.add(case.pk)
    if standing.has(Role.FOI_OFFICER):
        mine = {"handler": "me", "section": "open"}
        found |= {case.pk: case for case in cases.queue(standing, at, filters=mine)[:limit] if not case.paused}
    latest = at.replace(year=9999)
    listed = sorted(found.values(), key=lambda case: (case.due_at or latest, case.pk))[:limit]
    rows = cases.queue_rows(listed, at, standing=standing)
    return [_shown(row, judges=row.case.pk in judged) for row in rows]


def to_sign(standing: Standing, at: datetime, *, limit: int = 20) -> list[RequestRow]:
    """What waits for the leader's signature."""
    if not standing.has(Role.SIGNER):
        return []
    listed = list(cases.queue(standing, at, filters={"turn": Role.SIGNER.value})[:limit])
    return [_shown(row, judges=True) for row in cases.queue_rows(listed, at, standing=standing)]


def figures(standing: Standing, at: datetime) -> list[Figure]:
    """The leader's figures of requests, each a link to its rows; months against the same days of last year."""
    if not standing.organs_with(OFFICE):
        return []
    found, address = cases.counts(standing, at), reverse("desk:requests")
    shown = []
    for code, label, worries in _LEADER:
        one = found[code]
        note = "" if one.before is None else f"去年同期{one.before}件"
        kind = "red" if worries and one.count else "neutral"
        shown.append(Figure(label, one.count, "件", f"{address}?{one.query}", note, kind))
    waiting = cases.queue(standing, at, filters=_PROPOSED).count()
    shown.append(Figure("主动公开建议待答复", waiting, "件", f"{address}?{urlencode(_PROPOSED)}"))
    return shown + [
        Figure(f"本年{one.label}", one.count, "件", f"{address}?{one.query}", f"去年同期{one.before}件")
        for one in cases.marked(standing, at)
        if one.code != _PROPOSED["mark"]
    ]


def find(standing: Standing, at: datetime, text: str, *, limit: int = 30) -> list[RequestRow]:
    """Requests by number, subject, and by the applicant's name, identity number or telephone (through the blind index)."""
    if not text or not standing.organs_with(OFFICE):
        return []
    listed = list(cases.search(text, standing).select_related("organ", "handler")[:limit])
    return [_shown(row, judges=False) for row in cases.queue_rows(listed, at, standing=standing)]
