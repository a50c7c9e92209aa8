"""What a person is towards a collection and a filing: who fills in, who examines, who collects, who reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from gongkai.kernel.organizations.queries import Role, Standing, people_with, supervised
from gongkai.oversee.annual.queries import EDITORS
from gongkai.oversee.annual.queries import READERS as OWN_READERS
from gongkai.oversee.collecting.models import Campaign, Filing
from gongkai.oversee.collecting.queries.nodes import nodes
from gongkai.oversee.collecting.tree import Tree
from gongkai.oversee.collecting.workflow import EXAMINER, HEAD, LEAD, LEAD_HEAD, OFFICER

#: Who reads what their own organ fills in, examines or collects.
KEEPERS = OWN_READERS
#: Who may come to the pages at all; which rows they see is asked of each.
READERS = (*KEEPERS, Role.SUPERVISOR)


def towards(standing: Standing, filing: Filing) -> frozenset[str]:
    """The roles of the workflow that a person has towards a filing."""
    own = standing.roles(filing.organ_id) | standing.roles(filing.keeper_id)
    examining, leading = standing.roles(filing.reviewer_id), standing.roles(filing.campaign.lead_id)
    found = set()
    if Role.FOI_OFFICER in own:
        found.add(OFFICER)
    if Role.FOI_HEAD in own:
        found.add(HEAD)
    if examining & set(EDITORS):
        found.add(EXAMINER)
    if leading & set(EDITORS):
        found.add(LEAD)
    if Role.FOI_HEAD in leading:
        found.add(LEAD_HEAD)
    return frozenset(found)


def leads(standing: Standing, organ_id: int) -> bool:
    """Whether the person belongs to the FOI office that collects."""
    return bool(standing.roles(organ_id) & set(EDITORS))


def visible(standing: Standing) -> Q:
    """The filings that a person may see: of their own organ, of those they examine or collect, of those they supervise (条例47)."""
    own = standing.organs_with(KEEPERS)
    mine = Q(organ__in=own) | Q(keeper__in=own) | Q(reviewer__in=own) | Q(campaign__lead__in=own)
    below = supervised(standing)
    return mine | Q(organ__in=below) if below else mine


def may_see(standing: Standing, filing: Filing) -> bool:
    """Whether the person may read a filing."""
    own = standing.organs_with(KEEPERS)
    mine = {filing.organ_id, filing.keeper_id, filing.reviewer_id, filing.campaign.lead_id}
    return bool(own & mine) or filing.organ_id in supervised(standing)


def reads_whole(standing: Standing, campaign: Campaign) -> bool:
    """Whether the person may see every filing of a campaign."""
    return campaign.lead_id in standing.organs_with(KEEPERS) | supervised(standing)


def may_roll(standing: Standing, campaign: Campaign, organ_id: int, *, read: bool = False) -> bool:
    """Whether the person may sum the filings below an organ (``read``: see the sum): its own office's, or that which collects."""
    return organ_id in rollable(standing, campaign, [organ_id], read=read)


def rollable(standing: Standing, campaign: Campaign, organ_ids: Iterable[int], *, read: bool = False) -> set[int]:
    """Of these organs those whose filings below the person may sum or see summed (three queries, however many)."""
    wanted = list(organ_ids)
    if read and reads_whole(standing, campaign):
        return set(wanted)
    known, roles = Tree(nodes(), campaign.lead_id), KEEPERS if read else EDITORS
    own = standing.organs_with(roles)
    if campaign.lead_id in own:
        return set(wanted)
    seen = supervised(standing) if read else frozenset()
    return {pk for pk in wanted if pk in own or pk in seen or known.office(pk) in own}


def unstaffed(row: Filing, on: date) -> bool:
    """Whether nobody holds a post in the FOI office that should fill it in."""
    return not any(people_with(role, organ, on).exists() for role in EDITORS for organ in {row.keeper_id, row.organ_id})


def has_head(row: Filing, on: date) -> bool:
    """Whether anybody heads the FOI office that reports."""
    return any(people_with(Role.FOI_HEAD, organ, on).exists() for organ in {row.keeper_id, row.organ_id})


def may_submit(standing: Standing, row: Filing, on: date) -> bool:
    """Whether the person may report it: the head where there is one, else the handler; for an office without people, who collects."""
    roles = towards(standing, row)
    if HEAD in roles:
        return True
    if OFFICER in roles:
        return not has_head(row, on)
    return LEAD in roles and unstaffed(row, on)
