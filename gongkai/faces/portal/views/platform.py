"""政府信息公开平台 of the city and of each organ: 指南、制度、法定主动公开内容、年报、政策文件、依申请公开 (国办公开办函〔2019〕61号)."""

from __future__ import annotations

from django.http import Http404

from gongkai.faces.design.parts import Link
from gongkai.faces.portal import addresses, cards
from gongkai.faces.portal.addresses import Place
from gongkai.faces.portal.listing import Listing, show
from gongkai.faces.portal.shell import Page, Visit, reading
from gongkai.faces.portal.views import annual
from gongkai.faces.portal.views import organs as seen
from gongkai.faces.portal.views.frame import ANNUAL, COLUMNS, counted, head, parts_of, trail
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.organizations.queries import Organ
from gongkai.kernel.records.queries import Filter, public
from gongkai.publish.catalogue.queries import Kind, Section, Topic, kinds_of


@reading
def platform(visit: Visit, organ_id: int | None = None) -> Page:
    """/open/ and /open/<organ>/"""
    organ = seen.named(organ_id) if organ_id else None
    counts = counted(organ)
    newest = public.page(Filter(organ_id=organ.pk if organ else None, kinds=cards.own()), size=8).rows
    return Page(
        "portal/platform.html",
        {
            "organ": organ,
            "crumbs": trail(organ),
            "parts": parts_of(organ, counts, ""),
            "total": counts.total,
            "newest": [cards.entry(record, visit.today) for record in newest],
            "more": addresses.listed(organ_id=organ.pk) if organ else "/lists/",
            "organs": [] if organ else seen.groups(organizations.organs(), counts.organs),
            "facts": seen.contact(organ) if organ else [],
        },
        head(organ, "政府信息公开", "政府信息公开指南、制度、法定主动公开内容和年报"),
        section="/open/",
    )


@reading
def column(visit: Visit, part: str, rest: str = "", organ_id: int | None = None) -> Page:
    """/open/policy/, /open/system/, /open/annual/ and the same of one organ: a list with filters and pages."""
    about = COLUMNS[part]
    organ = seen.named(organ_id) if organ_id else None
    place = addresses.read(rest)
    if place is None or place.organ_id is not None:  # the organ stands in front of the part, never behind it
        raise Http404
    listing = Listing(f"/open/{part}/", about.kinds, about.filters, organ)
    listed = show(listing, rest, visit)
    label = " · ".join([about.label, *listed.words[1 if organ else 0 :]])
    counts = counted(organ)
    if organ:  # the way to the same list of every organ
        listed.context["everything"] = listing.address(Place())
    above = part == ANNUAL.code and organ is None and not rest
    return Page(
        "portal/column.html",
        {
            **listed.context,
            "lists": annual.lists(visit.today) if above else [],
            "organ": organ,
            "title": about.label,
            "lead": about.lead,
            "empty_words": about.empty,
            "chips": listed.words[1 if organ else 0 :],
            "words": listed.words[1 if organ else 0 :],
            "crumbs": trail(organ, about.label),
            "parts": parts_of(organ, counts, part),
        },
        head(organ, label, about.lead),
        section=f"/open/{part}/" if part in {"policy", "annual"} else "/open/",
    )


@reading
def statutory(_visit: Visit, organ_id: int | None = None) -> Page:
    """/open/statutory/: the items of article 20, each with the number of its records."""
    organ = seen.named(organ_id) if organ_id else None
    counts = counted(organ)
    return Page(
        "portal/statutory.html",
        {
            "organ": organ,
            "crumbs": trail(organ, "法定主动公开内容"),
            "parts": parts_of(organ, counts, "statutory"),
            "topics": [
                Link(
                    topic.label,
                    addresses.listed(**({"organ_id": organ.pk} if organ else {}), topic=topic.value),
                    count=counts.topics[topic.value],
                )
                for topic in Topic
                if counts.topics.get(topic.value)
            ],
            "missing": [topic.label for topic in Topic if not counts.topics.get(topic.value)],
            "total": counts.total,
        },
        head(organ, "法定主动公开内容", "《政府信息公开条例》第二十条、第二十一条规定主动公开的政府信息"),
        section="/open/",
    )


@reading
def guide(visit: Visit, organ_id: int | None = None) -> Page:
    """/open/guide/: what article 12 asks of a guide, from the facts of the organ and its published guides."""
    organ = seen.named(organ_id) if organ_id else None
    counts = counted(organ)
    about = organ or organizations.site().main_organ
    published = public.page(Filter(organ_id=organ.pk if organ else None, kind="foi_guide"), size=SHOWN).rows
    open_organs = [] if organ else [one for one in organizations.organs() if seen.answering(one)]
    return Page(
        "portal/guide.html",
        {
            "organ": organ,
            "about": about,
            "crumbs": trail(organ, "政府信息公开指南"),
            "parts": parts_of(organ, counts, "guide"),
            "facts": seen.contact(about) if about else [],
            "sections": [(kind.label, counts.kinds[kind.code]) for kind in _all_kinds() if counts.kinds.get(kind.code)],
            "pattern": _pattern(about),
            "guides": [cards.entry(record, visit.today) for record in published],
            "organs": [(one, seen.contact(one)) for one in open_organs],
        },
        head(organ, "政府信息公开指南", "政府信息的分类、编排体系、获取方式和政府信息公开工作机构的联系方式"),
        section="/open/",
    )


SHOWN = 10


def _all_kinds() -> list[Kind]:
    return [kind for section in Section for kind in kinds_of(section)]


def _pattern(organ: Organ | None) -> str:
    """An example of the organ's 索引号 in words, or nothing."""
    if organ is None or not (organ.index_code or organ.uscc):
        return ""
    return f"{organ.index_code or organ.uscc}"


@reading
def apply(_visit: Visit, organ_id: int | None = None) -> Page:
    """/open/apply/: how to apply for information that is not published (条例27-51), and the two doors; nothing is asked here."""
    organ = seen.named(organ_id) if organ_id else None
    if organ and (not seen.answering(organ) or organ.closed_on):
        raise Http404
    rows = [organ] if organ else [one for one in organizations.organs() if seen.answering(one)]
    return Page(
        "portal/apply.html",
        {
            "organ": organ,
            "crumbs": trail(organ, "依申请公开"),
            "parts": parts_of(organ, counted(organ), "apply"),
            "organs": rows,
            "facts": seen.contact(organ) if organ else [],
            "door": f"/apply/?organ={organ.pk}" if organ else "/apply/",
        },
        head(organ, "依申请公开", "没有主动公开的政府信息，可以依法向行政机关申请获取"),
        section="/open/apply/",
    )
