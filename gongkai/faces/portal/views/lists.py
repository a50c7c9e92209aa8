"""Lists of everything that the offices published, and of the law library, narrowed by parts of their addresses."""

from __future__ import annotations

from gongkai.faces.design.parts import Link
from gongkai.faces.portal import cards, headtags
from gongkai.faces.portal.listing import Listing, show
from gongkai.faces.portal.shell import Page, Visit, reading
from gongkai.publish.library.kinds import KINDS
from gongkai.publish.library.rules import counts_as_rule


@reading
def lists(visit: Visit, rest: str = "") -> Page:
    """/lists/…"""
    listed = show(Listing("/lists/", cards.own()), rest, visit)
    title = " · ".join(listed.words) or "全部政府信息"
    trail = [Link("首页", "/"), Link("政府信息公开", "/open/"), Link("全部政府信息", "/lists/" if listed.words else "")]
    if listed.words:
        trail.append(Link(title, ""))
    return Page(
        "portal/list.html",
        {
            **listed.context,
            "title": title,
            "crumbs": trail,
            "lead": "",
            "chips": [],
            "empty_words": "这里还没有公开的信息。",
        },
        headtags.of_column(title, f"主动公开的政府信息：{title}"),
        section="/open/",
    )


_COUNTED = tuple(kind.code for kind in KINDS if counts_as_rule(kind.label))


@reading
def library(visit: Visit, rest: str = "") -> Page:
    """/library/…: laws, regulations, rules; other texts are kept beside them and never counted as rules."""
    kinds_here = tuple(kind.code for kind in KINDS)
    listing = Listing("/library/", kinds_here, ("kind", "year"), foremost=_COUNTED, undated_last=True)
    listed = show(listing, rest, visit)
    kinds = listed.counts.kinds
    rules = [kind for kind in KINDS if counts_as_rule(kind.label) and kinds.get(kind.code)]
    others = [kind for kind in KINDS if not counts_as_rule(kind.label) and kinds.get(kind.code)]
    title = " · ".join(listed.words) or "法规库"
    trail = [Link("首页", "/"), Link("法规库", "/library/" if listed.words else "")]
    if listed.words:
        trail.append(Link(title, ""))
    return Page(
        "portal/library.html",
        {
            **listed.context,
            "title": title,
            "chips": listed.words,
            "crumbs": trail,
            "rule_count": sum(kinds[kind.code] for kind in rules),
            "rule_words": "、".join(kind.label for kind in rules),
            "other_count": sum(kinds[kind.code] for kind in others),
            "other_words": "、".join(kind.label for kind in others),
            "year_words": next((word for word in listed.words if word.endswith("年") and word[0].isdigit()), ""),
            "empty_words": "法规库里还没有资料。",
        },
        headtags.of_column(title, f"法律、行政法规、地方性法规和部门规章：{title}", types="信息公开，法规库"),
        section="/library/",
    )
