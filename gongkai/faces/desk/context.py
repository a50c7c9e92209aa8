"""The frame of a desk page: who is here, the queues with their counts, unread notices; made only when a page shows it."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from gongkai.faces.design.parts import Desk, Group, Link
from gongkai.faces.desk import reports_navigation, yearly_navigation
from gongkai.kernel.casework import queries as cases
from gongkai.kernel.notices import queries as notices
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.organizations.queries import Person, Role, Standing
from gongkai.kernel.records.queries import desk as lists
from gongkai.kernel.records.queries import review
from gongkai.kernel.records.queries import terms_of_publication as terms
from gongkai.kernel.vocabulary import now
from gongkai.oversee.collecting import queries as collecting

_DRAFTING = (Role.DRAFT, Role.FOI_OFFICER)
REQUEST_ROLES = (Role.FOI_OFFICER, Role.FOI_HEAD, Role.LEGAL, Role.SIGNER)
_ROOMS = "gongkai.faces.desk.admin_navigation"


def desk(request: HttpRequest) -> dict[str, Any]:
    """``desk`` for every template; a page that does not show it asks nothing (the portal never does)."""
    return {"desk": SimpleLazyObject(lambda: frame(request))}


def frame(request: HttpRequest) -> Desk:
    """The frame for the person of this request; an empty one when nobody is signed in."""
    user = request.user
    if not isinstance(user, Person):
        return Desk(person="", post="", organ="", groups=())
    at = getattr(request, "at", None) or now()
    standing = getattr(request, "standing", None) or organizations.standing(user, at.date())
    home = standing.home
    return Desk(
        person=user.name,
        post=_post(standing),
        organ=home.short_name if home else "未任职",
        groups=tuple(groups(standing, path=request.path, at=at, counted=getattr(request, "case_counts", None))),
        account_url=_address("desk:account"),
        search_url=reverse("desk:search") if standing.content_organs else "",
        notices_url=reverse("desk:notices"),
        notices=notices.unread(user),
    )


def _post(standing: Standing) -> str:
    home = standing.home
    if home is None:
        return ""
    labels = dict.fromkeys(Role(post.role).label for post in standing.posts if post.organ_id == home.pk)
    shown = list(labels)
    return "、".join(shown[:2]) + ("等" if len(shown) > 2 else "")


def _address(name: str, *arguments: object) -> str:
    """An address that another part of the desk may not have yet; empty then."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


def groups(standing: Standing, *, path: str, at: datetime, counted: dict[str, int] | None = None) -> list[Group]:
    """The navigation, by what the person's posts allow; ``counted``: open, late and sign, when the page counted them."""
    found = []
    if standing.content_organs:
        found += [_work(standing, path, at), _documents(standing, path)]
    if requests := _requests(standing, path, at, counted):
        found.append(Group("依申请公开", tuple(requests)))
    found += reports_navigation.groups(standing, path)
    found += yearly_navigation.groups(standing, path)
    if oversight := _oversight(standing, path):
        found.append(Group("领导和监督", tuple(oversight)))
    return [*found, *_rooms(standing, path)]


def _link(label: str, url: str, path: str, count: int | None = None, *, late: bool = False) -> Link:
    return Link(label, url, current=path == url, count=count, late=late and bool(count))


def _work(standing: Standing, path: str, at: datetime) -> Group:
    def queue(code: str, label: str, count: int | None) -> Link:
        return _link(label, reverse("desk:queue", args=[code]), path, count, late=code == "returned")

    drafts = standing.organs_with(_DRAFTING)
    lists_of: dict[str, QuerySet[Any]] = {
        "mine": lists.waiting(standing),
        "urgent": lists.urgent(standing),
        "review": review.under_review(standing).exclude(state="waiting"),
        "scheduled": review.scheduled(standing),
        "reassess": lists.to_reassess(standing, until=at),
        "filings": collecting.waiting(standing),
    }
    if drafts:
        lists_of |= {"returned": lists.returned(standing), "drafts": review.my_drafts(standing)}
    counts = _counted(lists_of)
    links = [queue("mine", "待我办理", counts["mine"])]
    if counts["urgent"]:
        links.append(_link("加急待办", reverse("desk:urgent"), path, counts["urgent"], late=True))
    if counts["filings"]:
        links.append(_link("年报报送", reverse("desk:collecting"), path, counts["filings"]))
    if drafts:
        links += [queue("returned", "被退回", counts["returned"]), queue("drafts", "草稿", counts["drafts"])]
    links += [
        queue("review", "审核中", counts["review"]),
        _link(
            "公开期限",
            reverse("desk:terms"),
            path,
            len(terms.by_term(standing.content_organs, today=at.date()).late),
            late=True,
        ),
        queue("scheduled", "待发布", counts["scheduled"]),
        queue("reassess", "到期评估", counts["reassess"]),
        queue("involved", "我参与的", None),
    ]
    return Group("我的工作", tuple(links))


def _counted(lists_of: dict[str, QuerySet[Any]]) -> dict[str, int]:
    """How many rows each of these lists has: every list counted as it would be alone, all in one question."""
    parts = [
        rows.order_by()
        .annotate(list_=Value(name, CharField()))
        .values("list_")
        .annotate(n=Count("pk"))
        .values_list("list_", "n")
        for name, rows in lists_of.items()
    ]
    found = dict(parts[0].union(*parts[1:], all=True))
    return {name: found.get(name, 0) for name in lists_of}


def _documents(standing: Standing, path: str) -> Group:
    links = []
    if standing.organs_with(_DRAFTING):
        links.append(_link("新建文件", reverse("desk:new"), path))
    links.append(_link("已发布", reverse("desk:published"), path))
    return Group("政府信息", tuple(links))


def _requests(standing: Standing, path: str, at: datetime, counted: dict[str, int] | None) -> list[Link]:
    """The requests that wait for this person, by the part that they play (one query, none when the page counted)."""
    address = reverse("desk:requests")
    if not standing.organs_with(REQUEST_ROLES):
        if standing.has(Role.SUPERVISOR):
            return [_link("所属机关的申请", address, path)]
        return []
    found = counted if counted is not None else cases.frame_counts(standing, at)
    links = [_link("申请办理", address, path, found["open"])]
    if found["late"]:
        links.append(Link("已逾期", f"{address}?late=1", count=found["late"], late=True))
    if found["sign"] and standing.has(Role.SIGNER):
        links.append(Link("待签发", f"{address}?turn=signer", count=found["sign"]))
    return links


def _oversight(standing: Standing, path: str) -> list[Link]:
    links = []
    if lists.led(standing):
        links += [
            _link("领导概览", reverse("desk:leader"), path),
            _link("加急记录", reverse("desk:urgent_uses"), path),
        ]
    if standing.has(Role.SUPERVISOR):
        links.append(_link("所属机关办理情况", reverse("desk:supervised"), path))
    return links


def _rooms(standing: Standing, path: str) -> Sequence[Group]:
    """The administrator's rooms, as their own module lists them."""
    if importlib.util.find_spec(_ROOMS) is None:
        return []
    found: Sequence[Group] = importlib.import_module(_ROOMS).groups(standing, path)
    return found
