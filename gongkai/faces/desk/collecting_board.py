"""进度: how far every filing of a collection is; the counts are links, the whole is a workbook; reminders go out from here."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe
from openpyxl import Workbook
from openpyxl.styles import Font

from gongkai.faces.design.parts import Figure
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.collecting_access import EDITORS, READERS, campaign_of
from gongkai.faces.desk.collecting_shown import line, state_links
from gongkai.faces.desk.rows import page as cut
from gongkai.kernel.vocabulary import Refusal, clean
from gongkai.oversee.collecting import operations as verbs
from gongkai.oversee.collecting import queries as collecting

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADS = (
    "机关",
    "汇总到",
    "状态",
    "数据来源",
    "截止日",
    "逾期",
    "未填报",
    "不相符",
    "待核对",
    "已提醒次数",
    "报送时间",
)


@require_safe
@desk_view(*READERS)
def board(request: DeskRequest, pk: int) -> HttpResponse:
    """The collection at a glance, and its organs."""
    campaign = campaign_of(request, pk)
    today = request.at.date()
    state, text = request.GET.get("state", ""), clean(request.GET.get("q", "")).strip()[:40]
    counts = collecting.counts(campaign, request.standing, today)
    rows = collecting.chosen(collecting.filings(campaign, request.standing), state, text, today)
    shown = cut(request, rows)
    summed = collecting.summed_organs(campaign)
    may = collecting.rollable(request.standing, campaign, [organ.pk for organ in summed], read=True)
    leads = collecting.leads(request.standing, campaign.lead_id)
    done = round(100 * counts.done / counts.total) if counts.total else 0
    return render(
        request,
        "desk/collecting/board.html",
        {
            "campaign": campaign,
            "figures": [
                Figure("审核通过", counts.done, "个", f"?state={collecting.DONE}", f"共{counts.total}个机关，完成{done}%", "neutral"),
                Figure("待审核", counts.states[collecting.State.SUBMITTED], "个", "?state=submitted", "", "amber" if counts.states[collecting.State.SUBMITTED] else "neutral"),
                Figure("还没有报送", counts.owing, "个", f"?state={collecting.OWED}", "待填报、填报中和已退回"),
                Figure("已逾期", counts.late, "个", "?state=late", "", "red" if counts.late else "neutral"),
            ],
            "links": state_links(counts, state, urlencode({"q": text}) if text else ""),
            "state": state,
            "q": text,
            "rows": [line(row, today) for row in shown.rows],
            "pages": shown,
            "leads": leads,
            "open": campaign.closed_at is None,
            "owing": counts.owing,
            "several": _several(request, campaign),
            "summed": [(organ, reverse("desk:rollup_new", args=[pk, organ.pk])) for organ in summed if organ.pk in may][:12],
            "removed": collecting.removed(campaign) if leads else [],
            "export": reverse("desk:campaign_export", args=[pk]),
        },
    )  # fmt: skip


def _several(request: DeskRequest, campaign: collecting.Campaign) -> list[tuple[str, str]]:
    """What may be done with more than one filing at once."""
    found = []
    for code, words in (("accept", "一并审核通过"), ("lock", "一并锁定")):
        number = collecting.at_once(campaign, request.standing, code).count()
        if number > 1:
            found.append((f"{words}（{number}个）", reverse("desk:campaign_several", args=[campaign.pk, code])))
    return found


@require_safe
@desk_view(*READERS)
def export(request: DeskRequest, pk: int) -> HttpResponse:
    """Every line of the board as a workbook."""
    campaign = campaign_of(request, pk)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("进度")
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHIJK", (34, 24, 12, 12, 13, 10, 10, 10, 10, 12, 20), strict=True):
        sheet.column_dimensions[letter].width = width
    from openpyxl.cell import WriteOnlyCell

    heads = [WriteOnlyCell(sheet, value=name) for name in _HEADS]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    today = request.at.date()
    for row in collecting.filings(campaign, request.standing):
        shown = line(row, today)
        moment = row.submitted_at.astimezone(request.at.tzinfo).replace(tzinfo=None) if row.submitted_at else None
        sheet.append(
            [
                _safe(row.organ.name), _safe(row.above.name), shown.state.text, shown.source, row.due_on, shown.late, row.missing,
                row.errors, row.warnings, shown.reminded, moment,
            ]
        )  # fmt: skip
    out = BytesIO()
    book.save(out)
    answer = HttpResponse(out.getvalue(), content_type=_KIND)
    name = f"{campaign.title}报送进度.xlsx"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return answer


def _safe(text: str) -> str:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


@require_POST
@desk_view(*EDITORS)
def remind(request: DeskRequest, pk: int) -> HttpResponse:
    """Remind everybody who still owes a filing."""
    campaign = campaign_of(request, pk, lead=True)
    try:
        told = verbs.remind(campaign_id=campaign.pk, by=request.standing, at=request.at)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"已提醒{told}个机关。")
    return redirect("desk:campaign", pk)
