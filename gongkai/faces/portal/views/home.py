"""The home page: what a citizen needs first."""

from __future__ import annotations

from gongkai.faces.design.parts import Link
from gongkai.faces.portal import addresses, cards, headtags
from gongkai.faces.portal.shell import Page, Visit, reading
from gongkai.faces.portal.views.organs import groups
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.records.queries import Filter, public
from gongkai.publish.catalogue.queries import Section, Topic, kinds_of

NEWEST = 7


@reading
def home(_visit: Visit) -> Page:
    """/"""
    counts = public.counts(Filter())
    policies = tuple(kind.code for kind in kinds_of(Section.POLICY))
    rest = tuple(kind for kind in cards.own() if kind not in policies)
    organs = groups(organizations.organs(), counts.organs)
    return Page(
        "portal/home.html",
        {
            "total": sum(counts.kinds.get(kind, 0) for kind in cards.own()),
            "laws": sum(counts.kinds.get(kind, 0) for kind in cards.LIBRARY),
            "annual": counts.kinds.get("annual_report", 0),
            "organ_count": sum(len(group.items) for group in organs),
            "policies": [cards.compact(record) for record in public.latest(NEWEST, kinds_in=policies)],
            "newest": [cards.compact(record) for record in public.latest(NEWEST, kinds_in=rest)],
            "topics": [
                Link(topic.label, addresses.listed(topic=topic.value), count=counts.topics[topic.value])
                for topic in Topic
                if counts.topics.get(topic.value)
            ],
            "organs": organs,
        },
        headtags.of_column("首页", "政府信息公开平台：检索、查阅、下载主动公开的政府信息", types="政府门户"),
        section="/",
    )
