"""What every verb of a request shares: the locked rows, the moment that counts, the line of the ledger that seals the rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db.models import Model

from gongkai.answer.foi.models import Request
from gongkai.answer.foi.workflow import OFFICE
from gongkai.kernel.casework import operations as cases
from gongkai.kernel.casework.models import Case
from gongkai.kernel.casework.sealing import seals
from gongkai.kernel.ledger.operations import Actor, write
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.kernel.vocabulary import CHINA, Refusal, clean

NotAllowed = cases.NotAllowed
By = Standing | Actor
Day = date | datetime | None
_END = time(23, 59, 59)


def moment(on: date, at: datetime, what: str, field: str = "on") -> datetime:
    """Now when the day is today, else the end of that day; Refusal for a day to come: nothing has happened yet."""
    if on > day(at):
        raise Refusal(f"{what}（{said(on)}）在将来，请核对。", field=field)
    return at if on == day(at) else datetime.combine(on, _END, CHINA)


def day(value: datetime) -> date:
    """The day in China on which a moment falls."""
    return value.astimezone(CHINA).date()


def said(value: date) -> str:
    """A day as a clerk reads it: 2026年3月2日."""
    on = day(value) if isinstance(value, datetime) else value
    return f"{on.year}年{on.month}月{on.day}日"


def locked(case_id: int, version: int | None = None) -> tuple[Case, Request]:
    """The case and the office's facts of it, locked for the transaction; StaleCase when somebody else was quicker."""
    row = (
        Case.objects.select_for_update(of=("self",))
        .select_related("organ", "handler")
        .filter(pk=case_id, kind="foi")
        .first()
    )
    if row is None:
        raise Refusal("找不到这件申请，请刷新页面。")
    if version is not None and row.version != version:
        raise cases.StaleCase(row, "在您填写期间，这件申请已有人办理。")
    return row, Request.objects.select_for_update(of=("self",)).select_related("application").get(case=row)


def office(by: By, case: Case, roles: tuple[str, ...] = OFFICE) -> None:
    """NotAllowed unless the person holds one of the roles in the organ of the case; the system itself may."""
    if isinstance(by, Standing) and not by.roles(case.organ_id) & set(map(Role, roles)):
        raise NotAllowed("您在该机关没有相应岗位，不能办理这件申请。")


def actor(by: By, organ_id: int) -> Actor:
    """Who it is, as the ledger keeps them."""
    return by.actor(organ_id) if isinstance(by, Standing) else by


def text(value: str, label: str, longest: int, *, field: str, needed: bool = True) -> str:
    """A typed text, cleaned; Refusal when it is missing or too long."""
    value = clean(value).strip()
    if needed and not value:
        raise Refusal(f"请填写{label}。", field=field)
    if len(value) > longest:
        raise Refusal(f"{label}最多{longest}字，现有{len(value)}字。", field=field)
    return value


def say(verb: str, case: Case, by: By, at: datetime, detail: Mapping[str, Any], *rows: Model) -> None:
    """One line of the ledger about the case, with the seals of the rows that this verb wrote."""
    write(
        actor=actor(by, case.organ_id), verb=verb, object_type="case", object_id=case.pk, at=at, organ_id=case.organ_id,
        detail={**detail, **seals(*rows)},
    )  # fmt: skip
