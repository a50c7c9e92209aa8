"""A prefecture with counties, departments and townships below it, whose FOI offices fill in, report and examine."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from gongkai.kernel.organizations.models import Organ
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.kernel.vocabulary import CHINA
from gongkai.oversee.annual.format import CURRENT
from gongkai.oversee.collecting import operations as verbs
from gongkai.oversee.collecting.models import Campaign, Filing
from tests import factories
from tests.oversee.annual.reading.writer import consistent

AT = datetime(2026, 1, 12, 9, 30, tzinfo=CHINA)


@dataclass
class City:
    """``of(organ, head=True)``: the standing of the organ's officer or head; None organs have nobody."""

    office: Organ
    organs: dict[str, Organ]
    people: dict[tuple[int, str], Any] = field(default_factory=dict)
    at: datetime = AT

    def officer(self, name: str) -> Standing:
        """The handler of an organ's FOI office."""
        return self._who(name, Role.FOI_OFFICER)

    def head(self, name: str) -> Standing:
        """The head of an organ's FOI office."""
        return self._who(name, Role.FOI_HEAD)

    def _who(self, name: str, role: Role) -> Standing:
        organ = self.organs[name]
        key = (organ.pk, role.value)
        if key not in self.people:
            self.people[key] = factories.person(role, organ=organ, name=f"{organ.short_name}{role.label}"[:40])
        return factories.standing(self.people[key], self.at)

    def filing(self, name: str) -> Filing:
        """The filing of an organ as it stands now."""
        rows = Filing.objects.select_related("campaign", "organ", "keeper", "above", "reviewer", "rollup")
        return rows.exclude(state="removed").get(organ=self.organs[name])


def city() -> City:
    """澜州市: its office leads; below it 水利局, 云岫县 (office, 教育局, 望溪镇) and 松亭县."""
    made: dict[str, Organ] = {}
    made["市政府"] = factories.organ("澜州市人民政府", nature="government", level="prefecture", makes_rules=True)
    made["市办"] = factories.organ(
        "澜州市人民政府办公室", nature="office", level="prefecture", government=made["市政府"], is_supervisor=True
    )
    made["水利局"] = factories.organ("澜州市水利局", level="prefecture", government=made["市政府"])
    made["县政府"] = factories.organ("云岫县人民政府", nature="government", government=made["市政府"])
    made["县办"] = factories.organ(
        "云岫县人民政府办公室", nature="office", government=made["县政府"], is_supervisor=True
    )
    made["教育局"] = factories.organ("云岫县教育局", government=made["县政府"])
    made["望溪镇"] = factories.organ(
        "云岫县望溪镇人民政府", nature="township", level="township", government=made["县政府"]
    )
    made["松亭县"] = factories.organ("松亭县人民政府", nature="government", government=made["市政府"])
    return City(made["市办"], made)


def opened(place: City, **fields: Any) -> Campaign:
    """The collection of 2025 by the office of the prefecture, from every organ or from those named."""
    names = fields.pop("names", None)
    ids = None if names is None else [place.organs[name].pk for name in names]
    return verbs.open_campaign(
        lead=place.office, year=2025, by=place.officer("市办"), at=place.at, organ_ids=ids, fields=fields
    )


def numbers(seed: int) -> dict[str, Decimal | None]:
    """Consistent numbers for every cell; no 规章, which no office below a prefecture has."""
    cells = consistent(CURRENT, random.Random(seed))
    return {
        cell: None if value is None else Decimal(0 if cell.startswith("rules.") else value)
        for cell, value in cells.items()
    }


def filled(place: City, name: str, seed: int = 1, **changed: Any) -> Filing:
    """The draft of an organ with consistent numbers."""
    row = place.filing(name)
    cells = numbers(seed) | {cell.replace("__", "."): value for cell, value in changed.items()}
    return verbs.save_filing(filing_id=row.pk, version=row.version, cells=cells, by=place.officer(name), at=place.at)


def submitted(place: City, name: str, seed: int = 1) -> Filing:
    """Reported by the officer, or by the head where the test made one."""
    row = filled(place, name, seed)
    who = place.head(name) if (place.organs[name].pk, Role.FOI_HEAD.value) in place.people else place.officer(name)
    return verbs.submit(filing_id=row.pk, version=row.version, by=who, at=place.at)


def accepted(place: City, name: str, seed: int = 1, by: str = "市办") -> Filing:
    """Accepted by the office above."""
    row = submitted(place, name, seed)
    return verbs.accept(filing_id=row.pk, version=row.version, by=place.officer(by), at=place.at)
