"""Verbs about people and their posts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from gongkai.kernel.ledger.operations import Actor, write
from gongkai.kernel.organizations.models import Organ, Person, Post
from gongkai.kernel.organizations.operations.access import administrator, apply_fields, keep_an_administrator, locked
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.organizations.terms import Role
from gongkai.kernel.vocabulary import Refusal, clean

_USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")


def save_person(
    *, fields: Mapping[str, Any], by: Standing | Actor, at: datetime, person: Person | None = None,
    version: int | None = None,
) -> Person:  # fmt: skip
    """Enter a person or change name, sign-in name, mail or telephone; ``version`` is what the editor saw.

    A new person cannot sign in before an invitation.
    """
    actor = administrator(by)
    fields = dict(fields)
    if "username" in fields:
        fields["username"] = clean(fields["username"]).strip().lower()
        if not _USERNAME.fullmatch(fields["username"]):
            raise Refusal("登录名用小写字母开头，可含数字和 . _ -,2至40个字符。", field="username")
    with transaction.atomic():
        row = Person() if person is None else locked(person, version)
        changed = apply_fields(row, fields, {"username", "name", "email", "phone"})
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
    actor = administrator(by)
    if role not in set(Role) or role == Role.PUBLIC:
        raise Refusal("请选择角色。", field="role")
    if organ.closed_on is not None and (ends_on is None or ends_on > organ.closed_on):
        raise Refusal("该机关已经撤销，不能再任职。", field="organ")
    if ends_on is not None and ends_on <= starts_on:
        raise Refusal("任职结束日期应晚于开始日期。", field="ends_on")
    with transaction.atomic():
        locked(person)
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
    actor = administrator(by)
    with transaction.atomic():
        row = locked(post)
        if row.ends_on is not None and row.ends_on <= on:
            raise Refusal("该岗位已经结束。")
        if on <= row.starts_on:
            raise Refusal("结束日期应晚于任职开始日期。", field="ends_on")
        if row.role == Role.ADMIN:
            keep_an_administrator(without_person=row.person_id, on=at.date())
        row.ends_on = on
        row.save(update_fields=["ends_on"])
        write(
            actor=actor, verb="结束岗位", object_type="person", object_id=row.person_id, at=at, organ_id=row.organ_id,
            detail={"post": row.pk, "role": row.role, "on": on.isoformat()},
        )  # fmt: skip
    return row
