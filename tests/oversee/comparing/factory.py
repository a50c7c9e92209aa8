"""Published reports by the dozen: rows as they stand after publication, without its steps; organs of a county with a supervisor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from gongkai.kernel.organizations.models import Organ, Person
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.records.models import Record, Revision
from gongkai.kernel.records.terms import State, Status
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual.format import form_of
from gongkai.oversee.annual.models import AnnualReport
from tests import factories


def moment(year: int) -> datetime:
    """The January after a year, when its report is published."""
    return datetime(year + 1, 1, 20, 10, tzinfo=CHINA)


def published(organ: Organ, year: int, body: str = "", *, title: str = "", status: Status = Status.PUBLISHED) -> Record:
    """A published document of kind 年报."""
    title = title or f"{organ.name}{year}年政府信息公开工作年度报告"
    at = moment(year)
    record = Record.objects.create(
        organ=organ, kind="annual_report", created_at=at, title=title, organ_name=organ.name,
    )  # fmt: skip
    revision = Revision.objects.create(
        record=record, number=1, state=State.PUBLISHED, title=title, body=body, organ_name=organ.name,
        created_at=at, updated_at=at, frozen_at=at,
    )  # fmt: skip
    Record.objects.filter(pk=record.pk).update(current=revision, status=status, published_at=at)
    record.refresh_from_db()
    return record


def report(
    organ: Organ, year: int, *, body: str = "", status: Status = Status.PUBLISHED, **cells: object
) -> AnnualReport:
    """A published report whose cells are 0 but those named (``new__total=5``); None is 未填报."""
    figures: dict[str, str | None] = dict.fromkeys(form_of(year).cells, "0")
    figures |= {name.replace("__", "."): None if one is None else str(Decimal(str(one))) for name, one in cells.items()}
    return AnnualReport.objects.create(
        organ=organ, year=year, figures=figures, record=published(organ, year, body, status=status),
        drafted_at=moment(year), edited_at=moment(year),
    )  # fmt: skip


@dataclass
class County:
    """A county government with its office that supervises, its departments, a township."""

    government: Organ
    office: Organ
    departments: list[Organ]
    township: Organ
    supervisor: Person
    officer: Person  # of the first department

    @property
    def organs(self) -> list[Organ]:
        """All of them."""
        return [self.government, self.office, *self.departments, self.township]


def county(departments: int = 3) -> County:
    """The organs and two people."""
    government = factories.organ("云岫县人民政府", short_name="云岫县政府", nature="government")
    office = factories.organ(
        "云岫县人民政府办公室", short_name="县政府办", nature="office", government=government, is_supervisor=True
    )
    below = [
        factories.organ(f"云岫县第{'甲乙丙丁戊己庚辛壬癸子丑'[n]}局", short_name=f"第{'甲乙丙丁戊己庚辛壬癸子丑'[n]}局", government=government)
        for n in range(departments)
    ]  # fmt: skip
    township = factories.organ("云岫县望溪镇人民政府", short_name="望溪镇", nature="township", level="township", government=government)  # fmt: skip
    return County(
        government, office, below, township,
        factories.person(Role.SUPERVISOR, organ=office), factories.person(Role.FOI_OFFICER, organ=below[0]),
    )  # fmt: skip
