"""Requests by the dozen with the facts that a report counts, and a report that lacks nothing; no step of their handling."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from gongkai.answer.foi.models import Application, Fee, Request
from gongkai.kernel.casework.models import Case
from gongkai.kernel.organizations.models import Organ
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records.models import Revision
from gongkai.kernel.records.terms import State
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual import operations as verbs
from gongkai.oversee.annual.format import form_of
from gongkai.oversee.annual.models import AnnualReport
from tests import factories

_count = itertools.count(1)


@dataclass(frozen=True)
class Asked:
    """What the year's report needs to know of one request; ``replied`` None is still open."""

    received: date | None
    replied: date | None = None
    line: str = ""
    kind: str = "natural"
    late: bool = False
    extended: bool = False


def moment(day: date, hour: int = 10) -> datetime:
    """A moment of a day in China."""
    return datetime.combine(day, time(hour), tzinfo=CHINA)


def requests(organ: Organ, asked: Iterable[Asked]) -> list[Request]:
    """The requests with their cases, as room for room they would stand after handling (three inserts a batch)."""
    wanted = list(asked)
    applications, cases = [], []
    for one in wanted:
        number = next(_count)
        opened = moment(one.received or one.replied or date(2025, 6, 2))
        applications.append(
            Application(
                organ=organ, number=f"A{number:07d}", code_hash="x", channel="online", submitted_at=opened,
                applicant_kind=one.kind, sealed="不可读", description="望溪水库水质监测数据", supply_form="electronic",
                supply_way="email", digest="0" * 64, once=f"once-{number}",
            )
        )  # fmt: skip
        cases.append(
            Case(
                organ=organ, kind="foi", number=f"岫公开申〔{number:07d}〕", title="望溪水库水质监测数据", opened_at=opened,
                state="archived" if one.replied else "accepted", state_since=opened, received_on=one.received,
                closed_at=moment(one.replied) if one.replied else None, extended=one.extended,
            )
        )  # fmt: skip
    applications = Application.objects.bulk_create(applications, batch_size=500)
    cases = Case.objects.bulk_create(cases, batch_size=500)
    return Request.objects.bulk_create(
        [
            Request(
                case=case, application=application, channel="online", applicant_kind=one.kind,
                description="望溪水库水质监测数据", supply_form="electronic", supply_way="email", line=one.line,
                replied_on=one.replied, replied_late=one.late,
            )
            for one, case, application in zip(wanted, cases, applications, strict=True)
        ],
        batch_size=500,
    )  # fmt: skip


def fee(request: Request, *, amount: int, paid: int = 0, on: date = date(2025, 5, 6)) -> Fee:
    """A fee notice of a request."""
    return Fee.objects.create(
        case=request.case, basis="pages", quantity=40, amount=amount, notified_on=on,
        paid_on=on + timedelta(days=3) if paid else None, paid_amount=paid,
    )  # fmt: skip


def fill(people: factories.Staff, year: int = 2025, at: datetime | None = None, **values: Any) -> None:
    """Type in every cell that an office has to: ``license=12`` sets a row's number, the others are 0."""
    for cell in form_of(year).typed:
        value = values.get(cell.partition(".")[0], 0)
        verbs.type_figure(
            organ=people.organ, year=year, cell=cell, value=Decimal(str(value)), source="业务系统台账",
            by=people.of("officer"), at=at or people.at,
        )  # fmt: skip


def ready(people: factories.Staff, year: int = 2025, **values: Any) -> AnnualReport:
    """A report whose figures are filled in and whose texts leave nothing open."""
    fill(people, year, **values)
    report = verbs.open_report(organ=people.organ, year=year, by=people.of("officer"), at=people.at)
    return verbs.write_texts(
        report_id=report.pk, version=report.version, by=people.of("officer"), at=people.at,
        texts={
            "preface": report.preface, "overview": report.overview.replace("【待补充】", "全年组织培训两次。"),
            "problems": "个别栏目更新不够及时。已明确专人负责,按月检查。", "others": report.others,
        },
    )  # fmt: skip


def passed(people: factories.Staff, revision: Revision) -> None:
    """Carry what the officer drafted through the checks and reviews of others to publication."""
    writer, people.drafter = people.drafter, people.officer
    people.officer = factories.person(Role.FOI_OFFICER, organ=people.organ)
    factories.carry(people, revision, State.PUBLISHED, people.at)
    people.officer, people.drafter = people.drafter, writer


def published(people: factories.Staff) -> AnnualReport:
    """A report that the public reads."""
    row = ready(people)
    passed(people, verbs.draft_record(report=row, by=people.of("officer"), at=people.at))
    row.refresh_from_db()
    return row
