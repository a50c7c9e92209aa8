"""进度: every filing of a campaign in a line, and how many stand where; figures of the columns only, no cell is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.kernel.organizations.queries import Standing, supervised
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual.queries import EDITORS
from gongkai.oversee.collecting.models import Campaign, Filing, FilingStep
from gongkai.oversee.collecting.queries.access import KEEPERS, reads_whole, visible
from gongkai.oversee.collecting.terms import COUNTED, State

#: States in which the organ still owes something.
OWING = (State.ASSIGNED, State.FILLING, State.RETURNED)
LATE, OWED, DONE = "late", "owing", "done"  # filters beside the states


def filings(campaign: Campaign, standing: Standing) -> QuerySet[Filing]:
    """The filings of a campaign that the person may see, in the order of the organs."""
    rows = Filing.objects.filter(campaign=campaign).exclude(state=State.REMOVED)
    if not reads_whole(standing, campaign):
        rows = rows.filter(visible(standing))
    light = rows.select_related("organ__merged_into", "above", "campaign").defer("cells", "places", "texts", "words")
    twice = Filing.objects.filter(organ=OuterRef("organ"), campaign__year=campaign.year).exclude(campaign=campaign)
    told = light.annotate(reminded=Count("reminders"), elsewhere=Exists(twice.exclude(state=State.REMOVED)))
    return told.order_by("organ__position", "organ_id")


def waiting(standing: Standing) -> QuerySet[Filing]:
    """The filings whose next move is this person's, the next due first: still owed by their organ, or waiting for their office's word."""
    own = standing.organs_with(EDITORS)
    owed = Q(keeper__in=own, state__in=OWING) | Q(organ__in=own, state__in=OWING)
    to_examine = Q(reviewer__in=own, state=State.SUBMITTED) & ~Q(submitted_by=standing.person)
    rows = Filing.objects.filter(owed | to_examine, campaign__closed_at=None)
    light = rows.select_related("organ__merged_into", "above", "campaign").defer("cells", "places", "texts", "words")
    return light.order_by("due_on", "organ__position", "organ_id")


def at_once(campaign: Campaign, standing: Standing, code: str) -> QuerySet[Filing]:
    """What the person may accept (``accept``: nothing in it fails or wants a word) or lock (``lock``) together with others."""
    own = standing.organs_with(EDITORS)
    rows = filings(campaign, standing)
    if campaign.closed_at is not None:
        return rows.none()
    if code == "lock":
        return rows.filter(Q(reviewer__in=own) | Q(campaign__lead__in=own), state=State.ACCEPTED)
    sound = rows.filter(state=State.SUBMITTED, errors=0, warnings=0, missing=0, reviewer__in=own)
    return sound.exclude(submitted_by=standing.person)


def late(row: Filing, today: date) -> bool:
    """Whether it is late: not reported in time, or still owed after the day."""
    if row.state in OWING:
        return today > row.due_on
    return row.submitted_at is not None and row.submitted_at.astimezone(CHINA).date() > row.due_on


def chosen(rows: QuerySet[Filing], state: str, text: str, today: date) -> QuerySet[Filing]:
    """Those of a state whose name holds a text. ``owing``: still owed, ``late``: that after the day; ``done``: accepted or locked."""
    if state == LATE:
        rows = rows.filter(state__in=OWING, due_on__lt=today)
    elif state in {OWED, DONE}:
        rows = rows.filter(state__in=OWING if state == OWED else COUNTED)
    elif state in set(State):
        rows = rows.filter(state=state)
    return rows.filter(Q(organ__name__icontains=text) | Q(organ__short_name__icontains=text)) if text else rows


def removed(campaign: Campaign) -> list[tuple[str, str, int]]:
    """The organs that were taken out and are not asked again: name, reason, key of the filing (one query)."""
    asked = Filing.objects.filter(campaign=campaign).exclude(state=State.REMOVED).values("organ")
    steps = FilingStep.objects.filter(filing__campaign=campaign, move="remove").exclude(filing__organ__in=asked)
    return list(steps.order_by("pk").values_list("filing__organ__name", "reason", "filing_id"))


@dataclass(frozen=True)
class Counts:
    """How many filings stand in each state, how many are late."""

    states: dict[State, int]
    late: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.states.values())

    @property
    def owing(self) -> int:
        """Not reported, or sent back."""
        return sum(self.states[State(state)] for state in OWING)

    @property
    def done(self) -> int:
        """Accepted or locked."""
        return self.states[State.ACCEPTED] + self.states[State.LOCKED]


def counts(campaign: Campaign, standing: Standing, today: date) -> Counts:
    """Counted in one query."""
    rows = Filing.objects.filter(campaign=campaign).exclude(state=State.REMOVED)
    if not reads_whole(standing, campaign):
        rows = rows.filter(visible(standing))
    return counted(list(rows.values_list("state", "due_on")), today)


def counted(found: Sequence[tuple[str, date]], today: date) -> Counts:
    """The same from pairs (state, due day)."""
    states = Counter(state for state, _ in found)
    owed = sum(state in OWING and today > due for state, due in found)
    return Counts({state: states[state] for state in State if state != State.REMOVED}, owed)


def counts_of(found: Sequence[Campaign], standing: Standing, today: date) -> dict[int, Counts]:
    """The counts of several campaigns, as the person may see them (two queries)."""
    whole = standing.organs_with(KEEPERS) | supervised(standing)
    rows = Filing.objects.filter(campaign__in=found).exclude(state=State.REMOVED)
    seen = rows.filter(Q(campaign__lead__in=whole) | visible(standing)).values_list("campaign_id", "state", "due_on")
    known: dict[int, list[tuple[str, date]]] = {campaign.pk: [] for campaign in found}
    for campaign_id, state, due in seen:
        known[campaign_id].append((state, due))
    return {pk: counted(pairs, today) for pk, pairs in known.items()}
