"""Verbs of the administrator: organs, people, posts, accounts, numbers and the facts of the site."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, Q

from gongkai.kernel.ledger.operations import Actor, write
from gongkai.kernel.organizations import queries
from gongkai.kernel.organizations.models import NumberValue, Organ, OrganName, Person, Post, SignIn, Site
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.organizations.rules import check_id_code, check_index_pattern, check_uscc
from gongkai.kernel.organizations.terms import Nature, Role
from gongkai.kernel.vocabulary import Refusal, clean

__all__ = [
    "accept_invitation",
    "change_password",
    "close_person",
    "end_post",
    "end_sign_ins",
    "first_administrator",
    "give_post",
    "import_rows",
    "invite",
    "merge_organ",
    "rename_organ",
    "reopen_person",
    "reset_password",
    "save_organ",
    "save_person",
    "save_site",
    "set_number",
    "signed_in",
    "signed_out",
]

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")


def _administrator(by: Standing | Actor) -> Actor:
    """The actor, when it is an administrator (or the command line); Refusal otherwise."""
    if isinstance(by, Actor):
        return by
    if not by.has(Role.ADMIN):
        raise Refusal("只有系统管理员可以进行这项操作。")
    return by.actor()


def _apply(row: Model, fields: Mapping[str, Any], allowed: set[str]) -> list[str]:
    """Set cleaned fields on a row; names of those that changed. Too long a text is refused by its Chinese name."""
    unknown = set(fields) - allowed
    if unknown:
        raise ValueError(f"not fields of {type(row).__name__}: {sorted(unknown)}")
    changed = []
    for name, value in fields.items():
        field = row._meta.get_field(name)
        if isinstance(value, str):
            value = clean(value).strip()
            longest = getattr(field, "max_length", None)
            if longest and len(value) > longest:
                label = getattr(field, "verbose_name", name)
                raise Refusal(f"{label}过长:最多{longest}字。", field=name)
        if getattr(row, name) != value:
            setattr(row, name, value)
            changed.append(name)
    return changed


_ORGAN_FIELDS = {
    "name", "short_name", "level", "nature", "government", "vertical_parent", "position", "code", "uscc", "index_code",
    "index_pattern", "makes_rules", "is_supervisor", "reviewers", "timetable", "foi_office", "address", "office_hours",
    "phone", "fax", "email", "opened_on",
}  # fmt: skip


def save_organ(*, fields: Mapping[str, Any], by: Standing | Actor, at: datetime, organ: Organ | None = None) -> Organ:
    """Set up an organ or change its facts. A new name goes through ``rename_organ``, which keeps the history."""
    actor = _administrator(by)
    fields = dict(fields)
    if "uscc" in fields:
        fields["uscc"] = check_uscc(fields["uscc"])
    if "index_pattern" in fields:
        fields["index_pattern"] = check_index_pattern(fields["index_pattern"])
    if fields.get("reviewers") not in {None, 2, 3}:
        raise Refusal("审核人数只能是3人或2人;任何设置都不能少于2人。", field="reviewers")
    if fields.get("makes_rules") and fields.get("level", getattr(organ, "level", "")) in {"county", "township"}:
        raise Refusal("县级、乡镇级机关没有规章制定权(立法法第九十三条)。", field="makes_rules")
    with transaction.atomic():
        row = organ or Organ()
        if organ is not None and "name" in fields and clean(fields["name"]).strip() != organ.name:
            raise Refusal("更名请使用“更名”操作,原名称会保留在历史页面上。", field="name")
        _no_circle(row, fields)
        changed = _apply(row, fields, _ORGAN_FIELDS)
        if not row.name or not row.short_name:
            raise Refusal("请填写机关全称和简称。", field="name")
        if not changed and organ is not None:
            return row
        row.version += 1
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Refusal(f"已有名称为“{row.name}”的机关。", field="name") from None
        if organ is None:
            starts = row.opened_on or at.date()
            OrganName.objects.create(organ=row, name=row.name, short_name=row.short_name, starts_on=starts)
        write(
            actor=actor, verb="设立机关" if organ is None else "修改机关信息", object_type="organ", object_id=row.pk,
            at=at, organ_id=row.pk, detail={"fields": sorted(changed), "name": row.name},
        )  # fmt: skip
    return row


def _no_circle(row: Organ, fields: Mapping[str, Any]) -> None:
    for name in ("government", "vertical_parent"):
        parent, seen = fields.get(name), {row.pk}
        while parent is not None:
            if parent.pk in seen:
                raise Refusal("上级机关不能是它自己或它的下级。", field=name)
            seen.add(parent.pk)
            parent = getattr(parent, name)


def rename_organ(*, organ: Organ, name: str, short_name: str, on: date, by: Standing | Actor, at: datetime) -> Organ:
    """Give an organ a new name from a day on; pages published before keep the old one."""
    actor = _administrator(by)
    name, short_name = clean(name).strip(), clean(short_name).strip()
    if not name or not short_name or len(name) > 100 or len(short_name) > 40:
        raise Refusal("请填写新的全称(100字以内)和简称(40字以内)。", field="name")
    with transaction.atomic():
        row = Organ.objects.select_for_update(of=("self",)).get(pk=organ.pk)
        last = OrganName.objects.filter(organ=row).order_by("-starts_on", "-pk").first()
        if last is not None and on <= last.starts_on:
            raise Refusal(f"更名日期应晚于现名称的启用日期({last.starts_on:%Y-%m-%d})。", field="on")
        if on > at.date():
            raise Refusal("更名日期不能晚于今天。", field="on")
        former = row.name
        OrganName.objects.filter(organ=row, ends_on=None).update(ends_on=on)
        OrganName.objects.create(organ=row, name=name, short_name=short_name, starts_on=on)
        row.name, row.short_name = name, short_name
        row.version += 1
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Refusal(f"已有名称为“{name}”的机关。", field="name") from None
        write(
            actor=actor, verb="机关更名", object_type="organ", object_id=row.pk, at=at, organ_id=row.pk,
            detail={"from": former, "to": name, "on": on.isoformat()},
        )  # fmt: skip
    return row


def merge_organ(*, organ: Organ, into: Organ, on: date, by: Standing | Actor, at: datetime) -> Organ:
    """Close an organ whose duties go to another. Its pages stay under its name; its posts end on that day."""
    actor = _administrator(by)
    if organ.pk == into.pk:
        raise Refusal("不能并入自身。", field="into")
    if on > at.date():
        raise Refusal("合并日期不能晚于今天。", field="on")
    with transaction.atomic():
        row = Organ.objects.select_for_update(of=("self",)).get(pk=organ.pk)
        if row.closed_on is not None:
            raise Refusal("该机关已经撤销。")
        if Organ.objects.get(pk=into.pk).closed_on is not None:
            raise Refusal("要并入的机关已经撤销。", field="into")
        below = Organ.objects.filter(Q(government=row) | Q(vertical_parent=row), closed_on=None)
        if below.exists():
            names = "、".join(below.values_list("short_name", flat=True)[:5])
            raise Refusal(f"该机关还有下级机关({names}),请先调整其上级。")
        row.closed_on, row.merged_into = on, into
        row.version += 1
        row.save()
        Post.objects.filter(organ=row, ends_on=None, starts_on__lt=on).update(ends_on=on)
        Post.objects.filter(organ=row, ends_on=None).update(ends_on=on + timedelta(days=1))
        OrganName.objects.filter(organ=row, ends_on=None).update(ends_on=on)
        write(
            actor=actor, verb="机关合并", object_type="organ", object_id=row.pk, at=at, organ_id=row.pk,
            detail={"into": into.pk, "into_name": into.name, "on": on.isoformat()},
        )  # fmt: skip
    return row


def save_person(
    *, fields: Mapping[str, Any], by: Standing | Actor, at: datetime, person: Person | None = None
) -> Person:
    """Enter a person or change name, sign-in name, mail or telephone. A new person cannot sign in before an invitation."""
    actor = _administrator(by)
    fields = dict(fields)
    if "username" in fields:
        fields["username"] = clean(fields["username"]).strip().lower()
        if not _USERNAME.fullmatch(fields["username"]):
            raise Refusal("登录名用小写字母开头,可含数字和 . _ -,2至40个字符。", field="username")
    with transaction.atomic():
        row = person or Person()
        changed = _apply(row, fields, {"username", "name", "email", "phone"})
        if not row.name:
            raise Refusal("请填写姓名。", field="name")
        if person is not None and not changed:
            return row
        if person is None:
            row.set_unusable_password()
        row.version += 1
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Refusal(f"登录名“{row.username}”已被使用。", field="username") from None
        write(
            actor=actor, verb="登记人员" if person is None else "修改人员信息", object_type="person", object_id=row.pk,
            at=at, detail={"fields": sorted(changed), "name": row.name},
        )  # fmt: skip
    return row


def give_post(
    *, person: Person, organ: Organ, role: str, title: str, starts_on: date, by: Standing | Actor, at: datetime,
    ends_on: date | None = None,
) -> Post:  # fmt: skip
    """Give a person a role in an organ from a day until (not including) another."""
    actor = _administrator(by)
    if role not in set(Role) or role == Role.PUBLIC:
        raise Refusal("请选择角色。", field="role")
    if organ.closed_on is not None and (ends_on is None or ends_on > organ.closed_on):
        raise Refusal("该机关已经撤销,不能再任职。", field="organ")
    if ends_on is not None and ends_on <= starts_on:
        raise Refusal("任职结束日期应晚于开始日期。", field="ends_on")
    with transaction.atomic():
        overlap = Post.objects.filter(person=person, organ=organ, role=role).filter(
            Q(ends_on=None) | Q(ends_on__gt=starts_on)
        )
        if ends_on is not None:
            overlap = overlap.filter(starts_on__lt=ends_on)
        if overlap.exists():
            raise Refusal(f"{person.name}在这段时间已有“{Role(role).label}”岗位。", field="role")
        post = Post.objects.create(
            person=person, organ=organ, role=role, title=clean(title).strip()[:60], starts_on=starts_on, ends_on=ends_on
        )
        write(
            actor=actor, verb="设置岗位", object_type="person", object_id=person.pk, at=at, organ_id=organ.pk,
            detail={"post": post.pk, "role": role, "from": starts_on.isoformat(),
                    "to": ends_on.isoformat() if ends_on else None},
        )  # fmt: skip
    return post


def end_post(*, post: Post, on: date, by: Standing | Actor, at: datetime) -> Post:
    """End a post on a day: from that day on the role no longer holds."""
    actor = _administrator(by)
    with transaction.atomic():
        row = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
        if row.ends_on is not None and row.ends_on <= on:
            raise Refusal("该岗位已经结束。")
        if on <= row.starts_on:
            raise Refusal("结束日期应晚于任职开始日期。", field="ends_on")
        if row.role == Role.ADMIN and on <= at.date() and not _other_administrators(row.person_id, at.date()):
            raise Refusal("这是最后一名系统管理员,不能撤销。")
        row.ends_on = on
        row.save(update_fields=["ends_on"])
        write(
            actor=actor, verb="结束岗位", object_type="person", object_id=row.person_id, at=at, organ_id=row.organ_id,
            detail={"post": row.pk, "role": row.role, "on": on.isoformat()},
        )  # fmt: skip
    return row


def _other_administrators(person_id: int, on: date) -> bool:
    return (
        Post.objects.filter(role=Role.ADMIN, starts_on__lte=on, person__is_active=True)
        .filter(Q(ends_on=None) | Q(ends_on__gt=on))
        .exclude(person_id=person_id)
        .exists()
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invite(*, person: Person, by: Standing | Actor, at: datetime) -> str:
    """Make an invitation; the token is returned once and stored hashed. It opens ``/desk/invitation/TOKEN/``."""
    actor = _administrator(by)
    if not person.is_active:
        raise Refusal("账号已关闭,请先恢复。")
    token = secrets.token_urlsafe(24)
    hours = queries.number("organizations.invitation_hours", at.date())
    with transaction.atomic():
        person.invitation_hash, person.invited_until = _hash(token), at + timedelta(hours=hours)
        person.save(update_fields=["invitation_hash", "invited_until"])
        write(actor=actor, verb="发出邀请", object_type="person", object_id=person.pk, at=at)
    return token


def invited(token: str, at: datetime) -> Person | None:
    """The person whom a valid invitation belongs to; None when it is unknown, used or too old."""
    person = Person.objects.filter(invitation_hash=_hash(token), is_active=True).first()
    if person is None or person.invited_until is None or person.invited_until <= at:
        return None
    return person


def accept_invitation(*, token: str, password: str, at: datetime) -> Person:
    """Set the first password with an invitation, which is then used up."""
    with transaction.atomic():
        person = invited(token, at)
        if person is None:
            raise Refusal("邀请链接无效或已过期,请联系系统管理员重新发送。")
        _set_password(person, password)
        person.invitation_hash, person.invited_until, person.must_change_password = "", None, False
        person.save()
        write(
            actor=Actor(person.pk, person.name),
            verb="接受邀请并设置密码",
            object_type="person",
            object_id=person.pk,
            at=at,
        )
    return person


def _set_password(person: Person, password: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise Refusal("".join(fault.messages), field="password") from None
    person.set_password(password)


def change_password(*, person: Person, old: str, new: str, at: datetime) -> Person:
    """A person changes their own password; other sign-ins end."""
    if not person.check_password(old):
        raise Refusal("原密码不正确。", field="old")
    if old == new:
        raise Refusal("新密码不能与原密码相同。", field="password")
    with transaction.atomic():
        _set_password(person, new)
        person.must_change_password = False
        person.save()
        write(actor=Actor(person.pk, person.name), verb="修改密码", object_type="person", object_id=person.pk, at=at)
    return person


def reset_password(*, person: Person, by: Standing | Actor, at: datetime) -> str:
    """Give a one-time password, returned once; it must be changed at the next sign-in, and every sign-in ends."""
    actor = _administrator(by)
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        person.set_password(password)
        person.must_change_password = True
        person.invitation_hash = ""
        person.save()
        _end(person, at)
        write(actor=actor, verb="重置密码", object_type="person", object_id=person.pk, at=at)
    return password


def close_person(*, person: Person, by: Standing | Actor, at: datetime) -> Person:
    """Close an account: no sign-in any more, every session ends; what the person did stays under the name."""
    actor = _administrator(by)
    if isinstance(by, Standing) and by.person.pk == person.pk:
        raise Refusal("不能关闭自己的账号。")
    with transaction.atomic():
        if not _other_administrators(person.pk, at.date()):
            raise Refusal("这是最后一名系统管理员,不能关闭。")
        person.is_active, person.closed_at, person.invitation_hash = False, at, ""
        person.version += 1
        person.save()
        _end(person, at)
        write(actor=actor, verb="关闭账号", object_type="person", object_id=person.pk, at=at)
    return person


def reopen_person(*, person: Person, by: Standing | Actor, at: datetime) -> Person:
    """Open a closed account again; it needs an invitation or a reset password."""
    actor = _administrator(by)
    with transaction.atomic():
        person.is_active, person.closed_at = True, None
        person.set_unusable_password()
        person.version += 1
        person.save()
        write(actor=actor, verb="恢复账号", object_type="person", object_id=person.pk, at=at)
    return person


def signed_in(*, person: Person, session_key: str, address: str, agent: str, at: datetime) -> SignIn:
    """Note a sign-in."""
    with transaction.atomic():
        row = SignIn.objects.create(
            person=person, session_key=session_key, address=address[:60], agent=clean(agent)[:200], at=at
        )
        write(
            actor=Actor(person.pk, person.name), verb="登录", object_type="person", object_id=person.pk, at=at,
            detail={"address": address[:60]},
        )  # fmt: skip
    return row


def signed_out(*, person: Person, session_key: str, at: datetime) -> None:
    """Note a sign-out."""
    with transaction.atomic():
        SignIn.objects.filter(person=person, session_key=session_key, ended_at=None).update(ended_at=at)
        write(actor=Actor(person.pk, person.name), verb="退出", object_type="person", object_id=person.pk, at=at)


def end_sign_ins(*, person: Person, by: Standing | Actor, at: datetime, keep: str = "") -> int:
    """End every session of a person (but ``keep``); the person themself or the administrator may."""
    if isinstance(by, Standing) and by.person.pk == person.pk:
        actor = by.actor()
    else:
        actor = _administrator(by)
    with transaction.atomic():
        ended = _end(person, at, keep=keep)
        write(
            actor=actor, verb="结束登录会话", object_type="person", object_id=person.pk, at=at, detail={"ended": ended}
        )
    return ended


def _end(person: Person, at: datetime, keep: str = "") -> int:
    open_rows = SignIn.objects.filter(person=person, ended_at=None).exclude(session_key=keep or "-")
    keys = list(open_rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    open_rows.update(ended_at=at)
    return len(keys)


def set_number(
    *, code: str, value: int, source: str, effective_on: date, by: Standing | Actor, at: datetime,
    organ: Organ | None = None,
) -> NumberValue:  # fmt: skip
    """Give a configurable number a value from a day on, with its source; earlier values stay readable."""
    actor = _administrator(by)
    declared = next((n for n in queries.numbers() if n.code == code), None)
    if declared is None:
        raise Refusal("没有这个规则项。", field="code")
    if not declared.floor <= value <= declared.ceiling:
        raise Refusal(f"{declared.label}应在{declared.floor}至{declared.ceiling}{declared.unit}之间。", field="value")
    source = clean(source).strip()
    if not source:
        raise Refusal("请写明来源(法规条款、文件名称或单位规定)。", field="source")
    with transaction.atomic():
        row = NumberValue.objects.create(
            code=code, organ=organ, value=value, source=source[:300], effective_on=effective_on, editor=actor.name,
            edited_at=at,
        )  # fmt: skip
        write(
            actor=actor, verb="调整规则数值", object_type="number", object_id=code, at=at,
            organ_id=organ.pk if organ else None,
            detail={"value": value, "source": row.source, "effective_on": effective_on.isoformat()},
        )  # fmt: skip
    return row


def save_site(*, fields: Mapping[str, Any], by: Standing | Actor, at: datetime) -> Site:
    """Change the facts of the site's head and foot."""
    actor = _administrator(by)
    fields = dict(fields)
    if "id_code" in fields:
        fields["id_code"] = check_id_code(fields["id_code"])
    with transaction.atomic():
        row = Site.objects.select_for_update(of=("self",)).filter(pk=1).first() or Site(pk=1)
        allowed = {"name", "domain", "id_code", "sponsor", "operator", "contact", "icp", "police", "main_organ", "demo"}
        changed = _apply(row, fields, allowed)
        if not row.name:
            raise Refusal("请填写网站名称。", field="name")
        row.version += 1
        row.save()
        write(
            actor=actor, verb="修改网站信息", object_type="site", object_id=1, at=at, detail={"fields": sorted(changed)}
        )
    return row


def first_administrator(*, username: str, name: str, at: datetime) -> tuple[Person, str]:
    """The first administrator of an empty city with a one-time password; Refusal when there is an administrator."""
    with transaction.atomic():
        if Post.objects.filter(role=Role.ADMIN).exists():
            raise Refusal("已经有系统管理员。请由现任管理员在工作台中登记人员、重置密码。")
        actor = Actor.system("命令行")
        organ = Organ.objects.order_by("pk").first()
        if organ is None:
            organ = save_organ(
                fields={"name": "人民政府办公室", "short_name": "政府办", "level": "county", "nature": Nature.OFFICE,
                        "is_supervisor": True},
                by=actor, at=at,
            )  # fmt: skip
        person = save_person(fields={"username": username, "name": name or username}, by=actor, at=at)
        give_post(person=person, organ=organ, role=Role.ADMIN, title="系统管理员", starts_on=at.date(), by=actor, at=at)
        password = secrets.token_urlsafe(12)
        person.set_password(password)
        person.must_change_password = True
        person.save()
    return person, password


def import_rows(*, rows: list[dict[str, str]], by: Standing | Actor, at: datetime) -> dict[str, int]:
    """Organs, people and posts from a table: one row a post, columns 姓名 登录名 邮箱 手机 机关 职务 角色 任职开始 任职结束.

    All or nothing: a Refusal names the first bad row, and nothing was changed. Returns how many were made.
    """
    _administrator(by)
    roles = {role.label: role.value for role in Role}
    made = {"organs": 0, "people": 0, "posts": 0}
    with transaction.atomic():
        for place, row in enumerate(rows, 2):
            try:
                _import_row({k: clean(v).strip() for k, v in row.items()}, roles, made, by, at)
            except Refusal as refusal:
                raise Refusal(f"第{place}行:{refusal.message}全部内容均未导入。", field="file") from None
    return made


def _import_row(
    row: dict[str, str], roles: dict[str, str], made: dict[str, int], by: Standing | Actor, at: datetime
) -> None:
    organ_name = row.get("机关", "")
    organ = Organ.objects.filter(name=organ_name, closed_on=None).first()
    if organ is None:
        if not organ_name or not row.get("简称"):
            raise Refusal(f"没有名为“{organ_name}”的机关;要新设机关,请同时填写“简称”。")
        government = Organ.objects.filter(name=row.get("所属政府", ""), closed_on=None).first()
        organ = save_organ(
            fields={"name": organ_name, "short_name": row["简称"], "level": government.level if government else "county",
                    "nature": Nature.DEPARTMENT, "government": government}, by=by, at=at,
        )  # fmt: skip
        made["organs"] += 1
    if not row.get("登录名"):
        if row.get("姓名"):
            raise Refusal("填写了姓名,但没有登录名。")
        return
    person = Person.objects.filter(username=row["登录名"].lower()).first()
    if person is None:
        fields = {"username": row["登录名"], "name": row.get("姓名", ""), "email": row.get("邮箱", ""),
                  "phone": row.get("手机", "")}  # fmt: skip
        person = save_person(fields=fields, by=by, at=at)
        made["people"] += 1
    if not row.get("角色"):
        return
    if row["角色"] not in roles:
        raise Refusal(f"没有“{row['角色']}”这个角色,可用的有:{'、'.join(roles)}。")
    give_post(
        person=person, organ=organ, role=roles[row["角色"]], title=row.get("职务", ""),
        starts_on=_date(row.get("任职开始", ""), at.date()), by=by, at=at,
        ends_on=_date(row["任职结束"], at.date()) if row.get("任职结束") else None,
    )  # fmt: skip
    made["posts"] += 1


def _date(text: str, default: date) -> date:
    if not text:
        return default
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?", text)
    try:
        if found:
            return date(*(int(part) for part in found.groups()))
    except ValueError:
        pass
    raise Refusal(f"日期“{text}”无法识别,请写成 2026-03-01。")
