"""What the officer sees of a request: the office's facts, letters, fee, drafts, outcomes on offer, earlier requests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.answer.foi import rules
from gongkai.answer.foi.models import Application, ApplicationFile, Decision, Fee, Letter, Proposal, Request, Wording
from gongkai.answer.foi.rules.opinions import TOLD
from gongkai.answer.foi.terms import Channel, Outcome
from gongkai.kernel.casework.models import Case, CasePaper, Party
from gongkai.kernel.casework.queries import reading
from gongkai.kernel.casework.terms import PartyRole
from gongkai.kernel.organizations.queries import Standing, number
from gongkai.kernel.vocabulary import CHINA
from gongkai.kernel.workdays.queries import current_calendar
from gongkai.kernel.workflow import Move


def request_of(case: Case) -> Request:
    """The office's facts of a case, with the untouched application (one query)."""
    return Request.objects.select_related("application__organ", "case__organ", "case__handler").get(case=case)


#: What most requests do not have; a page asks for it only where there is some.
_SELDOM: dict[str, QuerySet[Any]] = {
    "files": ApplicationFile.objects.filter(application=OuterRef("application")),
    "wordings": Wording.objects.filter(case=OuterRef("case")),
    "letters": Letter.objects.filter(case=OuterRef("case")),
    "proposals": Proposal.objects.filter(case=OuterRef("case")),
    "decisions": Decision.objects.filter(case=OuterRef("case")),
}


def with_case(pk: int) -> Request | None:
    """The office's facts of a case by its key, with everything of which there is one: application, case, fee (one query).

    ``has`` then says without a question which of the things are there of which there may be several.
    """
    related = ("application__organ", "case__organ", "case__handler", "case__merged_into", "case__fee")
    there = {f"has_{name}": Exists(rows) for name, rows in _SELDOM.items()}
    return Request.objects.select_related(*related).annotate(**there).filter(case_id=pk).first()


def has(facts: Request, name: str) -> bool:
    """Has the request any files, wordings, letters, proposals, decisions? Of facts that came from ``with_case``."""
    return bool(getattr(facts, f"has_{name}"))


def files(application: Application) -> list[ApplicationFile]:
    """What came with an application, in order."""
    return list(ApplicationFile.objects.filter(application=application).select_related("file").order_by("pk"))


def applicant(case: Case) -> Party | None:
    """The applicant of a case, masked; ``casework.operations.reveal`` opens the identity and writes it down."""
    return Party.objects.filter(case=case, role=PartyRole.APPLICANT).order_by("pk").first()


def wordings(case: Case) -> list[Wording]:
    """What was asked in the office's words before it was put right, the newest first."""
    return list(Wording.objects.filter(case=case).order_by("-pk"))


def decisions(case: Case) -> list[Decision]:
    """The drafts of the reply, the newest (which counts) first."""
    return list(Decision.objects.filter(case=case).select_related("author").order_by("-pk"))


def letters(case: Case) -> list[Letter]:
    """The letters that ask for opinions, in order of dispatch."""
    return list(Letter.objects.filter(case=case).select_related("party", "paper").order_by("sent_on", "pk"))


def fee(case: Case) -> Fee | None:
    """The fee notice of a case, or None."""
    return Fee.objects.select_related("paper").filter(case=case).first()


def reply(case: Case) -> CasePaper | None:
    """The numbered reply of a case, or None."""
    rows = CasePaper.objects.filter(case=case, kind__startswith="reply_", number__isnull=False)
    return rows.exclude(state="void").order_by("-pk").first()


def offered(case: Case, at: datetime) -> tuple[Outcome, ...]:
    """The outcomes that the timeline offers at a moment, in the order of table three."""
    history, calendar = reading.events(case), current_calendar()
    return rules.offered(history, rules.letters_of(history, calendar), calendar=calendar, at=at)


def lawful_moves(case: Case, standing: Standing, at: datetime, *, facts: Request | None = None) -> tuple[Move, ...]:
    """The buttons of the desk: what table, law and the person's posts allow to enter now, for today or an earlier day."""
    channel = Channel(facts.channel if facts else Request.objects.values_list("channel", flat=True).get(case=case))
    found = rules.enterable(
        reading.workflow(case), reading.events(case), calendar=current_calendar(), channel=channel, at=at,
        roles=standing.roles(case.organ_id),
    )  # fmt: skip
    if not any(move.code == TOLD for move in found):
        return found
    draft = Decision.objects.filter(case=case).order_by("-pk").first()
    discloses = draft is not None and draft.outcome in {"open", "partial"}
    return found if discloses else tuple(move for move in found if move.code != TOLD)


def to_tell(case: Case) -> list[Letter]:
    """The letters of third parties that may be told that what concerns them is disclosed (条例32)."""
    refs = {one.ref for one in rules.to_tell(rules.letters_of(reading.events(case), current_calendar()))}
    return [letter for letter in letters(case) if str(letter.pk) in refs]


def barred(case: Case, move: str, at: datetime) -> str:
    """Why a move that the table allows may not be made now, in Chinese; empty when it may."""
    channel = Channel(Request.objects.values_list("channel", flat=True).get(case=case))
    return rules.barred(
        move, reading.events(case), workflow=reading.workflow(case), calendar=current_calendar(), channel=channel, at=at
    )


@dataclass(frozen=True)
class Earlier:
    """Other requests of the same applicant to the same organ, newest first.

    ``this_month``: how many in the natural month in which this case came, itself included (国办函〔2020〕109号 counts by
    month); ``many`` says that the number is worth a look (条例35), nothing more.
    """

    rows: tuple[Request, ...]
    this_month: int
    this_year: int
    many: bool


def earlier_requests(case: Case, *, of: Party | None = None) -> Earlier:
    """Found by the blind index, without opening an identity: the same proof of identity, else the same name and contact."""
    opened = case.opened_at.astimezone(CHINA)
    found = list(_of_applicant(case, of).exclude(case=case).order_by("-case__opened_at", "-pk")[:200])
    first, following = _month(opened)
    in_month = 1 + sum(first <= row.case.opened_at < following for row in found)
    in_year = 1 + sum(row.case.opened_at.astimezone(CHINA).year == opened.year for row in found)
    large = number("foi.large_items", opened.date(), case.organ_id)
    return Earlier(tuple(found), in_month, in_year, in_month > large)


def items_before(case: Case) -> int:
    """How many requests of the applicant came before this one in the same natural month: ``already`` of a fee by items."""
    opened = case.opened_at.astimezone(CHINA)
    first, _ = _month(opened)
    before = Q(case__opened_at__lt=case.opened_at) | Q(case__opened_at=case.opened_at, case_id__lt=case.pk)
    return _of_applicant(case).filter(before, case__opened_at__gte=first).exclude(case=case).count()


def _month(opened: datetime) -> tuple[datetime, datetime]:
    first = datetime.combine(opened.date().replace(day=1), time(), CHINA)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, datetime.combine(following, time(), CHINA)


def _of_applicant(case: Case, party: Party | None = None) -> QuerySet[Request]:
    party = party or applicant(case)
    if party is None:
        return Request.objects.none()
    same = Q(number_index=party.number_index) if party.number_index else Q(pk__in=[])
    if party.contact_index:
        same |= Q(name_index=party.name_index, contact_index=party.contact_index)
    cases = Party.objects.filter(same, role=PartyRole.APPLICANT, case__organ_id=case.organ_id).values("case_id")
    return Request.objects.filter(case_id__in=cases).exclude(case__state="dropped").select_related("case")
