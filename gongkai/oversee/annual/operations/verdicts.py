"""Verbs of verdicts (说明): say why a finding stands, take it back; nothing said is ever overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongkai.kernel.ledger.operations import write
from gongkai.kernel.organizations.queries import Organ, Standing
from gongkai.kernel.records.operations import NotAllowed
from gongkai.kernel.records.statements import seals
from gongkai.kernel.vocabulary import Refusal, clean
from gongkai.oversee.annual.models import Verdict
from gongkai.oversee.annual.queries.access import may_edit, may_judge
from gongkai.oversee.annual.verdicts import LONGEST


@dataclass(frozen=True)
class Subject:
    """Which finding of whose report. ``about``: the organ as a published report names itself, empty for the office's own."""

    about: str
    year: int | None
    fingerprint: str
    topic: str
    words: str


def explain(*, organ: Organ, subject: Subject, reason: str, by: Standing, at: datetime) -> Verdict | None:
    """Say why a finding stands (known difference of scope, because …); ``organ``: the office that says so.

    An empty reason takes back what the office said. The same again adds nothing; None when there was nothing to take back.
    """
    allowed = may_judge(by, organ.pk) if subject.about else may_edit(by, organ.pk)
    if not allowed:
        raise NotAllowed("只有本机关公开机构和主管部门的人员可以填写核对说明。")
    reason = " ".join(clean(reason).split())
    if len(reason) > LONGEST:
        raise Refusal(f"说明最多{LONGEST}字，现有{len(reason)}字。", field="reason")
    about = clean(subject.about).strip()[:120]
    key = {"organ": organ, "about": about, "year": subject.year or 0, "fingerprint": subject.fingerprint}
    with transaction.atomic():
        last = Verdict.objects.filter(**key).order_by("-pk").first()
        before = last.reason if last is not None else ""
        if reason == before:
            return last
        row = Verdict.objects.create(
            **key, topic=subject.topic, words=clean(subject.words), reason=reason, person=by.person,
            person_name=clean(by.person.name)[:80], at=at,
        )  # fmt: skip
        verb = "说明核对问题" if reason else "撤回核对说明"
        own = f"{organ.pk}-{row.year}"
        write(
            actor=by.actor(organ.pk), verb=verb, object_type="annual_report" if not about else "report_check",
            object_id=own if not about else str(row.pk), at=at, organ_id=organ.pk,
            detail={"about": about, "year": row.year, "finding": row.words, "reason": reason} | seals(row),
        )  # fmt: skip
    return row
