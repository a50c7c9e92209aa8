"""Import and export of organs, people and posts: template, preview with faulty rows, all or nothing."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.faces.desk import admin_workbooks
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import blame, show
from gongkai.faces.desk.forms_admin import TableForm
from gongkai.kernel.ledger import operations as ledger
from gongkai.kernel.organizations import operations
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.vocabulary import Refusal

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_GOOD_FOR = 3600  # seconds between preview and import
_SHOWN = 100  # faulty rows on the page


def _salt(request: DeskRequest) -> str:
    return f"desk.tables.{request.person.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(Role.ADMIN)
def tables(request: DeskRequest) -> HttpResponse:
    """Choose a workbook, see what it would do, then do it. Between the two steps the rows travel signed in the page."""
    form = TableForm()
    outcome: operations.Outcome | None = None
    packed = fault = ""
    if request.method == "POST" and "packed" in request.POST:
        try:
            organs, posts = _unpack(request)
            done = operations.import_tables(organs=organs, posts=posts, by=request.standing, at=request.at)
        except Refusal as refusal:
            fault = refusal.message
        else:
            messages.success(request, f"已导入：{_words(done)}。")
            return redirect("desk:tables")
    elif request.method == "POST":
        form = TableForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                organs, posts = admin_workbooks.read(file, file.size)
                outcome = operations.preview_tables(organs=organs, posts=posts, by=request.standing, at=request.at)
            except Refusal as refusal:
                blame(form, refusal)
            else:
                if not outcome.faults:
                    packed = signing.dumps([organs, posts], salt=_salt(request), compress=True)
    context = {
        "form": form,
        "fault": fault,
        "outcome": outcome,
        "words": _words(outcome) if outcome else "",
        "nothing": bool(outcome and not outcome.changed and not any(outcome.made.values())),
        "faults": outcome.faults[:_SHOWN] if outcome else [],
        "packed": packed,
    }
    return show(request, "desk/admin/tables.html", context, 422 if form.errors or fault else 200)


def _unpack(request: DeskRequest) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    try:
        found: Any = signing.loads(request.POST["packed"], salt=_salt(request), max_age=_GOOD_FOR)
    except signing.BadSignature:
        raise Refusal("预览已过期，请重新选择文件。") from None
    return cast("tuple[list[dict[str, str]], list[dict[str, str]]]", tuple(found))


def _words(outcome: operations.Outcome) -> str:
    made = outcome.made
    parts = [
        (made["organs"], "新设机关", "个"), (outcome.changed, "修改机关", "个"), (made["people"], "登记人员", "名"),
        (made["posts"], "设置岗位", "个"), (outcome.same, "没有变化", "行"),
    ]  # fmt: skip
    return "、".join(f"{label}{count}{unit}" for count, label, unit in parts if count) or "没有内容"


def _workbook(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=_KIND)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
@desk_view(Role.ADMIN)
def template(request: DeskRequest) -> HttpResponse:
    """The empty workbook."""
    return _workbook(admin_workbooks.template(), "jiguan-renyuan-moban.xlsx")


@require_POST
@desk_view(Role.ADMIN)
def export(request: DeskRequest) -> HttpResponse:
    """Every organ and post in force; it holds telephone numbers, so the ledger notes who took it."""
    data, counts = admin_workbooks.export(request.at.date())
    with transaction.atomic():
        ledger.write(
            actor=request.standing.actor(), verb="导出机关和人员", object_type="tables", object_id="-", at=request.at,
            detail=counts,
        )  # fmt: skip
    return _workbook(data, f"jiguan-renyuan-{request.at:%Y%m%d}.xlsx")
