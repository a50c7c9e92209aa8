"""Organs on the desk of the administrator: the tree, one organ with all its facts, set up, change, rename, merge."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.answer.foi import queries as requests
from gongkai.faces.design.formats import cdate
from gongkai.faces.design.parts import Badge, Fact
from gongkai.faces.desk.access import DeskRequest, desk_view
from gongkai.faces.desk.admin_conflict import conflict
from gongkai.faces.desk.admin_frame import blame, confirmed, show
from gongkai.faces.desk.forms_admin import MergeForm, OrganForm, RenameForm
from gongkai.faces.desk.ledger_lines import shown_lines
from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.organizations import operations, queries
from gongkai.kernel.organizations.queries import Level, Nature, Organ, ReviewPath, Role
from gongkai.kernel.vocabulary import Refusal, cited

_LINES = 10


def _organ(pk: int) -> Organ:
    found = queries.organ(pk)
    if found is None:
        raise Http404
    return found


@require_safe
@desk_view(Role.ADMIN)
def organs(request: DeskRequest) -> HttpResponse:
    """The tree of organs."""
    closed = request.GET.get("closed") == "1"
    branches = queries.tree(request.at.date(), closed=closed)
    rows = [
        {
            "organ": branch.organ,
            "depth": min(branch.depth, 4),
            "people": branch.people,
            "level": Level.label_of(branch.organ.level),
            "nature": Nature.label_of(branch.organ.nature),
            "gaps": _gaps(branch.organ) if branch.organ.closed_on is None else [],
        }
        for branch in branches
    ]
    count = sum(1 for branch in branches if branch.organ.closed_on is None)
    return show(request, "desk/admin/organs.html", {"rows": rows, "closed": closed, "count": count})


def _gaps(organ: Organ) -> list[str]:
    """What the Regulation wants of an organ and is not filled in (条例12)."""
    wanted = {
        "公开工作机构": organ.foi_office, "办公地址": organ.address, "联系电话": organ.phone, "机关代字": organ.code,
        "索引号机构码": organ.index_code or "{code}" not in organ.index_pattern,
    }  # fmt: skip
    return [label for label, value in wanted.items() if not value]


def facts(organ: Organ, today: date) -> list[tuple[str, list[Fact]]]:
    """Every fact of an organ in groups."""

    def link(other: Organ | None, label: str, note: str = "") -> Fact:
        url = reverse("desk:organ", args=[other.pk]) if other else ""
        return Fact(label, other.name if other else "", url=url, note=note)

    example = queries.index_example(organ.index_pattern, code=organ.index_code, uscc=organ.uscc, on=today)
    timetable = queries.timetable(organ)
    return [
        (
            "基本情况",
            [
                Fact("简称", organ.short_name),
                Fact("政府层级", Level.label_of(organ.level)),
                Fact("机关性质", Nature.label_of(organ.nature)),
                link(organ.government, "所属政府"),
                link(organ.vertical_parent, "垂直领导机关"),
                Fact("设立日期", cdate(organ.opened_on)),
                *([Fact("撤销日期", cdate(organ.closed_on)), link(organ.merged_into, "并入机关")] if organ.closed_on else []),
            ],
        ),
        (
            "行政复议",
            [
                Fact("复议管辖", ReviewPath.label_of(organ.review_path), note=cited(ReviewPath(organ.review_path).basis)),
                Fact("复议机关", requests.reviewed_by(organ), note="写入答复书的救济途径"),
                Fact("上级机关", organ.higher),
                link(organ.seat, "所在地人民政府"),
            ],
        ),
        (
            "职权",
            [
                Fact("制定规章", "可以" if organ.makes_rules else "没有规章制定权"),
                Fact("主管部门", "是" if organ.is_supervisor else "否"),
                Fact("审核人数", "三人（初审、复审、终审）" if organ.reviewers == 3 else "两人（初审、终审）"),
            ],
        ),
        (
            "编号",
            [
                Fact("机关代字", organ.code, note=f"例：{organ.code}〔{today:%Y}〕1号" if organ.code else ""),
                Fact("社会信用代码", organ.uscc),
                Fact("索引号机构码", organ.index_code),
                Fact("索引号规则", organ.index_pattern, note=f"例：{example}" if example else "规则无法识别"),
            ],
        ),
        (
            "公开工作机构",
            [
                Fact("机构名称", organ.foi_office),
                Fact("办公地址", organ.address),
                Fact("办公时间", organ.office_hours),
                Fact("联系电话", organ.phone),
                Fact("传真号码", organ.fax),
                Fact("电子邮箱", organ.email),
            ],
        ),
        ("工作时间", [Fact("办公时间表", timetable.text() if timetable else "", note="" if timetable else "未设置时按工作日计算，不计小时。")]),
    ]  # fmt: skip


@require_safe
@desk_view(Role.ADMIN)
def organ(request: DeskRequest, pk: int) -> HttpResponse:
    """One organ."""
    found = _organ(pk)
    today = request.at.date()
    order = {role.value: place for place, role in enumerate(Role)}
    badge = Badge("已撤销", "neutral") if found.closed_on else Badge("存续", "green")
    return show(
        request,
        "desk/admin/organ.html",
        {
            "organ": found,
            "badge": badge,
            "groups": facts(found, today),
            "gaps": _gaps(found) if found.closed_on is None else [],
            "names": list(queries.names(found)),
            "below": list(queries.below(found)),
            "posts": sorted(
                ((post, Role.label_of(post.role)) for post in queries.posts_of_organ(found, today)),
                key=lambda pair: order.get(pair[0].role, 99),
            ),
            "lines": shown_lines(ledger.of_object("organ", found.pk).order_by("-seq")[:_LINES], request.standing),
        },
    )


@require_safe
@desk_view(Role.ADMIN)
def organ_example(request: DeskRequest) -> HttpResponse:
    """The 索引号 that the typed pattern would give, as a fragment."""
    given = request.GET
    example = queries.index_example(
        given.get("index_pattern", "")[:80], code=given.get("index_code", "")[:20], uscc=given.get("uscc", "")[:18],
        on=request.at.date(),
    )  # fmt: skip
    return HttpResponse(format_html("{}", f"示例：{example}" if example else "规则无法识别"))


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(Role.ADMIN)
def organ_edit(request: DeskRequest, pk: int | None = None) -> HttpResponse:
    """Set up an organ, or change its facts."""
    found = _organ(pk) if pk is not None else None
    form = OrganForm(request.POST or None, organ=found)
    found_there = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = operations.save_organ(
                organ=found, fields=form.values(), by=request.standing, at=request.at, version=form.cleaned_data["version"]
            )  # fmt: skip
        except operations.Stale as stale:
            stored = OrganForm(organ=_organ(pk or 0))
            found_there = conflict(form, stored, stale, object_type="organ", object_id=pk or 0)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, f"已保存“{saved.name}”。")
            return redirect("desk:organ", pk=saved.pk)
    bound = {name: form[name] for name in form.fields}
    parts = [
        (title, [[bound[name] for name in names if name in bound] for names in lines])
        for title, lines in OrganForm.PARTS
    ]
    values = form.data if form.is_bound else form.initial
    example = queries.index_example(
        str(values.get("index_pattern", "")), code=str(values.get("index_code", "")), uscc=str(values.get("uscc", "")),
        on=request.at.date(),
    )  # fmt: skip
    url = reverse("desk:organ", args=[found.pk]) if found else ""
    context = {"form": form, "parts": parts, "organ": found, "organ_url": url, "example": example,
               "conflict": found_there}  # fmt: skip
    return show(request, "desk/admin/organ_edit.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(Role.ADMIN)
def organ_rename(request: DeskRequest, pk: int) -> HttpResponse:
    """A new name from a day on; what was published before keeps the old one."""
    found = _organ(pk)
    form = RenameForm(request.POST or None, initial={"on": request.at.date()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            operations.rename_organ(
                organ=found, name=data["name"], short_name=data["short_name"], on=data["on"], by=request.standing, at=request.at
            )  # fmt: skip
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, f"“{found.name}”已更名为“{data['name'].strip()}”，此前公开的信息仍显示原名称。")
            return redirect("desk:organ", pk=pk)
    context = {
        "form": form,
        "organ": found,
        "organ_url": reverse("desk:organ", args=[pk]),
        "names": list(queries.names(found)),
    }
    return show(request, "desk/admin/organ_rename.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_view(Role.ADMIN)
def organ_merge(request: DeskRequest, pk: int) -> HttpResponse:
    """Close an organ whose duties go to another."""
    found = _organ(pk)
    form = MergeForm(request.POST or None, organ=found, initial={"on": request.at.date()})
    if request.method == "POST" and form.is_valid():
        into, on = form.cleaned_data["into"], form.cleaned_data["on"]
        question = confirmed(
            request,
            question=f"把“{found.name}”并入“{into.name}”？",
            consequence=f"从{cdate(on)}起，“{found.name}”不再存在，其岗位全部结束；已公开的信息保留原名称。合并后不能撤回。",
            action="合并",
            back_url=reverse("desk:organ", args=[pk]),
            kept=[("into", str(into.pk)), ("on", on.isoformat())],
        )
        if question is not None:
            return question
        try:
            operations.merge_organ(organ=found, into=into, on=on, by=request.standing, at=request.at)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            messages.success(request, f"“{found.name}”已并入“{into.name}”。")
            return redirect("desk:organ", pk=pk)
    today = request.at.date()
    count = queries.posts_of_organ(found, today).count()
    context = {"form": form, "organ": found, "organ_url": reverse("desk:organ", args=[pk]), "posts": count}
    return show(request, "desk/admin/organ_merge.html", context, 422 if form.errors else 200)
