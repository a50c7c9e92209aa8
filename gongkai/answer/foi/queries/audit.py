"""Questions of the auditor: does every row of a request still say what the ledger says, and does it fit its timeline?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import F

from gongkai.answer.foi import codes
from gongkai.answer.foi.models import Application, ApplicationFile, Decision, Fee, Letter, Proposal, Request, Wording
from gongkai.kernel.casework import identity
from gongkai.kernel.casework.models import Case
from gongkai.kernel.casework.queries import audit
from gongkai.kernel.papers.models import PaperNumber
from gongkai.kernel.vocabulary import Refusal

#: Tables of which every row is sealed by a line of the ledger, and how a fault names them.
SEALED: tuple[tuple[type[models.Model], str], ...] = (
    (Application, "申请"),
    (ApplicationFile, "申请附件"),
    (Request, "申请办理登记"),
    (Wording, "先前的概括"),
    (Letter, "征求意见函"),
    (Fee, "收费通知"),
    (Decision, "答复意见"),
    (Proposal, "主动公开建议"),
)


def faults() -> Iterator[str]:
    """Rows against their seals, applications against their digests, replies against their timelines; in Chinese."""
    expected = audit.sealed(model._meta.model_name or "" for model, _ in SEALED)
    for model, label in SEALED:
        yield from audit.rows(model, label, expected[model._meta.model_name or ""])
    yield from _applications()
    yield from _requests()


def counts() -> int:
    """How many rows will be looked at."""
    return sum(models.QuerySet(model).count() for model, _ in SEALED)


def content(application: Application) -> dict[str, Any]:
    """What was submitted, as plain values: the digest of an application is a keyed hash of it."""
    return {
        "facts": identity.unseal(application.sealed), "kind": application.applicant_kind,
        "description": application.description, "form": application.supply_form, "way": application.supply_way,
        "help": application.needs_help,
        "files": [[row.name, row.file_id] for row in application.files.order_by("pk")],
    }  # fmt: skip


def content_digest(plain: dict[str, Any]) -> str:
    """The keyed digest of an application's content (hex): it proves the rows, and nobody can try values against it."""
    return codes.keyed("application", json.dumps(plain, ensure_ascii=True, sort_keys=True))


def _applications() -> Iterator[str]:
    numbers = set(PaperNumber.objects.filter(kind="foi_application").values_list("text", flat=True))
    for row in Application.objects.order_by("pk").iterator(chunk_size=500):
        try:
            if content_digest(content(row)) != row.digest:
                yield f"申请{row.pk}（{row.number}）的内容与提交时的摘要不符"
        except Refusal as refusal:
            yield f"申请{row.pk}（{row.number}）：{refusal.message}"
        if row.number not in numbers:
            yield f"申请{row.pk}的登记编号{row.number}不在编号登记簿中"
    missing = Application.objects.filter(request=None).values_list("pk", "number")
    yield from (f"申请{pk}（{number}）没有办件" for pk, number in missing)
    lost = Case.objects.filter(kind="foi", request=None).values_list("pk", "number")
    yield from (f"办件{pk}（{number}）没有申请" for pk, number in lost)


def _requests() -> Iterator[str]:
    """A line of table three exactly for what was answered or withdrawn, on the day of that event."""
    rows = Request.objects.select_related("case").filter(case__closed_at__isnull=False).exclude(case__state="dropped")
    for row in rows.filter(line="").iterator(chunk_size=500):
        yield f"办件{row.case_id}（{row.case.number}）已办结而没有办理结果"
    open_ = Request.objects.filter(case__closed_at=None).exclude(line="")
    yield from (f"办件{row.case_id}未办结而已有办理结果" for row in open_.iterator(chunk_size=500))
    late = Request.objects.exclude(line="").exclude(replied_late=F("case__was_late")).select_related("case")
    yield from (f"办件{row.case_id}（{row.case.number}）的逾期登记与期限不符" for row in late.iterator(chunk_size=500))
