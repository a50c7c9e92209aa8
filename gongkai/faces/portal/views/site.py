"""Pages about the site itself: its map, and where to report a fault."""

from __future__ import annotations

from gongkai.faces.design.parts import Fact, Group, Link
from gongkai.faces.portal import addresses, cards, headtags, shell
from gongkai.faces.portal.shell import Page, Visit, reading
from gongkai.faces.portal.views import organs as seen
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.records.queries import Filter, public
from gongkai.publish.catalogue.queries import Topic
from gongkai.publish.library.kinds import KINDS


@reading
def site_map(_visit: Visit) -> Page:
    """/map/: every column that holds something."""
    counts = public.counts(Filter())
    present = set(counts.kinds)
    columns = [link for link in shell.navigation("", present) if link.url != "/"]
    columns.insert(1, Link("政府信息公开指南", "/open/guide/"))
    columns.insert(2, Link("法定主动公开内容", "/open/statutory/"))
    if counts.kinds.get("foi_system"):
        columns.insert(3, Link("政府信息公开制度", "/open/system/"))
    columns += [
        Link("全部政府信息", "/lists/"),
        Link("搜索", "/search/"),
        Link("公开日志", "/trust/"),
        Link("核验文件", "/verify/check/"),
        Link("我为政府网站找错", "/errors/"),
        Link("最新信息订阅", "/feed/"),
    ]
    own = set(cards.own())
    topics = tuple(
        Link(topic.label, addresses.listed(topic=topic.value), count=counts.topics[topic.value])
        for topic in Topic
        if counts.topics.get(topic.value)
    )
    laws = tuple(
        Link(kind.label, f"/library/kind/{kind.code}/", count=counts.kinds[kind.code])
        for kind in KINDS
        if counts.kinds.get(kind.code)
    )
    groups = [Group("栏目", tuple(columns))]
    groups += [Group("法定主动公开内容", topics)] if topics and present & own else []
    groups += [Group("法规库", laws)] if laws else []
    groups += seen.groups(organizations.organs(), counts.organs)
    return Page(
        "portal/map.html",
        {"groups": groups, "crumbs": [Link("首页", "/"), Link("站点地图", "")]},
        headtags.of_column("站点地图", "本站全部栏目"),
    )


@reading
def errors(_visit: Visit) -> Page:
    """/errors/: 我为政府网站找错."""
    site = organizations.site()
    rows = [
        Fact("网站名称", site.name),
        Fact("网站标识码", site.id_code),
        Fact("主办单位", site.sponsor),
        Fact("承办单位", site.operator),
        Fact("联系方式", site.contact),
    ]
    organ = site.main_organ
    if organ:
        rows += [
            Fact("电话", organ.phone),
            Fact("电子邮箱", organ.email, url=f"mailto:{organ.email}" if organ.email else ""),
        ]
    return Page(
        "portal/errors.html",
        {
            "facts": [fact for fact in rows if fact.value],
            "crumbs": [Link("首页", "/"), Link("我为政府网站找错", "")],
        },
        headtags.of_column("我为政府网站找错", "报告本站内容或功能上的错误"),
    )
