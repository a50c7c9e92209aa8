"""The administrator's first page: what needs attention, and the doors to each room."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from gongkai.faces.design.parts import Figure
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_frame import show
from gongkai.faces.desk.admin_work import waiting
from gongkai.faces.desk.ledger_lines import shown_lines, visible
from gongkai.kernel.notices import queries as notices
from gongkai.kernel.organizations import queries
from gongkai.kernel.organizations.queries import Role
from gongkai.kernel.workdays import queries as workdays

_LINES = 8
_FOOT = {
    "sponsor": "主办单位",
    "contact": "联系方式",
    "id_code": "网站标识码",
    "icp": "ICP备案编号",
    "police": "公安机关备案号",
}


@dataclass(frozen=True)
class Concern:
    """Something that somebody should see to; ``kind`` of an alert."""

    title: str
    text: str
    url: str
    action: str
    kind: str = "warning"


def concerns(request: DeskRequest) -> list[Concern]:
    """What needs attention now, the most urgent first."""
    found = []
    for year in workdays.missing_years(request.at.date()):
        late = year <= request.at.year
        found.append(
            Concern(
                f"还没有{year}年的放假安排",
                "今年的期限只能暂按周末推算。" if late else "通知一般在11月公布；导入前，跨年的期限暂按周末推算。",
                reverse("desk:calendar_import"),
                f"导入{year}年放假安排",
                "error" if late else "warning",
            )
        )
    counts = waiting()
    if counts["failed"]:
        found.append(
            Concern(
                f"有{counts['failed']}项后台任务失败",
                "相关文件还没有生成。",
                reverse("desk:work"),
                "查看并重试",
                "error",
            )
        )
    late_mails = notices.undelivered().filter(attempts__gt=0).count()
    if late_mails:
        found.append(
            Concern(f"有{late_mails}封邮件没有送出", "收件人仍可在工作台看到通知。", reverse("desk:work"), "查看并重发")
        )
    site = queries.site()
    missing = [label for name, label in _FOOT.items() if not getattr(site, name)]
    if missing:
        found.append(
            Concern(
                f"网站信息缺少{len(missing)}项",
                f"页脚须标明：{'、'.join(missing)}。",
                reverse("desk:site"),
                "填写网站信息",
            )
        )
    return found


@require_safe
@desk_view(Role.ADMIN)
def home(request: DeskRequest) -> HttpResponse:
    """Concerns, figures, the last administrative lines of the ledger."""
    today = request.at.date()
    people = reverse("desk:people")
    return show(
        request,
        "desk/admin/home.html",
        {
            "concerns": concerns(request),
            "figures": [
                Figure("机关", queries.organs().count(), "个", reverse("desk:organs")),
                Figure("可以登录", queries.people(today, state="open").count(), "人", f"{people}?state=open"),
                Figure("等待启用", queries.people(today, state="waiting").count(), "人", f"{people}?state=waiting"),
                Figure("已关闭", queries.people(today, state="closed").count(), "人", f"{people}?state=closed"),
            ],
            "lines": shown_lines(visible(request.standing)[:_LINES], request.standing),
        },
    )
