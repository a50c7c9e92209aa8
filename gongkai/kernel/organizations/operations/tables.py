"""Verbs that take organs, people and posts from a table: all or nothing, every faulty row named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongkai.kernel.ledger.operations import Actor
from gongkai.kernel.organizations.models import Organ, Person, Post
from gongkai.kernel.organizations.operations.access import administrator
from gongkai.kernel.organizations.operations.organs import save_organ
from gongkai.kernel.organizations.operations.people import give_post, save_person
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.organizations.terms import Level, Nature, ReviewPath, Role
from gongkai.kernel.vocabulary import Refusal, clean, half_width

Row = Mapping[str, str]

#: Columns of the table of organs, and of the table of people and posts (one line a post), as the template has them.
ORGAN_COLUMNS = (
    "机关全称", "简称", "政府层级", "机关性质", "所属政府", "垂直领导机关", "复议管辖", "上级机关全称",
    "所在地人民政府", "机关代字", "统一社会信用代码", "索引号机构码", "公开工作机构", "办公地址", "办公时间", "联系电话", "传真号码", "电子邮箱", "设立日期",
)  # fmt: skip
#: Columns that a table made from an earlier template lacks: who reviews what the organ decides (行政复议法24、27、28).
LATER_COLUMNS = frozenset({"复议管辖", "上级机关全称", "所在地人民政府"})
POST_COLUMNS = ("姓名", "登录名", "电子邮箱", "手机", "机关", "职务", "角色", "任职开始", "任职结束")
MOST_ROWS = 2000

_PLAIN = {
    "机关代字": "code", "统一社会信用代码": "uscc", "索引号机构码": "index_code", "公开工作机构": "foi_office",
    "办公地址": "address", "办公时间": "office_hours", "联系电话": "phone", "传真号码": "fax", "电子邮箱": "email",
    "上级机关全称": "higher",
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What is wrong with one row: the table, the row as a spreadsheet counts it (the head is 1), a sentence."""

    table: str
    row: int
    message: str


@dataclass
class Outcome:
    """What an import does or would do. ``made`` counts new things by kind, ``same`` rows that change nothing."""

    made: dict[str, int] = field(default_factory=lambda: {"organs": 0, "people": 0, "posts": 0})
    changed: int = 0
    same: int = 0
    faults: list[Fault] = field(default_factory=list)


def preview_tables(
    *, organs: Iterable[Row], posts: Iterable[Row], by: Standing | Actor, at: datetime
) -> Outcome:  # fmt: skip
    """What an import would do, with every faulty row; nothing is kept, not even a ledger line."""
    administrator(by)
    outcome = Outcome()
    with transaction.atomic():
        _run(organs, posts, outcome, by, at)
        transaction.set_rollback(True)
    return outcome


def import_tables(*, organs: Iterable[Row], posts: Iterable[Row], by: Standing | Actor, at: datetime) -> Outcome:
    """Organs first, then people and posts. A Refusal names the first faulty row, and nothing was changed."""
    administrator(by)
    outcome = Outcome()
    with transaction.atomic():
        _run(organs, posts, outcome, by, at)
        if outcome.faults:
            first = outcome.faults[0]
            raise Refusal(f"{first.table}第{first.row}行：{first.message}全部内容均未导入。", field="file")
    return outcome


def import_rows(*, rows: list[dict[str, str]], by: Standing | Actor, at: datetime) -> dict[str, int]:
    """People and posts alone, one row a post (``POST_COLUMNS``); returns how many organs, people and posts were made."""
    return import_tables(organs=[], posts=rows, by=by, at=at).made


def _run(organs: Iterable[Row], posts: Iterable[Row], outcome: Outcome, by: Standing | Actor, at: datetime) -> None:
    takers: list[tuple[str, Iterable[Row], Callable[..., None]]] = [
        ("机关表", organs, _take_organ),
        ("人员岗位表", posts, _take_post),
    ]
    for table, rows, take in takers:
        for place, row in enumerate(rows, 2):
            if place > MOST_ROWS + 1:
                outcome.faults.append(Fault(table, place, f"一次最多导入{MOST_ROWS}行，请分几次导入。"))
                break
            cells = {name: clean(value or "").strip() for name, value in row.items()}
            if not any(cells.values()):
                continue
            try:
                with transaction.atomic():
                    take(cells, outcome, by, at)
            except Refusal as refusal:
                outcome.faults.append(Fault(table, place, refusal.message))


def _organ_named(name: str, label: str) -> Organ:
    found = Organ.objects.filter(name=name, closed_on=None).first()
    if found is None:
        raise Refusal(f"{label}“{name}”不存在，请写全称。")
    return found


def _term(kind: type[Level | Nature | ReviewPath | Role], label: str, value: str) -> str:
    found = next((term.value for term in kind if value in {term.label, term.value} and term.value != "public"), None)
    if found is None:
        known = "、".join(term.label for term in kind if term.value != "public")
        raise Refusal(f"没有“{value}”这个{label}，可用的有：{known}。")
    return found


def _take_organ(row: Row, outcome: Outcome, by: Standing | Actor, at: datetime) -> None:
    name = row.get("机关全称", "")
    if not name:
        raise Refusal("没有填写机关全称。")
    fields: dict[str, Any] = {to: row[column] for column, to in _PLAIN.items() if row.get(column)}
    if row.get("简称"):
        fields["short_name"] = row["简称"]
    if row.get("政府层级"):
        fields["level"] = _term(Level, "政府层级", row["政府层级"])
    if row.get("机关性质"):
        fields["nature"] = _term(Nature, "机关性质", row["机关性质"])
    if row.get("复议管辖"):
        fields["review_path"] = _term(ReviewPath, "复议管辖", row["复议管辖"])
    for column, to in (("所属政府", "government"), ("垂直领导机关", "vertical_parent"), ("所在地人民政府", "seat")):
        if row.get(column):
            fields[to] = _organ_named(row[column], column)
    if row.get("设立日期"):
        fields["opened_on"] = _date(row["设立日期"])
    known = Organ.objects.filter(name=name, closed_on=None).first()
    if known is not None:
        after = save_organ(organ=known, fields=fields, by=by, at=at)
        if after.version == known.version:
            outcome.same += 1
        else:
            outcome.changed += 1
        return
    missing = [
        label
        for label, to in (("简称", "short_name"), ("政府层级", "level"), ("机关性质", "nature"))
        if to not in fields
    ]
    if missing:
        raise Refusal(f"新设机关还须填写{'、'.join(missing)}。")
    save_organ(fields=fields | {"name": name}, by=by, at=at)
    outcome.made["organs"] += 1


def _take_post(row: Row, outcome: Outcome, by: Standing | Actor, at: datetime) -> None:
    username = half_width(row.get("登录名", "")).lower()
    if not username:
        raise Refusal("没有填写登录名。")
    person = Person.objects.filter(username=username).first()
    if person is None:
        fields = {"username": username, "name": row.get("姓名", ""), "email": row.get("电子邮箱", ""),
                  "phone": row.get("手机", "")}  # fmt: skip
        person = save_person(fields=fields, by=by, at=at)
        outcome.made["people"] += 1
    elif row.get("姓名") and row["姓名"] != person.name:
        raise Refusal(f"登录名“{username}”已属于{person.name}，不是{row['姓名']}。")
    elif not row.get("角色"):
        outcome.same += 1
    if not row.get("角色"):
        return
    if not row.get("机关"):
        raise Refusal("填写了角色，但没有填写机关。")
    organ = _organ_named(row["机关"], "机关")
    role = _term(Role, "角色", row["角色"])
    starts_on = _date(row["任职开始"]) if row.get("任职开始") else at.date()
    ends_on = _date(row["任职结束"]) if row.get("任职结束") else None
    if Post.objects.filter(person=person, organ=organ, role=role, starts_on=starts_on, ends_on=ends_on).exists():
        outcome.same += 1
        return
    give_post(
        person=person, organ=organ, role=role, title=row.get("职务", ""), starts_on=starts_on, ends_on=ends_on, by=by, at=at
    )  # fmt: skip
    outcome.made["posts"] += 1


def _date(text: str) -> date:
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?", half_width(text))
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass
    raise Refusal(f"日期“{text[:20]}”无法识别，请写成 2026-03-01。")
