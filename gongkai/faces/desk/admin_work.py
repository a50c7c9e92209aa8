"""Background work on the desk: what failed, what waits, and the button that tries again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe
from django_tasks_db.models import DBTaskResult

from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import show
from gongkai.kernel.ledger import operations as ledger
from gongkai.kernel.notices import bell
from gongkai.kernel.notices import queries as notices
from gongkai.kernel.organizations.queries import Role

_MOST = 100
_GIVEN_UP = 8  # attempts after which the delivery of a mail stops by itself
_NAMES = {"typeset": "生成 PDF 和 Word 文件"}


@dataclass(frozen=True)
class Failure:
    """A failed task: its name in words, which object, when, and the kind of fault (never the text of a document)."""

    id: uuid.UUID
    name: str
    object: str
    failed_at: datetime | None
    fault: str


def failures() -> list[Failure]:
    """Failed tasks, newest first."""
    rows = DBTaskResult.objects.filter(status="FAILED").order_by("-finished_at")[:_MOST]
    return [
        Failure(
            row.pk,
            _NAMES.get(row.task_path.rpartition(".")[2], row.task_path.rpartition(".")[2]),
            "、".join(str(value) for value in row.args_kwargs.get("args", [])),
            row.finished_at,
            row.exception_class_path.rpartition(".")[2] or "未知错误",
        )
        for row in rows
    ]


def waiting() -> dict[str, int]:
    """How many tasks wait, run, and failed."""
    counted = {status: DBTaskResult.objects.filter(status=status).count() for status in ("READY", "RUNNING", "FAILED")}
    return {"waiting": counted["READY"], "running": counted["RUNNING"], "failed": counted["FAILED"]}


@require_safe
@desk_view(Role.ADMIN)
def work(request: DeskRequest) -> HttpResponse:
    """Failed tasks and undelivered mails."""
    context = {
        "failures": failures(),
        "counts": waiting(),
        "mails": list(notices.undelivered()[:_MOST]),
        "given_up": _GIVEN_UP,
        "at": request.at,
    }
    return show(request, "desk/admin/work.html", context)


@require_POST
@desk_view(Role.ADMIN)
def task_retry(request: DeskRequest, pk: uuid.UUID) -> HttpResponse:
    """Put a failed task back into the queue; the jobs look before they act, so that a second run does no harm."""
    with transaction.atomic():
        row = DBTaskResult.objects.select_for_update().filter(pk=pk).first()
        if row is None:
            raise Http404
        if row.status != "FAILED":
            messages.info(request, "这项任务已经不在失败状态。")
            return redirect("desk:work")
        row.status, row.started_at, row.finished_at = "READY", None, None
        row.exception_class_path = row.traceback = ""
        row.save()
        ledger.write(
            actor=request.standing.actor(), verb="重试后台任务", object_type="task", object_id=str(row.pk), at=request.at,
            detail={"job": row.task_path.rpartition(".")[2]},
        )  # fmt: skip
        bell.ring()
    messages.success(request, "已重新排入队列，片刻后刷新页面查看结果。")
    return redirect("desk:work")


@require_POST
@desk_view(Role.ADMIN)
def mail_retry(request: DeskRequest, pk: int) -> HttpResponse:
    """Try an undelivered mail again at once."""
    with transaction.atomic():
        changed = notices.undelivered().filter(pk=pk).update(attempts=0, next_attempt_at=request.at)
        if not changed:
            raise Http404
        ledger.write(
            actor=request.standing.actor(), verb="重发邮件", object_type="mail", object_id=pk, at=request.at
        )  # fmt: skip
        bell.ring()
    messages.success(request, "已安排立即重发。")
    return redirect("desk:work")
