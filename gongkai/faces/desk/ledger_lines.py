"""Which lines of the ledger a person may see, what of each, and in which words."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse

from gongkai.kernel.ledger import queries as ledger
from gongkai.kernel.ledger.queries import Entry
from gongkai.kernel.organizations import queries as organizations
from gongkai.kernel.organizations.queries import Person, Role, Standing
from gongkai.kernel.vocabulary import CHINA

#: What an object of the ledger is called; a type without a word here is shown as it is stored.
TYPES = {
    "organ": "机关", "person": "人员", "site": "网站信息", "number": "规则数值", "calendar": "工作日历", "word": "筛查词典",
    "task": "后台任务", "mail": "邮件", "ledger": "台账", "tables": "机关人员表", "文号": "文号", "record": "政府信息", "revision": "文稿",
    "signing_key": "签名密钥", "annual_report": "年度报告", "dispute": "复议诉讼",
    "campaign": "年报汇集", "filing": "年报报送", "rollup": "年报汇总", "report_check": "年报核对", "openness_task": "公开工作任务",
    "yearly_report": "年度表", "website": "政府网站", "yearly_item": "年度表表式",
    "case": "办件", "application": "申请", "phrase": "常用语", "library": "法规资料",
}  # fmt: skip

#: Administrative types: the administrator sees these lines, and only these; none of them carries a document's title.
ADMINISTRATIVE = ("organ", "person", "site", "number", "calendar", "word", "task", "mail", "ledger", "tables")

_DETAIL = {
    "fields": "填写或修改", "name": "名称", "on": "日期", "into_name": "并入", "post": "岗位编号", "role": "角色",
    "value": "数值", "source": "来源", "effective_on": "生效日期", "address": "地址", "ended": "结束数", "text": "词语", "advice": "提示",
    "active": "启用", "year": "年份", "version": "版本", "title": "标题", "reason": "理由", "basis": "依据", "place": "位置",
    "type": "类型", "comment": "意见", "rows": "行数", "format": "格式", "filter": "筛选条件", "head": "台账末端", "into": "并入编号",
    "number": "编号", "state": "状态", "kind": "类别", "organs": "机关数", "people": "人员数", "posts": "岗位数", "changed": "修改数",
    "index_number": "索引号", "document_number": "文号", "review_on": "复核日期", "code": "代码", "digest": "摘要", "job": "任务",
    "item": "项目", "label": "名称", "in_use": "填报", "from_year": "起用年度", "id_code": "标识码", "opened_on": "开通日期",
    "closed_on": "关停日期",
}  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A line as a page shows it; ``detail`` is empty where the reader may not see it, ``url`` where no page is theirs."""

    line: Entry
    object: str
    url: str
    detail: tuple[tuple[str, str], ...]
    hidden: bool


def full_view(standing: Standing) -> bool:
    """Whether the person sees every line whole (审计)."""
    return standing.has(Role.AUDITOR)


def visible(standing: Standing) -> QuerySet[Entry]:
    """The lines that a person may see, newest first."""
    lines = ledger.entries()
    if full_view(standing):
        return lines
    allowed = Q(pk__in=[])
    if standing.has(Role.ADMIN):
        allowed |= Q(object_type__in=ADMINISTRATIVE)
    if standing.has(Role.SUPERVISOR):
        allowed |= Q(organ_id__in=organizations.supervised(standing))
    return lines.filter(allowed)


def shows_detail(line: Entry, standing: Standing) -> bool:
    """Whether the person may read what a line says, not only that it is there."""
    return full_view(standing) or (standing.has(Role.ADMIN) and line.object_type in ADMINISTRATIVE)


def shown(line: Entry, standing: Standing) -> Shown:
    """One line in words."""
    return shown_lines([line], standing)[0]


def shown_lines(lines: Iterable[Entry], standing: Standing) -> list[Shown]:
    """Several lines in words; people and organs by name (two queries, however many lines)."""
    rows = list(lines)
    names = _names(rows)
    own = standing.has(Role.ADMIN)
    found = []
    for line in rows:
        may = shows_detail(line, standing)
        label = TYPES.get(line.object_type, line.object_type)
        name = names.get((line.object_type, line.object_id), line.object_id)
        detail = _words(line) if may else ()
        found.append(
            Shown(line, f"{label} {name}", _url(line) if own else "", detail, hidden=not may and bool(line.detail))
        )
    return found


def _names(rows: list[Entry]) -> dict[tuple[str, str], str]:
    def ids(kind: str) -> set[int]:
        return {int(row.object_id) for row in rows if row.object_type == kind and row.object_id.isdecimal()}

    people = Person.objects.filter(pk__in=ids("person")).values_list("pk", "name")
    organs = organizations.Organ.objects.filter(pk__in=ids("organ")).values_list("pk", "short_name")
    found = {("person", str(pk)): name for pk, name in people} | {("organ", str(pk)): name for pk, name in organs}
    numbers = {number.code: number.label for number in organizations.numbers()}
    return (
        found | {("number", code): label for code, label in numbers.items()} | {("site", "1"): "", ("tables", "-"): ""}
    )


def _url(line: Entry) -> str:
    """The administrator's page of an object; empty when there is none."""
    pages = {"person": "desk:person", "organ": "desk:organ", "word": "desk:word", "number": "desk:rule"}
    if line.object_type not in pages:
        return ""
    try:
        return reverse(pages[line.object_type], args=[line.object_id])
    except NoReverseMatch:
        return ""


def _words(line: Entry) -> tuple[tuple[str, str], ...]:
    renamed = line.object_type == "organ"
    special = {"from": "原名", "to": "新名"} if renamed else {"from": "自", "to": "至"}
    labels: dict[str, str] = {**_DETAIL, **special}
    columns = _fields(line.object_type)
    detail: dict[str, Any] = dict(line.detail)
    if isinstance(detail.get("fields"), list):
        detail["fields"] = [columns.get(str(name), str(name)) for name in detail["fields"]]
    return tuple(
        (labels.get(name, name), _value(name, value)) for name, value in detail.items() if value not in (None, "", [])
    )


def _fields(kind: str) -> dict[str, str]:
    """Columns of an organ, a person or the site by their Chinese names."""
    kinds = {"organ": organizations.Organ, "person": Person, "site": organizations.Site}
    model = kinds.get(kind)
    return {field.name: str(field.verbose_name) for field in model._meta.fields} if model else {}


def _value(name: str, value: Any) -> str:
    if name == "role":
        return Role.label_of(str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_value("", item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


@dataclass(frozen=True)
class Filter:
    """What a reader asks for; empty parts ask nothing."""

    person: str = ""
    organ: int | None = None
    verb: str = ""
    type: str = ""
    object_id: str = ""
    since: date | None = None
    until: date | None = None

    def apply(self, lines: QuerySet[Entry]) -> QuerySet[Entry]:
        """The lines that fit; days are those of China, both included."""
        if self.person:
            lines = lines.filter(self._actors())
        if self.organ is not None:
            lines = lines.filter(organ_id=self.organ)
        if self.verb:
            lines = lines.filter(verb=self.verb)
        if self.type:
            lines = lines.filter(object_type=self.type)
        if self.object_id:
            lines = lines.filter(object_id=self.object_id)
        if self.since:
            lines = lines.filter(at__gte=_midnight(self.since))
        if self.until:
            lines = lines.filter(at__lt=_midnight(self.until + timedelta(days=1)))
        return lines

    def _actors(self) -> Q:
        """Lines by people of that name (looked up by key), or by a part of the system (系统·…)."""
        named = Person.objects.filter(Q(name__icontains=self.person) | Q(username=self.person.lower()))
        found = Q(actor_id__in=list(named.values_list("pk", flat=True)[:500]))
        if self.person.startswith("系统"):
            found |= Q(actor_id=None, actor_name__icontains=self.person)
        return found

    @property
    def words(self) -> dict[str, str]:
        """The filter as the ledger keeps it when an export is noted."""
        found = {
            "人员": self.person, "机关": str(self.organ or ""), "动作": self.verb, "对象": self.type, "编号": self.object_id,
            "自": self.since.isoformat() if self.since else "", "至": self.until.isoformat() if self.until else "",
        }  # fmt: skip
        return {name: value for name, value in found.items() if value}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA).astimezone(UTC)


def known_verbs() -> list[str]:
    """Every verb that the ledger holds, by hops over its index (one query, however long the ledger)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE hop(verb) AS (SELECT MIN(verb) FROM ledger_entry UNION ALL "
            "SELECT (SELECT MIN(verb) FROM ledger_entry WHERE verb > hop.verb) FROM hop WHERE hop.verb IS NOT NULL) "
            "SELECT verb FROM hop WHERE verb IS NOT NULL"
        )
        return [row[0] for row in cursor.fetchall()]
