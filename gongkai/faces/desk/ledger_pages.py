"""The ledger on the desk: filtered and turned by key, one line with its hash, export of a bounded part."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from gongkai.faces.design.parts import Fact
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import show
from gongkai.faces.desk.ledger_lines import (
    ADMINISTRATIVE,
    TYPES,
    Filter,
    full_view,
    known_verbs,
    shown,
    shown_lines,
    shows_detail,
    visible,
)
from gongkai.kernel.ledger import operations as ledger_operations
from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.organizations.queries import Role, Standing
from gongkai.kernel.vocabulary import CHINA, clean

READERS = (Role.AUDITOR, Role.ADMIN, Role.SUPERVISOR)
_PAGE = 50
MOST_EXPORTED = 20_000
COLUMNS = (
    "序号", "时间", "机关", "岗位", "姓名", "人员编号", "任职机关编号", "动作", "对象类型", "对象编号", "所属机关编号", "内容",
    "上一行摘要", "本行摘要", "时间（UTC）",
)  # fmt: skip


def _filter(request: HttpRequest) -> Filter:
    given = request.POST if request.method == "POST" else request.GET

    def text(name: str, longest: int = 80) -> str:
        return clean(given.get(name, "")).strip()[:longest]

    def day(name: str) -> date | None:
        try:
            return date.fromisoformat(text(name, 10))
        except ValueError:
            return None

    organ = text("organ", 9)
    return Filter(
        person=text("person", 40), organ=int(organ) if organ.isascii() and organ.isdigit() else None, verb=text("verb"),
        type=text("type", 40), object_id=text("object"), since=day("since"), until=day("until"),
    )  # fmt: skip


def _query(chosen: Filter) -> dict[str, str]:
    found = {
        "person": chosen.person, "organ": str(chosen.organ or ""), "verb": chosen.verb, "type": chosen.type,
        "object": chosen.object_id, "since": chosen.since.isoformat() if chosen.since else "",
        "until": chosen.until.isoformat() if chosen.until else "",
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}


def _key(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


@require_safe
@desk_view(*READERS)
def lines(request: DeskRequest) -> HttpResponse:
    """Lines newest first, a page at a time by key: as quick at the end of a long ledger as at its head."""
    chosen = _filter(request)
    found = chosen.apply(visible(request.standing))
    before, after = _key(request, "before"), _key(request, "after")
    if after is not None:
        rows = list(found.filter(pk__gt=after).order_by("seq")[: _PAGE + 1])
        newer, older = len(rows) > _PAGE, True
        rows = rows[:_PAGE][::-1]
    else:
        found = found.filter(pk__lt=before) if before is not None else found
        rows = list(found[: _PAGE + 1])
        newer, older = before is not None, len(rows) > _PAGE
        rows = rows[:_PAGE]
    query = _query(chosen)

    def address(**more: int) -> str:
        return f"?{urlencode(query | {name: str(value) for name, value in more.items()})}"

    size, value = ledger.head()
    auditor = full_view(request.standing)
    types = TYPES if auditor or request.standing.has(Role.SUPERVISOR) else {n: TYPES[n] for n in ADMINISTRATIVE}
    return show(
        request,
        "desk/ledger/lines.html",
        {
            "rows": shown_lines(rows, request.standing),
            "chosen": chosen,
            "filtered": bool(query),
            "kept": list(query.items()),
            "verbs": known_verbs(),
            "types": types.items(),
            "organs": list(organizations.organs(closed=True)),
            "previous": address(after=rows[0].pk) if newer and rows else "",
            "following": address(before=rows[-1].pk) if older and rows else "",
            "words": f"台账共 {size:,} 行" if auditor else "",
            "head": value if auditor else "",
            "scope": _scope(request.standing),
            "most": MOST_EXPORTED,
        },
    )


def _scope(standing: Standing) -> str:
    if full_view(standing):
        return "全部台账。台账只能追加，任何人都不能修改或删除。"
    parts = []
    if standing.has(Role.ADMIN):
        parts.append("系统管理事项的台账")
    if standing.has(Role.SUPERVISOR):
        parts.append("所监督机关的办理动作（不含内容）")
    return f"您可以查看{'和'.join(parts)}。"


@require_safe
@desk_view(*READERS)
def line(request: DeskRequest, seq: int) -> HttpResponse:
    """One line with its place in the chain."""
    row = visible(request.standing).filter(pk=seq).first()
    if row is None:
        raise Http404
    view = shown(row, request.standing)
    neighbours = visible(request.standing).filter(object_type=row.object_type, object_id=row.object_id)
    return show(
        request,
        "desk/ledger/line.html",
        {
            "row": view,
            "facts": [
                Fact("动作", row.verb),
                Fact("对象", view.object, url=view.url, note=f"编号 {row.object_id}"),
                Fact("姓名", row.actor_name),
                Fact("岗位", row.actor_post),
                Fact("机关", row.actor_organ_name),
            ],
            "at": row.at,
            "others": shown_lines(neighbours.exclude(pk=seq)[:20], request.standing),
        },
    )


@require_POST
@desk_view(*READERS)
def export(request: DeskRequest) -> HttpResponseBase:
    """The lines that fit, as CSV or xlsx with the columns of the chain; the export itself is noted in the ledger."""
    chosen = _filter(request)
    kind = "xlsx" if request.POST.get("format") == "xlsx" else "csv"
    found = chosen.apply(visible(request.standing))
    rows = list(found[: MOST_EXPORTED + 1])
    if len(rows) > MOST_EXPORTED:
        messages.error(request, f"符合条件的超过 {MOST_EXPORTED:,} 行，请缩小日期范围后分次导出。")
        return redirect(f"{reverse('desk:ledger')}?{urlencode(_query(chosen))}")
    with transaction.atomic():
        ledger_operations.write(
            actor=request.standing.actor(), verb="导出台账", object_type="ledger", object_id=rows[0].pk if rows else 0,
            at=request.at, detail={"rows": len(rows), "format": kind, "filter": chosen.words},
        )  # fmt: skip
    cells = ([*_cells(row, request.standing)] for row in rows)
    name = f"taizhang-{request.at:%Y%m%d-%H%M}.{kind}"
    return _workbook(cells, name) if kind == "xlsx" else _comma_separated(cells, name)


def _cells(row: Entry, standing: Standing) -> Iterable[str | int]:
    """A line as text; ``_safe`` keeps a spreadsheet from reading any of it as a formula."""
    detail = json.dumps(row.detail, ensure_ascii=False, sort_keys=True) if shows_detail(row, standing) else ""
    at = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    texts: list[str | int | None] = [
        row.seq, f"{row.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}", row.actor_organ_name, row.actor_post, row.actor_name,
        row.actor_id, row.actor_organ_id, row.verb, row.object_type, row.object_id, row.organ_id, detail, row.previous,
        row.hash, at,
    ]  # fmt: skip
    return ("" if text is None else _safe(text) if isinstance(text, str) else text for text in texts)


def _safe(text: str) -> str:
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _attachment(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _comma_separated(rows: Iterable[list[str | int]], name: str) -> HttpResponse:
    out = io.StringIO()
    out.write("\ufeff")  # a spreadsheet then knows that it is UTF-8
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return _attachment(HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8"), name)


def _workbook(rows: Iterable[list[str | int]], name: str) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.freeze_panes = "A2"
    sheet.append(list(COLUMNS))
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _attachment(HttpResponse(out.getvalue(), content_type=kind), name)
