"""政府信息公开平台 of the city and of each organ: 指南、制度、法定主动公开内容、年报、政策文件、依申请公开 (国办公开办函〔2019〕61号)."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from gongkai.faces.design.parts import Link
from gongkai.faces.portal import addresses, cards, headtags
from gongkai.faces.portal.addresses import Place
from gongkai.faces.portal.listing import Listing, show
from gongkai.faces.portal.shell import Page, Visit, reading
from gongkai.faces.portal.views import organs as seen
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.organizations.queries import Organ
from gongkai.kernel.records.queries import Counts, Filter, public
from gongkai.publish.catalogue.queries import Kind, Section, Topic, kinds_of


@dataclass(frozen=True)
class Column:
    """A list of the platform: a part that shows records of some kinds. ``lead`` says what it holds."""

    code: str
    label: str
    lead: str
    empty: str
    filters: tuple[str, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that stand here."""
        return tuple(kind.code for kind in kinds_of(Section(self.code)))


POLICY = Column(
    "policy",
    "政策文件",
    "规章、行政规范性文件和其他政策文件，注明文号、成文日期和效力。",
    "还没有发布政策文件。",
    ("organ", "kind", "year"),
)
SYSTEM = Column(
    "system",
    "政府信息公开制度",
    "政府信息公开的制度规定。国家法律法规可在法规库中查阅。",
    "还没有发布政府信息公开制度。",
    ("organ", "year"),
)
ANNUAL = Column(
    "annual",
    "政府信息公开年报",
    "各机关每年1月31日前公布上一年度的政府信息公开工作年度报告（条例第四十九条、第五十条）。",
    "还没有发布年报。",
    ("organ", "year"),
)
COLUMNS = {column.code: column for column in (POLICY, SYSTEM, ANNUAL)}


def _address(organ: Organ | None, part: str = "") -> str:
    head = addresses.organ(organ.pk) if organ else "/open/"
    return f"{head}{part}/" if part else head


def _trail(organ: Organ | None, *labels: str) -> list[Link]:
    trail = [Link("首页", "/"), Link("政府信息公开", "/open/")]
    if organ:
        trail.append(Link(organ.name, _address(organ)))
    trail += [Link(label, "") for label in labels]
    return [*trail[:-1], Link(trail[-1].label, "")]


def _parts(organ: Organ | None, counts: Counts, current: str) -> list[Link]:
    """The parts of a platform in their order; a part without records is shown by the office's own facts or not at all."""
    parts: list[tuple[str, str, int | None]] = [("guide", "政府信息公开指南", None)]

    def held(column: Column) -> int:
        return sum(counts.kinds.get(kind, 0) for kind in column.kinds)

    if n := held(SYSTEM):
        parts.append(("system", SYSTEM.label, n))
    parts.append(("statutory", "法定主动公开内容", counts.total))
    if (n := held(ANNUAL)) or organ is None:
        parts.append(("annual", ANNUAL.label, n))
    if n := held(POLICY):
        parts.append(("policy", POLICY.label, n))
    if organ is None or (seen.answering(organ) and organ.closed_on is None):
        parts.append(("apply", "依申请公开", None))
    return [Link(label, _address(organ, code), current=code == current, count=n) for code, label, n in parts]


def _counts(organ: Organ | None) -> Counts:
    return public.counts(Filter(organ_id=organ.pk if organ else None, kinds=cards.own()))


def _head(organ: Organ | None, label: str, description: str) -> headtags.Tags:
    name = f"{organ.name}{label}" if organ else label
    return headtags.of_column(name, description, keywords=f"政府信息公开，{label}", types="信息公开")


@reading
def platform(visit: Visit, organ_id: int | None = None) -> Page:
    """/open/ and /open/<organ>/"""
    organ = seen.named(organ_id) if organ_id else None
    counts = _counts(organ)
    newest = public.page(Filter(organ_id=organ.pk if organ else None, kinds=cards.own()), size=8).rows
    return Page(
        "portal/platform.html",
        {
            "organ": organ,
            "crumbs": _trail(organ),
            "parts": _parts(organ, counts, ""),
            "total": counts.total,
            "newest": [cards.entry(record, visit.today) for record in newest],
            "more": addresses.listed(organ_id=organ.pk) if organ else "/lists/",
            "organs": [] if organ else seen.groups(organizations.organs(), counts.organs),
            "facts": seen.contact(organ) if organ else [],
        },
        _head(organ, "政府信息公开", "政府信息公开指南、制度、法定主动公开内容和年报"),
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
    counts = _counts(organ)
    if organ:  # the way to the same list of every organ
        listed.context["everything"] = listing.address(Place())
    return Page(
        "portal/column.html",
        {
            **listed.context,
            "organ": organ,
            "title": about.label,
            "lead": about.lead,
            "empty_words": about.empty,
            "chips": listed.words[1 if organ else 0 :],
            "words": listed.words[1 if organ else 0 :],
            "crumbs": _trail(organ, about.label),
            "parts": _parts(organ, counts, part),
        },
        _head(organ, label, about.lead),
        section=f"/open/{part}/" if part in {"policy", "annual"} else "/open/",
    )


@reading
def statutory(_visit: Visit, organ_id: int | None = None) -> Page:
    """/open/statutory/: the items of article 20, each with the number of its records."""
    organ = seen.named(organ_id) if organ_id else None
    counts = _counts(organ)
    return Page(
        "portal/statutory.html",
        {
            "organ": organ,
            "crumbs": _trail(organ, "法定主动公开内容"),
            "parts": _parts(organ, counts, "statutory"),
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
        _head(organ, "法定主动公开内容", "《政府信息公开条例》第二十条、第二十一条规定主动公开的政府信息"),
        section="/open/",
    )


@reading
def guide(visit: Visit, organ_id: int | None = None) -> Page:
    """/open/guide/: what article 12 asks of a guide, from the facts of the organ and its published guides."""
    organ = seen.named(organ_id) if organ_id else None
    counts = _counts(organ)
    about = organ or organizations.site().main_organ
    published = public.page(Filter(organ_id=organ.pk if organ else None, kind="foi_guide"), size=SHOWN).rows
    open_organs = [] if organ else [one for one in organizations.organs() if seen.answering(one)]
    return Page(
        "portal/guide.html",
        {
            "organ": organ,
            "about": about,
            "crumbs": _trail(organ, "政府信息公开指南"),
            "parts": _parts(organ, counts, "guide"),
            "facts": seen.contact(about) if about else [],
            "sections": [(kind.label, counts.kinds[kind.code]) for kind in _all_kinds() if counts.kinds.get(kind.code)],
            "pattern": _pattern(about),
            "guides": [cards.entry(record, visit.today) for record in published],
            "organs": [(one, seen.contact(one)) for one in open_organs],
        },
        _head(organ, "政府信息公开指南", "政府信息的分类、编排体系、获取方式和政府信息公开工作机构的联系方式"),
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
            "crumbs": _trail(organ, "依申请公开"),
            "parts": _parts(organ, _counts(organ), "apply"),
            "organs": rows,
            "facts": seen.contact(organ) if organ else [],
            "door": f"/apply/?organ={organ.pk}" if organ else "/apply/",
        },
        _head(organ, "依申请公开", "没有主动公开的政府信息，可以依法向行政机关申请获取"),
        section="/open/apply/",
    )
