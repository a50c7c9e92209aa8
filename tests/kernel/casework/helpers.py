"""An office with its people and cases in it, made by the operations of the house."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongkai.kernel.casework import operations as verbs
from gongkai.kernel.casework.models import Case
from gongkai.kernel.casework.terms import PartyRole
from gongkai.kernel.ledger.queries import Actor
from gongkai.kernel.organizations.models import Organ, Person
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.kernel.vocabulary import CHINA
from tests import factories
from tests.kernel.casework.trial import KIND

_count = itertools.count(1)
APPLICANT = {
    "name": "韦秋实", "identity_kind": "resident", "identity_number": "11010519491231002X", "phone": "13800000000",
    "address": "云岫县凌波街道文庙街7号",
}  # fmt: skip


def day(text: str, clock: str = "09:00") -> datetime:
    """A moment in China: ``day("2026-03-02")``."""
    return datetime.fromisoformat(f"{text}T{clock}").replace(tzinfo=CHINA)


@dataclass
class Office:
    """An organ and those who work on its requests."""

    organ: Organ
    officer: Person
    head: Person
    signer: Person
    legal: Person

    def of(self, who: str, at: datetime) -> Standing:
        """The standing of ``officer``, ``head``, ``signer`` or ``legal`` on that day."""
        return factories.standing(getattr(self, who), at)

    def move(self, case: Case, code: str, who: str, at: datetime, **more: Any) -> Case:
        """One move by one of them."""
        return verbs.move(case_id=case.pk, code=code, by=self.of(who, at), at=at, **more)


def office(**fields: Any) -> Office:
    """An office with one person for each part."""
    organ = factories.organ(**fields)
    return Office(
        organ,
        factories.person(Role.FOI_OFFICER, organ=organ, name="何彬华"),
        factories.person(Role.FOI_HEAD, organ=organ, name="方明德"),
        factories.person(Role.SIGNER, organ=organ, name="陆晚晴"),
        factories.person(Role.LEGAL, organ=organ, name="施洛书"),
    )


def opened(place: Office, at: datetime, *, title: str = "望溪水库水质监测报告", party: bool = True) -> Case:
    """A case that has just come in, with its applicant."""
    case = verbs.open_case(
        kind=KIND.code, organ=place.organ, number=f"岫申{next(_count):06d}", title=title, opened_at=at,
        by=Actor.system("网上受理"), at=at,
    )  # fmt: skip
    if party:
        verbs.add_party(
            case_id=case.pk,
            role=PartyRole.APPLICANT,
            facts=APPLICANT,
            kind="natural",
            by=Actor.system("网上受理"),
            at=at,
        )
    return case


def received(place: Office, at: datetime, **more: Any) -> Case:
    """A case whose clocks run since ``at``."""
    return place.move(opened(place, at, **more), "receive", "officer", at)


def handled(place: Office, at: datetime, **more: Any) -> Case:
    """An accepted case."""
    return place.move(received(place, at, **more), "accept", "officer", at)


def to_signed(place: Office, case: Case, at: datetime) -> Case:
    """Carry a case from handling to signed."""
    place.move(case, "decide", "officer", at, data={"outcome": "open"})
    place.move(case, "approve", "head", at)
    return place.move(case, "sign", "signer", at)
