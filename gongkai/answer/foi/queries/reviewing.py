"""Who reviews what an organ replies, from the facts of the organ (行政复议法24 to 28)."""

from __future__ import annotations

from gongkai.answer.foi import rules
from gongkai.kernel.organizations.queries import Organ, site
from gongkai.kernel.organizations.terms import Level, Nature, ReviewPath
from gongkai.kernel.vocabulary import Refusal


def organ_facts(organ: Organ) -> rules.OrganFacts:
    """What the remedy and the letters need of an organ: to whom it belongs decides who reviews it."""
    path, parent = ReviewPath(organ.review_path), organ.vertical_parent
    government = organ.government.name if organ.government else ""
    if path is ReviewPath.DISTRICT:  # 24 末款: the government of the department that set the branch up
        above = parent.government if parent is not None else None
        government = above.name if above is not None else organ.higher
    return rules.OrganFacts(
        name=organ.name,
        level=Level(organ.level),
        nature=Nature(organ.nature),
        government=government,
        upper=(government or organ.higher) if organ.nature == Nature.GOVERNMENT else "",
        superior=parent.name if parent is not None else organ.higher,
        vertical=path is ReviewPath.VERTICAL,
        justice=path is ReviewPath.JUSTICE,
        by_district=path is ReviewPath.DISTRICT,
        local_government=organ.seat.name if organ.seat is not None else "",
        review_online=site().review_online,
        office=organ.foi_office,
        address=organ.address,
        phone=organ.phone,
    )


def reviewed_by(organ: Organ) -> str:
    """The body or bodies that a reply of the organ names; empty for who answers no requests (条例55)."""
    try:
        return "或者".join(rules.review_bodies(organ_facts(organ)))
    except Refusal:
        return ""
