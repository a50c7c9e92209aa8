"""Verbs about accounts: invitations, passwords, closing and reopening, sign-ins and their end."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.kernel.ledger.operations import Actor, write
from gongkai.kernel.organizations import queries
from gongkai.kernel.organizations.models import Organ, Person, Post, SignIn
from gongkai.kernel.organizations.operations.access import administrator, keep_an_administrator, locked
from gongkai.kernel.organizations.operations.organs import save_organ
from gongkai.kernel.organizations.operations.people import give_post, save_person
from gongkai.kernel.organizations.queries import Standing
from gongkai.kernel.organizations.terms import Nature, Role
from gongkai.kernel.vocabulary import Refusal, clean


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invite(*, person: Person, by: Standing | Actor, at: datetime) -> str:
    """Make an invitation; the token is returned once and stored hashed. It opens ``/desk/invitation/TOKEN/``."""
    actor = administrator(by)
    token = secrets.token_urlsafe(24)
    hours = queries.number("organizations.invitation_hours", at.date())
    with transaction.atomic():
        row = locked(person)
        if not row.is_active:
            raise Refusal("账号已关闭，请先恢复。")
        row.invitation_hash, row.invited_until = _hash(token), at + timedelta(hours=hours)
        row.save(update_fields=["invitation_hash", "invited_until"])
        write(actor=actor, verb="发出邀请", object_type="person", object_id=row.pk, at=at)
    return token


def invited(token: str, at: datetime) -> Person | None:
    """The person whom a valid invitation belongs to; None when it is unknown, used or too old."""
    person = Person.objects.filter(invitation_hash=_hash(token), is_active=True).first()
    if person is None or person.invited_until is None or person.invited_until <= at:
        return None
    return person


_NO_INVITATION = "邀请链接无效或已过期，请联系系统管理员重新发送。"


def accept_invitation(*, token: str, password: str, at: datetime) -> Person:
    """Set the first password with an invitation, which is then used up; every older sign-in ends."""
    person = invited(token, at)
    if person is None:
        raise Refusal(_NO_INVITATION)
    hashed = _hashed_password(person, password)
    with transaction.atomic():
        row = locked(person)
        if row.invitation_hash != _hash(token) or not row.is_active:
            raise Refusal(_NO_INVITATION)  # used or withdrawn a moment ago
        row.password, row.must_change_password = hashed, False
        row.invitation_hash, row.invited_until = "", None
        row.save(update_fields=["password", "must_change_password", "invitation_hash", "invited_until"])
        _end(row, at)
        write(actor=Actor(row.pk, row.name), verb="接受邀请并设置密码", object_type="person", object_id=row.pk, at=at)
    return row


def _hashed_password(person: Person, password: str) -> str:
    """Check a new password and hash it; slow on purpose, so never inside a transaction."""
    if len(password) > 200:
        raise Refusal("密码过长：最多200个字符。", field="password")
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise Refusal("".join(fault.messages), field="password") from None
    return make_password(password)


def change_password(*, person: Person, old: str, new: str, at: datetime, keep: str = "") -> Person:
    """A person changes their own password; their sign-ins end, but the session ``keep``."""
    if not person.check_password(old):
        raise Refusal("原密码不正确。", field="old")
    if old == new:
        raise Refusal("新密码不能与原密码相同。", field="password")
    hashed = _hashed_password(person, new)
    with transaction.atomic():
        row = locked(person)
        row.password, row.must_change_password = hashed, False
        row.save(update_fields=["password", "must_change_password"])
        _end(row, at, keep=keep)
        write(actor=Actor(row.pk, row.name), verb="修改密码", object_type="person", object_id=row.pk, at=at)
    return row


def reset_password(*, person: Person, by: Standing | Actor, at: datetime) -> str:
    """Give a one-time password, returned once; it must be changed at the next sign-in, and every sign-in ends."""
    actor = administrator(by)
    password = secrets.token_urlsafe(12)
    hashed = make_password(password)
    with transaction.atomic():
        row = locked(person)
        if not row.is_active:
            raise Refusal("账号已关闭，请先恢复。")
        row.password, row.must_change_password = hashed, True
        row.invitation_hash, row.invited_until = "", None
        row.save(update_fields=["password", "must_change_password", "invitation_hash", "invited_until"])
        _end(row, at)
        write(actor=actor, verb="重置密码", object_type="person", object_id=row.pk, at=at)
    return password


def close_person(*, person: Person, by: Standing | Actor, at: datetime) -> Person:
    """Close an account: no sign-in any more, every session ends; what the person did stays under the name."""
    actor = administrator(by)
    if isinstance(by, Standing) and by.person.pk == person.pk:
        raise Refusal("不能关闭自己的账号。")
    with transaction.atomic():
        row = locked(person)
        if not row.is_active:
            raise Refusal("账号已经关闭。")
        if Post.objects.filter(person=row, role=Role.ADMIN).exists():
            keep_an_administrator(without_person=row.pk, on=at.date())
        row.is_active, row.closed_at = False, at
        row.invitation_hash, row.invited_until = "", None
        row.version += 1
        row.save()
        _end(row, at)
        write(actor=actor, verb="关闭账号", object_type="person", object_id=row.pk, at=at)
    return row


def reopen_person(*, person: Person, by: Standing | Actor, at: datetime) -> Person:
    """Open a closed account again; it needs an invitation or a reset password."""
    actor = administrator(by)
    with transaction.atomic():
        row = locked(person)
        if row.is_active:
            raise Refusal("账号没有关闭。")
        row.is_active, row.closed_at = True, None
        row.set_unusable_password()
        row.version += 1
        row.save()
        write(actor=actor, verb="恢复账号", object_type="person", object_id=row.pk, at=at)
    return row


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


def session_renewed(*, person: Person, old_key: str, new_key: str) -> None:
    """A session went on under a new key (after a change of password): its sign-in follows. No ledger line."""
    SignIn.objects.filter(person=person, session_key=old_key, ended_at=None).update(session_key=new_key)


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
        actor = administrator(by)
    with transaction.atomic():
        ended = _end(person, at, keep=keep)
        write(
            actor=actor, verb="结束登录会话", object_type="person", object_id=person.pk, at=at, detail={"ended": ended}
        )
    return ended


def end_sign_in(*, sign_in: SignIn, by: Standing | Actor, at: datetime) -> bool:
    """End one session; the person themself or the administrator may. False when it had ended already."""
    person = sign_in.person
    actor = by.actor() if isinstance(by, Standing) and by.person.pk == person.pk else administrator(by)
    with transaction.atomic():
        row = locked(sign_in)
        if row.ended_at is not None:
            return False
        Session.objects.filter(session_key=row.session_key).delete()
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        write(actor=actor, verb="结束登录会话", object_type="person", object_id=person.pk, at=at, detail={"ended": 1})
    return True


def _end(person: Person, at: datetime, keep: str = "") -> int:
    open_rows = SignIn.objects.filter(person=person, ended_at=None).exclude(session_key=keep or "-")
    keys = list(open_rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    open_rows.update(ended_at=at)
    return len(keys)


def first_administrator(*, username: str, name: str, at: datetime) -> tuple[Person, str]:
    """The first administrator of an empty city with a one-time password; Refusal when there is an administrator."""
    password = secrets.token_urlsafe(12)
    hashed = make_password(password)
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
        person.password, person.must_change_password = hashed, True
        person.save(update_fields=["password", "must_change_password"])
    return person, password
