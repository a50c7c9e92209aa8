"""Requests in any state, made by the verbs of the house: for tests, the demo and measurements.

``Office`` is an organ with its FOI people; ``request(office, "sent", outcome="open")`` a case carried there by its proper
people on the proper days. Names and numbers belong to a county that does not exist.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from gongkai.answer.foi import operations as verbs
from gongkai.answer.foi.models import Application, Letter, Request
from gongkai.kernel.casework.models import Case, CasePaper
from gongkai.kernel.organizations.models import Organ, Person
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.kernel.organizations.queries import standing as standing_on
from gongkai.kernel.screening.identity import check_character
from gongkai.kernel.vocabulary import CHINA, now
from gongkai.kernel.workdays.queries import current_calendar
from tests import factories

_count = itertools.count(1)

#: What each outcome must say, for any text a test does not care about.
FIELDS: dict[str, str] = {
    "given": "《望溪水库水源地保护区划定方案》,随本答复提供。",
    "where": "云岫县人民政府网站政府信息公开专栏。",
    "withheld": "方案附表中的联系人电话。",
    "ground": "deny_internal",
    "reason": "该信息属于行政机关内部管理信息,公开与否不影响公众权利义务。",
    "law": "《不动产登记暂行条例》第二十七条。",
    "search": "经在办公室、水资源股以“望溪水库”为关键词检索2020年至2026年文书档案,未查到相关记录。",
    "earlier": "云水公开答〔2026〕1号(2026年1月9日)",
    "override": "第三方的意见没有合理理由。",
    "other_organ": "云岫县自然资源局,电话0999-0210555。",
}


@dataclass
class Office:
    """An organ with the people whom a request needs, each a different one; a second officer stands in for the first."""

    organ: Organ
    officer: Person
    deputy: Person
    head: Person
    legal: Person
    signer: Person
    extra: dict[str, Person] = field(default_factory=dict)

    def of(self, who: str, at: datetime | None = None) -> Standing:
        """The standing of ``officer``, ``deputy``, ``head``, ``legal`` or ``signer`` on the day."""
        return standing_on(getattr(self, who), (at or now()).astimezone(CHINA).date())


def office(organ: Organ | None = None, **fields: Any) -> Office:
    """An organ (made when none is given) with five people of its FOI work."""
    at = organ or factories.organ(**fields)
    return Office(
        organ=at,
        officer=factories.person(Role.FOI_OFFICER, organ=at, name="何彬华"),
        deputy=factories.person(Role.FOI_OFFICER, organ=at, name="顾南枝"),
        head=factories.person(Role.FOI_HEAD, organ=at, name="方明德"),
        legal=factories.person(Role.LEGAL, organ=at, name="段清扬"),
        signer=factories.person(Role.SIGNER, organ=at, name="陆晚晴"),
    )


def moment(on: date, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of a day in China."""
    return datetime.combine(on, time(hour, minute), CHINA)


def working_day(on: date, after: int = 0) -> date:
    """The day itself or the next working day; ``after`` so many working days later."""
    calendar = current_calendar()
    return calendar.after(calendar.next_working(on), after).due


def resident_number(serial: int | None = None) -> str:
    """A resident identity number with the right check character, of an area that does not exist any more."""
    first = f"33052119{70 + (serial or 0) % 30:02d}0101{(serial if serial is not None else next(_count)) % 1000:03d}"
    return first + check_character(first)


def applicant(**given: str) -> dict[str, str]:
    """The facts of a natural person; ``given`` changes them (kind="org_business" makes a company)."""
    number = next(_count)
    if given.get("kind", "natural") != "natural":
        facts = {
            "kind": "org_business", "name": f"云岫望溪{number}号水务有限公司", "identity_kind": "credit",
            "identity_number": "91110000600037341L", "phone": "0999-0210188", "representative": "秦望舒",
        }  # fmt: skip
    else:
        facts = {
            "kind": "natural", "name": f"张望{chr(0x4E00 + number % 5000)}", "identity_kind": "resident",
            "identity_number": resident_number(number), "phone": f"0999-021{number % 10000:04d}",
            "email": f"reader{number}@example.cn", "address": f"云岫县凌波街道文庙街{number}号",
        }  # fmt: skip
    return facts | given


def submitted(where: Office, *, at: datetime | None = None, **given: Any) -> tuple[Case, str]:
    """An application through the portal; returns its case and the query code in clear."""
    facts = given.pop("applicant", None) or applicant()
    values: dict[str, Any] = {
        "organ": where.organ, "applicant": facts, "description": "云岫县2025年度农村饮用水水源地名录及水质监测结果",
        "supply_form": "electronic", "supply_way": "online", "at": at or now(),
    }  # fmt: skip
    application, code = verbs.submit(**(values | given))
    return Case.objects.select_related("organ").get(request__application=application), code


def registered(where: Office, *, channel: str = "counter", at: datetime | None = None, **given: Any) -> Case:
    """An application entered by the officer at the counter or from the post."""
    moment_ = at or now()
    values: dict[str, Any] = {
        "organ": where.organ, "channel": channel, "applicant": given.pop("applicant", None) or applicant(),
        "description": "云岫县2025年度农村饮用水水源地名录及水质监测结果", "supply_form": "paper",
        "supply_way": "in_person", "arrived_on": moment_.astimezone(CHINA).date(), "by": where.of("officer", moment_),
        "at": moment_,
    }  # fmt: skip
    application = verbs.register(**(values | given))
    return Case.objects.select_related("organ").get(request__application=application)


def fields_for(outcome: str, **given: str) -> dict[str, str]:
    """The fields that an outcome needs, filled."""
    from gongkai.answer.foi.terms import outcome as of

    return {name: FIELDS[name] for name in of(outcome).needs} | given


def confirmed(where: Office, case: Case, at: datetime) -> Case:
    """The officer reached the applicant."""
    return verbs.confirm(case_id=case.pk, manner="电话", person="申请人本人", by=where.of("officer", at), at=at)


def handling(where: Office, *, at: datetime | None = None, **given: Any) -> Case:
    """A request on line, confirmed and accepted within the same hour."""
    moment_ = at or now()
    case, _ = submitted(where, at=moment_, **given)
    confirmed(where, case, moment_)
    return verbs.accept(case_id=case.pk, by=where.of("officer", moment_), at=moment_)


def decided(where: Office, case: Case, at: datetime, outcome: str = "open", **fields: str) -> Case:
    """Drafted and submitted by the officer."""
    verbs.draft_decision(
        case_id=case.pk, outcome=outcome, fields=fields_for(outcome, **fields), by=where.of("officer", at), at=at
    )
    return verbs.decide(case_id=case.pk, by=where.of("officer", at), at=at)


def signed(where: Office, case: Case, at: datetime) -> Case:
    """Approved by the legal officer and signed, as is an end without supplement or payment."""
    if case.state in {"reviewing", "lapsing_supplement", "lapsing_fee"}:
        verbs.approve(case_id=case.pk, comment="同意", by=where.of("legal", at), at=at)
    return verbs.sign(case_id=case.pk, comment="同意", by=where.of("signer", at), at=at)


def sent(where: Office, case: Case, at: datetime, channel: str = "online") -> Case:
    """Numbered and sent by the officer."""
    officer = where.of("officer", at)
    verbs.issue(case_id=case.pk, by=officer, at=at)
    tracking = "XA12345678943" if channel == "post" else ""
    return verbs.send(case_id=case.pk, channel=channel, tracking=tracking, by=officer, at=at)


def served(where: Office, case: Case, at: datetime) -> Case:
    """Its service is proven."""
    return verbs.serve(case_id=case.pk, proof="申请人本人签收", by=where.of("officer", at), at=at)


def replied(
    where: Office, *, at: datetime | None = None, outcome: str = "open", until: str = "served", **given: Any
) -> Case:
    """A request carried from the portal to ``until`` (decided, signed, issued, sent, served, archived) on one day."""
    moment_ = at or now()
    prepare = given.pop("prepare", None)
    case = handling(where, at=moment_, **given)
    if prepare is not None:
        case = prepare(where, case, moment_)
    case = decided(where, case, moment_, outcome)
    steps = {
        "signed": lambda: signed(where, case, moment_),
        "issued": lambda: verbs.issue(case_id=case.pk, by=where.of("officer", moment_), at=moment_),
        "sent": lambda: verbs.send(case_id=case.pk, channel="online", by=where.of("officer", moment_), at=moment_),
        "served": lambda: served(where, case, moment_),
        "archived": lambda: verbs.archive(case_id=case.pk, by=where.of("officer", moment_), at=moment_),
    }
    if until != "decided":
        for name, step in steps.items():
            case = step()
            if name == until:
                break
    return case


def acknowledged(where: Office, case: Case, at: datetime | None = None) -> CasePaper:
    """登记回执, a numbered paper that is frozen."""
    moment_ = at or now()
    return verbs.acknowledge(case_id=case.pk, by=where.of("officer", moment_), at=moment_)


def consulted(where: Office, case: Case, at: datetime, kind: str = "third", **given: Any) -> Letter:
    """A letter that went out on the day."""
    values: dict[str, Any] = {
        "kind": kind, "party": {"name": "云岫县凌波供水有限公司", "phone": "0999-0210777"},
        "about": "供水合同中的水价测算表",
    }  # fmt: skip
    verbs.consult(case_id=case.pk, by=where.of("officer", at), at=at, **(values | given))
    return Letter.objects.filter(case=case).order_by("-pk")[0]


def request_of(case: Case) -> Request:
    """The office's facts of a case, as the database holds them now."""
    return Request.objects.select_related("application", "case").get(case=case)


def application_of(case: Case) -> Application:
    """The untouched application of a case."""
    return Application.objects.get(request__case=case)


def later(at: datetime, days: int) -> datetime:
    """So many natural days later, the same hour."""
    return at + timedelta(days=days)
