"""Questions about campaigns: those that concern a person, the organs that may be asked, by when the law wants it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.kernel.organizations.queries import Organ, Standing, number_lookup, supervised
from gongkai.kernel.vocabulary import Number
from gongkai.oversee.annual.due import DueDay, day_of
from gongkai.oversee.annual.queries import EDITORS
from gongkai.oversee.collecting.models import Campaign, Filing
from gongkai.oversee.collecting.queries.access import KEEPERS, visible
from gongkai.oversee.collecting.queries.nodes import nodes
from gongkai.oversee.collecting.terms import DUE, DUE_SUMMED, State
from gongkai.oversee.collecting.tree import Tree


def campaign(pk: int) -> Campaign | None:
    """A campaign with the office that collects; None when there is none."""
    return Campaign.objects.select_related("lead").filter(pk=pk).first()


def opened(lead_id: int, year: int) -> Campaign | None:
    """The campaign of an office and a year; None before it was opened."""
    return Campaign.objects.filter(lead=lead_id, year=year).first()


def campaigns(standing: Standing) -> QuerySet[Campaign]:
    """The campaigns that a person leads, takes part in or supervises, newest first."""
    owed = Filing.objects.filter(visible(standing)).exclude(state=State.REMOVED)
    leading = standing.organs_with(KEEPERS) | supervised(standing)
    found = Campaign.objects.filter(Q(pk__in=owed.values("campaign")) | Q(lead__in=leading))
    return found.select_related("lead").order_by("-year", "lead__position", "pk")


def leading(standing: Standing) -> list[Organ]:
    """The offices for which the person may open a campaign: those with organs below them, 主管部门 first (two queries).

    A government collects through its 主管部门.
    """
    own, known = standing.organs_with(EDITORS), nodes()
    through = {node.government for node in known if node.supervisor and node.government is not None}
    found = Organ.objects.filter(pk__in=own, closed_on=None).exclude(pk__in=through)
    offices = found.order_by("-is_supervisor", "position", "id")
    return [office for office in offices if Tree(known, office.pk).candidates - {office.pk}]


def tree(lead_id: int) -> Tree:
    """The organs below an office (one query)."""
    return Tree(nodes(), lead_id)


@dataclass(frozen=True)
class Dues:
    """By when the filings of a year are wanted, as law and local rules say; ``latest``: the outer limit of the statute."""

    filings: DueDay
    summed: DueDay


def dues(lead_id: int, year: int) -> Dues:
    """The days that a new campaign is offered: the local ones where there are any, never later than 条例49."""
    return Dues(_due(DUE, lead_id, year), _due(DUE_SUMMED, lead_id, year))


def limit(number: Number, year: int) -> date:
    """The statute's own day."""
    return day_of(year + 1, number.default)


def _due(declared: Number, lead_id: int, year: int) -> DueDay:
    value, source = number_lookup(declared.code)(limit(declared, year), lead_id)
    return DueDay(day_of(year + 1, value), source)


def absent(found: Campaign) -> list[Organ]:
    """The organs below that the campaign does not ask, in their order."""
    asked = set(Filing.objects.filter(campaign=found).exclude(state=State.REMOVED).values_list("organ_id", flat=True))
    wanted = tree(found.lead_id).candidates - asked
    return list(Organ.objects.filter(pk__in=wanted).order_by("position", "id"))


def candidates(lead_id: int) -> list[Organ]:
    """The organs that an office may ask, in their order."""
    return list(Organ.objects.filter(pk__in=tree(lead_id).candidates).order_by("position", "id"))


def ended(year: int, today: date) -> bool:
    """Whether a year is over."""
    return today.year > year
